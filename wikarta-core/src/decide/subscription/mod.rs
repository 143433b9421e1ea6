//! Subscriptions: sold, changed, limited, ended. What a state takes stands in
//! [`crate::subscription::TABLE`].

mod ending;
mod extras;
mod plan;
mod sell;
mod service;

use chrono::NaiveDate;

use super::authority::Asked;
use super::{Answer, Context, Decision, hand, not_found, reason};
use crate::access::Permission;
use crate::account::{Account, AccountEvent};
use crate::aggregate::Books;
use crate::command::SubscriptionCommand as C;
use crate::event::Event;
use crate::id::SubscriptionId;
use crate::package::{Package, PackageState};
use crate::refusal::Refusal;
use crate::subscription::{Subscription, SubscriptionAct, SubscriptionStatus, acts_in, step};

pub(super) use sell::start;
pub(super) use service::{isolate, restore};

/// Who may ask for it.
pub(super) const fn asked(command: &C) -> Asked {
    match command {
        C::Sell(_)
        | C::Activate { .. }
        | C::ChangePlan { .. }
        | C::GivePromo { .. }
        | C::AddFee { .. } => Asked::Staff(Permission::SubscriptionChange),
        C::Isolate { .. } | C::Restore { .. } => Asked::Staff(Permission::SubscriptionIsolate),
        C::RequestTermination { .. } => Asked::Staff(Permission::SubscriptionRequestTermination),
        C::ApproveTermination { .. } | C::RejectTermination { .. } => {
            Asked::Staff(Permission::SubscriptionApproveTermination)
        }
    }
}

/// Decides it.
pub(super) fn decide(
    books: &Books,
    command: &C,
    context: &Context<'_>,
) -> Result<Decision, Refusal> {
    match command {
        C::Sell(order) => sell::sell(books, order, context),
        C::Activate { subscription, on } => {
            service::activate(&find(books, subscription)?, *on, context)
        }
        C::ChangePlan { subscription, package, when } => {
            let package = on_sale(books, package)?;
            plan::change(&find(books, subscription)?, package, *when, context)
        }
        C::Isolate { subscription, reason } => {
            service::isolate_by_hand(&find(books, subscription)?, reason, context)
        }
        C::Restore { subscription, reason } => {
            service::restore(&find(books, subscription)?, reason, context)
        }
        C::RequestTermination { subscription, on, reason } => {
            ending::request(&find(books, subscription)?, *on, reason, context)
        }
        C::ApproveTermination { subscription } => {
            ending::approve(&find(books, subscription)?, books, context)
        }
        C::RejectTermination { subscription, reason } => {
            ending::reject(&find(books, subscription)?, reason, context)
        }
        C::GivePromo { subscription, promo } => {
            extras::give_promo(&find(books, subscription)?, books, promo, context)
        }
        C::AddFee { subscription, kind, description, amount } => {
            let fee = (*kind, description.as_str(), *amount);
            extras::add_fee(&find(books, subscription)?, fee, context)
        }
    }
}

/// A subscription with the account that it belongs to.
pub(super) struct Sold<'a> {
    pub(super) account: &'a Account,
    pub(super) subscription: &'a Subscription,
}

pub(super) fn find<'a>(books: &'a Books, id: &SubscriptionId) -> Result<Sold<'a>, Refusal> {
    let missing = || not_found("subscription", id);
    let account = books.account_of_subscription(id).ok_or_else(missing)?;
    let subscription = account.subscriptions.get(id).ok_or_else(missing)?;
    Ok(Sold { account, subscription })
}

impl Sold<'_> {
    /// The civil day that it is for the customer.
    pub(super) fn today(&self, context: &Context<'_>) -> NaiveDate {
        context.at.day_in(self.account.customer.zone)
    }

    /// Where an act leads, as the table says.
    pub(super) fn step(&self, act: SubscriptionAct) -> Result<SubscriptionStatus, Refusal> {
        step(self.subscription.status, act).ok_or_else(|| self.refused(act.as_str()))
    }

    /// The subscription does not take an act where it stands.
    pub(super) fn refused(&self, act: &'static str) -> Refusal {
        let acts = acts_in(self.subscription.status).into_iter();
        Refusal::State {
            kind: "subscription",
            id: self.subscription.id.to_string(),
            state: self.subscription.status.to_string(),
            act,
            allowed: acts.map(SubscriptionAct::as_str).collect(),
        }
    }

    /// The decision that changes it; an empty one when nothing changes.
    fn changed(&self, act: SubscriptionAct, after: Subscription) -> Decision {
        let answer = Answer::Subscription { id: after.id.clone() };
        if *self.subscription == after {
            return Decision::new(answer);
        }
        let event = AccountEvent::SubscriptionChanged { act, subscription: Box::new(after) };
        Decision::with(answer, vec![Event::Account(self.account.id.clone(), event)])
    }
}

/// A package that may be sold.
fn on_sale<'a>(books: &'a Books, id: &crate::id::PackageId) -> Result<&'a Package, Refusal> {
    let package = books.package(id).ok_or_else(|| not_found("package", id))?;
    let allowed = match package.state {
        PackageState::OnSale => return Ok(package),
        PackageState::Proposed => vec!["approve_price"],
        PackageState::Archived => Vec::new(),
    };
    let (id, state) = (package.id.to_string(), package.state.to_string());
    Err(Refusal::State { kind: "package", id, state, act: "sold", allowed })
}
