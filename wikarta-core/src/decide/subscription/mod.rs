//! Decisions of the subscription group.

use super::authority::Asked;
use super::{Context, Decision};
use crate::access::Permission;
use crate::aggregate::Books;
use crate::command::SubscriptionCommand as C;
use crate::ports::Subject;
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

/// What it names.
pub(crate) fn subjects(command: &C) -> Vec<Subject> {
    match command {
        C::Sell(sell) => {
            let named =
                [Subject::Account(sell.account.clone()), Subject::Package(sell.package.clone())];
            named.into_iter().chain(sell.promo.clone().map(Subject::Promo)).collect()
        }
        C::ChangePlan { subscription, package, .. } => vec![
            Subject::Subscription(subscription.clone(), None),
            Subject::Package(package.clone()),
        ],
        C::GivePromo { subscription, promo } => {
            vec![Subject::Subscription(subscription.clone(), None), Subject::Promo(promo.clone())]
        }
        C::Activate { subscription, .. }
        | C::Isolate { subscription, .. }
        | C::Restore { subscription, .. }
        | C::RequestTermination { subscription, .. }
        | C::ApproveTermination { subscription }
        | C::RejectTermination { subscription, .. }
        | C::AddFee { subscription, .. } => vec![Subject::Subscription(subscription.clone(), None)],
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
