//! `/anmelden`: who are you?

use app::{SignInError, SignedIn, Stage};
use axum::{
    extract::RawQuery,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};
use serde::Deserialize;

use crate::{
    answer::{Failure, show, show_with},
    context::{CODE_PAGE, FACTOR_PAGE, Visit, encode},
    cookies,
    form::VisitForm,
    layout,
    network::Network,
    pages::parts::{self, Credential},
    query::{self, local},
    server::DemoPerson,
};

/// What the form sends.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct SignInForm {
    email: String,
    password: String,
    occasion: String,
    /// Where the person wanted to go.
    weiter: String,
}

/// `GET /anmelden`.
pub(super) async fn ask(visit: Visit, RawQuery(raw): RawQuery) -> Response {
    let pairs = query::pairs(raw.as_deref());
    let weiter = query::first(&pairs, "weiter").unwrap_or_default().to_owned();
    if visit.who.is_some() {
        return Redirect::to(local(&weiter)).into_response();
    }
    let said = query::first(&pairs, "abgemeldet").map(|_| parts::notice(&visit.t("signed-out")));
    show(page(&visit, &SignInForm { weiter, ..SignInForm::default() }, said))
}

/// `POST /anmelden`.
pub(super) async fn sign_in(
    network: Network,
    headers: HeaderMap,
    VisitForm(visit, form): VisitForm<SignInForm>,
) -> Response {
    let signed_in = visit.app.sign_in(&form.email, &form.password, &network.0, user_agent(&headers)).await;
    let (status, sentence) = match signed_in {
        Ok(signed_in) => return welcome(&visit, signed_in, &form).await,
        Err(SignInError::Wrong) => (StatusCode::UNPROCESSABLE_ENTITY, visit.t("sign-in-wrong")),
        Err(SignInError::Throttled(seconds)) => {
            let minutes = ((seconds + 59) / 60).into();
            (StatusCode::TOO_MANY_REQUESTS, visit.words.with("sign-in-throttled", &[("minutes", minutes)]))
        }
        Err(SignInError::Act(error)) => return visit.fail(Failure::from(error)),
    };
    show_with(status, page(&visit, &form, Some(parts::alert(&sentence))))
}

async fn welcome(visit: &Visit, signed_in: SignedIn, form: &SignInForm) -> Response {
    if !form.occasion.trim().is_empty() {
        // Too long an occasion is no reason to stay outside; it can be put right on the account's page.
        _ = visit.app.set_occasion(&signed_in.holder, &form.occasion).await;
    }
    enter(visit, &signed_in, local(&form.weiter)).await
}

/// Leads somebody who has just signed in to a page, or to what is asked for before it, with the new session; one of
/// before ends.
pub(crate) async fn enter(visit: &Visit, signed_in: &SignedIn, to: &str) -> Response {
    if let Some(before) = &visit.who
        && let Err(error) = visit.app.sign_out(before).await
    {
        return visit.fail(Failure::from(error));
    }
    let cookie = cookies::session(&visit.options, &signed_in.secret);
    let before = match signed_in.holder.stage {
        Stage::Whole => None,
        Stage::Code => Some(CODE_PAGE),
        Stage::SetUp => Some(FACTOR_PAGE),
    };
    let to = before.map_or_else(|| to.to_owned(), |page| format!("{page}?weiter={}", encode(to)));
    ([(header::SET_COOKIE, cookie)], Redirect::to(&to)).into_response()
}

/// What the browser calls itself.
pub(crate) fn user_agent(headers: &HeaderMap) -> &str {
    headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

fn page(visit: &Visit, form: &SignInForm, said: Option<Markup>) -> Markup {
    let heading = visit.t("sign-in-title");
    let door = html! {
        (layout::emergency(visit))
        @if let Some(said) = said { (said) }
        form.ln-form method="post" action="/anmelden" {
            input type="hidden" name="weiter" value=(form.weiter);
            (parts::credential(visit, &[], &Credential::email("email", &form.email)))
            (parts::credential(visit, &[], &Credential::password("password", "current-password")))
            (parts::occasion(visit, &[], &form.occasion))
            div.ln-form__foot { (parts::button("primary", &visit.t("sign-in"))) }
        }
        p.ln-muted { (visit.t("sign-in-help")) }
    };
    if visit.options.demo_people.is_empty() {
        return layout::narrow(visit, &heading, html! { h1 { (heading) } (door) });
    }
    let roles = demo_people(visit, &form.weiter);
    layout::page(
        visit,
        &heading,
        html! { h1 { (heading) } div.ln-columns { div { (door) } div { (roles) } } },
    )
}

/// The roles of the demo, each with a button that signs in.
fn demo_people(visit: &Visit, weiter: &str) -> Markup {
    let people = &visit.options.demo_people;
    let mut partners: Vec<&str> = Vec::new();
    for person in people {
        if !partners.contains(&person.partner.as_str()) {
            partners.push(&person.partner);
        }
    }
    html! {
        section.ln-card aria-labelledby="demo-people" {
            h2 id="demo-people" { (visit.t("demo-people")) }
            p.ln-muted { (visit.t("demo-people-hint")) }
            @for partner in partners {
                h3 { (visit.charter.partners.iter().find(|p| p.short.de == *partner).map_or(partner, |p| visit.words.of(&p.short))) }
                ul.ln-people {
                    @for person in people.iter().filter(|person| person.partner == partner) {
                        li { (demo_person(visit, person, weiter)) }
                    }
                }
            }
        }
    }
}

fn demo_person(visit: &Visit, person: &DemoPerson, weiter: &str) -> Markup {
    let label = visit.words.with("demo-sign-in-as", &[("name", person.name.clone().into())]);
    html! {
        form method="post" action="/anmelden" {
            input type="hidden" name="weiter" value=(weiter);
            input type="hidden" name="email" value=(person.email);
            input type="hidden" name="password" value=(person.password);
            button.kern-btn.kern-btn--secondary type="submit" aria-label=(label) {
                span.kern-label { (person.name) }
            }
        }
    }
}
