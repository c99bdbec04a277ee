//! A referral as a card: who asks whom for what, what happened, what can be done now.

use app::ReferralView;
use domain::{
    charter::LimitKind,
    disclosure::Standing,
    referral::{Outcome, Party, Referral, Side, State, Step, StepDraft, What},
    report::FieldError,
};
use maud::{Markup, html};

use crate::{
    context::{Signed, Visit},
    layout,
    pages::{parts, persons},
};

/// A unit with its partner, such as "Polizei · Bezirks- und Schwerpunktdienst".
pub(crate) fn party(visit: &Visit, party: &Party) -> String {
    let words = &visit.words;
    match visit.charter.unit(&party.unit) {
        Some((partner, unit)) => format!("{} · {}", words.of(&partner.short), words.of(&unit.name)),
        None => party.unit.to_string(),
    }
}

/// What a referral is called: its report for those who see it, else only who sent it.
pub(crate) fn title(visit: &Visit, view: &ReferralView) -> String {
    match &view.seen {
        Some(seen) => parts::title(visit, seen),
        None => visit.t("referral-without-report"),
    }
}

/// Where it stands, as a badge: in blue what is the viewer's to do, in rust what takes too long.
pub(super) fn state(visit: &Visit, view: &ReferralView) -> Markup {
    let state = view.referral.state();
    let mine = state == State::Sent && view.may_answer;
    html! {
        span.ln-badge.ln-badge--mine[mine].ln-badge--look[view.overdue && !mine] {
            (visit.t(&format!("referral-{}", state.as_str())))
        }
    }
}

/// What is waited for, since when, and whether that is too long.
pub(super) fn waits(visit: &Visit, view: &ReferralView) -> Markup {
    let words = &visit.words;
    let Some(waiting) = view.waiting else { return html! {} };
    let what = match waiting.kind {
        LimitKind::ReferralAcceptance => "referral-waits-acceptance",
        _ => "referral-waits-progress",
    };
    html! {
        (words.with(what, &[("since", words.moment(waiting.since).into())]))
        @if let Some(until) = waiting.until {
            " " @if view.overdue { strong.ln-urgent { (words.with("referral-overdue", &[("until", words.moment(until).into())])) } }
            @else { (words.with("referral-due", &[("until", words.moment(until).into())])) }
        }
    }
}

/// The form of a step as it was typed, and what is wrong with it.
#[derive(Clone, Copy)]
pub(super) struct Typed<'a> {
    pub(super) step: &'a StepDraft,
    pub(super) errors: &'a [FieldError],
}

/// The card on the page of its report: what is next is one click away, everything else on the referral's own page.
pub(crate) fn short(signed: &Signed, view: &ReferralView) -> Markup {
    let id = view.referral.id;
    card(
        signed,
        view,
        html! {
            @if view.may_answer && view.referral.state() == State::Sent && view.reaches { (accept(signed, view)) }
            p { a.ln-link href={ "/abgaben/" (id) } { (signed.t("referral-open")) } }
        },
    )
}

/// The card on the referral's own page, with the form of every step that can be made.
pub(super) fn whole(signed: &Signed, view: &ReferralView, typed: Typed<'_>) -> Markup {
    card(signed, view, forms(signed, view, typed))
}

fn card(signed: &Signed, view: &ReferralView, below: Markup) -> Markup {
    let referral = &view.referral;
    let mine = referral.state() == State::Sent && view.may_answer;
    html! {
        section.ln-card.ln-card--mine[mine].ln-card--look[view.overdue && !mine] id={ "abgabe-" (referral.id) } {
            div.ln-title {
                h2 { (party(signed, &referral.from)) " → " (party(signed, &referral.to)) }
                (state(signed, view))
            }
            @if !referral.request.is_empty() {
                div.ln-text { @for line in referral.request.lines() { p { (line) } } }
            }
            @if view.waiting.is_some() { p.ln-muted { (waits(signed, view)) } }
            (access(signed, view))
            (steps(signed, referral))
            (below)
        }
    }
}

/// What both sides must know when the report is out of the receiver's reach.
fn access(signed: &Signed, view: &ReferralView) -> Markup {
    let words = &signed.words;
    let open = view.referral.state().is_open();
    if !open || view.reaches {
        return html! {};
    }
    let sentence = match (&view.withdrawn, view.standing) {
        (Some((at, reason)), _) => words.with(
            "referral-disclosure-withdrawn",
            &[("at", words.moment(*at).into()), ("reason", reason.clone().into())],
        ),
        (None, Standing::Expired) => words.with(
            "referral-disclosure-expired",
            &[("at", words.day(view.expires_at.day(&words.zone)).into())],
        ),
        (None, _) => signed.t("referral-disclosure-narrowed"),
    };
    let hint = match view.side {
        Side::Sender => "referral-unreachable-sender",
        Side::Receiver => "referral-unreachable-receiver",
    };
    html! {
        div.kern-alert.kern-alert--warning {
            div.kern-alert__header { span.kern-icon.kern-icon--warning aria-hidden="true" {} span.kern-title { (sentence) } }
            div.kern-alert__body { p { (signed.t(hint)) } }
        }
    }
}

fn steps(signed: &Signed, referral: &Referral) -> Markup {
    let words = &signed.words;
    let party_of = |step: &Step| if step.what.by_receiver() { &referral.to } else { &referral.from };
    // Who of the other house did something is that house's own matter.
    let name = |by, partner: &domain::ids::PartnerId| {
        (*partner == signed.who.account.partner).then(|| signed.app.account_name(by)).flatten()
    };
    html! {
        ol.ln-history {
            li {
                strong { (signed.t("referral-step-sent")) } " · " (words.moment(referral.sent_at))
                @if let Some(name) = name(referral.sent_by, &referral.from.partner) { " · " (name) }
            }
            @for step in &referral.steps {
                li {
                    strong { (signed.t(&format!("referral-step-{}", step.what.as_str()))) } " · " (words.moment(step.at))
                    @if let Some(name) = name(step.by, &party_of(step).partner) { " · " (name) }
                    @if let What::Done { outcome, on, .. } = &step.what {
                        p { (signed.t(&format!("outcome-{}", outcome.as_str()))) ", " (words.day(*on)) }
                    }
                    @for line in step.what.words().lines() { p { (line) } }
                }
            }
        }
    }
}

fn accept(signed: &Signed, view: &ReferralView) -> Markup {
    html! {
        form method="post" action={ "/abgaben/" (view.referral.id) } {
            (layout::csrf(signed))
            button.kern-btn.kern-btn--primary type="submit" name="what" value="accepted" { span.kern-label { (signed.t("referral-accept")) } }
        }
    }
}

fn forms(signed: &Signed, view: &ReferralView, typed: Typed<'_>) -> Markup {
    let state = view.referral.state();
    let frame = Frame { signed, view, typed };
    html! {
        @if view.may_answer {
            @match state {
                State::Sent => {
                    @if view.reaches { (accept(signed, view)) }
                    (frame.unfold("returned", "referral-return", html! {}))
                }
                State::Accepted { .. } => {
                    (frame.unfold("progress", "referral-progress", html! {}))
                    (frame.unfold("done", "referral-finish", done_fields(&frame)))
                }
                _ => {}
            }
        }
        @if view.may_recall && state.is_open() { (frame.unfold("recalled", "referral-recall", html! {})) }
    }
}

/// What the forms of a card have in common.
struct Frame<'a> {
    signed: &'a Signed,
    view: &'a ReferralView,
    typed: Typed<'a>,
}

impl Frame<'_> {
    /// A form that opens on demand, or stands open with what was refused.
    fn unfold(&self, what: &str, label: &str, more: Markup) -> Markup {
        let Typed { step, errors } = self.typed;
        let (signed, refused) = (self.signed, step.what == what);
        let errors = if refused { errors } else { &[] };
        let asks = refused && errors.is_empty();
        // What was refused stands where the summary of errors leads.
        let field = if refused { "field-text".to_owned() } else { format!("text-{what}") };
        html! {
            details.ln-unfold open[refused] {
                summary { (signed.t(label)) }
                form.ln-form method="post" action={ "/abgaben/" (self.view.referral.id) } {
                    (layout::csrf(signed))
                    input type="hidden" name="what" value=(what);
                    @if asks { (persons::warning(signed, &[&step.text])) }
                    div.kern-form-input {
                        label.kern-label for=(field) { (signed.t(&format!("referral-words-{what}"))) }
                        p.kern-hint { (signed.t("hint-referral-words")) }
                        textarea.kern-form-input__input id=(field) name="text" rows="3" required
                            aria-describedby=[parts::described(errors, "text")] { @if refused { (step.text) } }
                        (parts::field_error(signed, errors, "text"))
                    }
                    (more)
                    (persons::buttons(signed, asks, &signed.t(label)))
                }
            }
        }
    }
}

fn done_fields(frame: &Frame<'_>) -> Markup {
    let Frame { signed, typed: Typed { step, errors }, .. } = frame;
    let outcomes: Vec<(String, String)> = Outcome::ALL
        .iter()
        .map(|outcome| (outcome.as_str().to_owned(), signed.t(&format!("outcome-{}", outcome.as_str()))))
        .collect();
    html! {
        div.ln-pair {
            (parts::select(signed, errors, "result", &outcomes, &step.outcome, None))
            (parts::input(signed, errors, "on", "text", &step.on, false))
        }
    }
}
