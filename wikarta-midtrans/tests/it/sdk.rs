//! The vendor's own SDKs, unmodified, against the emulator, and its notifications to a merchant.
//!
//! They run where `tests/vendor/prepare.sh` has put them; without them the tests say loudly that they
//! were skipped, or fail where `VENDOR_SDK_REQUIRED=true` asks for them.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::Command;
use std::sync::{Arc, Mutex};

use wikarta_midtrans::emulator::{EmulatorConfig, ManualClock, Served};
use wikarta_midtrans::notification::{Limits, Notification};
use wikarta_midtrans::signature::KeyRing;
use wikarta_midtrans::snap_bi::signature::MerchantKey;

use crate::facts::{KEY, key};
use crate::snap_bi_emulator::{PAIR, merchant_of_bi};
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

/// What a merchant of BI-SNAP was posted, one JSON object a line.
async fn bi_merchant(lines: Arc<Mutex<String>>) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let receive =
        async move |uri: axum::http::Uri, headers: axum::http::HeaderMap, body: String| {
            let header = |name: &str| headers[name].to_str().unwrap().to_owned();
            let line = serde_json::json!({
                "urlPath": uri.path(),
                "timestamp": header("x-timestamp"),
                "signature": header("x-signature"),
                "body": body,
            });
            lines.lock().unwrap().push_str(&format!("{line}\n"));
        };
    let router = axum::Router::new().fallback(receive);
    tokio::spawn(async move { axum::serve(listener, router).await });
    url
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_node_sdk_speaks_bi_snap_and_believes_its_notifications() {
    let node = sdk().join("node");
    if present("midtrans-client 1.4.3 of Node", node.join("node_modules/midtrans-client")).is_none()
    {
        return;
    }
    let node = node.canonicalize().unwrap();
    let lines = Arc::new(Mutex::new(String::new()));
    // The SDK signs with the machine's own time.
    let mut config = EmulatorConfig::new(key());
    config.snap_bi_notify_url = Some(bi_merchant(lines.clone()).await);
    config.snap_bi_key = Some(Arc::new(MerchantKey::from_pem(PAIR).unwrap()));
    config.merchants.first_mut().unwrap().snap_bi = Some(merchant_of_bi());
    let served = Served::bind(SocketAddr::from(([127, 0, 0, 1], 0)), config).await.unwrap();
    let base = format!("http://{}", served.local_addr());
    let emulator = served.emulator().clone();
    tokio::spawn(served.run(std::future::pending()));
    let fixture =
        |name: &str| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name);
    let script = async |target: PathBuf, file: PathBuf| {
        let mut command = Command::new("node");
        command.arg(script("snap_bi.js")).arg(&node).arg(target).arg(file);
        let ran = tokio::task::spawn_blocking(move || command.output()).await.unwrap().unwrap();
        let (said, erred) =
            (String::from_utf8_lossy(&ran.stdout), String::from_utf8_lossy(&ran.stderr));
        assert!(said.contains("all flows passed"), "{said}\n{erred}");
    };
    script(PathBuf::from(base), fixture("snap_bi_test_key.pem")).await;
    let waits = || emulator.deliveries(1_000).iter().any(|one| one["state"] == "waiting");
    while waits() {
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    let told = lines.lock().unwrap().clone();
    // Three made, two paid, one taken back, one given back in part.
    assert_eq!(told.lines().count(), 7, "{told}");
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("notifications.jsonl");
    std::fs::write(&file, told).unwrap();
    script(file, fixture("snap_bi_test_key.pub.pem")).await;
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
