//! What facts make of an attempt and of a bill.

use std::collections::BTreeSet;

use serde::Deserialize;
use serde_json::{Value, json};

use crate::account::{self, Answer, Attempt, Invoice};
use crate::provider::ProviderStatus;
use crate::wire::call::asked;
use crate::wire::decide::Problem;
use crate::wire::tree::Node;

/// The state of an attempt, from what the gateway answered, was read to say, and told since.
pub(in crate::wire) fn join(node: &Node) -> Result<Value, Problem> {
    #[derive(Deserialize)]
    struct Asked {
        answer: Answer,
        read: Option<ProviderStatus>,
        #[serde(default)]
        facts: BTreeSet<ProviderStatus>,
        #[serde(default)]
        reversals: u32,
    }
    let Asked { answer, read, facts, reversals } = asked(node)?;
    let state = account::join(answer, read, &facts, reversals);
    Ok(json!({ "state": state, "open": state.is_open() }))
}

/// The status of a bill, from its document, its money and its attempts; what is written in `status`
/// is not looked at.
pub(in crate::wire) fn status(node: &Node) -> Result<Value, Problem> {
    #[derive(Deserialize)]
    struct Asked {
        invoice: Invoice,
        #[serde(default)]
        attempts: Vec<Attempt>,
    }
    let Asked { invoice, attempts } = asked(node)?;
    let own = attempts.iter().filter(|attempt| attempt.names(&invoice.id));
    let (status, owed) = (invoice.status_from(own), invoice.owed());
    Ok(json!({ "status": status, "owed": owed, "open": owed.less(invoice.paid) }))
}
