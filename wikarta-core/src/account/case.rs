//! Something that a person has to look at.

use serde::{Deserialize, Serialize};

use crate::hand::Hand;
use crate::id::{CaseId, CommandId, InvoiceId, OrderId};
use crate::money::Rupiah;
use crate::suspense::Resolution;
use crate::time::Timestamp;
use crate::words::words;

/// A case of the finance desk: money or facts that no rule may settle alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Case {
    /// The case.
    pub id: CaseId,
    /// What it is about.
    pub kind: CaseKind,
    /// The order it is about.
    pub order_id: Option<OrderId>,
    /// The invoice it is about.
    pub invoice: Option<InvoiceId>,
    /// The rupiah in question.
    pub amount: Option<Rupiah>,
    /// When it was opened.
    pub opened_at: Timestamp,
    /// Whether somebody still has to look.
    pub state: CaseState,
    /// What somebody proposes to do about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proposal: Option<Proposal>,
    /// Who closed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed: Option<Hand>,
    /// What was found, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// What is to happen with the money of a case; a second person has to agree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// What.
    pub resolution: Resolution,
    /// Why, at least 10 characters.
    pub reason: String,
    /// Who proposes it.
    pub by: Hand,
}

words! {
    /// What a case is about.
    CaseKind {
        /// The gateway holds another amount than was asked; it waits in suspense.
        AmountMismatch = "amount_mismatch",
        /// The gateway speaks of another currency than rupiah.
        CurrencyMismatch = "currency_mismatch",
        /// Money came after its attempt had ended.
        LatePayment = "late_payment",
        /// More came than was owed; the rest is the customer's credit.
        PaidTwice = "paid_twice",
        /// Money came for an invoice that had been taken back; it is the customer's credit.
        PaidAfterVoid = "paid_after_void",
        /// The gateway cancelled a transaction that nobody here asked to cancel.
        GatewayCancelled = "gateway_cancelled",
        /// The bank took a settlement back.
        Reversal = "reversal",
        /// The gateway lists a refund that nobody here asked for.
        RefundFound = "refund_found",
        /// A card's bank took money back.
        Chargeback = "chargeback",
        /// A notification claimed what the gateway does not confirm.
        Contradiction = "contradiction",
        /// The gateway uses a status that is not known here.
        UnknownStatus = "unknown_status",
        /// The gateway never took the charge, though it was asked several times.
        ChargeLost = "charge_lost",
        /// Nobody knows whether a refund was carried out, though the gateway was asked several times.
        RefundUnknown = "refund_unknown",
        /// The gateway still waits for its payer long after its end, or was never reached.
        StillPending = "still_pending",
        /// The gateway's books and ours differ, and no rule may settle it alone.
        Mismatch = "mismatch",
        /// A bill is so late that service may be limited; the rules propose it.
        IsolationDue = "isolation_due",
    }
}

words! {
    /// Whether somebody still has to look.
    CaseState {
        /// Yes.
        Open = "open",
        /// No.
        Closed = "closed",
    }
}

words! {
    /// What people can do about a case, or about money under an unknown order.
    CaseStep {
        /// Close it with a note: no money waits.
        Close = "close",
        /// Say what is to become of its money.
        Propose = "propose",
        /// Agree to that, as a second person.
        Approve = "approve",
        /// Say no to that.
        Reject = "reject",
    }
}

impl Case {
    /// The id of the one proposal to limit service for a bill.
    #[must_use]
    pub fn isolation_of(invoice: &InvoiceId) -> CaseId {
        let kind = CaseKind::IsolationDue.as_str();
        CaseId::derived(&CommandId::from_parts(&[kind, invoice.as_str()]), 0)
    }

    /// The id of the one case of a kind about an order: the same finding twice is one case.
    #[must_use]
    pub fn id_for(kind: CaseKind, order_id: &OrderId) -> CaseId {
        CaseId::derived(&CommandId::from_parts(&[kind.as_str(), order_id.as_str()]), 0)
    }
}
