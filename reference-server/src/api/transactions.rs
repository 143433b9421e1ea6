//! `POST /api/invoices/{id}/transactions`: a way to pay.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;
use wikarta_core::access::Actor;
use wikarta_core::account::{Attempt, AttemptState, Superseded};
use wikarta_core::command::Command;
use wikarta_core::decide::{Answer, Made};
use wikarta_core::id::{InvoiceId, TraceId};
use wikarta_core::provider::Channel;

use super::asker::Asker;
use super::once;
use super::shape::AttemptJson;
use crate::answer::{Problem, codes};
use crate::app::App;
use crate::http::{IdempotencyKey, JsonBody, PathPart};

/// The body of the request.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TransactionRequest {
    channel: Channel,
}

/// Opens a payment attempt, or gives the live one back.
pub async fn create(
    State(app): State<App>,
    asker: Asker,
    PathPart(id): PathPart<InvoiceId>,
    JsonBody(request): JsonBody<TransactionRequest>,
) -> Result<Response, Problem> {
    let (actor, trace) = (asker.staff.actor(), asker.caller.trace.clone());
    let opened = open(&app, actor, &asker.key, trace, (id, request.channel)).await?;
    let status = match opened.made {
        _ if opened.attempt.expects_code() => StatusCode::ACCEPTED,
        Made::Now => StatusCode::CREATED,
        Made::Before => StatusCode::OK,
    };
    once::answer(&app, asker.command(), status, &AttemptJson::of(&opened.attempt)).await
}

/// An attempt with whether it was made for this request.
#[derive(Debug)]
pub struct Opened {
    /// The attempt as it stands.
    pub attempt: Attempt,
    /// Whether it is new.
    pub made: Made,
}

/// Opens an attempt for one invoice; pages and API share it.
///
/// # Errors
/// The refusal as a problem; 409 when another attempt took its place meanwhile; 502 when the gateway
/// refused the charge.
pub async fn open(
    app: &App,
    actor: Actor,
    key: &IdempotencyKey,
    trace: TraceId,
    (invoice, channel): (InvoiceId, Channel),
) -> Result<Opened, Problem> {
    let command = Command::OpenAttempt { invoices: vec![invoice], channel };
    let receipt = app.carry_out(actor, key, trace, command).await?;
    let Answer::Attempt { order_id, made } = receipt.answer else {
        return Err(Problem::of(&codes::INTERNAL));
    };
    let found = app.wikarta.attempt(&order_id).await?;
    let (_, attempt) = found.ok_or_else(|| Problem::of(&codes::INTERNAL))?;
    if attempt.state == AttemptState::Refused && attempt.superseded != Superseded::No {
        // Not the gateway's doing: by the time it was to be asked, nobody wanted this code any more.
        return Err(Problem::new(StatusCode::CONFLICT, "invalid_state").say(
            "Kode ini tidak jadi dibuat: pada saat yang sama kanal lain dipilih atau tagihan dibayar.",
            "This code was not made: at the same moment another channel was chosen or the invoice paid.",
        ));
    }
    if attempt.state == AttemptState::Refused {
        return Err(Problem::new(StatusCode::BAD_GATEWAY, "gateway_refused").say(
            "Midtrans menolak transaksi ini. Tagihan tetap dapat dibayar; pilih kanal lain.",
            "Midtrans refused this transaction. The invoice stays payable; choose another channel.",
        ));
    }
    Ok(Opened { attempt, made })
}

#[cfg(test)]
mod tests {
    use wikarta_core::access::Role;

    use super::*;
    use crate::panel::tests::world::World;

    #[tokio::test]
    async fn of_two_channels_at_once_one_gets_a_code_and_the_other_is_told_why_not() {
        let world = World::new().await;
        let client = world.client(1, "Neneng Kurniasih").await;
        let bill = world.bill(&client, "2026-11").await;
        let (world, bill) = (&world, &bill);
        let asks = |channel| {
            let actor = world.person("Ratna", Role::Keuangan);
            let (key, trace) = (IdempotencyKey(None), TraceId::new("trace"));
            async move { open(&world.app, actor, &key, trace, (bill.clone(), channel)).await }
        };
        // Both wait for the committer, so the second finds the first before its code is asked for.
        let (first, second) = tokio::join!(asks(Channel::BcaVa), asks(Channel::MandiriBill));
        assert_eq!(first.unwrap_err().code(), "invalid_state");
        assert!(second.unwrap().attempt.is_open());
    }
}
