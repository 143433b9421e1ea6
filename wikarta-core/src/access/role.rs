//! Roles and the matrix of what each may do.

use serde::{Deserialize, Serialize};

use super::permission::Permission;
use crate::words::words;

words! {
    /// A role of the panel.
    Role {
        /// Sets up users, roles and keys; emergencies only, no daily money acts.
        Superuser = "SUPERUSER",
        /// Approves.
        Supervisor = "SUPERVISOR",
        /// Bills, collects, reconciles, asks for refunds.
        Keuangan = "KEUANGAN",
        /// Customers, packages, promotions.
        Marketing = "MARKETING",
        /// Technical support, read-only where money is concerned.
        Teknisi = "TEKNISI",
        /// Reads everything, does nothing.
        Auditor = "AUDITOR",
    }
}

/// How far a permission reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Scope {
    /// Limited: own records, masked values, or no payment detail, as the operation says.
    Limited,
    /// All of it.
    All,
}

const NO: Option<Scope> = None;
const SOME: Option<Scope> = Some(Scope::Limited);
const ALL: Option<Scope> = Some(Scope::All);

use Permission as P;

/// The matrix, one line a permission: SUPERUSER, SUPERVISOR, KEUANGAN, MARKETING, TEKNISI, AUDITOR.
#[rustfmt::skip]
pub(super) const MATRIX: &[(Permission, [Option<Scope>; 6])] = &[
    (P::CustomerView, [ALL, ALL, ALL, ALL, SOME, ALL]),
    (P::CustomerManage, [NO, NO, ALL, ALL, NO, NO]),
    (P::CustomerDelete, [NO, ALL, NO, NO, NO, NO]),
    (P::CustomerRevealPii, [NO, ALL, ALL, SOME, SOME, NO]),
    (P::CustomerExportPii, [NO, ALL, NO, NO, NO, NO]),
    (P::PackageView, [ALL, ALL, ALL, ALL, ALL, ALL]),
    (P::PackageManage, [NO, NO, NO, ALL, NO, NO]),
    (P::PackageApprovePrice, [NO, ALL, NO, NO, NO, NO]),
    (P::PromoPropose, [NO, NO, NO, ALL, NO, NO]),
    (P::PromoApprove, [NO, ALL, NO, NO, NO, NO]),
    (P::SubscriptionView, [ALL, ALL, ALL, ALL, ALL, ALL]),
    (P::SubscriptionChange, [NO, NO, NO, ALL, NO, NO]),
    (P::SubscriptionIsolate, [NO, ALL, ALL, NO, NO, NO]),
    (P::SubscriptionRequestTermination, [NO, NO, ALL, ALL, NO, NO]),
    (P::SubscriptionApproveTermination, [NO, ALL, NO, NO, NO, NO]),
    (P::InvoiceView, [ALL, ALL, ALL, SOME, SOME, ALL]),
    (P::InvoiceCreate, [NO, NO, ALL, NO, NO, NO]),
    (P::InvoiceIssue, [NO, NO, ALL, NO, NO, NO]),
    (P::InvoiceSend, [NO, NO, ALL, NO, NO, NO]),
    (P::InvoiceRequestCredit, [NO, NO, ALL, NO, NO, NO]),
    (P::InvoiceApproveCredit, [NO, ALL, NO, NO, NO, NO]),
    (P::PaymentView, [ALL, ALL, ALL, NO, SOME, ALL]),
    (P::PaymentCharge, [NO, NO, ALL, NO, NO, NO]),
    (P::PaymentPostManual, [NO, NO, ALL, NO, NO, NO]),
    (P::PaymentVerifyManual, [NO, ALL, ALL, NO, NO, NO]),
    (P::PaymentReverse, [NO, ALL, NO, NO, NO, NO]),
    (P::WithholdingRecord, [NO, NO, ALL, NO, NO, NO]),
    (P::ReconcileView, [NO, ALL, ALL, NO, NO, ALL]),
    (P::ReconcileRun, [NO, ALL, ALL, NO, NO, NO]),
    (P::ReconcileProposeCorrection, [NO, NO, ALL, NO, NO, NO]),
    (P::ReconcileApproveCorrection, [NO, ALL, NO, NO, NO, NO]),
    (P::RefundView, [ALL, ALL, ALL, NO, NO, ALL]),
    (P::RefundRequest, [NO, NO, ALL, SOME, NO, NO]),
    (P::RefundVerify, [NO, NO, ALL, NO, NO, NO]),
    (P::RefundApprove, [NO, ALL, NO, NO, NO, NO]),
    (P::RefundExecute, [NO, NO, ALL, NO, NO, NO]),
    (P::VoidRequest, [NO, NO, ALL, NO, NO, NO]),
    (P::VoidApprove, [NO, ALL, NO, NO, NO, NO]),
    (P::DunningView, [ALL, ALL, ALL, ALL, NO, ALL]),
    (P::DunningOperate, [NO, ALL, ALL, NO, NO, NO]),
    (P::DunningConfigure, [ALL, NO, NO, NO, NO, NO]),
    (P::DunningApproveTemplate, [NO, ALL, NO, NO, NO, NO]),
    (P::WebhookView, [ALL, ALL, ALL, NO, NO, ALL]),
    (P::WebhookReplay, [ALL, ALL, NO, NO, NO, NO]),
    (P::ReportFinance, [NO, ALL, ALL, NO, NO, NO]),
    (P::ReportSales, [ALL, ALL, ALL, ALL, NO, NO]),
    (P::ReportExport, [NO, ALL, ALL, NO, NO, NO]),
    (P::AuditView, [ALL, ALL, SOME, NO, NO, ALL]),
    (P::AuditVerify, [ALL, ALL, NO, NO, NO, ALL]),
    (P::UserManage, [ALL, NO, NO, NO, NO, NO]),
    (P::RbacView, [ALL, ALL, NO, NO, NO, ALL]),
    (P::RbacPropose, [ALL, NO, NO, NO, NO, NO]),
    (P::RbacApprove, [NO, ALL, NO, NO, NO, NO]),
    (P::SettingView, [ALL, ALL, SOME, NO, NO, ALL]),
    (P::SettingUpdate, [ALL, NO, NO, NO, NO, NO]),
    (P::SettingApprove, [NO, ALL, NO, NO, NO, NO]),
];

/// How far a role's permission reaches; `None` when the role does not have it.
#[must_use]
pub fn scope_of(role: Role, permission: Permission) -> Option<Scope> {
    let (_, cells) = MATRIX.iter().find(|(listed, _)| *listed == permission)?;
    let [superuser, supervisor, keuangan, marketing, teknisi, auditor] = *cells;
    match role {
        Role::Superuser => superuser,
        Role::Supervisor => supervisor,
        Role::Keuangan => keuangan,
        Role::Marketing => marketing,
        Role::Teknisi => teknisi,
        Role::Auditor => auditor,
    }
}

/// How far a permission reaches at most, for any built-in role.
#[must_use]
pub fn widest(permission: Permission) -> Option<Scope> {
    Role::ALL.iter().filter_map(|role| scope_of(*role, permission)).max()
}

/// The roles that have a permission.
#[must_use]
pub fn holders(permission: Permission) -> Vec<Role> {
    Role::ALL.iter().copied().filter(|role| scope_of(*role, permission).is_some()).collect()
}

/// Two roles that one person may not hold together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("one person may not be both {} and {}", .0.as_str(), .1.as_str())]
pub struct StaticConflict(pub Role, pub Role);

/// Whether a pair is forbidden (static separation of duties).
const fn forbidden(one: Role, other: Role) -> bool {
    use Role::{Auditor, Keuangan, Marketing, Superuser, Supervisor, Teknisi};
    match (one, other) {
        (Superuser, _) | (_, Superuser) | (Auditor, _) | (_, Auditor) => true,
        (Keuangan, Supervisor | Marketing | Teknisi)
        | (Supervisor | Marketing | Teknisi, Keuangan)
        | (Supervisor, Marketing | Teknisi)
        | (Marketing | Teknisi, Supervisor) => true,
        (Keuangan, Keuangan)
        | (Supervisor, Supervisor)
        | (Marketing | Teknisi, Marketing | Teknisi) => false,
    }
}

/// Checks that one person may hold these roles together. Legal sets follow from the forbidden pairs.
pub fn check_roles<'a>(
    roles: impl IntoIterator<Item = &'a Role> + Clone,
) -> Result<(), StaticConflict> {
    for one in roles.clone() {
        for other in roles.clone() {
            if one != other && forbidden(*one, *other) {
                return Err(StaticConflict(*one, *other));
            }
        }
    }
    Ok(())
}
