//! Taking people in: customers and staff.

use super::access::{NewUser, enrol};
use super::{Answer, Context, Decision};
use crate::access::{Role, check_roles};
use crate::account::AccountEvent;
use crate::aggregate::Books;
use crate::command::RegisterCustomer;
use crate::customer::{Customer, PersonalRecord, Reminding};
use crate::event::Event;
use crate::id::{AccountId, UserId};
use crate::refusal::Refusal;

pub(super) fn customer(
    books: &Books,
    order: &RegisterCustomer,
    context: &Context<'_>,
) -> Result<Decision, Refusal> {
    if let Some(holder) = books.account_with_code(&order.code) {
        return Err(Refusal::Exists { kind: "customer", id: holder.id.to_string() });
    }
    let id = AccountId::derived(context.id, 0);
    let (key, values) = (&order.key, &order.personal);
    let customer = Customer {
        code: order.code.clone(),
        zone: order.zone,
        name: key.seal("name", values.name()),
        phone: key.seal("phone", values.phone()),
        email: key.seal("email", values.email()),
        address: key.seal("address", values.address()),
        registered_at: context.at,
        registered_by: context.actor.person().cloned(),
        kind: order.kind,
        treatment: order.treatment,
        identity: values.seal_identity(key),
        payout: values.seal_payout(key),
        contact_changed: None,
        payout_changed: None,
        reminding: Reminding::default(),
        revealed: None,
        deleted: None,
        erased: None,
    };
    let event = Event::Account(id.clone(), AccountEvent::Registered { customer });
    let record = PersonalRecord { account: id.clone(), key: key.clone(), values: values.clone() };
    let mut decision = Decision::with(Answer::Customer { id }, vec![event]);
    decision.personal.push(record);
    Ok(decision)
}

pub(super) fn user(
    books: &Books,
    email: &str,
    name: &str,
    roles: &[Role],
    context: &Context<'_>,
) -> Result<Decision, Refusal> {
    let email = email.trim().to_lowercase();
    let shaped = email
        .split_once('@')
        .is_some_and(|(user, host)| !user.is_empty() && !host.is_empty() && !host.contains('@'));
    let plain = |c: char| !c.is_control() && !c.is_whitespace();
    if !shaped || email.len() > 200 || !email.chars().all(plain) {
        let problem = "needs a name, @ and a host, without spaces";
        return Err(Refusal::Invalid { field: "email", problem });
    }
    let name = name.trim();
    if name.is_empty() || name.chars().count() > 120 || name.chars().any(char::is_control) {
        return Err(Refusal::Invalid { field: "name", problem: "must have 1 to 120 characters" });
    }
    if roles.is_empty() {
        return Err(Refusal::Invalid { field: "roles", problem: "must name at least one role" });
    }
    check_roles(roles)?;
    if let Some(holder) = books.user_with_email(&email) {
        return Err(Refusal::Exists { kind: "user", id: holder.id.to_string() });
    }
    let new = NewUser {
        id: UserId::derived(context.id, 0),
        email,
        name: name.to_owned(),
        roles: roles.iter().copied().collect(),
    };
    enrol(books.roster(), new, context)
}
