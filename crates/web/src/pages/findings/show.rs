//! `GET /befunde/{id}`: the sentence, the place, the series, what other methods say, what speaks against it, its nights.

use app::{ActError, FindingOrigin, FindingView, Found};
use axum::{
    extract::{Path, RawQuery},
    http::StatusCode,
    response::Response,
};
use domain::{
    disclosure::TextPart,
    finding::{Judgement, REASON_MAX, ToldArea},
    hotspot::{Hotspot, Kind},
    report::FieldError,
};
use maud::{Markup, html};
use uuid::Uuid;

use super::{
    drawing::{self, Spot},
    list,
};
use crate::{
    answer::{Failure, show_with},
    context::Signed,
    finding, layout,
    pages::{
        parts,
        reports::audiences::{self, Sought},
    },
    query,
};

/// A form that was refused: what was typed, and what is wrong.
#[derive(Default)]
pub(crate) struct Refused {
    pub(crate) verdict: String,
    pub(crate) reason: String,
    pub(crate) audience: String,
    /// The word by which an audience is sought.
    pub(crate) sought: String,
    pub(crate) errors: Vec<FieldError>,
}

pub(super) async fn show(signed: Signed, Path(id): Path<String>, RawQuery(raw): RawQuery) -> Response {
    let pairs = query::pairs(raw.as_deref());
    let said = [("mitgeteilt", "finding-notice-told"), ("beurteilt", "finding-notice-judged")];
    let said = said.into_iter().find(|(key, _)| query::first(&pairs, key).is_some());
    let said = said.map(|(_, words)| signed.t(words));
    page(&signed, &id, said, &Refused { sought: audiences::word(&pairs), ..Refused::default() }).await
}

/// The page, after something was done or with what was wrong.
pub(super) async fn page(signed: &Signed, id: &str, said: Option<String>, refused: &Refused) -> Response {
    let view = match Uuid::try_parse(id) {
        Ok(id) => signed.app.finding(&signed.who, id).await,
        Err(_) => Err(ActError::NotFound),
    };
    let open = if signed.who.actor.writes_for().is_empty() {
        Ok(Vec::new())
    } else {
        signed.app.open_hotspots(&signed.who).await
    };
    match view.and_then(|view| Ok((view, open?))) {
        Ok((view, open)) => {
            let status =
                if refused.errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
            show_with(status, render(signed, &view, &open, said, refused))
        }
        Err(error) => signed.fail(Failure::from(error)),
    }
}

fn render(
    signed: &Signed,
    view: &FindingView,
    open: &[Hotspot],
    said: Option<String>,
    refused: &Refused,
) -> Markup {
    let title = list::title(signed, view);
    let body = html! {
        p { a.ln-link href="/befunde" { (signed.t("findings-back")) } }
        h1 { (title) }
        @if let Some(said) = said { (parts::notice(&said)) }
        (parts::error_summary(signed, &refused.errors))
        p.ln-lead { (finding::view_sentence(&signed.app, &signed.words, view)) }
        p.ln-muted { (list::state(signed, view)) " · " (period(signed, view)) }
        div.ln-columns {
            div {
                @match &view.origin {
                    FindingOrigin::Found(found) => (found_parts(signed, found)),
                    FindingOrigin::Told(told) => (told_parts(signed, told)),
                }
            }
            div {
                @let cells = match &view.origin {
                    FindingOrigin::Found(found) => found.cells.clone(),
                    FindingOrigin::Told(told) => finding::told_cells(&told.told.area),
                };
                @if !cells.is_empty() {
                    section.ln-stack aria-labelledby="where" {
                        h2 id="where" { (signed.t("finding-where")) }
                        (drawing::map(signed, &[Spot { cells: &cells, label: title.clone() }], &title))
                        p.ln-basis { (signed.words.with("finding-cells", &[("count", cells.len().into())])) }
                    }
                }
                (verdicts(signed, view))
                @if view.may_judge {
                    (take_up(signed, view, open, &refused.errors))
                    (verdict_form(signed, view, refused))
                }
                @if view.may_tell {
                    @let here = Sought::word(&format!("/befunde/{}#mitteilen", view.id), &refused.sought);
                    (tell_form(signed, &format!("/befunde/{}/mitteilen", view.id), "finding-tell-explained", &here, (&refused.audience, &refused.errors)))
                }
            }
        }
    };
    layout::page_with(signed, &title, &["disclose.js"], body)
}

fn period(signed: &Signed, view: &FindingView) -> String {
    let words = &signed.words;
    words.with("finding-period", &[("from", words.day(view.from).into()), ("to", words.day(view.to).into())])
}

fn found_parts(signed: &Signed, found: &Found) -> Markup {
    let words = &signed.words;
    html! {
        section.ln-stack aria-labelledby="series" {
            h2 id="series" { (signed.t("finding-series")) }
            (drawing::series(signed, &found.weeks))
            p.ln-basis { (signed.t("finding-series-basis")) }
        }
        section.ln-stack aria-labelledby="sure" {
            h2 id="sure" { (signed.t("finding-sure")) }
            p { (finding::recurrence_sentence(words, found.recurrence_days)) " " (signed.t("finding-sure-explained")) }
            ul { @for sentence in finding::evidence(words, &found.evidence) { li { (sentence) } } }
        }
        section.ln-stack aria-labelledby="against" {
            h2 id="against" { (signed.t("finding-against")) }
            ul {
                @for doubt in &found.doubts { li { (finding::doubt(words, doubt)) } }
                li { (signed.t("doubt-always-reporters")) }
                li { (signed.t("doubt-always-unknown")) }
            }
        }
        section.ln-stack aria-labelledby="basis" {
            h2 id="basis" { (signed.t("finding-basis")) }
            p {
                (finding::scope(words, &signed.charter, &found.scope)) ". "
                (signed.t(&format!("finding-basis-{}", found.basis.as_str())))
            }
            @if !found.also.is_empty() {
                p { (signed.t("finding-also-in")) }
                ul { @for scope in &found.also { li { (finding::scope(words, &signed.charter, scope)) } } }
            }
            p { a.ln-link href="/befunde/verfahren" { (signed.t("findings-method")) } }
        }
        section.ln-stack aria-labelledby="nights" {
            h2 id="nights" { (signed.t("finding-nights")) }
            p { (words.with("finding-found-at", &[("at", words.moment(found.found_at).into())])) }
            div.ln-scroll tabindex="0" role="group" aria-labelledby="nights" {
                table.kern-table.ln-table {
                    caption.ln-hidden { (signed.t("finding-nights")) }
                    thead { tr {
                        th scope="col" { (signed.t("finding-night")) }
                        th scope="col" { (signed.t("finding-what-became")) }
                        th.ln-num scope="col" { (signed.t("finding-line-observed")) }
                        th.ln-num scope="col" { (signed.t("finding-line-expected")) }
                    } }
                    tbody {
                        @for night in found.nights.iter().rev().take(30) {
                            tr {
                                th scope="row" { (words.day(night.day)) }
                                td { (signed.t(&format!("finding-state-{}", night.change.as_str()))) }
                                td.ln-num { (night.cluster.observed) }
                                td.ln-num { (drawing::one_decimal(signed, night.cluster.expected)) }
                            }
                        }
                    }
                }
            }
        }
        @if !found.told.is_empty() {
            section.ln-stack aria-labelledby="told" {
                h2 id="told" { (signed.t("finding-told-to")) }
                ul {
                    @for disclosure in &found.told {
                        @let audience = signed.charter.audience(&disclosure.audience);
                        @let name = audience.map_or(disclosure.audience.as_str(), |audience| words.of(&audience.name)).to_owned();
                        @let standing = disclosure.standing(signed.app.now());
                        li {
                            (words.with("finding-told-line", &[("audience", name.into()), ("at", words.moment(disclosure.made_at).into()), ("waited", waited(signed, found.found_at, disclosure.made_at).into())]))
                            " " (signed.t(&format!("standing-{}", crate::pages::reports::panel::standing_name(standing)))) "."
                        }
                    }
                }
                p { a.ln-link href="/freigaben?richtung=von-uns" { (signed.t("finding-withdraw")) } }
            }
        }
    }
}

fn told_parts(signed: &Signed, told: &app::ToldFinding) -> Markup {
    let (words, charter) = (&signed.words, &signed.charter);
    let d = &told.disclosure;
    let from = charter.partner(&d.from).map_or(d.from.as_str(), |p| words.of(&p.name));
    let basis = charter.basis(&d.legal_basis).map_or(d.legal_basis.as_str(), |basis| basis.citation.as_str());
    html! {
        section.ln-stack aria-labelledby="told" {
            h2 id="told" { (signed.t("finding-told-title")) }
            p { (signed.t("finding-told-explained")) }
            dl.ln-facts {
                dt { (signed.t("finding-told-from")) } dd { (from) }
                dt { (signed.t("finding-told-at")) } dd { (words.moment(d.made_at)) }
                dt { (signed.t("finding-told-waited")) } dd { (waited(signed, told.told.found_at, d.made_at)) }
                dt { (signed.t("field-legal_basis")) } dd { (basis) }
                dt { (signed.t("field-purpose")) } dd { (parts::purpose(signed, &d.purpose)) }
                dt { (signed.t("until")) } dd { (words.moment(d.expires_at)) }
            }
        }
    }
}

/// The time from finding to telling.
fn waited(signed: &Signed, found: domain::time::Timestamp, told: domain::time::Timestamp) -> String {
    let hours = (told.0 - found.0).max(0) / 3_600_000;
    if hours < 48 {
        signed.words.with("finding-hours", &[("count", hours.into())])
    } else {
        signed.words.with("finding-days", &[("count", (hours / 24).into())])
    }
}

fn verdicts(signed: &Signed, view: &FindingView) -> Markup {
    let words = &signed.words;
    html! {
        @if !view.verdicts.is_empty() {
            section.ln-stack aria-labelledby="verdicts" {
                h2 id="verdicts" { (signed.t("finding-verdicts")) }
                ul {
                    @for verdict in view.verdicts.iter().rev() {
                        li {
                            strong { (signed.t(&format!("verdict-{}", verdict.judgement.as_str()))) }
                            ", " (words.moment(verdict.at))
                            @if let Some(name) = signed.app.account_name(verdict.by) { ", " (name) }
                            @if !verdict.reason.is_empty() { ": " (verdict.reason) }
                        }
                    }
                }
            }
        }
    }
}

fn verdict_form(signed: &Signed, view: &FindingView, refused: &Refused) -> Markup {
    let errors = &refused.errors;
    html! {
        section.ln-card aria-labelledby="judge" {
            h2 id="judge" { (signed.t("finding-judge")) }
            form.ln-form method="post" action={ "/befunde/" (view.id) "/urteil" } {
                (layout::csrf(signed))
                div.kern-form-input.kern-form-input--error[parts::described(errors, "verdict").is_some()] {
                    label.kern-label for="field-verdict" { (signed.t("field-verdict")) }
                    div.kern-form-input__select-wrapper {
                        select.kern-form-input__select id="field-verdict" name="verdict" aria-describedby=[parts::described(errors, "verdict")] {
                            @for judgement in Judgement::ALL {
                                option value=(judgement.as_str()) selected[refused.verdict == judgement.as_str()] { (signed.t(&format!("verdict-{}", judgement.as_str()))) }
                            }
                        }
                    }
                    (parts::field_error(signed, errors, "verdict"))
                }
                div.kern-form-input.kern-form-input--error[parts::described(errors, "reason").is_some()] {
                    label.kern-label for="field-reason" { (signed.t("field-reason")) }
                    p.kern-hint id="hint-reason" { (signed.t("finding-hint-reason")) }
                    input.kern-form-input__input id="field-reason" name="reason" type="text" value=(refused.reason) maxlength=(REASON_MAX)
                        aria-describedby=[parts::described_with(errors, "reason", Some("hint-reason"))];
                    (parts::field_error(signed, errors, "reason"))
                }
                (parts::button("secondary", &signed.t("finding-judge-button")))
            }
        }
    }
}

/// From a finding to the register, with one click: as an entry of its own, or as part of one.
fn take_up(signed: &Signed, view: &FindingView, open: &[Hotspot], errors: &[FieldError]) -> Markup {
    let words = &signed.words;
    let everywhere = matches!(&view.origin, FindingOrigin::Told(told) if told.told.area == ToldArea::City);
    let writes = !signed.who.actor.writes_for().is_empty();
    html! {
        @if writes && !everywhere {
            section.ln-card aria-labelledby="take-up" {
                h2 id="take-up" { (signed.t("finding-take-up")) }
                p { (signed.t("finding-take-up-explained")) }
                form method="post" action={ "/befunde/" (view.id) "/register" } {
                    (layout::csrf(signed))
                    div.ln-tools id="field-hotspot_kind" role="group" aria-labelledby="take-up" {
                        @for kind in Kind::ALL {
                            button.kern-btn.kern-btn--secondary type="submit" name="kind" value=(kind.as_str()) {
                                span.kern-label { (words.with("finding-take-up-as", &[("kind", signed.t(&format!("hotspot-{}", kind.as_str())).into())])) }
                            }
                        }
                    }
                    (parts::field_error(signed, errors, "hotspot_kind"))
                }
                @if !open.is_empty() {
                    details.ln-unfold {
                        summary { (signed.t("finding-merge")) }
                        form.ln-form method="post" action={ "/befunde/" (view.id) "/register" } {
                            (layout::csrf(signed))
                            @let entries: Vec<(String, String)> = open.iter().map(|entry| (entry.id.to_string(), entry.content.title.clone())).collect();
                            (parts::select(signed, &[], "entry", &entries, "", None))
                            (parts::button("secondary", &signed.t("finding-merge-button")))
                        }
                    }
                }
            }
        }
    }
}

/// The form that tells a finding, or an entry of the register, to an audience: `chosen`, and what was wrong with it.
pub(crate) fn tell_form(
    signed: &Signed,
    action: &str,
    explained: &str,
    sought: &Sought,
    (chosen, errors): (&str, &[FieldError]),
) -> Markup {
    let words = &signed.words;
    let plain = |profile: &&domain::charter::Profile| profile.text != TextPart::Full;
    html! {
        section.ln-card.ln-disclose id="mitteilen" aria-labelledby="tell" {
            h2 id="tell" { (signed.t("finding-tell")) }
            p { (signed.t(explained)) }
            (audiences::search_form(sought))
            form.ln-form method="post" action=(action) {
                (layout::csrf(signed))
                (audiences::choice(signed, chosen, sought, errors))
                div.ln-tools id="field-profile" role="group" aria-label=(signed.t("field-profile")) aria-describedby=[parts::described(errors, "profile")] {
                    @for profile in signed.charter.profiles.iter().filter(plain) {
                        button.kern-btn.kern-btn--secondary type="submit" name="profile" value=(profile.id) {
                            span.kern-label { (words.with("finding-tell-as", &[("profile", words.of(&profile.name).to_owned().into()), ("place", parts::precision(signed, profile.place).into())])) }
                        }
                    }
                }
                (parts::field_error(signed, errors, "profile"))
                @for field in ["legal_basis", "finding"] {
                    @if parts::described(errors, field).is_some() { div id={ "field-" (field) } { (parts::field_error(signed, errors, field)) } }
                }
            }
        }
    }
}
