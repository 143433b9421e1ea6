//! Decisions of the catalogue group.

use super::authority::Asked;
use super::{Context, Decision};
use crate::access::Permission;
use crate::aggregate::Books;
use crate::command::CatalogueCommand as C;
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

/// Decides it.
pub(super) fn decide(
    _books: &Books,
    _command: &C,
    _context: &Context<'_>,
) -> Result<Decision, Refusal> {
    Err(Refusal::Nothing("catalogue"))
}
