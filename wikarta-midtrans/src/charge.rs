//! Asking for a transaction: the request body and what its answer means. Pure; [`crate::client`] only
//! carries the bytes.

use serde::Serialize;
use wikarta_core::money::Rupiah;
use wikarta_core::ports::{ChargeOutcome, ChargeRequest, GatewayRefusal};
use wikarta_core::provider::{Channel, Instructions, ProviderStatus};

use crate::amount::wib_text_with_offset;
use crate::answer::{Answer, Doubt, Spoken};
use crate::transaction::TransactionFacts;

/// Why a request is not even sent.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ChargeError {
    /// Nothing to collect.
    #[error("the amount to collect is {0}, not more than zero")]
    AmountNotPositive(Rupiah),
    /// Too short or too long for the channel.
    #[error("`{channel}` may be open for {min} to {max} seconds, not {asked}")]
    ExpiryOutOfRange {
        /// The channel asked for.
        channel: Channel,
        /// The shortest time, in seconds.
        min: i64,
        /// The longest time, in seconds.
        max: i64,
        /// The time asked for, in seconds.
        asked: i64,
    },
}

impl ChargeError {
    /// A stable code; it stands where the vendor's own code would.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::AmountNotPositive(_) => "amount_not_positive",
            Self::ExpiryOutOfRange { .. } => "expiry_out_of_range",
        }
    }
}

/// The body of `POST /v2/charge`, as JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChargeBody {
    payment_type: &'static str,
    transaction_details: TransactionDetails,
    #[serde(skip_serializing_if = "Option::is_none")]
    bank_transfer: Option<BankTransfer>,
    #[serde(skip_serializing_if = "Option::is_none")]
    echannel: Option<Echannel>,
    #[serde(skip_serializing_if = "Option::is_none")]
    qris: Option<Qris>,
    custom_expiry: CustomExpiry,
    custom_field1: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct TransactionDetails {
    order_id: String,
    gross_amount: i64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct BankTransfer {
    bank: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Echannel {
    bill_info1: &'static str,
    bill_info2: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Qris {
    acquirer: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct CustomExpiry {
    order_time: String,
    expiry_duration: i64,
    unit: &'static str,
}

impl ChargeBody {
    /// Makes the body for a request.
    ///
    /// `custom_field1` carries the invoice id, so that a transaction can be found from the vendor's
    /// side too. No personal data is sent: none of our channels needs it.
    ///
    /// ```
    /// use wikarta_core::{id::CommandId, money::Rupiah, ports::ChargeRequest, provider::Channel};
    /// use wikarta_midtrans::charge::ChargeBody;
    ///
    /// let request = ChargeRequest {
    ///     order_id: "INV-2026-11-000123-01-7k2ma".parse()?,
    ///     invoice: "inv_7k2ma".parse()?,
    ///     amount: Rupiah::new(275_000)?,
    ///     channel: Channel::BcaVa,
    ///     at: "2026-11-23T03:00:00Z".parse()?,
    ///     expires_at: "2026-11-24T03:00:00Z".parse()?,
    ///     description: "Internet Nov 2026".to_owned(),
    /// };
    /// let body = serde_json::to_value(ChargeBody::new(&request)?)?;
    /// assert_eq!(body["bank_transfer"]["bank"], "bca");
    /// assert_eq!(body["custom_expiry"]["order_time"], "2026-11-23 10:00:00 +0700");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn new(request: &ChargeRequest) -> Result<Self, ChargeError> {
        if !request.amount.is_positive() {
            return Err(ChargeError::AmountNotPositive(request.amount));
        }
        let bank = bank(request.channel);
        let mandiri = matches!(request.channel, Channel::MandiriBill);
        let qris = matches!(request.channel, Channel::Qris);
        Ok(Self {
            payment_type: payment_type(request.channel),
            transaction_details: TransactionDetails {
                order_id: request.order_id.as_str().to_owned(),
                gross_amount: request.amount.get(),
            },
            bank_transfer: bank.map(|bank| BankTransfer { bank }),
            echannel: mandiri.then(|| Echannel {
                bill_info1: "Tagihan:",
                bill_info2: plain_line(&request.description, 30),
            }),
            qris: qris.then_some(Qris { acquirer: "gopay" }),
            custom_expiry: custom_expiry(request)?,
            custom_field1: request.invoice.as_str().to_owned(),
        })
    }
}

const DAY: i64 = 86_400;

/// The shortest and longest time that a channel may be open, in seconds.
pub(crate) const fn open_for(channel: Channel) -> (i64, i64) {
    match channel {
        Channel::BcaVa
        | Channel::BniVa
        | Channel::BriVa
        | Channel::PermataVa
        | Channel::CimbVa
        | Channel::MandiriBill => (20, 180 * DAY),
        Channel::Qris => (20, 7 * DAY),
    }
}

pub(crate) const fn payment_type(channel: Channel) -> &'static str {
    match channel {
        Channel::BcaVa | Channel::BniVa | Channel::BriVa | Channel::PermataVa | Channel::CimbVa => {
            "bank_transfer"
        }
        Channel::MandiriBill => "echannel",
        Channel::Qris => "qris",
    }
}

pub(crate) const fn bank(channel: Channel) -> Option<&'static str> {
    match channel {
        Channel::BcaVa => Some("bca"),
        Channel::BniVa => Some("bni"),
        Channel::BriVa => Some("bri"),
        Channel::PermataVa => Some("permata"),
        Channel::CimbVa => Some("cimb"),
        Channel::MandiriBill | Channel::Qris => None,
    }
}

fn custom_expiry(request: &ChargeRequest) -> Result<CustomExpiry, ChargeError> {
    let asked = request.expires_at.seconds_since(request.at);
    let (min, max) = open_for(request.channel);
    if asked < min || asked > max {
        let channel = request.channel;
        return Err(ChargeError::ExpiryOutOfRange { channel, min, max, asked });
    }
    let order_time = wib_text_with_offset(request.at);
    // Minutes are what the vendor documents first; seconds only where minutes cannot say it.
    Ok(if asked % 60 == 0 {
        CustomExpiry { order_time, expiry_duration: asked / 60, unit: "minute" }
    } else {
        CustomExpiry { order_time, expiry_duration: asked, unit: "second" }
    })
}

/// One line of printable ASCII, cut: what bank terminals can show.
pub(crate) fn plain_line(text: &str, len: usize) -> String {
    let plain = |c: char| if c.is_ascii_graphic() || c == ' ' { c } else { '-' };
    text.chars().map(plain).take(len).collect()
}

/// What the answer to a charge means.
#[must_use]
pub fn outcome(request: &ChargeRequest, answer: &Answer) -> ChargeOutcome {
    let spoken = match Spoken::read(answer) {
        Ok(spoken) => spoken,
        Err(doubt) => return unknown(&doubt),
    };
    match spoken.code {
        200 | 201 => accepted(request, &spoken).unwrap_or_else(|doubt| unknown(&doubt)),
        406 => ChargeOutcome::Exists,
        // Without the vendor's own code in the body these two may come from something in between.
        404 | 408 if !spoken.in_body => unknown(&Doubt::Unspoken { http_status: spoken.code }),
        429 => ChargeOutcome::Refused(waiting(&spoken)),
        202 | 400..=405 | 408..=414 => ChargeOutcome::Refused(spoken.refusal()),
        code => unknown(&Doubt::OddCode { code }),
    }
}

/// The core's port has no word for a wish to wait, so it stands in the message.
fn waiting(spoken: &Spoken<'_>) -> GatewayRefusal {
    let mut refusal = spoken.refusal();
    if let Some(wait) = spoken.retry_after {
        refusal.message = format!("{}; wait {} s", refusal.message, wait.as_secs());
    }
    refusal
}

/// What a request that was not sent means.
#[must_use]
pub fn not_sent(error: &ChargeError) -> ChargeOutcome {
    let (code, message) = (error.code().to_owned(), error.to_string());
    ChargeOutcome::Refused(GatewayRefusal { code, message })
}

pub(crate) fn unknown(doubt: &Doubt) -> ChargeOutcome {
    ChargeOutcome::Unknown { reason: doubt.to_string() }
}

/// A success is believed only when it is about what we asked for and says how to pay.
fn accepted(request: &ChargeRequest, spoken: &Spoken<'_>) -> Result<ChargeOutcome, Doubt> {
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
    let transaction_id = reading.transaction_id.ok_or_else(|| odd("has no transaction id"))?;
    let instructions = reading.instructions.ok_or_else(|| odd("does not say how to pay"))?;
    if reading.channel != Some(request.channel) || !fits(request.channel, &instructions) {
        return Err(odd("is about another channel"));
    }
    let expires_at = reading.expires_at;
    Ok(ChargeOutcome::Accepted { transaction_id, instructions, expires_at })
}

const fn fits(channel: Channel, instructions: &Instructions) -> bool {
    match channel {
        Channel::BcaVa | Channel::BniVa | Channel::BriVa | Channel::PermataVa | Channel::CimbVa => {
            matches!(instructions, Instructions::VirtualAccount { .. })
        }
        Channel::MandiriBill => matches!(instructions, Instructions::Bill { .. }),
        Channel::Qris => matches!(instructions, Instructions::Qr { .. }),
    }
}
