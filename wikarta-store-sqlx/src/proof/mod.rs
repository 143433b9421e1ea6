//! The proof that the audit trail is whole: every chain, every head, every listing, every seal; and
//! what is carried out of the database so that the proof does not rest on it alone.

mod chain;
mod export;
mod seals;
mod walk;

use std::collections::BTreeSet;

use futures_util::TryStreamExt;
use sqlx::SqliteConnection;
use wikarta_core::audit::{ChainFault, Seal, SealFault, SealKey, Witness, verify_seals};
use wikarta_core::ports::Fault;

use crate::dialect::sqlite;
use crate::{SqlxStore, fault};
pub use chain::ChainProof;
pub use export::{ExportError, Exported};
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
    /// Entries that no seal covers yet: the next one will.
    pub unsealed: u64,
    /// Seals looked at.
    pub seals: u64,
    /// Seals that are not kept outside yet, where a copy was given.
    pub only_inside: u64,
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
    /// A seal does not fit, or what it covers.
    #[error(transparent)]
    Seal(#[from] SealFault),
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

/// What the seals in the books are compared with.
#[derive(Debug, Clone, Copy, Default)]
pub struct SealEvidence<'a> {
    /// The key that they were made with; without it everything but that is proved.
    pub key: Option<&'a SealKey>,
    /// The copy that is kept outside the database.
    pub outside: Option<&'a [Seal]>,
}

impl SqlxStore {
    /// Walks every chain of one snapshot, oldest entry first, in bounded memory but for the seals,
    /// which are proved without their key.
    ///
    /// # Errors
    /// A [`Fault`] of the database; what does not fit is no error but a finding.
    pub async fn prove_audit(&self) -> Result<AuditProof, Fault> {
        self.prove_audit_against(SealEvidence::default()).await
    }

    /// The same, with the key of the seals and the copy of them that is kept outside.
    ///
    /// # Errors
    /// As [`SqlxStore::prove_audit`].
    pub async fn prove_audit_against(
        &self,
        evidence: SealEvidence<'_>,
    ) -> Result<AuditProof, Fault> {
        let mut snapshot = self.readers.begin().await.map_err(fault::of)?;
        let mut proof = AuditProof::default();
        let (seals, unreadable) = seals::all(&mut snapshot).await?;
        proof.faults.extend(unreadable.into_iter().map(AuditFault::Seal));
        let sealed = verify_seals(&seals, evidence.outside, evidence.key);
        proof.seals = seals.len() as u64;
        proof.only_inside = sealed.only_inside;
        proof.faults.extend(sealed.faults.into_iter().map(AuditFault::Seal));
        let mut witness = sealed.witness;
        walk_all(&mut snapshot, &mut witness, &mut proof).await.map_err(fault::of)?;
        for (aggregate, expected) in found(&mut snapshot, sqlite::GONE).await? {
            proof.faults.push(AuditFault::Gone { aggregate, expected });
        }
        // Behind a broken chain nothing was compared, so what never came says nothing new.
        let named: BTreeSet<String> = proof.faults.iter().filter_map(AuditFault::chain).collect();
        let lost = witness.lost().map(AuditFault::Seal);
        let lost = lost.filter(|fault| fault.chain().is_some_and(|of| !named.contains(&of)));
        proof.faults.extend(lost);
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
    witness: &mut Witness,
    proof: &mut AuditProof,
) -> Result<(), sqlx::Error> {
    let mut entries = sqlx::query_as::<_, Kept>(sqlite::ENTRIES).fetch(snapshot);
    let mut walk: Option<Walk> = None;
    while let Some(kept) = entries.try_next().await? {
        let mut current = match walk.take() {
            Some(current) if current.is_of(&kept) => current,
            before => {
                proof.chains += 1;
                proof.note(before.and_then(Walk::end));
                Walk::begin(&kept)
            }
        };
        proof.entries += 1;
        match current.step(kept) {
            Ok(Some(entry)) => {
                if !witness.covers(&entry.aggregate, entry.seq) {
                    proof.unsealed += 1;
                }
                let other = witness.see(&entry.aggregate, entry.seq, &entry.hash);
                if let Some(other) = other {
                    proof.note(Some(AuditFault::Seal(other)));
                    current.give_up();
                }
            }
            Ok(None) => {}
            Err(fault) => proof.note(Some(fault)),
        }
        walk = Some(current);
    }
    proof.note(walk.and_then(Walk::end));
    Ok(())
}

impl AuditFault {
    /// The chain that it is about.
    fn chain(&self) -> Option<String> {
        match self {
            Self::Chain(fault) => Some(fault.aggregate().to_string()),
            Self::Seal(fault) => fault.aggregate().map(ToString::to_string),
            Self::Unreadable { aggregate, .. }
            | Self::Listing { aggregate, .. }
            | Self::Gone { aggregate, .. } => Some(aggregate.clone()),
        }
    }
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
