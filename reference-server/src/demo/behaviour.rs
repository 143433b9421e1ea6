//! When customers pay: five classes, and the story that each tells of an ordinary bill.

use chrono::NaiveDate;
use wikarta_core::provider::{Channel, ChannelGroup};
use wikarta_core::time::{Month, Timestamp};

use super::calendar::{Calendar, DAY, HOUR, MINUTE, plus_days};
use super::people::{CustomerKind, CustomerPlan};
use super::step::Delivery;
use super::story::{Attempt, ChargedBy, Payment, QRIS_LIFE, Story};
use wikarta_core::testkit::Dice;

/// The longest that a payer takes from a bank code to the payment when both happen in one sitting.
const SITTING_MAX: i64 = 20 * MINUTE;

/// How a customer treats bills.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Behaviour {
    /// *Tepat waktu*: in the week before due.
    OnTime,
    /// *Setelah diingatkan*: within a day of the reminder at T−3 or T−1.
    AfterReminder,
    /// *Telat*: one to ten days after due, half of them after isolation.
    Late,
    /// *Kronis*: 30 to 70 days after due.
    Chronic,
    /// *Berhenti*: stops paying at some month and leaves the rest unpaid.
    Leaver,
}

impl Behaviour {
    /// Classes with their share of 100 customers.
    pub const SHARES: [(Self, u32); 5] = [
        (Self::OnTime, 52),
        (Self::AfterReminder, 24),
        (Self::Late, 16),
        (Self::Chronic, 5),
        (Self::Leaver, 3),
    ];
}

/// Channels with their share of 90 payments; the other 10 of 100 are cash at the office, which the
/// demo does not tell of yet.
pub const CHANNELS: [(Channel, u32); 7] = [
    (Channel::BcaVa, 24),
    (Channel::BriVa, 14),
    (Channel::MandiriBill, 12),
    (Channel::BniVa, 8),
    (Channel::PermataVa, 2),
    (Channel::CimbVa, 2),
    (Channel::Qris, 28),
];

/// The days and hours that a bill's story hangs on.
#[derive(Debug, Clone, Copy)]
pub struct BillDays {
    /// The customer's calendar.
    pub calendar: Calendar,
    /// When the bill is issued.
    pub issued_at: Timestamp,
    /// The last civil day in time.
    pub due: NaiveDate,
    /// Until when a bank code lives: the end of due + 3 days.
    pub va_until: Timestamp,
}

impl BillDays {
    /// The first second of the day `offset` days after due.
    fn start(&self, offset: i64) -> Timestamp {
        self.calendar.at(plus_days(self.due, offset), 0)
    }

    /// The last second of that day.
    fn end(&self, offset: i64) -> Timestamp {
        self.calendar.end_of(plus_days(self.due, offset))
    }
}

/// The story that a customer's ordinary bill tells.
pub fn ordinary(
    customer: &CustomerPlan,
    days: &BillDays,
    leaving: Leaving,
    dice: &mut Dice,
) -> Story {
    let taste = Taste { kind: customer.kind, favourite: customer.channel };
    if customer.behaviour == Behaviour::Leaver && leaving == Leaving::Gone {
        return unpaid(taste, days, dice);
    }
    let pay_at = pay_at(customer.behaviour, days, dice);
    paid(taste, days, pay_at, dice)
}

/// Whether a leaver has stopped paying by the month in question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leaving {
    /// Pays still.
    StillHere,
    /// Pays no more.
    Gone,
}

impl Leaving {
    /// In `month`, for somebody who pays no more from `gone_from` on.
    #[must_use]
    pub fn by(month: Month, gone_from: Month) -> Self {
        if month >= gone_from { Self::Gone } else { Self::StillHere }
    }
}

/// Which channel a customer takes this time, and who asks for it.
#[derive(Debug, Clone, Copy)]
struct Taste {
    kind: CustomerKind,
    favourite: Channel,
}

impl Taste {
    fn channel(self, dice: &mut Dice) -> Channel {
        let other = dice.weighted(&CHANNELS);
        match (self.kind, dice.hits(150), other) {
            (CustomerKind::Corporate, _, _) | (_, false, _) | (_, _, None) => self.favourite,
            (_, true, Some(other)) => other,
        }
    }

    fn by(self, dice: &mut Dice) -> ChargedBy {
        let by_finance = match self.kind {
            CustomerKind::Corporate => 600,
            CustomerKind::SmallBusiness => 150,
            CustomerKind::Home => 60,
        };
        if dice.hits(by_finance) { ChargedBy::Finance } else { ChargedBy::Payer }
    }
}

/// When a class pays, with its peaks in the evening and at payday.
fn pay_at(behaviour: Behaviour, days: &BillDays, dice: &mut Dice) -> Timestamp {
    let earliest = days.issued_at.plus_seconds(30 * MINUTE);
    let (from, to) = match behaviour {
        Behaviour::OnTime | Behaviour::Leaver => (days.start(-7), days.end(0)),
        Behaviour::AfterReminder => {
            let reminded = days.start(if dice.hits(550) { -3 } else { -1 }).plus_seconds(9 * HOUR);
            (reminded, reminded.plus_seconds(DAY))
        }
        Behaviour::Late if dice.hits(500) => (days.start(1), days.end(3)),
        Behaviour::Late => (days.start(4), days.end(10)),
        Behaviour::Chronic => (days.start(30), days.end(70)),
    };
    days.calendar.moment(dice, from.max(earliest), to)
}

fn paid(taste: Taste, days: &BillDays, pay_at: Timestamp, dice: &mut Dice) -> Story {
    let channel = taste.channel(dice);
    let sitting = Payment {
        attempt: Attempt { channel, charge_at: before(channel, pay_at, dice), by: taste.by(dice) },
        pay_at,
        delivery: Delivery::Normal,
    };
    let Some(early) = early(taste, days, sitting.attempt, dice) else {
        return Story::PaysBy(sitting);
    };
    if early.expires_at(days.va_until) > pay_at {
        return Story::PaysBy(Payment { attempt: early, ..sitting });
    }
    Story::LetsExpireThenPays { first: early, then: sitting }
}

/// When the code is asked for by somebody who pays at once.
pub fn before(channel: Channel, pay_at: Timestamp, dice: &mut Dice) -> Timestamp {
    let lead = match channel.group() {
        ChannelGroup::Qris => dice.between(40, QRIS_LIFE - 4 * MINUTE),
        ChannelGroup::BankTransfer => dice.between(2 * MINUTE, SITTING_MAX),
    };
    pay_at.plus_seconds(-lead)
}

/// Half of the customers ask for a bank code when the bill arrives and pay it later; some open a QR
/// code and let it run out.
fn early(taste: Taste, days: &BillDays, sitting: Attempt, dice: &mut Dice) -> Option<Attempt> {
    let curious = match sitting.channel.group() {
        ChannelGroup::BankTransfer => 500,
        ChannelGroup::Qris => 70,
    };
    let from = days.issued_at.plus_seconds(5 * MINUTE);
    let to = from.plus_seconds(3 * DAY).min(sitting.charge_at.plus_seconds(-HOUR));
    if !dice.hits(curious) || to <= from {
        return None;
    }
    let charge_at = days.calendar.moment(dice, from, to);
    Some(Attempt { channel: sitting.channel, charge_at, by: taste.by(dice) })
}

fn unpaid(taste: Taste, days: &BillDays, dice: &mut Dice) -> Story {
    if dice.hits(600) {
        return Story::NeverTries;
    }
    let from = days.issued_at.plus_seconds(HOUR);
    let charge_at = days.calendar.moment(dice, from, from.plus_seconds(6 * DAY));
    let channel = taste.channel(dice);
    Story::ExpiresAndNeverPays(Attempt { channel, charge_at, by: taste.by(dice) })
}
