//! The words of the demo's reports: a small grammar, read from `phrases.toml`.
//!
//! A scenario has stories of title, text and summary. In each, `{a|b}` is a choice, and `{ort}`, `{Ort}`, `{bezirk}`,
//! `{uhr}` and `{zahl}` are filled in. Summaries name no place, because they go further than the place does.

use std::{collections::HashMap, sync::Arc};

use domain::ids::{CategoryId, ModusId};
use serde::Deserialize;

use super::{
    dice::{Dice, running_sums},
    places::Kind,
    streams::Voice,
};
use crate::error::ActError;

const TEXT: &str = include_str!("phrases.toml");

/// All scenarios.
#[derive(Debug)]
pub(super) struct Phrases {
    scenarios: HashMap<(String, Voice), Vec<Arc<Scenario>>>,
    outcomes: HashMap<String, Vec<String>>,
    amendments: HashMap<Voice, Vec<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Scenario {
    category: String,
    voices: Vec<Voice>,
    #[serde(default)]
    modus: Option<ModusId>,
    #[serde(default = "one")]
    weight: f64,
    #[serde(default)]
    urgent: bool,
    /// Kinds of place to which it fits; all if empty.
    #[serde(default)]
    at: Vec<Kind>,
    /// Title, text and summary.
    stories: Vec<[String; 3]>,
    /// What else may be said, sentence by sentence.
    #[serde(default)]
    then: Vec<Vec<String>>,
}

fn one() -> f64 {
    1.0
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    scenario: Vec<Scenario>,
    outcome: HashMap<String, Vec<String>>,
    amendment: HashMap<String, Vec<String>>,
}

/// What is filled in.
pub(super) struct Slots<'a> {
    pub(super) at: &'a str,
    pub(super) district: &'a str,
    pub(super) kind: Kind,
    /// Local minute of the day.
    pub(super) minute: i64,
}

/// The words of one report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Words {
    pub(super) title: String,
    pub(super) text: String,
    pub(super) summary: String,
    pub(super) modus: Option<ModusId>,
}

impl Phrases {
    /// Reads them.
    pub(super) fn read() -> Result<Self, ActError> {
        let file: File = toml::from_str(TEXT).map_err(|error| ActError::Unavailable(error.to_string()))?;
        let mut scenarios: HashMap<(String, Voice), Vec<Arc<Scenario>>> = HashMap::new();
        for scenario in file.scenario.into_iter().map(Arc::new) {
            for voice in &scenario.voices {
                let these = scenarios.entry((scenario.category.clone(), *voice)).or_default();
                these.push(Arc::clone(&scenario));
            }
        }
        let mut amendments = HashMap::new();
        for (voice, sentences) in file.amendment {
            let voice = Voice::ALL.into_iter().find(|v| v.as_str() == voice);
            amendments.extend(voice.map(|voice| (voice, sentences)));
        }
        Ok(Self { scenarios, outcomes: file.outcome, amendments })
    }

    /// Words for a report; urgent ones if asked for, where there are such. The flag says whether they are.
    pub(super) fn words(
        &self,
        category: &CategoryId,
        voice: Voice,
        urgent: bool,
        slots: &Slots<'_>,
        dice: &mut Dice,
    ) -> Option<(Words, bool)> {
        let these = self.scenarios.get(&(category.to_string(), voice))?;
        let fits = |wanted: bool| {
            let fits = move |s: &&Arc<Scenario>| {
                s.urgent == wanted && (s.at.is_empty() || s.at.contains(&slots.kind))
            };
            these.iter().filter(fits).collect::<Vec<_>>()
        };
        let urgent_ones = if urgent { fits(true) } else { Vec::new() };
        let urgent = !urgent_ones.is_empty();
        let fitting = if urgent { urgent_ones } else { fits(false) };
        let sums = running_sums(fitting.iter().map(|scenario| scenario.weight));
        let scenario = fitting.get(dice.by_weight(&sums))?;
        let [title, text, summary] = dice.one_of(&scenario.stories)?;
        let mut text = fill(text, slots, dice);
        for sentence in &scenario.then {
            let sentence = dice.one_of(sentence).map(String::as_str).unwrap_or_default();
            if !sentence.is_empty() {
                text = format!("{text} {}", fill(sentence, slots, dice));
            }
        }
        let title = fill(title, slots, dice);
        let words = Words { title, text, summary: fill(summary, slots, dice), modus: scenario.modus.clone() };
        Some((words, urgent))
    }

    /// What came of a report.
    pub(super) fn outcome(&self, category: &CategoryId, dice: &mut Dice) -> String {
        let these = self.outcomes.get(category.as_str()).or_else(|| self.outcomes.get("andere"));
        these.and_then(|these| dice.one_of(these)).cloned().unwrap_or_default()
    }

    /// A sentence that is added later.
    pub(super) fn amendment(&self, voice: Voice, dice: &mut Dice) -> String {
        self.amendments.get(&voice).and_then(|these| dice.one_of(these)).cloned().unwrap_or_default()
    }
}

/// Fills a phrase in. Choices may hold slots and further choices.
fn fill(phrase: &str, slots: &Slots<'_>, dice: &mut Dice) -> String {
    let mut filled = String::with_capacity(phrase.len() + 24);
    let mut rest = phrase;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let Some(end) = closing(after) else { break };
        match &after[..end] {
            "ort" => filled.push_str(slots.at),
            "Ort" => filled.push_str(&capitalised(slots.at)),
            "bezirk" => filled.push_str(slots.district),
            "uhr" => filled.push_str(&format!("{}:{:02} Uhr", slots.minute / 60, slots.minute % 60)),
            "zahl" => filled.push_str(NUMBERS[dice.below(NUMBERS.len())]),
            "Zahl" => filled.push_str(&capitalised(NUMBERS[dice.below(NUMBERS.len())])),
            inner => {
                let choices = choices(inner);
                filled.push_str(&fill(choices[dice.below(choices.len())], slots, dice));
            }
        }
        rest = &after[end + 1..];
    }
    filled.push_str(rest);
    filled
}

/// Where the brace that was opened before `text` is closed.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0;
    text.char_indices().find_map(|(at, letter)| {
        match letter {
            '{' => depth += 1,
            '}' if depth == 0 => return Some(at),
            '}' => depth -= 1,
            _ => {}
        }
        None
    })
}

/// The choices of a phrase, divided at the bars outside of braces.
fn choices(text: &str) -> Vec<&str> {
    let mut depth = 0;
    let bar = |letter: char| {
        match letter {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        letter == '|' && depth == 0
    };
    text.split(bar).collect()
}

const NUMBERS: [&str; 5] = ["zwei", "drei", "vier", "fünf", "sechs"];

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

impl Voice {
    const ALL: [Self; 6] = [Self::Citizen, Self::Note, Self::City, Self::Police, Self::Rail, Self::Customs];

    fn as_str(self) -> &'static str {
        match self {
            Self::Citizen => "citizen",
            Self::Note => "note",
            Self::City => "city",
            Self::Police => "police",
            Self::Rail => "rail",
            Self::Customs => "customs",
        }
    }
}
