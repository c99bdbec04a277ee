//! The journal: what was done and read, tamper-evident and without content.
//!
//! One chain per controller, positions without a gap from 1. An outsider needs four lines to verify it:
//!
//! ```text
//! bytes  = "lagenetz-journal-1\n" ‖ JSON of the entry
//! leaf   = SHA-256(0x00 ‖ bytes)
//! hash₀  = 32 zero bytes
//! hashₙ  = SHA-256(0x01 ‖ controller ‖ n as 8 bytes, big-endian ‖ hashₙ₋₁ ‖ leafₙ)
//! ```
//!
//! The JSON has no white space, its keys are sorted by their bytes, its values are objects, arrays, strings, integers
//! and nothing else; what is absent is left out. Strings are escaped as RFC 8785 does (`\"`, `\\`, `\b`, `\f`, `\n`,
//! `\r`, `\t`, other control characters as `\u00xx` in lower case), hashes are written in lower-case hexadecimal.
//! An entry is valid only in exactly these bytes.
//!
//! Bodies are deleted on schedule, oldest first; leaf and hash stay, so that the chain can still be verified and a
//! body that somebody kept can still be held against it. Whoever cuts off the end of a chain is found by a [`Seal`]:
//! a signed head that other partners hold.

use std::{borrow::Cow, collections::BTreeMap, fmt::Write as _};

use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use serde::Deserialize;
use sha2::{Digest, Sha256};

use crate::{
    ids::{AccountId, PartnerId},
    report::Report,
    time::{Timestamp, When},
};

const VERSION: &str = "lagenetz-journal-1\n";
const SEAL_VERSION: &str = "lagenetz-seal-1\n";
const CONTENT_VERSION: &str = "lagenetz-report-1\n";

/// What was done or read. It names things by identifier, version and salted digest, never by content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// In whose journal it stands.
    pub controller: PartnerId,
    /// When.
    pub at: Timestamp,
    /// Who; absent for what the system did by itself or somebody not signed in.
    pub actor: Option<AccountId>,
    /// What, such as `report.entered` or `report.read`.
    pub act: Cow<'static, str>,
    /// Why somebody looked, as chosen once a shift.
    pub occasion: Option<String>,
    /// About what.
    pub subjects: Vec<Subject>,
    /// Identifiers, counts and the filter of a reading; never content.
    pub facts: BTreeMap<String, String>,
}

/// Something that an entry is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// What kind of thing, such as `report`.
    pub kind: Cow<'static, str>,
    /// Its identifier.
    pub id: String,
    /// Its version, where it has versions.
    pub version: Option<u32>,
    /// Salted digest of its content ([`digest`]), where the content was touched.
    pub digest: Option<[u8; 32]>,
}

impl Entry {
    /// An entry with nothing but who did what when.
    pub fn new(
        controller: PartnerId,
        at: Timestamp,
        actor: Option<AccountId>,
        act: impl Into<Cow<'static, str>>,
    ) -> Self {
        let (occasion, subjects, facts) = (None, Vec::new(), BTreeMap::new());
        Self { controller, at, actor, act: act.into(), occasion, subjects, facts }
    }

    /// With a subject more.
    pub fn about(mut self, subject: Subject) -> Self {
        self.subjects.push(subject);
        self
    }

    /// With a fact more.
    pub fn fact(mut self, name: impl Into<String>, value: impl ToString) -> Self {
        self.facts.insert(name.into(), value.to_string());
        self
    }

    /// With the occasion of the reading.
    pub fn on_occasion(mut self, occasion: Option<String>) -> Self {
        self.occasion = occasion;
        self
    }

    /// The canonical bytes.
    pub fn bytes(&self) -> Vec<u8> {
        let mut fields = vec![
            ("act", string(&self.act)),
            ("at", self.at.0.to_string()),
            ("controller", string(self.controller.as_str())),
        ];
        if let Some(actor) = self.actor {
            fields.push(("actor", string(&actor.to_string())));
        }
        if let Some(occasion) = &self.occasion {
            fields.push(("occasion", string(occasion)));
        }
        if !self.subjects.is_empty() {
            fields.push(("subjects", array(self.subjects.iter().map(Subject::json))));
        }
        if !self.facts.is_empty() {
            let facts = self.facts.iter().map(|(name, value)| (name.as_str(), string(value)));
            fields.push(("facts", object(facts.collect())));
        }
        format!("{VERSION}{}", object(fields)).into_bytes()
    }

    /// Reads canonical bytes; anything that [`Entry::bytes`] would not write in the same way is refused.
    pub fn read(bytes: &[u8]) -> Result<Self, NotAnEntry> {
        let json = bytes.strip_prefix(VERSION.as_bytes()).ok_or(NotAnEntry)?;
        let read: ReadEntry = serde_json::from_slice(json).map_err(|_| NotAnEntry)?;
        let entry = read.entry().ok_or(NotAnEntry)?;
        if entry.bytes() == bytes { Ok(entry) } else { Err(NotAnEntry) }
    }
}

impl Subject {
    /// A thing without version.
    pub fn new(kind: impl Into<Cow<'static, str>>, id: impl ToString) -> Self {
        Self { kind: kind.into(), id: id.to_string(), version: None, digest: None }
    }

    /// One version of a report, with the digest of its content.
    pub fn report(report: &Report, salt: &[u8; 16]) -> Self {
        let digest = digest(salt, &report_bytes(report));
        Self { version: Some(report.version), digest: Some(digest), ..Self::new("report", report.id) }
    }

    /// The same thing in a certain version.
    pub fn version(self, version: u32) -> Self {
        Self { version: Some(version), ..self }
    }

    fn json(&self) -> String {
        let mut fields = vec![("kind", string(&self.kind)), ("id", string(&self.id))];
        if let Some(version) = self.version {
            fields.push(("version", version.to_string()));
        }
        if let Some(digest) = &self.digest {
            fields.push(("digest", string(&hex(digest))));
        }
        object(fields)
    }
}

/// The bytes are not an entry in canonical form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is not a journal entry in canonical form")]
pub struct NotAnEntry;

/// Hash of an entry's canonical bytes.
pub fn leaf(bytes: &[u8]) -> [u8; 32] {
    Sha256::new().chain_update([0]).chain_update(bytes).finalize().into()
}

/// Salted digest of content: proves later which content it was, and tells nothing once the salt is deleted with it.
pub fn digest(salt: &[u8; 16], content: &[u8]) -> [u8; 32] {
    Sha256::new().chain_update([2]).chain_update(salt).chain_update(content).finalize().into()
}

/// Canonical bytes of what a report says in this version, for [`digest`]: JSON as for entries; coordinates are strings.
pub fn report_bytes(report: &Report) -> Vec<u8> {
    let content = &report.content;
    let (from, to) = match content.when {
        When::At(at) => (at, None),
        When::Within { from, to } => (from, Some(to)),
    };
    let mut fields = vec![
        ("category", string(content.category.as_str())),
        ("channel", string(content.channel.as_str())),
        ("from", from.0.to_string()),
        ("household", u8::from(content.household).to_string()),
        ("id", string(&report.id.to_string())),
        ("origin", string(content.origin.as_str())),
        ("source", string(content.source.as_str())),
        ("summary", string(&content.summary)),
        ("text", string(&content.text)),
        ("title", string(&content.title)),
        ("urgency", string(content.urgency.as_str())),
        ("version", report.version.to_string()),
    ];
    if let Some(to) = to {
        fields.push(("to", to.0.to_string()));
    }
    if let Some(modus) = &content.modus {
        fields.push(("modus", string(modus.as_str())));
    }
    if let Some(place) = &content.place {
        fields.push(("lon", string(&place.lon().to_string())));
        fields.push(("lat", string(&place.lat().to_string())));
    }
    format!("{CONTENT_VERSION}{}", object(fields)).into_bytes()
}

/// Where a chain stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Head {
    /// Position of its last entry; 0 before the first.
    pub position: u64,
    /// Hash of its last entry.
    pub hash: [u8; 32],
}

impl Head {
    /// Where every chain begins.
    pub const START: Self = Self { position: 0, hash: [0; 32] };

    /// Where the chain stands after one more entry.
    pub fn next(&self, controller: &PartnerId, leaf: &[u8; 32]) -> Self {
        let position = self.position + 1;
        let hash = Sha256::new()
            .chain_update([1])
            .chain_update(controller.as_str())
            .chain_update(position.to_be_bytes())
            .chain_update(self.hash)
            .chain_update(leaf)
            .finalize();
        Self { position, hash: hash.into() }
    }
}

/// An entry as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// In whose journal.
    pub controller: PartnerId,
    /// Position in the chain, from 1.
    pub position: u64,
    /// When; deleted with the body.
    pub at: Option<Timestamp>,
    /// Canonical bytes; absent once deleted on schedule.
    pub body: Option<Vec<u8>>,
    /// Hash of the canonical bytes.
    pub leaf: [u8; 32],
    /// Hash of the chain up to here.
    pub hash: [u8; 32],
}

impl Row {
    /// The row that continues the chain at `head` with `entry`.
    pub fn after(head: &Head, entry: &Entry) -> Self {
        let body = entry.bytes();
        let leaf = leaf(&body);
        let Head { position, hash } = head.next(&entry.controller, &leaf);
        let (controller, at) = (entry.controller.clone(), Some(entry.at));
        Self { controller, position, at, body: Some(body), leaf, hash }
    }

    /// Where the chain stands with this row.
    pub fn head(&self) -> Head {
        Head { position: self.position, hash: self.hash }
    }

    /// The row after its body was deleted on schedule.
    pub fn without_body(self) -> Self {
        Self { at: None, body: None, ..self }
    }
}

/// Where a journal is broken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Break {
    /// A row is missing, doubled or in the wrong place.
    #[error("entry {expected} is missing; entry {found} stands in its place")]
    Gap {
        /// Position that had to come.
        expected: u64,
        /// Position that came.
        found: u64,
    },
    /// The row belongs to the journal of somebody else.
    #[error("entry {0} belongs to the journal of another controller")]
    Foreign(u64),
    /// The hash does not follow from the row before and the leaf.
    #[error("the hash of entry {0} does not follow from the entry before it")]
    Chain(u64),
    /// The body is not the one that was chained.
    #[error("the text of entry {0} is not the one that was entered")]
    Body(u64),
    /// A body is missing although an older one is still there: it was not deleted on schedule.
    #[error("the text of entry {0} is missing although older ones are still there")]
    Hole(u64),
    /// A sealed head is not in the chain, or its signature is wrong.
    #[error("the seal of position {0} does not fit the journal")]
    Seal(u64),
    /// The chain does not end where it must.
    #[error("the journal ends at entry {found} instead of entry {expected}")]
    End {
        /// Position of the last entry there must be.
        expected: u64,
        /// Position of the last entry there is.
        found: u64,
    },
}

/// Verifies a journal row by row.
#[derive(Debug, Clone)]
pub struct Verifier {
    controller: Option<PartnerId>,
    head: Head,
    bodies: bool,
}

impl Default for Verifier {
    fn default() -> Self {
        Self { controller: None, head: Head::START, bodies: false }
    }
}

impl Verifier {
    /// Verifies the next row; rows come in their order from position 1.
    pub fn add(&mut self, row: &Row) -> Result<(), Break> {
        let expected = self.head.position + 1;
        if row.position != expected {
            return Err(Break::Gap { expected, found: row.position });
        }
        if self.controller.get_or_insert_with(|| row.controller.clone()) != &row.controller {
            return Err(Break::Foreign(row.position));
        }
        match &row.body {
            Some(body) => check_body(row, body)?,
            None if self.bodies => return Err(Break::Hole(row.position)),
            None if row.at.is_some() => return Err(Break::Body(row.position)),
            None => {}
        }
        self.bodies |= row.body.is_some();
        let head = self.head.next(&row.controller, &row.leaf);
        if head != row.head() {
            return Err(Break::Chain(row.position));
        }
        self.head = head;
        Ok(())
    }

    /// Where the chain stands with the rows so far.
    pub fn head(&self) -> Head {
        self.head
    }
}

fn check_body(row: &Row, body: &[u8]) -> Result<(), Break> {
    let wrong = Break::Body(row.position);
    if leaf(body) != row.leaf {
        return Err(wrong);
    }
    match Entry::read(body) {
        Ok(entry) if entry.controller == row.controller && Some(entry.at) == row.at => Ok(()),
        _ => Err(wrong),
    }
}

/// Verifies the rows of one journal, and says where the chain stands.
///
/// Whether its end was cut off can be seen only by comparing the answer with a head known otherwise, such as a
/// [`Seal`] that another partner holds.
pub fn verify<'a>(rows: impl IntoIterator<Item = &'a Row>) -> Result<Head, Break> {
    let mut verifier = Verifier::default();
    rows.into_iter().try_for_each(|row| verifier.add(row))?;
    Ok(verifier.head())
}

/// A signed head. Partners hold each other's; nothing else of a journal leaves its controller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seal {
    /// Whose journal.
    pub controller: PartnerId,
    /// Position of the sealed entry.
    pub position: u64,
    /// Hash of the sealed entry.
    pub hash: [u8; 32],
    /// When it was sealed.
    pub at: Timestamp,
    /// Public key (ed25519).
    pub key: [u8; 32],
    /// Signature of the other fields.
    pub signature: [u8; 64],
}

impl Seal {
    /// Signs a head with the secret key of this instance (32 random bytes, kept in a file of its own).
    pub fn sign(secret: &[u8; 32], controller: PartnerId, head: Head, at: Timestamp) -> Self {
        let signing = SigningKey::from_bytes(secret);
        let key = signing.verifying_key().to_bytes();
        let Head { position, hash } = head;
        let mut seal = Self { controller, position, hash, at, key, signature: [0; 64] };
        seal.signature = signing.sign(&seal.bytes()).to_bytes();
        seal
    }

    /// The sealed head.
    pub fn head(&self) -> Head {
        Head { position: self.position, hash: self.hash }
    }

    /// The bytes that are signed: five lines of text.
    pub fn bytes(&self) -> Vec<u8> {
        let Self { controller, position, at, .. } = self;
        let (hash, key) = (hex(&self.hash), hex(&self.key));
        format!("{SEAL_VERSION}{controller}\n{position}\n{hash}\n{}\n{key}\n", at.0).into_bytes()
    }
}

/// Whether the signature of a seal is that of its key. Whether the key is the right one, the caller must know.
pub fn verify_seal(seal: &Seal) -> bool {
    let signature = Signature::from_bytes(&seal.signature);
    VerifyingKey::from_bytes(&seal.key).is_ok_and(|key| key.verify_strict(&seal.bytes(), &signature).is_ok())
}

// ---------------------------------------------------------------------------------------------------------------
// Canonical JSON

/// Lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        _ = write!(text, "{byte:02x}");
        text
    })
}

fn unhex(text: &str) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    if text.len() != 64 || !text.is_ascii() {
        return None;
    }
    for (byte, at) in bytes.iter_mut().zip((0..64).step_by(2)) {
        *byte = u8::from_str_radix(&text[at..at + 2], 16).ok()?;
    }
    Some(bytes)
}

fn object(mut fields: Vec<(&str, String)>) -> String {
    fields.sort_unstable_by(|a, b| a.0.as_bytes().cmp(b.0.as_bytes()));
    let fields: Vec<_> =
        fields.into_iter().map(|(name, value)| format!("{}:{value}", string(name))).collect();
    format!("{{{}}}", fields.join(","))
}

fn array(values: impl Iterator<Item = String>) -> String {
    format!("[{}]", values.collect::<Vec<_>>().join(","))
}

fn string(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c < ' ' => _ = write!(out, "\\u{:04x}", u32::from(c)),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ReadEntry {
    controller: PartnerId,
    at: Timestamp,
    actor: Option<AccountId>,
    act: String,
    occasion: Option<String>,
    #[serde(default)]
    subjects: Vec<ReadSubject>,
    #[serde(default)]
    facts: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ReadSubject {
    kind: String,
    id: String,
    version: Option<u32>,
    digest: Option<String>,
}

impl ReadEntry {
    fn entry(self) -> Option<Entry> {
        let Self { controller, at, actor, act, occasion, subjects, facts } = self;
        let subjects = subjects.into_iter().map(ReadSubject::subject).collect::<Option<_>>()?;
        Some(Entry { controller, at, actor, act: act.into(), occasion, subjects, facts })
    }
}

impl ReadSubject {
    fn subject(self) -> Option<Subject> {
        let digest = match &self.digest {
            Some(text) => Some(unhex(text)?),
            None => None,
        };
        Some(Subject { kind: self.kind.into(), id: self.id, version: self.version, digest })
    }
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, prelude::*};

    use super::*;

    fn stadt() -> PartnerId {
        "stadt".parse().unwrap()
    }

    fn account() -> AccountId {
        AccountId::from_chance([1; 16])
    }

    fn an_entry() -> Entry {
        Entry::new(stadt(), Timestamp(1_795_000_000_123), Some(account()), "report.read")
            .on_occasion(Some("Frühdienst \"A\"\n".to_owned()))
            .about(Subject::new("report", "r1").version(3))
            .about(Subject { digest: Some([0xab; 32]), ..Subject::new("report", "r2") })
            .fact("position", 7)
            .fact("count", 2)
    }

    #[test]
    fn the_canonical_bytes_are_as_documented() {
        let digest = "ab".repeat(32);
        let expected = format!(
            "lagenetz-journal-1\n{{\"act\":\"report.read\",\"actor\":\"01010101-0101-4101-8101-010101010101\",\
             \"at\":1795000000123,\"controller\":\"stadt\",\"facts\":{{\"count\":\"2\",\"position\":\"7\"}},\
             \"occasion\":\"Frühdienst \\\"A\\\"\\n\",\"subjects\":[{{\"id\":\"r1\",\"kind\":\"report\",\"version\":3}},\
             {{\"digest\":\"{digest}\",\"id\":\"r2\",\"kind\":\"report\"}}]}}"
        );
        assert_eq!(String::from_utf8(an_entry().bytes()).unwrap(), expected);
    }

    /// Computed by another program (Python's hashlib) from the four lines at the top of this file.
    #[test]
    fn the_hashes_are_as_documented() {
        let first = Row::after(&Head::START, &an_entry());
        let second = Row::after(&first.head(), &an_entry());
        assert_eq!(hex(&first.leaf), "f6b7a5f5002bc8babed51297c897d7b9b4151420a2bab388ae21f6d9ace3b539");
        assert_eq!(hex(&first.hash), "c53a0334e49690bcf74a007e2f0c4ddfbaba08f165d24f0de533cf1f91b5da9b");
        assert_eq!(hex(&second.hash), "dec2a51898a3ff0bdfe87ba5cef0c1f04949bad56378b2a87b8416f09a3356e2");
        assert_eq!(
            hex(&digest(&[7; 16], b"x")),
            "57b208177fc79e3527995215edfe162fea119045844c41f569ac5793e4730604"
        );
    }

    #[test]
    fn an_entry_in_any_other_bytes_is_refused() {
        let bytes = String::from_utf8(an_entry().bytes()).unwrap();
        assert_eq!(Entry::read(bytes.as_bytes()), Ok(an_entry()));
        for other in [
            bytes.replace("journal-1", "journal-2"),
            bytes.replace(",\"at\"", ", \"at\""),
            bytes.replace("\"version\":3", "\"version\":3.0"),
            bytes.replace("\"version\":3", "\"version\":null"),
            bytes.replace("ü", "\\u00fc"),
            bytes.replace("abab", "ABAB"),
            bytes.replace("\"count\":\"2\"", "\"count\":2"),
            bytes.replace("\"act\"", "\"content\":\"x\",\"act\""),
            format!("{bytes}\n"),
        ] {
            assert_ne!(other, bytes);
            assert_eq!(Entry::read(other.as_bytes()), Err(NotAnEntry), "{other}");
        }
    }

    #[test]
    fn a_body_is_missing_only_where_it_was_deleted_on_schedule() {
        let rows = chain(vec![an_entry(); 5]);
        let without = |positions: &[u64]| {
            let hide = |row: Row| if positions.contains(&row.position) { row.without_body() } else { row };
            let rows: Vec<_> = rows.iter().cloned().map(hide).collect();
            verify(&rows)
        };
        let head = rows[4].head();
        assert_eq!(without(&[]), Ok(head));
        assert_eq!(without(&[1, 2, 3]), Ok(head));
        assert_eq!(without(&[1, 2, 3, 4, 5]), Ok(head));
        assert_eq!(without(&[2]), Err(Break::Hole(2)));
        assert_eq!(without(&[1, 2, 5]), Err(Break::Hole(5)));
    }

    #[test]
    fn a_seal_holds_for_one_head_of_one_journal() {
        let head = Head { position: 5, hash: [9; 32] };
        let seal = Seal::sign(&[3; 32], stadt(), head, Timestamp(17));
        assert!(verify_seal(&seal));
        assert_eq!(seal.head(), head);
        let other_key = Seal::sign(&[4; 32], stadt(), head, Timestamp(17)).key;
        for forged in [
            Seal { controller: "polizei".parse().unwrap(), ..seal.clone() },
            Seal { position: 6, ..seal.clone() },
            Seal { hash: [8; 32], ..seal.clone() },
            Seal { at: Timestamp(18), ..seal.clone() },
            Seal { key: other_key, ..seal.clone() },
            Seal { signature: [0; 64], ..seal.clone() },
        ] {
            assert!(!verify_seal(&forged), "{forged:?}");
        }
    }

    fn chain(entries: Vec<Entry>) -> Vec<Row> {
        let mut head = Head::START;
        let mut rows = Vec::new();
        for entry in entries {
            let row = Row::after(&head, &entry);
            head = row.head();
            rows.push(row);
        }
        rows
    }

    fn any_subject() -> impl Strategy<Value = Subject> {
        (any::<String>(), any::<String>(), any::<Option<u32>>(), any::<Option<[u8; 32]>>())
            .prop_map(|(kind, id, version, digest)| Subject { kind: kind.into(), id, version, digest })
    }

    fn any_entry() -> impl Strategy<Value = Entry> {
        let facts = proptest::collection::btree_map(any::<String>(), any::<String>(), 0..4);
        let actor = any::<Option<[u8; 16]>>().prop_map(|chance| chance.map(AccountId::from_chance));
        (any::<i64>(), actor, any::<String>(), any::<Option<String>>(), vec(any_subject(), 0..3), facts)
            .prop_map(|(at, actor, act, occasion, subjects, facts)| Entry {
                controller: stadt(),
                at: Timestamp(at),
                actor,
                act: act.into(),
                occasion,
                subjects,
                facts,
            })
    }

    /// What an intruder does to the rows of a journal; numbers are taken modulo what there is.
    #[derive(Debug, Clone)]
    enum Tampering {
        Byte { row: usize, field: usize, at: usize, xor: u8 },
        Remove { row: usize, renumber: bool },
        Swap { one: usize, other: usize, renumber: bool },
        Insert { row: usize, copy_of: usize, renumber: bool },
        Forge { row: usize, entry: Entry },
    }

    fn any_tampering() -> impl Strategy<Value = Tampering> {
        let n = || 0..1_000_usize;
        prop_oneof![
            4 => (n(), 0..6_usize, n(), 1..=255_u8)
                .prop_map(|(row, field, at, xor)| Tampering::Byte { row, field, at, xor }),
            1 => (n(), any::<bool>()).prop_map(|(row, renumber)| Tampering::Remove { row, renumber }),
            1 => (n(), n(), any::<bool>())
                .prop_map(|(one, other, renumber)| Tampering::Swap { one, other, renumber }),
            1 => (n(), n(), any::<bool>())
                .prop_map(|(row, copy_of, renumber)| Tampering::Insert { row, copy_of, renumber }),
            1 => (n(), any_entry()).prop_map(|(row, entry)| Tampering::Forge { row, entry }),
        ]
    }

    impl Tampering {
        fn apply(self, rows: &mut Vec<Row>) {
            let count = rows.len();
            match self {
                Self::Byte { row, field, at, xor } => change_byte(&mut rows[row % count], field, at, xor),
                Self::Remove { row, renumber } => {
                    rows.remove(row % count);
                    number_if(rows, renumber);
                }
                Self::Swap { one, other, renumber } => {
                    rows.swap(one % count, other % count);
                    number_if(rows, renumber);
                }
                Self::Insert { row, copy_of, renumber } => {
                    rows.insert(row % (count + 1), rows[copy_of % count].clone());
                    number_if(rows, renumber);
                }
                // An entry replaced with the right leaf and the right hash, as somebody does who knows the rules.
                Self::Forge { row, entry } => {
                    let before = (row % count).checked_sub(1).map_or(Head::START, |i| rows[i].head());
                    rows[row % count] = Row::after(&before, &entry);
                }
            }
        }
    }

    fn number_if(rows: &mut [Row], renumber: bool) {
        if renumber {
            rows.iter_mut().zip(1..).for_each(|(row, position)| row.position = position);
        }
    }

    fn change_byte(row: &mut Row, field: usize, at: usize, xor: u8) {
        match (field, &mut row.body, &mut row.at) {
            (0, Some(body), _) => {
                let at = at % body.len();
                body[at] ^= xor;
            }
            (1, _, Some(moment)) => moment.0 ^= i64::from(xor) << (8 * (at % 8)),
            (2, ..) => row.leaf[at % 32] ^= xor,
            (3, ..) => row.position ^= u64::from(xor) << (8 * (at % 8)),
            (4, ..) => row.controller = format!("stadt{xor}").parse().unwrap(),
            _ => row.hash[at % 32] ^= xor,
        }
    }

    proptest! {
        #[test]
        fn an_entry_reads_what_it_writes(entry in any_entry()) {
            prop_assert_eq!(Entry::read(&entry.bytes()), Ok(entry));
        }

        #[test]
        fn no_tampering_goes_unnoticed(
            entries in vec(any_entry(), 1..8),
            deleted in 0..8_u64,
            tampering in any_tampering(),
        ) {
            let rows = chain(entries);
            let head = rows[rows.len() - 1].head();
            let hide = |row: Row| if row.position <= deleted { row.without_body() } else { row };
            let rows: Vec<Row> = rows.into_iter().map(hide).collect();
            prop_assert_eq!(verify(&rows), Ok(head));
            let mut tampered = rows.clone();
            tampering.apply(&mut tampered);
            prop_assume!(tampered != rows);
            prop_assert_ne!(verify(&tampered), Ok(head));
        }
    }
}
