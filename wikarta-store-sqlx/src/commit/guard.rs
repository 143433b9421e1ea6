//! Who may write: versions and keys, compared before anything is written.

use std::collections::{BTreeSet, HashSet};

use serde::Serialize;
use sqlx::Row as _;
use sqlx::sqlite::SqliteRow;
use wikarta_core::audit::Row;
use wikarta_core::ports::{AggregateChange, Change, Fault, InboxKey};

use crate::dialect::sqlite;
use crate::fault;
use crate::sheet::json;
use crate::writer::Ready;

/// The lists of the guard statement, ready to be sent (twice when a key turns out to be taken).
pub(super) struct Guard {
    parameters: [String; 7],
}

/// Refuses an aggregate that occurs twice in one call: which of the two would win is not said.
pub(super) fn refuse_shared(changes: &[Change]) -> Result<(), Fault> {
    let mut seen = HashSet::new();
    for aggregate in changes.iter().flat_map(|change| &change.aggregates) {
        if !seen.insert(&aggregate.id) {
            return Err(Fault::Permanent(format!(
                "`{}` occurs twice in one commit; merge its changes",
                aggregate.id
            )));
        }
    }
    Ok(())
}

/// The changes that share no key with an earlier one of the same call.
pub(super) fn first_of_each_key(changes: &[Change]) -> Vec<usize> {
    let mut seen = HashSet::new();
    let mut first = Vec::with_capacity(changes.len());
    for (index, change) in changes.iter().enumerate() {
        let keys: HashSet<Named<'_>> = keys(change).collect();
        if keys.is_disjoint(&seen) {
            seen.extend(keys);
            first.push(index);
        }
    }
    first
}

#[derive(PartialEq, Eq, Hash)]
enum Named<'a> {
    Command(&'a str),
    Arrival(&'a InboxKey),
    Settled(&'a InboxKey),
    Done(&'a str),
    Planned(&'a str),
}

fn keys(change: &Change) -> impl Iterator<Item = Named<'_>> {
    let answers = change.answers.iter().map(|answer| Named::Command(answer.id.as_str()));
    let arrivals = change.arrivals.iter().map(|arrival| Named::Arrival(&arrival.key));
    let settled = change.settled.iter().map(|settled| Named::Settled(&settled.key));
    let done = change.done.iter().map(|id| Named::Done(id.as_str()));
    let planned = change.planned.iter().map(|row| Named::Planned(row.planned.id.as_str()));
    answers.chain(arrivals).chain(settled).chain(done).chain(planned)
}

/// The orders that a change writes, each with its account.
fn orders(aggregate: &AggregateChange) -> impl Iterator<Item = (&str, &str)> {
    aggregate.rows.iter().filter_map(|row| match row {
        Row::Attempt { account, row } => Some((row.order_id.as_str(), account.as_str())),
        _ => None, // other rows have ids that no two accounts can make
    })
}

#[derive(Default, Serialize)]
struct Lists<'a> {
    versions: Vec<(usize, String, u64)>,
    commands: Vec<(usize, &'a str)>,
    arrivals: Vec<(usize, &'a str, &'a str)>,
    settled: Vec<(usize, &'a str, &'a str)>,
    done: Vec<(usize, &'a str)>,
    planned: Vec<(usize, &'a str)>,
    orders: Vec<(usize, &'a str, &'a str)>,
}

impl Guard {
    pub(super) fn of(changes: &[Change], candidates: &[usize]) -> Result<Self, Fault> {
        let mut lists = Lists::default();
        for (index, change) in candidates.iter().filter_map(|i| Some((*i, changes.get(*i)?))) {
            for aggregate in &change.aggregates {
                lists.versions.push((index, aggregate.id.to_string(), aggregate.expected));
                lists.orders.extend(orders(aggregate).map(|(order, of)| (index, order, of)));
            }
            for key in keys(change) {
                match key {
                    Named::Command(id) => lists.commands.push((index, id)),
                    Named::Done(id) => lists.done.push((index, id)),
                    Named::Planned(id) => lists.planned.push((index, id)),
                    Named::Arrival(key) => {
                        lists.arrivals.push((index, key.order_id.as_str(), &key.event_key));
                    }
                    Named::Settled(key) => {
                        lists.settled.push((index, key.order_id.as_str(), &key.event_key));
                    }
                }
            }
        }
        lists.versions.sort_by(|one, other| one.1.cmp(&other.1)); // the order in which rows are locked
        let parameters = [
            json(&lists.versions)?,
            json(&lists.commands)?,
            json(&lists.arrivals)?,
            json(&lists.settled)?,
            json(&lists.done)?,
            json(&lists.planned)?,
            json(&lists.orders)?,
        ];
        Ok(Self { parameters })
    }

    pub(super) fn query(&self) -> Ready {
        self.parameters
            .iter()
            .fold(sqlx::query(sqlite::GUARD), |query, list| query.bind(list.clone()))
    }
}

pub(super) fn losers(rows: &[SqliteRow]) -> Result<BTreeSet<usize>, Fault> {
    let index = |row: &SqliteRow| {
        let index: i64 = row.try_get(0).map_err(fault::of)?;
        usize::try_from(index).map_err(|error| fault::unfit("an index", &error))
    };
    rows.iter().map(index).collect()
}
