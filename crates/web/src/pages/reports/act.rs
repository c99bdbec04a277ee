//! What the owner does with a report: edit, close, tell a change.

use app::{ActError, ReportDetail};
use axum::{
    extract::Path,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    ids::ReportId,
    report::FieldError,
    time::{Timestamp, When},
};
use jiff::tz::TimeZone;
use maud::{Markup, html};
use serde::Deserialize;

use super::form::{ReportForm, Use, page};
use crate::{
    answer::{Failure, show, show_with},
    context::Signed,
    form::SignedForm,
};

/// `GET /meldungen/{id}/bearbeiten`.
pub(super) async fn edit(signed: Signed, Path(id): Path<String>) -> Response {
    let detail = match load(&signed, &id).await {
        Ok(detail) => detail,
        Err(error) => return signed.fail(Failure::from(error)),
    };
    let form = filled(&detail, &signed.words.zone);
    match filled_page(&signed, &detail, &form, &[], None) {
        Ok(markup) => show(markup),
        Err(error) => signed.fail(Failure::from(error)),
    }
}

/// `POST /meldungen/{id}/bearbeiten`.
pub(super) async fn save_edit(
    Path(id): Path<String>,
    SignedForm(signed, form): SignedForm<ReportForm>,
) -> Response {
    let form = if form.persons == "leave_out" { form.without_persons() } else { form };
    let result = async {
        let report = id.parse::<ReportId>().map_err(|_| ActError::NotFound)?;
        if form.asks_about_persons() {
            let detail = load(&signed, &id).await?;
            return Ok(show_with(
                StatusCode::UNPROCESSABLE_ENTITY,
                filled_page(&signed, &detail, &form, &[], None)?,
            ));
        }
        match signed.app.edit_report(&signed.who, report, form.version, &form.draft()).await {
            Ok(_) => Ok(Redirect::to(&format!("/meldungen/{id}?gespeichert=1")).into_response()),
            Err(ActError::Invalid(errors)) => {
                let detail = load(&signed, &id).await?;
                Ok(show_with(
                    StatusCode::UNPROCESSABLE_ENTITY,
                    filled_page(&signed, &detail, &form, &errors, None)?,
                ))
            }
            Err(ActError::Conflict { .. }) => {
                let detail = load(&signed, &id).await?;
                Ok(show_with(StatusCode::CONFLICT, conflict_page(&signed, &detail, form)?))
            }
            Err(error) => Err(error),
        }
    };
    match result.await {
        Ok(response) => response,
        Err(error) => signed.fail(Failure::from(error)),
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct CloseForm {
    outcome: String,
}

/// `POST /meldungen/{id}/schliessen`.
pub(super) async fn close(
    Path(id): Path<String>,
    SignedForm(signed, form): SignedForm<CloseForm>,
) -> Response {
    let closed = match id.parse::<ReportId>() {
        Ok(report) => signed.app.close_report(&signed.who, report, &form.outcome).await,
        Err(_) => Err(ActError::NotFound),
    };
    match closed {
        Ok(_) => Redirect::to(&format!("/meldungen/{id}?geschlossen=1")).into_response(),
        Err(error) => signed.fail(Failure::from(error)),
    }
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct Nothing {}

/// `POST /meldungen/{id}/mitteilen`: "Änderung mitteilen".
pub(super) async fn tell_change(
    Path(id): Path<String>,
    SignedForm(signed, _): SignedForm<Nothing>,
) -> Response {
    let told = match id.parse::<ReportId>() {
        Ok(report) => signed.app.tell_change(&signed.who, report).await,
        Err(_) => Err(ActError::NotFound),
    };
    match told {
        Ok(told) => Redirect::to(&format!("/meldungen/{id}?mitgeteilt={told}")).into_response(),
        Err(error) => signed.fail(Failure::from(error)),
    }
}

async fn load(signed: &Signed, id: &str) -> Result<ReportDetail, ActError> {
    let id = id.parse::<ReportId>().map_err(|_| ActError::NotFound)?;
    let detail = signed.app.read_report(&signed.who, id).await?;
    if !detail.may_write {
        return Err(ActError::Denied);
    }
    if detail.seen.closed { Err(ActError::Ended) } else { Ok(detail) }
}

fn filled_page(
    signed: &Signed,
    detail: &ReportDetail,
    form: &ReportForm,
    errors: &[FieldError],
    above: Option<Markup>,
) -> Result<Markup, ActError> {
    let unit = signed.charter.unit(&detail.seen.unit).ok_or(ActError::Denied)?.1;
    let back = format!("/meldungen/{}", detail.seen.id);
    let action = format!("{back}/bearbeiten");
    let usage =
        Use { action: &action, back: &back, heading: signed.t("report-edit"), errors, new: false, above };
    Ok(page(signed, unit, form, &usage))
}

/// Somebody else saved meanwhile: what was typed stands in the form, what was saved stands above it where it differs.
/// Whoever saves again has seen both.
fn conflict_page(signed: &Signed, detail: &ReportDetail, form: ReportForm) -> Result<Markup, ActError> {
    let saved = filled(detail, &signed.words.zone);
    let texts = |form: &ReportForm| {
        let place = [form.lat.as_str(), form.lon.as_str()].join(" ");
        let period = [form.period_from.as_str(), form.period_to.as_str()].join(" ");
        let category = form.category.parse().ok().and_then(|id| signed.charter.category(&id));
        let category = category.map(|category| signed.words.of(&category.name).to_owned());
        [
            ("title", form.title.clone()),
            ("category", category.unwrap_or_default()),
            ("summary", form.summary.clone()),
            ("text", form.text.clone()),
            ("occurred_at", form.occurred_at.clone()),
            ("period", period.trim().to_owned()),
            ("place", place.trim().to_owned()),
            ("own_ref", form.own_ref.clone()),
        ]
    };
    let differing = texts(&saved).into_iter().zip(texts(&form)).filter(|(saved, typed)| saved.1 != typed.1);
    let by = detail.seen.own.as_ref().and_then(|own| signed.app.account_name(own.changed_by));
    let above = html! {
        section.ln-card aria-labelledby="conflict" {
            h2 id="conflict" { (signed.t("conflict-title")) }
            p { (signed.words.with("conflict-text", &[("name", by.unwrap_or_default().into())])) }
            dl.ln-facts {
                @for ((field, saved), _) in differing {
                    dt { (signed.t(&format!("field-{field}"))) }
                    dd { @if saved.is_empty() { (signed.t("conflict-nothing")) } @else { (saved) } }
                }
            }
        }
    };
    let form = ReportForm { version: saved.version, ..form };
    filled_page(signed, detail, &form, &[], Some(above))
}

fn filled(detail: &ReportDetail, zone: &TimeZone) -> ReportForm {
    let Some(report) = detail.history.last() else { return ReportForm::default() };
    let content = &report.content;
    let text = |at: Timestamp| at.to_jiff().to_zoned(zone.clone()).strftime("%d.%m.%Y %H:%M").to_string();
    let (occurred_at, period_from, period_to) = match content.when {
        When::At(at) => (text(at), String::new(), String::new()),
        When::Within { from, to } => (String::new(), text(from), text(to)),
    };
    ReportForm {
        unit: report.unit.to_string(),
        title: content.title.clone(),
        text: content.text.clone(),
        summary: content.summary.clone(),
        category: content.category.to_string(),
        modus: content.modus.as_ref().map(ToString::to_string).unwrap_or_default(),
        source: content.source.to_string(),
        origin: content.origin.as_str().to_owned(),
        channel: content.channel.as_str().to_owned(),
        occurred_at,
        period_from,
        period_to,
        lon: content.place.map(|p| p.lon().to_string()).unwrap_or_default(),
        lat: content.place.map(|p| p.lat().to_string()).unwrap_or_default(),
        household: content.household.then(|| "1".to_owned()),
        urgency: content.urgency.as_str().to_owned(),
        known_since: String::new(),
        own_ref: report.own_ref.clone().unwrap_or_default(),
        rule: Vec::new(),
        persons: "keep".to_owned(),
        version: report.version,
    }
}
