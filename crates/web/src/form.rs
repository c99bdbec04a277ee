//! Forms: read once, with the secret of the session checked before anything else.

use axum::{
    body::Bytes,
    extract::{FromRequest, Request},
    http::StatusCode,
    response::Response,
};
use serde::de::DeserializeOwned;
use subtle::ConstantTimeEq;

use crate::{
    answer::Failure,
    context::{Held, Signed, State, Visit},
    guard::announces_too_much,
};

/// A form of a signed-in page, with the page's context.
pub(crate) struct SignedForm<T>(pub(crate) Signed, pub(crate) T);

/// A form of somebody who may have to finish signing in.
pub(crate) struct HeldForm<T>(pub(crate) Held, pub(crate) T);

/// A form before signing in.
pub(crate) struct VisitForm<T>(pub(crate) Visit, pub(crate) T);

impl<T: DeserializeOwned> FromRequest<State> for SignedForm<T> {
    type Rejection = Response;

    async fn from_request(request: Request, state: &State) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let signed =
            <Signed as axum::extract::FromRequestParts<State>>::from_request_parts(&mut parts, state).await?;
        let form = own_form(Request::from_parts(parts, body), state, &signed).await?;
        Ok(Self(signed, form))
    }
}

impl<T: DeserializeOwned> FromRequest<State> for HeldForm<T> {
    type Rejection = Response;

    async fn from_request(request: Request, state: &State) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let held =
            <Held as axum::extract::FromRequestParts<State>>::from_request_parts(&mut parts, state).await?;
        let form = own_form(Request::from_parts(parts, body), state, &held).await?;
        Ok(Self(held, form))
    }
}

impl<T: DeserializeOwned> FromRequest<State> for VisitForm<T> {
    type Rejection = Response;

    async fn from_request(request: Request, state: &State) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let visit =
            <Visit as axum::extract::FromRequestParts<State>>::from_request_parts(&mut parts, state).await?;
        let bytes = bytes(Request::from_parts(parts, body), state, &visit).await?;
        let form = read(&bytes, &visit)?;
        Ok(Self(visit, form))
    }
}

/// A form that carries the secret of the visit's session.
async fn own_form<T: DeserializeOwned>(
    request: Request,
    state: &State,
    visit: &Visit,
) -> Result<T, Response> {
    let bytes = bytes(request, state, visit).await?;
    let given = value(&bytes, "csrf");
    if !bool::from(given.as_bytes().ct_eq(visit.csrf().as_bytes())) {
        return Err(visit.fail(Failure::Stale));
    }
    read(&bytes, visit)
}

async fn bytes(request: Request, state: &State, visit: &Visit) -> Result<Bytes, Response> {
    let too_large = || visit.fail(Failure::Unreadable(StatusCode::PAYLOAD_TOO_LARGE, "error-too-large"));
    if announces_too_much(request.headers()) {
        return Err(too_large());
    }
    let bytes = Bytes::from_request(request, state).await.map_err(|_| too_large())?;
    // PostgreSQL keeps no text with the character NUL.
    if bytes.contains(&0) || bytes.windows(3).any(|these| these == b"%00") {
        return Err(visit.fail(Failure::Unreadable(StatusCode::UNPROCESSABLE_ENTITY, "error-no-text")));
    }
    Ok(bytes)
}

#[expect(clippy::result_large_err, reason = "axum wants the response itself as the rejection")]
fn read<T: DeserializeOwned>(bytes: &[u8], visit: &Visit) -> Result<T, Response> {
    serde_html_form::from_bytes(bytes)
        .map_err(|_| visit.fail(Failure::Unreadable(StatusCode::BAD_REQUEST, "error-unreadable")))
}

fn value(bytes: &[u8], name: &str) -> String {
    let pairs: Vec<(String, String)> = serde_html_form::from_bytes(bytes).unwrap_or_default();
    pairs.into_iter().find(|(key, _)| key == name).map(|(_, value)| value).unwrap_or_default()
}
