//! The books that a command needs, as one document: the name of each aggregate over its state.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value};

use super::flaw::{Flaw, WireError};
use super::tree::{Node, read};
use crate::account::Account;
use crate::aggregate::{Aggregate, AggregateId, Books};
use crate::audit::Head;
use crate::id::{hex, unhex};

/// Reads `{ "account:cus_…": { … }, "series:2026-11": { … } }`.
pub(super) fn books(node: &Node) -> Result<Books, WireError> {
    let mut books = Books::default();
    for (name, state) in entries(node)? {
        let held = name
            .parse::<AggregateId>()
            .map_err(|error| WireError::new(Flaw::Value(error.to_string())))
            .and_then(|id| aggregate(&id, state))
            .map_err(|error| error.below(name))?;
        books.put(held);
    }
    Ok(books)
}

fn entries(node: &Node) -> Result<&[(String, Node)], WireError> {
    match node {
        Node::Map(entries) => Ok(entries),
        other => {
            let (found, wanted) = (other.kind(), "an object".to_owned());
            Err(WireError::new(Flaw::Kind { found, wanted }))
        }
    }
}

fn aggregate(id: &AggregateId, state: &Node) -> Result<Aggregate, WireError> {
    let held = match id {
        AggregateId::Account(_) => {
            let account: Account = read(state)?;
            consistent(&account)?;
            Aggregate::Account(Box::new(account))
        }
        AggregateId::Package(_) => Aggregate::Package(read(state)?),
        AggregateId::Series(_) => Aggregate::Series(read(state)?),
        AggregateId::User(_) => Aggregate::User(read(state)?),
        AggregateId::Suspense(_) => Aggregate::Suspense(read(state)?),
        AggregateId::Promo(_) => Aggregate::Promo(read(state)?),
        AggregateId::Roster => Aggregate::Roster(read(state)?),
        AggregateId::Policy => Aggregate::Policy(Box::new(read(state)?)),
    };
    if held.id() == *id {
        return Ok(held);
    }
    let why = format!("the state is that of `{}`", held.id());
    Err(WireError::new(Flaw::Value(why)))
}

/// What the rules take for granted: that what is written of a bill or an attempt is what its own facts
/// make of it.
fn consistent(account: &Account) -> Result<(), WireError> {
    let odd = |group: &str, id: &str, field: &str, written: &str, made: &str| {
        let why = format!("`{written}` is not what the facts make of it: `{made}`");
        Err(WireError { path: format!("{group}.{id}.{field}"), flaw: Flaw::Value(why) })
    };
    for (id, attempt) in &account.attempts {
        let (written, made) = (attempt.state, attempt.joined());
        if written != made {
            return odd("attempts", id.as_str(), "state", written.as_str(), made.as_str());
        }
    }
    for (id, invoice) in &account.invoices {
        let (written, made) = (invoice.status, invoice.status_from(account.attempts_of(id)));
        if written != made {
            return odd("invoices", id.as_str(), "status", written.as_str(), made.as_str());
        }
    }
    Ok(())
}

/// Where each chain ends; what is not here begins one.
pub(super) fn heads(node: &Node) -> Result<BTreeMap<AggregateId, Head>, WireError> {
    #[derive(Deserialize)]
    struct End {
        seq: u64,
        hash: String,
    }
    let ends: BTreeMap<AggregateId, End> = read(node)?;
    let head = |(id, end): (AggregateId, End)| match unhex(&end.hash) {
        Some(hash) => Ok((id, Head { seq: end.seq, hash })),
        None => {
            let why = "a hash has 64 lower-case hexadecimal digits".to_owned();
            Err(WireError::new(Flaw::Value(why)).below("hash").below(&id.to_string()))
        }
    };
    ends.into_iter().map(head).collect()
}

/// The same, to be kept and sent along with the next command.
pub(super) fn print_heads(heads: &BTreeMap<AggregateId, Head>) -> Value {
    let head = |(id, head): (&AggregateId, &Head)| {
        let end = serde_json::json!({ "seq": head.seq, "hash": hex(&head.hash) });
        (id.to_string(), end)
    };
    Value::Object(heads.iter().map(head).collect())
}

/// The states of aggregates.
pub(super) fn print<'a>(states: impl IntoIterator<Item = &'a Aggregate>) -> Value {
    let state = |held: &Aggregate| (held.id().to_string(), print_one(held));
    Value::Object(states.into_iter().map(state).collect::<Map<_, _>>())
}

fn print_one(held: &Aggregate) -> Value {
    let value = match held {
        Aggregate::Account(account) => serde_json::to_value(account),
        Aggregate::Package(package) => serde_json::to_value(package),
        Aggregate::Series(series) => serde_json::to_value(series),
        Aggregate::User(user) => serde_json::to_value(user),
        Aggregate::Suspense(item) => serde_json::to_value(item),
        Aggregate::Promo(promo) => serde_json::to_value(promo),
        Aggregate::Roster(roster) => serde_json::to_value(roster),
        Aggregate::Policy(book) => serde_json::to_value(book),
    };
    value.unwrap_or_default() // plain data with text keys always serialises
}
