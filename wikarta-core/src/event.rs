//! Everything that can have happened, and the work that a decision asks of the world.

use serde::{Deserialize, Serialize};

use crate::account::AccountEvent;
use crate::aggregate::AggregateId;
use crate::id::{AccountId, EffectId, OrderId, PackageId, UserId};
use crate::message::Message;
use crate::package::Package;
use crate::series::InvoiceNumber;
use crate::staff::User;
use crate::suspense::SuspenseItem;
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
            Self::SuspenseSeen(order, _) => AggregateId::Suspense(order.clone()),
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
            Self::SuspenseSeen(_, item) => serde_json::to_string(item),
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
