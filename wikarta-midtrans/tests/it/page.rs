//! The page and the control API over HTTP, at the root and under a base path.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use serde_json::{Value, json};
use tower::ServiceExt;
use wikarta_midtrans::emulator::Action;

use crate::world::World;

async fn send(world: &World, request: Request<Body>) -> (StatusCode, String, String) {
    let response = world.emulator.router().oneshot(request).await.unwrap();
    let status = response.status();
    let location = response.headers().get("location").map(|to| to.to_str().unwrap().to_owned());
    let body = axum::body::to_bytes(response.into_body(), 1 << 20).await.unwrap();
    (status, String::from_utf8(body.to_vec()).unwrap(), location.unwrap_or_default())
}

pub async fn get(world: &World, path: &str) -> (StatusCode, String) {
    let request = Request::get(path).body(Body::empty()).unwrap();
    let (status, body, _) = send(world, request).await;
    (status, body)
}

/// Presses a button without fields; where it leads.
pub async fn press(world: &World, path: &str) -> String {
    let (status, _, location) = post(world, path, "").await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{path}");
    location
}

pub async fn post(world: &World, path: &str, body: &str) -> (StatusCode, String, String) {
    send(world, Request::post(path).body(Body::from(body.to_owned())).unwrap()).await
}

fn under(base: &str) -> World {
    World::with(|config| config.base_path = base.to_owned())
}

#[tokio::test]
async fn the_page_lists_codes_and_its_buttons_work_under_any_base() {
    for base in ["", "/emulator/midtrans"] {
        let world = under(base);
        world.charge_bca("INV-1");
        world.charge_qris("INV-2");
        let (status, html) = get(&world, &format!("{base}/")).await;
        assert_eq!(status, StatusCode::OK);
        assert!(html.contains("INV-1") && html.contains("INV-2") && html.contains("Rp150.000"));
        assert!(html.contains(&format!("href=\"{base}/emulator.css\"")));
        let action = format!("{base}/_page/INV-1/pay");
        assert!(html.contains(&format!("action=\"{action}\"")), "{html}");
        let (status, _, location) = post(&world, &action, "").await;
        assert_eq!((status, location), (StatusCode::SEE_OTHER, format!("{base}/?note=done")));
        assert_eq!(world.status("INV-1"), "settlement");
        let (_, _, location) = post(&world, &action, "").await;
        assert_eq!(location, format!("{base}/?note=not-possible"));
        assert_eq!(get(&world, &format!("{base}/emulator.css")).await.0, StatusCode::OK);
    }
    let (status, _) = get(&under("/emulator/midtrans"), "/emulator/midtrans").await;
    assert_eq!(status, StatusCode::OK);
}

#[tokio::test]
async fn the_page_escapes_and_has_no_inline_code() {
    let world = World::new();
    let (_, html) = get(&world, "/?q=%3Cscript%3Ealert(1)%3C/script%3E&note=%3Cb%3E").await;
    assert!(!html.contains("<script") && !html.contains("<b>"));
    assert!(!html.contains("style=") && !html.contains("<style"));
    let response = world
        .emulator
        .router()
        .oneshot(Request::get("/").body(Body::empty()).unwrap())
        .await
        .unwrap();
    let policy = response.headers()["content-security-policy"].to_str().unwrap();
    assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"));
}

#[tokio::test]
async fn the_search_narrows_every_table() {
    let world = World::new();
    world.charge_bca("INV-1");
    world.charge_bca("INV-2");
    world.act("INV-2", Action::Pay);
    let (_, html) = get(&world, "/?q=INV-2").await;
    assert!(html.contains("INV-2") && !html.contains("INV-1"));
}

#[tokio::test]
async fn the_control_api_over_http() {
    let world = under("/emulator/midtrans");
    world.charge_bca("INV-1");
    let control = "/emulator/midtrans/_control/transactions";
    let act = async |path: &str, body: &str| {
        let (status, body, _) = post(&world, &format!("{control}/{path}"), body).await;
        (status.as_u16(), serde_json::from_str::<Value>(&body).unwrap())
    };
    assert_eq!(act("INV-9/pay", "").await.0, 404);
    assert_eq!(act("INV-1/fly", "").await.0, 404);
    assert_eq!(act("INV-1/pay", "{\"amount\":-1}").await.0, 400);
    assert_eq!(act("INV-1/refund", "").await.0, 412);
    let (status, shown) = act("INV-1/pay", "{\"copies\":2}").await;
    assert_eq!((status, &shown["transaction_status"]), (200, &json!("settlement")));
    let (_, one) = get(&world, &format!("{control}/INV-1")).await;
    assert_eq!(serde_json::from_str::<Value>(&one).unwrap(), shown);
    let (_, list) = get(&world, control).await;
    assert_eq!(serde_json::from_str::<Value>(&list).unwrap()["items"], json!([shown]));
    let (_, list) = get(&world, "/emulator/midtrans/_control/deliveries").await;
    let list: Value = serde_json::from_str(&list).unwrap();
    assert_eq!(list["items"].as_array().unwrap().len(), 3);
}

#[tokio::test]
async fn a_snap_page_makes_a_transaction_once_a_method_is_picked() {
    let world = under("/emulator/midtrans");
    let order = json!({ "transaction_details": { "order_id": "INV-1", "gross_amount": 5_000 } });
    let made = world.json("POST", "/snap/v1/transactions", &order);
    let path =
        format!("/emulator/midtrans/snap/v3/redirection/{}", made["token"].as_str().unwrap());
    let (status, html) = get(&world, &path).await;
    assert_eq!(status, StatusCode::OK);
    assert!(html.contains("Rp5.000") && html.contains(&format!("{path}/bca_va")), "{html}");
    assert_eq!(world.status("INV-1"), "missing");
    let (_, _, location) = post(&world, &format!("{path}/bca_va"), "").await;
    assert_eq!(location, "/emulator/midtrans/?note=done");
    assert_eq!(world.status("INV-1"), "pending");
    let (_, _, location) = post(&world, &format!("{path}/qris_gopay"), "").await;
    assert_eq!(location, "/emulator/midtrans/?note=not-possible");
    assert!(!get(&world, &path).await.1.contains("<form"));
    assert_eq!(
        get(&world, "/emulator/midtrans/snap/v3/redirection/x").await.0,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn another_site_cannot_press_the_buttons() {
    let world = World::new();
    world.charge_bca("INV-1");
    for path in ["/_page/INV-1/pay", "/_control/transactions/INV-1/pay"] {
        let request = Request::post(path).header("sec-fetch-site", "cross-site");
        let (status, _, _) = send(&world, request.body(Body::empty()).unwrap()).await;
        assert_eq!(status, StatusCode::FORBIDDEN);
    }
    assert_eq!(world.status("INV-1"), "pending");
}

#[tokio::test]
async fn a_body_over_the_limit_is_refused() {
    let world = World::new();
    let large = "x".repeat(100_000);
    assert_eq!(post(&world, "/v2/charge", &large).await.0, StatusCode::PAYLOAD_TOO_LARGE);
}
