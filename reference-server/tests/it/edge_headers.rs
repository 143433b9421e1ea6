//! Headers, on every answer of every kind.

use reqwest::{Method, Response};
use wikarta_core::access::Role;
use wikarta_server::config::Transport;
use wikarta_server::http::ENDPOINTS;
use wikarta_server::http::headers::{ALWAYS, STRICT_TRANSPORT_SECURITY};

use crate::world::{World, concrete, set_cookie};

fn has_every_header(answer: &Response, what: &str) {
    for (name, value) in ALWAYS {
        let found = answer.headers().get(*name).map(|value| value.to_str().unwrap());
        assert_eq!(found, Some(*value), "{name} of {what}");
    }
    for banned in ["server", "x-powered-by", "via", "access-control-allow-origin"] {
        assert!(answer.headers().get(banned).is_none(), "{banned} of {what}");
    }
    assert!(answer.headers().get("cache-control").is_some(), "cache-control of {what}");
    assert!(answer.headers().get("x-request-id").is_some(), "x-request-id of {what}");
}

#[tokio::test]
async fn api_08_header_snapshot_of_every_route() {
    let world = World::start().await;
    for row in ENDPOINTS {
        let method: Method = row.method.as_str().parse().unwrap();
        let url = world.url(&concrete(row.path));
        let answer = world.client.request(method, url).send().await.unwrap();
        has_every_header(&answer, &row.name());
    }
}

#[tokio::test]
async fn info_02_no_server_banner_and_every_header_on_refusals() {
    let world = World::start().await;
    let token = world.token(Role::Keuangan).await;
    let api = |path: &str| world.get(path).bearer_auth(&token);
    let marketing = world.token(Role::Marketing).await;
    let cases = [
        (404, world.get("/nowhere")),
        (404, world.get("/api//invoices")),
        (405, world.client.delete(world.url("/api/invoices"))),
        (401, world.get("/api/invoices")),
        (403, world.get("/api/audit-logs").bearer_auth(marketing)),
        (413, world.post("/api/webhooks/midtrans").body(vec![b'x'; 70_000])),
        (415, world.post("/api/tokens").header("content-type", "text/xml").body("<a/>")),
        (421, world.get("/").header("host", "evil.example")),
        (500, api("/api/invoices?panic")),
    ];
    for (status, request) in cases {
        let answer = request.send().await.unwrap();
        assert_eq!(answer.status(), status);
        has_every_header(&answer, &status.to_string());
        assert_eq!(answer.headers()["content-type"], "application/problem+json", "{status}");
        let trace = answer.headers()["x-request-id"].to_str().unwrap().to_owned();
        let document: serde_json::Value = answer.json().await.unwrap();
        assert_eq!(document["trace_id"], trace, "{document}");
        for member in ["type", "title", "status", "detail", "code", "rule", "allowed"] {
            assert!(document.get(member).is_some(), "{member} of {document}");
        }
    }
}

#[tokio::test]
async fn athn_06_answers_are_not_stored_but_assets_are() {
    let world = World::start().await;
    let token = world.token(Role::Keuangan).await;
    let answer = world.get("/api/invoices").bearer_auth(token).send().await.unwrap();
    assert_eq!(answer.headers()["cache-control"], "no-store");
    let session = world.session(Role::Keuangan).await;
    let page = world.get("/tagihan").header("cookie", session).send().await.unwrap();
    assert_eq!(page.headers()["cache-control"], "no-store");
    let asset = world.get("/aset/panel.css").header("accept-encoding", "gzip");
    let asset = asset.send().await.unwrap();
    assert_eq!(asset.headers()["cache-control"], "max-age=60");
    assert_eq!(asset.headers()["content-encoding"], "gzip");
}

#[tokio::test]
async fn conf_07_hsts_and_sess_02_cookie_flags_behind_tls() {
    let world = World::start_with(Transport::BehindTls, None).await;
    let answer = world.get("/masuk").send().await.unwrap();
    assert_eq!(answer.headers()["strict-transport-security"], STRICT_TRANSPORT_SECURITY);
    let line = answer.headers()["set-cookie"].to_str().unwrap().to_owned();
    assert!(line.starts_with("__Host-wikarta_door="), "{line}");
    let session = world.session(Role::Keuangan).await;
    assert!(session.starts_with("__Host-wikarta_session="), "{session}");
    let plain = session.replace("__Host-", "");
    let with_plain = world.get("/tagihan").header("cookie", plain).send().await.unwrap();
    assert_eq!(with_plain.status(), 303, "a cookie without the prefix is nobody's");
    let with_it = world.get("/tagihan").header("cookie", session).send().await.unwrap();
    assert_eq!(with_it.status(), 200);
}

#[tokio::test]
async fn sess_02_cookie_flags_on_loopback() {
    let world = World::start().await;
    let answer = world.get("/masuk").send().await.unwrap();
    assert!(answer.headers().get("strict-transport-security").is_none());
    let line = answer.headers()["set-cookie"].to_str().unwrap().to_owned();
    for flag in ["; Path=/", "; HttpOnly", "; SameSite=Strict"] {
        assert!(line.contains(flag), "{line}");
    }
    assert!(!line.contains("Secure") && !line.contains("Domain"), "{line}");
    assert!(set_cookie(answer.headers(), "wikarta_session").is_none());
}

#[tokio::test]
async fn a_trace_id_comes_back_as_it_was_brought() {
    let world = World::start().await;
    let brought = world.get("/healthz").header("x-request-id", "checkout-0001").send();
    assert_eq!(brought.await.unwrap().headers()["x-request-id"], "checkout-0001");
    let bad = world.get("/healthz").header("x-request-id", "no good").send().await.unwrap();
    assert_eq!(bad.headers()["x-request-id"].len(), 32);
}

#[tokio::test]
async fn problems_speak_the_readers_language_and_form() {
    let world = World::start().await;
    let english = world.get("/api/invoices").header("accept-language", "en").send();
    let english: serde_json::Value = english.await.unwrap().json().await.unwrap();
    assert_eq!(english["title"], "Please sign in.");
    let page = world.get("/nowhere").header("accept", "text/html,*/*").send().await.unwrap();
    assert_eq!(page.status(), 404);
    assert_eq!(page.headers()["content-type"], "text/html; charset=utf-8");
    assert!(page.text().await.unwrap().contains("<h1>Tidak ditemukan.</h1>"));
    let script = world.post("/bayar/tok").header("accept", "application/json");
    let script = script.header("sec-fetch-site", "cross-site").send().await.unwrap();
    assert_eq!(script.status(), 403);
    assert_eq!(script.headers()["content-type"], "application/problem+json");
    let api = world.get("/api/nowhere").header("accept", "text/html").send().await.unwrap();
    assert_eq!(api.headers()["content-type"], "application/problem+json");
}
