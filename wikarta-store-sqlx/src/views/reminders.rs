//! Reminders in lists, and what they came to in a period.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use sqlx::sqlite::SqliteRow;
use wikarta_core::account::{Reminder, ReminderState};
use wikarta_core::dunning::{
    Billed, Calendar, DunnedBill, MessageChannel, Payment, Performance, Period, Planned, Stage,
};
use wikarta_core::id::{AccountId, InvoiceId};
use wikarta_core::money::Rupiah;
use wikarta_core::policy::Policy;
use wikarta_core::ports::Fault;
use wikarta_core::time::{Timestamp, Zone};

use super::desk::{DeskRow, desk_row};
use super::page::{self, Order, Page, Place, body, column, parsed, words};
use crate::dialect::sqlite;
use crate::{SqlxStore, micros};

/// A reminder in a list.
pub type ReminderRow = DeskRow<Reminder>;

/// How far a step may lie from its due date.
const STAGE_DAYS_MAX: u64 = 121;

/// Which reminders, those whose window opened last first.
#[derive(Debug, Clone)]
pub struct ReminderFilter {
    /// Only these states; empty means all.
    pub states: Vec<ReminderState>,
    /// Only this step.
    pub stage: Option<Stage>,
    /// Only what this channel took.
    pub channel: Option<MessageChannel>,
    /// Only those after this place.
    pub after: Option<Place>,
    /// At most so many, 1 to [`super::PAGE_MAX`].
    pub limit: u32,
}

impl Default for ReminderFilter {
    fn default() -> Self {
        let limit = super::PAGE_MAX;
        Self { states: Vec::new(), stage: None, channel: None, after: None, limit }
    }
}

impl SqlxStore {
    /// A page of reminders.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn reminders(&self, filter: &ReminderFilter) -> Result<Page<ReminderRow>, Fault> {
        let bound = sqlx::query(sqlite::REMINDERS)
            .bind(words(&filter.states))
            .bind(filter.stage.map(|stage| stage.to_string()).unwrap_or_default())
            .bind(filter.channel.map(MessageChannel::as_str).unwrap_or_default());
        let newest = (bound, Order::NewestFirst);
        self.page(newest, filter.after.as_ref(), filter.limit, desk_row("a reminder")).await
    }

    /// A page of a customer's reminders.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn reminders_of_customer(
        &self,
        account: &AccountId,
        after: Option<&Place>,
        limit: u32,
    ) -> Result<Page<ReminderRow>, Fault> {
        let bound = sqlx::query(sqlite::REMINDERS_OF_CUSTOMER).bind(account.to_string());
        self.page((bound, Order::NewestFirst), after, limit, desk_row("a reminder")).await
    }

    /// What dunning came to in a period, from every planned step of every bill: what nobody sent
    /// cannot hide.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn dunning_performance(
        &self,
        period: Period,
        policy: &Policy,
    ) -> Result<Performance, Fault> {
        let bills = self.dunned_bills(period).await?;
        let mut performance = Performance::default();
        for zone in Zone::ALL {
            let calendar = Calendar { policy: &policy.dunning, holidays: &policy.holidays, zone };
            let own = bills.get(zone.as_str()).map(Vec::as_slice).unwrap_or_default();
            performance.count(own, &calendar, period);
        }
        Ok(performance)
    }

    /// Bills that may have a step in a period, by the zone of their customers.
    async fn dunned_bills(
        &self,
        period: Period,
    ) -> Result<BTreeMap<&'static str, Vec<DunnedBill>>, Fault> {
        let slack = Days::new(STAGE_DAYS_MAX);
        let first = period.from.day_in(Zone::Wib).checked_sub_days(slack).unwrap_or_default();
        let last = period.until.day_in(Zone::Wib).checked_add_days(slack);
        let (first, last) = (first.to_string(), last.unwrap_or(NaiveDate::MAX).to_string());
        let bound = |sql| sqlx::query(sql).bind(first.clone()).bind(last.clone());
        let mut reminders: BTreeMap<InvoiceId, Vec<Reminder>> = BTreeMap::new();
        let read = body::<Reminder>("a reminder");
        for reminder in self.every(bound(sqlite::DUNNED_REMINDERS), read).await? {
            reminders.entry(reminder.invoice.clone()).or_default().push(reminder);
        }
        let mut found: BTreeMap<&'static str, Vec<DunnedBill>> = BTreeMap::new();
        for (zone, mut bill) in self.every(bound(sqlite::DUNNED_BILLS), dunned).await? {
            let own = reminders.remove(&bill.invoice).unwrap_or_default();
            bill.reminders = own.into_iter().map(|own| (own.id.clone(), own)).collect();
            found.entry(zone.as_str()).or_default().push(bill);
        }
        Ok(found)
    }
}

fn dunned(row: &SqliteRow) -> Result<(Zone, DunnedBill), Fault> {
    let instant = |name: &str| -> Result<Option<Timestamp>, Fault> {
        column::<Option<i64>>(row, name)?.map(micros).transpose()
    };
    let settled_at = [instant("settled_at")?, instant("verified_at")?].into_iter().flatten().min();
    let paid = Rupiah::new(column(row, "paid")?).unwrap_or(Rupiah::ZERO);
    let issued_at = micros(column(row, "issued_at")?)?;
    let open: i64 = column(row, "open_amount")?;
    let over_since = (open <= 0).then(|| settled_at.unwrap_or(issued_at));
    let bill = DunnedBill {
        invoice: parsed(row, "id")?,
        billed: Billed { due: parsed(row, "due_date")?, issued_at },
        settled: settled_at.map(|at| Payment { at, amount: paid }),
        over_since,
        reminders: BTreeMap::new(),
    };
    Ok((page::zone(row)?, bill))
}

/// Steps of one kind whose moment lies on one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ahead {
    /// The day, in the customers' zones.
    pub day: NaiveDate,
    /// The step.
    pub stage: Stage,
    /// How many bills.
    pub count: u32,
}

impl SqlxStore {
    /// The steps that will come in a period if nothing is paid until then, computed from the bills
    /// that are open now.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn dunning_ahead(
        &self,
        period: Period,
        policy: &Policy,
    ) -> Result<Vec<Ahead>, Fault> {
        let bills = self.dunned_bills(period).await?;
        let mut counts: BTreeMap<(NaiveDate, Stage), u32> = BTreeMap::new();
        for zone in Zone::ALL {
            let calendar = Calendar { policy: &policy.dunning, holidays: &policy.holidays, zone };
            let own = bills.get(zone.as_str()).into_iter().flatten();
            for bill in own.filter(|bill| bill.over_since.is_none()) {
                for (stage, planned) in calendar.plan(bill.billed) {
                    let Planned::At(at) = planned else { continue };
                    if at >= period.from && at < period.until {
                        *counts.entry((at.day_in(zone), stage)).or_default() += 1;
                    }
                }
            }
        }
        let ahead = |((day, stage), count)| Ahead { day, stage, count };
        Ok(counts.into_iter().map(ahead).collect())
    }
}
