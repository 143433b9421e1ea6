//! What timers ask for: cases that fell away, attempts whose time ran out.

use super::Books;
use super::broken::{Broken, Told, same};
use super::reading::open;
use super::world::{
    account, at, attempt, case, invoice_id, issued, month, order, refund, refund_id, void, void_id,
};
use crate::account::{Account, AttemptState, CaseKind, CaseState, RefundSource, Stage, Superseded};
use crate::ports::Lapsed;
use crate::time::Timestamp;

/// A bill with a refund and a void in every stage, each falling away a second after the one before.
fn in_every_stage() -> (Account, Vec<(Stage, Lapsed)>) {
    let mut whole = account(1);
    let invoice = issued(1, "a", month(10), 1);
    whole.invoices.insert(invoice.id.clone(), invoice);
    let mut all = Vec::new();
    for (stage, number) in Stage::ALL.iter().zip(0_i64..) {
        let text = format!("in-{stage}");
        let mut refund = refund(&text, RefundSource::Credit, None, number * 2);
        refund.stage = *stage;
        whole.refunds.insert(refund.id.clone(), refund);
        let mut void = void(&text, invoice_id("a"), number * 2 + 1);
        void.stage = *stage;
        whole.voids.insert(void.id.clone(), void);
        all.push((*stage, Lapsed::Refund(refund_id(&text))));
        all.push((*stage, Lapsed::Void(void_id(&text))));
    }
    (whole, all)
}

async fn lapsed(books: &Books, now: i64, limit: u32) -> Result<Vec<Lapsed>, Broken> {
    Ok(books.store.lapsed(at(now), limit).await?)
}

pub(super) async fn what_nobody_decided_lapses_oldest_first(books: &Books) -> Told {
    let (whole, all) = in_every_stage();
    open(books, [whole, account(2)]).await?;
    let waits = |stage| matches!(stage, Stage::Requested | Stage::Verified | Stage::Approved);
    let waiting: Vec<_> =
        all.into_iter().filter(|(stage, _)| waits(*stage)).map(|(_, lapsed)| lapsed).collect();
    let first = |count: usize| waiting.iter().take(count).cloned().collect::<Vec<_>>();
    same("before any time is over", lapsed(books, 100, 99).await?, Vec::new())?;
    same("when the first one's is", lapsed(books, 101, 99).await?, first(1))?;
    same("when the second one's is", lapsed(books, 102, 99).await?, first(2))?;
    same("the first two of all", lapsed(books, 9_999, 2).await?, first(2))?;
    same("all of them", lapsed(books, 9_999, 99).await?, first(99))?;
    same("nothing, where nothing is wanted", lapsed(books, 9_999, 0).await?, Vec::new())
}

/// Attempts in every state, each running out a second after the one before, and some that nobody
/// asks after any more.
fn tried() -> (Account, Vec<(bool, String)>) {
    let mut whole = account(1);
    let mut invoice = issued(1, "a", month(10), 1);
    let mut all = Vec::new();
    for (state, number) in AttemptState::ALL.iter().zip(1_i64..) {
        let mut one = attempt(&format!("O-{state}"), &mut [&mut invoice]);
        one.state = *state;
        one.expires_at = at(number);
        all.push((state.is_open(), one.order_id.to_string()));
        whole.attempts.insert(one.order_id.clone(), one);
    }
    let mut replaced = attempt("REPLACED", &mut [&mut invoice]);
    replaced.expires_at = at(50);
    replaced.superseded = Superseded::Replaced;
    all.push((true, replaced.order_id.to_string()));
    whole.attempts.insert(replaced.order_id.clone(), replaced);
    for (name, state) in [("LOOKED-AT", CaseState::Open), ("GIVEN-UP", CaseState::Closed)] {
        let mut given_up = attempt(name, &mut [&mut invoice]);
        given_up.expires_at = at(40);
        let mut found = case(CaseKind::StillPending, &given_up.order_id);
        found.state = state;
        whole.cases.insert(found.id.clone(), found);
        whole.attempts.insert(given_up.order_id.clone(), given_up);
    }
    let other = case(CaseKind::Contradiction, &order("REPLACED"));
    whole.cases.insert(other.id.clone(), other);
    whole.invoices.insert(invoice.id.clone(), invoice);
    (whole, all)
}

async fn overdue(books: &Books, before: Timestamp, limit: u32) -> Result<Vec<String>, Broken> {
    let found = books.store.overdue_attempts(before, limit).await?;
    Ok(found.iter().map(ToString::to_string).collect())
}

pub(super) async fn overdue_attempts_come_oldest_first(books: &Books) -> Told {
    let (whole, all) = tried();
    open(books, [whole, account(2)]).await?;
    let waiting: Vec<String> =
        all.into_iter().filter(|(open, _)| *open).map(|(_, name)| name).collect();
    let first = |count: usize| waiting.iter().take(count).cloned().collect::<Vec<_>>();
    same("before any time is over", overdue(books, at(1), 99).await?, first(0))?;
    same("when the first one's is", overdue(books, at(2), 99).await?, first(1))?;
    same("the first two of all", overdue(books, at(999), 2).await?, first(2))?;
    same("all of them", overdue(books, at(999), 99).await?, first(99))?;
    same("at the end of time", overdue(books, Timestamp::clamped(i64::MAX), 99).await?, first(99))?;
    same("nothing, where nothing is wanted", overdue(books, at(999), 0).await?, first(0))
}
