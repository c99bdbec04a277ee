//! `GET /freigaben/{id}`: one disclosure with its reports, for who gave it and for who received it.

use app::{ActError, DisclosureDetail, Tells};
use axum::{
    extract::{Path, RawQuery},
    response::Response,
};
use domain::{disclosure::Standing, ids::DisclosureId, report::FieldError};
use maud::{Markup, html};

use super::list;
use crate::{
    answer::{Failure, show},
    context::Signed,
    layout,
    pages::{
        parts,
        reports::panel::{parts_in_words, reason_field, standing_in_words, withdraw_form},
    },
    query,
};

pub(super) async fn read(signed: Signed, Path(id): Path<String>, RawQuery(raw): RawQuery) -> Response {
    let pairs = query::pairs(raw.as_deref());
    let remaining = query::first(&pairs, "zurueckgezogen").and_then(|text| text.parse::<u64>().ok());
    let said = remaining.map(|count| signed.words.with("notice-withdrawn", &[("count", count.into())]));
    let detail = match id.parse::<DisclosureId>() {
        Ok(id) => signed.app.read_disclosure(&signed.who, id).await,
        Err(_) => Err(ActError::NotFound),
    };
    let withdrawing = query::first(&pairs, "zurueckziehen").map(|_| Withdrawing::default());
    match detail {
        Ok(detail) => show(page(&signed, &detail, said, withdrawing.as_ref())),
        Err(error) => signed.fail(Failure::from(error)),
    }
}

/// A withdrawal that somebody is about to make: what was typed, and what is wrong with it.
#[derive(Default)]
pub(super) struct Withdrawing {
    pub(super) reason: String,
    pub(super) errors: Vec<FieldError>,
}

/// The page, after something was done or with the form for a withdrawal unfolded.
pub(super) fn page(
    signed: &Signed,
    detail: &DisclosureDetail,
    said: Option<String>,
    withdrawing: Option<&Withdrawing>,
) -> Markup {
    let d = &detail.disclosure;
    let back = if detail.own { list::MADE } else { "/freigaben" };
    let errors = withdrawing.map_or(&[][..], |typed| typed.errors.as_slice());
    let audience = signed.charter.audience(&d.audience);
    let audience = audience.map_or(d.audience.as_str(), |a| signed.words.of(&a.name)).to_owned();
    let heading = signed.words.with("disclosure-title", &[("audience", audience.into())]);
    let body = html! {
        p { a.ln-link href=(back) { (signed.t("disclosures-title")) } }
        h1 { (heading) }
        (parts::error_summary_at(signed, errors, |_| reason_field(d.id)))
        @if let Some(said) = said { (parts::notice(&said)) }
        (facts(signed, detail))
        @if detail.may_withdraw {
            div id="zurueckziehen" {
                (withdraw_form(signed, d.id, &format!("/freigaben/{}", d.id), withdrawing.map(|typed| (typed.reason.as_str(), errors))))
            }
        }
        @if let Some(tells) = detail.tells { (told(signed, detail, tells)) }
        @else { section.ln-stack id="reports" data-live aria-labelledby="reports-head" {
            h2 id="reports-head" { (signed.words.with("disclosure-reports", &[("count", detail.total.into())])) }
            @if detail.reports.is_empty() {
                (parts::empty(&signed.t("disclosure-empty"), &signed.t("disclosure-empty-hint")))
            } @else {
                ul.ln-list.ln-list--page { @for seen in &detail.reports { (parts::report_row(signed, seen)) } }
                @if detail.total > detail.reports.len() as u64 {
                    p.ln-muted { (signed.words.with("disclosures-newest", &[("shown", detail.reports.len().into()), ("count", signed.words.number(detail.total).into())])) }
                }
            }
        } }
    };
    layout::page(signed, &heading, body)
}

/// What is told instead of reports, and where it stands for who looks.
fn told(signed: &Signed, detail: &DisclosureDetail, tells: Tells) -> Markup {
    let (key, address) = match tells {
        Tells::Finding(id) if detail.own => ("tells-finding", format!("/befunde/{id}")),
        Tells::Finding(_) => ("tells-finding", format!("/befunde/{}", detail.disclosure.id)),
        Tells::Hotspot(id) if detail.own => ("tells-hotspot", format!("/befunde/register/{id}")),
        Tells::Hotspot(_) => ("tells-hotspot", "/befunde/register".to_owned()),
    };
    let there = detail.own || detail.standing == Standing::Valid;
    html! {
        section.ln-stack aria-labelledby="told" {
            h2 id="told" { (signed.t("disclosure-tells")) }
            p { @if there { a.ln-link href=(address) { (signed.t(key)) } } @else { (signed.t(key)) } }
            p.ln-muted { (signed.t("disclosure-tells-hint")) }
        }
    }
}

fn facts(signed: &Signed, detail: &DisclosureDetail) -> Markup {
    let (charter, words, d) = (&signed.charter, &signed.words, &detail.disclosure);
    let holds = detail.own || detail.standing == Standing::Valid;
    let partner = |id| charter.partner(id).map_or_else(|| id.to_string(), |p| words.of(&p.short).to_owned());
    html! {
        dl.ln-facts {
            dt { (signed.t("field-state")) }
            dd { (standing_in_words(signed, detail.standing, d.expires_at, d.withdrawal.as_ref().map(|w| w.at))) }
            dt { (signed.t("disclosure-from")) }
            dd {
                (partner(&d.from))
                @if let Some(name) = signed.app.account_name(d.made_by).filter(|_| detail.own) { ", " (name) }
            }
            dt { (signed.t("disclosure-made")) } dd { (words.moment(d.made_at)) }
            @if holds {
                dt { (signed.t("disclosure-partners")) } dd { (d.partners.iter().map(partner).collect::<Vec<_>>().join(", ")) }
                dt { (signed.t("disclosure-parts")) } dd { (parts_in_words(signed, d)) }
                dt { (signed.t("field-legal_basis")) }
                dd { a href={ "/vereinbarung/rechtsgrundlagen#basis-" (d.legal_basis) } { (charter.basis(&d.legal_basis).map_or(d.legal_basis.as_str(), |b| b.citation.as_str())) } }
                dt { (signed.t("field-purpose")) } dd { (parts::purpose(signed, &d.purpose)) }
            }
            @if let Some(withdrawal) = &d.withdrawal {
                dt { (signed.t("field-reason")) }
                dd { (words.with("withdrawn-with-reason", &[("at", words.moment(withdrawal.at).into()), ("reason", withdrawal.reason.clone().into())])) }
            }
        }
    }
}
