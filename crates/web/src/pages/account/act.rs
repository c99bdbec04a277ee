//! What somebody changes about the own account.

use app::{ActError, NewPassword};
use axum::{
    extract::Path,
    http::{StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    people::Language,
    report::{FieldError, Problem},
};
use serde::Deserialize;

use super::show::page;
use crate::{
    answer::{Failure, show_with},
    context::{LANGUAGE, Signed},
    cookies,
    form::SignedForm,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct OccasionForm {
    occasion: String,
}

/// `POST /konto/anlass`.
pub(super) async fn occasion(SignedForm(signed, form): SignedForm<OccasionForm>) -> Response {
    let done = signed.app.set_occasion(&signed.holder, &form.occasion).await;
    answer(&signed, done, "/konto?anlass=1", &form.occasion).await
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct LanguageForm {
    language: String,
}

/// `POST /konto/sprache`: for every browser; a choice made in this one gives way.
pub(super) async fn language(SignedForm(signed, form): SignedForm<LanguageForm>) -> Response {
    let chosen = [Language::De, Language::En].into_iter().find(|known| known.as_str() == form.language);
    let done = match chosen {
        Some(language) => signed.app.set_language(&signed.who, language).await,
        None => {
            let problem = Problem::Unknown { value: form.language.clone() };
            Err(ActError::Invalid(vec![FieldError::new("language", problem)]))
        }
    };
    let cookie = chosen.map(|language| cookies::chosen(&signed.options, LANGUAGE, language.as_str()));
    let response = answer(&signed, done, "/konto?sprache=1", &occasion_of(&signed)).await;
    match cookie {
        Some(cookie) => ([(header::SET_COOKIE, cookie)], response).into_response(),
        None => response,
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct PasswordForm {
    old_password: String,
    new_password: String,
    repeat: String,
}

/// `POST /konto/passwort`.
pub(super) async fn password(SignedForm(signed, form): SignedForm<PasswordForm>) -> Response {
    let new = NewPassword { password: &form.new_password, repeat: &form.repeat };
    let done = signed.app.change_password(&signed.who, &form.old_password, new).await;
    answer(&signed, done, "/konto?passwort=1", &occasion_of(&signed)).await
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct Nothing {}

/// `POST /konto/sitzungen/{name}`: ends it.
pub(super) async fn end_session(
    Path(name): Path<String>,
    SignedForm(signed, _): SignedForm<Nothing>,
) -> Response {
    let done = signed.app.end_session(&signed.who, &name).await;
    answer(&signed, done, "/konto?sitzung=1", &occasion_of(&signed)).await
}

/// `POST /konto/sitzungen`: ends all but this one.
pub(super) async fn end_other_sessions(SignedForm(signed, _): SignedForm<Nothing>) -> Response {
    let done = signed.app.end_other_sessions(&signed.who).await.map(|_| ());
    answer(&signed, done, "/konto?sitzungen=1", &occasion_of(&signed)).await
}

async fn answer(signed: &Signed, done: Result<(), ActError>, to: &str, occasion: &str) -> Response {
    let shown = match done {
        Ok(()) => return Redirect::to(to).into_response(),
        Err(ActError::Invalid(errors)) => page(signed, None, occasion, &errors).await,
        Err(error) => Err(error),
    };
    match shown {
        Ok(markup) => show_with(StatusCode::UNPROCESSABLE_ENTITY, markup),
        Err(error) => signed.fail(Failure::from(error)),
    }
}

fn occasion_of(signed: &Signed) -> String {
    signed.who.occasion.clone().unwrap_or_default()
}
