//! What kind of provider a seed lives through: most are mixed, some are given to what is rare
//! elsewhere, so that chains of rare steps are walked often in some seeds.

use crate::policy::{Confirm, Correct, OnGatewayCancel, Policy};
use crate::testkit::Dice;

/// What there is more of than usual.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Leaning {
    /// Nothing.
    None,
    /// People who act on what they just saw, whatever it is about to become.
    Haste,
    /// Large sums, paid by QR code, of which much goes back.
    LargeByCode,
    /// Customers whose contact data changes while money goes back.
    Contacts,
    /// Staff who come, go and change roles.
    Staff,
    /// Customers who ask not to be reminded, promise, move and are erased.
    Wishes,
}

const LEANINGS: &[(Leaning, u32)] = &[
    (Leaning::None, 20),
    (Leaning::Haste, 24),
    (Leaning::LargeByCode, 20),
    (Leaning::Contacts, 12),
    (Leaning::Staff, 12),
    (Leaning::Wishes, 12),
];

impl Leaning {
    pub(super) fn of(seed: u64) -> Self {
        Dice::of(seed, "leaning", 0).weighted(LEANINGS).unwrap_or(Self::None)
    }
}

/// The seller's choices that seeds differ in.
pub(super) fn chosen(seed: u64, policy: Policy) -> Policy {
    let mut dice = Dice::of(seed, "policy", 0);
    let confirm = if dice.hits(300) { Confirm::Always } else { policy.confirm };
    let review = dice.hits(300);
    let on_gateway_cancel = if review { OnGatewayCancel::Review } else { policy.on_gateway_cancel };
    let mut chosen = Policy { confirm, on_gateway_cancel, ..policy };
    if dice.hits(300) {
        chosen.reconcile.correct = Correct::Proposed;
    }
    chosen
}
