//! Areas to compare a measure with, from what happened before it. There is no place here for what came after.

use super::EffectError;

/// How alike an area was before.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Candidate {
    /// Its number among the candidates.
    pub number: usize,
    /// Mean of (difference)² / (sum) over the steps: about 1 for two series that differ by chance only, more where level or
    /// course differ.
    pub unlikeness: f64,
    /// Count over that of the treated area; infinite differences do not occur, an empty treated area counts as 1.
    pub level: f64,
}

/// Candidates by likeness before the measure, the most alike first.
///
/// Under a Poisson model each step's (difference)² / (sum) has expectation 1 for equal areas. Steps without counts in both
/// say nothing and are left out. **Areas next to the treated one are no controls: what is displaced goes there.**
/// O(candidates · steps).
///
/// ```
/// use analysis::effect::controls::rank;
///
/// let treated = [10, 12, 9, 11, 30, 12];
/// let ranked = rank(&treated, &[vec![2, 1, 3, 2, 1, 2], vec![11, 10, 10, 12, 27, 11]])?;
/// assert_eq!(ranked[0].number, 1);
/// # Ok::<(), analysis::effect::EffectError>(())
/// ```
pub fn rank<S: AsRef<[u32]>>(treated: &[u32], candidates: &[S]) -> Result<Vec<Candidate>, EffectError> {
    if candidates.is_empty() || treated.is_empty() {
        return Err(EffectError::NoCandidates);
    }
    if candidates.iter().any(|candidate| candidate.as_ref().len() != treated.len()) {
        return Err(EffectError::Lengths);
    }
    let total = |counts: &[u32]| counts.iter().map(|&count| f64::from(count)).sum::<f64>();
    let candidate = |(number, counts): (usize, &S)| {
        let pairs = treated.iter().zip(counts.as_ref()).map(|(&a, &b)| (f64::from(a), f64::from(b)));
        let told: Vec<f64> =
            pairs.filter(|&(a, b)| a + b > 0.0).map(|(a, b)| (a - b).powi(2) / (a + b)).collect();
        let unlikeness = told.iter().sum::<f64>() / told.len().max(1) as f64;
        Candidate { number, unlikeness, level: total(counts.as_ref()) / total(treated).max(1.0) }
    };
    let mut ranked: Vec<Candidate> = candidates.iter().enumerate().map(candidate).collect();
    ranked.sort_by(|a, b| a.unlikeness.total_cmp(&b.unlikeness).then(a.number.cmp(&b.number)));
    Ok(ranked)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_level_with_another_course_is_less_alike_than_the_same_course() {
        let treated = [10, 20, 30, 40];
        let ranked = rank(&treated, &[[40, 30, 20, 10], [12, 19, 33, 38], [1, 2, 3, 4]]).unwrap();
        assert_eq!(ranked.iter().map(|candidate| candidate.number).collect::<Vec<_>>(), [1, 0, 2]);
        assert!(ranked[0].unlikeness < 1.0 && (ranked[2].level - 0.1).abs() < 1e-12);
    }

    #[test]
    fn what_cannot_be_ranked_is_told_in_a_sentence() {
        assert_eq!(rank::<Vec<u32>>(&[1], &[]), Err(EffectError::NoCandidates));
        assert_eq!(rank(&[1, 2], &[[1]]), Err(EffectError::Lengths));
        let silent = rank(&[0, 0], &[[0, 0]]).unwrap();
        assert_eq!((silent[0].unlikeness, silent[0].level), (0.0, 0.0));
    }
}
