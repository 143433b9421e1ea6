//! A commit that is given up half way leaves nothing, and hinders nobody.

use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;

use wikarta_core::ports::{
    Change, Key, Message, MessageChannel, MessageKind, Record, Repeat, Return, Store,
};
use wikarta_store_sqlx::Claim;

use crate::in_file;
use crate::world::*;

/// Polls a future so many times and then drops it.
async fn polled<F: Future>(future: F, mut times: u32) -> Option<F::Output> {
    let mut future = pin!(future);
    poll_fn(|context| {
        if times == 0 {
            return Poll::Ready(None);
        }
        times -= 1;
        future.as_mut().poll(context).map(Some)
    })
    .await
}

#[tokio::test]
async fn a_dropped_commit_is_all_or_nothing() {
    let (store, _folder) = in_file().await;
    stock(&store).await;
    let mut finished = 0;
    for n in 1..40 {
        let key = format!("answer-{n}");
        let change = Change { answers: vec![answer(&key)], ..change(None, &holding(account(n))) };
        finished += u32::from(polled(store.commit(&[change]), n).await.is_some());
        // The next writer is not hindered, and what is read is whole.
        let after = Change { answers: vec![answer(&format!("after-{n}"))], ..Change::default() };
        write(&store, &[after]).await;
        let subject = wikarta_core::ports::Subject::Account(account_id(n));
        let wants = [want(&[subject], Some(Key::Command(command(&key))))];
        let loaded = store.load(&wants).await.unwrap().remove(0);
        assert_eq!(loaded.held.len(), usize::from(loaded.record.is_some()), "after {n} polls");
    }
    assert!(finished > 0, "with enough polls a commit ends");
    assert!(store.prove_audit().await.unwrap().faults.is_empty());
}

#[tokio::test]
async fn a_small_write_is_done_though_its_caller_left() {
    let (store, _folder) = in_file().await;
    let message = Message {
        key: "receipt:1".to_owned(),
        account: account_id(1),
        invoice: invoice_id("a"),
        others: Vec::new(),
        kind: MessageKind::Receipt,
        stage: None,
        amount: rupiah(1),
        at: at(60),
        channel: None,
    };
    let (email, safe) = (MessageChannel::Email, Repeat::Safe);
    let claim = || store.claim_message(&message, email, safe, at(60));
    assert!(polled(claim(), 1).await.is_none(), "it cannot be done at once");
    let unsafe_again = store.claim_message(&message, email, Repeat::Unsafe, at(61));
    assert_eq!(unsafe_again.await.unwrap(), Claim::Open, "it was claimed");
    assert_eq!(store.messages_about(&invoice_id("a")).await.unwrap(), 0);
}

#[tokio::test]
async fn books_reopened_are_the_books_that_were_left() {
    let (store, folder) = in_file().await;
    stock(&store).await;
    write(&store, &[change(None, &holding(account(1)))]).await;
    let before = load_account(&store, 1).await;
    store.close().await;
    drop(store);
    let store = wikarta_store_sqlx::SqlxStore::open(&crate::url(&folder)).await.unwrap();
    assert!(store.is_migrated().await.unwrap());
    assert_eq!(load_account(&store, 1).await, before);
}

#[tokio::test]
async fn what_a_receipt_was_for_is_notified_when_it_is_sent() {
    let (store, folder) = in_file().await;
    let stamps = "SELECT event_key || ' ' || coalesce(notified_at, '-') FROM webhook_events
                  ORDER BY id";
    let mut changes = Vec::new();
    for key in ["returned", "committed", "read"] {
        let message = Message {
            key: key.to_owned(),
            account: account_id(1),
            invoice: invoice_id("a"),
            others: Vec::new(),
            kind: MessageKind::Receipt,
            stage: None,
            amount: rupiah(1),
            at: at(60),
            channel: None,
        };
        let effect = match key {
            "read" => wikarta_core::event::Effect::Read { order_id: order("A") },
            _ => wikarta_core::event::Effect::Send(message),
        };
        let mut planned = planned(key, effect, at(60));
        planned.inbox = Some(inbox_key(&order("A"), key));
        let arrival = arrival(&order("A"), key, wikarta_core::ports::InboxState::Applied);
        changes.push(Change {
            arrivals: vec![arrival],
            planned: vec![planned],
            ..Change::default()
        });
    }
    write(&store, &changes).await;
    store.return_effect(&effect_id("returned"), Return::Done(at(90))).await.unwrap();
    store.return_effect(&effect_id("read"), Return::Done(at(91))).await.unwrap();
    let done = vec![effect_id("committed")];
    write(&store, &[Change { done, answers: vec![answer("done")], ..Change::default() }]).await;
    let (sent, committed) = (at(90).as_micros(), at(60).as_micros());
    assert_eq!(
        crate::lines(&folder, stamps).await,
        [format!("returned {sent}"), format!("committed {committed}"), "read -".to_owned()]
    );
    let key = Key::Effect(effect_id("committed"));
    let record = store.load(&[want(&[], Some(key))]).await.unwrap().remove(0).record;
    assert_eq!(record, Some(Record::Effect(wikarta_core::ports::EffectState::Done)));
}
