//! What was found: in plain words, as JSON, as GeoJSON.

use analysis::scan::{Cluster, Findings, Options, PValue, Rates, Windows};
use domain::people::Language;
use serde_json::{Value, json};

use super::{
    Args, Setting,
    options::{Model, Unit, analysis},
    read::Input,
    shape,
};
use crate::output::in_language;

/// Members that are named before the rest is counted.
const NAMED: usize = 12;

pub(super) struct Report<'a> {
    pub(super) args: &'a Args,
    pub(super) input: &'a Input,
    pub(super) setting: &'a Setting,
    pub(super) options: &'a Options,
    pub(super) found: &'a Findings,
}

impl Report<'_> {
    /// For programs.
    pub(super) fn json(&self) -> Value {
        let (found, options) = (self.found, self.options);
        json!({
            "model": match self.args.model {
                Model::SpaceTimePermutation => "space-time-permutation",
                Model::Poisson => "poisson",
                Model::Bernoulli => "bernoulli",
            },
            "analysis": analysis(options.windows),
            "rates": match options.rates {
                Rates::High => "high",
                Rates::Low => "low",
                Rates::Both => "both",
            },
            "start": self.when(self.setting.start),
            "end": self.when(self.setting.end),
            "cases": found.cases,
            "locations": self.input.places.len(),
            "zones": found.zones,
            "windows": found.windows,
            "p_value": match options.p_value {
                PValue::MonteCarlo => "monte-carlo",
                PValue::Sequential { .. } => "sequential",
                PValue::Gumbel => "gumbel",
            },
            "replications": found.replications,
            "seed": options.seed,
            "clusters": found.clusters.iter().map(|cluster| self.cluster(cluster)).collect::<Vec<_>>(),
        })
    }

    /// The circles of the clusters, with what stands in the JSON as their properties.
    pub(super) fn geojson(&self) -> Value {
        let feature = |(rank, cluster): (usize, &Cluster)| {
            let mut properties = self.cluster(cluster);
            properties["rank"] = json!(rank);
            let geometry = shape::circle(self.input.places[cluster.center].1, cluster.radius);
            json!({ "type": "Feature", "geometry": geometry, "properties": properties })
        };
        let features: Vec<Value> = (1..).zip(&self.found.clusters).map(feature).collect();
        json!({ "type": "FeatureCollection", "features": features })
    }

    fn cluster(&self, cluster: &Cluster) -> Value {
        let (start, end) = self.setting.period.days(cluster.start, cluster.end);
        let [first, second] = self.input.places[cluster.center].1;
        let location = self.input.name_of_place(cluster.center);
        let center = if self.args.cartesian {
            json!({ "location": location, "x": first, "y": second })
        } else {
            json!({ "location": location, "latitude": first, "longitude": second })
        };
        json!({
            "members": self.members(cluster),
            "start": self.when(start),
            "end": self.when(end),
            "observed": cluster.observed,
            "expected": cluster.expected,
            "relative_risk": cluster.relative_risk,
            "llr": cluster.ratio,
            "p": cluster.p,
            "recurrence_days": self.recurrence_days(cluster),
            "center": center,
            "radius_km": self.radius_km(cluster),
        })
    }

    /// A day, if there are days at all.
    fn when(&self, day: jiff::civil::Date) -> Option<String> {
        self.setting.dated.then(|| day.to_string())
    }

    fn members(&self, cluster: &Cluster) -> Vec<&str> {
        cluster.members.iter().map(|place| self.input.name_of_place(*place)).collect()
    }

    fn radius_km(&self, cluster: &Cluster) -> f64 {
        cluster.radius * self.args.scale()
    }

    fn recurrence_days(&self, cluster: &Cluster) -> Option<f64> {
        let days = self.setting.unit.days() * f64::from(self.args.time_length);
        cluster.recurrence.map(|analyses| analyses * days)
    }

    /// For people.
    pub(super) fn text(&self, language: Language) -> String {
        let mut lines = vec![self.headline(language), String::new()];
        if self.found.clusters.is_empty() {
            lines.push(
                in_language(
                    language,
                    "Nichts ist auffälliger als der Zufall.",
                    "Nothing stands out more than chance.",
                )
                .to_owned(),
            );
        }
        for (number, cluster) in (1..).zip(&self.found.clusters) {
            lines.push(self.paragraph(number, cluster, language));
            lines.push(String::new());
        }
        lines.push(self.footnote(language));
        lines.join("\n")
    }

    fn headline(&self, language: Language) -> String {
        let (start, end) = (self.day(self.setting.start, language), self.day(self.setting.end, language));
        let (cases, places) = (self.found.cases, self.input.places.len());
        let (de, en) = match self.options.windows {
            Windows::Spatial => ("über den ganzen Zeitraum", "over the whole period"),
            Windows::Retrospective { .. } => ("in allen Zeiträumen", "in all periods"),
            Windows::Prospective { .. } => {
                ("in Zeiträumen, die bis zuletzt reichen", "in periods up to the end")
            }
        };
        match (language, self.setting.dated) {
            (Language::De, true) => {
                format!("{cases} Fälle an {places} Orten, {start} bis {end}, gesucht {de}")
            }
            (Language::En, true) => {
                format!("{cases} cases at {places} locations, {start} to {end}, searched {en}")
            }
            (Language::De, false) => format!("{cases} Fälle an {places} Orten, ohne Zeit"),
            (Language::En, false) => format!("{cases} cases at {places} locations, without time"),
        }
    }

    fn paragraph(&self, number: usize, cluster: &Cluster, language: Language) -> String {
        let german = language == Language::De;
        let (start, end) = self.setting.period.days(cluster.start, cluster.end);
        let (start, end) = (self.day(start, language), self.day(end, language));
        let (location, places) = (self.input.name_of_place(cluster.center), cluster.members.len());
        let radius = decimal(self.radius_km(cluster), 2, language);
        let place = match (places, german) {
            (1, true) => format!("Ort {location}"),
            (1, false) => format!("location {location}"),
            (_, true) => format!("{places} Orte bis {radius} km um {location}"),
            (_, false) => format!("{places} locations within {radius} km of {location}"),
        };
        let period = match (start == end, german) {
            _ if !self.setting.dated => String::new(),
            (true, true) => format!(", am {start}"),
            (true, false) => format!(", on {start}"),
            (false, true) => format!(", {start} bis {end}"),
            (false, false) => format!(", {start} to {end}"),
        };
        let expected = decimal(cluster.expected, 2, language);
        let times = decimal(f64::from(cluster.observed) / cluster.expected, 2, language);
        let counted = if german {
            format!("{} Fälle statt {expected}, die zu erwarten waren: das {times}-Fache", cluster.observed)
        } else {
            format!("{} cases instead of {expected} expected: {times} times as many", cluster.observed)
        };
        let names = self.members(cluster);
        let more = names.len().saturating_sub(NAMED);
        let mut members = names.into_iter().take(NAMED).collect::<Vec<_>>().join(", ");
        if more > 0 {
            members +=
                &in_language(language, " und # weitere", " and # more").replace('#', &more.to_string());
        }
        let chance = self.chance(cluster, language);
        let ratio = decimal(cluster.ratio, 6, language);
        let head = in_language(language, "Orte", "Locations");
        format!(
            "{number:>3}. {place}{period}\n     {counted}.\n     {chance} (LLR {ratio})\n     {head}: {members}"
        )
    }

    /// What p and the recurrence interval mean.
    fn chance(&self, cluster: &Cluster, language: Language) -> String {
        let Some(p) = cluster.p else {
            return in_language(language, "Ohne Wiederholungen kein p.", "Without replications no p.")
                .to_owned();
        };
        let shown = if p < 0.0001 { format!("{p:.1e}") } else { decimal(p, 4, language) };
        let verdict = match p {
            p if p <= 0.01 => ("Zufall allein macht das sehr selten", "Chance alone makes this very rarely"),
            p if p <= 0.05 => ("Zufall allein macht das selten", "Chance alone makes this rarely"),
            _ => ("Das kann Zufall sein", "This can be chance"),
        };
        let verdict = in_language(language, verdict.0, verdict.1);
        // What arises with every analysis need not be told.
        let rare = self.recurrence_days(cluster).filter(|_| p <= 0.5);
        let often = rare.map(|days| often(days, language)).unwrap_or_default();
        format!("{verdict}: p = {shown}{often}")
    }

    fn footnote(&self, language: Language) -> String {
        let (zones, windows, runs) = (self.found.zones, self.found.windows, self.found.replications);
        let seed = self.options.seed;
        let (de, en) = match self.options.windows {
            Windows::Spatial => (String::new(), String::new()),
            _ => (format!(" in je {windows} Zeiträumen"), format!(" in {windows} periods each")),
        };
        match language {
            Language::De => format!(
                "Verglichen wurden {zones} Kreise{de}; {runs} Wiederholungen mit zufälligen Daten, Zahl des Zufalls {seed}."
            ),
            Language::En => format!(
                "Compared were {zones} circles{en}; {runs} replications with random data, seed {seed}."
            ),
        }
    }

    /// A day, or what of it the unit of time says.
    fn day(&self, day: jiff::civil::Date, language: Language) -> String {
        let format = match (self.setting.unit, language) {
            (Unit::Year, _) if !self.args.spatial => "%Y",
            (_, Language::De) => "%d.%m.%Y",
            (_, Language::En) => "%Y-%m-%d",
        };
        day.strftime(format).to_string()
    }
}

/// How often chance alone makes a cluster.
fn often(days: f64, language: Language) -> String {
    let (number, de, en) =
        if days < 730.0 { (days, "Tagen", "days") } else { (days / 365.25, "Jahren", "years") };
    let number = if number < 1e7 { decimal(number, 0, language) } else { format!("{number:.0e}") };
    match language {
        Language::De => format!(", im Mittel einmal in {number} {de}"),
        Language::En => format!(", on average once in {number} {en}"),
    }
}

/// A number with so many digits after the point, which is a comma in German.
fn decimal(number: f64, digits: usize, language: Language) -> String {
    let text = format!("{number:.digits$}");
    match language {
        Language::De => text.replace('.', ","),
        Language::En => text,
    }
}
