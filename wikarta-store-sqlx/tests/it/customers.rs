//! Lists about customers: who they are, what they have bought, what was billed.

use chrono::NaiveDate;
use wikarta_core::account::Account;
use wikarta_core::customer::{Kind, PersonalRecord, TaxIdentity};
use wikarta_core::ports::Change;
use wikarta_core::subscription::{SubscriptionStatus, Termination};
use wikarta_core::time::Month;
use wikarta_store_sqlx::views::{Credit, CustomerFilter, Sold};
use wikarta_store_sqlx::{SqlxStore, Vault};

use crate::in_file;
use crate::world::*;

const NIK: &str = "3273015205900001";

fn day(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, month, day).unwrap()
}

fn with_status(n: u32, status: SubscriptionStatus) -> Account {
    let mut whole = account(n);
    whole.subscriptions.values_mut().for_each(|sold| sold.status = status);
    whole
}

/// 1 isolated and in debt, 2 a company with credit, 3 deleted, 4 with a NIK, waiting for its
/// installation.
async fn books() -> (SqlxStore, tempfile::TempDir) {
    let (store, folder) = in_file().await;
    let store = store.with_vault(Vault::new([1; 32]).unwrap());
    stock(&store).await;
    let mut debtor = with_status(1, SubscriptionStatus::Isolated);
    for (n, month) in [(1, 9), (2, 10)] {
        let period = Month::new(2026, month).unwrap();
        let mut invoice = issued(1, &format!("{n}"), period, n);
        (invoice.drafted_at, invoice.issued_at) = (at(i64::from(n)), Some(at(i64::from(n) * 100)));
        invoice.due_date = Some(day(month, 11));
        debtor.invoices.insert(invoice.id.clone(), invoice);
    }
    debtor.subscriptions.values_mut().for_each(|sold| sold.deposit = rupiah(100_000));
    debtor.suspense = rupiah(7);
    let mut company = account(2);
    company.customer.kind = Kind::Corporate;
    company.customer.registered_by = Some(hand(1).by);
    company.credit = rupiah(5_000);
    let mut gone = account(3);
    gone.customer.deleted = Some(deleted(5));
    let waiting = with_status(4, SubscriptionStatus::PendingInstall);
    let identity = TaxIdentity { nik: Some(NIK.parse().unwrap()), ..TaxIdentity::default() };
    let plain = personal(4);
    let known = PersonalRecord { values: plain.values.with_identity(identity), ..plain };
    let records = [personal(1), personal(2), personal(3), known];
    for (whole, record) in [debtor, company, gone, waiting].into_iter().zip(records) {
        let personal = vec![record];
        write(&store, &[Change { personal, ..change(None, &holding(whole)) }]).await;
    }
    (store, folder)
}

async fn found(store: &SqlxStore, filter: CustomerFilter) -> Vec<String> {
    let (rows, _) = store.customers(&CustomerFilter { limit: 10, ..filter }).await.unwrap();
    rows.into_iter().map(|row| row.code.replace("PLG-00000", "")).collect()
}

#[tokio::test]
async fn customers_are_found_by_everything_that_people_know() {
    let (store, _folder) = books().await;
    let by_text = async |text: &str| {
        found(&store, CustomerFilter { text: Some(text.to_owned()), ..Default::default() }).await
    };
    assert_eq!(by_text("PLG-000001").await, ["1"]);
    assert_eq!(by_text("pelanggan 2").await, ["2"]);
    assert_eq!(by_text("P4@contoh.test").await, ["4"]);
    assert_eq!(by_text("0812 3456 7890").await, ["1", "2", "4"]);
    assert_eq!(by_text("3273 0152 0590 0001").await, ["4"]);
    assert!(by_text(&NIK[..15]).await.is_empty(), "a part of a number finds nobody");
    let bare = SqlxStore::open("sqlite::memory:").await.unwrap();
    bare.migrate_up().await.unwrap();
    let (rows, _) = bare
        .customers(&CustomerFilter { text: Some(NIK.to_owned()), ..Default::default() })
        .await
        .unwrap();
    assert!(rows.is_empty(), "without a vault the search goes on without numbers");
}

#[tokio::test]
async fn customers_are_filtered_by_what_they_are_and_owe() {
    let (store, _folder) = books().await;
    let all = CustomerFilter::default;
    assert_eq!(found(&store, all()).await, ["1", "2", "4"], "3 was deleted");
    let service = Some(SubscriptionStatus::Isolated);
    assert_eq!(found(&store, CustomerFilter { service, ..all() }).await, ["1"]);
    let kinds = vec![Kind::Corporate, Kind::Business];
    assert_eq!(found(&store, CustomerFilter { kinds, ..all() }).await, ["2"]);
    let overdue = |day| CustomerFilter { overdue_on: Some(day), ..all() };
    assert_eq!(found(&store, overdue(day(9, 12))).await, ["1"]);
    assert!(found(&store, overdue(day(9, 11))).await.is_empty(), "due on that day is in time");
    assert_eq!(found(&store, CustomerFilter { credit: Credit::Some, ..all() }).await, ["2"]);
    let registered_by = Some(hand(1).by);
    assert_eq!(found(&store, CustomerFilter { registered_by, ..all() }).await, ["2"]);
    let page = CustomerFilter { limit: 1, ..all() };
    let (before, more) = store.customers_before(&page, "PLG-000004").await.unwrap();
    assert_eq!((before[0].code.as_str(), more), ("PLG-000002", true));
}

#[tokio::test]
async fn one_customer_comes_with_sums_and_bills() {
    let (store, _folder) = books().await;
    let one = store.customer(&account_id(1)).await.unwrap().unwrap();
    assert_eq!((one.row.open, one.row.open_count), (rupiah(555_000), 2));
    assert_eq!((one.suspense, one.deposit, one.invoice_count), (rupiah(7), rupiah(100_000), 2));
    assert_eq!((one.oldest_due, one.version), (Some(day(9, 11)), 1));
    assert_eq!(one.row.subscriptions.len(), 1);
    let gone = store.customer(&account_id(3)).await.unwrap().unwrap();
    assert_eq!(gone.customer.deleted, Some(deleted(5)));
    assert!(store.customer(&account_id(9)).await.unwrap().is_none());
    let first = store.invoices_of(&account_id(1), None, 1).await.unwrap();
    assert_eq!(first.rows[0].id, invoice_id("2"), "newest first");
    let second = store.invoices_of(&account_id(1), first.next.as_ref(), 1).await.unwrap();
    assert_eq!((second.rows[0].id.clone(), second.next), (invoice_id("1"), None));
}

#[tokio::test]
async fn bills_of_a_span_are_listed_as_they_were_issued() {
    let (store, _folder) = books().await;
    let ids = async |from, until| {
        let page = store.issued((at(from), at(until)), None, 9).await.unwrap();
        page.rows.iter().map(|row| row.invoice.id.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(ids(0, 999).await, ["inv_1", "inv_2"]);
    assert_eq!(ids(100, 200).await, ["inv_1"], "from the first instant to before the last");
    let page = store.issued((at(0), at(999)), None, 1).await.unwrap();
    let row = &page.rows[0];
    assert_eq!((row.account.clone(), row.customer_name.as_str()), (account_id(1), "Pelanggan 1"));
    assert!(!row.invoice.lines.is_empty());
    assert_eq!(row.customer.code.as_str(), "PLG-000001");
    let rest = store.issued((at(0), at(999)), page.next.as_ref(), 1).await.unwrap();
    assert_eq!((rest.rows[0].invoice.id.clone(), rest.next), (invoice_id("2"), None));
}

fn numbers(sold: Vec<Sold>) -> Vec<String> {
    sold.into_iter().map(|sold| number(&sold)).collect()
}

fn number(sold: &Sold) -> String {
    sold.customer_code.trim_start_matches("PLG-").trim_start_matches('0').to_owned()
}

#[tokio::test]
async fn a_billing_run_sees_what_runs_and_what_ended_unbilled() {
    let (store, _folder) = books().await;
    let leaving = |n: u32, on, billed_until, approved| {
        let mut whole = account(n);
        for sold in whole.subscriptions.values_mut() {
            if approved {
                sold.status = SubscriptionStatus::Terminated;
            }
            let (requested, reason) = (hand(1), "Pindah rumah".to_owned());
            let approved = approved.then(|| hand(2));
            sold.termination = Some(Termination { on, reason, requested, approved, refused: None });
            sold.billed_until = Some(billed_until);
        }
        whole
    };
    let ended = |n, billed_until| leaving(n, day(10, 31), billed_until, true);
    let charge = serde_json::json!({
        "key": "late", "kind": "late_fee", "description": "Denda", "from": "2026-10-01",
        "to": "2026-10-31", "amount": 1000, "pricing": "exclusive", "tax_code": "OUT_OF_SCOPE",
    });
    let mut with_charge = ended(7, day(11, 1));
    for sold in with_charge.subscriptions.values_mut() {
        sold.charges.push(serde_json::from_value(charge.clone()).unwrap());
    }
    let mut with_deposit = ended(9, day(11, 1));
    with_deposit.subscriptions.values_mut().for_each(|sold| sold.deposit = rupiah(1));
    let mut refused = leaving(10, day(12, 31), day(12, 1), false);
    for sold in refused.subscriptions.values_mut() {
        let text = format!(r#"{{"by":null,"at":"{}","reason":"Tetap di sini"}}"#, at(3));
        let no = serde_json::from_str(&text).unwrap();
        sold.termination.as_mut().unwrap().refused = Some(no);
    }
    let asked = leaving(8, day(12, 31), day(12, 1), false);
    let more =
        [ended(5, day(11, 1)), ended(6, day(10, 1)), with_charge, asked, with_deposit, refused];
    for whole in more {
        write(&store, &[change(None, &holding(whole))]).await;
    }
    let all = store.subscriptions_to_bill(None, 99).await.unwrap();
    assert_eq!(numbers(all), ["1", "2", "3", "6", "7", "8", "9", "10"], "4 waits, 5 is done");
    let after = subscription_id(3);
    let page = store.subscriptions_to_bill(Some(&after), 2).await.unwrap();
    assert_eq!(numbers(page), ["6", "7"]);
    assert_eq!(numbers(store.subscriptions_ending(None, 9).await.unwrap()), ["8"]);
    let pending = store.subscriptions_in(SubscriptionStatus::PendingInstall, None, 9).await;
    assert_eq!(numbers(pending.unwrap()), ["4"]);
    assert_eq!(numbers(store.subscriptions_of(&account_id(6)).await.unwrap()), ["6"]);
    let one = store.subscription(&subscription_id(1)).await.unwrap().unwrap();
    assert_eq!((one.account, one.version), (account_id(1), 1));
    assert!(store.subscription(&subscription_id(99)).await.unwrap().is_none());
}
