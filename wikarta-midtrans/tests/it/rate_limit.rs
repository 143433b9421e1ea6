//! The standing limit on charges and linked wallets.

use std::time::Duration;

use axum::body::Body;
use axum::http::Request;
use base64::Engine as _;
use serde_json::json;
use tower::ServiceExt as _;
use wikarta_core::ports::{ChargeOutcome, StatusOutcome};
use wikarta_core::provider::Channel;
use wikarta_midtrans::client::Extras;
use wikarta_midtrans::emulator::RateLimit;
use wikarta_midtrans::order::{Method, OrderRequest};
use wikarta_midtrans::outcome::Outcome;

use crate::facts::KEY;
use crate::world::{World, request};

#[tokio::test]
async fn charges_over_the_limit_wait_as_long_as_they_are_told_and_reads_never_do() {
    let world = World::with(|config| config.rate_limit = Some(RateLimit { calls: 2, seconds: 60 }));
    let gateway = world.emulator.client();
    for id in ["INV-1", "INV-2"] {
        let made = gateway.charge(&request(id, Channel::BcaVa)).await;
        assert!(matches!(made, ChargeOutcome::Accepted { .. }), "{made:?}");
        world.clock.advance(10);
    }
    let third = OrderRequest {
        order_id: "INV-3".parse().unwrap(),
        amount: 150_000.try_into().unwrap(),
        method: Method::Channel(Channel::BcaVa),
        open_seconds: None,
        items: Vec::new(),
        reference: None,
    };
    let told = gateway.order(&third, &Extras::NONE).await;
    let retry_after = Some(Duration::from_secs(40));
    assert_eq!(told, Outcome::Limited { retry_after });
    // The core's port has no word for it, so the wish to wait stands in the message.
    let told = gateway.charge(&request("INV-3", Channel::BcaVa)).await;
    let ChargeOutcome::Refused(no) = told else { panic!("{told:?}") };
    assert_eq!((&*no.code, &*no.message), ("429", "API rate limit exceeded; wait 40 s"));
    // Nothing was done, and reading is free.
    assert_eq!(gateway.status(&third.order_id).await, StatusOutcome::Missing);
    world.clock.advance(40);
    assert!(matches!(gateway.order(&third, &Extras::NONE).await, Outcome::Done(_)));
}

#[tokio::test]
async fn over_http_a_limited_call_says_when_to_come_back_and_linked_wallets_count_too() {
    let world = World::with(|config| config.rate_limit = Some(RateLimit { calls: 1, seconds: 60 }));
    let link = async || {
        let encoded = base64::engine::general_purpose::STANDARD.encode(format!("{KEY}:"));
        let body = json!({ "gopay_partner": { "phone_number": "81234567891" } });
        let request =
            Request::post("/v2/pay/account").header("authorization", format!("Basic {encoded}"));
        let request = request.body(Body::from(body.to_string())).unwrap();
        let response = world.emulator.router().oneshot(request).await.unwrap();
        let header =
            response.headers().get("retry-after").map(|text| text.to_str().unwrap().to_owned());
        (response.status().as_u16(), header)
    };
    assert_eq!(link().await, (200, None));
    assert_eq!(link().await, (429, Some("60".to_owned())));
    world.clock.advance(60);
    assert_eq!(link().await, (200, None));
}
