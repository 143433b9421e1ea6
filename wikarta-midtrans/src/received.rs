//! What a merchant's notification addresses may receive, told apart.
//!
//! The vendor posts three kinds of bodies: about transactions, charges of subscriptions among them;
//! about linked wallet accounts; and its dashboard's tests of either address. A merchant who links
//! no wallets answers 200 to the latter two and does nothing.
//!
//! ```
//! use wikarta_midtrans::notification::Limits;
//! use wikarta_midtrans::received::Received;
//! use wikarta_midtrans::signature::{KeyRing, ServerKey};
//!
//! # fn answer(body: &[u8], ring: &KeyRing) -> u16 {
//! match Received::read(body, &Limits::DEFAULT, ring) {
//!     Ok(Received::Transaction(verified)) => {
//!         let hint = verified.into_hint(); // for the books; `hint.probe` marks the dashboard's test
//!         # let _ = hint;
//!         200
//!     }
//!     Ok(Received::PayAccount(_)) => 200, // authentic, and nothing of ours hangs on it
//!     Err(error) => error.http_status(),
//! }
//! # }
//! # let ring = KeyRing::new(ServerKey::new("SB-Mid-server-example")?);
//! # assert_eq!(answer(b"{}", &ring), 400);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use crate::document::Object;
use crate::malformed::{Limits, ReadError};
use crate::notification::{Notification, NotificationError, Verified};
use crate::signature::KeyRing;

/// A body that one of our keys signed.
#[derive(Debug, Clone)]
pub enum Received {
    /// About a transaction.
    Transaction(Box<Verified>),
    /// About a linked wallet account.
    PayAccount(PayAccountNotice),
}

/// A wallet account was linked or let go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PayAccountNotice {
    /// The gateway's id of the account. Confirm by `GET /v2/pay/account/{id}` before it is used.
    pub account_id: String,
    /// What the body says of it.
    pub status: AccountStatus,
    /// Which key of the ring signed it, in the order of adding.
    pub key_index: usize,
}

/// The vendor's words for a linked account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccountStatus {
    /// Waits for the payer's consent.
    Pending,
    /// May be charged.
    Enabled,
    /// May not be charged any more.
    Disabled,
    /// The payer did not consent in time.
    Expired,
}

impl AccountStatus {
    fn read(word: &str) -> Option<Self> {
        Some(match word {
            "PENDING" => Self::Pending,
            "ENABLED" => Self::Enabled,
            "DISABLED" => Self::Disabled,
            "EXPIRED" => Self::Expired,
            _ => return None,
        })
    }
}

impl Received {
    /// Reads a body, checks who sent it, and tells which kind it is.
    pub fn read(body: &[u8], limits: &Limits, ring: &KeyRing) -> Result<Self, NotificationError> {
        let object = Object::parse(body, limits)?;
        // A body with an order is about the order, whatever else stands in it.
        if object.has("account_id") && !object.has("order_id") {
            return pay_account(&object, ring).map(Self::PayAccount);
        }
        let verified = Notification::parse(body, limits)?.verify(ring)?;
        Ok(Self::Transaction(Box::new(verified)))
    }
}

/// The digest is over account id, account status and status code, so the borders between them are
/// checked afterwards, as they are for a transaction.
fn pay_account(object: &Object<'_>, ring: &KeyRing) -> Result<PayAccountNotice, NotificationError> {
    let text = |name: &str| {
        let read = object.token(name).map_err(ReadError::from)?;
        read.ok_or_else(|| ReadError::from(object.missing(name)))
    };
    let (account_id, word) = (text("account_id")?, text("account_status")?);
    let code = text("status_code")?;
    let signature = object.text("signature_key").ok().flatten().unwrap_or_default();
    let key_index = ring
        .matching(&account_id, &word, &code, &signature)
        .ok_or(NotificationError::SignatureInvalid)?;
    if code.len() != 3 || !code.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(NotificationError::StatusCodeInvalid);
    }
    let status = AccountStatus::read(&word).ok_or(NotificationError::AccountStatusInvalid)?;
    Ok(PayAccountNotice { account_id, status, key_index })
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::signature::{ServerKey, Signature};

    const ID: &str = "71d4f1e7-0000-4000-8000-000000000001";

    fn read(body: &Value) -> Result<Received, NotificationError> {
        let ring = KeyRing::new(ServerKey::new("SB-Mid-server-old").unwrap());
        let ring = ring.and(ServerKey::new("SB-Mid-server-example").unwrap()).unwrap();
        Received::read(body.to_string().as_bytes(), &Limits::DEFAULT, &ring)
    }

    fn body(id: &str, word: &str, code: &str) -> Value {
        let key = ServerKey::new("SB-Mid-server-example").unwrap();
        let signed = Signature::of(id, word, code, &key).to_hex();
        json!({"account_id": id, "account_status": word, "status_code": code,
            "payment_type": "gopay", "signature_key": signed})
    }

    #[test]
    fn an_account_is_told_apart_and_believed_only_when_it_is_signed() {
        for (word, code, status) in [
            ("ENABLED", "200", AccountStatus::Enabled),
            ("DISABLED", "204", AccountStatus::Disabled),
        ] {
            let Ok(Received::PayAccount(notice)) = read(&body(ID, word, code)) else { panic!() };
            let expected = PayAccountNotice { account_id: ID.to_owned(), status, key_index: 1 };
            assert_eq!(notice, expected);
        }
        let mut forged = body(ID, "ENABLED", "200");
        forged["account_id"] = "another".into();
        assert_eq!(read(&forged).unwrap_err(), NotificationError::SignatureInvalid);
        let mut bare = body(ID, "ENABLED", "200");
        bare.as_object_mut().unwrap().remove("account_status");
        assert_eq!(read(&bare).unwrap_err().code(), "field_missing");
    }

    #[test]
    fn a_transactions_signature_makes_no_account_and_the_other_way_round() {
        // The same digest, its texts cut elsewhere.
        let moved = body("INV-1", "200", "275000.00");
        assert_eq!(read(&moved).unwrap_err(), NotificationError::StatusCodeInvalid);
        let moved = body("INV-120027", "5000.00", "200");
        assert_eq!(read(&moved).unwrap_err(), NotificationError::AccountStatusInvalid);
        let key = body(ID, "ENABLED", "200")["signature_key"].clone();
        let (order_id, rest) = (format!("{ID}ENABLED"), "200");
        for (code, amount) in [("2", "00"), ("20", "0"), ("200", "")] {
            assert_eq!(format!("{code}{amount}"), rest);
            let order = json!({"order_id": order_id, "status_code": code, "gross_amount": amount,
                "transaction_status": "settlement", "signature_key": key});
            assert!(read(&order).is_err(), "{code}");
        }
    }

    #[test]
    fn a_transaction_stays_a_transaction_whatever_stands_beside_it() {
        let key = ServerKey::new("SB-Mid-server-example").unwrap();
        let signed = Signature::of("INV-1", "200", "275000.00", &key).to_hex();
        let order = json!({"order_id": "INV-1", "status_code": "200", "gross_amount": "275000.00",
            "transaction_status": "settlement", "account_id": ID, "signature_key": signed});
        assert!(matches!(read(&order), Ok(Received::Transaction(_))));
    }
}
