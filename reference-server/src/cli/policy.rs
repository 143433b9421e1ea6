//! `wikarta policy show|check`.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use wikarta_core::policy::Policy;

use super::args::BooksArgs;
use super::exit::Failure;
use super::migrate::{database, open};
use super::run::say;
use crate::config::Environment;

/// `wikarta policy`
#[derive(Debug, Args)]
pub struct PolicyArgs {
    /// What to do with it.
    #[command(subcommand)]
    pub step: PolicyStep,
}

/// What `wikarta policy` does.
#[derive(Debug, Subcommand)]
pub enum PolicyStep {
    /// Print the policy in force, or an older version, as TOML with comments.
    Show(PolicyShowArgs),
    /// Say whether a file is a policy; else everything that is wrong with it, line by line (exit 2).
    Check(PolicyCheckArgs),
}

/// `wikarta policy show`
#[derive(Debug, Args)]
pub struct PolicyShowArgs {
    /// The version, as bills name it; the one in force when it is not given.
    #[arg(long, value_name = "N")]
    pub version: Option<u32>,
    /// Which books.
    #[command(flatten)]
    pub books: BooksArgs,
}

/// `wikarta policy check`
#[derive(Debug, Args)]
pub struct PolicyCheckArgs {
    /// The file.
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
}

/// Shows a policy, or checks one that somebody wrote.
pub async fn policy(args: PolicyArgs, environment: &Environment) -> Result<(), Failure> {
    match args.step {
        PolicyStep::Show(args) => show(args, environment).await,
        PolicyStep::Check(args) => {
            let policy = read(&args.file)?;
            let lines = policy.lines().len();
            say(format!("{} is a policy: {lines} fields, all in order", args.file.display()))
        }
    }
}

/// A policy in a file.
///
/// # Errors
/// [`Failure::File`] for a file that cannot be read; [`Failure::Usage`] with everything that is wrong
/// with what it says, each with its line.
pub fn read(file: &Path) -> Result<Policy, Failure> {
    let shown = file.display();
    let text = std::fs::read_to_string(file)
        .map_err(|error| Failure::File(format!("`{shown}` cannot be read: {error}")))?;
    Policy::from_toml(&text)
        .map_err(|error| Failure::Usage(format!("`{shown}` is no policy:\n{error}")))
}

async fn show(args: PolicyShowArgs, environment: &Environment) -> Result<(), Failure> {
    let store = open(&args.books, environment).await?;
    if !store.is_migrated().await.map_err(database)? {
        return Err(Failure::Database("run `wikarta migrate up` first".to_owned()));
    }
    let found = match args.version {
        Some(number) => store.policy(number).await.map_err(database)?,
        None => store.policies().await.map_err(database)?.into_iter().next(),
    };
    store.close().await;
    let Some(kept) = found else {
        let text = match args.version {
            Some(number) => format!("there is no version {number} of the policy"),
            None => "no policy is stored yet; the first start of the server stores one".to_owned(),
        };
        return Err(Failure::Other(text));
    };
    let adopted = match (&kept.proposed_by, &kept.approved_by, &kept.reason) {
        (Some(proposed), Some(approved), Some(reason)) => {
            let reason = reason.replace('\n', " ");
            format!("# proposed by {proposed}, approved by {approved}: {reason}\n")
        }
        _ => "# the policy that the installation started with\n".to_owned(),
    };
    let head = format!("# version {}, in force since {}\n", kept.policy.version, kept.since);
    say(format!("{head}{adopted}{}", kept.policy.to_toml().trim_end()))
}
