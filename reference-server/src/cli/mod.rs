//! The command line: arguments, how commands begin and end, secrets that people type, and the
//! commands that need nothing but books or an emulator.

pub mod args;
pub mod emulator;
pub mod exit;
pub mod migrate;
pub mod run;
pub mod secret_input;

pub use args::{Cli, Command};
pub use exit::Failure;
pub use run::start;
