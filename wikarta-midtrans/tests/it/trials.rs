//! Making things happen: promised payments, the clock, the weather, deliveries again, the dashboard's
//! test, and the rules of refunds by rail and time.

use serde_json::{Value, json};
use wikarta_midtrans::emulator::{Action, Weather, Wish};
use wikarta_midtrans::notification::{Limits, Notification};

use crate::facts::ring;
use crate::page::{get, press};
use crate::world::{World, bca};

#[test]
fn a_promised_payment_comes_by_itself_and_survives_a_restart() {
    let dir = tempfile::tempdir().unwrap();
    let open = || World::with(|config| config.data_dir = Some(dir.path().to_owned()));
    {
        let world = open();
        world.charge_bca("INV-1");
        let shown = world.act_with("INV-1", Action::Pay, &json!({ "in_seconds": 90, "amount": 7 }));
        assert_eq!(shown["transaction_status"], "pending");
        assert_eq!(shown["pays_at"], "2026-08-01T03:01:30Z");
        world.clock.advance(89);
        assert_eq!(world.status("INV-1"), "pending");
    }
    let world = open();
    world.clock.advance(90);
    let read = world.json("GET", "/v2/INV-1/status", &Value::Null);
    assert_eq!(
        (&read["transaction_status"], &read["gross_amount"]),
        (&json!("settlement"), &json!("7.00"))
    );
    assert_eq!(world.drained(), ["pending", "settlement"]);
}

#[test]
fn what_comes_first_happens_first_however_far_the_clock_jumps() {
    let world = World::new();
    world.charge_qris("INV-1");
    world.charge_qris("INV-2");
    world.act_with("INV-1", Action::Pay, &json!({ "in_seconds": 600 }));
    world.act_with("INV-2", Action::Pay, &json!({ "in_seconds": 1_200 }));
    world.clock.advance(86_400);
    // A code is open for 15 minutes: the first was paid in time, the second late.
    assert_eq!(world.status("INV-1"), "settlement");
    assert_eq!(world.status("INV-2"), "settlement");
    let told = world.drained();
    assert_eq!(told, ["pending", "pending", "settlement", "expire", "settlement"]);
}

#[test]
fn the_clock_goes_where_it_is_told() {
    let world = World::new();
    world.charge_qris("INV-1");
    let before = world.emulator.now();
    assert_eq!(world.emulator.advance(900).unwrap(), before.plus_seconds(900));
    assert_eq!(world.status("INV-1"), "expire");
    assert_eq!(world.emulator.advance(-900).unwrap(), before);
}

#[test]
fn a_reversal_is_for_banks_that_can() {
    let world = World::new();
    let permata =
        json!({ "payment_type": "bank_transfer", "bank_transfer": { "bank": "permata" } });
    world.charge("INV-1", permata);
    world.charge("INV-2", bca());
    for order in ["INV-1", "INV-2"] {
        world.act(order, Action::Pay);
    }
    assert_eq!(world.act("INV-1", Action::Reverse)["transaction_status"], "deny");
    let refused = world.emulator.act("INV-2", Action::Reverse, &Wish::default()).unwrap_err();
    assert_eq!(refused.http_status(), 412);
}

/// A rail, how it was paid, how many days it gives back, and whether in parts.
fn windows() -> Vec<(Value, Value, i64, bool)> {
    let own = json!({});
    let other = json!({ "issuer": "off_us" });
    let shopee = json!({ "payment_type": "qris", "qris": { "acquirer": "airpay shopee" } });
    vec![
        (json!({ "payment_type": "qris" }), own.clone(), 45, true),
        (json!({ "payment_type": "qris" }), other.clone(), 7, true),
        (json!({ "payment_type": "gopay" }), own.clone(), 45, true),
        (json!({ "payment_type": "shopeepay" }), own.clone(), 365, false),
        (shopee.clone(), own.clone(), 365, false),
        (shopee, other, 0, false),
        (bca(), own.clone(), 0, false),
        (json!({ "payment_type": "cstore", "cstore": { "store": "alfamart" } }), own, 0, false),
    ]
}

#[test]
fn each_rail_gives_back_for_its_own_time() {
    const DAY: i64 = 86_400;
    for (n, (method, paid, days, parts)) in windows().into_iter().enumerate() {
        let refunded = |after: i64, amount: i64| {
            let world = World::new();
            world.charge("INV-1", method.clone());
            world.act_with("INV-1", Action::Pay, &paid);
            world.clock.advance(after);
            let body = json!({ "refund_key": "RF-1", "amount": amount });
            world.json("POST", "/v2/INV-1/refund", &body)["status_code"].clone()
        };
        let (whole, part) = (150_000, 50_000);
        if days == 0 {
            assert_eq!(refunded(60, whole), "412", "{n}");
            continue;
        }
        assert_eq!(refunded(days * DAY, whole), "200", "{n}");
        assert_eq!(refunded(days * DAY + 60, whole), "412", "{n}");
        assert_eq!(refunded(60, part), if parts { "200" } else { "414" }, "{n}");
    }
}

#[test]
fn shopeepay_sleeps_at_night() {
    // 10:00 in Jakarta is the start; 23:49, 23:50, 05:59 and 06:00 there.
    for (minutes, code) in [(829, "200"), (830, "412"), (1_199, "412"), (1_200, "200")] {
        let world = World::new();
        world.charge("INV-1", json!({ "payment_type": "shopeepay" }));
        world.act("INV-1", Action::Pay);
        world.clock.advance(minutes * 60);
        let told = world.json("POST", "/v2/INV-1/refund", &json!({ "refund_key": "RF-1" }));
        assert_eq!(told["status_code"], code, "{minutes}");
    }
}

#[tokio::test]
async fn weather_loses_doubles_and_delays_the_same_ones_in_every_run() {
    let told = async || {
        let world = World::new();
        let inbox = world.inbox(200);
        world.emulator.set_weather(Weather { lost: 30, twice: 30, late: 30, late_ms: 60_000 });
        for n in 0..40 {
            world.charge_bca(&format!("INV-{n}"));
        }
        world.emulator.deliver_due().await;
        let at_once = inbox.told().len();
        world.clock.advance(60);
        world.emulator.deliver_due().await;
        let mut orders: Vec<String> = inbox
            .bodies()
            .iter()
            .map(|body| body["order_id"].as_str().unwrap().to_owned())
            .collect();
        orders.sort();
        (at_once, orders)
    };
    let (at_once, orders) = told().await;
    let mut once = orders.clone();
    once.dedup();
    assert!(once.len() < 40, "some are lost");
    assert!(orders.len() > once.len(), "some come twice");
    assert!(at_once < orders.len(), "some come late");
    assert_eq!(told().await, (at_once, orders));
}

#[tokio::test]
async fn a_delivery_leaves_again_when_asked() {
    let world = World::new();
    let inbox = world.inbox(200);
    world.charge_bca("INV-1");
    world.act_with("INV-1", Action::Pay, &json!({ "deliver": false }));
    world.emulator.deliver_due().await;
    assert_eq!(inbox.told(), ["pending"]);
    for delivery in [2, 1] {
        world.emulator.send_again(delivery).unwrap();
        world.emulator.deliver_due().await;
    }
    assert_eq!(inbox.told(), ["pending", "settlement", "pending"]);
    assert_eq!(world.emulator.send_again(99).unwrap_err().http_status(), 404);
}

#[tokio::test]
async fn the_dashboards_test_is_signed_and_known_for_one() {
    let world = World::new();
    let inbox = world.inbox(200);
    world.emulator.probe().unwrap();
    world.emulator.deliver_due().await;
    let body = inbox.bodies().remove(0);
    // Longer than an order id may be, as the real one is.
    assert!(body["order_id"].as_str().unwrap().len() > 50);
    let parsed = Notification::parse(body.to_string().as_bytes(), &Limits::DEFAULT).unwrap();
    let hint = parsed.verify(&ring()).unwrap().into_hint();
    assert!(hint.probe);
    assert_eq!(hint.order_id.as_str().len(), 50);
}

#[tokio::test]
async fn the_control_api_moves_clock_and_weather_and_sends_again() {
    use tower::ServiceExt as _;
    let world = World::new();
    world.charge_bca("INV-1");
    let send = async |method: &str, path: &str, body: Value| {
        let request = axum::http::Request::builder().method(method).uri(path);
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let request = request.body(axum::body::Body::from(body)).unwrap();
        let response = world.emulator.router().oneshot(request).await.unwrap();
        let status = response.status().as_u16();
        let body = axum::body::to_bytes(response.into_body(), 1 << 20).await.unwrap();
        (status, serde_json::from_slice::<Value>(&body).unwrap())
    };
    let clock = "/_control/clock";
    assert_eq!(
        send("GET", clock, Value::Null).await,
        (200, json!({ "now": "2026-08-01T03:00:00Z" }))
    );
    let moved = send("POST", clock, json!({ "advance_seconds": 60 })).await;
    assert_eq!(moved, (200, json!({ "now": "2026-08-01T03:01:00Z" })));
    let moved = send("POST", clock, json!({ "now": "2026-08-02T03:00:00Z" })).await;
    assert_eq!(moved, (200, json!({ "now": "2026-08-02T03:00:00Z" })));
    assert_eq!(world.status("INV-1"), "expire");
    for bad in [
        json!({}),
        json!({ "now": "soon" }),
        json!({ "advance_seconds": 1, "now": "2026-08-02T03:00:00Z" }),
    ] {
        assert_eq!(send("POST", clock, bad).await.0, 400);
    }
    let storm = json!({ "lost": 100, "twice": 0, "late": 0, "late_ms": 0 });
    assert_eq!(send("PUT", "/_control/weather", storm.clone()).await, (200, storm.clone()));
    assert_eq!(send("GET", "/_control/weather", Value::Null).await, (200, storm));
    assert_eq!(send("PUT", "/_control/weather", json!({ "lost": 101 })).await.0, 400);
    let (status, shown) = send("POST", "/_control/deliveries/1/send", Value::Null).await;
    assert_eq!((status, &shown["state"]), (200, &json!("waiting")));
    assert_eq!(send("POST", "/_control/deliveries/77/send", Value::Null).await.0, 404);
    assert_eq!(send("POST", "/_control/probe", Value::Null).await.0, 200);
}

#[tokio::test]
async fn the_pages_forms_do_what_the_control_api_does() {
    let world = World::new();
    world.charge_qris("INV-1");
    world.charge_bca("INV-2");
    let (_, html) = get(&world, "/").await;
    for form in ["act", "fault", "clock", "weather", "probe"] {
        assert!(html.contains(&format!("action=\"/_page/{form}\"")), "{form}");
    }
    let send = async |path: &str, body: &str| {
        let (_, _, location) = crate::page::post(&world, path, body).await;
        location
    };
    let act = "order_id=INV-1&action=pay&amount=140000&issuer=off_us&tell=nobody&copies=&delay_ms=";
    assert_eq!(send("/_page/act", act).await, "/?note=done");
    let shown = world.emulator.transaction("INV-1").unwrap();
    assert_eq!(
        (&shown["gross_amount"], &shown["transaction_type"]),
        (&json!("140000.00"), &json!("off-us"))
    );
    assert_eq!(world.emulator.deliveries(1)[0]["state"], "held");
    assert_eq!(send("/_page/act", "order_id=INV-2&action=pay&amount=x").await, "/?note=bad-wish");
    assert_eq!(send("/_page/act", "order_id=INV-2&action=refund").await, "/?note=not-possible");
    assert_eq!(send("/_page/act", "order_id=INV-9&action=pay").await, "/?note=failed");
    assert_eq!(send("/_page/fault", "call=charge&kind=lose_reply&count=2").await, "/?note=done");
    assert_eq!(world.emulator.waiting_faults()[0].count, 2);
    assert!(get(&world, "/").await.1.contains("charge · lose_reply × 2"));
    assert_eq!(press(&world, "/_page/heal").await, "/?note=done");
    assert!(world.emulator.waiting_faults().is_empty());
    assert_eq!(send("/_page/weather", "lost=10&late_ms=5").await, "/?note=done");
    assert_eq!((world.emulator.weather().lost, world.emulator.weather().late_ms), (10, 5));
    assert_eq!(send("/_page/clock", "advance_seconds=86400").await, "/?note=done");
    assert_eq!(world.status("INV-2"), "expire");
    assert_eq!(send("/_page/clock", "advance_seconds=").await, "/?note=bad-wish");
    assert_eq!(press(&world, "/_page/deliveries/1/send").await, "/?note=done");
    assert_eq!(press(&world, "/_page/probe").await, "/?note=done");
}
