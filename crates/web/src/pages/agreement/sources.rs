//! `GET /vereinbarung/quellen`: where reports come from, what they are about, how long they are kept.

use axum::response::Response;
use domain::charter::{Category, Prevention, Retention, Source, SourceKind};
use maud::{Markup, html};

use super::{confidence, page, unit};
use crate::{answer::show as answer, context::Signed, pages::parts};

pub(super) async fn show(signed: Signed) -> Response {
    let charter = &signed.charter;
    let body = html! {
        p.ln-lead { (signed.t("sources-lead")) }
        (sources(&signed, &charter.sources))
        (categories(&signed, &charter.categories))
        (retention(&signed, &charter.retention))
    };
    answer(page(&signed, "/vereinbarung/quellen", &signed.t("sources-title"), body))
}

fn sources(signed: &Signed, sources: &[Source]) -> Markup {
    let words = &signed.words;
    html! {
        section.ln-stack aria-labelledby="sources" {
            h2 id="sources" { (signed.t("sources-of")) }
            div.ln-scroll { table.kern-table.ln-table.ln-table--stack {
                caption.ln-hidden { (signed.t("sources-caption")) }
                thead { tr {
                    @for key in ["field-source", "field-kind", "source-units"] { th scope="col" { (signed.t(key)) } }
                } }
                tbody {
                    @for kind in SourceKind::ALL {
                        @for source in sources.iter().filter(|source| source.kind == kind) {
                            tr {
                                th scope="row" {
                                    (words.of(&source.name))
                                    @if let Some(from) = &source.attribution { br; span.ln-muted { (from) } }
                                }
                                td.ln-whole data-label=(signed.t("field-kind")) { (parts::kind(signed, Some(kind))) " " span aria-hidden="true" { (signed.t(&format!("kind-{}", kind.as_str()))) } }
                                td data-label=(signed.t("source-units")) { (source.units.iter().map(|id| unit(signed, id)).collect::<Vec<_>>().join(", ")) }
                            }
                        }
                    }
                }
            } }
        }
    }
}

/// Categories beside the four fields of prevention.
fn categories(signed: &Signed, categories: &[Category]) -> Markup {
    let words = &signed.words;
    html! {
        section.ln-stack aria-labelledby="categories" {
            h2 id="categories" { (signed.t("categories-title")) }
            p.ln-muted { (signed.t("categories-explained")) }
            div.ln-scroll { table.kern-table.ln-table.ln-table--stack {
                caption.ln-hidden { (signed.t("categories-caption")) }
                thead { tr {
                    th scope="col" { (signed.t("field-category")) }
                    @for field in Prevention::ALL { th.ln-mark scope="col" { (signed.t(&format!("prevention-{}", field.as_str()))) } }
                    th scope="col" { (signed.t("field-modus")) }
                    th scope="col" { (signed.t("category-kept")) }
                } }
                tbody {
                    @for category in categories {
                        tr {
                            th scope="row" {
                                (words.of(&category.name))
                                @if category.measures_checking { " " span.ln-badge { (signed.t("category-checking")) } }
                                @if let Some(name) = &category.police_name {
                                    br; span.ln-muted { (words.with("category-police", &[("name", words.of(name).into())])) }
                                }
                            }
                            @for field in Prevention::ALL {
                                @if category.prevention.contains(&field) {
                                    td.ln-mark data-label=(signed.t(&format!("prevention-{}", field.as_str()))) { span aria-hidden="true" { "●" } span.ln-hidden { (signed.t("yes")) } }
                                } @else { td.ln-mark {} }
                            }
                            @let modi = category.modi.iter().map(|modus| words.of(&modus.name)).collect::<Vec<_>>().join(", ");
                            @if modi.is_empty() { td {} } @else { td data-label=(signed.t("field-modus")) { (modi) } }
                            td.ln-whole data-label=(signed.t("category-kept")) { (kept(signed, category)) }
                        }
                    }
                }
            } }
        }
    }
}

/// How long reports of a category are kept.
fn kept(signed: &Signed, category: &Category) -> String {
    let class = signed.charter.retention.iter().find(|class| class.id == category.retention);
    match class {
        Some(class) => signed.words.with("category-months", &[("months", class.months.into())]),
        None => category.retention.to_string(),
    }
}

fn retention(signed: &Signed, classes: &[Retention]) -> Markup {
    let words = &signed.words;
    html! {
        section.ln-stack aria-labelledby="retention" {
            h2 id="retention" { (signed.t("retention-title")) }
            @if classes.is_empty() {
                (parts::empty(&signed.t("retention-empty"), &signed.t("charter-empty-hint")))
            } @else {
                div.ln-scroll { table.kern-table.ln-table.ln-table--stack {
                    caption.ln-hidden { (signed.t("retention-caption")) }
                    thead { tr {
                        th scope="col" { (signed.t("retention-class")) }
                        th.ln-num scope="col" { (signed.t("retention-months")) }
                        th scope="col" { (signed.t("basis-source")) }
                        th scope="col" { (signed.t("basis-confidence")) }
                    } }
                    tbody {
                        @for class in classes {
                            tr {
                                th scope="row" { (words.of(&class.name)) }
                                td.ln-num data-label=(signed.t("retention-months")) { (class.months) }
                                td data-label=(signed.t("basis-source")) { (class.source) }
                                td data-label=(signed.t("basis-confidence")) { (confidence(signed, class.confidence)) }
                            }
                        }
                    }
                } }
            }
        }
    }
}
