//! Reminding customers of their bills.

use crate::id::{AccountId, EffectId, ReminderId};
use crate::message::{Carrier, Receipt, TryOutcome};

/// What may be asked about reminders.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DunningCommand {
    /// Plan the steps of a customer's bills whose moment has come. Nothing happens when none has.
    Remind {
        /// Whom.
        account: AccountId,
    },
    /// Say whether a reminder goes now, and on which channel. A try is written down with it, so ask
    /// right before the provider is asked, and only then.
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
}
