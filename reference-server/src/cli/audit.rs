//! `wikarta audit verify|seal|export`.

use std::fs::{File, OpenOptions};
use std::io::{self, BufRead as _, BufReader, BufWriter};
use std::path::Path;

use wikarta_core::audit::{ExportProver, Seal, SealKey, Window};
use wikarta_core::policy::Policy;
use wikarta_core::ports::Host as _;
use wikarta_core::time::{TimeError, Timestamp};
use wikarta_store_sqlx::proof::{ExportError, SealEvidence};

use super::args::{AuditArgs, AuditExportArgs, AuditSealArgs, AuditStep, AuditVerifyArgs};
use super::exit::Failure;
use super::migrate::{database, open};
use super::run::say;
use crate::config::{self, Environment};
use crate::seals::{self, FILE_NAME, SealError, SealFileError, Sealer};
use crate::workers::SystemHost;

/// Proves, seals or exports the audit trail.
pub async fn audit(args: AuditArgs, environment: &Environment) -> Result<(), Failure> {
    match args.step {
        AuditStep::Verify(args) => verify(args, environment).await,
        AuditStep::Seal(args) => seal(args, environment).await,
        AuditStep::Export(args) => export(args, environment).await,
    }
}

async fn verify(args: AuditVerifyArgs, environment: &Environment) -> Result<(), Failure> {
    let key = key(environment, args.books.data.as_deref())?;
    let outside = args.seals.as_deref().map(seals::read).transpose().map_err(unusable)?;
    let told = Told { key: key.as_ref(), outside: outside.as_deref() };
    match args.export {
        Some(path) => verify_export(&path, told),
        None => {
            let store = open(&args.books, environment).await?;
            let evidence = SealEvidence { key: told.key, outside: told.outside };
            let proof = store.prove_audit_against(evidence).await.map_err(database)?;
            store.close().await;
            say(format!("{} chains, {} entries", proof.chains, proof.entries))?;
            told.about(proof.seals, proof.unsealed, proof.only_inside)?;
            verdict(&proof.faults)
        }
    }
}

fn verify_export(path: &Path, told: Told<'_>) -> Result<(), Failure> {
    let unread = |error: io::Error| file(path, &error);
    let mut prover = ExportProver::new(told.outside, told.key);
    for line in BufReader::new(File::open(path).map_err(unread)?).lines() {
        prover.line(&line.map_err(unread)?);
    }
    let proof = prover.finish();
    let edge = |instant: Option<Timestamp>, open: &str| {
        instant.map_or_else(|| open.to_owned(), |instant| instant.to_string())
    };
    let (from, to) =
        (edge(proof.window.from, "the beginning"), edge(proof.window.to, "its making"));
    say(format!("{} chains, {} entries", proof.trail.chains, proof.trail.entries))?;
    say(format!("an export from {from} to {to}"))?;
    told.about(proof.trail.seals, proof.trail.unsealed, proof.trail.only_inside)?;
    verdict(&proof.faults)
}

/// What the proof rests on besides the trail itself.
#[derive(Clone, Copy)]
struct Told<'a> {
    key: Option<&'a SealKey>,
    outside: Option<&'a [Seal]>,
}

impl Told<'_> {
    /// Says how far the proof goes, so that nobody takes it for more.
    fn about(self, seals: u64, unsealed: u64, only_inside: u64) -> Result<(), Failure> {
        say(format!("{seals} seals; {unsealed} entries are newer than the seals of their chains"))?;
        match self.key {
            Some(_) => say("the seals are compared with the key")?,
            None => say("no key at hand: a seal that was forged is not told from a true one")?,
        }
        match self.outside {
            Some(_) if only_inside > 0 => {
                say(format!("{only_inside} seals are not in the copy outside yet"))
            }
            Some(_) => say("the seals are compared with the copy outside"),
            None => {
                say("no copy of the seals given: newest seals that were removed are not missed")
            }
        }
    }
}

fn verdict(faults: &[impl std::fmt::Display]) -> Result<(), Failure> {
    if faults.is_empty() {
        return say("every chain is whole and ends where its books say; every seal covers it");
    }
    for fault in faults {
        say(format!("BROKEN {fault}"))?;
    }
    Err(Failure::Other(format!("{} things do not fit", faults.len())))
}

async fn seal(args: AuditSealArgs, environment: &Environment) -> Result<(), Failure> {
    let key = needed(key(environment, args.books.data.as_deref())?)?;
    let directory = match args.out {
        Some(directory) if directory.is_dir() => Some(directory),
        Some(directory) => {
            return Err(Failure::File(format!("`{}` is not a directory", directory.display())));
        }
        None => config::seal_directory(environment)?,
    };
    let store = open(&args.books, environment).await?;
    let sealer = Sealer::new(store.clone(), key, directory);
    match sealer.make(SystemHost::default().now()).await.map_err(database)? {
        Some(seal) => say(format!("seal {} over {} chains", seal.number, seal.aggregates))?,
        None => say("nothing changed since the newest seal")?,
    }
    let copied = sealer.copy().await.map_err(|error| match error {
        SealError::Make(fault) => database(fault),
        SealError::Copy(error) => unusable(error),
    })?;
    store.close().await;
    match sealer.directory() {
        Some(directory) => {
            let path = directory.join(FILE_NAME);
            say(format!("{copied} seals copied to {}", path.display()))
        }
        None => say("kept in the database only: give --out DIR or set WIKARTA_SEAL_DIR"),
    }
}

async fn export(args: AuditExportArgs, environment: &Environment) -> Result<(), Failure> {
    let key = key(environment, args.books.data.as_deref())?;
    let window = window(&args)?;
    let store = open(&args.books, environment).await?;
    let mut out = BufWriter::new(create(&args.out).map_err(|error| file(&args.out, &error))?);
    let now = SystemHost::default().now();
    let written = store.export_audit(window, now, key.as_ref(), &mut out).await;
    let written = written.map_err(|error| match error {
        ExportError::Store(fault) => database(fault),
        ExportError::Write(error) => file(&args.out, &error),
        other => Failure::Other(other.to_string()),
    })?;
    store.close().await;
    let synced = out.get_ref().sync_all();
    synced.map_err(|error| file(&args.out, &error))?;
    if key.is_none() {
        say("no key at hand: the end of the file does not say who wrote it")?;
    }
    let (entries, seals) = (written.entries, written.seals);
    say(format!("{entries} entries and {seals} seals written to {}", args.out.display()))
}

/// The instants that two civil days mean.
fn window(args: &AuditExportArgs) -> Result<Window, Failure> {
    let policy = Policy::indonesian_pkp().map_err(|error| Failure::Other(error.to_string()))?;
    let usage = |error: TimeError| Failure::Usage(error.to_string());
    let start = |day| Timestamp::start_of_day(day, policy.zone);
    let after = args.to.and_then(|day| day.succ_opt());
    Ok(Window {
        from: args.from.map(start).transpose().map_err(usage)?,
        to: after.map(start).transpose().map_err(usage)?,
    })
}

fn key(environment: &Environment, data: Option<&Path>) -> Result<Option<SealKey>, Failure> {
    let secret = config::secret_for(environment, data)?;
    Ok(secret.as_ref().map(seals::seal_key))
}

fn needed(key: Option<SealKey>) -> Result<SealKey, Failure> {
    let missing = || {
        let name = config::variables::SECRET_KEY.name;
        Failure::Usage(format!("{name}: it is not set, and seals are made under it"))
    };
    key.ok_or_else(missing)
}

fn unusable(error: SealFileError) -> Failure {
    Failure::File(error.to_string())
}

fn file(path: &Path, error: &io::Error) -> Failure {
    Failure::File(format!("cannot use `{}`: {error}", path.display()))
}

#[cfg(unix)]
fn create(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt as _;
    OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)
}

#[cfg(not(unix))]
fn create(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).create_new(true).open(path)
}
