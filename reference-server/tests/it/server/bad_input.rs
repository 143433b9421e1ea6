//! Bodies that no gateway sends: a typed answer, nothing changed, the next good one is taken.

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use super::client::{Answer, Bill, text};
use super::gateway::{Gateway, rewritten, settlement, signed};
use super::harness::{Home, Server};

async fn refuses(
    gateway: &Gateway,
    what: &str,
    body: impl Into<Vec<u8>>,
    (status, code): (u16, &str),
) {
    let answer = Answer::to(gateway.post(body.into())).await;
    assert_eq!(answer.status, status, "{what}: {}", answer.text);
    answer.refused(status, code);
}

/// A server, a bill that waits, and what the books say before anything bad came.
async fn begin() -> (Home, Server, Gateway, Bill) {
    let home = Home::seeded();
    let server = home.demo().await;
    let gateway = server.gateway();
    let bill = server.person("keuangan").await.bill("bca_va").await;
    gateway.is_quiet().await;
    home.books().await.are_quiet().await;
    (home, server, gateway, bill)
}

/// Nothing of what came changed anything, and the genuine notification is taken as ever.
async fn ends(home: &Home, gateway: &Gateway, bill: &Bill, before: &str) {
    let mut books = home.books().await;
    assert_eq!(books.digest().await, before, "nothing changed");
    assert_eq!(gateway.told(&settlement(bill)).await, "applied");
}

/// A body as text, with a field written in a way that no value of ours can be.
fn with_raw(body: &Value, name: &str, raw: &str) -> String {
    let marked = rewritten(body, &json!({name: "@raw@"})).to_string();
    marked.replace("\"@raw@\"", raw)
}

#[tokio::test]
async fn rows_1_to_7_and_17_the_body_as_a_whole() {
    let (home, _server, gateway, bill) = begin().await;
    let before = home.books().await.digest().await;
    let good = settlement(&bill).to_string();
    refuses(&gateway, "empty", "", (400, "body_empty")).await;
    refuses(&gateway, "blanks", " \r\n", (400, "body_empty")).await;
    for text in ["<html></html>", "<?xml version=\"1.0\"?>", "order_id=1", "{'a':1}", "{} {}"] {
        refuses(&gateway, text, text, (400, "body_not_json")).await;
    }
    for text in ["[]", "\"text\"", "12", "null", "true", &format!("[{good}]")] {
        refuses(&gateway, text, text, (400, "body_not_object")).await;
    }
    for place in 1..good.len() {
        let answer = Answer::to(gateway.post(good[..place].to_owned())).await;
        assert_eq!(answer.status, 400, "cut after {place}: {}", answer.text);
    }
    let deep = format!("{{\"a\":{}{}}}", "[".repeat(10_000), "]".repeat(10_000));
    refuses(&gateway, "deep", deep, (400, "too_deep")).await;
    let open = format!("{{\"a\":{}", "{\"b\":".repeat(10_000));
    refuses(&gateway, "deep and open", open, (400, "too_deep")).await;
    let twice = good.replacen('{', "{\"order_id\":\"A\",", 1);
    refuses(&gateway, "twice", twice, (400, "duplicate_key")).await;
    let escaped = good.replacen('{', "{\"order\\u005fid\":\"A\",", 1);
    refuses(&gateway, "twice, escaped", escaped, (400, "duplicate_key")).await;
    let inner =
        good.replacen('{', "{\"refunds\":[{\"refund_key\":\"a\",\"refund_key\":\"b\"}],", 1);
    refuses(&gateway, "twice, inside", inner, (400, "duplicate_key")).await;
    let utf16: Vec<u8> = good.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let latin = good.replace("settlement", "settl\u{e9}ment");
    let latin: Vec<u8> = latin.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    let marked = [&b"\xef\xbb\xbf"[..], good.as_bytes()].concat();
    for (what, body) in [("UTF-16", utf16), ("Latin-1", latin), ("byte order mark", marked)] {
        refuses(&gateway, what, body, (400, "not_utf8")).await;
    }
    ends(&home, &gateway, &bill, &before).await;
}

#[tokio::test]
async fn rows_5_18_and_19_size_kind_and_place() {
    let (home, server, gateway, bill) = begin().await;
    let before = home.books().await.digest().await;
    let good = settlement(&bill).to_string();
    let large = good.replacen('{', &format!("{{\"filler\":\"{}\",", "x".repeat(64 * 1024)), 1);
    let refused = Answer::to(gateway.post(large)).await;
    refused.refused(413, "too_large");
    assert_eq!(refused.headers["connection"], "close", "nothing is looked for behind it");

    // A stream in chunks that never ends: it is cut at the limit.
    let address = server.url.strip_prefix("http://").unwrap();
    let mut stream = tokio::net::TcpStream::connect(address).await.unwrap();
    let head = format!(
        "POST /api/webhooks/midtrans HTTP/1.1\r\nHost: {address}\r\nContent-Type: application/json\r\n\
         Transfer-Encoding: chunked\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    let chunk = format!("1000\r\n{}\r\n", " ".repeat(4_096));
    let mut said = Vec::new();
    let (mut reading, mut writing) = stream.split();
    let pour = async {
        for _ in 0..1_000 {
            if writing.write_all(chunk.as_bytes()).await.is_err() {
                break;
            }
        }
    };
    let (_, heard) = tokio::join!(pour, async {
        let mut start = [0; 64];
        let read = reading.read(&mut start).await.unwrap_or(0);
        said.extend_from_slice(&start[..read]);
        read
    });
    assert!(heard == 0 || said.starts_with(b"HTTP/1.1 413"), "{}", String::from_utf8_lossy(&said));

    let url = format!("{}/api/webhooks/midtrans", server.url);
    for kind in
        ["text/plain", "application/xml", "application/json; charset=utf-16", "multipart/form-data"]
    {
        let request = gateway.client.post(&url).header("content-type", kind).body(good.clone());
        Answer::to(request).await.refused(415, "unsupported_type");
    }
    let untyped = gateway.client.post(&url).body(good.clone());
    Answer::to(untyped).await.refused(415, "unsupported_type");
    // What claims to be compressed is not unpacked, whatever it holds.
    let packed = gateway.post(good.clone()).header("content-encoding", "gzip");
    Answer::to(packed).await.refused(415, "unsupported_type");
    for method in ["GET", "PUT", "DELETE", "PATCH"] {
        let request = gateway.client.request(method.parse().unwrap(), &url);
        assert_eq!(Answer::to(request).await.status, 405, "{method}");
    }
    for path in [
        "/api/webhooks/Midtrans",
        "/api/webhooks/midtrans/",
        "/api/webhook/midtrans",
        "/API/webhooks/midtrans",
    ] {
        let request = gateway.client.post(format!("{}{path}", server.url)).body("{}");
        assert_eq!(Answer::to(request).await.status, 404, "{path}");
    }
    ends(&home, &gateway, &bill, &before).await;
}

#[tokio::test]
async fn rows_8_and_9_signatures() {
    let (home, _server, gateway, bill) = begin().await;
    let before = home.books().await.digest().await;
    let good = settlement(&bill);
    let signature = text(&good["signature_key"]);
    let mut answers = Vec::new();
    for bad in [
        json!(null),
        json!(""),
        json!(signature[..127]),
        json!(format!("{signature}0")),
        json!("g".repeat(128)),
        json!(["a"]),
        json!({}),
        json!(true),
        json!(signature.replace(&signature[..8], "00000000")),
    ] {
        let answer = gateway.notify(&rewritten(&good, &json!({"signature_key": bad}))).await;
        let mut problem = answer.refused(403, "signature_invalid");
        problem["trace_id"].take();
        answers.push(problem);
    }
    answers.dedup();
    assert_eq!(answers.len(), 1, "one answer for all: {answers:?}");
    let mut unsigned = good.clone();
    unsigned.as_object_mut().unwrap().remove("signature_key");
    gateway.notify(&unsigned).await.refused(403, "signature_invalid");
    assert_eq!(home.books().await.digest().await, before);
    // Upper case names the same bytes.
    let upper = rewritten(&good, &json!({"signature_key": signature.to_uppercase()}));
    assert_eq!(gateway.told(&upper).await, "applied");
}

#[tokio::test]
async fn row_10_amounts() {
    let (home, _server, gateway, bill) = begin().await;
    let before = home.books().await.digest().await;
    let good = settlement(&bill);
    for amount in [
        "",
        "1.5e5",
        "150.000,00",
        "150,000.00",
        "-1.00",
        "+1.00",
        " 1.00",
        "0150000.00",
        "150000.01",
        "150000.50",
        "150000.000",
        "1e9",
        "NaN",
        "Infinity",
        "0x10",
        "Rp150000",
        "9999999999999999999999999999999999999999",
        "٣",
        "1_000",
    ] {
        let body = signed(rewritten(&good, &json!({"gross_amount": amount})));
        let answer = gateway.notify(&body).await;
        assert_eq!(answer.status, 400, "{amount:?}: {}", answer.text);
        answer.refused(400, "amount_invalid");
    }
    for raw in ["-1", "1.5e5", "150000.5", "1e2"] {
        // Signed over the number as it was written.
        let body = signed(rewritten(&good, &json!({"gross_amount": raw})));
        let answer = Answer::to(gateway.post(with_raw(&body, "gross_amount", raw))).await;
        assert_eq!(answer.status, 400, "{raw}: {}", answer.text);
    }
    for raw in ["null", "[]", "{}", "true"] {
        let answer = Answer::to(gateway.post(with_raw(&good, "gross_amount", raw))).await;
        assert_eq!(answer.status, 400, "{raw}: {}", answer.text);
    }
    assert_eq!(home.books().await.digest().await, before, "nothing changed");
    // A whole number without a fraction, and one that is no text, mean the same rupiah.
    let number = bill.total.to_string();
    let body = signed(rewritten(&good, &json!({"gross_amount": number})));
    let answer = Answer::to(gateway.post(with_raw(&body, "gross_amount", &number))).await.is(200);
    assert_eq!(answer["result"], "applied");
}

#[tokio::test]
async fn rows_11_to_13_doubts_are_kept_and_never_guessed() {
    let (home, server, gateway, bill) = begin().await;
    let finance = server.person("keuangan").await;
    let good = settlement(&bill);
    for fields in [
        json!({"gross_amount": "1.00"}),
        json!({"currency": "USD"}),
        json!({"transaction_status": "teleported"}),
        json!({"transaction_status": "settlement", "fraud_status": "perhaps"}),
        json!({"payment_type": "carrier_pigeon", "va_numbers": null}),
        json!({"payment_type": "credit_card", "va_numbers": null}),
    ] {
        let body = signed(rewritten(&good, &fields));
        assert_eq!(gateway.told(&body).await, "parked", "{fields}");
        let mut books = home.books().await;
        books.are_quiet().await;
        let invoice = finance.invoice(&bill.id).await;
        assert_eq!(
            (&invoice["status"], &invoice["amount_paid"]),
            (&json!("PENDING"), &json!(0)),
            "{fields}"
        );
        assert_eq!(books.events(&bill.order_id, "applied").await, 0, "{fields}");
    }
    let kept = "SELECT count(*) FROM webhook_events WHERE order_id = ?1
        AND cast(payload AS TEXT) ->> 'transaction_status' <> 'pending'";
    assert_eq!(home.books().await.number(kept, &bill.order_id).await, 6, "all are kept");
    assert_eq!(gateway.told(&good).await, "applied");
    home.books().await.agree().await;
}

#[tokio::test]
async fn row_14_order_ids_that_cannot_be() {
    let (home, _server, gateway, bill) = begin().await;
    let before = home.books().await.digest().await;
    let long = "A".repeat(51);
    for order_id in [
        "",
        "with space",
        "emoji😀",
        "../../etc/passwd",
        "' OR 1=1 --",
        "nul\u{0}byte",
        "new\nline",
        &long,
    ] {
        let body = signed(rewritten(&settlement(&bill), &json!({"order_id": order_id})));
        let answer = gateway.notify(&body).await;
        assert_eq!(answer.status, 400, "{order_id:?}: {}", answer.text);
        answer.refused(400, "order_id_invalid");
    }
    let huge = signed(rewritten(&settlement(&bill), &json!({"order_id": "A".repeat(1_000)})));
    gateway.notify(&huge).await.refused(400, "field_too_long");
    // Digits that wandered from the order into the code: the signature holds, the form does not.
    let good = settlement(&bill);
    let (head, tail) = bill.order_id.split_at(bill.order_id.len() - 1);
    let moved = rewritten(&good, &json!({"order_id": head, "status_code": format!("{tail}200")}));
    gateway.notify(&moved).await.refused(400, "status_code_invalid");
    ends(&home, &gateway, &bill, &before).await;
}

#[tokio::test]
async fn required_fields_missing_or_of_another_kind() {
    let (home, _server, gateway, bill) = begin().await;
    let before = home.books().await.digest().await;
    let good = settlement(&bill);
    for field in ["order_id", "status_code", "gross_amount", "transaction_status"] {
        let mut without = good.clone();
        without.as_object_mut().unwrap().remove(field);
        gateway.notify(&without).await.refused(400, "field_missing");
        gateway
            .notify(&rewritten(&good, &json!({field: null})))
            .await
            .refused(400, "field_missing");
        for value in [json!([]), json!({}), json!(true)] {
            gateway
                .notify(&rewritten(&good, &json!({field: value})))
                .await
                .refused(400, "field_type");
        }
    }
    for (field, value) in [
        ("transaction_id", json!(7)),
        ("currency", json!(["IDR"])),
        ("refunds", json!("none")),
        ("va_numbers", json!(7)),
    ] {
        let answer = gateway.notify(&rewritten(&good, &json!({field: value}))).await;
        assert_eq!(answer.status, 400, "{field}: {}", answer.text);
    }
    ends(&home, &gateway, &bill, &before).await;
}

#[tokio::test]
async fn rows_15_and_16_what_may_differ() {
    let (home, server, gateway, bill) = begin().await;
    let good = settlement(&bill);
    let extra = rewritten(
        &good,
        &json!({"metadata": {"x": [1, {"y": null}]}, "extra_info": "é😀", "customer_details": {"email": "a@b.c"}}),
    );
    let escaped = extra.to_string().replace("settlement\"", "\\u0073ettlement\"");
    let answer = Answer::to(gateway.post(escaped)).await.is(200);
    assert_eq!(answer["result"], "applied");
    assert_eq!(gateway.told(&good).await, "duplicate", "the same facts");

    let finance = server.person("keuangan").await;
    for time in [
        "2026-02-30 10:00:00",
        "2026-08-01 24:00:00",
        "2026-08-01T10:00:00+09:00",
        "9999-12-31 23:59:59",
        "yesterday",
        "",
    ] {
        let bill = finance.bill("bca_va").await;
        let body = rewritten(&settlement(&bill), &json!({"settlement_time": time}));
        assert_eq!(gateway.told(&body).await, "applied", "{time:?}");
        assert_eq!(finance.invoice(&bill.id).await["status"], "PAID", "{time:?}");
    }
    let mut books = home.books().await;
    books.are_quiet().await;
    books.agree().await;
}

#[tokio::test]
async fn a_refusal_is_one_line_of_the_log_and_tells_no_value() {
    let (_home, server, gateway, bill) = begin().await;
    let good = settlement(&bill);
    let marker = "marker-4711";
    let bodies = [
        "".to_owned(),
        format!("<{marker}>"),
        format!("[\"{marker}\"]"),
        rewritten(&good, &json!({"gross_amount": marker})).to_string(),
        signed(rewritten(&good, &json!({"gross_amount": marker}))).to_string(),
        signed(rewritten(&good, &json!({"order_id": format!("{marker} x")}))).to_string(),
        good.to_string().replacen('{', &format!("{{\"{marker}\":1,\"{marker}\":1,"), 1),
    ];
    for body in bodies {
        let trace = text(&Answer::to(gateway.post(body.clone())).await.json()["trace_id"]);
        let log = server.program.errors();
        let lines = log.lines().filter(|line| line.contains(&trace));
        let warnings: Vec<&str> = lines.filter(|line| line.contains("\"WARN\"")).collect();
        assert_eq!(warnings.len(), 1, "{body}: {warnings:?}");
        assert!(!log.contains(marker), "{body}");
    }
}
