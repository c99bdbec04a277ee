//! What a charter must be, as sentences.

use jiff::civil::date;

use super::*;

const HAMM: &str = include_str!("../../../../charters/hamm.toml");
const LINDENFURT: &str = include_str!("../../../../charters/lindenfurt.toml");
const TODAY: Date = date(2026, 11, 22);

/// Examines Hamm's charter with one thing changed.
fn changed(from: &str, to: &str) -> (String, Vec<Problem>) {
    assert!(HAMM.contains(from), "{from:?} does not stand in the charter");
    let text = HAMM.replacen(from, to, 1);
    let problems = examine(&text, TODAY).problems;
    (text, problems)
}

/// Line in which something stands for the first time.
fn line_of(text: &str, needle: &str) -> usize {
    text[..text.find(needle).unwrap()].matches('\n').count() + 1 + usize::from(needle.starts_with('\n'))
}

#[test]
fn the_charter_of_hamm_is_without_a_problem() {
    let examined = examine(HAMM, TODAY);
    assert_eq!(examined.problems, []);
    assert!(examined.charter.is_some());
}

#[test]
fn the_charter_of_an_invented_city_is_without_a_problem_and_without_hamm() {
    let examined = examine(LINDENFURT, TODAY);
    assert_eq!(examined.problems, []);
    assert!(!LINDENFURT.contains("Hamm"));
}

#[test]
fn hamm_has_a_measured_duty_for_every_clause() {
    let charter = Charter::parse(HAMM).unwrap();
    let clauses: Vec<&str> = charter.duties.iter().map(|duty| duty.clause.as_str()).collect();
    let expected = [
        "1.1", "1.2", "1.3", "2.1", "2.2", "2.3", "2.4", "2.5", "2.6", "2.7", "3.1", "3.2", "3.3", "3.4",
        "4.1", "4.2", "4.3", "4.4", "4.5", "4.6", "4.7", "4.8", "4.9", "5.1", "5.2", "5.3", "5.4", "6", "7",
    ];
    assert_eq!(clauses, expected);
}

#[test]
fn hamm_merges_all_kinds_of_source_in_all_fields_of_prevention() {
    let charter = Charter::parse(HAMM).unwrap();
    for kind in SourceKind::ALL {
        assert!(charter.sources.iter().any(|source| source.kind == kind), "{kind:?}");
    }
    for field in Prevention::ALL {
        assert!(charter.categories.iter().any(|category| category.prevention.contains(&field)), "{field:?}");
    }
    assert!(charter.categories.iter().any(|category| category.measures_checking));
}

#[test]
fn related_categories_are_related_both_ways() {
    let charter = Charter::parse(HAMM).unwrap();
    for category in &charter.categories {
        for other in &category.related {
            assert!(
                charter.category(other).unwrap().related.contains(&category.id),
                "{} and {other}",
                category.id
            );
        }
    }
    assert!(!charter.category(&"vermuellung".parse().unwrap()).unwrap().related.is_empty());
}

#[test]
fn every_mistake_is_named_with_its_line() {
    // What is changed, into what, the code it must raise, and what stands in the line it must name.
    let cases = [
        ("ags = \"05915000\"", "ags = \"5915000\"", "ags", "ags ="),
        ("\"Europe/Berlin\"", "\"Europa/Hamm\"", "time-zone", "time_zone ="),
        ("bounds = [7.66, 51.56, 8.01, 51.76]", "bounds = [8.01, 51.56, 7.66, 51.76]", "bounds", "bounds ="),
        ("bounds = [7.66, 51.56, 8.01, 51.76]", "bounds = [-7.66, 51.56, 8.01, 51.76]", "bounds", "bounds ="),
        ("bounds = [7.66, 51.56, 8.01, 51.76]", "bounds = [1.66, 51.56, 8.01, 51.76]", "bounds", "bounds ="),
        ("centre = [7.82, 51.68]", "centre = [51.68, 7.82]", "centre", "centre ="),
        ("centre = [7.82, 51.68]", "centre = [7.82]", "wrong-type", "centre ="),
        ("ends = 2023-12-31", "ends = 2021-12-31", "term", "ends ="),
        ("begins = 2022-09-26", "begins = 2022-09-25", "term", "begins ="),
        ("ends = 2023-12-31", "ends = \"2023-02-31\"", "wrong-value", "ends ="),
        ("ends = 2023-12-31", "ends = 2023-02-31", "syntax", "ends ="),
        ("notice_months = 6", "notice_months = 12", "notice", "notice_months ="),
        ("notice_months = 6", "notice_months = -6", "wrong-type", "notice_months ="),
        ("notice_months = 6", "notice = 6", "unknown-key", "notice = 6"),
        ("notice_months = 6\n", "", "missing-key", "[agreement]"),
        ("\"14:00\"", "\"25:00\"", "shift", "shifts ="),
        ("\"06:00\", \"14:00\"", "\"14:00\", \"06:00\"", "shift", "shifts ="),
        ("city_division = \"stadt\"", "city_division = \"stadtbezirke\"", "divisions", "city_division ="),
        (
            "quarter_division = \"stadtbezirke\"",
            "quarter_division = \"Bezirke\"",
            "wrong-value",
            "quarter_division =",
        ),
        ("city = \"Hamm\"", "city = Hamm", "syntax", "city ="),
        (
            "kind = \"notice_fallback\"",
            "kind = \"notice_fallbck\"",
            "wrong-value",
            "kind = \"notice_fallbck\"",
        ),
        (
            "kind = \"notice_fallback\"",
            "kind = \"referral_progress\"",
            "limit-twice",
            "kind = \"referral_progress\"\nminutes = 15",
        ),
        (
            "text = \"summary\"\n",
            "text = \"summary\"\nreferrals = true\n",
            "referral-profile-twice",
            "referrals = true\n\n[[profile.pair]]\nfrom = \"stadt\"\nto = [\"polizei\", \"hauptzollamt\", \"jva\"",
        ),
        ("minutes = 15", "minutes = 0", "limit-value", "minutes = 0"),
        ("minutes = 15", "number = 15", "limit-value", "[[limit]]\nkind = \"notice_fallback\""),
        ("number = 20 # Megabyte", "number = 200", "limit-value", "number = 200"),
        ("minutes = 15", "minutes = 15\nnumber = 1", "limit-value", "minutes = 15"),
        ("minutes = 15", "minutes = 600_000", "limit-value", "minutes = 600_000"),
        (
            "partner = \"polizei\"\nunit = \"fuehrungsstab\"\ndeputy = \"wachdienst\"\n",
            "partner = \"polizei\"\nunit = \"fuehrungsstab\"\ndeputy = \"wachdienst\"\nnotices = true\n",
            "duty-contact-twice",
            "notices = true\nclause = \"3.1\"",
        ),
        ("kind = \"police\"", "kind = \"polize\"", "wrong-value", "kind = \"polize\""),
        (
            "id = \"kod\"",
            "id = \"ordnungsamt\"",
            "duplicate-id",
            "id = \"ordnungsamt\"\nname = { de = \"Komm",
        ),
        ("since = 2022-09-26\n", "", "since", "[[partner]]\nid = \"stadt\""),
        ("[[body]]\nid = \"koord", "[[gremium]]\nid = \"koord", "unknown-key", "[[gremium]]"),
        (
            "{ partner = \"finanzamt\", number = 1 },\n]",
            "{ partner = \"finanzmat\", number = 1 },\n]",
            "unknown-reference",
            "finanzmat",
        ),
        (
            "cadence = { per_year = 2, on_occasion = true }",
            "cadence = { per_year = 0 }",
            "cadence",
            "cadence = { per_year = 0 }",
        ),
        (
            "bodies = [\"geschaeftsfuehrung\", \"koordination\"]",
            "bodies = [\"vorstand\"]",
            "unknown-reference",
            "\"vorstand\"",
        ),
        ("per_year = 52", "per_year = 0", "duty-never-due", "per_year = 0"),
        ("clause = \"1.1\"", "clause = \"eins\"", "clause", "\"eins\""),
        ("units = [\"kod\"]", "units = []", "source-without-units", "units = []"),
        ("prevention = [\"order\"]", "prevention = []", "category-without-prevention", "prevention = []"),
        ("retention = \"ordnung\"", "retention = \"ewig\"", "unknown-reference", "\"ewig\""),
        (
            "related = [\"trinkgelage\", \"streit\"]",
            "related = [\"krach\"]",
            "unknown-reference",
            "\"krach\"",
        ),
        ("partners = [\"stadt\"]\n", "partners = []\n", "audience-without-partners", "partners = []"),
        (
            "partners = [\"stadt\"]\nunits = [\"kod\"]",
            "partners = [\"stadt\"]\nunits = [\"wachdienst\"]",
            "audience-unit-of-others",
            "units = [\"wachdienst\"]",
        ),
        (
            "legal_basis = \"dsgnrw-8\"",
            "legal_basis = \"polgnrw-26\"",
            "basis-unsuitable",
            "legal_basis = \"polgnrw-26\"",
        ),
        (
            "legal_basis = \"dsgnrw-8\"",
            "legal_basis = \"dsgnrw-14-alt\"",
            "basis-not-in-force",
            "legal_basis = \"dsgnrw-14-alt\"",
        ),
        (
            "valid_from = 2018-05-25",
            "valid_from = 2027-01-01",
            "basis-not-in-force",
            "legal_basis = \"dsgnrw-8\"",
        ),
        ("valid_until = 2018-05-24", "valid_until = 1999-05-24", "basis-period", "valid_until ="),
        ("days = 730", "days = 0", "pair-days", "days = 0"),
        ("profile = \"hinweis\"\nmode", "profile = \"lage\"\nmode", "rule-automatic", "mode = \"automatic\""),
        (
            "unit = \"fks-hamm\"\ncategories",
            "unit = \"steufa\"\ncategories",
            "rule-without-pair",
            "profile = \"lage\"\nmode = \"prefill\"\n\n# ---",
        ),
        ("at_most = \"quarter\"", "at_most = \"50m\"", "sensitive-too-fine", "at_most = \"50m\""),
        ("radius_m = 150.0", "radius_m = -1.0", "sensitive-radius", "radius_m = -1.0"),
        ("radius_m = 150.0", "radius_m = 150.0\npoints = [[13.4, 52.5]]", "sensitive-outside", "points ="),
        ("months = 36", "months = 0", "retention", "months = 0"),
        ("deputy = \"kod\"", "deputy = \"wachdienst\"", "contact-unit-of-others", "deputy = \"wachdienst\""),
        (
            "clauses = [\"2.1\", \"3.3\", \"4.3\", \"5.1\", \"5.3\"]",
            "clauses = []",
            "letter-empty",
            "clauses = []",
        ),
        ("en = \"Hamm tax office\"", "en = \" \"", "text-empty", "en = \" \""),
        ("held_percent = 50", "held_percent = 0", "out-of-range", "held_percent ="),
        ("change_percent = 20", "change_percent = 101", "out-of-range", "change_percent ="),
        ("keep_days = 30", "keep_days = 400", "out-of-range", "keep_days ="),
        ("few_reports = 10", "few_reports = 4", "out-of-range", "few_reports ="),
        ("share_percent = 20", "share_percent = 0", "out-of-range", "share_percent ="),
        ("band_per_mille = 25", "band_per_mille = 0", "out-of-range", "band_per_mille ="),
        ("near_m = [200, 400]", "near_m = [400, 200]", "out-of-range", "near_m ="),
        ("record_percent = [1, 2, 5]", "record_percent = []", "out-of-range", "record_percent ="),
        ("record_least_days = 84", "record_least_days = 840", "out-of-range", "record_days ="),
        ("effect_weeks = [8, 26]", "effect_weeks = [27, 26]", "out-of-range", "effect_weeks ="),
        ("effect_weeks = [8, 26]", "effect_weeks = [8]", "wrong-type", "effect_weeks ="),
        (
            "name = { de = \"Finanzamt Hamm\", en = \"Hamm tax office\" }",
            "name = \"Finanzamt\"",
            "wrong-type",
            "name = \"Finanzamt\"",
        ),
    ];
    for (from, to, code, needle) in cases {
        let (text, problems) = changed(from, to);
        let expected = (Some(line_of(&text, needle)), code);
        let found: Vec<_> = problems.iter().filter(|p| p.is_error()).map(|p| (p.line, p.code)).collect();
        assert!(found.contains(&expected), "{to:?} should raise {expected:?}, but raised {problems:#?}");
        assert_eq!(Charter::parse(&text).is_ok(), code == "basis-not-in-force", "{to:?}");
    }
}

#[test]
fn what_only_deserves_a_look_is_a_warning() {
    let cases = [
        ("{ partner = \"jva\", number = 1, vote = true },\n", "", "body-without-partner"),
        ("units = [\"bpol-revier\"]", "units = [\"bpol-revier\", \"steufa\"]", ""),
        ("legal_basis = \"polgnrw-26\"", "legal_basis = \"polgnrw-27\"", "basis-unverified"),
        ("legal_basis = \"bpolg\"", "legal_basis = \"kv-austausch\"", "basis-without-personal-data"),
        ("units = [\"stadtplanung\", \"tiefbau\", \"krim", "units = [\"krim", "audience-unreachable"),
        ("sources = [\"portal\"]", "sources = [\"polizei-einsatz\"]", "rule-source-of-others"),
        ("units = [\"jva-sicherheit\"]", "units = [\"steufa\"]", "unit-without-source"),
        ("status = \"associated\"\nsince = 2023-08-18", "status = \"foreseen\"", "seat-of-foreseen"),
        ("as_of = 2026-11-22", "as_of = 2027-11-22", "basis-as-of"),
        ("clause = \"4.9\"", "clause = \"4.10\"", ""),
        ("clause = \"4.2\"\ntext", "clause = \"4.11\"\ntext", "clause-without-duty"),
    ];
    for (from, to, code) in cases {
        let (text, problems) = changed(from, to);
        assert!(problems.iter().all(|problem| !problem.is_error()), "{to:?}: {problems:#?}");
        let found: Vec<&str> = problems.iter().map(|problem| problem.code).collect();
        assert!(found.contains(&code) || code.is_empty() && found.is_empty(), "{to:?}: {problems:#?}");
        assert!(Charter::parse(&text).is_ok());
    }
}

#[test]
fn a_body_nobody_sits_on_is_named_unless_it_is_only_intended() {
    let start = HAMM.find("seat = [").unwrap();
    let end = start + HAMM[start..].find("\n]").unwrap() + 2;
    let text = format!("{}{}", &HAMM[..start], &HAMM[end..]);
    // That nobody reads in the body's audience follows, and is named, too.
    let empty = |text: &str| {
        let problems = examine(text, TODAY).problems.into_iter();
        problems.filter(|p| p.code != "audience-unreachable").map(|p| (p.line, p.code)).collect::<Vec<_>>()
    };
    assert_eq!(empty(&text), [(Some(line_of(&text, "[[body]]")), "body-empty")]);

    let intended = text.replacen("id = \"lenkungsgruppe\"", "id = \"lenkungsgruppe\"\nintended = true", 1);
    assert_eq!(empty(&intended), []);
}

#[test]
fn an_expired_basis_is_answered_with_the_suitable_ones() {
    let (_, problems) = changed("legal_basis = \"dsgnrw-8\"", "legal_basis = \"dsgnrw-14-alt\"");
    assert_eq!(problems.len(), 1);
    let sentence = &problems[0].message_de;
    assert!(sentence.contains("ist seit dem 2018-05-24 außer Kraft"), "{sentence}");
    assert!(sentence.contains("es passen: kv-austausch (Nr. 3.3"), "{sentence}");
    assert!(!sentence.contains("§ 14 DSG NRW"), "an expired one is no answer: {sentence}");
}

#[test]
fn several_mistakes_are_named_at_once() {
    let text = HAMM
        .replacen("ags = \"05915000\"", "ags = \"x\"\nfarbe = \"blau\"", 1)
        .replacen("id = \"kod\"", "id = \"K O D\"", 1)
        .replacen("per_year = 52", "per_year = \"oft\"", 1)
        .replacen("retention = \"ordnung\"", "retention = \"ewig\"\nicon = 3", 1);
    let problems = examine(&text, TODAY).problems;
    let mut codes: Vec<&str> = problems.iter().map(|problem| problem.code).collect();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(
        codes,
        ["ags", "clause-without-duty", "unknown-key", "unknown-reference", "wrong-type", "wrong-value"]
    );
    assert!(problems.is_sorted_by_key(|problem| problem.line));
}

#[test]
fn what_refers_to_a_broken_part_is_not_reported_too() {
    let (_, problems) = changed("kind = \"police\"", "kind = \"polis\"");
    let found: Vec<_> =
        problems.iter().filter(|problem| problem.is_error()).map(|problem| problem.code).collect();
    assert_eq!(found, ["wrong-value"]);
}

#[test]
fn a_slip_is_answered_with_what_was_meant() {
    let cases = [
        ("unit = \"fks-hamm\"\ncategories", "unit = \"fks-ham\"\ncategories", "vielleicht „fks-hamm“"),
        ("notice_months = 6", "notice_month = 6", "vielleicht „notice_months“"),
        ("kind = \"police\"", "kind = \"polise\"", "vielleicht „police“"),
        ("[[duty]]\nid = \"d-1-1\"", "[[dutty]]\nid = \"d-1-1\"", "vielleicht „duty“"),
    ];
    for (from, to, meant) in cases {
        let (_, problems) = changed(from, to);
        assert!(problems.iter().any(|problem| problem.message_de.contains(meant)), "{to:?}: {problems:#?}");
    }
}

#[test]
fn every_sentence_is_whole_in_both_languages() {
    let broken =
        HAMM.replace("legal_basis = \"", "legal_basis = \"x").replace("units = [", "units = [\"niemand\", ");
    let problems = examine(&broken, TODAY).problems;
    assert!(problems.len() > 30);
    for problem in problems {
        for sentence in [&problem.message_de, &problem.message_en] {
            assert!(sentence.ends_with('.') && sentence.len() > 20, "{sentence}");
        }
    }
}

#[test]
fn nonsense_is_refused_with_a_sentence() {
    for text in
        ["", "\u{0}", "[[", "= 1", "agreement = 3", "[agreement]\n", "partner = []\n", &"[".repeat(10_000)]
    {
        let problems = Charter::parse(text).unwrap_err();
        assert!(!problems.is_empty(), "{text:?}");
    }
}

proptest::proptest! {
    #[test]
    fn no_text_makes_the_check_panic(at in 0..HAMM.len(), length in 0usize..200, put in "\\PC{0,20}") {
        let start = (0..=at).rev().find(|i| HAMM.is_char_boundary(*i)).unwrap();
        let end = (at + length..).find(|i| *i >= HAMM.len() || HAMM.is_char_boundary(*i)).unwrap().min(HAMM.len());
        let text = format!("{}{put}{}", &HAMM[..start], &HAMM[end..]);
        let examined = examine(&text, TODAY);
        for problem in &examined.problems {
            proptest::prop_assert!(problem.line.is_none_or(|line| line <= text.lines().count() + 1));
        }
        proptest::prop_assert_eq!(examined.charter.is_none(), examined.problems.iter().any(Problem::is_error));
    }
}
