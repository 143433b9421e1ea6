//! Cards: tokens, points and what a card's number says about its bank.
//!
//! A token carries what the emulator has to know of the card (first eight and last four digits), so
//! nothing about cards is kept, and a restart forgets none.

use serde_json::{Value, json};
use wikarta_core::time::{Timestamp, Zone};

use super::desk::{Desk, Step};
use super::query::Query;
use super::record::{Change, Fraud};
use super::reply::{Refusal, Reply};
use crate::amount::wib_text;

/// The card whose charge a person has to look at, so that approve and deny can be tried.
const CHALLENGED: &str = "5510-1115";

/// Which token is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TokenKind {
    /// For one charge.
    Once,
    /// To be kept by the merchant.
    Saved,
}

/// What a token says about its card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct CardFacts {
    /// First eight digits, `-`, last four.
    pub(super) masked: String,
    pub(super) fraud: Fraud,
}

impl CardFacts {
    /// Reads `48111111-1114-<uuid>`.
    pub(super) fn from_token(token: &str) -> Option<Self> {
        let masked = token.get(..13)?;
        let (first, last) = masked.split_once('-')?;
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if first.len() != 8 || !digits(first) || last.len() != 4 || !digits(last) {
            return None;
        }
        let key = format!("{}-{last}", first.get(..4)?);
        let fraud = if key == CHALLENGED { Fraud::Challenge } else { Fraud::Accept };
        Some(Self { masked: masked.to_owned(), fraud })
    }
}

impl Desk<'_> {
    /// `GET /v2/token` and `GET /v2/card/register`. The browser calls these, so it is the client
    /// key that is looked at.
    pub(super) fn card_token(&self, query: &Query, kind: TokenKind) -> Step {
        let client_key = query.get("client_key").unwrap_or_default();
        if !self.config.merchants.iter().any(|merchant| merchant.client_key == client_key) {
            return Err(Refusal::WrongKey);
        }
        let number: String = query.get("card_number").unwrap_or_default().split(' ').collect();
        let wrong = self.card_faults(query, &number);
        if !wrong.is_empty() {
            return Err(Refusal::Invalid(wrong));
        }
        let first = number.get(..8).unwrap_or_default();
        let last = number.get(number.len() - 4..).unwrap_or_default();
        let n = self.now.as_micros().unsigned_abs();
        let token = format!("{first}-{last}-{}", self.names.uuid("card", &number, n));
        let body = match kind {
            TokenKind::Once => json!({
                "status_code": "200",
                "status_message": "Credit card token is created as Token ID.",
                "token_id": token,
                "hash": self.names.uuid("card hash", &number, 0),
            }),
            TokenKind::Saved => json!({
                "status_code": "200",
                "status_message": "Credit card token is created as Saved Token ID.",
                "saved_token_id": token,
                "transaction_id": self.names.uuid("card registration", &number, n),
                "masked_card": format!("{first}-{last}"),
            }),
        };
        Ok((Change::default(), Reply::json(200, body)))
    }

    fn card_faults(&self, query: &Query, number: &str) -> Vec<String> {
        let mut wrong = Vec::new();
        let digits = number.bytes().all(|byte| byte.is_ascii_digit());
        if !digits || !(13..=19).contains(&number.len()) {
            wrong.push("card_number does not match with luhn algorithm".to_owned());
        }
        let part = |name: &str| query.get(name).and_then(|text| text.parse::<i32>().ok());
        let today = self.now.civil_in(Zone::Wib).date();
        let (year, month) = (chrono::Datelike::year(&today), chrono::Datelike::month(&today));
        match (part("card_exp_year"), part("card_exp_month")) {
            (Some(expires), Some(in_month)) if (1..=12).contains(&in_month) => {
                let expires = if expires < 100 { expires + 2000 } else { expires };
                if (expires, in_month) < (year, i32::try_from(month).unwrap_or(12)) {
                    wrong.push("card_exp_year has passed".to_owned());
                }
            }
            _ => wrong.push("card_exp_month and card_exp_year are required".to_owned()),
        }
        wrong
    }

    /// `GET /v2/point_inquiry/{token_id}`.
    pub(super) fn points(&self, token: &str) -> Step {
        if CardFacts::from_token(token).is_none() {
            return Err(Refusal::Token);
        }
        let body = json!({
            "status_code": "200",
            "status_message": "Success, Credit Card Point inquiry is successful",
            "point_balance": 100_000,
            "point_balance_amount": "100000.00",
            "transaction_time": wib_text(self.now),
        });
        Ok((Change::default(), Reply::json(200, body)))
    }
}

/// `GET /v1/bins/{bin}`: every card is a BCA Visa debit card here.
pub(super) fn bin(bin: &str) -> Step {
    let digits = bin.bytes().all(|byte| byte.is_ascii_digit());
    if !digits || !matches!(bin.len(), 6 | 8) {
        return Err(Refusal::NotFound);
    }
    let data = json!({
        "bin": bin,
        "bin_type": "CREDIT",
        "bin_class": "GOLD",
        "brand": "VISA",
        "bank": "BANK CENTRAL ASIA",
        "bank_code": "BCA",
        "channel": "online_offline",
        "country_code": "ID",
        "country_name": "INDONESIA",
        "registration_required": false,
    });
    Ok((Change::default(), Reply::json(200, json!({ "data": data }))))
}

/// Fields that stand in every message about a card's transaction.
pub(super) fn fields(masked: &str, at: Timestamp) -> [(&'static str, Value); 7] {
    [
        ("masked_card", masked.into()),
        ("bank", "bni".into()),
        ("card_type", "credit".into()),
        ("eci", "05".into()),
        ("approval_code", (at.as_micros() / 1_000).to_string().into()),
        ("channel_response_code", "00".into()),
        ("channel_response_message", "Approved".into()),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_says_which_card_it_is_for() {
        let facts = CardFacts::from_token("48111111-1114-x").unwrap();
        assert_eq!((facts.masked.as_str(), facts.fraud), ("48111111-1114", Fraud::Accept));
        let challenged = CardFacts::from_token("55101111-1115-x").unwrap();
        assert_eq!(challenged.fraud, Fraud::Challenge);
        for bad in ["", "dummy", "4811111-11114-x", "4811é111-1114"] {
            assert_eq!(CardFacts::from_token(bad), None, "{bad}");
        }
    }
}
