//! What is going to happen, by instant.

use std::collections::BTreeMap;

use crate::id::{AccountId, InvoiceId, OrderId};
use crate::message::Receipt;
use crate::ports::ChargeRequest;
use crate::provider::{Channel, Hint};
use crate::time::Timestamp;

/// Something that is going to happen.
#[derive(Debug, Clone)]
pub(super) enum Deed {
    /// A customer comes and buys.
    Sale(usize),
    /// The billing run of a day.
    BillingRun,
    /// Timers: attempts that ran out, cases that fell away, workers.
    Timers,
    /// Customers look at their bills.
    PlanPayments,
    /// A customer asks for a way to pay.
    Open { account: AccountId, invoices: Vec<InvoiceId>, channel: Channel, after: i64 },
    /// A customer pays.
    Pay { order: OrderId, tries: u8 },
    /// A payment code runs out at the gateway.
    Expire(OrderId),
    /// Money comes for a code that had ended.
    LateMoney(OrderId),
    /// The bank takes money back.
    Reverse(OrderId),
    /// A refund or chargeback that nobody asked for.
    FoundRefund(OrderId),
    /// A charge reaches the gateway late.
    LateCharge(Box<ChargeRequest>),
    /// A notification arrives.
    Arrive { hint: Box<Hint>, tries: u8 },
    /// Somebody begins something about a customer.
    Begin(usize),
    /// Staff carry on what waits.
    Tend,
    /// Whoever is on call looks at what was given up.
    OnCall,
    /// Access and prices.
    House,
    /// Both books are compared.
    Compare,
    /// A provider tells what became of a message.
    Receipt(Box<Receipt>),
    /// The policy.
    Policy,
    /// The merchant's key is changed.
    ChangeKey,
    /// A month is over.
    MonthEnd(u32),
}

/// What is going to happen, in order.
#[derive(Debug, Default)]
pub(super) struct Agenda {
    waiting: BTreeMap<(Timestamp, u64), Deed>,
    counted: u64,
}

impl Agenda {
    pub(super) fn put(&mut self, at: Timestamp, deed: Deed) {
        self.counted += 1;
        self.waiting.insert((at, self.counted), deed);
    }

    pub(super) fn next(&mut self) -> Option<(Timestamp, Deed)> {
        self.waiting.pop_first().map(|((at, _), deed)| (at, deed))
    }

    /// Takes the first notification that is on its way.
    pub(super) fn take_arrival(&mut self) -> Option<Box<Hint>> {
        let arrives = |deed: &Deed| matches!(deed, Deed::Arrive { .. });
        let key = self.waiting.iter().find(|(_, deed)| arrives(deed)).map(|(key, _)| *key)?;
        match self.waiting.remove(&key) {
            Some(Deed::Arrive { hint, .. }) => Some(hint),
            _ => None,
        }
    }

    /// Nothing but what the gateway still has to tell stays.
    pub(super) fn keep_arrivals(&mut self) {
        self.waiting.retain(|_, deed| matches!(deed, Deed::Arrive { .. } | Deed::LateCharge(_)));
    }
}
