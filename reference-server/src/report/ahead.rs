//! The next days: the bills that will be made and the reminders that will fall due, by the very
//! functions that will make them.

use std::collections::HashSet;

use chrono::{Days, NaiveDate};
use wikarta_core::access::Actor;
use wikarta_core::decide::{Due, billing_due};
use wikarta_core::dunning::{Billed, Calendar, Planned, Stage};
use wikarta_core::engine::{Run, RunMode, RunOutcome};
use wikarta_core::id::{InvoiceId, SubscriptionId, TraceId};
use wikarta_core::money::Rupiah;
use wikarta_core::time::{Timestamp, Zone};
use wikarta_store_sqlx::views::report::{Buyer, Which};
use wikarta_store_sqlx::views::{PAGE_MAX, Sold};

use super::ours;
use crate::answer::Problem;
use crate::app::App;

/// How far it looks.
pub const DAYS: u64 = 7;
/// The most bills and the most reminders that are told; how many there are is told as well.
const ROWS_MAX: usize = 500;

/// What the next days bring.
#[derive(Debug, Clone, Default)]
pub struct Ahead {
    /// Bills, the first day first.
    pub bills: Vec<NextBill>,
    /// How many bills there are, with those that are not told.
    pub bills_found: usize,
    /// Reminders, the first one first.
    pub reminders: Vec<NextReminder>,
    /// How many reminders there are, with those that are not told.
    pub reminders_found: usize,
}

/// A bill that will be made.
#[derive(Debug, Clone)]
pub struct NextBill {
    /// The day on which a run makes it.
    pub on: NaiveDate,
    /// Of which subscription, and whose.
    pub sold: Sold,
    /// What it bills.
    pub due: Due,
    /// What it comes to; absent where a rule would refuse it or nothing would be left to bill.
    pub total: Option<Rupiah>,
    /// The code of the rule that would refuse it.
    pub refused: Option<&'static str>,
}

/// A reminder that will fall due.
#[derive(Debug, Clone)]
pub struct NextReminder {
    /// When.
    pub at: Timestamp,
    /// Which step.
    pub stage: Stage,
    /// The bill.
    pub invoice: InvoiceId,
    /// The bill's number.
    pub number: String,
    /// Whose.
    pub buyer: Buyer,
    /// What is open of it now.
    pub open: Rupiah,
}

/// Looks at the days from today on, in the seller's zone.
///
/// # Errors
/// The books did not answer.
pub async fn look(app: &App, now: Timestamp, actor: &Actor) -> Result<Ahead, Problem> {
    let mut ahead = Ahead::default();
    bills(app, now, actor, &mut ahead).await?;
    reminders(app, now, &mut ahead).await?;
    Ok(ahead)
}

async fn bills(app: &App, now: Timestamp, actor: &Actor, ahead: &mut Ahead) -> Result<(), Problem> {
    let policy = app.wikarta.policy();
    let today = now.day_in(policy.zone);
    let mut after: Option<SubscriptionId> = None;
    loop {
        let page = app.store.subscriptions_to_bill(after.as_ref(), PAGE_MAX).await?;
        let mut seen: HashSet<(SubscriptionId, Due)> = HashSet::new();
        for on in (0..DAYS).filter_map(|days| today.checked_add_days(Days::new(days))) {
            let fresh = |sold: &&Sold| {
                let due = billing_due(&sold.subscription, on, &policy);
                due.iter().any(|due| !seen.contains(&(sold.subscription.id.clone(), *due)))
            };
            let asked: Vec<Sold> = page.iter().filter(fresh).cloned().collect();
            for next in previewed(app, &asked, on, actor).await {
                if seen.insert((next.sold.subscription.id.clone(), next.due)) {
                    ahead.bills_found += 1;
                    ahead.bills.push(next);
                }
            }
        }
        let full = page.len() == PAGE_MAX as usize;
        after = page.last().filter(|_| full).map(|sold| sold.subscription.id.clone());
        if after.is_none() {
            break;
        }
    }
    ahead.bills.sort_by_key(|next| (next.on, next.sold.customer_code.clone()));
    ahead.bills.truncate(ROWS_MAX);
    Ok(())
}

/// What a run of a day would bill of these subscriptions.
async fn previewed(app: &App, asked: &[Sold], on: NaiveDate, actor: &Actor) -> Vec<NextBill> {
    if asked.is_empty() {
        return Vec::new();
    }
    let (trace, actor) = (TraceId::new("preview"), actor.clone());
    let run = Run { on, actor, trace, mode: RunMode::Preview };
    let subscriptions: Vec<_> = asked.iter().map(|sold| sold.subscription.clone()).collect();
    let rows = app.wikarta.bill(&subscriptions, &run).await;
    let next = |row: wikarta_core::engine::RunRow| {
        let sold = asked.iter().find(|sold| sold.subscription.id == row.subscription)?.clone();
        let (total, refused) = match row.outcome {
            RunOutcome::WouldBill { total } => (Some(total), None),
            RunOutcome::Refused(refusal) => (None, Some(refusal.code())),
            RunOutcome::Billed { .. }
            | RunOutcome::AlreadyBilled { .. }
            | RunOutcome::NothingDue => return None,
            RunOutcome::Settled | RunOutcome::Failed(_) => (None, None),
        };
        Some(NextBill { on, sold, due: row.due?, total, refused })
    };
    rows.into_iter().filter_map(next).collect()
}

async fn reminders(app: &App, now: Timestamp, ahead: &mut Ahead) -> Result<(), Problem> {
    let policy = app.wikarta.policy();
    let end = now.day_in(policy.zone).checked_add_days(Days::new(DAYS)).unwrap_or(NaiveDate::MAX);
    let until = Timestamp::start_of_day(end, policy.zone).map_err(|error| ours(&error))?;
    let open = app.store.bills(Which::Open, Timestamp::clamped(i64::MAX)).await?;
    for row in open.into_iter().filter(|row| row.invoice.takes_money()) {
        let invoice = &row.invoice;
        let (Some(issued_at), Some(due)) = (invoice.issued_at, invoice.due_date) else { continue };
        let zone: Zone = row.buyer.zone;
        let calendar = Calendar { policy: &policy.dunning, holidays: &policy.holidays, zone };
        for (stage, planned) in calendar.plan(Billed { due, issued_at }) {
            let Planned::At(at) = planned else { continue };
            if at >= now && at < until {
                ahead.reminders.push(NextReminder {
                    at,
                    stage,
                    invoice: invoice.id.clone(),
                    number: invoice.number.map(|number| number.to_string()).unwrap_or_default(),
                    buyer: row.buyer.clone(),
                    open: invoice.open_amount(),
                });
            }
        }
    }
    ahead.reminders_found = ahead.reminders.len();
    ahead.reminders.sort_by(|a, b| (a.at, &a.number).cmp(&(b.at, &b.number)));
    ahead.reminders.truncate(ROWS_MAX);
    Ok(())
}
