//! The rows that an aggregate is made of: what a store writes and what an audit entry compares.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::account::{
    Account, Attempt, Case, CreditNote, Invoice, Posting, RefundCase, Reminder, VoidCase,
};
use crate::aggregate::Aggregate;
use crate::customer::Customer;
use crate::id::AccountId;
use crate::money::Rupiah;
use crate::package::Package;
use crate::policy::PolicyBook;
use crate::promo::Promo;
use crate::roster::Roster;
use crate::series::Series;
use crate::staff::User;
use crate::subscription::Subscription;
use crate::suspense::SuspenseItem;

/// One row of state. `account` names the account that a row belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Row {
    /// The account itself: customer and balances.
    Account(AccountRow),
    /// A subscription of an account.
    Subscription {
        /// Whose.
        account: AccountId,
        /// The row.
        row: Subscription,
    },
    /// An invoice of an account, with lines and allocations.
    Invoice {
        /// Whose.
        account: AccountId,
        /// The row.
        row: Invoice,
    },
    /// A payment attempt of an account, with refunds.
    Attempt {
        /// Whose.
        account: AccountId,
        /// The row.
        row: Attempt,
    },
    /// A case of an account.
    Case {
        /// Whose.
        account: AccountId,
        /// The row.
        row: Case,
    },
    /// A refund of an account.
    Refund {
        /// Whose.
        account: AccountId,
        /// The row.
        row: RefundCase,
    },
    /// A void of an account.
    Void {
        /// Whose.
        account: AccountId,
        /// The row.
        row: VoidCase,
    },
    /// Money taken by hand for an account.
    Posting {
        /// Whose.
        account: AccountId,
        /// The row.
        row: Posting,
    },
    /// A credit note of an account.
    CreditNote {
        /// Whose.
        account: AccountId,
        /// The row.
        row: CreditNote,
    },
    /// A step of dunning of a bill of an account.
    Reminder {
        /// Whose.
        account: AccountId,
        /// The row.
        row: Reminder,
    },
    /// A package.
    Package(Package),
    /// A month's numbers.
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

/// An account without what hangs on it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountRow {
    /// The customer.
    pub id: AccountId,
    /// What is decided about the customer.
    pub customer: Customer,
    /// Money that the customer has with us.
    pub credit: Rupiah,
    /// Money at an amount nobody asked for.
    pub suspense: Rupiah,
}

impl Row {
    /// What kind of thing people call it: the `entity` of an audit entry.
    #[must_use]
    pub const fn entity(&self) -> &'static str {
        match self {
            Self::Account(_) => "customer",
            Self::Subscription { .. } => "subscription",
            Self::Invoice { .. } => "invoice",
            Self::Attempt { .. } => "payment",
            Self::Case { .. } => "case",
            Self::Package(_) => "package",
            Self::Series(_) => "series",
            Self::User(_) => "user",
            Self::Suspense(_) => "suspense",
            Self::Refund { .. } => "refund",
            Self::Void { .. } => "void",
            Self::Posting { .. } => "posting",
            Self::CreditNote { .. } => "credit_note",
            Self::Reminder { .. } => "reminder",
            Self::Promo(_) => "promo",
            Self::Roster(_) => "access",
            Self::Policy(_) => "policy",
        }
    }

    /// Its id within the kind.
    #[must_use]
    pub fn id(&self) -> String {
        match self {
            Self::Account(row) => row.id.to_string(),
            Self::Subscription { row, .. } => row.id.to_string(),
            Self::Invoice { row, .. } => row.id.to_string(),
            Self::Attempt { row, .. } => row.order_id.to_string(),
            Self::Case { row, .. } => row.id.to_string(),
            Self::Package(row) => row.id.to_string(),
            Self::Series(row) => row.month.to_string(),
            Self::User(row) => row.id.to_string(),
            Self::Suspense(row) => row.order_id.to_string(),
            Self::Refund { row, .. } => row.id.to_string(),
            Self::Void { row, .. } => row.id.to_string(),
            Self::Posting { row, .. } => row.id.to_string(),
            Self::CreditNote { row, .. } => row.id.to_string(),
            Self::Reminder { row, .. } => row.id.to_string(),
            Self::Promo(row) => row.id.to_string(),
            Self::Roster(_) => "staff".to_owned(),
            Self::Policy(_) => "seller".to_owned(),
        }
    }

    /// Its fields.
    pub(super) fn fields(&self) -> Value {
        let value = match self {
            Self::Account(row) => serde_json::to_value(row),
            Self::Subscription { row, .. } => serde_json::to_value(row),
            Self::Invoice { row, .. } => serde_json::to_value(row),
            Self::Attempt { row, .. } => serde_json::to_value(row),
            Self::Case { row, .. } => serde_json::to_value(row),
            Self::Package(row) => serde_json::to_value(row),
            Self::Series(row) => serde_json::to_value(row),
            Self::User(row) => serde_json::to_value(row),
            Self::Suspense(row) => serde_json::to_value(row),
            Self::Refund { row, .. } => serde_json::to_value(row),
            Self::Void { row, .. } => serde_json::to_value(row),
            Self::Posting { row, .. } => serde_json::to_value(row),
            Self::CreditNote { row, .. } => serde_json::to_value(row),
            Self::Reminder { row, .. } => serde_json::to_value(row),
            Self::Promo(row) => serde_json::to_value(row),
            Self::Roster(row) => serde_json::to_value(row),
            Self::Policy(row) => serde_json::to_value(row),
        };
        value.unwrap_or(Value::Null) // plain data with text keys always serialises
    }
}

/// The rows that differ between two states of one aggregate, each with its older form.
#[must_use]
pub fn rows_changed(before: Option<&Aggregate>, after: &Aggregate) -> Vec<(Option<Row>, Row)> {
    let mut found = Vec::new();
    match after {
        Aggregate::Account(after) => {
            let before = match before {
                Some(Aggregate::Account(before)) => Some(&**before),
                _ => None,
            };
            account_rows(before, after, &mut found);
        }
        Aggregate::Package(after) => {
            push(&mut found, single(before), Row::Package(after.clone()));
        }
        Aggregate::Series(after) => push(&mut found, single(before), Row::Series(after.clone())),
        Aggregate::User(after) => push(&mut found, single(before), Row::User(after.clone())),
        Aggregate::Suspense(after) => {
            push(&mut found, single(before), Row::Suspense(after.clone()));
        }
        Aggregate::Promo(after) => push(&mut found, single(before), Row::Promo(after.clone())),
        Aggregate::Roster(after) => push(&mut found, single(before), Row::Roster(after.clone())),
        Aggregate::Policy(after) => push(&mut found, single(before), Row::Policy(after.clone())),
    }
    found
}

fn single(before: Option<&Aggregate>) -> Option<Row> {
    match before? {
        Aggregate::Account(account) => Some(Row::Account(account_row(account))),
        Aggregate::Package(row) => Some(Row::Package(row.clone())),
        Aggregate::Series(row) => Some(Row::Series(row.clone())),
        Aggregate::User(row) => Some(Row::User(row.clone())),
        Aggregate::Suspense(row) => Some(Row::Suspense(row.clone())),
        Aggregate::Promo(row) => Some(Row::Promo(row.clone())),
        Aggregate::Roster(row) => Some(Row::Roster(row.clone())),
        Aggregate::Policy(row) => Some(Row::Policy(row.clone())),
    }
}

fn push(found: &mut Vec<(Option<Row>, Row)>, before: Option<Row>, after: Row) {
    if before.as_ref() != Some(&after) {
        found.push((before, after));
    }
}

fn account_row(account: &Account) -> AccountRow {
    AccountRow {
        id: account.id.clone(),
        customer: account.customer.clone(),
        credit: account.credit,
        suspense: account.suspense,
    }
}

fn account_rows(before: Option<&Account>, after: &Account, found: &mut Vec<(Option<Row>, Row)>) {
    let own = before.map(|account| Row::Account(account_row(account)));
    push(found, own, Row::Account(account_row(after)));
    macro_rules! each {
        ($map:ident, $variant:ident) => {
            for (id, row) in &after.$map {
                let older = before.and_then(|account| account.$map.get(id));
                if older != Some(row) {
                    let wrap = |row| Row::$variant { account: after.id.clone(), row };
                    found.push((older.cloned().map(wrap), wrap(row.clone())));
                }
            }
        };
    }
    each!(subscriptions, Subscription);
    each!(invoices, Invoice);
    each!(attempts, Attempt);
    each!(cases, Case);
    each!(postings, Posting);
    each!(credit_notes, CreditNote);
    each!(refunds, Refund);
    each!(voids, Void);
    each!(reminders, Reminder);
}
