//! What is agreed with a customer about messages: promises to pay, channels, pauses.

use chrono::NaiveDate;

use super::super::{Answer, Context, Decision, hand, reason};
use crate::account::{Account, AccountEvent, CustomerAct};
use crate::customer::{OptOut, Paused, Promise, PromiseError, PromiseTaken, Reminding};
use crate::event::Event;
use crate::message::{MessageChannel, Reach};
use crate::refusal::Refusal;

pub(super) fn promise(
    account: &Account,
    until: NaiveDate,
    why: &str,
    context: &Context<'_>,
) -> Result<Decision, Refusal> {
    let reason = reason::checked(why)?;
    let hand = hand(context)?;
    let known = &account.customer.reminding;
    let before: Vec<Promise> = known.promises.iter().map(|taken| taken.promise).collect();
    let (zone, rules) = (account.customer.zone, context.policy.promise);
    let promise = Promise::take(context.at, until, zone, &before, rules).map_err(refused)?;
    let mut after = known.clone();
    after.promises.push(PromiseTaken { promise, by: hand.by, reason });
    Ok(changed(account, CustomerAct::Promise, after))
}

const fn refused(error: PromiseError) -> Refusal {
    let problem = match error {
        PromiseError::Past(_) => "must be today or later",
        PromiseError::TooLong { .. } => "is later than a promise may reach",
        PromiseError::TooMany { .. } => "is one promise too many in this quarter",
    };
    Refusal::Invalid { field: "until", problem }
}

pub(super) fn opt_out(
    account: &Account,
    channel: MessageChannel,
    context: &Context<'_>,
) -> Result<Decision, Refusal> {
    let known = &account.customer.reminding;
    if known.reach(channel) == Reach::OptedOut {
        return Ok(changed(account, CustomerAct::OptOut, known.clone()));
    }
    let open = |other: &&MessageChannel| known.reach(**other) == Reach::Open;
    if MessageChannel::ALL.iter().filter(open).count() <= 1 {
        let problem = "is the last one that reaches the customer; one has to stay";
        return Err(Refusal::Invalid { field: "channel", problem });
    }
    let mut after = known.clone();
    let by = context.actor.person().cloned();
    after.opted_out.push(OptOut { channel, at: context.at, by });
    Ok(changed(account, CustomerAct::OptOut, after))
}

pub(super) fn opt_in(account: &Account, channel: MessageChannel) -> Decision {
    let mut after = account.customer.reminding.clone();
    after.opted_out.retain(|out| out.channel != channel);
    changed(account, CustomerAct::OptIn, after)
}

pub(super) fn pause(
    account: &Account,
    why: &str,
    context: &Context<'_>,
) -> Result<Decision, Refusal> {
    let reason = reason::checked(why)?;
    let mut after = account.customer.reminding.clone();
    after.paused.get_or_insert(Paused { by: hand(context)?, reason });
    Ok(changed(account, CustomerAct::Pause, after))
}

pub(super) fn resume(account: &Account) -> Decision {
    let after = Reminding { paused: None, ..account.customer.reminding.clone() };
    changed(account, CustomerAct::Resume, after)
}

/// The decision that changes it; an empty one when nothing changes.
fn changed(account: &Account, act: CustomerAct, after: Reminding) -> Decision {
    let answer = Answer::Customer { id: account.id.clone() };
    if account.customer.reminding == after {
        return Decision::new(answer);
    }
    let mut customer = account.customer.clone();
    customer.reminding = after;
    let event = AccountEvent::CustomerChanged { act, customer };
    Decision::with(answer, vec![Event::Account(account.id.clone(), event)])
}
