//! `GET /sofortmeldungen/{id}`: a notice with its clock and its report.

use app::{ActError, NoticeView};
use axum::{
    extract::{Path, RawQuery},
    response::Response,
};
use domain::{ids::NoticeId, report::FieldError};
use maud::{Markup, html};

use super::card;
use crate::{
    answer::{Failure, show},
    context::Signed,
    layout,
    pages::parts,
    query,
};

pub(super) async fn read(signed: Signed, Path(id): Path<String>, RawQuery(raw): RawQuery) -> Response {
    let pairs = query::pairs(raw.as_deref());
    let view = match id.parse::<NoticeId>() {
        Ok(id) => signed.app.read_notice(&signed.who, id).await,
        Err(_) => Err(ActError::NotFound),
    };
    let said =
        query::first(&pairs, "gemacht").and_then(|what| signed.words.find(&format!("notices-said-{what}")));
    match view {
        Ok(view) => show(page(&signed, &view, said, "", &[])),
        Err(error) => signed.fail(Failure::from(error)),
    }
}

/// The page of a notice, with the form that was refused.
pub(super) fn page(
    signed: &Signed,
    view: &NoticeView,
    said: Option<String>,
    told_at: &str,
    errors: &[FieldError],
) -> Markup {
    let heading = card::title(signed, view);
    let body = html! {
        p { a.ln-link href="/sofortmeldungen" { (signed.t("notices-title")) } }
        h1 { (heading) }
        @if let Some(said) = said { (parts::notice(&said)) }
        (parts::error_summary(signed, errors))
        div.ln-columns {
            // What somebody types is not exchanged while they type.
            div id="notice" data-live=[(!view.may_tell).then_some("")] { (card::whole(signed, view, told_at, errors)) }
            @if let Some(seen) = &view.seen {
                div { ul.ln-list.ln-list--page { (parts::report_row(signed, seen)) } }
            }
        }
    };
    layout::page(signed, &heading, body)
}
