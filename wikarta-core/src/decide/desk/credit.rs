//! A customer's credit on a bill.

use super::super::{Answer, Context, Decision, facts, not_found, placing};
use crate::access::{CaseDeed, separate};
use crate::account::{Account, AccountEvent, RefundSource};
use crate::aggregate::Books;
use crate::id::{InvoiceId, OrderId};
use crate::money::Rupiah;
use crate::refusal::Refusal;

pub(super) fn apply(
    books: &Books,
    id: &InvoiceId,
    asked: Option<Rupiah>,
    context: &Context<'_>,
) -> Result<Decision, Refusal> {
    let account = books.account_of_invoice(id).ok_or_else(|| not_found("invoice", id))?;
    let roster = books.roster();
    let facts = facts::about(account, &roster, context.actor.person(), context.at);
    separate(CaseDeed::ApplyCredit, context.actor, &facts)?;
    placing::check_named(books, account, std::slice::from_ref(id))?;
    let open = account.invoices.get(id).map_or(Rupiah::ZERO, |invoice| invoice.open_amount());
    let room = free(account).min(open);
    if !room.is_positive() {
        return Err(Refusal::Nothing("apply: the customer has no free credit"));
    }
    let amount = asked.unwrap_or(room);
    if !amount.is_positive() {
        return Err(Refusal::Invalid { field: "amount", problem: "must be more than zero" });
    }
    if amount > room {
        return Err(Refusal::TooMuch { asked: amount, left: room });
    }
    let event = |not_needed: Vec<OrderId>| AccountEvent::CreditApplied {
        invoice: id.clone(),
        amount,
        not_needed,
    };
    let not_needed = placing::not_needed(account, &event(Vec::new()));
    let answer = Answer::Applied { invoice: id.clone(), amount };
    let mut decision = Decision::new(answer);
    placing::cancel(&mut decision, &not_needed, context);
    decision.events.push(placing::event(account, event(not_needed)));
    Ok(decision)
}

/// Credit that no refund has been asked for.
fn free(account: &Account) -> Rupiah {
    let asked: Rupiah = account
        .refunds
        .values()
        .filter(|refund| refund.source == RefundSource::Credit && refund.invoice.is_none())
        .filter(|refund| refund.stage.counts() && !refund.stage.is_final())
        .map(|refund| refund.amount)
        .sum();
    if account.credit.is_positive() { account.credit.less(asked) } else { Rupiah::ZERO }
}
