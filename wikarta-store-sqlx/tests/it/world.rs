//! A small world to write down: customers with a subscription, bills, attempts, and the pen that
//! turns two states of an aggregate into a change with an audit entry.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use wikarta_core::account::{
    Account, Allocation, Answer, Attempt, AttemptState, Booking, Case, CaseKind, CaseState,
    Document, Invoice, InvoiceStatus, Share, Source, Superseded,
};
use wikarta_core::aggregate::{Aggregate, AggregateId};
use wikarta_core::audit::{Entry, Head, changes, rows_changed};
use wikarta_core::billing::{Pricing, TaxCode, monthly_bill};
use wikarta_core::customer::{Customer, CustomerKey, Kind, Personal, PersonalRecord, TaxTreatment};
use wikarta_core::event::{Effect, Planned};
use wikarta_core::id::{
    AccountId, CommandId, EffectId, InvoiceId, OrderId, PackageId, SubscriptionId, TraceId, UserId,
};
use wikarta_core::money::Rupiah;
use wikarta_core::package::{Package, PackageState};
use wikarta_core::policy::Policy;
use wikarta_core::ports::{
    AggregateChange, Arrival, Change, CommandAnswer, EntryRow, Held, InboxKey, InboxState, Key,
    Loaded, Outcome, PlannedFor, Store, Subject, Want,
};
use wikarta_core::provider::{Channel, Hint, ProviderStatus, Reading};
use wikarta_core::series::{InvoiceNumber, Series};
use wikarta_core::staff::{Standing, User};
use wikarta_core::subscription::{Subscription, SubscriptionStatus, Terms};
use wikarta_core::time::{Month, Timestamp, Zone};

/// Seconds after the first of November 2026, 00:00 UTC.
pub fn at(seconds: i64) -> Timestamp {
    "2026-11-01T00:00:00Z".parse::<Timestamp>().unwrap().plus_seconds(seconds)
}

pub fn november() -> Month {
    Month::new(2026, 11).unwrap()
}

pub fn command(text: &str) -> CommandId {
    CommandId::new(text)
}

pub fn trace() -> TraceId {
    TraceId::new("trace-1")
}

pub fn rupiah(amount: i64) -> Rupiah {
    Rupiah::new(amount).unwrap()
}

pub fn account_id(n: u32) -> AccountId {
    format!("cus_{n:04}").parse().unwrap()
}

pub fn subscription_id(n: u32) -> SubscriptionId {
    format!("sub_{n:04}").parse().unwrap()
}

pub fn invoice_id(text: &str) -> InvoiceId {
    format!("inv_{text}").parse().unwrap()
}

pub fn order(text: &str) -> OrderId {
    text.parse().unwrap()
}

pub fn package() -> Package {
    Package {
        id: "pkg_home".parse::<PackageId>().unwrap(),
        code: "RUMAH20".to_owned(),
        name: "Rumah 20".to_owned(),
        description: "Untuk rumah".to_owned(),
        mbps: 20,
        price: rupiah(250_000),
        pricing: Pricing::Exclusive,
        tax_code: TaxCode::Ppn04,
        state: PackageState::OnSale,
        proposal: None,
        approved: None,
        installation_fee: Rupiah::ZERO,
        rejected: None,
    }
}

pub fn user(email: &str) -> User {
    User {
        id: UserId::derived(&command(email), 0),
        email: email.to_owned(),
        name: "Sari".to_owned(),
        roles: BTreeSet::from([wikarta_core::access::Role::Keuangan]),
        custom: BTreeSet::new(),
        standing: Standing::Active,
    }
}

pub fn key(n: u32) -> CustomerKey {
    CustomerKey::new([u8::try_from(n % 251).unwrap(); 32])
}

pub fn personal(n: u32) -> PersonalRecord {
    let email = format!("p{n}@contoh.test");
    let values = Personal::new(&format!("Pelanggan {n}"), "+6281234567890", &email, "Jl. Mawar 1");
    PersonalRecord { account: account_id(n), key: key(n), values: values.unwrap() }
}

/// A customer with one subscription and nothing else.
pub fn account(n: u32) -> Account {
    let package = package();
    let subscription = Subscription {
        id: subscription_id(n),
        package: package.id.clone(),
        package_code: package.code.clone(),
        package_name: package.name.clone(),
        price: package.price,
        pricing: package.pricing,
        tax_code: package.tax_code,
        starts_on: NaiveDate::from_ymd_opt(2026, 8, 15).unwrap(),
        status: SubscriptionStatus::Active,
        terms: Terms::default(),
        next_plan: None,
        promos: Vec::new(),
        charges: Vec::new(),
        deposit: Rupiah::ZERO,
        isolations: Vec::new(),
        termination: None,
        billed_periods: 0,
        billed_until: None,
        extra_bills: 0,
        former: None,
        returned: Rupiah::ZERO,
    };
    Account {
        subscriptions: BTreeMap::from([(subscription.id.clone(), subscription)]),
        ..Account::opened(account_id(n), customer(n))
    }
}

/// Who the customer is, as far as decisions know.
fn customer(n: u32) -> Customer {
    let record = personal(n);
    let seal = |field, value: &str| record.key.seal(field, value);
    Customer {
        code: format!("PLG-{n:06}").parse().unwrap(),
        zone: Zone::Wib,
        name: seal("name", record.values.name()),
        phone: seal("phone", record.values.phone()),
        email: seal("email", record.values.email()),
        address: seal("address", record.values.address()),
        registered_at: at(0),
        registered_by: None,
        kind: Kind::Home,
        treatment: TaxTreatment::default(),
        identity: record.values.seal_identity(&record.key),
        payout: record.values.seal_payout(&record.key),
        contact_changed: None,
        payout_changed: None,
        reminding: wikarta_core::customer::Reminding::default(),
        revealed: None,
        deleted: None,
        erased: None,
    }
}

/// A draft for a month of the customer's subscription.
pub fn draft(n: u32, text: &str, period: Month) -> Invoice {
    let account = account(n);
    let subscription = account.subscriptions.values().next().unwrap();
    let policy = Policy::indonesian_pkp().unwrap();
    let bill = monthly_bill(subscription, period, period.first_day(), &policy.tax).unwrap();
    Invoice {
        id: invoice_id(text),
        subscription: subscription.id.clone(),
        period,
        sequence: 0,
        document: Document::Draft,
        status: InvoiceStatus::Draft,
        number: None,
        lines: bill.lines,
        tax: bill.tax,
        total: bill.total,
        drafted_at: at(10),
        issued_at: None,
        due_date: None,
        attempts: 0,
        current: None,
        allocations: Vec::new(),
        paid: Rupiah::ZERO,
        refunded: Rupiah::ZERO,
        policy_version: 1,
        credited: Rupiah::ZERO,
        withheld: None,
        tax_document: None,
        late_fee_steps: 0,
    }
}

/// The same, issued under a number and owed.
pub fn issued(n: u32, text: &str, period: Month, sequence: u32) -> Invoice {
    let number: InvoiceNumber = format!("INV/2026/11/{sequence:06}").parse().unwrap();
    Invoice {
        document: Document::Issued,
        status: InvoiceStatus::Issued,
        number: Some(number),
        issued_at: Some(at(20)),
        due_date: NaiveDate::from_ymd_opt(2026, 11, 11),
        ..draft(n, text, period)
    }
}

/// A waiting attempt for some invoices, which then name it as their newest.
pub fn attempt(text: &str, invoices: &mut [&mut Invoice]) -> Attempt {
    let mut shares = Vec::new();
    for invoice in invoices.iter_mut() {
        invoice.current = Some(order(text));
        invoice.attempts += 1;
        invoice.status = InvoiceStatus::Pending;
        shares.push(Share { invoice: invoice.id.clone(), amount: invoice.open_amount() });
    }
    Attempt {
        order_id: order(text),
        channel: Channel::BcaVa,
        amount: shares.iter().map(|share| share.amount).sum(),
        shares,
        opened_at: at(30),
        expires_at: at(90_000),
        state: AttemptState::Pending,
        answer: Answer::Accepted,
        facts: BTreeSet::new(),
        read: None,
        reads: 0,
        superseded: Superseded::No,
        transaction_id: Some(format!("tx-{text}")),
        instructions: None,
        booking: None,
        reversals: 0,
        refunds: Vec::new(),
    }
}

/// The state after an attempt's money arrived and was put on its invoices.
pub fn settle(account: &mut Account, order_id: &OrderId) {
    let attempt = account.attempts.get_mut(order_id).unwrap();
    attempt.state = AttemptState::Settled;
    attempt.facts.insert(ProviderStatus::Settled);
    attempt.booking = Some(Booking {
        amount: attempt.amount,
        payer_fee: Rupiah::ZERO,
        settled_at: Some(at(40)),
        credited: Rupiah::ZERO,
        suspended: Rupiah::ZERO,
    });
    for share in &attempt.shares {
        let invoice = account.invoices.get_mut(&share.invoice).unwrap();
        invoice.allocations.push(Allocation {
            source: Source::Attempt(order_id.clone()),
            amount: share.amount,
            refunded: Rupiah::ZERO,
        });
        invoice.paid = invoice.paid.plus(share.amount).unwrap();
        invoice.status = InvoiceStatus::Paid;
    }
}

pub fn case(kind: CaseKind, order_id: &OrderId) -> Case {
    Case {
        id: Case::id_for(kind, order_id),
        kind,
        order_id: Some(order_id.clone()),
        invoice: None,
        amount: Some(rupiah(1)),
        opened_at: at(50),
        state: CaseState::Open,
        proposal: None,
        closed: None,
        note: None,
    }
}

pub fn series(last: u32) -> Series {
    Series { month: november(), last }
}

/// A change of one aggregate with one entry, decided on what `held` was.
pub fn aggregate_change(held: Option<&Held>, after: &Aggregate, action: &str) -> AggregateChange {
    let before = held.map(|held| &held.aggregate);
    let (expected, head) = held.map_or((0, Head::default()), |held| (held.version, held.head));
    let rows = rows_changed(before, after);
    let changes = changes(&rows);
    let mut entry = Entry {
        aggregate: after.id(),
        seq: head.seq + 1,
        at: at(60),
        actor: "system".to_owned(),
        roles: String::new(),
        action: action.to_owned(),
        command: command(&format!("{action}-{}-{}", after.id(), head.seq)),
        trace: trace(),
        data: "{\"event\":\"test\"}".to_owned(),
        changes: serde_json::to_string(&changes).unwrap(),
        hash: [0; 32],
    };
    entry.hash = entry.hash_after(&head.hash);
    AggregateChange {
        id: after.id(),
        expected,
        rows: rows.into_iter().map(|(_, row)| row).collect(),
        entries: vec![EntryRow { entry, changes }],
    }
}

/// A change that creates or replaces one aggregate.
pub fn change(held: Option<&Held>, after: &Aggregate) -> Change {
    let aggregates = vec![aggregate_change(held, after, "test.changed")];
    Change { aggregates, ..Change::default() }
}

/// Erases a customer's personal values in the commit that says so.
pub async fn erase(store: &dyn Store, n: u32) {
    let seen = load_account(store, n).await;
    let Aggregate::Account(mut account) = seen.aggregate.clone() else { unreachable!() };
    account.credit = rupiah(1);
    let erased = vec![account_id(n)];
    write(store, &[Change { erased, ..change(Some(&seen), &Aggregate::Account(account)) }]).await;
}

pub fn answer(id: &str) -> CommandAnswer {
    CommandAnswer {
        id: command(id),
        request: [7; 32],
        answer: "{\"said\":\"yes\"}".to_owned(),
        at: at(60),
    }
}

pub fn hint(order_id: &OrderId, event_key: &str) -> Hint {
    Hint {
        order_id: order_id.clone(),
        event_key: event_key.to_owned(),
        reading: Reading {
            status: ProviderStatus::Settled,
            transaction_id: Some("tx".to_owned()),
            amount: rupiah(277_500),
            payer_fee: Rupiah::ZERO,
            currency: None,
            channel: None,
            instructions: None,
            expires_at: None,
            settled_at: Some(at(40)),
            refunds: Vec::new(),
            refunded_total: None,
        },
        probe: false,
    }
}

pub fn inbox_key(order_id: &OrderId, event_key: &str) -> InboxKey {
    InboxKey { order_id: order_id.clone(), event_key: event_key.to_owned() }
}

pub fn arrival(order_id: &OrderId, event_key: &str, state: InboxState) -> Arrival {
    Arrival {
        key: inbox_key(order_id, event_key),
        hint: hint(order_id, event_key),
        payload: b"{\"gross_amount\":\"277500.00\"}".to_vec(),
        state,
        reason: String::new(),
        account: None,
        received_at: at(55),
        verified_at: at(56),
        signed_by: 1,
        updated_at: (state != InboxState::Parked).then(|| at(57)),
        due: at(57),
        trace: trace(),
    }
}

pub fn effect_id(text: &str) -> EffectId {
    EffectId::derived(&command(text), 0)
}

pub fn planned(text: &str, effect: Effect, due: Timestamp) -> PlannedFor {
    PlannedFor {
        planned: Planned { id: effect_id(text), effect, due },
        account: None,
        inbox: None,
        trace: trace(),
        at: at(60),
    }
}

/// Commits and insists that everything was written.
pub async fn write(store: &dyn Store, changes: &[Change]) {
    let outcomes = store.commit(changes).await.unwrap();
    assert!(outcomes.iter().all(|outcome| *outcome == Outcome::Done), "{outcomes:?}");
}

/// Writes the package that every subscription names.
pub async fn stock(store: &dyn Store) {
    write(store, &[change(None, &Aggregate::Package(package()))]).await;
}

pub fn holding(account: Account) -> Aggregate {
    Aggregate::Account(Box::new(account))
}

pub fn want(subjects: &[Subject], key: Option<Key>) -> Want {
    Want { subjects: subjects.to_vec(), key }
}

pub async fn load_one(store: &dyn Store, subject: Subject) -> Loaded {
    store.load(&[want(&[subject], None)]).await.unwrap().remove(0)
}

/// The aggregate of a name, as loaded.
pub fn held<'a>(loaded: &'a Loaded, id: &AggregateId) -> &'a Held {
    loaded.held.iter().find(|held| held.aggregate.id() == *id).unwrap()
}

/// The account in what was loaded.
pub fn loaded_account(loaded: &Loaded) -> &Account {
    let account = loaded.held.iter().find_map(|held| match &held.aggregate {
        Aggregate::Account(account) => Some(&**account),
        _ => None,
    });
    account.unwrap()
}

pub async fn load_account(store: &dyn Store, n: u32) -> Held {
    let loaded = load_one(store, Subject::Account(account_id(n))).await;
    held(&loaded, &AggregateId::Account(account_id(n))).clone()
}
