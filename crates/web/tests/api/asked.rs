//! Asking the API as a program does.

use serde_json::Value;

use crate::house::House;

/// What a program got.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Asked {
    pub(crate) status: u16,
    /// Content type.
    pub(crate) kind: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Asked {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("not JSON: {}", self.body))
    }

    /// The identifier of what was made.
    pub(crate) fn id(&self) -> String {
        assert_eq!(self.status, 201, "{}", self.body);
        self.json()["id"].as_str().unwrap().to_owned()
    }

    /// Field and code of every error.
    pub(crate) fn errors(&self) -> Vec<(String, String)> {
        assert_eq!(self.status, 422, "{}", self.body);
        let text = |error: &Value, key: &str| error[key].as_str().unwrap().to_owned();
        let json = self.json();
        let errors = json["errors"].as_array().unwrap();
        errors.iter().map(|error| (text(error, "field"), text(error, "code"))).collect()
    }
}

/// Asks below `/api/v1` with a token; a body goes as JSON.
pub(crate) async fn api(house: &House, token: &str, method: &str, path: &str, body: Option<Value>) -> Asked {
    match body {
        None => ask(house, token, method, path, None, String::new()).await,
        Some(body) => raw(house, token, method, path, "application/json", body.to_string()).await,
    }
}

/// Asks with any body.
pub(crate) async fn raw(
    house: &House,
    token: &str,
    method: &str,
    path: &str,
    kind: &str,
    body: String,
) -> Asked {
    ask(house, token, method, path, Some(kind), body).await
}

async fn ask(
    house: &House,
    token: &str,
    method: &str,
    path: &str,
    kind: Option<&str>,
    body: String,
) -> Asked {
    let mut browser = house.browser();
    browser.headers.push(("authorization", format!("Bearer {token}")));
    let answer = browser.ask(method, &format!("/api/v1{path}"), kind, body).await;
    let text = |value: &axum::http::HeaderValue| value.to_str().unwrap().to_owned();
    let mut headers: Vec<(String, String)> =
        answer.headers.iter().map(|(name, value)| (name.to_string(), text(value))).collect();
    headers.sort();
    Asked {
        status: answer.status.as_u16(),
        kind: answer.headers.get("content-type").map(text).unwrap_or_default(),
        headers,
        body: answer.body,
    }
}
