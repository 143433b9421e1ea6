//! A gateway with a memory of its own, and a channel that keeps what it is given.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;

use crate::id::OrderId;
use crate::money::Rupiah;
use crate::ports::{
    Carrier, ChargeOutcome, ChargeRequest, Delivery, EndOutcome, Gateway, GatewayRefusal, Message,
    MessageChannel, Notifier, RefundOutcome, RefundRequest, Repeat, StatusOutcome,
};
use crate::provider::{
    Channel, ChannelGroup, Instructions, ProviderRefund, ProviderStatus, Reading,
};

/// A gateway in memory. Tests say what happens there; it answers accordingly.
#[derive(Debug, Default)]
pub struct Bank {
    state: Mutex<State>,
}

#[derive(Debug, Clone, Default)]
struct State {
    orders: BTreeMap<OrderId, Reading>,
    lose_replies: u32,
    charges: u32,
    refunds: u32,
    mood: Mood,
}

/// How a [`Bank`] behaves towards everybody.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Mood {
    /// It does what it is asked.
    #[default]
    Fair,
    /// It refuses every charge.
    Refusing,
    /// It counts charges and loses them, their answers too.
    Forgetful,
    /// It answers nothing.
    Silent,
}

impl Bank {
    /// Another gateway with the same memory, which goes its own way from here.
    #[must_use]
    pub fn fork(&self) -> Self {
        Self { state: Mutex::new(self.lock().clone()) }
    }

    /// The next so many charges and refunds are carried out but their answers are lost.
    pub fn lose_replies(&self, count: u32) {
        self.lock().lose_replies = count;
    }

    /// Says what the gateway holds about an order from now on.
    pub fn set(&self, order_id: &OrderId, reading: Reading) {
        self.lock().orders.insert(order_id.clone(), reading);
    }

    /// Loses an order, as if the charge had never arrived.
    pub fn forget(&self, order_id: &OrderId) {
        self.lock().orders.remove(order_id);
    }

    /// Behaves like this from now on.
    pub fn be(&self, mood: Mood) {
        self.lock().mood = mood;
    }

    /// Changes the status that the gateway holds.
    pub fn set_status(&self, order_id: &OrderId, status: ProviderStatus) {
        if let Some(reading) = self.lock().orders.get_mut(order_id) {
            reading.status = status;
        }
    }

    /// What the gateway holds about an order.
    #[must_use]
    pub fn holds(&self, order_id: &OrderId) -> Option<Reading> {
        self.lock().orders.get(order_id).cloned()
    }

    /// Everything that the gateway holds.
    #[must_use]
    pub fn orders(&self) -> BTreeMap<OrderId, Reading> {
        self.lock().orders.clone()
    }

    /// How many refunds were carried out.
    #[must_use]
    pub fn refunds(&self) -> u32 {
        self.lock().refunds
    }

    /// How many transactions were made.
    #[must_use]
    pub fn charges(&self) -> u32 {
        self.lock().charges
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

const SILENT: &str = "no answer";

fn instructions(channel: Channel, order_id: &OrderId) -> Instructions {
    match channel.group() {
        ChannelGroup::Qris => Instructions::Qr { qr_string: format!("QR {order_id}") },
        ChannelGroup::BankTransfer => {
            Instructions::VirtualAccount { va_number: "8808123456789".to_owned() }
        }
    }
}

fn refusal(message: &str) -> GatewayRefusal {
    GatewayRefusal { code: "412".to_owned(), message: message.to_owned() }
}

#[async_trait]
impl Gateway for Bank {
    async fn charge(&self, request: &ChargeRequest) -> ChargeOutcome {
        let mut state = self.lock();
        if state.mood == Mood::Silent {
            return ChargeOutcome::Unknown { reason: SILENT.to_owned() };
        }
        if state.mood == Mood::Refusing {
            return ChargeOutcome::Refused(refusal("charge refused"));
        }
        if state.orders.contains_key(&request.order_id) {
            return ChargeOutcome::Exists;
        }
        if state.mood == Mood::Forgetful {
            state.charges += 1;
            return ChargeOutcome::Unknown { reason: SILENT.to_owned() };
        }
        let instructions = instructions(request.channel, &request.order_id);
        let transaction_id = format!("tx-{}", request.order_id);
        let told = match instructions {
            Instructions::Qr { .. } => None,
            Instructions::VirtualAccount { .. } | Instructions::Bill { .. } => {
                Some(instructions.clone())
            }
        };
        let reading = Reading {
            status: ProviderStatus::Pending,
            transaction_id: Some(transaction_id.clone()),
            amount: request.amount,
            payer_fee: Rupiah::ZERO,
            currency: Some("IDR".to_owned()),
            channel: Some(request.channel),
            instructions: told,
            expires_at: Some(request.expires_at),
            settled_at: None,
            refunds: Vec::new(),
            refunded_total: None,
        };
        state.orders.insert(request.order_id.clone(), reading);
        state.charges += 1;
        if state.lose_replies > 0 {
            state.lose_replies -= 1;
            return ChargeOutcome::Unknown { reason: "the reply was lost".to_owned() };
        }
        let expires_at = Some(request.expires_at);
        ChargeOutcome::Accepted { transaction_id, instructions, expires_at }
    }

    async fn status(&self, order_id: &OrderId) -> StatusOutcome {
        let state = self.lock();
        if state.mood == Mood::Silent {
            return StatusOutcome::Unknown { reason: SILENT.to_owned() };
        }
        let held = state.orders.get(order_id).cloned();
        held.map_or(StatusOutcome::Missing, StatusOutcome::Found)
    }

    async fn cancel(&self, order_id: &OrderId) -> EndOutcome {
        let mut state = self.lock();
        if state.mood == Mood::Silent {
            return EndOutcome::Unknown { reason: SILENT.to_owned() };
        }
        match state.orders.get_mut(order_id) {
            None => EndOutcome::Missing,
            Some(reading) if reading.status == ProviderStatus::Pending => {
                reading.status = ProviderStatus::Cancelled;
                EndOutcome::Ended
            }
            Some(_) => EndOutcome::NotPossible(refusal("status cannot be updated")),
        }
    }

    async fn refund(&self, request: &RefundRequest) -> RefundOutcome {
        let mut state = self.lock();
        match state.mood {
            Mood::Silent => return RefundOutcome::Unknown { reason: SILENT.to_owned() },
            Mood::Refusing => return RefundOutcome::Refused(refusal("refund refused")),
            Mood::Fair | Mood::Forgetful => {}
        }
        let Some(reading) = state.orders.get_mut(&request.order_id) else {
            return RefundOutcome::Refused(refusal("no such transaction"));
        };
        if reading.refunds.iter().any(|known| known.key == request.key) {
            return RefundOutcome::Exists;
        }
        let back: Rupiah = reading.refunds.iter().map(|known| known.amount).sum();
        let left = reading.amount.less(back);
        if !reading.status.means_money() || request.amount > left {
            return RefundOutcome::Refused(refusal("status or amount does not allow a refund"));
        }
        reading.status = if request.amount == left {
            ProviderStatus::Refunded
        } else {
            ProviderStatus::PartiallyRefunded
        };
        let (key, amount) = (request.key.clone(), request.amount);
        reading.refunds.push(ProviderRefund { key, amount, confirmed: true, chargeback: false });
        state.refunds += 1;
        if state.lose_replies > 0 {
            state.lose_replies -= 1;
            return RefundOutcome::Unknown { reason: "the reply was lost".to_owned() };
        }
        RefundOutcome::Accepted { amount }
    }
}

/// A channel that keeps every message, each key once.
#[derive(Debug, Default)]
pub struct CaptureNotifier {
    messages: Mutex<BTreeMap<String, Message>>,
}

impl CaptureNotifier {
    /// What was sent, by key.
    #[must_use]
    pub fn messages(&self) -> BTreeMap<String, Message> {
        self.messages.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

#[async_trait]
impl Notifier for CaptureNotifier {
    fn carriers(&self) -> Vec<Carrier> {
        let open = |channel: &MessageChannel| Carrier { channel: *channel, repeat: Repeat::Safe };
        MessageChannel::ALL.iter().map(open).collect()
    }

    async fn send(&self, message: &Message) -> Delivery {
        let mut messages = self.messages.lock().unwrap_or_else(PoisonError::into_inner);
        messages.entry(message.key.clone()).or_insert_with(|| message.clone());
        let channel = message.channel.unwrap_or(MessageChannel::Email);
        Delivery::Accepted { channel, provider_id: Some(message.key.clone()) }
    }
}
