//! `/einladung/{secret}`: somebody chooses a password by a link that works once.

use app::{ActError, Invited, NewPassword};
use axum::{
    Router,
    extract::Path,
    http::{HeaderMap, StatusCode},
    response::Response,
    routing::get,
};
use domain::report::FieldError;
use maud::{Markup, html};
use serde::Deserialize;

use crate::{
    answer::{Failure, show, show_with},
    context::{State, Visit},
    form::VisitForm,
    layout,
    pages::{
        parts::{self, Credential},
        session,
    },
};

pub(crate) fn routes() -> Router<State> {
    Router::new().route("/einladung/{secret}", get(ask).post(accept))
}

/// What the form sends.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct PasswordForm {
    password: String,
    repeat: String,
}

/// `GET /einladung/{secret}`: looking at the page does not use the link.
async fn ask(visit: Visit, Path(secret): Path<String>) -> Response {
    match visit.app.invited(&secret).await {
        Ok(invited) => show(page(&visit, &invited, &[])),
        Err(error) => refuse(&visit, error),
    }
}

/// `POST /einladung/{secret}`.
async fn accept(
    Path(secret): Path<String>,
    headers: HeaderMap,
    VisitForm(visit, form): VisitForm<PasswordForm>,
) -> Response {
    let new = NewPassword { password: &form.password, repeat: &form.repeat };
    let errors = match visit.app.accept_invitation(&secret, new, session::user_agent(&headers)).await {
        Ok(signed_in) => return session::enter(&visit, &signed_in, "/").await,
        Err(ActError::Invalid(errors)) => errors,
        Err(error) => return refuse(&visit, error),
    };
    match visit.app.invited(&secret).await {
        Ok(invited) => show_with(StatusCode::UNPROCESSABLE_ENTITY, page(&visit, &invited, &errors)),
        Err(error) => refuse(&visit, error),
    }
}

/// Whoever holds a link that works no more is told what to do; all such links look alike.
fn refuse(visit: &Visit, error: ActError) -> Response {
    if !matches!(error, ActError::NotFound) {
        return visit.fail(Failure::from(error));
    }
    let heading = visit.t("invitation-over");
    let body = html! {
        h1 { (heading) }
        p { (visit.t("invitation-over-hint")) }
        p { a.kern-btn.kern-btn--secondary href="/anmelden" { span.kern-label { (visit.t("sign-in")) } } }
    };
    show_with(StatusCode::NOT_FOUND, layout::narrow(visit, &heading, body))
}

fn page(visit: &Visit, invited: &Invited, errors: &[FieldError]) -> Markup {
    let words = &visit.words;
    let heading = visit.t("invitation-title");
    let partner = visit.charter.partner(&invited.partner);
    let body = html! {
        h1 { (heading) }
        (layout::emergency(visit))
        (parts::error_summary(visit, errors))
        p { (visit.t("invitation-text")) }
        dl.ln-facts {
            dt { (visit.t("field-name")) } dd { (invited.name) }
            dt { (visit.t("field-partner")) } dd { (partner.map_or(invited.partner.as_str(), |p| words.of(&p.name))) }
            dt { (visit.t("field-email")) } dd { (invited.email) }
            dt { (visit.t("invitation-until")) } dd { (words.moment(invited.expires_at)) }
        }
        form.ln-form method="post" {
            // Password managers keep the address with the password.
            input.ln-hidden type="email" name="email" value=(invited.email) autocomplete="username" readonly tabindex="-1" aria-hidden="true";
            (parts::credential(visit, errors, &Credential::password("password", "new-password")))
            (parts::credential(visit, errors, &Credential::password("repeat", "new-password")))
            div.ln-form__foot { (parts::button("primary", &visit.t("invitation-accept"))) }
        }
    };
    layout::narrow(visit, &heading, body)
}
