//! The books as the engine sees them: one load, one commit, and the queues that workers draw from.

use async_trait::async_trait;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::DeadLetterId;
use crate::aggregate::{Aggregate, AggregateId};
use crate::audit::{Entry, FieldChange, Head, Row};
use crate::customer::PersonalRecord;
use crate::event::{Effect, Planned};
use crate::id::{
    AccountId, CaseId, CommandId, CreditNoteId, EffectId, InvoiceId, OrderId, PackageId, PostingId,
    PromoId, RefundId, ReminderId, SubscriptionId, TraceId, UserId, VoidId,
};
use crate::message::{MessageChannel, Stage};
use crate::provider::{Hint, ProviderStatus};
use crate::time::{Month, Timestamp, Zone};

/// A place that keeps the books. It remembers and decides nothing.
#[async_trait]
pub trait Store: Send + Sync {
    /// Loads what each want names, from one snapshot; answer *i* belongs to want *i*. An aggregate
    /// that several wants name is the same in each answer: it shows what any of them names.
    async fn load(&self, wants: &[Want]) -> Result<Vec<Loaded>, Fault>;

    /// Commits changes in one durable transaction; outcome *i* belongs to change *i*.
    ///
    /// A change whose aggregates do not all have the expected version, or one of whose keys exists,
    /// is a [`Outcome::Clash`] and leaves nothing; the others are written whole. `Err` means that
    /// nothing is known to be written; an aggregate that occurs twice in one call is a
    /// [`Fault::Permanent`].
    ///
    /// Keys are the ids of commands, notifications and planned effects. A notification that is
    /// settled must be parked, and an effect that is done must wait. Taken is, too, what two may not
    /// have: a customer's number, an address of staff, a package's code, an order id of another
    /// account, an invoice number, and the bill of one subscription, month and sequence that is not void.
    async fn commit(&self, changes: &[Change]) -> Result<Vec<Outcome>, Fault>;

    /// Takes effects that are due under a lease until `lease_until`, oldest first: by when they are
    /// due, then by when they were put there, then by name, so that every store takes the same.
    async fn take_effects(&self, take: Take) -> Result<Vec<Taken<Effect>>, Fault>;

    /// Takes one effect under a lease, if nobody holds it and it is not done: for the caller that
    /// waits for its own effect.
    async fn take_effect(
        &self,
        id: &EffectId,
        now: Timestamp,
        lease_until: Timestamp,
    ) -> Result<Option<Taken<Effect>>, Fault>;

    /// Ends the lease of an effect without a change of the books; of one that does not wait, nothing.
    async fn return_effect(&self, id: &EffectId, back: Return) -> Result<(), Fault>;

    /// Takes parked notifications under a lease, oldest first as effects, at most one an order.
    async fn take_parked(&self, take: Take) -> Result<Vec<Taken<Hint>>, Fault>;

    /// Ends the lease of a parked notification without a change of the books: one that is done is
    /// [`InboxState::Stale`]. Of one that is not parked, nothing.
    async fn return_parked(&self, key: &InboxKey, back: Return) -> Result<(), Fault>;

    /// Sends work that was given up round again, due from `due` on, and answers whether it had been
    /// given up; of other work, nothing. Its [`tries`](Taken::tries) count on from where they stopped,
    /// so that what was said under their number is not taken for said now; those of the round begin
    /// anew.
    async fn redrive(&self, id: &DeadLetterId, due: Timestamp) -> Result<bool, Fault>;

    /// Refunds and voids that are not finished and fell away before `now`, oldest first; of one
    /// instant refunds before voids, each by name.
    async fn lapsed(&self, now: Timestamp, limit: u32) -> Result<Vec<Lapsed>, Fault>;

    /// Order ids of open attempts whose time ran out before `before`, oldest first, but those that
    /// were given up: a case [`StillPending`](crate::account::CaseKind::StillPending) was opened.
    async fn overdue_attempts(&self, before: Timestamp, limit: u32) -> Result<Vec<OrderId>, Fault>;

    /// Accounts after `after`, in their order, that have an open bill for which a step has come that
    /// no reminder was written down for yet.
    async fn dunning_due(
        &self,
        come: &[StepCome],
        page: AccountPage<'_>,
    ) -> Result<Vec<AccountId>, Fault>;

    /// Accounts after `after`, in their order, with an active subscription that has an open bill due
    /// on such a day or before, each with the bill that was due first. Not those of whose payments a
    /// notification waits for its confirmation, since the money may be there; nor those with an open
    /// case [`IsolationDue`](crate::account::CaseKind::IsolationDue), since somebody is asked.
    async fn service_due(
        &self,
        late: &[LateSince],
        page: AccountPage<'_>,
    ) -> Result<Vec<ServiceDue>, Fault>;
}

/// A part of a list of accounts, which are in the order of their ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AccountPage<'a> {
    /// Those behind this one; the first ones without.
    pub after: Option<&'a AccountId>,
    /// At most so many.
    pub limit: u32,
}

/// A step of dunning whose moment has come for the bills of customers in a zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StepCome {
    /// The customers' zone.
    pub zone: Zone,
    /// The step.
    pub stage: Stage,
    /// For bills due on this day or before.
    pub due_until: NaiveDate,
    /// And issued at this instant or before.
    pub issued_until: Timestamp,
}

/// The last due day of bills that are late enough for service to be limited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LateSince {
    /// The customers' zone.
    pub zone: Zone,
    /// The day.
    pub due_until: NaiveDate,
}

/// An account whose service is to be considered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceDue {
    /// Whose.
    pub account: AccountId,
    /// The open bill that was due first.
    pub oldest: InvoiceId,
}

/// A case that fell away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lapsed {
    /// A refund.
    Refund(RefundId),
    /// A void.
    Void(VoidId),
}

/// How much to take, and until when it is ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Take {
    /// The present.
    pub now: Timestamp,
    /// When others may take it.
    pub lease_until: Timestamp,
    /// At most so many.
    pub limit: u32,
}

/// Work under a lease.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken<T> {
    /// Its name, to return it by: an effect id, or the text of an inbox key.
    pub id: String,
    /// The work.
    pub work: T,
    /// How often it has been taken, this time included. A taker that died counts.
    pub tries: u32,
    /// The same since it was last sent round again: what the patience of the engine goes by.
    pub tries_this_round: u32,
    /// The request that it came from.
    pub trace: TraceId,
    /// When it was put there.
    pub since: Timestamp,
}

/// How a lease ends when the books do not change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Return {
    /// Done; at this instant.
    Done(Timestamp),
    /// To be tried again.
    Retry {
        /// Not before.
        due: Timestamp,
        /// What happened, without secrets or personal data.
        reason: String,
    },
    /// Given up: a person must look. It can be sent round again.
    Dead {
        /// When.
        at: Timestamp,
        /// Why.
        reason: String,
    },
}

/// What a command names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Want {
    /// Its subjects.
    pub subjects: Vec<Subject>,
    /// What tells a repeat of it.
    pub key: Option<Key>,
}

/// Something that a command names. Naming anything of an account loads the account: its row, all
/// its subscriptions, all its open invoices (issued and not paid in full) with their live and newest
/// attempts, its open cases, its refunds, voids, postings and credit notes, what is named here even
/// when it is closed, and, of every bill that is loaded, the reminders and the attempts whose money
/// is on it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// A customer.
    Account(AccountId),
    /// A customer by number, to keep numbers unique.
    CustomerCode(String),
    /// A subscription and, when they exist, the invoices of its month that are not void.
    Subscription(SubscriptionId, Option<Month>),
    /// An invoice with all attempts that name it.
    Invoice(InvoiceId),
    /// An attempt with the invoices it names, those that its money is on, and all cases about it,
    /// closed ones too: a finding that comes again opens its case again. For an unknown order its
    /// suspense item and, once its money is a customer's, that account with the invoices that it is
    /// on and the cases about it.
    Order(OrderId),
    /// A package.
    Package(PackageId),
    /// A package by its code, to keep codes unique.
    PackageCode(String),
    /// A month's numbers.
    Series(Month),
    /// A member of staff.
    User(UserId),
    /// A member of staff by address, to keep addresses unique.
    Email(String),
    /// A refund with its invoice and the attempt whose money it takes, as if its order were named.
    Refund(RefundId),
    /// A void with its invoice.
    Void(VoidId),
    /// Money taken by hand, with the invoices that it is on.
    Posting(PostingId),
    /// A credit note with its invoice.
    CreditNote(CreditNoteId),
    /// A case, closed or open, with its order as if that were named, its invoice, and the invoices
    /// that its proposal names.
    Case(CaseId),
    /// A step of dunning with every bill that its message speaks of.
    Reminder(ReminderId),
    /// The step of dunning that was sent on a channel under this name of the provider, with every bill
    /// that it speaks of.
    Message(MessageChannel, String),
    /// A promotion.
    Promo(PromoId),
    /// Everybody's access.
    Roster,
    /// The seller's policy.
    Policy,
}

/// What tells a repeat.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// A command's id.
    Command(CommandId),
    /// A notification's key.
    Inbox(InboxKey),
    /// An effect that is done once its outcome is in the books.
    Effect(EffectId),
}

/// Tells a notification: the order that it names and its event key.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct InboxKey {
    /// The order.
    pub order_id: OrderId,
    /// The event key.
    pub event_key: String,
}

/// What was loaded for a want.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Loaded {
    /// The aggregates concerned. A package, series or user that does not exist is not here.
    pub held: Vec<Held>,
    /// What is remembered under the want's key.
    pub record: Option<Record>,
}

/// An aggregate with its version and the end of its audit chain.
#[derive(Debug, Clone, PartialEq)]
pub struct Held {
    /// The state.
    pub aggregate: Aggregate,
    /// Counts the commits; 0 for one that was never written.
    pub version: u64,
    /// The end of its chain.
    pub head: Head,
}

/// What is remembered under a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Record {
    /// A command that was carried out.
    Command {
        /// SHA-256 of the request.
        request: [u8; 32],
        /// The answer as JSON.
        answer: String,
    },
    /// A notification that is known.
    Inbox(InboxState),
    /// Whether an effect still waits for its outcome.
    Effect(EffectState),
}

crate::words::words! {
    /// What became of a notification.
    InboxState {
        /// It changed the books.
        Applied = "applied",
        /// It said nothing new.
        Stale = "stale",
        /// It waits for a status read.
        Parked = "parked",
        /// A test of the gateway's dashboard.
        Probe = "probe",
        /// The gateway does not confirm it.
        Refuted = "refuted",
        /// Given up; a person must look.
        Dead = "dead",
    }
}

crate::words::words! {
    /// Whether an effect waits for its outcome.
    EffectState {
        /// Yes.
        Waiting = "waiting",
        /// No: its outcome is in the books.
        Done = "done",
        /// Given up; a person must look.
        Dead = "dead",
    }
}

/// Why a commit or load did not happen. The world's fault, never the caller's.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// Trying again may help: the database is busy, gone, or a connection broke.
    #[error("the store cannot answer now: {0}")]
    Passing(String),
    /// Trying again will not help: a constraint, a value that does not fit, a broken row.
    #[error("the store cannot do this: {0}")]
    Permanent(String),
}

/// What became of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Written, durable.
    Done,
    /// Somebody else was first, nothing of it is written: load and decide again.
    Clash,
}

/// What wins or loses together. In one call no aggregate occurs in two changes.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Change {
    /// The aggregates, each once.
    pub aggregates: Vec<AggregateChange>,
    /// Commands answered by it.
    pub answers: Vec<CommandAnswer>,
    /// Notifications that arrived.
    pub arrivals: Vec<Arrival>,
    /// Parked notifications that are settled by it.
    pub settled: Vec<Settled>,
    /// Effects whose outcome it is.
    pub done: Vec<EffectId>,
    /// New effects.
    pub planned: Vec<PlannedFor>,
    /// Personal values for the side table.
    pub personal: Vec<PersonalRecord>,
    /// Accounts whose personal values are erased in the same transaction, after `personal`, together
    /// with whatever they are found by and the kept answers that show them.
    pub erased: Vec<AccountId>,
}

/// The new state of one aggregate.
#[derive(Debug, Clone, PartialEq)]
pub struct AggregateChange {
    /// Which.
    pub id: AggregateId,
    /// The version that it was decided on; 0 creates it.
    pub expected: u64,
    /// Rows to write, each whole. The version becomes `expected + 1`.
    pub rows: Vec<Row>,
    /// Entries for its chain, in order, each with what it touched.
    pub entries: Vec<EntryRow>,
}

/// An audit entry with the entities under which people look for it.
#[derive(Debug, Clone, PartialEq)]
pub struct EntryRow {
    /// The entry.
    pub entry: Entry,
    /// What it changed.
    pub changes: Vec<FieldChange>,
}

/// The answer to keep for a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommandAnswer {
    /// The command.
    pub id: CommandId,
    /// SHA-256 of the request.
    pub request: [u8; 32],
    /// The answer as JSON.
    pub answer: String,
    /// When.
    pub at: Timestamp,
}

/// A notification to keep, with the stages that it has passed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrival {
    /// Its key.
    pub key: InboxKey,
    /// What it claims.
    pub hint: Hint,
    /// The body as received.
    pub payload: Vec<u8>,
    /// What became of it.
    pub state: InboxState,
    /// Why it is parked or stale; empty when applied.
    pub reason: String,
    /// The account that it concerns, when known.
    pub account: Option<AccountId>,
    /// Stage *received*.
    pub received_at: Timestamp,
    /// Stage *signature verified*.
    pub verified_at: Timestamp,
    /// Which of the merchant's keys had signed it: 0 is the newest.
    pub signed_by: u8,
    /// Stages *idempotency checked*, *updated* and *audited*: one transaction, one instant. Absent
    /// while parked.
    pub updated_at: Option<Timestamp>,
    /// When a parked one may be taken up first.
    pub due: Timestamp,
    /// The request.
    pub trace: TraceId,
}

/// How a parked notification ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settled {
    /// Its key.
    pub key: InboxKey,
    /// What became of it. A refuted one gives its key up: it is kept under `key#n` so that the same
    /// body arriving again is looked at again.
    pub state: InboxState,
    /// Why.
    pub reason: String,
    /// What the gateway said instead, for people to see.
    pub read: Option<ProviderStatus>,
    /// The account that it concerns, when known.
    pub account: Option<AccountId>,
    /// When.
    pub at: Timestamp,
}

/// A new effect and whom it is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedFor {
    /// The effect.
    pub planned: Planned,
    /// The account, when there is one.
    pub account: Option<AccountId>,
    /// The notification that caused it: it is *notified* when the effect is done.
    pub inbox: Option<InboxKey>,
    /// The request.
    pub trace: TraceId,
    /// When.
    pub at: Timestamp,
}
