//! A charge in the vendor's own width: wallets, counters and item lists too, which the core's
//! [`wikarta_core::ports::ChargeRequest`] has no words for. Pure; [`crate::client`] carries the bytes.
//!
//! **Order ids.** The vendor takes at most 50 of `A-Z a-z 0-9 - _ ~ .`; use at most 36, because a
//! payment link appends 14 more and BI-SNAP takes no more. One order id is one attempt for ever: after
//! an end or a doubt the same intent asks under the same id, a new intent under a new one. That, and
//! not `Idempotency-Key`, is what keeps a charge from happening twice.

use serde::Serialize;
use sha2::{Digest as _, Sha256};
use wikarta_core::id::{IdError, OrderId};
use wikarta_core::money::Rupiah;
use wikarta_core::provider::{Channel, Instructions, ProviderStatus};
use wikarta_core::time::Timestamp;

use crate::answer::{Answer, Doubt, Spoken};
use crate::charge::{bank, open_for, payment_type, plain_line};
use crate::outcome::{Outcome, outcome};
use crate::transaction::TransactionFacts;

/// Makes an order id: readable, at most 36 characters, the same for the same intent, and another one
/// for every other intent, attempt or occasion.
///
/// `readable` is what people know it by, such as an invoice number; characters that the vendor does
/// not take become `-`, and its end is cut where it is too long. `intent` is whatever names this very
/// request in your books (a request id, a row's key): after a doubt ask again with the same one.
///
/// ```
/// use wikarta_midtrans::order::order_id;
///
/// let first = order_id("INV/2026/11/000123", 1, "request-7f3a")?;
/// assert_eq!(first.as_str(), "INV-2026-11-000123-01-p2spy");
/// assert_eq!(first, order_id("INV/2026/11/000123", 1, "request-7f3a")?);
/// assert_ne!(first, order_id("INV/2026/11/000123", 1, "request-7f3b")?);
/// # Ok::<(), wikarta_core::id::IdError>(())
/// ```
pub fn order_id(readable: &str, attempt: u32, intent: &str) -> Result<OrderId, IdError> {
    const BASE32: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
    let digest = Sha256::new()
        .chain_update(readable.as_bytes())
        .chain_update([0])
        .chain_update(attempt.to_be_bytes())
        .chain_update(intent.as_bytes())
        .finalize();
    let letter = |byte: &u8| BASE32.get(usize::from(byte % 32)).copied().map(char::from);
    let tail: String = digest.iter().take(5).filter_map(letter).collect();
    let tail = format!("-{attempt:02}-{tail}");
    let plain = |c: char| if c.is_ascii_alphanumeric() || "-_~.".contains(c) { c } else { '-' };
    let kept = 36_usize.saturating_sub(tail.len());
    let readable: String = readable.chars().map(plain).take(kept).collect();
    format!("{readable}{tail}").parse()
}

/// How the payer pays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Method {
    /// A virtual account, a Mandiri bill, or a QR code of GoPay.
    Channel(Channel),
    /// A QR code acquired by ShopeePay.
    QrisShopee,
    /// The GoPay wallet.
    Gopay {
        /// Where the app leads the payer afterwards.
        callback_url: Option<String>,
    },
    /// The ShopeePay wallet.
    Shopeepay {
        /// Where the app leads the payer afterwards.
        callback_url: String,
    },
    /// A counter of Indomaret.
    Indomaret {
        /// What the cashier reads; cut to 40 plain characters.
        message: String,
    },
    /// A counter of Alfamart.
    Alfamart {
        /// What the receipt says; cut to 40 plain characters.
        message: String,
    },
}

/// One line of the bill. Tax and fees are items too, a discount is one with a negative price.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// What it is; cut to 50 plain characters.
    pub name: String,
    /// Rupiah for one, as whole rupiah; may be negative.
    pub price: i64,
    /// How many.
    pub quantity: u32,
}

/// What to ask for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderRequest {
    /// Our name for the attempt.
    pub order_id: OrderId,
    /// Whole rupiah, more than zero.
    pub amount: Rupiah,
    /// How the payer pays.
    pub method: Method,
    /// How long it may be paid, in seconds; absent leaves it to the vendor (24 hours for bank and
    /// counter, 15 minutes for the rest).
    pub open_seconds: Option<i64>,
    /// The lines, or none; given, they add up to the amount.
    pub items: Vec<Item>,
    /// Comes back as `custom_field1` in every message; at most 255 characters.
    pub reference: Option<String>,
}

/// Why a request is not even sent.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum OrderError {
    /// Nothing to collect.
    #[error("the amount to collect is {0}, not more than zero")]
    AmountNotPositive(Rupiah),
    /// Too short or too long for the method.
    #[error("this way to pay may be open for {min} to {max} seconds, not {asked}")]
    OpenSeconds {
        /// The shortest time.
        min: i64,
        /// The longest time.
        max: i64,
        /// The time asked for.
        asked: i64,
    },
    /// The lines do not add up.
    #[error("the items add up to {sum}, the amount is {amount}")]
    Items {
        /// The sum of price × quantity.
        sum: i64,
        /// The amount.
        amount: Rupiah,
    },
    /// Longer than a payment link's may be.
    #[error("the order id `{0}` is longer than 36 characters")]
    OrderIdTooLong(OrderId),
    /// Nobody could ever pay it.
    #[error("a link is open for at least one day and one payment")]
    NeverOpen,
    /// Longer than the vendor keeps.
    #[error("the reference is longer than 255 characters")]
    Reference,
}

/// The body of `POST /v2/charge`, as JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OrderBody {
    payment_type: &'static str,
    transaction_details: Details,
    #[serde(flatten)]
    method: MethodBody,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    item_details: Vec<ItemBody>,
    #[serde(skip_serializing_if = "Option::is_none")]
    custom_expiry: Option<Expiry>,
    #[serde(skip_serializing_if = "Option::is_none")]
    custom_field1: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Details {
    pub(crate) order_id: String,
    pub(crate) gross_amount: i64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct ItemBody {
    id: String,
    name: String,
    price: i64,
    quantity: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Expiry {
    expiry_duration: i64,
    unit: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum MethodBody {
    BankTransfer {
        bank: &'static str,
    },
    Echannel {
        bill_info1: &'static str,
        bill_info2: String,
    },
    Qris {
        acquirer: &'static str,
    },
    Gopay {
        enable_callback: bool,
        #[serde(skip_serializing_if = "Option::is_none")]
        callback_url: Option<String>,
    },
    Shopeepay {
        callback_url: String,
    },
    Cstore {
        store: &'static str,
        #[serde(skip_serializing_if = "Option::is_none")]
        message: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        alfamart_free_text_1: Option<String>,
    },
}

impl OrderBody {
    /// Makes the body for a request. No personal data is sent.
    pub fn new(request: &OrderRequest) -> Result<Self, OrderError> {
        if !request.amount.is_positive() {
            return Err(OrderError::AmountNotPositive(request.amount));
        }
        let custom_expiry = match request.open_seconds {
            Some(asked) => Some(expiry(&request.method, asked)?),
            None => None,
        };
        let order_id = request.order_id.as_str().to_owned();
        Ok(Self {
            payment_type: request.method.payment_type(),
            transaction_details: Details { order_id, gross_amount: request.amount.get() },
            method: request.method.body(request.reference.as_deref().unwrap_or_default()),
            item_details: item_bodies(&request.items, request.amount)?,
            custom_expiry,
            custom_field1: reference(request.reference.as_deref())?,
        })
    }
}

const DAY: i64 = 86_400;

impl Method {
    const fn payment_type(&self) -> &'static str {
        match self {
            Self::Channel(channel) => payment_type(*channel),
            Self::QrisShopee => "qris",
            Self::Gopay { .. } => "gopay",
            Self::Shopeepay { .. } => "shopeepay",
            Self::Indomaret { .. } | Self::Alfamart { .. } => "cstore",
        }
    }

    fn body(&self, reference: &str) -> MethodBody {
        match self {
            Self::Channel(Channel::Qris) => MethodBody::Qris { acquirer: "gopay" },
            Self::Channel(channel) => match bank(*channel) {
                Some(bank) => MethodBody::BankTransfer { bank },
                None => MethodBody::Echannel {
                    bill_info1: "Tagihan:",
                    bill_info2: plain_line(reference, 30),
                },
            },
            Self::QrisShopee => MethodBody::Qris { acquirer: "airpay shopee" },
            Self::Gopay { callback_url } => MethodBody::Gopay {
                enable_callback: callback_url.is_some(),
                callback_url: callback_url.clone(),
            },
            Self::Shopeepay { callback_url } => {
                MethodBody::Shopeepay { callback_url: callback_url.clone() }
            }
            Self::Indomaret { message } => MethodBody::Cstore {
                store: "indomaret",
                message: Some(plain_line(message, 40)),
                alfamart_free_text_1: None,
            },
            Self::Alfamart { message } => MethodBody::Cstore {
                store: "alfamart",
                message: None,
                alfamart_free_text_1: Some(plain_line(message, 40)),
            },
        }
    }

    /// The shortest and longest time that it may be open, in seconds.
    #[must_use]
    pub const fn open_seconds(&self) -> (i64, i64) {
        match self {
            Self::Channel(channel) => open_for(*channel),
            Self::Gopay { .. } => (20, 7 * DAY),
            Self::QrisShopee | Self::Shopeepay { .. } => (20, 5 * DAY),
            Self::Indomaret { .. } | Self::Alfamart { .. } => (20, 180 * DAY),
        }
    }
}

fn expiry(method: &Method, asked: i64) -> Result<Expiry, OrderError> {
    let (min, max) = method.open_seconds();
    if asked < min || asked > max {
        return Err(OrderError::OpenSeconds { min, max, asked });
    }
    Ok(if asked % 60 == 0 {
        Expiry { expiry_duration: asked / 60, unit: "minute" }
    } else {
        Expiry { expiry_duration: asked, unit: "second" }
    })
}

pub(crate) fn reference(text: Option<&str>) -> Result<Option<String>, OrderError> {
    match text {
        Some(text) if text.chars().count() > 255 => Err(OrderError::Reference),
        other => Ok(other.map(str::to_owned)),
    }
}

/// The vendor refuses lines that do not add up, so they are not sent at all.
pub(crate) fn item_bodies(items: &[Item], amount: Rupiah) -> Result<Vec<ItemBody>, OrderError> {
    let line = |item: &Item| item.price.checked_mul(i64::from(item.quantity));
    let sum = items.iter().try_fold(0_i64, |sum, item| sum.checked_add(line(item)?));
    if !items.is_empty() && sum != Some(amount.get()) {
        return Err(OrderError::Items { sum: sum.unwrap_or(i64::MAX), amount });
    }
    let body = |(index, item): (usize, &Item)| ItemBody {
        id: format!("{}", index + 1),
        // Alfamart's terminals take no bar.
        name: plain_line(&item.name, 50).replace('|', "-"),
        price: item.price,
        quantity: item.quantity,
    };
    Ok(items.iter().enumerate().map(body).collect())
}

/// A transaction that was made and waits for its payer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ordered {
    /// The gateway's id.
    pub transaction_id: String,
    /// What to show the payer.
    pub way: Way,
    /// Until when, as the gateway says.
    pub expires_at: Option<Timestamp>,
}

/// What to show the payer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Way {
    /// A number or a QR text.
    Code(Instructions),
    /// A wallet's app.
    Wallet {
        /// The address that opens the app.
        deeplink: String,
        /// A picture for a second device, where there is one.
        qr_picture: Option<String>,
    },
    /// A code for the cashier.
    Counter {
        /// `indomaret` or `alfamart`.
        store: String,
        /// The code.
        payment_code: String,
    },
}

/// What the answer to `POST /v2/charge` means.
pub fn order_outcome(request: &OrderRequest, answer: &Answer) -> Outcome<Ordered> {
    outcome(answer, |spoken| ordered(request, spoken))
}

/// A success is believed only when it is about what was asked and says how to pay.
fn ordered(request: &OrderRequest, spoken: &Spoken<'_>) -> Result<Ordered, Doubt> {
    let odd = |what| Doubt::OddAnswer { what };
    let facts = TransactionFacts::read(&spoken.object).map_err(|_| odd("lacks a field"))?;
    let reading = facts.reading().map_err(|_| odd("holds an amount that is not whole rupiah"))?;
    if facts.order_id != request.order_id.as_str() {
        return Err(odd("is about another order"));
    }
    if reading.amount != request.amount || !reading.in_rupiah() {
        return Err(odd("is about another amount"));
    }
    if reading.status != ProviderStatus::Pending {
        return Err(odd("is not about a pending transaction"));
    }
    if facts.payment_type.as_deref() != Some(request.method.payment_type()) {
        return Err(odd("is about another way to pay"));
    }
    let way = match &request.method {
        Method::Channel(channel) if reading.channel != Some(*channel) => None,
        Method::Channel(_) | Method::QrisShopee => reading.instructions.map(Way::Code),
        Method::Gopay { .. } | Method::Shopeepay { .. } => wallet(spoken),
        Method::Indomaret { .. } => counter(spoken, "indomaret"),
        Method::Alfamart { .. } => counter(spoken, "alfamart"),
    };
    Ok(Ordered {
        transaction_id: reading.transaction_id.ok_or_else(|| odd("has no transaction id"))?,
        way: way.ok_or_else(|| odd("does not say how to pay"))?,
        expires_at: reading.expires_at,
    })
}

/// Actions are found by name; their order is the vendor's to change.
fn wallet(spoken: &Spoken<'_>) -> Option<Way> {
    let actions = spoken.object.objects("actions").ok()?;
    let url = |wanted: &str| {
        let named = |name: Option<String>| name.as_deref() == Some(wanted);
        let found = actions.iter().find(|action| named(action.text("name").ok().flatten()))?;
        found.long_text("url", 2_048)
    };
    Some(Way::Wallet {
        deeplink: url("deeplink-redirect")?,
        qr_picture: url("generate-qr-code-v2").or_else(|| url("generate-qr-code")),
    })
}

fn counter(spoken: &Spoken<'_>, wanted: &str) -> Option<Way> {
    let store = spoken.object.text("store").ok()?.filter(|store| store == wanted)?;
    let payment_code = spoken.object.text("payment_code").ok()??;
    Some(Way::Counter { store, payment_code })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(method: Method) -> OrderRequest {
        OrderRequest {
            order_id: "INV-1".parse().unwrap(),
            amount: Rupiah::new(150_000).unwrap(),
            method,
            open_seconds: Some(3_600),
            items: Vec::new(),
            reference: Some("inv_1".to_owned()),
        }
    }

    #[test]
    fn bodies_are_the_vendors() {
        let gopay = Method::Gopay { callback_url: Some("https://x.test/back".to_owned()) };
        let mut asked = request(gopay);
        asked.items = vec![
            Item { name: "Internet | Agu".to_owned(), price: 160_000, quantity: 1 },
            Item { name: "Diskon".to_owned(), price: -5_000, quantity: 2 },
        ];
        let counter = request(Method::Indomaret { message: "Terima kasih".to_owned() });
        let body = |asked: &OrderRequest| serde_json::to_value(OrderBody::new(asked).unwrap());
        let expected = serde_json::json!({
            "payment_type": "gopay",
            "transaction_details": {"order_id": "INV-1", "gross_amount": 150_000},
            "gopay": {"enable_callback": true, "callback_url": "https://x.test/back"},
            "item_details": [
                {"id": "1", "name": "Internet - Agu", "price": 160_000, "quantity": 1},
                {"id": "2", "name": "Diskon", "price": -5_000, "quantity": 2},
            ],
            "custom_expiry": {"expiry_duration": 60, "unit": "minute"},
            "custom_field1": "inv_1",
        });
        assert_eq!(body(&asked).unwrap(), expected);
        let expected = serde_json::json!({"store": "indomaret", "message": "Terima kasih"});
        assert_eq!(body(&counter).unwrap()["cstore"], expected);
    }

    #[test]
    fn what_can_never_work_is_not_made() {
        let shopee = Method::Shopeepay { callback_url: "https://x.test".to_owned() };
        let mut long = request(shopee);
        long.open_seconds = Some(5 * DAY + 60);
        assert!(matches!(OrderBody::new(&long), Err(OrderError::OpenSeconds { .. })));
        let mut odd = request(Method::QrisShopee);
        odd.items = vec![Item { name: "a".to_owned(), price: 1, quantity: 3 }];
        assert!(matches!(OrderBody::new(&odd), Err(OrderError::Items { sum: 3, .. })));
        odd.items = vec![Item { name: "a".to_owned(), price: i64::MAX, quantity: 3 }];
        assert!(matches!(OrderBody::new(&odd), Err(OrderError::Items { .. })));
        let mut long = request(Method::QrisShopee);
        long.reference = Some("x".repeat(256));
        assert_eq!(OrderBody::new(&long), Err(OrderError::Reference));
    }
}
