//! Who may do what, changed by two people.

use serde::{Deserialize, Serialize};

use crate::id::{AccessChangeId, UserId};
use crate::roster::AccessWhat;

/// What may be asked about access.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccessCommand {
    /// Propose a change.
    #[serde(rename = "propose_access")]
    Propose {
        /// What is to change.
        what: AccessWhat,
        /// Why, at least 10 characters.
        reason: String,
    },
    /// Agree to it: it holds from now on.
    #[serde(rename = "approve_access")]
    Approve {
        /// The change.
        change: AccessChangeId,
        /// Whose access it is, when it is somebody's: the caller has to know.
        subject: Option<UserId>,
    },
    /// Say no.
    #[serde(rename = "reject_access")]
    Reject {
        /// The change.
        change: AccessChangeId,
        /// Why, at least 10 characters.
        reason: String,
    },
    /// Take the proposal back.
    #[serde(rename = "withdraw_access")]
    Withdraw {
        /// The change.
        change: AccessChangeId,
    },
    /// Declare an emergency: access beyond the matrix for a while, with an alarm.
    BreakGlass {
        /// Why, at least 10 characters.
        reason: String,
        /// For how long, 1 to 60 minutes.
        minutes: u16,
    },
    /// End the emergency before its time.
    EndBreakGlass,
}
