//! A business no: typed, with a stable code, the rule it follows from, and what would be allowed.

use crate::access::{Permission, PermissionConflict, Role, SeparationRule, StaticConflict};
use crate::account::InvoiceStatus;
use crate::customer::CustomerError;
use crate::id::{InvoiceId, OrderId};
use crate::money::{MoneyError, Rupiah};
use crate::policy::PolicyFlaws;
use crate::time::{Month, Timestamp};

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
    /// The permissions may not be held together.
    #[error(transparent)]
    PermissionConflict(#[from] PermissionConflict),
    /// The person has had another hand in this case already: a different person must do it.
    #[error("separation of duties: {rule}")]
    Separation {
        /// The rule.
        rule: SeparationRule,
        /// Who may do it instead.
        held_by: Vec<Role>,
    },
    /// What stands where it stands does not take the act.
    #[error("a {kind} that is {state} cannot be {act}")]
    State {
        /// The kind of thing: `refund`, `void`, `posting`, …
        kind: &'static str,
        /// Which one.
        id: String,
        /// Where it stands.
        state: String,
        /// What was asked, to follow `cannot be`.
        act: &'static str,
        /// What it takes now.
        allowed: Vec<&'static str>,
    },
    /// The person agreed to this already.
    #[error("you have approved {kind} `{id}` already; another person has to")]
    AlreadyApproved {
        /// The kind of thing.
        kind: &'static str,
        /// Which one.
        id: String,
    },
    /// The content is not the one that was agreed to.
    #[error("{kind} `{id}` was changed after it was approved; it has to be approved anew")]
    ContentChanged {
        /// The kind of thing.
        kind: &'static str,
        /// Which one.
        id: String,
    },
    /// More than there is.
    #[error("{asked} is more than the {left} that is left")]
    TooMuch {
        /// Whole rupiah asked for.
        asked: Rupiah,
        /// Whole rupiah that are left.
        left: Rupiah,
    },
    /// No single payment can give so much, or several could: it has to be named.
    #[error("name the payment that is to be refunded")]
    SourceAmbiguous {
        /// The payments, each with what it can give.
        sources: Vec<(String, Rupiah)>,
    },
    /// Too few people agreed for the sum that counts.
    #[error("tier {tier} needs {needed} approvals by different people; there are {have}")]
    ApprovalsMissing {
        /// The tier.
        tier: u8,
        /// How many it needs.
        needed: u8,
        /// How many count.
        have: u8,
    },
    /// It may not be carried out before an instant.
    #[error("it may not be carried out before {0}")]
    TooEarly(Timestamp),
    /// Its time is over.
    #[error("{kind} `{id}` fell away at {at}; ask anew")]
    Lapsed {
        /// The kind of thing.
        kind: &'static str,
        /// Which one.
        id: String,
        /// When.
        at: Timestamp,
    },
    /// What proves it is missing.
    #[error("evidence is missing: {0}")]
    EvidenceMissing(&'static str),
    /// A tax document stands for the invoice.
    #[error(
        "tax document `{0}` stands for the invoice; cancel it at the tax office and record that"
    )]
    TaxLocked(String),
    /// The same thing is recorded already.
    #[error("this {kind} is recorded already as `{id}`")]
    Duplicate {
        /// The kind of thing.
        kind: &'static str,
        /// The one that is recorded.
        id: String,
    },
    /// A person with the role holds nothing of this kind besides.
    #[error("a person who is {role} may not hold `{permission}` besides")]
    RoleForbids {
        /// The role.
        role: Role,
        /// What it forbids.
        permission: Permission,
    },
    /// Only the person who asked may take it back or change it.
    #[error("only the person who asked for {kind} `{id}` may do that")]
    NotYours {
        /// The kind of thing.
        kind: &'static str,
        /// Which one.
        id: String,
    },
    /// The last person with a role cannot lose it.
    #[error("at least one active person must stay {0}")]
    LastHolder(Role),
    /// An emergency is under way.
    #[error("an emergency is under way until {0}")]
    EmergencyActive(Timestamp),
    /// There is nothing to do.
    #[error("there is nothing to {0}")]
    Nothing(&'static str),
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
    /// A policy does not hold together.
    #[error(transparent)]
    Policy(#[from] PolicyFlaws),
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
            Self::StaleRead { .. } => "stale_read",
            Self::KeyReused => "idempotency_mismatch",
            Self::RoleConflict(_) => "sod_conflict",
            Self::PermissionConflict(_) => "sod_conflict",
            Self::Separation { .. } => "sod_self",
            Self::State { .. } => "state_conflict",
            Self::AlreadyApproved { .. } => "already_approved",
            Self::ContentChanged { .. } => "content_changed",
            Self::TooMuch { .. } => "too_much",
            Self::SourceAmbiguous { .. } => "source_ambiguous",
            Self::ApprovalsMissing { .. } => "approvals_missing",
            Self::TooEarly(_) => "too_early",
            Self::Lapsed { .. } => "lapsed",
            Self::EvidenceMissing(_) => "evidence_missing",
            Self::TaxLocked(_) => "tax_locked",
            Self::Duplicate { .. } => "duplicate",
            Self::RoleForbids { .. } => "sod_conflict",
            Self::NotYours { .. } => "not_yours",
            Self::LastHolder(_) => "last_holder",
            Self::EmergencyActive(_) => "emergency_active",
            Self::Nothing(_) => "nothing_to_do",
            Self::Customer(_) => "customer_invalid",
            Self::Invalid { .. } => "invalid",
            Self::Policy(_) => "policy_invalid",
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
            Self::StaleRead { .. } => "attempt.read_sequence",
            Self::KeyReused => "idempotency.same_request",
            Self::RoleConflict(_) => "access.static_separation",
            Self::PermissionConflict(_) => "access.permission_separation",
            Self::Separation { rule, .. } => rule.as_str(),
            Self::State { .. } => "case.state",
            Self::AlreadyApproved { .. } => "separation.approvers_distinct",
            Self::ContentChanged { .. } => "approval.exact_content",
            Self::TooMuch { .. } => "money.bound",
            Self::SourceAmbiguous { .. } => "refund.one_source",
            Self::ApprovalsMissing { .. } => "approval.tier",
            Self::TooEarly(_) => "approval.cooling_off",
            Self::Lapsed { .. } => "approval.lifetime",
            Self::EvidenceMissing(_) => "evidence.required",
            Self::TaxLocked(_) => "invoice.tax_document",
            Self::Duplicate { .. } => "evidence.unique",
            Self::RoleForbids { .. } => "access.static_separation",
            Self::NotYours { .. } => "case.own_request",
            Self::LastHolder(_) => "access.last_holder",
            Self::EmergencyActive(_) => "access.one_emergency",
            Self::Nothing(_) => "input.effect",
            Self::Customer(_) => "customer.values",
            Self::Invalid { .. } => "input.values",
            Self::Policy(_) => "policy.whole",
            Self::Money(_) => "money.range",
        }
    }

    /// What would be allowed instead: roles that may, acts that are possible.
    #[must_use]
    pub fn allowed(&self) -> Vec<String> {
        match self {
            Self::Denied { held_by, .. } | Self::Separation { held_by, .. } => {
                held_by.iter().map(|role| role.as_str().to_owned()).collect()
            }
            Self::InvalidState { allowed, .. } => {
                allowed.iter().map(|act| (*act).to_owned()).collect()
            }
            Self::AlreadyBilled { invoice, .. } => vec![invoice.to_string()],
            Self::State { allowed, .. } => allowed.iter().map(|act| (*act).to_owned()).collect(),
            Self::TooMuch { left, .. } => vec![left.get().to_string()],
            Self::SourceAmbiguous { sources } => {
                sources.iter().map(|(name, left)| format!("{name}:{}", left.get())).collect()
            }
            Self::TooEarly(at) | Self::EmergencyActive(at) => vec![at.to_string()],
            Self::Duplicate { id, .. } => vec![id.clone()],
            Self::NotFound { .. }
            | Self::Exists { .. }
            | Self::PeriodBeforeStart { .. }
            | Self::OtherCustomer(_)
            | Self::InvoiceCount { .. }
            | Self::StaleRead { .. }
            | Self::KeyReused
            | Self::RoleConflict(_)
            | Self::PermissionConflict(_)
            | Self::AlreadyApproved { .. }
            | Self::ContentChanged { .. }
            | Self::ApprovalsMissing { .. }
            | Self::Lapsed { .. }
            | Self::EvidenceMissing(_)
            | Self::TaxLocked(_)
            | Self::RoleForbids { .. }
            | Self::NotYours { .. }
            | Self::LastHolder(_)
            | Self::Nothing(_)
            | Self::Customer(_)
            | Self::Invalid { .. }
            | Self::Policy(_)
            | Self::Money(_) => Vec::new(),
        }
    }
}
