//! Bodies of the wrong size, kind and shape.

use wikarta_core::access::Role;

use crate::world::World;

#[tokio::test]
async fn wh_06_limits_too_large_is_413_at_once() {
    let world = World::start().await;
    let send = |size: usize| {
        let mut body = b"good ".to_vec();
        body.resize(size, b'x');
        let request = world.post("/api/webhooks/midtrans");
        request.header("content-type", "application/json").body(body).send()
    };
    assert_eq!(send(64 * 1024).await.unwrap().status(), 200);
    assert_eq!(send(64 * 1024 + 1).await.unwrap().status(), 413);
}

#[tokio::test]
async fn inpv_07_xml_refused_and_compressed_bodies_too() {
    let world = World::start().await;
    let token = world.token(Role::Keuangan).await;
    let paths = ["/api/webhooks/midtrans", "/api/tokens", "/api/invoices", "/masuk", "/bayar/tok"];
    for path in paths {
        let request = world.post(path).bearer_auth(&token);
        let answer = request.header("content-type", "application/xml").body("<a/>").send();
        assert_eq!(answer.await.unwrap().status(), 415, "{path}");
    }
    let request = world.post("/api/webhooks/midtrans").header("content-type", "application/json");
    let gzip = request.header("content-encoding", "gzip").body("good").send().await.unwrap();
    assert_eq!(gzip.status(), 415);
}

#[tokio::test]
async fn info_08_a_librarys_own_error_is_told_in_our_words() {
    let world = World::start().await;
    let token = world.token(Role::Keuangan).await;
    let request = world.get("/api/packages?plain").bearer_auth(token);
    let answer = request.header("accept-language", "en").send().await.unwrap();
    assert_eq!(answer.status(), 422);
    let document: serde_json::Value = answer.json().await.unwrap();
    assert_eq!(document["status"], 422);
    assert!(!document.to_string().contains("Failed to"), "{document}");
}

#[tokio::test]
async fn bad_token_requests_have_their_own_codes() {
    let world = World::start().await;
    for (body, status, code) in [
        ("not json", 400, "body_not_json"),
        ("[]", 400, "body_not_object"),
        (r#"{"email":"a","email":"b","password":"c"}"#, 400, "duplicate_key"),
        (r#"{"email":"a","password":"b","role":"SUPERUSER"}"#, 400, "unknown_field"),
        (r#"{"email":"a"}"#, 422, "missing_field"),
        (r#"{"email":1,"password":"b"}"#, 422, "wrong_type"),
    ] {
        let request = world.post("/api/tokens").header("content-type", "application/json");
        let answer = request.body(body).send().await.unwrap();
        assert_eq!(answer.status(), status, "{body}");
        let document: serde_json::Value = answer.json().await.unwrap();
        assert_eq!(document["code"], code, "{body}");
    }
}
