//! Papers of the tax office: withholding slips, and the numbers of tax documents.

use super::{Answer, Context, Decision, not_found, reason};
use crate::account::{
    Account, AccountEvent, Document, Invoice, InvoiceNote, Slip, TaxDocument, Withheld,
    WithheldState,
};
use crate::aggregate::Books;
use crate::billing::TaxCode;
use crate::event::Event;
use crate::id::InvoiceId;
use crate::identity::TaxInvoiceNumber;
use crate::money::Rupiah;
use crate::refusal::Refusal;

/// An issued bill with its account.
fn bill<'a>(
    books: &'a Books,
    id: &InvoiceId,
    act: &'static str,
) -> Result<(&'a Account, &'a Invoice), Refusal> {
    let account = books.account_of_invoice(id).ok_or_else(|| not_found("invoice", id))?;
    let invoice = account.invoices.get(id).ok_or_else(|| not_found("invoice", id))?;
    if invoice.document != Document::Issued {
        let status = invoice.status;
        return Err(Refusal::InvalidState { invoice: id.clone(), status, act, allowed: &[] });
    }
    Ok((account, invoice))
}

fn noted(account: &Account, invoice: &Invoice, note: InvoiceNote) -> Decision {
    let event = AccountEvent::InvoiceNoted { invoice: invoice.id.clone(), note };
    let answer = Answer::Invoice { id: invoice.id.clone() };
    Decision::with(answer, vec![Event::Account(account.id.clone(), event)])
}

/// The slip of tax kept back has come.
pub(super) fn slip(
    books: &Books,
    id: &InvoiceId,
    slip: &Slip,
    context: &Context<'_>,
) -> Result<Decision, Refusal> {
    let (account, invoice) = bill(books, id, "given a slip")?;
    let Some(kept) = &invoice.withheld else { return Err(Refusal::Nothing("record a slip for")) };
    if kept.slip.as_ref() == Some(slip) {
        return Ok(Decision::new(Answer::Invoice { id: id.clone() }));
    }
    match kept.state {
        WithheldState::Expected => {}
        WithheldState::SlipReceived | WithheldState::Rejected => {
            return Err(Refusal::State {
                kind: "withholding",
                id: id.to_string(),
                state: kept.state.to_string(),
                act: "given a slip",
                allowed: Vec::new(),
            });
        }
    }
    let shown = |text: &str, most: usize| {
        let length = text.trim().chars().count();
        (1..=most).contains(&length) && !text.chars().any(char::is_control)
    };
    if !shown(&slip.number, 40) {
        return Err(Refusal::Invalid { field: "number", problem: "must have 1 to 40 characters" });
    }
    if !shown(&slip.evidence, 200) {
        return Err(Refusal::EvidenceMissing("the stored file of the slip"));
    }
    if slip.date > context.at.day_in(context.policy.zone) {
        return Err(Refusal::Invalid { field: "date", problem: "must not be after today" });
    }
    let other = |other: &&Invoice| {
        let seen = other.withheld.as_ref().and_then(|kept| kept.slip.as_ref());
        other.id != *id && seen.is_some_and(|seen| seen.number == slip.number)
    };
    if let Some(other) = account.invoices.values().find(other) {
        return Err(Refusal::Duplicate { kind: "withholding slip", id: other.id.to_string() });
    }
    let (state, slip) = (WithheldState::SlipReceived, Some(slip.clone()));
    let withheld = Withheld { state, slip, ..kept.clone() };
    Ok(noted(account, invoice, InvoiceNote::Withheld { withheld }))
}

/// A bill that was paid net without having been expected to: what is missing is the tax, give or
/// take one rupiah.
pub(super) fn withholding(
    books: &Books,
    id: &InvoiceId,
    context: &Context<'_>,
) -> Result<Decision, Refusal> {
    let (account, invoice) = bill(books, id, "paid net")?;
    if invoice.withheld.is_some() {
        return Err(Refusal::Duplicate { kind: "withholding", id: id.to_string() });
    }
    if account.attempts_of(id).any(|attempt| attempt.is_live()) {
        return Err(Refusal::InvalidState {
            invoice: id.clone(),
            status: invoice.status,
            act: "paid net",
            allowed: &["wait"],
        });
    }
    let service = invoice.lines.iter().filter(|line| line.tax_code != TaxCode::OutOfScope);
    let base: Rupiah = service.map(|line| line.amount).sum();
    let missing = context.policy.pph23.looks_withheld(invoice.owed(), base, invoice.paid);
    let Some(amount) = missing else {
        let problem = "is not what PPh 23 would keep back of the bill";
        return Err(Refusal::Invalid { field: "open amount", problem });
    };
    let withheld = Withheld {
        base,
        amount,
        ppn: Rupiah::ZERO,
        state: WithheldState::Expected,
        slip: None,
        reason: None,
    };
    Ok(noted(account, invoice, InvoiceNote::Withheld { withheld }))
}

/// The slip will never come: the amount is owed as money again.
pub(super) fn no_slip(books: &Books, id: &InvoiceId, why: &str) -> Result<Decision, Refusal> {
    let why = reason::checked(why)?;
    let (account, invoice) = bill(books, id, "asked for money again")?;
    let Some(kept) = &invoice.withheld else { return Err(Refusal::Nothing("reject")) };
    if kept.state == WithheldState::Rejected {
        return Ok(Decision::new(Answer::Invoice { id: id.clone() }));
    }
    let withheld = Withheld { state: WithheldState::Rejected, reason: Some(why), ..kept.clone() };
    Ok(noted(account, invoice, InvoiceNote::Withheld { withheld }))
}

/// The tax office's number has come; from then on the bill cannot be taken back.
pub(super) fn number(
    books: &Books,
    id: &InvoiceId,
    number: &TaxInvoiceNumber,
) -> Result<Decision, Refusal> {
    let (account, invoice) = bill(books, id, "given a tax number")?;
    if let Some(standing) = invoice.tax_document.as_ref().filter(|found| found.cancelled.is_none())
    {
        if standing.number == number.as_str() {
            return Ok(Decision::new(Answer::Invoice { id: id.clone() }));
        }
        return Err(Refusal::TaxLocked(standing.number.clone()));
    }
    let other = |other: &&Invoice| {
        let seen = other.tax_document.as_ref();
        other.id != *id && seen.is_some_and(|seen| seen.number == number.as_str())
    };
    if let Some(other) = account.invoices.values().find(other) {
        return Err(Refusal::Duplicate { kind: "tax number", id: other.id.to_string() });
    }
    let document = TaxDocument { number: number.as_str().to_owned(), cancelled: None };
    if invoice.tax_document.as_ref().is_some_and(|old| old.number == document.number) {
        let problem = "was cancelled at the tax office and cannot stand again";
        return Err(Refusal::Invalid { field: "number", problem });
    }
    Ok(noted(account, invoice, InvoiceNote::TaxDocument { document }))
}

/// The tax document was cancelled at the tax office.
pub(super) fn cancel_number(books: &Books, id: &InvoiceId, why: &str) -> Result<Decision, Refusal> {
    let why = reason::checked(why)?;
    let (account, invoice) = bill(books, id, "freed of its tax number")?;
    match &invoice.tax_document {
        None => Err(Refusal::Nothing("cancel")),
        Some(found) if found.cancelled.is_some() => {
            Ok(Decision::new(Answer::Invoice { id: id.clone() }))
        }
        Some(found) => {
            let document = TaxDocument { cancelled: Some(why), ..found.clone() };
            Ok(noted(account, invoice, InvoiceNote::TaxDocument { document }))
        }
    }
}
