//! Parked notifications under leases: one read in flight an order.

use super::Books;
use super::broken::{Broken, Told, same, there};
use super::chains::NASTY;
use super::effects::take;
use super::reading::{record, write};
use super::world::{arrival, at, hint, inbox_key, order, rupiah, settled, trace};
use crate::ports::{Arrival, Change, DeadLetterId, InboxState, Key, Record, Return, Taken};
use crate::provider::{Channel, Hint, Instructions, ProviderRefund, ProviderStatus, Reading};
use crate::time::Timestamp;

async fn park(books: &Books, keys: &[(&str, &str)]) -> Told {
    let parked = |(of, key): &(&str, &str)| arrival(&order(of), key, InboxState::Parked);
    keep(books, keys.iter().map(parked).collect()).await
}

async fn keep(books: &Books, arrivals: Vec<Arrival>) -> Told {
    write(books, &[Change { arrivals, ..Change::default() }]).await
}

async fn names(books: &Books, now: i64, limit: u32) -> Result<Vec<(String, u32)>, Broken> {
    let taken = books.store.take_parked(take(now, limit)).await?;
    Ok(taken.into_iter().map(|taken| (taken.id, taken.tries)).collect())
}

fn tried(names: &[&str], tries: u32) -> Vec<(String, u32)> {
    names.iter().map(|name| ((*name).to_owned(), tries)).collect()
}

pub(super) async fn a_parked_notification_is_taken_under_a_lease(books: &Books) -> Told {
    park(books, &[("A", "k")]).await?;
    same("what is taken before it is due", names(books, 56, 5).await?, Vec::new())?;
    let found = books.store.take_parked(take(57, 5)).await?;
    let expected = Taken {
        id: "A:k".to_owned(),
        work: hint(&order("A"), "k"),
        tries: 1,
        tries_this_round: 1,
        trace: trace(),
        since: at(55),
    };
    same("what is taken", found, vec![expected])?;
    for (now, expected) in [(116, Vec::new()), (117, tried(&["A:k"], 2)), (118, Vec::new())] {
        same(format!("what is taken at {now}"), names(books, now, 5).await?, expected)?;
    }
    Ok(())
}

pub(super) async fn one_parked_notification_an_order(books: &Books) -> Told {
    park(books, &[("A", "k1"), ("B", "k1")]).await?;
    park(books, &[("A", "k2")]).await?;
    let first = tried(&["A:k1", "B:k1"], 1);
    same("the first of each order", names(books, 57, 9).await?, first)?;
    same("what is taken while they are read", names(books, 58, 9).await?, Vec::new())?;
    let key = inbox_key(&order("A"), "k1");
    books.store.return_parked(&key, Return::Done(at(60))).await?;
    same("the next one of the order", names(books, 59, 9).await?, tried(&["A:k2"], 1))
}

pub(super) async fn parked_ones_are_taken_oldest_first(books: &Books) -> Told {
    let due = |name: &str, due| Arrival {
        due: at(due),
        ..arrival(&order(name), "k", InboxState::Parked)
    };
    keep(books, vec![due("C", 30), due("A", 10), due("B", 20), due("LATER", 90)]).await?;
    same("nothing, where nothing is wanted", names(books, 40, 0).await?, Vec::new())?;
    same("the first two", names(books, 40, 2).await?, tried(&["A:k", "B:k"], 1))?;
    same("the rest", names(books, 40, 2).await?, tried(&["C:k"], 1))
}

async fn state(books: &Books, name: &str) -> Result<Option<Record>, Broken> {
    record(books, Key::Inbox(inbox_key(&order(name), "k"))).await
}

pub(super) async fn parked_ones_end_in_every_way(books: &Books) -> Told {
    park(books, &[("A", "k"), ("B", "k"), ("C", "k")]).await?;
    same("how many are taken", names(books, 60, 9).await?.len(), 3)?;
    let reason = "no answer".to_owned();
    let ways = [
        ("A", Return::Retry { due: at(80), reason: reason.clone() }, InboxState::Parked),
        ("B", Return::Dead { at: at(61), reason }, InboxState::Dead),
        ("C", Return::Done(at(61)), InboxState::Stale),
    ];
    for (name, back, _) in &ways {
        let key = inbox_key(&order(name), "k");
        books.store.return_parked(&key, back.clone()).await?;
    }
    same("what is taken before the retry", names(books, 79, 9).await?, Vec::new())?;
    same("what is tried again", names(books, 80, 9).await?, tried(&["A:k"], 2))?;
    same("what is taken long after", names(books, 200, 9).await?, tried(&["A:k"], 3))?;
    for (name, _, expected) in ways {
        same(
            format!("the state of {name}"),
            state(books, name).await?,
            Some(Record::Inbox(expected)),
        )?;
    }
    Ok(())
}

/// What a commit settled is no work any more, whoever holds it.
pub(super) async fn what_is_settled_is_not_taken(books: &Books) -> Told {
    park(books, &[("A", "k"), ("B", "k"), ("C", "k")]).await?;
    keep(books, vec![arrival(&order("D"), "k", InboxState::Applied)]).await?;
    same("how many are taken", names(books, 60, 9).await?.len(), 3)?;
    let ends = [settled("A", "k", InboxState::Applied), settled("B", "k", InboxState::Refuted)];
    write(books, &[Change { settled: ends.to_vec(), ..Change::default() }]).await?;
    let retry = || Return::Retry { due: at(61), reason: "late".to_owned() };
    for name in ["A", "B", "D", "NONE"] {
        books.store.return_parked(&inbox_key(&order(name), "k"), retry()).await?;
    }
    same("what is taken then", names(books, 900, 9).await?, tried(&["C:k"], 2))?;
    same("the state of A", state(books, "A").await?, Some(Record::Inbox(InboxState::Applied)))?;
    same("what was never there", state(books, "NONE").await?, None)
}

pub(super) async fn a_notification_that_was_given_up_goes_round_again(books: &Books) -> Told {
    park(books, &[("A", "k"), ("B", "k")]).await?;
    same("how many are taken", names(books, 60, 9).await?.len(), 2)?;
    let key = inbox_key(&order("A"), "k");
    let id = DeadLetterId::Notification(key.clone());
    let redrive = async |due| books.store.redrive(&id, at(due)).await;
    same("whether one that waits had been given up", redrive(61).await?, false)?;
    let dead = Return::Dead { at: at(61), reason: "no answer".to_owned() };
    books.store.return_parked(&key, dead).await?;
    same("whether it had been given up", redrive(90).await?, true)?;
    same("whether it still is", redrive(80).await?, false)?;
    same("its state", state(books, "A").await?, Some(Record::Inbox(InboxState::Parked)))?;
    same("what is taken before its moment", names(books, 89, 9).await?, Vec::new())?;
    let found = there("it", books.store.take_parked(take(90, 1)).await?.pop())?;
    let tries = (found.tries, found.tries_this_round);
    same("its name and tries", (found.id.as_str(), tries), ("A:k", (2, 1)))?;
    let settle =
        Change { settled: vec![settled("A", "k", InboxState::Applied)], ..Change::default() };
    write(books, &[settle]).await?;
    same("whether one that is settled had been given up", redrive(200).await?, false)?;
    same("what is left", names(books, 300, 9).await?, tried(&["B:k"], 2))
}

/// A hint that says all that a hint can.
fn full(name: &str) -> Hint {
    let refund = |chargeback: bool| ProviderRefund {
        key: NASTY.to_owned(),
        amount: rupiah(i64::MIN),
        confirmed: !chargeback,
        chargeback,
    };
    Hint {
        reading: Reading {
            status: ProviderStatus::PartiallyChargedBack,
            transaction_id: Some(String::new()),
            amount: rupiah(i64::MAX),
            payer_fee: rupiah(i64::MIN),
            currency: Some("XYZ".to_owned()),
            channel: Some(Channel::MandiriBill),
            instructions: Some(Instructions::VirtualAccount { va_number: NASTY.to_owned() }),
            expires_at: Some(Timestamp::clamped(i64::MIN)),
            settled_at: Some(Timestamp::clamped(i64::MAX)),
            refunds: vec![refund(false), refund(true)],
            refunded_total: Some(rupiah(i64::MAX)),
        },
        probe: true,
        ..hint(&order(name), NASTY)
    }
}

pub(super) async fn a_hint_comes_back_as_it_came(books: &Books) -> Told {
    let hint = full("A");
    let whole = Arrival {
        key: inbox_key(&order("A"), NASTY),
        hint: hint.clone(),
        payload: (0..=255).collect(),
        reason: NASTY.to_owned(),
        received_at: Timestamp::clamped(i64::MIN),
        ..arrival(&order("A"), NASTY, InboxState::Parked)
    };
    keep(books, vec![whole]).await?;
    let found = books.store.take_parked(take(60, 9)).await?;
    let found = there("the notification", found.into_iter().next())?;
    same("its hint", found.work, hint)?;
    same("its name", found.id, format!("A:{NASTY}"))?;
    same("since when", found.since, Timestamp::clamped(i64::MIN))?;
    books.store.return_parked(&inbox_key(&order("A"), NASTY), Return::Done(at(61))).await?;
    same("what is taken then", names(books, 900, 9).await?, Vec::new())
}
