//! A charge once it has been read, and the lenient reading of a field.

use serde_json::{Map, Value};
use wikarta_core::money::Rupiah;
use wikarta_core::time::Timestamp;

use super::address::Audience;
use super::card::CardFacts;
use super::payment_link::PaymentLink;
use super::rail::Rail;
use super::snap::SnapPage;

/// A charge that makes sense.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Wanted {
    pub(super) order_id: String,
    pub(super) gross_amount: Rupiah,
    pub(super) rail: Rail,
    /// Digits that the merchant would like to have in the code.
    pub(super) number: Option<String>,
    /// From when the deadline counts; absent means now.
    pub(super) order_time: Option<Timestamp>,
    pub(super) open_seconds: i64,
    pub(super) card: Option<CardWanted>,
    pub(super) audience: Audience,
    pub(super) echo: Map<String, Value>,
}

impl Wanted {
    /// What a payer picks on a payment page: the rail's own terms.
    pub(super) fn picked(page: &SnapPage, rail: Rail) -> Self {
        Self {
            order_id: page.order_id.clone(),
            gross_amount: page.gross_amount,
            rail,
            number: None,
            order_time: None,
            open_seconds: rail.facts().open_seconds,
            card: None,
            audience: page.audience.clone(),
            echo: page.echo.clone(),
        }
    }

    /// The same on the page of a payment link.
    pub(super) fn of_link(link: &PaymentLink, order_id: String, rail: Rail) -> Self {
        Self {
            order_id,
            gross_amount: link.gross_amount,
            rail,
            number: None,
            order_time: None,
            open_seconds: rail.facts().open_seconds,
            card: None,
            audience: link.audience.clone(),
            echo: link.echo.clone(),
        }
    }
}

/// The card side of a charge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct CardWanted {
    pub(super) facts: CardFacts,
    pub(super) step: CardStep,
}

/// How far a card's charge goes at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CardStep {
    /// The money is taken.
    Capture,
    /// The money is held.
    Authorize,
    /// The payer's bank asks the payer first.
    Authenticate,
}

/// Reading as leniently as the sandbox.
pub(super) trait Loose {
    /// A text, or a number as text.
    fn loose_text(&self, pointer: &str) -> Option<String>;
}

impl Loose for Value {
    fn loose_text(&self, pointer: &str) -> Option<String> {
        match self.pointer(pointer)? {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        }
    }
}

/// What is given back as it came.
pub(super) fn echo(fields: &Map<String, Value>) -> Map<String, Value> {
    let names = ["custom_field1", "custom_field2", "custom_field3", "metadata"];
    let given = names.iter().filter_map(|name| {
        let value = fields.get(*name).filter(|value| !value.is_null())?;
        Some(((*name).to_owned(), value.clone()))
    });
    given.collect()
}
