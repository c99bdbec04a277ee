//! Pieces that several pages share: a report in a list, a place, a time, a choice.

use domain::{
    access::{MemberOf, Membership},
    charter::SourceKind,
    place::{Precision, ShownPlace},
    report::{FieldError, Seen, ShownWhen},
    time::{Day, Timestamp, When},
};
use maud::{Markup, html};

use crate::{answer, context::Visit, layout::symbol};

/// The symbol of a kind of source: circle, square, triangle, with its name for those who do not see it. What was
/// disclosed without its source has a symbol, too.
pub(crate) fn kind(visit: &Visit, kind: Option<SourceKind>) -> Markup {
    let name = kind.map_or("untold", SourceKind::as_str);
    html! { span.ln-kind { (symbol(name)) span.ln-hidden { (visit.t(&format!("kind-{name}"))) } } }
}

/// What a report is called in a list: its title for those who have it, else its category.
pub(crate) fn title(visit: &Visit, seen: &Seen) -> String {
    match &seen.full {
        Some(full) => full.title.clone(),
        None => category(visit, seen),
    }
}

/// Name of a report's category.
pub(crate) fn category(visit: &Visit, seen: &Seen) -> String {
    let category = visit.charter.category(&seen.category);
    category.map_or_else(|| seen.category.to_string(), |c| visit.words.of(&c.name).to_owned())
}

/// For which purpose something was disclosed: in the reader's language where the wording is one of the charter.
pub(crate) fn purpose<'a>(visit: &'a Visit, wording: &'a str) -> &'a str {
    visit.charter.purpose(wording).map_or(wording, |purpose| visit.words.of(purpose))
}

/// A precision in words.
pub(crate) fn precision(visit: &Visit, precision: Precision) -> String {
    visit.t(&format!("precision-{}", precision.as_str()))
}

/// The area of a place, as far as it is shown; none for a place that has none.
pub(crate) fn area(visit: &Visit, place: &ShownPlace) -> Option<String> {
    let geography = visit.app.geography();
    let name = |lon: f64, lat: f64| {
        let division = geography.division(geography.quarter())?;
        Some(division.areas()[division.index_at(lon, lat)?].name.clone())
    };
    match place {
        ShownPlace::None | ShownPlace::Quarter(None) => None,
        ShownPlace::City => Some(visit.charter.agreement.city.clone()),
        ShownPlace::Quarter(Some((division, area))) => {
            let areas =
                geography.division(division).map(domain::geography::Division::areas).unwrap_or_default();
            let found = areas.iter().find(|a| a.id == *area).map(|a| a.name.clone());
            Some(found.unwrap_or_else(|| area.to_string()))
        }
        ShownPlace::Exact { lon, lat } => name(*lon, *lat),
        ShownPlace::Cell { cell, .. } => {
            let (lon, lat) = domain::place::centre(*cell);
            name(lon, lat)
        }
    }
}

/// A place in words, as precisely as it is shown: area, then precision.
pub(crate) fn place(visit: &Visit, place: &ShownPlace) -> String {
    let how = match place {
        ShownPlace::None => return visit.t("place-none"),
        ShownPlace::City | ShownPlace::Quarter(_) => {
            return area(visit, place).unwrap_or_else(|| visit.t("place-no-area"));
        }
        ShownPlace::Exact { .. } => Precision::Exact,
        ShownPlace::Cell { precision, .. } => *precision,
    };
    match area(visit, place) {
        Some(area) => format!("{area}, {}", precision(visit, how)),
        None => precision(visit, how),
    }
}

/// A time in words, as precisely as it is shown.
pub(crate) fn when(visit: &Visit, when: &ShownWhen) -> Markup {
    let words = &visit.words;
    match when {
        ShownWhen::Exact(When::At(at)) => {
            html! { time datetime=(words.machine(*at)) { (words.moment(*at)) } }
        }
        ShownWhen::Exact(When::Within { from, to }) => {
            let (first, last) = (from.day(&words.zone), Timestamp(to.0 - 1).day(&words.zone));
            html! { (span(first, last, |day| words.day(day))) }
        }
        ShownWhen::Day(day) => html! { time datetime=(day.date().to_string()) { (words.day(*day)) } },
    }
}

/// Why a report is in the viewer's list: own, or by whose disclosure.
pub(crate) fn by_whom(visit: &Visit, seen: &Seen) -> String {
    if seen.grant.own {
        return visit.t("report-own");
    }
    let partner = visit.charter.partner(&seen.partner);
    let name = partner.map_or_else(|| seen.partner.to_string(), |p| visit.words.of(&p.short).to_owned());
    visit.words.with("report-by", &[("partner", name.into())])
}

/// A time as a list has it, with the whole of it behind: today by the clock, this year without the year.
fn when_shortly(visit: &Visit, shown: &ShownWhen) -> Markup {
    let words = &visit.words;
    let day = |day: Day| near_day(visit, day);
    let (whole, text) = match shown {
        ShownWhen::Exact(When::At(at)) => {
            let (clock, on) = (words.clock(*at), at.day(&words.zone));
            let today = on == visit.app.now().day(&words.zone);
            (words.moment(*at), if today { clock } else { format!("{}, {clock}", day(on)) })
        }
        ShownWhen::Exact(When::Within { from, to }) => {
            let (from, last) = (from.day(&words.zone), Timestamp(to.0 - 1).day(&words.zone));
            (span(from, last, |day| words.day(day)), span(from, last, day))
        }
        ShownWhen::Day(shown) => (words.day(*shown), day(*shown)),
    };
    html! { time title=(whole) datetime=[machine(visit, shown)] { (text) } }
}

/// A moment as a list has it.
pub(crate) fn moment_shortly(visit: &Visit, at: Timestamp) -> Markup {
    when_shortly(visit, &ShownWhen::Exact(When::At(at)))
}

/// A day as a list has it.
pub(crate) fn day_shortly(visit: &Visit, day: Day) -> Markup {
    when_shortly(visit, &ShownWhen::Day(day))
}

/// Days from the first to the last; one day stands alone.
fn span(first: Day, last: Day, words: impl Fn(Day) -> String) -> String {
    if first == last { words(first) } else { format!("{} – {}", words(first), words(last)) }
}

/// A day seen from today: by its name, or without the year while that is clear.
fn near_day(visit: &Visit, day: Day) -> String {
    match visit.app.now().day(&visit.words.zone).0 - day.0 {
        0 => visit.t("today"),
        1 => visit.t("yesterday"),
        2..=300 => visit.words.day_of_year(day),
        _ => visit.words.day(day),
    }
}

/// A time for machines; a span has none.
fn machine(visit: &Visit, shown: &ShownWhen) -> Option<String> {
    match shown {
        ShownWhen::Exact(When::At(at)) => Some(visit.words.machine(*at)),
        ShownWhen::Exact(When::Within { .. }) => None,
        ShownWhen::Day(day) => Some(day.date().to_string()),
    }
}

/// The ways between pages that belong together: address and words of each.
pub(crate) fn tabs(visit: &Visit, label: &str, ways: &[(&str, &str)], current: &str) -> Markup {
    html! {
        nav.ln-tabs aria-label=(visit.t(label)) {
            @for &(way, key) in ways {
                a href=(way) aria-current=[(way == current).then_some("page")] { (visit.t(key)) }
            }
        }
    }
}

/// A report as a row of a list.
pub(crate) fn report_row(visit: &Visit, seen: &Seen) -> Markup {
    let source = seen.source.as_ref().and_then(|source| visit.charter.source(source));
    html! {
        li.ln-row data-report=(seen.id) {
            (kind(visit, source.map(|s| s.kind)))
            div.ln-row__body {
                div.ln-row__head {
                    a.ln-row__title href={ "/meldungen/" (seen.id) } { (title(visit, seen)) }
                    span.ln-row__time { (when_shortly(visit, &seen.when)) }
                }
                @if let Some(summary) = seen.summary.as_deref().filter(|s| !s.is_empty() && seen.full.is_none()) {
                    p.ln-row__summary { (summary) }
                }
                p.ln-row__meta {
                    @if seen.full.is_some() { (category(visit, seen)) " · " }
                    (place(visit, &seen.place)) " · " (by_whom(visit, seen))
                    @if seen.urgency == domain::report::Urgency::Immediate && !seen.closed {
                        " · " strong.ln-urgent { (visit.t("urgency-immediate")) }
                    }
                    @if seen.closed { " · " (visit.t("report-closed")) }
                }
            }
        }
    }
}

/// What lies on every map and needs scripts: its tools in words, and what is said about it.
pub(crate) fn map_tools(visit: &Visit) -> Markup {
    html! {
        div.ln-map__tools.ln-js {
            div.ln-map__group role="group" aria-label=(visit.t("map-tools")) {
                @for (act, sign, word) in [("in", "+", "map-zoom-in"), ("out", "−", "map-zoom-out"), ("all", "⤢", "map-reset")] {
                    button type="button" data-map=(act) {
                        span.ln-map__sign aria-hidden="true" { (sign) }
                        span.ln-map__word { (visit.t(word)) }
                    }
                }
            }
        }
        p.ln-map__note.ln-js data-map="note" role="status" {}
        p.ln-hidden data-map="said" aria-live="polite" {}
    }
}

/// What a membership allows, in words: where, and what there.
pub(crate) fn membership(visit: &Visit, membership: &Membership) -> String {
    let (charter, words) = (&visit.charter, &visit.words);
    let role = visit.t(&format!("role-{}", membership.role.as_str()));
    match &membership.of {
        MemberOf::Unit(unit) => {
            let name = charter.unit(unit).map_or(unit.as_str(), |(_, unit)| words.of(&unit.name));
            format!("{name}: {role}")
        }
        MemberOf::Body(body) => {
            let name = charter.body(body).map_or(body.as_str(), |body| words.of(&body.name));
            words.with("role-seat", &[("body", name.into())])
        }
        MemberOf::Partner => role,
    }
}

/// A membership as a row of a list, with what can be done about it.
pub(crate) fn membership_row(visit: &Visit, of: &Membership, tools: Option<Markup>) -> Markup {
    let words = &visit.words;
    let since = words.day(of.from.day(&words.zone));
    let time = match of.until {
        None => words.with("membership-since", &[("since", since.into())]),
        Some(until) => {
            let last = words.day(domain::time::Timestamp(until.0 - 1).day(&words.zone));
            words.with("membership-until", &[("since", since.into()), ("until", last.into())])
        }
    };
    html! {
        li.ln-row {
            div.ln-row__body {
                div.ln-row__head {
                    span.ln-row__title { (membership(visit, of)) }
                    @if let Some(tools) = tools { (tools) }
                }
                p.ln-row__meta { (time) }
            }
        }
    }
}

/// All errors of a form at its top, each a link to its field.
pub(crate) fn error_summary(visit: &Visit, errors: &[FieldError]) -> Markup {
    error_summary_at(visit, errors, |error| format!("field-{}", error.field))
}

/// The same where a form's fields are called otherwise: `at` names the field of an error.
pub(crate) fn error_summary_at(
    visit: &Visit,
    errors: &[FieldError],
    at: impl Fn(&FieldError) -> String,
) -> Markup {
    if errors.is_empty() {
        return html! {};
    }
    html! {
        div.kern-alert.kern-alert--danger role="alert" tabindex="-1" id="errors" autofocus {
            div.kern-alert__header {
                span.kern-icon.kern-icon--danger aria-hidden="true" {}
                span.kern-title { (visit.t("form-errors")) }
            }
            div.kern-alert__body {
                ul {
                    @for error in errors {
                        li { a href={ "#" (at(error)) } { (visit.t(&format!("field-{}", error.field))) ": " (answer::sentence(&visit.words, error)) } }
                    }
                }
            }
        }
    }
}

/// The errors of one field, beside it; the field names them with `aria-describedby`.
pub(crate) fn field_error(visit: &Visit, errors: &[FieldError], field: &str) -> Markup {
    html! {
        @for error in errors.iter().filter(|error| error.field == field) {
            p.kern-error id={ "error-" (field) } { (answer::sentence(&visit.words, error)) }
        }
    }
}

/// `aria-describedby` of a field that has errors.
pub(crate) fn described(errors: &[FieldError], field: &str) -> Option<String> {
    errors.iter().any(|error| error.field == field).then(|| format!("error-{field}"))
}

/// `aria-describedby` of a field with a hint: what is wrong, and the hint.
pub(crate) fn described_with(errors: &[FieldError], field: &str, hint: Option<&str>) -> Option<String> {
    let parts: Vec<String> = described(errors, field).into_iter().chain(hint.map(str::to_owned)).collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}

/// A text field with its label, hint and errors.
pub(crate) fn input(
    visit: &Visit,
    errors: &[FieldError],
    field: &str,
    kind: &str,
    value: &str,
    required: bool,
) -> Markup {
    input_up_to(visit, errors, field, kind, value, (required, None))
}

/// The same with the most characters that it takes.
pub(crate) fn input_up_to(
    visit: &Visit,
    errors: &[FieldError],
    field: &str,
    kind: &str,
    value: &str,
    (required, most): (bool, Option<usize>),
) -> Markup {
    let hint = visit.words.find(&format!("hint-{field}"));
    let hint_id = hint.is_some().then(|| format!("hint-{field}"));
    html! {
        div.kern-form-input.kern-form-input--error[described(errors, field).is_some()] {
            label.kern-label for={ "field-" (field) } {
                (visit.t(&format!("field-{field}")))
                @if !required { span.kern-label__optional { " – " (visit.t("field-optional")) } }
            }
            @if let Some(hint) = hint { p.kern-hint id=[&hint_id] { (hint) } }
            input.kern-form-input__input id={ "field-" (field) } name=(field) type=(kind) value=(value) maxlength=[most]
                required[required] aria-describedby=[described_with(errors, field, hint_id.as_deref())]
                aria-invalid=[described(errors, field).map(|_| "true")];
            (field_error(visit, errors, field))
        }
    }
}

/// A field that browsers and password managers fill in.
pub(crate) struct Credential<'a> {
    field: &'static str,
    kind: &'static str,
    autocomplete: &'static str,
    value: &'a str,
}

impl<'a> Credential<'a> {
    /// The e-mail address with which somebody signs in.
    pub(crate) fn email(field: &'static str, value: &'a str) -> Self {
        Self { field, kind: "email", autocomplete: "username", value }
    }

    /// A password; what was typed is never sent back.
    pub(crate) fn password(field: &'static str, autocomplete: &'static str) -> Self {
        Self { field, kind: "password", autocomplete, value: "" }
    }
}

/// Such a field with its label, hint and errors.
pub(crate) fn credential(visit: &Visit, errors: &[FieldError], credential: &Credential<'_>) -> Markup {
    let Credential { field, kind, autocomplete, value } = *credential;
    let hint = visit.words.find(&format!("hint-{field}"));
    html! {
        div.kern-form-input.kern-form-input--error[described(errors, field).is_some()] {
            label.kern-label for={ "field-" (field) } { (visit.t(&format!("field-{field}"))) }
            @if let Some(hint) = hint { p.kern-hint id={ "hint-" (field) } { (hint) } }
            input.kern-form-input__input id={ "field-" (field) } name=(field) type=(kind) value=[(!value.is_empty()).then_some(value)]
                required autocomplete=(autocomplete) autocapitalize="none" spellcheck="false"
                aria-describedby=[described(errors, field)] aria-invalid=[described(errors, field).map(|_| "true")];
            (field_error(visit, errors, field))
        }
    }
}

/// Why somebody looks, for this shift; common ones are offered.
pub(crate) fn occasion(visit: &Visit, errors: &[FieldError], value: &str) -> Markup {
    html! {
        div.kern-form-input.kern-form-input--error[described(errors, "occasion").is_some()] {
            label.kern-label for="field-occasion" {
                (visit.t("field-occasion")) span.kern-label__optional { " – " (visit.t("field-optional")) }
            }
            p.kern-hint { (visit.t("hint-occasion")) }
            input.kern-form-input__input id="field-occasion" name="occasion" type="text" list="occasions" autocomplete="off"
                value=[(!value.is_empty()).then_some(value)] aria-describedby=[described(errors, "occasion")];
            datalist id="occasions" {
                @for common in ["early", "late", "night", "round", "edition", "request"] {
                    option value=(visit.t(&format!("occasion-{common}"))) {}
                }
            }
            (field_error(visit, errors, "occasion"))
        }
    }
}

/// A field of several lines.
pub(crate) fn text_area(visit: &Visit, errors: &[FieldError], field: &str, value: &str, rows: u32) -> Markup {
    text_area_up_to(visit, errors, field, value, (rows, None))
}

/// The same with the most characters that it takes.
pub(crate) fn text_area_up_to(
    visit: &Visit,
    errors: &[FieldError],
    field: &str,
    value: &str,
    (rows, most): (u32, Option<usize>),
) -> Markup {
    let hint = visit.words.find(&format!("hint-{field}"));
    let hint_id = hint.is_some().then(|| format!("hint-{field}"));
    html! {
        div.kern-form-input.kern-form-input--error[described(errors, field).is_some()] {
            label.kern-label for={ "field-" (field) } {
                (visit.t(&format!("field-{field}"))) span.kern-label__optional { " – " (visit.t("field-optional")) }
            }
            @if let Some(hint) = hint { p.kern-hint id=[&hint_id] { (hint) } }
            textarea.kern-form-input__input id={ "field-" (field) } name=(field) rows=(rows) maxlength=[most]
                aria-describedby=[described_with(errors, field, hint_id.as_deref())] { (value) }
            (field_error(visit, errors, field))
        }
    }
}

/// A choice of one among several; an empty value stands first unless `required`.
pub(crate) fn select(
    visit: &Visit,
    errors: &[FieldError],
    field: &str,
    choices: &[(String, String)],
    chosen: &str,
    empty: Option<String>,
) -> Markup {
    let hint = visit.words.find(&format!("hint-{field}"));
    let hint_id = hint.is_some().then(|| format!("hint-{field}"));
    html! {
        div.kern-form-input.kern-form-input--error[described(errors, field).is_some()] {
            label.kern-label for={ "field-" (field) } { (visit.t(&format!("field-{field}"))) }
            @if let Some(hint) = hint { p.kern-hint id=[&hint_id] { (hint) } }
            div.kern-form-input__select-wrapper {
                select.kern-form-input__select id={ "field-" (field) } name=(field) aria-describedby=[described_with(errors, field, hint_id.as_deref())] {
                    @if let Some(empty) = empty { option value="" { (empty) } }
                    @for (value, name) in choices {
                        option value=(value) selected[value == chosen] { (name) }
                    }
                }
            }
            (field_error(visit, errors, field))
        }
    }
}

/// A short message after something was done.
pub(crate) fn notice(text: &str) -> Markup {
    html! {
        div.kern-alert.kern-alert--success role="status" {
            div.kern-alert__header {
                span.kern-icon.kern-icon--success aria-hidden="true" {}
                span.kern-title { (text) }
            }
        }
    }
}

/// Something that went wrong, as one sentence.
pub(crate) fn alert(text: &str) -> Markup {
    html! {
        div.kern-alert.kern-alert--danger role="alert" tabindex="-1" id="errors" autofocus {
            div.kern-alert__header {
                span.kern-icon.kern-icon--danger aria-hidden="true" {}
                span.kern-title { (text) }
            }
        }
    }
}

/// A button of a form.
pub(crate) fn button(class: &str, text: &str) -> Markup {
    html! { button class={ "kern-btn kern-btn--" (class) } type="submit" { span.kern-label { (text) } } }
}

/// What stands where a list is empty: what is so, and what to do next.
pub(crate) fn empty(title: &str, hint: &str) -> Markup {
    html! { div.ln-empty { p.ln-empty__title { (title) } p { (hint) } } }
}
