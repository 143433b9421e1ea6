//! The core's `Gateway::refund` over this crate: what the books may believe afterwards.

use std::time::Duration;

use wikarta_core::money::Rupiah;
use wikarta_core::ports::{self, Gateway, GatewayRefusal, StatusOutcome};
use wikarta_core::provider::{Channel, ProviderStatus};
use wikarta_midtrans::client::Midtrans;
use wikarta_midtrans::emulator::{Action, Fault, FaultKind, FaultyCall};
use wikarta_midtrans::lifecycle::RefundOutcome as Own;

use crate::world::{World, request};

fn asked(order_id: &str, key: &str, amount: i64) -> ports::RefundRequest {
    ports::RefundRequest {
        order_id: order_id.parse().unwrap(),
        key: key.to_owned(),
        amount: Rupiah::new(amount).unwrap(),
        reason: "salah tagih".to_owned(),
    }
}

async fn paid(world: &World, channel: Channel) -> Midtrans {
    let gateway = world.emulator.client();
    gateway.charge(&request("INV-1", channel)).await;
    world.act("INV-1", Action::Pay);
    gateway
}

async fn refund(gateway: &Midtrans, asked: &ports::RefundRequest) -> ports::RefundOutcome {
    Gateway::refund(gateway, asked).await
}

fn fault(kind: FaultKind) -> Fault {
    Fault { call: FaultyCall::Refund, kind, count: 1, status: 503, delay_ms: 0 }
}

/// Keys and amounts of the refunds that the gateway holds.
async fn held(gateway: &Midtrans) -> Vec<(String, i64)> {
    let order = "INV-1".parse().unwrap();
    let StatusOutcome::Found(read) = gateway.status(&order).await else { panic!() };
    read.refunds.iter().map(|one| (one.key.clone(), one.amount.get())).collect()
}

#[tokio::test]
async fn a_lost_reply_is_unknown_and_the_same_key_then_exists() {
    for kind in [
        FaultKind::LoseReply,
        FaultKind::StatusAfter,
        FaultKind::Garbage,
        FaultKind::Truncate,
        FaultKind::InProgress,
    ] {
        let world = World::new();
        let gateway = paid(&world, Channel::Qris).await;
        world.emulator.inject(fault(kind)).unwrap();
        let wanted = asked("INV-1", "RF-1", 50_000);
        let told = refund(&gateway, &wanted).await;
        assert!(matches!(told, ports::RefundOutcome::Unknown { .. }), "{kind:?}: {told:?}");
        // Whoever asks again under the same key learns that the first one won; however often.
        for _ in 0..3 {
            assert_eq!(refund(&gateway, &wanted).await, ports::RefundOutcome::Exists, "{kind:?}");
        }
        assert_eq!(held(&gateway).await, [("RF-1".to_owned(), 50_000)], "{kind:?}");
    }
}

#[tokio::test]
async fn what_did_not_reach_the_gateway_is_done_once_when_asked_again() {
    for kind in [FaultKind::HangUp, FaultKind::Status] {
        let world = World::new();
        let gateway = paid(&world, Channel::Qris).await;
        world.emulator.inject(fault(kind)).unwrap();
        let wanted = asked("INV-1", "RF-1", 50_000);
        let told = refund(&gateway, &wanted).await;
        assert!(matches!(told, ports::RefundOutcome::Unknown { .. }), "{kind:?}: {told:?}");
        assert!(held(&gateway).await.is_empty());
        let amount = Rupiah::new(50_000).unwrap();
        assert_eq!(refund(&gateway, &wanted).await, ports::RefundOutcome::Accepted { amount });
        assert_eq!(refund(&gateway, &wanted).await, ports::RefundOutcome::Exists);
        assert_eq!(held(&gateway).await.len(), 1);
    }
}

#[tokio::test]
async fn a_limit_is_for_later_and_a_no_is_a_no() {
    let world = World::new();
    let gateway = paid(&world, Channel::Qris).await;
    world.emulator.inject(fault(FaultKind::RateLimit)).unwrap();
    let wanted = asked("INV-1", "RF-1", 50_000);
    let told = refund(&gateway, &wanted).await;
    assert!(matches!(told, ports::RefundOutcome::Later { .. }), "{told:?}");
    assert!(held(&gateway).await.is_empty());
    for (wanted, code) in [
        (asked("INV-1", "RF-2", 150_001), "414"),
        (asked("INV-9", "RF-3", 1), "404"),
        (asked("INV-1", "not a key", 1), "not_sent"),
    ] {
        let told = refund(&gateway, &wanted).await;
        assert!(matches!(&told, ports::RefundOutcome::Refused(no) if no.code == code), "{told:?}");
    }
    assert!(held(&gateway).await.is_empty());
}

#[tokio::test]
async fn a_bank_transfer_is_refused_as_the_vendor_does() {
    for channel in [Channel::BcaVa, Channel::PermataVa, Channel::MandiriBill] {
        let world = World::new();
        let gateway = paid(&world, channel).await;
        let told = refund(&gateway, &asked("INV-1", "RF-1", 50_000)).await;
        let ports::RefundOutcome::Refused(no) = told else { panic!("{channel}: {told:?}") };
        assert_eq!(no.code, "412", "{channel}");
        assert!(held(&gateway).await.is_empty());
    }
}

#[test]
fn every_outcome_of_our_own_has_its_place_in_the_port() {
    let no = || GatewayRefusal { code: "414".to_owned(), message: "low balance".to_owned() };
    let amount = Rupiah::new(5_000).unwrap();
    let said = |own: Own| ports::RefundOutcome::from(own);
    let later = |reason: &str| ports::RefundOutcome::Later { reason: reason.to_owned() };
    let state = ProviderStatus::PartiallyRefunded;
    let accepted = ports::RefundOutcome::Accepted { amount };
    assert_eq!(said(Own::Accepted { amount, state }), accepted);
    assert_eq!(said(Own::Exists), ports::RefundOutcome::Exists);
    assert_eq!(said(Own::Denied(no())), ports::RefundOutcome::Refused(no()));
    assert_eq!(said(Own::Refused(no())), ports::RefundOutcome::Refused(no()));
    assert_eq!(said(Own::NoFunds(no())), later("low balance"));
    let retry_after = Some(Duration::from_secs(9));
    assert_eq!(said(Own::Limited { retry_after }), later("too many requests"));
    assert_eq!(said(Own::Unreachable), later("no connection"));
    let reason = || "broke".to_owned();
    let unknown = ports::RefundOutcome::Unknown { reason: reason() };
    assert_eq!(said(Own::Unknown { reason: reason() }), unknown);
    let missing = said(Own::Missing);
    assert!(matches!(missing, ports::RefundOutcome::Refused(no) if no.code == "404"));
}
