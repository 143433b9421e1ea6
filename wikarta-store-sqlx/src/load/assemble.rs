//! Rows put together to aggregates, and handed out to the wants that named them.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Display;
use std::str::FromStr;

use serde::de::DeserializeOwned;
use wikarta_core::account::Account;
use wikarta_core::aggregate::{Aggregate, AggregateId};
use wikarta_core::audit::{AccountRow, Head};
use wikarta_core::id::OrderId;
use wikarta_core::ports::{
    EffectState, Fault, Held, InboxKey, InboxState, Key, Loaded, Record, Subject, Want,
};

use crate::fault;

/// Tags of rows that say which account a named thing belongs to.
const LOCATED: &[&str] = &[
    "account",
    "code",
    "subscription",
    "invoice",
    "order",
    "moved",
    "refund",
    "void",
    "posting",
    "credit_note",
    "case",
    "reminder",
    "message",
];

/// One row of the load statement: a tag, what it is, whose it is, and what it holds.
#[derive(sqlx::FromRow)]
pub(super) struct Found {
    tag: String,
    key: String,
    owner: String,
    version: Option<i64>,
    seq: Option<i64>,
    hash: Option<Vec<u8>>,
    body: Option<String>,
}

/// Everything that was found, by name.
#[derive(Default)]
pub(super) struct Shelf {
    held: HashMap<String, Held>,
    /// Which account a named thing belongs to; which user an address belongs to.
    named: HashMap<(&'static str, String), String>,
    commands: HashMap<String, Record>,
    inbox: HashMap<(String, String), InboxState>,
    effects: HashMap<String, EffectState>,
}

impl Shelf {
    pub(super) fn of(rows: Vec<Found>) -> Result<Self, Fault> {
        let mut shelf = Self::default();
        let mut parts = Vec::with_capacity(rows.len());
        for row in rows {
            if row.tag.starts_with("has_") {
                parts.push(row);
            } else {
                shelf.put(row)?;
            }
        }
        parts.into_iter().try_for_each(|part| shelf.hang(&part))?;
        Ok(shelf)
    }

    fn put(&mut self, row: Found) -> Result<(), Fault> {
        if let Some(kind) = LOCATED.iter().find(|kind| **kind == row.tag) {
            self.named.insert((kind, row.key), row.owner);
            return Ok(());
        }
        match row.tag.as_str() {
            "held" => {
                let own: AccountRow = row.read()?;
                let account = Account {
                    credit: own.credit,
                    suspense: own.suspense,
                    ..Account::opened(own.id, own.customer)
                };
                self.hold(&row, Aggregate::Account(Box::new(account)))?;
            }
            "package" => self.hold(&row, Aggregate::Package(row.read()?))?,
            "series" => self.hold(&row, Aggregate::Series(row.read()?))?,
            "suspense" => self.hold(&row, Aggregate::Suspense(row.read()?))?,
            "user" => self.hold(&row, Aggregate::User(row.read()?))?,
            "promo" => self.hold(&row, Aggregate::Promo(row.read()?))?,
            "policy" => self.hold(&row, Aggregate::Policy(row.read()?))?,
            "roster" => self.hold(&row, Aggregate::Roster(row.read()?))?,
            "email" => {
                self.hold(&row, Aggregate::User(row.read()?))?;
                self.named.insert(("email", row.key), row.owner);
            }
            "package_code" => {
                self.hold(&row, Aggregate::Package(row.read()?))?;
                self.named.insert(("package_code", row.key), row.owner);
            }
            "command" => {
                let request = row.hash()?;
                let answer = row.body.unwrap_or_default();
                self.commands.insert(row.key, Record::Command { request, answer });
            }
            "inbox" => {
                let state = row.word()?;
                self.inbox.insert((row.owner, row.key), state);
            }
            "effect" => {
                let state = row.word()?;
                self.effects.insert(row.key, state);
            }
            other => return Err(fault::broken("load", other, &"the tag is not known")),
        }
        Ok(())
    }

    fn hold(&mut self, row: &Found, aggregate: Aggregate) -> Result<(), Fault> {
        let count = |value: Option<i64>| value.and_then(|value| u64::try_from(value).ok());
        let (Some(version), Some(seq)) = (count(row.version), count(row.seq)) else {
            return Err(row.broken(&"it has no version"));
        };
        let head = Head { seq, hash: row.hash()? };
        self.held.insert(aggregate.id().to_string(), Held { aggregate, version, head });
        Ok(())
    }

    /// Hangs a part on its account.
    fn hang(&mut self, row: &Found) -> Result<(), Fault> {
        let name = format!("account:{}", row.owner);
        let Some(Held { aggregate: Aggregate::Account(account), .. }) = self.held.get_mut(&name)
        else {
            return Err(row.broken(&"its account has no row"));
        };
        match row.tag.as_str() {
            "has_subscription" => row.put(&mut account.subscriptions, |part| &part.id),
            "has_invoice" => row.put(&mut account.invoices, |part| &part.id),
            "has_attempt" => row.put(&mut account.attempts, |part| &part.order_id),
            "has_case" => row.put(&mut account.cases, |part| &part.id),
            "has_refund" => row.put(&mut account.refunds, |part| &part.id),
            "has_void" => row.put(&mut account.voids, |part| &part.id),
            "has_posting" => row.put(&mut account.postings, |part| &part.id),
            "has_reminder" => row.put(&mut account.reminders, |part| &part.id),
            "has_credit_note" => row.put(&mut account.credit_notes, |part| &part.id),
            _ => Err(row.broken(&"the tag is not known")),
        }
    }

    /// What a want gets: each aggregate that it names once, and the record under its key.
    pub(super) fn answer(&self, want: &Want) -> Loaded {
        let mut names = BTreeSet::new();
        for subject in &want.subjects {
            self.names_of(subject, &mut names);
        }
        let held = names.iter().filter_map(|name| self.held.get(name)).cloned().collect();
        let record = want.key.as_ref().and_then(|key| self.record(key));
        Loaded { held, record }
    }

    fn names_of(&self, subject: &Subject, names: &mut BTreeSet<String>) {
        let account = |kind: &'static str, key: &str| {
            let owner = self.named.get(&(kind, key.to_owned()))?;
            Some(format!("account:{owner}"))
        };
        let moved = |order: &OrderId| account("moved", order.as_str());
        let found = match subject {
            Subject::Account(id) => account("account", id.as_str()),
            Subject::CustomerCode(code) => account("code", code),
            Subject::Subscription(id, _) => account("subscription", id.as_str()),
            Subject::Invoice(id) => account("invoice", id.as_str()),
            Subject::Order(order) => account("order", order.as_str()).or_else(|| {
                names.extend(moved(order));
                Some(AggregateId::Suspense(order.clone()).to_string())
            }),
            Subject::Package(id) => Some(AggregateId::Package(id.clone()).to_string()),
            Subject::Series(month) => Some(AggregateId::Series(*month).to_string()),
            Subject::User(id) => Some(AggregateId::User(id.clone()).to_string()),
            Subject::PackageCode(code) => self.named.get(&("package_code", code.clone())).cloned(),
            Subject::Email(address) => self.named.get(&("email", address.clone())).cloned(),
            Subject::Refund(id) => account("refund", id.as_str()),
            Subject::Void(id) => account("void", id.as_str()),
            Subject::Posting(id) => account("posting", id.as_str()),
            Subject::CreditNote(id) => account("credit_note", id.as_str()),
            Subject::Case(id) => account("case", id.as_str()),
            Subject::Reminder(id) => account("reminder", id.as_str()),
            Subject::Message(channel, name) => account("message", &format!("{channel}:{name}")),
            Subject::Promo(id) => Some(AggregateId::Promo(id.clone()).to_string()),
            Subject::Roster => Some(AggregateId::Roster.to_string()),
            Subject::Policy => Some(AggregateId::Policy.to_string()),
        };
        names.extend(found);
    }

    fn record(&self, key: &Key) -> Option<Record> {
        match key {
            Key::Command(id) => self.commands.get(id.as_str()).cloned(),
            Key::Inbox(InboxKey { order_id, event_key }) => {
                let key = (order_id.to_string(), event_key.clone());
                self.inbox.get(&key).copied().map(Record::Inbox)
            }
            Key::Effect(id) => self.effects.get(id.as_str()).copied().map(Record::Effect),
        }
    }
}

impl Found {
    fn text(&self) -> &str {
        self.body.as_deref().unwrap_or_default()
    }

    fn read<T: DeserializeOwned>(&self) -> Result<T, Fault> {
        serde_json::from_str(self.text()).map_err(|error| self.broken(&error))
    }

    /// Reads a part of an account and puts it among the others of its kind.
    fn put<K: Ord + Clone, T: DeserializeOwned>(
        &self,
        parts: &mut BTreeMap<K, T>,
        key: impl Fn(&T) -> &K,
    ) -> Result<(), Fault> {
        let part = self.read()?;
        parts.insert(key(&part).clone(), part);
        Ok(())
    }

    fn word<T: FromStr<Err: Display>>(&self) -> Result<T, Fault> {
        self.text().parse().map_err(|error| self.broken(&error))
    }

    fn hash(&self) -> Result<[u8; 32], Fault> {
        let bytes = self.hash.as_deref().unwrap_or_default();
        bytes.try_into().map_err(|_| self.broken(&"its hash does not have 32 bytes"))
    }

    fn broken(&self, error: &impl Display) -> Fault {
        fault::broken(&self.tag, &self.key, error)
    }
}
