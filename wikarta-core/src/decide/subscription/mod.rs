//! Decisions of the subscription group.

use super::authority::Asked;
use super::{Context, Decision};
use crate::access::Permission;
use crate::aggregate::Books;
use crate::command::SubscriptionCommand as C;
use crate::refusal::Refusal;

/// Who may ask for it.
pub(super) const fn asked(command: &C) -> Asked {
    match command {
        C::Sell(_)
        | C::Activate { .. }
        | C::ChangePlan { .. }
        | C::GivePromo { .. }
        | C::AddFee { .. } => Asked::Staff(Permission::SubscriptionChange),
        C::Isolate { .. } | C::Restore { .. } => Asked::Staff(Permission::SubscriptionIsolate),
        C::RequestTermination { .. } => Asked::Staff(Permission::SubscriptionRequestTermination),
        C::ApproveTermination { .. } | C::RejectTermination { .. } => {
            Asked::Staff(Permission::SubscriptionApproveTermination)
        }
    }
}

/// Decides it.
pub(super) fn decide(
    _books: &Books,
    _command: &C,
    _context: &Context<'_>,
) -> Result<Decision, Refusal> {
    Err(Refusal::Nothing("subscription"))
}
