//! Promotions: proposed by Marketing, approved by a supervisor.

use super::{Context, Decision, hand, not_found, reason};
use crate::access::{CaseDeed, CaseFacts, separate};
use crate::aggregate::Books;
use crate::billing::DiscountKind;
use crate::command::ProposePromo;
use crate::decide::Answer;
use crate::event::Event;
use crate::id::PromoId;
use crate::money::Rate;
use crate::promo::{Promo, PromoAct, PromoState};
use crate::refusal::Refusal;

pub(super) fn propose(
    books: &Books,
    order: &ProposePromo,
    context: &Context<'_>,
) -> Result<Decision, Refusal> {
    let id = PromoId::derived(context.id, 0);
    if books.promo(&id).is_some() {
        return Err(Refusal::Exists { kind: "promo", id: id.to_string() });
    }
    check(order)?;
    let promo = Promo {
        id,
        code: order.code.clone(),
        name: order.name.trim().to_owned(),
        kind: order.kind,
        periods: order.periods,
        from: order.from,
        until: order.until,
        state: PromoState::Proposed,
        proposed: hand(context)?,
        decided: None,
        reason: None,
    };
    Ok(stepped(PromoAct::Propose, promo))
}

fn check(order: &ProposePromo) -> Result<(), Refusal> {
    let invalid = |field, problem| Err(Refusal::Invalid { field, problem });
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if !(1..=24).contains(&order.code.len()) || !order.code.chars().all(plain) {
        return invalid("code", "must have 1 to 24 letters, digits, - or _");
    }
    let name = order.name.trim();
    if !(1..=120).contains(&name.chars().count()) || name.chars().any(char::is_control) {
        return invalid("name", "must have 1 to 120 characters");
    }
    let gives = match order.kind {
        DiscountKind::Percent(rate) => rate != Rate::NONE,
        DiscountKind::Amount(amount) => amount.is_positive(),
        DiscountKind::FreeDays(days) => days > 0,
        DiscountKind::FreeMonths(months) => months > 0,
        DiscountKind::InstallWaived => true,
    };
    if !gives {
        return invalid("promotion", "must take something off");
    }
    if order.periods == 0 {
        return invalid("periods", "must be at least 1");
    }
    if order.until < order.from {
        return invalid("until", "must not be before the first day");
    }
    Ok(())
}

/// The promotion, if it waits for a decision.
fn waiting<'a>(books: &'a Books, id: &PromoId, act: &'static str) -> Result<&'a Promo, Refusal> {
    let promo = books.promo(id).ok_or_else(|| not_found("promo", id))?;
    match promo.state {
        PromoState::Proposed => Ok(promo),
        PromoState::Approved | PromoState::Rejected => Err(Refusal::State {
            kind: "promo",
            id: id.to_string(),
            state: promo.state.to_string(),
            act,
            allowed: Vec::new(),
        }),
    }
}

pub(super) fn approve(
    books: &Books,
    id: &PromoId,
    context: &Context<'_>,
) -> Result<Decision, Refusal> {
    let promo = waiting(books, id, "approved")?;
    let facts = CaseFacts { requester: Some(&promo.proposed.by), ..CaseFacts::at(context.at) };
    separate(CaseDeed::ApprovePromo, context.actor, &facts)?;
    let decided = Some(hand(context)?);
    let promo = Promo { state: PromoState::Approved, decided, ..promo.clone() };
    Ok(stepped(PromoAct::Approve, promo))
}

pub(super) fn reject(
    books: &Books,
    id: &PromoId,
    why: &str,
    context: &Context<'_>,
) -> Result<Decision, Refusal> {
    let reason = Some(reason::checked(why)?);
    let promo = waiting(books, id, "rejected")?;
    let decided = Some(hand(context)?);
    let promo = Promo { state: PromoState::Rejected, decided, reason, ..promo.clone() };
    Ok(stepped(PromoAct::Reject, promo))
}

fn stepped(act: PromoAct, promo: Promo) -> Decision {
    let answer = Answer::Promo { id: promo.id.clone(), state: promo.state };
    Decision::with(answer, vec![Event::PromoStepped(promo.id.clone(), act, promo)])
}
