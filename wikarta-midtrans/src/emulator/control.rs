//! What the real vendor does not offer: making things happen. Tests and demos rely on this room.
//!
//! `POST /_control/transactions/{order_id}/{action}` with an optional JSON object:
//! `amount` (pay: settle with this amount, more or less than asked for; refund and chargeback: give
//! back this much), `in_seconds` (pay: not now but so much later), `issuer` (pay, for a QR code:
//! `"off_us"` is another issuer's application), `deliver` (`false`: the state changes and nobody is
//! told), `copies` and `delay_ms`, `order` (`"reverse"`: this and all undelivered ones of the order,
//! newest first).

use serde::Deserialize;
use serde_json::{Value, json};
use wikarta_core::money::Rupiah;
use wikarta_core::time::Timestamp;

use super::body;
use super::desk::{COPIES_MAX, Desk, Plan, SendOrder, Tell};
use super::lifecycle::{RefundForm, RefundWanted};
use super::rail::Rail;
use super::record::{Answered, Change, Delivery, DeliveryState, Promise, Transaction};
use super::transition::Action;

/// How an action is carried out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Wish {
    /// Rupiah, where the action has an amount.
    pub amount: Option<Rupiah>,
    /// For [`Action::Pay`]: seconds of the emulator's clock until the payment comes.
    pub in_seconds: Option<u32>,
    /// For [`Action::Pay`]: with whose application a QR code is paid.
    pub issuer: Issuer,
    /// How the merchant hears of it.
    pub plan: Plan,
}

/// With whose application a QR code is paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Issuer {
    /// The acquirer's own.
    #[default]
    OnUs,
    /// Another's: such money goes back for a shorter time, or not at all.
    OffUs,
}

/// Why an action was not carried out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ControlError {
    /// No transaction has this order id.
    #[error("no transaction has the order id `{0}`")]
    UnknownOrder(String),
    /// No delivery has this number.
    #[error("no delivery has the number {0}")]
    UnknownDelivery(u64),
    /// The word is no action.
    #[error(
        "`{0}` is not an action; allowed: pay, expire, cancel, deny, reverse, refund, chargeback"
    )]
    UnknownAction(String),
    /// The rail or the state does not allow it.
    #[error("`{action}` is not possible for {rail} in the state {state}, or not with this amount")]
    NotPossible {
        /// What was asked.
        action: &'static str,
        /// The rail.
        rail: &'static str,
        /// The state.
        state: &'static str,
    },
    /// The body is not the JSON object described above.
    #[error("the body does not say what can be done here: {0}")]
    BadWish(String),
    /// The journal could not be written; nothing changed.
    #[error("the journal could not be written")]
    Journal,
}

impl ControlError {
    /// The HTTP status.
    #[must_use]
    pub const fn http_status(&self) -> u16 {
        match self {
            Self::UnknownOrder(_) | Self::UnknownDelivery(_) | Self::UnknownAction(_) => 404,
            Self::NotPossible { .. } => 412,
            Self::BadWish(_) => 400,
            Self::Journal => 500,
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WishBody {
    amount: Option<i64>,
    in_seconds: Option<u32>,
    #[serde(default)]
    issuer: Issuer,
    deliver: Option<bool>,
    copies: Option<u32>,
    delay_ms: Option<u32>,
    order: Option<OrderWord>,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum OrderWord {
    Reverse,
    AsMade,
}

impl Wish {
    /// Reads the body of a control call; an empty one wishes nothing special.
    pub fn read(body: &[u8]) -> Result<Self, ControlError> {
        if body.iter().all(u8::is_ascii_whitespace) {
            return Ok(Self::default());
        }
        let bad = |reason: String| ControlError::BadWish(reason);
        let read: WishBody =
            serde_json::from_slice(body).map_err(|error| bad(error.to_string()))?;
        let amount = match read.amount {
            Some(amount) => match Rupiah::new(amount) {
                Ok(amount) if amount.is_positive() => Some(amount),
                _ => return Err(bad("`amount` is not a positive whole number".to_owned())),
            },
            None => None,
        };
        let copies = read.copies.unwrap_or(1);
        if !(1..=COPIES_MAX).contains(&copies) {
            return Err(bad(format!("`copies` is not between 1 and {COPIES_MAX}")));
        }
        let tell = if read.deliver == Some(false) { Tell::Nobody } else { Tell::Merchant };
        let order = match read.order {
            Some(OrderWord::Reverse) => SendOrder::Reverse,
            Some(OrderWord::AsMade) | None => SendOrder::AsMade,
        };
        let delay_ms = read.delay_ms.unwrap_or(0);
        let plan = Plan { tell, copies, delay_ms, order };
        Ok(Self { amount, in_seconds: read.in_seconds, issuer: read.issuer, plan })
    }
}

impl Desk<'_> {
    /// Carries an action out on the newest transaction of an order id.
    pub(super) fn act(
        &self,
        order_id: &str,
        action: Action,
        wish: &Wish,
    ) -> Result<(Change, Value), ControlError> {
        let unknown = || ControlError::UnknownOrder(order_id.to_owned());
        let before = self.book.of_order(order_id).next().ok_or_else(unknown)?;
        let refused = |_| ControlError::NotPossible {
            action: action.as_str(),
            rail: before.rail.facts().label,
            state: before.status.as_str(),
        };
        let after = match action {
            Action::Refund => {
                let reason = "refunded by the emulator".to_owned();
                let key = Some(format!("emulator-{}", before.refunds.len() + 1));
                let wanted = RefundWanted { key, amount: wish.amount, reason };
                self.refunded(before, wanted, RefundForm::Later)
            }
            Action::Chargeback => self.charged_back(before, wish.amount),
            Action::Pay => {
                self.moved(before, action).map(|moved| paid(before, moved, wish, self.now))
            }
            Action::Expire | Action::Cancel | Action::Deny | Action::Reverse => {
                self.moved(before, action)
            }
        };
        let after = after.map_err(refused)?;
        if after.promise.is_some() && after.promise != before.promise {
            let shown = self.shown(&after);
            return Ok((Change { transactions: vec![after], ..Change::default() }, shown));
        }
        let shown = self.shown(&after);
        Ok((self.told(after, &wish.plan).map_err(refused)?, shown))
    }

    /// A transaction as the control API shows it: what a status read would say, and the code.
    pub(super) fn shown(&self, transaction: &Transaction) -> Value {
        let mut shown = match self.merchant(transaction) {
            Ok(merchant) => body::status(transaction, merchant, self.names),
            Err(_) => json!({ "order_id": transaction.order_id }),
        };
        body::put(&mut shown, "rail", json!(transaction.rail));
        body::put(&mut shown, "code", json!(transaction.code));
        if let Some(promise) = transaction.promise {
            body::put(&mut shown, "pays_at", json!(promise.at));
        }
        shown
    }
}

impl Desk<'_> {
    /// Lets a delivery leave now, whatever became of it: held, done, given up or still waiting.
    pub(super) fn sent_again(&self, id: u64) -> Result<(Change, Value), ControlError> {
        let known = self.book.delivery(id).ok_or(ControlError::UnknownDelivery(id))?;
        let state = DeliveryState::Waiting { due: self.now, rank: 0 };
        let delivery = Delivery { state, attempts: Vec::new(), ..known.clone() };
        let shown = delivery_shown(&delivery);
        Ok((Change { deliveries: vec![delivery], ..Change::default() }, shown))
    }
}

/// What a payment makes of a transaction, at once or later.
fn paid(before: &Transaction, moved: Transaction, wish: &Wish, now: Timestamp) -> Transaction {
    let qr = matches!(before.rail, Rail::QrisGopay | Rail::QrisShopee);
    let off_us = qr && wish.issuer == Issuer::OffUs;
    match wish.in_seconds {
        Some(seconds) if seconds > 0 => {
            let promise = Promise { at: now.plus_seconds(seconds.into()), amount: wish.amount };
            Transaction { promise: Some(promise), off_us, ..before.clone() }
        }
        _ => {
            let gross_amount = wish.amount.unwrap_or(moved.gross_amount);
            Transaction { gross_amount, off_us, promise: None, ..moved }
        }
    }
}

/// A delivery as the control API shows it.
pub(super) fn delivery_shown(delivery: &Delivery) -> Value {
    let (state, due) = match delivery.state {
        DeliveryState::Held => ("held", None),
        DeliveryState::Waiting { due, .. } => ("waiting", Some(due)),
        DeliveryState::Done => ("done", None),
        DeliveryState::Failed => ("failed", None),
    };
    let attempts: Vec<Value> = delivery
        .attempts
        .iter()
        .map(|attempt| match &attempt.answer {
            Answered::Status(status) => json!({ "at": attempt.at, "http_status": status }),
            Answered::Nothing(reason) => json!({ "at": attempt.at, "error": reason }),
        })
        .collect();
    json!({
        "id": delivery.id,
        "order_id": delivery.order_id,
        "transaction_status": delivery.told.as_str(),
        "state": state,
        "due": due,
        "created_at": delivery.created_at,
        "attempts": attempts,
        "url": delivery.url,
        "path": delivery.snap_bi_path,
        "body": serde_json::from_str::<Value>(&delivery.body).ok(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wishes_are_read_strictly() {
        assert_eq!(Wish::read(b"").unwrap(), Wish::default());
        assert_eq!(Wish::read(b"{}").unwrap(), Wish::default());
        let wish = Wish::read(
            br#"{"amount":5,"in_seconds":60,"issuer":"off_us","deliver":false,"copies":3,"delay_ms":7,
                "order":"reverse"}"#,
        )
        .unwrap();
        assert_eq!(wish.amount.map(Rupiah::get), Some(5));
        assert_eq!((wish.in_seconds, wish.issuer), (Some(60), Issuer::OffUs));
        let expected =
            Plan { tell: Tell::Nobody, copies: 3, delay_ms: 7, order: SendOrder::Reverse };
        assert_eq!(wish.plan, expected);
        for bad in [
            &br#"{"amount":0}"#[..],
            br#"{"amount":1.5}"#,
            br#"{"copies":0}"#,
            br#"{"copies":1001}"#,
            br#"{"order":"sideways"}"#,
            br#"{"speed":1}"#,
            b"[]",
            b"x",
        ] {
            assert_eq!(Wish::read(bad).unwrap_err().http_status(), 400);
        }
    }
}
