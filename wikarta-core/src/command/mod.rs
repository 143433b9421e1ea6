//! What may be asked, by whom, when: the one door.

mod access;
mod billing;
mod catalogue;
mod correction;
mod customer;
mod desk;
mod dunning;
mod named;
mod posting;
mod reconcile;
mod setting;
mod written;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::access::{Actor, Role};
use crate::billing::{Pricing, TaxCode};
use crate::customer::{CustomerCode, CustomerKey, Kind, Personal, TaxTreatment};
use crate::id::{
    AccountId, CommandId, EffectId, InvoiceId, OrderId, PackageId, ReconcileId, SubscriptionId,
    TraceId,
};
use crate::money::Rupiah;
use crate::provider::{Channel, ChargeOutcome, EndOutcome, Hint, StatusOutcome};
use crate::time::{Month, Timestamp, Zone};

pub use access::AccessCommand;
pub use billing::BillingCommand;
pub use catalogue::{
    CatalogueCommand, ChangeWhen, Installed, ProposePromo, Sell, SubscriptionCommand,
};
pub use correction::{CorrectionCommand, RefundTo, RequestRefund};
pub use customer::{ChangeCustomer, CustomerCommand};
pub use desk::DeskCommand;
pub use dunning::DunningCommand;
pub use named::NAMES;
pub use posting::{PostingCommand, RecordPosting};
pub use reconcile::ReconcileCommand;
pub use setting::SettingCommand;

/// A command with everything that a decision may know besides the books.
#[derive(Debug, Clone, PartialEq)]
pub struct Envelope {
    /// Names the command; the same id again asks for the same answer.
    pub id: CommandId,
    /// Who asks.
    pub actor: Actor,
    /// When.
    pub at: Timestamp,
    /// The request it came with.
    pub trace: TraceId,
    /// What is asked.
    pub command: Command,
}

/// Everything that may be asked. As JSON a command is one key, its name, over its fields:
/// `{ "issue_invoice": { "invoice": "inv_…" } }`, whichever group it belongs to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(remote = "Self", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Command {
    /// Take a customer in.
    RegisterCustomer(Box<RegisterCustomer>),
    /// Put a package on sale.
    DefinePackage(DefinePackage),
    /// Sell a package to a customer.
    StartSubscription {
        /// Who buys.
        account: AccountId,
        /// What.
        package: PackageId,
        /// First day of service in the customer's zone.
        starts_on: NaiveDate,
    },
    /// Draft the bill of a month.
    DraftInvoice {
        /// What to bill.
        subscription: SubscriptionId,
        /// The month.
        period: Month,
    },
    /// Number a draft and send it out.
    IssueInvoice {
        /// The draft.
        invoice: InvoiceId,
    },
    /// Open a payment attempt. Answered with the live attempt when it fits.
    OpenAttempt {
        /// What to pay: 1 to 20 invoices of one customer.
        invoices: Vec<InvoiceId>,
        /// How.
        channel: Channel,
    },
    /// Ask the gateway how an attempt stands.
    AskRead {
        /// The attempt.
        order_id: OrderId,
    },
    /// The gateway answered a charge.
    AnswerCharge {
        /// The attempt.
        order_id: OrderId,
        /// Its answer.
        outcome: ChargeOutcome,
        /// The effect that asked.
        effect: EffectId,
    },
    /// The gateway answered a cancellation of ours.
    AnswerCancel {
        /// The attempt.
        order_id: OrderId,
        /// Its answer.
        outcome: EndOutcome,
        /// The effect that asked.
        effect: EffectId,
    },
    /// A verified notification arrived.
    Notify(Box<Notified>),
    /// The gateway answered a status read of ours.
    TakeRead(Box<TakeRead>),
    /// Give a person access to the panel.
    AddUser {
        /// The address to sign in with.
        email: String,
        /// The name that colleagues read.
        name: String,
        /// The roles, a set that separation of duties allows.
        roles: Vec<Role>,
    },
    /// About packages and promotions.
    #[serde(skip)]
    Catalogue(CatalogueCommand),
    /// About subscriptions.
    #[serde(skip)]
    Subscription(SubscriptionCommand),
    /// About customers after they were taken in.
    #[serde(skip)]
    Customer(CustomerCommand),
    /// About bills.
    #[serde(skip)]
    Billing(BillingCommand),
    /// About money taken by hand.
    #[serde(skip)]
    Posting(PostingCommand),
    /// About credit, cases and money that fits nowhere.
    #[serde(skip)]
    Desk(DeskCommand),
    /// About what a comparison of the books found.
    #[serde(skip)]
    Reconcile(ReconcileCommand),
    /// About refunds and voids.
    #[serde(skip)]
    Correction(CorrectionCommand),
    /// About who may do what.
    #[serde(skip)]
    Access(AccessCommand),
    /// About the seller's policy.
    #[serde(skip)]
    Setting(SettingCommand),
    /// About reminders.
    #[serde(skip)]
    Dunning(DunningCommand),
}

/// A customer to take in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegisterCustomer {
    /// The customer's number.
    pub code: CustomerCode,
    /// The customer's zone.
    pub zone: Zone,
    /// Who it is.
    #[serde(with = "written::personal")]
    pub personal: Personal,
    /// The key that seals the values.
    #[serde(with = "written::key")]
    pub key: CustomerKey,
    /// Home or business.
    #[serde(default)]
    pub kind: Kind,
    /// How the customer's bills are taxed.
    #[serde(default)]
    pub treatment: TaxTreatment,
}

/// A package to put on sale.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DefinePackage {
    /// Short code, 1 to 24 characters.
    pub code: String,
    /// Name as customers read it.
    pub name: String,
    /// What it is.
    pub description: String,
    /// Downstream megabits a second.
    pub mbps: u32,
    /// Whole rupiah a month.
    pub price: Rupiah,
    /// Whether the price contains the tax.
    pub pricing: Pricing,
    /// How it is taxed.
    pub tax_code: TaxCode,
    /// Charged once with the first bill, whole rupiah before tax; zero for none.
    #[serde(default)]
    pub installation_fee: Rupiah,
}

/// A verified notification with what is kept of its arrival.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notified {
    /// What it claims.
    pub hint: Hint,
    /// The body as received, byte for byte. In JSON it is not: who writes JSON keeps it elsewhere.
    #[serde(skip)]
    pub payload: Vec<u8>,
    /// When the body had arrived.
    pub received_at: Timestamp,
    /// When its signature had been verified.
    pub verified_at: Timestamp,
    /// Which of the merchant's keys had signed it: 0 is the newest, 1 the one before.
    pub signed_by: u8,
}

/// An answer of the gateway to a status read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakeRead {
    /// The order that was asked for.
    pub order_id: OrderId,
    /// The read's number: one more than the reads taken in when it was started.
    pub seq: u32,
    /// What the gateway said.
    pub outcome: StatusOutcome,
    /// What caused the read.
    pub cause: ReadCause,
}

/// What caused a status read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReadCause {
    /// An effect of a decision.
    Effect(EffectId),
    /// A parked notification that the read is to confirm or refute.
    Hint(Box<Hint>),
    /// A comparison of the books.
    Comparison(ReconcileId),
}
