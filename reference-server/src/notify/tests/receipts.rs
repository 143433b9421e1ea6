//! What providers tell later: only with a proof that holds, in any order, any number of times.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use wikarta_core::message::ReceiptState::{self, Delivered, Failed, Queued, Read, Sent};

use super::settings;
use crate::notify::receipts::{Challenge, NotTaken, Receipts, Teller, Told, Wish};

const SECRET: &str = "app-secret-of-this-house";
const VERIFY: &str = "verify-token-of-this-house";
const ORIGIN: &str = "https://tagihan.contoh.test";
const TWILIO_TOKEN: &str = "auth-token-of-twilio";

fn cloud() -> Receipts {
    let config = settings(&[
        ("WA_GATEWAY_KIND", "cloud"),
        ("WA_GATEWAY_TOKEN", "token-of-the-cloud"),
        ("WA_GATEWAY_SENDER", "106540352242922"),
        ("WA_GATEWAY_RECEIPT_SECRET", SECRET),
        ("WA_GATEWAY_VERIFY_TOKEN", VERIFY),
    ]);
    Receipts::new(&config, Some(ORIGIN))
}

fn fonnte() -> Receipts {
    let config = settings(&[
        ("WA_GATEWAY_KIND", "fonnte"),
        ("WA_GATEWAY_TOKEN", "token-of-fonnte"),
        ("WA_GATEWAY_RECEIPT_SECRET", SECRET),
    ]);
    Receipts::new(&config, Some(ORIGIN))
}

fn twilio() -> Receipts {
    let config = settings(&[
        ("SMS_GATEWAY_KIND", "twilio"),
        ("SMS_GATEWAY_USER", "AC01"),
        ("SMS_GATEWAY_TOKEN", TWILIO_TOKEN),
        ("SMS_GATEWAY_SENDER", "+12025550123"),
    ]);
    Receipts::new(&config, Some(ORIGIN))
}

fn told<'a>(body: &'a [u8], signature: Option<&'a str>, secret: Option<&'a str>) -> Told<'a> {
    Told { body, signature, secret, at: "2026-12-12T02:00:30Z".parse().unwrap() }
}

fn signed(secret: &str, body: &[u8]) -> String {
    let mut mac = Hmac::<sha2::Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(body);
    format!("sha256={}", wikarta_core::id::hex(&mac.finalize().into_bytes()))
}

fn statuses(list: &[(&str, &str)]) -> Vec<u8> {
    let statuses: Vec<Value> = list
        .iter()
        .map(|(id, status)| {
            let errors = if *status == "failed" { json!([{ "code": 131_026 }]) } else { json!([]) };
            json!({
                "id": id, "status": status, "timestamp": "1797040800", "recipient_id": "62812",
                "errors": errors,
            })
        })
        .collect();
    let body = json!({
        "object": "whatsapp_business_account",
        "entry": [{ "id": "1", "changes": [{ "field": "messages", "value": { "statuses": statuses } }] }],
    });
    body.to_string().into_bytes()
}

#[test]
fn the_cloud_is_believed_by_the_signature_of_its_body_alone() {
    let receipts = cloud();
    let body = statuses(&[("wamid.1", "sent"), ("wamid.2", "failed"), ("wamid.3", "warned")]);
    let good = signed(SECRET, &body);
    let read = receipts.read(Teller::Cloud, told(&body, Some(&good), None)).unwrap();
    let said: Vec<_> = read
        .receipts
        .iter()
        .map(|one| (one.provider_id.as_str(), one.state, one.code.as_deref()))
        .collect();
    assert_eq!(said, [("wamid.1", Sent, None), ("wamid.2", Failed, Some("131026"))]);
    assert_eq!(read.receipts[0].at.to_string(), "2026-12-12T02:00:00Z");

    let upper = good.to_uppercase().replace("SHA256", "sha256");
    assert!(receipts.read(Teller::Cloud, told(&body, Some(&upper), None)).is_ok());
    let other = signed("app-secret-of-another", &body);
    let of_other_body = signed(SECRET, b"{}");
    let bare = good.strip_prefix("sha256=").unwrap();
    let cut = &good[..good.len() - 1];
    let wrong = [
        None,
        Some(""),
        Some("sha256="),
        Some(bare),
        Some(cut),
        Some(&other),
        Some(&of_other_body),
    ];
    for signature in wrong {
        let refused = receipts.read(Teller::Cloud, told(&body, signature, None));
        assert_eq!(refused, Err(NotTaken::NotProven), "{signature:?}");
    }
    let mut changed = body.clone();
    changed[20] ^= 1;
    let refused = receipts.read(Teller::Cloud, told(&changed, Some(&good), None));
    assert_eq!(refused, Err(NotTaken::NotProven));
    for garbage in [b"".as_slice(), b"[", b"\xff\xfe", b"7"] {
        let signature = signed(SECRET, garbage);
        let read = receipts.read(Teller::Cloud, told(garbage, Some(&signature), None));
        assert_eq!(read, Err(NotTaken::Unreadable), "{garbage:?}");
    }
    // A secret in the address is no proof for a provider that signs.
    let by_address = receipts.read(Teller::Cloud, told(&body, None, Some(SECRET)));
    assert_eq!(by_address, Err(NotTaken::NotProven));
}

fn challenge(query: &str) -> Challenge {
    serde_urlencoded::from_str(query).unwrap()
}

#[test]
fn the_address_is_shown_to_be_ours_to_whoever_knows_the_word() {
    let good = format!("hub.mode=subscribe&hub.verify_token={VERIFY}&hub.challenge=1158201444");
    assert_eq!(cloud().challenge(&challenge(&good)), Ok("1158201444"));
    for bad in [
        "",
        "hub.mode=subscribe&hub.challenge=1",
        "hub.mode=subscribe&hub.verify_token=wrong&hub.challenge=1",
        &good.replace("subscribe", "unsubscribe"),
        &good.replace("1158201444", "%3Cscript%3E"),
    ] {
        assert_eq!(cloud().challenge(&challenge(bad)), Err(NotTaken::NotProven), "{bad}");
    }
    assert_eq!(fonnte().challenge(&challenge(&good)), Err(NotTaken::Nobody));
}

fn states(list: &[(&str, ReceiptState)], read: impl Fn(&str) -> Option<ReceiptState>) {
    for (word, wanted) in list {
        assert_eq!(read(word), Some(*wanted), "{word}");
    }
    assert_eq!(read("something-new"), None);
}

#[test]
fn fonnte_is_believed_by_its_address_and_speaks_in_two_forms() {
    let receipts = fonnte();
    let one = |body: String| {
        let read = receipts.read(Teller::Fonnte, told(body.as_bytes(), None, Some(SECRET)));
        read.unwrap().receipts.first().map(|one| (one.provider_id.clone(), one.state))
    };
    let json = |id: Value, status: &str, state: &str| {
        json!({ "device": "6281", "id": id, "stateid": "s", "status": status, "state": state })
            .to_string()
    };
    let table = [
        ("sent", Sent),
        ("pending", Queued),
        ("waiting", Queued),
        ("invalid", Failed),
        ("expired", Failed),
    ];
    states(&table, |word| one(json(json!("80367170"), word, "")).map(|(_, state)| state));
    assert_eq!(one(json(json!(80_367_170), "sent", "read")), Some(("80367170".to_owned(), Read)));
    assert_eq!(one(json(json!(""), "sent", "delivered")), None, "nobody knows which message");
    let form = "device=6281&id=80367170&stateid=s&status=sent&state=delivered".to_owned();
    assert_eq!(one(form), Some(("80367170".to_owned(), Delivered)));
    let body = json(json!("1"), "sent", "");
    for secret in [None, Some(""), Some("app-secret-of-another"), Some(&SECRET[1..])] {
        let refused = receipts.read(Teller::Fonnte, told(body.as_bytes(), None, secret));
        assert_eq!(refused, Err(NotTaken::NotProven), "{secret:?}");
    }
    for garbage in ["", "7", "{}", "a=b"] {
        let read = receipts.read(Teller::Fonnte, told(garbage.as_bytes(), None, Some(SECRET)));
        assert_eq!(read, Err(NotTaken::Unreadable), "{garbage}");
    }
}

/// As Twilio signs: the address, then each field's name and value, by name.
fn twilio_signed(token: &str, url: &str, fields: &[(&str, &str)]) -> String {
    let mut sorted = fields.to_vec();
    sorted.sort_unstable();
    let text = sorted.iter().fold(url.to_owned(), |all, (name, value)| all + name + value);
    let mut mac = Hmac::<sha1::Sha1>::new_from_slice(token.as_bytes()).unwrap();
    mac.update(text.as_bytes());
    STANDARD.encode(mac.finalize().into_bytes())
}

#[test]
fn twilio_is_believed_by_address_and_fields_in_whatever_order() {
    let receipts = twilio();
    let url = format!("{ORIGIN}/api/notifications/receipts/twilio");
    let body_of = |fields: &[(&str, &str)]| {
        form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish()
    };
    let read = |fields: &[(&str, &str)], signature: &str| {
        let body = body_of(fields);
        receipts.read(Teller::Twilio, told(body.as_bytes(), Some(signature), None))
    };
    let table = [
        ("queued", Queued),
        ("sending", Queued),
        ("sent", Sent),
        ("delivered", Delivered),
        ("undelivered", Failed),
        ("failed", Failed),
    ];
    states(&table, |word| {
        let fields = [("MessageSid", "SM1"), ("MessageStatus", word), ("To", "+62 812")];
        let signature = twilio_signed(TWILIO_TOKEN, &url, &fields);
        read(&fields, &signature).unwrap().receipts.first().map(|one| one.state)
    });
    let fields = [("MessageStatus", "undelivered"), ("MessageSid", "SM1"), ("ErrorCode", "30003")];
    let good = twilio_signed(TWILIO_TOKEN, &url, &fields);
    let found = read(&fields, &good).unwrap().receipts.remove(0);
    assert_eq!((found.provider_id.as_str(), found.code.as_deref()), ("SM1", Some("30003")));
    let turned = [fields[2], fields[0], fields[1]];
    assert!(read(&turned, &good).is_ok(), "the order of the body does not matter");

    let more = [fields[0], fields[1], fields[2], ("Extra", "1")];
    assert_eq!(read(&more, &good), Err(NotTaken::NotProven));
    let elsewhere = twilio_signed(TWILIO_TOKEN, "https://other.test/", &fields);
    let by_other = twilio_signed("auth-token-of-another", &url, &fields);
    for signature in ["", "not base64!", &elsewhere, &by_other] {
        assert_eq!(read(&fields, signature), Err(NotTaken::NotProven), "{signature}");
    }
    let none = receipts.read(Teller::Twilio, told(body_of(&fields).as_bytes(), None, None));
    assert_eq!(none, Err(NotTaken::NotProven));
}

#[test]
fn who_is_not_configured_tells_nothing() {
    let body = statuses(&[("wamid.1", "sent")]);
    let signature = signed(SECRET, &body);
    let told = told(&body, Some(&signature), Some(SECRET));
    assert_eq!(fonnte().read(Teller::Cloud, told), Err(NotTaken::Nobody));
    assert_eq!(cloud().read(Teller::Fonnte, told), Err(NotTaken::Nobody));
    assert_eq!(cloud().read(Teller::Twilio, told), Err(NotTaken::Nobody));
    let bare = settings(&[
        ("WA_GATEWAY_KIND", "cloud"),
        ("WA_GATEWAY_TOKEN", "token-of-the-cloud"),
        ("WA_GATEWAY_SENDER", "106540352242922"),
    ]);
    assert_eq!(Receipts::new(&bare, None).read(Teller::Cloud, told), Err(NotTaken::Nobody));
    // Without a fixed public address nobody knows what Twilio has signed.
    let config = settings(&[
        ("SMS_GATEWAY_KIND", "twilio"),
        ("SMS_GATEWAY_USER", "AC01"),
        ("SMS_GATEWAY_TOKEN", TWILIO_TOKEN),
        ("SMS_GATEWAY_SENDER", "+12025550123"),
    ]);
    assert_eq!(Receipts::new(&config, None).read(Teller::Twilio, told), Err(NotTaken::Nobody));
    assert_eq!(Receipts::default().read(Teller::Cloud, told), Err(NotTaken::Nobody));
}

#[test]
fn a_lone_stop_asks_for_silence_and_a_sentence_does_not() {
    let said = |words: &str| {
        let body = json!({
            "entry": [{ "changes": [{ "value": { "messages": [
                { "from": "6281234567789", "id": "wamid.9", "type": "text", "text": { "body": words } },
            ] } }] }],
        });
        let body = body.to_string().into_bytes();
        let signature = signed(SECRET, &body);
        let mut read = cloud().read(Teller::Cloud, told(&body, Some(&signature), None)).unwrap();
        assert!(!format!("{read:?}").contains("6281234567789"));
        read.answers.remove(0)
    };
    for stop in ["STOP", "stop", " Berhenti. ", "BERHENTI!", "Stop Semua"] {
        let answer = said(stop);
        assert_eq!((answer.wish, answer.from.as_str()), (Wish::Silence, "6281234567789"), "{stop}");
    }
    for other in ["", "tolong jangan stop layanan saya", "stopkontak", "sudah bayar"] {
        assert_eq!(said(other).wish, Wish::Other, "{other}");
    }
    let fonnte_said = json!({ "device": "6281", "sender": "6281234567789", "message": "STOP" });
    let body = fonnte_said.to_string();
    let read = fonnte().read(Teller::Fonnte, told(body.as_bytes(), None, Some(SECRET))).unwrap();
    assert_eq!((read.receipts.len(), read.answers[0].wish), (0, Wish::Silence));
    let fields = [("From", "+6281234567789"), ("Body", "Berhenti"), ("MessageSid", "SM2")];
    let url = format!("{ORIGIN}/api/notifications/receipts/twilio");
    let signature = twilio_signed(TWILIO_TOKEN, &url, &fields);
    let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    let read = twilio().read(Teller::Twilio, told(body.as_bytes(), Some(&signature), None));
    assert_eq!(read.unwrap().answers[0].wish, Wish::Silence);
}

#[test]
fn no_secret_is_printed() {
    for receipts in [cloud(), fonnte(), twilio()] {
        let printed = format!("{receipts:?}");
        for secret in [SECRET, VERIFY, TWILIO_TOKEN, "token-of"] {
            assert!(!printed.contains(secret), "{printed}");
        }
    }
}
