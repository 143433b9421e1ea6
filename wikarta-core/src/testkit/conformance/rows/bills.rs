//! Bills, attempts, cases, reminders.

use super::{FIRST, LAST, LEAST, MOST, NASTY, come_back, first_day, hand, last_day};
use crate::account::{
    Account, Allocation, Answer, Attempt, AttemptState, Booking, Case, CaseKind, CaseState,
    Document, Handed, Invoice, InvoiceStatus, Proposal, Refund, RefundOrigin, Reminder,
    ReminderState, Resolution, Share, Slip, Source, Superseded, TaxDocument, Withheld,
    WithheldState,
};
use crate::aggregate::Aggregate;
use crate::billing::{Line, LineKind, TaxCode, TaxSummary};
use crate::id::CaseId;
use crate::message::{
    Accepted, CancelReason, Carrier, MessageChannel, ReceiptState, Repeat, SkipReason, Stage,
    StopReason, Try, TryOutcome, Why, Window,
};
use crate::money::Rate;
use crate::ports::Subject;
use crate::provider::{Channel, Instructions, ProviderStatus};
use crate::series::Series;
use crate::testkit::conformance::Books;
use crate::testkit::conformance::broken::Told;
use crate::testkit::conformance::reading::{stock, write_new};
use crate::testkit::conformance::world::{
    account, attempt, case, draft, holding, invoice_id, issued, month, november, order, posting,
    posting_id, reminder, suspense_item,
};
use crate::time::Month;

fn line(kind: LineKind) -> Line {
    Line {
        description: NASTY.to_owned(),
        from: first_day(),
        to: last_day(),
        quantity: u32::MAX,
        amount: LEAST,
        tax_code: TaxCode::Exempt,
        tax: MOST,
        kind,
    }
}

fn withheld() -> Withheld {
    let (number, evidence) = (NASTY.to_owned(), String::new());
    let slip = Slip { number, date: last_day(), period: Month::of(last_day()), evidence };
    Withheld {
        base: MOST,
        amount: MOST,
        ppn: MOST,
        state: WithheldState::SlipReceived,
        slip: Some(slip),
        reason: Some(NASTY.to_owned()),
    }
}

fn full_invoice() -> Invoice {
    let rate = Rate::of_basis_points(1).unwrap_or(Rate::NONE);
    let sources = [
        Source::Attempt(order("PAID")),
        Source::Credit,
        Source::Posting(posting_id("p")),
        Source::Suspense(order("UNKNOWN")),
    ];
    let part = |source| Allocation { source, amount: MOST, refunded: LEAST };
    Invoice {
        sequence: u16::MAX,
        document: Document::Issued,
        status: InvoiceStatus::Refund,
        number: Some(Series { month: month(12), last: 999_998 }.next()),
        lines: LineKind::ALL.iter().map(|kind| line(*kind)).collect(),
        tax: TaxSummary { base: MOST, dpp: LEAST, ppn: MOST, code: TaxCode::NonPkp, rate },
        total: LEAST,
        drafted_at: FIRST,
        issued_at: Some(LAST),
        due_date: Some(last_day()),
        attempts: u32::MAX,
        current: Some(order("PAID")),
        allocations: sources.map(part).to_vec(),
        paid: MOST,
        refunded: LEAST,
        policy_version: u32::MAX,
        credited: MOST,
        withheld: Some(withheld()),
        tax_document: Some(TaxDocument {
            number: NASTY.to_owned(),
            cancelled: Some(NASTY.to_owned()),
        }),
        late_fee_steps: u8::MAX,
        ..draft(1, "full", november())
    }
}

/// An account with what the full bill names, and with bills as they usually are.
fn billed(full: Invoice) -> Account {
    let mut whole = account(1);
    let mut other = issued(1, "other", month(9), 7);
    let paid = attempt("PAID", &mut [&mut other]);
    whole.attempts.insert(paid.order_id.clone(), paid);
    let mut void = issued(1, "void", month(9), 8);
    (void.document, void.status) = (Document::Void, InvoiceStatus::Void);
    let posting = posting("p", vec![invoice_id("other")], 1);
    whole.postings.insert(posting.id.clone(), posting);
    for invoice in [other, void, full] {
        whole.invoices.insert(invoice.id.clone(), invoice);
    }
    whole
}

pub(in super::super) async fn invoices_come_back(books: &Books) -> Told {
    stock(books).await?;
    write_new(books, &[Aggregate::Suspense(suspense_item("UNKNOWN"))]).await?;
    let states = [draft(1, "full", november()), full_invoice(), {
        // Fewer lines, and no money on it any more.
        let lines = vec![line(LineKind::Other)];
        Invoice { lines, allocations: Vec::new(), ..full_invoice() }
    }];
    let states = states.map(|full| {
        // What it bills never changes.
        holding(billed(Invoice { sequence: u16::MAX, ..full }))
    });
    let subjects = ["full", "other", "void"].map(|name| Subject::Invoice(invoice_id(name)));
    come_back(books, &states, &subjects).await
}

fn full_attempt(shares: Vec<Share>) -> Attempt {
    let refund = |origin: &RefundOrigin| Refund {
        key: format!("{origin} {NASTY}"),
        amount: MOST,
        confirmed: *origin == RefundOrigin::Offline,
        origin: *origin,
    };
    let (biller_code, bill_key) = (NASTY.to_owned(), String::new());
    Attempt {
        order_id: order("FULL_~.-"),
        channel: Channel::MandiriBill,
        amount: MOST,
        shares,
        opened_at: FIRST,
        expires_at: LAST,
        state: AttemptState::Reversed,
        answer: Answer::Lost,
        facts: ProviderStatus::ALL.iter().copied().collect(),
        read: Some(ProviderStatus::Unrecognised),
        reads: u32::MAX,
        superseded: Superseded::NotNeeded,
        transaction_id: Some(NASTY.to_owned()),
        instructions: Some(Instructions::Bill { biller_code, bill_key }),
        booking: Some(Booking {
            amount: MOST,
            payer_fee: LEAST,
            settled_at: Some(FIRST),
            credited: MOST,
            suspended: LEAST,
        }),
        reversals: u32::MAX,
        refunds: RefundOrigin::ALL.iter().map(refund).collect(),
    }
}

fn bare(full: &Attempt) -> Attempt {
    Attempt {
        shares: full.shares.iter().take(1).cloned().collect(),
        facts: [].into(),
        read: None,
        transaction_id: None,
        instructions: None,
        booking: None,
        refunds: full.refunds.iter().take(1).cloned().collect(),
        ..full.clone()
    }
}

/// One of each state and channel, and a full one.
fn attempts(full: impl FnOnce(Attempt) -> Attempt) -> Account {
    let mut whole = account(1);
    let mut first = issued(1, "a", month(10), 1);
    let mut second = issued(1, "b", november(), 2);
    for (state, number) in AttemptState::ALL.iter().zip(0_usize..) {
        let mut one = attempt(&format!("O-{state}"), &mut [&mut first]);
        one.state = *state;
        if let Some(channel) = Channel::ALL.get(number % Channel::ALL.len()) {
            one.channel = *channel;
        }
        let text = NASTY.to_owned();
        one.instructions = Some(match number % 2 {
            0 => Instructions::VirtualAccount { va_number: text },
            _ => Instructions::Qr { qr_string: text },
        });
        whole.attempts.insert(one.order_id.clone(), one);
    }
    let shares = attempt("X", &mut [&mut first, &mut second]).shares;
    let full = full(full_attempt(shares));
    (first.current, second.current) = (Some(full.order_id.clone()), None);
    whole.attempts.insert(full.order_id.clone(), full);
    for invoice in [first, second] {
        whole.invoices.insert(invoice.id.clone(), invoice);
    }
    whole
}

pub(in super::super) async fn attempts_come_back(books: &Books) -> Told {
    stock(books).await?;
    let states =
        [attempts(|full| bare(&full)), attempts(|full| full), attempts(|full| bare(&full))];
    let subjects = ["a", "b"].map(|name| Subject::Invoice(invoice_id(name)));
    come_back(books, &states.map(holding), &subjects).await
}

fn full_case(resolution: Resolution) -> Case {
    Case {
        invoice: Some(invoice_id("a")),
        amount: Some(LEAST),
        opened_at: LAST,
        proposal: Some(Proposal { resolution, reason: NASTY.to_owned(), by: hand() }),
        closed: Some(hand()),
        note: Some(NASTY.to_owned()),
        ..case(CaseKind::Mismatch, &order("O"))
    }
}

fn cases(state: CaseState) -> Account {
    let mut whole = account(1);
    let mut invoice = issued(1, "a", month(10), 1);
    let about = attempt("O", &mut [&mut invoice]);
    whole.attempts.insert(about.order_id.clone(), about);
    whole.invoices.insert(invoice.id.clone(), invoice);
    let mut all: Vec<Case> =
        CaseKind::ALL.iter().map(|kind| Case { state, ..case(*kind, &order("O")) }).collect();
    let resolutions = [
        Resolution::Credit,
        Resolution::Gateway,
        Resolution::Invoices { invoices: vec![] },
        Resolution::Invoices { invoices: vec![invoice_id("a"), invoice_id("gone")] },
    ];
    for (resolution, number) in resolutions.into_iter().zip(0..) {
        let id = CaseId::derived(&crate::id::CommandId::new("full"), number);
        all.push(Case { id, state: CaseState::Open, ..full_case(resolution) });
    }
    all.push(Case {
        id: CaseId::named("bare"),
        order_id: None,
        amount: None,
        ..case(CaseKind::Chargeback, &order("O"))
    });
    whole.cases = all.into_iter().map(|case| (case.id.clone(), case)).collect();
    whole
}

pub(in super::super) async fn cases_come_back(books: &Books) -> Told {
    stock(books).await?;
    let states = [CaseState::Open, CaseState::Closed, CaseState::Open].map(cases).map(holding);
    come_back(books, &states, &[Subject::Order(order("O"))]).await
}

fn tries() -> Vec<Handed> {
    let outcomes = ReceiptState::ALL.iter().map(|state| TryOutcome::Accepted(*state)).chain([
        TryOutcome::Permanent,
        TryOutcome::Retry(None),
        TryOutcome::Retry(Some(u32::MAX)),
        TryOutcome::Unknown,
        TryOutcome::NotTaken,
    ]);
    let handed = |(outcome, number): (TryOutcome, usize)| Handed {
        tried: Try { channel: MessageChannel::WhatsApp, at: LAST, outcome },
        provider_id: (number % 2 == 0).then(|| format!("{number} {NASTY}")),
        said: (number % 3 == 0).then(|| NASTY.to_owned()),
    };
    outcomes.zip(0..).map(handed).collect()
}

fn full_reminder(of: &Reminder, lead: &Reminder) -> Reminder {
    let carrier = |channel: &MessageChannel| Carrier { channel: *channel, repeat: Repeat::Unsafe };
    Reminder {
        window: Window { opens: FIRST, closes: LAST },
        lead: Some(lead.id.clone()),
        state: ReminderState::Read,
        why: Some(Why::Stopped(StopReason::AllFailed)),
        since: Some(LAST),
        accepted: Some(Accepted { channel: MessageChannel::Sms, at: FIRST }),
        carriers: MessageChannel::ALL.iter().map(carrier).collect(),
        tries: tries(),
        ..of.clone()
    }
}

fn reminders(fill: impl FnOnce(&Reminder, &Reminder) -> Reminder) -> Account {
    let mut whole = account(1);
    let invoice = issued(1, "a", month(10), 1);
    let lead = reminder(&invoice, Stage::ISSUE);
    let mut all = vec![fill(&reminder(&invoice, Stage::BEFORE_1), &lead), lead];
    let whys = SkipReason::ALL.iter().map(|reason| Why::Skipped(*reason));
    let whys = whys.chain(CancelReason::ALL.iter().map(|reason| Why::Cancelled(*reason)));
    for (why, days) in whys.zip(4_i16..) {
        let stage = Stage::days(days).unwrap_or(Stage::AFTER_3);
        all.push(Reminder { why: Some(why), ..reminder(&invoice, stage) });
    }
    for (state, days) in ReminderState::ALL.iter().zip(-100_i16..) {
        let stage = Stage::days(days).unwrap_or(Stage::AFTER_3);
        all.push(Reminder { state: *state, ..reminder(&invoice, stage) });
    }
    whole.invoices.insert(invoice.id.clone(), invoice);
    whole.reminders = all.into_iter().map(|step| (step.id.clone(), step)).collect();
    whole
}

pub(in super::super) async fn reminders_come_back(books: &Books) -> Told {
    stock(books).await?;
    let states = [
        reminders(|bare, _| bare.clone()),
        reminders(full_reminder),
        reminders(|bare, _| bare.clone()),
    ];
    come_back(books, &states.map(holding), &[Subject::Invoice(invoice_id("a"))]).await
}
