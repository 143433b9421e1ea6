//! The standing limit on charges and linked wallets.

use std::time::Duration;

use serde_json::json;
use wikarta_core::ports::{ChargeOutcome, StatusOutcome};
use wikarta_core::provider::Channel;
use wikarta_midtrans::client::Extras;
use wikarta_midtrans::emulator::RateLimit;
use wikarta_midtrans::order::{Method, OrderRequest};
use wikarta_midtrans::outcome::Outcome;

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

#[test]
fn linked_wallets_count_too() {
    let world = World::with(|config| config.rate_limit = Some(RateLimit { calls: 1, seconds: 1 }));
    // The limit stands before the call itself, so in process it is met through the client only.
    let body = json!({ "gopay_partner": { "phone_number": "81234567891" } });
    let made = world.json("POST", "/v2/pay/account", &body);
    assert_eq!(made["status_code"], "201");
}
