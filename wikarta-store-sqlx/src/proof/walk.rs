//! One chain, entry by entry.

use sqlx::FromRow;
use wikarta_core::aggregate::AggregateId;
use wikarta_core::audit::{ChainWalk, Entry, Head};
use wikarta_core::id::{CommandId, TraceId};
use wikarta_core::time::Timestamp;

use super::AuditFault;

/// A row as it lies in the table; it need not be an entry any more.
#[derive(FromRow)]
pub(super) struct Kept {
    aggregate: Vec<u8>,
    seq: i64,
    at: i64,
    actor: Vec<u8>,
    roles: Vec<u8>,
    action: Vec<u8>,
    command: Vec<u8>,
    trace: Vec<u8>,
    data: Vec<u8>,
    changes: Vec<u8>,
    hash: Vec<u8>,
    head_seq: Option<i64>,
    head_hash: Option<Vec<u8>>,
}

/// How far a chain was proved. After its first finding the rest says nothing more.
pub(super) struct Walk {
    aggregate: Vec<u8>,
    chain: Option<ChainWalk>,
    head: Head,
    broken: bool,
}

impl Walk {
    pub(super) fn begin(first: &Kept) -> Self {
        let head = Head {
            seq: u64::try_from(first.head_seq.unwrap_or_default()).unwrap_or_default(),
            hash: hash(first.head_hash.as_deref().unwrap_or_default()).unwrap_or_default(),
        };
        Self { aggregate: first.aggregate.clone(), chain: None, head, broken: false }
    }

    pub(super) fn is_of(&self, kept: &Kept) -> bool {
        self.aggregate == kept.aggregate
    }

    /// Proves the next entry; answers it when it follows.
    pub(super) fn step(&mut self, kept: Kept) -> Result<Option<Entry>, AuditFault> {
        if self.broken {
            return Ok(None);
        }
        let followed = kept.entry().and_then(|entry| {
            let begin = || ChainWalk::begin(entry.aggregate.clone(), Head::default());
            self.chain.get_or_insert_with(begin).follow(&entry)?;
            Ok(Some(entry))
        });
        self.broken = followed.is_err();
        followed
    }

    /// The rest says nothing more.
    pub(super) fn give_up(&mut self) {
        self.broken = true;
    }

    /// Compares where the chain ended with what its aggregate remembers.
    pub(super) fn end(self) -> Option<AuditFault> {
        if self.broken {
            return None;
        }
        self.chain?.end(self.head).err().map(AuditFault::Chain)
    }
}

impl Kept {
    /// The entry, when every column is exactly what an entry can hold: a value that would read as
    /// another one is a finding, too.
    pub(super) fn entry(self) -> Result<Entry, AuditFault> {
        let name = String::from_utf8_lossy(&self.aggregate).into_owned();
        let seq = self.seq;
        self.read().map_err(|why| AuditFault::Unreadable { aggregate: name, seq, why })
    }

    fn read(self) -> Result<Entry, &'static str> {
        let name = text(self.aggregate)?;
        let aggregate: AggregateId = name.parse().map_err(|_| "its chain has no name")?;
        let (command, trace) = (text(self.command)?, text(self.trace)?);
        let (data, changes) = (text(self.data)?, text(self.changes)?);
        let entry = Entry {
            aggregate,
            seq: u64::try_from(self.seq).map_err(|_| "its number is negative")?,
            at: Timestamp::from_micros(self.at).map_err(|_| "its time is none")?,
            actor: text(self.actor)?,
            roles: text(self.roles)?,
            action: text(self.action)?,
            command: CommandId::new(command.as_str()),
            trace: TraceId::new(&trace),
            data,
            changes,
            hash: hash(&self.hash).ok_or("its hash has another length")?,
        };
        if entry.aggregate.to_string() != name {
            return Err("its chain has no name");
        }
        if entry.command.as_str() != command || entry.trace.as_str() != trace {
            return Err("its command or trace is none");
        }
        Ok(entry)
    }
}

fn text(bytes: Vec<u8>) -> Result<String, &'static str> {
    String::from_utf8(bytes).map_err(|_| "a text is not UTF-8")
}

pub(super) fn hash(bytes: &[u8]) -> Option<[u8; 32]> {
    bytes.try_into().ok()
}
