//! Rows of versions, chain heads and audit entries.

use std::collections::BTreeSet;

use serde::Serialize;
use wikarta_core::audit::Entry;
use wikarta_core::id::hex;
use wikarta_core::ports::{AggregateChange, EntryRow};

/// `aggregates`. A sequence of 0 leaves the head as it is.
#[derive(Serialize)]
pub(super) struct AggregateColumns {
    id: String,
    version: u64,
    seq: u64,
    hash: String,
}

impl AggregateColumns {
    pub(super) fn of(change: &AggregateChange) -> Self {
        let (seq, hash) = change
            .entries
            .last()
            .map_or((0, [0; 32]), |newest| (newest.entry.seq, newest.entry.hash));
        let version = change.expected.saturating_add(1);
        Self { id: change.id.to_string(), version, seq, hash: hex(&hash) }
    }
}

/// `audit_logs`.
#[derive(Serialize)]
pub(super) struct AuditColumns<'a> {
    aggregate: String,
    seq: u64,
    at: i64,
    actor: &'a str,
    roles: &'a str,
    action: &'a str,
    command: &'a str,
    trace: &'a str,
    hash: String,
    changes: &'a str,
    data: &'a str,
}

impl<'a> AuditColumns<'a> {
    pub(super) fn of(entry: &'a Entry) -> Self {
        Self {
            aggregate: entry.aggregate.to_string(),
            seq: entry.seq,
            at: entry.at.as_micros(),
            actor: &entry.actor,
            roles: &entry.roles,
            action: &entry.action,
            command: entry.command.as_str(),
            trace: entry.trace.as_str(),
            hash: entry.hash_hex(),
            changes: &entry.changes,
            data: &entry.data,
        }
    }
}

/// `audit_entities`: entity, id, and the entry by its place.
pub(super) type EntityColumns<'a> = (&'a str, &'a str, String, u64);

/// The things that an entry changed, each once.
pub(super) fn entities(row: &EntryRow) -> impl Iterator<Item = EntityColumns<'_>> {
    let things: BTreeSet<_> =
        row.changes.iter().map(|change| (change.entity.as_str(), change.id.as_str())).collect();
    things
        .into_iter()
        .map(|(entity, id)| (entity, id, row.entry.aggregate.to_string(), row.entry.seq))
}
