//! `GET /meldungen/einlesen/{id}`: a batch at every stage, from the preview to what it disclosed.

use app::{ActError, BatchView, ImportPreview, PreviewRow};
use axum::{
    extract::{Path, RawQuery},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::{
    batch::{Counts, Stage},
    charter::RuleMode,
    ids::BatchId,
    report::ShownWhen,
};
use maud::{Markup, html};

use super::list::{alert, sentence, source_name};
use crate::{
    answer::{Failure, show_with},
    context::Signed,
    layout,
    pages::parts,
    query,
};

pub(super) async fn show(Path(id): Path<String>, RawQuery(raw): RawQuery, signed: Signed) -> Response {
    let pairs = query::pairs(raw.as_deref());
    let disclosed = query::first(&pairs, "freigegeben").and_then(|number| number.parse().ok());
    let shown = match id.parse() {
        Ok(id) => page(&signed, id, disclosed, None).await,
        Err(_) => Err(ActError::NotFound),
    };
    match shown {
        Ok((markup, runs)) => {
            let mut response = show_with(StatusCode::OK, markup);
            if runs {
                // Without a script: the browser looks again by itself.
                response.headers_mut().insert("refresh", HeaderValue::from_static("2"));
            }
            response
        }
        Err(error) => signed.fail(Failure::from(error)),
    }
}

/// `GET /meldungen/einlesen/{id}/abgewiesen`: the rejected rows as a file.
pub(super) async fn rejects(Path(id): Path<String>, signed: Signed) -> Response {
    let file = match id.parse() {
        Ok(id) => signed.app.batch_rejects(&signed.who, id).await,
        Err(_) => Err(ActError::NotFound),
    };
    match file {
        Ok((name, bytes)) => {
            let plain: String = name
                .chars()
                .map(
                    |letter| {
                        if letter.is_ascii_alphanumeric() || "-_.".contains(letter) { letter } else { '_' }
                    },
                )
                .collect();
            let disposition = format!("attachment; filename=\"{plain}\"");
            let headers = [
                (header::CONTENT_TYPE, "application/octet-stream".to_owned()),
                (header::CONTENT_DISPOSITION, disposition),
            ];
            (headers, bytes).into_response()
        }
        Err(error) => signed.fail(Failure::from(error)),
    }
}

/// The page, and whether the batch is running.
pub(super) async fn page(
    signed: &Signed,
    id: BatchId,
    disclosed: Option<u64>,
    wrong: Option<&str>,
) -> Result<(Markup, bool), ActError> {
    let view = signed.app.batch(&signed.who, id).await?;
    let batch = &view.batch;
    let runs = view.running.is_some();
    let body = html! {
        p { a.ln-link href="/meldungen/einlesen" { (signed.t("import-back")) } }
        h1 { (batch.file) }
        p.ln-basis {
            (source_name(signed, batch)) " · "
            time datetime=(signed.words.machine(batch.at)) { (signed.words.moment(batch.at)) } " · "
            (signed.app.account_name(batch.by).unwrap_or_default()) " · "
            strong { (signed.t(&format!("import-stage-{}", batch.stage().as_str()))) }
        }
        @if let Some(wrong) = wrong { (alert(signed, wrong)) }
        @if let Some(number) = disclosed {
            (parts::notice(&signed.words.with("import-disclosed", &[("count", number.into())])))
        }
        @if let Some(running) = &view.running {
            (progress(signed, batch.id, running.thousandths(), running.rows()))
        } @else {
            (stage(signed, &view).await?)
        }
    };
    Ok((layout::page(signed, &batch.file, body), runs))
}

async fn stage(signed: &Signed, view: &BatchView) -> Result<Markup, ActError> {
    let batch = &view.batch;
    Ok(match batch.stage() {
        Stage::Uploaded => uploaded(signed, view).await?,
        Stage::Open => html! {
            @if let Some(failed) = &view.failed { (alert(signed, &failed_sentence(signed, failed))) }
            p.ln-lead { (signed.t("import-open-explained")) }
            div.ln-form__foot {
                (post(signed, batch.id, "beginnen", "primary", "import-continue"))
                (post(signed, batch.id, "verwerfen", "secondary", "import-discard"))
            }
        },
        Stage::Visible => visible(signed, view).await?,
        Stage::Confirmed | Stage::Discarded => counts(signed, &batch.counts, false),
    })
}

async fn uploaded(signed: &Signed, view: &BatchView) -> Result<Markup, ActError> {
    let id = view.batch.id;
    if let Some(failed) = &view.failed {
        let failed = failed_sentence(signed, failed);
        return Ok(html! { (alert(signed, &failed)) (refused(signed, id)) });
    }
    let preview = match signed.app.preview_batch(&signed.who, id).await {
        Ok(preview) => preview,
        Err(error) => {
            let wrong = sentence(signed, error)?;
            return Ok(html! { (alert(signed, &wrong)) (refused(signed, id)) });
        }
    };
    Ok(html! {
        (counts(signed, &preview.counts, true))
        (rows(signed, &preview))
        (rejected(signed, &preview))
        div.ln-form__foot {
            @if preview.counts.accepted > 0 { (post(signed, id, "beginnen", "primary", "import-start")) }
            (post(signed, id, "verwerfen", "secondary", "import-discard"))
        }
    })
}

fn refused(signed: &Signed, id: BatchId) -> Markup {
    html! {
        p { (signed.t("import-refused-hint")) }
        div.ln-form__foot { (post(signed, id, "verwerfen", "secondary", "import-discard")) }
    }
}

fn failed_sentence(signed: &Signed, failed: &app::ImportError) -> String {
    failed.say(signed.words.language).unwrap_or_else(|| match failed {
        app::ImportError::Act(ActError::Full) => signed.t("error-full"),
        _ => signed.t("error-unavailable"),
    })
}

async fn visible(signed: &Signed, view: &BatchView) -> Result<Markup, ActError> {
    let batch = &view.batch;
    let rules = signed.app.batch_rules(&signed.who, batch.id).await;
    let rules = rules.map_err(|error| ActError::Unavailable(error.to_string()))?;
    Ok(html! {
        (counts(signed, &batch.counts, false))
        @if view.has_rejects {
            p { a.kern-btn.kern-btn--secondary href={ "/meldungen/einlesen/" (batch.id) "/abgewiesen" } {
                span.kern-label { (signed.t("import-rejects")) }
            } }
            p.kern-hint { (signed.t("import-rejects-hint")) }
        }
        section.ln-card {
            h2 { (signed.t("import-confirm-title")) }
            p { (signed.t("import-confirm-explained")) }
            form.ln-form method="post" action={ "/meldungen/einlesen/" (batch.id) "/bestaetigen" } {
                (layout::csrf(signed))
                @if rules.is_empty() { p { (signed.t("import-no-rules")) } }
                @for rule in &rules {
                    @let automatic = rule.mode == RuleMode::Automatic;
                    @let audience = signed.charter.audience(&rule.audience).map_or(rule.audience.as_str(), |a| signed.words.of(&a.name));
                    @let profile = signed.charter.profile(&rule.profile).map_or(rule.profile.as_str(), |p| signed.words.of(&p.name));
                    label.ln-check {
                        input type="checkbox" name="rule" value=(rule.id) checked[automatic] disabled[automatic];
                        span.ln-check__name {
                            (signed.words.with("rule-discloses", &[("audience", audience.into()), ("profile", profile.into())]))
                            br; span.ln-muted { (signed.words.of(&rule.name)) @if automatic { " (" (signed.t("rule-automatic")) ")" } }
                        }
                    }
                }
                (parts::button("primary", &signed.t("import-confirm")))
            }
        }
    })
}

fn progress(signed: &Signed, id: BatchId, thousandths: u64, rows: u64) -> Markup {
    html! {
        section.ln-card aria-live="polite" {
            h2 { (signed.t("import-runs")) }
            p {
                progress max="1000" value=(thousandths) aria-label=(signed.t("import-runs")) {}
                " " (thousandths / 10) " % · "
                (signed.words.with("import-rows", &[("count", rows.into())]))
            }
            p.kern-hint { (signed.t("import-runs-hint")) }
            (post(signed, id, "anhalten", "secondary", "import-stop"))
        }
    }
}

fn counts(signed: &Signed, counts: &Counts, before: bool) -> Markup {
    let lines = [
        ("import-read", counts.read),
        (if before { "import-would-accept" } else { "import-accepted" }, counts.accepted),
        ("import-duplicate", counts.duplicate),
        (if before { "import-would-reject" } else { "import-rejected" }, counts.rejected),
        ("import-without-place", counts.without_place),
        ("import-outside", counts.outside),
        ("import-left-out", counts.left_out),
    ];
    html! {
        dl.ln-facts {
            @for (key, number) in lines {
                // Whether a row is there already is known only when it comes in.
                @if !(before && key == "import-duplicate") {
                    dt { (signed.t(key)) } dd { (signed.words.number(number)) }
                }
            }
        }
        @if !counts.unmapped.is_empty() {
            details.ln-unfold open[before] {
                summary { (signed.words.with("import-unmapped", &[("count", counts.unmapped.len().into())])) }
                ul {
                    @for (value, rows) in counts.unmapped.iter().take(50) {
                        li { @if value.is_empty() { (signed.t("import-empty-value")) } @else { (value) }
                            ": " (signed.words.number(*rows)) }
                    }
                }
            }
        }
    }
}

fn rows(signed: &Signed, preview: &ImportPreview) -> Markup {
    if preview.rows.is_empty() {
        return html! {};
    }
    html! {
        h2 { (signed.t("import-first-rows")) }
        div.ln-scroll tabindex="0" role="region" aria-label=(signed.t("import-first-rows")) {
            table.kern-table.ln-table.ln-table--stack {
                caption.ln-hidden { (signed.t("import-first-rows")) }
                thead { tr {
                    th.ln-num scope="col" { (signed.t("import-line")) }
                    @for key in ["import-column-title", "field-category", "import-when", "field-place", "field-text"] {
                        th scope="col" { (signed.t(key)) }
                    }
                } }
                tbody { @for row in &preview.rows { (preview_row(signed, row)) } }
            }
        }
    }
}

fn preview_row(signed: &Signed, row: &PreviewRow) -> Markup {
    let category = signed.charter.category(&row.category);
    let category = category.map_or_else(|| row.category.to_string(), |c| signed.words.of(&c.name).to_owned());
    html! {
        tr {
            td.ln-num data-label=(signed.t("import-line")) { (row.line) }
            th scope="row" { (row.title) }
            td data-label=(signed.t("field-category")) { (category) }
            td data-label=(signed.t("import-when")) { (parts::when(signed, &ShownWhen::Exact(row.when))) }
            td data-label=(signed.t("field-place")) { (place(signed, row)) }
            td data-label=(signed.t("field-text")) { (row.text) @if let Some(own_ref) = &row.own_ref { " (" (own_ref) ")" } }
        }
    }
}

/// The quarter, as people know it; the coordinates stand behind it.
fn place(signed: &Signed, row: &PreviewRow) -> Markup {
    let Some((lon, lat)) = row.place else { return html! { (signed.t("place-none")) } };
    let geography = signed.app.geography();
    let division = geography.division(geography.quarter());
    let quarter = division.and_then(|division| division.areas().get(division.index_at(lon, lat)?));
    let name = match quarter {
        _ if row.outside => signed.t("import-outside-one"),
        Some(quarter) => quarter.name.clone(),
        None => signed.t("place-no-area"),
    };
    html! { span title={ (format!("{lat:.5}, {lon:.5}")) } { (name) } }
}

fn rejected(signed: &Signed, preview: &ImportPreview) -> Markup {
    if preview.rejected.is_empty() {
        return html! {};
    }
    html! {
        h2 { (signed.t("import-first-rejected")) }
        ul {
            @for row in &preview.rejected {
                li { (signed.words.with("import-in-line", &[("line", row.line.into())])) ": " (row.say(signed.words.language)) }
            }
        }
    }
}

fn post(signed: &Signed, id: BatchId, what: &str, class: &str, key: &str) -> Markup {
    html! {
        form method="post" action={ "/meldungen/einlesen/" (id) "/" (what) } {
            (layout::csrf(signed))
            (parts::button(class, &signed.t(key)))
        }
    }
}
