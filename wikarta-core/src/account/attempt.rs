//! One try to collect money through the gateway, and what the gateway's facts make of it.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::id::{InvoiceId, OrderId};
use crate::money::Rupiah;
use crate::provider::{Channel, Instructions, ProviderStatus};
use crate::time::Timestamp;
use crate::words::words;

/// A payment attempt under one order id. The order id is made and stored before the gateway is asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempt {
    /// Our name for it at the gateway.
    pub order_id: OrderId,
    /// How the payer wants to pay.
    pub channel: Channel,
    /// Whole rupiah asked for.
    pub amount: Rupiah,
    /// Which invoices it is for, oldest due first.
    pub shares: Vec<Share>,
    /// When it was opened.
    pub opened_at: Timestamp,
    /// Until when it may be paid.
    pub expires_at: Timestamp,
    /// What the facts make of it; always equal to [`join`] of what is below.
    pub state: AttemptState,
    /// What the gateway answered when it was asked to collect.
    pub answer: Answer,
    /// What notifications told since the newest read, applied without one.
    pub facts: BTreeSet<ProviderStatus>,
    /// What the newest status read said.
    pub read: Option<ProviderStatus>,
    /// How many status reads were taken in; the next one carries the next number.
    pub reads: u32,
    /// Whether another attempt took its place, or its invoices were paid otherwise: it no longer
    /// counts as live, though money may still arrive.
    pub superseded: Superseded,
    /// The gateway's id.
    pub transaction_id: Option<String>,
    /// How to pay.
    pub instructions: Option<Instructions>,
    /// The money that it brought, while we hold it to be real.
    pub booking: Option<Booking>,
    /// Whether money that it brought was taken back by the bank.
    pub reversals: u32,
    /// Money that went back to the payer.
    pub refunds: Vec<Refund>,
}

/// A part of an attempt's amount and the invoice it is meant for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Share {
    /// The invoice.
    pub invoice: InvoiceId,
    /// Whole rupiah meant for it.
    pub amount: Rupiah,
}

/// Money that arrived: booked once an attempt, at the amount that the gateway holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Booking {
    /// Whole rupiah that arrived for us.
    pub amount: Rupiah,
    /// What the gateway took from the payer on top.
    pub payer_fee: Rupiah,
    /// When it arrived, as the gateway says.
    pub settled_at: Option<Timestamp>,
    /// The part that became the customer's credit.
    pub credited: Rupiah,
    /// The part that waits in suspense.
    pub suspended: Rupiah,
}

/// Money that went back to the payer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refund {
    /// The key that the gateway knows it by.
    pub key: String,
    /// Whole rupiah.
    pub amount: Rupiah,
    /// Whether the provider confirmed that it left.
    pub confirmed: bool,
    /// Who moved it.
    pub origin: RefundOrigin,
}

words! {
    /// Who sent money back.
    RefundOrigin {
        /// Nobody here asked for it: it was found in the gateway's list.
        FoundAtGateway = "found_at_gateway",
        /// The card's bank took it.
        Chargeback = "chargeback",
        /// Somebody here asked the gateway for it.
        Requested = "requested",
        /// Sent back by hand, past the gateway.
        Offline = "offline",
    }
}

words! {
    /// What a payment attempt is.
    AttemptState {
        /// Opened here; the gateway has not answered.
        Opened = "opened",
        /// The gateway's answer was lost: it may exist there.
        Unknown = "unknown",
        /// Waits for its payer.
        Pending = "pending",
        /// Waits for the gateway's fraud check.
        Challenged = "challenged",
        /// Money arrived.
        Settled = "settled",
        /// Part of the money went back.
        PartiallyRefunded = "partially_refunded",
        /// All the money went back.
        Refunded = "refunded",
        /// Money arrived and was taken back by the bank.
        Reversed = "reversed",
        /// The gateway refused to make it.
        Refused = "refused",
        /// Ended by its deadline.
        Expired = "expired",
        /// Ended by a failure.
        Failed = "failed",
        /// Ended by a refusal of the bank.
        Denied = "denied",
        /// Ended by a cancellation.
        Cancelled = "cancelled",
    }
}

words! {
    /// What the gateway answered when it was asked to collect.
    Answer {
        /// Nothing yet.
        Awaited = "awaited",
        /// It made the transaction.
        Accepted = "accepted",
        /// It refused; nothing was made.
        Refused = "refused",
        /// Its answer was lost.
        Lost = "lost",
    }
}

words! {
    /// Whether an attempt still stands for its invoices.
    Superseded {
        /// It does.
        No = "no",
        /// A newer attempt took its place.
        Replaced = "replaced",
        /// Its invoices were paid otherwise.
        NotNeeded = "not_needed",
    }
}

impl AttemptState {
    /// Not known to have ended.
    #[must_use]
    pub const fn is_open(self) -> bool {
        match self {
            Self::Opened | Self::Unknown | Self::Pending | Self::Challenged => true,
            Self::Settled
            | Self::PartiallyRefunded
            | Self::Refunded
            | Self::Reversed
            | Self::Refused
            | Self::Expired
            | Self::Failed
            | Self::Denied
            | Self::Cancelled => false,
        }
    }
}

impl Attempt {
    /// Made, not known to have ended, not superseded. An unknown one counts: it may be paid.
    #[must_use]
    pub fn is_live(&self) -> bool {
        self.superseded == Superseded::No && self.is_open()
    }

    /// Not known to have ended, superseded or not.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        self.state.is_open()
    }

    /// Whether the gateway itself, in an authenticated answer, has named the transaction.
    #[must_use]
    pub fn is_authenticated(&self) -> bool {
        self.answer == Answer::Accepted || self.read.is_some()
    }

    /// Whether the payment code may still come: with the gateway's answer to the charge, or with a
    /// read where that answer was lost. News of the transaction itself can be faster than both.
    #[must_use]
    pub fn expects_code(&self) -> bool {
        match self.state {
            AttemptState::Opened | AttemptState::Unknown => true,
            AttemptState::Pending => {
                let to_come = self.answer == Answer::Awaited || self.read.is_none();
                self.instructions.is_none() && to_come
            }
            AttemptState::Challenged
            | AttemptState::Settled
            | AttemptState::PartiallyRefunded
            | AttemptState::Refunded
            | AttemptState::Reversed
            | AttemptState::Refused
            | AttemptState::Expired
            | AttemptState::Failed
            | AttemptState::Denied
            | AttemptState::Cancelled => false,
        }
    }

    /// Sum of what went back to the payer.
    #[must_use]
    pub fn refunded(&self) -> Rupiah {
        self.refunds.iter().map(|refund| refund.amount).sum()
    }

    /// Whether it names the invoice.
    #[must_use]
    pub fn names(&self, invoice: &InvoiceId) -> bool {
        self.shares.iter().any(|share| share.invoice == *invoice)
    }

    /// The state that follows from what is known.
    #[must_use]
    pub fn joined(&self) -> AttemptState {
        join(self.answer, self.read, &self.facts, self.reversals)
    }
}

/// What the facts make of an attempt: a function of a set, so order and repeats cannot matter.
///
/// A read decides over everything told before it (`facts` holds only what came after). Money beats
/// no money; among dead ends the greatest names the end.
#[must_use]
pub fn join(
    answer: Answer,
    read: Option<ProviderStatus>,
    facts: &BTreeSet<ProviderStatus>,
    reversals: u32,
) -> AttemptState {
    let told = || read.iter().chain(facts.iter()).copied();
    // Settled < partly refunded < refunded: what went back never comes back by being told less.
    if let Some(money) = told().filter(|status| status.means_money()).map(with_money).max() {
        return money;
    }
    if let Some(end) = told().filter(|status| status.is_dead_end()).max() {
        return if reversals > 0 { AttemptState::Reversed } else { dead_end(end) };
    }
    if told().any(|status| status == ProviderStatus::Challenged) {
        return AttemptState::Challenged;
    }
    if told().any(|status| matches!(status, ProviderStatus::Pending | ProviderStatus::Authorized)) {
        return AttemptState::Pending;
    }
    match answer {
        Answer::Awaited => AttemptState::Opened,
        Answer::Accepted => AttemptState::Pending,
        Answer::Refused => AttemptState::Refused,
        Answer::Lost => AttemptState::Unknown,
    }
}

const fn with_money(status: ProviderStatus) -> AttemptState {
    match status {
        ProviderStatus::PartiallyRefunded | ProviderStatus::PartiallyChargedBack => {
            AttemptState::PartiallyRefunded
        }
        ProviderStatus::Refunded | ProviderStatus::ChargedBack => AttemptState::Refunded,
        ProviderStatus::Settled
        | ProviderStatus::Pending
        | ProviderStatus::Authorized
        | ProviderStatus::Challenged
        | ProviderStatus::Expired
        | ProviderStatus::Failed
        | ProviderStatus::Denied
        | ProviderStatus::Cancelled
        | ProviderStatus::Unrecognised => AttemptState::Settled,
    }
}

const fn dead_end(status: ProviderStatus) -> AttemptState {
    match status {
        ProviderStatus::Expired => AttemptState::Expired,
        ProviderStatus::Failed => AttemptState::Failed,
        ProviderStatus::Denied => AttemptState::Denied,
        ProviderStatus::Cancelled
        | ProviderStatus::Pending
        | ProviderStatus::Authorized
        | ProviderStatus::Challenged
        | ProviderStatus::Settled
        | ProviderStatus::PartiallyRefunded
        | ProviderStatus::Refunded
        | ProviderStatus::PartiallyChargedBack
        | ProviderStatus::ChargedBack
        | ProviderStatus::Unrecognised => AttemptState::Cancelled,
    }
}
