//! Bodies of the API: JSON in, all that is wrong with it out.

use axum::{
    Json,
    body::Bytes,
    extract::{FromRequest, Request},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::{Value, json};

use crate::{
    answer::{Failure, message},
    context::{Caller, Plain, State},
    guard::announces_too_much,
    words::Words,
};

/// A JSON body of a caller. The caller is checked before the body is read.
pub(crate) struct JsonBody<T>(pub(crate) Caller, pub(crate) T);

impl<T: DeserializeOwned> FromRequest<State> for JsonBody<T> {
    type Rejection = Response;

    async fn from_request(request: Request, state: &State) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let Plain(caller) =
            <Plain as axum::extract::FromRequestParts<State>>::from_request_parts(&mut parts, state).await?;
        let kind =
            parts.headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let kind = kind.split(';').next().unwrap_or_default().trim();
        if !kind.eq_ignore_ascii_case("application/json") {
            return Err(unreadable(&caller.words, StatusCode::UNSUPPORTED_MEDIA_TYPE, "error-not-json"));
        }
        if announces_too_much(&parts.headers) {
            return Err(unreadable(&caller.words, StatusCode::PAYLOAD_TOO_LARGE, "error-too-large"));
        }
        let bytes = Bytes::from_request(Request::from_parts(parts, body), state).await;
        let bytes =
            bytes.map_err(|_| unreadable(&caller.words, StatusCode::PAYLOAD_TOO_LARGE, "error-too-large"))?;
        if says_nul(&bytes) {
            return Err(unreadable(&caller.words, StatusCode::UNPROCESSABLE_ENTITY, "error-no-text"));
        }
        match serde_json::from_slice(&bytes) {
            Ok(value) => Ok(Self(caller, value)),
            Err(error) => {
                let mut response = json_error(&caller.words, &error);
                *response.status_mut() =
                    if error.is_data() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::BAD_REQUEST };
                Err(response)
            }
        }
    }
}

/// Whether a text of a body holds the character NUL, which PostgreSQL does not keep.
fn says_nul(bytes: &[u8]) -> bool {
    fn holds(value: &Value) -> bool {
        match value {
            Value::String(text) => text.contains('\0'),
            Value::Array(values) => values.iter().any(holds),
            Value::Object(fields) => fields.iter().any(|(name, value)| name.contains('\0') || holds(value)),
            Value::Null | Value::Bool(_) | Value::Number(_) => false,
        }
    }
    let escaped = br"\u0000";
    bytes.windows(escaped.len()).any(|these| these == escaped)
        && serde_json::from_slice(bytes).is_ok_and(|value: Value| holds(&value))
}

fn json_error(words: &Words, error: &serde_json::Error) -> Response {
    let message = message(words, "error-unreadable-json");
    let error = json!({ "code": "unreadable-json", "message": message, "detail": error.to_string() });
    Json(json!({ "error": error, "errors": [] })).into_response()
}

fn unreadable(words: &Words, status: StatusCode, key: &'static str) -> Response {
    Failure::Unreadable(status, key).json(words)
}

/// What is not a route: the same answer as for what does not exist.
pub(crate) async fn unknown(caller: Caller) -> Response {
    Failure::Act(app::ActError::NotFound).json(&caller.words)
}

/// A route that is not asked in this way.
pub(crate) async fn wrong_method(caller: Caller) -> Response {
    Failure::WRONG_METHOD.json(&caller.words)
}

/// A value as typed: a text, a number or nothing. Numbers are typed with or without quotes.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(transparent)]
pub(crate) struct Typed(Option<Value>);

impl Typed {
    pub(crate) fn text(&self) -> String {
        match &self.0 {
            None | Some(Value::Null) => String::new(),
            Some(Value::String(text)) => text.clone(),
            Some(other) => other.to_string(),
        }
    }
}
