//! Payment links: the client against the emulator.

use wikarta_core::id::OrderId;
use wikarta_core::money::Rupiah;
use wikarta_core::ports::StatusOutcome;
use wikarta_core::provider::ProviderStatus;
use wikarta_midtrans::client::Extras;
use wikarta_midtrans::emulator::{Action, Fault, FaultKind, FaultyCall};
use wikarta_midtrans::outcome::Outcome;
use wikarta_midtrans::payment_link::{LinkReading, LinkRequest, LinkSpan};
use wikarta_midtrans::signature::ServerKey;

use crate::page::{get, press};
use crate::world::{START, World, at};

fn request(order_id: &str, usage_limit: u32) -> LinkRequest {
    LinkRequest {
        order_id: order_id.parse().unwrap(),
        amount: Rupiah::new(150_000).unwrap(),
        usage_limit,
        open: Some(LinkSpan { starts_at: at(START), days: 7 }),
        slug: Some(format!("slug-{order_id}")),
        enabled: Vec::new(),
        title: None,
        items: Vec::new(),
        reference: Some("inv_1".to_owned()),
    }
}

fn purchases(world: &World, told: Outcome<LinkReading>) -> Vec<OrderId> {
    let Outcome::Done(reading) = told else { panic!("{told:?}") };
    assert!(reading.purchases.len() <= world.emulator.transactions(100).len());
    reading.purchases.into_iter().map(|one| one.order_id).collect()
}

#[tokio::test]
async fn a_link_is_made_opened_paid_and_used_up() {
    let world = World::with(|config| config.public_url = String::new());
    let gateway = world.emulator.client();
    let asked = request("INV-1", 2);
    let made = gateway.payment_link(&asked, &Extras::NONE).await;
    assert_eq!(made, Outcome::Done("/payment-links/slug-INV-1".to_owned()));
    assert_eq!(gateway.payment_link(&asked, &Extras::NONE).await, Outcome::Exists);
    // No transaction before a payer picks a method.
    assert_eq!(gateway.status(&asked.order_id).await, StatusOutcome::Missing);
    let (_, html) = get(&world, "/payment-links/slug-INV-1").await;
    assert!(html.contains("Rp150.000") && html.contains("/payment-links/slug-INV-1/bca_va"));

    for n in 1..=2 {
        let to = press(&world, "/payment-links/slug-INV-1/bca_va").await;
        assert_eq!(to, "/?note=done");
        let ids = purchases(&world, gateway.payment_link_read(&asked.order_id).await);
        assert_eq!(ids.len(), n);
        let child = ids.last().unwrap();
        assert_eq!(child.link_parent().as_ref(), Some(&asked.order_id));
        world.act(child.as_str(), Action::Pay);
        let StatusOutcome::Found(read) = gateway.status(child).await else { panic!() };
        assert_eq!(read.status, ProviderStatus::Settled);
        let shown = world.emulator.transaction(child.as_str()).unwrap();
        assert_eq!(shown["custom_field1"], "inv_1");
    }
    assert_eq!(press(&world, "/payment-links/slug-INV-1/bca_va").await, "/?note=not-possible");
    let Outcome::Done(read) = gateway.payment_link_read(&asked.order_id).await else { panic!() };
    assert_eq!(read.usage, Some(2));
}

#[tokio::test]
async fn a_link_ends_by_time_and_by_its_merchant_and_survives_a_restart() {
    let dir = tempfile::tempdir().unwrap();
    let open = || World::with(|config| config.data_dir = Some(dir.path().to_owned()));
    let (old, gone) = (request("INV-1", 1), request("INV-2", 1));
    {
        let world = open();
        let gateway = world.emulator.client();
        for asked in [&old, &gone] {
            assert!(matches!(gateway.payment_link(asked, &Extras::NONE).await, Outcome::Done(_)));
        }
        assert_eq!(gateway.payment_link_delete(&gone.order_id).await, Outcome::Done(()));
    }
    let world = open();
    let gateway = world.emulator.client();
    assert_eq!(gateway.payment_link_delete(&gone.order_id).await, Outcome::Missing);
    assert_eq!(gateway.payment_link_read(&gone.order_id).await, Outcome::Missing);
    assert_eq!(get(&world, "/payment-links/slug-INV-2").await.0, 404);
    world.clock.advance(7 * 86_400);
    assert_eq!(press(&world, "/payment-links/slug-INV-1/bca_va").await, "/?note=not-possible");
}

#[tokio::test]
async fn a_lost_answer_makes_one_link_and_a_wrong_one_says_why() {
    let world = World::new();
    let gateway = world.emulator.client();
    let lost = Fault {
        call: FaultyCall::Link,
        kind: FaultKind::LoseReply,
        count: 1,
        status: 503,
        delay_ms: 0,
    };
    world.emulator.inject(lost).unwrap();
    let asked = request("INV-1", 1);
    assert!(matches!(gateway.payment_link(&asked, &Extras::NONE).await, Outcome::Unknown { .. }));
    assert_eq!(gateway.payment_link(&asked, &Extras::NONE).await, Outcome::Exists);
    assert!(matches!(gateway.payment_link_read(&asked.order_id).await, Outcome::Done(_)));
    let dots = gateway.payment_link_read(&"..".parse().unwrap()).await;
    assert!(matches!(dots, Outcome::Unknown { .. }));
    let never = LinkRequest { usage_limit: 0, ..request("INV-2", 1) };
    let told = gateway.payment_link(&never, &Extras::NONE).await;
    assert!(matches!(told, Outcome::Refused(no) if no.code == "never_open"));
    let stranger = world.emulator.client_with(ServerKey::new("SB-Mid-server-other").unwrap());
    let told = stranger.payment_link(&request("INV-3", 1), &Extras::NONE).await;
    assert!(matches!(told, Outcome::Refused(no) if no.code == "401"));
}
