//! The command line: arguments, how commands end, and secrets that people type.

pub mod args;
pub mod exit;
pub mod secret_input;

pub use args::{Cli, Command};
pub use exit::Failure;
