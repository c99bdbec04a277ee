//! `GET /meldungen/{id}`: a report, why it is here, and what its owner can do with it.

use app::{ActError, ReportDetail};
use axum::{
    extract::{Path, RawQuery},
    response::Response,
};
use domain::{
    disclosure::{Disclosure, Standing},
    ids::ReportId,
    report::FieldError,
    terms::TermsDraft,
};
use maud::{Markup, html};

use super::{
    audiences,
    disclose::{self, Previewed},
    locator::locator,
};
use crate::{
    answer::{Failure, show},
    context::Signed,
    layout,
    pages::{
        attachments::{self, HiddenRow},
        notices, parts,
        referrals::{self, ReferralForm},
    },
    query,
};

pub(super) async fn read(signed: Signed, Path(id): Path<String>, RawQuery(raw): RawQuery) -> Response {
    let pairs = query::pairs(raw.as_deref());
    let detail = match id.parse::<ReportId>() {
        Ok(id) => signed.app.read_report(&signed.who, id).await,
        Err(_) => Err(ActError::NotFound),
    };
    let detail = match detail {
        Ok(detail) => detail,
        Err(error) => return signed.fail(Failure::from(error)),
    };
    if query::first(&pairs, "fragment").is_some() {
        return show(drawer(&signed, &detail));
    }
    let number = |key: &str| query::first(&pairs, key).and_then(|text| text.parse::<u64>().ok());
    let words = &signed.words;
    let said = if let Some(made) = number("neu") {
        let saved = words.with("notice-entered", &[("count", made.into())]);
        let held = number("zurueckgehalten").filter(|held| *held > 0);
        let held = held.map(|held| words.with("notice-held-back", &[("count", held.into())]));
        Some(held.map_or(saved.clone(), |held| format!("{saved} {held}")))
    } else if let Some(told) = number("mitgeteilt") {
        Some(words.with("notice-told", &[("count", told.into())]))
    } else if number("freigegeben").is_some() {
        Some(signed.t("notice-disclosed"))
    } else if number("gespeichert").is_some() {
        Some(signed.t("notice-saved"))
    } else if let Some(remaining) = number("zurueckgezogen") {
        Some(words.with("notice-withdrawn", &[("count", remaining.into())]))
    } else if number("geschlossen").is_some() {
        Some(signed.t("notice-closed"))
    } else if number("angehaengt").is_some() {
        Some(signed.t("notice-attached"))
    } else if number("entfernt").is_some() {
        Some(signed.t("notice-attachment-removed"))
    } else {
        None
    };
    let sought = audiences::word(&pairs);
    show(page(&signed, &detail, &Filled { said, sought, ..Filled::default() }))
}

/// What fills the panels of the page: what was typed and refused, what was previewed, what was done.
#[derive(Default)]
pub(crate) struct Filled<'a> {
    /// Terms in the disclosure panel.
    pub(crate) terms: TermsDraft,
    /// What is wrong with them.
    pub(crate) errors: &'a [FieldError],
    /// What a disclosure would show.
    pub(crate) previewed: Option<&'a Previewed>,
    /// A referral in its panel.
    pub(crate) referral: ReferralForm,
    /// What is wrong with it.
    pub(crate) referral_errors: &'a [FieldError],
    /// The word by which an audience is sought.
    pub(crate) sought: String,
    /// Parts of a picture to be made unrecognisable.
    pub(crate) hidden: Vec<HiddenRow>,
    /// What is wrong with an attachment.
    pub(crate) attachment_errors: &'a [FieldError],
    /// What was done.
    pub(crate) said: Option<String>,
}

/// The page of a report.
pub(crate) fn page(signed: &Signed, detail: &ReportDetail, filled: &Filled<'_>) -> Markup {
    let seen = &detail.seen;
    let heading = parts::title(signed, seen);
    let body = html! {
        p { a.ln-link href="/meldungen" { (signed.t("reports-title")) } }
        h1 { (heading) }
        @if let Some(said) = &filled.said { (parts::notice(said)) }
        (parts::error_summary(signed, filled.errors))
        (parts::error_summary(signed, filled.referral_errors))
        (parts::error_summary(signed, filled.attachment_errors))
        div.ln-columns {
            div.ln-card id="report" data-live=(seen.id) {
                div.ln-whereabouts { (facts(signed, detail)) (locator(signed, &seen.place)) }
                (texts(signed, detail))
                (attachments::section(signed, detail, &filled.hidden, filled.attachment_errors))
                @for view in &detail.notices { (notices::short(signed, view)) }
                @for view in &detail.referrals { (referrals::short(signed, view)) }
                (why(signed, detail))
                @if seen.grant.own { (history(signed, detail)) }
            }
            @if detail.may_write {
                div {
                    (owner_tools(signed, detail))
                    @if !seen.closed || !detail.disclosures.is_empty() {
                        (disclose::panel(signed, detail, filled))
                    }
                    @if !seen.closed { (referrals::panel(signed, detail, &filled.referral, filled.referral_errors)) }
                }
            }
        }
    };
    layout::page_with(signed, &heading, &["disclose.js", "attachment.js"], body)
}

/// The same for the drawer beside the map.
fn drawer(signed: &Signed, detail: &ReportDetail) -> Markup {
    html! {
        article id="lage-list" {
            h2.ln-drawer__title { (parts::title(signed, &detail.seen)) }
            (facts(signed, detail))
            (texts(signed, detail))
            @if !detail.attachments.is_empty() {
                section.ln-text { h2 { (signed.t("attachments-title")) } (attachments::list(signed, detail, false)) }
            }
            (locator(signed, &detail.seen.place))
            (why(signed, detail))
            p { a.kern-btn.kern-btn--secondary href={ "/meldungen/" (detail.seen.id) } { span.kern-label { (signed.t("open-report")) } } }
        }
    }
}

pub(super) fn facts(signed: &Signed, detail: &ReportDetail) -> Markup {
    let seen = &detail.seen;
    let words = &signed.words;
    html! {
        dl.ln-facts {
            dt { (signed.t("field-category")) } dd { (parts::category(signed, seen)) }
            @if let Some(modus) = seen.full.as_ref().and_then(|f| f.modus.as_ref()) {
                dt { (signed.t("field-modus")) }
                dd { (signed.charter.categories.iter().flat_map(|c| &c.modi).find(|m| m.id == *modus).map_or(modus.as_str(), |m| words.of(&m.name))) }
            }
            dt { (signed.t("field-when")) } dd { (parts::when(signed, &seen.when)) }
            dt { (signed.t("field-place")) } dd { (parts::place(signed, &seen.place)) }
            @if let Some(id) = &seen.source {
                @let source = signed.charter.source(id);
                dt { (signed.t("field-source")) }
                dd { (parts::kind(signed, source.map(|s| s.kind))) " " (source.map_or(id.as_str(), |s| words.of(&s.name))) }
            }
            @if let Some(origin) = seen.origin {
                dt { (signed.t("field-origin")) } dd { (signed.t(&format!("origin-{}", origin.as_str()))) }
            }
            @if let Some(full) = &seen.full {
                dt { (signed.t("field-channel")) } dd { (signed.t(&format!("channel-{}", full.channel.as_str()))) }
            }
            dt { (signed.t("field-urgency")) } dd { (signed.t(&format!("urgency-{}", seen.urgency.as_str()))) }
            dt { (signed.t("field-state")) } dd { (signed.t(if seen.closed { "report-closed" } else { "report-open" })) }
            dt { (signed.t("field-unit")) }
            dd { (signed.charter.unit(&seen.unit).map_or(seen.unit.as_str(), |(_, unit)| words.of(&unit.name))) }
            @if let Some(own) = &seen.own {
                @if let Some(known) = own.known_since {
                    dt { (signed.t("field-known_since")) } dd { (words.moment(known)) }
                }
                dt { (signed.t("field-own_ref")) } dd { (own.own_ref.as_deref().unwrap_or("–")) }
                @if let Some(closing) = own.closed.as_ref().filter(|c| !c.outcome.is_empty()) {
                    dt { (signed.t("field-outcome")) } dd { (closing.outcome) }
                }
            }
        }
    }
}

pub(super) fn texts(signed: &Signed, detail: &ReportDetail) -> Markup {
    let seen = &detail.seen;
    html! {
        @if let Some(summary) = seen.summary.as_deref().filter(|s| !s.is_empty()) {
            section.ln-text { h2 { (signed.t("field-summary")) } p { (summary) } }
        }
        @if let Some(full) = seen.full.as_ref().filter(|f| !f.text.is_empty()) {
            section.ln-text { h2 { (signed.t("field-text")) } @for line in full.text.lines() { p { (line) } } }
        }
        @if seen.summary.is_none() { p.ln-muted { (signed.t("no-text-disclosed")) } }
    }
}

fn why(signed: &Signed, detail: &ReportDetail) -> Markup {
    let words = &signed.words;
    html! {
        section.ln-card.ln-why {
            h2 { (signed.t("why-title")) }
            @if detail.seen.grant.own {
                p { (signed.t("why-own")) }
            }
            @for why in &detail.why {
                p {
                    (words.with("why-disclosed", &[
                        ("partner", signed.charter.partner(&why.from).map_or(why.from.as_str(), |p| words.of(&p.short)).into()),
                        ("audience", signed.charter.audience(&why.audience).map_or(why.audience.as_str(), |a| words.of(&a.name)).into()),
                        ("since", words.moment(why.since).into()),
                        ("until", words.day(why.until.day(&words.zone)).into()),
                    ]))
                }
                p.ln-muted {
                    (signed.charter.basis(&why.legal_basis).map_or(why.legal_basis.as_str(), |b| b.citation.as_str()))
                    " · " (parts::purpose(signed, &why.purpose))
                }
            }
        }
    }
}

fn owner_tools(signed: &Signed, detail: &ReportDetail) -> Markup {
    let id = detail.seen.id;
    html! {
        @if !detail.seen.closed {
            div.ln-tools {
                a.kern-btn.kern-btn--secondary href={ "/meldungen/" (id) "/bearbeiten" } { span.kern-label { (signed.t("edit")) } }
                a.kern-btn.kern-btn--tertiary href={ "/befunde/register/neu?meldung=" (id) } { span.kern-label { (signed.t("report-to-register")) } }
            }
            details.ln-unfold {
                summary { (signed.t("report-close")) }
                form.ln-form method="post" action={ "/meldungen/" (id) "/schliessen" } {
                    (layout::csrf(signed))
                    (parts::text_area(signed, &[], "outcome", "", 2))
                    (parts::button("secondary", &signed.t("report-close")))
                }
            }
        }
    }
}

/// The disclosures of a report as its owner sees them, with what can be done about each.
pub(super) fn disclosures(signed: &Signed, detail: &ReportDetail) -> Markup {
    let words = &signed.words;
    let current = detail.seen.own.as_ref().map_or(0, |own| own.version);
    let outdated = |(_, version, standing): &(Disclosure, u32, Standing)| {
        *standing == Standing::Valid && *version < current
    };
    html! {
        @if !detail.disclosures.is_empty() {
            h3 { (signed.t("disclosed-so-far")) }
            @if detail.disclosures.iter().any(outdated) {
                div.ln-card.ln-card--mine {
                    h4 { (signed.t("outdated-title")) }
                    p { (signed.t("outdated-text")) }
                    form method="post" action={ "/meldungen/" (detail.seen.id) "/mitteilen" } {
                        (layout::csrf(signed))
                        (parts::button("primary", &signed.t("tell-change")))
                    }
                }
            }
            ul.ln-list {
                @for (disclosure, version, standing) in &detail.disclosures {
                    li.ln-row {
                        div.ln-row__body {
                            div.ln-row__head {
                                span.ln-row__title { (signed.charter.audience(&disclosure.audience).map_or(disclosure.audience.as_str(), |a| words.of(&a.name))) }
                                span.ln-row__time { (disclose::standing_in_words(signed, *standing, disclosure.expires_at, disclosure.withdrawal.as_ref().map(|w| w.at))) }
                            }
                            p.ln-row__meta { (disclose::parts_in_words(signed, disclosure)) " · "
                                (words.with("version-passed", &[("version", (*version).into())])) }
                            @if let Some(withdrawal) = &disclosure.withdrawal { p.ln-row__meta { (signed.t("field-reason")) ": " (withdrawal.reason) } }
                            @if *standing == Standing::Valid { (disclose::withdraw_form(signed, disclosure.id, &format!("/meldungen/{}", detail.seen.id), None)) }
                        }
                    }
                }
            }
        }
    }
}

fn history(signed: &Signed, detail: &ReportDetail) -> Markup {
    let words = &signed.words;
    html! {
        details.ln-unfold {
            summary { (words.with("history-title", &[("count", detail.history.len().into())])) }
            ol.ln-history {
                @for report in detail.history.iter().rev() {
                    li {
                        strong { (words.with("history-version", &[("version", report.version.into())])) } " · "
                        (words.moment(report.changed_at))
                        @if let Some(name) = signed.app.account_name(report.changed_by) { " · " (name) }
                        p { (report.content.title) }
                        @if !report.content.summary.is_empty() { p.ln-muted { (report.content.summary) } }
                    }
                }
            }
        }
    }
}
