//! `GET /vereinbarung/weitergabe`: who gives whom what, on which legal basis.

use axum::response::Response;
use domain::charter::{
    Audience, Charter, Confidence, Profile, RuleMode, SensitivePlace, StandingRule,
    derive::{Way, disclosure_matrix},
};
use maud::{Markup, html};

use super::{page, partners, today, unit};
use crate::{answer::show as answer, context::Signed, pages::parts};

pub(super) async fn show(signed: Signed) -> Response {
    let charter = &signed.charter;
    let ways = disclosure_matrix(charter, today(&signed));
    let body = html! {
        p.ln-lead { (signed.t("sharing-lead")) }
        (matrix(&signed, &ways))
        (profiles(&signed, &charter.profiles))
        (audiences(&signed, charter))
        (rules(&signed, &charter.standing_rules))
        (sensitive(&signed, &charter.sensitive_places))
    };
    answer(page(&signed, "/vereinbarung/weitergabe", &signed.t("sharing-title"), body))
}

/// Every partner's ways, folded; the viewer's own stand open.
fn matrix(signed: &Signed, ways: &[Way<'_>]) -> Markup {
    let words = &signed.words;
    let givers = signed.charter.partners.iter().filter(|p| ways.iter().any(|way| way.from.id == p.id));
    html! {
        section.ln-stack aria-labelledby="ways" {
            h2 id="ways" { (signed.t("ways-title")) }
            p.ln-muted { (signed.t("ways-explained")) }
            @if ways.is_empty() { (parts::empty(&signed.t("ways-empty"), &signed.t("ways-empty-hint"))) }
            @for giver in givers {
                @let own: Vec<&Way<'_>> = ways.iter().filter(|way| way.from.id == giver.id).collect();
                details.ln-unfold open[giver.id == signed.who.account.partner] {
                    summary { (words.with("ways-of", &[("partner", words.of(&giver.name).into()), ("count", own.len().into())])) }
                    (ways_table(signed, words.of(&giver.short), &own))
                }
            }
        }
    }
}

/// Audiences beside profiles: basis, expiry and purpose of each way. Audiences to which the same ways lead are one row.
fn ways_table(signed: &Signed, giver: &str, ways: &[&Way<'_>]) -> Markup {
    let words = &signed.words;
    let used = |profile: &&Profile| ways.iter().any(|way| way.profile.id == profile.id);
    let profiles: Vec<&Profile> = signed.charter.profiles.iter().filter(used).collect();
    html! {
        div.ln-scroll { table.kern-table.ln-table.ln-table--stack {
            caption.ln-hidden { (words.with("ways-caption", &[("partner", giver.to_owned().into())])) }
            thead { tr {
                th scope="col" { (signed.t("field-audience")) }
                @for profile in &profiles { th scope="col" { (words.of(&profile.name)) } }
            } }
            tbody {
                @for (audiences, ways) in alike(signed, &profiles, ways) {
                    tr {
                        th scope="row" { (names(signed, &audiences)) }
                        @for (profile, way) in profiles.iter().zip(ways) {
                            td data-label=(words.of(&profile.name)) { @match way {
                                Some(way) => (way_cell(signed, way)),
                                None => "–",
                            } }
                        }
                    }
                }
            }
        } }
    }
}

/// Audiences with a way for each profile, those together whose ways do not differ.
fn alike<'a>(
    signed: &'a Signed,
    profiles: &[&Profile],
    ways: &[&'a Way<'a>],
) -> Vec<(Vec<&'a Audience>, Vec<Option<&'a Way<'a>>>)> {
    let same = |one: &Option<&Way<'_>>, other: &Option<&Way<'_>>| match (one, other) {
        (None, None) => true,
        (Some(one), Some(other)) => {
            one.basis.id == other.basis.id
                && one.pair.days == other.pair.days
                && one.pair.purpose == other.pair.purpose
        }
        _ => false,
    };
    let mut rows: Vec<(Vec<&Audience>, Vec<Option<&Way<'_>>>)> = Vec::new();
    for audience in &signed.charter.audiences {
        let to = |profile: &&Profile| {
            ways.iter().find(|way| way.audience.id == audience.id && way.profile.id == profile.id).copied()
        };
        let cells: Vec<Option<&Way<'_>>> = profiles.iter().map(to).collect();
        if cells.iter().all(Option::is_none) {
            continue;
        }
        match rows.iter_mut().find(|(_, known)| known.iter().zip(&cells).all(|(one, other)| same(one, other)))
        {
            Some((audiences, _)) => audiences.push(audience),
            None => rows.push((vec![audience], cells)),
        }
    }
    rows
}

/// The names of audiences; of many the first ones, and all behind them.
fn names(signed: &Signed, audiences: &[&Audience]) -> Markup {
    let name = |audience: &&Audience| signed.words.of(&audience.name).to_owned();
    match audiences {
        [first, second, rest @ ..] if rest.len() > 1 => {
            let first = format!("{}; {}", name(first), name(second));
            let more = [("names", first.into()), ("count", rest.len().into())];
            html! {
                details {
                    summary { (signed.words.with("ways-to", &more)) }
                    ul { @for audience in audiences { li { (name(audience)) } } }
                }
            }
        }
        few => html! { (few.iter().map(name).collect::<Vec<_>>().join("; ")) },
    }
}

fn way_cell(signed: &Signed, way: &Way<'_>) -> Markup {
    let words = &signed.words;
    html! {
        a href={ "/vereinbarung/rechtsgrundlagen#basis-" (way.basis.id) } { (way.basis.citation) }
        @if way.basis.confidence == Confidence::Unverified { " " span.ln-badge.ln-badge--look { (signed.t("confidence-unverified")) } }
        br;
        span.ln-muted { (words.of(&way.pair.purpose)) ", " (words.with("ways-days", &[("days", way.pair.days.into())])) }
    }
}

fn profiles(signed: &Signed, profiles: &[Profile]) -> Markup {
    let words = &signed.words;
    html! {
        section.ln-stack aria-labelledby="profiles" {
            h2 id="profiles" { (signed.t("profiles-title")) }
            @if profiles.is_empty() {
                (parts::empty(&signed.t("profiles-empty"), &signed.t("charter-empty-hint")))
            } @else {
                div.ln-scroll { table.kern-table.ln-table.ln-table--stack {
                    caption.ln-hidden { (signed.t("profiles-caption")) }
                    thead { tr {
                        @for key in ["field-profile", "field-place", "field-time", "field-text", "profile-attachments", "profile-explains"] { th scope="col" { (signed.t(key)) } }
                    } }
                    tbody {
                        @for profile in profiles {
                            tr {
                                th scope="row" { (words.of(&profile.name)) }
                                td data-label=(signed.t("field-place")) { (parts::precision(signed, profile.place)) }
                                td data-label=(signed.t("field-time")) { (signed.t(&format!("time-{}", profile.time.as_str()))) }
                                td data-label=(signed.t("field-text")) { (signed.t(&format!("textpart-{}", profile.text.as_str()))) }
                                td data-label=(signed.t("profile-attachments")) { (signed.t(if profile.attachments { "yes" } else { "no" })) }
                                td data-label=(signed.t("profile-explains")) { (words.of(&profile.explains)) }
                            }
                        }
                    }
                } }
            }
        }
    }
}

fn audiences(signed: &Signed, charter: &Charter) -> Markup {
    let words = &signed.words;
    html! {
        section.ln-stack aria-labelledby="audiences" {
            h2 id="audiences" { (signed.t("audiences-title")) }
            p.ln-muted { (signed.t("audiences-explained")) }
            div.ln-scroll { table.kern-table.ln-table.ln-table--stack {
                caption.ln-hidden { (signed.t("audiences-caption")) }
                thead { tr {
                    @for key in ["field-audience", "audience-partners", "audience-people"] { th scope="col" { (signed.t(key)) } }
                } }
                tbody {
                    @for audience in &charter.audiences {
                        tr {
                            th scope="row" { (words.of(&audience.name)) }
                            td data-label=(signed.t("audience-partners")) { (partners(signed, &audience.partners)) }
                            td data-label=(signed.t("audience-people")) { (people(signed, audience)) }
                        }
                    }
                }
            } }
        }
    }
}

fn people(signed: &Signed, audience: &Audience) -> String {
    let bodies = audience.bodies.iter().filter_map(|id| signed.charter.body(id));
    let names = audience.units.iter().map(|id| unit(signed, id));
    let names: Vec<String> = names.chain(bodies.map(|body| signed.words.of(&body.name).to_owned())).collect();
    if names.is_empty() { signed.t("audience-everybody") } else { names.join(", ") }
}

fn rules(signed: &Signed, rules: &[StandingRule]) -> Markup {
    let (charter, words) = (&signed.charter, &signed.words);
    html! {
        section.ln-stack aria-labelledby="rules" {
            h2 id="rules" { (signed.t("standing-rules-title")) }
            @if rules.is_empty() {
                (parts::empty(&signed.t("standing-rules-empty"), &signed.t("standing-rules-empty-hint")))
            } @else {
                div.ln-scroll { table.kern-table.ln-table.ln-table--stack {
                    caption.ln-hidden { (signed.t("standing-rules-caption")) }
                    thead { tr {
                        @for key in ["rule-name", "rule-unit", "rule-for", "field-audience", "field-profile", "rule-mode"] { th scope="col" { (signed.t(key)) } }
                    } }
                    tbody {
                        @for rule in rules {
                            tr {
                                th scope="row" { (words.of(&rule.name)) }
                                td data-label=(signed.t("rule-unit")) { (unit(signed, &rule.unit)) }
                                td data-label=(signed.t("rule-for")) { (scope(signed, rule)) }
                                td data-label=(signed.t("field-audience")) { (charter.audience(&rule.audience).map_or(rule.audience.as_str(), |a| words.of(&a.name))) }
                                td data-label=(signed.t("field-profile")) { (charter.profile(&rule.profile).map_or(rule.profile.as_str(), |p| words.of(&p.name))) }
                                td data-label=(signed.t("rule-mode")) { (signed.t(match rule.mode { RuleMode::Prefill => "rule-mode-prefill", RuleMode::Automatic => "rule-mode-automatic" })) }
                            }
                        }
                    }
                } }
            }
        }
    }
}

/// For which reports a rule is meant.
fn scope(signed: &Signed, rule: &StandingRule) -> String {
    let (charter, words) = (&signed.charter, &signed.words);
    let categories = rule.categories.iter().filter_map(|id| charter.category(id)).map(|c| words.of(&c.name));
    let sources = rule.sources.iter().filter_map(|id| charter.source(id)).map(|s| words.of(&s.name));
    let mut parts: Vec<String> = categories.chain(sources).map(ToOwned::to_owned).collect();
    if parts.is_empty() {
        parts.push(signed.t("rule-all-reports"));
    }
    if rule.urgent_only {
        parts.push(signed.t("rule-urgent-only"));
    }
    parts.join(", ")
}

fn sensitive(signed: &Signed, places: &[SensitivePlace]) -> Markup {
    let words = &signed.words;
    html! {
        section.ln-stack aria-labelledby="sensitive" {
            h2 id="sensitive" { (signed.t("sensitive-title")) }
            @if places.is_empty() {
                (parts::empty(&signed.t("sensitive-empty"), &signed.t("sensitive-empty-hint")))
            } @else {
                p.ln-muted { (signed.t("sensitive-explained")) }
                ul.ln-list {
                    @for place in places {
                        li.ln-row { div.ln-row__body {
                            span.ln-row__title { (words.of(&place.kind)) }
                            p.ln-row__meta { (words.with("sensitive-at-most", &[("precision", parts::precision(signed, place.at_most).into())])) }
                        } }
                    }
                }
            }
        }
    }
}
