//! The second person: the money counts, or it does not.

use super::super::{Context, Decision, facts, placing, reason};
use super::{find, step, stepped};
use crate::access::CaseDeed;
use crate::account::{Posting, PostingAct};
use crate::aggregate::Books;
use crate::hand::Ending;
use crate::id::PostingId;
use crate::refusal::Refusal;

pub(super) fn verify(
    books: &Books,
    id: &PostingId,
    context: &Context<'_>,
) -> Result<Decision, Refusal> {
    let (account, posting) = find(books, id)?;
    let deed = CaseDeed::VerifyPosting;
    let counted = step((account, posting), (PostingAct::Verify, deed), books, context)?;
    let placed = placing::place(account, posting.amount, &posting.invoices);
    let counted =
        Posting { verified: Some(facts::hand(context, deed)?), placed: placed.clone(), ..counted };
    let mut decision = stepped(account, PostingAct::Verify, counted, context);
    placing::receipts(&mut decision, &account.id, (id.as_str(), &placed), context);
    Ok(decision)
}

pub(super) fn reject(
    books: &Books,
    id: &PostingId,
    why: &str,
    context: &Context<'_>,
) -> Result<Decision, Refusal> {
    let (account, posting) = find(books, id)?;
    let deed = CaseDeed::RejectPosting;
    let refused = step((account, posting), (PostingAct::Reject, deed), books, context)?;
    let by = facts::hand(context, deed)?;
    let ended = Ending { by: Some(by.by), at: by.at, reason: reason::checked(why)? };
    let refused = Posting { ended: Some(ended), ..refused };
    Ok(stepped(account, PostingAct::Reject, refused, context))
}
