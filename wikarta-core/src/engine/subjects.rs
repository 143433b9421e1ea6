//! What the commands of people name, group by group: what has to be loaded before they are decided.

use crate::account::{Case, Resolution};
use crate::command::{
    AccessCommand, BillingCommand, CatalogueCommand, CorrectionCommand, CustomerCommand,
    DeskCommand, DunningCommand, PostingCommand, SubscriptionCommand,
};
use crate::policy::Policy;
use crate::ports::Subject;
use crate::roster::AccessWhat;
use crate::time::{Month, Timestamp, Zone};

pub(super) fn catalogue(command: &CatalogueCommand) -> Vec<Subject> {
    match command {
        CatalogueCommand::ProposePrice { package, .. }
        | CatalogueCommand::ApprovePrice { package }
        | CatalogueCommand::RejectPrice { package, .. }
        | CatalogueCommand::Describe { package, .. }
        | CatalogueCommand::Archive { package } => vec![Subject::Package(package.clone())],
        CatalogueCommand::ProposePromo(_) => Vec::new(),
        CatalogueCommand::ApprovePromo { promo } | CatalogueCommand::RejectPromo { promo, .. } => {
            vec![Subject::Promo(promo.clone())]
        }
    }
}

pub(super) fn subscription(command: &SubscriptionCommand, at: Timestamp) -> Vec<Subject> {
    match command {
        SubscriptionCommand::Sell(sell) => {
            let named =
                [Subject::Account(sell.account.clone()), Subject::Package(sell.package.clone())];
            named.into_iter().chain(sell.promo.clone().map(Subject::Promo)).collect()
        }
        SubscriptionCommand::ChangePlan { subscription, package, .. } => vec![
            Subject::Subscription(subscription.clone(), None),
            Subject::Package(package.clone()),
        ],
        SubscriptionCommand::GivePromo { subscription, promo } => {
            vec![Subject::Subscription(subscription.clone(), None), Subject::Promo(promo.clone())]
        }
        // Bills of days after the last are reduced: the last day lies within 31 days before and 92
        // after its request, and a period has at most twelve months.
        SubscriptionCommand::ApproveTermination { subscription } => {
            let around = Month::of(at.day_in(Zone::Wib)).minus_months(BILLED_MONTHS_BACK);
            let months = (0..=BILLED_MONTHS).map(|n| Some(around.plus_months(n)));
            let named = months.map(|month| Subject::Subscription(subscription.clone(), month));
            named.chain([Subject::Roster]).collect()
        }
        SubscriptionCommand::Activate { subscription, .. }
        | SubscriptionCommand::Isolate { subscription, .. }
        | SubscriptionCommand::Restore { subscription, .. }
        | SubscriptionCommand::RequestTermination { subscription, .. }
        | SubscriptionCommand::RejectTermination { subscription, .. }
        | SubscriptionCommand::AddFee { subscription, .. } => {
            vec![Subject::Subscription(subscription.clone(), None)]
        }
    }
}

/// How far back a period may begin that the last day of service lies in.
const BILLED_MONTHS_BACK: u32 = 14;
/// How many months after that one a period may begin that is billed already when service ends.
const BILLED_MONTHS: u32 = 20;

pub(super) fn customer(command: &CustomerCommand) -> Vec<Subject> {
    match command {
        CustomerCommand::Change(change) => vec![Subject::Account(change.account.clone())],
        CustomerCommand::Delete { account, .. }
        | CustomerCommand::Reveal { account, .. }
        | CustomerCommand::Erase { account, .. } => vec![Subject::Account(account.clone())],
    }
}

pub(super) fn billing(command: &BillingCommand, at: Timestamp, policy: &Policy) -> Vec<Subject> {
    let month = Subject::Series(Month::of(at.day_in(policy.zone)));
    match command {
        BillingCommand::BillPeriod { subscription, period, .. } => {
            vec![Subject::Subscription(subscription.clone(), Some(*period)), month, Subject::Policy]
        }
        BillingCommand::BillCharges { subscription } => {
            vec![Subject::Subscription(subscription.clone(), None), month, Subject::Policy]
        }
        BillingCommand::DiscardDraft { invoice }
        | BillingCommand::RecordSlip { invoice, .. }
        | BillingCommand::RecordWithholding { invoice }
        | BillingCommand::RejectWithholding { invoice, .. }
        | BillingCommand::RecordTaxNumber { invoice, .. }
        | BillingCommand::CancelTaxNumber { invoice, .. } => {
            vec![Subject::Invoice(invoice.clone())]
        }
        BillingCommand::RequestCreditNote { invoice, .. } => {
            vec![Subject::Invoice(invoice.clone()), Subject::Roster]
        }
        BillingCommand::ApproveCreditNote { note }
        | BillingCommand::RejectCreditNote { note, .. } => {
            vec![Subject::CreditNote(note.clone()), Subject::Roster]
        }
    }
}

pub(super) fn posting(command: &PostingCommand) -> Vec<Subject> {
    match command {
        PostingCommand::Record(order) => {
            let named = order.invoices.iter().take(64).cloned().map(Subject::Invoice);
            let whose = [Subject::Account(order.account.clone()), Subject::Roster];
            whose.into_iter().chain(named).collect()
        }
        PostingCommand::Verify { posting }
        | PostingCommand::Reject { posting, .. }
        | PostingCommand::Reverse { posting, .. } => {
            vec![Subject::Posting(posting.clone()), Subject::Roster]
        }
    }
}

pub(super) fn desk(command: &DeskCommand) -> Vec<Subject> {
    match command {
        DeskCommand::ApplyCredit { invoice, .. } => {
            vec![Subject::Invoice(invoice.clone()), Subject::Roster]
        }
        DeskCommand::ProposeResolution { case, resolution, .. } => {
            let named = match resolution {
                Resolution::Invoices { invoices } => invoices.as_slice(),
                Resolution::Credit | Resolution::Gateway => &[],
            };
            let named = named.iter().take(64).cloned().map(Subject::Invoice);
            [Subject::Case(case.clone()), Subject::Roster].into_iter().chain(named).collect()
        }
        DeskCommand::CloseCase { case, .. }
        | DeskCommand::ApproveResolution { case }
        | DeskCommand::RejectResolution { case, .. } => {
            vec![Subject::Case(case.clone()), Subject::Roster]
        }
        DeskCommand::ProposeMove { order_id, account, .. }
        | DeskCommand::ApproveMove { order_id, account } => vec![
            Subject::Order(order_id.clone()),
            Subject::Account(account.clone()),
            Subject::Roster,
        ],
        DeskCommand::RejectMove { order_id, .. } => {
            vec![Subject::Order(order_id.clone()), Subject::Roster]
        }
    }
}

pub(super) fn correction(command: &CorrectionCommand) -> Vec<Subject> {
    match command {
        CorrectionCommand::RequestRefund(order) => {
            vec![Subject::Invoice(order.invoice.clone()), Subject::Roster, Subject::Policy]
        }
        CorrectionCommand::EditRefund { refund, .. }
        | CorrectionCommand::VerifyRefund { refund }
        | CorrectionCommand::ApproveRefund { refund, .. }
        | CorrectionCommand::RejectRefund { refund, .. }
        | CorrectionCommand::WithdrawRefund { refund, .. }
        | CorrectionCommand::ExecuteRefund { refund, .. }
        | CorrectionCommand::AnswerRefund { refund, .. }
        | CorrectionCommand::ExpireRefund { refund } => {
            vec![Subject::Refund(refund.clone()), Subject::Roster, Subject::Policy]
        }
        CorrectionCommand::RequestVoid { invoice, .. } => {
            vec![Subject::Invoice(invoice.clone()), Subject::Roster, Subject::Policy]
        }
        CorrectionCommand::VerifyVoid { void }
        | CorrectionCommand::ApproveVoid { void, .. }
        | CorrectionCommand::RejectVoid { void, .. }
        | CorrectionCommand::WithdrawVoid { void, .. }
        | CorrectionCommand::ExecuteVoid { void }
        | CorrectionCommand::ExpireVoid { void } => {
            vec![Subject::Void(void.clone()), Subject::Roster, Subject::Policy]
        }
    }
}

pub(super) fn dunning(command: &DunningCommand) -> Vec<Subject> {
    match command {
        DunningCommand::Remind { account }
        | DunningCommand::TakePromise { account, .. }
        | DunningCommand::OptOut { account, .. }
        | DunningCommand::OptIn { account, .. }
        | DunningCommand::Pause { account, .. }
        | DunningCommand::Resume { account } => vec![Subject::Account(account.clone())],
        DunningCommand::SendNow { invoice, .. } => vec![Subject::Invoice(invoice.clone())],
        DunningCommand::ConsiderService { account, oldest } => {
            vec![Subject::Account(account.clone()), Subject::Case(Case::isolation_of(oldest))]
        }
        DunningCommand::HandOver { reminder, .. }
        | DunningCommand::AnswerHandOver { reminder, .. } => {
            vec![Subject::Reminder(reminder.clone())]
        }
        DunningCommand::TakeReceipt(receipt) => {
            vec![Subject::Message(receipt.channel, receipt.provider_id.clone())]
        }
    }
}

pub(super) fn access(command: &AccessCommand) -> Vec<Subject> {
    match command {
        AccessCommand::Propose {
            what: AccessWhat::Assign { user, .. } | AccessWhat::Stand { user, .. },
            ..
        }
        | AccessCommand::Approve { subject: Some(user), .. } => {
            vec![Subject::Roster, Subject::User(user.clone())]
        }
        AccessCommand::Propose { what: AccessWhat::Define { .. }, .. }
        | AccessCommand::Approve { subject: None, .. }
        | AccessCommand::Reject { .. }
        | AccessCommand::Withdraw { .. }
        | AccessCommand::BreakGlass { .. }
        | AccessCommand::EndBreakGlass => vec![Subject::Roster],
    }
}
