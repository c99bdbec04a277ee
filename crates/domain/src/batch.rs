//! A batch (Stapel): what one file brings in, from the upload to the confirmation.

use serde::{Deserialize, Serialize};

use crate::{
    access::{Actor, Denied},
    ids::{AccountId, BatchId, PartnerId, SourceId, UnitId},
    time::Timestamp,
};

/// What became of the rows of a file.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Counts {
    /// Rows in the file.
    pub read: u64,
    /// Rows that became reports.
    pub accepted: u64,
    /// Rows that were there already.
    pub duplicate: u64,
    /// Rows that were handed back.
    pub rejected: u64,
    /// Accepted ones without a place.
    pub without_place: u64,
    /// Accepted ones outside the city's division.
    pub outside: u64,
    /// Accepted ones of which a text looked like a person; that was left out.
    pub left_out: u64,
    /// Values of the category that the profile does not map, with their rows; the most frequent first.
    pub unmapped: Vec<(String, u64)>,
}

impl Counts {
    /// Rows that are decided about.
    pub fn decided(&self) -> u64 {
        self.accepted + self.duplicate + self.rejected
    }
}

/// A batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    /// Identifier.
    pub id: BatchId,
    /// Owning partner.
    pub partner: PartnerId,
    /// Owning unit.
    pub unit: UnitId,
    /// Source of its reports.
    pub source: SourceId,
    /// Who brought it.
    pub by: AccountId,
    /// When.
    pub at: Timestamp,
    /// Name of the file.
    pub file: String,
    /// SHA-256 of the file, in hexadecimal.
    pub digest: String,
    /// The profile, as it was then (TOML).
    pub profile: String,
    /// What became of its rows.
    pub counts: Counts,
    /// How many blocks it has: what one transaction wrote is one.
    pub blocks: u32,
    /// When writing began.
    pub begun_at: Option<Timestamp>,
    /// When it became visible.
    pub visible_at: Option<Timestamp>,
    /// When and by whom it was confirmed.
    pub confirmed: Option<(Timestamp, AccountId)>,
    /// When it was thrown away.
    pub discarded_at: Option<Timestamp>,
}

/// Where a batch stands; derived, never stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// The file is here, nobody said yet that it shall come in.
    Uploaded,
    /// Some of it is written, nothing visible.
    Open,
    /// Its reports are there for the owning unit.
    Visible,
    /// A person has looked at it; standing rules have been applied.
    Confirmed,
    /// It was thrown away before it became visible.
    Discarded,
}

impl Stage {
    /// The name used in words and addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Uploaded => "uploaded",
            Self::Open => "open",
            Self::Visible => "visible",
            Self::Confirmed => "confirmed",
            Self::Discarded => "discarded",
        }
    }
}

/// Why a batch cannot take a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the batch is {}", .0.as_str())]
pub struct WrongStage(pub Stage);

impl Batch {
    /// Where it stands.
    pub fn stage(&self) -> Stage {
        match self {
            Self { discarded_at: Some(_), .. } => Stage::Discarded,
            Self { confirmed: Some(_), .. } => Stage::Confirmed,
            Self { visible_at: Some(_), .. } => Stage::Visible,
            Self { begun_at: Some(_), .. } => Stage::Open,
            _ => Stage::Uploaded,
        }
    }

    /// Whether the actor may act on it: for its unit, on this very row.
    pub fn editable_by(self, actor: &Actor) -> Result<Self, Denied> {
        actor.may_write(&self.unit)?;
        Ok(self)
    }

    /// Begins to write it, or goes on.
    pub fn begin(self, at: Timestamp) -> Result<Self, WrongStage> {
        self.at_stage(&[Stage::Uploaded, Stage::Open])?;
        Ok(Self { begun_at: self.begun_at.or(Some(at)), ..self })
    }

    /// Makes it visible.
    pub fn show(self, at: Timestamp) -> Result<Self, WrongStage> {
        self.at_stage(&[Stage::Open])?;
        Ok(Self { visible_at: Some(at), ..self })
    }

    /// Confirms it.
    pub fn confirm(self, by: AccountId, at: Timestamp) -> Result<Self, WrongStage> {
        self.at_stage(&[Stage::Visible])?;
        Ok(Self { confirmed: Some((at, by)), ..self })
    }

    /// Throws it away; only what nobody has seen yet.
    pub fn discard(self, at: Timestamp) -> Result<Self, WrongStage> {
        self.at_stage(&[Stage::Uploaded, Stage::Open])?;
        Ok(Self { discarded_at: Some(at), ..self })
    }

    fn at_stage(&self, stages: &[Stage]) -> Result<(), WrongStage> {
        let stage = self.stage();
        if stages.contains(&stage) { Ok(()) } else { Err(WrongStage(stage)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn batch() -> Batch {
        Batch {
            id: BatchId::from_chance([1; 16]),
            partner: "stadt".parse().unwrap(),
            unit: "ordnungsamt".parse().unwrap(),
            source: "portal".parse().unwrap(),
            by: AccountId::from_chance([2; 16]),
            at: Timestamp(1),
            file: "meldungen.csv".to_owned(),
            digest: String::new(),
            profile: String::new(),
            counts: Counts::default(),
            blocks: 0,
            begun_at: None,
            visible_at: None,
            confirmed: None,
            discarded_at: None,
        }
    }

    #[test]
    fn a_batch_goes_its_way_once_and_in_order() {
        let by = AccountId::from_chance([2; 16]);
        assert_eq!(batch().show(Timestamp(2)), Err(WrongStage(Stage::Uploaded)));
        assert_eq!(batch().confirm(by, Timestamp(2)), Err(WrongStage(Stage::Uploaded)));
        let open = batch().begin(Timestamp(2)).unwrap();
        assert_eq!(open.clone().begin(Timestamp(9)).unwrap().begun_at, Some(Timestamp(2)), "it goes on");
        let visible = open.show(Timestamp(3)).unwrap();
        assert_eq!(visible.clone().discard(Timestamp(4)), Err(WrongStage(Stage::Visible)));
        assert_eq!(visible.clone().begin(Timestamp(4)), Err(WrongStage(Stage::Visible)));
        let confirmed = visible.confirm(by, Timestamp(4)).unwrap();
        assert_eq!(confirmed.stage(), Stage::Confirmed);
        assert_eq!(confirmed.confirm(by, Timestamp(5)), Err(WrongStage(Stage::Confirmed)));
    }

    #[test]
    fn only_what_nobody_has_seen_can_be_thrown_away() {
        let discarded = batch().begin(Timestamp(2)).unwrap().discard(Timestamp(3)).unwrap();
        assert_eq!(discarded.stage(), Stage::Discarded);
        assert_eq!(discarded.begin(Timestamp(4)), Err(WrongStage(Stage::Discarded)));
    }
}
