//! `POST /meldungen/{id}/abgeben`, and the panel that asks where to.

use app::{ActError, Destination, ReferralDraft, ReportDetail};
use axum::{
    extract::Path,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    ids::{PartnerId, ReportId},
    referral::{Party, usual_profile},
    report::FieldError,
    terms::TermsDraft,
};
use maud::{Markup, html};
use serde::Deserialize;

use crate::{
    answer::{Failure, show_with},
    context::Signed,
    form::SignedForm,
    layout,
    pages::{
        parts,
        persons::{self, PersonsChoice},
        reports::{Filled, page},
    },
};

/// What the panel sends.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct ReferralForm {
    to_unit: String,
    request: String,
    /// Audience and profile; empty for the usual ones.
    audience: String,
    profile: String,
    persons: PersonsChoice,
}

impl ReferralForm {
    fn draft(&self) -> ReferralDraft {
        let terms = TermsDraft {
            audience: self.audience.clone(),
            profile: self.profile.clone(),
            ..TermsDraft::default()
        };
        ReferralDraft { to: self.to_unit.clone(), request: self.request.clone(), terms }
    }

    /// Whether something was typed that is to stand there again.
    fn is_filled(&self) -> bool {
        !self.to_unit.is_empty() || !self.request.is_empty()
    }
}

pub(super) async fn send(
    Path(id): Path<String>,
    SignedForm(signed, mut form): SignedForm<ReferralForm>,
) -> Response {
    let Ok(report) = id.parse::<ReportId>() else {
        return signed.fail(Failure::Act(ActError::NotFound));
    };
    form.request = form.persons.apply(&form.request);
    if form.persons.asks(&[&form.request]) {
        return again(&signed, report, &form, &[]).await;
    }
    match signed.app.refer(&signed.who, report, &form.draft()).await {
        Ok(view) => Redirect::to(&format!("/abgaben/{}?gemacht=sent", view.referral.id)).into_response(),
        Err(ActError::Invalid(errors)) => again(&signed, report, &form, &errors).await,
        Err(error) => signed.fail(Failure::from(error)),
    }
}

async fn again(signed: &Signed, id: ReportId, form: &ReferralForm, errors: &[FieldError]) -> Response {
    match signed.app.read_report(&signed.who, id).await {
        Ok(detail) => {
            let filled = Filled { referral: form.clone(), referral_errors: errors, ..Filled::default() };
            show_with(StatusCode::UNPROCESSABLE_ENTITY, page(signed, &detail, &filled))
        }
        Err(error) => signed.fail(Failure::from(error)),
    }
}

/// The panel on the page of a report.
pub(crate) fn panel(
    signed: &Signed,
    detail: &ReportDetail,
    form: &ReferralForm,
    errors: &[FieldError],
) -> Markup {
    let from = Party { partner: detail.seen.partner.clone(), unit: detail.seen.unit.clone() };
    let destinations = signed.app.destinations(&from);
    let asks = errors.is_empty() && form.persons.asks(&[&form.request]);
    if destinations.is_empty() {
        return html! {};
    }
    html! {
        section.ln-card id="abgeben" {
            h2 { (signed.t("refer-title")) }
            p.ln-muted { (explained(signed)) }
            form.ln-form method="post" action={ "/meldungen/" (detail.seen.id) "/abgeben#abgeben" } {
                (layout::csrf(signed))
                @if asks { (persons::warning(signed, &[&form.request])) }
                (to(signed, &destinations, &form.to_unit, errors))
                (parts::text_area(signed, errors, "request", &form.request, 2))
                details.ln-unfold open[form.is_filled() && errors.iter().any(|e| e.field != "to_unit" && e.field != "request")] {
                    summary { (signed.t("refer-terms")) }
                    (parts::field_error(signed, errors, "summary"))
                    div.ln-form {
                        (choice(signed, errors, "audience", &form.audience, signed.charter.audiences.iter().map(|a| (a.id.to_string(), signed.words.of(&a.name).to_owned())).collect()))
                        (choice(signed, errors, "profile", &form.profile, signed.charter.profiles.iter().map(|p| (p.id.to_string(), signed.words.of(&p.name).to_owned())).collect()))
                    }
                }
                (persons::buttons(signed, asks, &signed.t("refer")))
            }
        }
    }
}

fn explained(signed: &Signed) -> String {
    let profile = usual_profile(&signed.charter);
    let name = profile.map_or("", |profile| signed.words.of(&profile.name));
    let parts = profile.map_or("", |profile| signed.words.of(&profile.explains));
    signed.words.with("refer-explained", &[("profile", name.into()), ("parts", parts.into())])
}

/// Units by partner; each says so where its audience reaches more than the unit itself.
fn to(signed: &Signed, destinations: &[Destination], chosen: &str, errors: &[FieldError]) -> Markup {
    let mut partners: Vec<&PartnerId> = destinations.iter().map(|destination| &destination.partner).collect();
    partners.dedup();
    html! {
        div.kern-form-input {
            label.kern-label for="field-to_unit" { (signed.t("field-to_unit")) }
            div.kern-form-input__select-wrapper {
                select.kern-form-input__select id="field-to_unit" name="to_unit" required aria-describedby=[parts::described(errors, "to_unit")] {
                    option value="" { (signed.t("choose")) }
                    @for partner in partners {
                        optgroup label=(signed.charter.partner(partner).map_or(partner.as_str(), |p| signed.words.of(&p.name))) {
                            @for destination in destinations.iter().filter(|d| d.partner == *partner) {
                                option value=(destination.unit) selected[destination.unit.as_str() == chosen] { (name(signed, destination)) }
                            }
                        }
                    }
                }
            }
            (parts::field_error(signed, errors, "to_unit"))
        }
    }
}

fn name(signed: &Signed, destination: &Destination) -> String {
    let words = &signed.words;
    let unit =
        signed.charter.unit(&destination.unit).map_or(destination.unit.as_str(), |(_, u)| words.of(&u.name));
    match signed.charter.audience(&destination.audience) {
        Some(audience) if audience.units.len() != 1 => words.with(
            "refer-with-audience",
            &[("unit", unit.into()), ("audience", words.of(&audience.name).into())],
        ),
        _ => unit.to_owned(),
    }
}

/// A choice of its own name on this page, where the disclosure panel has the same fields.
fn choice(
    signed: &Signed,
    errors: &[FieldError],
    field: &'static str,
    chosen: &str,
    choices: Vec<(String, String)>,
) -> Markup {
    html! {
        div.kern-form-input {
            label.kern-label for={ "refer-" (field) } { (signed.t(&format!("field-{field}"))) }
            div.kern-form-input__select-wrapper {
                select.kern-form-input__select id={ "refer-" (field) } name=(field) {
                    option value="" { (signed.t("refer-usual")) }
                    @for (value, name) in &choices { option value=(value) selected[value == chosen] { (name) } }
                }
            }
            (parts::field_error(signed, errors, field))
        }
    }
}
