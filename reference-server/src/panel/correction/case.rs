//! A refund or a void seen alike: what both have, and the commands that move them.

use std::str::FromStr;

use wikarta_core::access::Permission;
use wikarta_core::account::{
    CaseAct, Proof, REFUND_TABLE, RefundCase, Stage, VOID_TABLE, VoidCase, acts_in,
};
use wikarta_core::command::{Command, CorrectionCommand as C};
use wikarta_core::decide::approvals_needed;
use wikarta_core::hand::{Approval, Ending, Hand};
use wikarta_core::id::{IdError, InvoiceId, RefundId, VoidId};
use wikarta_core::money::Rupiah;
use wikarta_core::time::Timestamp;

use crate::http::fields::PathKind;

/// Names a refund or a void.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CaseId {
    /// `ref_…`
    Refund(RefundId),
    /// `voi_…`
    Void(VoidId),
}

impl PathKind for CaseId {
    const KIND: &'static str = "case";
}

impl FromStr for CaseId {
    type Err = IdError;
    fn from_str(text: &str) -> Result<Self, IdError> {
        if text.starts_with(VoidId::PREFIX) {
            return text.parse().map(Self::Void);
        }
        text.parse().map(Self::Refund)
    }
}

impl std::fmt::Display for CaseId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Refund(id) => id.fmt(f),
            Self::Void(id) => id.fmt(f),
        }
    }
}

/// A refund or a void.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Case {
    /// Money that goes back.
    Refund(Box<RefundCase>),
    /// A bill that is taken back.
    Void(Box<VoidCase>),
}

/// What was typed into a form about a case.
#[derive(Debug, Clone, Default)]
pub struct Typed {
    /// Rupiah from now on.
    pub amount: Option<Rupiah>,
    /// Why.
    pub reason: String,
    /// What proves the reason.
    pub evidence: String,
    /// What proves a transfer by hand.
    pub proof: Option<Proof>,
}

macro_rules! of_both {
    ($($(#[$doc:meta])* $name:ident: $type:ty = $case:ident => $value:expr;)*) => {$(
        $(#[$doc])*
        #[must_use]
        pub fn $name(&self) -> $type {
            match self {
                Self::Refund($case) => $value,
                Self::Void($case) => $value,
            }
        }
    )*};
}

impl Case {
    of_both! {
        /// Where it stands.
        stage: Stage = case => case.stage;
        /// Its tier.
        tier: u8 = case => case.tier;
        /// How much.
        amount: Rupiah = case => case.amount;
        /// Why it was asked for.
        reason: &str = case => &case.reason;
        /// Who asked.
        requested: &Hand = case => &case.requested;
        /// Who checked.
        verified: Option<&Hand> = case => case.verified.as_ref();
        /// Who agreed.
        approvals: &[Approval] = case => &case.approvals;
        /// Who carried it out.
        executed: Option<&Hand> = case => case.executed.as_ref();
        /// How it ended without its goal.
        ended: Option<&Ending> = case => case.ended.as_ref();
        /// When it falls away.
        expires_at: Timestamp = case => case.expires_at;
    }

    /// Its id.
    #[must_use]
    pub fn id(&self) -> CaseId {
        match self {
            Self::Refund(case) => CaseId::Refund(case.id.clone()),
            Self::Void(case) => CaseId::Void(case.id.clone()),
        }
    }

    /// The bill that it is about.
    #[must_use]
    pub fn invoice(&self) -> Option<&InvoiceId> {
        match self {
            Self::Refund(case) => case.invoice.as_ref(),
            Self::Void(case) => Some(&case.invoice),
        }
    }

    /// How many people have to agree.
    #[must_use]
    pub const fn needed(&self) -> u8 {
        match self {
            Self::Refund(case) => approvals_needed(case.tier),
            Self::Void(case) => case.tier,
        }
    }

    /// How many agreed.
    #[must_use]
    pub fn have(&self) -> usize {
        self.approvals().len()
    }

    /// The act that carries it on towards its goal, as the table of its kind has it.
    #[must_use]
    pub fn onwards(&self) -> Option<CaseAct> {
        let table = match self {
            Self::Refund(_) => REFUND_TABLE,
            Self::Void(_) => VOID_TABLE,
        };
        let acts = acts_in(table, self.stage());
        // A void may be checked first, but need not be.
        [CaseAct::Execute, CaseAct::Approve, CaseAct::Verify]
            .into_iter()
            .find(|act| acts.contains(act))
    }

    /// The permission that an act takes.
    #[must_use]
    pub const fn permission(&self, act: CaseAct) -> Permission {
        match (self, act) {
            (_, CaseAct::Verify) => Permission::RefundVerify,
            (Self::Refund(_), CaseAct::Approve | CaseAct::Reject) => Permission::RefundApprove,
            (Self::Refund(_), CaseAct::Execute) => Permission::RefundExecute,
            (Self::Refund(_), _) => Permission::RefundRequest,
            (Self::Void(_), CaseAct::Approve | CaseAct::Reject) => Permission::VoidApprove,
            (Self::Void(_), _) => Permission::VoidRequest,
        }
    }

    /// The command for an act with what was typed; `None` where the kind does not know the act.
    #[must_use]
    pub fn command(&self, act: CaseAct, typed: Typed) -> Option<Command> {
        command(&self.id(), act, typed, self.amount())
    }
}

/// As [`Case::command`], for a case that was not read.
#[must_use]
pub fn command(id: &CaseId, act: CaseAct, typed: Typed, amount: Rupiah) -> Option<Command> {
    let Typed { amount: changed, reason, evidence, proof } = typed;
    let amount = changed.unwrap_or(amount);
    let some = |text: String| (!text.trim().is_empty()).then_some(text);
    let command = match (id.clone(), act) {
        (CaseId::Refund(refund), CaseAct::Edit) => {
            C::EditRefund { refund, amount, reason, evidence: some(evidence) }
        }
        (CaseId::Refund(refund), CaseAct::Verify) => C::VerifyRefund { refund },
        (CaseId::Refund(refund), CaseAct::Approve) => {
            C::ApproveRefund { refund, reason: some(reason) }
        }
        (CaseId::Refund(refund), CaseAct::Reject) => C::RejectRefund { refund, reason },
        (CaseId::Refund(refund), CaseAct::Withdraw) => C::WithdrawRefund { refund, reason },
        (CaseId::Refund(refund), CaseAct::Execute) => C::ExecuteRefund { refund, proof },
        (CaseId::Void(void), CaseAct::Verify) => C::VerifyVoid { void },
        (CaseId::Void(void), CaseAct::Approve) => C::ApproveVoid { void, reason: some(reason) },
        (CaseId::Void(void), CaseAct::Reject) => C::RejectVoid { void, reason },
        (CaseId::Void(void), CaseAct::Withdraw) => C::WithdrawVoid { void, reason },
        (CaseId::Void(void), CaseAct::Execute) => C::ExecuteVoid { void },
        _ => return None,
    };
    Some(Command::Correction(command))
}
