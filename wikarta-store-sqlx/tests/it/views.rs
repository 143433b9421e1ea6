//! What people read: lists by page, one invoice whole, figures, histories.

use chrono::NaiveDate;
use wikarta_core::account::{CaseKind, InvoiceStatus};
use wikarta_core::aggregate::Aggregate;
use wikarta_core::ports::{Change, InboxState};
use wikarta_store_sqlx::SqlxStore;
use wikarta_store_sqlx::views::{CustomerFilter, InvoiceFilter, InvoicePage, TrailFilter};

use crate::in_file;
use crate::world::*;

/// Customers 1 to 5 with a pending bill each, due on the day of their number; 6 has a draft.
async fn books() -> (SqlxStore, tempfile::TempDir) {
    let (store, folder) = in_file().await;
    stock(&store).await;
    write(&store, &[change(None, &Aggregate::User(user("a@demo.test")))]).await;
    let mut changes = Vec::new();
    for n in 1..=5 {
        let mut whole = account(n);
        let mut invoice = issued(n, &format!("{n}"), november(), n);
        invoice.due_date = NaiveDate::from_ymd_opt(2026, 11, n);
        let attempt = attempt(&format!("ORDER-{n}"), &mut [&mut invoice]);
        whole.invoices.insert(invoice.id.clone(), invoice);
        whole.attempts.insert(attempt.order_id.clone(), attempt);
        changes.push(Change { personal: vec![personal(n)], ..change(None, &holding(whole)) });
    }
    let mut with_draft = account(6);
    let draft = draft(6, "draft", november());
    with_draft.invoices.insert(draft.id.clone(), draft);
    changes.push(change(None, &holding(with_draft)));
    write(&store, &changes).await;
    (store, folder)
}

/// Customer 5 pays, and a case is opened about it.
async fn paid(store: &SqlxStore) {
    let seen = load_account(store, 5).await;
    let Aggregate::Account(mut whole) = seen.aggregate.clone() else { panic!() };
    settle(&mut whole, &order("ORDER-5"));
    let mut found = case(CaseKind::LatePayment, &order("ORDER-5"));
    found.invoice = Some(invoice_id("5"));
    whole.cases.insert(found.id.clone(), found);
    let mut paying = change(Some(&seen), &Aggregate::Account(whole));
    let entry = &mut paying.aggregates[0].entries[0].entry;
    entry.actor = format!("staff:{}", user("a@demo.test").id);
    entry.hash = entry.hash_after(&seen.head.hash);
    paying.arrivals = vec![arrival(&order("ORDER-5"), "k", InboxState::Applied)];
    write(store, &[paying]).await;
}

fn ids(page: &InvoicePage) -> Vec<&str> {
    page.rows.iter().map(|row| row.invoice.id.as_str()).collect()
}

fn filter(text: Option<&str>, limit: u32) -> InvoiceFilter {
    InvoiceFilter { text: text.map(str::to_owned), limit, ..InvoiceFilter::default() }
}

#[tokio::test]
async fn invoices_come_page_by_page_oldest_due_first() {
    let (store, _folder) = books().await;
    let mut wanted = filter(None, 4);
    let first = store.invoices(&wanted).await.unwrap();
    assert_eq!(ids(&first), ["inv_1", "inv_2", "inv_3", "inv_4"]);
    wanted.after = first.next;
    let second = store.invoices(&wanted).await.unwrap();
    assert_eq!(ids(&second), ["inv_5", "inv_draft"], "drafts have no due day and come last");
    assert_eq!(second.next, None);
    assert_eq!(second.rows[0].customer_name, "Pelanggan 5");
    assert_eq!(second.rows[1].customer_name, "", "nothing is known about customer 6");
}

#[tokio::test]
async fn invoices_are_found_by_what_people_know() {
    let (store, _folder) = books().await;
    paid(&store).await;
    for (text, expected) in [
        ("000003", vec!["inv_3"]),
        ("INV/2026/11/000002", vec!["inv_2"]),
        ("order-4", vec!["inv_4"]),
        ("PLG-000001", vec!["inv_1"]),
        ("pelanggan 5", vec!["inv_5"]),
        ("%", vec![]),
        ("_", vec![]),
        ("' OR 1=1 --", vec![]),
    ] {
        let page = store.invoices(&filter(Some(text), 10)).await.unwrap();
        assert_eq!(ids(&page), expected, "{text}");
    }
    let statuses = vec![InvoiceStatus::Paid, InvoiceStatus::Draft];
    let some = InvoiceFilter { statuses, ..filter(None, 10) };
    assert_eq!(ids(&store.invoices(&some).await.unwrap()), ["inv_5", "inv_draft"]);
}

#[tokio::test]
async fn an_invoice_comes_with_everything_around_it() {
    let (store, _folder) = books().await;
    paid(&store).await;
    let detail = store.invoice(&invoice_id("5")).await.unwrap().unwrap();
    assert_eq!(detail.row.invoice.status, InvoiceStatus::Paid);
    assert_eq!((detail.row.version, detail.attempts.len()), (2, 1));
    assert_eq!(detail.address, "Jl. Mawar 1");
    assert!(store.invoice(&invoice_id("none")).await.unwrap().is_none());
    let history = store.history_of(&invoice_id("5"), None, 10).await.unwrap();
    assert_eq!(history.rows.iter().map(|row| row.seq).collect::<Vec<_>>(), [2, 1]);
    assert_eq!(history.rows[0].actor_name.as_deref(), Some("Sari"));
    assert_eq!(history.rows[0].previous_hash, history.rows[1].hash);
    let webhooks = store.webhooks_of(&invoice_id("5")).await.unwrap();
    assert_eq!((webhooks.len(), webhooks[0].state), (1, InboxState::Applied));
    assert_eq!(webhooks[0].audited_at, Some(at(57)));
}

#[tokio::test]
async fn a_trail_is_listed_under_everything_that_changed() {
    let (store, _folder) = books().await;
    paid(&store).await;
    let trail = async |entity: &str, id: &str, actor: Option<&str>| {
        let (entity, id) = (entity.to_owned(), id.to_owned());
        let filter = TrailFilter { entity, id, actor: actor.map(str::to_owned), limit: 10 };
        let rows = store.trail(&filter).await.unwrap();
        rows.into_iter().map(|row| row.seq).collect::<Vec<_>>()
    };
    let staff = format!("staff:{}", user("a@demo.test").id);
    for (entity, id) in [("invoice", "inv_5"), ("payment", "ORDER-5")] {
        let mut seqs = trail(entity, id, None).await;
        seqs.sort_unstable();
        assert_eq!(seqs, [1, 2], "{entity}");
        assert_eq!(trail(entity, id, Some(&staff)).await, [2], "own acts only");
    }
    assert_eq!(trail("customer", "cus_0005", None).await, [1], "paying did not change it");
    assert!(trail("invoice", "inv_none", None).await.is_empty());
}

#[tokio::test]
async fn customers_and_packages_are_listed_with_what_they_mean() {
    let (store, _folder) = books().await;
    let page = |text: Option<&str>, after: Option<&str>, limit| CustomerFilter {
        text: text.map(str::to_owned),
        after: after.map(str::to_owned),
        limit,
        ..CustomerFilter::default()
    };
    let (rows, next) = store.customers(&page(None, None, 4)).await.unwrap();
    assert_eq!((rows.len(), next.as_deref()), (4, Some("PLG-000004")));
    assert_eq!(rows[0].subscriptions.len(), 1);
    assert_eq!((rows[0].open, rows[0].open_count), (rupiah(277_500), 1));
    let (rest, end) = store.customers(&page(None, next.as_deref(), 4)).await.unwrap();
    assert_eq!((rest.len(), end), (2, None));
    let (found, _) = store.customers(&page(Some("Pelanggan 3"), None, 4)).await.unwrap();
    assert_eq!(found.iter().map(|row| row.code.as_str()).collect::<Vec<_>>(), ["PLG-000003"]);
    let packages = store.packages().await.unwrap();
    assert_eq!((packages.len(), packages[0].subscribers), (1, 6));
}

#[tokio::test]
async fn figures_count_every_rupiah_once() {
    let (store, _folder) = books().await;
    paid(&store).await;
    let figures = store.figures(at(0), at(1_000)).await.unwrap();
    assert_eq!(figures.billed, rupiah(5 * 277_500), "drafts are not billed");
    assert_eq!(figures.collected, rupiah(277_500));
    assert_eq!(figures.outstanding, rupiah(4 * 277_500));
    assert_eq!(figures.counts[&InvoiceStatus::Pending], 4);
    let before = store.figures(at(-1_000), at(0)).await.unwrap();
    assert_eq!((before.billed, before.collected), (rupiah(0), rupiah(0)));
    let buckets = store.aging(NaiveDate::from_ymd_opt(2026, 12, 3).unwrap()).await.unwrap();
    let shape: Vec<_> = buckets.iter().map(|row| (row.from_days, row.count)).collect();
    assert_eq!(shape, [(1, 2), (31, 2)], "30 and 29 days, 32 and 31 days");
    let cases = store.open_cases(5).await.unwrap();
    assert_eq!(cases[0].customer_code, "PLG-000005");
    assert_eq!(cases[0].invoice_number.as_deref(), Some("INV/2026/11/000005"));
    assert_eq!(store.recent_webhooks(5).await.unwrap().len(), 1);
}
