//! `wikarta decide`.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use clap::Args;
use wikarta_core::wire::{ReplyKind, ask};

use super::exit::Failure;
use super::run::say;

/// `wikarta decide`
#[derive(Debug, Args)]
pub struct DecideArgs {
    /// The request; `-` is standard input.
    #[arg(value_name = "FILE", default_value = "-")]
    pub file: PathBuf,
    /// Another of the calls that need no books, such as tax, calendar or terbilang.
    #[arg(long, value_name = "NAME", default_value = "decide")]
    pub call: String,
}

/// Answers a request on standard output.
///
/// # Errors
/// [`Failure::File`] where it cannot be read, [`Failure::Usage`] where it is not understood,
/// [`Failure::Other`] where a rule says no.
pub fn decide(args: &DecideArgs) -> Result<(), Failure> {
    let reply = ask(&args.call, &read(&args.file)?);
    say(reply.print())?;
    match reply.kind() {
        ReplyKind::Done => Ok(()),
        ReplyKind::Refused | ReplyKind::Fault => Err(Failure::Other("the answer is no".to_owned())),
        ReplyKind::Malformed => Err(Failure::Usage("the request was not understood".to_owned())),
    }
}

fn read(file: &Path) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let found = match file.to_str() {
        Some("-") => std::io::stdin().lock().read_to_end(&mut bytes).map(|_| bytes),
        _ => std::fs::read(file),
    };
    found.map_err(|error| Failure::File(format!("`{}` cannot be read: {error}", file.display())))
}
