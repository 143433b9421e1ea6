//! Requests and answers as JSON, for hosts in other languages.

use super::{HandleError, Receipt, Wikarta};
use crate::decide::Answer;
use crate::ports::Fault;
use crate::wire::{Done, Door, FaultCode, Reply, Request};

impl Wikarta {
    /// Takes a request as JSON and answers it as JSON, whatever the bytes are: see [`crate::wire`].
    ///
    /// What the asker waits for is carried out at once, as [`Wikarta::send_and_charge`] does; an answer
    /// that speaks of a payment attempt shows it as it stands then. The same request again gets the
    /// same answer.
    pub async fn wire(&self, request: &[u8]) -> Vec<u8> {
        let reply = match Request::parse(request, Door::Engine) {
            Ok(envelope) => {
                let id = envelope.id.clone();
                match self.send_and_charge(envelope).await {
                    Ok(receipt) => self.told(id.as_str(), &receipt).await,
                    Err(error) => failed(id.as_str(), &error),
                }
            }
            Err(error) => Reply::malformed(Request::id(request).as_deref(), &error),
        };
        reply.print().into_bytes()
    }

    async fn told(&self, id: &str, receipt: &Receipt) -> Reply {
        let attempt = match &receipt.answer {
            // What cannot be shown now can be asked for later: the command is done.
            Answer::Attempt { order_id, .. } => self.attempt(order_id).await.ok().flatten(),
            _ => None,
        };
        let effects = receipt.effects.iter().map(|planned| (&planned.id, &planned.effect));
        let done = Done {
            answer: &receipt.answer,
            repeat: receipt.repeat.as_str(),
            effects: effects.collect(),
            attempt: attempt.as_ref().map(|(_, attempt)| attempt),
        };
        Reply::carried_out(id, &done)
    }
}

fn failed(id: &str, error: &HandleError) -> Reply {
    let code = match error {
        HandleError::Refused(refusal) => return Reply::refused(Some(id), refusal),
        HandleError::Fault(Fault::Passing(_)) => FaultCode::StoreBusy,
        HandleError::Fault(Fault::Permanent(_)) => FaultCode::StoreBroken,
        HandleError::Contended => FaultCode::Contended,
    };
    Reply::fault(Some(id), code, &error.to_string())
}
