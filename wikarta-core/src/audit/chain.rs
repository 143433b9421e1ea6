//! Entries, their hashes, and the proof that a chain is whole.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::aggregate::AggregateId;
use crate::id::{CommandId, TraceId, hex};
use crate::time::Timestamp;

/// Where a chain ends: the sequence number and hash of its newest entry. `0` and zeros when empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Head {
    /// The newest entry's number, from 1.
    pub seq: u64,
    /// The newest entry's hash.
    pub hash: [u8; 32],
}

/// One event as it is kept for ever. Texts are kept as hashed, byte for byte.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Whose chain.
    pub aggregate: AggregateId,
    /// Place in the chain, from 1 without gaps.
    pub seq: u64,
    /// When it was decided.
    pub at: Timestamp,
    /// Who did it, such as `staff:usr_…` or `gateway`.
    pub actor: String,
    /// The roles that the actor had, separated by commas; empty for actors without roles.
    pub roles: String,
    /// What happened, such as `invoice.issued`.
    pub action: String,
    /// The command that caused it.
    pub command: CommandId,
    /// The request that caused the command.
    pub trace: TraceId,
    /// The event as JSON.
    pub data: String,
    /// The changes as JSON: a list of [`super::FieldChange`].
    pub changes: String,
    /// SHA-256 over all of the above and the hash before it.
    pub hash: [u8; 32],
}

impl Entry {
    /// The hash that this entry must have after an entry with hash `previous`.
    #[must_use]
    pub fn hash_after(&self, previous: &[u8; 32]) -> [u8; 32] {
        let mut hash = Sha256::new();
        hash.update(b"wikarta-audit-1");
        hash.update(previous);
        let (aggregate, seq, at) =
            (self.aggregate.to_string(), self.seq.to_string(), self.at.as_micros().to_string());
        let parts = [
            aggregate.as_str(),
            &seq,
            &at,
            &self.actor,
            &self.roles,
            &self.action,
            self.command.as_str(),
            self.trace.as_str(),
            &self.data,
            &self.changes,
        ];
        for part in parts {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part.as_bytes());
        }
        hash.finalize().into()
    }

    /// The hash in lower-case hexadecimal.
    #[must_use]
    pub fn hash_hex(&self) -> String {
        hex(&self.hash)
    }
}

/// Where a chain is broken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ChainFault {
    /// A place has no entry, or an entry stands at the wrong place.
    #[error("`{aggregate}`: expected entry {expected}, found entry {found}")]
    Gap {
        /// Whose chain.
        aggregate: AggregateId,
        /// The number that should come.
        expected: u64,
        /// The number that came.
        found: u64,
    },
    /// An entry was changed after it was written, or follows another entry than it was written after.
    #[error("`{aggregate}`: entry {seq} does not have the hash that follows from its content")]
    Altered {
        /// Whose chain.
        aggregate: AggregateId,
        /// The entry.
        seq: u64,
    },
    /// The chain ends before or after the head that the aggregate remembers.
    #[error("`{aggregate}`: the chain ends at entry {found}, the aggregate remembers {expected}")]
    Head {
        /// Whose chain.
        aggregate: AggregateId,
        /// Where it should end.
        expected: u64,
        /// Where it ends.
        found: u64,
    },
}

impl ChainFault {
    /// Whose chain.
    #[must_use]
    pub const fn aggregate(&self) -> &AggregateId {
        match self {
            Self::Gap { aggregate, .. }
            | Self::Altered { aggregate, .. }
            | Self::Head { aggregate, .. } => aggregate,
        }
    }
}

/// The proof of one chain, an entry at a time: what stays in memory is where it stands.
#[derive(Debug, Clone)]
pub struct ChainWalk {
    aggregate: AggregateId,
    last: Head,
}

impl ChainWalk {
    /// Begins a chain after `start`: [`Head::default`] for a whole one.
    #[must_use]
    pub const fn begin(aggregate: AggregateId, start: Head) -> Self {
        Self { aggregate, last: start }
    }

    /// Where the chain was proved to.
    #[must_use]
    pub const fn last(&self) -> Head {
        self.last
    }

    /// Proves that `entry` follows.
    ///
    /// # Errors
    /// A [`ChainFault`] when it does not; the rest of the chain says nothing more then.
    pub fn follow(&mut self, entry: &Entry) -> Result<(), ChainFault> {
        let expected = self.last.seq.saturating_add(1);
        if entry.seq != expected || entry.aggregate != self.aggregate {
            let (aggregate, found) = (self.aggregate.clone(), entry.seq);
            return Err(ChainFault::Gap { aggregate, expected, found });
        }
        if entry.hash_after(&self.last.hash) != entry.hash {
            return Err(ChainFault::Altered { aggregate: self.aggregate.clone(), seq: entry.seq });
        }
        self.last = Head { seq: entry.seq, hash: entry.hash };
        Ok(())
    }

    /// Compares where the chain ended with the head that its aggregate remembers.
    ///
    /// # Errors
    /// [`ChainFault::Head`] when they differ.
    pub fn end(self, head: Head) -> Result<u64, ChainFault> {
        if self.last == head {
            return Ok(head.seq);
        }
        let (expected, found) = (head.seq, self.last.seq);
        Err(ChainFault::Head { aggregate: self.aggregate, expected, found })
    }
}

/// Proves a whole chain, oldest entry first, against the head that its aggregate remembers.
///
/// # Errors
/// The first [`ChainFault`].
pub fn verify_chain<'a>(
    aggregate: &AggregateId,
    entries: impl Iterator<Item = &'a Entry>,
    head: Head,
) -> Result<u64, ChainFault> {
    let mut walk = ChainWalk::begin(aggregate.clone(), Head::default());
    for entry in entries {
        walk.follow(entry)?;
    }
    walk.end(head)
}
