//! The finance desk: credit, cases, money that fits nowhere.

use serde::{Deserialize, Serialize};

use crate::account::Resolution;
use crate::id::{AccountId, CaseId, InvoiceId, OrderId};
use crate::money::Rupiah;

/// What the finance desk may do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeskCommand {
    /// Put a customer's credit on a bill.
    ApplyCredit {
        /// The bill.
        invoice: InvoiceId,
        /// Whole rupiah; absent: as much as there is and fits.
        amount: Option<Rupiah>,
    },
    /// Close a case about which no money waits.
    CloseCase {
        /// The case.
        case: CaseId,
        /// What was found, at least 10 characters.
        note: String,
    },
    /// Say what is to become of a case's money.
    ProposeResolution {
        /// The case.
        case: CaseId,
        /// What.
        resolution: Resolution,
        /// Why, at least 10 characters.
        reason: String,
    },
    /// Agree to it: the money moves and the case is closed.
    ApproveResolution {
        /// The case.
        case: CaseId,
    },
    /// Say no to it; the case stays open.
    RejectResolution {
        /// The case.
        case: CaseId,
        /// Why, at least 10 characters.
        reason: String,
    },
    /// Say whose money under an unknown order is.
    ProposeMove {
        /// The order as the gateway names it.
        order_id: OrderId,
        /// Whose it is.
        account: AccountId,
        /// What is to become of it there.
        resolution: Resolution,
        /// Why, at least 10 characters.
        reason: String,
    },
    /// Agree: the money becomes that customer's.
    ApproveMove {
        /// The order.
        order_id: OrderId,
        /// Whose it is, as proposed.
        account: AccountId,
    },
    /// Say no.
    RejectMove {
        /// The order.
        order_id: OrderId,
        /// Why, at least 10 characters.
        reason: String,
    },
}
