//! What promotions take off a bill.

use super::divided;
use super::slice::{Slice, days};
use crate::billing::{
    DiscountKind, LineKind, Period, Priced, Served, amount_off, period_containing,
};
use crate::refusal::Refusal;
use crate::subscription::{GivenPromo, Subscription};

/// The number, from 0, of a period among those that a promotion holds for; nothing when it does not
/// hold for it. The first is the first that was billed with it.
pub(in crate::decide) fn nth_with(
    promo: &GivenPromo,
    subscription: &Subscription,
    period: Period,
) -> Option<u16> {
    let Some(since) = promo.since else {
        return (promo.periods > 0).then_some(0);
    };
    let (terms, first) = (subscription.terms, subscription.starts_on);
    let begun = period_containing(terms.cycle, terms.length, first, since)?;
    let count = |month: crate::time::Month| i64::from(month.year()) * 12 + i64::from(month.month());
    let apart = count(period.month()) - count(begun.month());
    let nth = u16::try_from(apart / i64::from(terms.length.months())).ok()?;
    (apart >= 0 && nth < promo.periods).then_some(nth)
}

/// The discount lines of a bill, and the promotions as they stand after it.
pub(super) fn discounts(
    subscription: &Subscription,
    slice: Option<&Slice>,
    lines: &[Priced],
) -> Result<(Vec<Priced>, Vec<GivenPromo>), Refusal> {
    let (mut off, mut after) = (Vec::new(), subscription.promos.clone());
    for promo in &mut after {
        let waives = promo.kind == DiscountKind::InstallWaived;
        let (nth, served) = match slice {
            Some(slice) => {
                let Some(nth) = nth_with(promo, subscription, slice.period) else { continue };
                let since = promo.since.unwrap_or(slice.period.from);
                let served = Served {
                    number: u32::from(nth) + 1,
                    days_before: days(since, slice.period.from),
                    days: slice.charged,
                    length: subscription.terms.length,
                };
                (nth, served)
            }
            None if waives && promo.used == 0 => {
                let length = subscription.terms.length;
                (0, Served { number: 1, days_before: 0, days: 0, length })
            }
            None => continue,
        };
        let mut given = false;
        for line in lines.iter().filter(|line| takes(line, slice)) {
            let amount = amount_off(promo.kind, line.kind, line.amount, served).map_err(divided)?;
            if amount.is_positive() {
                given = true;
                off.push(Priced {
                    description: promo.name.clone(),
                    amount: amount.negated(),
                    kind: LineKind::Discount,
                    ..line.clone()
                });
            }
        }
        // A waiver waits for the installation; any other runs with the periods.
        if let (Some(slice), true) = (slice, given || !waives) {
            promo.since =
                Some(promo.since.map_or(slice.period.from, |old| old.min(slice.period.from)));
            promo.used = promo.used.max(nth + 1);
        } else if given {
            promo.used = promo.periods;
        }
    }
    Ok((off, after))
}

/// Promotions are for the period's own service and for the installation, not for what was changed
/// within it: those lines were reduced when they were made.
fn takes(line: &Priced, slice: Option<&Slice>) -> bool {
    match line.kind {
        LineKind::Installation => true,
        LineKind::Recurring | LineKind::Proration => {
            slice.is_some_and(|slice| line.from == slice.period.from && line.to == slice.last_day())
        }
        LineKind::Deposit
        | LineKind::Discount
        | LineKind::LateFee
        | LineKind::Adjustment
        | LineKind::DeviceRent
        | LineKind::Other => false,
    }
}
