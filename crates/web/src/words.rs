//! The words that people read, all from `locales/`.

use std::{borrow::Cow, collections::HashMap};

use domain::{
    charter::Text,
    people::Language,
    time::{Day, Timestamp},
};
use fluent_templates::{LanguageIdentifier, Loader, fluent_bundle::FluentValue, langid};
use jiff::tz::TimeZone;

fluent_templates::static_loader! {
    static WORDS = {
        locales: "../../locales",
        fallback_language: "de",
        customise: |bundle| bundle.set_use_isolating(false),
    };
}

static DE: LanguageIdentifier = langid!("de");
static EN: LanguageIdentifier = langid!("en");

/// Words in one language and times in one zone.
#[derive(Debug, Clone)]
pub(crate) struct Words {
    pub(crate) language: Language,
    pub(crate) zone: TimeZone,
}

impl Words {
    pub(crate) fn new(language: Language, zone: TimeZone) -> Self {
        Self { language, zone }
    }

    fn id(&self) -> &'static LanguageIdentifier {
        match self.language {
            Language::De => &DE,
            Language::En => &EN,
        }
    }

    /// The words of `key`. A missing key shows itself, so that the test that renders every page finds it.
    pub(crate) fn t(&self, key: &str) -> String {
        WORDS.try_lookup(self.id(), key).unwrap_or_else(|| format!("⟦{key}⟧"))
    }

    /// The words of `key` with values put in. Numbers choose the plural.
    pub(crate) fn with(&self, key: &str, values: &[(&'static str, FluentValue<'_>)]) -> String {
        let values: HashMap<Cow<'static, str>, FluentValue<'_>> =
            values.iter().map(|(name, value)| (Cow::Borrowed(*name), value.clone())).collect();
        WORDS.try_lookup_with_args(self.id(), key, &values).unwrap_or_else(|| format!("⟦{key}⟧"))
    }

    /// The words of `key`, if there are any.
    pub(crate) fn find(&self, key: &str) -> Option<String> {
        WORDS.try_lookup(self.id(), key)
    }

    /// A text of the charter.
    pub(crate) fn of<'a>(&self, text: &'a Text) -> &'a str {
        text.get(self.language.as_str())
    }

    /// A number with the thousands set apart.
    pub(crate) fn number(&self, number: u64) -> String {
        let digits = number.to_string();
        let separator = if self.language == Language::De { '.' } else { ',' };
        let mut text = String::with_capacity(digits.len() + digits.len() / 3);
        for (i, digit) in digits.chars().enumerate() {
            if i > 0 && (digits.len() - i).is_multiple_of(3) {
                text.push(separator);
            }
            text.push(digit);
        }
        text
    }

    /// A number with so many digits behind the comma, such as 3,5 or 3.5.
    pub(crate) fn decimal(&self, value: f64, digits: usize) -> String {
        let text = format!("{value:.digits$}");
        if self.language == Language::De { text.replace('.', ",") } else { text }
    }

    /// A day, such as 22.11.2026 or 22 Nov 2026.
    pub(crate) fn day(&self, day: Day) -> String {
        let format = if self.language == Language::De { "%d.%m.%Y" } else { "%-d %b %Y" };
        day.date().strftime(format).to_string()
    }

    /// A moment in local time, such as 22.11.2026, 23:10.
    pub(crate) fn moment(&self, at: Timestamp) -> String {
        let local = at.to_jiff().to_zoned(self.zone.clone());
        let format = if self.language == Language::De { "%d.%m.%Y, %H:%M" } else { "%-d %b %Y, %H:%M" };
        local.strftime(format).to_string()
    }

    /// A day without its year, such as 22.11. or 22 Nov.
    pub(crate) fn day_of_year(&self, day: Day) -> String {
        let format = if self.language == Language::De { "%d.%m." } else { "%-d %b" };
        day.date().strftime(format).to_string()
    }

    /// The time of the day, such as 23:10.
    pub(crate) fn clock(&self, at: Timestamp) -> String {
        at.to_jiff().to_zoned(self.zone.clone()).strftime("%H:%M").to_string()
    }

    /// A month with its year, such as Nov. 2026.
    pub(crate) fn month(&self, day: Day) -> String {
        let date = day.date();
        format!("{} {}", self.t(&format!("month-{}", date.month())), date.year())
    }

    /// A moment as `datetime` attributes and the API have it: RFC 3339 with the local offset.
    pub(crate) fn machine(&self, at: Timestamp) -> String {
        at.to_jiff().to_zoned(self.zone.clone()).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn both_languages_have_the_same_keys() {
        let keys = |text: &str| -> std::collections::BTreeSet<String> {
            let key = |line: &str| {
                let (key, _) = line.split_once('=')?;
                let key = key.trim_end();
                let plain =
                    !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
                plain.then(|| key.to_owned())
            };
            text.lines().filter(|line| !line.starts_with([' ', '#'])).filter_map(key).collect()
        };
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../locales");
        let read = |language: &str| -> String {
            let mut files: Vec<_> = std::fs::read_dir(folder.join(language)).unwrap().flatten().collect();
            files.sort_by_key(std::fs::DirEntry::path);
            files.iter().map(|file| std::fs::read_to_string(file.path()).unwrap()).collect()
        };
        let (de, en) = (keys(&read("de")), keys(&read("en")));
        assert_eq!(de.difference(&en).collect::<Vec<_>>(), Vec::<&String>::new(), "missing in English");
        assert_eq!(en.difference(&de).collect::<Vec<_>>(), Vec::<&String>::new(), "missing in German");
    }
}
