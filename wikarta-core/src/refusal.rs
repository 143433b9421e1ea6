//! A business no: typed, with a stable code, the rule it follows from, and what would be allowed.

use crate::access::{Permission, Role, StaticConflict};
use crate::account::InvoiceStatus;
use crate::customer::CustomerError;
use crate::id::{InvoiceId, OrderId};
use crate::money::MoneyError;
use crate::time::Month;

/// Why a command was refused. Nothing has changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Refusal {
    /// The actor's roles do not have the permission.
    #[error("`{permission}` is not among the permissions of the actor")]
    Denied {
        /// What would be needed.
        permission: Permission,
        /// Who has it.
        held_by: Vec<Role>,
    },
    /// What the command names does not exist, or not for this actor.
    #[error("there is no {kind} `{id}`")]
    NotFound {
        /// The kind of thing.
        kind: &'static str,
        /// The id that was given.
        id: String,
    },
    /// The thing exists already.
    #[error("the {kind} `{id}` exists already")]
    Exists {
        /// The kind of thing.
        kind: &'static str,
        /// Its id.
        id: String,
    },
    /// The period of the subscription has an invoice.
    #[error("period {period} is billed already, by invoice `{invoice}`")]
    AlreadyBilled {
        /// The month.
        period: Month,
        /// The invoice that bills it.
        invoice: InvoiceId,
    },
    /// The month lies before the subscription's first day.
    #[error("the subscription starts after period {period}")]
    PeriodBeforeStart {
        /// The month.
        period: Month,
    },
    /// The invoice's status does not allow the act.
    #[error("an invoice that is {status} cannot be {act}")]
    InvalidState {
        /// The invoice.
        invoice: InvoiceId,
        /// Its status now.
        status: InvoiceStatus,
        /// What was asked, such as `issued` or `charged`.
        act: &'static str,
        /// What is possible in this status.
        allowed: &'static [&'static str],
    },
    /// Invoices of different customers cannot be paid by one attempt.
    #[error("one attempt pays invoices of one customer; `{0}` is another customer's")]
    OtherCustomer(InvoiceId),
    /// No invoice was named.
    #[error("name at least one invoice and at most {max}")]
    InvoiceCount {
        /// The most that one attempt may pay.
        max: usize,
    },
    /// The attempt has ended, so there is nothing to ask the gateway for.
    #[error("attempt `{0}` is not waiting for an answer")]
    NothingAwaited(OrderId),
    /// A status read was started before another one that has been taken in.
    #[error("the read of `{order_id}` carries number {given}, the next one is {next}")]
    StaleRead {
        /// The order.
        order_id: OrderId,
        /// The number it carries.
        given: u32,
        /// The number that is next.
        next: u32,
    },
    /// The idempotency key was used for another request.
    #[error("this idempotency key was used for another request")]
    KeyReused,
    /// The roles may not be held together.
    #[error(transparent)]
    RoleConflict(#[from] StaticConflict),
    /// A value of a customer is not acceptable.
    #[error(transparent)]
    Customer(#[from] CustomerError),
    /// A value is outside what is allowed.
    #[error("the {field} {problem}")]
    Invalid {
        /// The field.
        field: &'static str,
        /// What is wrong with it, to follow the field's name in a sentence.
        problem: &'static str,
    },
    /// An amount is outside the range.
    #[error(transparent)]
    Money(#[from] MoneyError),
}

impl Refusal {
    /// The stable code that programs branch on.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied { .. } => "denied",
            Self::NotFound { .. } => "not_found",
            Self::Exists { .. } => "exists",
            Self::AlreadyBilled { .. } => "already_billed",
            Self::PeriodBeforeStart { .. } => "period_before_start",
            Self::InvalidState { .. } => "invalid_state",
            Self::OtherCustomer(_) => "other_customer",
            Self::InvoiceCount { .. } => "invoice_count",
            Self::NothingAwaited(_) => "nothing_awaited",
            Self::StaleRead { .. } => "stale_read",
            Self::KeyReused => "idempotency_mismatch",
            Self::RoleConflict(_) => "sod_conflict",
            Self::Customer(_) => "customer_invalid",
            Self::Invalid { .. } => "invalid",
            Self::Money(_) => "amount_invalid",
        }
    }

    /// The rule that refused, as the documentation names it.
    #[must_use]
    pub const fn rule(&self) -> &'static str {
        match self {
            Self::Denied { .. } => "access.matrix",
            Self::NotFound { .. } => "reference.exists",
            Self::Exists { .. } => "reference.unique",
            Self::AlreadyBilled { .. } => "billing.once_per_period",
            Self::PeriodBeforeStart { .. } => "billing.within_subscription",
            Self::InvalidState { .. } => "invoice.state",
            Self::OtherCustomer(_) => "payment.one_customer",
            Self::InvoiceCount { .. } => "payment.invoice_count",
            Self::NothingAwaited(_) => "attempt.state",
            Self::StaleRead { .. } => "attempt.read_sequence",
            Self::KeyReused => "idempotency.same_request",
            Self::RoleConflict(_) => "access.static_separation",
            Self::Customer(_) => "customer.values",
            Self::Invalid { .. } => "input.values",
            Self::Money(_) => "money.range",
        }
    }

    /// What would be allowed instead: roles that may, acts that are possible.
    #[must_use]
    pub fn allowed(&self) -> Vec<String> {
        match self {
            Self::Denied { held_by, .. } => {
                held_by.iter().map(|role| role.as_str().to_owned()).collect()
            }
            Self::InvalidState { allowed, .. } => {
                allowed.iter().map(|act| (*act).to_owned()).collect()
            }
            Self::AlreadyBilled { invoice, .. } => vec![invoice.to_string()],
            Self::NotFound { .. }
            | Self::Exists { .. }
            | Self::PeriodBeforeStart { .. }
            | Self::OtherCustomer(_)
            | Self::InvoiceCount { .. }
            | Self::NothingAwaited(_)
            | Self::StaleRead { .. }
            | Self::KeyReused
            | Self::RoleConflict(_)
            | Self::Customer(_)
            | Self::Invalid { .. }
            | Self::Money(_) => Vec::new(),
        }
    }
}
