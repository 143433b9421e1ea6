//! Opening payment attempts, and what the gateway answers to our own requests.

use std::collections::BTreeSet;

use chrono::Days;

use super::observe::{self, Seen};
use super::{Answer, Context, Decision, INVOICES_PER_ATTEMPT_MAX, Made, not_found};
use crate::account::{
    Account, AccountEvent, Answer as GatewayAnswer, Attempt, AttemptState, ChargeAnswer, How,
    Invoice, Share, Stage, Superseded, VoidCase,
};
use crate::aggregate::Books;
use crate::event::{Effect, Event};
use crate::id::{InvoiceId, OrderId};
use crate::money::Rupiah;
use crate::provider::{Channel, ChannelGroup, ChargeOutcome, EndOutcome, ProviderStatus, Reading};
use crate::refusal::Refusal;
use crate::time::Timestamp;

/// The longest life of a payment code at Midtrans: 180 days.
const LIFE_SECONDS_MAX: i64 = 180 * 24 * 3600;

/// Seconds until a lost charge is looked up first.
const FIRST_LOOK_SECONDS: i64 = 2;

pub(super) fn open(
    books: &Books,
    invoices: &[InvoiceId],
    channel: Channel,
    context: &Context<'_>,
) -> Result<Decision, Refusal> {
    let (account, mut due) = payable(books, invoices)?;
    due.sort_by_key(|invoice| (invoice.due_date, invoice.number));
    let shares: Vec<Share> = due
        .iter()
        .map(|invoice| Share { invoice: invoice.id.clone(), amount: invoice.open_amount() })
        .collect();
    let mut replaces = Vec::new();
    for live in rivals(account, &shares, channel.group()) {
        if still_fits(live, channel, &shares, context.at) {
            let (order_id, made) = (live.order_id.clone(), Made::Before);
            return Ok(Decision::new(Answer::Attempt { order_id, made }));
        }
        replaces.push(live.order_id.clone());
    }
    let Some(oldest) = due.first() else {
        return Err(Refusal::InvoiceCount { max: INVOICES_PER_ATTEMPT_MAX });
    };
    let attempt = new_attempt(account, oldest, shares, channel, context)?;
    let order_id = attempt.order_id.clone();
    let event =
        AccountEvent::AttemptOpened { attempt: Box::new(attempt), replaces: replaces.clone() };
    let answer = Answer::Attempt { order_id: order_id.clone(), made: Made::Now };
    let mut decision = Decision::with(answer, vec![Event::Account(account.id.clone(), event)]);
    decision.plan(context, Effect::Charge { order_id }, context.at);
    for order_id in replaces {
        decision.plan(context, Effect::Cancel { order_id }, context.at);
    }
    Ok(decision)
}

/// The account and its named invoices, when all of them can take money.
fn payable<'a>(
    books: &'a Books,
    invoices: &[InvoiceId],
) -> Result<(&'a Account, Vec<&'a Invoice>), Refusal> {
    let named: BTreeSet<&InvoiceId> = invoices.iter().collect();
    let first = invoices.first();
    let (Some(first), true) = (first, named.len() <= INVOICES_PER_ATTEMPT_MAX) else {
        return Err(Refusal::InvoiceCount { max: INVOICES_PER_ATTEMPT_MAX });
    };
    let account = books.account_of_invoice(first).ok_or_else(|| not_found("invoice", first))?;
    let mut found = Vec::with_capacity(named.len());
    for id in named {
        let Some(invoice) = account.invoices.get(id) else {
            return Err(match books.account_of_invoice(id) {
                Some(_) => Refusal::OtherCustomer(id.clone()),
                None => not_found("invoice", id),
            });
        };
        let leaving = |void: &VoidCase| void.invoice == *id && void.stage == Stage::Executing;
        if !invoice.takes_money() || account.voids.values().any(leaving) {
            let allowed: &[&str] = if invoice.status == crate::account::InvoiceStatus::Draft {
                &["issue"]
            } else {
                &[]
            };
            let (invoice, status) = (id.clone(), invoice.status);
            return Err(Refusal::InvalidState { invoice, status, act: "charged", allowed });
        }
        found.push(invoice);
    }
    Ok((account, found))
}

/// Live attempts of the same group for any of the invoices.
fn rivals<'a>(
    account: &'a Account,
    shares: &'a [Share],
    group: ChannelGroup,
) -> impl Iterator<Item = &'a Attempt> {
    account.attempts.values().filter(move |attempt| {
        attempt.is_live()
            && attempt.channel.group() == group
            && shares.iter().any(|share| attempt.names(&share.invoice))
    })
}

/// Whether asking again is answered with the attempt that is there: same channel, same amounts,
/// time left, and its code not lost for good.
fn still_fits(live: &Attempt, channel: Channel, shares: &[Share], at: Timestamp) -> bool {
    let code_missing = live.state == AttemptState::Pending && live.instructions.is_none();
    let code_lost = code_missing && !live.expects_code();
    live.channel == channel && live.shares == shares && live.expires_at > at && !code_lost
}

fn new_attempt(
    account: &Account,
    oldest: &Invoice,
    shares: Vec<Share>,
    channel: Channel,
    context: &Context<'_>,
) -> Result<Attempt, Refusal> {
    Ok(Attempt {
        order_id: order_id(oldest, context)?,
        channel,
        amount: shares.iter().map(|share| share.amount).sum(),
        shares,
        opened_at: context.at,
        expires_at: expiry(account, oldest, channel, context),
        state: AttemptState::Opened,
        answer: GatewayAnswer::Awaited,
        facts: BTreeSet::new(),
        read: None,
        reads: 0,
        superseded: Superseded::No,
        transaction_id: None,
        instructions: None,
        booking: None,
        reversals: 0,
        refunds: Vec::new(),
    })
}

/// `INV-2026-11-000123-01-` and five characters of the command's id: readable, and never the same
/// for two commands.
fn order_id(invoice: &Invoice, context: &Context<'_>) -> Result<OrderId, Refusal> {
    let number = invoice.number.map_or_else(|| "INV".to_owned(), |number| number.dashed());
    let (count, tail) = (invoice.attempts.saturating_add(1), context.id.characters(0, 5));
    format!("{number}-{count:02}-{tail}")
        .parse()
        .map_err(|_| Refusal::Invalid { field: "order_id", problem: "does not fit the gateway" })
}

fn expiry(
    account: &Account,
    oldest: &Invoice,
    channel: Channel,
    context: &Context<'_>,
) -> Timestamp {
    let policy = context.policy;
    match channel.group() {
        ChannelGroup::Qris => context.at.plus_seconds(i64::from(policy.qris_minutes) * 60),
        ChannelGroup::BankTransfer => {
            let shortest = context.at.plus_seconds(i64::from(policy.transfer_hours_min) * 3600);
            let longest = context.at.plus_seconds(LIFE_SECONDS_MAX);
            let grace = Days::new(u64::from(policy.transfer_grace_days));
            oldest
                .due_date
                .and_then(|due| due.checked_add_days(grace))
                .and_then(|last| Timestamp::end_of_day(last, account.customer.zone).ok())
                .map_or(shortest, |end| {
                    let whole_second = end.plus_seconds(0).as_seconds();
                    let end = Timestamp::from_micros(whole_second * 1_000_000).unwrap_or(end);
                    end.max(shortest).min(longest)
                })
        }
    }
}

pub(super) fn ask_read(
    books: &Books,
    order_id: &OrderId,
    context: &Context<'_>,
) -> Result<Decision, Refusal> {
    if books.account_of_order(order_id).is_none() {
        return Err(not_found("attempt", order_id));
    }
    let mut decision = Decision::new(Answer::Asked { order_id: order_id.clone() });
    decision.plan(context, Effect::Read { order_id: order_id.clone() }, context.at);
    Ok(decision)
}

/// The gateway's answer to a charge of ours.
pub(super) fn answer(
    books: &Books,
    order_id: &OrderId,
    outcome: &ChargeOutcome,
    context: &Context<'_>,
) -> Result<Decision, Refusal> {
    let (account, attempt) = attempt(books, order_id)?;
    let settled = matches!(attempt.answer, GatewayAnswer::Accepted | GatewayAnswer::Refused);
    if settled {
        return Ok(Decision::new(Answer::Taken));
    }
    let answer = match outcome {
        ChargeOutcome::Accepted { transaction_id, instructions, expires_at } => {
            ChargeAnswer::Accepted {
                transaction_id: transaction_id.clone(),
                instructions: instructions.clone(),
                expires_at: *expires_at,
            }
        }
        ChargeOutcome::Refused(refusal) => {
            ChargeAnswer::Refused { code: refusal.code.clone(), message: refusal.message.clone() }
        }
        ChargeOutcome::Exists => ChargeAnswer::Lost { reason: "order id is known there".into() },
        ChargeOutcome::Unknown { reason } => ChargeAnswer::Lost { reason: reason.clone() },
    };
    let lost = matches!(answer, ChargeAnswer::Lost { .. });
    if lost && !attempt.is_open() {
        return Ok(Decision::new(Answer::Taken)); // how it ended is known already
    }
    let accepted = matches!(answer, ChargeAnswer::Accepted { .. });
    let mut decision = Decision::new(Answer::Taken);
    if !(lost && attempt.answer == GatewayAnswer::Lost) {
        let event = AccountEvent::ChargeAnswered { order_id: order_id.clone(), answer };
        decision.events.push(Event::Account(account.id.clone(), event));
    }
    if lost {
        let wait = if matches!(outcome, ChargeOutcome::Exists) { 0 } else { FIRST_LOOK_SECONDS };
        let due = context.at.plus_seconds(wait);
        decision.plan(context, Effect::Read { order_id: order_id.clone() }, due);
    }
    if accepted && attempt.superseded != Superseded::No {
        decision.plan(context, Effect::Cancel { order_id: order_id.clone() }, context.at);
    }
    Ok(decision)
}

/// The gateway's answer to a cancellation of ours.
pub(super) fn cancelled(
    books: &Books,
    order_id: &OrderId,
    outcome: &EndOutcome,
    context: &Context<'_>,
) -> Result<Decision, Refusal> {
    let (account, attempt) = attempt(books, order_id)?;
    let mut decision = Decision::new(Answer::Taken);
    if !attempt.is_open() {
        return Ok(decision);
    }
    match outcome {
        EndOutcome::Ended => {
            let reading = ended(attempt);
            let seen = Seen { account, attempt, reading: &reading, how: How::Told };
            observe::follow(&mut decision, &seen, context);
        }
        EndOutcome::NotPossible(_) => {
            decision.plan(context, Effect::Read { order_id: order_id.clone() }, context.at);
        }
        // Never made there: the charge's own outcome says so, or cancels when it was made after all.
        EndOutcome::Missing => {}
        EndOutcome::Unknown { .. } => {
            let due = context.at.plus_seconds(FIRST_LOOK_SECONDS);
            decision.plan(context, Effect::Read { order_id: order_id.clone() }, due);
        }
    }
    Ok(decision)
}

/// What the gateway's yes to our cancellation says about the transaction.
fn ended(attempt: &Attempt) -> Reading {
    Reading {
        status: ProviderStatus::Cancelled,
        transaction_id: attempt.transaction_id.clone(),
        amount: attempt.amount,
        payer_fee: Rupiah::ZERO,
        currency: None,
        channel: Some(attempt.channel),
        instructions: None,
        expires_at: None,
        settled_at: None,
        refunds: Vec::new(),
        refunded_total: None,
    }
}

fn attempt<'a>(
    books: &'a Books,
    order_id: &OrderId,
) -> Result<(&'a Account, &'a Attempt), Refusal> {
    let missing = || not_found("attempt", order_id);
    let account = books.account_of_order(order_id).ok_or_else(missing)?;
    let attempt = account.attempts.get(order_id).ok_or_else(missing)?;
    Ok((account, attempt))
}
