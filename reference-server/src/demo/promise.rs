//! What every world shows at its end: all seven statuses, and enough bills that can be paid.
//!
//! Where the ordinary and rare stories do not lead there by themselves, everyday bills are recast,
//! newest first.

use std::collections::BTreeMap;

use wikarta_core::account::InvoiceStatus;
use wikarta_core::provider::Channel;
use wikarta_core::time::{Month, Timestamp};

use super::behaviour::before;
use super::calendar::{DAY, HOUR, MINUTE};
use super::casting::newest_months;
use super::forecast::forecast;
use super::plan::Bill;
use super::step::Delivery;
use super::story::{Attempt, ChargedBy, Payment, Story};
use wikarta_core::testkit::Dice;

/// Payable bills that a world of at least as many customers ends with.
pub const PAYABLE_GOAL: usize = 20;

/// How long before the present a bill was issued at least, to be recast.
const ROOM: i64 = 3 * HOUR;
/// How long a promised pending bill stays pending after the present at least.
const PENDING_FOR: i64 = 2 * HOUR;

/// The statuses that a world shows, most telling first (a world of one bill has it open), with the
/// bills that a world of 250 or more customers has of them at least; every status has one.
const PROMISED: [(InvoiceStatus, usize); 7] = [
    (InvoiceStatus::Pending, 16),
    (InvoiceStatus::Paid, 1),
    (InvoiceStatus::Expired, 8),
    (InvoiceStatus::Issued, 8),
    (InvoiceStatus::Draft, 5),
    (InvoiceStatus::Refund, 3),
    (InvoiceStatus::Void, 3),
];

/// Gives every status its bills and the world its payable bills, as far as there are bills.
pub(super) fn keep_promise(bills: &mut [Bill], customers: usize, now: Timestamp, dice: &mut Dice) {
    let mut board = Board::new(bills, now);
    for (status, _) in PROMISED {
        board.hold_one(status, bills, dice);
    }
    for (status, of_250) in PROMISED {
        for _ in 1..of_250 * customers.min(250) / 250 {
            board.hold_one(status, bills, dice);
        }
    }
    let wanted = [InvoiceStatus::Pending, InvoiceStatus::Expired, InvoiceStatus::Issued];
    let mut turn = wanted.iter().cycle();
    while board.payable() < customers.min(PAYABLE_GOAL) {
        let Some(place) = board.newest_unpayable(bills) else {
            return;
        };
        let status = *turn.next().unwrap_or(&InvoiceStatus::Issued);
        board.recast(place, status, bills, dice);
    }
}

/// What the bills will end in, and which of them may not be touched any more.
struct Board {
    now: Timestamp,
    newest: BTreeMap<usize, Month>,
    status: Vec<InvoiceStatus>,
    lasting: Vec<bool>,
    held: Vec<bool>,
}

impl Board {
    fn new(bills: &[Bill], now: Timestamp) -> Self {
        let forecasts: Vec<_> = bills.iter().map(|bill| forecast(bill, now)).collect();
        Self {
            now,
            newest: newest_months(bills),
            status: forecasts.iter().map(|forecast| forecast.status).collect(),
            lasting: forecasts.iter().map(|f| f.lasts(now, PENDING_FOR)).collect(),
            held: vec![false; bills.len()],
        }
    }

    fn payable(&self) -> usize {
        self.status.iter().filter(|status| status.payable()).count()
    }

    /// Keeps a bill of the status for it, or recasts one of the most frequent status.
    fn hold_one(&mut self, status: InvoiceStatus, bills: &mut [Bill], dice: &mut Dice) {
        let there = (0..bills.len()).find(|place| {
            let at = |flags: &[bool]| flags.get(*place).copied().unwrap_or(false);
            self.status.get(*place) == Some(&status) && at(&self.lasting) && !at(&self.held)
        });
        if let Some(held) = there.and_then(|place| self.held.get_mut(place)) {
            *held = true;
            return;
        }
        if let Some(place) = self.donor(bills) {
            self.recast(place, status, bills, dice);
        }
    }

    /// The newest bill, among those of the most frequent status, that may be recast.
    fn donor(&self, bills: &[Bill]) -> Option<usize> {
        let mut count: BTreeMap<InvoiceStatus, usize> = BTreeMap::new();
        for status in &self.status {
            *count.entry(*status).or_default() += 1;
        }
        let often = |place: &usize| self.status.get(*place).and_then(|status| count.get(status));
        (0..bills.len())
            .filter(|place| self.is_free(*place, bills))
            .max_by_key(|place| (often(place), self.age_rank(*place, bills)))
    }

    fn newest_unpayable(&self, bills: &[Bill]) -> Option<usize> {
        (0..bills.len())
            .filter(|place| self.is_free(*place, bills))
            .filter(|place| self.status.get(*place).is_some_and(|status| !status.payable()))
            .max_by_key(|place| self.age_rank(*place, bills))
    }

    /// A customer's newest bill before older ones, then the later issued, then the earlier placed.
    fn age_rank(&self, place: usize, bills: &[Bill]) -> impl Ord + use<> {
        let bill = bills.get(place);
        let newest = bill.is_some_and(|b| self.newest.get(&b.customer) == Some(&b.month));
        (newest, bill.map(|bill| bill.issued_at), std::cmp::Reverse(place))
    }

    fn is_free(&self, place: usize, bills: &[Bill]) -> bool {
        let room =
            |bill: &Bill| bill.story.is_everyday() && bill.issued_at.plus_seconds(ROOM) <= self.now;
        self.held.get(place) == Some(&false) && bills.get(place).is_some_and(room)
    }

    fn recast(&mut self, place: usize, status: InvoiceStatus, bills: &mut [Bill], dice: &mut Dice) {
        let Some(bill) = bills.get_mut(place) else {
            return;
        };
        bill.story = story_for(status, bill, self.now, dice);
        if let Some(slot) = self.status.get_mut(place) {
            *slot = status;
        }
        if let Some(slot) = self.held.get_mut(place) {
            *slot = true;
        }
    }
}

/// A story that ends in the status, of a bill issued at least [`ROOM`] ago.
fn story_for(status: InvoiceStatus, bill: &Bill, now: Timestamp, dice: &mut Dice) -> Story {
    let (calendar, by) = (bill.calendar(), ChargedBy::Payer);
    let banks = [Channel::BcaVa, Channel::BriVa, Channel::BniVa, Channel::MandiriBill];
    let bank = dice.pick(&banks).copied().unwrap_or(Channel::BcaVa);
    let from = bill.issued_at.plus_seconds(20 * MINUTE);
    let qris = |pay_at: Timestamp, dice: &mut Dice| {
        let charge_at = before(Channel::Qris, pay_at, dice);
        let attempt = Attempt { channel: Channel::Qris, charge_at, by };
        Payment { attempt, pay_at, delivery: Delivery::Normal }
    };
    match status {
        InvoiceStatus::Draft => Story::DraftOnly,
        InvoiceStatus::Issued => Story::NeverTries,
        InvoiceStatus::Pending => {
            let recent = from.max(now.plus_seconds(-18 * HOUR));
            let charge_at = calendar.moment(dice, recent, now.plus_seconds(-10 * MINUTE));
            Story::PendingNow(Attempt { channel: bank, charge_at, by })
        }
        InvoiceStatus::Paid => {
            Story::PaysBy(qris(calendar.moment(dice, from, now.plus_seconds(-HOUR)), dice))
        }
        InvoiceStatus::Expired => {
            let old = bill.va_until.plus_seconds(2 * DAY) <= now;
            let until = if old { from.plus_seconds(2 * DAY) } else { now.plus_seconds(-HOUR) };
            let channel = if old { bank } else { Channel::Qris };
            let charge_at = calendar.moment(dice, from, until);
            Story::ExpiresAndNeverPays(Attempt { channel, charge_at, by })
        }
        InvoiceStatus::Void => {
            let cancel_at = calendar.moment(dice, from.plus_seconds(HOUR), now.plus_seconds(-HOUR));
            let charge_at = before(bank, cancel_at, dice);
            Story::CancelledAtGateway {
                attempt: Attempt { channel: bank, charge_at, by },
                cancel_at,
            }
        }
        InvoiceStatus::Refund => {
            let latest = now.plus_seconds(-2 * HOUR);
            let pay_at = calendar.moment(dice, from, from.plus_seconds(3 * DAY).min(latest));
            let refund_at = bill.next_day_office(pay_at);
            let refund_at =
                if refund_at > now { now.plus_seconds(-30 * MINUTE) } else { refund_at };
            Story::PaidThenRefundedAtGateway { payment: qris(pay_at, dice), refund_at }
        }
    }
}
