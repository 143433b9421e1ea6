//! One step of the emulator: what is known, what time it is, and how a new state is told.

use wikarta_core::time::Timestamp;

use super::body;
use super::book::Book;
use super::config::{EmulatorConfig, Merchant};
use super::identity::Names;
use super::record::{Change, Delivery, DeliveryState, Transaction};
use super::reply::{Refusal, Reply};
use super::snap_bi;
use super::weather::Weather;

/// What a step may look at. A step changes nothing; it returns a [`Change`].
pub(super) struct Desk<'a> {
    pub(super) book: &'a Book,
    pub(super) config: &'a EmulatorConfig,
    pub(super) names: Names,
    pub(super) now: Timestamp,
    pub(super) weather: Weather,
}

/// What a step comes to.
pub(super) type Step = Result<(Change, Reply), Refusal>;

/// How the merchant hears of a new state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plan {
    /// Whether it leaves at all.
    pub tell: Tell,
    /// How many times the same body leaves, all at once. At least 1.
    pub copies: u32,
    /// How long it waits first, in milliseconds of the emulator's clock.
    pub delay_ms: u32,
    /// In which order.
    pub order: SendOrder,
}

/// Whether a new state is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tell {
    /// As the vendor does.
    Merchant,
    /// The state changes and nobody is told; the notification is held.
    Nobody,
}

/// In which order notifications leave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SendOrder {
    /// As they were made.
    AsMade,
    /// This one and all undelivered ones of the order, held ones too, newest first.
    Reverse,
}

impl Default for Plan {
    fn default() -> Self {
        Self { tell: Tell::Merchant, copies: 1, delay_ms: 0, order: SendOrder::AsMade }
    }
}

/// The most copies that one action sends.
pub(super) const COPIES_MAX: u32 = 1_000;

impl Desk<'_> {
    pub(super) fn merchant(&self, transaction: &Transaction) -> Result<&Merchant, Refusal> {
        // A journal may know a merchant that the configuration has dropped.
        self.config.merchant(&transaction.merchant_id).ok_or(Refusal::NotFound)
    }

    /// The transaction as it is now, and the notifications that tell it.
    pub(super) fn told(&self, transaction: Transaction, plan: &Plan) -> Result<Change, Refusal> {
        let merchant = self.merchant(&transaction)?;
        let (body, snap_bi_path) = match &transaction.snap_bi {
            Some(names) => {
                let (path, body) = snap_bi::told(&transaction, names, merchant);
                (body.to_string(), Some(path.to_owned()))
            }
            None => (body::notification(&transaction, merchant, self.names).to_string(), None),
        };
        let group = self.book.next_delivery();
        let fate = self.weather.fate(self.names, group);
        let due = self.after_ms(plan.delay_ms.saturating_add(fate.late_ms));
        let state = match plan.tell {
            Tell::Merchant if !fate.lost => DeliveryState::Waiting { due, rank: 0 },
            Tell::Merchant | Tell::Nobody => DeliveryState::Held,
        };
        let copies = plan.copies.clamp(1, COPIES_MAX) + u32::from(fate.twice);
        let addresses = transaction.audience.addresses();
        let each = addresses.iter().flat_map(|url| (0..copies).map(move |_| url.clone()));
        let copy = |(id, url)| Delivery {
            id,
            group,
            order_id: transaction.order_id.clone(),
            told: transaction.status,
            body: body.clone(),
            url,
            snap_bi_path: snap_bi_path.clone(),
            created_at: self.now,
            state,
            attempts: Vec::new(),
        };
        let mut deliveries: Vec<Delivery> = (group..).zip(each).map(copy).collect();
        if plan.order == SendOrder::Reverse && plan.tell == Tell::Merchant {
            self.reverse(&mut deliveries, due, &transaction.order_id);
        }
        Ok(Change { transactions: vec![transaction], deliveries, ..Change::default() })
    }

    /// Adds the undelivered ones of the order, and lets all leave newest first.
    fn reverse(&self, deliveries: &mut Vec<Delivery>, due: Timestamp, order_id: &str) {
        let open = |delivery: &&Delivery| delivery.order_id == order_id && delivery.is_open();
        // The book lists the newest first already.
        deliveries.extend(self.book.deliveries().filter(open).cloned());
        let mut rank = 0_u32;
        let mut group = None;
        for delivery in deliveries {
            rank += u32::from(group.is_some_and(|group| group != delivery.group));
            group = Some(delivery.group);
            delivery.state = DeliveryState::Waiting { due, rank };
        }
    }

    fn after_ms(&self, ms: u32) -> Timestamp {
        let micros = self.now.as_micros() + i64::from(ms) * 1_000;
        Timestamp::clamped(micros)
    }
}
