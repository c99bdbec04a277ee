//! `GET /abgaben/{id}`: a referral with its report, as far as the viewer sees it.

use app::{ActError, ReferralView};
use axum::{
    extract::{Path, RawQuery},
    response::Response,
};
use domain::{ids::ReferralId, referral::StepDraft};
use maud::{Markup, html};

use super::card::{self, Typed};
use crate::{
    answer::{Failure, show},
    context::Signed,
    layout,
    pages::parts,
    query,
};

pub(super) async fn read(signed: Signed, Path(id): Path<String>, RawQuery(raw): RawQuery) -> Response {
    let pairs = query::pairs(raw.as_deref());
    let view = match id.parse::<ReferralId>() {
        Ok(id) => signed.app.read_referral(&signed.who, id).await,
        Err(_) => Err(ActError::NotFound),
    };
    let said = query::first(&pairs, "gemacht")
        .and_then(|what| signed.words.find(&format!("notice-referral-{what}")));
    match view {
        Ok(view) => {
            let typed = Typed { step: &StepDraft::default(), errors: &[] };
            show(page(&signed, &view, typed, said))
        }
        Err(error) => signed.fail(Failure::from(error)),
    }
}

/// The page of a referral; `typed` fills the form of a step that was refused.
pub(super) fn page(signed: &Signed, view: &ReferralView, typed: Typed<'_>, said: Option<String>) -> Markup {
    let heading = card::title(signed, view);
    let body = html! {
        p { a.ln-link href="/abgaben" { (signed.t("referrals-title")) } }
        h1 { (heading) }
        @if let Some(said) = said { (parts::notice(&said)) }
        (parts::error_summary(signed, typed.errors))
        div.ln-columns {
            div { (card::whole(signed, view, typed)) }
            @if let Some(seen) = &view.seen {
                div { ul.ln-list.ln-list--page { (parts::report_row(signed, seen)) } }
            }
        }
    };
    layout::page(signed, &heading, body)
}
