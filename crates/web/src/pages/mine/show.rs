//! `GET /fuer-mich`: the page that is one key away from everywhere.

use app::{ActError, Filter, NoticeView, ReferralState, ReferralView, ReportPage};
use axum::response::Response;
use domain::{
    referral::{Side, State},
    time::Timestamp,
};
use maud::{Markup, html};

use crate::{
    answer::{Failure, show as answer},
    context::Signed,
    layout,
    pages::{notices, parts, referrals},
};

/// New reports that are named; the rest is one click away.
const NEWEST: usize = 5;

/// Everything on the page.
struct Mine {
    notices: Vec<NoticeView>,
    open: Vec<ReferralView>,
    ended: Vec<ReferralView>,
    reports: ReportPage,
    since: Timestamp,
}

pub(super) async fn show(signed: Signed) -> Response {
    match load(&signed).await {
        Ok(mine) => answer(page(&signed, &mine)),
        Err(error) => signed.fail(Failure::from(error)),
    }
}

async fn load(signed: &Signed) -> Result<Mine, ActError> {
    let (app, who) = (&signed.app, &signed.who);
    let since = who.account.last_visit.unwrap_or_else(|| app.now().plus_days(-7));
    let filter = Filter { from: Some(since), ..Filter::default() };
    Ok(Mine {
        notices: app.notices(who).await?,
        open: app.referrals(who, None, ReferralState::Open, None).await?.items,
        ended: app.referrals(who, Some(Side::Sender), ReferralState::Ended, None).await?.items,
        reports: app.list_reports(who, &filter, None, NEWEST).await?,
        since,
    })
}

fn page(signed: &Signed, mine: &Mine) -> Markup {
    let heading = signed.t("mine-title");
    let body = html! {
        h1 { (heading) }
        div.ln-columns id="mine" data-live {
            section.ln-stack aria-labelledby="mine-waits" {
                h2 id="mine-waits" { (signed.t("mine-waits")) }
                (waits(signed, mine))
            }
            div {
                section.ln-stack aria-labelledby="mine-new" {
                    h2 id="mine-new" { (signed.t("mine-new")) }
                    (news(signed, mine))
                }
                section.ln-stack aria-labelledby="mine-awaited" {
                    h2 id="mine-awaited" { (signed.t("mine-awaited")) }
                    (awaited(signed, mine))
                }
            }
        }
    };
    layout::page(signed, &heading, body)
}

/// What only waits until I do something: to take note of, to accept, to report on.
fn waits(signed: &Signed, mine: &Mine) -> Markup {
    let notices: Vec<&NoticeView> =
        mine.notices.iter().filter(|view| view.may_acknowledge && view.notice.state().is_open()).collect();
    let ours = |view: &&ReferralView| view.side == Side::Receiver && view.may_answer;
    let mut referrals: Vec<&ReferralView> = mine.open.iter().filter(ours).collect();
    // What is not accepted yet comes first, then what is reported on too late.
    referrals
        .sort_by_key(|view| (view.referral.state() != State::Sent, !view.overdue, view.referral.sent_at));
    html! {
        p.ln-tools {
            a.ln-link href="/sofortmeldungen" { (signed.t("mine-all-notices")) }
            a.ln-link href="/abgaben" { (signed.t("mine-all-referrals")) }
        }
        @if notices.is_empty() && referrals.is_empty() {
            (parts::empty(&signed.t("mine-waits-empty"), &signed.t("mine-waits-empty-hint")))
        } @else {
            ul.ln-list.ln-list--page {
                @for view in notices { (notices::row(signed, view)) }
                @for view in referrals { (referrals::row(signed, view)) }
            }
        }
    }
}

/// What happened since my last visit: answers to what we sent, and reports.
fn news(signed: &Signed, mine: &Mine) -> Markup {
    let answered = |view: &&ReferralView| {
        view.side == Side::Sender
            && view.referral.steps.iter().any(|step| step.what.by_receiver() && step.at > mine.since)
    };
    let answers: Vec<&ReferralView> = mine.open.iter().chain(&mine.ended).filter(answered).collect();
    let words = &signed.words;
    let since = words.moment(mine.since);
    html! {
        p.ln-basis { (words.with("mine-since", &[("since", since.into())])) }
        @if answers.is_empty() && mine.reports.items.is_empty() {
            (parts::empty(&signed.t("mine-new-empty"), &signed.t("mine-new-empty-hint")))
        }
        @if !answers.is_empty() {
            ul.ln-list.ln-list--page { @for view in answers { (referrals::row(signed, view)) } }
        }
        @if !mine.reports.items.is_empty() {
            ul.ln-list.ln-list--page { @for seen in &mine.reports.items { (parts::report_row(signed, seen)) } }
            p { a.ln-link href="/meldungen?preset=visit" { (words.with("mine-all-new", &[("count", mine.reports.total.into())])) } }
        }
    }
}

/// What others have to do for us.
fn awaited(signed: &Signed, mine: &Mine) -> Markup {
    let notices =
        mine.notices.iter().filter(|view| view.side == Side::Sender && view.notice.state().is_open());
    let notices: Vec<&NoticeView> = notices.collect();
    let mut referrals: Vec<&ReferralView> = mine.open.iter().filter(|v| v.side == Side::Sender).collect();
    referrals.sort_by_key(|view| (!view.overdue, view.referral.sent_at));
    html! {
        @if notices.is_empty() && referrals.is_empty() {
            (parts::empty(&signed.t("mine-awaited-empty"), &signed.t("mine-awaited-empty-hint")))
        } @else {
            ul.ln-list.ln-list--page {
                @for view in notices { (notices::row(signed, view)) }
                @for view in referrals { (referrals::row(signed, view)) }
            }
        }
    }
}
