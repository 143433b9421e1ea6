//! Service: limited for bills that are long overdue, opened again the moment nothing is.

use super::super::subscription::{Sold, isolate, restore as open_again};
use super::super::{Answer, Context, Decision};
use super::{calendar, facts};
use crate::account::{Account, AccountEvent, Case, CaseKind, CaseState, Invoice};
use crate::aggregate::Books;
use crate::dunning::{
    Debt, Isolation, IsolationMode, ReopenReason, Restore, Standing, isolation, restore,
};
use crate::event::{Effect, Event};
use crate::id::{AccountId, InvoiceId};
use crate::message::{Message, MessageKind};
use crate::money::Rupiah;
use crate::refusal::Refusal;
use crate::subscription::{Subscription, SubscriptionStatus};

/// Limits service, or proposes it to a person, as the seller has chosen. Nothing happens while money
/// may be on its way, while a promise runs, or outside the hours.
pub(super) fn consider(
    account: &Account,
    oldest: &InvoiceId,
    context: &Context<'_>,
) -> Result<Decision, Refusal> {
    let (debts, pending) = (debts(account), facts::pending(account));
    let promise = account.customer.reminding.last_promise();
    let standing = Standing { debts: &debts, pending: &pending, promise };
    let (rules, calendar) = (context.policy.isolation, calendar(account, context.policy));
    let nothing = Decision::new(Answer::Customer { id: account.id.clone() });
    let (found, overdue) = match isolation(&standing, context.at, rules, &calendar) {
        Isolation::Propose { oldest, overdue } => (oldest, overdue),
        Isolation::Wait(_) | Isolation::MoneyPending(_) | Isolation::Promised(_) => {
            return Ok(nothing);
        }
    };
    match rules.mode {
        IsolationMode::Automatic => limit(account, &found, overdue, context),
        // Another bill has become the oldest since the list was read: the next look is about it.
        IsolationMode::Propose if found != *oldest => Ok(nothing),
        IsolationMode::Propose => Ok(propose(account, &found, overdue, context)),
    }
}

fn debts(account: &Account) -> Vec<Debt> {
    let owed = |invoice: &&Invoice| invoice.takes_money();
    let debt = |invoice: &Invoice| {
        let (invoice, due, open) = (invoice.id.clone(), invoice.due_date?, invoice.open_amount());
        Some(Debt { invoice, due, open })
    };
    account.invoices.values().filter(owed).filter_map(debt).collect()
}

/// Proposed once for a bill: a person who said no is not asked about it again.
fn propose(
    account: &Account,
    bill: &InvoiceId,
    overdue: Rupiah,
    context: &Context<'_>,
) -> Decision {
    let id = Case::isolation_of(bill);
    let answer = Answer::Customer { id: account.id.clone() };
    if account.cases.contains_key(&id) || !account.subscriptions.values().any(runs) {
        return Decision::new(answer);
    }
    let case = Case {
        id,
        kind: CaseKind::IsolationDue,
        order_id: None,
        invoice: Some(bill.clone()),
        amount: Some(overdue),
        opened_at: context.at,
        state: CaseState::Open,
        proposal: None,
        closed: None,
        note: None,
    };
    let event = AccountEvent::CaseOpened { case };
    Decision::with(answer, vec![Event::Account(account.id.clone(), event)])
}

fn runs(subscription: &Subscription) -> bool {
    subscription.status == SubscriptionStatus::Active
}

/// Limits every subscription that has an overdue bill.
fn limit(
    account: &Account,
    oldest: &InvoiceId,
    overdue: Rupiah,
    context: &Context<'_>,
) -> Result<Decision, Refusal> {
    let today = context.at.day_in(account.customer.zone);
    let late = |subscription: &&Subscription| {
        account.invoices.values().any(|invoice| {
            let due = invoice.due_date.is_some_and(|due| due < today);
            due && invoice.takes_money() && invoice.subscription == subscription.id
        })
    };
    let mut decision = Decision::new(Answer::Customer { id: account.id.clone() });
    let due = account.subscriptions.values().filter(|found| runs(found)).filter(late);
    for subscription in due {
        let sold = Sold { account, subscription };
        let why = "Tagihan lewat jatuh tempo dan masa tenggang";
        decision.events.extend(isolate(&sold, why, Some(oldest), context)?.events);
        let count = subscription.isolations.len() + 1;
        let told = (MessageKind::Isolated, oldest, overdue);
        tell(&mut decision, account, &format!("{}:{count}", subscription.id), told, context);
    }
    Ok(decision)
}

fn tell(
    decision: &mut Decision,
    account: &Account,
    name: &str,
    (kind, bill, amount): (MessageKind, &InvoiceId, Rupiah),
    context: &Context<'_>,
) {
    let message = Message {
        key: format!("{kind}:{name}"),
        account: account.id.clone(),
        invoice: bill.clone(),
        others: Vec::new(),
        kind,
        stage: None,
        amount,
        at: context.at,
        channel: None,
    };
    // Nobody is woken for it.
    let at = calendar(account, context.policy).next_allowed(context.at).unwrap_or(context.at);
    decision.plan(context, Effect::Send(message), at);
}

/// Opens service again that was limited for unpaid bills, in the same decision that pays them, takes
/// them back, or takes a promise: at any hour of any day. A proposal to limit it is closed with them.
pub(in crate::decide) fn reopen(
    books: &Books,
    decision: &mut Decision,
    context: &Context<'_>,
) -> Result<(), Refusal> {
    for id in touched(decision) {
        let Some(before) = books.account(&id) else { continue };
        let limited = before.subscriptions.values().any(|found| limited_for(found).is_some());
        let proposed = before.cases.values().any(is_proposal);
        if !limited && !proposed {
            continue;
        }
        let mut own = decision.events.iter().filter_map(|event| match event {
            Event::Account(of, event) if *of == id => Some(event),
            _ => None,
        });
        let after = own
            .try_fold(before.clone(), |account, event| Account::after(Some(account), &id, event));
        if let Some(after) = after {
            open(&after, decision, context)?;
        }
    }
    Ok(())
}

fn touched(decision: &Decision) -> Vec<AccountId> {
    let mut found: Vec<AccountId> = Vec::new();
    for event in &decision.events {
        if let Event::Account(id, _) = event
            && !found.contains(id)
        {
            found.push(id.clone());
        }
    }
    found
}

fn is_proposal(case: &Case) -> bool {
    case.kind == CaseKind::IsolationDue && case.state == CaseState::Open
}

/// The bill for which service is limited, where it is for a bill.
fn limited_for(subscription: &Subscription) -> Option<&InvoiceId> {
    let limited = subscription.status == SubscriptionStatus::Isolated;
    let last = subscription.isolations.last().filter(|last| limited && last.until.is_none())?;
    last.bill.as_ref()
}

fn open(account: &Account, decision: &mut Decision, context: &Context<'_>) -> Result<(), Refusal> {
    let debts = debts(account);
    let promise = account.customer.reminding.last_promise();
    let standing = Standing { debts: &debts, pending: &[], promise };
    let (rules, zone) = (context.policy.isolation, account.customer.zone);
    for subscription in account.subscriptions.values() {
        let Some(bill) = limited_for(subscription) else { continue };
        let why = match restore(&standing, context.at, bill, rules, zone) {
            Restore::Stay(_) => continue,
            Restore::Reopen(ReopenReason::NothingOverdue) => {
                "Tidak ada tagihan yang menunggak lagi"
            }
            Restore::Reopen(ReopenReason::Promise) => "Pelanggan berjanji membayar",
        };
        let opened = open_again(&Sold { account, subscription }, why, context)?;
        decision.events.extend(opened.events);
        let name = format!("{}:{}", subscription.id, subscription.isolations.len());
        let told = (MessageKind::Reopened, bill, Rupiah::ZERO);
        tell(decision, account, &name, told, context);
    }
    for case in account.cases.values().filter(|case| is_proposal(case)) {
        let Some(bill) = &case.invoice else { continue };
        let over = restore(&standing, context.at, bill, rules, zone);
        if over == Restore::Reopen(ReopenReason::NothingOverdue) {
            let note = Some("Tidak ada tagihan yang menunggak lagi".to_owned());
            let case = Case { state: CaseState::Closed, note, ..case.clone() };
            let (placed, not_needed) = (Vec::new(), Vec::new());
            let event = AccountEvent::CaseStepped { case, placed, not_needed };
            decision.events.push(Event::Account(account.id.clone(), event));
        }
    }
    Ok(())
}
