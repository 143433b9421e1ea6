//! What each command names, and what tells a repeat of it.

use sha2::{Digest, Sha256};

use super::subjects;
use crate::aggregate::{AggregateId, Books};
use crate::command::{
    BillingCommand, Command, CorrectionCommand, CustomerCommand, DunningCommand, Envelope,
    ReadCause, ReconcileCommand,
};
use crate::policy::Policy;
use crate::ports::{InboxKey, Key, Subject, Want};
use crate::provider::Hint;
use crate::time::Month;

/// What to load for a command.
pub(crate) fn want(envelope: &Envelope, policy: &Policy) -> Want {
    let key = Some(key(envelope));
    let subjects = match &envelope.command {
        Command::RegisterCustomer(order) => {
            vec![Subject::CustomerCode(order.code.as_str().to_owned())]
        }
        Command::DefinePackage(order) => vec![Subject::PackageCode(order.code.clone())],
        Command::StartSubscription { account, package, .. } => {
            vec![Subject::Account(account.clone()), Subject::Package(package.clone())]
        }
        Command::DraftInvoice { subscription, period } => {
            vec![Subject::Subscription(subscription.clone(), Some(*period)), Subject::Policy]
        }
        Command::IssueInvoice { invoice } => {
            let month = Month::of(envelope.at.day_in(policy.zone));
            vec![Subject::Invoice(invoice.clone()), Subject::Series(month), Subject::Policy]
        }
        Command::OpenAttempt { invoices, .. } => {
            invoices.iter().take(64).cloned().map(Subject::Invoice).collect()
        }
        Command::AskRead { order_id }
        | Command::AnswerCharge { order_id, .. }
        | Command::AnswerCancel { order_id, .. } => vec![Subject::Order(order_id.clone())],
        Command::Notify(notified) => order_subjects(&notified.hint.order_id),
        Command::TakeRead(read) => order_subjects(&read.order_id),
        Command::AddUser { email, .. } => {
            vec![Subject::Email(email.trim().to_lowercase()), Subject::Roster]
        }
        Command::Catalogue(command) => subjects::catalogue(command),
        Command::Subscription(command) => subjects::subscription(command, envelope.at),
        Command::Customer(command) => subjects::customer(command),
        Command::Billing(command) => subjects::billing(command, envelope.at, policy),
        Command::Posting(command) => subjects::posting(command),
        Command::Desk(command) => subjects::desk(command),
        Command::Reconcile(
            ReconcileCommand::GiveUp { order_id } | ReconcileCommand::OpenCase { order_id, .. },
        ) => vec![Subject::Order(order_id.clone())],
        Command::Correction(command) => subjects::correction(command),
        Command::Access(command) => subjects::access(command),
        Command::Setting(_) => vec![Subject::Policy, Subject::Roster],
        Command::Dunning(command) => subjects::dunning(command),
    };
    Want { subjects, key }
}

/// The aggregate that a subject lies in, as far as the books at hand show it.
pub(super) fn aggregate(subject: &Subject, books: &Books) -> Option<AggregateId> {
    let account = match subject {
        Subject::Account(id) => return Some(AggregateId::Account(id.clone())),
        Subject::Package(id) => return Some(AggregateId::Package(id.clone())),
        Subject::PackageCode(code) => {
            return books.package_with_code(code).map(|one| AggregateId::Package(one.id.clone()));
        }
        Subject::Series(month) => return Some(AggregateId::Series(*month)),
        Subject::User(id) => return Some(AggregateId::User(id.clone())),
        Subject::Email(email) => {
            return books.user_with_email(email).map(|user| AggregateId::User(user.id.clone()));
        }
        Subject::Order(order) => match books.account_of_order(order) {
            Some(account) => account,
            None => return Some(AggregateId::Suspense(order.clone())),
        },
        Subject::CustomerCode(code) => books.account_with_code(&code.parse().ok()?)?,
        Subject::Promo(id) => return Some(AggregateId::Promo(id.clone())),
        Subject::Roster => return Some(AggregateId::Roster),
        Subject::Policy => return Some(AggregateId::Policy),
        Subject::Refund(id) => books.account_of_refund(id)?,
        Subject::Void(id) => books.account_of_void(id)?,
        Subject::Posting(id) => books.account_of_posting(id)?,
        Subject::CreditNote(id) => books.account_of_credit_note(id)?,
        Subject::Case(id) => books.account_of_case(id)?,
        Subject::Subscription(id, _) => books.account_of_subscription(id)?,
        Subject::Invoice(id) => books.account_of_invoice(id)?,
        Subject::Reminder(id) => books.account_of_reminder(id)?,
        Subject::Message(channel, name) => books.account_of_message(*channel, name)?,
    };
    Some(AggregateId::Account(account.id.clone()))
}

fn order_subjects(order_id: &crate::id::OrderId) -> Vec<Subject> {
    let parent = order_id.link_parent().map(Subject::Order);
    std::iter::once(Subject::Order(order_id.clone())).chain(parent).collect()
}

/// What tells a repeat of a command.
pub(super) fn key(envelope: &Envelope) -> Key {
    match &envelope.command {
        Command::Notify(notified) => Key::Inbox(inbox_key(&notified.hint)),
        Command::AnswerCharge { effect, .. }
        | Command::AnswerCancel { effect, .. }
        | Command::Correction(CorrectionCommand::AnswerRefund { effect, .. })
        | Command::Dunning(DunningCommand::AnswerHandOver { effect, .. }) => {
            Key::Effect(effect.clone())
        }
        Command::TakeRead(read) => match &read.cause {
            ReadCause::Effect(effect) => Key::Effect(effect.clone()),
            ReadCause::Hint(hint) => Key::Inbox(inbox_key(hint)),
            ReadCause::Comparison(_) => Key::Command(envelope.id.clone()),
        },
        Command::RegisterCustomer(_)
        | Command::DefinePackage(_)
        | Command::StartSubscription { .. }
        | Command::DraftInvoice { .. }
        | Command::IssueInvoice { .. }
        | Command::OpenAttempt { .. }
        | Command::AskRead { .. }
        | Command::AddUser { .. }
        | Command::Catalogue(_)
        | Command::Subscription(_)
        | Command::Customer(_)
        | Command::Billing(_)
        | Command::Posting(_)
        | Command::Desk(_)
        | Command::Reconcile(_)
        | Command::Correction(_)
        | Command::Access(_)
        | Command::Setting(_)
        | Command::Dunning(_) => Key::Command(envelope.id.clone()),
    }
}

/// The name of a notification in the inbox.
pub(super) fn inbox_key(hint: &Hint) -> InboxKey {
    InboxKey { order_id: hint.order_id.clone(), event_key: hint.event_key.clone() }
}

pub(super) fn fingerprint(command: &Command) -> [u8; 32] {
    let mut hash = Sha256::new();
    let mut part = |text: &str| {
        hash.update((text.len() as u64).to_be_bytes());
        hash.update(text.as_bytes());
    };
    match command {
        Command::RegisterCustomer(order) => {
            let values = &order.personal;
            part("register_customer");
            part(order.code.as_str());
            part(order.zone.as_str());
            part(&format!("{:?}", (order.kind, order.treatment)));
            values.texts().into_iter().for_each(&mut part);
        }
        Command::Customer(CustomerCommand::Change(change)) => {
            part(&format!("{:?}", (&change.account, change.kind, change.treatment)));
            if let Some((values, _)) = &change.personal {
                values.texts().into_iter().for_each(&mut part);
            }
        }
        // A run of a later day asks for the same bill.
        Command::Billing(BillingCommand::BillPeriod { subscription, period, .. }) => {
            part(&format!("{:?}", ("bill_period", subscription, period)));
        }
        Command::DefinePackage(_)
        | Command::StartSubscription { .. }
        | Command::DraftInvoice { .. }
        | Command::IssueInvoice { .. }
        | Command::OpenAttempt { .. }
        | Command::AskRead { .. }
        | Command::AnswerCharge { .. }
        | Command::AnswerCancel { .. }
        | Command::Notify(_)
        | Command::TakeRead(_)
        | Command::AddUser { .. }
        | Command::Catalogue(_)
        | Command::Subscription(_)
        | Command::Customer(_)
        | Command::Billing(_)
        | Command::Posting(_)
        | Command::Desk(_)
        | Command::Reconcile(_)
        | Command::Correction(_)
        | Command::Access(_)
        | Command::Setting(_)
        | Command::Dunning(_) => part(&format!("{command:?}")),
    }
    hash.finalize().into()
}
