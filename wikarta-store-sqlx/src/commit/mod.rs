//! Writing what was decided: one durable transaction for any number of changes.
//!
//! The guard opens the transaction, compares versions and keys and names the losers; one script
//! writes the winners and commits. A key that only the tables know to be taken (an address, a
//! number, the month of a subscription) rolls all of it back once, and the changes are then written
//! one by one under savepoints, so that only the one that is late clashes.

mod guard;
mod script;

use wikarta_core::ports::{Change, Fault, Outcome};

use crate::fault;
use crate::sheet::Sheet;
use crate::vault::Vault;
use crate::writer::{Turn, Writer};
use guard::Guard;
use script::Ending;

pub(crate) async fn commit(
    writer: &Writer,
    vault: Option<&Vault>,
    changes: &[Change],
) -> Result<Vec<Outcome>, Fault> {
    guard::refuse_shared(changes)?;
    let candidates = guard::first_of_each_key(changes);
    if candidates.is_empty() {
        return Ok(vec![Outcome::Clash; changes.len()]);
    }
    let guard = Guard::of(changes, &candidates)?;
    let batch = Batch { changes, candidates: &candidates, guard: &guard, vault };
    let mut turn = writer.turn().await?;
    let winners = match all_at_once(&mut turn, &batch).await {
        Ok(winners) => winners,
        Err(Stop::TakenKey) => {
            turn.rollback().await;
            let written = one_by_one(&mut turn, &batch).await;
            settle(&mut turn, written).await?
        }
        Err(stop) => settle(&mut turn, Err(stop)).await?,
    };
    let outcome = |index| if winners.contains(&index) { Outcome::Done } else { Outcome::Clash };
    Ok((0..changes.len()).map(outcome).collect())
}

/// What one call is about.
struct Batch<'a> {
    changes: &'a [Change],
    /// The changes that share no key with an earlier one.
    candidates: &'a [usize],
    guard: &'a Guard,
    vault: Option<&'a Vault>,
}

/// Why a transaction was given up.
enum Stop {
    /// Somebody has a unique key already.
    TakenKey,
    /// The world or the values.
    Fault(Fault),
}

impl From<sqlx::Error> for Stop {
    fn from(error: sqlx::Error) -> Self {
        if fault::is_taken_key(&error) { Self::TakenKey } else { Self::Fault(fault::of(error)) }
    }
}

impl From<Fault> for Stop {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

async fn settle<T>(turn: &mut Turn<'_>, result: Result<T, Stop>) -> Result<T, Fault> {
    match result {
        Ok(value) => Ok(value),
        Err(stop) => {
            turn.rollback().await;
            Err(match stop {
                Stop::TakenKey => Fault::Permanent("a unique key is taken".to_owned()),
                Stop::Fault(fault) => fault,
            })
        }
    }
}

async fn all_at_once(turn: &mut Turn<'_>, batch: &Batch<'_>) -> Result<Vec<usize>, Stop> {
    let winners = open(turn, batch).await?;
    if winners.is_empty() {
        turn.rollback().await;
        return Ok(winners);
    }
    let mut sheet = Sheet::under(batch.vault);
    for change in winners.iter().filter_map(|index| batch.changes.get(*index)) {
        sheet.add(change)?;
    }
    turn.finish(script::write(&sheet, Ending::Commit)?).await?;
    Ok(winners)
}

async fn one_by_one(turn: &mut Turn<'_>, batch: &Batch<'_>) -> Result<Vec<usize>, Stop> {
    let mut winners = Vec::new();
    for index in open(turn, batch).await? {
        let Some(change) = batch.changes.get(index) else { continue };
        let mut sheet = Sheet::under(batch.vault);
        sheet.add(change)?;
        turn.run(sqlx::query("SAVEPOINT one")).await?;
        match turn.run(script::write(&sheet, Ending::Open)?).await.map_err(Stop::from) {
            Ok(_) => winners.push(index),
            Err(Stop::TakenKey) => {
                turn.run(sqlx::query("ROLLBACK TO one")).await?;
            }
            Err(stop) => return Err(stop),
        }
        turn.run(sqlx::query("RELEASE one")).await?;
    }
    turn.finish(sqlx::query("COMMIT")).await?;
    Ok(winners)
}

/// Opens the transaction; answers the candidates that did not lose.
async fn open(turn: &mut Turn<'_>, batch: &Batch<'_>) -> Result<Vec<usize>, Stop> {
    let rows = turn.run(batch.guard.query()).await?;
    let losers = guard::losers(&rows)?;
    Ok(batch.candidates.iter().copied().filter(|index| !losers.contains(index)).collect())
}
