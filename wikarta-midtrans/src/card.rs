//! What a merchant may still say about a card's money: approve or deny what the fraud check left
//! open, capture what was only held. Pure; [`crate::client`] carries the bytes.

use serde::Serialize;
use wikarta_core::money::Rupiah;
use wikarta_core::provider::{ProviderStatus, Reading};

use crate::answer::{Answer, Doubt};
use crate::outcome::{Outcome, outcome};
use crate::transaction::TransactionFacts;

/// A merchant's word on a challenged card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The money is taken.
    Approve,
    /// It is not.
    Deny,
}

impl Verdict {
    /// The last part of the call's path.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Approve => "approve",
            Self::Deny => "deny",
        }
    }
}

/// The body of `POST /v2/capture`, as JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CaptureBody {
    transaction_id: String,
    gross_amount: i64,
}

impl CaptureBody {
    /// Takes an amount of what is held, all of it or a part.
    #[must_use]
    pub fn new(transaction_id: &str, amount: Rupiah) -> Self {
        Self { transaction_id: transaction_id.to_owned(), gross_amount: amount.get() }
    }
}

/// What the answer to `/approve` or `/deny` means.
pub fn verdict_outcome(verdict: Verdict, answer: &Answer) -> Outcome<Reading> {
    let expected = match verdict {
        Verdict::Approve => ProviderStatus::Settled,
        Verdict::Deny => ProviderStatus::Denied,
    };
    outcome(answer, |spoken| {
        let odd = |what| Doubt::OddAnswer { what };
        let facts = TransactionFacts::read(&spoken.object).map_err(|_| odd("lacks a field"))?;
        let reading = facts.reading().map_err(|_| odd("holds an odd amount"))?;
        match reading.status == expected {
            true => Ok(reading),
            false => Err(odd("is a success, but the transaction is in another state")),
        }
    })
}

/// What the answer to `POST /v2/capture` means.
pub fn capture_outcome(amount: Rupiah, answer: &Answer) -> Outcome<Reading> {
    match verdict_outcome(Verdict::Approve, answer) {
        Outcome::Done(reading) if reading.amount != amount => {
            Doubt::OddAnswer { what: "is about another amount" }.into()
        }
        other => other,
    }
}
