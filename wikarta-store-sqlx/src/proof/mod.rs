//! The proof that the audit trail is whole: every chain, every head, every index entry.

use futures_util::TryStreamExt;
use sqlx::FromRow;
use wikarta_core::aggregate::AggregateId;
use wikarta_core::audit::{ChainFault, Entry, FieldChange, Head};
use wikarta_core::id::{CommandId, TraceId};
use wikarta_core::ports::Fault;

use crate::{SqlxStore, fault};

/// What was proved.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AuditProof {
    /// Chains looked at.
    pub chains: u64,
    /// Entries looked at.
    pub entries: u64,
    /// What does not fit; empty when everything does. At most one finding a chain.
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
        why: String,
    },
    /// An entry is not listed under exactly the things that it changed.
    #[error("`{aggregate}`: entry {seq} is not listed under what it changed")]
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

const ENTRIES: &str = "
    SELECT l.aggregate, l.seq, l.at, l.actor, l.roles, l.action, l.command, l.trace, l.data,
           l.changes, l.hash, g.seq AS head_seq, g.hash AS head_hash,
           (SELECT group_concat(e.entity || ' ' || e.entity_id, char(10))
            FROM audit_entities e WHERE e.audit_id = l.id) AS listed
    FROM audit_logs l LEFT JOIN aggregates g ON g.id = l.aggregate
    ORDER BY l.aggregate, l.seq";

const EMPTY: &str = "
    SELECT g.id, g.seq FROM aggregates g
    WHERE g.seq > 0 AND NOT EXISTS (SELECT 1 FROM audit_logs l WHERE l.aggregate = g.id)
    ORDER BY g.id";

#[derive(FromRow)]
struct Kept {
    aggregate: String,
    seq: i64,
    at: i64,
    actor: String,
    roles: String,
    action: String,
    command: String,
    trace: String,
    data: String,
    changes: String,
    hash: Vec<u8>,
    head_seq: Option<i64>,
    head_hash: Option<Vec<u8>>,
    listed: Option<String>,
}

/// The chain that is being walked.
struct Walk {
    aggregate: String,
    last: Head,
    head: Head,
    broken: bool,
}

impl SqlxStore {
    /// Walks every chain, oldest entry first, in bounded memory.
    ///
    /// # Errors
    /// A [`Fault`] of the database; what does not fit is no error but a finding.
    pub async fn prove_audit(&self) -> Result<AuditProof, Fault> {
        let mut snapshot = self.readers.begin().await.map_err(fault::of)?;
        let mut proof = AuditProof::default();
        let mut walk: Option<Walk> = None;
        {
            let mut entries = sqlx::query_as::<_, Kept>(ENTRIES).fetch(&mut *snapshot);
            while let Some(kept) = entries.try_next().await.map_err(fault::of)? {
                if walk.as_ref().is_none_or(|walk| walk.aggregate != kept.aggregate) {
                    proof.finish(walk.take());
                    walk = Some(Walk::begin(&kept));
                    proof.chains += 1;
                }
                proof.entries += 1;
                if let Some(walk) = &mut walk {
                    walk.step(kept, &mut proof.faults);
                }
            }
        }
        proof.finish(walk);
        let gone: Vec<(String, i64)> =
            sqlx::query_as(EMPTY).fetch_all(&mut *snapshot).await.map_err(fault::of)?;
        proof.faults.extend(
            gone.into_iter().map(|(aggregate, expected)| AuditFault::Gone { aggregate, expected }),
        );
        Ok(proof)
    }
}

impl AuditProof {
    /// Compares where a chain ends with what its aggregate remembers.
    fn finish(&mut self, walk: Option<Walk>) {
        let Some(walk) = walk else { return };
        if walk.broken || walk.last == walk.head {
            return;
        }
        let (expected, found) = (walk.head.seq, walk.last.seq);
        self.faults.push(match walk.aggregate.parse() {
            Ok(aggregate) => ChainFault::Head { aggregate, expected, found }.into(),
            Err(_) => AuditFault::Unreadable {
                aggregate: walk.aggregate,
                seq: i64::try_from(found).unwrap_or(i64::MAX),
                why: "its chain has no name".to_owned(),
            },
        });
    }
}

impl Walk {
    fn begin(kept: &Kept) -> Self {
        let head = Head {
            seq: u64::try_from(kept.head_seq.unwrap_or_default()).unwrap_or_default(),
            hash: hash(kept.head_hash.as_deref().unwrap_or_default()).unwrap_or_default(),
        };
        let aggregate = kept.aggregate.clone();
        Self { aggregate, last: Head::default(), head, broken: false }
    }

    /// Looks at one entry; after the first finding the rest of the chain says nothing more.
    fn step(&mut self, kept: Kept, faults: &mut Vec<AuditFault>) {
        if self.broken {
            return;
        }
        let (aggregate, seq) = (kept.aggregate.clone(), kept.seq);
        let listed = kept.listed.clone().unwrap_or_default();
        let found = match kept.entry() {
            Ok(entry) => self.follow(&entry, &listed),
            Err(why) => Err(AuditFault::Unreadable { aggregate, seq, why }),
        };
        if let Err(fault) = found {
            self.broken = true;
            faults.push(fault);
        }
    }

    fn follow(&mut self, entry: &Entry, listed: &str) -> Result<(), AuditFault> {
        let (aggregate, expected) = (entry.aggregate.clone(), self.last.seq + 1);
        if entry.seq != expected {
            return Err(ChainFault::Gap { aggregate, expected, found: entry.seq }.into());
        }
        if entry.hash_after(&self.last.hash) != entry.hash {
            return Err(ChainFault::Altered { aggregate, seq: entry.seq }.into());
        }
        self.last = Head { seq: entry.seq, hash: entry.hash };
        let changes: Vec<FieldChange> = serde_json::from_str(&entry.changes).unwrap_or_default();
        let mut wanted: Vec<String> =
            changes.iter().map(|change| format!("{} {}", change.entity, change.id)).collect();
        let mut there: Vec<&str> = listed.lines().collect();
        wanted.sort();
        wanted.dedup();
        there.sort_unstable();
        if wanted != there {
            let seq = i64::try_from(entry.seq).unwrap_or(i64::MAX);
            return Err(AuditFault::Listing { aggregate: entry.aggregate.to_string(), seq });
        }
        Ok(())
    }
}

impl Kept {
    fn entry(self) -> Result<Entry, String> {
        let aggregate: AggregateId =
            self.aggregate.parse().map_err(|_| "its chain has no name".to_owned())?;
        Ok(Entry {
            aggregate,
            seq: u64::try_from(self.seq).map_err(|_| "its number is negative".to_owned())?,
            at: crate::micros(self.at).map_err(|_| "its time is none".to_owned())?,
            actor: self.actor,
            roles: self.roles,
            action: self.action,
            command: CommandId::new(self.command),
            trace: TraceId::new(&self.trace),
            data: self.data,
            changes: self.changes,
            hash: hash(&self.hash).ok_or_else(|| "its hash has another length".to_owned())?,
        })
    }
}

fn hash(bytes: &[u8]) -> Option<[u8; 32]> {
    bytes.try_into().ok()
}
