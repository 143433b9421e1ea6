//! What is wrong with a document, each with its line, in the two languages of those who write one.

use std::fmt;

use super::super::flaw::Flaw;
use crate::dunning::text::Language;
use crate::words::words;

words! {
    /// What a field takes.
    Wanted {
        /// A whole number.
        Count = "count",
        /// Whole rupiah.
        Money = "money",
        /// A rate.
        Rate = "rate",
        /// A part of a whole.
        Part = "part",
        /// A civil day.
        Day = "day",
        /// A time of day.
        Time = "time",
        /// A text.
        Text = "text",
        /// A step of dunning.
        Stage = "stage",
        /// The name of a text.
        Template = "template",
        /// Days of a pause.
        PauseDays = "pause_days",
        /// Several values on one line.
        List = "list",
        /// A table.
        Table = "table",
        /// Any number of tables.
        Rows = "rows",
    }
}

impl Wanted {
    /// How it is written.
    const fn texts(self) -> (&'static str, &'static str) {
        match self {
            Self::Count => ("angka bulat seperti 15", "a whole number such as 15"),
            Self::Money => ("rupiah bulat seperti 500_000", "whole rupiah such as 500_000"),
            Self::Rate => {
                ("tarif dari 0.0 sampai 1.0, seperti 0.12", "a rate from 0.0 to 1.0, such as 0.12")
            }
            Self::Part => ("bagian seperti \"11/12\"", "a part such as \"11/12\""),
            Self::Day => ("tanggal seperti 2025-01-01", "a day such as 2025-01-01"),
            Self::Time => ("jam seperti 09:00:00", "a time such as 09:00:00"),
            Self::Text => ("teks dalam tanda kutip", "a text in quotes"),
            Self::Stage => (
                "tahap seperti \"ISSUE\", \"T-7\" atau \"T+3\"",
                "a stage such as \"ISSUE\", \"T-7\" or \"T+3\"",
            ),
            Self::Template => (
                "nama teks: 1 sampai 40 dari a-z, 0-9 dan _",
                "the name of a text: 1 to 40 of a-z, 0-9 and _",
            ),
            Self::PauseDays => (
                "hari seperti \"fri\" atau \"2026-03-18/2026-03-25\"",
                "days such as \"fri\" or \"2026-03-18/2026-03-25\"",
            ),
            Self::List => ("daftar dalam [ ]", "a list in [ ]"),
            Self::Table => ("tabel dengan kepala [nama]", "a table with the head [name]"),
            Self::Rows => {
                ("tabel dengan kepala [[nama]], atau []", "tables with the head [[name]], or []")
            }
        }
    }
}

/// What is wrong at one place of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum TextFlaw {
    /// It is no TOML; what the parser says.
    Syntax(String),
    /// It is longer than any policy.
    TooLong {
        /// The most bytes.
        max: usize,
    },
    /// There is no such key here.
    UnknownKey {
        /// The key that was meant, as far as one comes near.
        nearest: Option<&'static str>,
        /// Where there is such a key, when it is another table; empty for the top of the document.
        belongs: Option<String>,
        /// The keys that there are.
        allowed: Vec<&'static str>,
    },
    /// A key is not there.
    Missing,
    /// The value has another form.
    Form {
        /// What stands there, cut to 40 characters.
        found: String,
        /// What belongs there.
        wanted: Wanted,
    },
    /// The word is not one of those that there are.
    Word {
        /// What stands there, cut to 40 characters.
        found: String,
        /// The word that was meant, as far as one comes near.
        nearest: Option<&'static str>,
        /// The words that there are.
        allowed: &'static [&'static str],
    },
    /// The value is out of range or does not fit the others.
    Value(Flaw),
}

/// What is wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyProblem {
    /// The line, counted from 1.
    pub line: usize,
    /// The character of the line, counted from 1.
    pub column: usize,
    /// The key with its path, such as `corrections.lifetime_days` or `tax[2].from` with rows counted
    /// from 1; empty where the text is no TOML.
    pub key: String,
    /// What is wrong.
    pub flaw: TextFlaw,
}

impl PolicyProblem {
    /// What people read, without line and key.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        self.flaw.text(language)
    }
}

impl TextFlaw {
    fn text(&self, language: Language) -> String {
        match language {
            Language::Id => self.indonesian(),
            Language::En => self.english(),
        }
    }

    fn indonesian(&self) -> String {
        match self {
            Self::Syntax(says) => format!("bukan TOML: {says}"),
            Self::TooLong { max } => format!("lebih dari {max} bita"),
            Self::UnknownKey { nearest: Some(nearest), .. } => {
                format!("kunci ini tidak dikenal; maksudnya `{nearest}`?")
            }
            Self::UnknownKey { belongs: Some(table), .. } if table.is_empty() => {
                "kunci ini tidak dikenal di sini; tempatnya di awal dokumen".to_owned()
            }
            Self::UnknownKey { belongs: Some(table), .. } => {
                format!("kunci ini tidak dikenal di sini; tempatnya di bawah `[{table}]`")
            }
            Self::UnknownKey { allowed, .. } => {
                format!("kunci ini tidak dikenal; yang ada: {}", allowed.join(", "))
            }
            Self::Missing => "kunci ini tidak ada".to_owned(),
            Self::Form { found, wanted } => {
                format!("`{found}` tidak sesuai; tulis {}", wanted.texts().0)
            }
            Self::Word { found, nearest, allowed } => {
                let hint = nearest.map(|nearest| format!(" maksudnya `{nearest}`?"));
                let allowed = allowed.join(", ");
                format!("`{found}` tidak dikenal;{} yang ada: {allowed}", hint.unwrap_or_default())
            }
            Self::Value(flaw) => flaw.text(Language::Id),
        }
    }

    fn english(&self) -> String {
        match self {
            Self::Syntax(says) => format!("this is no TOML: {says}"),
            Self::TooLong { max } => format!("more than {max} bytes"),
            Self::UnknownKey { nearest: Some(nearest), .. } => {
                format!("this key is not known; did you mean `{nearest}`?")
            }
            Self::UnknownKey { belongs: Some(table), .. } if table.is_empty() => {
                "this key is not known here; it belongs at the top of the document".to_owned()
            }
            Self::UnknownKey { belongs: Some(table), .. } => {
                format!("this key is not known here; it belongs under `[{table}]`")
            }
            Self::UnknownKey { allowed, .. } => {
                format!("this key is not known; there are: {}", allowed.join(", "))
            }
            Self::Missing => "this key is missing".to_owned(),
            Self::Form { found, wanted } => {
                format!("`{found}` does not fit; write {}", wanted.texts().1)
            }
            Self::Word { found, nearest, allowed } => {
                let hint = nearest.map(|nearest| format!(" did you mean `{nearest}`?"));
                let allowed = allowed.join(", ");
                format!("`{found}` is not known;{} there are: {allowed}", hint.unwrap_or_default())
            }
            Self::Value(flaw) => flaw.text(Language::En),
        }
    }
}

impl fmt::Display for PolicyProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}", self.line, self.column)?;
        if !self.key.is_empty() {
            write!(f, ", `{}`", self.key)?;
        }
        write!(f, ": {}", self.text(Language::En))
    }
}

/// Why a document was refused: everything that is wrong with it, in the order of the lines, never
/// nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
pub struct PolicyTextError(pub Vec<PolicyProblem>);
