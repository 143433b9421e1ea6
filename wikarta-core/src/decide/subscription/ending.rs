//! The end of a subscription: asked for by one person, agreed to by another.
//!
//! Days that were billed and are not served any more are taken off their bills by credit notes;
//! what waits for the next bill is cut to the last day. What is left of the deposit follows with the
//! final account.

use chrono::{Days, NaiveDate};

use super::{Context, Decision, Sold, hand, reason};
use crate::access::{CaseDeed, CaseFacts, separate};
use crate::account::{CreditNoteAct, Document, Invoice};
use crate::aggregate::Books;
use crate::billing::{LineKind, prorate};
use crate::decide::billing::{Reduction, credited, days, step};
use crate::decide::{divided, facts};
use crate::hand::Ending;
use crate::money::Rupiah;
use crate::refusal::Refusal;
use crate::subscription::{Charge, Subscription, SubscriptionAct, SubscriptionStatus, Termination};

/// How far back the last day of service may lie when the end is asked for or agreed to.
const BACK_DAYS: u64 = 31;
/// How far ahead it may lie when the end is asked for.
const AHEAD_DAYS: u64 = 92;

pub(super) fn request(
    sold: &Sold<'_>,
    on: NaiveDate,
    why: &str,
    context: &Context<'_>,
) -> Result<Decision, Refusal> {
    let reason = reason::checked(why)?;
    let status = sold.step(SubscriptionAct::RequestTermination)?;
    let today = sold.today(context);
    if let Some(waiting) = &sold.subscription.termination
        && waiting.waits()
        && !too_old(waiting.on, today)
    {
        return Err(Refusal::State {
            kind: "subscription",
            id: sold.subscription.id.to_string(),
            state: "TERMINATION_REQUESTED".to_owned(),
            act: SubscriptionAct::RequestTermination.as_str(),
            allowed: vec!["approve", "reject"],
        });
    }
    let latest = today.checked_add_days(Days::new(AHEAD_DAYS)).unwrap_or(today);
    if too_old(on, today) || on > latest {
        let problem = "must lie within 31 days before and 92 days after today";
        return Err(Refusal::Invalid { field: "on", problem });
    }
    let requested = hand(context)?;
    let termination = Some(Termination { on, reason, requested, approved: None, refused: None });
    let after = Subscription { status, termination, ..sold.subscription.clone() };
    Ok(sold.changed(SubscriptionAct::RequestTermination, after))
}

/// A request that nobody has decided.
fn waiting<'a>(sold: &Sold<'a>) -> Option<&'a Termination> {
    sold.subscription.termination.as_ref().filter(|asked| asked.waits())
}

fn too_old(on: NaiveDate, today: NaiveDate) -> bool {
    today.checked_sub_days(Days::new(BACK_DAYS)).is_some_and(|earliest| on < earliest)
}

pub(super) fn reject(
    sold: &Sold<'_>,
    why: &str,
    context: &Context<'_>,
) -> Result<Decision, Refusal> {
    let reason = reason::checked(why)?;
    let status = sold.step(SubscriptionAct::KeepRunning)?;
    let asked = waiting(sold).ok_or(Refusal::Nothing("reject"))?;
    let refused = Some(Ending { by: context.actor.person().cloned(), at: context.at, reason });
    let termination = Some(Termination { refused, ..asked.clone() });
    let after = Subscription { status, termination, ..sold.subscription.clone() };
    Ok(sold.changed(SubscriptionAct::KeepRunning, after))
}

pub(super) fn approve(
    sold: &Sold<'_>,
    books: &Books,
    context: &Context<'_>,
) -> Result<Decision, Refusal> {
    let status = sold.step(SubscriptionAct::Terminate)?;
    let asked = waiting(sold).ok_or(Refusal::Nothing("approve"))?;
    let roster = books.roster();
    let tied = CaseFacts {
        requester: Some(&asked.requested.by),
        ..facts::about(sold.account, &roster, context.actor.person(), context.at)
    };
    separate(CaseDeed::ApproveTermination, context.actor, &tied)?;
    if too_old(asked.on, sold.today(context)) {
        let (id, at) = (sold.subscription.id.to_string(), asked.requested.at);
        return Err(Refusal::Lapsed { kind: "termination of subscription", id, at });
    }
    let approved = Some(hand(context)?);
    let on = asked.on;
    let termination = Some(Termination { approved, ..asked.clone() });
    let mut after =
        Subscription { status, termination, next_plan: None, ..sold.subscription.clone() };
    after.charges = last_charges(sold.subscription, on)?;
    for open in after.isolations.iter_mut().filter(|found| found.until.is_none()) {
        open.until = Some(on.succ_opt().unwrap_or(on).max(open.from));
    }
    let mut decision = sold.changed(SubscriptionAct::Terminate, after);
    for (n, (invoice, taken)) in (0_u32..).zip(unserved(sold, on)?) {
        let reduction = Reduction {
            amount: taken.amount,
            tax: taken.tax,
            reason: format!("Layanan berakhir {on}: hari sesudahnya tidak dilayani"),
            requested: asked.requested.clone(),
        };
        let note = credited((sold.account, invoice), reduction, n, context)?;
        step(&mut decision, sold.account, CreditNoteAct::Approve, note, context);
    }
    Ok(decision)
}

/// What waits for a bill when service ends: cut to the days served; nothing of a service that never
/// began, and no deposit that would be given back at once.
fn last_charges(subscription: &Subscription, on: NaiveDate) -> Result<Vec<Charge>, Refusal> {
    let served =
        on >= subscription.starts_on && subscription.status != SubscriptionStatus::PendingInstall;
    let mut kept = Vec::new();
    for charge in &subscription.charges {
        match charge.kind {
            LineKind::Deposit => continue,
            LineKind::Proration if charge.from > on => continue,
            LineKind::Proration if charge.to > on => {
                let (left, of) = (span(charge.from, on), span(charge.from, charge.to));
                let amount = prorate(charge.amount, left, of).map_err(divided)?;
                kept.push(Charge { to: on, amount, ..charge.clone() });
            }
            LineKind::Proration
            | LineKind::Recurring
            | LineKind::Installation
            | LineKind::Discount
            | LineKind::LateFee
            | LineKind::Adjustment
            | LineKind::DeviceRent
            | LineKind::Other => kept.push(charge.clone()),
        }
    }
    if !served {
        kept.retain(|charge| charge.kind != LineKind::Installation);
    }
    Ok(kept)
}

/// Days from the first to the last, both counted.
fn span(first: NaiveDate, last: NaiveDate) -> u32 {
    days(first, last.succ_opt().unwrap_or(last))
}

/// Money of days after the last, tax included.
#[derive(Clone, Copy)]
struct Taken {
    amount: Rupiah,
    tax: Rupiah,
}

/// What bills of the subscription charge for days after the last.
fn unserved<'a>(sold: &Sold<'a>, on: NaiveDate) -> Result<Vec<(&'a Invoice, Taken)>, Refusal> {
    let of_it = |invoice: &&Invoice| {
        invoice.subscription == sold.subscription.id && invoice.document == Document::Issued
    };
    let mut found = Vec::new();
    for invoice in sold.account.invoices.values().filter(of_it) {
        let (mut base, mut tax) = (Rupiah::ZERO, Rupiah::ZERO);
        for line in invoice.lines.iter().filter(|line| line.to > on && of_days(line.kind)) {
            let first = on.succ_opt().unwrap_or(on).max(line.from);
            let (left, of) = (span(first, line.to), span(line.from, line.to));
            base = base.plus(prorate(line.amount, left, of).map_err(divided)?)?;
            tax = tax.plus(prorate(line.tax, left, of).map_err(divided)?)?;
        }
        let amount = base.plus(tax)?.min(invoice.total.less(invoice.credited));
        if amount.is_positive() {
            found.push((invoice, Taken { amount, tax: tax.min(amount) }));
        }
    }
    Ok(found)
}

/// Whether a line charges for days.
const fn of_days(kind: LineKind) -> bool {
    match kind {
        LineKind::Recurring | LineKind::Proration | LineKind::Discount | LineKind::DeviceRent => {
            true
        }
        LineKind::Installation
        | LineKind::Deposit
        | LineKind::LateFee
        | LineKind::Adjustment
        | LineKind::Other => false,
    }
}
