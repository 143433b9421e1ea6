//! "Already paid?": the gateway is asked now, so that the next page shows its answer.

use wikarta_core::account::Attempt;
use wikarta_core::command::{Command, Envelope};
use wikarta_core::event::Effect;
use wikarta_core::id::OrderId;
use wikarta_store_sqlx::views::InvoiceDetail;

use super::link::PayLink;
use crate::answer::Problem;
use crate::app::App;

/// Reads every open attempt of the bill, else the newest one: money may have come after its end.
///
/// # Errors
/// A refusal or fault of the command. What the gateway answers is seen in the books; what it does
/// not answer stays with the worker.
pub async fn now(app: &App, link: &PayLink, detail: &InvoiceDetail) -> Result<(), Problem> {
    let mut orders: Vec<&OrderId> = detail
        .attempts
        .iter()
        .filter(|attempt| attempt.is_open())
        .map(|attempt| &attempt.order_id)
        .collect();
    if orders.is_empty() && detail.row.invoice.takes_money() {
        orders.extend(newest(&detail.attempts));
    }
    for order_id in orders {
        let host = app.wikarta.host();
        let receipt = app
            .wikarta
            .send(Envelope {
                id: host.fresh_id(),
                actor: link.actor(),
                at: host.now(),
                trace: link.trace.clone(),
                command: Command::AskRead { order_id: order_id.clone() },
            })
            .await?;
        for planned in &receipt.effects {
            if matches!(planned.effect, Effect::Read { .. }) {
                // An answer that could not be kept stays with the outbox: nothing is lost.
                let _ = app.wikarta.run_effect(&planned.id).await;
            }
        }
    }
    app.wake.up();
    Ok(())
}

fn newest(attempts: &[Attempt]) -> Option<&OrderId> {
    attempts.first().map(|attempt| &attempt.order_id)
}
