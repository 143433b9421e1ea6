//! Standing trouble on the way to the merchant: of all notifications so many in a hundred are lost,
//! doubled or late. Which ones follows from the seed and the delivery's number, so a run repeats.

use serde::{Deserialize, Serialize};

use super::control::ControlError;
use super::identity::Names;

/// How notifications fare from now on. All zero is fair weather.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Weather {
    /// Of a hundred notifications, how many are held back and never leave by themselves.
    pub lost: u8,
    /// Of a hundred, how many leave twice.
    pub twice: u8,
    /// Of a hundred, how many leave late, and so after younger ones.
    pub late: u8,
    /// How late, in milliseconds of the emulator's clock.
    pub late_ms: u32,
}

/// What the weather does to one notification.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Fate {
    pub(super) lost: bool,
    pub(super) twice: bool,
    pub(super) late_ms: u32,
}

impl Weather {
    /// Reads the body of a control call.
    pub fn read(body: &[u8]) -> Result<Self, ControlError> {
        let bad = |reason: String| ControlError::BadWish(reason);
        let read: Self = serde_json::from_slice(body).map_err(|error| bad(error.to_string()))?;
        if [read.lost, read.twice, read.late].iter().any(|share| *share > 100) {
            return Err(bad("`lost`, `twice` and `late` are between 0 and 100".to_owned()));
        }
        Ok(read)
    }

    pub(super) fn fate(self, names: Names, delivery: u64) -> Fate {
        let meets = |kind: &str, share: u8| names.hundredth(kind, delivery) < share;
        Fate {
            lost: meets("lost", self.lost),
            twice: meets("twice", self.twice),
            late_ms: if meets("late", self.late) { self.late_ms } else { 0 },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_kept_and_the_same_seed_meets_the_same_ones() {
        let weather = Weather { lost: 30, twice: 100, late: 0, late_ms: 5 };
        let lost = |seed: u64| -> Vec<u64> {
            (0..1_000).filter(|id| weather.fate(Names::new(seed), *id).lost).collect()
        };
        assert_eq!(lost(1), lost(1));
        assert_ne!(lost(1), lost(2));
        assert!((240..360).contains(&lost(1).len()), "{}", lost(1).len());
        let fate = weather.fate(Names::new(1), 7);
        assert_eq!((fate.twice, fate.late_ms), (true, 0));
        assert!(Weather::read(b"{\"lost\":101}").is_err());
        assert!(Weather::read(b"{\"rain\":1}").is_err());
        assert_eq!(Weather::read(b"{}").unwrap(), Weather::default());
    }
}
