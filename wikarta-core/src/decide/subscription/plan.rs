//! Another package: from a day on, or with the next period.

use chrono::NaiveDate;

use super::sell::{installation, plan_of};
use super::{Context, Decision, Sold};
use crate::billing::{DiscountKind, LineKind, Period, change_of_plan, period_containing};
use crate::command::ChangeWhen;
use crate::decide::billing::{days, nth_with, whole_price};
use crate::decide::divided;
use crate::money::{Part, Rupiah};
use crate::package::Package;
use crate::refusal::Refusal;
use crate::subscription::{
    Charge, FormerPlan, NextPlan, Plan, Subscription, SubscriptionAct, SubscriptionStatus,
};

pub(super) fn change(
    sold: &Sold<'_>,
    package: &Package,
    when: ChangeWhen,
    context: &Context<'_>,
) -> Result<Decision, Refusal> {
    sold.step(SubscriptionAct::ChangePlan)?;
    let (before, new, today) = (sold.subscription, plan_of(package), sold.today(context));
    let same_next = before.next_plan.as_ref().is_some_and(|next| next.plan == new);
    if before.plan() == new && before.next_plan.is_none() || same_next {
        return Err(Refusal::Nothing("change"));
    }
    let not_served = before.status == SubscriptionStatus::PendingInstall
        || (today < before.starts_on && before.billed_until.is_none());
    if not_served {
        return Ok(sold.changed(SubscriptionAct::ChangePlan, exchanged(before, new, package)));
    }
    let on = match when {
        ChangeWhen::On(on) => Some(on),
        ChangeWhen::Usual if dearer(&before.plan(), &new) => Some(today),
        ChangeWhen::Usual | ChangeWhen::NextPeriod => None,
    };
    let after = match on {
        None => with_next_period(before, new, today)?,
        Some(on) if on == today || today.succ_opt() == Some(on) => {
            within_period(before, new, on.max(before.starts_on), context)?
        }
        Some(_) => {
            return Err(Refusal::Invalid { field: "on", problem: "must be today or tomorrow" });
        }
    };
    Ok(sold.changed(SubscriptionAct::ChangePlan, after))
}

/// Prices of one kind can be compared; of others nobody pays more before having been asked.
fn dearer(old: &Plan, new: &Plan) -> bool {
    old.pricing == new.pricing && new.price > old.price
}

/// Nothing was served or billed yet: the new package simply takes the place of the old.
fn exchanged(before: &Subscription, new: Plan, package: &Package) -> Subscription {
    let mut after = Subscription { next_plan: None, ..before.clone() }.under(new);
    let fee = installation(package, before.starts_on);
    after.charges.retain(|charge| charge.key != fee.key);
    if fee.amount.is_positive() && before.billed_until.is_none() {
        after.charges.push(fee);
    }
    after
}

fn period_on(subscription: &Subscription, day: NaiveDate) -> Result<Period, Refusal> {
    let (terms, first) = (subscription.terms, subscription.starts_on);
    period_containing(terms.cycle, terms.length, first, day.max(first))
        .ok_or(Refusal::Invalid { field: "on", problem: "lies in no period of the subscription" })
}

fn with_next_period(
    before: &Subscription,
    plan: Plan,
    today: NaiveDate,
) -> Result<Subscription, Refusal> {
    let end = period_on(before, today)?.until;
    let from = before.billed_until.map_or(end, |billed| billed.max(end));
    let next_plan = if plan == before.plan() { None } else { Some(NextPlan { plan, from }) };
    Ok(Subscription { next_plan, ..before.clone() })
}

/// Takes the unused rest of the old plan off and charges the rest of the new, with the next bill.
fn within_period(
    before: &Subscription,
    new: Plan,
    on: NaiveDate,
    context: &Context<'_>,
) -> Result<Subscription, Refusal> {
    let (old, period) = (before.plan(), period_on(before, on)?);
    let billed = before.billed_until.is_some_and(|until| on < until);
    if before.former.as_ref().is_some_and(|former| former.until <= period.from) {
        let problem = "lies in a period after one that is not billed yet; bill that one first";
        return Err(Refusal::Invalid { field: "on", problem });
    }
    let mut after = Subscription { next_plan: None, ..before.clone() };
    if old == new {
        return Ok(after);
    }
    if billed || on > period.from {
        let unused = days(on, period.until);
        let price = |plan: &Plan| -> Result<Rupiah, Refusal> {
            let price = whole_price(plan.price, before.terms.length)?;
            less_promos(price, before, period)
        };
        let change = change_of_plan(price(&old)?, price(&new)?, unused, period.whole_days());
        let change = change.map_err(divided)?;
        let line = |mark: &str, plan: &Plan, words: &str, amount| Charge {
            key: format!("plan-{}-{mark}", context.id.characters(0, 12)),
            kind: LineKind::Proration,
            description: format!("{words} {} {}", plan.code, plan.name),
            from: on,
            to: period.last_day(),
            amount,
            pricing: plan.pricing,
            tax_code: plan.tax_code,
        };
        let lines = [
            line("off", &old, "Sisa periode", change.credit),
            line("on", &new, "Paket baru", change.charge),
        ];
        after.charges.extend(lines.into_iter().filter(|line| !line.amount.is_zero()));
        if !billed && after.former.is_none() {
            after.former = Some(FormerPlan { plan: old, until: period.until });
        }
    }
    Ok(after.under(new))
}

/// What a price comes to after promotions that take a part of it, so that no more is given back for
/// the rest of a period than was charged for it.
fn less_promos(
    price: Rupiah,
    subscription: &Subscription,
    period: Period,
) -> Result<Rupiah, Refusal> {
    let mut left = price;
    for promo in &subscription.promos {
        let holds = nth_with(promo, subscription, period).is_some();
        match promo.kind {
            DiscountKind::Percent(rate) if holds => left = left.less(rate.of(price, Part::WHOLE)?),
            DiscountKind::Percent(_)
            | DiscountKind::Amount(_)
            | DiscountKind::FreeDays(_)
            | DiscountKind::FreeMonths(_)
            | DiscountKind::InstallWaived => {}
        }
    }
    Ok(left)
}
