//! *Denda*: late bills of a subscription cost more with its next bill, once for each step.

use chrono::NaiveDate;

use super::slice::days;
use crate::account::{Account, Invoice};
use crate::billing::{LineKind, Priced, Pricing, TaxCode, late_fees};
use crate::id::{InvoiceId, SubscriptionId};
use crate::money::Rupiah;
use crate::policy::LateFeePolicy;
use crate::refusal::Refusal;

/// Fees that a bill charges, and how many steps of each late bill are charged then.
pub(super) type Fees = (Vec<Priced>, Vec<(InvoiceId, u8)>);

/// The fees that late bills have earned and that were not charged yet.
pub(super) fn owed(
    account: &Account,
    subscription: &SubscriptionId,
    today: NaiveDate,
    policy: &LateFeePolicy,
) -> Result<Fees, Refusal> {
    let (mut lines, mut steps) = (Vec::new(), Vec::new());
    let late = |invoice: &&Invoice| invoice.subscription == *subscription && invoice.takes_money();
    for invoice in account.invoices.values().filter(late) {
        let Some(due) = invoice.due_date.filter(|due| *due < today) else { continue };
        let charged = u16::from(invoice.late_fee_steps);
        let fees = late_fees(base(invoice), &policy.steps, policy.cap, days(due, today))?;
        let Some(last) = fees.last().map(|fee| fee.step).filter(|step| *step >= charged) else {
            continue;
        };
        let number = invoice.number.map(|number| number.to_string()).unwrap_or_default();
        for fee in fees.iter().filter(|fee| fee.step >= charged) {
            lines.push(Priced {
                description: format!("Denda {number}"),
                from: due,
                to: today,
                quantity: 1,
                amount: fee.amount,
                pricing: Pricing::Exclusive,
                tax_code: TaxCode::OutOfScope,
                kind: LineKind::LateFee,
            });
        }
        steps.push((invoice.id.clone(), u8::try_from(last + 1).unwrap_or(u8::MAX)));
    }
    Ok((lines, steps))
}

/// What is late of a bill: no fee on a fee.
fn base(invoice: &Invoice) -> Rupiah {
    let fees: Rupiah = invoice
        .lines
        .iter()
        .filter(|line| line.kind == LineKind::LateFee)
        .map(|line| line.amount)
        .sum();
    invoice.open_amount().min(invoice.total.less(fees))
}
