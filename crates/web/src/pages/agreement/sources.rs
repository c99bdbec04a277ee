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
        section.ln-stack aria-labelledby="categories" {
            h2 id="categories" { (signed.t("categories-title")) }
            p.ln-muted { (signed.t("categories-explained")) }
            @for field in Prevention::ALL { (categories(&signed, field, &charter.categories)) }
        }
        (retention(&signed, &charter.retention))
    };
    answer(page(&signed, "/vereinbarung/quellen", &signed.t("sources-title"), body))
}

fn sources(signed: &Signed, sources: &[Source]) -> Markup {
    let words = &signed.words;
    html! {
        section.ln-stack aria-labelledby="sources" {
            h2 id="sources" { (signed.t("sources-of")) }
            div.ln-scroll { table.kern-table.ln-table {
                caption { (signed.t("sources-caption")) }
                thead { tr {
                    @for key in ["field-source", "field-kind", "source-units", "source-attribution"] { th scope="col" { (signed.t(key)) } }
                } }
                tbody {
                    @for kind in SourceKind::ALL {
                        @for source in sources.iter().filter(|source| source.kind == kind) {
                            tr {
                                th scope="row" { (words.of(&source.name)) }
                                td { (parts::kind(signed, Some(kind))) " " span aria-hidden="true" { (signed.t(&format!("kind-{}", kind.as_str()))) } }
                                td { (source.units.iter().map(|id| unit(signed, id)).collect::<Vec<_>>().join(", ")) }
                                td { (source.attribution.as_deref().unwrap_or("–")) }
                            }
                        }
                    }
                }
            } }
        }
    }
}

fn categories(signed: &Signed, field: Prevention, categories: &[Category]) -> Markup {
    let (charter, words) = (&signed.charter, &signed.words);
    let name = signed.t(&format!("prevention-{}", field.as_str()));
    let of_field: Vec<&Category> = categories.iter().filter(|c| c.prevention.contains(&field)).collect();
    html! {
        details.ln-unfold open {
            summary { (words.with("categories-of", &[("field", name.clone().into()), ("count", of_field.len().into())])) }
            @if of_field.is_empty() {
                (parts::empty(&signed.t("categories-empty"), &signed.t("charter-empty-hint")))
            } @else {
                div.ln-scroll { table.kern-table.ln-table {
                    caption { (name) }
                    thead { tr {
                        @for key in ["field-category", "category-police", "field-modus", "category-kept"] { th scope="col" { (signed.t(key)) } }
                    } }
                    tbody {
                        @for category in of_field {
                            tr {
                                th scope="row" {
                                    (words.of(&category.name))
                                    @if category.measures_checking { " " span.ln-badge { (signed.t("category-checking")) } }
                                }
                                td { (category.police_name.as_ref().map_or("–", |name| words.of(name))) }
                                td { (category.modi.iter().map(|modus| words.of(&modus.name)).collect::<Vec<_>>().join(", ")) }
                                td { (charter.retention.iter().find(|r| r.id == category.retention).map_or(category.retention.as_str(), |r| words.of(&r.name))) }
                            }
                        }
                    }
                } }
            }
        }
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
                div.ln-scroll { table.kern-table.ln-table {
                    caption { (signed.t("retention-caption")) }
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
                                td.ln-num { (class.months) }
                                td { (class.source) }
                                td { (confidence(signed, class.confidence)) }
                            }
                        }
                    }
                } }
            }
        }
    }
}
