//! What can be wrong with JSON that somebody sent: where, what was expected, and what to do.

use std::fmt;

use serde::de::{Error, Expected, Unexpected};

use crate::dunning::text::Language;
use crate::words::nearest;

/// Why a text was not taken. What stands at a place is never repeated where it may be a secret or
/// personal: of values of the wrong kind only the kind is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WireError {
    /// Where: keys with dots between them, places of lists counted from 0, such as
    /// `command.open_attempt.invoices[2]`; empty for the whole.
    pub path: String,
    /// What is wrong there.
    pub flaw: Flaw,
}

/// What is wrong at one place.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Flaw {
    /// More than is read at all.
    TooLarge {
        /// The most, in bytes.
        bytes_max: usize,
    },
    /// No JSON in UTF-8.
    NotJson {
        /// The line, from 1.
        line: usize,
        /// The column, from 1.
        column: usize,
    },
    /// Lists and objects within each other beyond what is read.
    TooDeep {
        /// The most.
        depth_max: usize,
    },
    /// The key stands there already.
    Duplicate,
    /// A number with a point or an exponent.
    Fraction,
    /// A whole number that not every language holds exactly.
    Beyond,
    /// Another version of this form.
    Version,
    /// No such call.
    Call {
        /// The name that was probably meant.
        nearest: Option<&'static str>,
        /// All names.
        allowed: &'static [&'static str],
    },
    /// A key that nobody knows here.
    Field {
        /// The key that was probably meant.
        nearest: Option<&'static str>,
        /// The keys that there are; empty where none was expected.
        allowed: &'static [&'static str],
    },
    /// A key that must be there.
    Missing,
    /// A command that nobody knows.
    Command {
        /// What was written, cut to 40 characters.
        found: String,
        /// The name that was probably meant.
        nearest: Option<&'static str>,
    },
    /// Another kind of value.
    Kind {
        /// What stands there.
        found: &'static str,
        /// What belongs there.
        wanted: String,
    },
    /// Not exactly one key, where the key says which of several things it is.
    OneKey {
        /// How many there are.
        found: usize,
    },
    /// A word that is none of those that there are.
    Word {
        /// What was written, cut to 40 characters.
        found: String,
        /// The word that was probably meant.
        nearest: Option<&'static str>,
        /// The words that there are.
        allowed: &'static [&'static str],
    },
    /// The right kind of value, and not one that is taken; in the words of what refused it.
    Value(String),
    /// What only the engine itself sends, from what its own ports answered.
    Inside,
}

impl Flaw {
    /// The stable code that programs branch on.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::TooLarge { .. } => "too_large",
            Self::NotJson { .. } => "not_json",
            Self::TooDeep { .. } => "too_deep",
            Self::Duplicate => "duplicate_key",
            Self::Fraction => "not_whole",
            Self::Beyond => "number_too_great",
            Self::Version => "unknown_version",
            Self::Call { .. } => "unknown_call",
            Self::Field { .. } => "unknown_field",
            Self::Missing => "missing_field",
            Self::Command { .. } => "unknown_command",
            Self::Kind { .. } => "wrong_type",
            Self::OneKey { .. } => "one_key",
            Self::Word { .. } => "unknown_word",
            Self::Value(_) => "invalid_value",
            Self::Inside => "not_from_outside",
        }
    }

    /// The name that was probably meant.
    #[must_use]
    pub const fn nearest(&self) -> Option<&'static str> {
        self.hint().0
    }

    /// What may stand there, where it is one of a few names.
    #[must_use]
    pub const fn allowed(&self) -> &'static [&'static str] {
        self.hint().1
    }

    const fn hint(&self) -> (Option<&'static str>, &'static [&'static str]) {
        match self {
            Self::Call { nearest, allowed }
            | Self::Field { nearest, allowed }
            | Self::Word { nearest, allowed, .. } => (*nearest, allowed),
            Self::Command { nearest, .. } => (*nearest, &[]),
            Self::TooLarge { .. }
            | Self::NotJson { .. }
            | Self::TooDeep { .. }
            | Self::Duplicate
            | Self::Fraction
            | Self::Beyond
            | Self::Version
            | Self::Missing
            | Self::Kind { .. }
            | Self::OneKey { .. }
            | Self::Value(_)
            | Self::Inside => (None, &[]),
        }
    }
}

/// A step from a value to a part of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step {
    Key(String),
    Index(usize),
}

impl WireError {
    /// About the whole.
    pub(super) const fn new(flaw: Flaw) -> Self {
        Self { path: String::new(), flaw }
    }

    /// About the place that steps lead to.
    pub(super) fn at(steps: &[Step], flaw: Flaw) -> Self {
        let mut path = String::new();
        for step in steps {
            match step {
                Step::Key(key) => {
                    if !path.is_empty() {
                        path.push('.');
                    }
                    path.push_str(&short(key));
                }
                Step::Index(index) => path.push_str(&format!("[{index}]")),
            }
        }
        Self { path, flaw }
    }

    /// The same below a key.
    pub(super) fn below(self, key: &str) -> Self {
        let Self { path, flaw } = self;
        if key.is_empty() {
            return Self { path, flaw };
        }
        let dot = if path.is_empty() || path.starts_with('[') { "" } else { "." };
        Self { path: format!("{key}{dot}{path}"), flaw }
    }
}

/// The beginning of what somebody wrote, on one line.
pub(super) fn short(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(40).collect()
}

/// What a typed reader says; the way is still being found, the last step first.
#[derive(Debug)]
pub(super) struct Misfit {
    back: Vec<Step>,
    flaw: Flaw,
}

impl From<Flaw> for Misfit {
    fn from(flaw: Flaw) -> Self {
        Self { back: Vec::new(), flaw }
    }
}

impl Misfit {
    /// The steps, the first first, and the flaw.
    pub(super) fn told(mut self) -> (Vec<Step>, Flaw) {
        self.back.reverse();
        (self.back, self.flaw)
    }

    pub(super) fn below(mut self, step: Step) -> Self {
        self.back.push(step);
        self
    }

    /// A text that has a form of its own: what refused it speaks of its own insides.
    pub(super) fn for_text(self, wanted: String) -> Self {
        match self.flaw {
            Flaw::Value(_) if wanted != TEXT && self.back.is_empty() => {
                Flaw::Value(format!("write {wanted}")).into()
            }
            _ => self,
        }
    }
}

impl fmt::Display for Misfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.flaw.text(Language::En))
    }
}

impl std::error::Error for Misfit {}

impl Error for Misfit {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Flaw::Value(message.to_string()).into()
    }

    fn invalid_type(found: Unexpected<'_>, wanted: &dyn Expected) -> Self {
        Flaw::Kind { found: kind(found), wanted: plain(&wanted.to_string()) }.into()
    }

    fn invalid_value(_: Unexpected<'_>, wanted: &dyn Expected) -> Self {
        Flaw::Value(format!("write {}", plain(&wanted.to_string()))).into()
    }

    fn invalid_length(found: usize, wanted: &dyn Expected) -> Self {
        let wanted = plain(&wanted.to_string());
        Flaw::Value(format!("write {wanted}, not of {found}")).into()
    }

    fn unknown_variant(found: &str, allowed: &'static [&'static str]) -> Self {
        let nearest = nearest(found, allowed.iter().copied());
        Flaw::Word { found: short(found), nearest, allowed }.into()
    }

    fn unknown_field(field: &str, allowed: &'static [&'static str]) -> Self {
        let nearest = nearest(field, allowed.iter().copied());
        Self::from(Flaw::Field { nearest, allowed }).below(Step::Key(field.to_owned()))
    }

    fn missing_field(field: &'static str) -> Self {
        Self::from(Flaw::Missing).below(Step::Key(field.to_owned()))
    }

    fn duplicate_field(field: &'static str) -> Self {
        Self::from(Flaw::Duplicate).below(Step::Key(field.to_owned()))
    }
}

const fn kind(found: Unexpected<'_>) -> &'static str {
    match found {
        Unexpected::Bool(_) => "true or false",
        Unexpected::Unsigned(_) | Unexpected::Signed(_) | Unexpected::Float(_) => "a number",
        Unexpected::Char(_) | Unexpected::Str(_) | Unexpected::Bytes(_) => "text",
        Unexpected::Unit | Unexpected::Option => "null",
        Unexpected::Seq => "a list",
        Unexpected::NewtypeStruct
        | Unexpected::Map
        | Unexpected::Enum
        | Unexpected::UnitVariant
        | Unexpected::NewtypeVariant
        | Unexpected::TupleVariant
        | Unexpected::StructVariant => "an object",
        Unexpected::Other(_) => "another kind of value",
    }
}

const TEXT: &str = "text";

/// What a reader of a type expects, without names of types.
pub(super) fn plain(expecting: &str) -> String {
    let known = match expecting {
        "a string" | "a str" | "a borrowed string" => TEXT,
        "a boolean" => "true or false",
        "u8" => "a whole number from 0 to 255",
        "u16" => "a whole number from 0 to 65535",
        "u32" => "a whole number from 0 to 4294967295",
        "u64" => "a whole number of 0 or more",
        "i16" => "a whole number from -32768 to 32767",
        "i32" | "i64" => "a whole number",
        "a formatted date string" => "a date such as 2026-11-23",
        "a formatted time string" => "a time such as 09:00:00",
        "a sequence" => "a list",
        "a tuple of size 2" => "a list of 2",
        "a map" => "an object",
        "a command by its name" => "an object whose one key is the name of a command",
        expecting => {
            let starts = |start: &str| expecting.starts_with(start);
            if starts("struct ") || starts("internally tagged") || starts("adjacently tagged") {
                "an object"
            } else if starts("enum ") {
                "a word, or an object with one key"
            } else if starts("a Decimal type") {
                "a decimal number as text, such as \"0.12\""
            } else if starts("an object") || starts("a list") {
                return expecting.to_owned();
            } else {
                "another kind of value"
            }
        }
    };
    known.to_owned()
}
