//! BI-SNAP of the emulator: the client over a real socket, and its signed notifications.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use axum::body::Bytes;
use axum::http::{HeaderMap, StatusCode, Uri};
use wikarta_core::id::OrderId;
use wikarta_core::money::Rupiah;
use wikarta_core::provider::ProviderStatus;
use wikarta_midtrans::client::HttpOptions;
use wikarta_midtrans::emulator::{
    Action, Emulator, EmulatorConfig, Fault, FaultKind, FaultyCall, ManualClock, Served,
    SnapBiMerchant, Wish,
};
use wikarta_midtrans::outcome::Outcome;
use wikarta_midtrans::snap_bi::answer::SnapReading;
use wikarta_midtrans::snap_bi::body::{Account, QrisName, QrisRefund, QrisRequest, VaRequest};
use wikarta_midtrans::snap_bi::client::{Credentials, SnapBi};
use wikarta_midtrans::snap_bi::notification::{Incoming, SnapKind};
use wikarta_midtrans::snap_bi::signature::{ClientSecret, MerchantKey, VendorKeys};

use crate::world::{START, at, config};

pub const PAIR: &str = include_str!("../fixtures/snap_bi_test_key.pem");
const PUBLIC: &str = include_str!("../fixtures/snap_bi_test_key.pub.pem");

struct Bank {
    emulator: Emulator,
    clock: ManualClock,
    client: SnapBi,
    url: String,
}

/// The merchant as the emulator knows it.
pub fn merchant_of_bi() -> SnapBiMerchant {
    SnapBiMerchant {
        client_key: "G123456789-SNAP".to_owned(),
        partner_id: "partner".to_owned(),
        keys: VendorKeys::from_pem(PUBLIC).unwrap(),
        secret: ClientSecret::new("hush").unwrap(),
    }
}

fn credentials(secret: &str) -> Credentials {
    Credentials {
        merchant_id: "G123456789".to_owned(),
        client_key: "G123456789-SNAP".to_owned(),
        key: MerchantKey::from_pem(PAIR).unwrap(),
        secret: ClientSecret::new(secret).unwrap(),
        partner_id: "partner".to_owned(),
        channel_id: "12345".to_owned(),
    }
}

async fn bank(change: impl FnOnce(&mut EmulatorConfig)) -> Bank {
    let clock = ManualClock::at(at(START));
    let mut config = config(&clock);
    config.public_url = String::new();
    if let Some(merchant) = config.merchants.first_mut() {
        merchant.snap_bi = Some(merchant_of_bi());
    }
    change(&mut config);
    let served = Served::bind(SocketAddr::from(([127, 0, 0, 1], 0)), config).await.unwrap();
    let url = format!("http://{}", served.local_addr());
    let emulator = served.emulator().clone();
    tokio::spawn(served.run(std::future::pending()));
    let client = SnapBi::at(&url, credentials("hush"), &HttpOptions::default()).unwrap();
    Bank { emulator, clock, client, url }
}

fn rupiah(amount: i64) -> Rupiah {
    Rupiah::new(amount).unwrap()
}

fn order(text: &str) -> OrderId {
    text.parse().unwrap()
}

fn va(order_id: &str, bank: &str) -> VaRequest {
    VaRequest {
        order_id: order(order_id),
        amount: rupiah(275_000),
        bank: bank.to_owned(),
        account: Account::new("70012", "0000000000").unwrap(),
        name: "Budi Utomo".to_owned(),
        expires_at: Some(at("2026-08-08T16:59:59Z")),
    }
}

fn qris(order_id: &str) -> QrisRequest {
    QrisRequest {
        order_id: order(order_id),
        amount: rupiah(150_000),
        expires_at: None,
        acquirer: "gopay".to_owned(),
    }
}

fn code(order_id: &str, reference_no: Option<&str>) -> QrisName {
    QrisName { order_id: order(order_id), reference_no: reference_no.map(str::to_owned) }
}

fn refund(order_id: &str, key: &str, amount: i64) -> QrisRefund {
    QrisRefund {
        name: code(order_id, None),
        refund_key: key.parse().unwrap(),
        amount: rupiah(amount),
        reason: "salah tagih".to_owned(),
    }
}

impl Bank {
    fn now(&self) -> wikarta_core::time::Timestamp {
        self.emulator.now()
    }

    fn pay(&self, order_id: &str) {
        self.emulator.act(order_id, Action::Pay, &Wish::default()).unwrap();
    }

    async fn code(&self, order_id: &str) -> SnapReading {
        let told = self.client.qris_status(&code(order_id, None), self.now()).await;
        let Outcome::Done(read) = told else { panic!("{told:?}") };
        read
    }
}

fn code_of<T: std::fmt::Debug>(told: Outcome<T>) -> String {
    let Outcome::Refused(no) = told else { panic!("{told:?}") };
    no.code
}

#[tokio::test]
async fn accounts_of_every_bank_are_made_paid_and_taken_back() {
    let bank = bank(|_| {}).await;
    for (n, name) in ["bca", "bni", "bri", "cimb", "permata", "mandiri"].into_iter().enumerate() {
        let asked = va(&format!("INV-{n}"), name);
        let told = bank.client.va_create(&asked, bank.now()).await;
        let Outcome::Done(made) = told else { panic!("{name}: {told:?}") };
        let customer = made.number.strip_prefix("70012").unwrap();
        assert!(made.number.bytes().all(|byte| byte.is_ascii_digit()), "{}", made.number);
        assert_eq!(made.expires_at, asked.expires_at);
        let account = Account::new("70012", customer).unwrap();
        let name = (&asked.order_id, &account);
        let read = bank.client.va_status(name, bank.now()).await;
        assert!(matches!(read, Outcome::Done(one) if one.status == ProviderStatus::Pending));
        if n == 0 {
            assert_eq!(bank.client.va_cancel(name, bank.now()).await, Outcome::Done(()));
            let read = bank.client.va_status(name, bank.now()).await;
            assert!(matches!(read, Outcome::Done(one) if one.status == ProviderStatus::Cancelled));
            continue;
        }
        bank.pay(asked.order_id.as_str());
        let Outcome::Done(read) = bank.client.va_status(name, bank.now()).await else { panic!() };
        assert_eq!((read.status, read.amount), (ProviderStatus::Settled, Some(asked.amount)));
        assert_eq!(read.settled_at, Some(bank.now()));
        assert_eq!(code_of(bank.client.va_cancel(name, bank.now()).await), "4033115");
    }
    let account = Account::new("70012", "1").unwrap();
    let unknown = (&order("INV-9"), &account);
    assert_eq!(bank.client.va_status(unknown, bank.now()).await, Outcome::Missing);
    assert_eq!(bank.client.va_cancel(unknown, bank.now()).await, Outcome::Missing);
    let odd = va("INV-10", "bank-of-nowhere");
    assert_eq!(code_of(bank.client.va_create(&odd, bank.now()).await), "4002701");
}

#[tokio::test]
async fn a_code_is_made_read_paid_refunded_in_parts_and_ends() {
    let bank = bank(|_| {}).await;
    let Outcome::Done(made) = bank.client.qris_create(&qris("INV-1"), bank.now()).await else {
        panic!()
    };
    assert!(made.qr_string.starts_with("000201"));
    let named = code("INV-1", Some(&made.reference_no));
    let read = bank.client.qris_status(&named, bank.now()).await;
    assert!(matches!(read, Outcome::Done(one) if one.status == ProviderStatus::Pending));
    // Nothing goes back before money came.
    let early = bank.client.qris_refund(&refund("INV-1", "RF-0", 1), bank.now()).await;
    assert_eq!(code_of(early), "4037815");
    bank.pay("INV-1");
    let part = bank.client.qris_refund(&refund("INV-1", "RF-1", 50_000), bank.now()).await;
    assert_eq!(part, Outcome::Done(rupiah(50_000)));
    assert_eq!(bank.code("INV-1").await.status, ProviderStatus::PartiallyRefunded);
    let again = bank.client.qris_refund(&refund("INV-1", "RF-1", 50_000), bank.now()).await;
    assert_eq!(again, Outcome::Exists);
    let much = bank.client.qris_refund(&refund("INV-1", "RF-2", 100_001), bank.now()).await;
    assert_eq!(code_of(much), "4047813");
    let rest = bank.client.qris_refund(&refund("INV-1", "RF-3", 100_000), bank.now()).await;
    assert_eq!(rest, Outcome::Done(rupiah(100_000)));
    let read = bank.code("INV-1").await;
    assert_eq!((read.status, read.refunds.len()), (ProviderStatus::Refunded, 2));

    for (id, expected) in [("INV-2", ProviderStatus::Cancelled), ("INV-3", ProviderStatus::Expired)]
    {
        assert!(matches!(bank.client.qris_create(&qris(id), bank.now()).await, Outcome::Done(_)));
        if expected == ProviderStatus::Cancelled {
            let ended = bank.client.qris_cancel(&code(id, None), "changed", bank.now()).await;
            assert_eq!(ended, Outcome::Done(()));
        } else {
            bank.clock.advance(15 * 60);
        }
        assert_eq!(bank.code(id).await.status, expected);
        let told = bank.client.qris_cancel(&code(id, None), "again", bank.now()).await;
        assert_eq!(code_of(told), "4037715");
    }
    // One door does not lead to what was made at the other.
    let core = bank.emulator.client();
    core.charge(&crate::world::request("INV-4", wikarta_core::provider::Channel::Qris)).await;
    let told = bank.client.qris_status(&code("INV-4", None), bank.now()).await;
    assert_eq!(told, Outcome::Missing);
}

#[tokio::test]
async fn nobody_is_believed_without_the_right_key_secret_token_and_time() {
    let bank = bank(|_| {}).await;
    let options = HttpOptions::default();
    let with = |credentials| SnapBi::at(&bank.url, credentials, &options).unwrap();
    let asked = qris("INV-1");
    let now = bank.now();
    let secret = with(credentials("another"));
    assert_eq!(code_of(secret.qris_create(&asked, now).await), "4014700");
    let client_key = "somebody".to_owned();
    let stranger = with(Credentials { client_key, ..credentials("hush") });
    assert_eq!(code_of(stranger.qris_create(&asked, now).await), "4017300");
    let partner_id = "somebody".to_owned();
    let partner = with(Credentials { partner_id, ..credentials("hush") });
    assert_eq!(code_of(partner.qris_create(&asked, now).await), "4014700");
    // The client trusts its token for as long as it was told; the emulator's clock runs away.
    assert!(matches!(bank.client.qris_create(&asked, now).await, Outcome::Done(_)));
    bank.clock.advance(900);
    let told = bank.client.qris_status(&code("INV-1", None), now).await;
    assert_eq!(code_of(told), "4015101");
    let told = bank.client.qris_status(&code("INV-1", None), bank.now()).await;
    assert!(matches!(told, Outcome::Done(_)), "a fresh token: {told:?}");
    assert_eq!(bank.emulator.transactions(10).len(), 1);
}

#[tokio::test]
async fn a_lost_answer_makes_nothing_twice() {
    let bank = bank(|_| {}).await;
    let lost = |kind| {
        let fault = Fault { call: FaultyCall::SnapBi, kind, count: 1, status: 504, delay_ms: 0 };
        bank.emulator.inject(fault).unwrap();
    };
    for (n, kind) in
        [FaultKind::LoseReply, FaultKind::StatusAfter, FaultKind::Garbage].into_iter().enumerate()
    {
        let id = format!("INV-{n}");
        lost(kind);
        let told = bank.client.qris_create(&qris(&id), bank.now()).await;
        assert!(matches!(told, Outcome::Unknown { .. }), "{kind:?}: {told:?}");
        assert_eq!(bank.client.qris_create(&qris(&id), bank.now()).await, Outcome::Exists);
        bank.pay(&id);
        lost(kind);
        // A refund's key is the call's external id too, which counts once a day over all orders.
        let key = format!("RF-{n}");
        let asked = refund(&id, &key, 50_000);
        let told = bank.client.qris_refund(&asked, bank.now()).await;
        assert!(matches!(told, Outcome::Unknown { .. }), "{kind:?}: {told:?}");
        assert_eq!(bank.client.qris_refund(&asked, bank.now()).await, Outcome::Exists);
        let read = bank.code(&id).await;
        let told: Vec<_> = read.refunds.iter().map(|one| (&*one.key, one.amount.get())).collect();
        assert_eq!(told, [(&*key, 50_000)]);
    }
    assert_eq!(bank.emulator.transactions(10).len(), 3);
    // Without a token nothing was sent at all.
    let fault = Fault {
        call: FaultyCall::SnapBiToken,
        kind: FaultKind::LoseReply,
        count: 1,
        status: 503,
        delay_ms: 0,
    };
    bank.emulator.inject(fault).unwrap();
    let fresh = SnapBi::at(&bank.url, credentials("hush"), &HttpOptions::default()).unwrap();
    assert_eq!(fresh.qris_create(&qris("INV-9"), bank.now()).await, Outcome::Unreachable);
    assert_eq!(bank.emulator.transactions(10).len(), 3);
}

type Heard = Arc<Mutex<Vec<(SnapKind, String, ProviderStatus)>>>;

/// A merchant who believes only what the gateway signed, and answers with `status`.
async fn merchant(heard: Heard, now: ManualClock, status: StatusCode) -> String {
    let hear = async move |uri: Uri, headers: HeaderMap, body: Bytes| {
        let header = |name: &str| headers[name].to_str().unwrap();
        assert!(!header("x-external-id").is_empty() && header("channel-id").len() == 5);
        let incoming = Incoming {
            path: uri.path(),
            timestamp: header("x-timestamp"),
            signature: header("x-signature"),
            body: &body,
        };
        let keys = VendorKeys::from_pem(PUBLIC).unwrap();
        let notice = incoming.verify(&keys, wikarta_midtrans::emulator::Clock::now(&now)).unwrap();
        let claim = notice.claim.unwrap();
        heard.lock().unwrap().push((notice.kind, claim.order_id.to_string(), claim.status));
        status
    };
    let router = axum::Router::new().fallback(hear);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/hooks/bi/", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await });
    url
}

#[tokio::test]
async fn what_happens_is_told_under_the_gateways_own_signature() {
    let heard = Heard::default();
    let clock = ManualClock::at(at(START));
    let url = merchant(heard.clone(), clock.clone(), StatusCode::OK).await;
    let bank = bank(|config| {
        config.snap_bi_notify_url = Some(url);
        config.snap_bi_key = Some(Arc::new(MerchantKey::from_pem(PAIR).unwrap()));
    })
    .await;
    assert!(matches!(
        bank.client.va_create(&va("INV-1", "bni"), bank.now()).await,
        Outcome::Done(_)
    ));
    assert!(matches!(bank.client.qris_create(&qris("INV-2"), bank.now()).await, Outcome::Done(_)));
    bank.pay("INV-1");
    bank.pay("INV-2");
    let part = bank.client.qris_refund(&refund("INV-2", "RF-1", 50_000), bank.now()).await;
    assert!(matches!(part, Outcome::Done(_)));
    until_quiet(&bank.emulator).await;
    let mut told = heard.lock().unwrap().clone();
    told.sort_by_key(|(_, order, _)| order.clone());
    let (pending, settled) = (ProviderStatus::Pending, ProviderStatus::Settled);
    let line = |kind, n: &str, status| (kind, format!("INV-{n}"), status);
    let expected = [
        line(SnapKind::Va, "1", pending),
        line(SnapKind::Va, "1", settled),
        line(SnapKind::Qris, "2", pending),
        line(SnapKind::Qris, "2", settled),
        line(SnapKind::Qris, "2", ProviderStatus::PartiallyRefunded),
    ];
    assert_eq!(told, expected);
}

async fn until_quiet(emulator: &Emulator) {
    let waits = || emulator.deliveries(100).iter().any(|one| one["state"] == "waiting");
    tokio::time::timeout(std::time::Duration::from_secs(20), async {
        while waits() {
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
    })
    .await
    .unwrap();
}

#[tokio::test]
async fn only_200_is_a_yes_and_everything_else_is_tried_six_times() {
    let heard = Heard::default();
    let clock = ManualClock::at(at(START));
    let url = merchant(heard.clone(), clock.clone(), StatusCode::CREATED).await;
    let mut config = config(&clock);
    config.snap_bi_notify_url = Some(url);
    config.snap_bi_key = Some(Arc::new(MerchantKey::from_pem(PAIR).unwrap()));
    let bank = bank(|into| {
        into.snap_bi_notify_url = config.snap_bi_notify_url.clone();
        into.snap_bi_key = config.snap_bi_key.clone();
        into.clock = Arc::new(clock.clone());
    })
    .await;
    assert!(matches!(
        bank.client.va_create(&va("INV-1", "bni"), bank.now()).await,
        Outcome::Done(_)
    ));
    // The sender of the served emulator works beside this one; only time is missing.
    let given_up = async {
        while bank.emulator.deliveries(1)[0]["state"] != "failed" {
            tokio::time::sleep(std::time::Duration::from_millis(1)).await;
            clock.advance(60);
            bank.emulator.deliver_due().await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(20), given_up).await.unwrap();
    assert_eq!(bank.emulator.deliveries(1)[0]["state"], "failed");
    assert_eq!(heard.lock().unwrap().len(), 6);
}
