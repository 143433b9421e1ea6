//! Decisions of the catalogue group.

use super::authority::Asked;
use super::{Context, Decision};
use crate::access::Permission;
use crate::aggregate::Books;
use crate::command::CatalogueCommand as C;
use crate::ports::Subject;
use crate::refusal::Refusal;

/// Who may ask for it.
pub(super) const fn asked(command: &C) -> Asked {
    match command {
        C::ProposePrice { .. } | C::Describe { .. } | C::Archive { .. } => {
            Asked::Staff(Permission::PackageManage)
        }
        C::ApprovePrice { .. } | C::RejectPrice { .. } => {
            Asked::Staff(Permission::PackageApprovePrice)
        }
        C::ProposePromo(_) => Asked::Staff(Permission::PromoPropose),
        C::ApprovePromo { .. } | C::RejectPromo { .. } => Asked::Staff(Permission::PromoApprove),
    }
}

/// What it names.
pub(crate) fn subjects(command: &C) -> Vec<Subject> {
    match command {
        C::ProposePrice { package, .. }
        | C::ApprovePrice { package }
        | C::RejectPrice { package, .. }
        | C::Describe { package, .. }
        | C::Archive { package } => vec![Subject::Package(package.clone())],
        C::ProposePromo(_) => Vec::new(),
        C::ApprovePromo { promo } | C::RejectPromo { promo, .. } => {
            vec![Subject::Promo(promo.clone())]
        }
    }
}

/// Decides it.
pub(super) fn decide(
    _books: &Books,
    _command: &C,
    _context: &Context<'_>,
) -> Result<Decision, Refusal> {
    Err(Refusal::Nothing("catalogue"))
}
