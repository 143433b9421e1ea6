//! Everything that can have happened, and the work that a decision asks of the world.

use serde::{Deserialize, Serialize};

use crate::account::AccountEvent;
use crate::aggregate::AggregateId;
use crate::id::{AccountId, EffectId, OrderId, PackageId, PromoId, RefundId, ReminderId, UserId};
use crate::message::Message;
use crate::package::{Package, PackageAct};
use crate::policy::{PolicyAct, PolicyBook};
use crate::promo::{Promo, PromoAct};
use crate::roster::{Roster, RosterAct};
use crate::series::InvoiceNumber;
use crate::staff::User;
use crate::suspense::{SuspenseAct, SuspenseItem};
use crate::time::{Month, Timestamp};

/// A fact about one aggregate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// About an account.
    Account(AccountId, AccountEvent),
    /// A package was put on sale.
    PackageDefined(PackageId, Package),
    /// A number was given.
    NumberGiven(Month, InvoiceNumber),
    /// A person was given access.
    UserAdded(UserId, User),
    /// Money under an unknown order was found, or what is known about it changed.
    SuspenseSeen(OrderId, SuspenseItem),
    /// Somebody worked on money under an unknown order.
    SuspenseStepped(OrderId, SuspenseAct, SuspenseItem),
    /// Somebody worked on a package.
    PackageStepped(PackageId, PackageAct, Package),
    /// A member of staff changed.
    UserChanged(UserId, User),
    /// Somebody worked on a promotion.
    PromoStepped(PromoId, PromoAct, Promo),
    /// Access was worked on.
    RosterStepped(RosterAct, Roster),
    /// The seller's policy was worked on.
    PolicyStepped(PolicyAct, Box<PolicyBook>),
}

impl Event {
    /// Whom it is about.
    #[must_use]
    pub fn aggregate(&self) -> AggregateId {
        match self {
            Self::Account(id, _) => AggregateId::Account(id.clone()),
            Self::PackageDefined(id, _) => AggregateId::Package(id.clone()),
            Self::NumberGiven(month, _) => AggregateId::Series(*month),
            Self::UserAdded(id, _) => AggregateId::User(id.clone()),
            Self::SuspenseSeen(order, _) | Self::SuspenseStepped(order, ..) => {
                AggregateId::Suspense(order.clone())
            }
            Self::PackageStepped(id, ..) => AggregateId::Package(id.clone()),
            Self::UserChanged(id, _) => AggregateId::User(id.clone()),
            Self::PromoStepped(id, ..) => AggregateId::Promo(id.clone()),
            Self::RosterStepped(..) => AggregateId::Roster,
            Self::PolicyStepped(..) => AggregateId::Policy,
        }
    }

    /// What the audit trail calls it.
    #[must_use]
    pub const fn action(&self) -> &'static str {
        match self {
            Self::Account(_, event) => event.action(),
            Self::PackageDefined(..) => "package.defined",
            Self::NumberGiven(..) => "series.number_given",
            Self::UserAdded(..) => "user.added",
            Self::SuspenseSeen(..) => "suspense.seen",
            Self::SuspenseStepped(_, act, _) => match act {
                SuspenseAct::Propose => "suspense.move_proposed",
                SuspenseAct::Refuse => "suspense.move_refused",
                SuspenseAct::Move => "suspense.moved",
            },
            Self::PackageStepped(_, act, _) => match act {
                PackageAct::ProposePrice => "package.price_proposed",
                PackageAct::ApprovePrice => "package.price_approved",
                PackageAct::RejectPrice => "package.price_rejected",
                PackageAct::Describe => "package.described",
                PackageAct::Archive => "package.archived",
            },
            Self::UserChanged(..) => "user.changed",
            Self::PromoStepped(_, act, _) => match act {
                PromoAct::Propose => "promo.proposed",
                PromoAct::Approve => "promo.approved",
                PromoAct::Reject => "promo.rejected",
            },
            Self::RosterStepped(act, _) => match act {
                RosterAct::Enrol => "access.enrolled",
                RosterAct::Propose => "access.change_proposed",
                RosterAct::Approve => "access.change_approved",
                RosterAct::Reject => "access.change_rejected",
                RosterAct::Withdraw => "access.change_withdrawn",
                RosterAct::BreakGlass => "access.emergency_begun",
                RosterAct::EndBreakGlass => "access.emergency_ended",
            },
            Self::PolicyStepped(act, _) => match act {
                PolicyAct::Seed => "policy.seeded",
                PolicyAct::Propose => "policy.proposed",
                PolicyAct::Adopt => "policy.adopted",
                PolicyAct::Reject => "policy.rejected",
                PolicyAct::Withdraw => "policy.withdrawn",
            },
        }
    }

    /// The event as JSON, as the audit trail keeps it.
    #[must_use]
    pub fn data(&self) -> String {
        let text = match self {
            Self::Account(_, event) => serde_json::to_string(event),
            Self::PackageDefined(_, package) => serde_json::to_string(package),
            Self::NumberGiven(_, number) => serde_json::to_string(number),
            Self::UserAdded(_, user) => serde_json::to_string(user),
            Self::SuspenseSeen(_, item) | Self::SuspenseStepped(_, _, item) => {
                serde_json::to_string(item)
            }
            Self::PackageStepped(_, _, package) => serde_json::to_string(package),
            Self::UserChanged(_, user) => serde_json::to_string(user),
            Self::PromoStepped(_, _, promo) => serde_json::to_string(promo),
            Self::RosterStepped(_, roster) => serde_json::to_string(roster),
            Self::PolicyStepped(_, book) => serde_json::to_string(book),
        };
        text.unwrap_or_default() // plain data with text keys always serialises
    }
}

/// Work for the world, done at least once and recognisable when it is repeated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "effect", rename_all = "snake_case")]
pub enum Effect {
    /// Ask the gateway to collect.
    Charge {
        /// The attempt.
        order_id: OrderId,
    },
    /// Ask the gateway how an order stands.
    Read {
        /// The order.
        order_id: OrderId,
    },
    /// Ask the gateway to end an attempt that is no longer wanted.
    Cancel {
        /// The attempt.
        order_id: OrderId,
    },
    /// Ask the gateway to give money back.
    Refund {
        /// The refund.
        refund: RefundId,
    },
    /// Hand a step of dunning to a channel, if it still has to go.
    Remind {
        /// The reminder that speaks.
        reminder: ReminderId,
    },
    /// Tell a customer something.
    Send(Message),
}

/// An effect with its name and the first instant at which it may be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned {
    /// Its name.
    pub id: EffectId,
    /// What to do.
    pub effect: Effect,
    /// Not before.
    pub due: Timestamp,
}
