//! What the gateway answered to a refund of ours. An unknown outcome is a stage of its own: it is
//! resolved by asking again under the same key, never under another.

use super::super::{Answer, Context, Decision, observe};
use super::pending::{Pending as _, find};
use super::run::{Confirmed, finished};
use crate::account::{Account, CaseAct, CaseKind, RefundCase, RefundSource, Stage};
use crate::aggregate::Books;
use crate::event::Effect;
use crate::hand::Ending;
use crate::id::{OrderId, RefundId};
use crate::provider::RefundOutcome;
use crate::refusal::Refusal;

/// How often the gateway is asked before a person has to look.
const TRIES_MAX: u32 = 8;
/// Seconds until the gateway is asked again first; each pause is twice the one before.
const PAUSE_SECONDS: i64 = 2;

pub(super) fn refund(
    books: &Books,
    id: &RefundId,
    outcome: &RefundOutcome,
    context: &Context<'_>,
) -> Result<Decision, Refusal> {
    let (account, case) = find::<RefundCase>(books, id)?;
    let RefundSource::Attempt(order_id) = &case.source else {
        return Ok(Decision::new(Answer::Taken));
    };
    if !matches!(case.stage, Stage::Executing | Stage::Unknown) {
        return Ok(Decision::new(Answer::Taken)); // how it ended is known already
    }
    let mut decision = match outcome {
        RefundOutcome::Accepted { amount } if *amount == case.amount => {
            done(account, case, order_id, context)
        }
        // Of a refund that may have been heard before, a refusal may say just that: it is looked at
        // and asked for as often as one without an answer before it counts.
        RefundOutcome::Refused(_) if case.stage == Stage::Unknown && !is_last(case) => {
            again(account, case, Stage::Unknown, context)
        }
        RefundOutcome::Refused(refusal) => {
            let reason = format!("{}: {}", refusal.code, refusal.message);
            let ended = Some(Ending { by: None, at: context.at, reason });
            let failed = RefundCase { stage: Stage::Failed, ended, ..case.clone() };
            failed.stepped(account, CaseAct::Fail)
        }
        RefundOutcome::Later { .. } => again(account, case, case.stage, context),
        RefundOutcome::Accepted { .. } | RefundOutcome::Exists | RefundOutcome::Unknown { .. } => {
            again(account, case, Stage::Unknown, context)
        }
    };
    decision.answer = Answer::Taken;
    Ok(decision)
}

fn done(
    account: &Account,
    case: &RefundCase,
    order_id: &OrderId,
    context: &Context<'_>,
) -> Decision {
    let mut decision = finished(account, case.clone(), Confirmed::NotYet);
    // The transaction's own state follows from a read.
    decision.plan(context, Effect::Read { order_id: order_id.clone() }, context.at);
    decision
}

/// Whether nobody asks again by himself after this.
const fn is_last(case: &RefundCase) -> bool {
    case.tries.saturating_add(1) >= TRIES_MAX
}

fn again(account: &Account, case: &RefundCase, stage: Stage, context: &Context<'_>) -> Decision {
    let tries = case.tries.saturating_add(1);
    let asked = RefundCase { stage, tries, ..case.clone() };
    let mut decision = asked.stepped(account, CaseAct::Lose);
    if !is_last(case) {
        let pause = PAUSE_SECONDS << tries.min(11);
        let refund = case.id.clone();
        decision.plan(context, Effect::Refund { refund }, context.at.plus_seconds(pause));
        return decision;
    }
    if let RefundSource::Attempt(order_id) = &case.source
        && let Some(attempt) = account.attempts.get(order_id)
    {
        let kind = CaseKind::RefundUnknown;
        observe::open_case_of(&mut decision, account, attempt, kind, context);
    }
    decision
}
