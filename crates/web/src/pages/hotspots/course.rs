//! The reports of an entry's area by week, and what changed with its measure, with what speaks against it.

use app::{Caution, Effect, HotspotView};
use maud::{Markup, html};

use crate::{
    context::Signed,
    finding,
    pages::findings::{one_decimal, series},
};

pub(super) fn course(signed: &Signed, view: &HotspotView) -> Markup {
    let since = view.entry.measured_since();
    html! {
        @if !view.weeks.is_empty() {
            section.ln-stack aria-labelledby="series" {
                h2 id="series" { (signed.t("finding-series")) }
                (series(signed, &view.weeks))
                p.ln-basis { (signed.t("hotspot-series-basis")) }
            }
        }
        @if since.is_some() {
            section.ln-stack aria-labelledby="effect" {
                h2 id="effect" { (signed.t("hotspot-effect")) }
                @match &view.effect {
                    Some(effect) => (before_and_after(signed, effect)),
                    None => p { (signed.t("hotspot-effect-none")) },
                }
            }
        }
    }
}

fn before_and_after(signed: &Signed, effect: &Effect) -> Markup {
    let words = &signed.words;
    let rows = [
        ("hotspot-effect-area", effect.treated),
        ("hotspot-effect-around", effect.around),
        ("hotspot-effect-control", effect.control),
        ("hotspot-effect-control-around", effect.control_around),
    ];
    let weeks = effect.weeks.map(i64::from);
    html! {
        p { strong { (sentence(signed, effect)) } " " (signed.t(if sure(effect) { "hotspot-effect-sure" } else { "hotspot-effect-unsure" })) }
        p { (words.with("hotspot-effect-visible", &[("number", one_decimal(signed, effect.smallest_visible).into())])) }
        div.ln-scroll tabindex="0" role="group" aria-label=(signed.t("hotspot-effect")) {
            table.kern-table.ln-table {
                caption.ln-hidden { (signed.t("hotspot-effect")) }
                thead { tr {
                    th scope="col" { (signed.t("hotspot-effect-where")) }
                    th.ln-num scope="col" { (words.with("hotspot-effect-before", &[("weeks", weeks[0].into())])) }
                    th.ln-num scope="col" { (words.with("hotspot-effect-after", &[("weeks", weeks[1].into())])) }
                } }
                tbody {
                    @for (name, counts) in rows {
                        tr {
                            th scope="row" { (signed.t(name)) }
                            @for count in counts { td.ln-num { (words.number(count)) } }
                        }
                    }
                }
            }
        }
        p.ln-basis {
            (words.with("hotspot-effect-basis", &[
                ("day", words.day(effect.from).into()),
                ("area", finding::area(&signed.app, words, &[effect.control_middle]).into()),
            ]))
            " " a.ln-link href="/befunde/verfahren" { (signed.t("findings-method")) }
        }
        h3 { (signed.t("finding-against")) }
        ul {
            @for caution in &effect.cautions { li { (caution_sentence(signed, caution)) } }
            li { (signed.t("caution-always")) }
        }
    }
}

/// Whether chance is out of the question.
fn sure(effect: &Effect) -> bool {
    effect.interval[0] > 0.0 || effect.interval[1] < 0.0
}

fn sentence(signed: &Signed, effect: &Effect) -> String {
    let words = &signed.words;
    let decimal = |value: f64| one_decimal(signed, value);
    let values = [
        ("after", words.number(effect.treated[1]).into()),
        ("weeks", i64::from(effect.weeks[1]).into()),
        ("change", decimal(effect.change.abs()).into()),
        ("least", decimal(effect.interval[0]).into()),
        ("most", decimal(effect.interval[1]).into()),
    ];
    words.with(if effect.change > 0.0 { "hotspot-effect-more" } else { "hotspot-effect-fewer" }, &values)
}

fn caution_sentence(signed: &Signed, caution: &Caution) -> String {
    let words = &signed.words;
    let decimal = |value: f64| one_decimal(signed, value);
    match caution {
        Caution::SmallCounts { least } => {
            words.with("caution-small", &[("least", words.number(*least).into())])
        }
        Caution::Peak { above, .. } => words.with("caution-peak", &[("above", decimal(*above).into())]),
        Caution::PeakUnknown => words.t("caution-peak-unknown"),
        Caution::ControlChosenAfter => words.t("caution-control-after"),
        Caution::Unlike { ratio } => words.with("caution-unlike", &[("ratio", decimal(*ratio).into())]),
        Caution::ApartBefore { .. } => words.t("caution-apart"),
        Caution::Overdispersed { dispersion, .. } => {
            words.with("caution-overdispersed", &[("times", decimal(*dispersion).into())])
        }
        Caution::Displaced { share } if *share < 0.0 => words.t("caution-displaced"),
        Caution::Displaced { .. } => words.t("caution-diffused"),
    }
}
