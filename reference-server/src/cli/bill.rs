//! `wikarta bill`.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::sync::Arc;

use chrono::NaiveDate;
use clap::Args;
use wikarta_core::access::Actor;
use wikarta_core::engine::{Ports, Run, RunMode, RunOutcome, RunRow, Wikarta};
use wikarta_core::id::{SubscriptionId, TraceId};
use wikarta_core::money::Rupiah;
use wikarta_core::policy::Policy;
use wikarta_core::ports::Host as _;
use wikarta_store_sqlx::SqlxStore;

use super::args::BooksArgs;
use super::exit::Failure;
use super::migrate::{database, open};
use super::run::say;
use crate::api::billing_runs::{due_text, outcome_word, page};
use crate::config::Environment;
use crate::workers::SystemHost;
use crate::workers::offline::Offline;

/// `wikarta bill`
#[derive(Debug, Args)]
pub struct BillArgs {
    /// The civil day to bill for, in the seller's zone.
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub date: NaiveDate,
    /// Says what would be billed and changes nothing.
    #[arg(long)]
    pub dry_run: bool,
    /// Which books.
    #[command(flatten)]
    pub books: BooksArgs,
}

/// Subscriptions of one batch.
const BATCH: u32 = 100;

/// Bills what is due on a day.
pub async fn bill(args: BillArgs, environment: &Environment) -> Result<(), Failure> {
    let store = open(&args.books, environment).await?;
    if !store.is_migrated().await.map_err(database)? {
        return Err(Failure::Database("run `wikarta migrate up` first".to_owned()));
    }
    let policy = Policy::indonesian_pkp().map_err(|error| Failure::Other(error.to_string()))?;
    let host = Arc::new(SystemHost::default());
    let run = Run {
        on: args.date,
        actor: Actor::Scheduler,
        trace: TraceId::new(host.fresh_id().as_str()),
        mode: if args.dry_run { RunMode::Preview } else { RunMode::Commit },
    };
    let notifier = Arc::new(Offline);
    let ports =
        Ports { store: Arc::new(store.clone()), gateway: Arc::new(Offline), notifier, host };
    let wikarta = Wikarta::new(ports, policy);
    wikarta.refresh_policy().await.map_err(database)?;
    let counted = walk(&store, &wikarta, &run).await?;
    store.close().await;
    counted.summary(&run)
}

async fn walk(store: &SqlxStore, wikarta: &Wikarta, run: &Run) -> Result<Counted, Failure> {
    let total = count(store).await?;
    let (mut counted, mut done, mut after) = (Counted::default(), 0, None);
    loop {
        let (rows, next) = page(store, after.as_ref(), BATCH).await.map_err(database)?;
        let codes: BTreeMap<SubscriptionId, String> = rows
            .iter()
            .map(|row| (row.subscription.id.clone(), row.customer_code.clone()))
            .collect();
        let subscriptions: Vec<_> = rows.into_iter().map(|row| row.subscription).collect();
        for row in wikarta.bill(&subscriptions, run).await {
            let code = codes.get(&row.subscription).map_or("", String::as_str);
            counted.take(code, &row)?;
        }
        done += subscriptions.len();
        progress(done, total.max(done));
        match next {
            Some(next) => after = Some(next),
            None => return Ok(counted),
        }
    }
}

async fn count(store: &SqlxStore) -> Result<usize, Failure> {
    let (mut total, mut after) = (0, None);
    loop {
        let (rows, next) = page(store, after.as_ref(), BATCH).await.map_err(database)?;
        total += rows.len();
        match next {
            Some(next) => after = Some(next),
            None => return Ok(total),
        }
    }
}

/// On standard error, so that the table can go into a file.
fn progress(done: usize, total: usize) {
    let _ = writeln!(std::io::stderr(), "{done} of {total} subscriptions");
}

/// What became of the bills so far.
#[derive(Default)]
struct Counted {
    words: BTreeMap<&'static str, u32>,
    billed: Rupiah,
    failed: u32,
}

impl Counted {
    /// One line for each bill; what is not due is only counted.
    fn take(&mut self, code: &str, row: &RunRow) -> Result<(), Failure> {
        let word = outcome_word(&row.outcome);
        *self.words.entry(word).or_default() += 1;
        let about = match &row.outcome {
            RunOutcome::NothingDue => return Ok(()),
            RunOutcome::Billed { number, total, .. } => {
                self.billed = self.billed.saturating_plus(*total);
                format!("{number} {total}")
            }
            RunOutcome::WouldBill { total } => {
                self.billed = self.billed.saturating_plus(*total);
                total.to_string()
            }
            RunOutcome::AlreadyBilled { invoice } => {
                invoice.as_ref().map(ToString::to_string).unwrap_or_default()
            }
            RunOutcome::Settled => String::new(),
            RunOutcome::Refused(refusal) => {
                self.failed += 1;
                format!("{}: {refusal}", refusal.code())
            }
            RunOutcome::Failed(failed) => {
                self.failed += 1;
                failed.to_string()
            }
        };
        let due = row.due.map(due_text).unwrap_or_default();
        say(format!("{code:<12} {} {due:<7} {word:<14} {about}", row.subscription).trim_end())
    }

    fn summary(&self, run: &Run) -> Result<(), Failure> {
        let words = self.words.iter().map(|(word, count)| format!("{word} {count}"));
        let words = words.collect::<Vec<_>>().join(", ");
        let dry = match run.mode {
            RunMode::Preview => " (dry run, nothing was changed)",
            RunMode::Commit => "",
        };
        say(format!("{}: {words}; {}{dry}", run.on, self.billed))?;
        if self.failed > 0 {
            let text = "bills were refused or failed; the same command goes on with them";
            return Err(Failure::Other(format!("{} {text}", self.failed)));
        }
        Ok(())
    }
}
