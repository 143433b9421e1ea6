//! What each command is called in reports: one list, from which the name of a command and the list of
//! all names come.

use crate::command::{
    AccessCommand, BillingCommand, CatalogueCommand, Command, CorrectionCommand, CustomerCommand,
    DeskCommand, DunningCommand, PostingCommand, ReconcileCommand, SettingCommand,
    SubscriptionCommand,
};

macro_rules! kinds {
    ($($name:literal => $command:pat,)*) => {
        /// Every kind of command.
        #[cfg(feature = "canary")]
        pub(super) const KINDS: &[&str] = &[$($name),*];

        /// What a command is called.
        #[rustfmt::skip]
        pub(super) const fn kind(command: &Command) -> &'static str {
            match command {
                $($command => $name,)*
            }
        }
    };
}

kinds! {
    "register_customer" => Command::RegisterCustomer(_),
    "define_package" => Command::DefinePackage(_),
    "start_subscription" => Command::StartSubscription { .. },
    "draft_invoice" => Command::DraftInvoice { .. },
    "issue_invoice" => Command::IssueInvoice { .. },
    "open_attempt" => Command::OpenAttempt { .. },
    "ask_read" => Command::AskRead { .. },
    "answer_charge" => Command::AnswerCharge { .. },
    "answer_cancel" => Command::AnswerCancel { .. },
    "notify" => Command::Notify(_),
    "take_read" => Command::TakeRead(_),
    "add_user" => Command::AddUser { .. },
    "catalogue.propose_price" => Command::Catalogue(CatalogueCommand::ProposePrice { .. }),
    "catalogue.approve_price" => Command::Catalogue(CatalogueCommand::ApprovePrice { .. }),
    "catalogue.reject_price" => Command::Catalogue(CatalogueCommand::RejectPrice { .. }),
    "catalogue.describe" => Command::Catalogue(CatalogueCommand::Describe { .. }),
    "catalogue.archive" => Command::Catalogue(CatalogueCommand::Archive { .. }),
    "catalogue.propose_promo" => Command::Catalogue(CatalogueCommand::ProposePromo(_)),
    "catalogue.approve_promo" => Command::Catalogue(CatalogueCommand::ApprovePromo { .. }),
    "catalogue.reject_promo" => Command::Catalogue(CatalogueCommand::RejectPromo { .. }),
    "subscription.sell" => Command::Subscription(SubscriptionCommand::Sell(_)),
    "subscription.activate" => Command::Subscription(SubscriptionCommand::Activate { .. }),
    "subscription.change_plan" => Command::Subscription(SubscriptionCommand::ChangePlan { .. }),
    "subscription.isolate" => Command::Subscription(SubscriptionCommand::Isolate { .. }),
    "subscription.restore" => Command::Subscription(SubscriptionCommand::Restore { .. }),
    "subscription.request_termination" => Command::Subscription(SubscriptionCommand::RequestTermination { .. }),
    "subscription.approve_termination" => Command::Subscription(SubscriptionCommand::ApproveTermination { .. }),
    "subscription.reject_termination" => Command::Subscription(SubscriptionCommand::RejectTermination { .. }),
    "subscription.give_promo" => Command::Subscription(SubscriptionCommand::GivePromo { .. }),
    "subscription.add_fee" => Command::Subscription(SubscriptionCommand::AddFee { .. }),
    "customer.change" => Command::Customer(CustomerCommand::Change(_)),
    "customer.delete" => Command::Customer(CustomerCommand::Delete { .. }),
    "customer.erase" => Command::Customer(CustomerCommand::Erase { .. }),
    "customer.reveal" => Command::Customer(CustomerCommand::Reveal { .. }),
    "billing.bill_period" => Command::Billing(BillingCommand::BillPeriod { .. }),
    "billing.bill_charges" => Command::Billing(BillingCommand::BillCharges { .. }),
    "billing.discard_draft" => Command::Billing(BillingCommand::DiscardDraft { .. }),
    "billing.record_slip" => Command::Billing(BillingCommand::RecordSlip { .. }),
    "billing.record_withholding" => Command::Billing(BillingCommand::RecordWithholding { .. }),
    "billing.reject_withholding" => Command::Billing(BillingCommand::RejectWithholding { .. }),
    "billing.record_tax_number" => Command::Billing(BillingCommand::RecordTaxNumber { .. }),
    "billing.cancel_tax_number" => Command::Billing(BillingCommand::CancelTaxNumber { .. }),
    "billing.request_credit_note" => Command::Billing(BillingCommand::RequestCreditNote { .. }),
    "billing.approve_credit_note" => Command::Billing(BillingCommand::ApproveCreditNote { .. }),
    "billing.reject_credit_note" => Command::Billing(BillingCommand::RejectCreditNote { .. }),
    "posting.record" => Command::Posting(PostingCommand::Record(_)),
    "posting.verify" => Command::Posting(PostingCommand::Verify { .. }),
    "posting.reject" => Command::Posting(PostingCommand::Reject { .. }),
    "posting.reverse" => Command::Posting(PostingCommand::Reverse { .. }),
    "desk.apply_credit" => Command::Desk(DeskCommand::ApplyCredit { .. }),
    "desk.close_case" => Command::Desk(DeskCommand::CloseCase { .. }),
    "desk.propose_resolution" => Command::Desk(DeskCommand::ProposeResolution { .. }),
    "desk.approve_resolution" => Command::Desk(DeskCommand::ApproveResolution { .. }),
    "desk.reject_resolution" => Command::Desk(DeskCommand::RejectResolution { .. }),
    "desk.propose_move" => Command::Desk(DeskCommand::ProposeMove { .. }),
    "desk.approve_move" => Command::Desk(DeskCommand::ApproveMove { .. }),
    "desk.reject_move" => Command::Desk(DeskCommand::RejectMove { .. }),
    "reconcile.give_up" => Command::Reconcile(ReconcileCommand::GiveUp { .. }),
    "reconcile.open_case" => Command::Reconcile(ReconcileCommand::OpenCase { .. }),
    "correction.request_refund" => Command::Correction(CorrectionCommand::RequestRefund(_)),
    "correction.edit_refund" => Command::Correction(CorrectionCommand::EditRefund { .. }),
    "correction.verify_refund" => Command::Correction(CorrectionCommand::VerifyRefund { .. }),
    "correction.approve_refund" => Command::Correction(CorrectionCommand::ApproveRefund { .. }),
    "correction.reject_refund" => Command::Correction(CorrectionCommand::RejectRefund { .. }),
    "correction.withdraw_refund" => Command::Correction(CorrectionCommand::WithdrawRefund { .. }),
    "correction.execute_refund" => Command::Correction(CorrectionCommand::ExecuteRefund { .. }),
    "correction.answer_refund" => Command::Correction(CorrectionCommand::AnswerRefund { .. }),
    "correction.expire_refund" => Command::Correction(CorrectionCommand::ExpireRefund { .. }),
    "correction.request_void" => Command::Correction(CorrectionCommand::RequestVoid { .. }),
    "correction.verify_void" => Command::Correction(CorrectionCommand::VerifyVoid { .. }),
    "correction.approve_void" => Command::Correction(CorrectionCommand::ApproveVoid { .. }),
    "correction.reject_void" => Command::Correction(CorrectionCommand::RejectVoid { .. }),
    "correction.withdraw_void" => Command::Correction(CorrectionCommand::WithdrawVoid { .. }),
    "correction.execute_void" => Command::Correction(CorrectionCommand::ExecuteVoid { .. }),
    "correction.expire_void" => Command::Correction(CorrectionCommand::ExpireVoid { .. }),
    "access.propose" => Command::Access(AccessCommand::Propose { .. }),
    "access.approve" => Command::Access(AccessCommand::Approve { .. }),
    "access.reject" => Command::Access(AccessCommand::Reject { .. }),
    "access.withdraw" => Command::Access(AccessCommand::Withdraw { .. }),
    "access.break_glass" => Command::Access(AccessCommand::BreakGlass { .. }),
    "access.end_break_glass" => Command::Access(AccessCommand::EndBreakGlass),
    "setting.seed_policy" => Command::Setting(SettingCommand::SeedPolicy { .. }),
    "setting.propose_policy" => Command::Setting(SettingCommand::ProposePolicy { .. }),
    "setting.adopt_policy" => Command::Setting(SettingCommand::AdoptPolicy { .. }),
    "setting.reject_policy" => Command::Setting(SettingCommand::RejectPolicy { .. }),
    "setting.withdraw_policy" => Command::Setting(SettingCommand::WithdrawPolicy { .. }),
    "dunning.remind" => Command::Dunning(DunningCommand::Remind { .. }),
    "dunning.hand_over" => Command::Dunning(DunningCommand::HandOver { .. }),
    "dunning.answer_hand_over" => Command::Dunning(DunningCommand::AnswerHandOver { .. }),
    "dunning.take_receipt" => Command::Dunning(DunningCommand::TakeReceipt(_)),
    "dunning.send_now" => Command::Dunning(DunningCommand::SendNow { .. }),
    "dunning.take_promise" => Command::Dunning(DunningCommand::TakePromise { .. }),
    "dunning.opt_out" => Command::Dunning(DunningCommand::OptOut { .. }),
    "dunning.opt_in" => Command::Dunning(DunningCommand::OptIn { .. }),
    "dunning.pause" => Command::Dunning(DunningCommand::Pause { .. }),
    "dunning.resume" => Command::Dunning(DunningCommand::Resume { .. }),
    "dunning.consider_service" => Command::Dunning(DunningCommand::ConsiderService { .. }),
}
