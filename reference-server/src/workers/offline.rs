//! A gateway and a channel that are not there: for commands of the operator that never need them.

use async_trait::async_trait;
use wikarta_core::id::OrderId;
use wikarta_core::ports::{
    Carrier, ChargeOutcome, ChargeRequest, Delivery, EndOutcome, Gateway, Message, Notifier,
    RefundOutcome, RefundRequest, StatusOutcome,
};

/// Nothing is sent; every outcome stays unknown, so the outbox keeps the work for a server.
#[derive(Debug, Clone, Copy)]
pub struct Offline;

fn reason() -> String {
    "no gateway is connected here".to_owned()
}

#[async_trait]
impl Gateway for Offline {
    async fn charge(&self, _: &ChargeRequest) -> ChargeOutcome {
        ChargeOutcome::Unknown { reason: reason() }
    }

    async fn status(&self, _: &OrderId) -> StatusOutcome {
        StatusOutcome::Unknown { reason: reason() }
    }

    async fn cancel(&self, _: &OrderId) -> EndOutcome {
        EndOutcome::Unknown { reason: reason() }
    }

    async fn refund(&self, _: &RefundRequest) -> RefundOutcome {
        RefundOutcome::Later { reason: reason() }
    }
}

#[async_trait]
impl Notifier for Offline {
    fn carriers(&self) -> Vec<Carrier> {
        Vec::new()
    }

    async fn send(&self, _: &Message) -> Delivery {
        Delivery::Passing { reason: "no channel is connected here".to_owned(), after: None }
    }
}
