//! A new report.

use app::ActError;
use axum::{
    extract::RawQuery,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use domain::report::FieldError;
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
    match signed.app.enter_report(&signed.who, &form.unit, &form.draft(), &form.rule).await {
        Ok(entered) => Redirect::to(&format!("/meldungen/{}?neu={}", entered.id, entered.disclosures.len()))
            .into_response(),
        Err(ActError::Invalid(errors)) => match fresh(&signed, &form, &errors) {
            Ok(markup) => show_with(StatusCode::UNPROCESSABLE_ENTITY, markup),
            Err(error) => signed.fail(Failure::from(error)),
        },
        Err(error) => signed.fail(Failure::from(error)),
    }
}

fn fresh(signed: &Signed, form: &ReportForm, errors: &[FieldError]) -> Result<Markup, ActError> {
    let unit =
        signed.who.actor.writes_for().iter().find(|unit| form.unit.is_empty() || unit.as_str() == form.unit);
    let unit = unit.and_then(|unit| signed.charter.unit(unit)).ok_or(ActError::Denied)?.1;
    let usage = Use { action: "/meldungen", back: "/", heading: signed.t("report-enter"), errors, new: true };
    Ok(page(signed, unit, form, &usage))
}
