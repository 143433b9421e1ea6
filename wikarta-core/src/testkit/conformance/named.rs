//! What people work on, and what it is about: named by its own name it comes with its bills.

use std::collections::BTreeSet;

use super::Books;
use super::broken::{Told, same};
use super::reading::{
    account_in, account_of, held, load_held, load_one, nothing, open, write, write_new,
};
use super::world::{
    account, account_id, aggregate_change, at, attempt, case, count, credit_note, hand, holding,
    invoice_id, issued, month, note_id, november, order, posting, posting_id, refund, refund_id,
    reminder, settle, suspense_item, void, void_id,
};
use crate::account::{
    Account, Allocation, AttemptState, Case, CaseKind, CaseState, Handed, Proposal, RefundSource,
    Reminder, Resolution, Source,
};
use crate::aggregate::{Aggregate, AggregateId};
use crate::message::{MessageChannel, ReceiptState, Stage, Try, TryOutcome};
use crate::money::Rupiah;
use crate::ports::{Change, Subject};
use crate::suspense::SuspenseMove;

/// Four paid bills, each with an ended attempt before the one that paid; nothing is open.
fn paid_account() -> Account {
    let mut whole = account(1);
    for (name, number) in ["one", "two", "three", "four"].into_iter().zip(1..) {
        let mut invoice = issued(1, name, month(number + 4), number);
        let mut ended = attempt(&format!("{name}-ENDED"), &mut [&mut invoice]);
        ended.state = AttemptState::Expired;
        let paying = attempt(&format!("{name}-PAID"), &mut [&mut invoice]);
        whole.invoices.insert(invoice.id.clone(), invoice);
        for attempt in [ended, paying] {
            whole.attempts.insert(attempt.order_id.clone(), attempt);
        }
        settle(&mut whole, &order(&format!("{name}-PAID")));
    }
    whole
}

/// A closed case about one bill's order, another bill, and a third in what is proposed.
fn closed_case() -> Case {
    let mut closed = case(CaseKind::Reversal, &order("one-PAID"));
    closed.invoice = Some(invoice_id("two"));
    closed.state = CaseState::Closed;
    let resolution = Resolution::Invoices { invoices: vec![invoice_id("three")] };
    closed.proposal = Some(Proposal { resolution, reason: "Salah bayar".to_owned(), by: hand(50) });
    closed
}

fn worked_on() -> Account {
    let mut whole = paid_account();
    let source = RefundSource::Attempt(order("two-ENDED"));
    for refund in [
        refund("r", source, Some(invoice_id("one")), 10),
        refund("c", RefundSource::Credit, None, 11),
    ] {
        whole.refunds.insert(refund.id.clone(), refund);
    }
    let void = void("v", invoice_id("two"), 20);
    whole.voids.insert(void.id.clone(), void);
    let posting = posting("p", vec![invoice_id("three")], 30);
    whole.postings.insert(posting.id.clone(), posting);
    let note = credit_note("n", invoice_id("four"), 40);
    whole.credit_notes.insert(note.id.clone(), note);
    whole.cases.insert(closed_case().id, closed_case());
    whole
}

pub(super) async fn what_people_work_on_names_its_bills(books: &Books) -> Told {
    open(books, [worked_on()]).await?;
    let table: [(Subject, &[&str]); 7] = [
        (Subject::Refund(refund_id("r")), &["one", "two"]),
        (Subject::Refund(refund_id("c")), &[]),
        (Subject::Void(void_id("v")), &["two"]),
        (Subject::Posting(posting_id("p")), &["three"]),
        (Subject::CreditNote(note_id("n")), &["four"]),
        (Subject::Case(closed_case().id), &["one", "two", "three"]),
        (Subject::Invoice(invoice_id("four")), &["four"]),
    ];
    for (subject, bills) in table {
        let found = account_of(books, subject.clone()).await?;
        let shown: BTreeSet<_> = found.invoices.keys().cloned().collect();
        let expected = bills.iter().map(|name| invoice_id(name)).collect();
        same(format!("the bills of {subject:?}"), &shown, &expected)?;
        let shows_case = matches!(subject, Subject::Case(_));
        let shown = found.cases.contains_key(&closed_case().id);
        same(format!("whether {subject:?} shows the case"), shown, shows_case)?;
    }
    Ok(())
}

pub(super) async fn what_people_work_on_names_its_attempts(books: &Books) -> Told {
    open(books, [worked_on()]).await?;
    let table: [(Subject, &[&str]); 4] = [
        (Subject::Invoice(invoice_id("four")), &["four-ENDED", "four-PAID"]),
        (Subject::Refund(refund_id("r")), &["one-ENDED", "one-PAID", "two-ENDED", "two-PAID"]),
        (Subject::Void(void_id("v")), &["two-ENDED", "two-PAID"]),
        (Subject::Refund(refund_id("c")), &[]),
    ];
    for (subject, expected) in table {
        let found = account_of(books, subject.clone()).await?;
        let shown: Vec<_> = found.attempts.keys().map(ToString::to_string).collect();
        same(format!("the attempts of {subject:?}"), shown, expected.to_vec())?;
    }
    Ok(())
}

/// A posting names the bills that its money is on, whoever it was meant for.
pub(super) async fn a_posting_brings_the_bills_that_it_paid(books: &Books) -> Told {
    let mut whole = account(1);
    let invoice = issued(1, "a", november(), 1);
    whole.invoices.insert(invoice.id.clone(), invoice);
    let posting = posting("p", Vec::new(), 30);
    whole.postings.insert(posting.id.clone(), posting);
    count(&mut whole, &posting_id("p"), &invoice_id("a"));
    open(books, [whole.clone()]).await?;
    same("the account", account_of(books, Subject::Posting(posting_id("p"))).await?, whole)?;
    let found = account_of(books, Subject::Account(account_id(1))).await?;
    same("open bills", found.invoices.len(), 0)
}

/// A customer with a bill that money of an unknown order paid, and a closed case about it.
fn paid_from_suspense() -> Account {
    let mut whole = account(1);
    let mut invoice = issued(1, "a", november(), 1);
    let amount = invoice.total;
    let source = Source::Suspense(order("UNKNOWN"));
    invoice.allocations.push(Allocation { source, amount, refunded: Rupiah::ZERO });
    invoice.paid = amount;
    whole.invoices.insert(invoice.id.clone(), invoice);
    let mut closed = case(CaseKind::Reversal, &order("UNKNOWN"));
    closed.state = CaseState::Closed;
    whole.cases.insert(closed.id.clone(), closed);
    whole
}

/// An unknown order whose money is somebody's by now names that customer and the bills it paid.
pub(super) async fn moved_money_names_whose_it_is(books: &Books) -> Told {
    open(books, []).await?;
    let mut item = suspense_item("UNKNOWN");
    let (subject, id) = (Subject::Order(order("UNKNOWN")), AggregateId::Suspense(order("UNKNOWN")));
    write_new(books, &[Aggregate::Suspense(item.clone())]).await?;
    let seen = load_held(books, subject.clone(), &id).await?;
    let reason = "Salah ketik".to_owned();
    let (account, resolution, by) = (account_id(1), Resolution::Credit, hand(1));
    item.moved = Some(SuspenseMove { account, resolution, reason, by, approved: None });
    let moved = aggregate_change(Some(&seen), &Aggregate::Suspense(item.clone()), "moved");
    let paid = aggregate_change(None, &holding(paid_from_suspense()), "paid");
    write(books, &[Change { aggregates: vec![moved, paid], ..Change::default() }]).await?;
    let loaded = load_one(books, subject).await?;
    same("aggregates that the order brings", loaded.held.len(), 2)?;
    same("the account", account_in(&loaded)?, paid_from_suspense())?;
    let now = held(&loaded, &id)?.aggregate;
    same("the money", now, Aggregate::Suspense(item))
}

/// Three paid bills; the message of the first one's reminder speaks for the second, too.
fn reminded() -> (Account, [Reminder; 3]) {
    let whole = paid_account();
    let mut steps = ["one", "two", "three"].map(|name| {
        let invoice = whole.invoices.get(&invoice_id(name)).cloned();
        reminder(&invoice.unwrap_or_else(|| issued(1, name, november(), 9)), Stage::AFTER_3)
    });
    let sent = |channel, name: &str| {
        let outcome = TryOutcome::Accepted(ReceiptState::Sent);
        let tried = Try { channel, at: at(61), outcome };
        Handed { tried, provider_id: Some(name.to_owned()), said: None }
    };
    let [first, second, third] = &mut steps;
    first.tries.push(sent(MessageChannel::Email, "m-1"));
    first.tries.push(sent(MessageChannel::Sms, "m-2"));
    second.lead = Some(first.id.clone());
    third.tries.push(sent(MessageChannel::WhatsApp, "m-1"));
    let reminders = steps.clone().into_iter().map(|step| (step.id.clone(), step)).collect();
    (Account { reminders, ..whole }, steps)
}

pub(super) async fn a_reminder_brings_the_bills_of_its_message(books: &Books) -> Told {
    let (whole, [first, second, third]) = reminded();
    open(books, [whole]).await?;
    let message = |channel, name: &str| Subject::Message(channel, name.to_owned());
    let table: [(Subject, &[&str]); 6] = [
        (Subject::Reminder(first.id), &["one", "two"]),
        (Subject::Reminder(second.id), &["one", "two"]),
        (Subject::Reminder(third.id), &["three"]),
        (message(MessageChannel::Email, "m-1"), &["one", "two"]),
        (message(MessageChannel::Sms, "m-2"), &["one", "two"]),
        (message(MessageChannel::WhatsApp, "m-1"), &["three"]),
    ];
    for (subject, bills) in table {
        let found = account_of(books, subject.clone()).await?;
        let shown: BTreeSet<_> = found.invoices.keys().cloned().collect();
        let expected: BTreeSet<_> = bills.iter().map(|name| invoice_id(name)).collect();
        same(format!("the bills of {subject:?}"), &shown, &expected)?;
        let told: BTreeSet<_> = found.reminders.values().map(|it| it.invoice.clone()).collect();
        same(format!("the reminders of {subject:?}"), &told, &expected)?;
    }
    nothing(books, message(MessageChannel::Email, "m-2")).await
}
