//! Service: begun, limited for unpaid bills, opened again.

use chrono::{Days, NaiveDate};

use super::{Context, Decision, Sold, hand, reason};
use crate::account::{AccountEvent, Case, CaseKind, CaseState};
use crate::billing::{Cycle, LineKind, next_period, period_containing, prorate};
use crate::decide::billing::{days, whole_price};
use crate::decide::divided;
use crate::event::Event;
use crate::id::InvoiceId;
use crate::policy::WhileIsolated;
use crate::refusal::Refusal;
use crate::subscription::{Charge, Isolation, Subscription, SubscriptionAct};

/// How far the first day of service may lie from the day on which it is recorded.
const FIRST_DAY_APART: u64 = 31;

pub(super) fn activate(
    sold: &Sold<'_>,
    on: NaiveDate,
    context: &Context<'_>,
) -> Result<Decision, Refusal> {
    let status = sold.step(SubscriptionAct::Activate)?;
    let (today, apart) = (sold.today(context), Days::new(FIRST_DAY_APART));
    let earliest = today.checked_sub_days(apart).unwrap_or(today);
    let latest = today.checked_add_days(apart).unwrap_or(today);
    if on < earliest || on > latest {
        return Err(Refusal::Invalid { field: "on", problem: "must lie within 31 days of today" });
    }
    let mut after = Subscription { status, starts_on: on, ..sold.subscription.clone() };
    // A cycle that was meant to begin with the service begins with it.
    if after.terms.cycle == Cycle::anniversary_of(sold.subscription.starts_on) {
        after.terms.cycle = Cycle::anniversary_of(on);
    }
    for charge in &mut after.charges {
        (charge.from, charge.to) = (on, on);
    }
    Ok(sold.changed(SubscriptionAct::Activate, after))
}

/// Limits service as a person says; what the rules had proposed is settled by it.
pub(super) fn isolate_by_hand(
    sold: &Sold<'_>,
    why: &str,
    context: &Context<'_>,
) -> Result<Decision, Refusal> {
    let proposed = sold
        .account
        .cases
        .values()
        .find(|case| case.kind == CaseKind::IsolationDue && case.state == CaseState::Open);
    let bill = proposed.and_then(|case| case.invoice.as_ref());
    let mut decision = isolate(sold, why, bill, context)?;
    if let Some(case) = proposed {
        let (closed, note) = (Some(hand(context)?), Some(why.trim().to_owned()));
        let case = Case { state: CaseState::Closed, closed, note, ..case.clone() };
        let event = AccountEvent::CaseStepped { case, placed: Vec::new(), not_needed: Vec::new() };
        decision.events.push(Event::Account(sold.account.id.clone(), event));
    }
    Ok(decision)
}

/// Limits service, for a bill or for another reason.
pub(in crate::decide) fn isolate(
    sold: &Sold<'_>,
    why: &str,
    bill: Option<&InvoiceId>,
    context: &Context<'_>,
) -> Result<Decision, Refusal> {
    let reason = reason::checked(why)?;
    let status = sold.step(SubscriptionAct::Isolate)?;
    let mut after = Subscription { status, ..sold.subscription.clone() };
    after.isolations.push(Isolation {
        from: sold.today(context),
        until: None,
        reason,
        reopened: None,
        bill: bill.cloned(),
    });
    Ok(sold.changed(SubscriptionAct::Isolate, after))
}

pub(in crate::decide) fn restore(
    sold: &Sold<'_>,
    why: &str,
    context: &Context<'_>,
) -> Result<Decision, Refusal> {
    let reason = reason::checked(why)?;
    let status = sold.step(SubscriptionAct::Restore)?;
    let mut after = Subscription { status, ..sold.subscription.clone() };
    let today = sold.today(context);
    let Some(open) = after.isolations.iter_mut().rev().find(|found| found.until.is_none()) else {
        return Ok(sold.changed(SubscriptionAct::Restore, after));
    };
    (open.until, open.reopened) = (Some(today), Some(reason));
    let from = open.from;
    match context.policy.billing.while_isolated {
        WhileIsolated::Continue { .. } => {}
        WhileIsolated::Pause => after.charges.extend(limited_days(&after, from, today)?),
    }
    Ok(sold.changed(SubscriptionAct::Restore, after))
}

/// What is taken off for days without service that are billed already. Days that are not billed yet
/// are never charged.
fn limited_days(
    subscription: &Subscription,
    from: NaiveDate,
    until: NaiveDate,
) -> Result<Vec<Charge>, Refusal> {
    let terms = subscription.terms;
    let until = until.min(subscription.billed_until.unwrap_or(from));
    let first = period_containing(terms.cycle, terms.length, subscription.starts_on, from);
    let mut charges = Vec::new();
    let mut period = first;
    while let Some(within) = period.filter(|found| found.from < until) {
        let (begin, end) = (within.from.max(from), within.until.min(until));
        let plan = subscription.plan_of_period(within.from);
        let price = whole_price(plan.price, terms.length)?;
        let off = prorate(price, days(begin, end), within.whole_days()).map_err(divided)?;
        if off.is_positive() {
            charges.push(Charge {
                key: format!("isolated-{begin}"),
                kind: LineKind::Proration,
                description: format!("Layanan terisolir {} {}", plan.code, plan.name),
                from: begin,
                to: end.pred_opt().unwrap_or(end),
                amount: off.negated(),
                pricing: plan.pricing,
                tax_code: plan.tax_code,
            });
        }
        period = next_period(terms.cycle, terms.length, within);
    }
    Ok(charges)
}
