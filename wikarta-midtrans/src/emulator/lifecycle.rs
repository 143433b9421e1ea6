//! Reading, ending and refunding a transaction.

use chrono::Timelike as _;
use serde_json::Value;
use wikarta_core::money::Rupiah;
use wikarta_core::time::Zone;

use super::body;
use super::config::Merchant;
use super::desk::{Desk, Plan, Step};
use super::rail::{Rail, Refunds};
use super::record::{Change, Fraud, Refund, Transaction};
use super::reply::{Refusal, Reply};
use super::transition::{Action, next};
use super::wanted::Loose;
use crate::amount::whole_rupiah;
use crate::status::TransactionStatus;

/// The two forms of a refund.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RefundForm {
    /// Accepted now, confirmed by the provider later.
    Later,
    /// Confirmed by the provider at once.
    Direct,
}

/// What a merchant says about a challenged card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    Approve,
    Deny,
}

/// What a refund asks for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct RefundWanted {
    pub(super) key: Option<String>,
    /// Absent means all that is left.
    pub(super) amount: Option<Rupiah>,
    pub(super) reason: String,
}

/// How long the provider takes to confirm a refund, in seconds of the vendor's clock.
const CONFIRMATION_SECONDS: i64 = 60;
const DAY: i64 = 86_400;

impl Desk<'_> {
    fn own(&self, merchant: &Merchant, id: &str) -> Result<&Transaction, Refusal> {
        self.book.find(&merchant.merchant_id, id).ok_or(Refusal::NotFound)
    }

    /// `GET /v2/{id}/status`.
    pub(super) fn status(&self, merchant: &Merchant, id: &str) -> Step {
        let body = body::status(self.own(merchant, id)?, merchant, self.names);
        Ok((Change::default(), Reply::json(200, body)))
    }

    /// `POST /v2/{id}/cancel`.
    pub(super) fn cancel(&self, merchant: &Merchant, id: &str) -> Step {
        let transaction = self.moved(self.own(merchant, id)?, Action::Cancel)?;
        let body = body::ended(&transaction, "200", "Success, transaction is canceled");
        Ok((self.told(transaction, &Plan::default())?, Reply::json(200, body)))
    }

    /// `POST /v2/{id}/expire`.
    pub(super) fn expire(&self, merchant: &Merchant, id: &str) -> Step {
        let transaction = self.moved(self.own(merchant, id)?, Action::Expire)?;
        let body = body::ended(&transaction, "407", "Success, transaction is expired");
        Ok((self.told(transaction, &Plan::default())?, Reply::json(200, body)))
    }

    /// `POST /v2/{id}/approve` and `/deny`: only a challenged card waits for this.
    pub(super) fn judge(&self, merchant: &Merchant, id: &str, verdict: Verdict) -> Step {
        let mut transaction = self.own(merchant, id)?.clone();
        let waits = transaction.status == TransactionStatus::Capture;
        if !waits || transaction.fraud != Fraud::Challenge {
            return Err(Refusal::NotInThisState);
        }
        let message = match verdict {
            Verdict::Approve => {
                transaction.fraud = Fraud::Accept;
                "Success, transaction is approved"
            }
            Verdict::Deny => {
                transaction.fraud = Fraud::Deny;
                transaction.status = TransactionStatus::Deny;
                "Success, transaction is denied"
            }
        };
        let body = body::ended(&transaction, "200", message);
        Ok((self.told(transaction, &Plan::default())?, Reply::json(200, body)))
    }

    /// `POST /v2/capture`: takes the money that was held, or a part of it.
    pub(super) fn capture(&self, merchant: &Merchant, body: &[u8]) -> Step {
        let body: Value = serde_json::from_slice(body).map_err(|_| Refusal::NotJson)?;
        let id = body.loose_text("/transaction_id").unwrap_or_default();
        let mut transaction = self.own(merchant, &id)?.clone();
        if transaction.status != TransactionStatus::Authorize {
            return Err(Refusal::NotInThisState);
        }
        let amount = body.loose_text("/gross_amount").and_then(|text| whole_rupiah(&text));
        let amount = amount.unwrap_or(transaction.gross_amount);
        if !amount.is_positive() || amount > transaction.gross_amount {
            let fault = "gross_amount must be between 1 and the authorized amount";
            return Err(Refusal::Invalid(vec![fault.to_owned()]));
        }
        transaction.status = TransactionStatus::Capture;
        transaction.gross_amount = amount;
        let message = "Success, Credit Card capture transaction is successful";
        let answer = body::ended(&transaction, "200", message);
        Ok((self.told(transaction, &Plan::default())?, Reply::json(200, answer)))
    }

    /// `POST /v2/{id}/refund` and `/refund/online/direct`.
    pub(super) fn refund(
        &self,
        merchant: &Merchant,
        id: &str,
        body: &[u8],
        form: RefundForm,
    ) -> Step {
        let wanted = read_refund(body)?;
        let transaction = self.refunded(self.own(merchant, id)?, wanted, form)?;
        let message = match form {
            RefundForm::Later => "Success, refund request is approved",
            RefundForm::Direct => "Success, refund request is approved by the bank",
        };
        let refund = transaction.refunds.last().ok_or(Refusal::Failed)?;
        let answer = body::refunded(&transaction, refund, message);
        Ok((self.told(transaction, &Plan::default())?, Reply::json(200, answer)))
    }

    /// The transaction after an action that needs no more than its name.
    pub(super) fn moved(
        &self,
        transaction: &Transaction,
        action: Action,
    ) -> Result<Transaction, Refusal> {
        let to =
            next(transaction.rail, transaction.status, action).ok_or(Refusal::NotInThisState)?;
        let mut moved = transaction.clone();
        moved.status = to;
        if to == TransactionStatus::Settlement {
            moved.settled_at = Some(self.now);
        }
        Ok(moved)
    }

    /// The transaction after a refund, its entry last in the list.
    pub(super) fn refunded(
        &self,
        transaction: &Transaction,
        wanted: RefundWanted,
        form: RefundForm,
    ) -> Result<Transaction, Refusal> {
        let key = wanted.key.as_deref();
        if key.is_some_and(|key| transaction.refunds.iter().any(|refund| refund.key == key)) {
            return Err(Refusal::RefundExists);
        }
        let mut moved = self.moved(transaction, Action::Refund)?;
        let left = transaction.refundable();
        let amount = wanted.amount.unwrap_or(left);
        if !amount.is_positive() || amount > left {
            return Err(Refusal::RefundAmount);
        }
        self.within_rules(transaction, amount)?;
        if amount < left {
            moved.status = TransactionStatus::PartialRefund;
        }
        let id = moved.refunds.len() as u64 + 1;
        let wait = match form {
            RefundForm::Later => self.config.scaled(CONFIRMATION_SECONDS),
            RefundForm::Direct => 0,
        };
        let own_key = || self.names.uuid("refund", &moved.transaction_id, id);
        let key = wanted.key.unwrap_or_else(own_key);
        moved.refunds.push(Refund {
            id,
            key,
            amount,
            reason: wanted.reason,
            created_at: self.now,
            confirms_at: self.now.plus_seconds(wait),
            confirmed: form == RefundForm::Direct,
            chargeback: false,
        });
        Ok(moved)
    }

    /// The transaction after the card's bank took money back, its entry last in the list.
    pub(super) fn charged_back(
        &self,
        transaction: &Transaction,
        amount: Option<Rupiah>,
    ) -> Result<Transaction, Refusal> {
        let mut moved = self.moved(transaction, Action::Chargeback)?;
        let left = transaction.refundable();
        let amount = amount.unwrap_or(left);
        if !amount.is_positive() || amount > left {
            return Err(Refusal::RefundAmount);
        }
        if amount < left {
            moved.status = TransactionStatus::PartialChargeback;
        }
        let id = moved.refunds.len() as u64 + 1;
        moved.refunds.push(Refund {
            id,
            key: self.names.uuid("chargeback", &moved.transaction_id, id),
            amount,
            reason: "chargeback of the emulator".to_owned(),
            created_at: self.now,
            confirms_at: self.now,
            confirmed: true,
            chargeback: true,
        });
        Ok(moved)
    }

    /// Whether the rail gives back this much, and still does so long after the settlement.
    fn within_rules(&self, transaction: &Transaction, amount: Rupiah) -> Result<(), Refusal> {
        let days = match refunds_of(transaction) {
            Refunds::No => return Err(Refusal::NotInThisState),
            Refunds::Whole { .. } if amount < transaction.gross_amount => {
                return Err(Refusal::RefundAmount);
            }
            Refunds::Whole { days } | Refunds::Parts { days } => days,
        };
        let settled = transaction.settled_at.ok_or(Refusal::NotInThisState)?;
        if self.now.seconds_since(settled) > days * DAY || self.shopee_sleeps(transaction.rail) {
            return Err(Refusal::NotInThisState);
        }
        Ok(())
    }

    /// ShopeePay gives nothing back between 23:50 and 06:00, Western Indonesian time.
    fn shopee_sleeps(&self, rail: Rail) -> bool {
        let civil = self.now.civil_in(Zone::Wib);
        let minute = civil.hour() * 60 + civil.minute();
        let night = !(6 * 60..23 * 60 + 50).contains(&minute);
        matches!(rail, Rail::QrisShopee | Rail::Shopeepay) && night
    }

    /// What time does by itself, one transaction at a time: deadlines pass, providers confirm
    /// refunds. `None` when nothing is left to do by now.
    pub(super) fn passed(&self) -> Option<Change> {
        let overdue = self.book.overdue(self.now);
        let promised = self.book.promised(self.now);
        // Where both have passed meanwhile, what would have come first comes first.
        let promised = promised.filter(|promised| {
            let at = promised.promise.map(|promise| promise.at);
            overdue.is_none_or(|overdue| at <= Some(overdue.expires_at))
        });
        let transaction = if let Some(promised) = promised {
            let kept = self.kept(promised);
            if kept.status == promised.status {
                return Some(Change { transactions: vec![kept], ..Change::default() });
            }
            kept
        } else if let Some(overdue) = overdue {
            self.moved(overdue, Action::Expire).ok()?
        } else {
            let mut confirmed = self.book.to_confirm(self.now)?.clone();
            for refund in &mut confirmed.refunds {
                refund.confirmed |= refund.confirms_at <= self.now;
            }
            confirmed
        };
        let silent = Change { transactions: vec![transaction.clone()], ..Change::default() };
        Some(self.told(transaction, &Plan::default()).unwrap_or(silent))
    }

    /// The transaction after the payment that was promised; as it was where it cannot be paid any more.
    fn kept(&self, transaction: &Transaction) -> Transaction {
        let amount = transaction.promise.and_then(|promise| promise.amount);
        let moved = self.moved(transaction, Action::Pay).unwrap_or_else(|_| transaction.clone());
        let gross_amount = amount.unwrap_or(moved.gross_amount);
        Transaction { gross_amount, promise: None, ..moved }
    }
}

/// What goes back, and for how long. A code paid with another issuer's application has rules of its own.
fn refunds_of(transaction: &Transaction) -> Refunds {
    match (transaction.off_us, transaction.rail) {
        (true, Rail::QrisGopay) => Refunds::Parts { days: 7 },
        (true, Rail::QrisShopee) => Refunds::No,
        _ => transaction.rail.facts().refunds,
    }
}

/// An absent or empty body asks for all that is left.
fn read_refund(body: &[u8]) -> Result<RefundWanted, Refusal> {
    if body.iter().all(u8::is_ascii_whitespace) {
        return Ok(RefundWanted::default());
    }
    let body: Value = serde_json::from_slice(body).map_err(|_| Refusal::NotJson)?;
    let amount = match body.loose_text("/amount") {
        Some(written) => Some(whole_rupiah(&written).ok_or(Refusal::RefundAmount)?),
        None => None,
    };
    let reason = body.loose_text("/reason").unwrap_or_default();
    let reason = reason.chars().take(255).collect();
    Ok(RefundWanted { key: body.loose_text("/refund_key"), amount, reason })
}
