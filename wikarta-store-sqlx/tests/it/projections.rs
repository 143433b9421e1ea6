//! The columns beside a body say what the body says, whatever was written before.
//!
//! Books that were changed step by step must hold the same rows as books into which the last state
//! was written at once.

use wikarta_core::access::{Permission, Scope};
use wikarta_core::account::{
    Account, CaseKind, CaseState, CreditNoteState, PostingMethod, Refund, RefundOrigin,
    RefundSource, Route, Stage,
};
use wikarta_core::aggregate::{Aggregate, AggregateId};
use wikarta_core::policy::{Policy, PolicyBook, PolicyProposal};
use wikarta_core::ports::{Change, Held, Store, Subject};
use wikarta_core::subscription::SubscriptionStatus;
use wikarta_store_sqlx::{Down, SqlxStore};

use crate::world::*;
use crate::{in_file, lines};

const TABLES: &[&str] = &[
    "customers",
    "customer_personal",
    "customer_lookup",
    "accounts",
    "packages",
    "subscriptions",
    "number_series",
    "users",
    "user_roles",
    "roles",
    "role_permissions",
    "roster",
    "policy",
    "promos",
    "invoices",
    "invoice_lines",
    "payments",
    "payment_invoices",
    "allocations",
    "refunds",
    "cases",
    "suspense_items",
    "manual_payments",
    "refund_cases",
    "void_cases",
    "credit_notes",
    "reminders",
    "reminder_messages",
];

async fn dump(folder: &tempfile::TempDir) -> Vec<String> {
    let mut all = Vec::new();
    for table in TABLES {
        let columns = format!("SELECT name FROM pragma_table_info('{table}') ORDER BY cid");
        let columns = lines(folder, &columns).await;
        let pairs: Vec<_> = columns.iter().map(|name| format!("'{name}', quote({name})")).collect();
        let rows = format!("SELECT json_object({}) FROM {table} ORDER BY 1", pairs.join(", "));
        all.extend(lines(folder, &rows).await.into_iter().map(|row| format!("{table} {row}")));
    }
    all
}

/// The states of an account from a draft to a refund, each as the whole account.
fn life() -> Vec<Account> {
    let mut states = vec![account(1)];
    let mut next = account(1);
    let mut invoice = draft(1, "a", november());
    invoice.lines.push(invoice.lines[0].clone());
    next.invoices.insert(invoice.id.clone(), invoice);
    states.push(next.clone());
    let mut invoice = issued(1, "a", november(), 1);
    let attempt = attempt("ORDER-1", &mut [&mut invoice]);
    next.invoices.insert(invoice.id.clone(), invoice);
    next.attempts.insert(attempt.order_id.clone(), attempt);
    next.customer.zone = wikarta_core::time::Zone::Wit;
    states.push(next.clone());
    settle(&mut next, &order("ORDER-1"));
    let paid = next.attempts.get_mut(&order("ORDER-1")).unwrap();
    paid.refunds.push(Refund {
        key: "r".to_owned(),
        amount: rupiah(5),
        confirmed: false,
        origin: RefundOrigin::Chargeback,
    });
    let found = case(CaseKind::RefundFound, &order("ORDER-1"));
    next.cases.insert(found.id.clone(), found.clone());
    states.push(next.clone());
    next.credit = rupiah(3);
    next.suspense = rupiah(4);
    next.attempts.get_mut(&order("ORDER-1")).unwrap().refunds[0].confirmed = true;
    next.invoices.values_mut().for_each(|invoice| invoice.allocations.clear());
    next.cases.get_mut(&found.id).unwrap().state = CaseState::Closed;
    states.push(next);
    states.extend(corrected(states.last().unwrap()));
    states
}

/// What people ask for and take by hand: first as it is asked for, then as it ended.
fn corrected(before: &Account) -> [Account; 2] {
    let mut asked = before.clone();
    let refund = refund("r", RefundSource::Attempt(order("ORDER-1")), Some(invoice_id("a")), 1);
    asked.refunds.insert(refund.id.clone(), refund);
    let void = void("v", invoice_id("a"), 2);
    asked.voids.insert(void.id.clone(), void);
    let posting = posting("p", Vec::new(), 3);
    asked.postings.insert(posting.id.clone(), posting);
    let note = credit_note("n", invoice_id("a"), 4);
    asked.credit_notes.insert(note.id.clone(), note);
    let mut ended = asked.clone();
    for refund in ended.refunds.values_mut() {
        (refund.stage, refund.tier, refund.tries) = (Stage::Done, 3, 2);
        (refund.amount, refund.route) = (rupiah(6_000), Route::Offline);
        (refund.source, refund.invoice) = (RefundSource::Posting(posting_id("p")), None);
        refund.expires_at = at(999);
    }
    for void in ended.voids.values_mut() {
        (void.stage, void.tier, void.expires_at) = (Stage::Executing, 2, at(999));
    }
    for note in ended.credit_notes.values_mut() {
        (note.state, note.amount, note.tax) = (CreditNoteState::Rejected, rupiah(1), rupiah(0));
    }
    count(&mut ended, &posting_id("p"), &invoice_id("a"));
    for posting in ended.postings.values_mut() {
        (posting.method, posting.refunded) = (PostingMethod::Transfer, rupiah(7));
    }
    let subscription = ended.subscriptions.values_mut().next().unwrap();
    subscription.status = SubscriptionStatus::Isolated;
    subscription.billed_until = november().first_day().succ_opt();
    ended.customer.kind = wikarta_core::customer::Kind::Corporate;
    ended.customer.registered_by = Some(hand(1).by);
    ended.customer.deleted = Some(deleted(7));
    [asked, ended]
}

async fn held_of(store: &dyn Store, state: &Account) -> Option<Held> {
    let mut subjects = vec![Subject::Account(state.id.clone())];
    subjects.extend(state.invoices.keys().cloned().map(Subject::Invoice));
    subjects.extend(state.attempts.keys().cloned().map(Subject::Order));
    let loaded = store.load(&[want(&subjects, None)]).await.unwrap().remove(0);
    loaded
        .held
        .into_iter()
        .find(|held| held.aggregate.id() == AggregateId::Account(state.id.clone()))
}

#[tokio::test]
async fn columns_say_what_the_body_says() {
    let (stepwise, one) = in_file().await;
    let (at_once, other) = in_file().await;
    for store in [&stepwise, &at_once] {
        stock(store).await;
    }
    for state in life() {
        let before = held_of(&stepwise, &state).await;
        let personal = vec![personal(1)];
        let change = Change { personal, ..change(before.as_ref(), &holding(state)) };
        write(&stepwise, &[change]).await;
    }
    let last = life().pop().unwrap();
    let change = Change { personal: vec![personal(1)], ..change(None, &holding(last)) };
    write(&at_once, &[change]).await;
    let rows = dump(&one).await;
    assert_eq!(rows, dump(&other).await);
    assert!(rows.len() >= 8, "{rows:#?}");
}

#[tokio::test]
async fn small_aggregates_are_projected_whole() {
    let (stepwise, one) = in_file().await;
    let (at_once, other) = in_file().await;
    let mut dearer = package();
    dearer.price = rupiah(300_000);
    dearer.code = "RUMAH21".to_owned();
    dearer.name = "Rumah 21".to_owned();
    dearer.mbps = 21;
    let mut promoted = user("a@demo.test");
    promoted.email = "b@demo.test".to_owned();
    promoted.roles = [wikarta_core::access::Role::Supervisor].into();
    promoted.standing = wikarta_core::staff::Standing::Disabled;
    dearer.state = wikarta_core::package::PackageState::Archived;
    promoted.custom = [role_code("KASIR")].into();
    let (view, limited) = ((Permission::InvoiceView, Scope::All), Scope::Limited);
    let rights = [view, (Permission::CustomerView, limited)];
    let mut renamed = roster(&[(Permission::InvoiceView, limited)]);
    renamed.roles.values_mut().for_each(|role| role.name = "Kasir kantor".to_owned());
    renamed.changes.clear();
    let mut approved = promo("hemat", 1);
    approved.state = wikarta_core::promo::PromoState::Approved;
    approved.name = "Hemat sekali".to_owned();
    let first = PolicyBook::seeded(Policy::indonesian_pkp().unwrap(), at(1));
    let policy = Policy { version: 2, ..first.current.clone() };
    let (reason, by) = ("Rapat direksi".to_owned(), hand(2));
    let proposal = Some(PolicyProposal { number: 1, policy, reason, by });
    let changed = PolicyBook { proposal, ..first.clone() };
    let pairs = [
        (Aggregate::Policy(Box::new(first)), Aggregate::Policy(Box::new(changed))),
        (Aggregate::Package(package()), Aggregate::Package(dearer)),
        (Aggregate::Roster(roster(&rights)), Aggregate::Roster(renamed)),
        (Aggregate::Promo(promo("hemat", 1)), Aggregate::Promo(approved)),
        (Aggregate::Series(series(1)), Aggregate::Series(series(2))),
        (Aggregate::User(user("a@demo.test")), Aggregate::User(promoted)),
    ];
    for (first, last) in pairs {
        write(&stepwise, &[change(None, &first)]).await;
        let subject = match first.id() {
            AggregateId::Package(id) => Subject::Package(id),
            AggregateId::Series(month) => Subject::Series(month),
            AggregateId::User(id) => Subject::User(id),
            AggregateId::Promo(id) => Subject::Promo(id),
            AggregateId::Roster => Subject::Roster,
            AggregateId::Policy => Subject::Policy,
            other => panic!("{other}"),
        };
        let loaded = load_one(&stepwise, subject).await;
        write(&stepwise, &[change(Some(held(&loaded, &first.id())), &last)]).await;
        write(&at_once, &[change(None, &last)]).await;
    }
    assert_eq!(dump(&one).await, dump(&other).await);
    let made = "SELECT role || ' ' || permission || ' ' || scope FROM role_permissions
        JOIN roles ON code = role WHERE built_in = 0";
    assert_eq!(lines(&one, made).await, ["KASIR invoice.view limited"]);
    let held = lines(&one, "SELECT role FROM user_roles ORDER BY role").await;
    assert_eq!(held, ["KASIR", "SUPERVISOR"]);
    one_down(&stepwise).await;
}

/// Roles made here go with the roster, and the people who had them keep the others.
async fn one_down(store: &SqlxStore) {
    assert_eq!(store.migrate_down(Down::One).await.unwrap(), 1);
    assert_eq!(store.migrate_up().await.unwrap(), 1);
}

#[tokio::test]
async fn what_lists_ask_for_is_in_its_column() {
    let (store, folder) = in_file().await;
    stock(&store).await;
    let mut whole = account(1);
    let mut invoice = issued(1, "a", november(), 1);
    let attempt = attempt("ORDER-1", &mut [&mut invoice]);
    whole.invoices.insert(invoice.id.clone(), invoice);
    whole.attempts.insert(attempt.order_id.clone(), attempt);
    write(&store, &[change(None, &holding(whole.clone()))]).await;
    let open = "SELECT order_id || ' ' || status || ' ' || open_amount || ' ' || due_date || ' '
                || number FROM invoices";
    assert_eq!(
        lines(&folder, open).await,
        ["ORDER-1 PENDING 277500 2026-11-11 INV/2026/11/000001"]
    );
    let arrived = arrival(&order("ORDER-1"), "k", wikarta_core::ports::InboxState::Applied);
    let seen = load_account(&store, 1).await;
    settle(&mut whole, &order("ORDER-1"));
    let paid = Change { arrivals: vec![arrived], ..change(Some(&seen), &holding(whole)) };
    write(&store, &[paid]).await;
    assert_eq!(
        lines(&folder, "SELECT status || ' ' || open_amount || ' ' || paid FROM invoices").await,
        ["PAID 0 277500"]
    );
    let payment = "SELECT invoice_id || ' ' || type || ' ' || state || ' ' || is_open || ' '
                   || booked || ' ' || gross_amount FROM payments";
    let expected = ["inv_a bank_transfer settled 0 277500 277500.00"];
    assert_eq!(lines(&folder, payment).await, expected, "the gross amount as it was received");
    let allocation = "SELECT invoice_id || ' ' || order_id || ' ' || amount FROM allocations";
    assert_eq!(lines(&folder, allocation).await, ["inv_a ORDER-1 277500"]);
}
