//! Money that came into the house and went out of it, as events tell it.

use crate::account::{
    AccountEvent, Movement, Posting, PostingAct, PostingMethod, RefundSource, Route,
};
use crate::audit::FieldChange;
use crate::id::{OrderId, UserId};
use crate::money::Rupiah;
use crate::time::Timestamp;
use crate::words::words;

words! {
    /// What money did.
    CashKind {
        /// It came.
        Received = "received",
        /// What had come was taken back: by the payer's bank, or because it was recorded wrongly.
        Reversed = "reversed",
        /// It went back to its payer.
        Refunded = "refunded",
    }
}

/// By which way money moved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Means {
    /// Through the gateway, under an order.
    Gateway(OrderId),
    /// By hand, as people record it, with who recorded it.
    Hand(PostingMethod, UserId),
    /// By a bank transfer that people made to a payer.
    Transfer,
}

/// One movement of money between the house and the world. What moves within the books, such as
/// credit that pays a bill, is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CashMove {
    /// What happened.
    pub kind: CashKind,
    /// Whole rupiah, more than zero.
    pub amount: Rupiah,
    /// By which way.
    pub means: Means,
    /// When it came, where the gateway says so; else it counts from when it was booked.
    pub settled_at: Option<Timestamp>,
}

/// What an event of an account moved between the house and the world.
#[must_use]
pub fn cash_moves(event: &AccountEvent) -> Vec<CashMove> {
    match event {
        AccountEvent::Observed(observed) => {
            let order = &observed.order_id;
            observed.movements.iter().filter_map(|moved| by_gateway(order, moved)).collect()
        }
        AccountEvent::PostingStepped { act, posting, .. } => by_hand(*act, posting),
        AccountEvent::RefundStepped { refund, gone: Some(gone), .. } => {
            let means = match (refund.route, &refund.source) {
                // The money stays, as the customer's credit.
                (Route::Credit, _) => return Vec::new(),
                (
                    Route::Gateway,
                    RefundSource::Attempt(order) | RefundSource::Suspense(order),
                ) => Means::Gateway(order.clone()),
                (Route::Gateway, RefundSource::Posting(_) | RefundSource::Credit)
                | (Route::Offline, _) => Means::Transfer,
            };
            vec![moved(CashKind::Refunded, gone.amount, means)]
        }
        AccountEvent::Registered { .. }
        | AccountEvent::SubscriptionStarted { .. }
        | AccountEvent::InvoiceDrafted { .. }
        | AccountEvent::InvoiceIssued { .. }
        | AccountEvent::AttemptOpened { .. }
        | AccountEvent::ChargeAnswered { .. }
        | AccountEvent::CaseOpened { .. }
        | AccountEvent::CaseStepped { .. }
        | AccountEvent::CustomerChanged { .. }
        | AccountEvent::SubscriptionChanged { .. }
        | AccountEvent::DraftDiscarded { .. }
        | AccountEvent::InvoiceNoted { .. }
        | AccountEvent::CreditApplied { .. }
        | AccountEvent::CreditNoteStepped { .. }
        | AccountEvent::RefundStepped { gone: None, .. }
        | AccountEvent::VoidStepped { .. }
        | AccountEvent::FinalCredit { .. }
        | AccountEvent::RemindersStepped { .. }
        // Money under an unknown order came, and goes, in the row of the order: see below.
        | AccountEvent::SuspenseReceived { .. }
        | AccountEvent::SuspenseReturned { .. } => Vec::new(),
    }
}

/// What changes of an unknown order's row moved.
#[must_use]
pub fn suspense_moves(
    order: &OrderId,
    changes: &[FieldChange],
    settled_at: Option<Timestamp>,
) -> Vec<CashMove> {
    let step = |change: &FieldChange| {
        let figure = |value: &serde_json::Value| value.as_i64().unwrap_or_default();
        let more = figure(&change.after) - figure(&change.before);
        let kind = match (change.field.as_str(), more > 0) {
            ("amount", true) => CashKind::Received,
            ("amount", false) => CashKind::Reversed,
            ("refunded", true) => CashKind::Refunded,
            _ => return None,
        };
        let moved = moved(kind, Rupiah::clamped(more.abs()), Means::Gateway(order.clone()));
        moved.amount.is_positive().then_some(CashMove { settled_at, ..moved })
    };
    changes.iter().filter(|change| change.entity == "suspense").filter_map(step).collect()
}

fn by_gateway(order: &OrderId, movement: &Movement) -> Option<CashMove> {
    let means = Means::Gateway(order.clone());
    match movement {
        Movement::Booked { amount, settled_at, .. } => {
            let settled_at = *settled_at;
            Some(CashMove { settled_at, ..moved(CashKind::Received, *amount, means) })
        }
        Movement::Reversed { amount, .. } => Some(moved(CashKind::Reversed, *amount, means)),
        Movement::Refunded { amount, .. } => Some(moved(CashKind::Refunded, *amount, means)),
        Movement::RefundConfirmed { .. } => None,
    }
}

fn by_hand(act: PostingAct, posting: &Posting) -> Vec<CashMove> {
    let means = Means::Hand(posting.method, posting.recorded.by.clone());
    match act {
        PostingAct::Verify => vec![moved(CashKind::Received, posting.amount, means)],
        PostingAct::Reverse => vec![moved(CashKind::Reversed, posting.amount, means)],
        PostingAct::Record | PostingAct::Reject => Vec::new(),
    }
}

const fn moved(kind: CashKind, amount: Rupiah, means: Means) -> CashMove {
    CashMove { kind, amount, means, settled_at: None }
}
