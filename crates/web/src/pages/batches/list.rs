//! `GET /meldungen/einlesen`: a new file, and the batches that there are.

use app::{ActError, ImportError, example_profiles};
use axum::response::Response;
use domain::batch::{Batch, Stage};
use maud::{Markup, html};

use crate::{
    answer::{Failure, show},
    context::{Signed, Visit},
    layout,
    pages::parts,
};

/// What was typed beside the file.
#[derive(Debug, Clone, Default)]
pub(super) struct Typed {
    pub(super) source: String,
    pub(super) unit: String,
    pub(super) profile: String,
}

pub(super) async fn list(signed: Signed) -> Response {
    match page(&signed, &Typed::default(), None).await {
        Ok(markup) => show(markup),
        Err(error) => signed.fail(Failure::from(error)),
    }
}

/// The page, with what was wrong with the last upload.
pub(super) async fn page(signed: &Signed, typed: &Typed, wrong: Option<&str>) -> Result<Markup, ActError> {
    if signed.who.actor.writes_for().is_empty() {
        return Err(ActError::Denied);
    }
    let batches = signed.app.batches(&signed.who).await?;
    let body = html! {
        h1 { (signed.t("import-title")) }
        @if let Some(wrong) = wrong { (alert(signed, wrong)) }
        p.ln-lead { (signed.t("import-explained")) }
        section.ln-card {
            h2 { (signed.t("import-new")) }
            form.ln-form method="post" action="/meldungen/einlesen" enctype="multipart/form-data" {
                (layout::csrf(signed))
                (file(signed, "file", ".csv,.xlsx,.geojson,.json,.gz", true))
                (parts::select(signed, &[], "source", &sources(signed), &typed.source, Some(signed.t("choose"))))
                @if signed.who.actor.writes_for().len() > 1 {
                    (parts::select(signed, &[], "unit", &units(signed), &typed.unit, Some(signed.t("import-unit-by-source"))))
                }
                (parts::select(signed, &[], "import-profile", &profiles(signed, &batches), &typed.profile, None))
                details.ln-unfold {
                    summary { (signed.t("import-own-title")) }
                    (file(signed, "profile_file", ".toml", false))
                }
                (parts::button("primary", &signed.t("import-look")))
            }
        }
        section.ln-stack {
            h2 { (signed.t("import-batches")) }
            @if batches.is_empty() {
                (parts::empty(&signed.t("import-none"), &signed.t("import-none-hint")))
            } @else {
                table.kern-table.ln-table.ln-table--stack {
                    caption.ln-hidden { (signed.t("import-batches")) }
                    thead { tr {
                        @for key in ["import-file", "field-source", "import-at", "import-stage"] {
                            th scope="col" { (signed.t(key)) }
                        }
                        @for key in ["import-accepted", "import-rejected"] { th.ln-num scope="col" { (signed.t(key)) } }
                    } }
                    tbody { @for batch in &batches { (line(signed, batch)) } }
                }
            }
        }
    };
    Ok(layout::page(signed, &signed.t("import-title"), body))
}

/// What is wrong, above everything else.
pub(super) fn alert(visit: &Visit, sentence: &str) -> Markup {
    html! {
        div.kern-alert.kern-alert--danger role="alert" {
            div.kern-alert__header {
                span.kern-icon.kern-icon--danger aria-hidden="true" {}
                span.kern-title { (visit.t("import-wrong")) }
            }
            div.kern-alert__body { p { (sentence) } }
        }
    }
}

/// Why something about an import did not happen: a sentence on the page, or a page of its own.
pub(super) fn sentence(signed: &Signed, error: ImportError) -> Result<String, ActError> {
    match (error.say(signed.words.language), error) {
        (Some(sentence), _) => Ok(sentence),
        (None, ImportError::Act(ActError::Invalid(errors))) => {
            let all = errors.iter().map(|error| crate::answer::sentence(&signed.words, error));
            Ok(all.collect::<Vec<_>>().join(" "))
        }
        (None, ImportError::Act(error)) => Err(error),
        (None, other) => Err(ActError::Unavailable(other.to_string())),
    }
}

fn line(signed: &Signed, batch: &Batch) -> Markup {
    let words = &signed.words;
    html! {
        tr {
            th scope="row" { a.ln-link href={ "/meldungen/einlesen/" (batch.id) } { (batch.file) } }
            td data-label=(signed.t("field-source")) { (source_name(signed, batch)) }
            td data-label=(signed.t("import-at")) { time datetime=(words.machine(batch.at)) { (words.moment(batch.at)) } }
            td data-label=(signed.t("import-stage")) { (signed.t(&format!("import-stage-{}", batch.stage().as_str()))) }
            @let counted = batch.stage() != Stage::Uploaded;
            td.ln-num data-label=(signed.t("import-accepted")) { @if counted { (words.number(batch.counts.accepted)) } @else { "–" } }
            td.ln-num data-label=(signed.t("import-rejected")) { @if counted { (words.number(batch.counts.rejected)) } @else { "–" } }
        }
    }
}

pub(super) fn source_name(visit: &Visit, batch: &Batch) -> String {
    let source = visit.charter.source(&batch.source);
    source.map_or_else(|| batch.source.to_string(), |source| visit.words.of(&source.name).to_owned())
}

fn sources(signed: &Signed) -> Vec<(String, String)> {
    let mine = |source: &&domain::charter::Source| {
        source.units.iter().any(|unit| signed.who.actor.writes_for().contains(unit))
    };
    let named = signed.charter.sources.iter().filter(mine);
    named.map(|source| (source.id.to_string(), signed.words.of(&source.name).to_owned())).collect()
}

fn units(signed: &Signed) -> Vec<(String, String)> {
    let name = |unit: &domain::ids::UnitId| {
        let found = signed.charter.unit(unit);
        found.map_or_else(|| unit.to_string(), |(_, unit)| signed.words.of(&unit.name).to_owned())
    };
    signed.who.actor.writes_for().iter().map(|unit| (unit.to_string(), name(unit))).collect()
}

/// The profiles of earlier batches, each once, then the examples.
fn profiles(signed: &Signed, batches: &[Batch]) -> Vec<(String, String)> {
    let mut known: Vec<&str> = Vec::new();
    let mut list = Vec::new();
    for batch in batches {
        if !known.contains(&batch.profile.as_str()) {
            known.push(&batch.profile);
            let name = signed.words.with("import-profile-of", &[("file", batch.file.clone().into())]);
            list.push((batch.id.to_string(), name));
        }
    }
    let language = signed.words.language.as_str();
    let examples = example_profiles().into_iter().map(|(id, name, _)| {
        let values = [("name", name.get(language).to_owned().into())];
        (id.to_owned(), signed.words.with("import-profile-example", &values))
    });
    list.extend(examples);
    list
}

fn file(visit: &Visit, name: &str, accept: &str, required: bool) -> Markup {
    let id = format!("field-{name}");
    html! {
        div.kern-form-input {
            label.kern-label for=(id) {
                (visit.t(&format!("import-field-{name}")))
                @if !required { span.kern-label__optional { " – " (visit.t("field-optional")) } }
            }
            p.kern-hint id={ (id) "-hint" } { (visit.t(&format!("import-hint-{name}"))) }
            input.kern-form-input__input type="file" id=(id) name=(name) accept=(accept) required[required]
                aria-describedby={ (id) "-hint" };
        }
    }
}
