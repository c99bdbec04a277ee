//! The parts of a charter, as they stand in the file.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    access::Role,
    disclosure::{TextPart, TimePart},
    ids::*,
    place::Precision,
    report::Origin,
};

/// A text that people read, in every language of the interface.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// German, the language of the agreement.
    pub de: String,
    /// English.
    pub en: String,
}

impl Text {
    /// The text in `language` (`"de"` or `"en"`); German for anything else.
    pub fn get(&self, language: &str) -> &str {
        if language == "en" { &self.en } else { &self.de }
    }
}

/// The agreement of one city as data.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Charter {
    /// Title, term, renewal, notice, place and time zone.
    pub agreement: Agreement,
    /// Partners with their units.
    #[serde(rename = "partner")]
    pub partners: Vec<Partner>,
    /// Bodies (Gremien).
    #[serde(rename = "body", default)]
    pub bodies: Vec<Body>,
    /// What each clause asks, and how it is measured.
    #[serde(rename = "duty", default)]
    pub duties: Vec<Duty>,
    /// Where reports come from.
    #[serde(rename = "source")]
    pub sources: Vec<Source>,
    /// What reports are about.
    #[serde(rename = "category")]
    pub categories: Vec<Category>,
    /// To whom things are disclosed.
    #[serde(rename = "audience")]
    pub audiences: Vec<Audience>,
    /// Ready-made disclosures.
    #[serde(rename = "profile", default)]
    pub profiles: Vec<Profile>,
    /// Disclosures proposed (or made) at entry.
    #[serde(rename = "standing_rule", default)]
    pub standing_rules: Vec<StandingRule>,
    /// The catalogue of legal bases.
    #[serde(rename = "legal_basis")]
    pub legal_bases: Vec<LegalBasis>,
    /// Kinds of place that are never exact and never named outside their owner.
    #[serde(rename = "sensitive_place", default)]
    pub sensitive_places: Vec<SensitivePlace>,
    /// How long what is kept.
    #[serde(rename = "retention", default)]
    pub retention: Vec<Retention>,
    /// Periods and thresholds that the rules of daily work use.
    #[serde(rename = "limit", default)]
    pub limits: Vec<Limit>,
    /// How findings are looked for; without it, none are.
    #[serde(default)]
    pub detection: Option<Detection>,
    /// Who needs a second factor to sign in.
    #[serde(rename = "second_factor", default)]
    pub second_factors: Vec<SecondFactor>,
    /// Permanent contacts by subject.
    #[serde(rename = "contact", default)]
    pub contacts: Vec<Contact>,
    /// Letters of intent that the agreement foresees.
    #[serde(rename = "letter_of_intent", default)]
    pub letters_of_intent: Vec<LetterOfIntent>,
}

/// Title, term and place of the agreement.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Agreement {
    /// Full title.
    pub title: Text,
    /// Name of the partnership, as it stands in the page head: "Sicherheitspartnerschaft Hamm".
    pub name: Text,
    /// City.
    pub city: String,
    /// Amtlicher Gemeindeschlüssel, eight digits.
    pub ags: String,
    /// Day of signature.
    pub signed: Date,
    /// First day of the term.
    pub begins: Date,
    /// Last day of the first term.
    pub ends: Date,
    /// Months by which it renews itself each time; 0 for never.
    pub renewal_months: u32,
    /// Months before the end by which a partner must have given notice.
    pub notice_months: u32,
    /// Clause of term and notice.
    pub clause: String,
    /// Time zone in which days, shifts and deadlines are counted, such as `Europe/Berlin`.
    pub time_zone: String,
    /// The middle of the city, longitude and latitude in degrees (WGS 84).
    pub centre: [f64; 2],
    /// Box of places that can be meant: west, south, east, north in degrees.
    pub bounds: [f64; 4],
    /// The division whose areas are meant by precision `quarter`.
    pub quarter_division: DivisionId,
    /// The division whose only area is the city, meant by precision `city`.
    pub city_division: DivisionId,
    /// Beginnings of the shifts, local time, such as `06:00`.
    pub shifts: Vec<String>,
    /// Where people turn in an emergency; every entry page shows it.
    pub emergency: Text,
}

/// Kind of authority; decides the regime together with the purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PartnerKind {
    /// A city or municipality.
    Municipality,
    /// Police of a Land.
    Police,
    /// An authority of the federation, such as Bundespolizei.
    Federal,
    /// Customs, with the Finanzkontrolle Schwarzarbeit.
    Customs,
    /// Tax administration (Abgabenordnung, tax secrecy).
    Tax,
    /// A prison (Justizvollzugsanstalt).
    Prison,
    /// Anyone else.
    Other,
}

/// Standing of a partner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PartnerStatus {
    /// Signed, with a vote.
    Voting,
    /// Joined by letter of intent, without a vote.
    Associated,
    /// Named by the agreement, not joined yet.
    Foreseen,
}

/// A partner of the agreement.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Partner {
    /// Identifier.
    pub id: PartnerId,
    /// Full name.
    pub name: Text,
    /// Short name for lists and maps.
    pub short: Text,
    /// Kind of authority.
    pub kind: PartnerKind,
    /// Standing.
    pub status: PartnerStatus,
    /// Since when it takes part; absent while foreseen.
    #[serde(default)]
    pub since: Option<Date>,
    /// Clause that names it.
    pub clause: String,
    /// Its units.
    #[serde(rename = "unit", default)]
    pub units: Vec<Unit>,
}

/// A unit (Dienststelle, Amt) of a partner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unit {
    /// Identifier, unique in the charter.
    pub id: UnitId,
    /// Name.
    pub name: Text,
    /// Purpose in which the unit mainly works; decides the regime of what it owns.
    pub purpose: Purpose,
}

/// Purpose of processing, as far as it decides the regime.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// Averting danger to public security and order (Gefahrenabwehr).
    DangerAversion,
    /// Prosecuting or sanctioning offences, Ordnungswidrigkeiten included.
    Prosecution,
    /// Planning and prevention.
    Planning,
    /// Press and public relations.
    Press,
    /// Training, accounts and other administration.
    Administration,
    /// Enforcing sentences.
    Enforcement,
    /// Taxation.
    Taxation,
}

/// How often a body meets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cadence {
    /// Meetings a year that the agreement (or the body itself) asks for; 0 where only on occasion.
    pub per_year: u32,
    /// Whether it also meets on occasion.
    #[serde(default)]
    pub on_occasion: bool,
    /// Whether the body sets its own rhythm.
    #[serde(default)]
    pub own_choice: bool,
}

/// A body (Gremium).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Body {
    /// Identifier.
    pub id: BodyId,
    /// Name.
    pub name: Text,
    /// Clause that founds it.
    pub clause: String,
    /// How often it meets.
    pub cadence: Cadence,
    /// Seats.
    #[serde(rename = "seat", default)]
    pub seats: Vec<Seat>,
    /// Whether the body exists yet; the crime prevention council is intended only.
    #[serde(default)]
    pub intended: bool,
}

/// Seats of one partner in a body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seat {
    /// Whose.
    pub partner: PartnerId,
    /// How many.
    pub number: u32,
    /// Whether they vote.
    #[serde(default)]
    pub vote: bool,
}

/// A duty from a clause.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Duty {
    /// Identifier.
    pub id: DutyId,
    /// Clause, such as `3.3`.
    pub clause: String,
    /// What is owed.
    pub text: Text,
    /// How its fulfilment will be measured.
    pub measure: Text,
    /// Bodies that answer for it.
    #[serde(default)]
    pub bodies: Vec<BodyId>,
    /// Times a year it falls due; absent where it is continuous.
    #[serde(default)]
    pub per_year: Option<u32>,
}

/// Kind of source: the three that clause 2.3 merges.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SourceKind {
    /// From the public: citizens' portal, open data. Shown as a circle.
    Public,
    /// From a municipal authority. Shown as a square.
    Municipal,
    /// From a security authority. Shown as a triangle.
    Security,
}

impl SourceKind {
    /// All three.
    pub const ALL: [Self; 3] = [Self::Public, Self::Municipal, Self::Security];

    /// The name used in files and addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Municipal => "municipal",
            Self::Security => "security",
        }
    }
}

/// Where reports come from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Identifier.
    pub id: SourceId,
    /// Name.
    pub name: Text,
    /// Kind.
    pub kind: SourceKind,
    /// Units that may enter reports from it.
    pub units: Vec<UnitId>,
    /// Where it comes from and under which licence, for open data.
    #[serde(default)]
    pub attribution: Option<String>,
}

/// The four fields of prevention of clause 2.5.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Prevention {
    /// Kriminalprävention.
    Crime,
    /// Verkehrsunfallprävention.
    Traffic,
    /// Ordnungsrechtliche Prävention.
    Order,
    /// Städtebauliche Prävention.
    Urban,
}

impl Prevention {
    /// All four, in the order of the agreement.
    pub const ALL: [Self; 4] = [Self::Crime, Self::Traffic, Self::Order, Self::Urban];

    /// The name used in files and addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Crime => "crime",
            Self::Traffic => "traffic",
            Self::Order => "order",
            Self::Urban => "urban",
        }
    }
}

/// What a report is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Category {
    /// Identifier.
    pub id: CategoryId,
    /// Name.
    pub name: Text,
    /// Name the police use for it (Phänomen), where it differs.
    #[serde(default)]
    pub police_name: Option<Text>,
    /// Fields of prevention, at least one.
    pub prevention: BTreeSet<Prevention>,
    /// Categories that may describe the same happening; symmetric.
    #[serde(default)]
    pub related: Vec<CategoryId>,
    /// Counts checking rather than happening (drug offences found by control); raises no findings by default.
    #[serde(default)]
    pub measures_checking: bool,
    /// Ways of committing, where it matters.
    #[serde(rename = "modus", default)]
    pub modi: Vec<Modus>,
    /// Retention class.
    pub retention: RetentionId,
}

/// A way of committing (Begehungsweise).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Modus {
    /// Identifier.
    pub id: ModusId,
    /// Name.
    pub name: Text,
}

/// An audience (Empfängerkreis).
///
/// People belong to it by their *current* memberships; which partners belong is fixed in each disclosure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Audience {
    /// Identifier.
    pub id: AudienceId,
    /// Name.
    pub name: Text,
    /// Partners that belong to it.
    pub partners: Vec<PartnerId>,
    /// If not empty: only people in one of these units (or bodies below).
    #[serde(default)]
    pub units: Vec<UnitId>,
    /// If not empty: only people in one of these bodies (or units above).
    #[serde(default)]
    pub bodies: Vec<BodyId>,
}

/// A ready-made disclosure: which parts, and for each pair of partners on which basis, for which purpose, how long.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// Identifier.
    pub id: ProfileId,
    /// Name.
    pub name: Text,
    /// One sentence: what the recipient will see.
    pub explains: Text,
    /// Precision of the place.
    pub place: Precision,
    /// Precision of the time.
    pub time: TimePart,
    /// How much of the text.
    pub text: TextPart,
    /// Whether attachments are part of it.
    #[serde(default)]
    pub attachments: bool,
    /// Whether referrals use it unless something else is chosen; at most one profile.
    #[serde(default)]
    pub referrals: bool,
    /// From whom to whom.
    #[serde(rename = "pair", default)]
    pub pairs: Vec<ProfilePair>,
}

/// A profile between partners.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProfilePair {
    /// Who discloses.
    pub from: PartnerId,
    /// Toward whom; an audience fits when all of its partners (apart from `from`) are listed.
    pub to: Vec<PartnerId>,
    /// Legal basis.
    pub legal_basis: BasisId,
    /// Purpose, in words.
    pub purpose: Text,
    /// Days until it expires.
    pub days: u32,
}

/// What a standing rule does at entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RuleMode {
    /// Proposes the disclosure; the person sends or holds.
    Prefill,
    /// Discloses without asking: only structured fields at 200 m or coarser.
    Automatic,
}

/// A standing rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StandingRule {
    /// Identifier.
    pub id: RuleId,
    /// Name.
    pub name: Text,
    /// For reports of this unit.
    pub unit: UnitId,
    /// In these categories; empty for all.
    #[serde(default)]
    pub categories: Vec<CategoryId>,
    /// From these sources; empty for all.
    #[serde(default)]
    pub sources: Vec<SourceId>,
    /// Only urgent ones.
    #[serde(default)]
    pub urgent_only: bool,
    /// To this audience.
    pub audience: AudienceId,
    /// By this profile.
    pub profile: ProfileId,
    /// Prefill or automatic.
    pub mode: RuleMode,
}

/// How sure we are that an entry of the catalogue is as the law stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    /// Read in the text of the law.
    Verified,
    /// Confirmed by another norm that refers to it.
    CrossReferenced,
    /// From knowledge of the field, not looked up.
    Known,
    /// Could not be verified, or is contested. Works in the demo only.
    Unverified,
}

/// An entry of the catalogue of legal bases.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LegalBasis {
    /// Identifier.
    pub id: BasisId,
    /// Citation, such as "§ 27 Abs. 1 PolG NRW".
    pub citation: String,
    /// What it allows, in one sentence.
    pub allows: Text,
    /// Where the wording was read.
    pub source: String,
    /// Day on which it was read.
    pub as_of: Date,
    /// How sure.
    pub confidence: Confidence,
    /// Holds from this day.
    pub valid_from: Date,
    /// Holds until this day, inclusive; absent while in force.
    #[serde(default)]
    pub valid_until: Option<Date>,
    /// Who may use it toward whom.
    #[serde(rename = "toward")]
    pub toward: Vec<Toward>,
    /// Whether it can carry personal data at all (only after both data-protection officers activated it).
    #[serde(default)]
    pub personal_data: bool,
}

/// Who may use a legal basis toward whom.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Toward {
    /// Who discloses.
    pub from: Vec<PartnerId>,
    /// Toward whom; the own partner is always included where `from` names it.
    pub to: Vec<PartnerId>,
}

/// A kind of place that is never exact and never named outside its owner.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SensitivePlace {
    /// What kind: women's shelter, accommodation, place of worship.
    pub kind: Text,
    /// Finest precision that leaves the owner.
    pub at_most: Precision,
    /// Radius in metres around the points.
    pub radius_m: f64,
    /// Points, longitude and latitude; the operator adds them, no public charter lists a women's shelter.
    #[serde(default)]
    pub points: Vec<[f64; 2]>,
}

/// A retention class.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Retention {
    /// Identifier.
    pub id: RetentionId,
    /// What it is for.
    pub name: Text,
    /// Months after closing until deletion.
    pub months: u32,
    /// Where the period comes from.
    pub source: String,
    /// How sure.
    pub confidence: Confidence,
}

/// What a limit is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LimitKind {
    /// Minutes within which a referral is accepted or returned.
    ReferralAcceptance,
    /// Minutes within which whoever accepted a referral reports progress, each time anew.
    ReferralProgress,
    /// Minutes of silence after which a notice goes on to the deputy, each time anew.
    NoticeFallback,
    /// How often a notice goes on before it stays where it is.
    NoticeReminders,
    /// Fewest people of a unit, and fewest notices, of which times are shown.
    FiguresLeast,
    /// Minutes that two reports of one happening may lie apart.
    DuplicateWindow,
    /// The same where their cell or their category is not the same one, but a neighbour or related.
    DuplicateLoose,
    /// Minutes after a happening in which people are asked whether two reports are of it.
    DuplicateAge,
    /// Most megabytes of an attachment.
    AttachmentSize,
    /// Most attachments of a report.
    AttachmentCount,
}

impl LimitKind {
    /// All kinds.
    pub const ALL: [Self; 10] = [
        Self::ReferralAcceptance,
        Self::ReferralProgress,
        Self::NoticeFallback,
        Self::NoticeReminders,
        Self::FiguresLeast,
        Self::DuplicateWindow,
        Self::DuplicateLoose,
        Self::DuplicateAge,
        Self::AttachmentSize,
        Self::AttachmentCount,
    ];

    /// The name used in files and addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ReferralAcceptance => "referral_acceptance",
            Self::ReferralProgress => "referral_progress",
            Self::NoticeFallback => "notice_fallback",
            Self::NoticeReminders => "notice_reminders",
            Self::FiguresLeast => "figures_least",
            Self::DuplicateWindow => "duplicate_window",
            Self::DuplicateLoose => "duplicate_loose",
            Self::DuplicateAge => "duplicate_age",
            Self::AttachmentSize => "attachment_size",
            Self::AttachmentCount => "attachment_count",
        }
    }

    /// Whether it is a period in minutes; otherwise it is a number of things.
    pub fn is_period(self) -> bool {
        !matches!(
            self,
            Self::NoticeReminders | Self::FiguresLeast | Self::AttachmentSize | Self::AttachmentCount
        )
    }
}

/// A period or a threshold, with where it comes from. What a charter leaves out does not apply.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limit {
    /// What for.
    pub kind: LimitKind,
    /// The period, for kinds that are one.
    #[serde(default)]
    pub minutes: Option<u32>,
    /// The number, for kinds that are one.
    #[serde(default)]
    pub number: Option<u32>,
    /// Where it comes from.
    pub source: String,
    /// Day on which that was so.
    pub as_of: Date,
    /// How sure.
    pub confidence: Confidence,
}

/// How findings are looked for, and when one is announced.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Detection {
    /// Hour of the day, in local time, after which the night's run begins.
    pub hour: u32,
    /// Days that a night is compared with.
    pub past_days: u32,
    /// Longest period of a finding, in days.
    pub longest_days: u32,
    /// Largest circle of a finding, in metres from its middle.
    pub radius_m: u32,
    /// Days at the end that are left out because their reports are not all there yet.
    pub lag_days: u32,
    /// The same for single categories that come in later.
    #[serde(rename = "lag", default)]
    pub lags: Vec<Lag>,
    /// Origins that count as reported from outside.
    pub origins: BTreeSet<Origin>,
    /// Fewest reports of a finding.
    pub least_reports: u32,
    /// Fewer reports than this are named as a doubt.
    pub few_reports: u32,
    /// A finding is announced if chance alone would bring one as strong less often than every so many days.
    pub announce_days: u32,
    /// A finding that was announced goes on while chance would bring one as strong less often than this.
    pub keep_days: u32,
    /// Days without it after which the same place is a new finding.
    pub gap_days: u32,
    /// Percent of change in the count from which a finding has grown or faded.
    pub change_percent: u32,
    /// Most new findings of a night and scope; more are counted.
    pub most_new: u32,
    /// Percent of a finding's reports that came at once and late from which it is held back for a night.
    pub held_percent: u32,
    /// Percentage points by which a channel's share grew from which it is named as a doubt.
    pub channel_points: u32,
    /// A source of which less than this percent of the past is there is left out until it is.
    pub source_percent: u32,
    /// With fewer days of past than this nothing can be called new.
    pub least_past_days: u32,
    /// Reports that came within so many hours before a night, and late, came at once.
    pub at_once_hours: u32,
    /// Percent of a finding's reports that came late, or of which nobody knows who noticed, from which that is named.
    pub share_percent: u32,
    /// Last days in which the channels are compared with earlier ones.
    pub channel_days: u32,
    /// Weeks of a thousand that are above the band of a series by chance alone.
    pub band_per_mille: u32,
    /// Last weeks of which one above the band says something.
    pub judged_weeks: u32,
    /// Days in which near repeats are looked for.
    pub near_days: u32,
    /// How near they are, in metres.
    pub near_m: Vec<u32>,
    /// How soon they come, in days.
    pub near_within_days: Vec<u32>,
    /// Days for which findings that are gone stay in the list.
    pub shown_days: u32,
    /// Days that the record of findings covers.
    pub record_days: u32,
    /// Fewer days than this make no record of hits.
    pub record_least_days: u32,
    /// Weeks from which the density is computed before it is tried.
    pub record_learn_weeks: u32,
    /// Weeks after it in which what comes is a hit.
    pub record_ahead_weeks: u32,
    /// Shares of the area at which hits are told, in percent.
    pub record_percent: Vec<u32>,
    /// The same place and kind, found within so many days over other reports, counts once in the record.
    pub same_days: u32,
    /// Rings of cells around an area to which things may have moved when a measure began.
    pub effect_rings: u32,
    /// Fewest and most weeks compared before and with a measure.
    pub effect_weeks: [u32; 2],
    /// Least count that is told to a partner, and the step to which it is rounded; never below 5.
    pub told_step: u32,
    /// Where these come from.
    pub source: String,
    /// Day on which that was so.
    pub as_of: Date,
    /// How sure.
    pub confidence: Confidence,
}

impl Detection {
    /// The days left out at the end for a category.
    pub fn lag_of(&self, category: &CategoryId) -> u32 {
        self.lags.iter().find(|lag| lag.category == *category).map_or(self.lag_days, |lag| lag.days)
    }
}

/// A category whose reports come in later than others'.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lag {
    /// The category.
    pub category: CategoryId,
    /// Days.
    pub days: u32,
}

/// Who needs a second factor to sign in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SecondFactor {
    /// Staff of these partners; empty for all.
    #[serde(default)]
    pub partners: Vec<PartnerId>,
    /// With one of these roles; empty for all, whoever has none yet included.
    #[serde(default)]
    pub roles: Vec<Role>,
    /// Where the demand comes from.
    pub source: String,
    /// Day on which that was so.
    pub as_of: Date,
    /// How sure.
    pub confidence: Confidence,
}

/// A permanent contact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contact {
    /// Subject.
    pub subject: Text,
    /// Partner.
    pub partner: PartnerId,
    /// Unit that answers.
    pub unit: UnitId,
    /// Unit that answers where the first is away.
    #[serde(default)]
    pub deputy: Option<UnitId>,
    /// Whether notices (Sofortmeldungen) go here, day and night.
    #[serde(default)]
    pub notices: bool,
    /// Clause.
    pub clause: String,
}

/// A letter of intent that the agreement foresees.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LetterOfIntent {
    /// Who may join.
    pub partner: PartnerId,
    /// Activities it may declare, by clause.
    pub clauses: Vec<String>,
    /// Bodies it may declare.
    #[serde(default)]
    pub bodies: Vec<BodyId>,
}
