//! Reading, ending and refunding a transaction: what the answers mean. Pure; [`crate::client`] only
//! carries the bytes.

use std::time::Duration;

use serde::Serialize;
use wikarta_core::id::OrderId;
use wikarta_core::money::Rupiah;
use wikarta_core::ports::{self, EndOutcome, GatewayRefusal, StatusOutcome};
use wikarta_core::provider::{ProviderStatus, Reading};

use crate::amount::whole_rupiah;
use crate::answer::{Answer, Doubt, Spoken};
use crate::transaction::TransactionFacts;

/// What the answer to `GET /v2/{id}/status` means.
///
/// The answer is joined on the order id that we asked for; some rails answer with another one. Its
/// code tells the state (200, 201, 202, and 407 for an expired one), so the state itself is judged by
/// `transaction_status` alone.
#[must_use]
pub fn status_outcome(answer: &Answer) -> StatusOutcome {
    let read = || -> Result<StatusOutcome, Doubt> {
        let spoken = Spoken::read(answer)?;
        match spoken.code {
            200..=202 | 407 => reading(&spoken).map(StatusOutcome::Found),
            404 if spoken.in_body => Ok(StatusOutcome::Missing),
            _ => Err(spoken.doubt()),
        }
    };
    read().unwrap_or_else(|doubt| StatusOutcome::Unknown { reason: doubt.to_string() })
}

fn reading(spoken: &Spoken<'_>) -> Result<Reading, Doubt> {
    let odd = |what| Doubt::OddAnswer { what };
    let facts = TransactionFacts::read(&spoken.object).map_err(|_| odd("lacks a field"))?;
    facts.reading().map_err(|_| odd("holds an amount that is not whole rupiah"))
}

/// What the answer to `POST /v2/{id}/cancel` or `/expire` means. 407 is the state *expired*, not an
/// error: asked to expire, it is the success; asked to cancel, it says that the end came by itself.
#[must_use]
pub fn end_outcome(answer: &Answer) -> EndOutcome {
    let read = || -> Result<EndOutcome, Doubt> {
        let spoken = Spoken::read(answer)?;
        match spoken.code {
            200 | 202 | 407 => ended(&spoken),
            404 if spoken.in_body => Ok(EndOutcome::Missing),
            412 => Ok(EndOutcome::NotPossible(spoken.refusal())),
            _ => Err(spoken.doubt()),
        }
    };
    read().unwrap_or_else(|doubt| EndOutcome::Unknown { reason: doubt.to_string() })
}

/// An end is believed when the answer's own state is an end without money.
fn ended(spoken: &Spoken<'_>) -> Result<EndOutcome, Doubt> {
    let told = spoken.object.text("transaction_status").ok().flatten();
    let Some(told) = told else {
        return Err(Doubt::OddAnswer { what: "does not say the state" });
    };
    let status = crate::status::TransactionStatus::read(&told);
    let fraud = crate::status::FraudStatus::Absent;
    if crate::status::translate(status, fraud).is_dead_end() {
        return Ok(EndOutcome::Ended);
    }
    Err(Doubt::OddAnswer { what: "is a success, but the transaction has not ended" })
}

/// Money to give back through the gateway.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefundRequest {
    /// Which transaction.
    pub order_id: OrderId,
    /// Our name for this refund. The same intent asked again must carry the same key, and only
    /// within seven days of the first attempt.
    pub refund_key: RefundKey,
    /// Rupiah to give back; absent means all that is left.
    pub amount: Option<Rupiah>,
    /// Why, for people; cut to 255 characters.
    pub reason: String,
}

/// A refund key: 1 to 64 of `A-Z a-z 0-9 _ -`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct RefundKey(String);

/// Why a text is not a refund key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not a refund key: 1 to 64 of A-Z a-z 0-9 _ -")]
pub struct RefundKeyError {
    /// What was given, cut to 70 characters.
    text: String,
}

impl std::str::FromStr for RefundKey {
    type Err = RefundKeyError;
    fn from_str(text: &str) -> Result<Self, RefundKeyError> {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"_-".contains(&byte);
        if text.is_empty() || text.len() > 64 || !text.bytes().all(plain) {
            return Err(RefundKeyError { text: text.chars().take(70).collect() });
        }
        Ok(Self(text.to_owned()))
    }
}

impl RefundKey {
    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The body of `POST /v2/{id}/refund`, as JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RefundBody {
    refund_key: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    amount: Option<i64>,
    reason: String,
}

impl RefundBody {
    /// Makes the body for a request.
    #[must_use]
    pub fn new(request: &RefundRequest) -> Self {
        Self {
            refund_key: request.refund_key.0.clone(),
            amount: request.amount.map(Rupiah::get),
            reason: request.reason.chars().filter(|c| !c.is_control()).take(255).collect(),
        }
    }
}

/// What became of a refund.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum RefundOutcome {
    /// The gateway gives the money back. That it has left the provider is told later.
    Accepted {
        /// Rupiah of this refund, as the gateway says.
        amount: Rupiah,
        /// Whether all of the money has gone back now.
        state: ProviderStatus,
    },
    /// This key is known already: an earlier request of ours won. Read the transaction.
    Exists,
    /// The payer's provider said no; no money moved.
    Denied(GatewayRefusal),
    /// The gateway said no; no money moved.
    Refused(GatewayRefusal),
    /// The merchant's balance is too low now; the same key may be tried again within seven days.
    NoFunds(GatewayRefusal),
    /// The gateway does not know the order.
    Missing,
    /// Too many requests; no money moved. The same key may be sent again later.
    Limited {
        /// How long to wait at least, where the gateway says so.
        retry_after: Option<Duration>,
    },
    /// No connection came about, so nothing was sent; the same key may be sent again.
    Unreachable,
    /// We cannot know. Look for our key in the transaction's refunds; never refund under a new key.
    Unknown {
        /// What happened, without secrets.
        reason: String,
    },
}

impl TryFrom<&ports::RefundRequest> for RefundRequest {
    type Error = RefundKeyError;
    fn try_from(asked: &ports::RefundRequest) -> Result<Self, RefundKeyError> {
        let refund_key = asked.key.parse()?;
        let (order_id, reason) = (asked.order_id.clone(), asked.reason.clone());
        Ok(Self { order_id, refund_key, amount: Some(asked.amount), reason })
    }
}

/// What the books may believe afterwards. Without funds, without a connection or over the limit
/// nothing was done, and the same key may be sent again.
impl From<RefundOutcome> for ports::RefundOutcome {
    fn from(outcome: RefundOutcome) -> Self {
        match outcome {
            RefundOutcome::Accepted { amount, .. } => Self::Accepted { amount },
            RefundOutcome::Exists => Self::Exists,
            RefundOutcome::Denied(refusal) | RefundOutcome::Refused(refusal) => {
                Self::Refused(refusal)
            }
            RefundOutcome::Missing => Self::Refused(GatewayRefusal {
                code: "404".to_owned(),
                message: "the gateway does not know the transaction".to_owned(),
            }),
            RefundOutcome::NoFunds(refusal) => Self::Later { reason: refusal.message },
            RefundOutcome::Limited { .. } => Self::Later { reason: "too many requests".to_owned() },
            RefundOutcome::Unreachable => Self::Later { reason: "no connection".to_owned() },
            RefundOutcome::Unknown { reason } => Self::Unknown { reason },
        }
    }
}

/// What the answer to `POST /v2/{id}/refund` (or its `/online/direct` form) means.
#[must_use]
pub fn refund_outcome(request: &RefundRequest, answer: &Answer) -> RefundOutcome {
    let read = || -> Result<RefundOutcome, Doubt> {
        let spoken = Spoken::read(answer)?;
        match spoken.code {
            200 => refunded(request, &spoken),
            202 => Ok(RefundOutcome::Denied(spoken.refusal())),
            404 if spoken.in_body => Ok(RefundOutcome::Missing),
            406 => Ok(RefundOutcome::Exists),
            // One code for two reasons; only the text tells a wrong amount from an empty balance.
            414 if spoken.refusal().message.contains("insufficient funds") => {
                Ok(RefundOutcome::NoFunds(spoken.refusal()))
            }
            400 | 412..=414 if spoken.in_body => Ok(RefundOutcome::Refused(spoken.refusal())),
            _ => Err(spoken.doubt()),
        }
    };
    read().unwrap_or_else(RefundOutcome::from)
}

impl From<Doubt> for RefundOutcome {
    fn from(doubt: Doubt) -> Self {
        match doubt {
            Doubt::Unreachable => Self::Unreachable,
            Doubt::RateLimited { retry_after } => Self::Limited { retry_after },
            other => Self::Unknown { reason: other.to_string() },
        }
    }
}

fn refunded(request: &RefundRequest, spoken: &Spoken<'_>) -> Result<RefundOutcome, Doubt> {
    let odd = |what| Doubt::OddAnswer { what };
    let state = reading(spoken)?.status;
    let refunds = [ProviderStatus::Refunded, ProviderStatus::PartiallyRefunded];
    if !refunds.contains(&state) {
        return Err(odd("is a success, but the transaction is not refunded"));
    }
    let key = spoken.object.text("refund_key").ok().flatten();
    if key.is_some_and(|key| key != request.refund_key.0) {
        return Err(odd("is about another refund"));
    }
    let amount = spoken.object.token("refund_amount").ok().flatten();
    let amount = amount.as_deref().and_then(whole_rupiah);
    let amount = amount.ok_or_else(|| odd("does not say the refunded amount"))?;
    Ok(RefundOutcome::Accepted { amount, state })
}
