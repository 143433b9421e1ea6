//! Selling and billing: packages, subscriptions, invoices.

use chrono::{Days, NaiveDate};

use super::{Answer, Context, Decision, not_found};
use crate::account::{Account, AccountEvent, Document, Invoice, InvoiceStatus};
use crate::aggregate::Books;
use crate::billing::{Bill, monthly_bill};
use crate::command::DefinePackage;
use crate::event::Event;
use crate::id::{AccountId, InvoiceId, PackageId, SubscriptionId};
use crate::money::Rupiah;
use crate::package::{Package, PackageState};
use crate::refusal::Refusal;
use crate::subscription::{Subscription, SubscriptionStatus, Terms};
use crate::time::Month;

pub(super) fn package(
    books: &Books,
    order: &DefinePackage,
    context: &Context<'_>,
) -> Result<Decision, Refusal> {
    let id = PackageId::derived(context.id, 0);
    if books.package(&id).is_some() {
        return Err(Refusal::Exists { kind: "package", id: id.to_string() });
    }
    if !(1..=24).contains(&order.code.len()) || !(1..=120).contains(&order.name.chars().count()) {
        let problem = "must have a code of 1 to 24 and a name of 1 to 120 characters";
        return Err(Refusal::Invalid { field: "package", problem });
    }
    if order.price < Rupiah::ZERO {
        return Err(Refusal::Invalid { field: "price", problem: "must not be negative" });
    }
    let package = Package {
        id: id.clone(),
        code: order.code.clone(),
        name: order.name.clone(),
        description: order.description.clone(),
        mbps: order.mbps,
        price: order.price,
        pricing: order.pricing,
        tax_code: order.tax_code,
        state: PackageState::OnSale,
        proposal: None,
        approved: None,
        installation_fee: order.installation_fee,
    };
    let event = Event::PackageDefined(id.clone(), package);
    Ok(Decision::with(Answer::Package { id }, vec![event]))
}

pub(super) fn subscription(
    books: &Books,
    account: &AccountId,
    package: &PackageId,
    starts_on: NaiveDate,
    context: &Context<'_>,
) -> Result<Decision, Refusal> {
    let buyer = books.account(account).ok_or_else(|| not_found("customer", account))?;
    let package = books.package(package).ok_or_else(|| not_found("package", package))?;
    let id = SubscriptionId::derived(context.id, 0);
    let subscription = Subscription {
        id: id.clone(),
        package: package.id.clone(),
        package_code: package.code.clone(),
        package_name: package.name.clone(),
        price: package.price,
        pricing: package.pricing,
        tax_code: package.tax_code,
        starts_on,
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
    };
    let event = AccountEvent::SubscriptionStarted { subscription };
    let events = vec![Event::Account(buyer.id.clone(), event)];
    Ok(Decision::with(Answer::Subscription { id }, events))
}

pub(super) fn draft(
    books: &Books,
    subscription: &SubscriptionId,
    period: Month,
    context: &Context<'_>,
) -> Result<Decision, Refusal> {
    let account = books
        .account_of_subscription(subscription)
        .ok_or_else(|| not_found("subscription", subscription))?;
    let sold = account
        .subscriptions
        .get(subscription)
        .ok_or_else(|| not_found("subscription", subscription))?;
    if let Some(billed) = account.invoices.values().find(|invoice| {
        invoice.subscription == *subscription
            && invoice.period == period
            && invoice.document != Document::Void
    }) {
        return Err(Refusal::AlreadyBilled { period, invoice: billed.id.clone() });
    }
    if Month::of(sold.starts_on) > period {
        return Err(Refusal::PeriodBeforeStart { period });
    }
    let today = context.at.day_in(context.policy.zone);
    let bill = monthly_bill(sold, period, today, &context.policy.tax)?;
    let invoice = drafted(subscription, period, bill, context);
    let id = invoice.id.clone();
    let event = AccountEvent::InvoiceDrafted { invoice: Box::new(invoice) };
    Ok(Decision::with(Answer::Invoice { id }, vec![Event::Account(account.id.clone(), event)]))
}

fn drafted(
    subscription: &SubscriptionId,
    period: Month,
    bill: Bill,
    context: &Context<'_>,
) -> Invoice {
    Invoice {
        id: InvoiceId::derived(context.id, 0),
        subscription: subscription.clone(),
        period,
        document: Document::Draft,
        status: InvoiceStatus::Draft,
        number: None,
        lines: bill.lines,
        tax: bill.tax,
        total: bill.total,
        drafted_at: context.at,
        issued_at: None,
        due_date: None,
        attempts: 0,
        current: None,
        allocations: Vec::new(),
        paid: Rupiah::ZERO,
        refunded: Rupiah::ZERO,
        policy_version: context.policy.version,
        sequence: 0,
        credited: Rupiah::ZERO,
        withheld: None,
        tax_document: None,
        late_fee_steps: 0,
    }
}

pub(super) fn issue(
    books: &Books,
    invoice: &InvoiceId,
    context: &Context<'_>,
) -> Result<Decision, Refusal> {
    let account = books.account_of_invoice(invoice).ok_or_else(|| not_found("invoice", invoice))?;
    let draft = account.invoices.get(invoice).ok_or_else(|| not_found("invoice", invoice))?;
    if draft.document != Document::Draft {
        return Err(Refusal::InvalidState {
            invoice: invoice.clone(),
            status: draft.status,
            act: "issued",
            allowed: if draft.status.payable() { &["charge"] } else { &[] },
        });
    }
    let issue_day = context.at.day_in(context.policy.zone);
    let month = Month::of(issue_day);
    let number = books.series(month).next();
    let local_day = context.at.day_in(account.customer.zone);
    let due_date = local_day
        .checked_add_days(Days::new(u64::from(context.policy.terms_days)))
        .unwrap_or(local_day);
    let restated = restated(account, draft, issue_day, context)?;
    let total = restated.as_ref().map_or(draft.total, |bill| bill.total);
    let from_credit =
        if account.credit.is_positive() { account.credit.min(total) } else { Rupiah::ZERO };
    let event = AccountEvent::InvoiceIssued {
        invoice: invoice.clone(),
        number,
        at: context.at,
        due_date,
        from_credit,
        restated,
    };
    let events = vec![Event::NumberGiven(month, number), Event::Account(account.id.clone(), event)];
    Ok(Decision::with(Answer::Invoice { id: invoice.clone() }, events))
}

/// The tax rule follows the day of issue, so a draft that waited over a change of rule is made anew.
fn restated(
    account: &Account,
    draft: &Invoice,
    issue_day: NaiveDate,
    context: &Context<'_>,
) -> Result<Option<Bill>, Refusal> {
    let tax = &context.policy.tax;
    let drafted_on = draft.drafted_at.day_in(context.policy.zone);
    if tax.on(drafted_on) == tax.on(issue_day) {
        return Ok(None);
    }
    let Some(sold) = account.subscriptions.get(&draft.subscription) else { return Ok(None) };
    Ok(Some(monthly_bill(sold, draft.period, issue_day, tax)?))
}
