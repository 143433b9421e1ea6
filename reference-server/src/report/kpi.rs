//! Key figures of a span.

use chrono::{Days, NaiveDate};
use wikarta_core::account::{Document, Invoice};
use wikarta_core::money::{MoneyError, Rupiah};
use wikarta_core::ratio::Ratio;
use wikarta_core::report::{
    CashKind, CohortBill, Means, Mrr, Receivable, Recurring, aging, arpu, churn, collection_rate,
    dso, mrr, on_time_rate, percentile_95, revenue_churn,
};
use wikarta_core::subscription::{Subscription, SubscriptionStatus};
use wikarta_core::time::Timestamp;
use wikarta_store_sqlx::views::report::{MoneyMove, Span, Which};

use super::ask::Ask;
use super::periods::after;
use super::table::{Column, Table, Value};
use super::{Sees, ours, tax};
use crate::answer::Problem;
use crate::app::App;
use crate::text::{Lang, format};

/// The days over which DSO looks at what was billed.
const DSO_DAYS: u64 = 90;
/// The target for the time from a notification to the books, in microseconds.
const P95_TARGET: i64 = 5_000_000;

/// What is sold, at both ends of a span.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Sold {
    start: Mrr,
    end: Mrr,
    running_start: u32,
    running_end: u32,
    ended: u32,
    lost: Rupiah,
}

/// Money received and owed.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Money {
    collected: Rupiah,
    cohort: Vec<CohortBill>,
    receivables: Rupiah,
    billed_90_days: Rupiah,
    delays: Vec<i64>,
}

pub(super) async fn table(
    app: &App,
    ask: &Ask,
    (sees, lang): (Sees, Lang),
) -> Result<Table, Problem> {
    let span = ask.span()?;
    let sold = sold(app, ask, span).await?;
    let billed = billed(app, ask, span).await?;
    let mut rows = sales(&sold, billed, lang);
    if sees == Sees::Finance {
        rows.extend(finance(&money(app, ask, span).await?, billed, lang));
    }
    Ok(Table { figures: Vec::new(), columns: columns(), rows, ages: None })
}

fn columns() -> Vec<Column> {
    vec![
        Column::of("indicator", |t| t.indicator),
        Column::of("value", |t| t.value),
        Column::of("numerator", |t| t.numerator),
        Column::of("denominator", |t| t.denominator),
        Column::of("made_of", |t| t.what),
    ]
}

/// One figure: a share with both its parts, or money.
enum Shown {
    Money(Rupiah),
    Count(u32),
    Percent(Ratio),
    Plain(Ratio),
    Words(String),
    Nothing,
}

fn row(code: &'static str, label: &str, shown: Shown, detail: &str) -> Vec<Value> {
    let whole = |figure: i128| Value::Count(i64::try_from(figure).unwrap_or(i64::MAX));
    let (value, above, below) = match shown {
        Shown::Money(amount) => (Value::Money(amount), Value::Nothing, Value::Nothing),
        Shown::Count(count) => (Value::Count(i64::from(count)), Value::Nothing, Value::Nothing),
        Shown::Percent(share) => {
            (Value::words(share.percent()), whole(share.numerator()), whole(share.denominator()))
        }
        Shown::Plain(share) => {
            (Value::words(share.plain()), whole(share.numerator()), whole(share.denominator()))
        }
        Shown::Words(text) => (Value::words(text), Value::Nothing, Value::Nothing),
        Shown::Nothing => (Value::words("–"), Value::Nothing, Value::Nothing),
    };
    vec![Value::Coded(code, label.to_owned()), value, above, below, Value::words(detail)]
}

fn sales(sold: &Sold, billed: Rupiah, lang: Lang) -> Vec<Vec<Value>> {
    let t = &lang.texts().report;
    let per_user = arpu(sold.end.total(), sold.running_start, sold.running_end);
    vec![
        row("mrr", t.mrr, Shown::Money(sold.end.total()), t.mrr_note),
        row("mrr_at_risk", t.mrr_risk, Shown::Money(sold.end.at_risk), t.mrr_risk_note),
        row("active", t.active, Shown::Count(sold.running_end), t.active_note),
        row("billed", t.billed, Shown::Money(billed), t.billed_note),
        row("arpu", t.arpu, per_user.map_or(Shown::Nothing, Shown::Money), t.arpu_note),
        row("churn", t.churn, Shown::Percent(churn(sold.ended, sold.running_start)), t.churn_note),
        row(
            "revenue_churn",
            t.revenue_churn,
            Shown::Percent(revenue_churn(sold.lost, sold.start.total())),
            t.revenue_churn_note,
        ),
    ]
}

fn finance(money: &Money, billed: Rupiah, lang: Lang) -> Vec<Vec<Value>> {
    let t = &lang.texts().report;
    let cash = Ratio::of(money.collected.get(), billed.get());
    let days = dso(money.receivables, money.billed_90_days);
    let (delay, verdict) = match percentile_95(&money.delays) {
        Some(micros) => {
            let verdict = if micros < P95_TARGET { t.met } else { t.missed };
            (Shown::Words(seconds(micros)), format!("{verdict}: {}", t.p95_note))
        }
        None => (Shown::Nothing, t.p95_note.to_owned()),
    };
    vec![
        row("collected", t.collected, Shown::Money(money.collected), t.collected_note),
        row("cash_ratio", t.cash_ratio, Shown::Percent(cash), t.cash_ratio_note),
        row(
            "collection_rate",
            t.collection,
            Shown::Percent(collection_rate(&money.cohort)),
            t.collection_note,
        ),
        row("on_time_rate", t.on_time, Shown::Percent(on_time_rate(&money.cohort)), t.on_time_note),
        row("receivables", t.open_total, Shown::Money(money.receivables), t.bills),
        row("dso", t.dso, Shown::Plain(days), t.dso_note),
        row("webhook_p95", t.p95, delay, &verdict),
    ]
}

/// Microseconds as seconds with three decimals: `0,042`.
fn seconds(micros: i64) -> String {
    let millis = micros.max(0) / 1_000;
    format!("{},{:03}", format::count(millis.unsigned_abs() / 1_000), millis % 1_000)
}

async fn sold(app: &App, ask: &Ask, span: Span) -> Result<Sold, Problem> {
    let instants = [span.from, span.until];
    let stands = app.store.subscriptions_at(&instants).await?;
    let [before, after] = stands.as_slice() else { return Ok(Sold::default()) };
    let zone = ask.zone_of_days();
    let taxed = |subscription: &Subscription, at: Timestamp| {
        Recurring::of(subscription, at.plus_seconds(-1).day_in(zone), &app.wikarta.policy().tax)
    };
    let at = |list: &[Subscription], at: Timestamp| -> Result<Mrr, MoneyError> {
        let each: Result<Vec<Recurring>, _> = list.iter().map(|one| taxed(one, at)).collect();
        mrr(&each?)
    };
    let ended: Vec<&Subscription> = before
        .iter()
        .filter(|one| runs(one))
        .filter(|one| !after.iter().any(|later| later.id == one.id && later.runs()))
        .collect();
    let lost: Result<Vec<Recurring>, _> = ended.iter().map(|one| taxed(one, span.from)).collect();
    let made = || -> Result<Sold, MoneyError> {
        Ok(Sold {
            start: at(before, span.from)?,
            end: at(after, span.until)?,
            running_start: count(before.iter().filter(|one| runs(one)).count()),
            running_end: count(after.iter().filter(|one| runs(one)).count()),
            ended: count(ended.len()),
            lost: mrr(&lost?)?.total(),
        })
    };
    made().map_err(|error| ours(&error))
}

/// Whether a subscription brings something in.
fn runs(subscription: &Subscription) -> bool {
    match subscription.status {
        SubscriptionStatus::Active | SubscriptionStatus::Isolated => true,
        SubscriptionStatus::PendingInstall | SubscriptionStatus::Terminated => false,
    }
}

fn count(things: usize) -> u32 {
    u32::try_from(things).unwrap_or(u32::MAX)
}

/// What was billed in a span: totals by issue, less credit notes and bills taken back in it.
async fn billed(app: &App, ask: &Ask, span: Span) -> Result<Rupiah, Problem> {
    let issued = app.store.bills(Which::Issued(span), ask.books()).await?;
    let notes = tax::credit_notes(app, span).await?;
    let voided = app.store.bills_voided(span).await?;
    let up: Rupiah = issued.iter().map(|row| row.invoice.total).sum();
    let down: Rupiah = notes.iter().map(|row| row.item.amount).sum();
    // A void bill's credit notes have taken their part off already.
    let back: Rupiah =
        voided.iter().map(|(row, _)| row.invoice.total.less(row.invoice.credited)).sum();
    Ok(up.less(down).less(back))
}

async fn money(app: &App, ask: &Ask, span: Span) -> Result<Money, Problem> {
    let zone = ask.zone_of_days();
    let last = span.until.plus_seconds(-1).day_in(zone);
    let open = app.store.bills(Which::Open, span.until).await?;
    let traced: Vec<Receivable> = open.iter().filter_map(|row| row.receivable(zone)).collect();
    let from = last.checked_sub_days(Days::new(DSO_DAYS - 1)).unwrap_or(last);
    let from = Timestamp::start_of_day(from, zone).map_err(|error| ours(&error))?;
    Ok(Money {
        collected: collected(app, ask, span).await?,
        cohort: cohort(app, ask).await?,
        receivables: aging(&traced, last).total(),
        billed_90_days: billed(app, ask, Span { from, until: span.until }).await?,
        delays: app.store.webhook_delays(span).await?,
    })
}

/// What came in a span by the gateway's time of payment, with what people took by hand and what was
/// found under unknown orders in it, less what went back in it.
async fn collected(app: &App, ask: &Ask, span: Span) -> Result<Rupiah, Problem> {
    let settled = app.store.settled_payments(span, ask.books()).await?;
    let booked = |row: &wikarta_store_sqlx::views::report::SettlementRow| {
        row.attempt.booking.as_ref().map_or(Rupiah::ZERO, |booking| booking.amount)
    };
    let by_gateway: Rupiah = settled.iter().map(booked).sum();
    let moves = app.store.money_moves(span).await?;
    Ok(by_gateway.saturating_plus(moves.iter().map(beside).sum()))
}

/// What a movement adds to the payments that the gateway settled.
fn beside(one: &MoneyMove) -> Rupiah {
    let amount = one.moved.amount;
    let ours = matches!(one.moved.means, Means::Gateway(_)) && one.account.is_some();
    match (one.moved.kind, ours) {
        // Counted with the settlements; one that the bank took back is no longer among them.
        (CashKind::Received | CashKind::Reversed, true) => Rupiah::ZERO,
        (CashKind::Received, false) => amount,
        (CashKind::Reversed, false) | (CashKind::Refunded, _) => amount.negated(),
    }
}

/// The bills that fall due in the span, as they stood.
async fn cohort(app: &App, ask: &Ask) -> Result<Vec<CohortBill>, Problem> {
    let (days, zone) = (ask.days(), ask.zone_of_days());
    let which = Which::Due { from: days.from, until: after(days.to) };
    let mut bills: Vec<Invoice> = Vec::new();
    for row in app.store.bills(which, ask.books()).await? {
        bills.extend(row.stood(ask.books())?.filter(|bill| bill.document == Document::Issued));
    }
    let came = app.store.money_days(&bills, zone).await?;
    let bill = |bill: &Invoice| {
        let paid_on = came.get(&bill.id).copied().filter(|_| bill.paid_in_full());
        let slip = bill.kept_back();
        Some(CohortBill {
            total: bill.total.less(bill.credited),
            settled: bill.paid.less(bill.refunded).saturating_plus(slip),
            paid_on: paid_on.or_else(|| settled_without_money(bill, zone)),
            due: bill.due_date?,
        })
    };
    Ok(bills.iter().filter_map(bill).collect())
}

/// A bill that a credit note or a slip settled whole counts as paid when it was issued.
fn settled_without_money(bill: &Invoice, zone: wikarta_core::time::Zone) -> Option<NaiveDate> {
    let whole = bill.paid_in_full() && bill.allocations.is_empty();
    bill.issued_at.filter(|_| whole).map(|at| at.day_in(zone))
}
