//! The proof of one chain, cheap enough for a page that shows it.

use futures_util::TryStreamExt;
use wikarta_core::aggregate::AggregateId;
use wikarta_core::audit::Entry;
use wikarta_core::id::AccountId;
use wikarta_core::ports::Fault;

use super::AuditFault;
use super::walk::{Kept, Walk};
use crate::dialect::sqlite;
use crate::{SqlxStore, fault};

/// What was proved about one chain.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ChainProof {
    /// Entries that fit, from the first on.
    pub entries: u64,
    /// The first thing that does not fit.
    pub fault: Option<AuditFault>,
}

impl SqlxStore {
    /// Walks the chain of one account, oldest entry first, in bounded memory.
    ///
    /// # Errors
    /// A [`Fault`] of the database; what does not fit is no error but a finding.
    pub async fn prove_chain(&self, account: &AccountId) -> Result<ChainProof, Fault> {
        let name = format!("account:{account}");
        let mut snapshot = self.readers.begin().await.map_err(fault::of)?;
        let mut proof = ChainProof::default();
        let mut walk: Option<Walk> = None;
        {
            let mut entries =
                sqlx::query_as::<_, Kept>(sqlite::CHAIN).bind(&name).fetch(&mut *snapshot);
            while let Some(kept) = entries.try_next().await.map_err(fault::of)? {
                let current = walk.get_or_insert_with(|| Walk::begin(&kept));
                if let Err(found) = current.step(kept) {
                    proof.fault = Some(found);
                    return Ok(proof);
                }
                proof.entries += 1;
            }
        }
        proof.fault = match walk {
            Some(walk) => walk.end(),
            None => {
                let expected: Option<i64> = sqlx::query_scalar(sqlite::REMEMBERED)
                    .bind(&name)
                    .fetch_optional(&mut *snapshot)
                    .await
                    .map_err(fault::of)?;
                let gone = |expected| AuditFault::Gone { aggregate: name.clone(), expected };
                expected.filter(|expected| *expected > 0).map(gone)
            }
        };
        Ok(proof)
    }

    /// The entries of one account's chain, oldest first. They are read, not proved.
    ///
    /// # Errors
    /// A [`Fault`] of the database; [`Fault::Permanent`] for a row that is no entry any more.
    pub async fn chain(&self, account: &AccountId) -> Result<Vec<Entry>, Fault> {
        self.chain_of(&AggregateId::Account(account.clone())).await
    }

    /// The entries of one chain of any kind, oldest first. They are read, not proved.
    ///
    /// # Errors
    /// A [`Fault`] of the database; [`Fault::Permanent`] for a row that is no entry any more.
    pub async fn chain_of(&self, id: &AggregateId) -> Result<Vec<Entry>, Fault> {
        let found: Vec<Kept> = sqlx::query_as(sqlite::CHAIN)
            .bind(id.to_string())
            .fetch_all(&self.readers)
            .await
            .map_err(fault::of)?;
        let broken = |fault: AuditFault| Fault::Permanent(fault.to_string());
        found.into_iter().map(|kept| kept.entry().map_err(broken)).collect()
    }
}
