//! What a payment gateway says, in words that belong to no gateway.
//!
//! A gateway crate translates its own statuses into [`ProviderStatus`]; rules never see the vendor's
//! words. A [`Reading`] is one look at a transaction, whether it came with a notification (a hint)
//! or from our own authenticated status read (the truth).

use serde::{Deserialize, Serialize};

use crate::id::OrderId;
use crate::money::Rupiah;
use crate::time::Timestamp;
use crate::words::words;

words! {
    /// A way to pay that a customer can choose.
    Channel {
        /// Virtual account at BCA.
        BcaVa = "bca_va",
        /// Virtual account at BNI.
        BniVa = "bni_va",
        /// Virtual account at BRI.
        BriVa = "bri_va",
        /// Virtual account at Permata.
        PermataVa = "permata_va",
        /// Virtual account at CIMB Niaga.
        CimbVa = "cimb_va",
        /// Mandiri bill payment: a biller code and a bill key, no account number.
        MandiriBill = "mandiri_bill",
        /// A QR code in the national standard.
        Qris = "qris",
    }
}

words! {
    /// Channels that replace each other: an invoice has at most one live attempt in each group.
    ChannelGroup {
        /// Virtual accounts and bill payment.
        BankTransfer = "bank_transfer",
        /// QR code.
        Qris = "qris",
    }
}

impl Channel {
    /// The group whose live attempt this channel would replace.
    #[must_use]
    pub const fn group(self) -> ChannelGroup {
        match self {
            Self::BcaVa
            | Self::BniVa
            | Self::BriVa
            | Self::PermataVa
            | Self::CimbVa
            | Self::MandiriBill => ChannelGroup::BankTransfer,
            Self::Qris => ChannelGroup::Qris,
        }
    }

    /// Whether the bank may take a settlement back within minutes (Permata, Mandiri bill).
    #[must_use]
    pub const fn may_reverse(self) -> bool {
        matches!(self, Self::PermataVa | Self::MandiriBill)
    }

    /// Whether the gateway can pay money back by itself (Midtrans refunds no bank transfer).
    #[must_use]
    pub const fn refundable_at_gateway(self) -> bool {
        matches!(self, Self::Qris)
    }
}

words! {
    /// The state of a transaction as a gateway tells it.
    ProviderStatus {
        /// Made, not paid.
        Pending = "pending",
        /// A card's amount is held.
        Authorized = "authorized",
        /// Captured, but the gateway's fraud check wants a person to look.
        Challenged = "challenged",
        /// Money received.
        Settled = "settled",
        /// Ended by its deadline.
        Expired = "expired",
        /// Ended by a failure at the provider.
        Failed = "failed",
        /// Refused, or a settlement taken back.
        Denied = "denied",
        /// Ended by a cancellation.
        Cancelled = "cancelled",
        /// Part of the money went back to the payer.
        PartiallyRefunded = "partially_refunded",
        /// All of the money went back to the payer.
        Refunded = "refunded",
        /// The card's bank took part of the money back.
        PartiallyChargedBack = "partially_charged_back",
        /// The card's bank took all of the money back.
        ChargedBack = "charged_back",
        /// A word that the gateway crate does not know. Kept, read back, never applied.
        Unrecognised = "unrecognised",
    }
}

impl ProviderStatus {
    /// Whether the gateway holds or has held the payer's money.
    #[must_use]
    pub const fn means_money(self) -> bool {
        match self {
            Self::Settled
            | Self::PartiallyRefunded
            | Self::Refunded
            | Self::PartiallyChargedBack
            | Self::ChargedBack => true,
            Self::Pending
            | Self::Authorized
            | Self::Challenged
            | Self::Expired
            | Self::Failed
            | Self::Denied
            | Self::Cancelled
            | Self::Unrecognised => false,
        }
    }

    /// Whether the transaction ended without money. The order (expired < failed < denied <
    /// cancelled) names the end when several were told; it decides nothing else.
    #[must_use]
    pub const fn is_dead_end(self) -> bool {
        matches!(self, Self::Expired | Self::Failed | Self::Denied | Self::Cancelled)
    }
}

/// One refund or chargeback in a gateway's list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProviderRefund {
    /// Our refund key, or the gateway's own id where there is none.
    pub key: String,
    /// Rupiah that went back.
    pub amount: Rupiah,
    /// Whether the provider has confirmed that the money left.
    pub confirmed: bool,
    /// Whether the card's bank took it (a chargeback) rather than us giving it.
    pub chargeback: bool,
}

/// One look at a transaction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// The state told.
    pub status: ProviderStatus,
    /// The gateway's id of the transaction.
    pub transaction_id: Option<String>,
    /// The amount that the payer owed us, whole rupiah: without a fee that the gateway put on top.
    pub amount: Rupiah,
    /// The fee that the gateway took from the payer on top of `amount`.
    pub payer_fee: Rupiah,
    /// ISO 4217; absent means IDR.
    pub currency: Option<String>,
    /// The channel that was paid through, when it is one of ours.
    pub channel: Option<Channel>,
    /// How to pay, where the gateway repeats it (Midtrans repeats VA numbers and bill keys, not QR
    /// texts): this is how a charge whose answer was lost gets its number back.
    pub instructions: Option<Instructions>,
    /// Until when it may be paid, where the gateway repeats it.
    pub expires_at: Option<Timestamp>,
    /// When the money was received.
    pub settled_at: Option<Timestamp>,
    /// All refunds and chargebacks so far.
    pub refunds: Vec<ProviderRefund>,
    /// The cumulative refunded amount, where the gateway tells it without a list.
    pub refunded_total: Option<Rupiah>,
}

impl Reading {
    /// Whether the currency is rupiah (Midtrans has no other; anything else is a doubt).
    #[must_use]
    pub fn in_rupiah(&self) -> bool {
        self.currency.as_deref().is_none_or(|currency| currency == "IDR")
    }
}

/// A verified notification: an authentic hint that something happened, not the truth about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hint {
    /// The order that the gateway named.
    pub order_id: OrderId,
    /// The key that tells repeats of this notification apart from news (event key v1).
    pub event_key: String,
    /// What the notification claims.
    pub reading: Reading,
    /// A test notification of the gateway's dashboard: recorded, never applied.
    pub probe: bool,
}

/// How to pay, as the gateway answered a charge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Instructions {
    /// A virtual account number.
    VirtualAccount {
        /// The number, digits only.
        va_number: String,
    },
    /// Mandiri bill payment.
    Bill {
        /// The biller's code.
        biller_code: String,
        /// The key of this bill.
        bill_key: String,
    },
    /// A QR code.
    Qr {
        /// The text to draw as a QR code.
        qr_string: String,
    },
}

/// What became of a charge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum ChargeOutcome {
    /// The transaction exists and waits for its payer.
    Accepted {
        /// The gateway's id.
        transaction_id: String,
        /// How to pay.
        instructions: Instructions,
        /// Until when, as the gateway says; absent when it does not say.
        expires_at: Option<Timestamp>,
    },
    /// The order id is known at the gateway already: an earlier request of ours won. Read it.
    Exists,
    /// The gateway said no; nothing was made.
    Refused(GatewayRefusal),
    /// We cannot know whether the transaction was made. It must be looked up, never asked anew
    /// under another order id.
    Unknown {
        /// What happened, without secrets.
        reason: String,
    },
}

/// A clear no of the gateway.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GatewayRefusal {
    /// The gateway's own code.
    pub code: String,
    /// The gateway's own words.
    pub message: String,
}

/// What became of a status read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum StatusOutcome {
    /// The gateway knows the order.
    Found(Reading),
    /// The gateway does not know the order (yet).
    Missing,
    /// No answer that can be believed: unreachable, slow, garbage, refused key.
    Unknown {
        /// What happened, without secrets.
        reason: String,
    },
}

/// What became of a cancellation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum EndOutcome {
    /// The transaction has ended without money.
    Ended,
    /// It cannot be ended in its state (paid or ended already): read it.
    NotPossible(GatewayRefusal),
    /// The gateway does not know the order.
    Missing,
    /// No answer that can be believed.
    Unknown {
        /// What happened, without secrets.
        reason: String,
    },
}

/// What became of a refund.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum RefundOutcome {
    /// The gateway gives the money back, under our key.
    Accepted {
        /// Whole rupiah, as the gateway says.
        amount: Rupiah,
    },
    /// The key is known there already: an earlier request of ours won. Read it.
    Exists,
    /// The gateway said no; no money moved.
    Refused(GatewayRefusal),
    /// Nothing was done, for now; the same key may be sent again.
    Later {
        /// What happened, without secrets.
        reason: String,
    },
    /// We cannot know. Our key has to be looked for in the transaction's refunds; only the same key
    /// may ever be sent again.
    Unknown {
        /// What happened, without secrets.
        reason: String,
    },
}
