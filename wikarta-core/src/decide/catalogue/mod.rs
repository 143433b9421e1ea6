//! What is on sale and at which price: proposed by one person, approved by another.

mod define;
mod price;
mod promo;

use super::authority::Asked;
use super::{Context, Decision, hand, not_found, reason};
use crate::access::Permission;
use crate::aggregate::Books;
use crate::command::CatalogueCommand as C;
use crate::refusal::Refusal;

pub(super) use define::define;

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
    books: &Books,
    command: &C,
    context: &Context<'_>,
) -> Result<Decision, Refusal> {
    let package = |id| books.package(id).ok_or_else(|| not_found("package", id));
    match command {
        C::ProposePrice { package: id, price, pricing, reason } => {
            price::propose(package(id)?, (*price, *pricing), reason, context)
        }
        C::ApprovePrice { package: id } => price::approve(package(id)?, context),
        C::RejectPrice { package: id, reason } => price::reject(package(id)?, reason, context),
        C::Describe { package: id, name, description } => {
            define::describe(package(id)?, name, description)
        }
        C::Archive { package: id } => define::archive(package(id)?),
        C::ProposePromo(order) => promo::propose(books, order, context),
        C::ApprovePromo { promo } => promo::approve(books, promo, context),
        C::RejectPromo { promo, reason } => promo::reject(books, promo, reason, context),
    }
}
