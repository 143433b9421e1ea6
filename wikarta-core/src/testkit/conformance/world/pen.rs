//! The pen: changes, entries, arrivals, effects.

use super::{at, command, order, rupiah, trace};
use crate::account::Account;
use crate::aggregate::{Aggregate, AggregateId};
use crate::audit::{Entry, FieldChange, Head, changes, rows_changed};
use crate::event::{Effect, Planned};
use crate::id::{EffectId, OrderId};
use crate::money::Rupiah;
use crate::ports::{
    AggregateChange, Arrival, Change, CommandAnswer, EntryRow, Held, InboxKey, InboxState, Key,
    PlannedFor, Settled, Subject, Want,
};
use crate::provider::{Hint, ProviderStatus, Reading};
use crate::time::Timestamp;

/// The entry that follows a head, saying what was done and what it changed.
#[must_use]
pub fn entry(id: &AggregateId, head: Head, action: &str, changes: Vec<FieldChange>) -> EntryRow {
    let mut entry = Entry {
        aggregate: id.clone(),
        seq: head.seq + 1,
        at: at(60),
        actor: "system".to_owned(),
        roles: String::new(),
        action: action.to_owned(),
        command: command(&format!("{action}-{id}-{}", head.seq)),
        trace: trace(),
        data: "{\"event\":\"test\"}".to_owned(),
        changes: serde_json::to_string(&changes).unwrap_or_default(),
        hash: [0; 32],
    };
    entry.hash = entry.hash_after(&head.hash);
    EntryRow { entry, changes }
}

/// A change of one aggregate with one entry, decided on what `held` was.
#[must_use]
pub fn aggregate_change(held: Option<&Held>, after: &Aggregate, action: &str) -> AggregateChange {
    let before = held.map(|held| &held.aggregate);
    let (expected, head) = held.map_or((0, Head::default()), |held| (held.version, held.head));
    let rows = rows_changed(before, after);
    let entries = vec![entry(&after.id(), head, action, changes(&rows))];
    let rows = rows.into_iter().map(|(_, row)| row).collect();
    AggregateChange { id: after.id(), expected, rows, entries }
}

/// A change that creates or replaces one aggregate.
#[must_use]
pub fn change(held: Option<&Held>, after: &Aggregate) -> Change {
    let aggregates = vec![aggregate_change(held, after, "test.changed")];
    Change { aggregates, ..Change::default() }
}

/// An account as an aggregate.
#[must_use]
pub fn holding(account: Account) -> Aggregate {
    Aggregate::Account(Box::new(account))
}

/// A want.
#[must_use]
pub fn want(subjects: &[Subject], key: Option<Key>) -> Want {
    Want { subjects: subjects.to_vec(), key }
}

/// The answer to a command.
#[must_use]
pub fn answer(id: &str) -> CommandAnswer {
    CommandAnswer {
        id: command(id),
        request: [7; 32],
        answer: "{\"said\":\"yes\"}".to_owned(),
        at: at(60),
    }
}

/// What a notification claims.
#[must_use]
pub fn hint(order_id: &OrderId, event_key: &str) -> Hint {
    Hint {
        order_id: order_id.clone(),
        event_key: event_key.to_owned(),
        reading: Reading {
            status: ProviderStatus::Settled,
            transaction_id: Some("tx".to_owned()),
            amount: rupiah(277_500),
            payer_fee: Rupiah::ZERO,
            currency: None,
            channel: None,
            instructions: None,
            expires_at: None,
            settled_at: Some(at(40)),
            refunds: Vec::new(),
            refunded_total: None,
        },
        probe: false,
    }
}

/// The key of a notification.
#[must_use]
pub fn inbox_key(order_id: &OrderId, event_key: &str) -> InboxKey {
    InboxKey { order_id: order_id.clone(), event_key: event_key.to_owned() }
}

/// A notification that arrived at second 55, to be taken up from second 57 on.
#[must_use]
pub fn arrival(order_id: &OrderId, event_key: &str, state: InboxState) -> Arrival {
    Arrival {
        key: inbox_key(order_id, event_key),
        hint: hint(order_id, event_key),
        payload: b"{\"gross_amount\":\"277500.00\"}".to_vec(),
        state,
        reason: String::new(),
        account: None,
        received_at: at(55),
        verified_at: at(56),
        signed_by: 1,
        updated_at: (state != InboxState::Parked).then(|| at(57)),
        due: at(57),
        trace: trace(),
    }
}

/// How a parked notification ended.
#[must_use]
pub fn settled(order_id: &str, event_key: &str, state: InboxState) -> Settled {
    Settled {
        key: inbox_key(&order(order_id), event_key),
        state,
        reason: "as the gateway says".to_owned(),
        read: Some(ProviderStatus::Pending),
        account: None,
        at: at(70),
    }
}

/// The name of an effect.
#[must_use]
pub fn effect_id(text: &str) -> EffectId {
    EffectId::derived(&command(text), 0)
}

/// An effect that was put there at second 60.
#[must_use]
pub fn planned(text: &str, effect: Effect, due: Timestamp) -> PlannedFor {
    PlannedFor {
        planned: Planned { id: effect_id(text), effect, due },
        account: None,
        inbox: None,
        trace: trace(),
        at: at(60),
    }
}
