//! `X-Override-Notification` and `X-Append-Notification`: who is told about a transaction.

use std::sync::{Arc, Mutex};

use axum::extract::{Path, State};
use serde_json::{Value, json};
use wikarta_core::money::Rupiah;
use wikarta_core::provider::Channel;
use wikarta_midtrans::client::{Extras, Notify, NotifyUrls};
use wikarta_midtrans::emulator::Action;
use wikarta_midtrans::order::{Method, OrderRequest};
use wikarta_midtrans::outcome::Outcome;
use wikarta_midtrans::snap::SnapRequest;

use crate::world::World;

type Told = Arc<Mutex<Vec<(String, String)>>>;

/// Merchants on the loopback, told apart by the end of their address.
async fn merchants() -> (String, Told) {
    let told = Told::default();
    let hear = async |State(told): State<Told>, Path(who): Path<String>, body: String| {
        let body: Value = serde_json::from_str(&body).unwrap();
        let status = body["transaction_status"].as_str().unwrap().to_owned();
        told.lock().unwrap().push((who, status));
    };
    let router = axum::Router::new().route("/{who}", axum::routing::post(hear));
    let router = router.with_state(told.clone());
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await });
    (url, told)
}

fn order(order_id: &str) -> OrderRequest {
    OrderRequest {
        order_id: order_id.parse().unwrap(),
        amount: Rupiah::new(150_000).unwrap(),
        method: Method::Channel(Channel::BcaVa),
        open_seconds: None,
        items: Vec::new(),
        reference: None,
    }
}

fn extras(notify: Notify) -> Extras {
    Extras { notify, ..Extras::NONE }
}

#[tokio::test]
async fn each_transaction_is_told_to_whom_it_asked_for() {
    let (url, told) = merchants().await;
    let world = World::with(|config| config.notify_url = Some(format!("{url}/usual")));
    let gateway = world.emulator.client();
    let urls = |ends: &[&str]| {
        let urls: Vec<String> = ends.iter().map(|end| format!("{url}/{end}")).collect();
        NotifyUrls::new(urls.iter().map(String::as_str)).unwrap()
    };
    for (id, notify, expected) in [
        ("INV-1", Notify::AsConfigured, vec!["usual"]),
        ("INV-2", Notify::Instead(urls(&["a", "b"])), vec!["a", "b"]),
        ("INV-3", Notify::Also(urls(&["c"])), vec!["c", "usual"]),
    ] {
        let made = gateway.order(&order(id), &extras(notify)).await;
        assert!(matches!(made, Outcome::Done(_)), "{made:?}");
        world.act(id, Action::Pay);
        world.emulator.deliver_due().await;
        let mut heard = std::mem::take(&mut *told.lock().unwrap());
        heard.sort();
        let both = |who: &&str| {
            ["pending", "settlement"].map(|status| ((*who).to_owned(), status.to_owned()))
        };
        let expected: Vec<_> = expected.iter().flat_map(both).collect();
        assert_eq!(heard, expected, "{id}");
    }
}

#[tokio::test]
async fn a_hosted_page_hands_its_addresses_to_what_is_paid_there() {
    let (url, told) = merchants().await;
    let world = World::new();
    let gateway = world.emulator.client();
    let urls = NotifyUrls::new([format!("{url}/shop").as_str()]).unwrap();
    let request = SnapRequest {
        order_id: "INV-1".parse().unwrap(),
        amount: Rupiah::new(150_000).unwrap(),
        enabled: Vec::new(),
        open_minutes: None,
        page_minutes: None,
        finish_url: None,
        items: Vec::new(),
        reference: None,
    };
    let made = gateway.snap(&request, &extras(Notify::Instead(urls))).await;
    let Outcome::Done(page) = made else { panic!("{made:?}") };
    crate::page::press(&world, &format!("/snap/v3/redirection/{}/bca_va", page.token)).await;
    world.emulator.deliver_due().await;
    assert_eq!(*told.lock().unwrap(), [("shop".to_owned(), "pending".to_owned())]);
}

#[tokio::test]
async fn an_address_elsewhere_is_not_told_and_the_journal_says_so() {
    let dir = tempfile::tempdir().unwrap();
    let world = World::with(|config| config.data_dir = Some(dir.path().to_owned()));
    let urls = NotifyUrls::new(["https://somewhere.example/hook"]).unwrap();
    let made = world.emulator.client().order(&order("INV-1"), &extras(Notify::Instead(urls))).await;
    assert!(matches!(made, Outcome::Done(_)));
    world.emulator.deliver_due().await;
    let shown = world.emulator.deliveries(1).remove(0);
    assert_eq!(shown["attempts"][0]["error"], json!("this host may not be told"));
    drop(world);
    let again = World::with(|config| config.data_dir = Some(dir.path().to_owned()));
    let kept = &again.emulator.deliveries(1)[0];
    assert_eq!(kept["url"], json!("https://somewhere.example/hook"));
}
