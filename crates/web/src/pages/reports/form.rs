//! The form of a report: three fields and a tap on the map; the rest unfolds.

use domain::{
    charter::{RuleMode, Unit},
    ids::RuleId,
    persons,
    report::{Channel, Draft, FieldError, Origin, Urgency},
};
use maud::{Markup, html};
use serde::Deserialize;

use crate::{context::Signed, layout, pages::parts};

/// Words that the island of the place shows.
const PLACE_WORDS: [&str; 7] = [
    "map-pick",
    "map-pick-keys",
    "map-no-webgl",
    "map-placed",
    "map-place-outside",
    "map-place-none",
    "map-location-denied",
];

/// What the form sends.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct ReportForm {
    pub(super) unit: String,
    pub(super) title: String,
    pub(super) text: String,
    pub(super) summary: String,
    pub(super) category: String,
    pub(super) modus: String,
    pub(super) source: String,
    pub(super) origin: String,
    pub(super) channel: String,
    pub(super) occurred_at: String,
    pub(super) period_from: String,
    pub(super) period_to: String,
    pub(super) lon: String,
    pub(super) lat: String,
    pub(super) household: Option<String>,
    pub(super) urgency: String,
    pub(super) known_since: String,
    pub(super) own_ref: String,
    /// Standing rules that the person left ticked.
    pub(super) rule: Vec<RuleId>,
    /// What to do with marks of persons: empty asks, `keep` saves them, `leave_out` leaves them out.
    pub(super) persons: String,
    /// For an edit: the version that the person saw.
    pub(super) version: u32,
}

impl ReportForm {
    pub(super) fn draft(&self) -> Draft {
        Draft {
            title: self.title.clone(),
            text: self.text.clone(),
            summary: self.summary.clone(),
            category: self.category.clone(),
            modus: self.modus.clone(),
            source: self.source.clone(),
            origin: self.origin.clone(),
            channel: self.channel.clone(),
            occurred_at: self.occurred_at.clone(),
            period_from: self.period_from.clone(),
            period_to: self.period_to.clone(),
            lon: self.lon.clone(),
            lat: self.lat.clone(),
            household: self.household.is_some(),
            urgency: self.urgency.clone(),
            known_since: self.known_since.clone(),
            own_ref: self.own_ref.clone(),
        }
    }

    /// Whether some text looks like a person and nobody decided about it yet.
    pub(super) fn asks_about_persons(&self) -> bool {
        self.persons.is_empty()
            && [&self.title, &self.summary, &self.text].iter().any(|t| !persons::find(t).is_empty())
    }

    /// With what looks like a person left out of all texts.
    pub(super) fn without_persons(mut self) -> Self {
        for text in [&mut self.title, &mut self.summary, &mut self.text] {
            *text = persons::leave_out(text, &persons::find(text));
        }
        self
    }
}

/// How the form is used.
pub(super) struct Use<'a> {
    pub(super) action: &'a str,
    pub(super) back: &'a str,
    pub(super) heading: String,
    pub(super) errors: &'a [FieldError],
    /// Whether it enters a new report (and proposes disclosures) or edits one.
    pub(super) new: bool,
    /// What is to be read before the form, if anything is.
    pub(super) above: Option<Markup>,
}

/// The page with the form.
pub(super) fn page(signed: &Signed, unit: &Unit, form: &ReportForm, usage: &Use<'_>) -> Markup {
    let errors = usage.errors;
    let body = html! {
        h1 { (usage.heading) }
        (layout::emergency(signed))
        (parts::error_summary(signed, errors))
        @if let Some(above) = &usage.above { (above) }
        @if errors.is_empty() && form.asks_about_persons() { (person_warning(signed, form)) }
        form.ln-form id="report-form" method="post" action=(usage.action) novalidate {
            (layout::csrf(signed))
            input type="hidden" name="version" value=(form.version);
            input type="hidden" name="unit" value=(form.unit);
            (parts::input(signed, errors, "title", "text", &form.title, true))
            (parts::select(signed, errors, "category", &categories(signed), &form.category, Some(signed.t("choose"))))
            (when(signed, form, errors))
            (place(signed, form, errors))
            details.ln-unfold open[unfolded(form, errors)] {
                summary { (signed.t("report-more")) }
                (parts::text_area(signed, errors, "summary", &form.summary, 2))
                (parts::text_area(signed, errors, "text", &form.text, 6))
                (parts::select(signed, errors, "source", &sources(signed, unit), &form.source, None))
                (parts::select(signed, errors, "origin", &named(signed, "origin", Origin::ALL.iter().map(|o| o.as_str())), &form.origin, Some(signed.t("by-source"))))
                (parts::select(signed, errors, "channel", &named(signed, "channel", Channel::ALL.iter().map(|c| c.as_str())), &form.channel, None))
                (modus(signed, form, errors))
                (parts::select(signed, errors, "urgency", &named(signed, "urgency", Urgency::ALL.iter().map(|u| u.as_str())), &form.urgency, None))
                @if usage.new { (parts::input(signed, errors, "known_since", "text", &form.known_since, false)) }
                (parts::input(signed, errors, "own_ref", "text", &form.own_ref, false))
            }
            @if usage.new { (rules(signed, unit, form)) }
            div.ln-form__foot {
                @if errors.is_empty() && form.asks_about_persons() {
                    button.kern-btn.kern-btn--primary type="submit" name="persons" value="leave_out" { span.kern-label { (signed.t("persons-leave-out")) } }
                    button.kern-btn.kern-btn--secondary type="submit" name="persons" value="keep" { span.kern-label { (signed.t("persons-keep")) } }
                } @else {
                    (parts::button("primary", &signed.t("save")))
                }
                a.ln-link href=(usage.back) { (signed.t("cancel")) }
            }
        }
    };
    layout::frame(
        signed,
        &usage.heading,
        "ln-body",
        &["report.js"],
        html! { main.ln-page.ln-page--form id="main" tabindex="-1" { (body) } },
    )
}

fn unfolded(form: &ReportForm, errors: &[FieldError]) -> bool {
    let folded =
        ["summary", "text", "source", "origin", "channel", "modus", "urgency", "known_since", "own_ref"];
    errors.iter().any(|error| folded.contains(&error.field))
        || !form.text.is_empty()
        || !form.summary.is_empty()
}

fn person_warning(signed: &Signed, form: &ReportForm) -> Markup {
    let texts = [("title", &form.title), ("summary", &form.summary), ("text", &form.text)];
    html! {
        div.kern-alert.kern-alert--warning role="alert" {
            div.kern-alert__header {
                span.kern-icon.kern-icon--warning aria-hidden="true" {}
                span.kern-title { (signed.t("persons-found")) }
            }
            div.kern-alert__body {
                p { (signed.t("persons-explained")) }
                ul {
                    @for (field, text) in texts {
                        @for mark in persons::find(text) {
                            li { (signed.t(&format!("field-{field}"))) ": " mark { (&text[mark.start..mark.end]) }
                                " (" (signed.t(&format!("person-{}", mark.kind.as_str()))) ")" }
                        }
                    }
                }
            }
        }
    }
}

fn when(signed: &Signed, form: &ReportForm, errors: &[FieldError]) -> Markup {
    html! {
        (parts::input(signed, errors, "occurred_at", "text", &form.occurred_at, true))
        details.ln-unfold open[!form.period_from.is_empty() || !form.period_to.is_empty()] {
            summary { (signed.t("report-period")) }
            div.ln-pair id="field-period" {
                (parts::input(signed, errors, "period_from", "text", &form.period_from, false))
                (parts::input(signed, errors, "period_to", "text", &form.period_to, false))
            }
            (parts::field_error(signed, errors, "period"))
        }
    }
}

fn place(signed: &Signed, form: &ReportForm, errors: &[FieldError]) -> Markup {
    let household = html! {
        label.ln-check {
            input type="checkbox" name="household" value="1" checked[form.household.is_some()];
            span.ln-check__name { (signed.t("field-household")) }
        }
    };
    coordinates(signed, [&form.lon, &form.lat], errors, "hint-place", household)
}

/// A place by a tap on the map or by its coordinates, with `more` below. The form around it is `#report-form`.
pub(crate) fn coordinates(
    signed: &Signed,
    [lon, lat]: [&str; 2],
    errors: &[FieldError],
    hint: &str,
    more: Markup,
) -> Markup {
    html! {
        fieldset.ln-place id="field-place" aria-describedby=[parts::described_with(errors, "place", Some("hint-place"))] {
            legend.kern-label { (signed.t("field-place")) }
            p.kern-hint id="hint-place" { (signed.t(hint)) }
            (parts::field_error(signed, errors, "place"))
            div.ln-place__map.ln-map.ln-js id="report-map" data-config="/api/v1/picture/map-config" data-words=(layout::script_words(signed, &PLACE_WORDS)) {
                (parts::map_tools(signed))
            }
            div.ln-place__tools.ln-js {
                button.kern-btn.kern-btn--secondary type="button" id="report-here" { span.kern-label { (signed.t("my-location")) } }
                button.kern-btn.kern-btn--tertiary type="button" id="report-no-place" { span.kern-label { (signed.t("no-place")) } }
                p.ln-place__said id="report-place" role="status" {}
            }
            details.ln-unfold open[parts::described(errors, "place").is_some()] {
                summary { (signed.t("report-coordinates")) }
                div.ln-pair {
                    (parts::input(signed, errors, "lon", "text", lon, false))
                    (parts::input(signed, errors, "lat", "text", lat, false))
                }
            }
            (more)
        }
    }
}

/// The standing rules of the unit, visible and ticked: what applies to the category is disclosed on saving.
fn rules(signed: &Signed, unit: &Unit, form: &ReportForm) -> Markup {
    let charter = &signed.charter;
    let rules: Vec<_> = charter.standing_rules.iter().filter(|rule| rule.unit == unit.id).collect();
    let fresh = form.title.is_empty() && form.category.is_empty();
    html! {
        @if !rules.is_empty() {
            fieldset.ln-rules {
                legend.kern-label { (signed.t("rules-title")) }
                p.kern-hint { (signed.t("rules-hint")) }
                @for rule in rules {
                    @let audience = charter.audience(&rule.audience).map_or(rule.audience.as_str(), |a| signed.words.of(&a.name));
                    @let profile = charter.profile(&rule.profile).map_or(rule.profile.as_str(), |p| signed.words.of(&p.name));
                    @let automatic = rule.mode == RuleMode::Automatic;
                    label.ln-check data-categories=(rule.categories.iter().map(|c| c.as_str()).collect::<Vec<_>>().join(" ")) {
                        input type="checkbox" name="rule" value=(rule.id) checked[automatic || fresh || form.rule.contains(&rule.id)] disabled[automatic];
                        span.ln-check__name {
                            (signed.words.with("rule-discloses", &[("audience", audience.into()), ("profile", profile.into())]))
                            br; span.ln-muted { (signed.words.of(&rule.name)) @if automatic { " (" (signed.t("rule-automatic")) ")" } }
                        }
                    }
                }
            }
        }
    }
}

/// All categories, by name.
pub(crate) fn categories(signed: &Signed) -> Vec<(String, String)> {
    let mut list: Vec<(String, String)> = signed
        .charter
        .categories
        .iter()
        .map(|c| (c.id.to_string(), signed.words.of(&c.name).to_owned()))
        .collect();
    list.sort_by(|a, b| a.1.cmp(&b.1));
    list
}

fn sources(signed: &Signed, unit: &Unit) -> Vec<(String, String)> {
    let own = signed.charter.sources.iter().filter(|source| source.units.contains(&unit.id));
    own.map(|source| (source.id.to_string(), signed.words.of(&source.name).to_owned())).collect()
}

/// The modus; each stands with its category, so that scripts show those of the chosen one.
fn modus(signed: &Signed, form: &ReportForm, errors: &[FieldError]) -> Markup {
    let words = &signed.words;
    html! {
        div.kern-form-input {
            label.kern-label for="field-modus" { (signed.t("field-modus")) }
            div.kern-form-input__select-wrapper {
                select.kern-form-input__select id="field-modus" name="modus" aria-describedby=[parts::described(errors, "modus")] {
                    option value="" { (signed.t("none")) }
                    @for category in signed.charter.categories.iter().filter(|c| !c.modi.is_empty()) {
                        optgroup label=(words.of(&category.name)) data-category=(category.id) {
                            @for modus in &category.modi {
                                option value=(modus.id) selected[form.modus == modus.id.as_str()] { (words.of(&modus.name)) }
                            }
                        }
                    }
                }
            }
            (parts::field_error(signed, errors, "modus"))
        }
    }
}

fn named<'a>(signed: &Signed, group: &str, values: impl Iterator<Item = &'a str>) -> Vec<(String, String)> {
    values.map(|value| (value.to_owned(), signed.t(&format!("{group}-{value}")))).collect()
}
