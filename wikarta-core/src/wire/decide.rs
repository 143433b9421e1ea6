//! A decision on books that the caller holds: for a host with tables of its own.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::books;
use super::flaw::{Flaw, WireError};
use super::request::{Door, Request};
use super::tree::{Node, read};
use crate::aggregate::{Aggregate, AggregateId, Books};
use crate::audit::{Entry, Head, entry_of};
use crate::command::Envelope;
use crate::decide::{Decision, decide as decided};
use crate::policy::Policy;
use crate::refusal::Refusal;

/// Why there is nothing to answer with.
#[derive(Debug)]
pub(super) enum Problem {
    Malformed(WireError),
    Refused(Refusal),
}

impl From<WireError> for Problem {
    fn from(error: WireError) -> Self {
        Self::Malformed(error)
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

/// What stands beside the envelope.
const BESIDE: [&str; 3] = ["policy", "books", "heads"];

/// Decides a command on a document and answers what happened, what is to be done, the states that
/// changed and the entries to keep.
pub(super) fn decide(node: &Node) -> Result<Value, Problem> {
    let envelope = Request::from_node(&without(node, &BESIDE), Door::Rules)?;
    let policy = policy(node.get("policy"))?;
    let none = Node::Map(Vec::new());
    let part = |key: &str| node.get(key).unwrap_or(&none);
    let books = books::books(part("books")).map_err(|error| error.below("books"))?;
    let heads = books::heads(part("heads")).map_err(|error| error.below("heads"))?;
    let in_force = books.policy().map_or(&policy, |book| &book.current);
    let decision = decided(&books, &envelope, in_force)?;
    Ok(happened(&decision, &envelope, books, heads))
}

/// An object without some of its keys.
pub(super) fn without(node: &Node, keys: &[&str]) -> Node {
    match node {
        Node::Map(entries) => {
            let other = |(key, _): &&(String, Node)| !keys.contains(&key.as_str());
            Node::Map(entries.iter().filter(other).cloned().collect())
        }
        other => other.clone(),
    }
}

/// The policy that was sent, whole and in order; without one, that of an Indonesian PKP.
pub(super) fn policy(node: Option<&Node>) -> Result<Policy, WireError> {
    let odd = |why: String| WireError::new(Flaw::Value(why));
    let policy = match node {
        None | Some(Node::Null) => Policy::indonesian_pkp().map_err(|error| odd(error.to_string())),
        Some(node) => read::<Policy>(node).and_then(|policy| match policy.check() {
            Ok(()) => Ok(policy),
            Err(flaws) => Err(odd(flaws.to_string())),
        }),
    };
    policy.map_err(|error| error.below("policy"))
}

fn happened(
    decision: &Decision,
    envelope: &Envelope,
    mut books: Books,
    mut heads: BTreeMap<AggregateId, Head>,
) -> Value {
    let mut changed = BTreeSet::new();
    let mut entries = Vec::new();
    for event in &decision.events {
        let id = event.aggregate();
        let older = books.get(&id).cloned();
        let Some(newer) = Aggregate::after(older.clone(), event) else { continue };
        let head = heads.entry(id.clone()).or_default();
        if let Some((entry, _)) = entry_of(event, (older.as_ref(), &newer), envelope, *head) {
            *head = Head { seq: entry.seq, hash: entry.hash };
            entries.push(print_entry(&entry));
            changed.insert(id);
        }
        books.put(newer);
    }
    heads.retain(|id, _| changed.contains(id));
    let events = decision.events.iter().map(|event| {
        let (aggregate, action) = (event.aggregate(), event.action());
        json!({ "aggregate": aggregate, "action": action, "data": text(&event.data()) })
    });
    let effects = decision
        .effects
        .iter()
        .map(|planned| json!({ "id": planned.id, "effect": planned.effect, "due": planned.due }));
    // Whoever sent personal values has them; what is new is whose they are.
    let personal: Vec<_> = decision.personal.iter().map(|record| &record.account).collect();
    json!({
        "answer": decision.answer,
        "events": events.collect::<Vec<_>>(),
        "effects": effects.collect::<Vec<_>>(),
        "books": books::print(changed.iter().filter_map(|id| books.get(id))),
        "entries": entries,
        "heads": books::print_heads(&heads),
        "personal": personal,
        "erased": decision.erased,
    })
}

/// An entry of the trail. `data` and `changes` stay texts: byte for byte what the hash is over.
fn print_entry(entry: &Entry) -> Value {
    json!({
        "aggregate": entry.aggregate,
        "seq": entry.seq,
        "at": entry.at,
        "actor": entry.actor,
        "roles": entry.roles,
        "action": entry.action,
        "command": entry.command,
        "trace": entry.trace,
        "data": entry.data,
        "changes": entry.changes,
        "hash": entry.hash_hex(),
    })
}

fn text(json: &str) -> Value {
    serde_json::from_str(json).unwrap_or_default() // our own
}
