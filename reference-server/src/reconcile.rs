//! Comparisons with the gateway's books as this server asks for them: by hand, once a day, and for a
//! settlement file; and what people read about them.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};
use wikarta_core::access::Actor;
use wikarta_core::engine::{Comparison, ReconcileError, Wikarta};
use wikarta_core::fees::FeeClass;
use wikarta_core::id::{CommandId, OrderId, ReconcileId, TraceId, hex};
use wikarta_core::money::Rupiah;
use wikarta_core::policy::Policy;
use wikarta_core::ports::{Fault, Observations as _};
use wikarta_core::reconcile::{
    BookedThere, Conservation, Difference, FindingState, RunRecord, SettlementReport,
    SettlementRow, match_settlements,
};
use wikarta_core::report::{MismatchKind, Mismatches, mismatches};
use wikarta_core::time::{Month, Timestamp};
use wikarta_midtrans::settlement::{self, SettlementError};
use wikarta_store_sqlx::SqlxStore;
use wikarta_store_sqlx::views::SettlementFile;

/// Orders of one page of a run.
const PAGE: u32 = 50;
/// When the daily run is due: half past two at night in the seller's zone, when few pay.
const DUE_SECONDS: i64 = 2 * 3_600 + 1_800;
/// Looks of the days before a month that may confirm something in it.
const LOOK_BACK_SECONDS: i64 = 40 * 86_400;

/// A comparison of the days that the policy names, under a name of its own.
#[must_use]
pub fn comparison(wikarta: &Wikarta, id: ReconcileId, asked: (Actor, TraceId)) -> Comparison {
    let until = wikarta.host().now();
    let days = i64::from(wikarta.policy().reconcile.window_days);
    let (actor, trace) = asked;
    let from = until.plus_seconds(-days * 86_400);
    Comparison { id, actor, trace, from, until, page: PAGE }
}

/// The day's run, when it is due and was not made: the same in every process, so that a day that was
/// missed is caught up once. `None` while there is nothing to do.
///
/// # Errors
/// As [`Wikarta::reconcile`]; the next call goes on.
pub async fn daily(
    wikarta: &Wikarta,
    store: &SqlxStore,
) -> Result<Option<RunRecord>, ReconcileError> {
    let (now, zone) = (wikarta.host().now(), wikarta.policy().zone);
    let today = now.day_in(zone);
    let begin = Timestamp::start_of_day(today, zone).unwrap_or(now);
    if now.seconds_since(begin) < DUE_SECONDS {
        return Ok(None);
    }
    let name = CommandId::from_parts(&["reconcile.daily", &today.to_string()]);
    let id = ReconcileId::derived(&name, 0);
    if store.run(&id).await?.is_some_and(|run| run.ended_at.is_some()) {
        return Ok(None);
    }
    let trace = TraceId::new(name.as_str());
    let order = comparison(wikarta, id, (Actor::Scheduler, trace));
    wikarta.reconcile(store, &order, &mut |_| {}).await.map(Some)
}

/// The disagreements of a month.
///
/// # Errors
/// A [`Fault`] of the store.
pub async fn of_month(
    store: &SqlxStore,
    policy: &Policy,
    month: Month,
) -> Result<Mismatches, Fault> {
    let start = |day| Timestamp::start_of_day(day, policy.zone);
    let impossible = |_| Fault::Permanent("the month has no beginning".to_owned());
    let from = start(month.first_day()).map_err(impossible)?;
    let until = start(month.next().first_day()).map_err(impossible)?;
    let looks = store.looks_between((from.plus_seconds(-LOOK_BACK_SECONDS), until)).await?;
    Ok(mismatches(&looks, month, policy.zone))
}

/// Why a settlement file was not compared.
#[derive(Debug, thiserror::Error)]
pub enum SettlementFault {
    /// It cannot be read.
    #[error(transparent)]
    File(#[from] SettlementError),
    /// A fee cannot be computed.
    #[error("the fees cannot be computed: {0}")]
    Money(#[from] wikarta_core::money::MoneyError),
    /// The books did not answer.
    #[error(transparent)]
    Store(#[from] Fault),
    /// The orders that we do not know could not be asked after.
    #[error(transparent)]
    Reconcile(#[from] ReconcileError),
}

/// Compares a settlement file with our bookings, asks the gateway after orders that the file names
/// and we have no booking of, and compares again. Keeps what was found.
///
/// # Errors
/// [`SettlementFault`]; nothing of a file that cannot be read is used.
pub async fn compare_file(
    wikarta: &Wikarta,
    store: &SqlxStore,
    (bytes, asked): (&[u8], (Actor, TraceId)),
) -> Result<SettlementFile, SettlementFault> {
    let rows = settlement::read(bytes)?.rows;
    let mut report = matched(wikarta, store, &rows).await?;
    let unknown: Vec<OrderId> = report
        .differing()
        .filter(|check| matches!(check.difference, Some(Difference::UnknownHere)))
        .map(|check| check.row.order_id.clone())
        .collect();
    let id = hex(&Sha256::digest(bytes));
    let by = asked.0.label();
    if !unknown.is_empty() {
        let run = ReconcileId::derived(&wikarta.host().fresh_id(), 0);
        let order = comparison(wikarta, run, asked);
        wikarta.reconcile_orders(store, &order, &unknown).await?;
        report = matched(wikarta, store, &rows).await?;
    }
    let uploaded_at = wikarta.host().now();
    let file = SettlementFile { id, uploaded_at, uploaded_by: by, report };
    store.keep_settlement(&file).await?;
    Ok(file)
}

async fn matched(
    wikarta: &Wikarta,
    store: &SqlxStore,
    rows: &[SettlementRow],
) -> Result<SettlementReport, SettlementFault> {
    let policy = wikarta.policy();
    let days: BTreeSet<_> = rows.iter().filter_map(|row| row.settled_on).collect();
    let span = match (days.first(), days.last().and_then(chrono::NaiveDate::succ_opt)) {
        (Some(first), Some(after)) => {
            let start = |day| Timestamp::start_of_day(day, policy.zone).ok();
            start(*first).zip(start(after))
        }
        _ => None,
    };
    let named: Vec<OrderId> = rows.iter().map(|row| row.order_id.clone()).collect();
    let booked = store.booked(span, &named).await?;
    let now = wikarta.host().now();
    let ours: Vec<BookedThere> = booked
        .into_iter()
        .map(|row| BookedThere {
            order_id: row.order_id,
            class: FeeClass::of(row.channel),
            amount: row.amount,
            settled_on: row.settled_at.unwrap_or(now).day_in(policy.zone),
        })
        .collect();
    Ok(match_settlements(rows, &ours, &policy.fees)?)
}

/// A kind of difference in a few words.
#[must_use]
pub const fn kind_words(kind: MismatchKind) -> (&'static str, &'static str) {
    match kind {
        MismatchKind::SettledThere => {
            ("Lunas di Midtrans, belum di sini", "settled there, not here")
        }
        MismatchKind::PaidHere => ("Lunas di sini, tidak di Midtrans", "paid here, not there"),
        MismatchKind::Amount => ("Jumlah berbeda", "amounts differ"),
        MismatchKind::UnknownHere => ("Tidak dikenal di sini", "unknown here"),
        MismatchKind::Refund => ("Pengembalian berbeda", "refunds differ"),
        MismatchKind::PaidTwice => ("Dibayar dua kali", "paid twice"),
        MismatchKind::MoneyAfterEnd => ("Uang masuk setelah berakhir", "money after its end"),
        MismatchKind::UnknownThere => ("Tidak dikenal di Midtrans", "unknown at the gateway"),
    }
}

/// The parts of the conservation of money, in the order in which they are shown.
#[must_use]
pub fn money_parts(money: &Conservation) -> [(&'static str, &'static str, Rupiah); 7] {
    [
        ("Diterima menurut Midtrans", "settled by the gateway", money.settled),
        ("Pada tagihan", "on bills", money.allocated),
        ("Menjadi saldo", "became credit", money.credit),
        ("Dikembalikan", "went back", money.refunded),
        ("Tertahan", "in suspense", money.suspense),
        ("Dalam kasus terbuka", "in open cases", money.in_cases),
        ("Tanpa penjelasan", "unexplained", money.unexplained()),
    ]
}

/// A run as people read it at the terminal.
#[must_use]
pub fn told(run: &RunRecord, month: &Mismatches) -> String {
    let mut text = String::new();
    let counts = run.counts;
    let mut line = |label: &str, value: &dyn std::fmt::Display| {
        let _ = writeln!(text, "{label:<24} {value}"); // writing to a text cannot fail
    };
    line("run", &run.id);
    line("from", &run.from);
    line("until", &run.until);
    line("compared", &counts.compared);
    line("equal", &run.equal());
    line("different", &run.differing);
    line("caught up without money", &counts.refreshed);
    line("no answer", &counts.unanswered);
    for count in &run.findings {
        let label = format!("  {} {}", count.kind, kind_words(count.kind).1);
        line(&label, &format_args!("{} {}", count.count, state_words(count.state)));
    }
    line("cases opened", &counts.cases);
    line("", &"");
    for (_, label, amount) in money_parts(&run.money) {
        line(label, &amount);
    }
    for lost in &run.money.lines {
        let about =
            format_args!("{} (settled {}, held {})", lost.unexplained, lost.settled, lost.held);
        line(&format!("  {}", lost.order_id), &about);
    }
    line("", &"");
    let rate = month.rate();
    let share = format_args!(
        "{} ({} of {} orders; the target is 0,50 % at most)",
        rate.percent(),
        month.confirmed.len(),
        month.compared.len()
    );
    line("mismatches of the month", &share);
    text
}

const fn state_words(state: FindingState) -> &'static str {
    match state {
        FindingState::Open => "open",
        FindingState::InCase => "in a case",
        FindingState::Corrected => "corrected",
        FindingState::Resolved => "resolved since",
    }
}

/// A settlement file as people read it at the terminal: what differs, and the sums.
#[must_use]
pub fn told_file(file: &SettlementFile) -> String {
    let mut text = String::new();
    let report = &file.report;
    for check in report.differing() {
        let (row, difference) = (&check.row, difference_words(check.difference).1);
        let _ = writeln!(text, "line {:<6} {:<38} {difference}", row.line, row.order_id);
    }
    let (lines, differing) = (report.register.len(), report.differing().count());
    let _ = writeln!(text, "{lines} lines, {} agree, {differing} differ", report.matched);
    let _ = writeln!(text, "gross {}, kept {}, net {}", report.gross, report.kept, report.net);
    text
}

/// A difference of a settlement line in words, Indonesian and English.
#[must_use]
pub fn difference_words(difference: Option<Difference>) -> (String, String) {
    let both = |id: String, en: String| (id, en);
    match difference {
        None => both("Cocok".into(), "agrees".into()),
        Some(Difference::Amount { booked }) => {
            both(format!("Jumlah berbeda: tercatat {booked}"), format!("we booked {booked}"))
        }
        Some(Difference::Fee { agreed }) => both(
            format!("Biaya berbeda: disepakati {agreed}"),
            format!("the agreed fee is {agreed}"),
        ),
        Some(Difference::Sum { net }) => both(
            format!("Hitungan tidak cocok: neto seharusnya {net}"),
            format!("does not add up: the net would be {net}"),
        ),
        Some(Difference::Twice { line }) => {
            both(format!("Sudah ada di baris {line}"), format!("stands in line {line} already"))
        }
        Some(Difference::UnknownHere) => {
            both("Tidak tercatat di sini".into(), "no booking here".into())
        }
        Some(Difference::NotInFile) => {
            both("Tidak ada di berkas".into(), "booked here, not in the file".into())
        }
    }
}
