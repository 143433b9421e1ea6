//! Who may do what, changed by two people.

use crate::id::{AccessChangeId, UserId};
use crate::roster::AccessWhat;

/// What may be asked about access.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AccessCommand {
    /// Propose a change.
    Propose {
        /// What is to change.
        what: AccessWhat,
        /// Why, at least 10 characters.
        reason: String,
    },
    /// Agree to it: it holds from now on.
    Approve {
        /// The change.
        change: AccessChangeId,
        /// Whose access it is, when it is somebody's: the caller has to know.
        subject: Option<UserId>,
    },
    /// Say no.
    Reject {
        /// The change.
        change: AccessChangeId,
        /// Why, at least 10 characters.
        reason: String,
    },
    /// Take the proposal back.
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
