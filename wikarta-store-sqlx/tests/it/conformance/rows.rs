//! What is written is what is read.

use std::collections::BTreeMap;

use wikarta_core::account::{CaseKind, Refund, RefundOrigin};
use wikarta_core::aggregate::{Aggregate, AggregateId};
use wikarta_core::ports::{Change, Store, Subject};
use wikarta_core::provider::Instructions;

use crate::papers::*;
use crate::world::*;

pub async fn every_kind_of_row_comes_back(store: &dyn Store) {
    let item = suspense_item("UNKNOWN-1");
    let singles = [
        (Aggregate::Package(package()), Subject::Package(package().id)),
        (Aggregate::Series(series(7)), Subject::Series(november())),
        (Aggregate::User(user("a@demo.test")), Subject::Email("a@demo.test".to_owned())),
        (Aggregate::Suspense(item), Subject::Order(order("UNKNOWN-1"))),
    ];
    for (aggregate, subject) in singles {
        write(store, &[change(None, &aggregate)]).await;
        let loaded = load_one(store, subject).await;
        assert_eq!(held(&loaded, &aggregate.id()).aggregate, aggregate);
    }
    let by_id = load_one(store, Subject::User(user("a@demo.test").id)).await;
    assert_eq!(by_id.held[0].aggregate, Aggregate::User(user("a@demo.test")));
    let whole = busy_account();
    let personal = vec![personal(1)];
    write(store, &[Change { personal, ..change(None, &holding(whole.clone())) }]).await;
    let loaded = load_one(store, Subject::Invoice(invoice_id("a"))).await;
    assert_eq!(*loaded_account(&loaded), whole);
    let by_code = load_one(store, Subject::CustomerCode("PLG-000001".to_owned())).await;
    assert_eq!(loaded_account(&by_code).customer, whole.customer);
}

/// A customer with an open bill, a live and a refunded attempt, and a case.
fn busy_account() -> wikarta_core::account::Account {
    let mut whole = account(1);
    whole.credit = rupiah(-12);
    whole.suspense = rupiah(34);
    let mut invoice = issued(1, "a", november(), 1);
    let mut older = attempt("ORDER-1", &mut [&mut invoice]);
    let mut newer = attempt("ORDER-2", &mut [&mut invoice]);
    older.refunds.push(Refund {
        key: "r-1".to_owned(),
        amount: rupiah(100),
        confirmed: true,
        origin: RefundOrigin::FoundAtGateway,
    });
    newer.instructions = Some(Instructions::VirtualAccount { va_number: "123".to_owned() });
    whole.attempts =
        BTreeMap::from([older, newer].map(|attempt| (attempt.order_id.clone(), attempt)));
    whole.invoices.insert(invoice.id.clone(), invoice);
    let case = case(CaseKind::LatePayment, &order("ORDER-1"));
    whole.cases.insert(case.id.clone(), case);
    whole
}

pub async fn texts_come_back_byte_for_byte(store: &dyn Store) {
    let nasty =
        "q\"uote \\ back\\u0041slash \u{1f600} \t tab \n line '; DROP TABLE users; -- \u{7f}";
    let mut package = package();
    package.description = nasty.to_owned();
    let mut change = change(None, &Aggregate::Package(package.clone()));
    let entry = &mut change.aggregates[0].entries[0].entry;
    entry.data = format!("{{\"text\":{}}}", serde_json::to_string(nasty).unwrap());
    entry.hash = entry.hash_after(&[0; 32]);
    let hash = entry.hash;
    change.answers = vec![wikarta_core::ports::CommandAnswer {
        answer: serde_json::to_string(nasty).unwrap(),
        ..answer("nasty")
    }];
    write(store, &[change]).await;
    let loaded = load_one(store, Subject::Package(package.id.clone())).await;
    let held = held(&loaded, &AggregateId::Package(package.id.clone()));
    assert_eq!(held.aggregate, Aggregate::Package(package));
    assert_eq!(held.head.hash, hash);
}
