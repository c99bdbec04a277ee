//! A new report.

use app::ActError;
use axum::{
    extract::RawQuery,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    disclosure::TextPart,
    ids::{ProfileId, RuleId},
    report::FieldError,
};
use maud::Markup;

use super::form::{ReportForm, Use, page};
use crate::{
    answer::{Failure, show, show_with},
    context::Signed,
    form::SignedForm,
    query,
};

/// `GET /meldungen/neu`: now, here if the address says where, the rest empty.
pub(super) async fn blank(signed: Signed, RawQuery(raw): RawQuery) -> Response {
    let pairs = query::pairs(raw.as_deref());
    let typed = |key: &str| query::first(&pairs, key).unwrap_or_default().to_owned();
    let now = signed.app.now().to_jiff().to_zoned(signed.words.zone.clone());
    let form = ReportForm {
        occurred_at: now.strftime("%d.%m.%Y %H:%M").to_string(),
        lon: typed("lon"),
        lat: typed("lat"),
        persons: "keep".to_owned(),
        ..ReportForm::default()
    };
    match fresh(&signed, &form, &[]) {
        Ok(markup) => show(markup),
        Err(error) => signed.fail(Failure::from(error)),
    }
}

/// `POST /meldungen`.
pub(super) async fn save(SignedForm(signed, form): SignedForm<ReportForm>) -> Response {
    let form = if form.persons == "leave_out" { form.without_persons() } else { form };
    if form.asks_about_persons() {
        return match fresh(&signed, &form, &[]) {
            Ok(markup) => show_with(StatusCode::UNPROCESSABLE_ENTITY, markup),
            Err(error) => signed.fail(Failure::from(error)),
        };
    }
    let held = held_back(&signed, &form);
    let accepted: Vec<RuleId> = form.rule.iter().filter(|rule| !held.contains(rule)).cloned().collect();
    match signed.app.enter_report(&signed.who, &form.unit, &form.draft(), &accepted).await {
        Ok(entered) => {
            let (id, made) = (entered.id, entered.disclosures.len());
            Redirect::to(&format!("/meldungen/{id}?neu={made}&zurueckgehalten={}", held.len()))
                .into_response()
        }
        Err(ActError::Invalid(errors)) => match fresh(&signed, &form, &errors) {
            Ok(markup) => show_with(StatusCode::UNPROCESSABLE_ENTITY, markup),
            Err(error) => signed.fail(Failure::from(error)),
        },
        Err(error) => signed.fail(Failure::from(error)),
    }
}

/// Proposals that pass a summary on, while nobody has written one yet: the report is saved all the same, and the page
/// says what waits. Three fields are enough to enter a report.
fn held_back(signed: &Signed, form: &ReportForm) -> Vec<RuleId> {
    if !form.summary.trim().is_empty() {
        return Vec::new();
    }
    let passes_summary = |profile: &ProfileId| {
        signed.charter.profile(profile).is_some_and(|profile| profile.text == TextPart::Summary)
    };
    let proposals = signed.app.proposals(&signed.who, &form.unit, &form.draft());
    let waiting = proposals.into_iter().filter(|p| form.rule.contains(&p.rule) && passes_summary(&p.profile));
    waiting.map(|proposal| proposal.rule).collect()
}

fn fresh(signed: &Signed, form: &ReportForm, errors: &[FieldError]) -> Result<Markup, ActError> {
    let unit =
        signed.who.actor.writes_for().iter().find(|unit| form.unit.is_empty() || unit.as_str() == form.unit);
    let unit = unit.and_then(|unit| signed.charter.unit(unit)).ok_or(ActError::Denied)?.1;
    let usage = Use {
        action: "/meldungen",
        back: "/",
        heading: signed.t("report-enter"),
        errors,
        new: true,
        above: None,
    };
    Ok(page(signed, unit, form, &usage))
}
