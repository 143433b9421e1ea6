//! The proof that the audit trail is whole: every chain, every head, every listing.

mod chain;
mod walk;

use futures_util::TryStreamExt;
use sqlx::SqliteConnection;
use wikarta_core::audit::ChainFault;
use wikarta_core::ports::Fault;

use crate::dialect::sqlite;
use crate::{SqlxStore, fault};
pub use chain::ChainProof;
use walk::{Kept, Walk};

/// At most so many findings are named; a trail with that many is not to be mended one by one.
const FAULTS_MAX: usize = 100;

/// What was proved.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AuditProof {
    /// Chains looked at.
    pub chains: u64,
    /// Entries looked at.
    pub entries: u64,
    /// What does not fit, one finding a chain and at most a hundred; empty when everything fits.
    pub faults: Vec<AuditFault>,
}

/// Something in the trail that does not fit.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AuditFault {
    /// A chain is broken.
    #[error(transparent)]
    Chain(#[from] ChainFault),
    /// A row is not an entry any more.
    #[error("`{aggregate}`: entry {seq} cannot be read: {why}")]
    Unreadable {
        /// Whose chain, as the row says.
        aggregate: String,
        /// The entry's number, as the row says.
        seq: i64,
        /// What is wrong.
        why: &'static str,
    },
    /// An entry is not listed under exactly the things that it changed.
    #[error("`{aggregate}`: entry {seq} is not listed under exactly what it changed")]
    Listing {
        /// Whose chain.
        aggregate: String,
        /// The entry's number.
        seq: i64,
    },
    /// An aggregate remembers a chain of which nothing is left.
    #[error("`{aggregate}`: the aggregate remembers {expected} entries, none is there")]
    Gone {
        /// Whose chain.
        aggregate: String,
        /// How many there were.
        expected: i64,
    },
}

impl SqlxStore {
    /// Walks every chain of one snapshot, oldest entry first, in bounded memory.
    ///
    /// # Errors
    /// A [`Fault`] of the database; what does not fit is no error but a finding.
    pub async fn prove_audit(&self) -> Result<AuditProof, Fault> {
        let mut snapshot = self.readers.begin().await.map_err(fault::of)?;
        let mut proof = AuditProof::default();
        walk_all(&mut snapshot, &mut proof).await.map_err(fault::of)?;
        for (aggregate, expected) in found(&mut snapshot, sqlite::GONE).await? {
            proof.faults.push(AuditFault::Gone { aggregate, expected });
        }
        for statement in [sqlite::UNLISTED, sqlite::LISTED_WRONGLY] {
            for (aggregate, seq) in found(&mut snapshot, statement).await? {
                proof.faults.push(AuditFault::Listing { aggregate, seq });
            }
        }
        proof.faults.truncate(FAULTS_MAX);
        Ok(proof)
    }
}

async fn walk_all(
    snapshot: &mut SqliteConnection,
    proof: &mut AuditProof,
) -> Result<(), sqlx::Error> {
    let mut entries = sqlx::query_as::<_, Kept>(sqlite::ENTRIES).fetch(snapshot);
    let mut walk: Option<Walk> = None;
    while let Some(kept) = entries.try_next().await? {
        let current = match walk.take() {
            Some(current) if current.is_of(&kept) => current,
            before => {
                proof.chains += 1;
                proof.note(before.and_then(Walk::end));
                Walk::begin(&kept)
            }
        };
        proof.entries += 1;
        let (current, fault) = current.step(kept);
        proof.note(fault);
        walk = Some(current);
    }
    proof.note(walk.and_then(Walk::end));
    Ok(())
}

impl AuditProof {
    fn note(&mut self, fault: Option<AuditFault>) {
        if self.faults.len() < FAULTS_MAX {
            self.faults.extend(fault);
        }
    }
}

/// Chains and numbers that a statement finds wrong.
async fn found(
    snapshot: &mut SqliteConnection,
    statement: &'static str,
) -> Result<Vec<(String, i64)>, Fault> {
    let most = i64::try_from(FAULTS_MAX).unwrap_or(i64::MAX);
    let rows: Vec<(Vec<u8>, i64)> =
        sqlx::query_as(statement).bind(most).fetch_all(snapshot).await.map_err(fault::of)?;
    let readable =
        |(name, number): (Vec<u8>, i64)| (String::from_utf8_lossy(&name).into_owned(), number);
    Ok(rows.into_iter().map(readable).collect())
}
