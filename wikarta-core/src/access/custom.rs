//! Roles made by the installation, checked against separation of duties when they are defined.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::permission::Permission;
use super::role::{Role, Scope, check_roles, scope_of};
use crate::refusal::Refusal;

/// The code of a role made here: 3 to 24 of `A-Z 0-9 _`, none of the built-in ones.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct RoleCode(String);

/// Why a text is not a code for a role.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a code for a role of your own; use 3 to 24 of A-Z, 0-9 and _")]
pub struct RoleCodeError(String);

impl RoleCode {
    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The code with those letters, digits and `_` of a text that a code may have.
    #[cfg(feature = "testkit")]
    pub(crate) fn named(text: &str) -> Self {
        let plain = |c: &char| c.is_ascii_uppercase() || c.is_ascii_digit() || *c == '_';
        Self(text.chars().filter(plain).take(24).collect())
    }
}

impl fmt::Display for RoleCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for RoleCode {
    type Err = RoleCodeError;
    fn from_str(text: &str) -> Result<Self, RoleCodeError> {
        let plain = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_';
        let built_in = text.parse::<Role>().is_ok() || matches!(text, "SYSTEM" | "PAYER");
        if !(3..=24).contains(&text.len()) || !text.bytes().all(plain) || built_in {
            return Err(RoleCodeError(text.chars().take(40).collect()));
        }
        Ok(Self(text.to_owned()))
    }
}

impl TryFrom<String> for RoleCode {
    type Error = RoleCodeError;
    fn try_from(text: String) -> Result<Self, RoleCodeError> {
        text.parse()
    }
}

impl From<RoleCode> for String {
    fn from(value: RoleCode) -> Self {
        value.0
    }
}

/// A role made here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomRole {
    /// Its code.
    pub code: RoleCode,
    /// Its name as colleagues read it.
    pub name: String,
    /// What it may do, and how far.
    pub permissions: BTreeMap<Permission, Scope>,
}

/// What a person may do beyond the built-in roles, and whether it is an emergency.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Grants {
    /// Permissions of roles made here, each with its widest scope.
    pub permissions: BTreeMap<Permission, Scope>,
    /// The codes of those roles, for the audit trail.
    pub roles: BTreeSet<RoleCode>,
    /// Whether the person acts in an emergency that was declared.
    pub emergency: Emergency,
}

crate::words::words! {
    /// Whether somebody acts in a declared emergency.
    Emergency {
        /// No.
        No = "no",
        /// Yes.
        Yes = "yes",
    }
}

#[allow(clippy::derivable_impls, reason = "the macro writes the enum")]
impl Default for Emergency {
    fn default() -> Self {
        Self::No
    }
}

impl Grants {
    /// What these roles give together.
    #[must_use]
    pub fn of<'a>(roles: impl IntoIterator<Item = &'a CustomRole>) -> Self {
        let mut grants = Self::default();
        for role in roles {
            grants.roles.insert(role.code.clone());
            for (permission, scope) in &role.permissions {
                let held = grants.permissions.entry(*permission).or_insert(*scope);
                *held = (*held).max(*scope);
            }
        }
        grants
    }
}

/// Two permissions that one person may not hold together, with the rule that says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("one person may not hold both `{0}` and `{1}`")]
pub struct PermissionConflict(pub Permission, pub Permission);

use Permission as P;

/// Who asks and who agrees are two people: the pairs that no role and no person may hold together.
#[rustfmt::skip]
pub const CONFLICTS: &[(Permission, Permission)] = &[
    (P::RefundRequest, P::RefundApprove),
    (P::RefundVerify, P::RefundApprove),
    (P::RefundExecute, P::RefundApprove),
    (P::VoidRequest, P::VoidApprove),
    (P::PaymentPostManual, P::PaymentReverse),
    (P::ReconcileProposeCorrection, P::ReconcileApproveCorrection),
    (P::InvoiceRequestCredit, P::InvoiceApproveCredit),
    (P::PackageManage, P::PackageApprovePrice),
    (P::PromoPropose, P::PromoApprove),
    (P::SubscriptionRequestTermination, P::SubscriptionApproveTermination),
    (P::DunningConfigure, P::DunningApproveTemplate),
    (P::RbacPropose, P::RbacApprove),
    (P::UserManage, P::RbacApprove),
    (P::SettingUpdate, P::SettingApprove),
    (P::PackageManage, P::InvoiceIssue),
    (P::PromoPropose, P::InvoiceIssue),
    (P::SubscriptionChange, P::PaymentPostManual),
];

/// Permissions of the superuser: whoever holds one holds none that moves money or agrees to it.
pub const KEYS: &[Permission] =
    &[P::UserManage, P::RbacPropose, P::SettingUpdate, P::DunningConfigure];

/// Permissions that move money or agree to it.
pub const MONEY: &[Permission] = &[
    P::InvoiceCreate,
    P::InvoiceIssue,
    P::InvoiceRequestCredit,
    P::InvoiceApproveCredit,
    P::PaymentCharge,
    P::PaymentPostManual,
    P::PaymentVerifyManual,
    P::PaymentReverse,
    P::WithholdingRecord,
    P::ReconcileProposeCorrection,
    P::ReconcileApproveCorrection,
    P::RefundRequest,
    P::RefundVerify,
    P::RefundApprove,
    P::RefundExecute,
    P::VoidRequest,
    P::VoidApprove,
];

/// Checks that one person may hold all of these permissions.
///
/// # Errors
/// The first pair that is forbidden.
pub fn check_permissions(held: &BTreeSet<Permission>) -> Result<(), PermissionConflict> {
    match conflicts(CONFLICTS, KEYS, MONEY, held).next() {
        Some(pair) => Err(pair),
        None => Ok(()),
    }
}

/// Every pair of a table that these permissions break: the pairs that are written, and each key
/// beside each permission about money.
pub fn conflicts<'a>(
    pairs: &'a [(Permission, Permission)],
    keys: &'a [Permission],
    money: &'a [Permission],
    held: &'a BTreeSet<Permission>,
) -> impl Iterator<Item = PermissionConflict> + 'a {
    let crossed = keys.iter().flat_map(move |key| money.iter().map(move |one| (*key, *one)));
    let all = pairs.iter().copied().chain(crossed);
    all.filter(|(one, other)| held.contains(one) && held.contains(other))
        .map(|(one, other)| PermissionConflict(one, other))
}

/// Checks that one person may hold these roles and these roles made here together. SUPERUSER and
/// AUDITOR stand alone; TEKNISI has no financial act of any kind.
///
/// # Errors
/// [`Refusal::RoleConflict`], [`Refusal::RoleForbids`] or [`Refusal::PermissionConflict`].
pub fn check_held(roles: &BTreeSet<Role>, custom: &[&CustomRole]) -> Result<(), Refusal> {
    check_roles(roles)?;
    for permission in custom.iter().flat_map(|made| made.permissions.keys().copied()) {
        let forbids = |role: &&Role| match role {
            Role::Superuser | Role::Auditor => true,
            Role::Teknisi => MONEY.contains(&permission),
            Role::Supervisor | Role::Keuangan | Role::Marketing => false,
        };
        if let Some(role) = roles.iter().find(forbids) {
            return Err(Refusal::RoleForbids { role: *role, permission });
        }
    }
    check_permissions(&permissions_of(roles, custom.iter().copied()))?;
    Ok(())
}

/// Everything that a set of roles allows.
#[must_use]
pub fn permissions_of<'a>(
    roles: &BTreeSet<Role>,
    custom: impl IntoIterator<Item = &'a CustomRole>,
) -> BTreeSet<Permission> {
    let own = |role: &Role| {
        let role = *role;
        Permission::ALL.iter().copied().filter(move |one| scope_of(role, *one).is_some())
    };
    let made = custom.into_iter().flat_map(|role| role.permissions.keys().copied());
    roles.iter().flat_map(own).chain(made).collect()
}
