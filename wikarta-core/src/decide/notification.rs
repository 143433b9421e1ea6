//! Weighing a notification: apply at once, nothing new, or ask the gateway first.
//!
//! A valid signature covers only the order, the status code and the amount. So a notification is an
//! authentic hint that something happened; what else it claims is believed at once only where a lie
//! would gain nothing (`house` decision 3 of the documentation).

use serde::{Deserialize, Serialize};

use super::observe::{self, Seen};
use super::{Answer, Context, Decision};
use crate::account::{Account, Attempt, How, Superseded};
use crate::aggregate::Books;
use crate::id::OrderId;
use crate::policy::Confirm;
use crate::provider::{Hint, ProviderStatus, Reading};

/// What became of a notification.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "verdict", content = "doubt", rename_all = "snake_case")]
pub enum Verdict {
    /// It changed the books.
    Applied,
    /// It said nothing new.
    Stale,
    /// A test of the gateway's dashboard: kept, nothing else.
    Probe,
    /// The gateway is asked first.
    Parked(Doubt),
    /// The gateway was asked and does not confirm it.
    Refuted,
}

crate::words::words! {
    /// Why the gateway is asked before a notification is applied.
    Doubt {
        /// Nobody here knows the order.
        UnknownOrder = "unknown_order",
        /// The status is not known here.
        UnknownStatus = "unknown_status",
        /// The currency is not rupiah.
        Currency = "currency",
        /// The amount is another than was asked for.
        Amount = "amount",
        /// The transaction is another than the gateway named before.
        Transaction = "transaction",
        /// The payment came through a channel that was not chosen.
        Channel = "channel",
        /// The attempt had ended or been replaced.
        Late = "late",
        /// Money would go back.
        MoneyBack = "money_back",
        /// A debt could end.
        Cancellation = "cancellation",
        /// It contradicts money that is in the books.
        AgainstMoney = "against_money",
        /// It says other than our own newest read.
        AgainstRead = "against_read",
        /// A card's fraud check or hold.
        Card = "card",
        /// The policy asks before every change.
        Policy = "policy",
    }
}

pub(super) fn decide(books: &Books, hint: &Hint, context: &Context<'_>) -> Decision {
    if hint.probe {
        return answered(Verdict::Probe);
    }
    let Some((account, attempt)) = find(books, &hint.order_id) else {
        return answered(Verdict::Parked(Doubt::UnknownOrder));
    };
    let verdict = if attempt.order_id == hint.order_id {
        weigh(attempt, &hint.reading, context.policy.confirm)
    } else {
        Verdict::Parked(Doubt::Channel) // a payment link's child: not what we asked to collect
    };
    let mut decision = answered(verdict);
    if verdict == Verdict::Applied {
        let seen = Seen { account, attempt, reading: &hint.reading, how: How::Told };
        observe::follow(&mut decision, &seen, context);
    }
    decision
}

pub(super) fn answered(verdict: Verdict) -> Decision {
    Decision::new(Answer::Notification { verdict })
}

/// The attempt that a notification is about: by our own order id, or by the one that a payment
/// link's child order was made from.
pub(super) fn find<'a>(books: &'a Books, order_id: &OrderId) -> Option<(&'a Account, &'a Attempt)> {
    let known = |order: &OrderId| {
        let account = books.account_of_order(order)?;
        account.attempts.get(order).map(|attempt| (account, attempt))
    };
    known(order_id).or_else(|| known(&order_id.link_parent()?))
}

/// What to do with a claim about an attempt.
fn weigh(attempt: &Attempt, claim: &Reading, confirm: Confirm) -> Verdict {
    if let Some(doubt) = identity_doubt(attempt, claim) {
        return Verdict::Parked(doubt);
    }
    let verdict = match claim.status {
        ProviderStatus::Pending => weigh_pending(attempt, claim),
        ProviderStatus::Settled => weigh_settled(attempt, claim, confirm),
        ProviderStatus::Expired | ProviderStatus::Failed | ProviderStatus::Denied => {
            weigh_dead_end(attempt, claim.status)
        }
        ProviderStatus::Cancelled => weigh_cancelled(attempt),
        ProviderStatus::Authorized | ProviderStatus::Challenged => Verdict::Parked(Doubt::Card),
        ProviderStatus::PartiallyRefunded
        | ProviderStatus::Refunded
        | ProviderStatus::PartiallyChargedBack
        | ProviderStatus::ChargedBack => Verdict::Parked(Doubt::MoneyBack),
        ProviderStatus::Unrecognised => Verdict::Parked(Doubt::UnknownStatus),
    };
    match (verdict, confirm) {
        (Verdict::Applied, Confirm::Always) => Verdict::Parked(Doubt::Policy),
        (other, _) => other,
    }
}

/// Doubts about what the claim speaks of, whatever it says.
fn identity_doubt(attempt: &Attempt, claim: &Reading) -> Option<Doubt> {
    if !claim.in_rupiah() {
        return Some(Doubt::Currency);
    }
    if claim.amount != attempt.amount {
        return Some(Doubt::Amount);
    }
    match (&attempt.transaction_id, &claim.transaction_id) {
        (Some(known), Some(told)) if known != told => Some(Doubt::Transaction),
        // The signature covers what the payer paid, not how much of it was a fee.
        _ if claim.status.means_money() && !claim.payer_fee.is_zero() => Some(Doubt::Amount),
        _ => None,
    }
}

/// Whether a claim speaks of money that went back, whatever its status says.
fn tells_refunds(claim: &Reading) -> bool {
    !claim.refunds.is_empty() || claim.refunded_total.is_some_and(|total| !total.is_zero())
}

fn weigh_pending(attempt: &Attempt, claim: &Reading) -> Verdict {
    let news = attempt.transaction_id.is_none() && claim.transaction_id.is_some();
    let known = attempt.facts.contains(&ProviderStatus::Pending) || attempt.read.is_some();
    if attempt.is_open() && news && !known { Verdict::Applied } else { Verdict::Stale }
}

fn weigh_settled(attempt: &Attempt, claim: &Reading, confirm: Confirm) -> Verdict {
    if tells_refunds(claim) {
        return Verdict::Parked(Doubt::MoneyBack);
    }
    if let Some(booking) = &attempt.booking {
        let same = booking.amount == claim.amount;
        return if same { Verdict::Stale } else { Verdict::Parked(Doubt::Amount) };
    }
    if confirm == Confirm::Never && attempt.is_open() {
        return Verdict::Applied;
    }
    if !attempt.is_live() {
        return Verdict::Parked(Doubt::Late);
    }
    if claim.channel != Some(attempt.channel) {
        return Verdict::Parked(Doubt::Channel);
    }
    Verdict::Applied
}

fn weigh_dead_end(attempt: &Attempt, status: ProviderStatus) -> Verdict {
    if attempt.booking.is_some() {
        return Verdict::Parked(Doubt::AgainstMoney);
    }
    if attempt.facts.contains(&status) || attempt.read == Some(status) {
        return Verdict::Stale;
    }
    if attempt.read.is_some() || attempt.reversals > 0 {
        return Verdict::Parked(Doubt::AgainstRead);
    }
    Verdict::Applied
}

fn weigh_cancelled(attempt: &Attempt) -> Verdict {
    if attempt.booking.is_some() {
        return Verdict::Parked(Doubt::AgainstMoney);
    }
    let status = ProviderStatus::Cancelled;
    if attempt.facts.contains(&status) || attempt.read == Some(status) {
        return Verdict::Stale;
    }
    // A cancellation that we asked for ends the attempt without ado.
    if attempt.superseded != Superseded::No && attempt.read.is_none() {
        return Verdict::Applied;
    }
    Verdict::Parked(Doubt::Cancellation)
}
