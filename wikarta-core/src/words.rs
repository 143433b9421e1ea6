//! Closed sets of words: enums with one canonical text each.

mod nearest;

pub use nearest::nearest;

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $text:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name { $($(#[$vdoc])* #[serde(rename = $text)] $variant,)* }

        impl $name {
            /// Every value, in the order of the declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// Every canonical text, in the same order.
            pub const TEXTS: &'static [&'static str] = &[$($text,)*];

            /// The canonical text, the same in JSON, in the database and in addresses.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)* }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::words::UnknownWord;
            fn from_str(text: &str) -> Result<Self, $crate::words::UnknownWord> {
                match text {
                    $($text => Ok(Self::$variant),)*
                    _ => Err($crate::words::UnknownWord {
                        text: text.chars().take(40).collect(),
                        allowed: Self::TEXTS,
                    }),
                }
            }
        }
    };
}
pub(crate) use words;

/// A word that is not among the ones that exist.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not known here; allowed: {}", allowed.join(", "))]
pub struct UnknownWord {
    /// What was given, cut to 40 characters.
    pub text: String,
    /// The words that exist.
    pub allowed: &'static [&'static str],
}
