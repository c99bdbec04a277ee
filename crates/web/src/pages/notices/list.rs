//! `GET /sofortmeldungen`: what is urgent, to us and from us. Being shown one on duty is its receipt.

use app::NoticeView;
use axum::response::Response;
use domain::referral::Side;
use maud::{Markup, html};

use super::card;
use crate::{
    answer::{Failure, show},
    context::Signed,
    layout,
    pages::parts,
};

pub(super) async fn list(signed: Signed) -> Response {
    let views = match signed.app.notices(&signed.who).await {
        Ok(views) => views,
        Err(error) => return signed.fail(Failure::from(error)),
    };
    let heading = signed.t("notices-title");
    let body = html! {
        h1 { (heading) }
        p.ln-lead { (signed.t("notices-explained")) }
        (layout::emergency(&signed))
        @if !signed.who.viewer.bodies().is_empty() {
            p { a.ln-link href="/sofortmeldungen/zeiten" { (signed.t("notices-figures-title")) } }
        }
        div.ln-stack id="notices" data-live {
            @if views.is_empty() {
                (parts::empty(&signed.t("notices-empty"), &signed.t("notices-empty-hint")))
            }
            (side(&signed, &views, Side::Receiver, "notices-to-us"))
            (side(&signed, &views, Side::Sender, "notices-from-us"))
        }
    };
    show(layout::page(&signed, &heading, body))
}

/// Those of one side: first what is open, then what was sent in the last days.
fn side(signed: &Signed, views: &[NoticeView], side: Side, title: &str) -> Markup {
    let mut ours: Vec<&NoticeView> = views.iter().filter(|view| view.side == side).collect();
    ours.sort_by_key(|view| (!view.notice.state().is_open(), std::cmp::Reverse(view.notice.sent_at)));
    html! {
        @if !ours.is_empty() {
            section.ln-stack {
                h2 { (signed.t(title)) }
                ul.ln-list.ln-list--page { @for view in ours { (card::row(signed, view)) } }
            }
        }
    }
}
