//! How much of an account a load brings: what is open, what is named, nothing else.

use std::collections::BTreeSet;

use super::Books;
use super::broken::{Broken, Told, same, there};
use super::reading::{
    account_in, account_of, load, load_all, load_one, nothing, open, write, write_new,
};
use super::world::{
    account, account_id, attempt, case, change, credit_note, draft, holding, invoice_id, issued,
    month, note_id, november, order, package, posting, posting_id, promo_id, refund, refund_id,
    reminder, rupiah, settle, subscription_id, suspense_item, user, void, void_id, want,
};
use crate::account::{
    Account, AttemptState, CaseKind, CaseState, Document, InvoiceStatus, RefundSource, Superseded,
};
use crate::aggregate::Aggregate;
use crate::id::{CaseId, ReminderId};
use crate::message::{MessageChannel, Stage};
use crate::ports::{Subject, Want};

/// Paid, void, drafted and open bills, with ended, superseded, live and newest attempts, and with cases.
pub(super) fn with_history() -> Account {
    let mut whole = account(1);
    let mut paid = issued(1, "paid", month(8), 1);
    let paying = attempt("PAID", &mut [&mut paid]);
    let mut void = issued(1, "void", month(9), 2);
    void.document = Document::Void;
    void.status = InvoiceStatus::Void;
    let mut open = issued(1, "open", month(10), 3);
    let mut ended = attempt("ENDED", &mut [&mut open]);
    ended.state = AttemptState::Expired;
    // Its newest attempt is of a bill that is not open: history, though it names one that is.
    let mut both = attempt("BOTH", &mut [&mut paid, &mut open]);
    both.state = AttemptState::Expired;
    let live = attempt("LIVE", &mut [&mut open]);
    let mut replaced = attempt("REPLACED", &mut [&mut open]);
    replaced.superseded = Superseded::Replaced;
    let mut newest = attempt("NEWEST", &mut [&mut open]);
    newest.state = AttemptState::Denied;
    for invoice in [paid, void, open, draft(1, "draft", november())] {
        whole.invoices.insert(invoice.id.clone(), invoice);
    }
    for attempt in [paying, ended, both, live, replaced, newest] {
        whole.attempts.insert(attempt.order_id.clone(), attempt);
    }
    settle(&mut whole, &order("PAID"));
    let mut closed = case(CaseKind::Reversal, &order("PAID"));
    closed.state = CaseState::Closed;
    for case in [case(CaseKind::PaidTwice, &order("PAID")), closed] {
        whole.cases.insert(case.id.clone(), case);
    }
    for bill in ["paid", "void", "open"] {
        let Some(invoice) = whole.invoices.get(&invoice_id(bill)) else { continue };
        let step = reminder(invoice, Stage::ISSUE);
        whole.reminders.insert(step.id.clone(), step);
    }
    whole
}

/// The bills, attempts and kinds of cases that a subject brings, by name.
async fn seen(books: &Books, subject: Subject) -> Result<[BTreeSet<String>; 3], Broken> {
    let account = account_of(books, subject).await?;
    let bills = account.invoices.keys().map(|id| id.as_str().replace("inv_", ""));
    Ok([
        bills.collect(),
        account.attempts.keys().map(ToString::to_string).collect(),
        account.cases.values().map(|case| case.kind.to_string()).collect(),
    ])
}

fn names(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

const OPEN: [&str; 3] = ["LIVE", "NEWEST", "REPLACED"];

pub(super) async fn an_account_comes_with_what_is_open(books: &Books) -> Told {
    open(books, [with_history()]).await?;
    let account = account_of(books, Subject::Account(account_id(1))).await?;
    let found = seen(books, Subject::Account(account_id(1))).await?;
    let expected = [names(&["open"]), names(&OPEN), names(&["paid_twice"])];
    same("bills, attempts and cases", found, expected)?;
    same("subscriptions", account.subscriptions, with_history().subscriptions)?;
    let told: Vec<_> = account.reminders.values().map(|step| step.invoice.clone()).collect();
    same("the bills of reminders", told, vec![invoice_id("open")])
}

/// A subject, and the bills, attempts and kinds of closed cases that it brings beside what is open.
type Named = (Subject, [&'static [&'static str]; 3]);

fn named() -> Vec<Named> {
    let of_month = |number| Subject::Subscription(subscription_id(1), Some(month(number)));
    vec![
        (Subject::Invoice(invoice_id("draft")), [&["draft"], &[], &[]]),
        (Subject::Invoice(invoice_id("void")), [&["void"], &[], &[]]),
        (Subject::Invoice(invoice_id("paid")), [&["paid"], &["PAID", "BOTH"], &[]]),
        (Subject::Invoice(invoice_id("open")), [&[], &["BOTH", "ENDED"], &[]]),
        (Subject::Order(order("PAID")), [&["paid"], &["PAID", "BOTH"], &["reversal"]]),
        (Subject::Order(order("ENDED")), [&[], &["ENDED"], &[]]),
        (Subject::Order(order("BOTH")), [&["paid"], &["BOTH", "PAID"], &[]]),
        (of_month(8), [&["paid"], &["PAID", "BOTH"], &[]]),
        (of_month(9), [&[], &[], &[]]),
        (of_month(10), [&[], &["BOTH", "ENDED"], &[]]),
        (of_month(11), [&["draft"], &[], &[]]),
        (of_month(12), [&[], &[], &[]]),
        (Subject::Subscription(subscription_id(1), None), [&[], &[], &[]]),
        (Subject::CustomerCode("PLG-000001".to_owned()), [&[], &[], &[]]),
    ]
}

pub(super) async fn what_is_named_comes_too(books: &Books) -> Told {
    open(books, [with_history()]).await?;
    for (subject, [bills, attempts, cases]) in named() {
        let found = seen(books, subject.clone()).await?;
        let with = |open: &[&str], more: &[&str]| &names(open) | &names(more);
        let expected =
            [with(&["open"], bills), with(&OPEN, attempts), with(&["paid_twice"], cases)];
        same(format!("what {subject:?} brings"), found, expected)?;
    }
    Ok(())
}

pub(super) async fn an_order_comes_with_its_closed_cases(books: &Books) -> Told {
    open(books, [with_history(), account(2)]).await?;
    let whole = with_history();
    let by_order = account_of(books, Subject::Order(order("PAID"))).await?;
    same("the cases of the order", &by_order.cases, &whole.cases)?;
    let other = account_of(books, Subject::Order(order("LIVE"))).await?;
    same("cases that another order brings", other.cases.len(), 1)?;
    let closed = whole.cases.values().find(|case| case.state == CaseState::Closed);
    let closed = there("the closed case", closed)?;
    let by_case = account_of(books, Subject::Case(closed.id.clone())).await?;
    same("the cases of the case's order", by_case.cases, whole.cases)
}

pub(super) async fn reminders_come_with_their_bills(books: &Books) -> Told {
    open(books, [with_history()]).await?;
    for bill in ["paid", "void", "draft"] {
        let account = account_of(books, Subject::Invoice(invoice_id(bill))).await?;
        let expected = with_history().reminders.into_iter();
        let expected = expected.filter(|(_, step)| account.invoices.contains_key(&step.invoice));
        same(format!("reminders that {bill} brings"), &account.reminders, &expected.collect())?;
    }
    Ok(())
}

pub(super) async fn wants_of_one_account_carry_the_same(books: &Books) -> Told {
    open(books, [with_history(), account(2)]).await?;
    let subjects = [
        Subject::Order(order("PAID")),
        Subject::Account(account_id(2)),
        Subject::Invoice(invoice_id("draft")),
    ];
    let wants: Vec<Want> =
        subjects.iter().map(|one| want(std::slice::from_ref(one), None)).collect();
    let loaded = load(books, &wants).await?;
    let [first, second, third] = loaded.as_slice() else { return same("answers", loaded.len(), 3) };
    same("one aggregate, one state", &first.held, &third.held)?;
    let account = account_in(first)?;
    for bill in ["draft", "paid", "open"] {
        let shown = account.invoices.contains_key(&invoice_id(bill));
        same(format!("whether {bill} is shown"), shown, true)?;
    }
    same("whose the second is", account_in(second)?.id, account_id(2))?;
    let both = [1, 2].map(|n| Subject::Account(account_id(n)));
    let twice = [both.as_slice(), &both, &subjects].concat();
    same("accounts of a want, each once", load_all(books, &twice).await?.held.len(), 2)
}

fn unheard_of() -> Vec<Subject> {
    vec![
        Subject::Account(account_id(9)),
        Subject::CustomerCode("PLG-9".to_owned()),
        Subject::Subscription(subscription_id(9), Some(november())),
        Subject::Invoice(invoice_id("none")),
        Subject::Order(order("NONE")),
        Subject::Package(package().id),
        Subject::PackageCode("NONE".to_owned()),
        Subject::Series(november()),
        Subject::User(user("x@y.z").id),
        Subject::Email("x@y.z".to_owned()),
        Subject::Refund(refund_id("none")),
        Subject::Void(void_id("none")),
        Subject::Posting(posting_id("none")),
        Subject::CreditNote(note_id("none")),
        Subject::Case(CaseId::named("none")),
        Subject::Reminder(ReminderId::named("none")),
        Subject::Message(MessageChannel::Email, "none".to_owned()),
        Subject::Promo(promo_id("none")),
        Subject::Roster,
        Subject::Policy,
    ]
}

pub(super) async fn what_does_not_exist_is_not_there(books: &Books) -> Told {
    for subject in unheard_of() {
        nothing(books, subject).await?;
    }
    same("what all of them bring", load_all(books, &unheard_of()).await?.held.len(), 0)?;
    // Nor does it become there when there are others.
    open(books, [with_history()]).await?;
    let elsewhere = unheard_of().into_iter().filter(|one| !matches!(one, Subject::Package(_)));
    for subject in elsewhere {
        nothing(books, subject).await?;
    }
    Ok(())
}

/// Four paid bills, each with something that was asked about it; nothing is open.
fn asked_about() -> Account {
    let mut whole = account(1);
    let bills = ["one", "two", "three", "four"];
    for (name, number) in bills.into_iter().zip(1..) {
        let mut invoice = issued(1, name, month(number + 4), number);
        let paying = attempt(&format!("{name}-PAID"), &mut [&mut invoice]);
        whole.invoices.insert(invoice.id.clone(), invoice);
        whole.attempts.insert(paying.order_id.clone(), paying);
        settle(&mut whole, &order(&format!("{name}-PAID")));
    }
    let source = RefundSource::Attempt(order("one-PAID"));
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
    whole
}

pub(super) async fn all_that_was_asked_comes_with_the_account(books: &Books) -> Told {
    open(books, [asked_about(), account(2)]).await?;
    let whole = asked_about();
    let found = account_of(books, Subject::Account(account_id(1))).await?;
    same("refunds", &found.refunds, &whole.refunds)?;
    same("voids", &found.voids, &whole.voids)?;
    same("postings", &found.postings, &whole.postings)?;
    same("credit notes", &found.credit_notes, &whole.credit_notes)?;
    same("bills and attempts", (found.invoices.len(), found.attempts.len()), (0, 0))?;
    let other = account_of(books, Subject::Account(account_id(2))).await?;
    same("another's account", other, account(2))
}

/// An order that is nobody's is an aggregate of its own, beside whatever accounts there are.
pub(super) async fn an_unknown_order_is_no_account(books: &Books) -> Told {
    open(books, [with_history()]).await?;
    let item = Aggregate::Suspense(suspense_item("UNKNOWN"));
    write_new(books, std::slice::from_ref(&item)).await?;
    let loaded = load_one(books, Subject::Order(order("UNKNOWN"))).await?;
    let held: Vec<_> = loaded.held.into_iter().map(|held| held.aggregate).collect();
    same("what the order brings", held, vec![item])
}

/// Rows that a change leaves out stay as they were.
pub(super) async fn what_is_not_written_stays(books: &Books) -> Told {
    open(books, [with_history()]).await?;
    let loaded = load_one(books, Subject::Account(account_id(1))).await?;
    let seen = there("the account", loaded.held.first())?;
    let mut narrow = account_in(&loaded)?;
    narrow.credit = rupiah(9);
    write(books, &[change(Some(seen), &holding(narrow))]).await?;
    let all = [
        Subject::Invoice(invoice_id("paid")),
        Subject::Invoice(invoice_id("void")),
        Subject::Invoice(invoice_id("draft")),
        Subject::Order(order("ENDED")),
        Subject::Order(order("PAID")),
        Subject::Order(order("BOTH")),
    ];
    let whole = Account { credit: rupiah(9), ..with_history() };
    same("all of the account", account_in(&load_all(books, &all).await?)?, whole)
}
