//! The client against the emulator over a real socket.

use std::net::SocketAddr;

use wikarta_core::id::OrderId;
use wikarta_core::money::Rupiah;
use wikarta_core::ports::{ChargeOutcome, EndOutcome, StatusOutcome};
use wikarta_core::provider::{Channel, Instructions, ProviderStatus, Reading};
use wikarta_midtrans::client::Midtrans;
use wikarta_midtrans::emulator::{Action, Emulator, ManualClock, Served, Wish};
use wikarta_midtrans::lifecycle::{RefundOutcome, RefundRequest};
use wikarta_midtrans::signature::ServerKey;

use crate::facts::key;
use crate::world::{START, at, config, request};

struct Shop {
    gateway: Midtrans,
    emulator: Emulator,
    url: String,
}

async fn shop() -> Shop {
    let clock = ManualClock::at(at(START));
    let mut config = config(&clock);
    config.base_path = "/emulator/midtrans".to_owned();
    let served = Served::bind(SocketAddr::from(([127, 0, 0, 1], 0)), config).await.unwrap();
    let url = format!("http://{}/emulator/midtrans", served.local_addr());
    let emulator = served.emulator().clone();
    tokio::spawn(served.run(std::future::pending()));
    Shop { gateway: Midtrans::at(&url, key()).unwrap(), emulator, url }
}

fn order(text: &str) -> OrderId {
    text.parse().unwrap()
}

async fn read(shop: &Shop, order_id: &str) -> Reading {
    match shop.gateway.status(&order(order_id)).await {
        StatusOutcome::Found(reading) => reading,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn every_channel_is_charged_read_and_paid() {
    let shop = shop().await;
    for channel in Channel::ALL {
        let order_id = format!("INV-{channel}");
        let outcome = shop.gateway.charge(&request(&order_id, *channel)).await;
        let ChargeOutcome::Accepted { transaction_id, instructions, expires_at } = outcome else {
            panic!("{channel}: {outcome:?}");
        };
        assert_eq!(expires_at, Some(at("2026-08-02T03:00:00Z")));
        let pending = read(&shop, &order_id).await;
        assert_eq!(pending.status, ProviderStatus::Pending);
        assert_eq!(pending.transaction_id.as_deref(), Some(&*transaction_id));
        assert_eq!(pending.channel, Some(*channel));
        // A lost answer can be made good by a read, except for a QR text.
        match instructions {
            Instructions::Qr { .. } => assert_eq!(pending.instructions, None),
            other => assert_eq!(pending.instructions, Some(other)),
        }
        shop.emulator.act(&order_id, Action::Pay, &Wish::default()).unwrap();
        let paid = read(&shop, &order_id).await;
        assert_eq!(paid.status, ProviderStatus::Settled);
        assert_eq!(paid.amount.get(), 150_000);
        assert_eq!(paid.settled_at, Some(at(START)));
    }
}

#[tokio::test]
async fn an_order_id_that_is_taken_exists() {
    let shop = shop().await;
    let request = request("INV-1", Channel::BcaVa);
    assert!(matches!(shop.gateway.charge(&request).await, ChargeOutcome::Accepted { .. }));
    assert_eq!(shop.gateway.charge(&request).await, ChargeOutcome::Exists);
    assert_eq!(shop.emulator.transactions(10).len(), 1);
}

#[tokio::test]
async fn an_unknown_order_is_missing_everywhere() {
    let shop = shop().await;
    assert_eq!(shop.gateway.status(&order("INV-9")).await, StatusOutcome::Missing);
    assert_eq!(shop.gateway.cancel(&order("INV-9")).await, EndOutcome::Missing);
    assert_eq!(shop.gateway.expire(&order("INV-9")).await, EndOutcome::Missing);
    assert_eq!(shop.gateway.refund(&refund("INV-9", "RF-1", None)).await, RefundOutcome::Missing);
}

#[tokio::test]
async fn ends_are_asked_for_and_told_apart() {
    let shop = shop().await;
    for order_id in ["INV-1", "INV-2", "INV-3"] {
        shop.gateway.charge(&request(order_id, Channel::BniVa)).await;
    }
    assert_eq!(shop.gateway.cancel(&order("INV-1")).await, EndOutcome::Ended);
    assert_eq!(read(&shop, "INV-1").await.status, ProviderStatus::Cancelled);
    assert_eq!(shop.gateway.expire(&order("INV-2")).await, EndOutcome::Ended);
    assert_eq!(read(&shop, "INV-2").await.status, ProviderStatus::Expired);
    shop.emulator.act("INV-3", Action::Pay, &Wish::default()).unwrap();
    for outcome in [
        shop.gateway.cancel(&order("INV-3")).await,
        shop.gateway.expire(&order("INV-3")).await,
        shop.gateway.cancel(&order("INV-1")).await,
    ] {
        let EndOutcome::NotPossible(refusal) = outcome else { panic!("{outcome:?}") };
        assert_eq!(refusal.code, "412");
    }
}

fn refund(order_id: &str, key: &str, amount: Option<i64>) -> RefundRequest {
    RefundRequest {
        order_id: order(order_id),
        refund_key: key.parse().unwrap(),
        amount: amount.map(|amount| Rupiah::new(amount).unwrap()),
        reason: "salah tagih".to_owned(),
    }
}

#[tokio::test]
async fn a_qris_payment_is_refunded_once_a_key() {
    let shop = shop().await;
    shop.gateway.charge(&request("INV-1", Channel::Qris)).await;
    shop.emulator.act("INV-1", Action::Pay, &Wish::default()).unwrap();
    let first = refund("INV-1", "RF-1", Some(50_000));
    assert_eq!(
        shop.gateway.refund(&first).await,
        RefundOutcome::Accepted {
            amount: Rupiah::new(50_000).unwrap(),
            state: ProviderStatus::PartiallyRefunded
        }
    );
    assert_eq!(shop.gateway.refund(&first).await, RefundOutcome::Exists);
    let too_much = shop.gateway.refund(&refund("INV-1", "RF-2", Some(100_001))).await;
    assert!(matches!(too_much, RefundOutcome::Refused(refusal) if refusal.code == "414"));
    let rest = shop.gateway.refund(&refund("INV-1", "RF-3", None)).await;
    assert_eq!(
        rest,
        RefundOutcome::Accepted {
            amount: Rupiah::new(100_000).unwrap(),
            state: ProviderStatus::Refunded
        }
    );
    let reading = read(&shop, "INV-1").await;
    let told: Vec<_> =
        reading.refunds.iter().map(|refund| (refund.key.as_str(), refund.amount.get())).collect();
    assert_eq!(told, [("RF-1", 50_000), ("RF-3", 100_000)]);
}

#[tokio::test]
async fn a_bank_transfer_is_not_refunded() {
    let shop = shop().await;
    shop.gateway.charge(&request("INV-1", Channel::BcaVa)).await;
    shop.emulator.act("INV-1", Action::Pay, &Wish::default()).unwrap();
    let outcome = shop.gateway.refund(&refund("INV-1", "RF-1", None)).await;
    assert!(matches!(outcome, RefundOutcome::Refused(refusal) if refusal.code == "412"));
}

#[tokio::test]
async fn a_wrong_key_is_a_clear_no_for_a_charge_and_a_doubt_for_a_read() {
    let shop = shop().await;
    let stranger = Midtrans::at(&shop.url, ServerKey::new("SB-Mid-server-wrong").unwrap()).unwrap();
    let outcome = stranger.charge(&request("INV-1", Channel::BcaVa)).await;
    let ChargeOutcome::Refused(refusal) = outcome else { panic!("{outcome:?}") };
    assert_eq!(refusal.code, "401");
    let outcome = stranger.status(&order("INV-1")).await;
    let StatusOutcome::Unknown { reason } = outcome else { panic!("{outcome:?}") };
    assert_eq!(reason, "the gateway refused the server key (401)");
    assert!(shop.emulator.transactions(10).is_empty());
}

#[tokio::test]
async fn what_can_never_work_is_not_sent() {
    let shop = shop().await;
    let mut long = request("INV-1", Channel::Qris);
    long.expires_at = at("2026-08-09T03:00:00Z");
    let outcome = shop.gateway.charge(&long).await;
    let ChargeOutcome::Refused(refusal) = outcome else { panic!("{outcome:?}") };
    assert_eq!(refusal.code, "expiry_out_of_range");
    let mut nothing = request("INV-1", Channel::BcaVa);
    nothing.amount = Rupiah::ZERO;
    let outcome = shop.gateway.charge(&nothing).await;
    assert!(
        matches!(outcome, ChargeOutcome::Refused(refusal) if refusal.code == "amount_not_positive")
    );
    let dots = shop.gateway.status(&order("..")).await;
    assert!(matches!(dots, StatusOutcome::Unknown { .. }));
}

#[tokio::test]
async fn the_same_client_works_without_a_socket() {
    let shop = shop().await;
    let inside = shop.emulator.client();
    let outcome = inside.charge(&request("INV-1", Channel::MandiriBill)).await;
    assert!(matches!(
        outcome,
        ChargeOutcome::Accepted { instructions: Instructions::Bill { .. }, .. }
    ));
    assert_eq!(read(&shop, "INV-1").await.status, ProviderStatus::Pending);
}
