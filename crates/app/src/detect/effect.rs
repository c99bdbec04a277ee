//! Before and after a measure: weekly reports in the area of an entry of the register and around it, beside an area that
//! ran alike before, chosen from the time before alone.

use std::collections::{BTreeSet, HashMap};

pub use analysis::effect::Caution;
use analysis::effect::{Choice, Measure, controls, evaluate};
use domain::{
    charter::Detection,
    finding::Basis,
    hotspot::{Content, disk},
    time::Day,
};
use h3o::CellIndex;

use super::{
    Week, belongs,
    evidence::{alpha, band},
};
use crate::picture::Cases;

/// Weeks of record before that, to see whether the time before was a peak.
const RECORD: usize = 26;
/// Weeks of the series that is drawn.
const DRAWN: usize = 26;

/// What changed with a measure.
#[derive(Debug, Clone, PartialEq)]
pub struct Effect {
    /// First day of the measure.
    pub from: Day,
    /// Weeks compared before and with it.
    pub weeks: [u32; 2],
    /// Reports before and with it: in the area, around it, in the area it is compared with, around that.
    pub treated: [u64; 2],
    /// See there.
    pub around: [u64; 2],
    /// See there.
    pub control: [u64; 2],
    /// See there.
    pub control_around: [u64; 2],
    /// The middle of the area it is compared with.
    pub control_middle: CellIndex,
    /// Change in the area and around it beyond that of the comparison, over the weeks with the measure.
    pub change: f64,
    /// Where the true change lies with a probability of 95 %.
    pub interval: [f64; 2],
    /// How much of the change is around the area.
    pub displaced: f64,
    /// A smaller change could not have been told from chance.
    pub smallest_visible: f64,
    /// What speaks against reading it at face value.
    pub cautions: Vec<Caution>,
}

/// The weekly series of an area up to its last full week.
pub(crate) fn series(cases: &Cases, content: &Content, rules: &Detection, last: Day) -> Vec<Week> {
    let mut counts = vec![0; DRAWN];
    let cells: BTreeSet<CellIndex> = content.cells().into_iter().collect();
    for (number, case) in cases.cases.iter().enumerate() {
        let ago = last.0 - case.day.0;
        if ago >= 0
            && cells.contains(&case.cell)
            && belongs(cases, &content.categories, Basis::Reported, rules, number)
            && let Some(count) = counts.get_mut((ago / 7) as usize)
        {
            *count += 1;
        }
    }
    counts.reverse();
    band(&counts, last, alpha(rules))
}

/// The comparison; `None` before the first full week, or where there is no past or no area to compare with.
pub(crate) fn effect(
    cases: &Cases,
    content: &Content,
    from: Day,
    after_peak: bool,
    rules: &Detection,
    last: Day,
) -> Option<Effect> {
    let [fewest, most] = rules.effect_weeks.map(|weeks| weeks as usize);
    let after = (usize::try_from(last.0 - from.0 + 1).ok()? / 7).min(most);
    let first = cases.cases.iter().map(|case| case.day.0).min()?;
    let start = (usize::try_from(from.0 - first).ok()? / 7).min(2 * most + RECORD);
    let before = after.max(fewest).min(start);
    if after == 0 || before == 0 {
        return None;
    }
    let weekly = weekly(cases, content, from, rules, [start, after]);
    let reach = content.rings + rules.effect_rings;
    let area = |middle| sum(&weekly, &disk(middle, content.rings), start + after);
    let around = |middle| {
        let inner: BTreeSet<CellIndex> = disk(middle, content.rings).into_iter().collect();
        let outer: Vec<CellIndex> =
            disk(middle, reach).into_iter().filter(|cell| !inner.contains(cell)).collect();
        sum(&weekly, &outer, start + after)
    };
    // Neither the area nor what lies around it may be compared with itself.
    let far = |cell: &CellIndex| {
        content
            .middle
            .grid_distance(*cell)
            .is_ok_and(|steps| steps > 2 * i32::try_from(reach).unwrap_or(i32::MAX))
    };
    let mut middles: Vec<CellIndex> = weekly.keys().copied().filter(far).collect();
    middles.sort_unstable();
    let candidates: Vec<Vec<u32>> = middles.iter().map(|&middle| area(middle)).collect();
    let past: Vec<&[u32]> = candidates.iter().map(|series| &series[..start]).collect();
    let treated = area(content.middle);
    let best = controls::rank(&treated[..start], &past).ok()?.into_iter().next()?.number;
    let (control, control_middle) = (&candidates[best], middles[best]);
    let (around, control_around) = (around(content.middle), around(control_middle));
    let measure = Measure {
        treated: &treated,
        control,
        around: Some([&around, &control_around]),
        start,
        before,
        after,
        choice: if after_peak { Choice::RecentPeak } else { Choice::Other },
        control_chosen_before: true,
        alpha: 0.05,
    };
    let found = evaluate(&measure).ok()?;
    let counts = |area: analysis::effect::Area| [area.before, area.after];
    let [around, control_around] = found.study.around?;
    Some(Effect {
        from,
        weeks: [before as u32, after as u32],
        treated: counts(found.study.treated),
        around: counts(around),
        control: counts(found.study.control),
        control_around: counts(control_around),
        control_middle,
        change: found.effect.total.estimate,
        interval: found.effect.interval,
        displaced: found.effect.displaced.estimate,
        smallest_visible: found.effect.smallest_visible,
        cautions: found.cautions,
    })
}

/// Reports of each cell by week, counted from the first day of the measure in both directions.
fn weekly(
    cases: &Cases,
    content: &Content,
    from: Day,
    rules: &Detection,
    [start, after]: [usize; 2],
) -> HashMap<CellIndex, Vec<u32>> {
    let mut weekly: HashMap<CellIndex, Vec<u32>> = HashMap::new();
    for (number, case) in cases.cases.iter().enumerate() {
        let week = (case.day.0 - from.0).div_euclid(7) + start as i32;
        let week = usize::try_from(week).ok().filter(|week| *week < start + after);
        if let Some(week) = week
            && belongs(cases, &content.categories, Basis::Reported, rules, number)
        {
            weekly.entry(case.cell).or_insert_with(|| vec![0; start + after])[week] += 1;
        }
    }
    weekly
}

fn sum(weekly: &HashMap<CellIndex, Vec<u32>>, cells: &[CellIndex], weeks: usize) -> Vec<u32> {
    let mut sum = vec![0; weeks];
    for series in cells.iter().filter_map(|cell| weekly.get(cell)) {
        sum.iter_mut().zip(series).for_each(|(sum, count)| *sum += count);
    }
    sum
}

#[cfg(test)]
mod tests {
    use domain::{
        charter::Charter,
        hotspot::Kind,
        ids::ReportId,
        place::{Place, centre},
        report::Origin,
    };

    use super::*;
    use crate::picture::Case;

    /// A place with `counts` reports, one a day at most, in each of the weeks from day 0 on.
    fn plant(cases: &mut Cases, (lon, lat): (f64, f64), counts: &[u32]) -> CellIndex {
        let place = Place::new(lon, lat).unwrap();
        let cell = place.cell_at(h3o::Resolution::Nine);
        for (week, &count) in counts.iter().enumerate() {
            for number in 0..count {
                cases.cases.push(Case {
                    id: ReportId::from_chance([0; 16]),
                    version: 1,
                    category: 0,
                    source: Some(0),
                    origin: Origin::Citizen,
                    day: Day(week as i32 * 7 + number as i32 % 7),
                    cell,
                    place: cell,
                    point: centre(cell),
                    disclosed: None,
                    at_most: None,
                });
            }
        }
        cell
    }

    #[test]
    fn what_a_measure_did_is_seen_beside_what_ran_alike_before_and_not_what_fits_afterwards() {
        let rules =
            Charter::parse(include_str!("../../../../charters/hamm.toml")).unwrap().detection.unwrap();
        let mut cases = Cases {
            categories: vec!["laerm".parse().unwrap()],
            sources: vec!["mangelmelder".parse().unwrap()],
            ..Cases::default()
        };
        let course = |with: u32| [vec![12; 20], vec![with; 8]].concat();
        let middle = plant(&mut cases, (7.80, 51.68), &course(3));
        let alike = plant(&mut cases, (7.86, 51.70), &course(12));
        // It fits what came after, but not what was before.
        plant(&mut cases, (7.90, 51.66), &course(3).into_iter().map(|count| count / 3).collect::<Vec<_>>());
        let content = Content {
            kind: Kind::ComplaintHotspot,
            title: "Lärm".to_owned(),
            note: String::new(),
            categories: cases.categories.clone(),
            middle,
            rings: 1,
        };
        let (from, last) = (Day(140), Day(140 + 55));
        let found = effect(&cases, &content, from, true, &rules, last).unwrap();
        assert_eq!((found.control_middle, found.weeks), (alike, [8, 8]));
        assert_eq!((found.treated, found.control), ([96, 24], [96, 96]));
        assert_eq!(found.change, -72.0);
        assert!(found.interval[1] < 0.0 && found.displaced == 0.0, "{found:?}");
        assert_eq!(effect(&cases, &content, from, true, &rules, Day(140 + 5)), None, "not yet a week");
    }
}
