//! What a bill consists of, and what it makes of the subscription: the one place where bills are
//! made, whoever asks.

use chrono::NaiveDate;

use super::fees;
use super::fit::{fit, priced};
use super::promos::discounts;
use super::slice::Slice;
use crate::account::{Account, Document, Invoice, Withheld, WithheldState};
use crate::billing::{Bill, BillError, LineKind, Priced, Pricing, TaxCode, bill_of};
use crate::customer::{Collector, TaxTreatment, Withholds};
use crate::id::InvoiceId;
use crate::money::Rupiah;
use crate::policy::Policy;
use crate::refusal::Refusal;
use crate::subscription::{Charge, Subscription, SubscriptionStatus};

/// What is billed.
#[derive(Debug, Clone, Copy)]
pub(super) enum What {
    /// A period with all that waits beside it.
    Period(Slice),
    /// Only what waits.
    Charges,
}

/// The days that a bill is made on.
#[derive(Debug, Clone, Copy)]
pub(super) struct Days {
    /// In the seller's zone: which tax rule holds, which month numbers it.
    pub(super) issued: NaiveDate,
    /// In the customer's zone: what is late, when it falls due.
    pub(super) local: NaiveDate,
}

/// A bill, and what is true once it is issued.
pub(super) struct Composed {
    /// The bill; absent when nothing is left to bill.
    pub(super) bill: Option<Bill>,
    /// The subscription afterwards.
    pub(super) after: Subscription,
    /// Late bills and how many of their steps are charged then.
    pub(super) late: Vec<(InvoiceId, u8)>,
    /// What the final account leaves the customer.
    pub(super) final_credit: Rupiah,
}

pub(super) fn compose(
    account: &Account,
    subscription: &Subscription,
    what: What,
    days: Days,
    policy: &Policy,
) -> Result<Composed, Refusal> {
    let slice = match &what {
        What::Period(slice) => Some(slice),
        What::Charges => None,
    };
    let mut lines = slice.map(|slice| slice.line(subscription)).transpose()?.into_iter().collect();
    let (more, less): (Vec<&Charge>, Vec<&Charge>) =
        subscription.charges.iter().partition(|charge| charge.amount.is_positive());
    let mut add = |new: Vec<Priced>| Vec::extend(&mut lines, new);
    add(more.into_iter().map(priced).collect());
    add(slice.map(|slice| of_voided(account, subscription, slice)).unwrap_or_default());
    let (late_lines, late) = fees::owed(account, &subscription.id, days.local, &policy.late_fee)?;
    add(late_lines);
    let (off, promos) = discounts(subscription, slice, &lines)?;
    lines.extend(off);
    let less: Vec<Charge> = less.into_iter().cloned().collect();
    let fitted = fit(lines, &less, days.issued, &policy.tax)?;
    let mut after = billed(subscription, &what);
    let deposits = subscription.charges.iter().filter(|charge| charge.kind == LineKind::Deposit);
    after.deposit = after.deposit.saturating_plus(deposits.map(|charge| charge.amount).sum());
    (after.promos, after.charges) = (promos, fitted.left);
    let mut composed = Composed { bill: fitted.bill, after, late, final_credit: Rupiah::ZERO };
    if is_final(&composed.after) {
        close(&mut composed, days, policy)?;
    }
    Ok(composed)
}

/// What a bill of a period that was taken back had charged besides the period: it is owed with the
/// bill that takes its place.
fn of_voided(account: &Account, subscription: &Subscription, slice: &Slice) -> Vec<Priced> {
    let gone = |invoice: &&Invoice| {
        invoice.subscription == subscription.id
            && invoice.period == slice.period.month()
            && invoice.sequence == 0
            && invoice.document == Document::Void
            && invoice.number.is_some()
    };
    let last = account.invoices.values().filter(gone).max_by_key(|invoice| invoice.issued_at);
    let lines = last.into_iter().flat_map(|invoice| &invoice.lines);
    let besides = lines.filter(|line| match line.kind {
        LineKind::Recurring | LineKind::Discount => false,
        LineKind::Proration => line.from != slice.period.from,
        LineKind::Installation
        | LineKind::Deposit
        | LineKind::LateFee
        | LineKind::Adjustment
        | LineKind::DeviceRent
        | LineKind::Other => true,
    });
    besides
        .map(|line| Priced {
            description: line.description.clone(),
            from: line.from,
            to: line.to,
            quantity: line.quantity,
            amount: line.amount.saturating_plus(line.tax),
            pricing: Pricing::Inclusive,
            tax_code: line.tax_code,
            kind: line.kind,
        })
        .collect()
}

/// The subscription once a bill is out.
fn billed(subscription: &Subscription, what: &What) -> Subscription {
    let mut after = subscription.clone();
    match what {
        What::Charges => after.extra_bills = after.extra_bills.saturating_add(1),
        What::Period(slice) => {
            let (from, until) = (slice.period.from, slice.until);
            if after.billed_until.is_none_or(|billed| billed < until) {
                after.billed_until = Some(until);
                after.billed_periods = after.billed_periods.saturating_add(1);
                after.extra_bills = 0;
            }
            if after.former.as_ref().is_some_and(|former| former.until <= slice.period.until) {
                after.former = None;
            }
            if let Some(next) = after.next_plan.take_if(|next| next.from <= from) {
                after = after.under(next.plan);
            }
        }
    }
    after
}

/// Whether nothing is left to bill of periods.
pub(super) fn is_final(subscription: &Subscription) -> bool {
    let Some(last) = subscription.last_day() else { return false };
    let ended = subscription.status == SubscriptionStatus::Terminated;
    let never = last < subscription.starts_on;
    ended && (never || subscription.billed_until.is_some_and(|billed| billed > last))
}

/// The final account: the deposit pays for the last bill, and what is left becomes credit.
fn close(composed: &mut Composed, days: Days, policy: &Policy) -> Result<(), Refusal> {
    let after = &mut composed.after;
    let total = composed.bill.as_ref().map_or(Rupiah::ZERO, |bill| bill.total);
    let used = after.deposit.min(total);
    if let Some(bill) = composed.bill.as_mut().filter(|_| used.is_positive()) {
        let day = after.last_day().unwrap_or(days.local);
        bill.lines.push(crate::billing::Line {
            description: "Uang jaminan".to_owned(),
            from: day,
            to: day,
            quantity: 1,
            amount: used.negated(),
            tax_code: TaxCode::OutOfScope,
            tax: Rupiah::ZERO,
            kind: LineKind::Deposit,
        });
        bill.tax.base = bill.tax.base.minus(used)?;
        bill.total = bill.total.minus(used)?;
        after.deposit = after.deposit.less(used);
    }
    let mut left = after.deposit;
    for charge in after.charges.drain(..) {
        let line = Priced { amount: charge.amount.negated(), ..priced(&charge) };
        let worth = bill_of(vec![line], days.issued, &policy.tax).map_err(not_a_bill)?;
        left = left.plus(worth.total)?;
    }
    composed.final_credit = left;
    Ok(())
}

/// Tax that the customer is expected to keep back of a bill.
pub(super) fn withheld(
    bill: &Bill,
    treatment: TaxTreatment,
    policy: &Policy,
) -> Result<Option<Withheld>, Refusal> {
    let base = service(bill);
    let amount = match treatment.withholds {
        Withholds::No => Rupiah::ZERO,
        Withholds::Pph23 => policy.pph23.withheld(base.max(Rupiah::ZERO))?,
    };
    let ppn = match treatment.collector {
        Collector::None => Rupiah::ZERO,
        Collector::Government | Collector::StateOwned => bill.tax.ppn.max(Rupiah::ZERO),
    };
    if !amount.is_positive() && !ppn.is_positive() {
        return Ok(None);
    }
    let state = WithheldState::Expected;
    Ok(Some(Withheld { base, amount, ppn, state, slip: None, reason: None }))
}

/// The price of the service before PPN: PPh 23 is counted from it, whether the seller is a PKP or
/// not.
fn service(bill: &Bill) -> Rupiah {
    let lines = bill.lines.iter().filter(|line| line.tax_code != TaxCode::OutOfScope);
    lines.map(|line| line.amount).sum()
}

/// Lines that make no bill.
pub(super) fn not_a_bill(error: BillError) -> Refusal {
    match error {
        BillError::Money(error) => Refusal::Money(error),
        BillError::BelowZero(_) => {
            Refusal::Invalid { field: "bill", problem: "would come to less than nothing" }
        }
        _ => Refusal::Nothing("bill"),
    }
}
