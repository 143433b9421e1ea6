//! What happened to an invoice: entries of the audit chain, with the notifications that caused
//! them, and notifications that left no entry as entries of their own.
//!
//! The audit log belongs to supervisors and superusers; Keuangan may ask it for their own acts
//! only. On the page of an invoice Keuangan sees every event, because without them a bill cannot be
//! explained to its payer, but of colleagues only the role, never the name.

use wikarta_core::access::{Permission, Scope};
use wikarta_core::audit::FieldChange;
use wikarta_core::ports::InboxState;
use wikarta_core::time::Timestamp;
use wikarta_store_sqlx::proof::ChainProof;
use wikarta_store_sqlx::views::{History, HistoryRow, WebhookRow};

use super::page::Read;
use super::{money, stages};
use crate::pages::{ChainMark, Change, Entry, Hand, Link, Marker, Proof, Timeline, When};
use crate::panel::viewer::Viewer;
use crate::text::status::{self, Of};
use crate::text::{audit, channel, format, say};

/// What was read of the history.
#[derive(Debug)]
pub struct Told {
    /// Entries of the audit chain, newest first.
    pub events: History,
    /// The invoice's notifications, newest first.
    pub webhooks: Vec<WebhookRow>,
    /// Whether the chain holds.
    pub chain: ChainProof,
}

/// Fills the timeline.
#[must_use]
pub fn timeline(viewer: &Viewer, read: &Read, told: &Told) -> Timeline {
    let rows = &told.events.rows;
    let oldest = rows.last().filter(|_| told.events.older > 0).map(|row| row.at);
    let alone = told
        .webhooks
        .iter()
        .filter(|one| !rows.iter().any(|row| row.trace == one.trace))
        .filter(|one| oldest.is_none_or(|oldest| one.received_at >= oldest));
    let mut dated: Vec<(Timestamp, Entry)> =
        alone.map(|one| (one.received_at, notification(viewer, read, one))).collect();
    for row in rows {
        let cause = told.webhooks.iter().find(|one| is_cause(one, row, rows));
        dated.push((row.at, entry(viewer, read, (row, cause))));
    }
    // Stable: within one instant the chain keeps its order, and what it made known comes after it.
    dated.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
    Timeline {
        entries: dated.into_iter().map(|(_, entry)| entry).collect(),
        chain: mark(viewer, &told.chain),
        older: older(viewer, read, &told.events),
    }
}

/// The stages stand at one entry: the oldest payment event, else the oldest, of the same request.
fn is_cause(webhook: &WebhookRow, row: &HistoryRow, rows: &[HistoryRow]) -> bool {
    if webhook.trace != row.trace {
        return false;
    }
    let of_request = || rows.iter().filter(|other| other.trace == row.trace);
    let payment = of_request().rfind(|other| other.action.starts_with("payment."));
    payment.or_else(|| of_request().next_back()).is_some_and(|first| first.seq == row.seq)
}

fn entry(viewer: &Viewer, read: &Read, (row, cause): (&HistoryRow, Option<&WebhookRow>)) -> Entry {
    let hand = if row.actor.starts_with("staff:") || row.actor == "payer" {
        Hand::Person
    } else {
        Hand::System
    };
    let of_others =
        |entity: &str, id: &str| entity == "invoice" && id != read.detail.row.invoice.id.as_str();
    // A look that found what was known is no second payment.
    let action = if only_looked(row) { "payment.checked" } else { row.action.as_str() };
    // A sum that begins at nothing says nothing.
    let begins_empty = |change: &FieldChange| change.before.is_null() && change.after == 0;
    let mut changes: Vec<&FieldChange> = row
        .changes
        .iter()
        .filter(|change| !of_others(&change.entity, &change.id) && !begins_empty(change))
        .collect();
    changes.sort_by_key(|change| audit::field_place(&change.entity, &change.field));
    Entry {
        marker: Marker::of(action, hand),
        actor: actor(viewer, row),
        at: When::short(row.at, viewer.zone, viewer.today(), viewer.lang),
        sentence: audit::sentence(action, viewer.lang).to_owned(),
        detail: about(viewer, read, (row, cause)),
        changes: changes
            .into_iter()
            .filter_map(|change| Change::of(change, viewer.zone, viewer.lang))
            // A moment that moved within its minute reads the same.
            .filter(|change| change.before != change.after)
            .collect(),
        stages: cause.map(|webhook| stages::stages(viewer, webhook)).unwrap_or_default(),
        folded: false,
        trace: row.trace.clone(),
        proof: Some(Proof {
            seq: row.seq,
            hash: format::short_hash(&row.hash),
            previous_hash: format::short_hash(&row.previous_hash),
        }),
    }
}

/// Name and role; of colleagues the role alone for readers with a limited view of the trail.
fn actor(viewer: &Viewer, row: &HistoryRow) -> String {
    if let Some(words) = audit::actor(&row.actor, viewer.lang) {
        return words.to_owned();
    }
    let roles = row.roles.replace(',', ", ");
    let own = row.actor == viewer.actor.label();
    let named = own || viewer.scope(Permission::AuditView) == Some(Scope::All);
    match &row.actor_name {
        Some(name) if named => format!("{name} · {roles}"),
        _ if roles.is_empty() => viewer.lang.texts().invoice.colleague.to_owned(),
        _ => roles,
    }
}

/// Whether an entry keeps nothing but that the gateway was asked.
fn only_looked(row: &HistoryRow) -> bool {
    const LOOKS: [&str; 3] = ["read", "reads", "facts"];
    let look =
        |change: &FieldChange| change.entity == "payment" && LOOKS.contains(&change.field.as_str());
    !row.changes.is_empty() && row.changes.iter().all(look)
}

/// What an entry is about, and what became of the notification that caused it if that is not what
/// it said.
fn about(
    viewer: &Viewer,
    read: &Read,
    (row, cause): (&HistoryRow, Option<&WebhookRow>),
) -> Option<String> {
    let subject = detail(viewer, read, row);
    let odd = cause.filter(|webhook| webhook.state != InboxState::Applied);
    let odd = odd.map(|webhook| told(viewer, webhook));
    let parts: Vec<String> = subject.into_iter().chain(odd).collect();
    (!parts.is_empty()).then(|| parts.join(" · "))
}

/// Which attempt or case an entry is about.
fn detail(viewer: &Viewer, read: &Read, row: &HistoryRow) -> Option<String> {
    let changed = |entity: &str| row.changes.iter().find(|change| change.entity == entity);
    if let Some(case) = changed("case") {
        let kind = row.changes.iter().find(|one| one.entity == "case" && one.field == "kind");
        let kind = kind.and_then(|one| one.after.as_str()).unwrap_or_default();
        let words = audit::case(kind, viewer.lang);
        return Some(if words.is_empty() { case.id.clone() } else { words.to_owned() });
    }
    // An event that ends the others' standing, too, is about the one whose state it changes.
    let moved = row.changes.iter().find(|one| one.entity == "payment" && one.field == "state");
    let order = &moved.or_else(|| changed("payment"))?.id;
    let attempt = read.detail.attempts.iter().find(|one| one.order_id.as_str() == *order);
    let Some(attempt) = attempt else { return Some(order.clone()) };
    let name = channel::name(attempt.channel, viewer.lang);
    let code = money::code(attempt, viewer.lang);
    Some(format!("{name} · {code} · {order}"))
}

/// A notification that left no entry in the chain.
fn notification(viewer: &Viewer, read: &Read, row: &WebhookRow) -> Entry {
    let lang = viewer.lang;
    let attempt = read.detail.attempts.iter().find(|one| one.order_id == row.order_id);
    let name = attempt.map_or("", |one| channel::name(one.channel, lang));
    let why = match row.state {
        InboxState::Stale => "", // the sentence says it
        _ => audit::doubt(&row.reason, lang),
    };
    let parts = [name, row.order_id.as_str(), why];
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    Entry {
        marker: match row.state {
            InboxState::Dead | InboxState::Refuted => Marker::Lapsed,
            InboxState::Applied | InboxState::Stale | InboxState::Parked | InboxState::Probe => {
                Marker::System
            }
        },
        actor: audit::actor("gateway", lang).unwrap_or_default().to_owned(),
        at: When::short(row.received_at, viewer.zone, viewer.today(), lang),
        sentence: told(viewer, row),
        detail: Some(parts.join(" · ")),
        changes: Vec::new(),
        stages: stages::stages(viewer, row),
        folded: matches!(row.state, InboxState::Stale | InboxState::Probe),
        trace: row.trace.clone(),
        proof: None,
    }
}

/// What became of a notification, in a sentence.
fn told(viewer: &Viewer, row: &WebhookRow) -> String {
    let (lang, says) = (viewer.lang, audit::claimed(row.claimed));
    match row.state {
        InboxState::Stale => say::notification_stale(lang, says),
        state => {
            let known = status::word(Of::Webhook, state.as_str(), lang);
            say::notification_is(lang, says, known.map_or(state.as_str(), |(word, _)| word))
        }
    }
}

/// The mark of a proof that was just made, over the whole chain of the account.
fn mark(viewer: &Viewer, proof: &ChainProof) -> ChainMark {
    match &proof.fault {
        None => ChainMark::Intact(say::chain_span(viewer.lang, 1, proof.entries)),
        Some(fault) => {
            tracing::error!(%fault, "an audit chain does not fit");
            ChainMark::Broken(say::chain_place(viewer.lang, proof.entries + 1))
        }
    }
}

fn older(viewer: &Viewer, read: &Read, events: &History) -> Option<Link> {
    let last = events.rows.last().filter(|_| events.older > 0)?;
    let words = say::older_events(viewer.lang, events.older);
    Some(Link::new(words, format!("/tagihan/{}?sebelum={}", read.detail.row.invoice.id, last.seq)))
}
