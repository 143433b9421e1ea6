//! Notifications on their way: tries, order, restarts, hosts that may not be told.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use wikarta_midtrans::emulator::{Action, Emulator, ManualClock, OpenError};

use crate::world::{START, World, at, config};

/// How many tries an answer is worth, with the whole table's time gone by.
async fn tries(answer: u16) -> (usize, String) {
    let world = World::new();
    let inbox = world.inbox(answer);
    world.charge_bca("INV-1");
    for _ in 0..700 {
        world.emulator.deliver_due().await;
        world.clock.advance(60);
    }
    let state = world.emulator.deliveries(1)[0]["state"].as_str().unwrap().to_owned();
    (inbox.told().len(), state)
}

#[tokio::test]
async fn each_answer_is_tried_as_often_as_the_vendor_does() {
    for (answer, expected, state) in [
        (200, 1, "done"),
        (204, 1, "done"),
        (500, 2, "failed"),
        (503, 5, "failed"),
        (400, 3, "failed"),
        (404, 3, "failed"),
        (302, 1, "failed"),
        (403, 6, "failed"),
        (429, 6, "failed"),
    ] {
        assert_eq!(tries(answer).await, (expected, state.to_owned()), "{answer}");
    }
}

#[tokio::test]
async fn tries_go_on_until_one_is_taken() {
    let world = World::new();
    let inbox = world.inbox(503);
    world.charge_bca("INV-1");
    world.emulator.deliver_due().await;
    world.clock.advance(119);
    inbox.answer(200);
    // Shifted, but never sooner than half the interval.
    world.emulator.deliver_due().await;
    world.clock.advance(1);
    world.emulator.deliver_due().await;
    assert_eq!(inbox.told(), ["pending", "pending"]);
    let delivery = &world.emulator.deliveries(1)[0];
    assert_eq!(delivery["state"], "done");
    let statuses: Vec<_> = delivery["attempts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|attempt| attempt["http_status"].as_u64().unwrap())
        .collect();
    assert_eq!(statuses, [503, 200]);
}

#[tokio::test]
async fn a_faster_clock_brings_retries_sooner() {
    let world = World::with(|config| config.time_scale = 60);
    let inbox = world.inbox(503);
    world.charge_bca("INV-1");
    world.emulator.deliver_due().await;
    world.clock.advance(2);
    world.emulator.deliver_due().await;
    assert_eq!(inbox.told().len(), 2);
}

#[tokio::test]
async fn what_was_not_delivered_leaves_after_a_restart() {
    let dir = tempfile::tempdir().unwrap();
    let clock = ManualClock::at(at(START));
    let open = || {
        let mut config = config(&clock);
        config.data_dir = Some(dir.path().to_owned());
        Emulator::open(config).unwrap()
    };
    {
        let world = World { emulator: open(), clock: clock.clone() };
        let _refusing = world.inbox(503);
        world.charge_bca("INV-1");
        world.emulator.deliver_due().await;
        world.act("INV-1", Action::Pay);
    }
    let world = World { emulator: open(), clock };
    let inbox = world.inbox(200);
    world.clock.advance(120);
    world.emulator.deliver_due().await;
    let mut told = inbox.told();
    told.sort();
    assert_eq!(told, ["pending", "settlement"]);
}

/// A merchant's endpoint on the loopback that remembers what it got.
async fn endpoint(answer: StatusCode) -> (String, Arc<Mutex<Vec<(HeaderMap, Bytes)>>>) {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let remembered = seen.clone();
    let hook = move |headers: HeaderMap, body: Bytes| {
        remembered.lock().unwrap().push((headers, body));
        async move { answer }
    };
    let router = Router::new()
        .route("/hook", post(hook))
        .route(
            "/moved",
            post(|| async { (StatusCode::TEMPORARY_REDIRECT, [("location", "/hook")]) }),
        )
        .route(
            "/away",
            post(|| async {
                (StatusCode::TEMPORARY_REDIRECT, [("location", "http://192.0.2.1/hook")])
            }),
        );
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await });
    (url, seen)
}

#[tokio::test]
async fn the_sender_posts_as_the_vendor_does() {
    let (url, seen) = endpoint(StatusCode::OK).await;
    let world = World::with(|config| config.notify_url = Some(format!("{url}/hook")));
    world.charge_bca("INV-1");
    assert_eq!(world.emulator.deliver_due().await, 1);
    let seen = seen.lock().unwrap();
    let (headers, body) = &seen[0];
    assert_eq!(headers["user-agent"], "Veritrans");
    assert_eq!(headers["content-type"], "application/json");
    assert!(std::str::from_utf8(body).unwrap().contains("\"order_id\":\"INV-1\""));
}

#[tokio::test]
async fn the_background_task_sends_by_itself() {
    let (url, seen) = endpoint(StatusCode::OK).await;
    let world = World::with(|config| config.notify_url = Some(format!("{url}/hook")));
    let task = world.emulator.spawn_deliveries();
    world.charge_bca("INV-1");
    world.act("INV-1", Action::Pay);
    let arrived = async {
        while seen.lock().unwrap().len() < 2 {
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(20), arrived).await.unwrap();
    drop(task);
    let seen = seen.lock().unwrap();
    let told: Vec<bool> =
        seen.iter().map(|(_, body)| String::from_utf8_lossy(body).contains("settlement")).collect();
    assert_eq!(told, [false, true]);
}

#[tokio::test]
async fn redirects_are_followed_only_where_we_may_send() {
    let (url, seen) = endpoint(StatusCode::OK).await;
    let last = |world: &World| world.emulator.deliveries(1)[0]["attempts"][0].clone();
    let moved = World::with(|config| config.notify_url = Some(format!("{url}/moved")));
    moved.charge_bca("INV-1");
    moved.emulator.deliver_due().await;
    assert_eq!(last(&moved)["http_status"], 200);
    assert_eq!(seen.lock().unwrap().len(), 1);
    let away = World::with(|config| config.notify_url = Some(format!("{url}/away")));
    away.charge_bca("INV-1");
    away.emulator.deliver_due().await;
    assert_eq!(last(&away)["error"], "redirected elsewhere");
}

#[tokio::test]
async fn nobody_listening_is_a_failed_try() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/hook", listener.local_addr().unwrap());
    drop(listener);
    let world = World::with(|config| config.notify_url = Some(url));
    world.charge_bca("INV-1");
    world.emulator.deliver_due().await;
    let delivery = &world.emulator.deliveries(1)[0];
    assert_eq!(delivery["attempts"][0]["error"], "nobody listens");
    assert_eq!(delivery["state"], "waiting");
}

#[test]
fn notifications_do_not_leave_the_machine_without_leave() {
    let clock = ManualClock::at(at(START));
    let open = |url: &str, hosts: &[&str]| {
        let mut config = config(&clock);
        config.notify_url = Some(url.to_owned());
        config.notify_hosts = hosts.iter().map(|host| (*host).to_owned()).collect();
        Emulator::open(config).map(|_| ())
    };
    assert!(open("http://127.0.0.1:8080/hook", &[]).is_ok());
    assert!(open("http://localhost/hook", &[]).is_ok());
    assert!(open("https://panel.example.test/hook", &["panel.example.test"]).is_ok());
    for url in
        ["https://panel.example.test/hook", "http://10.0.0.1/", "http://127.0.0.1.example.com/"]
    {
        assert!(matches!(open(url, &[]), Err(OpenError::NotifyNotAllowed(_))), "{url}");
    }
    for url in ["", "hook", "ftp://127.0.0.1/"] {
        assert!(matches!(open(url, &[]), Err(OpenError::NotifyNotAnAddress(_))), "{url}");
    }
}
