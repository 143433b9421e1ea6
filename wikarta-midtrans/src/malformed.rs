//! Why a body, or a field of it, cannot be read.

/// How much of a body is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Longer bodies are refused before they are parsed, in bytes.
    pub max_bytes: usize,
    /// Deeper nesting is refused before it is parsed; the outer object is level 1.
    pub max_depth: usize,
    /// The longest text that a field which we keep may have, in bytes.
    pub max_text: usize,
}

impl Limits {
    /// What a notification of the vendor needs, with much room: 64 KiB, 32 levels, texts of 255.
    pub const DEFAULT: Self = Self { max_bytes: 64 * 1024, max_depth: 32, max_text: 255 };
}

impl Default for Limits {
    fn default() -> Self {
        Self::DEFAULT
    }
}

/// Why a body is not an object that can be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DocumentError {
    /// Nothing, or only blanks.
    #[error("the body is empty")]
    Empty,
    /// More bytes than [`Limits::max_bytes`].
    #[error("the body is longer than {limit} bytes")]
    TooLarge {
        /// The limit, in bytes.
        limit: usize,
    },
    /// Another encoding, or a byte order mark.
    #[error("the body is not UTF-8 without a byte order mark")]
    NotUtf8,
    /// Broken or no JSON.
    #[error("the body is not JSON")]
    NotJson,
    /// JSON, but an array, a text, a number or nothing.
    #[error("the body is JSON but not an object")]
    NotObject,
    /// More levels than [`Limits::max_depth`].
    #[error("the body is nested deeper than {limit} levels")]
    TooDeep {
        /// The limit, in levels.
        limit: usize,
    },
    /// The same key twice in one object: two readers could see two truths.
    #[error("the key `{key}` occurs twice")]
    DuplicateKey {
        /// The key, cut to 40 characters.
        key: String,
    },
}

/// Why a field cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FieldError {
    /// Not there, or null.
    #[error("the field `{field}` is missing")]
    Missing {
        /// Where, as a path.
        field: String,
    },
    /// There, but of another type.
    #[error("the field `{field}` is not {expected}")]
    WrongType {
        /// Where, as a path.
        field: String,
        /// What it should be.
        expected: &'static str,
    },
    /// Longer than [`Limits::max_text`].
    #[error("the field `{field}` is longer than {limit} bytes")]
    TooLong {
        /// Where, as a path.
        field: String,
        /// The limit, in bytes.
        limit: usize,
    },
}

/// Either kind of refusal; nested objects can have both.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// The body as a whole.
    #[error(transparent)]
    Document(#[from] DocumentError),
    /// One field.
    #[error(transparent)]
    Field(#[from] FieldError),
    /// An amount that is not whole rupiah in the vendor's form.
    #[error(
        "the field `{field}` is not an amount of whole rupiah: digits, then nothing, .0 or .00"
    )]
    Amount {
        /// Where, as a path.
        field: String,
    },
}
