//! Who asks, in which language: what every page needs.

use std::sync::Arc;

use app::{App, Holder, Stage, Who};
use axum::{
    extract::{FromRef, FromRequestParts},
    http::{HeaderMap, header, request::Parts},
    response::{IntoResponse, Redirect, Response},
};
use domain::{charter::Charter, people::Language};

use crate::{answer::Failure, query, server::Options, words::Words};

/// What the routes share.
#[derive(Clone)]
pub(crate) struct State {
    pub(crate) app: App,
    pub(crate) options: Arc<Options>,
}

impl FromRef<State> for App {
    fn from_ref(state: &State) -> Self {
        state.app.clone()
    }
}

/// A page for anybody: before signing in, and errors.
#[derive(Clone)]
pub(crate) struct Visit {
    pub(crate) app: App,
    pub(crate) options: Arc<Options>,
    pub(crate) words: Words,
    pub(crate) charter: Arc<Charter>,
    /// Path and query, for coming back after signing in and for the language switch.
    pub(crate) here: String,
    /// Whoever has a session, however far they are with signing in.
    pub(crate) holder: Option<Holder>,
    /// The caller, if signed in.
    pub(crate) who: Option<Who>,
    /// `light` or `dark` if chosen by hand; otherwise the device decides.
    pub(crate) theme: Option<&'static str>,
}

/// A page for somebody with a session who may have to finish signing in: the pages of the second factor.
#[derive(Clone)]
pub(crate) struct Held {
    pub(crate) visit: Visit,
    pub(crate) holder: Holder,
}

/// A page for somebody who is signed in. There is no other way to content.
#[derive(Clone)]
pub(crate) struct Signed {
    pub(crate) visit: Visit,
    pub(crate) holder: Holder,
    pub(crate) who: Who,
}

impl std::ops::Deref for Held {
    type Target = Visit;
    fn deref(&self) -> &Visit {
        &self.visit
    }
}

impl std::ops::Deref for Signed {
    type Target = Visit;
    fn deref(&self) -> &Visit {
        &self.visit
    }
}

impl Visit {
    /// The words of `key`.
    pub(crate) fn t(&self, key: &str) -> String {
        self.words.t(key)
    }

    /// The secret that every form of this session carries; empty before signing in.
    pub(crate) fn csrf(&self) -> &str {
        self.holder.as_ref().map_or("", |holder| &holder.csrf)
    }

    /// Where somebody without a whole session goes before this page, and back from there.
    fn way_in(&self, method: &axum::http::Method) -> String {
        let to = match self.holder.as_ref().map(|holder| holder.stage) {
            Some(Stage::Code) => CODE_PAGE,
            Some(Stage::SetUp) => FACTOR_PAGE,
            Some(Stage::Whole) | None => "/anmelden",
        };
        let back = if *method == axum::http::Method::GET { self.here.as_str() } else { "/" };
        format!("{to}?weiter={}", encode(back))
    }
}

impl FromRequestParts<State> for Visit {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &State) -> Result<Self, Response> {
        let app = state.app.clone();
        let here = parts.uri.path_and_query().map_or("/", |p| p.as_str()).to_owned();
        let language = language(&parts.headers);
        let words = Words::new(language, app.zone());
        let theme = THEMES.into_iter().find(|name| cookie(&parts.headers, THEME) == Some(*name));
        let options = Arc::clone(&state.options);
        let mut visit =
            Self { charter: app.charter(), options, words, here, holder: None, who: None, theme, app };
        if let Some(secret) = cookie(&parts.headers, session_name(&visit.options)) {
            // Whoever is cut off from the database says so at once, and does not wait for it.
            let holder = async {
                visit.app.freshen().await?;
                visit.app.holder(secret).await
            };
            match holder.await {
                Ok(holder) => visit.holder = holder,
                Err(error) => return Err(visit.fail(error.into())),
            }
        }
        if let Some(holder) = &visit.holder {
            visit.who = visit.app.who_of(holder);
            if cookie(&parts.headers, LANGUAGE).is_none() {
                visit.words.language = holder.account.language;
            }
        }
        Ok(visit)
    }
}

impl FromRequestParts<State> for Signed {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &State) -> Result<Self, Response> {
        let visit = Visit::from_request_parts(parts, state).await?;
        match (visit.holder.clone(), visit.who.clone()) {
            (Some(holder), Some(who)) => Ok(Self { visit, holder, who }),
            _ => Err(Redirect::to(&visit.way_in(&parts.method)).into_response()),
        }
    }
}

impl FromRequestParts<State> for Held {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &State) -> Result<Self, Response> {
        let visit = Visit::from_request_parts(parts, state).await?;
        match visit.holder.clone() {
            Some(holder) => Ok(Self { visit, holder }),
            None => Err(Redirect::to(&visit.way_in(&parts.method)).into_response()),
        }
    }
}

/// A caller of the API: by bearer token, or by the session of the browser.
pub(crate) struct Caller {
    pub(crate) app: App,
    pub(crate) who: Who,
    pub(crate) words: Words,
}

impl FromRequestParts<State> for Caller {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &State) -> Result<Self, Response> {
        let app = state.app.clone();
        let mut words = Words::new(language(&parts.headers), app.zone());
        let bearer = parts.headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        if let Err(error) = app.freshen().await {
            return Err(Failure::from(error).json(&words));
        }
        let session = cookie(&parts.headers, session_name(&state.options));
        let who = match (bearer.and_then(|text| text.strip_prefix("Bearer ")), session) {
            (Some(token), _) => app.who_by_token(token.trim()).await,
            (None, Some(secret)) => app.who_by_session(secret).await,
            (None, None) => Ok(None),
        };
        match who {
            Ok(Some(who)) => {
                if !parts.headers.contains_key(header::ACCEPT_LANGUAGE) {
                    words.language = who.account.language;
                }
                Ok(Self { app, who, words })
            }
            Ok(None) => Err(Failure::SignIn.json(&words)),
            Err(error) => Err(Failure::from(error).json(&words)),
        }
    }
}

/// Where a code is asked for.
pub(crate) const CODE_PAGE: &str = "/anmelden/code";
/// Where a second factor is set up.
pub(crate) const FACTOR_PAGE: &str = "/konto/zweiter-faktor";

/// A caller of an address that takes no keys behind the question mark.
pub(crate) struct Plain(pub(crate) Caller);

impl FromRequestParts<State> for Plain {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &State) -> Result<Self, Response> {
        let caller = Caller::from_request_parts(parts, state).await?;
        let errors = query::unknown_keys("query", &query::pairs(parts.uri.query()), &[]);
        if errors.is_empty() {
            return Ok(Self(caller));
        }
        Err(Failure::Act(app::ActError::Invalid(errors)).json(&caller.words))
    }
}

/// Cookie of the session's secret, over http on one's own machine.
const SESSION: &str = "lagenetz_session";
/// The same over https: no other host of the domain and no unencrypted answer can set a cookie of this name.
const SESSION_SECURE: &str = "__Host-lagenetz_session";

/// Name of the cookie of the session's secret.
pub(crate) fn session_name(options: &Options) -> &'static str {
    if options.secure() { SESSION_SECURE } else { SESSION }
}

/// Cookie of a language chosen by hand.
pub(crate) const LANGUAGE: &str = "lagenetz_language";

/// Cookie of an appearance chosen by hand.
pub(crate) const THEME: &str = "lagenetz_theme";
/// The appearances that can be chosen.
pub(crate) const THEMES: [&str; 2] = ["light", "dark"];

/// A cookie's value.
pub(crate) fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let all = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = all.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(key, _)| *key == name).map(|(_, value)| value)
}

fn language(headers: &HeaderMap) -> Language {
    match cookie(headers, LANGUAGE) {
        Some("de") => return Language::De,
        Some("en") => return Language::En,
        _ => {}
    }
    let wanted =
        headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let first = wanted.split(',').map(str::trim).find(|tag| tag.starts_with("de") || tag.starts_with("en"));
    if first.is_some_and(|tag| tag.starts_with("en")) { Language::En } else { Language::De }
}

/// A text as a value in an address.
pub(crate) fn encode(text: &str) -> String {
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_.~/".contains(byte);
    text.bytes()
        .map(|byte| if plain(&byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}
