//! The things that are decided about one at a time, each with its own version and audit chain.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::account::Account;
use crate::customer::CustomerCode;
use crate::event::Event;
use crate::id::{
    AccountId, CaseId, CreditNoteId, IdError, InvoiceId, OrderId, PackageId, PostingId, PromoId,
    RefundId, ReminderId, SubscriptionId, UserId, VoidId,
};
use crate::message::MessageChannel;
use crate::package::Package;
use crate::policy::PolicyBook;
use crate::promo::Promo;
use crate::roster::Roster;
use crate::series::Series;
use crate::staff::User;
use crate::suspense::SuspenseItem;
use crate::time::{Month, TimeError};

/// Names an aggregate. As text: `account:cus_…`, `package:pkg_…`, `series:2026-11`, `user:usr_…`,
/// `suspense:ORDER`, `promo:prm_…`, `roster:staff`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum AggregateId {
    /// A customer with all the money.
    Account(AccountId),
    /// A package.
    Package(PackageId),
    /// The numbers of a month.
    Series(Month),
    /// A member of staff.
    User(UserId),
    /// An unknown order.
    Suspense(OrderId),
    /// A promotion.
    Promo(PromoId),
    /// Everybody's access.
    Roster,
    /// The seller's policy.
    Policy,
}

/// Why a text names no aggregate.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AggregateIdError {
    /// No known kind before the colon.
    #[error(
        "`{0}` names no aggregate; expected account:, package:, series:, user:, suspense:, promo: or roster:staff"
    )]
    Kind(String),
    /// The id is not of the kind.
    #[error(transparent)]
    Id(#[from] IdError),
    /// The month of a series is none.
    #[error(transparent)]
    Month(#[from] TimeError),
}

impl fmt::Display for AggregateId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Account(id) => write!(f, "account:{id}"),
            Self::Package(id) => write!(f, "package:{id}"),
            Self::Series(month) => write!(f, "series:{month}"),
            Self::User(id) => write!(f, "user:{id}"),
            Self::Suspense(order) => write!(f, "suspense:{order}"),
            Self::Promo(id) => write!(f, "promo:{id}"),
            Self::Roster => f.write_str("roster:staff"),
            Self::Policy => f.write_str("policy:seller"),
        }
    }
}

impl FromStr for AggregateId {
    type Err = AggregateIdError;
    fn from_str(text: &str) -> Result<Self, AggregateIdError> {
        let unknown = || AggregateIdError::Kind(text.chars().take(60).collect());
        let (kind, id) = text.split_once(':').ok_or_else(unknown)?;
        match kind {
            "account" => Ok(Self::Account(id.parse()?)),
            "package" => Ok(Self::Package(id.parse()?)),
            "series" => Ok(Self::Series(id.parse()?)),
            "user" => Ok(Self::User(id.parse()?)),
            "suspense" => Ok(Self::Suspense(id.parse()?)),
            "promo" => Ok(Self::Promo(id.parse()?)),
            "roster" if id == "staff" => Ok(Self::Roster),
            "policy" if id == "seller" => Ok(Self::Policy),
            _ => Err(unknown()),
        }
    }
}

impl TryFrom<String> for AggregateId {
    type Error = AggregateIdError;
    fn try_from(text: String) -> Result<Self, AggregateIdError> {
        text.parse()
    }
}

impl From<AggregateId> for String {
    fn from(value: AggregateId) -> Self {
        value.to_string()
    }
}

/// The state of an aggregate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Aggregate {
    /// A customer with all the money.
    Account(Box<Account>),
    /// A package.
    Package(Package),
    /// The numbers of a month.
    Series(Series),
    /// A member of staff.
    User(User),
    /// An unknown order.
    Suspense(SuspenseItem),
    /// A promotion.
    Promo(Promo),
    /// Everybody's access.
    Roster(Roster),
    /// The seller's policy.
    Policy(Box<PolicyBook>),
}

impl Aggregate {
    /// The state after an event. Total: an event that does not fit leaves things as they are.
    #[must_use]
    pub fn after(before: Option<Self>, event: &Event) -> Option<Self> {
        match event {
            Event::Account(id, event) => {
                let account = match before {
                    Some(Self::Account(account)) => Some(*account),
                    _ => None,
                };
                Account::after(account, id, event).map(|account| Self::Account(Box::new(account)))
            }
            Event::PackageDefined(_, package) => Some(Self::Package(package.clone())),
            Event::NumberGiven(month, number) => {
                Some(Self::Series(Series { month: *month, last: number.sequence() }))
            }
            Event::UserAdded(_, user) => Some(Self::User(user.clone())),
            Event::SuspenseSeen(_, item) | Event::SuspenseStepped(_, _, item) => {
                Some(Self::Suspense(item.clone()))
            }
            Event::PackageStepped(_, _, package) => Some(Self::Package(package.clone())),
            Event::UserChanged(_, user) => Some(Self::User(user.clone())),
            Event::PromoStepped(_, _, promo) => Some(Self::Promo(promo.clone())),
            Event::RosterStepped(_, roster) => Some(Self::Roster(roster.clone())),
            Event::PolicyStepped(_, book) => Some(Self::Policy(book.clone())),
        }
    }

    /// Its name.
    #[must_use]
    pub fn id(&self) -> AggregateId {
        match self {
            Self::Account(account) => AggregateId::Account(account.id.clone()),
            Self::Package(package) => AggregateId::Package(package.id.clone()),
            Self::Series(series) => AggregateId::Series(series.month),
            Self::User(user) => AggregateId::User(user.id.clone()),
            Self::Suspense(item) => AggregateId::Suspense(item.order_id.clone()),
            Self::Promo(promo) => AggregateId::Promo(promo.id.clone()),
            Self::Roster(_) => AggregateId::Roster,
            Self::Policy(_) => AggregateId::Policy,
        }
    }
}

/// The aggregates that a command works on, as loaded. What is not here does not exist or was not
/// named by the command.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Books {
    held: BTreeMap<AggregateId, Aggregate>,
}

impl Books {
    /// Puts an aggregate in, in place of an older state of it.
    pub fn put(&mut self, aggregate: Aggregate) {
        self.held.insert(aggregate.id(), aggregate);
    }

    /// The state of an aggregate.
    #[must_use]
    pub fn get(&self, id: &AggregateId) -> Option<&Aggregate> {
        self.held.get(id)
    }

    /// A customer's account.
    #[must_use]
    pub fn account(&self, id: &AccountId) -> Option<&Account> {
        match self.held.get(&AggregateId::Account(id.clone())) {
            Some(Aggregate::Account(account)) => Some(account),
            _ => None,
        }
    }

    /// The account that has the invoice.
    #[must_use]
    pub fn account_of_invoice(&self, invoice: &InvoiceId) -> Option<&Account> {
        self.accounts().find(|account| account.invoices.contains_key(invoice))
    }

    /// The account that has the attempt.
    #[must_use]
    pub fn account_of_order(&self, order: &OrderId) -> Option<&Account> {
        self.accounts().find(|account| account.attempts.contains_key(order))
    }

    /// The account that has the subscription.
    #[must_use]
    pub fn account_of_subscription(&self, subscription: &SubscriptionId) -> Option<&Account> {
        self.accounts().find(|account| account.subscriptions.contains_key(subscription))
    }

    /// A package.
    #[must_use]
    pub fn package(&self, id: &PackageId) -> Option<&Package> {
        match self.held.get(&AggregateId::Package(id.clone())) {
            Some(Aggregate::Package(package)) => Some(package),
            _ => None,
        }
    }

    /// The series of a month; a new one when there is none yet.
    #[must_use]
    pub fn series(&self, month: Month) -> Series {
        match self.held.get(&AggregateId::Series(month)) {
            Some(Aggregate::Series(series)) => series.clone(),
            _ => Series::new(month),
        }
    }

    /// A member of staff.
    #[must_use]
    pub fn user(&self, id: &UserId) -> Option<&User> {
        match self.held.get(&AggregateId::User(id.clone())) {
            Some(Aggregate::User(user)) => Some(user),
            _ => None,
        }
    }

    /// What is known about an unknown order.
    #[must_use]
    pub fn suspense(&self, order: &OrderId) -> Option<&SuspenseItem> {
        match self.held.get(&AggregateId::Suspense(order.clone())) {
            Some(Aggregate::Suspense(item)) => Some(item),
            _ => None,
        }
    }

    /// A promotion.
    #[must_use]
    pub fn promo(&self, id: &PromoId) -> Option<&Promo> {
        match self.held.get(&AggregateId::Promo(id.clone())) {
            Some(Aggregate::Promo(promo)) => Some(promo),
            _ => None,
        }
    }

    /// Everybody's access; empty where the host keeps its own people.
    #[must_use]
    pub fn roster(&self) -> Roster {
        match self.held.get(&AggregateId::Roster) {
            Some(Aggregate::Roster(roster)) => roster.clone(),
            _ => Roster::default(),
        }
    }

    /// The seller's policy; `None` where none is stored.
    #[must_use]
    pub fn policy(&self) -> Option<&PolicyBook> {
        match self.held.get(&AggregateId::Policy) {
            Some(Aggregate::Policy(book)) => Some(&**book),
            _ => None,
        }
    }

    /// The account that has the refund.
    #[must_use]
    pub fn account_of_refund(&self, id: &RefundId) -> Option<&Account> {
        self.accounts().find(|account| account.refunds.contains_key(id))
    }

    /// The account that has the void.
    #[must_use]
    pub fn account_of_void(&self, id: &VoidId) -> Option<&Account> {
        self.accounts().find(|account| account.voids.contains_key(id))
    }

    /// The account that has the posting.
    #[must_use]
    pub fn account_of_posting(&self, id: &PostingId) -> Option<&Account> {
        self.accounts().find(|account| account.postings.contains_key(id))
    }

    /// The account that has the credit note.
    #[must_use]
    pub fn account_of_credit_note(&self, id: &CreditNoteId) -> Option<&Account> {
        self.accounts().find(|account| account.credit_notes.contains_key(id))
    }

    /// The account that has the case.
    #[must_use]
    pub fn account_of_case(&self, id: &CaseId) -> Option<&Account> {
        self.accounts().find(|account| account.cases.contains_key(id))
    }

    /// The account that has the reminder.
    #[must_use]
    pub fn account_of_reminder(&self, id: &ReminderId) -> Option<&Account> {
        self.accounts().find(|account| account.reminders.contains_key(id))
    }

    /// The account to which a message was sent that its provider knows by this name.
    #[must_use]
    pub fn account_of_message(&self, channel: MessageChannel, name: &str) -> Option<&Account> {
        let sent = |account: &&Account| {
            account.reminders.values().any(|reminder| reminder.has_message(channel, name))
        };
        self.accounts().find(sent)
    }

    /// The account whose customer has the number.
    #[must_use]
    pub fn account_with_code(&self, code: &CustomerCode) -> Option<&Account> {
        self.accounts().find(|account| account.customer.code == *code)
    }

    /// The package that is sold under the code.
    #[must_use]
    pub fn package_with_code(&self, code: &str) -> Option<&Package> {
        self.held.values().find_map(|aggregate| match aggregate {
            Aggregate::Package(package) if package.code == code => Some(package),
            _ => None,
        })
    }

    /// The member of staff who signs in with the address (lower case).
    #[must_use]
    pub fn user_with_email(&self, email: &str) -> Option<&User> {
        self.held.values().find_map(|aggregate| match aggregate {
            Aggregate::User(user) if user.email == email => Some(user),
            _ => None,
        })
    }

    fn accounts(&self) -> impl Iterator<Item = &Account> {
        self.held.values().filter_map(|aggregate| match aggregate {
            Aggregate::Account(account) => Some(&**account),
            _ => None,
        })
    }
}
