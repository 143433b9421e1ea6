//! The vendor's retry table: how often an answer is tried again, and when.

use super::record::Answered;

/// Seconds to wait after the first, second, … failure.
const INTERVALS: [i64; 5] = [120, 600, 1_800, 5_400, 12_600];

/// How many more tries an answer is worth at most.
const fn retries(answer: &Answered) -> usize {
    match answer {
        Answered::Status(500) => 1,
        Answered::Status(400 | 404) => 2,
        Answered::Status(503) => 4,
        // A redirect that turns POST into GET is marked failed at once.
        Answered::Status(301..=303) => 0,
        Answered::Status(_) | Answered::Nothing(_) => INTERVALS.len(),
    }
}

/// Seconds until the next try after `failures` failures, the last of which was `answer`; `None`
/// when the vendor gives up.
pub(super) fn wait_after(failures: usize, answer: &Answered) -> Option<i64> {
    let wait = INTERVALS.get(failures.checked_sub(1)?)?;
    if failures <= retries(answer) { Some(*wait) } else { None }
}

/// The same where every failure is worth all tries: BI-SNAP.
pub(super) fn wait_after_any(failures: usize) -> Option<i64> {
    INTERVALS.get(failures.checked_sub(1)?).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn waits(answer: &Answered) -> Vec<i64> {
        (1..10).map_while(|failures| wait_after(failures, answer)).collect()
    }

    #[test]
    fn the_table_is_the_vendors() {
        assert_eq!(waits(&Answered::Status(500)), [120]);
        assert_eq!(waits(&Answered::Status(503)), [120, 600, 1_800, 5_400]);
        assert_eq!(waits(&Answered::Status(404)), [120, 600]);
        assert_eq!(waits(&Answered::Status(400)), [120, 600]);
        assert!(waits(&Answered::Status(302)).is_empty());
        assert_eq!(waits(&Answered::Status(403)), INTERVALS);
        assert_eq!(waits(&Answered::Nothing("timed out".to_owned())), INTERVALS);
        assert_eq!(wait_after(0, &Answered::Status(403)), None);
    }
}
