//! `/verwaltung/{account}`: what one person may do, and changing it.

use app::{ActError, Colleague};
use axum::{
    extract::{Path, RawQuery},
    response::Response,
};
use domain::{
    access::{MemberOf, Role},
    ids::AccountId,
    report::FieldError,
};
use maud::{Markup, html};

use super::act::GrantForm;
use crate::{
    answer::{Failure, show as answer},
    context::Signed,
    layout,
    pages::parts,
    query,
};

/// What was done before this page; the part of the address that says so, and the key of its words.
const DONE: [(&str, &str); 5] = [
    ("gegeben", "notice-granted"),
    ("beendet", "notice-ended"),
    ("gesperrt", "notice-disabled"),
    ("entsperrt", "notice-enabled"),
    ("faktor", "notice-factor-reset"),
];

pub(super) async fn show(signed: Signed, Path(account): Path<String>, RawQuery(raw): RawQuery) -> Response {
    let pairs = query::pairs(raw.as_deref());
    let done = DONE.iter().find(|(key, _)| query::first(&pairs, key).is_some());
    let said = done.map(|(_, key)| parts::notice(&signed.t(key)));
    match page(&signed, &account, &GrantForm::default(), &[], said).await {
        Ok(markup) => answer(markup),
        Err(error) => signed.fail(Failure::from(error)),
    }
}

/// The page, after something was done or with what was wrong.
pub(super) async fn page(
    signed: &Signed,
    account: &str,
    form: &GrantForm,
    errors: &[FieldError],
    said: Option<Markup>,
) -> Result<Markup, ActError> {
    let colleague = find(signed, account)?;
    let own = colleague.account.id == signed.who.account.id;
    let disabled = colleague.account.disabled_at.is_some_and(|at| at <= signed.app.now());
    let factor = signed.app.has_second_factor(&signed.who, colleague.account.id).await?;
    let body = html! {
        p { a.ln-link href="/verwaltung" { (signed.t("admin-title")) } }
        h1 { (colleague.account.name) }
        @if let Some(said) = said { (said) }
        (parts::error_summary(signed, errors))
        @if own { p.ln-lead { (signed.t("admin-own")) } }
        (facts(signed, &colleague, disabled, factor))
        (rights(signed, &colleague, own))
        @if !own {
            @if !disabled { (grant_form(signed, &colleague, form, errors)) }
            (access(signed, &colleague, disabled, factor))
        }
    };
    Ok(layout::page(signed, &colleague.account.name, body))
}

/// Somebody of the own partner; everybody else does not exist here.
pub(super) fn find(signed: &Signed, account: &str) -> Result<Colleague, ActError> {
    let colleagues = signed.app.colleagues(&signed.who)?;
    let id: AccountId = account.parse().map_err(|_| ActError::NotFound)?;
    colleagues.into_iter().find(|colleague| colleague.account.id == id).ok_or(ActError::NotFound)
}

fn facts(signed: &Signed, colleague: &Colleague, disabled: bool, factor: bool) -> Markup {
    let (account, words) = (&colleague.account, &signed.words);
    html! {
        dl.ln-facts {
            dt { (signed.t("field-email")) } dd { (account.email) }
            dt { (signed.t("account-since")) } dd { (words.day(account.created_at.day(&words.zone))) }
            dt { (signed.t("field-state")) }
            dd {
                (signed.t(if disabled { "account-disabled" } else { "account-active" }))
                @if let Some(at) = account.disabled_at.filter(|_| disabled) { " (" (words.moment(at)) ")" }
            }
            dt { (signed.t("admin-factor")) }
            dd {
                (signed.t(match factor {
                    true => "admin-factor-set-up",
                    false if signed.app.demands_second_factor(account.id) => "admin-factor-demanded",
                    false => "admin-factor-missing",
                }))
            }
        }
    }
}

fn rights(signed: &Signed, colleague: &Colleague, own: bool) -> Markup {
    html! {
        section.ln-stack aria-labelledby="rights" {
            h2 id="rights" { (signed.t("rights-title")) }
            @if colleague.memberships.is_empty() {
                (parts::empty(&signed.t("admin-rights-empty"), &signed.t("admin-rights-empty-hint")))
            } @else {
                ul.ln-list {
                    @for membership in &colleague.memberships {
                        @let what = parts::membership(signed, membership);
                        @let end = html! {
                            form method="post" action={ "/verwaltung/" (colleague.account.id) "/rechte/" (membership.id) } {
                                (layout::csrf(signed))
                                button.ln-link type="submit" aria-label=(signed.words.with("membership-end-label", &[("what", what.into())])) { (signed.t("membership-end")) }
                            }
                        };
                        (parts::membership_row(signed, membership, (!own).then_some(end)))
                    }
                }
            }
        }
    }
}

fn grant_form(signed: &Signed, colleague: &Colleague, form: &GrantForm, errors: &[FieldError]) -> Markup {
    html! {
        section.ln-card aria-labelledby="grant" {
            h2 id="grant" { (signed.t("grant-title")) }
            form.ln-form method="post" action={ "/verwaltung/" (colleague.account.id) "/rechte" } {
                (layout::csrf(signed))
                div.kern-form-input.kern-form-input--error[parts::described(errors, "of").is_some()] {
                    label.kern-label for="field-of" { (signed.t("field-of")) }
                    div.kern-form-input__select-wrapper {
                        select.kern-form-input__select id="field-of" name="of" required aria-describedby=[parts::described(errors, "of")] {
                            option value="" { (signed.t("choose")) }
                            @for (group, rights) in grantable(signed) {
                                optgroup label=(signed.t(group)) {
                                    @for (value, name) in rights { option value=(value) selected[value == form.of] { (name) } }
                                }
                            }
                        }
                    }
                    (parts::field_error(signed, errors, "of"))
                }
                (parts::input(signed, errors, "until", "text", &form.until, false))
                div.ln-form__foot { (parts::button("primary", &signed.t("grant"))) }
            }
        }
    }
}

/// Everything that can be granted inside the caller's partner: value and words, by group.
fn grantable(signed: &Signed) -> [(&'static str, Vec<(String, String)>); 3] {
    let (charter, words) = (&signed.charter, &signed.words);
    let own = &signed.who.account.partner;
    let right = |of: MemberOf, role: Role, name: String| (GrantForm::value(&of, role), name);
    let role = |role: Role| signed.t(&format!("role-{}", role.as_str()));
    let mut units = Vec::new();
    for unit in charter.partner(own).map(|partner| partner.units.as_slice()).unwrap_or_default() {
        for given in [Role::Officer, Role::Reader] {
            let name = format!("{}: {}", words.of(&unit.name), role(given));
            units.push(right(MemberOf::Unit(unit.id.clone()), given, name));
        }
    }
    let seated = charter.bodies.iter().filter(|body| body.seats.iter().any(|seat| seat.partner == *own));
    let bodies = seated.map(|body| {
        let name = words.with("role-seat", &[("body", words.of(&body.name).into())]);
        right(MemberOf::Body(body.id.clone()), Role::Reader, name)
    });
    let partner =
        [Role::Admin, Role::DataProtection].map(|given| right(MemberOf::Partner, given, role(given)));
    [("grant-units", units), ("grant-bodies", bodies.collect()), ("grant-partner", partner.to_vec())]
}

/// A new link, a lost device, disabling, enabling.
fn access(signed: &Signed, colleague: &Colleague, disabled: bool, factor: bool) -> Markup {
    let to = |what: &str| format!("/verwaltung/{}/{what}", colleague.account.id);
    let form = |action: String, hint: &str, button: &str| {
        html! {
            form.ln-stack method="post" action=(action) {
                (layout::csrf(signed))
                p { (signed.t(hint)) }
                div { (parts::button("secondary", &signed.t(button))) }
            }
        }
    };
    html! {
        section.ln-stack aria-labelledby="access" {
            h2 id="access" { (signed.t("access-title")) }
            @if disabled {
                (form(to("entsperren"), "enable-hint", "enable"))
            } @else {
                details.ln-unfold {
                    summary { (signed.t("renew-title")) }
                    (form(to("einladung"), "renew-hint", "renew"))
                }
                @if factor {
                    details.ln-unfold {
                        summary { (signed.t("factor-reset-title")) }
                        (form(to("zweiter-faktor"), "factor-reset-hint", "factor-reset"))
                    }
                }
                details.ln-unfold {
                    summary { (signed.t("disable-title")) }
                    (form(to("sperren"), "disable-hint", "disable"))
                }
            }
        }
    }
}
