//! The entry that an event leaves in the chain of its aggregate.

use super::chain::{Entry, Head};
use super::diff::{FieldChange, changes};
use super::row::rows_changed;
use crate::aggregate::Aggregate;
use crate::command::Envelope;
use crate::event::Event;

/// The entry of an event that made one state of its aggregate out of another, behind the end of the
/// chain, with the fields that it changed; nothing for an event that changed none.
#[must_use]
pub fn entry_of(
    event: &Event,
    (older, newer): (Option<&Aggregate>, &Aggregate),
    envelope: &Envelope,
    head: Head,
) -> Option<(Entry, Vec<FieldChange>)> {
    let fields = changes(&rows_changed(older, newer));
    if fields.is_empty() {
        return None; // two people wrote the same at the same instant
    }
    let mut entry = Entry {
        aggregate: event.aggregate(),
        seq: head.seq + 1,
        at: envelope.at,
        actor: envelope.actor.label(),
        roles: envelope.actor.role_label(),
        action: event.action().to_owned(),
        command: envelope.id.clone(),
        trace: envelope.trace.clone(),
        data: event.data(),
        changes: serde_json::to_string(&fields).unwrap_or_default(),
        hash: [0; 32],
    };
    entry.hash = entry.hash_after(&head.hash);
    Some((entry, fields))
}
