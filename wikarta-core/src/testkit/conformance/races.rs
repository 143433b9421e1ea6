//! Side by side: whoever comes second knows it.

use std::collections::BTreeSet;

use super::Books;
use super::broken::{Broken, Told, same};
use super::effects::take;
use super::reading::{
    Beside, give_way, held, load, load_account, load_all, open, stock, together, write,
};
use super::versions::credit;
use super::world::{
    account, account_id, aggregate_change, answer, arrival, at, change, holding, order, planned,
    rupiah, want,
};
use crate::aggregate::{Aggregate, AggregateId};
use crate::event::Effect;
use crate::ports::{Change, Held, InboxState, Outcome, Subject};

/// Nobody who works on one aggregate with so few others loses this often in a row, and no queue of the
/// suite is this long.
const TURNS_MAX: u32 = 500;

/// The account with one rupiah more.
fn richer(seen: &Held) -> Aggregate {
    let mut aggregate = seen.aggregate.clone();
    if let Aggregate::Account(account) = &mut aggregate {
        account.credit = account.credit.saturating_plus(rupiah(1));
    }
    aggregate
}

/// Adds so many rupiah one by one, going round again where it lost; the versions that it made.
async fn add(books: Books, mut left: u32) -> Result<Vec<u64>, Broken> {
    let mut made = Vec::new();
    for _ in 0..TURNS_MAX {
        if left == 0 {
            return Ok(made);
        }
        let seen = load_account(&books, 1).await?;
        give_way().await;
        let change = change(Some(&seen), &richer(&seen));
        if books.store.commit(&[change]).await? == [Outcome::Done] {
            made.push(seen.version + 1);
            left -= 1;
        }
    }
    Err(Broken::Suite(format!("a writer lost {TURNS_MAX} times")))
}

async fn writers(books: &Books, writers: u32, each: u32) -> Told {
    open(books, [account(1)]).await?;
    let work = (0..writers).map(|_| Box::pin(add(books.clone(), each)) as Beside<Vec<u64>>);
    let made = together(work.collect()).await?;
    let mut made: Vec<u64> = made.into_iter().flatten().collect();
    made.sort_unstable();
    let all = u64::from(writers * each);
    same("versions, each made by one", made, (2..=all + 1).collect::<Vec<_>>())?;
    let last = load_account(books, 1).await?;
    same("the last version and entry", (last.version, last.head.seq), (all + 1, all + 1))?;
    same("the credit", u64::try_from(credit(&last.aggregate)).ok(), Some(all))
}

pub(super) async fn two_writers_lose_nothing(books: &Books) -> Told {
    writers(books, 2, 10).await
}

pub(super) async fn sixteen_writers_lose_nothing(books: &Books) -> Told {
    writers(books, 16, 2).await
}

/// Commits all of them at once, each in a call of its own.
async fn at_once(books: &Books, changes: Vec<Change>) -> Result<Vec<Outcome>, Broken> {
    let commit = |change| {
        let books = books.clone();
        let work = async move {
            give_way().await;
            Ok(books.store.commit(&[change]).await?)
        };
        Box::pin(work) as Beside<Vec<Outcome>>
    };
    let outcomes = together(changes.into_iter().map(commit).collect()).await?;
    Ok(outcomes.into_iter().flatten().collect())
}

fn winners(outcomes: &[Outcome]) -> usize {
    outcomes.iter().filter(|outcome| **outcome == Outcome::Done).count()
}

pub(super) async fn one_of_sixteen_makes_an_aggregate(books: &Books) -> Told {
    stock(books).await?;
    let changes = vec![change(None, &holding(account(1))); 16];
    same("how many won", winners(&at_once(books, changes).await?), 1)?;
    let made = load_account(books, 1).await?;
    same("its version and entries", (made.version, made.head.seq), (1, 1))
}

pub(super) async fn one_of_sixteen_uses_a_key(books: &Books) -> Told {
    stock(books).await?;
    let with = |n| Change { answers: vec![answer("one")], ..change(None, &holding(account(n))) };
    let outcomes = at_once(books, (1..=16).map(with).collect()).await?;
    same("how many won", winners(&outcomes), 1)?;
    let subjects: Vec<_> = (1..=16).map(|n| Subject::Account(account_id(n))).collect();
    same("how many accounts there are", load_all(books, &subjects).await?.held.len(), 1)
}

/// Both accounts in the order that is given: a store that locks in that order waits for ever.
async fn add_to_both(books: Books, numbers: [u32; 2]) -> Result<Vec<Outcome>, Broken> {
    let mut outcomes = Vec::new();
    for _ in 0..10 {
        let mut aggregates = Vec::new();
        for n in numbers {
            let seen = load_account(&books, n).await?;
            aggregates.push(aggregate_change(Some(&seen), &richer(&seen), "both"));
        }
        give_way().await;
        let both = Change { aggregates, ..Change::default() };
        outcomes.extend(books.store.commit(&[both]).await?);
    }
    Ok(outcomes)
}

pub(super) async fn the_order_of_aggregates_stops_nobody(books: &Books) -> Told {
    open(books, [account(1), account(2)]).await?;
    let work = [[1, 2], [2, 1], [1, 2], [2, 1]];
    let work =
        work.map(|numbers| Box::pin(add_to_both(books.clone(), numbers)) as Beside<Vec<Outcome>>);
    let outcomes = together(work.into()).await?.concat();
    let won = winners(&outcomes) as u64;
    for n in [1, 2] {
        let last = load_account(books, n).await?;
        same(
            format!("version and entries of {n}"),
            (last.version, last.head.seq),
            (won + 1, won + 1),
        )?;
        same(format!("credit of {n}"), u64::try_from(credit(&last.aggregate)).ok(), Some(won))?;
    }
    same("whether anybody won", won > 0, true)
}

/// What two wants of one load say about two accounts that are always changed together.
async fn look(books: Books) -> Result<(), Broken> {
    let subjects = [1, 2].map(|n| Subject::Account(account_id(n)));
    for _ in 0..20 {
        let [one, two] = &subjects;
        let wants = [want(std::slice::from_ref(one), None), want(std::slice::from_ref(two), None)];
        let mut credits = Vec::new();
        for (loaded, n) in load(&books, &wants).await?.iter().zip(1..) {
            let held = held(loaded, &AggregateId::Account(account_id(n)))?;
            credits.push((held.version, credit(&held.aggregate)));
        }
        let together: BTreeSet<_> = credits.into_iter().collect();
        same("states of accounts that change together", together.len(), 1)?;
        give_way().await;
    }
    Ok(())
}

pub(super) async fn a_load_sees_whole_changes(books: &Books) -> Told {
    open(books, [account(1), account(2)]).await?;
    let write = async |books: Books| {
        add_to_both(books.clone(), [1, 2]).await?;
        add_to_both(books, [1, 2]).await.map(drop)
    };
    let mut work: Vec<Beside<()>> = vec![Box::pin(write(books.clone()))];
    work.extend((0..4).map(|_| Box::pin(look(books.clone())) as Beside<()>));
    together(work).await.map(drop)
}

/// Takes three at a time until nothing is left; the names.
async fn drain(books: Books, kind: &'static str) -> Result<Vec<String>, Broken> {
    let mut names = Vec::new();
    for _ in 0..TURNS_MAX {
        give_way().await;
        let taken: Vec<String> = match kind {
            "effects" => {
                let taken = books.store.take_effects(take(60, 3)).await?;
                taken.into_iter().map(|one| one.id).collect()
            }
            _ => {
                let taken = books.store.take_parked(take(60, 3)).await?;
                taken.into_iter().map(|one| one.id).collect()
            }
        };
        if taken.is_empty() {
            return Ok(names);
        }
        names.extend(taken);
    }
    Err(Broken::Suite(format!("a taker took {TURNS_MAX} times and there was always more")))
}

async fn takers(books: &Books, kind: &'static str) -> Result<Vec<String>, Broken> {
    let work = (0..16).map(|_| Box::pin(drain(books.clone(), kind)) as Beside<Vec<String>>);
    let mut names = together(work.collect()).await?.concat();
    names.sort();
    Ok(names)
}

pub(super) async fn an_effect_is_taken_by_one(books: &Books) -> Told {
    let read = |n: i64| Effect::Read { order_id: order(&format!("O-{n}")) };
    let planned: Vec<_> = (0..40).map(|n| planned(&format!("e-{n}"), read(n), at(n))).collect();
    let mut expected: Vec<_> = planned.iter().map(|one| one.planned.id.to_string()).collect();
    expected.sort();
    write(books, &[Change { planned, ..Change::default() }]).await?;
    same("effects, each taken by one", takers(books, "effects").await?, expected)
}

pub(super) async fn a_parked_notification_is_taken_by_one(books: &Books) -> Told {
    // Two notifications each of 20 orders: one of each is taken, the other waits for it.
    let keys = (0..20).flat_map(|n| ["k1", "k2"].map(|key| (format!("O-{n}"), key)));
    let arrivals = keys.map(|(name, key)| arrival(&order(&name), key, InboxState::Parked));
    write(books, &[Change { arrivals: arrivals.collect(), ..Change::default() }]).await?;
    let taken = takers(books, "parked").await?;
    let orders: BTreeSet<_> = taken.iter().filter_map(|name| name.split(':').next()).collect();
    same("notifications and their orders", (taken.len(), orders.len()), (20, 20))
}
