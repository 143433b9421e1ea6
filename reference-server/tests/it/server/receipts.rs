//! What providers of messages tell, over real HTTP to a server that really sends.

use hmac::{Hmac, KeyInit, Mac};
use serde_json::json;

use super::client::Answer;
use super::harness::{Server, free_port, http_client, run, said};
use super::installation::Installation;

const SECRET: &str = "app-secret-of-this-house";
const VERIFY: &str = "verify-token-of-this-house";

const CHANNELS: [(&str, &str); 6] = [
    ("WIKARTA_CAPTURE", "no"),
    ("WA_GATEWAY_KIND", "cloud"),
    ("WA_GATEWAY_TOKEN", "token-of-the-cloud"),
    ("WA_GATEWAY_SENDER", "106540352242922"),
    ("WA_GATEWAY_RECEIPT_SECRET", SECRET),
    ("WA_GATEWAY_VERIFY_TOKEN", VERIFY),
];

fn signed(body: &str) -> String {
    let mut mac = Hmac::<sha2::Sha256>::new_from_slice(SECRET.as_bytes()).unwrap();
    mac.update(body.as_bytes());
    format!("sha256={}", wikarta_core::id::hex(&mac.finalize().into_bytes()))
}

async fn told(
    server: &Server,
    path: &str,
    kind: &str,
    proof: Option<&str>,
    body: String,
) -> Answer {
    let url = format!("{}/api/notifications/receipts/{path}", server.url);
    let request = http_client().post(url).header("content-type", kind).body(body);
    Answer::to(match proof {
        Some(proof) => request.header("x-hub-signature-256", proof),
        None => request,
    })
    .await
}

#[tokio::test]
async fn receipts_are_taken_with_a_proof_and_refused_without() {
    let installation = Installation::ready().await;
    let server = installation.serves_with(free_port(), "http://127.0.0.1:1", &CHANNELS).await;
    let body = json!({
        "entry": [{ "changes": [{ "value": { "statuses": [
            { "id": "wamid.nobody", "status": "delivered", "timestamp": "1797040800" },
        ] } }] }],
    })
    .to_string();
    let good = signed(&body);
    let json = "application/json";
    for _ in 0..2 {
        let taken = told(&server, "cloud", json, Some(&good), body.clone()).await;
        assert_eq!(taken.is(200)["result"], "taken", "also of a message that is not ours");
    }
    let form = "application/x-www-form-urlencoded";
    for (path, kind, proof, body, status) in [
        ("cloud", json, None, body.clone(), 403),
        ("cloud", json, Some(signed("{}")), body.clone(), 403),
        ("cloud", json, Some(signed("[")), "[".to_owned(), 400),
        ("cloud", "text/plain", Some(good.clone()), body.clone(), 415),
        ("cloud", json, Some(good.clone()), "x".repeat(70_000), 413),
        ("fonnte", json, None, body.clone(), 404),
        ("fonnte/some-secret-of-theirs", form, None, "id=1&status=sent".to_owned(), 404),
        ("twilio", form, None, "MessageSid=SM1".to_owned(), 404),
        ("nobody", json, None, body.clone(), 404),
    ] {
        let refused = told(&server, path, kind, proof.as_deref(), body).await;
        assert_eq!(refused.status, status, "{path} {kind} {proof:?}: {}", refused.text);
        assert!(!refused.text.contains(SECRET), "{}", refused.text);
    }
    let ask = |token: &str, provider: &str| {
        let url = format!("{}/api/notifications/receipts/{provider}", server.url);
        let query = format!("hub.mode=subscribe&hub.verify_token={token}&hub.challenge=77");
        http_client().get(format!("{url}?{query}"))
    };
    let shown = Answer::to(ask(VERIFY, "cloud")).await;
    assert_eq!((shown.status, shown.text.as_str()), (200, "77"));
    assert_eq!(Answer::to(ask("another-word-of-them", "cloud")).await.status, 403);
    assert_eq!(Answer::to(ask(VERIFY, "fonnte")).await.status, 404);
    let mut books = installation.home.books().await;
    let refusals = "SELECT count(*) FROM security_log WHERE kind = 'signature_refused' AND ?1 = ''";
    assert_eq!(books.number(refusals, "").await, 3);
}

#[tokio::test]
async fn a_channel_is_tried_by_hand_and_secrets_stay_where_they_are() {
    let none = run(&["notify", "test", "--channel", "email", "--to", "a@b.test"], &[]);
    assert_eq!(none.status.code(), Some(2), "{}", said(&none));
    assert!(said(&none).contains("MAIL_HOST"), "{}", said(&none));
    let settings = [
        ("MAIL_HOST", "127.0.0.1"),
        ("MAIL_PORT", "1"),
        ("MAIL_TLS", "none"),
        ("MAIL_FROM", "tagihan@contoh.test"),
        ("MAIL_USER", "tagihan"),
        ("MAIL_PASSWORD", "rahasia-sekali"),
    ];
    let closed = run(&["notify", "test", "--channel", "email", "--to", "a@b.test"], &settings);
    assert_eq!(closed.status.code(), Some(1), "{}", said(&closed));
    assert!(said(&closed).contains("not now: smtp: "), "{}", said(&closed));
    assert!(!said(&closed).contains("rahasia"), "{}", said(&closed));
    let printed = run(&["notify", "templates", "--isp", "Contoh Net"], &[]);
    assert_eq!(printed.status.code(), Some(0), "{}", said(&printed));
    assert!(said(&printed).contains("tagihan_t7_v1 · id · UTILITY\nYth. Bapak/Ibu {{1}}, "));
}
