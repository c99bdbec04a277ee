//! The server: all routes, and what holds for each of them.

use std::{future::Future, net::SocketAddr, sync::Arc, time::Duration};

use app::App;
use axum::{Router, extract::DefaultBodyLimit, http::StatusCode, middleware::from_fn, routing::get};
use tower_http::{catch_panic::CatchPanicLayer, compression::CompressionLayer, timeout::TimeoutLayer};

use crate::{api, assets, context::State, guard, pages};

/// Somebody of the demo, as the sign-in page offers them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoPerson {
    /// Role.
    pub name: String,
    /// Partner's short name.
    pub partner: String,
    /// E-mail address.
    pub email: String,
    /// Password.
    pub password: String,
}

/// How the server is run.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The address that people type, such as `https://lage.example.de`; cookies are `Secure` if it begins with https.
    pub public_url: Option<String>,
    /// Roles of the demo, shown on the sign-in page; empty for a real server.
    pub demo_people: Vec<DemoPerson>,
}

impl Options {
    pub(crate) fn secure(&self) -> bool {
        self.public_url.as_deref().is_some_and(|url| url.starts_with("https://"))
    }
}

/// Longest time that an answer takes; live events are apart.
const TIMEOUT: Duration = Duration::from_secs(30);

/// Longest time that an upload takes: 8 MB over a slow telephone, 64 MB over an office's line.
const UPLOAD_TIMEOUT: Duration = Duration::from_secs(300);

/// All routes.
pub fn router(app: App, options: Options) -> Router {
    let state = State { app, options: Arc::new(options) };
    let quick = Router::new()
        .merge(pages::routes())
        .nest("/api/v1", api::routes())
        .route("/assets/{*path}", get(assets::asset))
        .route("/healthz", get(|| async { "ok" }))
        .fallback(pages::not_found)
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, TIMEOUT))
        .layer(CompressionLayer::new());
    let slow = pages::uploads()
        .nest("/api/v1", api::uploads())
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, UPLOAD_TIMEOUT))
        .layer(CompressionLayer::new());
    quick
        .merge(slow)
        .route("/api/v1/events", get(api::events).fallback(api::wrong_method))
        .layer(DefaultBodyLimit::max(guard::BODY_MAX))
        .layer(from_fn(guard::same_site))
        .layer(CatchPanicLayer::new())
        .layer(from_fn(guard::headers))
        .with_state(state)
}

/// Serves until `stop` is ready.
pub async fn serve(
    app: App,
    listener: tokio::net::TcpListener,
    options: Options,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let service = router(app, options).into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, service).with_graceful_shutdown(stop).await
}
