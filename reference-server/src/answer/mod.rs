//! What callers are told: problem documents, their codes, and the language they are written in.
//!
//! A handler returns `Result<_, Problem>`; nothing else in the server writes an error answer.

pub mod codes;
mod indonesian;
pub mod language;
pub mod page;
pub mod policy;
mod problem;
mod refusal;
mod sentences;

pub use language::{Language, language_of};
pub use page::ProblemPage;
pub use problem::{Problem, ShownProblem};
