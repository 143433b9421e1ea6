//! Versions: who was first wins, whole changes or nothing.

use super::Books;
use super::broken::{Broken, Told, same};
use super::reading::{
    account_in, clash, commit, load, load_account, load_held, load_one, nothing, open, record,
    stock, write, write_new,
};
use super::world::{
    account, account_id, aggregate_change, answer, arrival, at, change, command, effect_id,
    holding, inbox_key, november, order, personal, planned, rupiah, settled,
};
use crate::aggregate::{Aggregate, AggregateId};
use crate::audit::Head;
use crate::event::Effect;
use crate::ports::{Change, EffectState, Fault, InboxState, Key, Outcome, Record, Subject};
use crate::series::Series;

fn series(last: u32) -> Aggregate {
    Aggregate::Series(Series { month: november(), last })
}

pub(super) async fn a_new_aggregate_is_written_once(books: &Books) -> Told {
    stock(books).await?;
    let new = change(None, &holding(account(1)));
    write(books, std::slice::from_ref(&new)).await?;
    let held = load_account(books, 1).await?;
    same("its version", held.version, 1)?;
    same("its state", &held.aggregate, &holding(account(1)))?;
    clash(books, new).await?;
    same("what is there after the repeat", load_account(books, 1).await?, held)
}

pub(super) async fn a_version_that_moved_on_clashes(books: &Books) -> Told {
    open(books, [account(1)]).await?;
    let seen = load_account(books, 1).await?;
    let with_credit = |amount| {
        let mut richer = account(1);
        richer.credit = rupiah(amount);
        change(Some(&seen), &holding(richer))
    };
    write(books, &[with_credit(5)]).await?;
    clash(books, with_credit(6)).await?;
    let held = load_account(books, 1).await?;
    same("version and end of the chain", (held.version, held.head.seq), (2, 2))?;
    same("the credit", credit(&held.aggregate), 5)?;
    // Nor is a version there that never was.
    let mut ahead = with_credit(7);
    ahead.aggregates.iter_mut().for_each(|one| one.expected = 9);
    clash(books, ahead).await?;
    let mut unheard = change(None, &holding(account(2)));
    unheard.aggregates.iter_mut().for_each(|one| one.expected = 1);
    clash(books, unheard).await?;
    nothing(books, Subject::Account(account_id(2))).await
}

pub(super) fn credit(aggregate: &Aggregate) -> i64 {
    match aggregate {
        Aggregate::Account(account) => account.credit.get(),
        _ => 0,
    }
}

pub(super) async fn only_the_change_that_clashes_is_dropped(books: &Books) -> Told {
    stock(books).await?;
    let stale = change(None, &holding(account(1)));
    write(books, std::slice::from_ref(&stale)).await?;
    let fine = |n: u32| Change {
        answers: vec![answer(&format!("fine-{n}"))],
        ..change(None, &holding(account(n)))
    };
    let (done, lost) = (Outcome::Done, Outcome::Clash);
    commit(books, &[fine(2), stale, fine(3)], &[done, lost, done]).await?;
    for n in [2, 3] {
        same(format!("version of account {n}"), load_account(books, n).await?.version, 1)?;
        let known = record(books, Key::Command(command(&format!("fine-{n}")))).await?;
        same(format!("whether the answer of account {n} is kept"), known.is_some(), true)?;
    }
    Ok(())
}

/// Whatever a change can hold, beside an aggregate whose version moved on.
fn with_everything(lost: Change) -> Result<Change, Broken> {
    let read = Effect::Read { order_id: order("A") };
    Ok(Change {
        answers: vec![answer("late")],
        arrivals: vec![arrival(&order("LATE"), "k", InboxState::Parked)],
        settled: vec![settled("WAITS", "k", InboxState::Applied)],
        done: vec![effect_id("waits")],
        planned: vec![planned("late", read, at(1))],
        personal: vec![personal(1)?],
        ..lost
    })
}

pub(super) async fn a_change_that_clashes_leaves_nothing(books: &Books) -> Told {
    stock(books).await?;
    let stale = change(None, &holding(account(1)));
    let waits = Change {
        arrivals: vec![arrival(&order("WAITS"), "k", InboxState::Parked)],
        planned: vec![planned("waits", Effect::Read { order_id: order("A") }, at(1))],
        ..stale.clone()
    };
    write(books, &[waits]).await?;
    clash(books, with_everything(stale)?).await?;
    let key = |name: &str| Key::Inbox(inbox_key(&order(name), "k"));
    let waiting = Some(Record::Effect(EffectState::Waiting));
    same("its answer", record(books, Key::Command(command("late"))).await?, None)?;
    same("its arrival", record(books, key("LATE")).await?, None)?;
    let parked = Some(Record::Inbox(InboxState::Parked));
    same("what it settled", record(books, key("WAITS")).await?, parked)?;
    same("its effect", record(books, Key::Effect(effect_id("late"))).await?, None)?;
    same("what it ended", record(books, Key::Effect(effect_id("waits"))).await?, waiting)?;
    same("its personal values", books.kept.personal(&account_id(1)).await?, None)
}

pub(super) async fn a_change_of_two_aggregates_wins_or_loses_whole(books: &Books) -> Told {
    stock(books).await?;
    write_new(books, &[series(1)]).await?;
    let (month, id) = (Subject::Series(november()), AggregateId::Series(november()));
    let seen = load_held(books, month.clone(), &id).await?;
    let issue = |n, last| Change {
        aggregates: vec![
            aggregate_change(None, &holding(account(n)), "account"),
            aggregate_change(Some(&seen), &series(last), "series"),
        ],
        ..Change::default()
    };
    write(books, &[issue(1, 2)]).await?;
    clash(books, issue(2, 3)).await?;
    nothing(books, Subject::Account(account_id(2))).await?;
    let now = load_held(books, month, &id).await?;
    same("the number: no gap, no double", now.aggregate, series(2))
}

pub(super) async fn an_aggregate_twice_in_one_call_is_refused(books: &Books) -> Told {
    stock(books).await?;
    let one = change(None, &holding(account(1)));
    let within = Change {
        aggregates: [one.clone(), one.clone()].map(|c| c.aggregates).concat(),
        ..Change::default()
    };
    for (what, call) in
        [("in two changes", vec![one.clone(), one]), ("in one change", vec![within])]
    {
        let refused = matches!(books.store.commit(&call).await, Err(Fault::Permanent(_)));
        same(format!("a permanent fault for an aggregate twice {what}"), refused, true)?;
        nothing(books, Subject::Account(account_id(1))).await?;
    }
    Ok(())
}

pub(super) async fn nothing_asked_is_nothing_done(books: &Books) -> Told {
    same("answers to no wants", load(books, &[]).await?.len(), 0)?;
    commit(books, &[], &[]).await?;
    commit(books, &[Change::default()], &[Outcome::Done]).await
}

/// The head is of the chain, not of the last commit.
pub(super) async fn a_change_without_an_entry_leaves_the_chain(books: &Books) -> Told {
    open(books, [account(1)]).await?;
    let seen = load_account(books, 1).await?;
    let mut richer = account(1);
    richer.credit = rupiah(5);
    let mut silent = change(Some(&seen), &holding(richer));
    silent.aggregates.iter_mut().for_each(|one| one.entries.clear());
    write(books, &[silent]).await?;
    let loaded = load_one(books, Subject::Account(account_id(1))).await?;
    same("the credit", account_in(&loaded)?.credit, rupiah(5))?;
    let held = load_account(books, 1).await?;
    let expected: (u64, Head) = (2, seen.head);
    same("version and end of the chain", (held.version, held.head), expected)
}
