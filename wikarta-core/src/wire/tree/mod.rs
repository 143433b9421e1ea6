//! JSON as it was sent, with everything that a typed reader would no longer see: keys that stand
//! twice, fractions, numbers that not every language can hold. Fractions are named here alone in this
//! crate, in order to refuse them.

mod locate;
mod parse;
mod read;

pub(super) use locate::read_closely;
pub(super) use parse::parse;
pub(super) use read::read;

/// A value as it was sent.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Node {
    Null,
    Flag(bool),
    /// A whole number that every language holds exactly.
    Whole(i64),
    /// A whole number beyond 2⁵³ − 1 either way.
    Beyond,
    /// A number with a point or an exponent.
    Fraction,
    Text(String),
    List(Vec<Self>),
    /// Keys in the order in which they stand; a key may stand twice.
    Map(Vec<(String, Self)>),
}

/// The greatest whole number that every language holds exactly: 2⁵³ − 1.
pub(super) const WHOLE_MAX: i64 = 9_007_199_254_740_991;

impl Node {
    /// The value of a key of an object.
    pub(super) fn get(&self, key: &str) -> Option<&Self> {
        match self {
            Self::Map(entries) => {
                entries.iter().find(|(found, _)| found == key).map(|(_, value)| value)
            }
            _ => None,
        }
    }

    /// What kind of value it is. The value itself may be a secret and is never repeated.
    pub(super) const fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Flag(_) => "true or false",
            Self::Whole(_) | Self::Beyond | Self::Fraction => "a number",
            Self::Text(_) => "text",
            Self::List(_) => "a list",
            Self::Map(_) => "an object",
        }
    }
}
