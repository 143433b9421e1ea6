//! From the process's start to its exit code.

use std::io::Write as _;
use std::process::ExitCode;

use clap::Parser as _;

use super::args::{Cli, Command};
use super::exit::Failure;
use crate::config::{self, Environment};
use crate::log;

/// Reads arguments and environment, begins to log, and runs a command to its end.
///
/// What went wrong is said in words on standard error, without anything from a secret. `run` gets
/// the command and the environment of the process.
pub fn start<F>(run: impl FnOnce(Command, Environment) -> F) -> ExitCode
where
    F: Future<Output = Result<(), Failure>>,
{
    let command = Cli::parse().command;
    let environment = Environment::of_process();
    match prepared(&environment).and_then(|runtime| runtime.block_on(run(command, environment))) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            // When even standard error is gone, the exit code still tells.
            let _ = writeln!(std::io::stderr(), "wikarta: {failure}");
            failure.into()
        }
    }
}

fn prepared(environment: &Environment) -> Result<tokio::runtime::Runtime, Failure> {
    let other = |error: &dyn std::fmt::Display| Failure::Other(error.to_string());
    log::start(config::log_level(environment)).map_err(|error| other(&error))?;
    // One provider of cryptography for the whole process, chosen before anything connects.
    let chosen = rustls::crypto::ring::default_provider().install_default();
    chosen.map_err(|_| Failure::Other("another TLS provider is installed".to_owned()))?;
    tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(|error| other(&error))
}

/// Prints a line for the person at the terminal.
pub fn say(line: impl std::fmt::Display) -> Result<(), Failure> {
    let written = writeln!(std::io::stdout().lock(), "{line}");
    written.map_err(|error| Failure::File(format!("cannot write to standard output: {error}")))
}
