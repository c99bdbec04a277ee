//! INTERIM
pub(crate) fn routes() -> axum::Router<crate::context::State> {
    axum::Router::new()
}
