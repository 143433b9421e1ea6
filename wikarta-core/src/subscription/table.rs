//! The states of a subscription: one table, read by the rules, the tests and the documents.

use super::SubscriptionStatus as S;
use crate::words::words;

words! {
    /// What was done to a subscription.
    SubscriptionAct {
        /// Service began.
        Activate = "activated",
        /// Another package was agreed.
        ChangePlan = "plan_changed",
        /// Service was limited.
        Isolate = "isolated",
        /// Service was opened again.
        Restore = "restored",
        /// Somebody asked for its end.
        RequestTermination = "termination_requested",
        /// A request for its end was refused or taken back.
        KeepRunning = "termination_refused",
        /// Its end was agreed.
        Terminate = "terminated",
        /// A promotion was given.
        GivePromo = "promo_given",
        /// A fee was put on the next bill.
        AddFee = "fee_added",
        /// A period was billed.
        Bill = "billed",
    }
}

use SubscriptionAct as A;

/// Which acts a subscription takes in which state, and the state that each leads to.
#[rustfmt::skip]
pub const TABLE: &[(S, SubscriptionAct, S)] = &[
    (S::PendingInstall, A::Activate, S::Active),
    (S::PendingInstall, A::ChangePlan, S::PendingInstall),
    (S::PendingInstall, A::RequestTermination, S::PendingInstall),
    (S::PendingInstall, A::KeepRunning, S::PendingInstall),
    (S::PendingInstall, A::Terminate, S::Terminated),
    (S::PendingInstall, A::GivePromo, S::PendingInstall),
    (S::PendingInstall, A::AddFee, S::PendingInstall),
    (S::Active, A::ChangePlan, S::Active),
    (S::Active, A::Isolate, S::Isolated),
    (S::Active, A::RequestTermination, S::Active),
    (S::Active, A::KeepRunning, S::Active),
    (S::Active, A::Terminate, S::Terminated),
    (S::Active, A::GivePromo, S::Active),
    (S::Active, A::AddFee, S::Active),
    (S::Active, A::Bill, S::Active),
    (S::Isolated, A::Restore, S::Active),
    (S::Isolated, A::RequestTermination, S::Isolated),
    (S::Isolated, A::KeepRunning, S::Isolated),
    (S::Isolated, A::Terminate, S::Terminated),
    (S::Isolated, A::AddFee, S::Isolated),
    (S::Isolated, A::Bill, S::Isolated),
    (S::Terminated, A::AddFee, S::Terminated),
    (S::Terminated, A::Bill, S::Terminated),
];

/// Where an act leads from a state; nothing where it is not taken.
#[must_use]
pub fn step(from: S, act: SubscriptionAct) -> Option<S> {
    TABLE.iter().find(|(state, taken, _)| *state == from && *taken == act).map(|(.., to)| *to)
}

/// What a subscription takes in a state, for people who were refused.
#[must_use]
pub fn acts_in(state: S) -> Vec<SubscriptionAct> {
    TABLE.iter().filter(|(from, ..)| *from == state).map(|(_, act, _)| *act).collect()
}
