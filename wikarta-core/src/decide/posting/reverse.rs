//! The third person: money that had counted was never there.

use super::super::{Context, Decision, facts, placing, reason};
use super::{find, step, stepped};
use crate::access::CaseDeed;
use crate::account::{
    Account, AccountEvent, Case, CaseKind, CaseState, Place, Placed, Posting, PostingAct,
    RefundSource, Source,
};
use crate::aggregate::Books;
use crate::hand::Ending;
use crate::id::{CaseId, CommandId, PostingId};
use crate::money::Rupiah;
use crate::refusal::Refusal;

/// Takes all of it back: off the bills it is on, the rest out of the customer's credit, which may
/// become a debt; then people look.
pub(super) fn reverse(
    books: &Books,
    id: &PostingId,
    why: &str,
    context: &Context<'_>,
) -> Result<Decision, Refusal> {
    let (account, posting) = find(books, id)?;
    let deed = CaseDeed::ReversePosting;
    let reversed = step((account, posting), (PostingAct::Reverse, deed), books, context)?;
    let by = facts::hand(context, deed)?;
    let ended = Ending { by: Some(by.by), at: by.at, reason: reason::checked(why)? };
    untouched(account, posting)?;
    let placed = placing::whereabouts(account, &Source::Posting(id.clone()), posting.amount);
    let owes = owed_after(account, &placed);
    let reversed = Posting { ended: Some(ended), placed, ..reversed };
    let mut decision = stepped(account, PostingAct::Reverse, reversed, context);
    if owes.is_positive() {
        let case = debt(posting, owes, context);
        decision.events.push(placing::event(account, AccountEvent::CaseOpened { case }));
    }
    Ok(decision)
}

/// What went back to the payer, or is about to, cannot be taken back from here as well.
fn untouched(account: &Account, posting: &Posting) -> Result<(), Refusal> {
    let source = RefundSource::Posting(posting.id.clone());
    let under_way: Rupiah = account
        .refunds
        .values()
        .filter(|refund| refund.source == source && refund.stage.counts())
        .filter(|refund| !refund.stage.is_final())
        .map(|refund| refund.amount)
        .sum();
    let left = posting.amount.less(posting.refunded).less(under_way);
    if left < posting.amount {
        return Err(Refusal::TooMuch { asked: posting.amount, left });
    }
    Ok(())
}

/// How much the customer owes because credit from this money was used: zero when it is all there.
fn owed_after(account: &Account, placed: &[Placed]) -> Rupiah {
    let out: Rupiah =
        placed.iter().filter(|part| part.place == Place::Credit).map(|part| part.amount).sum();
    let left = account.credit.saturating_plus(out.negated());
    if out.is_positive() && !left.is_zero() && !left.is_positive() {
        left.negated()
    } else {
        Rupiah::ZERO
    }
}

fn debt(posting: &Posting, amount: Rupiah, context: &Context<'_>) -> Case {
    let kind = CaseKind::Reversal;
    Case {
        id: CaseId::derived(&CommandId::from_parts(&[kind.as_str(), posting.id.as_str()]), 0),
        kind,
        order_id: None,
        invoice: posting.invoices.first().cloned(),
        amount: Some(amount),
        opened_at: context.at,
        state: CaseState::Open,
        proposal: None,
        closed: None,
        note: None,
    }
}
