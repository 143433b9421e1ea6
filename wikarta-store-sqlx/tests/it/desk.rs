//! Lists for the desk: what was asked for, what waits, whose it is.

use wikarta_core::access::{Permission, Scope};
use wikarta_core::account::{
    CaseKind, CaseState, CreditNoteState, InvoiceStatus, PostingState, RefundSource, Stage,
};
use wikarta_core::aggregate::Aggregate;
use wikarta_core::package::{PackageState, PriceProposal};
use wikarta_core::ports::Change;
use wikarta_core::promo::PromoState;
use wikarta_core::suspense::SuspenseItem;
use wikarta_store_sqlx::SqlxStore;
use wikarta_store_sqlx::views::{DeskFilter, Page, Priced, RefundRow, Waiting};

use crate::in_file;
use crate::world::*;

/// Customers 1 to 3 with a bill each; refunds at 10, 20 and 30 seconds, the newest of them done.
async fn books() -> (SqlxStore, tempfile::TempDir) {
    let (store, folder) = in_file().await;
    stock(&store).await;
    for n in 1..=3 {
        let mut whole = account(n);
        let invoice = issued(n, &format!("{n}"), november(), n);
        let id = invoice.id.clone();
        whole.invoices.insert(id.clone(), invoice);
        let moment = i64::from(n) * 10;
        let mut refund = refund(&format!("{n}"), RefundSource::Credit, Some(id.clone()), moment);
        let mut void = void(&format!("{n}"), id.clone(), moment);
        let mut posting = posting(&format!("{n}"), vec![id.clone()], moment);
        let mut note = credit_note(&format!("{n}"), id.clone(), moment);
        let mut found = case(CaseKind::PaidTwice, &order(&format!("ORDER-{n}")));
        found.opened_at = at(moment);
        found.invoice = Some(id);
        if n == 3 {
            (refund.stage, void.stage) = (Stage::Done, Stage::Withdrawn);
            posting.state = PostingState::Rejected;
            note.state = CreditNoteState::Rejected;
            found.state = CaseState::Closed;
        }
        whole.refunds.insert(refund.id.clone(), refund);
        whole.voids.insert(void.id.clone(), void);
        whole.postings.insert(posting.id.clone(), posting);
        whole.credit_notes.insert(note.id.clone(), note);
        whole.cases.insert(found.id.clone(), found);
        let personal = vec![personal(n)];
        write(&store, &[Change { personal, ..change(None, &holding(whole)) }]).await;
    }
    (store, folder)
}

fn states<S>(states: Vec<S>, limit: u32) -> DeskFilter<S> {
    DeskFilter { states, limit, ..DeskFilter::default() }
}

fn codes<T>(page: &Page<wikarta_store_sqlx::views::DeskRow<T>>) -> Vec<&str> {
    page.rows.iter().map(|row| row.customer_code.trim_start_matches("PLG-00000")).collect()
}

#[tokio::test]
async fn refunds_come_newest_first_page_by_page() {
    let (store, _folder) = books().await;
    let first: Page<RefundRow> = store.refunds(&states(vec![], 2)).await.unwrap();
    assert_eq!(codes(&first), ["3", "2"]);
    let rest = DeskFilter { after: first.next, ..states(vec![], 2) };
    let second = store.refunds(&rest).await.unwrap();
    assert_eq!((codes(&second), second.next.as_ref()), (vec!["1"], None));
    let row = &second.rows[0];
    assert_eq!((row.customer_name.as_str(), row.version), ("Pelanggan 1", 1));
    assert_eq!(row.invoice_number.as_deref(), Some("INV/2026/11/000001"));
    assert_eq!(row.account, account_id(1));
    let one = store.refund(&refund_id("2")).await.unwrap().unwrap();
    assert_eq!(one.item, refund("2", RefundSource::Credit, Some(invoice_id("2")), 20));
    assert!(store.refund(&refund_id("none")).await.unwrap().is_none());
}

#[tokio::test]
async fn lists_of_the_desk_are_filtered_by_where_things_stand() {
    let (store, _folder) = books().await;
    let open = vec![Stage::Requested, Stage::Verified, Stage::Approved];
    assert_eq!(codes(&store.refunds(&states(open.clone(), 9)).await.unwrap()), ["2", "1"]);
    assert_eq!(codes(&store.refunds(&states(vec![Stage::Done], 9)).await.unwrap()), ["3"]);
    let mixed = vec![Stage::Done, Stage::Requested];
    assert_eq!(codes(&store.refunds(&states(mixed, 9)).await.unwrap()), ["3", "2", "1"]);
    assert!(store.refunds(&states(vec![Stage::Unknown], 9)).await.unwrap().rows.is_empty());
    assert_eq!(codes(&store.voids(&states(open, 9)).await.unwrap()), ["2", "1"]);
    assert_eq!(codes(&store.voids(&states(vec![Stage::Withdrawn], 9)).await.unwrap()), ["3"]);
    assert_eq!(store.void(&void_id("1")).await.unwrap().unwrap().account, account_id(1));
    let recorded = states(vec![PostingState::Recorded], 9);
    assert_eq!(codes(&store.postings(&recorded).await.unwrap()), ["2", "1"]);
    assert_eq!(codes(&store.postings(&states(vec![], 1)).await.unwrap()), ["3"]);
    let posting = store.posting(&posting_id("1")).await.unwrap().unwrap();
    assert_eq!((posting.item.evidence.as_str(), posting.invoice_number), ("KW-1", None));
    let asked = states(vec![CreditNoteState::Requested], 9);
    assert_eq!(codes(&store.credit_notes(&asked).await.unwrap()), ["2", "1"]);
    assert!(store.credit_note(&note_id("3")).await.unwrap().is_some());
    assert_eq!(codes(&store.cases(&states(vec![CaseState::Open], 9)).await.unwrap()), ["2", "1"]);
    let closed = store.cases(&states(vec![CaseState::Closed], 9)).await.unwrap();
    assert_eq!(codes(&closed), ["3"]);
    let by_id = store.case(&closed.rows[0].item.id).await.unwrap().unwrap();
    assert_eq!(by_id.invoice_number.as_deref(), Some("INV/2026/11/000003"));
}

#[tokio::test]
async fn a_bill_and_a_customer_show_what_the_desk_did() {
    let (store, _folder) = books().await;
    let seen = load_account(&store, 1).await;
    let Aggregate::Account(mut whole) = seen.aggregate.clone() else { panic!() };
    count(&mut whole, &posting_id("1"), &invoice_id("1"));
    assert_eq!(whole.invoices[&invoice_id("1")].status, InvoiceStatus::Paid);
    let mut older = refund("older", RefundSource::Credit, None, 5);
    older.stage = Stage::Failed;
    whole.refunds.insert(older.id.clone(), older);
    write(&store, &[change(Some(&seen), &Aggregate::Account(whole))]).await;
    let of_bill = store.corrections_of_invoice(&invoice_id("1")).await.unwrap();
    assert_eq!((of_bill.refunds.len(), of_bill.voids.len()), (1, 1));
    assert_eq!((of_bill.postings.len(), of_bill.credit_notes.len()), (1, 1));
    let of_customer = store.corrections_of_customer(&account_id(1)).await.unwrap();
    let refunds: Vec<_> = of_customer.refunds.iter().map(|refund| refund.id.clone()).collect();
    assert_eq!(refunds, [refund_id("1"), refund_id("older")], "newest first");
    let unpaid = store.corrections_of_invoice(&invoice_id("2")).await.unwrap();
    assert!(unpaid.postings.is_empty(), "a posting that is not checked is on no bill");
}

fn unknown(text: &str, found: i64) -> SuspenseItem {
    SuspenseItem { found_at: at(found), ..suspense_item(text) }
}

#[tokio::test]
async fn money_that_is_nobodys_is_listed_until_it_is_somebodys() {
    let (store, _folder) = books().await;
    let mut back = unknown("BACK", 3);
    back.refunded = back.amount;
    let mut moved = unknown("MOVED", 4);
    moved.moved = Some(wikarta_core::suspense::SuspenseMove {
        account: account_id(1),
        resolution: wikarta_core::suspense::Resolution::Credit,
        reason: "Salah ketik".to_owned(),
        by: hand(1),
        approved: Some(hand(2)),
    });
    for item in [unknown("ONE", 1), unknown("TWO", 2), back, moved] {
        write(&store, &[change(None, &Aggregate::Suspense(item))]).await;
    }
    let orders = |page: Page<SuspenseItem>| {
        page.rows.into_iter().map(|item| item.order_id.to_string()).collect::<Vec<_>>()
    };
    let first = store.suspense_items(None, 1).await.unwrap();
    let next = first.next.clone();
    assert_eq!(orders(first), ["TWO"]);
    assert_eq!(orders(store.suspense_items(next.as_ref(), 1).await.unwrap()), ["ONE"]);
    let moved = store.suspense_item(&order("MOVED")).await.unwrap().unwrap();
    assert_eq!(moved.moved.unwrap().account, account_id(1));
    assert!(store.suspense_item(&order("NONE")).await.unwrap().is_none());
}

#[tokio::test]
async fn what_waits_is_counted_and_prices_and_promotions_are_found() {
    let (store, _folder) = books().await;
    let mut dearer = package();
    dearer.id = "pkg_new".parse().unwrap();
    dearer.code = "BARU".to_owned();
    dearer.state = PackageState::Proposed;
    let (price, pricing) = (rupiah(300_000), dearer.pricing);
    dearer.proposal = Some(PriceProposal { price, pricing, reason: String::new(), by: hand(1) });
    let mut decided = promo("lama", 1);
    decided.state = PromoState::Approved;
    let singles = [
        Aggregate::Package(dearer),
        Aggregate::Promo(decided),
        Aggregate::Promo(promo("hemat", 2)),
        Aggregate::Roster(roster(&[(Permission::InvoiceView, Scope::All)])),
        Aggregate::Suspense(unknown("ONE", 1)),
    ];
    for one in singles {
        write(&store, &[change(None, &one)]).await;
    }
    let expected = Waiting {
        refunds: 2,
        voids: 2,
        postings: 2,
        credit_notes: 2,
        cases: 2,
        suspense: 1,
        promos: 1,
        package_prices: 1,
        terminations: 0,
        access_changes: 1,
    };
    assert_eq!(store.waiting().await.unwrap(), expected);
    let names = |page: Page<wikarta_core::promo::Promo>| {
        page.rows.into_iter().map(|promo| promo.code).collect::<Vec<_>>()
    };
    assert_eq!(names(store.promos(&DeskFilter::default()).await.unwrap()), ["HEMAT", "LAMA"]);
    let proposed = states(vec![PromoState::Proposed], 9);
    assert_eq!(names(store.promos(&proposed).await.unwrap()), ["HEMAT"]);
    assert!(store.promo(&promo_id("lama")).await.unwrap().is_some());
    let on_sale = store.packages().await.unwrap();
    assert_eq!((on_sale.len(), on_sale[0].subscribers), (1, 3));
    let waiting = store.packages_in(&[], Priced::Proposed).await.unwrap();
    assert_eq!(waiting[0].package.code, "BARU");
    assert_eq!(store.packages_in(&[], Priced::Either).await.unwrap().len(), 2);
    let one = store.package(&"pkg_new".parse().unwrap()).await.unwrap().unwrap();
    assert_eq!((one.version, one.subscribers), (1, 0));
}

#[tokio::test]
async fn credit_notes_of_a_month_are_listed_by_their_agreement() {
    let (store, _folder) = books().await;
    let seen = load_account(&store, 2).await;
    let Aggregate::Account(mut whole) = seen.aggregate.clone() else { panic!() };
    let note = whole.credit_notes.get_mut(&note_id("2")).unwrap();
    note.state = CreditNoteState::Approved;
    let text = format!(r#"{{"by":"{}","at":"{}","content":"","roles":[]}}"#, hand(1).by, at(500));
    note.approved = Some(serde_json::from_str(&text).unwrap());
    write(&store, &[change(Some(&seen), &Aggregate::Account(whole))]).await;
    let span = async |from, until| {
        let page = store.credit_notes_approved((at(from), at(until)), None, 9).await.unwrap();
        codes(&page).len()
    };
    assert_eq!((span(0, 500).await, span(500, 501).await), (0, 1));
}

#[tokio::test]
async fn staff_come_with_their_roles_and_the_roster_beside_them() {
    let (store, _folder) = in_file().await;
    assert!(store.roster().await.unwrap().is_none());
    let everybody = roster(&[(Permission::InvoiceView, Scope::All)]);
    write(&store, &[change(None, &Aggregate::Roster(everybody.clone()))]).await;
    let mut person = user("a@demo.test");
    person.custom = [role_code("KASIR")].into();
    write(&store, &[change(None, &Aggregate::User(person.clone()))]).await;
    write(&store, &[change(None, &Aggregate::User(user("b@demo.test")))]).await;
    store.set_password_hash("a@demo.test", "$argon2id$…").await.unwrap();
    let session = wikarta_store_sqlx::identity::SessionRow {
        id_hash: [1; 32],
        user: person.id.clone(),
        created_at: at(1),
        seen_at: at(9),
        expires_at: at(99),
    };
    store.open_session(&session).await.unwrap();
    let staff = store.staff("", 9).await.unwrap();
    assert_eq!(
        (&staff[0].user, staff[0].can_sign_in, staff[0].seen_at),
        (&person, true, Some(at(9)))
    );
    assert_eq!((staff[1].can_sign_in, staff[1].seen_at), (false, None));
    assert_eq!(store.staff("a@demo.test", 9).await.unwrap().len(), 1);
    assert_eq!(store.roster().await.unwrap(), Some((everybody, 1)));
}

/// A handler of a web server moves between threads while it waits.
#[tokio::test]
async fn lists_may_be_read_from_any_thread() {
    fn sent<T: Send>(_: T) {}
    let (store, _folder) = in_file().await;
    let (stages, cases, all) = (states(vec![], 1), states(vec![], 1), states(vec![], 1));
    sent(store.refunds(&stages));
    sent(store.refund(&refund_id("1")));
    sent(store.voids(&stages));
    sent(store.cases(&cases));
    sent(store.promos(&all));
    sent(store.packages());
    sent(store.suspense_items(None, 1));
    sent(store.corrections_of_invoice(&invoice_id("1")));
    sent(store.subscriptions_to_bill(None, 1));
    sent(store.customer(&account_id(1)));
    sent(store.issued((at(0), at(1)), None, 1));
    sent(store.personal(&account_id(1)));
    sent(store.staff("", 1));
    sent(store.waiting());
}
