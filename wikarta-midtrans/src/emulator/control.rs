//! What the real vendor does not offer: making things happen. Tests and demos rely on this room.
//!
//! `POST /_control/transactions/{order_id}/{action}` with an optional JSON object:
//! `amount` (pay: settle with this amount, more or less than asked for; refund and chargeback: give
//! back this much), `deliver` (`false`: the
//! state changes and nobody is told), `copies` and `delay_ms`, `order` (`"reverse"`: this and all
//! undelivered ones of the order, newest first).

use serde::Deserialize;
use serde_json::{Value, json};
use wikarta_core::money::Rupiah;

use super::body;
use super::desk::{COPIES_MAX, Desk, Plan, SendOrder, Tell};
use super::lifecycle::{RefundForm, RefundWanted};
use super::record::{Answered, Change, Delivery, DeliveryState, Transaction};
use super::transition::Action;

/// How an action is carried out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Wish {
    /// Rupiah, where the action has an amount.
    pub amount: Option<Rupiah>,
    /// How the merchant hears of it.
    pub plan: Plan,
}

/// Why an action was not carried out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ControlError {
    /// No transaction has this order id.
    #[error("no transaction has the order id `{0}`")]
    UnknownOrder(String),
    /// The word is no action.
    #[error("`{0}` is not an action; allowed: pay, expire, cancel, deny, refund, chargeback")]
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
    #[error("the body is not an object of amount, deliver, copies, delay_ms, order: {0}")]
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
            Self::UnknownOrder(_) | Self::UnknownAction(_) => 404,
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
        Ok(Self { amount, plan: Plan { tell, copies, delay_ms, order } })
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
            Action::Pay => self.moved(before, action).map(|moved| Transaction {
                gross_amount: wish.amount.unwrap_or(moved.gross_amount),
                ..moved
            }),
            Action::Expire | Action::Cancel | Action::Deny => self.moved(before, action),
        };
        let after = after.map_err(refused)?;
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
        shown
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
            br#"{"amount":5,"deliver":false,"copies":3,"delay_ms":7,"order":"reverse"}"#,
        )
        .unwrap();
        assert_eq!(wish.amount.map(Rupiah::get), Some(5));
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
