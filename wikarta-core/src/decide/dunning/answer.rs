//! What providers answered, and what they told later.

use super::super::{Answer, Context, Decision, not_found};
use super::conclude::conclude;
use super::{Group, find};
use crate::account::ReminderAct;
use crate::aggregate::Books;
use crate::message::{Receipt, TryOutcome};
use crate::refusal::Refusal;

/// An answer of a provider.
pub(super) struct Told<'a> {
    pub(super) number: u32,
    pub(super) outcome: TryOutcome,
    pub(super) provider_id: Option<&'a String>,
    pub(super) said: Option<&'a String>,
}

pub(super) fn answer(group: &Group<'_>, told: &Told<'_>, context: &Context<'_>) -> Decision {
    let mut lead = group.lead.clone();
    let handed = usize::try_from(told.number).ok().and_then(|number| lead.tries.get_mut(number));
    let Some(handed) = handed.filter(|handed| handed.tried.outcome == TryOutcome::Unknown) else {
        return Decision::new(Answer::Taken); // answered already
    };
    handed.tried.outcome = told.outcome;
    handed.provider_id = told.provider_id.cloned();
    handed.said = told.said.cloned();
    conclude(group, lead, ReminderAct::Answer, context)
}

/// Takes a receipt in. One that says nothing new changes nothing.
///
/// The receipt may be faster than the answer of the one who handed the message over: it is refused
/// then, and the provider tells it again.
pub(super) fn receipt(
    books: &Books,
    receipt: &Receipt,
    context: &Context<'_>,
) -> Result<Decision, Refusal> {
    let missing = || not_found("message", &receipt.provider_id);
    let (channel, name) = (receipt.channel, receipt.provider_id.as_str());
    let account = books.account_of_message(channel, name).ok_or_else(missing)?;
    let named = account.reminders.values().find(|found| found.has_message(channel, name));
    let group = find(books, &named.ok_or_else(missing)?.id)?;
    let mut lead = group.lead.clone();
    lead.take(receipt);
    if lead == *group.lead {
        return Ok(Decision::new(Answer::Taken));
    }
    Ok(conclude(&group, lead, ReminderAct::Receipt, context))
}
