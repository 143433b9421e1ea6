//! How many notifications a second the store takes in: load (order and inbox key) and commit of a
//! settlement with its audit entry, arrival, command-free outbox row; in batches of 1, 8, 32, 128 or of the sizes given as arguments.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::float_arithmetic,
    clippy::print_stdout,
    reason = "a measurement stops at the first fault and prints figures"
)]

#[path = "../tests/it/world.rs"]
#[allow(dead_code, reason = "shared with the tests, which use more of it")]
mod world;

use std::time::{Duration, Instant};

use wikarta_core::account::Account;
use wikarta_core::aggregate::{Aggregate, AggregateId};
use wikarta_core::event::Effect;
use wikarta_core::id::OrderId;
use wikarta_core::ports::{
    Change, InboxState, Key, Loaded, Message, MessageKind, Outcome, Store, Subject,
};
use wikarta_store_sqlx::SqlxStore;
use world::*;

fn main() {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let asked: Vec<u32> = std::env::args().filter_map(|word| word.parse().ok()).collect();
        let batches = if asked.is_empty() { vec![1, 8, 32, 128] } else { asked };
        for batch in batches {
            measure(batch).await;
        }
    });
}

async fn measure(batch: u32) {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}?mode=rwc", folder.path().join("books.db").display());
    let store = SqlxStore::open(&url).await.unwrap();
    store.migrate_up().await.unwrap();
    stock(&store).await;
    let orders = 6_000_u32;
    for first in (0..orders).step_by(500) {
        let changes: Vec<Change> = (first..first + 500).map(pending).collect();
        write(&store, &changes).await;
    }
    let (mut spent_loading, mut spent_committing) = (Duration::ZERO, Duration::ZERO);
    let mut done = 0_u32;
    let all = Instant::now();
    let processor = processor_seconds();
    let mut lone = Vec::new();
    while done + batch <= orders && all.elapsed() < Duration::from_secs(6) {
        let one = Instant::now();
        let names: Vec<OrderId> = (done..done + batch).map(order_of).collect();
        let wants: Vec<_> = names
            .iter()
            .map(|order| {
                let key = Key::Inbox(inbox_key(order, "settled"));
                want(&[Subject::Order(order.clone())], Some(key))
            })
            .collect();
        let start = Instant::now();
        let loaded = store.load(&wants).await.unwrap();
        spent_loading += start.elapsed();
        let changes: Vec<Change> = loaded
            .iter()
            .zip(&names)
            .map(|(loaded, order)| settlement(account_in(loaded).clone(), loaded, order))
            .collect();
        let start = Instant::now();
        let outcomes = store.commit(&changes).await.unwrap();
        spent_committing += start.elapsed();
        assert!(outcomes.iter().all(|outcome| *outcome == Outcome::Done));
        done += batch;
        lone.push(one.elapsed());
    }
    lone.sort();
    let seconds = all.elapsed().as_secs_f64();
    let processor = processor_seconds() - processor;
    println!(
        "batch {batch:>3}: {:>6.0}/s, load {:>5.1} us, commit {:>6.1} us, cpu {:>5.1} us each, \
         p50 of a batch {:?}",
        f64::from(done) / seconds,
        spent_loading.as_secs_f64() * 1e6 / f64::from(done),
        spent_committing.as_secs_f64() * 1e6 / f64::from(done),
        processor * 1e6 / f64::from(done),
        lone[lone.len() / 2],
    );
}

/// Processor time of this process so far; 0 where the system does not tell.
fn processor_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after = stat.rsplit(')').next().unwrap_or_default();
    let ticks = after.split_whitespace().skip(11).take(2).filter_map(|n| n.parse::<f64>().ok());
    ticks.sum::<f64>() / 100.0
}

fn order_of(n: u32) -> OrderId {
    order(&format!("INV-2026-11-{n:06}-01-abcde"))
}

fn pending(n: u32) -> Change {
    let mut invoice = issued(n, &format!("{n:06}"), november(), n + 1);
    let attempt = attempt(order_of(n).as_str(), &mut [&mut invoice]);
    let mut account = account(n);
    account.invoices.insert(invoice.id.clone(), invoice);
    account.attempts.insert(attempt.order_id.clone(), attempt);
    Change { personal: vec![personal(n)], ..change(None, &holding(account)) }
}

fn settlement(
    mut account: wikarta_core::account::Account,
    loaded: &wikarta_core::ports::Loaded,
    order: &OrderId,
) -> Change {
    let id = AggregateId::Account(account.id.clone());
    settle(&mut account, order);
    let invoice = account.invoices.keys().next().unwrap().clone();
    let message = Message {
        key: format!("receipt:{order}"),
        account: account.id.clone(),
        invoice,
        others: Vec::new(),
        kind: MessageKind::Receipt,
        stage: None,
        amount: rupiah(277_500),
        at: at(60),
        channel: None,
    };
    let mut receipt = planned(order.as_str(), Effect::Send(message), at(60));
    receipt.inbox = Some(inbox_key(order, "settled"));
    let mut arrival = arrival(order, "settled", InboxState::Applied);
    arrival.account = Some(account.id.clone());
    arrival.payload = vec![b' '; 700];
    let after: Aggregate = holding(account);
    Change {
        arrivals: vec![arrival],
        planned: vec![receipt],
        ..change(Some(held(loaded, &id)), &after)
    }
}

fn account_in(loaded: &Loaded) -> &Account {
    let account = loaded.held.iter().find_map(|held| match &held.aggregate {
        Aggregate::Account(account) => Some(&**account),
        _ => None,
    });
    account.unwrap()
}
