//! How findings are looked for.

use super::Checker;

impl Checker<'_> {
    /// The rules for findings fit together, and name what is there.
    pub(super) fn detection(&mut self) {
        let Some(rules) = &self.charter.detection else { return };
        for (number, lag) in rules.lags.iter().enumerate() {
            self.refers_to_category(("detection", 0, &format!("lag.{number}.category")), &lag.category);
        }
        let wrong: [(&str, bool, &str, &str); 8] = [
            ("hour", rules.hour > 23, "eine Stunde von 0 bis 23", "an hour from 0 to 23"),
            ("past_days", !(56..=1_100).contains(&rules.past_days), "56 bis 1100 Tage", "56 to 1100 days"),
            (
                "longest_days",
                !(1..=90).contains(&rules.longest_days) || rules.longest_days * 2 > rules.past_days,
                "1 bis 90 Tage und höchstens die Hälfte der Vergleichszeit",
                "1 to 90 days and at most half of the past",
            ),
            (
                "radius_m",
                !(200..=5_000).contains(&rules.radius_m),
                "200 bis 5000 Meter",
                "200 to 5000 metres",
            ),
            ("told_step", rules.told_step < 5, "mindestens 5", "at least 5"),
            ("least_reports", rules.least_reports < 2, "mindestens 2", "at least 2"),
            ("most_new", rules.most_new == 0, "mindestens 1", "at least 1"),
            ("origins", rules.origins.is_empty(), "mindestens eine Herkunft", "at least one origin"),
        ];
        for (key, is_wrong, de, en) in wrong {
            if is_wrong {
                let de = format!("Auffälligkeiten: „{key}“ muss {de} sein.");
                let en = format!("Findings: \"{key}\" must be {en}.");
                self.error(("detection", 0, key), "out-of-range", de, en);
            }
        }
    }
}
