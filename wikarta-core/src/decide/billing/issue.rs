//! Bills as documents: drafted, numbered and issued, thrown away.

use chrono::{Days as CivilDays, NaiveDate};

use super::compose::{Composed, Days, What, compose, withheld};
use super::slice::{Slice, is_billed};
use super::{Answer, Context, Decision, not_found};
use crate::account::{
    Account, AccountEvent, Document, Invoice, InvoiceNote, InvoiceStatus, SubscriptionAct,
};
use crate::aggregate::Books;
use crate::billing::{Bill, BillingMode, bill_on, due_on, period_containing};
use crate::decide::subscription::{Sold, find};
use crate::event::Event;
use crate::id::{InvoiceId, SubscriptionId};
use crate::money::Rupiah;
use crate::refusal::Refusal;
use crate::subscription::Subscription;
use crate::time::{Month, Timestamp};

/// The draft of a period's bill. Nothing is used up before it is issued; while it waits, the period
/// is not billed by another.
pub(in crate::decide) fn draft(
    books: &Books,
    subscription: &SubscriptionId,
    period: Month,
    context: &Context<'_>,
) -> Result<Decision, Refusal> {
    let sold = find(books, subscription)?;
    let slice = to_bill(&sold, period, context)?;
    let composed = made(&sold, What::Period(slice), context)?;
    let bill = composed.bill.ok_or(Refusal::Nothing("bill"))?;
    let invoice = drafted(&sold, (period, 0), bill, context)?;
    let id = invoice.id.clone();
    let event = AccountEvent::InvoiceDrafted { invoice: Box::new(invoice) };
    Ok(Decision::with(Answer::Invoice { id }, vec![Event::Account(sold.account.id.clone(), event)]))
}

/// What is to be billed of a period that is not billed yet.
fn to_bill(sold: &Sold<'_>, month: Month, context: &Context<'_>) -> Result<Slice, Refusal> {
    let subscription = sold.subscription;
    let bills_it = |invoice: &&Invoice| {
        invoice.subscription == subscription.id
            && invoice.period == month
            && invoice.sequence == 0
            && invoice.document != Document::Void
    };
    if let Some(billed) = sold.account.invoices.values().find(bills_it) {
        return Err(Refusal::AlreadyBilled { period: month, invoice: billed.id.clone() });
    }
    if !is_billed(subscription.status) {
        return Err(sold.refused("billed"));
    }
    let slice = Slice::named(subscription, month, &context.policy.billing)?;
    if slice.charged == 0 {
        return Err(sold.refused("billed"));
    }
    Ok(slice)
}

fn days_of(account: &Account, at: Timestamp, context: &Context<'_>) -> Days {
    Days { issued: at.day_in(context.policy.zone), local: at.day_in(account.customer.zone) }
}

fn made(sold: &Sold<'_>, what: What, context: &Context<'_>) -> Result<Composed, Refusal> {
    let days = days_of(sold.account, context.at, context);
    compose(sold.account, sold.subscription, what, days, context.policy)
}

fn drafted(
    sold: &Sold<'_>,
    (period, sequence): (Month, u16),
    bill: Bill,
    context: &Context<'_>,
) -> Result<Invoice, Refusal> {
    let withheld = withheld(&bill, sold.account.customer.treatment, context.policy)?;
    Ok(Invoice {
        id: InvoiceId::derived(context.id, 0),
        subscription: sold.subscription.id.clone(),
        period,
        sequence,
        document: Document::Draft,
        status: InvoiceStatus::Draft,
        number: None,
        lines: bill.lines,
        tax: bill.tax,
        total: bill.total,
        drafted_at: context.at,
        issued_at: None,
        due_date: None,
        attempts: 0,
        current: None,
        allocations: Vec::new(),
        paid: Rupiah::ZERO,
        refunded: Rupiah::ZERO,
        policy_version: context.policy.version,
        credited: Rupiah::ZERO,
        withheld,
        tax_document: None,
        late_fee_steps: 0,
    })
}

/// Numbers a draft and sends it out. The bill is made anew on the day of issue: what changed since
/// the draft, the tax rule included, counts.
pub(in crate::decide) fn issue(
    books: &Books,
    invoice: &InvoiceId,
    context: &Context<'_>,
) -> Result<Decision, Refusal> {
    let account = books.account_of_invoice(invoice).ok_or_else(|| not_found("invoice", invoice))?;
    let draft = account.invoices.get(invoice).ok_or_else(|| not_found("invoice", invoice))?;
    if draft.document != Document::Draft {
        return Err(not_a_draft(draft, "issued"));
    }
    let sold = find(books, &draft.subscription)?;
    let slice = Slice::named(sold.subscription, draft.period, &context.policy.billing)?;
    if !is_billed(sold.subscription.status) || slice.charged == 0 {
        return Err(sold.refused("billed"));
    }
    let composed = made(&sold, What::Period(slice), context)?;
    let (events, _) = issued(books, &sold, draft, (composed, What::Period(slice)), context)?;
    Ok(Decision::with(Answer::Invoice { id: invoice.clone() }, events))
}

fn not_a_draft(invoice: &Invoice, act: &'static str) -> Refusal {
    Refusal::InvalidState {
        invoice: invoice.id.clone(),
        status: invoice.status,
        act,
        allowed: if invoice.status.payable() { &["charge"] } else { &[] },
    }
}

/// Drafts, numbers and issues the bill of a period in one decision.
pub(super) fn period(
    books: &Books,
    subscription: &SubscriptionId,
    month: Month,
    on: NaiveDate,
    context: &Context<'_>,
) -> Result<Decision, Refusal> {
    let sold = find(books, subscription)?;
    let slice = to_bill(&sold, month, context)?;
    if on > context.at.day_in(context.policy.zone) {
        return Err(Refusal::Invalid { field: "on", problem: "must not be after today" });
    }
    let first = first_day_of_billing(sold.subscription, &slice, context);
    if on < first {
        let start = Timestamp::start_of_day(first, context.policy.zone);
        return Err(start.map_or(Refusal::Nothing("bill"), Refusal::TooEarly));
    }
    let what = What::Period(slice);
    let composed = made(&sold, what, context)?;
    billed(books, &sold, (month, 0), (composed, what), context)
}

fn first_day_of_billing(
    subscription: &Subscription,
    slice: &Slice,
    context: &Context<'_>,
) -> NaiveDate {
    let lead = context.policy.billing.prepaid_lead_days;
    match subscription.terms.mode {
        BillingMode::Prepaid => bill_on(slice.period, BillingMode::Prepaid, lead),
        BillingMode::Postpaid => slice.until,
    }
}

/// Bills what waits on a subscription now; of one that has ended, the final account.
pub(super) fn charges(
    books: &Books,
    subscription: &SubscriptionId,
    context: &Context<'_>,
) -> Result<Decision, Refusal> {
    let sold = find(books, subscription)?;
    let of = sold.subscription;
    sold.step(SubscriptionAct::Bill)?;
    let composed = made(&sold, What::Charges, context)?;
    let day = of.billed_until.and_then(|until| until.pred_opt()).unwrap_or(of.starts_on);
    let within = period_containing(of.terms.cycle, of.terms.length, of.starts_on, day);
    let month = within.map_or_else(|| Month::of(day), |period| period.month());
    let sequence = of.extra_bills.saturating_add(1);
    billed(books, &sold, (month, sequence), (composed, What::Charges), context)
}

fn billed(
    books: &Books,
    sold: &Sold<'_>,
    named: (Month, u16),
    (mut composed, what): (Composed, What),
    context: &Context<'_>,
) -> Result<Decision, Refusal> {
    let account = &sold.account.id;
    let Some(bill) = composed.bill.take() else {
        composed.after.extra_bills = sold.subscription.extra_bills;
        let events = settled(sold, &composed, Rupiah::ZERO);
        if events.is_empty() {
            return Err(Refusal::Nothing("bill"));
        }
        let answer = Answer::Subscription { id: sold.subscription.id.clone() };
        let events = events.into_iter().map(|event| Event::Account(account.clone(), event));
        return Ok(Decision::with(answer, events.collect()));
    };
    let invoice = drafted(sold, named, bill, context)?;
    let (id, total) = (invoice.id.clone(), invoice.total);
    let draft = AccountEvent::InvoiceDrafted { invoice: Box::new(invoice.clone()) };
    let (mut events, number) = issued(books, sold, &invoice, (composed, what), context)?;
    events.insert(0, Event::Account(account.clone(), draft));
    Ok(Decision::with(Answer::Billed { id, number, total }, events))
}

/// The events of an issue: the number, the document, and what is used up by it.
fn issued(
    books: &Books,
    sold: &Sold<'_>,
    draft: &Invoice,
    (composed, what): (Composed, What),
    context: &Context<'_>,
) -> Result<(Vec<Event>, crate::series::InvoiceNumber), Refusal> {
    let account = sold.account;
    let days = days_of(account, context.at, context);
    let month = Month::of(days.issued);
    let number = books.series(month).next();
    let same = |bill: &Bill| {
        bill.lines == draft.lines && bill.tax == draft.tax && bill.total == draft.total
    };
    let restated = composed.bill.clone().filter(|bill| !same(bill));
    let kept = match &restated {
        Some(bill) => withheld(bill, account.customer.treatment, context.policy)?,
        None => draft.withheld.clone(),
    };
    let total = restated.as_ref().map_or(draft.total, |bill| bill.total);
    let kept_back =
        kept.as_ref().map_or(Rupiah::ZERO, |kept| kept.amount.saturating_plus(kept.ppn));
    let from_credit = account.credit.min(total.less(kept_back)).max(Rupiah::ZERO);
    let event = AccountEvent::InvoiceIssued {
        invoice: draft.id.clone(),
        number,
        at: context.at,
        due_date: due(sold.subscription, &what, days, context),
        from_credit,
        restated,
    };
    let mut events = vec![event];
    if let Some(withheld) = kept.filter(|kept| draft.withheld.as_ref() != Some(kept)) {
        let note = InvoiceNote::Withheld { withheld };
        events.push(AccountEvent::InvoiceNoted { invoice: draft.id.clone(), note });
    }
    events.extend(settled(sold, &composed, from_credit));
    let events = events.into_iter().map(|event| Event::Account(account.id.clone(), event));
    let given = Event::NumberGiven(month, number);
    Ok((std::iter::once(given).chain(events).collect(), number))
}

/// What a bill uses up: the subscription moves on, late bills have been charged for, and what the
/// final account leaves pays open bills of the customer first.
fn settled(sold: &Sold<'_>, composed: &Composed, used: Rupiah) -> Vec<AccountEvent> {
    let mut events = Vec::new();
    if composed.after != *sold.subscription {
        let subscription = Box::new(composed.after.clone());
        let act = SubscriptionAct::Bill;
        events.push(AccountEvent::SubscriptionChanged { act, subscription });
    }
    for (invoice, steps) in &composed.late {
        let note = InvoiceNote::LateFee { steps: *steps };
        events.push(AccountEvent::InvoiceNoted { invoice: invoice.clone(), note });
    }
    let amount = composed.final_credit;
    if !amount.is_positive() {
        return events;
    }
    let subscription = sold.subscription.id.clone();
    events.push(AccountEvent::FinalCredit { subscription, amount });
    let mut left = sold.account.credit.less(used).saturating_plus(amount).min(amount);
    for invoice in open_bills(sold.account) {
        let part = invoice.open_amount().min(left);
        if part.is_positive() {
            left = left.less(part);
            let (invoice, not_needed) = (invoice.id.clone(), Vec::new());
            events.push(AccountEvent::CreditApplied { invoice, amount: part, not_needed });
        }
    }
    events
}

/// Open bills, the oldest due first. One that is being paid right now keeps its amount.
fn open_bills(account: &Account) -> Vec<&Invoice> {
    let quiet = |invoice: &&Invoice| {
        invoice.takes_money() && !account.attempts_of(&invoice.id).any(|attempt| attempt.is_live())
    };
    let mut open: Vec<&Invoice> = account.invoices.values().filter(quiet).collect();
    open.sort_by_key(|invoice| (invoice.due_date, invoice.number));
    open
}

/// When a bill falls due, in the customer's zone.
fn due(subscription: &Subscription, what: &What, days: Days, context: &Context<'_>) -> NaiveDate {
    let (policy, mode) = (context.policy, subscription.terms.mode);
    let (terms, least) = (policy.billing.postpaid_terms_days, policy.billing.min_terms_days);
    let after = |count: u16| {
        days.local.checked_add_days(CivilDays::new(u64::from(count))).unwrap_or(days.local)
    };
    match (what, mode) {
        (What::Period(slice), BillingMode::Prepaid) if days.local < slice.period.from => {
            due_on(slice.period, mode, days.local, terms, least)
        }
        (What::Period(slice), BillingMode::Postpaid) => {
            due_on(slice.period, mode, days.local, terms, least)
        }
        (What::Charges, BillingMode::Postpaid) => after(terms.max(least)),
        (What::Period(_) | What::Charges, BillingMode::Prepaid) => {
            after(policy.terms_days.max(least))
        }
    }
}

/// Throws a draft away: it never had a number, and its period can be billed again.
pub(super) fn discard(books: &Books, invoice: &InvoiceId) -> Result<Decision, Refusal> {
    let account = books.account_of_invoice(invoice).ok_or_else(|| not_found("invoice", invoice))?;
    let draft = account.invoices.get(invoice).ok_or_else(|| not_found("invoice", invoice))?;
    let answer = Answer::Invoice { id: invoice.clone() };
    match (draft.document, draft.number) {
        (Document::Draft, _) => {
            let event = AccountEvent::DraftDiscarded { invoice: invoice.clone() };
            Ok(Decision::with(answer, vec![Event::Account(account.id.clone(), event)]))
        }
        (Document::Void, None) => Ok(Decision::new(answer)),
        (Document::Issued | Document::Void, _) => Err(not_a_draft(draft, "discarded")),
    }
}
