//! The demo world put together.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use wikarta_core::account::InvoiceStatus;
use wikarta_core::time::{Month, Timestamp, Zone};

use super::behaviour::{BillDays, Leaving, ordinary};
use super::calendar::{Calendar, DAY, HOUR, MINUTE, Window, plus_days};
use super::casting::cast;
use super::catalogue::{CATALOGUE, PackagePlan};
use super::forecast::forecast;
use super::people::{CustomerPlan, customers};
use super::staff::{STAFF, StaffPlan};
use super::step::{Step, StepKind, steps_of};
use super::story::{DUE_AFTER_DAYS, Story, VA_GRACE_DAYS};
use wikarta_core::testkit::Dice;

/// The most customers that a world has: phone numbers of the reserved form end there.
pub const CUSTOMERS_MAX: u32 = 10_000;
/// The most months that a world goes back.
pub const MONTHS_MAX: u32 = 36;

/// What a world is made from. The same settings make the same world.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlanSettings {
    /// Any number.
    pub seed: u64,
    /// How many customers; held to [`CUSTOMERS_MAX`].
    pub customers: u32,
    /// How many whole months before the present one; held to 1 to [`MONTHS_MAX`].
    pub months: u32,
    /// The present: nothing in the plan happens after it.
    pub now: Timestamp,
}

/// The bill of a customer for a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bill {
    /// Whose: a place in [`World::customers`].
    pub customer: usize,
    /// The month billed.
    pub month: Month,
    /// The zone of the customer.
    pub zone: Zone,
    /// When it is drafted.
    pub drafted_at: Timestamp,
    /// When it is issued, unless the story is [`Story::DraftOnly`]. May lie after the present.
    pub issued_at: Timestamp,
    /// The last civil day in time, by the customer's calendar.
    pub due: NaiveDate,
    /// The last second of due + 3 days there: until when a bank code lives.
    pub va_until: Timestamp,
    /// What becomes of it.
    pub story: Story,
}

impl Bill {
    /// The customer's calendar.
    #[must_use]
    pub fn calendar(&self) -> Calendar {
        Calendar::new(self.issued_at, self.zone)
    }

    /// An office hour of the day after an instant, where refunds are made; within 48 hours of it.
    #[must_use]
    pub fn next_day_office(&self, at: Timestamp) -> Timestamp {
        let calendar = self.calendar();
        let spread = at.as_seconds().rem_euclid(6 * HOUR);
        calendar.at(plus_days(calendar.day(at), 1), 10 * HOUR + spread)
    }
}

/// A planned demo world: who is there, and all that happens up to the present, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct World {
    /// What it was made from, held to the limits.
    pub settings: PlanSettings,
    /// Where the virtual clock starts: the 1st of the first month, 00.00 WIB. Packages and staff
    /// are there from then on; no step is earlier.
    pub starts_at: Timestamp,
    /// The first month with bills.
    pub first_month: Month,
    /// What is on sale.
    pub packages: &'static [PackagePlan],
    /// Who works there.
    pub staff: &'static [StaffPlan],
    /// The customers, in the order of their codes.
    pub customers: Vec<CustomerPlan>,
    /// The bills that exist at the present, by customer and month.
    pub bills: Vec<Bill>,
    /// What happens, by time; what happens at one instant, by customer and in order.
    pub steps: Vec<Step>,
}

impl World {
    /// Plans a world. Total: settings outside the limits are held to them.
    ///
    /// With 8 or more customers the bills end in all seven statuses. At least
    /// min(20, customers) of them are payable, as far as there are bills for both: a world of
    /// fewer than 24 customers and one month, planned in the first days of a month before its
    /// bills are issued, has all statuses and as many payable bills as are left.
    #[must_use]
    pub fn plan(settings: PlanSettings) -> Self {
        let settings = PlanSettings {
            customers: settings.customers.min(CUSTOMERS_MAX),
            months: settings.months.clamp(1, MONTHS_MAX),
            ..settings
        };
        let window = Window::ending(settings.now, settings.months);
        let count = usize::try_from(settings.customers).unwrap_or(0);
        let customers = customers(settings.seed, count, window);
        let mut bills = ordinary_bills(&customers, settings.seed, window);
        cast(&mut bills, settings.seed, customers.len(), settings.now);
        let steps = all_steps(&customers, &bills, settings.now);
        Self {
            settings,
            starts_at: window.from,
            first_month: window.first,
            packages: &CATALOGUE,
            staff: &STAFF,
            customers,
            bills,
            steps,
        }
    }

    /// The status that a bill should have when all steps have been done.
    #[must_use]
    pub fn expected(&self, bill: &Bill) -> InvoiceStatus {
        forecast(bill, self.settings.now).status
    }

    /// How many bills should end in each status; statuses without bills are left out.
    #[must_use]
    pub fn tally(&self) -> BTreeMap<InvoiceStatus, usize> {
        let mut tally = BTreeMap::new();
        for bill in &self.bills {
            *tally.entry(self.expected(bill)).or_default() += 1;
        }
        tally
    }
}

fn ordinary_bills(customers: &[CustomerPlan], seed: u64, window: Window) -> Vec<Bill> {
    let months: Vec<Month> = window.months().collect();
    let mut bills = Vec::new();
    for (index, customer) in customers.iter().enumerate() {
        let mut dice = Dice::of(seed, "bills", index as u64);
        let gone_from = dice.pick(&months).copied().unwrap_or(window.last);
        for month in months.iter().copied().filter(|month| customer.owes(*month)) {
            let leaving = Leaving::by(month, gone_from);
            let bill = ordinary_bill(index, customer, (month, leaving), window.now, &mut dice);
            bills.extend(Some(bill).filter(|bill| bill.drafted_at <= window.now));
        }
    }
    bills
}

fn ordinary_bill(
    index: usize,
    customer: &CustomerPlan,
    (month, leaving): (Month, Leaving),
    now: Timestamp,
    dice: &mut Dice,
) -> Bill {
    let calendar = Calendar::new(now, customer.zone);
    let day = plus_days(month.first_day(), i64::from(customer.billing_day) - 1);
    let issued_at = calendar.at(day, dice.between(9 * HOUR, 17 * HOUR - 1));
    let due = plus_days(day, DUE_AFTER_DAYS);
    let va_until = calendar.at(plus_days(due, VA_GRACE_DAYS), DAY - 1);
    let days = BillDays { calendar, issued_at, due, va_until };
    Bill {
        customer: index,
        month,
        zone: customer.zone,
        drafted_at: issued_at.plus_seconds(-dice.between(5 * MINUTE, 50 * MINUTE)),
        issued_at,
        due,
        va_until,
        story: ordinary(customer, &days, leaving, dice),
    }
}

fn all_steps(customers: &[CustomerPlan], bills: &[Bill], now: Timestamp) -> Vec<Step> {
    let arrivals = customers.iter().enumerate().flat_map(|(index, customer)| {
        let at = customer.registered_at;
        let step = |what| Step { at, customer: index, what };
        [step(StepKind::RegisterCustomer), step(StepKind::Subscribe)]
    });
    let mut steps: Vec<Step> = arrivals.filter(|step| step.at <= now).collect();
    steps.extend(bills.iter().flat_map(|bill| steps_of(bill, now)));
    steps.sort_by_key(|step| (step.at, step.customer));
    steps
}
