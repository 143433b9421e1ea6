//! The signature vectors and the status table of the reference data.

use crate::facts::fixture;
use wikarta_midtrans::notification::{Limits, Notification, NotificationError};
use wikarta_midtrans::signature::{KeyRing, ServerKey};
use wikarta_midtrans::status::TransactionStatus;

#[test]
fn every_signature_vector_holds() {
    let data = fixture("signature_vectors.json");
    let vectors = data["vectors"].as_array().unwrap();
    assert_eq!(vectors.len(), 16);
    for vector in vectors {
        let text = |name: &str| vector[name].as_str().unwrap();
        let ring = KeyRing::new(ServerKey::new(text("server_key")).unwrap());
        let found = ring.matching(
            text("order_id"),
            text("status_code"),
            text("gross_amount"),
            text("signature_key"),
        );
        assert_eq!(found.is_some(), vector["valid"].as_bool().unwrap(), "{}", text("name"));
    }
}

#[test]
fn a_shifted_border_has_the_same_digest_but_is_refused_afterwards() {
    let data = fixture("signature_vectors.json");
    let vectors = data["vectors"].as_array().unwrap();
    let verified = |name: &str| {
        let vector = vectors.iter().find(|vector| vector["name"] == name).unwrap();
        let body = serde_json::json!({
            "order_id": vector["order_id"], "status_code": vector["status_code"],
            "gross_amount": vector["gross_amount"], "signature_key": vector["signature_key"],
            "transaction_status": "settlement",
        });
        Notification::parse(body.to_string().as_bytes(), &Limits::DEFAULT)
            .unwrap()
            .verify(&crate::facts::ring())
    };
    assert!(verified("boundary-shift-same-digest-a").is_ok());
    assert_eq!(
        verified("boundary-shift-same-digest-b").unwrap_err(),
        NotificationError::StatusCodeInvalid
    );
}

/// `INV-1` + `200` + `5000.00` cut elsewhere: three digits for the code can still be found, but the
/// amount then begins with a zero.
#[test]
fn a_digit_cannot_wander_from_the_code_into_the_amount() {
    let signed = crate::facts::signed(serde_json::json!({
        "order_id": "INV-1", "status_code": "200", "gross_amount": "5000.00",
        "transaction_status": "settlement",
    }));
    for (order_id, code, amount) in [("INV-12", "005", "000.00"), ("INV-", "120", "05000.00")] {
        let mut shifted = signed.clone();
        shifted["order_id"] = order_id.into();
        shifted["status_code"] = code.into();
        shifted["gross_amount"] = amount.into();
        let parsed = Notification::parse(shifted.to_string().as_bytes(), &Limits::DEFAULT).unwrap();
        let error = parsed.verify(&crate::facts::ring()).unwrap_err();
        assert_eq!(error.code(), "amount_invalid", "{order_id}");
    }
}

#[test]
fn the_table_knows_every_status_of_the_reference() {
    let data = fixture("status_map.json");
    for status in data["statuses"].as_array().unwrap() {
        let word = status.as_str().unwrap();
        assert_ne!(TransactionStatus::read(word), TransactionStatus::Unknown, "{word}");
    }
    let known = TransactionStatus::ALL.len() - 1;
    assert_eq!(data["statuses"].as_array().unwrap().len(), known);
}
