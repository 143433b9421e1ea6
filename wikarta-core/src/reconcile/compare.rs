//! What differs between two views of one order.

use serde::{Deserialize, Serialize};

use crate::account::{Attempt, AttemptState, RefundOrigin, Superseded, join};
use crate::money::Rupiah;
use crate::provider::{ProviderStatus, Reading};
use crate::report::MismatchKind;
use crate::suspense::SuspenseItem;
use crate::words::words;

words! {
    /// Whether money of an order is still waited for.
    Wanted {
        /// It is.
        Yes = "yes",
        /// Its bills were paid otherwise.
        PaidOtherwise = "paid_otherwise",
        /// It had ended, or another took its place.
        Ended = "ended",
    }
}

/// Our view of one order: what the books say about it, and nothing of what the gateway says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ours {
    /// Its state; `None` for money in suspense under an order that is not ours.
    pub state: Option<AttemptState>,
    /// Whole rupiah asked for.
    pub asked: Rupiah,
    /// Whole rupiah that the books hold to have arrived.
    pub booked: Option<Rupiah>,
    /// Whole rupiah that went back through the gateway.
    pub refunded: Rupiah,
    /// The transaction that the gateway named, authenticated.
    pub transaction_id: Option<String>,
    /// Whether the gateway has ever owned up to it.
    pub known_there: bool,
    /// Whether its money is still waited for.
    pub wanted: Wanted,
}

impl Ours {
    /// The view of an attempt.
    #[must_use]
    pub fn of(attempt: &Attempt) -> Self {
        let through = attempt.refunds.iter().filter(|one| one.origin != RefundOrigin::Offline);
        let wanted = match attempt.superseded {
            Superseded::NotNeeded => Wanted::PaidOtherwise,
            Superseded::No if attempt.is_open() => Wanted::Yes,
            Superseded::No | Superseded::Replaced => Wanted::Ended,
        };
        let authenticated = attempt.is_authenticated();
        Self {
            state: Some(attempt.state),
            asked: attempt.amount,
            booked: attempt.booking.as_ref().map(|booking| booking.amount),
            refunded: through.map(|refund| refund.amount).sum(),
            transaction_id: attempt.transaction_id.clone().filter(|_| authenticated),
            known_there: authenticated || attempt.booking.is_some(),
            wanted,
        }
    }

    /// The view of money in suspense under an order that nobody here knows.
    #[must_use]
    pub fn of_suspense(item: &SuspenseItem) -> Self {
        Self {
            state: None,
            asked: item.amount,
            booked: Some(item.amount).filter(|amount| amount.is_positive()),
            refunded: item.refunded,
            transaction_id: None,
            known_there: true,
            wanted: Wanted::Ended,
        }
    }
}

/// One difference between the books about one order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mismatch {
    /// Of which kind.
    pub kind: MismatchKind,
    /// Our state; `None` where we know no such attempt.
    pub our_status: Option<AttemptState>,
    /// The gateway's status; `None` where it knows no such order.
    pub their_status: Option<ProviderStatus>,
    /// Whole rupiah that we hold to have come, or of refunds to have gone back.
    pub our_amount: Rupiah,
    /// The same as the gateway says.
    pub their_amount: Rupiah,
}

impl Mismatch {
    /// Rupiah by which the books differ.
    #[must_use]
    pub fn difference(&self) -> Rupiah {
        let there = self.their_amount.less(self.our_amount);
        if there.is_positive() { there } else { self.our_amount.less(self.their_amount) }
    }
}

/// Compares the books about one order: what we know of it, if anything, and what the gateway says of
/// it, if it knows it. Books that agree about money differ in nothing: a state that has moved on at
/// the gateway without money is no mismatch, and the next read brings it.
#[must_use]
pub fn compare(ours: Option<&Ours>, theirs: Option<&Reading>) -> Vec<Mismatch> {
    match (ours, theirs) {
        (None, None) => Vec::new(),
        (None, Some(reading)) => {
            vec![mismatch(MismatchKind::UnknownHere, None, Some(reading), Sum::Came)]
        }
        (Some(ours), None) => unknown_there(ours),
        (Some(ours), Some(reading)) => known_to_both(ours, reading),
    }
}

/// Whether the gateway will not change by itself what it said: one look then confirms a difference.
#[must_use]
pub const fn is_final(theirs: Option<&Reading>) -> bool {
    match theirs {
        Some(reading) => reading.status.means_money() || reading.status.is_dead_end(),
        None => false,
    }
}

/// Which sums a mismatch is about.
#[derive(Clone, Copy)]
enum Sum {
    Came,
    WentBack,
}

fn mismatch(
    kind: MismatchKind,
    ours: Option<&Ours>,
    theirs: Option<&Reading>,
    sum: Sum,
) -> Mismatch {
    let (our_amount, their_amount) = match sum {
        Sum::Came => (ours.and_then(|ours| ours.booked), theirs.map(came)),
        Sum::WentBack => (ours.map(|ours| ours.refunded), theirs.map(went_back)),
    };
    Mismatch {
        kind,
        our_status: ours.and_then(|ours| ours.state),
        their_status: theirs.map(|reading| reading.status),
        our_amount: our_amount.unwrap_or(Rupiah::ZERO),
        their_amount: their_amount.unwrap_or(Rupiah::ZERO),
    }
}

/// The gateway does not know it. What it never owned up to may never have been made, and what ended
/// without money is nothing to know about.
fn unknown_there(ours: &Ours) -> Vec<Mismatch> {
    let open = ours.state.is_some_and(AttemptState::is_open);
    if ours.booked.is_none() && !(open && ours.known_there) {
        return Vec::new();
    }
    vec![mismatch(MismatchKind::UnknownThere, Some(ours), None, Sum::Came)]
}

fn known_to_both(ours: &Ours, reading: &Reading) -> Vec<Mismatch> {
    let found = |kind, sum| mismatch(kind, Some(ours), Some(reading), sum);
    if reading.status == ProviderStatus::Unrecognised {
        return Vec::new(); // it says nothing that could be compared
    }
    match (ours.booked, reading.status.means_money()) {
        (None, false) => Vec::new(),
        (Some(_), false) => vec![found(MismatchKind::PaidHere, Sum::Came)],
        (None, true) => {
            let kind = match ours.wanted {
                Wanted::Yes => MismatchKind::SettledThere,
                Wanted::PaidOtherwise => MismatchKind::PaidTwice,
                Wanted::Ended => MismatchKind::MoneyAfterEnd,
            };
            let mut all = vec![found(kind, Sum::Came)];
            if reading.amount != ours.asked || !reading.in_rupiah() {
                all.push(found(MismatchKind::Amount, Sum::Came));
            }
            all
        }
        (Some(booked), true) => {
            if other_transaction(ours, reading) {
                return vec![found(MismatchKind::PaidTwice, Sum::Came)];
            }
            let mut all = Vec::new();
            if booked != reading.amount || !reading.in_rupiah() {
                all.push(found(MismatchKind::Amount, Sum::Came));
            }
            if ours.refunded != went_back(reading) {
                all.push(found(MismatchKind::Refund, Sum::WentBack));
            }
            all
        }
    }
}

fn other_transaction(ours: &Ours, reading: &Reading) -> bool {
    match (&ours.transaction_id, &reading.transaction_id) {
        (Some(known), Some(told)) => known != told,
        _ => false,
    }
}

/// What came in, as the gateway says.
pub(super) fn came(reading: &Reading) -> Rupiah {
    if reading.status.means_money() { reading.amount } else { Rupiah::ZERO }
}

/// What went back, as the gateway says: by its list, by its sum, or all of it by its word.
pub(super) fn went_back(reading: &Reading) -> Rupiah {
    let listed: Rupiah = reading.refunds.iter().map(|refund| refund.amount).sum();
    let told = listed.max(reading.refunded_total.unwrap_or(Rupiah::ZERO));
    match reading.status {
        ProviderStatus::Refunded | ProviderStatus::ChargedBack => told.max(reading.amount),
        ProviderStatus::PartiallyRefunded
        | ProviderStatus::PartiallyChargedBack
        | ProviderStatus::Settled
        | ProviderStatus::Pending
        | ProviderStatus::Authorized
        | ProviderStatus::Challenged
        | ProviderStatus::Expired
        | ProviderStatus::Failed
        | ProviderStatus::Denied
        | ProviderStatus::Cancelled
        | ProviderStatus::Unrecognised => told,
    }
}

/// Whether a read would move an attempt that the books agree about: an end that nobody told us of.
pub(super) fn lags_behind(attempt: &Attempt, reading: &Reading) -> bool {
    if reading.status == ProviderStatus::Unrecognised || attempt.booking.is_some() {
        return false;
    }
    let none = std::collections::BTreeSet::new();
    join(attempt.answer, Some(reading.status), &none, attempt.reversals) != attempt.state
}
