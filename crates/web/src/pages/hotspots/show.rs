//! `GET /befunde/register/{id}`: an entry with what happened, what it is measured by, and what can be done.

use app::{ActError, FindingView, HotspotView, ToldHotspot};
use axum::{
    extract::{Path, RawQuery},
    http::StatusCode,
    response::Response,
};
use domain::{
    hotspot::{Cause, Hotspot, Step, StepDraft, WORDS_MAX, What},
    ids::HotspotId,
    report::FieldError,
};
use maud::{Markup, html};

use super::{course, list};
use crate::{
    answer::{Failure, show_with},
    context::Signed,
    finding, layout,
    pages::{
        findings::{self, Spot, map, tell_form},
        parts, persons,
        reports::{
            audiences::{self, Sought},
            panel::standing_name,
        },
    },
    query,
};

/// A form that was refused: what was typed, and what is wrong.
#[derive(Default)]
pub(super) struct Refused {
    pub(super) step: StepDraft,
    pub(super) audience: String,
    /// The word by which an audience is sought.
    pub(super) sought: String,
    pub(super) errors: Vec<FieldError>,
}

/// What can have been done just now.
const DONE: [&str; 8] =
    ["opened", "taken", "inspected", "measure", "observed", "resolved", "reopened", "told"];

pub(super) async fn show(signed: Signed, Path(id): Path<String>, RawQuery(raw): RawQuery) -> Response {
    let Ok(id) = id.parse::<HotspotId>() else { return signed.fail(Failure::Act(ActError::NotFound)) };
    let pairs = query::pairs(raw.as_deref());
    let done = query::first(&pairs, "gemacht").and_then(|done| DONE.into_iter().find(|known| *known == done));
    let said = done.map(|done| signed.t(&format!("hotspot-done-{done}")));
    page(&signed, id, said, &Refused { sought: audiences::word(&pairs), ..Refused::default() }).await
}

/// The page, after something was done or with what was wrong.
pub(super) async fn page(
    signed: &Signed,
    id: HotspotId,
    said: Option<String>,
    refused: &Refused,
) -> Response {
    match signed.app.hotspot(&signed.who, id).await {
        Ok(view) => {
            let asked = !refused.errors.is_empty() || !refused.step.what.is_empty();
            let status = if asked { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
            show_with(status, render(signed, &view, said, refused))
        }
        Err(error) => signed.fail(Failure::from(error)),
    }
}

fn render(signed: &Signed, view: &HotspotView, said: Option<String>, refused: &Refused) -> Markup {
    let (words, entry) = (&signed.words, &view.entry);
    let content = &entry.content;
    let cells = content.cells();
    let unit = signed.charter.unit(&entry.unit).map_or(entry.unit.as_str(), |(_, unit)| words.of(&unit.name));
    let body = html! {
        p { a.ln-link href="/befunde/register" { (signed.t("hotspots-back")) } }
        div.ln-title {
            h1 { (content.title) }
            span.ln-badge { (signed.t(&format!("hotspot-state-{}", entry.state().as_str()))) }
        }
        @if let Some(said) = said { (parts::notice(&said)) }
        (parts::error_summary(signed, &refused.errors))
        p.ln-lead {
            (signed.t(&format!("hotspot-{}", content.kind.as_str()))) " · "
            (finding::area(&signed.app, words, &cells)) " · "
            (finding::categories(words, &signed.charter, &content.categories))
        }
        p.ln-basis { (words.with("hotspot-private", &[("unit", unit.to_owned().into())])) }
        @if !content.note.is_empty() { div.ln-text { @for line in content.note.lines() { p { (line) } } } }
        div.ln-columns {
            div {
                (steps(signed, entry))
                @if view.may_write { (forms(signed, entry, refused)) }
                (course::course(signed, view))
            }
            div {
                section.ln-stack aria-labelledby="where" {
                    h2 id="where" { (signed.t("finding-where")) }
                    (map(signed, &[Spot { cells: &cells, label: content.title.clone() }], &content.title))
                    p.ln-basis { (words.with("finding-cells", &[("count", cells.len().into())])) }
                }
                (origins(signed, &view.findings, &view.told_by))
                (told(signed, view))
                @if view.may_write {
                    @let here = Sought::word(&format!("/befunde/register/{}#mitteilen", entry.id), &refused.sought);
                    (tell_form(signed, &format!("/befunde/register/{}/mitteilen", entry.id), "hotspot-tell-explained", &here, (&refused.audience, &refused.errors)))
                }
            }
        }
    };
    layout::page_with(signed, &content.title, &["disclose.js"], body)
}

fn steps(signed: &Signed, entry: &Hotspot) -> Markup {
    let words = &signed.words;
    html! {
        section.ln-stack aria-labelledby="steps" {
            h2 id="steps" { (signed.t("hotspot-steps")) }
            ol.ln-history {
                li {
                    strong { (signed.t("hotspot-step-opened")) } " · " (words.moment(entry.opened_at))
                    @if let Some(name) = signed.app.account_name(entry.opened_by) { " · " (name) }
                }
                @for step in &entry.steps { (step_line(signed, step)) }
            }
        }
    }
}

fn step_line(signed: &Signed, step: &Step) -> Markup {
    let words = &signed.words;
    html! {
        li {
            strong { (signed.t(&format!("hotspot-step-{}", step.what.as_str()))) } " · " (words.moment(step.at))
            @if let Some(name) = signed.app.account_name(step.by) { " · " (name) }
            @match &step.what {
                What::Inspected { on, causes, .. } => {
                    p {
                        (words.with("hotspot-inspected-on", &[("day", words.day(*on).into())]))
                        @for (number, cause) in causes.iter().enumerate() {
                            (if number == 0 { " " } else { ", " }) (signed.t(&format!("cause-{}", cause.as_str())))
                        }
                        @if !causes.is_empty() { "." }
                    }
                }
                What::Measure { from, .. } => p { (words.with("hotspot-measure-from", &[("day", words.day(*from).into())])) },
                _ => {}
            }
            @for line in step.what.text().lines() { p { (line) } }
        }
    }
}

/// The forms of the steps that can be made now; the first stands open where nothing was done yet.
fn forms(signed: &Signed, entry: &Hotspot, refused: &Refused) -> Markup {
    html! {
        @for what in entry.next_steps() { (form(signed, entry, what, refused)) }
    }
}

fn form(signed: &Signed, entry: &Hotspot, what: &str, refused: &Refused) -> Markup {
    let again = refused.step.what == what;
    let none = StepDraft::default();
    let (step, errors) =
        if again { (&refused.step, refused.errors.as_slice()) } else { (&none, [].as_slice()) };
    let asks = again && errors.is_empty();
    let id = |field: &str| if again { format!("field-{field}") } else { format!("{field}-{what}") };
    let hint = |field: &str| format!("hint-{field}-{what}");
    let label = signed.t(&format!("hotspot-do-{what}"));
    html! {
        details.ln-unfold open[again] {
            summary { (label) }
            form.ln-form method="post" action={ "/befunde/register/" (entry.id) } {
                (layout::csrf(signed))
                input type="hidden" name="what" value=(what);
                @if asks { (persons::warning(signed, &[&step.text])) }
                @if matches!(what, "inspected" | "measure") {
                    div.kern-form-input.kern-form-input--error[parts::described(errors, "on").is_some()] {
                        label.kern-label for=(id("on")) {
                            (signed.t(&format!("hotspot-on-{what}"))) span.kern-label__optional { " – " (signed.t("field-optional")) }
                        }
                        p.kern-hint id=(hint("on")) { (signed.t("hint-hotspot-on")) }
                        input.kern-form-input__input id=(id("on")) name="on" type="text" value=(step.on)
                            aria-describedby=[parts::described_with(errors, "on", Some(&hint("on")))];
                        (parts::field_error(signed, errors, "on"))
                    }
                }
                @if what == "inspected" {
                    fieldset.ln-fieldset id=(id("causes")) aria-describedby=[parts::described(errors, "causes")] {
                        legend.kern-label { (signed.t("hotspot-causes")) }
                        div.ln-pair {
                            @for cause in Cause::ALL {
                                label.ln-check {
                                    input type="checkbox" name="cause" value=(cause.as_str()) checked[step.causes.iter().any(|ticked| ticked == cause.as_str())];
                                    span.ln-check__name { (signed.t(&format!("cause-{}", cause.as_str()))) }
                                }
                            }
                        }
                        (parts::field_error(signed, errors, "causes"))
                    }
                }
                div.kern-form-input.kern-form-input--error[parts::described(errors, "text").is_some()] {
                    label.kern-label for=(id("text")) { (signed.t(&format!("hotspot-words-{what}"))) }
                    p.kern-hint id=(hint("text")) { (signed.t("hint-hotspot-words")) }
                    textarea.kern-form-input__input id=(id("text")) name="text" rows="3" maxlength=(WORDS_MAX)
                        aria-describedby=[parts::described_with(errors, "text", Some(&hint("text")))] { (step.text) }
                    (parts::field_error(signed, errors, "text"))
                }
                (persons::buttons(signed, asks, &label))
            }
        }
    }
}

/// The findings that belong to it, and the entries of partners with which it began.
fn origins(signed: &Signed, views: &[FindingView], told_by: &[ToldHotspot]) -> Markup {
    html! {
        @if !views.is_empty() || !told_by.is_empty() {
            section.ln-stack aria-labelledby="origins" {
                h2 id="origins" { (signed.t("hotspot-findings")) }
                ul.ln-list {
                    @for view in views { (findings::row(signed, view)) }
                    @for told in told_by {
                        li.ln-row { div.ln-row__body {
                            div.ln-row__head { span.ln-row__title { (list::told_title(signed, told)) } }
                        } }
                    }
                }
            }
        }
    }
}

fn told(signed: &Signed, view: &HotspotView) -> Markup {
    let words = &signed.words;
    html! {
        @if !view.told.is_empty() {
            section.ln-stack aria-labelledby="told" {
                h2 id="told" { (signed.t("finding-told-to")) }
                ul {
                    @for disclosure in &view.told {
                        @let audience = signed.charter.audience(&disclosure.audience);
                        @let name = audience.map_or(disclosure.audience.as_str(), |audience| words.of(&audience.name)).to_owned();
                        @let standing = standing_name(disclosure.standing(signed.app.now()));
                        li {
                            (words.with("hotspot-told-to-line", &[("audience", name.into()), ("at", words.moment(disclosure.made_at).into())]))
                            " " (signed.t(&format!("standing-{standing}"))) "."
                        }
                    }
                }
                p { a.ln-link href="/freigaben?richtung=von-uns" { (signed.t("finding-withdraw")) } }
            }
        }
    }
}
