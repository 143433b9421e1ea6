//! The rules: what a command makes happen, decided from the books, the actor, the hour and the
//! policy, and from nothing else.
//!
//! A decision never waits, reads a clock, draws a random number or logs. A repeat is an empty
//! decision; a business no is a [`Refusal`].

mod access;
mod authority;
mod billing;
mod catalogue;
mod charge;
mod correction;
mod customer;
mod desk;
mod dunning;
mod facts;
mod money;
mod notification;
mod observe;
mod placing;
mod posting;
mod read;
mod reason;
mod reconcile;
mod register;
mod setting;
mod subscription;
mod written;

use serde::{Deserialize, Serialize};

use crate::access::Actor;
use crate::account::{CaseState, CreditNoteState, PostingState, Stage};
use crate::aggregate::Books;
use crate::billing::ProrateError;
use crate::command::{Command, Envelope};
use crate::customer::PersonalRecord;
use crate::event::{Effect, Event, Planned};
use crate::hand::Hand;
use crate::id::{
    AccessChangeId, AccountId, CaseId, CommandId, CreditNoteId, EffectId, InvoiceId, OrderId,
    PackageId, PostingId, PromoId, RefundId, ReminderId, SubscriptionId, UserId, VoidId,
};
use crate::message::Message;
use crate::money::Rupiah;
use crate::policy::Policy;
use crate::promo::PromoState;
use crate::refusal::Refusal;
use crate::series::InvoiceNumber;
use crate::time::Timestamp;

pub use billing::{Due, billing_due};
pub use correction::{Need, approvals_needed, refund_needs, void_needs};
pub use desk::{legal_moves, legal_steps};
pub use notification::{Doubt, Verdict};

/// The most invoices that one payment attempt may pay.
pub const INVOICES_PER_ATTEMPT_MAX: usize = 20;

/// What a decision may know besides the books.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// Who asks.
    pub actor: &'a Actor,
    /// When.
    pub at: Timestamp,
    /// The seller's choices.
    pub policy: &'a Policy,
    /// The command's id; ids of new things follow from it.
    pub id: &'a CommandId,
}

/// What happens, and what to answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Decision {
    /// What the asker is told.
    pub answer: Answer,
    /// What happened, in order.
    pub events: Vec<Event>,
    /// Work for the world, once the events are safe.
    pub effects: Vec<Planned>,
    /// Personal values for the side table.
    pub personal: Vec<PersonalRecord>,
    /// Customers whose personal values go.
    pub erased: Vec<AccountId>,
}

/// What the asker is told. Kept as JSON, so that a repeat is told the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "answer", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Answer {
    /// A customer was taken in.
    Customer {
        /// Who.
        id: AccountId,
    },
    /// A package is on sale.
    Package {
        /// Which.
        id: PackageId,
    },
    /// A subscription runs.
    Subscription {
        /// Which.
        id: SubscriptionId,
    },
    /// An invoice was drafted or issued.
    Invoice {
        /// Which.
        id: InvoiceId,
    },
    /// A payment attempt is there to pay by.
    Attempt {
        /// Which.
        order_id: OrderId,
        /// Whether it was made for this command.
        made: Made,
    },
    /// A person has access.
    User {
        /// Who.
        id: UserId,
    },
    /// The gateway will be asked.
    Asked {
        /// About which order.
        order_id: OrderId,
    },
    /// A notification was weighed.
    Notification {
        /// How.
        verdict: Verdict,
    },
    /// An outcome was taken in.
    Taken,
    /// A refund stands where it stands.
    Refund {
        /// Which.
        id: RefundId,
        /// Where.
        stage: Stage,
        /// By the sum that counts.
        tier: u8,
    },
    /// A void stands where it stands.
    Void {
        /// Which.
        id: VoidId,
        /// Where.
        stage: Stage,
        /// By the bill's total.
        tier: u8,
    },
    /// Money taken by hand stands where it stands.
    Posting {
        /// Which.
        id: PostingId,
        /// Where.
        state: PostingState,
    },
    /// A credit note stands where it stands.
    CreditNote {
        /// Which.
        id: CreditNoteId,
        /// Where.
        state: CreditNoteState,
    },
    /// A case stands where it stands.
    Case {
        /// Which.
        id: CaseId,
        /// Where.
        state: CaseState,
    },
    /// A promotion stands where it stands.
    Promo {
        /// Which.
        id: PromoId,
        /// Where.
        state: PromoState,
    },
    /// A change of access is proposed, or was decided.
    Access {
        /// Which.
        id: AccessChangeId,
    },
    /// A bill was drafted, numbered and issued.
    Billed {
        /// Which.
        id: InvoiceId,
        /// Its number.
        number: InvoiceNumber,
        /// Its total.
        total: Rupiah,
    },
    /// Credit was put on a bill.
    Applied {
        /// Which.
        invoice: InvoiceId,
        /// How much.
        amount: Rupiah,
    },
    /// Money under an unknown order was worked on.
    Suspense {
        /// Which.
        order_id: OrderId,
    },
    /// A policy is proposed, or was decided.
    Policy {
        /// The number of the proposal; 0 for the policy that an installation starts with.
        proposal: u32,
        /// The version in force.
        version: u32,
    },
    /// Steps of dunning were planned.
    Reminded {
        /// Those that speak; none when nothing was due.
        reminders: Vec<ReminderId>,
    },
    /// A reminder was looked at right before it was to go.
    HandOver {
        /// What is to be done with it.
        verdict: HandOver,
    },
    /// An emergency was declared or ended.
    Emergency {
        /// When it ends by itself, or ended.
        until: Timestamp,
    },
}

/// What is to be done with a reminder now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum HandOver {
    /// Hand this message over. The try is in the books already: answer it, whatever comes of it.
    Send {
        /// What to hand over; its channel is named.
        message: Box<Message>,
        /// Which of the reminder's tries this is, counted from 0.
        number: u32,
    },
    /// Nothing before this instant; ask again then.
    Later {
        /// When.
        at: Timestamp,
    },
    /// Nothing any more, unless a receipt says otherwise.
    Over,
}

crate::words::words! {
    /// Whether a thing was made for this command or was there already.
    Made {
        /// For this command.
        Now = "now",
        /// It was there.
        Before = "before",
    }
}

impl Decision {
    fn new(answer: Answer) -> Self {
        Self {
            answer,
            events: Vec::new(),
            effects: Vec::new(),
            personal: Vec::new(),
            erased: Vec::new(),
        }
    }

    fn with(answer: Answer, events: Vec<Event>) -> Self {
        Self { events, ..Self::new(answer) }
    }

    /// Plans an effect; ids count up within the decision.
    fn plan(&mut self, context: &Context<'_>, effect: Effect, due: Timestamp) {
        let n = u32::try_from(self.effects.len()).unwrap_or(u32::MAX);
        self.effects.push(Planned { id: EffectId::derived(context.id, n), effect, due });
    }
}

/// Whether the actor may send the command at all: asked before anything else, even before a repeat
/// is answered, so that a role taken away ends with the next request.
///
/// # Errors
/// [`Refusal::Denied`], or [`Refusal::NotFound`] where existence is not for the actor to know.
pub fn permit(books: &Books, envelope: &Envelope) -> Result<(), Refusal> {
    authority::check(&envelope.actor, &envelope.command, books)
}

/// Whether only our own workers send the command: it tells what a gateway or a channel answered them,
/// or stores the policy that an installation starts with. Nobody outside may say such a thing.
#[must_use]
pub const fn is_sent_by_workers(command: &Command) -> bool {
    authority::is_sent_by_workers(command)
}

/// Decides a command.
///
/// # Errors
/// A [`Refusal`] when the actor may not, what is named does not exist, or a rule forbids it.
pub fn decide(books: &Books, envelope: &Envelope, policy: &Policy) -> Result<Decision, Refusal> {
    let context = Context { actor: &envelope.actor, at: envelope.at, policy, id: &envelope.id };
    permit(books, envelope)?;
    let mut decision = branch(books, envelope, &context)?;
    correction::settle_voids(books, &mut decision, &context);
    dunning::reopen(books, &mut decision, &context)?;
    Ok(decision)
}

fn branch(books: &Books, envelope: &Envelope, context: &Context<'_>) -> Result<Decision, Refusal> {
    match &envelope.command {
        Command::RegisterCustomer(order) => register::customer(books, order, context),
        Command::AddUser { email, name, roles } => {
            register::user(books, email, name, roles, context)
        }
        Command::DefinePackage(order) => catalogue::define(books, order, context),
        Command::StartSubscription { account, package, starts_on } => {
            subscription::start(books, account, package, *starts_on, context)
        }
        Command::DraftInvoice { subscription, period } => {
            billing::draft(books, subscription, *period, context)
        }
        Command::IssueInvoice { invoice } => billing::issue(books, invoice, context),
        Command::OpenAttempt { invoices, channel } => {
            charge::open(books, invoices, *channel, context)
        }
        Command::AskRead { order_id } => charge::ask_read(books, order_id, context),
        Command::AnswerCharge { order_id, outcome, .. } => {
            charge::answer(books, order_id, outcome, context)
        }
        Command::AnswerCancel { order_id, outcome, .. } => {
            charge::cancelled(books, order_id, outcome, context)
        }
        Command::Notify(notified) => Ok(notification::decide(books, &notified.hint, context)),
        Command::TakeRead(read) => read::decide(books, read, context),
        Command::Catalogue(command) => catalogue::decide(books, command, context),
        Command::Subscription(command) => subscription::decide(books, command, context),
        Command::Customer(command) => customer::decide(books, command, context),
        Command::Billing(command) => billing::decide(books, command, context),
        Command::Posting(command) => posting::decide(books, command, context),
        Command::Desk(command) => desk::decide(books, command, context),
        Command::Reconcile(command) => reconcile::decide(books, command, context),
        Command::Correction(command) => correction::decide(books, command, context),
        Command::Access(command) => access::decide(books, command, context),
        Command::Setting(command) => setting::decide(books, command, context),
        Command::Dunning(command) => dunning::decide(books, command, context),
    }
}

/// The hand of the person who asks; only people leave one.
fn hand(context: &Context<'_>) -> Result<Hand, Refusal> {
    match context.actor.person() {
        Some(person) => Ok(Hand { by: person.clone(), at: context.at }),
        None => Err(Refusal::Nothing("decide without a person")),
    }
}

/// A price that cannot be divided is an amount out of range: the days were counted by us.
fn divided(error: ProrateError) -> Refusal {
    match error {
        ProrateError::Money(error) => Refusal::Money(error),
        _ => Refusal::Invalid { field: "period", problem: "cannot be divided into days" },
    }
}

fn not_found(kind: &'static str, id: impl ToString) -> Refusal {
    Refusal::NotFound { kind, id: id.to_string() }
}
