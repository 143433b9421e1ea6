//! `wikarta reconcile`.

use std::io::{Read as _, Write as _};
use std::path::Path;
use std::sync::Arc;

use wikarta_core::access::Actor;
use wikarta_core::engine::{Comparison, Ports, ReconcileError, Wikarta};
use wikarta_core::id::{ReconcileId, TraceId};
use wikarta_core::policy::Policy;
use wikarta_core::ports::Host as _;
use wikarta_core::reconcile::RunRecord;
use wikarta_core::time::{Month, Timestamp};
use wikarta_midtrans::settlement::BYTES_MAX;
use wikarta_store_sqlx::SqlxStore;

use super::args::ReconcileArgs;
use super::exit::Failure;
use super::migrate::{database, open};
use super::run::say;
use crate::config::{Config, Environment};
use crate::reconcile::{self, SettlementFault};
use crate::runtime;
use crate::workers::SystemHost;
use crate::workers::offline::Offline;

/// Compares the books with the gateway's, or with a settlement file of it.
pub async fn reconcile(args: ReconcileArgs, environment: &Environment) -> Result<(), Failure> {
    let store = open(&args.books, environment).await?;
    if !store.is_migrated().await.map_err(database)? {
        return Err(Failure::Database("run `wikarta migrate up` first".to_owned()));
    }
    let config = match args.books.data.as_deref() {
        Some(directory) => Config::for_demo(environment, directory)?,
        None => Config::for_serve(environment, args.listen)?,
    };
    let policy = Policy::indonesian_pkp().map_err(|error| Failure::Other(error.to_string()))?;
    let host = Arc::new(SystemHost::default());
    let ports = Ports {
        store: Arc::new(store.clone()),
        gateway: Arc::new(runtime::gateway(&config, args.listen)?),
        notifier: Arc::new(Offline),
        host: host.clone(),
    };
    let wikarta = Wikarta::new(ports, policy);
    wikarta.refresh_policy().await.map_err(database)?;
    let fresh = host.fresh_id();
    let asked = (Actor::System, TraceId::new(fresh.as_str()));
    let told = match &args.settlement {
        Some(path) => {
            let bytes = file(path)?;
            let compared = reconcile::compare_file(&wikarta, &store, (&bytes, asked)).await;
            let compared = compared.map_err(|fault| not_compared(path, fault))?;
            let open = compared.report.differing().count();
            match args.json {
                true => json(&compared)?,
                false => say(reconcile::told_file(&compared).trim_end())?,
            }
            verdict(open == 0, "the settlement file differs from the books")
        }
        None => {
            let id = ReconcileId::derived(&fresh, 0);
            let mut order = reconcile::comparison(&wikarta, id, asked);
            span(&mut order, &args, &wikarta)?;
            let run = compared(&wikarta, &store, &order).await?;
            match args.json {
                true => json(&run)?,
                false => {
                    let month = Month::of(run.started_at.day_in(wikarta.policy().zone));
                    let month = reconcile::of_month(&store, &wikarta.policy(), month).await;
                    say(reconcile::told(&run, &month.map_err(database)?).trim_end())?;
                }
            }
            verdict(run.is_settled(), "something stays open; see the report")
        }
    };
    store.close().await;
    told
}

async fn compared(
    wikarta: &Wikarta,
    store: &SqlxStore,
    order: &Comparison,
) -> Result<RunRecord, Failure> {
    // On standard error, so that the report can go into a file.
    let mut progress = |run: &RunRecord| {
        let counts = run.counts;
        let (done, found) = (counts.compared + counts.unanswered, run.differing);
        let _ = writeln!(std::io::stderr(), "{done} orders looked at, {found} differ");
    };
    wikarta.reconcile(store, order, &mut progress).await.map_err(stopped)
}

fn span(order: &mut Comparison, args: &ReconcileArgs, wikarta: &Wikarta) -> Result<(), Failure> {
    let zone = wikarta.policy().zone;
    let wrong = |error: &dyn std::fmt::Display| Failure::Usage(error.to_string());
    if let Some(day) = args.from {
        order.from = Timestamp::start_of_day(day, zone).map_err(|error| wrong(&error))?;
    }
    if let Some(day) = args.to {
        order.until = Timestamp::end_of_day(day, zone).map_err(|error| wrong(&error))?;
    }
    if order.until < order.from {
        return Err(Failure::Usage("`--from` is after `--to`".to_owned()));
    }
    Ok(())
}

/// The file, or as much of it as shows that it is too long.
fn file(path: &Path) -> Result<Vec<u8>, Failure> {
    let failed = |error: std::io::Error| Failure::File(format!("`{}`: {error}", path.display()));
    let mut bytes = Vec::new();
    let limit = BYTES_MAX as u64 + 1;
    std::fs::File::open(path)
        .map_err(failed)?
        .take(limit)
        .read_to_end(&mut bytes)
        .map_err(failed)?;
    Ok(bytes)
}

fn not_compared(path: &Path, fault: SettlementFault) -> Failure {
    match fault {
        SettlementFault::File(error) => Failure::File(format!("`{}`: {error}", path.display())),
        SettlementFault::Money(error) => Failure::Other(error.to_string()),
        SettlementFault::Store(fault) => database(fault),
        SettlementFault::Reconcile(error) => stopped(error),
    }
}

fn stopped(error: ReconcileError) -> Failure {
    match error {
        ReconcileError::Refused(refusal) => Failure::Other(refusal.to_string()),
        ReconcileError::Fault(fault) => database(fault),
    }
}

fn json(shown: &impl serde::Serialize) -> Result<(), Failure> {
    let text = serde_json::to_string_pretty(shown);
    say(text.map_err(|error| Failure::Other(error.to_string()))?)
}

fn verdict(fine: bool, otherwise: &str) -> Result<(), Failure> {
    if fine { Ok(()) } else { Err(Failure::Other(otherwise.to_owned())) }
}
