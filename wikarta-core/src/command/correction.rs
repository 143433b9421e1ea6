//! Giving money back and taking bills back.

use serde::{Deserialize, Serialize};

use crate::account::{Proof, RefundSource};
use crate::id::{EffectId, InvoiceId, RefundId, VoidId};
use crate::money::Rupiah;
use crate::provider::RefundOutcome;

/// What may be asked about refunds and voids.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CorrectionCommand {
    /// Ask for money to go back.
    RequestRefund(RequestRefund),
    /// Change what was asked; drops every approval.
    EditRefund {
        /// The refund.
        refund: RefundId,
        /// Whole rupiah from now on.
        amount: Rupiah,
        /// Why, at least 10 characters.
        reason: String,
        /// What proves the reason.
        evidence: Option<String>,
    },
    /// Check it as a second person.
    VerifyRefund {
        /// The refund.
        refund: RefundId,
    },
    /// Agree to it.
    ApproveRefund {
        /// The refund.
        refund: RefundId,
        /// Why; required in tier 3, at least 10 characters.
        reason: Option<String>,
    },
    /// Say no.
    RejectRefund {
        /// The refund.
        refund: RefundId,
        /// Why, at least 10 characters.
        reason: String,
    },
    /// Take the request back.
    WithdrawRefund {
        /// The refund.
        refund: RefundId,
        /// Why; may be empty.
        reason: String,
    },
    /// Carry it out: through the gateway, or by hand with proof; where its outcome is unknown, ask
    /// the gateway again with the same key.
    ExecuteRefund {
        /// The refund.
        refund: RefundId,
        /// What proves a transfer by hand.
        proof: Option<Proof>,
    },
    /// The gateway answered a refund of ours.
    AnswerRefund {
        /// The refund.
        refund: RefundId,
        /// Its answer.
        outcome: RefundOutcome,
        /// The effect that asked.
        effect: EffectId,
    },
    /// Its time is over.
    ExpireRefund {
        /// The refund.
        refund: RefundId,
    },
    /// Ask for an unpaid bill to be taken back.
    RequestVoid {
        /// The bill.
        invoice: InvoiceId,
        /// Why, at least 10 characters.
        reason: String,
    },
    /// Check it as a second person. Not required, but then seen.
    VerifyVoid {
        /// The void.
        void: VoidId,
    },
    /// Agree to it.
    ApproveVoid {
        /// The void.
        void: VoidId,
        /// In words; may be absent.
        reason: Option<String>,
    },
    /// Say no.
    RejectVoid {
        /// The void.
        void: VoidId,
        /// Why, at least 10 characters.
        reason: String,
    },
    /// Take the request back.
    WithdrawVoid {
        /// The void.
        void: VoidId,
        /// Why; may be empty.
        reason: String,
    },
    /// Cancel what is live at the gateway, then take the bill back.
    ExecuteVoid {
        /// The void.
        void: VoidId,
    },
    /// Its time is over.
    ExpireVoid {
        /// The void.
        void: VoidId,
    },
}

/// Money that is to go back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestRefund {
    /// The bill that was paid with it.
    pub invoice: InvoiceId,
    /// Whole rupiah, more than zero.
    pub amount: Rupiah,
    /// Why, at least 10 characters.
    pub reason: String,
    /// What proves the reason; required before a tier 3 case can be approved.
    pub evidence: Option<String>,
    /// Which money; absent where only one payment can give it.
    pub source: Option<RefundSource>,
    /// How it is to go back.
    pub to: RefundTo,
}

crate::words::words! {
    /// How money is to go back.
    RefundTo {
        /// The way it came where the gateway can, else by bank transfer.
        Payer = "payer",
        /// By bank transfer, whatever the gateway can.
        Transfer = "transfer",
        /// As the customer's credit.
        Credit = "credit",
    }
}
