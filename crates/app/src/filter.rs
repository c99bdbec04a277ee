//! What of the picture somebody asks for.

use std::collections::BTreeSet;

use domain::{
    charter::{Prevention, SourceKind},
    ids::*,
    report::Origin,
    time::Timestamp,
};
use h3o::CellIndex;

/// A filter of the picture. Empty sets mean "all". It is compared with what the viewer may see, never with what there is.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Filter {
    /// First moment.
    pub from: Option<Timestamp>,
    /// First moment after.
    pub to: Option<Timestamp>,
    /// Categories.
    pub categories: BTreeSet<CategoryId>,
    /// Fields of prevention.
    pub preventions: BTreeSet<Prevention>,
    /// Kinds of source.
    pub kinds: BTreeSet<SourceKind>,
    /// Sources.
    pub sources: BTreeSet<SourceId>,
    /// Origins.
    pub origins: BTreeSet<Origin>,
    /// Owning partners.
    pub partners: BTreeSet<PartnerId>,
    /// Areas: a report counts if its shown place lies in one of them.
    pub areas: BTreeSet<(DivisionId, AreaId)>,
    /// One cell: a report counts if its shown place lies in it.
    pub cell: Option<CellIndex>,
    /// Only urgent ones.
    pub urgent: bool,
    /// Only the viewer's own unit's.
    pub own: bool,
    /// Only open ones.
    pub open: bool,
}

impl Filter {
    /// The filter in words of the journal: names and values, sorted, nothing for "all".
    pub fn describe(&self) -> String {
        let mut parts = Vec::new();
        let mut add = |name: &str, values: Vec<String>| {
            if !values.is_empty() {
                parts.push(format!("{name}={}", values.join(",")));
            }
        };
        add("from", self.from.iter().map(|at| at.0.to_string()).collect());
        add("to", self.to.iter().map(|at| at.0.to_string()).collect());
        add("category", self.categories.iter().map(ToString::to_string).collect());
        add("prevention", self.preventions.iter().map(|p| p.as_str().to_owned()).collect());
        add("kind", self.kinds.iter().map(|k| k.as_str().to_owned()).collect());
        add("source", self.sources.iter().map(ToString::to_string).collect());
        add("origin", self.origins.iter().map(|o| o.as_str().to_owned()).collect());
        add("partner", self.partners.iter().map(ToString::to_string).collect());
        add("area", self.areas.iter().map(|(division, area)| format!("{division}:{area}")).collect());
        add("cell", self.cell.iter().map(ToString::to_string).collect());
        add("urgent", self.urgent.then(|| "yes".to_owned()).into_iter().collect());
        add("own", self.own.then(|| "yes".to_owned()).into_iter().collect());
        add("open", self.open.then(|| "yes".to_owned()).into_iter().collect());
        parts.join(" ")
    }
}
