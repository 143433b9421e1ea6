//! Selling a package.

use chrono::NaiveDate;

use super::extras::given;
use super::{Answer, Context, Decision, not_found, on_sale};
use crate::account::{Account, AccountEvent};
use crate::aggregate::Books;
use crate::billing::{LineKind, Pricing, TaxCode};
use crate::command::{Installed, Sell};
use crate::event::Event;
use crate::id::{AccountId, PackageId, SubscriptionId};
use crate::money::Rupiah;
use crate::package::Package;
use crate::refusal::Refusal;
use crate::subscription::{Charge, Plan, Subscription, SubscriptionStatus, Terms};

/// Sells with the usual terms: calendar months, running from the first day on.
pub(in crate::decide) fn start(
    books: &Books,
    account: &AccountId,
    package: &PackageId,
    starts_on: NaiveDate,
    context: &Context<'_>,
) -> Result<Decision, Refusal> {
    let terms = Terms::default();
    let order = Sell {
        account: account.clone(),
        package: package.clone(),
        starts_on,
        installed: Installed::Yes,
        cycle: terms.cycle,
        length: terms.length,
        mode: terms.mode,
        promo: None,
        deposit: Rupiah::ZERO,
    };
    sell(books, &order, context)
}

pub(super) fn sell(
    books: &Books,
    order: &Sell,
    context: &Context<'_>,
) -> Result<Decision, Refusal> {
    let buyer =
        books.account(&order.account).ok_or_else(|| not_found("customer", &order.account))?;
    refuse_deleted(buyer)?;
    let package = on_sale(books, &order.package)?;
    if order.deposit < Rupiah::ZERO {
        return Err(Refusal::Invalid { field: "deposit", problem: "must not be negative" });
    }
    let today = context.at.day_in(buyer.customer.zone);
    let promo = order.promo.as_ref().map(|promo| given(books, promo, today)).transpose()?;
    let id = SubscriptionId::derived(context.id, 0);
    let Plan { package: of, code, name, price, pricing, tax_code } = plan_of(package);
    let status = match order.installed {
        Installed::Yes => SubscriptionStatus::Active,
        Installed::No => SubscriptionStatus::PendingInstall,
    };
    let subscription = Subscription {
        id: id.clone(),
        package: of,
        package_code: code,
        package_name: name,
        price,
        pricing,
        tax_code,
        starts_on: order.starts_on,
        status,
        terms: Terms { cycle: order.cycle, length: order.length, mode: order.mode },
        next_plan: None,
        promos: promo.into_iter().collect(),
        charges: first_charges(package, order.deposit, order.starts_on),
        deposit: Rupiah::ZERO,
        isolations: Vec::new(),
        termination: None,
        billed_periods: 0,
        billed_until: None,
        extra_bills: 0,
        former: None,
        returned: Rupiah::ZERO,
    };
    let event = AccountEvent::SubscriptionStarted { subscription };
    let events = vec![Event::Account(buyer.id.clone(), event)];
    Ok(Decision::with(Answer::Subscription { id }, events))
}

fn refuse_deleted(buyer: &Account) -> Result<(), Refusal> {
    if buyer.customer.deleted.is_none() {
        return Ok(());
    }
    Err(Refusal::State {
        kind: "customer",
        id: buyer.id.to_string(),
        state: "DELETED".to_owned(),
        act: "sold anything",
        allowed: Vec::new(),
    })
}

/// A package as it is agreed now.
pub(super) fn plan_of(package: &Package) -> Plan {
    Plan {
        package: package.id.clone(),
        code: package.code.clone(),
        name: package.name.clone(),
        price: package.price,
        pricing: package.pricing,
        tax_code: package.tax_code,
    }
}

/// What the first bill charges besides the period.
fn first_charges(package: &Package, deposit: Rupiah, on: NaiveDate) -> Vec<Charge> {
    let deposit = Charge {
        key: "deposit".to_owned(),
        kind: LineKind::Deposit,
        description: "Uang jaminan".to_owned(),
        from: on,
        to: on,
        amount: deposit,
        pricing: Pricing::Exclusive,
        tax_code: TaxCode::OutOfScope,
    };
    let due = [installation(package, on), deposit].into_iter();
    due.filter(|charge| charge.amount.is_positive()).collect()
}

/// The fee for putting a package in.
pub(super) fn installation(package: &Package, on: NaiveDate) -> Charge {
    Charge {
        key: "installation".to_owned(),
        kind: LineKind::Installation,
        description: "Biaya pemasangan".to_owned(),
        from: on,
        to: on,
        amount: package.installation_fee,
        pricing: Pricing::Exclusive,
        tax_code: package.tax_code,
    }
}
