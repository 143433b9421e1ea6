//! The steps of dunning: days before or after the due date.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A step of dunning: the notice at issue, or so many days before or after the due date.
///
/// The canonical texts are `ISSUE`, `T-7`, `T+0`, `T+3`. The order is the order in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Stage(Option<i16>);

/// Why a step was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum StageError {
    /// Not written as a step is.
    #[error("`{0}` is not a stage; write ISSUE, T-7 or T+3")]
    Text(String),
    /// Too far from the due date.
    #[error("{0} days from the due date is not a stage; a stage lies within 120 days of it")]
    Days(i16),
}

impl Stage {
    /// The notice that a bill was issued.
    pub const ISSUE: Self = Self(None);
    /// Seven days before the due date.
    pub const BEFORE_7: Self = Self(Some(-7));
    /// Three days before the due date.
    pub const BEFORE_3: Self = Self(Some(-3));
    /// The day before the due date.
    pub const BEFORE_1: Self = Self(Some(-1));
    /// Three days after the due date.
    pub const AFTER_3: Self = Self(Some(3));

    /// A step `offset` days from the due date, negative before it; at most 120 days either way.
    pub const fn days(offset: i16) -> Result<Self, StageError> {
        if offset < -120 || offset > 120 {
            return Err(StageError::Days(offset));
        }
        Ok(Self(Some(offset)))
    }

    /// Days from the due date, negative before it; nothing for the notice at issue.
    #[must_use]
    pub const fn offset(self) -> Option<i16> {
        self.0
    }
}

impl fmt::Display for Stage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            None => f.write_str("ISSUE"),
            Some(days) => write!(f, "T{days:+}"),
        }
    }
}

impl FromStr for Stage {
    type Err = StageError;
    fn from_str(text: &str) -> Result<Self, StageError> {
        let refused = || StageError::Text(text.chars().take(40).collect());
        if text == "ISSUE" {
            return Ok(Self::ISSUE);
        }
        let days = text.strip_prefix('T').ok_or_else(refused)?;
        let stage = Self::days(days.parse().map_err(|_| refused())?)?;
        if stage.to_string() == text { Ok(stage) } else { Err(refused()) }
    }
}

impl TryFrom<String> for Stage {
    type Error = StageError;
    fn try_from(text: String) -> Result<Self, StageError> {
        text.parse()
    }
}

impl From<Stage> for String {
    fn from(stage: Stage) -> Self {
        stage.to_string()
    }
}
