//! Every provider against every answer of the table in its documents.

use serde_json::{Value, json};
use wikarta_core::ports::Delivery;

use super::http_double::{Answers, HttpDouble, SHORT};
use super::{handed, settings};
use crate::config::NotifyConfig;
use crate::config::notify::{SmsConfig, WhatsAppConfig};
use crate::notify::cloud::Cloud;
use crate::notify::fonnte::Fonnte;
use crate::notify::provider::Provider;
use crate::notify::twilio::Twilio;
use crate::notify::zenziva::Zenziva;

const NUMBER: &str = "+6281234567789";
const SECRET: &str = "token-yang-rahasia";

fn cloud(url: &str) -> Box<dyn Provider> {
    let config = settings(&[
        ("WA_GATEWAY_KIND", "cloud"),
        ("WA_GATEWAY_URL", url),
        ("WA_GATEWAY_TOKEN", SECRET),
        ("WA_GATEWAY_SENDER", "106540352242922"),
    ]);
    let NotifyConfig { whatsapp: Some(WhatsAppConfig::Cloud(config)), .. } = config else {
        panic!("not the cloud")
    };
    Box::new(Cloud::new(config, SHORT).unwrap())
}

fn fonnte(url: &str) -> Box<dyn Provider> {
    let config = settings(&[
        ("WA_GATEWAY_KIND", "fonnte"),
        ("WA_GATEWAY_URL", url),
        ("WA_GATEWAY_TOKEN", SECRET),
    ]);
    let NotifyConfig { whatsapp: Some(WhatsAppConfig::Fonnte(config)), .. } = config else {
        panic!("not fonnte")
    };
    Box::new(Fonnte::new(config, SHORT).unwrap())
}

fn zenziva(url: &str) -> Box<dyn Provider> {
    let config = settings(&[
        ("SMS_GATEWAY_KIND", "zenziva"),
        ("SMS_GATEWAY_URL", url),
        ("SMS_GATEWAY_USER", "userkey1"),
        ("SMS_GATEWAY_TOKEN", SECRET),
    ]);
    let NotifyConfig { sms: Some(SmsConfig::Zenziva(account)), .. } = config else {
        panic!("not zenziva")
    };
    Box::new(Zenziva::new(account, SHORT).unwrap())
}

fn twilio(url: &str) -> Box<dyn Provider> {
    let config = settings(&[
        ("SMS_GATEWAY_KIND", "twilio"),
        ("SMS_GATEWAY_URL", url),
        ("SMS_GATEWAY_USER", "AC0123456789abcdef0123456789abcdef"),
        ("SMS_GATEWAY_TOKEN", SECRET),
        ("SMS_GATEWAY_SENDER", "+12025550123"),
    ]);
    let NotifyConfig { sms: Some(SmsConfig::Twilio(account, sender)), .. } = config else {
        panic!("not twilio")
    };
    let callback = Some("https://t.contoh.test/api/notifications/receipts/twilio".to_owned());
    Box::new(Twilio::new((account, sender), callback, SHORT).unwrap())
}

type Make = fn(&str) -> Box<dyn Provider>;

const ALL: [Make; 4] = [cloud, fonnte, zenziva, twilio];

/// What an answer comes to, in a word and what follows it.
fn told(delivery: &Delivery) -> String {
    match delivery {
        Delivery::Accepted { provider_id, .. } => {
            format!("accepted {}", provider_id.as_deref().unwrap_or("-"))
        }
        Delivery::Permanent { .. } => "permanent".to_owned(),
        Delivery::Passing { after: None, .. } => "passing".to_owned(),
        Delivery::Passing { after: Some(after), .. } => format!("passing {after}"),
        Delivery::Unknown { .. } => "unknown".to_owned(),
    }
}

async fn outcome(make: Make, answers: Answers) -> (String, HttpDouble) {
    let double = HttpDouble::start(answers).await;
    let provider = make(&double.url);
    let delivery = handed(provider.as_ref(), "Budi Contoh", NUMBER).await;
    let printed = format!("{delivery:?} {provider:?}");
    for hidden in ["81234567789", SECRET, "Budi", "rahasia"] {
        assert!(!printed.contains(hidden), "{printed}");
    }
    assert_eq!(double.asked().len(), 1, "each is asked once");
    (told(&delivery), double)
}

async fn walk(make: Make, table: &[(u16, Value, &str)]) {
    for (status, body, wanted) in table {
        let (told, _double) = outcome(make, Answers::With(*status, body.to_string())).await;
        assert_eq!(told, *wanted, "{status} {body}");
    }
}

fn graph_error(code: i64) -> Value {
    json!({ "error": { "message": "(#1) 6281234567789 Budi", "type": "OAuthException", "code": code } })
}

#[tokio::test]
async fn the_cloud_api_is_judged_by_its_codes() {
    let taken = json!({
        "messaging_product": "whatsapp",
        "contacts": [{ "input": "6281234567789", "wa_id": "6281234567789" }],
        "messages": [{ "id": "wamid.HBg", "message_status": "accepted" }],
    });
    let (told, double) = outcome(cloud, Answers::With(200, taken.to_string())).await;
    assert_eq!(told, "accepted wamid.HBg");
    let asked = double.asked().remove(0);
    assert_eq!(asked.path, "/v23.0/106540352242922/messages");
    assert_eq!(asked.headers["authorization"], format!("Bearer {SECRET}"));
    let body: Value = serde_json::from_str(&asked.body).unwrap();
    insta::assert_json_snapshot!("cloud_request", body);
    walk(
        cloud,
        &[
            (400, graph_error(131_026), "permanent"),
            (400, graph_error(131_047), "permanent"),
            (404, graph_error(132_001), "permanent"),
            (400, graph_error(132_000), "permanent"),
            (400, graph_error(131_049), "permanent"),
            (400, graph_error(130_429), "passing"),
            (400, graph_error(131_056), "passing"),
            (401, graph_error(190), "passing"),
            (500, graph_error(131_000), "passing"),
            (503, graph_error(131_016), "passing"),
            (400, graph_error(100), "permanent"),
            (400, graph_error(999_999), "permanent"),
            (500, graph_error(999_999), "passing"),
            (200, json!({ "messages": [] }), "unknown"),
            (200, json!({}), "unknown"),
            (302, json!({}), "unknown"),
        ],
    )
    .await;
}

#[tokio::test]
async fn fonnte_is_judged_by_its_body_whatever_the_case_of_its_keys() {
    let taken = json!({
        "detail": "success! message in queue", "id": ["80367170"], "process": "pending",
        "requestid": 2_937_124, "status": true, "target": ["6281234567789"],
    });
    let (told, double) = outcome(fonnte, Answers::With(200, taken.to_string())).await;
    assert_eq!(told, "accepted 80367170");
    let asked = double.asked().remove(0);
    assert_eq!(
        (asked.path.as_str(), &asked.headers["authorization"]),
        ("/send", &SECRET.parse().unwrap())
    );
    let fields: Vec<(String, String)> =
        form_urlencoded::parse(asked.body.as_bytes()).into_owned().collect();
    assert_eq!(fields[0], ("target".to_owned(), "6281234567789".to_owned()));
    assert!(fields[1].1.starts_with("Yth. Bapak/Ibu Budi Contoh, semoga"), "{fields:?}");
    assert_eq!(fields[2], ("countryCode".to_owned(), "62".to_owned()));
    let no = |reason: &str| json!({ "status": false, "reason": reason });
    walk(
        fonnte,
        &[
            (200, no("token invalid"), "passing"),
            (200, no("insufficient quota"), "passing"),
            (200, no("target invalid"), "permanent"),
            (200, no("input invalid"), "permanent"),
            (200, no("6281234567789 is not on whatsapp"), "permanent"),
            (200, json!({ "Status": false, "reason": "target invalid" }), "permanent"),
            (200, json!({ "Status": true, "id": [80_367_171] }), "accepted 80367171"),
            (200, json!({ "status": true, "id": "80367172" }), "accepted 80367172"),
            (200, json!({ "status": true }), "unknown"),
            (200, json!({ "detail": "?" }), "unknown"),
            (400, no("target invalid"), "permanent"),
            (500, json!({}), "passing"),
        ],
    )
    .await;
}

#[tokio::test]
async fn zenziva_takes_a_form_and_says_one_in_three_ways() {
    let taken =
        json!({ "messageId": 22_133, "to": "6281234567789", "status": "1", "text": "Success" });
    let (told, double) = outcome(zenziva, Answers::With(200, taken.to_string())).await;
    assert_eq!(told, "accepted 22133");
    let asked = double.asked().remove(0);
    assert_eq!(asked.path, "/reguler/api/sendsms/");
    insta::assert_snapshot!("zenziva_request", asked.body);
    walk(
        zenziva,
        &[
            (200, json!({ "messageId": "a1", "status": 1, "text": "Success" }), "accepted a1"),
            (200, json!({ "messageId": "a1", "status": true, "text": "Success" }), "accepted a1"),
            (201, json!({ "status": "1", "text": "Success" }), "accepted -"),
            (200, json!({ "status": "0", "text": "Invalid number 6281234567789" }), "permanent"),
            (200, json!({ "status": 5, "text": "Userkey / Passkey Salah" }), "passing"),
            (200, json!({ "status": false, "text": "Credit tidak cukup" }), "passing"),
            (200, json!({ "text": "?" }), "unknown"),
            (404, json!({}), "permanent"),
            (502, json!({}), "passing"),
        ],
    )
    .await;
}

#[tokio::test]
async fn twilio_takes_a_form_and_is_judged_by_its_codes() {
    let taken = json!({ "sid": "SM0123", "status": "queued", "error_code": null });
    let (told, double) = outcome(twilio, Answers::With(201, taken.to_string())).await;
    assert_eq!(told, "accepted SM0123");
    let asked = double.asked().remove(0);
    let account = "AC0123456789abcdef0123456789abcdef";
    assert_eq!(asked.path, format!("/2010-04-01/Accounts/{account}/Messages.json"));
    assert!(asked.headers["authorization"].to_str().unwrap().starts_with("Basic "));
    insta::assert_snapshot!("twilio_request", asked.body);
    let error = |code: i64, status: u16| json!({ "code": code, "message": "+6281234567789", "status": status });
    walk(
        twilio,
        &[
            (400, error(21_211, 400), "permanent"),
            (400, error(21_610, 400), "permanent"),
            (400, error(21_614, 400), "permanent"),
            (400, error(30_003, 400), "permanent"),
            (400, error(30_005, 400), "permanent"),
            (400, error(30_008, 400), "permanent"),
            (401, error(20_003, 401), "passing"),
            (429, error(20_429, 429), "passing"),
            (400, error(11_111, 400), "permanent"),
            (500, error(20_500, 500), "passing"),
            (201, json!({ "sid": "SM1", "status": "failed", "error_code": 30_005 }), "permanent"),
            (201, json!({ "sid": "" }), "unknown"),
            (200, json!({ "status": "queued" }), "unknown"),
        ],
    )
    .await;
}

#[tokio::test]
async fn silence_garbage_and_pauses_mean_the_same_everywhere() {
    for make in ALL {
        let text = |status, body: &str| Answers::With(status, body.to_owned());
        for (answers, wanted) in [
            (Answers::Never, "unknown"),
            (Answers::TooMuch, "unknown"),
            (text(200, "<html>hello"), "unknown"),
            (text(200, ""), "unknown"),
            (text(200, "[1]"), "unknown"),
            (text(503, "<html>busy"), "passing"),
            (text(400, "no"), "permanent"),
            (Answers::Later(429, "{}".to_owned(), "17"), "passing 17"),
            (Answers::Later(503, "{}".to_owned(), "soon"), "passing"),
        ] {
            let shown = format!("{answers:?}");
            let (told, _double) = outcome(make, answers).await;
            assert_eq!(told, wanted, "{shown}");
        }
        let nobody = handed(make("http://127.0.0.1:1").as_ref(), "Budi", NUMBER).await;
        assert_eq!(told(&nobody), "passing");
    }
}
