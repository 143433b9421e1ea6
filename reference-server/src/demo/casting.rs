//! Which bills get a rare story, so that every odd case has an example.
//!
//! Three passes over the ordinary bills: rare stories at their stated rates, then the
//! [`super::promise`] (all seven statuses, enough payable bills), then faults of the gateway's
//! notifications.

use std::collections::BTreeMap;

use wikarta_core::money::Rupiah;
use wikarta_core::provider::{Channel, ChannelGroup};
use wikarta_core::time::{Month, Timestamp};

use super::behaviour::before;
use super::calendar::{DAY, HOUR, MINUTE};
use super::plan::Bill;
use super::promise::keep_promise;
use super::step::{Delivery, PaidAmount};
use super::story::{Attempt, Payment, Story};
use wikarta_core::testkit::Dice;

/// Bills above which each rare story is told at least once.
const RARE_FROM: usize = 40;
/// How long before the present the main event of a rare story lies at least, so that all of the
/// story fits.
const RARE_AGE: i64 = 3 * DAY;

/// A rare story.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rare {
    Cancelled,
    Refunded,
    PartlyRefunded,
    Reversed,
    WrongAmount,
    Twice,
    LateMoney,
}

/// Rare stories with their share of 10 000 bills.
const RARE: [(Rare, usize); 7] = [
    (Rare::Twice, 20),
    (Rare::LateMoney, 50),
    (Rare::Cancelled, 60),
    (Rare::Refunded, 80),
    (Rare::PartlyRefunded, 60),
    (Rare::Reversed, 40),
    (Rare::WrongAmount, 5),
];

/// What befalls a payment's notification.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fault {
    None,
    Duplicate,
    OutOfOrder,
    Delayed,
    Lost,
    Forged,
}

/// Faults with their share of 1000 payments.
const FAULTS: [(Fault, u32); 6] = [
    (Fault::None, 860),
    (Fault::Duplicate, 60),
    (Fault::OutOfOrder, 30),
    (Fault::Delayed, 40),
    (Fault::Lost, 7),
    (Fault::Forged, 3),
];

/// Casts the bills, which are given in the order of customer and month.
pub fn cast(bills: &mut [Bill], seed: u64, customers: usize, now: Timestamp) {
    let mut dice = Dice::of(seed, "casting", 0);
    cast_rare(bills, now, &mut dice);
    keep_promise(bills, customers, now, &mut dice);
    deal_faults(bills, now, &mut dice);
}

fn cast_rare(bills: &mut [Bill], now: Timestamp, dice: &mut Dice) {
    let issued = bills.iter().filter(|bill| bill.issued_at <= now).count();
    if issued < RARE_FROM {
        return;
    }
    let newest = newest_months(bills);
    let mut order: Vec<usize> = (0..bills.len()).collect();
    for (rare, rate) in RARE {
        let mut wanted = ((issued * rate + 5000) / 10_000).max(1);
        dice.shuffle(&mut order);
        for place in &order {
            let Some(bill) = bills.get_mut(*place).filter(|_| wanted > 0) else {
                continue;
            };
            let is_newest = newest.get(&bill.customer) == Some(&bill.month);
            // What is paid twice becomes credit, which would pay the customer's next bill.
            if rare == Rare::Twice && !is_newest {
                continue;
            }
            if let Some(story) = retell(rare, bill, now, dice) {
                bill.story = story;
                wanted -= 1;
            }
        }
    }
}

/// The newest month billed to each customer.
pub(super) fn newest_months(bills: &[Bill]) -> BTreeMap<usize, Month> {
    bills.iter().map(|bill| (bill.customer, bill.month)).collect()
}

/// The rare story of a bill that was paid long enough ago; none when it does not fit.
fn retell(rare: Rare, bill: &Bill, now: Timestamp, dice: &mut Dice) -> Option<Story> {
    let Story::PaysBy(payment) = bill.story else {
        return None;
    };
    let pay_at = payment.pay_at;
    if pay_at.plus_seconds(RARE_AGE) > now {
        return None;
    }
    let mut through = |channel, pay_at: Timestamp| {
        let charge_at = before(channel, pay_at, dice);
        let attempt = Attempt { channel, charge_at, by: payment.attempt.by };
        Payment { attempt, pay_at, delivery: Delivery::Normal }
    };
    let story = match rare {
        Rare::Cancelled => {
            let attempt = through(bank_of(payment), pay_at).attempt;
            Story::CancelledAtGateway { attempt, cancel_at: pay_at }
        }
        Rare::Refunded => Story::PaidThenRefundedAtGateway {
            payment: through(Channel::Qris, pay_at),
            refund_at: bill.next_day_office(pay_at),
        },
        Rare::PartlyRefunded => Story::PartialRefund {
            payment: through(Channel::Qris, pay_at),
            refund_at: bill.next_day_office(pay_at),
            amount: thousands(5 * dice.between(4, 20)),
        },
        Rare::Reversed => {
            let payment = through(Channel::PermataVa, pay_at);
            let later = pay_at.plus_seconds(26 * HOUR);
            let again = through(Channel::BcaVa, later);
            let deny_at = pay_at.plus_seconds(dice.between(45, 4 * MINUTE));
            Story::ReversedPermata {
                payment,
                deny_at,
                again: Some(again).filter(|_| dice.hits(500)),
            }
        }
        Rare::WrongAmount => {
            let wrong = through(bank_of(payment), pay_at);
            let then = through(Channel::Qris, pay_at.plus_seconds(20 * HOUR));
            let difference = thousands(dice.between(2, 50));
            let amount = if dice.hits(700) {
                PaidAmount::Short(difference)
            } else {
                PaidAmount::Over(difference)
            };
            Story::WrongAmountPaid { wrong, amount, then }
        }
        Rare::Twice => {
            let mut first = through(bank_of(payment), pay_at);
            first.delivery = Delivery::DelayedBy(30 * MINUTE);
            let mut second = through(Channel::Qris, pay_at.plus_seconds(2 * MINUTE));
            second.attempt.charge_at = pay_at.plus_seconds(-30);
            Story::PaidTwice { first, second }
        }
        Rare::LateMoney => {
            let attempt = through(bank_of(payment), pay_at).attempt;
            let late = dice.between(2 * HOUR, 30 * HOUR);
            let pay_at = attempt.expires_at(bill.va_until).plus_seconds(late);
            if pay_at.plus_seconds(HOUR) > now {
                return None;
            }
            Story::LatePaymentAfterExpiry(Payment { attempt, pay_at, delivery: Delivery::Normal })
        }
    };
    Some(story)
}

fn thousands(count: i64) -> Rupiah {
    Rupiah::new(1000 * count).unwrap_or(Rupiah::ZERO)
}

fn bank_of(payment: Payment) -> Channel {
    match payment.attempt.channel.group() {
        ChannelGroup::BankTransfer => payment.attempt.channel,
        ChannelGroup::Qris => Channel::BcaVa,
    }
}

fn deal_faults(bills: &mut [Bill], now: Timestamp, dice: &mut Dice) {
    let mut payments: Vec<&mut Payment> = bills
        .iter_mut()
        .filter_map(|bill| bill.story.ordinary_payment_mut())
        .filter(|payment| payment.pay_at <= now)
        .collect();
    let faults = dice.deal(&FAULTS, payments.len());
    for (payment, fault) in payments.iter_mut().zip(faults) {
        payment.delivery = match fault {
            Fault::None => Delivery::Normal,
            Fault::Duplicate => Delivery::Copies(u8::try_from(dice.between(2, 4)).unwrap_or(2)),
            Fault::OutOfOrder => Delivery::Reversed,
            Fault::Delayed => {
                let seconds = dice.between(MINUTE, HOUR);
                if payment.pay_at.plus_seconds(seconds) <= now {
                    Delivery::DelayedBy(seconds)
                } else {
                    Delivery::Normal
                }
            }
            Fault::Lost => Delivery::Never,
            Fault::Forged => Delivery::Forged,
        };
    }
}
