//! A ranking tried on the past, beside the two simplest rankings there are.

use rayon::prelude::*;

use super::{Curve, HitError, HitRate, check_cells, rate};
use crate::distribution::normal_upper;

/// How to try.
#[derive(Debug, Clone, PartialEq)]
pub struct BackTestPlan {
    /// Steps to learn from at least before the first trial.
    pub learn: usize,
    /// Steps looked ahead, such as the two weeks for which a patrol is planned.
    pub ahead: usize,
    /// Steps from one trial to the next; with fewer than `ahead` the trials overlap and say the same twice.
    pub every: usize,
    /// Shares of the area, such as what can be patrolled.
    pub shares: Vec<f64>,
}

/// The simplest rankings. What does not beat them is not worth its explanation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rival {
    /// Where most has happened in all the time before.
    Record,
    /// Where most has happened in the last `ahead` steps.
    Recent,
}

/// Hits at one share of the area over all trials together.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Share {
    /// Of the tried ranking.
    pub tried: HitRate,
    /// Of the long record.
    pub record: HitRate,
    /// Of the recent past.
    pub recent: HitRate,
    /// Trials in which the tried ranking hit more than the record.
    pub better: usize,
    /// Trials in which it hit less.
    pub worse: usize,
    /// Probability of so many better trials if it were as good as the record (sign test, normal with correction).
    pub p: f64,
}

/// All trials.
#[derive(Debug, Clone, PartialEq)]
pub struct BackTest {
    /// For each share in the order asked.
    pub shares: Vec<Share>,
    /// Trials with events.
    pub trials: usize,
    /// Events to hit in all of them.
    pub events: u64,
}

/// Tries a ranking at many moments of the past. It gets the steps before each moment and nothing else.
///
/// `history[step][cell]` are counts; `predict` answers with a score for each cell, more where more is to be expected. Hits
/// are summed over the trials, so that trials with many events count more. O(trials) times the cost of `predict`, on all
/// cores.
///
/// ```
/// use analysis::hitrate::{BackTestPlan, back_test};
///
/// // Cell 0 is always busy.
/// let history = vec![vec![5, 1, 1, 0]; 20];
/// let plan = BackTestPlan { learn: 8, ahead: 2, every: 2, shares: vec![0.25] };
/// let last = |past: &[Vec<u32>]| past[past.len() - 1].iter().map(|&count| f64::from(count)).collect();
/// let found = back_test(&history, &[1.0; 4], &plan, last)?;
/// assert_eq!((found.trials, found.shares[0].tried.hits), (6, 5.0 / 7.0));
/// # Ok::<(), analysis::hitrate::HitError>(())
/// ```
pub fn back_test<F>(
    history: &[Vec<u32>],
    areas: &[f64],
    plan: &BackTestPlan,
    predict: F,
) -> Result<BackTest, HitError>
where
    F: Fn(&[Vec<u32>]) -> Vec<f64> + Sync,
{
    check_cells(areas, &plan.shares)?;
    let (steps, cells) = (history.len(), areas.len());
    if let Some(step) = history.iter().find(|step| step.len() != cells) {
        return Err(HitError::Cells { scores: cells, counts: step.len(), areas: cells });
    }
    let BackTestPlan { learn, ahead, every, .. } = *plan;
    let fits =
        learn > 0 && ahead > 0 && every > 0 && learn.checked_add(ahead).is_some_and(|needed| needed <= steps);
    if !fits {
        return Err(HitError::Plan { steps, learn, ahead });
    }
    let moments: Vec<usize> = (learn..=steps - ahead).step_by(every).collect();
    let trials: Vec<Option<Trial>> = moments
        .into_par_iter()
        .map(|now| {
            let past = &history[..now];
            let come = summed(&history[now..now + ahead], cells);
            let scores = predict(past);
            if scores.len() != cells {
                return Err(HitError::Cells { scores: scores.len(), counts: cells, areas: cells });
            }
            if let Some(cell) = scores.iter().position(|score| !score.is_finite()) {
                return Err(HitError::Score { cell });
            }
            let count =
                |steps: &[Vec<u32>]| summed(steps, cells).into_iter().map(f64::from).collect::<Vec<f64>>();
            let rankings = [scores, count(past), count(&past[now.saturating_sub(ahead)..])];
            let curves = rankings.map(|scores| Curve::new(&scores, &come, areas));
            let [tried, record, recent] = &curves;
            let oracle = Curve::oracle(&come, areas);
            let hits = |&share: &f64| [tried, record, recent, &oracle].map(|curve| curve.hits(share));
            let events: u64 = come.iter().map(|&count| u64::from(count)).sum();
            Ok((events > 0).then(|| Trial { events, hits: plan.shares.iter().map(hits).collect() }))
        })
        .collect::<Result<_, _>>()?;
    let trials: Vec<Trial> = trials.into_iter().flatten().collect();
    let events: u64 = trials.iter().map(|trial| trial.events).sum();
    if events == 0 {
        return Err(HitError::NoEvents);
    }
    let share = |(i, &share): (usize, &f64)| {
        let sum = |ranking: usize| trials.iter().map(|trial| trial.hits[i][ranking]).sum::<f64>();
        let of = |ranking: usize| rate(share, sum(ranking), sum(3), events as f64);
        // Hits are sums of parts of counts; what differs by rounding is equal.
        let more = |a: usize, b: usize| {
            trials.iter().filter(|trial| trial.hits[i][a] > trial.hits[i][b] + 1e-9).count()
        };
        let (better, worse) = (more(0, 1), more(1, 0));
        Share { tried: of(0), record: of(1), recent: of(2), better, worse, p: sign(better, worse) }
    };
    Ok(BackTest { shares: plan.shares.iter().enumerate().map(share).collect(), trials: trials.len(), events })
}

struct Trial {
    events: u64,
    /// For each share: the tried ranking, the record, the recent past, the oracle.
    hits: Vec<[f64; 4]>,
}

fn summed(steps: &[Vec<u32>], cells: usize) -> Vec<u32> {
    let mut sums = vec![0_u32; cells];
    for step in steps {
        sums.iter_mut().zip(step).for_each(|(sum, count)| *sum = sum.saturating_add(*count));
    }
    sums
}

fn sign(better: usize, worse: usize) -> f64 {
    let n = (better + worse) as f64;
    if n == 0.0 { 1.0 } else { normal_upper((better as f64 - 0.5 - n / 2.0) / (n / 4.0).sqrt()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(learn: usize, ahead: usize) -> BackTestPlan {
        BackTestPlan { learn, ahead, every: ahead.max(1), shares: vec![0.1, 0.5] }
    }

    /// Busy cells that move on every ten steps.
    fn moving() -> Vec<Vec<u32>> {
        (0..60).map(|step| (0..10).map(|cell| if cell == step / 10 { 9 } else { 1 }).collect()).collect()
    }

    #[test]
    fn the_recent_past_beats_the_record_where_places_move_on() {
        let recent = |past: &[Vec<u32>]| past[past.len() - 1].iter().map(|&count| f64::from(count)).collect();
        let found = back_test(&moving(), &[1.0; 10], &plan(20, 1), recent).unwrap();
        let share = found.shares[0];
        assert_eq!((found.trials, found.events), (40, 720));
        assert_eq!(share.tried.hits, share.recent.hits);
        assert!(
            share.tried.pei > 0.9 && share.record.pei < 0.5 && share.better > 30 && share.p < 0.001,
            "{share:?}"
        );
    }

    #[test]
    fn the_ranking_sees_the_past_only() {
        let history = moving();
        let seen = std::sync::Mutex::new(Vec::new());
        let watch = |past: &[Vec<u32>]| {
            assert_eq!(past, &history[..past.len()]);
            seen.lock().unwrap().push(past.len());
            vec![0.0; 10]
        };
        back_test(&history, &[1.0; 10], &plan(20, 15), watch).unwrap();
        let mut seen = seen.into_inner().unwrap();
        seen.sort_unstable();
        assert_eq!(seen, [20, 35]);
    }

    #[test]
    fn a_plan_that_does_not_fit_is_told_in_a_sentence() {
        let told = |history: &[Vec<u32>], plan: &BackTestPlan| {
            back_test(history, &[1.0; 10], plan, |_| vec![0.0; 10]).unwrap_err().to_string()
        };
        let sentence = "The history has 60 steps; learning from 50 and looking 11 ahead does not fit in.";
        assert_eq!(told(&moving(), &plan(50, 11)), sentence);
        assert_eq!(told(&vec![vec![0; 10]; 60], &plan(50, 5)), "There were no events to hit.");
        assert!(back_test(&moving(), &[1.0; 10], &plan(20, 5), |_| vec![0.0; 9]).is_err());
        assert!(back_test(&moving(), &[1.0; 9], &plan(20, 5), |_| vec![0.0; 9]).is_err());
        assert!(back_test(&moving(), &[1.0; 10], &plan(usize::MAX, 5), |_| vec![0.0; 10]).is_err());
        assert!(back_test(&moving(), &[1.0; 10], &plan(5, 0), |_| vec![0.0; 10]).is_err());
    }
}
