//! What became of findings: did the trouble go on where it had been found?

use super::{HitError, check_cells};
use crate::distribution::Counts;

/// Cells that a method called unusual, knowing the steps up to one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Last step the method knew.
    pub step: usize,
    /// Which cells.
    pub cells: Vec<usize>,
}

/// How to look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FindingsPlan {
    /// Steps after the finding in which trouble counts as going on.
    pub ahead: usize,
    /// Steps before it that are left out of the usual, because they are what was found.
    pub gap: usize,
    /// Steps before those that say what is usual.
    pub usual: usize,
}

/// What became of one finding.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Confirmation {
    /// Which finding, by its place in the list.
    pub finding: usize,
    /// Counted in its cells in the steps after it.
    pub observed: u64,
    /// Usual there, at the level of the whole city in these steps.
    pub usual: f64,
    /// Observed over usual; 0 where nothing was usual and nothing came.
    pub ratio: f64,
    /// Probability of so many or more if it were as usual (Poisson).
    pub p: f64,
}

/// All findings together.
#[derive(Debug, Clone, PartialEq)]
pub struct Confirmed {
    /// Those with enough steps before and after; the others cannot be judged and are left out.
    pub findings: Vec<Confirmation>,
    /// How many were left out.
    pub left_out: usize,
    /// Findings whose p is at most 0.05; of as many cells drawn by lot, one of twenty.
    pub went_on: usize,
    /// Share of the city's events that came in found cells, over the share of the area: PAI of the findings.
    pub pai: f64,
}

/// Looks what came after findings, in their own cells, beside what had been usual there before they were found.
///
/// The usual is scaled to the whole city, so that a wave everywhere confirms nothing. **What patrols found because they were
/// sent there is no confirmation: leave it out of the counts.** Nor does a finding fail that ended because somebody acted.
/// O(findings · steps · cells).
pub fn confirm(
    history: &[Vec<u32>],
    areas: &[f64],
    findings: &[Finding],
    plan: &FindingsPlan,
) -> Result<Confirmed, HitError> {
    check_cells(areas, &[1.0])?;
    let (steps, cells) = (history.len(), areas.len());
    if let Some(step) = history.iter().find(|step| step.len() != cells) {
        return Err(HitError::Cells { scores: cells, counts: step.len(), areas: cells });
    }
    let FindingsPlan { ahead, gap, usual } = *plan;
    let learn = gap.saturating_add(usual);
    if ahead == 0 || usual == 0 || learn.saturating_add(ahead) > steps {
        return Err(HitError::Plan { steps, learn, ahead });
    }
    let exists = |finding: &Finding| {
        finding.step < steps && !finding.cells.is_empty() && finding.cells.iter().all(|&cell| cell < cells)
    };
    if let Some(finding) = findings.iter().position(|finding| !exists(finding)) {
        return Err(HitError::Finding { finding });
    }
    let whole: Vec<u64> =
        history.iter().map(|step| step.iter().map(|&count| u64::from(count)).sum()).collect();
    let all_area: f64 = areas.iter().sum();
    let mut found = Vec::new();
    let (mut hits, mut by_area) = (0.0, 0.0);
    for (number, finding) in findings.iter().enumerate() {
        let now = finding.step + 1;
        if now < learn || now.checked_add(ahead).is_none_or(|end| end > steps) {
            continue;
        }
        let mut own = finding.cells.clone();
        own.sort_unstable();
        own.dedup();
        let inside = |range: std::ops::Range<usize>| {
            history[range].iter().flat_map(|step| own.iter().map(|&cell| u64::from(step[cell]))).sum::<u64>()
        };
        let city = |range: std::ops::Range<usize>| whole[range].iter().sum::<u64>() as f64;
        let (before, after) = (now - learn..now - gap, now..now + ahead);
        let observed = inside(after.clone());
        let (city_before, city_after) = (city(before.clone()), city(after));
        let expected = if city_before > 0.0 { inside(before) as f64 * city_after / city_before } else { 0.0 };
        // Half an event stands in where nothing was usual: the record is not long enough to know that nothing ever comes.
        let known = expected.max(0.5 * (ahead as f64 / usual as f64).min(1.0));
        let p = Counts::new(known, 1.0).at_least(i64::try_from(observed).unwrap_or(i64::MAX));
        found.push(Confirmation {
            finding: number,
            observed,
            usual: expected,
            ratio: observed as f64 / known,
            p,
        });
        hits += observed as f64;
        by_area += own.iter().map(|&cell| areas[cell]).sum::<f64>() / all_area * city_after;
    }
    let went_on = found.iter().filter(|finding| finding.p <= 0.05).count();
    let pai = if by_area > 0.0 { hits / by_area } else { 0.0 };
    Ok(Confirmed { left_out: findings.len() - found.len(), findings: found, went_on, pai })
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAN: FindingsPlan = FindingsPlan { ahead: 4, gap: 4, usual: 12 };

    /// Twenty cells with two events each step; cell 3 has eight from step 20 on, all have twice as many from step 24 on.
    fn history() -> Vec<Vec<u32>> {
        let count = |step: usize, cell: usize| {
            (if cell == 3 && step >= 20 { 8 } else { 2 }) * if step >= 24 { 2 } else { 1 }
        };
        (0..30).map(|step| (0..20).map(|cell| count(step, cell)).collect()).collect()
    }

    #[test]
    fn a_finding_that_goes_on_is_confirmed_and_a_wave_everywhere_is_not() {
        let findings = [
            Finding { step: 23, cells: vec![3] },
            Finding { step: 23, cells: vec![7, 7] },
            Finding { step: 28, cells: vec![3] },
        ];
        let found = confirm(&history(), &[1.0; 20], &findings, &PLAN).unwrap();
        assert_eq!((found.findings.len(), found.left_out, found.went_on), (2, 1, 1));
        let [first, second] = found.findings[..] else { panic!("{found:?}") };
        assert_eq!((first.observed, second.observed), (64, 16));
        assert!(first.p < 1e-6 && second.p > 0.5 && second.ratio < 1.0, "{found:?}");
        assert!((found.pai - 80.0 / (2.0 / 20.0 * 4.0 * 92.0)).abs() < 1e-9, "{}", found.pai);
    }

    #[test]
    fn what_cannot_be_judged_is_told_in_a_sentence() {
        let told = |findings: &[Finding], plan: &FindingsPlan| {
            confirm(&history(), &[1.0; 20], findings, plan).unwrap_err().to_string()
        };
        let sentence = "Finding 0 names a step or cell that the history does not have, or no cell.";
        assert_eq!(told(&[Finding { step: 3, cells: vec![20] }], &PLAN), sentence);
        assert_eq!(told(&[Finding { step: 30, cells: vec![1] }], &PLAN), sentence);
        assert_eq!(told(&[Finding { step: 3, cells: vec![] }], &PLAN), sentence);
        assert!(
            told(&[], &FindingsPlan { usual: usize::MAX, ..PLAN }).starts_with("The history has 30 steps")
        );
        assert!(
            confirm(&vec![vec![0; 20]; 30], &[1.0; 20], &[Finding { step: 23, cells: vec![0] }], &PLAN)
                .is_ok_and(|found| found.pai == 0.0)
        );
    }
}
