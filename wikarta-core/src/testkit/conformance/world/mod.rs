//! A small world to write down: customers with a subscription, bills, attempts and what people ask
//! for, and the pen that turns two states of an aggregate into a change with an audit entry.
//!
//! Everything here follows from its arguments; equal arguments make equal things.

mod bills;
mod desk;
mod pen;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::access::Role;
use crate::account::Account;
use crate::billing::{Pricing, TaxCode};
use crate::customer::{
    Customer, CustomerCode, CustomerError, CustomerKey, Kind, Personal, PersonalRecord, Reminding,
    TaxTreatment,
};
use crate::id::{
    AccountId, CommandId, InvoiceId, OrderId, PackageId, SubscriptionId, TraceId, UserId,
};
use crate::money::Rupiah;
use crate::package::{Package, PackageState};
use crate::staff::{Standing, User};
use crate::subscription::{Subscription, SubscriptionStatus, Terms};
use crate::time::{Month, Timestamp, Zone};

pub use bills::{attempt, case, draft, issued, reminder, settle};
pub use desk::{
    count, credit_note, deleted, hand, note_id, posting, posting_id, promo, promo_id, refund,
    refund_id, role_code, roster, suspense_item, void, void_id,
};
pub use pen::{
    aggregate_change, answer, arrival, change, effect_id, entry, hint, holding, inbox_key, planned,
    settled, want,
};

/// 2026-11-01T00:00:00Z.
const BEGINNING: i64 = 1_793_491_200_000_000;

/// So many seconds after the first of November 2026, 00:00 UTC.
#[must_use]
pub fn at(seconds: i64) -> Timestamp {
    Timestamp::clamped(BEGINNING).plus_seconds(seconds)
}

/// A day of November 2026, from 1; days beyond it count on.
#[must_use]
pub fn day(of_november: i64) -> NaiveDate {
    at((of_november - 1).saturating_mul(86_400)).day_in(Zone::Wib)
}

/// November 2026.
#[must_use]
pub fn november() -> Month {
    Month::of(day(1))
}

/// A month of 2026, from 1; months beyond it count on.
#[must_use]
pub fn month(number: u32) -> Month {
    november().minus_months(10).plus_months(number.saturating_sub(1))
}

/// The command of a name.
#[must_use]
pub fn command(text: &str) -> CommandId {
    CommandId::new(text)
}

/// The request that everything here comes from.
#[must_use]
pub fn trace() -> TraceId {
    TraceId::new("trace-1")
}

/// Whole rupiah.
#[must_use]
pub fn rupiah(amount: i64) -> Rupiah {
    Rupiah::clamped(amount)
}

/// The `n`-th customer; they are in the order of their numbers.
#[must_use]
pub fn account_id(n: u32) -> AccountId {
    AccountId::named(&format!("{n:04}"))
}

/// The subscription of the `n`-th customer.
#[must_use]
pub fn subscription_id(n: u32) -> SubscriptionId {
    SubscriptionId::named(&format!("{n:04}"))
}

/// The bill of a name.
#[must_use]
pub fn invoice_id(text: &str) -> InvoiceId {
    InvoiceId::named(text)
}

/// The order of a name.
#[must_use]
pub fn order(text: &str) -> OrderId {
    OrderId::named(text)
}

/// The package that every subscription is of.
#[must_use]
pub fn package() -> Package {
    Package {
        id: PackageId::named("home"),
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

/// A member of staff who signs in with an address.
#[must_use]
pub fn user(email: &str) -> User {
    User {
        id: UserId::derived(&command(email), 0),
        email: email.to_owned(),
        name: "Sari".to_owned(),
        roles: BTreeSet::from([Role::Keuangan]),
        custom: BTreeSet::new(),
        standing: Standing::Active,
    }
}

/// The key of the `n`-th customer's values.
#[must_use]
pub fn key(n: u32) -> CustomerKey {
    CustomerKey::new([u8::try_from(n % 251).unwrap_or_default(); 32])
}

/// The four personal values of the `n`-th customer.
fn values(n: u32) -> [String; 4] {
    let (name, email) = (format!("Pelanggan {n}"), format!("p{n}@contoh.test"));
    [name, "+6281234567890".to_owned(), email, "Jl. Mawar 1".to_owned()]
}

/// The personal values of the `n`-th customer with their key.
///
/// # Errors
/// None: they are such as a customer may have.
pub fn personal(n: u32) -> Result<PersonalRecord, CustomerError> {
    let [name, phone, email, address] = values(n);
    let values = Personal::new(&name, &phone, &email, &address)?;
    Ok(PersonalRecord { account: account_id(n), key: key(n), values })
}

/// The `n`-th customer with one subscription and nothing else.
#[must_use]
pub fn account(n: u32) -> Account {
    let subscription = subscription(n);
    Account {
        subscriptions: BTreeMap::from([(subscription.id.clone(), subscription)]),
        ..Account::opened(account_id(n), customer(n))
    }
}

/// The subscription of the `n`-th customer: it runs.
#[must_use]
pub fn subscription(n: u32) -> Subscription {
    let package = package();
    Subscription {
        id: subscription_id(n),
        package: package.id,
        package_code: package.code,
        package_name: package.name,
        price: package.price,
        pricing: package.pricing,
        tax_code: package.tax_code,
        starts_on: day(-77),
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
    }
}

/// Who the customer is, as far as decisions know.
fn customer(n: u32) -> Customer {
    let (key, [name, phone, email, address]) = (key(n), values(n));
    Customer {
        code: CustomerCode::numbered(n),
        zone: Zone::Wib,
        name: key.seal("name", &name),
        phone: key.seal("phone", &phone),
        email: key.seal("email", &email),
        address: key.seal("address", &address),
        registered_at: at(0),
        registered_by: None,
        kind: Kind::Home,
        treatment: TaxTreatment::default(),
        identity: None,
        payout: None,
        contact_changed: None,
        payout_changed: None,
        reminding: Reminding::default(),
        revealed: None,
        deleted: None,
        erased: None,
    }
}
