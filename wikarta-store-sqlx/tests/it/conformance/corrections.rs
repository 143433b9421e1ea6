//! Refunds, voids, postings, credit notes, promotions and access: written, read, named, lapsed.

use std::collections::BTreeSet;

use wikarta_core::access::{Permission, Scope};
use wikarta_core::account::{
    Account, Allocation, AttemptState, CaseKind, CaseState, Proposal, RefundSource, Resolution,
    Source, Stage,
};
use wikarta_core::aggregate::Aggregate;
use wikarta_core::event::Effect;
use wikarta_core::money::Rupiah;
use wikarta_core::ports::{Lapsed, Store, Subject, Take};
use wikarta_core::suspense::SuspenseMove;
use wikarta_core::time::Month;

use crate::papers::*;
use crate::world::*;

/// Four paid bills, each with an ended attempt before the one that paid, and something asked about
/// each of them; nothing is open.
fn settled_account() -> Account {
    let mut whole = account(1);
    for (month, name) in [(5, "one"), (6, "two"), (7, "three"), (8, "four")] {
        let period = Month::new(2026, month).unwrap();
        let mut invoice = issued(1, name, period, month);
        let mut ended = attempt(&format!("{name}-ENDED"), &mut [&mut invoice]);
        ended.state = AttemptState::Expired;
        let paying = attempt(&format!("{name}-PAID"), &mut [&mut invoice]);
        whole.invoices.insert(invoice.id.clone(), invoice);
        for attempt in [ended, paying] {
            whole.attempts.insert(attempt.order_id.clone(), attempt);
        }
        settle(&mut whole, &order(&format!("{name}-PAID")));
    }
    let paid = RefundSource::Attempt(order("two-ENDED"));
    let refund = refund("r", paid, Some(invoice_id("one")), 10);
    whole.refunds.insert(refund.id.clone(), refund);
    let credit = crate::papers::refund("credit", RefundSource::Credit, None, 11);
    whole.refunds.insert(credit.id.clone(), credit);
    let void = void("v", invoice_id("two"), 20);
    whole.voids.insert(void.id.clone(), void);
    let posting = posting("p", vec![invoice_id("three")], 30);
    whole.postings.insert(posting.id.clone(), posting);
    let note = credit_note("n", invoice_id("four"), 40);
    whole.credit_notes.insert(note.id.clone(), note);
    let mut closed = case(CaseKind::Reversal, &order("one-PAID"));
    closed.invoice = Some(invoice_id("two"));
    closed.state = CaseState::Closed;
    let resolution = Resolution::Invoices { invoices: vec![invoice_id("three")] };
    closed.proposal = Some(Proposal { resolution, reason: "Salah bayar".to_owned(), by: hand(50) });
    whole.cases.insert(closed.id.clone(), closed);
    whole
}

pub async fn all_that_was_asked_comes_with_the_account(store: &dyn Store) {
    stock(store).await;
    let whole = settled_account();
    write(store, &[change(None, &holding(whole.clone()))]).await;
    let loaded = load_one(store, Subject::Account(account_id(1))).await;
    let found = loaded_account(&loaded);
    assert_eq!(found.refunds, whole.refunds);
    assert_eq!(found.voids, whole.voids);
    assert_eq!(found.postings, whole.postings);
    assert_eq!(found.credit_notes, whole.credit_notes);
    assert!(found.invoices.is_empty() && found.attempts.is_empty() && found.cases.is_empty());
}

pub async fn what_was_asked_names_its_bills_and_attempts(store: &dyn Store) {
    stock(store).await;
    let whole = settled_account();
    write(store, &[change(None, &holding(whole.clone()))]).await;
    let closed = whole.cases.keys().next().unwrap().clone();
    let table = [
        (Subject::Refund(refund_id("r")), vec!["one", "two"]),
        (Subject::Refund(refund_id("credit")), vec![]),
        (Subject::Void(void_id("v")), vec!["two"]),
        (Subject::Posting(posting_id("p")), vec!["three"]),
        (Subject::CreditNote(note_id("n")), vec!["four"]),
        (Subject::Case(closed.clone()), vec!["one", "two", "three"]),
        (Subject::Invoice(invoice_id("four")), vec!["four"]),
    ];
    for (subject, bills) in table {
        let loaded = load_one(store, subject.clone()).await;
        let found = loaded_account(&loaded);
        let invoices: BTreeSet<_> = found.invoices.keys().cloned().collect();
        assert_eq!(invoices, bills.iter().map(|name| invoice_id(name)).collect(), "{subject:?}");
        let shows_case = matches!(subject, Subject::Case(_));
        assert_eq!(found.cases.contains_key(&closed), shows_case, "{subject:?}");
    }
    let attempts = async |subject| {
        let loaded = load_one(store, subject).await;
        let orders = loaded_account(&loaded).attempts.keys().map(ToString::to_string);
        orders.collect::<Vec<_>>()
    };
    let of_bill = attempts(Subject::Invoice(invoice_id("four"))).await;
    assert_eq!(of_bill, ["four-ENDED", "four-PAID"], "all attempts of a named bill");
    let of_refund = attempts(Subject::Refund(refund_id("r"))).await;
    assert_eq!(of_refund, ["one-ENDED", "one-PAID", "two-ENDED", "two-PAID"]);
}

/// A posting names the bills that its money is on, whoever it was meant for.
pub async fn a_posting_brings_the_bills_that_it_paid(store: &dyn Store) {
    stock(store).await;
    let mut whole = account(1);
    let invoice = issued(1, "a", november(), 1);
    whole.invoices.insert(invoice.id.clone(), invoice);
    let posting = posting("p", Vec::new(), 30);
    whole.postings.insert(posting.id.clone(), posting);
    count(&mut whole, &posting_id("p"), &invoice_id("a"));
    write(store, &[change(None, &holding(whole.clone()))]).await;
    let loaded = load_one(store, Subject::Posting(posting_id("p"))).await;
    assert_eq!(*loaded_account(&loaded), whole);
    let loaded = load_one(store, Subject::Account(account_id(1))).await;
    assert!(loaded_account(&loaded).invoices.is_empty(), "it is paid");
}

/// An unknown order whose money is somebody's by now names that customer and the bills it paid.
pub async fn moved_money_names_whose_it_is(store: &dyn Store) {
    stock(store).await;
    let mut whole = account(1);
    let mut invoice = issued(1, "a", november(), 1);
    let amount = invoice.total;
    let source = Source::Suspense(order("UNKNOWN"));
    invoice.allocations.push(Allocation { source, amount, refunded: Rupiah::ZERO });
    invoice.paid = amount;
    whole.invoices.insert(invoice.id.clone(), invoice);
    let mut item = suspense_item("UNKNOWN");
    let seen = Subject::Order(item.order_id.clone());
    write(store, &[change(None, &Aggregate::Suspense(item.clone()))]).await;
    let loaded = load_one(store, seen.clone()).await;
    assert_eq!(loaded.held.len(), 1, "it is nobody's yet");
    let (resolution, by) = (Resolution::Credit, hand(1));
    let reason = "Salah ketik".to_owned();
    item.moved =
        Some(SuspenseMove { account: account_id(1), resolution, reason, by, approved: None });
    let moved = aggregate_change(Some(&loaded.held[0]), &Aggregate::Suspense(item), "moved");
    let paid = aggregate_change(None, &holding(whole.clone()), "paid");
    let aggregates = vec![moved, paid];
    write(store, &[wikarta_core::ports::Change { aggregates, ..Default::default() }]).await;
    let loaded = load_one(store, seen).await;
    assert_eq!(loaded.held.len(), 2);
    assert_eq!(*loaded_account(&loaded), whole);
}

pub async fn promotions_and_access_come_back_as_they_were_last(store: &dyn Store) {
    let pairs = [
        (
            Aggregate::Promo(promo("hemat", 1)),
            Aggregate::Promo({
                let mut decided = promo("hemat", 1);
                decided.state = wikarta_core::promo::PromoState::Rejected;
                decided.reason = Some("Terlalu murah".to_owned());
                decided
            }),
            Subject::Promo(promo_id("hemat")),
        ),
        (
            Aggregate::Roster(roster(&[(Permission::InvoiceView, Scope::All)])),
            Aggregate::Roster(roster(&[(Permission::CustomerView, Scope::Limited)])),
            Subject::Roster,
        ),
    ];
    for (first, last, subject) in pairs {
        assert!(load_one(store, subject.clone()).await.held.is_empty());
        write(store, &[change(None, &first)]).await;
        let loaded = load_one(store, subject.clone()).await;
        assert_eq!(held(&loaded, &first.id()).aggregate, first);
        write(store, &[change(Some(held(&loaded, &first.id())), &last)]).await;
        let loaded = load_one(store, subject).await;
        assert_eq!(held(&loaded, &last.id()).aggregate, last);
        assert_eq!(loaded.held[0].version, 2);
    }
}

pub async fn unfinished_cases_lapse_oldest_first(store: &dyn Store) {
    stock(store).await;
    let mut whole = settled_account();
    for (name, stage) in [("done", Stage::Done), ("asked", Stage::Executing)] {
        let mut case = refund(name, RefundSource::Credit, None, 0);
        case.stage = stage;
        whole.refunds.insert(case.id.clone(), case);
    }
    whole.voids.get_mut(&void_id("v")).unwrap().stage = Stage::Approved;
    write(store, &[change(None, &holding(whole))]).await;
    let all = [
        Lapsed::Refund(refund_id("r")),
        Lapsed::Refund(refund_id("credit")),
        Lapsed::Void(void_id("v")),
    ];
    assert!(store.lapsed(at(110), 9).await.unwrap().is_empty(), "not before its time is over");
    assert_eq!(store.lapsed(at(111), 9).await.unwrap(), all[..1]);
    assert_eq!(store.lapsed(at(999), 9).await.unwrap(), all);
    assert_eq!(store.lapsed(at(999), 2).await.unwrap(), all[..2]);
}

pub async fn a_refund_is_work_like_any_other(store: &dyn Store) {
    let effect = Effect::Refund { refund: refund_id("r") };
    let planned = vec![planned("e", effect.clone(), at(1))];
    write(store, &[wikarta_core::ports::Change { planned, ..Default::default() }]).await;
    let take = Take { now: at(1), lease_until: at(60), limit: 5 };
    assert_eq!(store.take_effects(take).await.unwrap()[0].work, effect);
}
