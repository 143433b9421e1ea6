//! Who may send which command. Nothing is decided before this.

use crate::access::{Actor, Permission, authorize};
use crate::aggregate::Books;
use crate::command::Command;
use crate::id::{InvoiceId, OrderId};
use crate::refusal::Refusal;

use super::{
    access, billing, catalogue, correction, customer, desk, dunning, not_found, posting, reconcile,
    setting, subscription,
};

/// Who may ask for a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asked {
    /// A person with this permission.
    Staff(Permission),
    /// A person with this permission, or our own clock.
    StaffOrClock(Permission),
    /// A person with this permission, or our own workers on a customer's word.
    StaffOrMachine(Permission),
    /// Our own workers.
    Machine,
    /// Our own clock.
    Clock,
}

fn ask(actor: &Actor, asked: Asked) -> Result<(), Refusal> {
    match (asked, actor) {
        (Asked::StaffOrClock(_) | Asked::Clock, Actor::Scheduler) => Ok(()),
        (Asked::StaffOrMachine(_), Actor::Gateway | Actor::System) => Ok(()),
        (
            Asked::Staff(permission)
            | Asked::StaffOrClock(permission)
            | Asked::StaffOrMachine(permission),
            _,
        ) => authorize(actor, permission).map(|_| ()),
        (Asked::Machine | Asked::Clock, _) => machine(actor),
    }
}

/// Refuses a command that its actor may not send.
pub(super) fn check(actor: &Actor, command: &Command, books: &Books) -> Result<(), Refusal> {
    let permission = match command {
        Command::RegisterCustomer(_) => Permission::CustomerManage,
        Command::DefinePackage(_) => Permission::PackageManage,
        Command::StartSubscription { .. } => Permission::SubscriptionChange,
        Command::DraftInvoice { .. } => Permission::InvoiceCreate,
        Command::IssueInvoice { .. } => Permission::InvoiceIssue,
        Command::OpenAttempt { invoices, .. } => {
            if let Actor::Payer { invoice } = actor {
                return only_own(invoices, invoice);
            }
            Permission::PaymentCharge
        }
        Command::AskRead { order_id } => match actor {
            Actor::Payer { invoice } => return own_order(books, order_id, invoice),
            Actor::Scheduler => return Ok(()),
            Actor::Staff { .. } | Actor::Gateway | Actor::System => Permission::ReconcileRun,
        },
        Command::AddUser { .. } => {
            // The operator at the machine makes the first account of an installation.
            if *actor == Actor::System {
                return Ok(());
            }
            Permission::UserManage
        }
        Command::Catalogue(command) => return ask(actor, catalogue::asked(command)),
        Command::Subscription(command) => return ask(actor, subscription::asked(command)),
        Command::Customer(command) => return ask(actor, customer::asked(command)),
        Command::Billing(command) => return ask(actor, billing::asked(command)),
        Command::Posting(command) => return ask(actor, posting::asked(command)),
        Command::Desk(command) => return ask(actor, desk::asked(command)),
        Command::Correction(command) => return ask(actor, correction::asked(command)),
        Command::Access(command) => return ask(actor, access::asked(command)),
        Command::Setting(command) => return ask(actor, setting::asked(command)),
        Command::Dunning(command) => return ask(actor, dunning::asked(command)),
        Command::Reconcile(command) => return ask(actor, reconcile::asked(command)),
        Command::Notify(_)
        | Command::TakeRead(_)
        | Command::AnswerCharge { .. }
        | Command::AnswerCancel { .. } => return machine(actor),
    };
    authorize(actor, permission).map(|_| ())
}

pub(super) const fn is_sent_by_workers(command: &Command) -> bool {
    let asked = match command {
        Command::Notify(_)
        | Command::TakeRead(_)
        | Command::AnswerCharge { .. }
        | Command::AnswerCancel { .. } => return true,
        Command::RegisterCustomer(_)
        | Command::DefinePackage(_)
        | Command::StartSubscription { .. }
        | Command::DraftInvoice { .. }
        | Command::IssueInvoice { .. }
        | Command::OpenAttempt { .. }
        | Command::AskRead { .. }
        | Command::AddUser { .. } => return false,
        Command::Catalogue(command) => catalogue::asked(command),
        Command::Subscription(command) => subscription::asked(command),
        Command::Customer(command) => customer::asked(command),
        Command::Billing(command) => billing::asked(command),
        Command::Posting(command) => posting::asked(command),
        Command::Desk(command) => desk::asked(command),
        Command::Correction(command) => correction::asked(command),
        Command::Access(command) => access::asked(command),
        Command::Setting(command) => setting::asked(command),
        Command::Dunning(command) => dunning::asked(command),
        Command::Reconcile(command) => reconcile::asked(command),
    };
    matches!(asked, Asked::Machine)
}

/// Facts of the gateway come from the gateway's verified notifications and our own workers only.
fn machine(actor: &Actor) -> Result<(), Refusal> {
    match actor {
        Actor::Gateway | Actor::System => Ok(()),
        Actor::Staff { .. } | Actor::Scheduler | Actor::Payer { .. } => {
            Err(Refusal::Denied { permission: Permission::WebhookReplay, held_by: Vec::new() })
        }
    }
}

/// The holder of a pay link is told that anything else does not exist.
fn only_own(asked: &[InvoiceId], own: &InvoiceId) -> Result<(), Refusal> {
    match asked.iter().find(|invoice| *invoice != own) {
        Some(other) => Err(not_found("invoice", other)),
        None => Ok(()),
    }
}

fn own_order(books: &Books, order_id: &OrderId, own: &InvoiceId) -> Result<(), Refusal> {
    let names = |account: &crate::account::Account| {
        account.attempts.get(order_id).is_some_and(|attempt| attempt.names(own))
    };
    if books.account_of_order(order_id).is_some_and(names) {
        return Ok(());
    }
    Err(not_found("attempt", order_id))
}
