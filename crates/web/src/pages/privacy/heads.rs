//! `GET /datenschutz/staende`: where the journals stand, to keep and to compare.

use app::JournalHead;
use axum::response::Response;
use maud::{Markup, html};

use super::tabs;
use crate::{
    answer::{Failure, show as answer},
    context::Signed,
    layout,
    pages::parts,
};

pub(super) async fn show(signed: Signed) -> Response {
    let heads = match signed.app.journal_heads(&signed.who).await {
        Ok(heads) => heads,
        Err(error) => return signed.fail(Failure::from(error)),
    };
    let heading = signed.t("heads-title");
    let body = html! {
        h1 { (heading) }
        (tabs(&signed, "/datenschutz/staende"))
        p.ln-lead { (signed.t("heads-lead")) }
        @if heads.is_empty() {
            (parts::empty(&signed.t("heads-empty"), &signed.t("heads-empty-hint")))
        } @else {
            (table(&signed, &heads))
        }
        p { (signed.t("heads-verify")) " " code { "lagenetz journal verify" } }
    };
    answer(layout::page(&signed, &heading, body))
}

fn table(signed: &Signed, heads: &[JournalHead]) -> Markup {
    let words = &signed.words;
    html! {
        div.ln-scroll { table.kern-table.ln-table.ln-table--stack {
            caption { (words.with("heads-caption", &[("at", words.moment(signed.app.now()).into())])) }
            thead { tr {
                th scope="col" { (signed.t("field-partner")) }
                th.ln-num scope="col" { (signed.t("heads-entries")) }
                th scope="col" { (signed.t("heads-hash")) }
            } }
            tbody {
                @for head in heads {
                    tr {
                        th scope="row" { (signed.charter.partner(&head.partner).map_or(head.partner.as_str(), |p| words.of(&p.name))) }
                        td.ln-num data-label=(signed.t("heads-entries")) { (words.number(head.entries)) }
                        td data-label=(signed.t("heads-hash")) { code { (head.hash) } }
                    }
                }
            }
        } }
    }
}
