//! The hands of the suite: they write and read, and say what did not go as it must.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::Poll;

use super::Books;
use super::broken::{Broken, Told, same, there};
use super::world::{account_id, change, package, want};
use crate::account::Account;
use crate::aggregate::{Aggregate, AggregateId};
use crate::ports::{Change, Held, Key, Loaded, Outcome, Record, Subject, Want};

/// Loads, and insists on an answer for each want.
pub(super) async fn load(books: &Books, wants: &[Want]) -> Result<Vec<Loaded>, Broken> {
    let loaded = books.store.load(wants).await?;
    same("answers of a load", loaded.len(), wants.len())?;
    Ok(loaded)
}

/// What one subject brings.
pub(super) async fn load_one(books: &Books, subject: Subject) -> Result<Loaded, Broken> {
    load_all(books, &[subject]).await
}

/// What one want of several subjects brings.
pub(super) async fn load_all(books: &Books, subjects: &[Subject]) -> Result<Loaded, Broken> {
    let loaded = load(books, &[want(subjects, None)]).await?;
    there("the answer", loaded.into_iter().next())
}

/// What is remembered under a key.
pub(super) async fn record(books: &Books, key: Key) -> Result<Option<Record>, Broken> {
    let loaded = load(books, &[want(&[], Some(key))]).await?;
    Ok(there("the answer", loaded.into_iter().next())?.record)
}

/// The aggregate of a name, as loaded.
pub(super) fn held(loaded: &Loaded, id: &AggregateId) -> Result<Held, Broken> {
    let found = loaded.held.iter().find(|held| held.aggregate.id() == *id);
    there(format!("`{id}` in the answer"), found.cloned())
}

/// The account in what was loaded.
pub(super) fn account_in(loaded: &Loaded) -> Result<Account, Broken> {
    let account = loaded.held.iter().find_map(|held| match &held.aggregate {
        Aggregate::Account(account) => Some((**account).clone()),
        _ => None,
    });
    there("the account in the answer", account)
}

/// The account that a subject names.
pub(super) async fn account_of(books: &Books, subject: Subject) -> Result<Account, Broken> {
    account_in(&load_one(books, subject).await?)
}

/// The `n`-th customer's account.
pub(super) async fn load_account(books: &Books, n: u32) -> Result<Held, Broken> {
    let loaded = load_one(books, Subject::Account(account_id(n))).await?;
    held(&loaded, &AggregateId::Account(account_id(n)))
}

/// An aggregate, by a subject that names it.
pub(super) async fn load_held(
    books: &Books,
    subject: Subject,
    id: &AggregateId,
) -> Result<Held, Broken> {
    held(&load_one(books, subject).await?, id)
}

/// Commits, and insists on what becomes of each change.
pub(super) async fn commit(books: &Books, changes: &[Change], expected: &[Outcome]) -> Told {
    let outcomes = books.store.commit(changes).await?;
    same("outcomes of a commit", outcomes.as_slice(), expected)
}

/// Commits, and insists that all is written.
pub(super) async fn write(books: &Books, changes: &[Change]) -> Told {
    commit(books, changes, &vec![Outcome::Done; changes.len()]).await
}

/// Writes new aggregates, each in a change of its own.
pub(super) async fn write_new(books: &Books, aggregates: &[Aggregate]) -> Told {
    let changes: Vec<Change> = aggregates.iter().map(|new| change(None, new)).collect();
    write(books, &changes).await
}

/// Commits a change that must lose.
pub(super) async fn clash(books: &Books, lost: Change) -> Told {
    commit(books, &[lost], &[Outcome::Clash]).await
}

/// Writes the package that every subscription is of.
pub(super) async fn stock(books: &Books) -> Told {
    write_new(books, &[Aggregate::Package(package())]).await
}

/// Fresh books with the package and some new accounts.
pub(super) async fn open(books: &Books, accounts: impl IntoIterator<Item = Account>) -> Told {
    stock(books).await?;
    let holding = |account| Aggregate::Account(Box::new(account));
    write_new(books, &accounts.into_iter().map(holding).collect::<Vec<_>>()).await
}

/// Insists that a subject brings nothing.
pub(super) async fn nothing(books: &Books, subject: Subject) -> Told {
    let what = format!("what {subject:?} brings");
    same(what, load_one(books, subject).await?.held, Vec::new())
}

/// Lets the others go on once.
pub(super) async fn give_way() {
    let mut given = false;
    poll_fn(|context| {
        if given {
            return Poll::Ready(());
        }
        given = true;
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}

/// Work that goes on beside other work.
pub(super) type Beside<T> = Pin<Box<dyn Future<Output = Result<T, Broken>> + Send>>;

/// Runs all of them side by side until all have ended.
pub(super) async fn together<T>(mut work: Vec<Beside<T>>) -> Result<Vec<T>, Broken> {
    let mut ended: Vec<Option<Result<T, Broken>>> = work.iter().map(|_| None).collect();
    poll_fn(|context| {
        for (one, end) in work.iter_mut().zip(&mut ended).filter(|(_, end)| end.is_none()) {
            if let Poll::Ready(result) = one.as_mut().poll(context) {
                *end = Some(result);
            }
        }
        if ended.iter().all(Option::is_some) { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
    ended.into_iter().flatten().collect()
}
