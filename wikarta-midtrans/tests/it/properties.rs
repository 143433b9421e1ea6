//! What must hold for every input, not only for the examples.

use proptest::prelude::*;
use serde_json::Value;
use wikarta_midtrans::notification::{Limits, Notification, NotificationError};

use crate::facts::{notification, ring};

/// Where the signed texts and the signature stand in a body.
fn signed_spans(body: &str) -> Vec<std::ops::Range<usize>> {
    let value: Value = serde_json::from_str(body).unwrap();
    ["order_id", "status_code", "gross_amount", "signature_key"]
        .iter()
        .map(|name| {
            let text = value[name].as_str().unwrap();
            let start = body.find(&format!("\"{name}\":\"")).unwrap() + name.len() + 4;
            start..start + text.len()
        })
        .collect()
}

#[test]
fn one_flipped_bit_in_anything_signed_does_not_verify() {
    let body = notification("va_bca_settlement").to_string();
    let spans = signed_spans(&body);
    let mut flips = 0;
    for at in spans.into_iter().flatten() {
        for bit in 0..8 {
            let mut flipped = body.clone().into_bytes();
            flipped[at] ^= 1 << bit;
            let outcome = Notification::parse(&flipped, &Limits::DEFAULT)
                .and_then(|parsed| parsed.verify(&ring()));
            let letter = body.as_bytes()[at].is_ascii_alphabetic();
            let in_signature = flips >= 8 * (15 + 3 + 9);
            flips += 1;
            if in_signature && letter && bit == 5 {
                // The other case of the same hex digit: the same bytes.
                assert!(outcome.is_ok());
            } else {
                assert!(outcome.is_err(), "byte {at} bit {bit}");
            }
        }
    }
    assert_eq!(flips, 8 * (15 + 3 + 9 + 128));
}

proptest! {
    #[test]
    fn no_bytes_make_the_parser_panic(body in proptest::collection::vec(any::<u8>(), 0..512)) {
        let _ = Notification::parse(&body, &Limits::DEFAULT).and_then(|n| n.verify(&ring()));
    }

    #[test]
    fn no_json_like_text_makes_the_parser_panic(body in "[\\[\\]{}\",:0-9a-z\\\\ .eE+-]{0,200}") {
        let _ = Notification::parse(body.as_bytes(), &Limits::DEFAULT).and_then(|n| n.verify(&ring()));
    }

    #[test]
    fn a_damaged_body_never_verifies_as_something_else(
        at in 0usize..1000,
        byte in any::<u8>(),
    ) {
        let good = notification("qris_partial_refund_2").to_string();
        let mut damaged = good.clone().into_bytes();
        let at = at % damaged.len();
        damaged[at] = byte;
        if let Ok(verified) = Notification::parse(&damaged, &Limits::DEFAULT).and_then(|n| n.verify(&ring())) {
            // Only what the signature does not cover can have changed.
            prop_assert_eq!(verified.order_id().as_str(), "INV-2026-000131");
            prop_assert_eq!(verified.reading().amount.get(), 150_000);
        }
    }

    #[test]
    fn only_the_exact_texts_verify(order in "[A-Z0-9-]{1,12}", code in "[0-9]{3}", amount in "[0-9]{1,9}\\.00") {
        let texts = crate::facts::signed(serde_json::json!({
            "order_id": "INV-2026-000123", "status_code": "200", "gross_amount": "275000.00",
        }));
        let same = format!("{order}{code}{amount}") == "INV-2026-000123200275000.00";
        let found = ring().matching(&order, &code, &amount, texts["signature_key"].as_str().unwrap());
        prop_assert_eq!(found.is_some(), same);
    }
}

#[test]
fn a_refusal_never_repeats_the_body() {
    let body =
        br#"{"order_id":"a","transaction_status":"x","status_code":"200","gross_amount":"1.00",
        "customer_details":{"email":"budi@example.com"},"signature_key":"00"}"#;
    let error = Notification::parse(body, &Limits::DEFAULT).unwrap().verify(&ring()).unwrap_err();
    assert_eq!(error, NotificationError::SignatureInvalid);
    assert!(!format!("{error} {error:?}").contains("budi"));
}
