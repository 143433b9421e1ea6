//! What the emulator remembers: transactions and deliveries, as they stand in the journal.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use wikarta_core::money::Rupiah;
use wikarta_core::time::Timestamp;

use super::address::Audience;
use super::pay_account::PayAccount;
use super::payment_link::PaymentLink;
use super::rail::Rail;
use super::snap::SnapPage;
use super::subscription::Subscription;
use crate::status::TransactionStatus;

/// One transaction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transaction {
    /// Counts up over all transactions of this emulator.
    pub number: u64,
    /// The vendor's id, a UUID.
    pub transaction_id: String,
    /// The merchant's id.
    pub order_id: String,
    /// Whose it is.
    pub merchant_id: String,
    /// How it is paid.
    pub rail: Rail,
    /// What the payer has to pay, or has paid where that was another amount.
    pub gross_amount: Rupiah,
    /// The state.
    pub status: TransactionStatus,
    /// What the fraud check says.
    #[serde(default)]
    pub fraud: Fraud,
    /// What the payer types or scans.
    pub code: Code,
    /// When it was made.
    pub created_at: Timestamp,
    /// Until when it may be paid.
    pub expires_at: Timestamp,
    /// When money came.
    pub settled_at: Option<Timestamp>,
    /// Money that went back.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub refunds: Vec<Refund>,
    /// `custom_field1..3` and `metadata`, echoed as given.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub echo: Map<String, Value>,
    /// Who is told about it.
    #[serde(default, skip_serializing_if = "Audience::is_usual")]
    pub audience: Audience,
    /// A payment that will come by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promise: Option<Promise>,
    /// Whether a QR code was paid with another issuer's application: it gives back for a shorter time.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub off_us: bool,
    /// What BI-SNAP calls it, where it was made there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub snap_bi: Option<SnapBiNames>,
}

/// A payment that will come by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Promise {
    /// When.
    pub at: Timestamp,
    /// Rupiah, where another amount than asked for will come.
    pub amount: Option<Rupiah>,
}

/// What BI-SNAP calls a transaction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SnapBiNames {
    /// The gateway's `referenceNo` or `paymentRequestId`.
    pub reference_no: String,
    /// `partnerServiceId`, blanks in front; empty for a QR code.
    pub service_id: String,
    /// `customerNo`; empty for a QR code.
    pub customer_no: String,
    /// `virtualAccountName`; empty for a QR code.
    pub name: String,
}

/// What the fraud check says.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fraud {
    /// Fine.
    #[default]
    Accept,
    /// The merchant has to approve or deny.
    Challenge,
    /// Fraud.
    Deny,
}

impl Fraud {
    /// The vendor's word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Accept => "accept",
            Self::Challenge => "challenge",
            Self::Deny => "deny",
        }
    }
}

/// What the payer types or scans.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Code {
    /// A virtual account number.
    Va(String),
    /// A bill key under Mandiri's biller code.
    Bill {
        /// Whose bills.
        biller_code: String,
        /// Which bill.
        bill_key: String,
    },
    /// A QR code's text.
    Qr(String),
    /// A wallet's deep link.
    Link(String),
    /// A code for the counter.
    Payment(String),
    /// A card, masked: nothing for the payer to type any more.
    Card(String),
}

impl Code {
    /// The code in one line.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Self::Va(text)
            | Self::Qr(text)
            | Self::Link(text)
            | Self::Payment(text)
            | Self::Card(text) => text.clone(),
            Self::Bill { biller_code, bill_key } => format!("{biller_code} / {bill_key}"),
        }
    }
}

/// Money that went back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refund {
    /// The vendor's `refund_chargeback_id`.
    pub id: u64,
    /// The merchant's key for it.
    pub key: String,
    /// Rupiah.
    pub amount: Rupiah,
    /// Why.
    pub reason: String,
    /// When it was accepted.
    pub created_at: Timestamp,
    /// When the provider will say, or said, that the money left.
    pub confirms_at: Timestamp,
    /// Whether it has said so.
    pub confirmed: bool,
    /// Whether the card's bank took it: then it has no key of the merchant's.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub chargeback: bool,
}

impl Transaction {
    /// Rupiah that went back so far.
    #[must_use]
    pub fn refunded(&self) -> Rupiah {
        self.refunds.iter().map(|refund| refund.amount).sum()
    }

    /// Rupiah that could still go back.
    #[must_use]
    pub fn refundable(&self) -> Rupiah {
        self.gross_amount.less(self.refunded())
    }

    /// Whether it still waits for its payer.
    #[must_use]
    pub fn is_open(&self) -> bool {
        matches!(self.status, TransactionStatus::Pending | TransactionStatus::Authorize)
    }
}

/// One notification on its way to the merchant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delivery {
    /// Counts up over all deliveries of this emulator.
    pub id: u64,
    /// The first of the copies that leave together; its own id when it is alone.
    pub group: u64,
    /// Which order it tells about.
    pub order_id: String,
    /// The state it tells.
    pub told: TransactionStatus,
    /// The exact body.
    pub body: String,
    /// Where it goes, when not to the merchant's usual address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// For BI-SNAP: the path behind the merchant's prefix, which is signed as well.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub snap_bi_path: Option<String>,
    /// When it was made.
    pub created_at: Timestamp,
    /// Where it stands.
    pub state: DeliveryState,
    /// Every try so far, oldest first.
    pub attempts: Vec<Attempt>,
}

/// Where a delivery stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryState {
    /// Made, but told to stay: the state changed and nobody knows.
    Held,
    /// Leaves at `due`; among those of the same instant the lowest `rank` first.
    Waiting {
        /// When.
        due: Timestamp,
        /// In which order.
        rank: u32,
    },
    /// Taken with a 2xx, or by the host in process.
    Done,
    /// Given up, as the vendor does.
    Failed,
}

/// One try.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempt {
    /// When it ended.
    pub at: Timestamp,
    /// What came back.
    pub answer: Answered,
}

/// What a try brought.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answered {
    /// An HTTP status.
    Status(u16),
    /// No answer, and why.
    Nothing(String),
}

impl Delivery {
    /// Whether it may still be sent.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        matches!(self.state, DeliveryState::Held | DeliveryState::Waiting { .. })
    }
}

/// What one step changes: whole records, written in one journal line and applied together.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// Transactions as they are afterwards.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub transactions: Vec<Transaction>,
    /// Deliveries as they are afterwards.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub deliveries: Vec<Delivery>,
    /// Payment pages as they are afterwards.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub snaps: Vec<SnapPage>,
    /// Payment links as they are afterwards.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<PaymentLink>,
    /// Subscriptions as they are afterwards.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub subscriptions: Vec<Subscription>,
    /// Linked wallets as they are afterwards.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub accounts: Vec<PayAccount>,
}

impl Change {
    /// Whether nothing changes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}
