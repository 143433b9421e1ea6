//! What strangers send, and what must hold of it whatever they send: one function a parser.
//!
//! libFuzzer calls these from `fuzz/fuzz_targets`; an ordinary test calls them with every input that is
//! kept in `fuzz/corpus` and with changed ones ([`mutator`]), so that they hold in every build.

pub mod answer;
#[cfg(feature = "server")]
pub mod cursor;
pub mod mutator;
pub mod notification;
pub mod policy;
pub mod received;
pub mod settlement;
pub mod signature;
pub mod snap_bi;
pub mod text;
#[cfg(feature = "server")]
pub mod token;
pub mod wire;

/// What a target does with an input. It stops the process when something does not hold.
pub type Body = fn(&[u8]);

/// Every target, by the name of its corpus.
pub const TARGETS: &[(&str, Body)] = &[
    ("answer", answer::run),
    #[cfg(feature = "server")]
    ("cursor", cursor::run),
    ("notification", notification::run),
    ("policy", policy::run),
    ("received", received::run),
    ("settlement", settlement::run),
    ("signature", signature::run),
    ("snap_bi", snap_bi::run),
    ("text", text::run),
    #[cfg(feature = "server")]
    ("token", token::run),
    ("wire", wire::run),
];
