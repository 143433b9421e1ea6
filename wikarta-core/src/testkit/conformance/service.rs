//! Accounts whose service is to be considered.

use super::Books;
use super::broken::{Broken, Told, same};
use super::reading::{open, write};
use super::world::{
    account, account_id, arrival, at, attempt, case, day, inbox_key, invoice_id, issued, month,
    order, settled, subscription,
};
use crate::account::{Account, Case, CaseKind, CaseState, Invoice};
use crate::id::SubscriptionId;
use crate::ports::{AccountPage, Change, InboxState, LateSince, Return, ServiceDue, Take};
use crate::subscription::SubscriptionStatus;
use crate::time::Zone;

/// The `n`-th customer with bills due on such days of November, each with an attempt that waits.
fn late(n: u32, days: &[i64]) -> Account {
    let mut whole = account(n);
    for (due, number) in days.iter().zip(1..) {
        let name = format!("of-{n}-{number}");
        let mut invoice = Invoice {
            due_date: Some(day(*due)),
            ..issued(n, &name, month(12 - number), n * 10 + number)
        };
        let attempt = attempt(&format!("ORDER-{n}-{number}"), &mut [&mut invoice]);
        whole.invoices.insert(invoice.id.clone(), invoice);
        whole.attempts.insert(attempt.order_id.clone(), attempt);
    }
    whole
}

const fn since(zone: Zone, due_until: chrono::NaiveDate) -> LateSince {
    LateSince { zone, due_until }
}

async fn due(
    books: &Books,
    until: i64,
    (after, limit): (Option<u32>, u32),
) -> Result<Vec<ServiceDue>, Broken> {
    let after = after.map(account_id);
    let page = AccountPage { after: after.as_ref(), limit };
    Ok(books.store.service_due(&[since(Zone::Wib, day(until))], page).await?)
}

const ALL: (Option<u32>, u32) = (None, 99);

/// Account and number of the bill that is named.
fn found(pairs: &[(u32, u32)]) -> Vec<ServiceDue> {
    let one = |(n, number): &(u32, u32)| ServiceDue {
        account: account_id(*n),
        oldest: invoice_id(&format!("of-{n}-{number}")),
    };
    pairs.iter().map(one).collect()
}

pub(super) async fn service_is_due_for_the_oldest_late_bill(books: &Books) -> Told {
    let mut isolated = late(3, &[1]);
    isolated.subscriptions.values_mut().for_each(|one| one.status = SubscriptionStatus::Isolated);
    let mut east = late(4, &[1]);
    east.customer.zone = Zone::Wit;
    // The oldest bill is of a service that has ended; the next one counts.
    let mut changed = late(5, &[2, 4]);
    let mut ended = subscription(5);
    ended.id = SubscriptionId::named("0005-old");
    ended.status = SubscriptionStatus::Terminated;
    if let Some(invoice) = changed.invoices.get_mut(&invoice_id("of-5-1")) {
        invoice.subscription = ended.id.clone();
    }
    changed.subscriptions.insert(ended.id.clone(), ended);
    open(books, [late(1, &[5, 3, 9]), late(2, &[6]), isolated, east, changed]).await?;
    same("before any is late", due(books, 2, ALL).await?, found(&[]))?;
    same("on the day", due(books, 3, ALL).await?, found(&[(1, 2)]))?;
    same("later", due(books, 6, ALL).await?, found(&[(1, 2), (2, 1), (5, 2)]))?;
    let page = AccountPage { after: None, limit: 9 };
    let zones = [since(Zone::Wita, day(9)), since(Zone::Wit, day(1))];
    let others = books.store.service_due(&zones, page).await?;
    same("other zones", others, found(&[(4, 1)]))?;
    same("no zone", books.store.service_due(&[], page).await?, found(&[]))
}

pub(super) async fn service_waits_while_a_notification_does(books: &Books) -> Told {
    let mut others = late(3, &[1]);
    // A payment of another bill of the customer counts as well: it may be about this one's money.
    let mut paid = issued(3, "of-3-9", month(1), 39);
    let elsewhere = attempt("ELSEWHERE", &mut [&mut paid]);
    others.attempts.insert(elsewhere.order_id.clone(), elsewhere);
    others.invoices.insert(paid.id.clone(), paid);
    open(books, [late(1, &[1]), late(2, &[1]), others, late(4, &[1])]).await?;
    let parked = |name: &str| arrival(&order(name), "k", InboxState::Parked);
    let mut arrivals: Vec<_> =
        ["ORDER-1-1", "ORDER-2-1", "ELSEWHERE", "UNKNOWN"].map(parked).into();
    arrivals.push(arrival(&order("ORDER-4-1"), "k", InboxState::Applied));
    write(books, &[Change { arrivals, ..Change::default() }]).await?;
    same("while they wait", due(books, 9, ALL).await?, found(&[(4, 1)]))?;
    // Being read is waiting, too.
    let take = Take { now: at(60), lease_until: at(90), limit: 9 };
    same("how many are read", books.store.take_parked(take).await?.len(), 4)?;
    same("while they are read", due(books, 9, ALL).await?, found(&[(4, 1)]))?;
    let dead = Return::Dead { at: at(61), reason: "no answer".to_owned() };
    books.store.return_parked(&inbox_key(&order("ORDER-1-1"), "k"), dead).await?;
    let ends = ["ELSEWHERE"].map(|name| settled(name, "k", InboxState::Refuted));
    write(books, &[Change { settled: ends.to_vec(), ..Change::default() }]).await?;
    let then = found(&[(1, 1), (3, 1), (4, 1)]);
    same("when two of them have ended", due(books, 9, ALL).await?, then)
}

pub(super) async fn service_waits_for_an_open_proposal(books: &Books) -> Told {
    let with = |n: u32, kind, state| {
        let mut whole = late(n, &[1]);
        let invoice = invoice_id(&format!("of-{n}-1"));
        let found = Case {
            id: Case::isolation_of(&invoice),
            order_id: None,
            invoice: Some(invoice),
            state,
            ..case(kind, &order("X"))
        };
        whole.cases.insert(found.id.clone(), found);
        whole
    };
    let all = [
        with(1, CaseKind::IsolationDue, CaseState::Open),
        with(2, CaseKind::IsolationDue, CaseState::Closed),
        with(3, CaseKind::PaidTwice, CaseState::Open),
    ];
    open(books, all).await?;
    same("accounts", due(books, 9, ALL).await?, found(&[(2, 1), (3, 1)]))
}

pub(super) async fn accounts_with_late_bills_come_page_by_page(books: &Books) -> Told {
    open(books, [7, 3, 5, 1, 12].map(|n| late(n, &[1]))).await?;
    let of = |numbers: &[u32]| found(&numbers.iter().map(|n| (*n, 1)).collect::<Vec<_>>());
    same("the first page", due(books, 9, (None, 2)).await?, of(&[1, 3]))?;
    same("the next", due(books, 9, (Some(3), 2)).await?, of(&[5, 7]))?;
    same("the last", due(books, 9, (Some(7), 2)).await?, of(&[12]))?;
    same("behind one that is not there", due(books, 9, (Some(4), 9)).await?, of(&[5, 7, 12]))?;
    same("behind the last", due(books, 9, (Some(12), 9)).await?, of(&[]))?;
    same("none, where none is wanted", due(books, 9, (None, 0)).await?, of(&[]))
}
