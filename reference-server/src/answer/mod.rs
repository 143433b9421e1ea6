//! What callers are told: problem documents, their codes, and the language they are written in.
//!
//! A handler returns `Result<_, Problem>`; nothing else in the server writes an error answer.

pub mod codes;
pub mod language;
pub mod page;
pub mod problem;
mod refusal;

pub use language::{Language, language_of};
pub use page::ProblemPage;
pub use problem::{Problem, ShownProblem};
