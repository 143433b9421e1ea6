//! What can happen to an account.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::attempt::{Attempt, AttemptState};
use super::case::{Case, CaseState};
use super::credit_note::{CreditNote, CreditNoteAct};
use super::invoice::{Invoice, TaxDocument, Withheld};
use super::posting::{Posting, PostingAct};
use super::refund_case::RefundCase;
use super::reminder::{Reminder, ReminderAct};
use super::stage::CaseAct;
use super::void_case::VoidCase;
use crate::billing::Bill;
use crate::customer::Customer;
use crate::id::{InvoiceId, OrderId, SubscriptionId};
use crate::money::Rupiah;
use crate::provider::{Instructions, Reading};
use crate::series::InvoiceNumber;
use crate::subscription::{Subscription, SubscriptionAct};
use crate::time::Timestamp;

/// A fact about an account, decided once and kept for ever.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum AccountEvent {
    /// A customer was taken in.
    Registered {
        /// What is decided about the customer.
        customer: Customer,
    },
    /// A package was sold.
    SubscriptionStarted {
        /// The agreement.
        subscription: Subscription,
    },
    /// A bill was drafted.
    InvoiceDrafted {
        /// The draft.
        invoice: Box<Invoice>,
    },
    /// A draft was numbered and sent out.
    InvoiceIssued {
        /// The invoice.
        invoice: InvoiceId,
        /// Its number.
        number: InvoiceNumber,
        /// When.
        at: Timestamp,
        /// Its due day.
        due_date: NaiveDate,
        /// How much of the customer's credit paid for it at once.
        from_credit: Rupiah,
        /// The bill by the tax rule of the day of issue, when that is another than the draft's.
        restated: Option<Bill>,
    },
    /// A payment attempt was opened.
    AttemptOpened {
        /// The attempt.
        attempt: Box<Attempt>,
        /// Live attempts whose place it takes.
        replaces: Vec<OrderId>,
    },
    /// The gateway answered a charge.
    ChargeAnswered {
        /// The attempt.
        order_id: OrderId,
        /// What it answered.
        answer: ChargeAnswer,
    },
    /// The gateway told or was read, and what follows for the books.
    Observed(Box<Observed>),
    /// A finding for the finance desk.
    CaseOpened {
        /// The case.
        case: Case,
    },
    /// A case was worked on. Money in suspense that it is about may move.
    CaseStepped {
        /// The case as it is now.
        case: Case,
        /// Where money of its order went, out of suspense; empty when none moved.
        placed: Vec<Placed>,
        /// Attempts that are no longer needed because their invoices are paid now.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        not_needed: Vec<OrderId>,
    },
    /// What is decided about the customer changed.
    CustomerChanged {
        /// What was done.
        act: CustomerAct,
        /// The customer as it is now.
        customer: Customer,
    },
    /// A subscription changed.
    SubscriptionChanged {
        /// What was done.
        act: SubscriptionAct,
        /// The subscription as it is now.
        subscription: Box<Subscription>,
    },
    /// A draft was thrown away; it had no number.
    DraftDiscarded {
        /// The draft.
        invoice: InvoiceId,
    },
    /// Something was noted on an invoice.
    InvoiceNoted {
        /// The invoice.
        invoice: InvoiceId,
        /// What.
        note: InvoiceNote,
    },
    /// The customer's credit was put on an invoice.
    CreditApplied {
        /// The invoice.
        invoice: InvoiceId,
        /// Whole rupiah.
        amount: Rupiah,
        /// Attempts that are no longer needed because their invoices are paid now.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        not_needed: Vec<OrderId>,
    },
    /// A credit note was worked on.
    CreditNoteStepped {
        /// What was done.
        act: CreditNoteAct,
        /// The note as it is now.
        note: Box<CreditNote>,
        /// Attempts that are no longer needed because nothing is owed on the bill any more.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        not_needed: Vec<OrderId>,
    },
    /// Money taken by hand was worked on. It moves when it is verified or reversed.
    PostingStepped {
        /// What was done.
        act: PostingAct,
        /// The posting as it is now.
        posting: Box<Posting>,
        /// Attempts that are no longer needed because their invoices are paid now.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        not_needed: Vec<OrderId>,
    },
    /// A refund was worked on.
    RefundStepped {
        /// What was done.
        act: CaseAct,
        /// The refund as it is now.
        refund: Box<RefundCase>,
        /// The money that went back with it.
        gone: Option<GoneBack>,
    },
    /// A void was worked on. The bill is taken back when it is done.
    VoidStepped {
        /// What was done.
        act: CaseAct,
        /// The void as it is now.
        void: Box<VoidCase>,
    },
    /// What the final account of a subscription left the customer became credit: the rest of the
    /// deposit, and what was paid and not served.
    FinalCredit {
        /// The subscription.
        subscription: SubscriptionId,
        /// Whole rupiah.
        amount: Rupiah,
    },
    /// Money that had come under an unknown order turned out to be this customer's.
    SuspenseReceived {
        /// The order as the gateway names it.
        order_id: OrderId,
        /// Where it was put.
        placed: Vec<Placed>,
        /// Attempts that are no longer needed because their invoices are paid now.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        not_needed: Vec<OrderId>,
    },
    /// Money of such an order went back where it came from.
    SuspenseReturned {
        /// The order as the gateway names it.
        order_id: OrderId,
        /// Where it was taken out.
        placed: Vec<Placed>,
    },
    /// Steps of dunning were planned, handed over, answered or ended.
    RemindersStepped {
        /// What was done.
        act: ReminderAct,
        /// The reminders as they are now.
        reminders: Vec<Reminder>,
    },
}

/// The money of a refund that was carried out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GoneBack {
    /// Whole rupiah.
    pub amount: Rupiah,
    /// Where it was taken from; adds up to `amount`.
    pub placed: Vec<Placed>,
    /// Whether the provider confirmed that it left.
    pub confirmed: bool,
}

/// Something noted on an invoice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "note", rename_all = "snake_case")]
pub enum InvoiceNote {
    /// Tax kept back by the customer, as it stands now.
    Withheld {
        /// It.
        withheld: Withheld,
    },
    /// The tax office's number, as it stands now.
    TaxDocument {
        /// It.
        document: TaxDocument,
    },
    /// Steps of the late fee that were charged for it so far.
    LateFee {
        /// How many.
        steps: u8,
    },
}

crate::words::words! {
    /// What was done to a customer.
    CustomerAct {
        /// Values were changed.
        Change = "changed",
        /// The customer was deleted (soft).
        Delete = "deleted",
        /// Somebody looked at full personal values, with a reason.
        Reveal = "revealed",
        /// A promise to pay was agreed to.
        Promise = "promised",
        /// The customer takes no messages on a channel.
        OptOut = "opted_out",
        /// The customer takes them again.
        OptIn = "opted_in",
        /// Reminders were stopped.
        Pause = "reminders_paused",
        /// Reminders run again.
        Resume = "reminders_resumed",
        /// The personal values and their key were erased.
        Erase = "erased",
    }
}

/// The answer to a charge, as kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "answer", rename_all = "snake_case")]
pub enum ChargeAnswer {
    /// The transaction exists.
    Accepted {
        /// The gateway's id.
        transaction_id: String,
        /// How to pay.
        instructions: Instructions,
        /// Until when, when the gateway says.
        expires_at: Option<Timestamp>,
    },
    /// Refused; nothing was made.
    Refused {
        /// The gateway's code.
        code: String,
        /// The gateway's words.
        message: String,
    },
    /// Nobody knows.
    Lost {
        /// What happened.
        reason: String,
    },
}

/// One look at the gateway that changed something, with the money that it moved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Observed {
    /// The attempt.
    pub order_id: OrderId,
    /// How it was learnt.
    pub how: How,
    /// What was seen; absent when the gateway does not know the order and its time is over.
    pub reading: Option<Reading>,
    /// What the attempt is afterwards.
    pub state: AttemptState,
    /// What it does to the money.
    pub movements: Vec<Movement>,
    /// Attempts that are no longer needed because their invoices are paid now.
    pub not_needed: Vec<OrderId>,
    /// Invoices that are taken back.
    pub voids: Vec<InvoiceId>,
}

/// How a fact was learnt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "by", rename_all = "snake_case")]
pub enum How {
    /// A notification, applied at once.
    Told,
    /// Our own status read.
    Read {
        /// Its number.
        seq: u32,
    },
}

/// Money of an attempt moving.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "movement", rename_all = "snake_case")]
pub enum Movement {
    /// Money arrived and was put somewhere to the last rupiah.
    Booked {
        /// All of it.
        amount: Rupiah,
        /// The gateway's fee that the payer bore on top.
        payer_fee: Rupiah,
        /// When, as the gateway says.
        settled_at: Option<Timestamp>,
        /// Where it was put; adds up to `amount`.
        placed: Vec<Placed>,
    },
    /// The bank took it back; everything that was placed is taken out again.
    Reversed {
        /// All of it.
        amount: Rupiah,
        /// Where it was taken from; adds up to `amount`.
        placed: Vec<Placed>,
    },
    /// Part of it went back to the payer.
    Refunded {
        /// The gateway's key.
        key: String,
        /// How much.
        amount: Rupiah,
        /// Whether the provider confirmed it.
        confirmed: bool,
        /// Whether the card's bank took it.
        chargeback: bool,
        /// Where it was taken from; adds up to `amount`.
        placed: Vec<Placed>,
    },
    /// The provider confirmed an earlier refund.
    RefundConfirmed {
        /// The gateway's key.
        key: String,
    },
}

/// A place where money is, and how much.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Placed {
    /// The place.
    pub place: Place,
    /// Whole rupiah.
    pub amount: Rupiah,
}

/// Where money of an attempt can be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "place", content = "invoice", rename_all = "snake_case")]
pub enum Place {
    /// On an invoice.
    Invoice(InvoiceId),
    /// With the customer.
    Credit,
    /// Waiting for the finance desk.
    Suspense,
}

impl AccountEvent {
    /// What the audit trail calls it.
    #[must_use]
    pub const fn action(&self) -> &'static str {
        match self {
            Self::Registered { .. } => "customer.registered",
            Self::SubscriptionStarted { .. } => "subscription.started",
            Self::InvoiceDrafted { .. } => "invoice.drafted",
            Self::InvoiceIssued { .. } => "invoice.issued",
            Self::AttemptOpened { .. } => "payment.opened",
            Self::ChargeAnswered { answer, .. } => match answer {
                ChargeAnswer::Accepted { .. } => "payment.accepted",
                ChargeAnswer::Refused { .. } => "payment.refused",
                ChargeAnswer::Lost { .. } => "payment.unknown",
            },
            Self::Observed(observed) => observed_action(observed.state),
            Self::CaseOpened { .. } => "case.opened",
            Self::CaseStepped { case, .. } => match (case.state, &case.proposal) {
                (CaseState::Closed, _) => "case.closed",
                (CaseState::Open, Some(_)) => "case.resolution_proposed",
                (CaseState::Open, None) => "case.resolution_refused",
            },
            Self::CustomerChanged { act, .. } => match act {
                CustomerAct::Change => "customer.changed",
                CustomerAct::Delete => "customer.deleted",
                CustomerAct::Reveal => "customer.revealed",
                CustomerAct::Promise => "customer.promised",
                CustomerAct::OptOut => "customer.opted_out",
                CustomerAct::OptIn => "customer.opted_in",
                CustomerAct::Pause => "customer.reminders_paused",
                CustomerAct::Resume => "customer.reminders_resumed",
                CustomerAct::Erase => "customer.erased",
            },
            Self::SubscriptionChanged { act, .. } => subscription_action(*act),
            Self::DraftDiscarded { .. } => "invoice.discarded",
            Self::InvoiceNoted { note, .. } => match note {
                InvoiceNote::Withheld { .. } => "invoice.withholding_noted",
                InvoiceNote::TaxDocument { .. } => "invoice.tax_number_noted",
                InvoiceNote::LateFee { .. } => "invoice.late_fee_charged",
            },
            Self::CreditApplied { .. } => "credit.applied",
            Self::CreditNoteStepped { act, .. } => match act {
                CreditNoteAct::Request => "credit_note.requested",
                CreditNoteAct::Approve => "credit_note.approved",
                CreditNoteAct::Reject => "credit_note.rejected",
            },
            Self::PostingStepped { act, .. } => match act {
                PostingAct::Record => "posting.recorded",
                PostingAct::Verify => "posting.verified",
                PostingAct::Reject => "posting.rejected",
                PostingAct::Reverse => "posting.reversed",
            },
            Self::RefundStepped { act, .. } => refund_action(*act),
            Self::VoidStepped { act, .. } => void_action(*act),
            Self::FinalCredit { .. } => "subscription.final_credit",
            Self::SuspenseReceived { .. } => "suspense.received",
            Self::SuspenseReturned { .. } => "suspense.returned",
            Self::RemindersStepped { act, .. } => act.as_str(),
        }
    }
}

const fn observed_action(state: AttemptState) -> &'static str {
    match state {
        AttemptState::Opened | AttemptState::Unknown => "payment.checked",
        AttemptState::Pending => "payment.pending",
        AttemptState::Challenged => "payment.challenged",
        AttemptState::Settled => "payment.settled",
        AttemptState::PartiallyRefunded => "payment.partially_refunded",
        AttemptState::Refunded => "payment.refunded",
        AttemptState::Reversed => "payment.reversed",
        AttemptState::Refused => "payment.refused",
        AttemptState::Expired => "payment.expired",
        AttemptState::Failed => "payment.failed",
        AttemptState::Denied => "payment.denied",
        AttemptState::Cancelled => "payment.cancelled",
    }
}

const fn subscription_action(act: SubscriptionAct) -> &'static str {
    match act {
        SubscriptionAct::Activate => "subscription.activated",
        SubscriptionAct::ChangePlan => "subscription.plan_changed",
        SubscriptionAct::Isolate => "subscription.isolated",
        SubscriptionAct::Restore => "subscription.restored",
        SubscriptionAct::RequestTermination => "subscription.termination_requested",
        SubscriptionAct::KeepRunning => "subscription.termination_refused",
        SubscriptionAct::Terminate => "subscription.terminated",
        SubscriptionAct::GivePromo => "subscription.promo_given",
        SubscriptionAct::AddFee => "subscription.fee_added",
        SubscriptionAct::Bill => "subscription.billed",
    }
}

const fn refund_action(act: CaseAct) -> &'static str {
    match act {
        CaseAct::Request => "refund.requested",
        CaseAct::Edit => "refund.edited",
        CaseAct::Verify => "refund.verified",
        CaseAct::Approve => "refund.approved",
        CaseAct::Reject => "refund.rejected",
        CaseAct::Withdraw => "refund.withdrawn",
        CaseAct::Execute => "refund.executing",
        CaseAct::Expire => "refund.expired",
        CaseAct::Reset => "refund.reset",
        CaseAct::Lose => "refund.unknown",
        CaseAct::Finish => "refund.done",
        CaseAct::Fail => "refund.failed",
    }
}

const fn void_action(act: CaseAct) -> &'static str {
    match act {
        CaseAct::Request => "void.requested",
        CaseAct::Edit => "void.edited",
        CaseAct::Verify => "void.verified",
        CaseAct::Approve => "void.approved",
        CaseAct::Reject => "void.rejected",
        CaseAct::Withdraw => "void.withdrawn",
        CaseAct::Execute => "void.executing",
        CaseAct::Expire => "void.expired",
        CaseAct::Reset => "void.reset",
        CaseAct::Lose => "void.unknown",
        CaseAct::Finish => "void.done",
        CaseAct::Fail => "void.failed",
    }
}
