//! Reminding customers of their bills.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::id::{AccountId, EffectId, InvoiceId, ReminderId};
use crate::message::{Carrier, MessageChannel, Receipt, Stage, TryOutcome};

/// What may be asked about reminders.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DunningCommand {
    /// Plan the steps of a customer's bills whose moment has come. Nothing happens when none has.
    #[serde(rename = "remind_customer")]
    Remind {
        /// Whom.
        account: AccountId,
    },
    /// Say whether a reminder goes now, and on which channel. A try is written down with it, so ask
    /// right before the provider is asked, and only then.
    #[serde(rename = "hand_over_reminder")]
    HandOver {
        /// The reminder that speaks.
        reminder: ReminderId,
        /// The ways that are open, in the order in which they are tried.
        carriers: Vec<Carrier>,
    },
    /// The provider answered, or fell silent.
    AnswerHandOver {
        /// The reminder.
        reminder: ReminderId,
        /// Which of its tries, counted from 0.
        number: u32,
        /// What came of it.
        outcome: TryOutcome,
        /// The provider's name of the message, when it took it.
        provider_id: Option<String>,
        /// What the provider said when it did not, without personal data.
        said: Option<String>,
        /// The effect that asked.
        effect: EffectId,
    },
    /// A provider told what became of a message that it took.
    TakeReceipt(Receipt),
    /// Remind of a bill now, within the sending hours. A step that was taken by a provider is not
    /// sent again.
    #[serde(rename = "send_reminder_now")]
    SendNow {
        /// The bill.
        invoice: InvoiceId,
        /// Which step; absent: the last whose moment has come, or else the first.
        stage: Option<Stage>,
    },
    /// Agree to a promise to pay: until then nobody is reminded or isolated.
    TakePromise {
        /// Whose.
        account: AccountId,
        /// The last civil day, in the customer's zone, on which payment keeps it.
        until: NaiveDate,
        /// Why, at least 10 characters.
        reason: String,
    },
    /// Send nothing more on a channel. One has to stay: bills rest on the contract.
    OptOut {
        /// Who does not want it.
        account: AccountId,
        /// Which.
        channel: MessageChannel,
    },
    /// Send on it again.
    OptIn {
        /// Who wants it.
        account: AccountId,
        /// Which.
        channel: MessageChannel,
    },
    /// Stop reminders to a customer until they are resumed.
    #[serde(rename = "pause_reminders")]
    Pause {
        /// To whom.
        account: AccountId,
        /// Why, at least 10 characters.
        reason: String,
    },
    /// Let them run again.
    #[serde(rename = "resume_reminders")]
    Resume {
        /// To whom.
        account: AccountId,
    },
    /// See whether service is to be limited for unpaid bills.
    ConsiderService {
        /// Whose.
        account: AccountId,
        /// The open bill that was due first; the case that proposes it is named after it.
        oldest: InvoiceId,
    },
}
