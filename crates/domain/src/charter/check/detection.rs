//! How findings are looked for.

use super::Checker;

impl Checker<'_> {
    /// The rules for findings fit together, and name what is there.
    pub(super) fn detection(&mut self) {
        let Some(rules) = &self.charter.detection else { return };
        for (number, lag) in rules.lags.iter().enumerate() {
            self.refers_to_category(("detection", 0, &format!("lag.{number}.category")), &lag.category);
        }
        let not_in = |value: u32, range: std::ops::RangeInclusive<u32>| !range.contains(&value);
        let unfit = |values: &[u32], most: u32| {
            values.is_empty() || values.iter().any(|&value| not_in(value, 1..=most)) || !values.is_sorted()
        };
        let percent = ("1 bis 100 Prozent", "1 to 100 percent");
        let year = ("1 bis 366 Tage", "1 to 366 days");
        let [fewest, most] = rules.effect_weeks;
        let wrong: [(&str, bool, (&str, &str)); 29] = [
            ("hour", rules.hour > 23, ("eine Stunde von 0 bis 23", "an hour from 0 to 23")),
            ("past_days", not_in(rules.past_days, 56..=1_100), ("56 bis 1100 Tage", "56 to 1100 days")),
            (
                "longest_days",
                not_in(rules.longest_days, 1..=90) || rules.longest_days * 2 > rules.past_days,
                (
                    "1 bis 90 Tage und höchstens die Hälfte der Vergleichszeit",
                    "1 to 90 days and at most half of the past",
                ),
            ),
            ("radius_m", not_in(rules.radius_m, 200..=5_000), ("200 bis 5000 Meter", "200 to 5000 metres")),
            (
                "lag_days",
                rules.lags.iter().map(|lag| lag.days).chain([rules.lag_days]).any(|days| days > 28),
                (
                    "höchstens 28 Tage, auch für einzelne Kategorien",
                    "at most 28 days, for single categories, too",
                ),
            ),
            ("origins", rules.origins.is_empty(), ("mindestens eine Herkunft", "at least one origin")),
            ("least_reports", rules.least_reports < 2, ("mindestens 2", "at least 2")),
            (
                "few_reports",
                rules.few_reports < rules.least_reports,
                ("mindestens „least_reports“", "at least \"least_reports\""),
            ),
            (
                "announce_days",
                not_in(rules.announce_days, 20..=36_525),
                ("20 bis 36525 Tage", "20 to 36525 days"),
            ),
            (
                "keep_days",
                not_in(rules.keep_days, 20..=rules.announce_days.max(20)),
                ("mindestens 20 und höchstens „announce_days“", "at least 20 and at most \"announce_days\""),
            ),
            ("gap_days", not_in(rules.gap_days, 1..=366), year),
            ("change_percent", not_in(rules.change_percent, 1..=100), percent),
            ("most_new", rules.most_new == 0, ("mindestens 1", "at least 1")),
            ("held_percent", not_in(rules.held_percent, 1..=100), percent),
            (
                "channel_points",
                not_in(rules.channel_points, 1..=100),
                ("1 bis 100 Punkte", "1 to 100 points"),
            ),
            ("source_percent", rules.source_percent > 100, ("höchstens 100 Prozent", "at most 100 percent")),
            (
                "least_past_days",
                not_in(rules.least_past_days, 7..=rules.past_days.max(7)),
                ("mindestens 7 Tage und höchstens „past_days“", "at least 7 days and at most \"past_days\""),
            ),
            ("at_once_hours", not_in(rules.at_once_hours, 1..=168), ("1 bis 168 Stunden", "1 to 168 hours")),
            ("share_percent", not_in(rules.share_percent, 1..=100), percent),
            ("channel_days", not_in(rules.channel_days, 7..=366), ("7 bis 366 Tage", "7 to 366 days")),
            (
                "band_per_mille",
                not_in(rules.band_per_mille, 1..=200),
                ("1 bis 200 Promille", "1 to 200 per mille"),
            ),
            ("judged_weeks", not_in(rules.judged_weeks, 1..=8), ("1 bis 8 Wochen", "1 to 8 weeks")),
            (
                "near_m",
                not_in(rules.near_days, 28..=366)
                    || unfit(&rules.near_m, 2_000)
                    || unfit(&rules.near_within_days, rules.near_days),
                (
                    "aufsteigend und bis 2000, „near_within_days“ aufsteigend und bis „near_days“, und das 28 bis 366",
                    "rising and up to 2000, \"near_within_days\" rising and up to \"near_days\", and that 28 to 366",
                ),
            ),
            ("shown_days", not_in(rules.shown_days, 1..=366), year),
            (
                "record_days",
                not_in(rules.record_days, 28..=1_100) || rules.record_least_days > rules.record_days,
                (
                    "28 bis 1100 Tage und mindestens „record_least_days“",
                    "28 to 1100 days and at least \"record_least_days\"",
                ),
            ),
            (
                "record_ahead_weeks",
                not_in(rules.record_ahead_weeks, 1..=13) || not_in(rules.record_learn_weeks, 1..=52),
                (
                    "1 bis 13 Wochen, „record_learn_weeks“ 1 bis 52",
                    "1 to 13 weeks, \"record_learn_weeks\" 1 to 52",
                ),
            ),
            (
                "record_percent",
                unfit(&rules.record_percent, 100),
                ("aufsteigend von 1 bis 100", "rising from 1 to 100"),
            ),
            (
                "effect_weeks",
                fewest == 0 || fewest > most || most > 104 || not_in(rules.effect_rings, 1..=4),
                (
                    "aufsteigend von 1 bis 104, „effect_rings“ 1 bis 4",
                    "rising from 1 to 104, \"effect_rings\" 1 to 4",
                ),
            ),
            ("told_step", rules.told_step < 5, ("mindestens 5", "at least 5")),
        ];
        for (key, is_wrong, (de, en)) in wrong {
            if is_wrong {
                let de = format!("Auffälligkeiten: „{key}“ muss {de} sein.");
                let en = format!("Findings: \"{key}\" must be {en}.");
                self.error(("detection", 0, key), "out-of-range", de, en);
            }
        }
    }
}
