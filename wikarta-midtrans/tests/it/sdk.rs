//! The vendor's own SDKs, unmodified, against the emulator, and its notifications to a merchant.
//!
//! They run where `tests/vendor/prepare.sh` has put them; without them the tests say loudly that they
//! were skipped, or fail where `VENDOR_SDK_REQUIRED=true` asks for them.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::Command;
use std::sync::{Arc, Mutex};

use wikarta_midtrans::emulator::{ManualClock, Served};
use wikarta_midtrans::notification::{Limits, Notification};
use wikarta_midtrans::signature::KeyRing;

use crate::facts::{KEY, key};
use crate::world::{START, at, config};

fn sdk() -> PathBuf {
    if let Some(named) = std::env::var_os("VENDOR_SDK") {
        return named.into();
    }
    let target = std::env::var_os("CARGO_TARGET_DIR").map(PathBuf::from);
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..");
    target.unwrap_or_else(|| root.join("target")).join("vendor-sdk")
}

fn script(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/vendor").join(name)
}

/// The present SDK, or a loud word about its absence.
fn present(what: &str, path: PathBuf) -> Option<PathBuf> {
    if path.exists() {
        return Some(path);
    }
    let needed = std::env::var("VENDOR_SDK_REQUIRED").is_ok_and(|word| word == "true");
    assert!(!needed, "{what}: {} is not there", path.display());
    eprintln!("!!! SKIPPED: {what} is not in {}; run tests/vendor/prepare.sh !!!", path.display());
    None
}

/// What the merchant was told, already verified: order id and status.
type Told = Arc<Mutex<Vec<(String, String)>>>;

/// A merchant who verifies every notification and answers what this crate says.
async fn merchant(told: Told) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/notify", listener.local_addr().unwrap());
    let receive = async move |body: axum::body::Bytes| {
        let ring = KeyRing::new(key());
        let parsed = Notification::parse(&body, &Limits::DEFAULT).map(|one| one.verify(&ring));
        let verified = match parsed {
            Ok(Ok(verified)) => verified,
            Ok(Err(error)) | Err(error) => {
                return axum::http::StatusCode::from_u16(error.http_status()).unwrap();
            }
        };
        let status = verified.facts().transaction_status.clone();
        told.lock().unwrap().push((verified.order_id().to_string(), status));
        axum::http::StatusCode::OK
    };
    let router = axum::Router::new().route("/notify", axum::routing::post(receive));
    tokio::spawn(async move { axum::serve(listener, router).await });
    url
}

/// Runs a script of flows against a fresh emulator, and returns what the merchant was told.
async fn run(program: PathBuf, arguments: &[PathBuf]) -> Vec<(String, String)> {
    let told = Told::default();
    let mut config = config(&ManualClock::at(at(START)));
    config.public_url = String::new();
    config.notify_url = Some(merchant(told.clone()).await);
    let served = Served::bind(SocketAddr::from(([127, 0, 0, 1], 0)), config).await.unwrap();
    let base = format!("http://{}", served.local_addr());
    let emulator = served.emulator().clone();
    tokio::spawn(served.run(std::future::pending()));
    let mut command = Command::new(program);
    command.args(arguments).arg(&base).arg(KEY);
    let ran = tokio::task::spawn_blocking(move || command.output()).await.unwrap().unwrap();
    let said = String::from_utf8_lossy(&ran.stdout);
    assert!(ran.status.success(), "{said}\n{}", String::from_utf8_lossy(&ran.stderr));
    assert!(said.contains("all flows passed"), "{said}");
    // The sender works beside the flows; it is done when nothing waits any more.
    let waits = || emulator.deliveries(1_000).iter().any(|one| one["state"] == "waiting");
    tokio::time::timeout(std::time::Duration::from_secs(20), async {
        while waits() {
            tokio::task::yield_now().await;
        }
    })
    .await
    .unwrap();
    let mut told = told.lock().unwrap().clone();
    told.sort();
    told
}

fn expected(prefix: &str) -> Vec<(String, String)> {
    let told = [
        ("1", "cancel"),
        ("1", "pending"),
        ("2", "expire"),
        ("2", "pending"),
        ("3", "partial_refund"),
        ("3", "pending"),
        ("3", "refund"),
        ("3", "settlement"),
    ];
    told.map(|(n, status)| (format!("{prefix}-{n}"), status.to_owned())).to_vec()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_python_sdk_cannot_tell_the_difference() {
    let python = sdk().join("python/bin/python");
    let Some(python) = present("midtransclient 1.4.2 of Python", python) else { return };
    assert_eq!(run(python, &[script("flows.py")]).await, expected("PY"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_node_sdk_cannot_tell_the_difference() {
    let node = sdk().join("node");
    let modules = node.join("node_modules/midtrans-client");
    if present("midtrans-client 1.4.3 of Node", modules).is_none() {
        return;
    }
    // Resolved, because Node looks for modules beside the script otherwise.
    let node = node.canonicalize().unwrap();
    assert_eq!(run(PathBuf::from("node"), &[script("flows.js"), node]).await, expected("JS"));
}
