//! Effects under leases: taken by one at a time, counted, never lost.

use super::Books;
use super::broken::{Broken, Told, same, there};
use super::reading::{clash, record, write};
use super::world::{
    account_id, at, effect_id, invoice_id, order, planned, refund_id, rupiah, trace,
};
use crate::event::Effect;
use crate::id::ReminderId;
use crate::message::{Message, MessageChannel, MessageKind, Stage};
use crate::ports::{Change, DeadLetterId, EffectState, Key, Record, Return, Take, Taken};

/// Takes until a minute later.
pub(super) fn take(now: i64, limit: u32) -> Take {
    Take { now: at(now), lease_until: at(now + 60), limit }
}

fn read(name: &str) -> Effect {
    Effect::Read { order_id: order(name) }
}

async fn plan(books: &Books, names: &[(&str, i64)]) -> Told {
    let planned = names.iter().map(|(name, due)| planned(name, read(name), at(*due))).collect();
    write(books, &[Change { planned, ..Change::default() }]).await
}

async fn taken(books: &Books, now: i64, limit: u32) -> Result<Vec<Taken<Effect>>, Broken> {
    Ok(books.store.take_effects(take(now, limit)).await?)
}

/// The orders that the taken effects are about, each with its tries.
async fn names(books: &Books, now: i64, limit: u32) -> Result<Vec<(String, u32)>, Broken> {
    let name = |one: Taken<Effect>| match one.work {
        Effect::Read { order_id } => (order_id.to_string(), one.tries),
        other => (format!("{other:?}"), one.tries),
    };
    Ok(taken(books, now, limit).await?.into_iter().map(name).collect())
}

fn first(names: &[&str]) -> Vec<(String, u32)> {
    names.iter().map(|name| ((*name).to_owned(), 1)).collect()
}

pub(super) async fn an_effect_is_taken_under_a_lease(books: &Books) -> Told {
    plan(books, &[("A", 100)]).await?;
    same("what is taken before it is due", names(books, 99, 5).await?, Vec::new())?;
    let found = taken(books, 100, 5).await?;
    let expected = Taken {
        id: effect_id("A").to_string(),
        work: read("A"),
        tries: 1,
        tries_this_round: 1,
        trace: trace(),
        since: at(60),
    };
    same("what is taken", found, vec![expected])?;
    same("what another takes then", names(books, 101, 5).await?, Vec::new())
}

pub(super) async fn an_effect_comes_back_when_its_lease_is_over(books: &Books) -> Told {
    plan(books, &[("A", 10)]).await?;
    for (now, tries) in [(10, 1), (70, 2), (130, 3)] {
        same(format!("what is taken at {}", now - 1), names(books, now - 1, 5).await?, vec![])?;
        let expected = vec![("A".to_owned(), tries)];
        same(format!("what is taken at {now}"), names(books, now, 5).await?, expected)?;
    }
    Ok(())
}

pub(super) async fn effects_are_taken_oldest_first(books: &Books) -> Told {
    plan(books, &[("C", 30), ("A", 10), ("B", 20), ("LATER", 90)]).await?;
    same("nothing, where nothing is wanted", names(books, 40, 0).await?, Vec::new())?;
    same("the first two", names(books, 40, 2).await?, first(&["A", "B"]))?;
    same("the rest", names(books, 40, 2).await?, first(&["C"]))
}

pub(super) async fn one_effect_is_taken_by_name(books: &Books) -> Told {
    plan(books, &[("A", 10), ("B", 10)]).await?;
    let id = effect_id("B");
    let one = async |now| books.store.take_effect(&id, at(now), at(now + 60)).await;
    let found = there("the effect, though it is not due yet", one(1).await?)?;
    same("what it is", (found.work, found.tries), (read("B"), 1))?;
    same("what another takes then", one(2).await?, None)?;
    same("what the others take then", names(books, 20, 5).await?, first(&["A"]))?;
    let again = there("the effect, when the lease is over", one(61).await?)?;
    same("its tries", again.tries, 2)?;
    books.store.return_effect(&id, Return::Done(at(62))).await?;
    same("what is taken when it is done", one(200).await?, None)?;
    let unknown = books.store.take_effect(&effect_id("X"), at(1), at(2)).await?;
    same("what is taken of one that never was", unknown, None)
}

fn ways() -> [(&'static str, Return, EffectState); 3] {
    let reason = || "the bank sleeps".to_owned();
    [
        ("DONE", Return::Done(at(11)), EffectState::Done),
        ("RETRY", Return::Retry { due: at(30), reason: reason() }, EffectState::Waiting),
        ("DEAD", Return::Dead { at: at(11), reason: reason() }, EffectState::Dead),
    ]
}

async fn state(books: &Books, name: &str) -> Result<Option<Record>, Broken> {
    record(books, Key::Effect(effect_id(name))).await
}

pub(super) async fn effects_end_in_every_way(books: &Books) -> Told {
    plan(books, &[("DEAD", 10), ("DONE", 10), ("RETRY", 10)]).await?;
    same("how many are taken", taken(books, 10, 5).await?.len(), 3)?;
    for (name, back, _) in ways() {
        books.store.return_effect(&effect_id(name), back).await?;
    }
    same("what is taken before the retry", names(books, 29, 5).await?, Vec::new())?;
    let again = vec![("RETRY".to_owned(), 2)];
    same("what is tried again", names(books, 30, 5).await?, again)?;
    for (name, _, expected) in ways() {
        same(name, state(books, name).await?, Some(Record::Effect(expected)))?;
    }
    same("what is taken long after", names(books, 9_000, 5).await?, vec![("RETRY".to_owned(), 3)])?;
    clash(books, Change { done: vec![effect_id("DEAD")], ..Change::default() }).await
}

/// A worker that comes late with its return finds what became of the effect without it.
pub(super) async fn an_end_is_an_end(books: &Books) -> Told {
    plan(books, &[("A", 10), ("B", 10)]).await?;
    same("how many are taken", taken(books, 10, 5).await?.len(), 2)?;
    write(books, &[Change { done: vec![effect_id("A")], ..Change::default() }]).await?;
    let dead = Return::Dead { at: at(11), reason: "late".to_owned() };
    books.store.return_effect(&effect_id("B"), dead).await?;
    let ends = [("A", EffectState::Done), ("B", EffectState::Dead)];
    for (name, expected) in ends {
        for (_, back, _) in ways() {
            books.store.return_effect(&effect_id(name), back).await?;
        }
        same(
            format!("the end of {name}"),
            state(books, name).await?,
            Some(Record::Effect(expected)),
        )?;
    }
    same("what is taken long after", names(books, 9_000, 5).await?, Vec::new())?;
    books.store.return_effect(&effect_id("X"), Return::Done(at(1))).await?;
    same("the state of one that never was", state(books, "X").await?, None)
}

pub(super) async fn an_effect_that_was_given_up_goes_round_again(books: &Books) -> Told {
    plan(books, &[("A", 10), ("B", 10)]).await?;
    same("how many are taken", taken(books, 10, 5).await?.len(), 2)?;
    let id = DeadLetterId::Effect(effect_id("A"));
    let redrive = async |due| books.store.redrive(&id, at(due)).await;
    same("whether one that waits had been given up", redrive(11).await?, false)?;
    let dead = Return::Dead { at: at(11), reason: "no answer".to_owned() };
    books.store.return_effect(&effect_id("A"), dead).await?;
    same("whether it had been given up", redrive(40).await?, true)?;
    same("whether it still is", redrive(30).await?, false)?;
    same("its state", state(books, "A").await?, Some(Record::Effect(EffectState::Waiting)))?;
    same("what is taken before its moment", names(books, 39, 5).await?, Vec::new())?;
    for (now, tries) in [(40, (2, 1)), (100, (3, 2))] {
        let found =
            there("it", books.store.take_effect(&effect_id("A"), at(now), at(now + 60)).await?)?;
        same("its tries, all and of the round", (found.tries, found.tries_this_round), tries)?;
    }
    write(books, &[Change { done: vec![effect_id("A")], ..Change::default() }]).await?;
    same("whether one that is done had been given up", redrive(200).await?, false)?;
    let unknown = DeadLetterId::Effect(effect_id("X"));
    same("whether one that never was had", books.store.redrive(&unknown, at(1)).await?, false)?;
    same("what is left", names(books, 300, 5).await?, vec![("B".to_owned(), 2)])
}

/// Every kind, with all that a message can say.
fn every_kind() -> Vec<Effect> {
    let order_id = order("A_b~c.d-9");
    let message = Message {
        key: "reminder: \u{1f600}'\"\\".to_owned(),
        account: account_id(1),
        invoice: invoice_id("a"),
        others: vec![invoice_id("b"), invoice_id("c")],
        kind: MessageKind::Reminder,
        stage: Some(Stage::BEFORE_3),
        amount: rupiah(i64::MAX),
        at: crate::time::Timestamp::clamped(i64::MAX),
        channel: Some(MessageChannel::WhatsApp),
    };
    let bare = Message { others: vec![], stage: None, channel: None, ..message.clone() };
    vec![
        Effect::Charge { order_id: order_id.clone() },
        Effect::Read { order_id: order_id.clone() },
        Effect::Cancel { order_id },
        Effect::Refund { refund: refund_id("r") },
        Effect::Remind { reminder: ReminderId::named("m") },
        Effect::Send(message),
        Effect::Send(bare),
    ]
}

pub(super) async fn every_kind_of_effect_comes_back(books: &Books) -> Told {
    let kinds = (0_i64..).zip(every_kind());
    let planned: Vec<_> =
        kinds.map(|(n, effect)| planned(&format!("e{n}"), effect, at(n))).collect();
    write(books, &[Change { planned, ..Change::default() }]).await?;
    let found = taken(books, 60, 99).await?.into_iter().map(|one| one.work);
    same("the effects", found.collect::<Vec<_>>(), every_kind())
}
