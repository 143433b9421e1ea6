//! Every example notification, and every kind of bad input.

use serde_json::{Value, json};
use wikarta_core::provider::{Channel, ProviderStatus};
use wikarta_midtrans::notification::{Limits, Notification, NotificationError, Verified};
use wikarta_midtrans::signature::{KeyRing, ServerKey};

use crate::facts::{fixture, notification, ring, signed, with};

fn receive(body: &Value) -> Result<Verified, NotificationError> {
    receive_bytes(body.to_string().as_bytes())
}

fn receive_bytes(body: &[u8]) -> Result<Verified, NotificationError> {
    Notification::parse(body, &Limits::DEFAULT)?.verify(&ring())
}

fn refusal(body: &[u8]) -> (&'static str, u16) {
    let error = receive_bytes(body).unwrap_err();
    (error.code(), error.http_status())
}

/// Name, our status, amount, channel: what each example must be read as.
const EXPECTED: &[(&str, ProviderStatus, i64, Option<Channel>)] = {
    use Channel::{BcaVa, BniVa, BriVa, CimbVa, MandiriBill, PermataVa, Qris};
    use ProviderStatus::{
        Authorized, Cancelled, Challenged, ChargedBack, Denied, Expired, Failed, PartiallyRefunded,
        Pending, Refunded, Settled,
    };
    &[
        ("va_bca_pending", Pending, 275_000, Some(BcaVa)),
        ("va_bca_settlement", Settled, 275_000, Some(BcaVa)),
        ("va_bca_expire", Expired, 275_000, Some(BcaVa)),
        ("va_bca_cancel", Cancelled, 275_000, Some(BcaVa)),
        ("va_bni_settlement", Settled, 150_000, Some(BniVa)),
        ("va_bri_settlement", Settled, 300_000, Some(BriVa)),
        ("va_cimb_settlement", Settled, 300_000, Some(CimbVa)),
        ("va_permata_settlement", Settled, 185_000, Some(PermataVa)),
        ("va_permata_reversal_deny", Denied, 185_000, Some(PermataVa)),
        ("echannel_settlement", Settled, 30_000, Some(MandiriBill)),
        ("cstore_indomaret_settlement", Settled, 336_000, None),
        ("cstore_alfamart_settlement", Settled, 662_000, None),
        ("qris_pending", Pending, 150_000, Some(Qris)),
        ("qris_pending_airpay", Pending, 140_000, Some(Qris)),
        ("qris_settlement_on_us", Settled, 150_000, Some(Qris)),
        ("qris_settlement_off_us_with_customer", Settled, 11_000, Some(Qris)),
        ("qris_expire", Expired, 10_000, Some(Qris)),
        ("gopay_settlement", Settled, 154_600, None),
        ("shopeepay_settlement", Settled, 16_700, None),
        ("card_capture_accept", Settled, 10_000, None),
        ("card_capture_challenge", Challenged, 10_000, None),
        ("card_deny", Denied, 10_000, None),
        ("card_authorize", Authorized, 10_000, None),
        ("card_cancel", Cancelled, 10_000, None),
        ("card_chargeback", ChargedBack, 10_000, None),
        ("failure", Failed, 10_000, Some(Qris)),
        ("qris_partial_refund_1", PartiallyRefunded, 150_000, Some(Qris)),
        ("qris_partial_refund_2", PartiallyRefunded, 150_000, Some(Qris)),
        ("qris_partial_refund_2_bank_confirmed", PartiallyRefunded, 150_000, Some(Qris)),
        ("qris_refund_full", Refunded, 150_000, Some(Qris)),
        ("direct_partial_refund_without_array", PartiallyRefunded, 150_000, Some(Qris)),
        ("fee_imposed_settlement", Settled, 10_000, Some(Qris)),
        ("dashboard_test_probe", Settled, 10_000, None),
        ("payment_link_child_order", Settled, 275_000, Some(BcaVa)),
        ("numeric_types_variant", Pending, 10_000, Some(BcaVa)),
    ]
};

#[test]
fn every_example_is_read_as_it_should_be() {
    let data = fixture("notifications.json");
    let examples = data["notifications"].as_object().unwrap();
    // The pay-account body is no transaction: it has its own address and signature at the vendor.
    assert_eq!(examples.len(), EXPECTED.len() + 1);
    for (name, status, amount, channel) in EXPECTED {
        let hint = receive(&notification(name)).unwrap().into_hint();
        assert_eq!(hint.reading.status, *status, "{name}");
        assert_eq!(hint.reading.amount.get(), *amount, "{name}");
        assert_eq!(hint.reading.channel, *channel, "{name}");
        assert_eq!(hint.probe, *name == "dashboard_test_probe", "{name}");
        assert!(hint.reading.in_rupiah(), "{name}");
    }
}

#[test]
fn a_pay_account_body_is_no_transaction() {
    let body = notification("pay_account_enabled").to_string();
    assert_eq!(refusal(body.as_bytes()), ("field_missing", 400));
}

#[test]
fn the_worked_example_of_the_event_key() {
    let hint = receive(&notification("va_bca_settlement")).unwrap().into_hint();
    let (plain, fingerprint) = hint.event_key.split_once('-').unwrap();
    assert_eq!(plain.len(), 64);
    assert!(plain.starts_with("64f52330") && plain.ends_with("15573de9"), "{plain}");
    // Pinned: a change of the fingerprint would let every known notification in once more.
    assert_eq!(fingerprint, "f1d20ac918486eb7");
}

#[test]
fn the_event_key_tells_news_from_repeats() {
    let key = |body: &Value| receive(&signed(body.clone())).unwrap().into_hint().event_key;
    let base = notification("va_bca_settlement");
    assert_eq!(key(&base), key(&with(base.clone(), "status_message", "other words")));
    assert_eq!(key(&base), key(&with(base.clone(), "refund_amount", Value::Null)));
    for (field, value) in [
        ("transaction_status", "refund"),
        ("settlement_time", "2026-08-01 10:42:04"),
        ("transaction_id", "00000000-0000-4000-8000-000000000000"),
        ("status_code", "201"),
        ("fraud_status", "challenge"),
        ("gross_amount", "275000"),
        ("currency", "USD"),
        ("refund_amount", "1.00"),
    ] {
        assert_ne!(key(&base), key(&with(base.clone(), field, value)), "{field}");
    }
    let refunds = [
        "qris_partial_refund_1",
        "qris_partial_refund_2",
        "qris_partial_refund_2_bank_confirmed",
        "direct_partial_refund_without_array",
    ];
    let keys: std::collections::BTreeSet<_> =
        refunds.iter().map(|name| key(&notification(name))).collect();
    assert_eq!(keys.len(), refunds.len());
}

#[test]
fn the_order_of_refunds_does_not_matter() {
    let body = notification("qris_partial_refund_2");
    let mut turned = body.clone();
    turned["refunds"].as_array_mut().unwrap().reverse();
    let key = |body: &Value| receive(body).unwrap().into_hint().event_key;
    assert_eq!(key(&body), key(&turned));
}

#[test]
fn refunds_are_named_by_key_or_else_by_the_vendors_id() {
    let mut body = notification("qris_partial_refund_2_bank_confirmed");
    body["refunds"][1].as_object_mut().unwrap().remove("refund_key");
    let reading = receive(&body).unwrap().into_hint().reading;
    let told: Vec<_> = reading
        .refunds
        .iter()
        .map(|refund| (refund.key.as_str(), refund.amount.get(), refund.confirmed))
        .collect();
    assert_eq!(told, [("RF-000131-1", 5_000, true), ("2", 7_000, true)]);
    assert_eq!(reading.refunded_total.map(|total| total.get()), Some(12_000));
    assert!(reading.refunds.iter().all(|refund| !refund.chargeback));
}

#[test]
fn a_fee_is_believed_only_where_it_makes_our_claim_smaller() {
    let body = notification("fee_imposed_settlement");
    let read = |body: &Value| {
        let reading = receive(body).unwrap().into_hint().reading;
        (reading.amount.get(), reading.payer_fee.get())
    };
    assert_eq!(read(&body), (10_000, 71));
    let info = |original: &str, gross: &str| json!({"extra_info":{"gross_amount_info":{"original_amount":original,"gross_amount":gross}}});
    for forged in [info("275000", "10071"), info("10000", "20000"), info("-5", "10071"), json!("x")]
    {
        assert_eq!(read(&with(body.clone(), "metadata", forged)), (10_071, 0));
    }
}

#[test]
fn an_unknown_status_is_kept_and_never_guessed() {
    let body = with(notification("va_bca_settlement"), "transaction_status", "settled_maybe");
    let verified = receive(&body).unwrap();
    assert_eq!(verified.reading().status, ProviderStatus::Unrecognised);
    assert_eq!(verified.facts().transaction_status, "settled_maybe");
}

/// A genuine `pending` (201) rewritten as a settlement still verifies: the status is not signed, its
/// code is. Such a body claims nothing, so the core reads the transaction before it believes.
#[test]
fn a_status_of_another_code_than_the_signed_one_claims_nothing() {
    let words = [
        ("pending", "201"),
        ("settlement", "200"),
        ("refund", "200"),
        ("partial_refund", "200"),
        ("chargeback", "200"),
        ("expire", "202"),
        ("cancel", "202"),
        ("deny", "202"),
        ("failure", "202"),
    ];
    let data = fixture("notifications.json");
    let examples = data["notifications"].as_object().unwrap();
    let mut swapped = 0;
    for (name, example) in examples {
        let genuine = &example["body"];
        let Some(code) = genuine["status_code"].as_str() else { continue };
        if genuine.get("transaction_status").is_none() {
            continue;
        }
        for (word, of_code) in words.iter().filter(|(_, of_code)| *of_code != code) {
            let mut body = genuine.clone();
            body["transaction_status"] = (*word).into();
            let read = receive(&body).unwrap().reading().status;
            let what = format!("{name}: {code} told as {word} ({of_code})");
            assert!(!read.means_money() && !read.is_dead_end(), "{what}: {read}");
            swapped += 1;
        }
    }
    assert!(swapped > 150, "only {swapped} bodies were swapped");
}

#[test]
fn a_time_that_cannot_be_read_is_left_out() {
    for odd in ["2026-02-30 10:00:00", "2026-08-01 24:00:00", "9999-12-31 00:00:00", "soon"] {
        let body = with(notification("va_bca_settlement"), "settlement_time", odd);
        let verified = receive(&body).unwrap();
        assert_eq!(verified.reading().settled_at, None, "{odd}");
        assert_eq!(verified.facts().settlement_time.as_deref(), Some(odd));
    }
}

#[test]
fn a_payment_link_child_keeps_the_name_that_the_vendor_gave() {
    let verified = receive(&notification("payment_link_child_order")).unwrap();
    assert_eq!(verified.order_id().as_str(), "INV-2026-000123-1785553200000");
    assert_eq!(verified.order_id().link_parent().unwrap().as_str(), "INV-2026-000123");
    assert_eq!(verified.facts().custom_field1.as_deref(), Some("INV-2026-000123"));
}

#[test]
fn either_key_of_a_rotation_is_accepted_and_named() {
    let body = notification("va_bca_settlement").to_string();
    let new = ServerKey::new("SB-Mid-server-new").unwrap();
    let rotating = KeyRing::new(new.clone()).and(crate::facts::key()).unwrap();
    let parsed = Notification::parse(body.as_bytes(), &Limits::DEFAULT).unwrap();
    assert_eq!(parsed.clone().verify(&rotating).unwrap().key_index(), 1);
    assert_eq!(parsed.verify(&KeyRing::new(new)).unwrap_err(), NotificationError::SignatureInvalid);
}

#[test]
fn a_wrong_signature_has_one_answer_whatever_is_wrong_with_it() {
    let body = notification("va_bca_settlement");
    let right = body["signature_key"].as_str().unwrap().to_owned();
    let long = format!("{right}0");
    let swapped = format!("f{}", &right[1..]);
    let mut answers = std::collections::BTreeSet::new();
    for wrong in [json!(null), json!(""), json!(7), json!(right[1..]), json!(long), json!(swapped)]
    {
        let error = receive(&with(body.clone(), "signature_key", wrong)).unwrap_err();
        answers.insert((error.code(), error.http_status(), error.to_string()));
    }
    let mut without = body;
    without.as_object_mut().unwrap().remove("signature_key");
    let error = receive(&without).unwrap_err();
    answers.insert((error.code(), error.http_status(), error.to_string()));
    let one = ("signature_invalid", 403, "the signature is not valid".to_owned());
    assert_eq!(answers.into_iter().collect::<Vec<_>>(), [one]);
}

#[test]
fn upper_case_hex_names_the_same_bytes() {
    let body = notification("va_bca_settlement");
    let upper = body["signature_key"].as_str().unwrap().to_uppercase();
    assert!(receive(&with(body, "signature_key", upper)).is_ok());
}

#[test]
fn amounts_in_odd_forms_are_verified_as_sent_and_then_refused() {
    let base = notification("va_bca_settlement");
    for odd in [
        json!("1.5e5"),
        json!("150.000,00"),
        json!("-1.00"),
        json!(""),
        json!("9".repeat(40)),
        json!("275000.50"),
        json!(150_000.5),
        json!(-1),
    ] {
        let body = signed(with(base.clone(), "gross_amount", odd.clone()));
        let error = receive(&body).unwrap_err();
        assert_eq!((error.code(), error.http_status()), ("amount_invalid", 400), "{odd}");
    }
    for fine in [json!("150000"), json!("150000.0"), json!("150000.00"), json!(150_000)] {
        let body = signed(with(base.clone(), "gross_amount", fine.clone()));
        assert_eq!(receive(&body).unwrap().reading().amount.get(), 150_000, "{fine}");
    }
    // A number is signed with the digits it was sent with.
    let written = r#"{"order_id":"a","status_code":200,"gross_amount":150000.00,
        "transaction_status":"settlement","signature_key":"SIGNATURE"}"#;
    let made =
        wikarta_midtrans::signature::Signature::of("a", "200", "150000.00", &crate::facts::key());
    let body = written.replace("SIGNATURE", &made.to_hex());
    assert_eq!(receive_bytes(body.as_bytes()).unwrap().reading().amount.get(), 150_000);
}

#[test]
fn a_refund_amount_that_is_no_amount_is_refused_with_its_place() {
    let mut body = notification("qris_partial_refund_2");
    body["refunds"][1]["refund_amount"] = json!("7000.5");
    let error = receive(&body).unwrap_err();
    assert_eq!(error.code(), "amount_invalid");
    assert!(error.to_string().contains("`refunds[1].refund_amount`"), "{error}");
}

#[test]
fn order_ids_of_impossible_form_are_refused_after_the_signature() {
    let base = notification("va_bca_settlement");
    for odd in ["", "with space", &"x".repeat(51), "😀", "a\u{0}b", "../x", "';--"] {
        let body = signed(with(base.clone(), "order_id", odd));
        let error = receive(&body).unwrap_err();
        assert_eq!((error.code(), error.http_status()), ("order_id_invalid", 400), "{odd:?}");
        assert_eq!(
            receive(&with(base.clone(), "order_id", odd)).unwrap_err(),
            NotificationError::SignatureInvalid
        );
    }
}

#[test]
fn bodies_that_are_no_notification() {
    let deep = format!("{{\"a\":{}1{}}}", "[".repeat(10_000), "]".repeat(10_000));
    let large = format!("{{\"a\":\"{}\"}}", "x".repeat(70_000));
    let good = notification("va_bca_settlement").to_string();
    let doubled = good.replacen('{', "{\"order_id\":\"INV-1\",", 1);
    let utf16: Vec<u8> = good.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let mut invalid = good.clone().into_bytes();
    invalid.insert(2, 0xff);
    for (body, code, http) in [
        (&b""[..], "body_empty", 400),
        (b"  ", "body_empty", 400),
        (b"<html>", "body_not_json", 400),
        (b"order_id=INV-1&status_code=200", "body_not_json", 400),
        (b"[1]", "body_not_object", 400),
        (b"null", "body_not_object", 400),
        (b"\"x\"", "body_not_object", 400),
        (b"7", "body_not_object", 400),
        (b"{}", "field_missing", 400),
        (deep.as_bytes(), "too_deep", 400),
        (large.as_bytes(), "body_too_large", 413),
        (doubled.as_bytes(), "duplicate_key", 400),
        (&utf16, "not_utf8", 400),
        (&invalid, "not_utf8", 400),
    ] {
        assert_eq!(
            refusal(body),
            (code, http),
            "{}",
            String::from_utf8_lossy(&body[..body.len().min(40)])
        );
    }
    let bom = format!("\u{feff}{good}");
    assert_eq!(refusal(bom.as_bytes()), ("not_utf8", 400));
}

#[test]
fn fields_of_the_wrong_type_are_named() {
    let base = notification("va_bca_settlement");
    for (field, value, code) in [
        ("order_id", json!(12), "field_type"),
        ("order_id", json!(null), "field_missing"),
        ("status_code", json!(true), "field_type"),
        ("gross_amount", json!({}), "field_type"),
        ("transaction_status", json!(["settlement"]), "field_type"),
        ("transaction_status", json!("x".repeat(256)), "field_too_long"),
        ("refunds", json!({}), "field_type"),
        ("refunds", json!([1]), "field_type"),
        ("refunds", json!([{}]), "field_missing"),
        ("va_numbers", json!("12"), "field_type"),
    ] {
        let error = receive(&with(base.clone(), field, value)).unwrap_err();
        assert_eq!(error.code(), code, "{field}");
        assert!(error.to_string().contains(field), "{error}");
    }
}

#[test]
fn unknown_fields_order_and_escapes_change_nothing() {
    let plain = notification("va_bca_settlement");
    let key = receive(&plain).unwrap().into_hint();
    let mut more = plain.clone();
    more["a_new_field"] = json!({"deep": [1, 2, {"x": null}]});
    assert_eq!(receive(&more).unwrap().into_hint(), key);
    let escaped = plain.to_string().replace("INV-2026", "\\u0049NV\\u002d2026");
    assert_eq!(receive_bytes(escaped.as_bytes()).unwrap().into_hint(), key);
    let mut turned = String::from("{");
    for (name, value) in plain.as_object().unwrap().iter().rev() {
        turned.push_str(&format!(" \"{name}\" :\t{value} ,"));
    }
    turned.pop();
    turned.push('}');
    assert_eq!(receive_bytes(turned.as_bytes()).unwrap().into_hint(), key);
}

#[test]
fn a_body_cut_at_any_byte_is_never_accepted() {
    let good = notification("qris_partial_refund_2").to_string();
    for end in 0..good.len() {
        let error = receive_bytes(&good.as_bytes()[..end]).unwrap_err();
        assert_eq!(error.http_status(), 400, "cut at {end}");
    }
}
