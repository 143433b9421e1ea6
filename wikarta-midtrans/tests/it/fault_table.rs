//! `docs/faults.md`: everything that can go wrong between the client and the gateway, what the client
//! says of it, and what an impatient caller who asks three times more under the same name brings about.
//! Each cell is played over a real socket. `BLESS=1` writes the file anew.

use std::fmt::Write as _;
use std::net::SocketAddr;
use std::time::Duration;

use wikarta_core::money::Rupiah;
use wikarta_core::ports::{ChargeOutcome, EndOutcome, StatusOutcome};
use wikarta_core::provider::Channel;
use wikarta_midtrans::client::{Extras, HttpOptions, HttpTransport, Midtrans};
use wikarta_midtrans::emulator::{
    Action, Emulator, Fault, FaultKind, FaultyCall, ManualClock, Served, Wish,
};
use wikarta_midtrans::lifecycle::{RefundOutcome, RefundRequest};
use wikarta_midtrans::order::{Method, OrderRequest};
use wikarta_midtrans::outcome::Outcome;

use crate::facts::key;
use crate::wires::{Wire, broken_wire};
use crate::world::{START, at, config, request};

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/faults.md");
const AMOUNT: i64 = 150_000;

/// What goes wrong.
enum Trouble {
    /// The gateway itself, so many calls in a row.
    Gateway(FaultKind, u32),
    /// Something between us and it.
    Between(Wire),
}

fn troubles() -> Vec<(&'static str, Trouble)> {
    use FaultKind as K;
    let gateway = |kind| Trouble::Gateway(kind, 1);
    vec![
        ("reply lost after the work", gateway(K::LoseReply)),
        ("connection broken before the work", gateway(K::HangUp)),
        ("answer too slow, work done", gateway(K::Slow)),
        ("web page instead of JSON, work done", gateway(K::Garbage)),
        ("half of the JSON, work done", gateway(K::Truncate)),
        ("503 before the work", gateway(K::Status)),
        ("503 after the work", gateway(K::StatusAfter)),
        ("503 five times before the work", Trouble::Gateway(K::Status, 5)),
        ("503 five times after the work", Trouble::Gateway(K::StatusAfter, 5)),
        ("202 without a code: still at work", gateway(K::InProgress)),
        ("429 with `Retry-After: 30`", gateway(K::RateLimit)),
        ("nobody listens", Trouble::Between(Wire::Nobody)),
        ("redirect 307 to the real gateway", Trouble::Between(Wire::Redirect(307))),
        ("redirect 302 to the real gateway", Trouble::Between(Wire::Redirect(302))),
        ("TLS: the other side speaks none", Trouble::Between(Wire::NotTls)),
        ("TLS: certificate of nobody we trust", Trouble::Between(Wire::Untrusted)),
        ("TLS: closed in the handshake", Trouble::Between(Wire::ClosedInHandshake)),
    ]
}

struct Shop {
    emulator: Emulator,
    url: String,
    gateway: Midtrans,
}

fn client(url: &str) -> Midtrans {
    let timeout = Duration::from_millis(400);
    let options = HttpOptions { timeout, connect_timeout: timeout, ..HttpOptions::default() };
    Midtrans::over(HttpTransport::new(url, key(), &options).unwrap())
}

async fn shop() -> Shop {
    let config = config(&ManualClock::at(at(START)));
    let served = Served::bind(SocketAddr::from(([127, 0, 0, 1], 0)), config).await.unwrap();
    let url = format!("http://{}", served.local_addr());
    let emulator = served.emulator().clone();
    tokio::spawn(served.run(std::future::pending()));
    let gateway = client(&url);
    Shop { emulator, url, gateway }
}

impl Shop {
    /// The client that meets the trouble.
    async fn troubled(&self, call: FaultyCall, trouble: &Trouble) -> Midtrans {
        match trouble {
            Trouble::Gateway(kind, count) => {
                let delay_ms = if *kind == FaultKind::RateLimit { 30_000 } else { 2_000 };
                let fault = Fault { call, kind: *kind, count: *count, status: 503, delay_ms };
                self.emulator.inject(fault).unwrap();
                self.gateway.clone()
            }
            Trouble::Between(wire) => client(&broken_wire(*wire, &self.url).await),
        }
    }

    /// Rupiah that went back for an order, and in how many refunds.
    async fn back(&self, order_id: &str) -> (usize, i64) {
        let read = self.gateway.status(&order_id.parse().unwrap()).await;
        let StatusOutcome::Found(read) = read else { panic!("{read:?}") };
        let amounts = read.refunds.iter().map(|refund| refund.amount.get());
        (read.refunds.len(), amounts.sum())
    }
}

fn order(order_id: &str) -> OrderRequest {
    OrderRequest {
        order_id: order_id.parse().unwrap(),
        amount: Rupiah::new(AMOUNT).unwrap(),
        method: Method::Channel(Channel::Qris),
        open_seconds: None,
        items: Vec::new(),
        reference: None,
    }
}

fn wait(retry_after: Option<Duration>) -> String {
    retry_after
        .map_or_else(|| "limited".to_owned(), |wait| format!("limited, {} s", wait.as_secs()))
}

fn word<T: std::fmt::Debug>(told: &Outcome<T>) -> String {
    match told {
        Outcome::Done(_) => "done".to_owned(),
        Outcome::Exists => "exists".to_owned(),
        Outcome::Limited { retry_after } => wait(*retry_after),
        Outcome::Unreachable => "unreachable".to_owned(),
        Outcome::Unknown { .. } => "unknown".to_owned(),
        other => panic!("{other:?}"),
    }
}

fn charge_word(told: &ChargeOutcome) -> String {
    match told {
        ChargeOutcome::Accepted { .. } => "accepted".to_owned(),
        ChargeOutcome::Exists => "exists".to_owned(),
        ChargeOutcome::Refused(no) => format!("refused ({})", no.code),
        ChargeOutcome::Unknown { .. } => "unknown".to_owned(),
    }
}

fn refund_word(told: &RefundOutcome) -> String {
    match told {
        RefundOutcome::Accepted { .. } => "accepted".to_owned(),
        RefundOutcome::Exists => "exists".to_owned(),
        RefundOutcome::Limited { retry_after } => wait(*retry_after),
        RefundOutcome::Unreachable => "unreachable".to_owned(),
        RefundOutcome::Unknown { .. } => "unknown".to_owned(),
        other => panic!("{other:?}"),
    }
}

fn end_word(told: &EndOutcome) -> &'static str {
    match told {
        EndOutcome::Ended => "ended",
        EndOutcome::NotPossible(_) => "not possible",
        EndOutcome::Missing => "missing",
        EndOutcome::Unknown { .. } => "unknown",
    }
}

fn same(words: &[String]) -> String {
    let mut words = words.to_vec();
    words.dedup();
    words.join(", then ")
}

/// A charge of the core's port and of our own: what each says, and what three more of them make.
async fn charged(trouble: &Trouble) -> (String, String, String) {
    let shop = shop().await;
    let asked = request("INV-1", Channel::Qris);
    let asked =
        wikarta_core::ports::ChargeRequest { expires_at: at("2026-08-02T03:00:00Z"), ..asked };
    let first = charge_word(&shop.troubled(FaultyCall::Charge, trouble).await.charge(&asked).await);
    let mut again = Vec::new();
    for _ in 0..3 {
        again.push(charge_word(&shop.gateway.charge(&asked).await));
    }
    shop.emulator.heal();
    let own = word(
        &shop
            .troubled(FaultyCall::Charge, trouble)
            .await
            .order(&order("INV-2"), &Extras::NONE)
            .await,
    );
    for _ in 0..3 {
        let _ = shop.gateway.order(&order("INV-2"), &Extras::NONE).await;
    }
    shop.emulator.heal();
    let of = |id: &str| {
        let all = shop.emulator.transactions(10);
        all.iter().filter(|one| one["order_id"] == id).count()
    };
    assert!(of("INV-1") <= 1 && of("INV-2") <= 1, "a second charge");
    (first, own, same(&again))
}

/// The same for money that goes back; also the direct form and the cancel.
async fn refunded(trouble: &Trouble) -> (String, String, String) {
    let shop = shop().await;
    for id in ["INV-1", "INV-2", "INV-3"] {
        assert!(matches!(shop.gateway.order(&order(id), &Extras::NONE).await, Outcome::Done(_)));
    }
    for id in ["INV-1", "INV-2"] {
        shop.emulator.act(id, Action::Pay, &Wish::default()).unwrap();
    }
    let asked = |id: &str| RefundRequest {
        order_id: id.parse().unwrap(),
        refund_key: "RF-1".parse().unwrap(),
        amount: Some(Rupiah::new(50_000).unwrap()),
        reason: "salah tagih".to_owned(),
    };
    let first = shop.troubled(FaultyCall::Refund, trouble).await.refund(&asked("INV-1")).await;
    let mut again = Vec::new();
    for _ in 0..3 {
        again.push(refund_word(&shop.gateway.refund(&asked("INV-1")).await));
    }
    shop.emulator.heal();
    let direct = shop.troubled(FaultyCall::Refund, trouble).await;
    assert_eq!(refund_word(&direct.refund_direct(&asked("INV-2")).await), refund_word(&first));
    for _ in 0..3 {
        let _ = shop.gateway.refund_direct(&asked("INV-2")).await;
    }
    shop.emulator.heal();
    for id in ["INV-1", "INV-2"] {
        let (count, sum) = shop.back(id).await;
        assert!(count <= 1 && sum <= 50_000, "a second refund: {count} of {sum}");
    }
    let third = "INV-3".parse().unwrap();
    let ended = shop.troubled(FaultyCall::Cancel, trouble).await.cancel(&third).await;
    (refund_word(&first), end_word(&ended).to_owned(), same(&again))
}

async fn table() -> String {
    let mut text = String::from(HEAD);
    for (name, trouble) in troubles() {
        let (charge, own, charge_again) = charged(&trouble).await;
        let (refund, cancel, refund_again) = refunded(&trouble).await;
        for first in [&charge, &own, &refund, &cancel] {
            let fine = ["accepted", "done", "ended"].contains(&first.as_str());
            assert!(!fine, "{name}: a success was believed: {first}");
        }
        writeln!(
            text,
            "| {name} | {charge} | {own} | {charge_again} | {refund} | {refund_again} | {cancel} |"
        )
        .unwrap();
    }
    text + FOOT
}

const HEAD: &str = "\
# What the client says when things go wrong

Printed by a test that plays each row over a real socket (`tests/it/fault_table.rs`, `BLESS=1` writes it
anew): the call that meets the trouble, then an impatient caller who asks three times more under the
same order id or refund key. After every row the test counts: **at most one transaction, at most one
refund of the amount asked for**.

| What goes wrong | `charge` (port) | `order` | asked 3 × again | `refund`, `refund_direct` | asked 3 × again | `cancel` |
|---|---|---|---|---|---|---|
";

const FOOT: &str = "
`unknown`: read the order, or look for the refund key, before anything else; a new name would be a second
charge. `exists`: an earlier request won; read it. `limited` and `unreachable`: nothing was sent or done, so
the same request may simply be sent again. The port's `charge` has no word for those two: a limit is
`refused (429)` with the wait in its message, no connection is `unknown`, and a read settles it. No call is
ever tried twice by itself, no redirect is followed, and a success is believed only when it is about what was
asked.
";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_printed_table_is_what_the_client_says_and_no_money_moves_twice() {
    let made = table().await;
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(FILE, &made).unwrap();
    }
    let kept = std::fs::read_to_string(FILE).unwrap_or_default();
    assert_eq!(made, kept, "print it anew with BLESS=1");
}
