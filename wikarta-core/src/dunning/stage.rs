//! How a step of dunning speaks, and where it goes when its day is no sending day.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::message::Stage;
use crate::words::words;

words! {
    /// How a step speaks, from the softest on.
    Tone {
        /// Tells.
        Informasi = "informasi",
        /// Friendly.
        Ramah = "ramah",
        /// Firm, lightly.
        TegasRingan = "tegas_ringan",
        /// The last before the due date.
        Terakhir = "terakhir",
        /// After the due date.
        TindakLanjut = "tindak_lanjut",
    }
}

words! {
    /// Where a step goes whose day is no sending day.
    Shift {
        /// To the sending day before.
        Previous = "previous",
        /// To the sending day after.
        Next = "next",
    }
}

/// Names a text of the catalogue: 1 to 40 of `a-z 0-9 _`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TemplateName(String);

/// Why a text names no template.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not the name of a template; use 1 to 40 of a-z, 0-9 and _")]
pub struct TemplateNameError(String);

impl TemplateName {
    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// A name that stands in this crate.
    pub(super) fn ours(name: &'static str) -> Self {
        Self(name.to_owned())
    }
}

impl fmt::Display for TemplateName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for TemplateName {
    type Err = TemplateNameError;
    fn from_str(text: &str) -> Result<Self, TemplateNameError> {
        let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_';
        if text.is_empty() || text.len() > 40 || !text.bytes().all(plain) {
            return Err(TemplateNameError(text.chars().take(40).collect()));
        }
        Ok(Self(text.to_owned()))
    }
}

impl TryFrom<String> for TemplateName {
    type Error = TemplateNameError;
    fn try_from(text: String) -> Result<Self, TemplateNameError> {
        text.parse()
    }
}

impl From<TemplateName> for String {
    fn from(name: TemplateName) -> Self {
        name.0
    }
}

/// A step as a seller has chosen it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StageRule {
    /// Which.
    pub stage: Stage,
    /// How it speaks.
    pub tone: Tone,
    /// Where it goes when its day is no sending day; the notice at issue always goes to the next
    /// moment allowed.
    pub shift: Shift,
    /// The text.
    pub template: TemplateName,
}
