//! What can become of one bill.
//!
//! A story is told to its end even when the end lies after the present; the steps made of it
//! ([`super::step`]) stop at the present, so that the rest has simply not happened yet.

use wikarta_core::money::Rupiah;
use wikarta_core::provider::{Channel, ChannelGroup};
use wikarta_core::time::Timestamp;

use super::calendar::{DAY, MINUTE};
use super::step::{Delivery, PaidAmount};

/// Days from issue to due.
pub const DUE_AFTER_DAYS: i64 = 10;
/// Days after due on which a bank code may still be paid.
pub const VA_GRACE_DAYS: i64 = 3;
/// Seconds that a bank code lives at least.
pub const VA_LIFE_MIN: i64 = DAY;
/// Seconds that a QR code lives.
pub const QRIS_LIFE: i64 = 15 * MINUTE;
/// Seconds after its expiry at which we surely know that an attempt has ended: the gateway told us,
/// or the timer has read it.
pub const EXPIRY_KNOWN_AFTER: i64 = 6 * MINUTE;

/// Who asks for a payment code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChargedBy {
    /// The customer on the pay page.
    Payer,
    /// Finance, on the customer's behalf.
    Finance,
}

/// A payment code that is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Attempt {
    /// The bank or QR code.
    pub channel: Channel,
    /// When it is asked for.
    pub charge_at: Timestamp,
    /// Who asks.
    pub by: ChargedBy,
}

impl Attempt {
    /// Until when it may be paid, where `va_until` is the last moment of due + 3 days.
    #[must_use]
    pub fn expires_at(&self, va_until: Timestamp) -> Timestamp {
        match self.channel.group() {
            ChannelGroup::Qris => self.charge_at.plus_seconds(QRIS_LIFE),
            ChannelGroup::BankTransfer => va_until.max(self.charge_at.plus_seconds(VA_LIFE_MIN)),
        }
    }
}

/// An attempt that is paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Payment {
    /// What is paid.
    pub attempt: Attempt,
    /// When the payer pays.
    pub pay_at: Timestamp,
    /// How we are told.
    pub delivery: Delivery,
}

/// The life of one bill after its draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Story {
    /// Nobody has issued it.
    DraftOnly,
    /// Issued; the customer never asks for a code.
    NeverTries,
    /// One code, paid.
    PaysBy(Payment),
    /// A first code runs out, a second one is paid.
    LetsExpireThenPays {
        /// The code that runs out.
        first: Attempt,
        /// The one that is paid.
        then: Payment,
    },
    /// One code that runs out.
    ExpiresAndNeverPays(Attempt),
    /// A bank code is open at the present, and nothing is known of what will come.
    PendingNow(Attempt),
    /// The gateway ends the only code although nobody here asked for it: the bill is void.
    CancelledAtGateway {
        /// The code.
        attempt: Attempt,
        /// When the gateway ends it.
        cancel_at: Timestamp,
    },
    /// Paid by QR code, then all of it paid back at the gateway.
    PaidThenRefundedAtGateway {
        /// The payment.
        payment: Payment,
        /// When it goes back.
        refund_at: Timestamp,
    },
    /// Paid by QR code, then a part of it paid back at the gateway.
    PartialRefund {
        /// The payment.
        payment: Payment,
        /// When the part goes back.
        refund_at: Timestamp,
        /// How much goes back, less than any monthly price.
        amount: Rupiah,
    },
    /// Permata takes a settlement back within minutes; some customers pay again by another bank.
    ReversedPermata {
        /// The payment that is taken back.
        payment: Payment,
        /// When it is taken back.
        deny_at: Timestamp,
        /// The payment in its place.
        again: Option<Payment>,
    },
    /// Another amount than the one asked for arrives, the right one later by another channel.
    WrongAmountPaid {
        /// The payment of a wrong amount.
        wrong: Payment,
        /// What arrives instead.
        amount: PaidAmount,
        /// The payment of the right amount.
        then: Payment,
    },
    /// A bank code and a QR code are both paid before either is known to us.
    PaidTwice {
        /// By bank; told late.
        first: Payment,
        /// By QR code; told at once.
        second: Payment,
    },
    /// The bank reports a payment after the code had run out.
    LatePaymentAfterExpiry(Payment),
}

impl Story {
    /// The payment whose notification may meet with an everyday fault (told twice, late, never, in
    /// the wrong order): the one that settles an ordinary bill.
    pub fn ordinary_payment_mut(&mut self) -> Option<&mut Payment> {
        match self {
            Self::PaysBy(payment) | Self::LetsExpireThenPays { then: payment, .. } => Some(payment),
            Self::DraftOnly
            | Self::NeverTries
            | Self::ExpiresAndNeverPays(_)
            | Self::PendingNow(_)
            | Self::CancelledAtGateway { .. }
            | Self::PaidThenRefundedAtGateway { .. }
            | Self::PartialRefund { .. }
            | Self::ReversedPermata { .. }
            | Self::WrongAmountPaid { .. }
            | Self::PaidTwice { .. }
            | Self::LatePaymentAfterExpiry(_) => None,
        }
    }

    /// Whether the story is one of the everyday ones, which may be recast.
    #[must_use]
    pub const fn is_everyday(&self) -> bool {
        match self {
            Self::NeverTries
            | Self::PaysBy(_)
            | Self::LetsExpireThenPays { .. }
            | Self::ExpiresAndNeverPays(_) => true,
            Self::DraftOnly
            | Self::PendingNow(_)
            | Self::CancelledAtGateway { .. }
            | Self::PaidThenRefundedAtGateway { .. }
            | Self::PartialRefund { .. }
            | Self::ReversedPermata { .. }
            | Self::WrongAmountPaid { .. }
            | Self::PaidTwice { .. }
            | Self::LatePaymentAfterExpiry(_) => false,
        }
    }
}
