//! A gateway that is not there: for commands of the operator that never need one.

use async_trait::async_trait;
use wikarta_core::id::OrderId;
use wikarta_core::ports::{
    ChargeOutcome, ChargeRequest, EndOutcome, Gateway, RefundOutcome, RefundRequest, StatusOutcome,
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
