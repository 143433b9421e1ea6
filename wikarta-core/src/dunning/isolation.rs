//! When isolation (*isolir*) is proposed, and when service is opened again. The network is the
//! host's: what comes out here is a proposal.

use chrono::{Datelike, Days, NaiveDate, NaiveTime, Weekday};
use serde::{Deserialize, Serialize};

use super::calendar::Calendar;
use crate::customer::Promise;
use crate::id::InvoiceId;
use crate::money::Rupiah;
use crate::time::{Timestamp, Zone};
use crate::words::words;

/// When service may be limited, and when it is opened again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct IsolationRules {
    /// Days after the due date before isolation is proposed.
    pub grace_days: u8,
    /// The first time of a day at which service is limited, local.
    pub from: NaiveTime,
    /// The first time at which it is not any more.
    pub until: NaiveTime,
    /// The same on a Friday: nobody is cut off before a weekend in which nobody answers.
    pub until_on_friday: NaiveTime,
    /// What opens service again.
    pub restore: RestoreOn,
    /// Who limits it.
    #[serde(default)]
    pub mode: IsolationMode,
}

words! {
    /// Who limits service for unpaid bills.
    IsolationMode {
        /// The rules themselves.
        Automatic = "automatic",
        /// A person, to whom the rules propose it.
        Propose = "propose",
    }
}

#[allow(clippy::derivable_impls, reason = "the macro writes the enum")]
impl Default for IsolationMode {
    fn default() -> Self {
        Self::Propose
    }
}

words! {
    /// What opens service again.
    RestoreOn {
        /// Every overdue bill is paid.
        AllPaid = "all_paid",
        /// The bill that was due first is paid.
        OldestPaid = "oldest_paid",
    }
}

impl Default for IsolationRules {
    /// Proposed to a person after three days of grace; from 09.00 to 16.00 on working days, to 12.00 on a Friday; opened when
    /// all is paid.
    fn default() -> Self {
        let hour = |hour| NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or_default();
        Self {
            grace_days: 3,
            from: hour(9),
            until: hour(16),
            until_on_friday: hour(12),
            restore: RestoreOn::AllPaid,
            mode: IsolationMode::default(),
        }
    }
}

impl IsolationRules {
    /// The last due day of bills for which service may be limited at an instant; nothing outside the
    /// hours in which it may.
    #[must_use]
    pub fn late_since(self, now: Timestamp, calendar: &Calendar<'_>) -> Option<NaiveDate> {
        let grace = Days::new(u64::from(self.grace_days));
        let open = next_working_hour(now, self, calendar) == Some(now);
        now.day_in(calendar.zone).checked_sub_days(grace).filter(|_| open)
    }
}

/// A bill that may be overdue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Debt {
    /// The bill.
    pub invoice: InvoiceId,
    /// When it falls due.
    pub due: NaiveDate,
    /// What is open of it now; nothing when it was paid, credited or taken back.
    pub open: Rupiah,
}

words! {
    /// Money that may be on its way to us.
    PendingMoney {
        /// An attempt that may be paid or was paid without our knowing.
        LiveAttempt = "live_attempt",
        /// A notification that waits for its confirmation.
        ParkedNotification = "parked_notification",
        /// A payment taken by hand that waits for a second person.
        UnverifiedPosting = "unverified_posting",
        /// The customer says it was paid, and finance looks.
        Claim = "claim",
        /// Money in suspense that may be this customer's.
        Suspense = "suspense",
    }
}

/// What is known of a customer's debts at an instant.
#[derive(Debug, Clone, Copy)]
pub struct Standing<'a> {
    /// The open bills.
    pub debts: &'a [Debt],
    /// Money that may be on its way.
    pub pending: &'a [PendingMoney],
    /// The promise that was taken last.
    pub promise: Option<Promise>,
}

/// What is proposed for a subscription that runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Isolation {
    /// Limit the service.
    Propose {
        /// The bill that was due first.
        oldest: InvoiceId,
        /// What is open of overdue bills.
        overdue: Rupiah,
    },
    /// Nothing is overdue, or the grace runs, or the hour is wrong: look again then. Nothing is to
    /// be expected when no bill is open.
    Wait(Option<Timestamp>),
    /// Money may be on its way; look again when that is known.
    MoneyPending(PendingMoney),
    /// The customer promised to pay by that day.
    Promised(NaiveDate),
}

/// Whether isolation is proposed at an instant: `grace_days` after the due date of the oldest open
/// bill, from 09.00 on a working day (Monday to Friday, no holiday), never on a Friday afternoon,
/// never while money may be on its way, never while a promise runs.
///
/// ```
/// # use wikarta_core::dunning::*;
/// # use wikarta_core::id::{CommandId, InvoiceId};
/// # use wikarta_core::money::Rupiah;
/// # use wikarta_core::time::Zone;
/// # let (policy, holidays) = (SendingPolicy::default(), Holidays::indonesia_2026()?);
/// # let calendar = Calendar { policy: &policy, holidays: &holidays, zone: Zone::Wib };
/// # let invoice = InvoiceId::derived(&CommandId::new("docs"), 0);
/// // Due on Wednesday the 2nd: the three days end on a Saturday, so it waits for Monday 09.00.
/// let due = chrono::NaiveDate::from_ymd_opt(2026, 12, 2).ok_or("no such day")?;
/// let debts = [Debt { invoice, due, open: Rupiah::new(250_000)? }];
/// let standing = Standing { debts: &debts, pending: &[], promise: None };
/// let rules = IsolationRules::default();
/// let monday = "2026-12-07T02:00:00Z".parse()?;
/// let saturday = isolation(&standing, "2026-12-05T02:00:00Z".parse()?, rules, &calendar);
/// assert_eq!(saturday, Isolation::Wait(Some(monday)));
/// let proposed = isolation(&standing, monday, rules, &calendar);
/// assert!(matches!(proposed, Isolation::Propose { .. }));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn isolation(
    standing: &Standing<'_>,
    now: Timestamp,
    rules: IsolationRules,
    calendar: &Calendar<'_>,
) -> Isolation {
    let open = standing.debts.iter().filter(|debt| debt.open.is_positive());
    let Some(oldest) = open.min_by_key(|debt| (debt.due, debt.invoice.clone())) else {
        return Isolation::Wait(None);
    };
    let grace = Days::new(u64::from(rules.grace_days));
    let first_day = oldest.due.checked_add_days(grace).unwrap_or(oldest.due);
    let first = Timestamp::from_civil(first_day.and_time(rules.from), calendar.zone);
    let Ok(first) = first else { return Isolation::Wait(None) };
    let next = next_working_hour(first.max(now), rules, calendar);
    if next != Some(now) {
        return Isolation::Wait(next);
    }
    if let Some(money) = standing.pending.first() {
        return Isolation::MoneyPending(*money);
    }
    if let Some(promise) = standing.promise.filter(|promise| promise.runs(now, calendar.zone)) {
        return Isolation::Promised(promise.until);
    }
    let overdue = overdue(standing.debts, now, calendar.zone).map(|debt| debt.open).sum();
    Isolation::Propose { oldest: oldest.invoice.clone(), overdue }
}

/// What is proposed for a subscription that is isolated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Restore {
    /// Open it now, at any hour of any day.
    Reopen(ReopenReason),
    /// So much is still overdue.
    Stay(Rupiah),
}

words! {
    /// Why service is opened again.
    ReopenReason {
        /// Nothing that the seller's rule names is overdue any more, whatever the cause: payment,
        /// credit, a bill taken back.
        NothingOverdue = "nothing_overdue",
        /// A promise to pay was taken.
        Promise = "promise",
    }
}

/// Whether service is opened again. Under [`RestoreOn::OldestPaid`] only the bill counts that the
/// proposal named as the oldest.
#[must_use]
pub fn restore(
    standing: &Standing<'_>,
    now: Timestamp,
    oldest: &InvoiceId,
    rules: IsolationRules,
    zone: Zone,
) -> Restore {
    let counts = |debt: &&Debt| match rules.restore {
        RestoreOn::AllPaid => true,
        RestoreOn::OldestPaid => debt.invoice == *oldest,
    };
    let open: Rupiah =
        overdue(standing.debts, now, zone).filter(counts).map(|debt| debt.open).sum();
    if !open.is_positive() {
        return Restore::Reopen(ReopenReason::NothingOverdue);
    }
    match standing.promise {
        Some(promise) if promise.runs(now, zone) => Restore::Reopen(ReopenReason::Promise),
        Some(_) | None => Restore::Stay(open),
    }
}

/// Overdue is what is open after the end of its due day in the customer's zone.
fn overdue(debts: &[Debt], now: Timestamp, zone: Zone) -> impl Iterator<Item = &Debt> {
    let today = now.day_in(zone);
    debts.iter().filter(move |debt| debt.open.is_positive() && debt.due < today)
}

fn next_working_hour(
    at: Timestamp,
    rules: IsolationRules,
    calendar: &Calendar<'_>,
) -> Option<Timestamp> {
    let civil = at.civil_in(calendar.zone);
    let mut from = civil.time().max(rules.from);
    for day in civil.date().iter_days().take(400) {
        let until = match day.weekday() {
            Weekday::Sat | Weekday::Sun => None,
            Weekday::Fri => Some(rules.until_on_friday),
            Weekday::Mon | Weekday::Tue | Weekday::Wed | Weekday::Thu => Some(rules.until),
        };
        if until.is_some_and(|until| from < until) && !calendar.is_holiday(day) {
            return Timestamp::from_civil(day.and_time(from), calendar.zone).ok();
        }
        from = rules.from;
    }
    None
}
