//! A notice as a card: what it is, how far it got by the clock, what can be done now.

use std::borrow::Cow;

use app::NoticeView;
use domain::{
    charter::LimitKind,
    notice::{State, Step, What},
    referral::Side,
    report::FieldError,
    time::Timestamp,
};
use maud::{Markup, html};

use crate::{
    context::{Signed, Visit},
    layout,
    pages::{parts, referrals},
};

/// What a notice is called: its report as far as the viewer sees it.
pub(super) fn title(visit: &Visit, view: &NoticeView) -> String {
    match &view.seen {
        Some(seen) => parts::title(visit, seen),
        None => visit.t("notices-without-report"),
    }
}

fn state(visit: &Visit, view: &NoticeView) -> Markup {
    let state = view.notice.state();
    let mine = view.may_acknowledge && state.is_open();
    html! {
        span.ln-badge.ln-badge--mine[mine].ln-badge--look[!mine && state == State::Sent] {
            (visit.t(&format!("notices-{}", state.as_str())))
        }
    }
}

/// From whom to whom.
fn way(visit: &Visit, view: &NoticeView) -> String {
    let words = &visit.words;
    let from = referrals::party(visit, &view.notice.from);
    let to = visit.charter.partner(&view.notice.to);
    let to = to.map_or(view.notice.to.as_str(), |partner| words.of(&partner.short));
    let to = match view.notice.on_turn().and_then(|unit| visit.charter.unit(unit)) {
        Some((_, unit)) => Cow::Owned(format!("{to} · {}", words.of(&unit.name))),
        None => Cow::Borrowed(to),
    };
    words.with("notices-way", &[("from", from.into()), ("to", to.into())])
}

/// As a row of a list.
pub(crate) fn row(signed: &Signed, view: &NoticeView) -> Markup {
    let (words, id) = (&signed.words, view.notice.id);
    let waits = view.side == Side::Receiver && view.notice.state().is_open();
    html! {
        li.ln-row.ln-row--look[waits] {
            div.ln-row__body {
                div.ln-row__head {
                    a.ln-row__title href={ "/sofortmeldungen/" (id) } { (title(signed, view)) }
                    (state(signed, view))
                }
                p.ln-row__meta { (way(signed, view)) " · " (words.moment(view.notice.sent_at)) }
                @if view.may_acknowledge && view.notice.state().is_open() { (acknowledge(signed, view)) }
            }
        }
    }
}

/// The card on the page of its report.
pub(crate) fn short(signed: &Signed, view: &NoticeView) -> Markup {
    card(
        signed,
        view,
        html! {
            @if view.may_acknowledge { (acknowledge(signed, view)) }
            p { a.ln-link href={ "/sofortmeldungen/" (view.notice.id) } { (signed.t("notices-open")) } }
        },
    )
}

/// The card on the notice's own page, with what can be done.
pub(super) fn whole(signed: &Signed, view: &NoticeView, told_at: &str, errors: &[FieldError]) -> Markup {
    card(
        signed,
        view,
        html! {
            @if view.may_acknowledge { (acknowledge(signed, view)) }
            @if view.may_tell { (tell(signed, view, told_at, errors)) }
        },
    )
}

fn card(signed: &Signed, view: &NoticeView, below: Markup) -> Markup {
    let open = view.notice.state().is_open();
    let mine = view.may_acknowledge && open;
    html! {
        section.ln-card.ln-card--mine[mine].ln-card--look[!mine && open] id={ "sofort-" (view.notice.id) } {
            div.ln-title { h2 { (signed.t("notices-one")) } (state(signed, view)) }
            p { (way(signed, view)) }
            @if !view.holds { p.ln-muted { (signed.t("notices-ended")) } }
            (clock(signed, view))
            (next(signed, view))
            (below)
        }
    }
}

/// The clock: known, entered, sent, received, taken note of.
fn clock(signed: &Signed, view: &NoticeView) -> Markup {
    let (words, notice) = (&signed.words, &view.notice);
    let at = |at: Option<Timestamp>| at.map_or_else(|| "–".to_owned(), |at| words.moment(at));
    let own_side = |step: &Step| {
        let receiver = matches!(step.what, What::Received | What::Acknowledged);
        receiver == (view.side == Side::Receiver)
    };
    // Who of the other house did something is that house's own matter.
    let name = |step: &Step| {
        let by = step.by.filter(|_| own_side(step))?;
        signed.app.account_name(by)
    };
    html! {
        dl.ln-facts {
            dt { (signed.t("notices-known")) } dd { (words.moment(notice.known_since)) }
            dt { (signed.t("notices-entered")) } dd { (words.moment(notice.entered_at)) }
            dt { (signed.t("notices-sent-at")) } dd { (words.moment(notice.sent_at)) }
            dt { (signed.t("notices-received-at")) } dd { (at(notice.received_at())) }
            dt { (signed.t("notices-acknowledged-at")) } dd { (at(notice.acknowledged_at())) }
        }
        @if !notice.steps.is_empty() {
            ol.ln-history {
                @for step in &notice.steps {
                    li {
                        strong { (signed.t(&format!("notices-step-{}", step.what.as_str()))) }
                        @if let What::Told { at } = step.what { " " (words.moment(at)) }
                        @else { " · " (words.moment(step.at)) }
                        @if let Some(name) = name(step) { " · " (name) }
                    }
                }
            }
        }
    }
}

/// When and to whom it goes on, if nobody takes note.
fn next(signed: &Signed, view: &NoticeView) -> Markup {
    let Some(at) = view.goes_on_at else { return html! {} };
    let minutes = signed.charter.period(LimitKind::NoticeFallback).map_or(0, |period| period.0);
    let values = [("at", signed.words.moment(at).into()), ("minutes", minutes.into())];
    html! { p.ln-muted { (signed.words.with("notices-goes-on", &values)) } }
}

fn acknowledge(signed: &Signed, view: &NoticeView) -> Markup {
    html! {
        form method="post" action={ "/sofortmeldungen/" (view.notice.id) } {
            (layout::csrf(signed))
            button.kern-btn.kern-btn--primary type="submit" name="what" value="acknowledged" {
                span.kern-label { (signed.t("notices-acknowledge")) }
            }
        }
    }
}

fn tell(signed: &Signed, view: &NoticeView, told_at: &str, errors: &[FieldError]) -> Markup {
    let contact = signed.charter.duty_contact(&view.notice.to);
    html! {
        details.ln-unfold open[!errors.is_empty()] data-key=(view.notice.id) {
            summary { (signed.t("notices-tell")) }
            @if let Some(contact) = contact { p.ln-muted { (signed.words.of(&contact.subject)) } }
            form.ln-form method="post" action={ "/sofortmeldungen/" (view.notice.id) } {
                (layout::csrf(signed))
                input type="hidden" name="what" value="told";
                (parts::input(signed, errors, "told_at", "text", told_at, false))
                (parts::button("secondary", &signed.t("notices-tell-save")))
            }
        }
    }
}
