//! How much of an account a load brings: what is open, what is named, nothing else.

use std::collections::BTreeSet;

use wikarta_core::account::{Account, AttemptState, CaseKind, CaseState, Document, InvoiceStatus};
use wikarta_core::ports::{Store, Subject, Want};
use wikarta_core::time::Month;

use crate::papers::*;
use crate::world::*;

/// Paid, void, drafted and open bills, with ended, newest and live attempts.
fn with_history() -> Account {
    let mut whole = account(1);
    let month = |n| Month::new(2026, n).unwrap();
    let mut paid = issued(1, "paid", month(8), 1);
    let paying = attempt("PAID", &mut [&mut paid]);
    let mut void = issued(1, "void", month(9), 2);
    void.document = Document::Void;
    void.status = InvoiceStatus::Void;
    let mut open = issued(1, "open", month(10), 3);
    let mut ended = attempt("ENDED", &mut [&mut open]);
    ended.state = AttemptState::Expired;
    let live = attempt("LIVE", &mut [&mut open]);
    let mut newest = attempt("NEWEST", &mut [&mut open]);
    newest.state = AttemptState::Denied;
    let drafted = draft(1, "draft", month(11));
    for invoice in [paid, void, open, drafted] {
        whole.invoices.insert(invoice.id.clone(), invoice);
    }
    for attempt in [paying, ended, live, newest] {
        whole.attempts.insert(attempt.order_id.clone(), attempt);
    }
    settle(&mut whole, &order("PAID"));
    let open_case = case(CaseKind::PaidTwice, &order("PAID"));
    let mut closed_case = case(CaseKind::Reversal, &order("PAID"));
    closed_case.state = CaseState::Closed;
    for case in [open_case, closed_case] {
        whole.cases.insert(case.id.clone(), case);
    }
    whole
}

async fn seen(store: &dyn Store, subject: Subject) -> (BTreeSet<String>, BTreeSet<String>) {
    let loaded = load_one(store, subject).await;
    let account = loaded_account(&loaded);
    (
        account.invoices.keys().map(|id| id.as_str().replace("inv_", "")).collect(),
        account.attempts.keys().map(ToString::to_string).collect(),
    )
}

fn names<const N: usize>(names: [&str; N]) -> BTreeSet<String> {
    names.into_iter().map(str::to_owned).collect()
}

pub async fn an_account_comes_with_what_is_open(store: &dyn Store) {
    stock(store).await;
    write(store, &[change(None, &holding(with_history()))]).await;
    let (invoices, attempts) = seen(store, Subject::Account(account_id(1))).await;
    assert_eq!(invoices, names(["open"]));
    assert_eq!(attempts, names(["LIVE", "NEWEST"]));
    let loaded = load_one(store, Subject::Account(account_id(1))).await;
    let account = loaded_account(&loaded);
    assert_eq!(account.subscriptions, with_history().subscriptions);
    let cases: Vec<_> = account.cases.values().map(|case| case.kind).collect();
    assert_eq!(cases, [CaseKind::PaidTwice], "a closed case is history");
}

pub async fn what_is_named_comes_too(store: &dyn Store) {
    stock(store).await;
    write(store, &[change(None, &holding(with_history()))]).await;
    let month = |n| Some(Month::new(2026, n).unwrap());
    let table = [
        (
            Subject::Invoice(invoice_id("draft")),
            names(["draft", "open"]),
            names(["LIVE", "NEWEST"]),
        ),
        (Subject::Invoice(invoice_id("void")), names(["open", "void"]), names(["LIVE", "NEWEST"])),
        (
            Subject::Invoice(invoice_id("paid")),
            names(["open", "paid"]),
            names(["LIVE", "NEWEST", "PAID"]),
        ),
        (Subject::Order(order("PAID")), names(["open", "paid"]), names(["LIVE", "NEWEST", "PAID"])),
        (Subject::Order(order("ENDED")), names(["open"]), names(["ENDED", "LIVE", "NEWEST"])),
        (
            Subject::Subscription(subscription_id(1), month(8)),
            names(["open", "paid"]),
            names(["LIVE", "NEWEST", "PAID"]),
        ),
        (
            Subject::Subscription(subscription_id(1), month(9)),
            names(["open"]),
            names(["LIVE", "NEWEST"]),
        ),
        (
            Subject::Subscription(subscription_id(1), None),
            names(["open"]),
            names(["LIVE", "NEWEST"]),
        ),
    ];
    for (subject, invoices, attempts) in table {
        let found = seen(store, subject.clone()).await;
        assert_eq!(found, (invoices, attempts), "{subject:?}");
    }
}

pub async fn wants_of_one_account_carry_the_same(store: &dyn Store) {
    stock(store).await;
    let accounts = [holding(with_history()), holding(account(2))];
    write(store, &accounts.map(|account| change(None, &account))).await;
    let wants: Vec<Want> = [
        Subject::Order(order("PAID")),
        Subject::Account(account_id(2)),
        Subject::Invoice(invoice_id("draft")),
    ]
    .into_iter()
    .map(|subject| want(&[subject], None))
    .collect();
    let loaded = store.load(&wants).await.unwrap();
    assert_eq!(loaded[0].held, loaded[2].held, "one aggregate, one state");
    assert_eq!(loaded_account(&loaded[1]).id, account_id(2));
    let both = want(&[Subject::Account(account_id(1)), Subject::Account(account_id(2))], None);
    assert_eq!(store.load(&[both]).await.unwrap()[0].held.len(), 2);
}

pub async fn what_does_not_exist_is_not_there(store: &dyn Store) {
    let subjects = [
        Subject::Account(account_id(9)),
        Subject::CustomerCode("PLG-9".to_owned()),
        Subject::Subscription(subscription_id(9), Some(november())),
        Subject::Invoice(invoice_id("none")),
        Subject::Order(order("NONE")),
        Subject::Package(package().id),
        Subject::Series(november()),
        Subject::User(user("x@y.z").id),
        Subject::Email("x@y.z".to_owned()),
        Subject::Refund(refund_id("none")),
        Subject::Void(void_id("none")),
        Subject::Posting(posting_id("none")),
        Subject::CreditNote(note_id("none")),
        Subject::Case(case(CaseKind::Reversal, &order("NONE")).id),
        Subject::Promo(promo_id("none")),
        Subject::Roster,
        Subject::Policy,
    ];
    assert!(store.load(&[want(&subjects, None)]).await.unwrap()[0].held.is_empty());
    assert!(store.load(&[]).await.unwrap().is_empty());
    assert!(store.commit(&[]).await.unwrap().is_empty());
}
