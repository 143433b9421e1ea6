//! Records of comparisons: runs, findings, looks.

use super::Books;
use super::broken::{Broken, Told, same, there};
use super::chains::NASTY;
use super::world::{account_id, at, order, rupiah};
use crate::account::AttemptState;
use crate::id::{CaseId, CommandId, ReconcileId};
use crate::money::Rupiah;
use crate::provider::ProviderStatus;
use crate::reconcile::{
    Conservation, FindingRow, FindingState, KindCount, Mismatch, RunCounts, RunRecord, RunState,
};
use crate::report::{Compared, Finding, MismatchKind};
use crate::time::Timestamp;

fn run_id(name: &str) -> ReconcileId {
    ReconcileId::derived(&CommandId::new(name), 0)
}

fn run(name: &str) -> RunRecord {
    RunRecord {
        id: run_id(name),
        by: "scheduler".to_owned(),
        started_at: at(100),
        ended_at: None,
        from: at(0),
        until: at(100),
        state: RunState::Running,
        cursor: None,
        counts: RunCounts::default(),
        money: Conservation::default(),
        findings: Vec::new(),
        differing: 0,
    }
}

fn finding(run: &str, order_name: &str, kind: MismatchKind) -> FindingRow {
    FindingRow {
        id: FindingRow::id_for(&run_id(run), &order(order_name), kind),
        run: run_id(run),
        order_id: order(order_name),
        account: Some(account_id(1)),
        at: at(100),
        mismatch: Mismatch {
            kind,
            our_status: Some(AttemptState::Pending),
            their_status: Some(ProviderStatus::Settled),
            our_amount: Rupiah::ZERO,
            their_amount: rupiah(i64::MAX),
        },
        state: FindingState::Open,
        case: None,
    }
}

const fn count(kind: MismatchKind, state: FindingState, count: u32) -> KindCount {
    KindCount { kind, state, count }
}

/// A run as it is kept; its counts by kind and state.
async fn kept(books: &Books, name: &str) -> Result<RunRecord, Broken> {
    let mut run = there("the run", books.observations.run(&run_id(name)).await?)?;
    run.findings.sort_by_key(|one| (one.kind, one.state));
    Ok(run)
}

pub(super) async fn a_run_is_kept_as_it_stands(books: &Books) -> Told {
    let records = &books.observations;
    same("a run that never was", records.run(&run_id("a")).await?, None)?;
    records.keep_run(&run("a")).await?;
    same("the run at first", kept(books, "a").await?, run("a"))?;
    let later = RunRecord {
        by: NASTY.to_owned(),
        ended_at: Some(Timestamp::clamped(i64::MAX)),
        from: Timestamp::clamped(i64::MIN),
        state: RunState::Done,
        cursor: Some(order("O-9")),
        counts: RunCounts { compared: u32::MAX, unanswered: 1, refreshed: 2, booked: 3, cases: 4 },
        money: Conservation { settled: rupiah(i64::MAX), ..Conservation::default() },
        // What a caller says of the findings counts for nothing.
        differing: 7,
        findings: vec![count(MismatchKind::Amount, FindingState::Open, 3)],
        ..run("a")
    };
    records.keep_run(&later).await?;
    records.keep_run(&run("b")).await?;
    let expected = RunRecord { differing: 0, findings: Vec::new(), ..later };
    same("the run later", kept(books, "a").await?, expected)
}

pub(super) async fn a_finding_keeps_what_became_of_it(books: &Books) -> Told {
    use {FindingState as S, MismatchKind as K};
    let records = &books.observations;
    records.keep_run(&run("a")).await?;
    records.keep_run(&run("b")).await?;
    let first = [
        finding("a", "O-1", K::SettledThere),
        finding("a", "O-1", K::Amount),
        finding("a", "O-2", K::UnknownThere),
        finding("a", "O-3", K::UnknownThere),
    ];
    records.keep_findings(&first).await?;
    let case = Some(CaseId::named("c"));
    let moved = first.iter().filter(|one| one.order_id == order("O-2"));
    let moved = moved.map(|one| FindingRow { state: S::InCase, case: case.clone(), ..one.clone() });
    records.move_findings(&moved.collect::<Vec<_>>()).await?;
    // The same finding again is known, and one that is not known is not moved.
    records.keep_findings(&first).await?;
    records.move_findings(&[finding("b", "O-9", K::Amount)]).await?;
    let a = kept(books, "a").await?;
    let expected = vec![
        count(K::SettledThere, S::Open, 1),
        count(K::Amount, S::Open, 1),
        count(K::UnknownThere, S::Open, 1),
        count(K::UnknownThere, S::InCase, 1),
    ];
    same("what a run found", (a.differing, a.findings), (3, expected))?;
    let b = kept(books, "b").await?;
    same("what another run found", (b.differing, b.findings), (0, Vec::new()))
}

pub(super) async fn what_agrees_is_corrected_or_resolved(books: &Books) -> Told {
    use {FindingState as S, MismatchKind as K};
    let records = &books.observations;
    records.keep_run(&run("a")).await?;
    records.keep_run(&run("b")).await?;
    let mut in_case = finding("a", "O-2", K::UnknownThere);
    in_case.state = S::InCase;
    let found = [finding("a", "O-1", K::Amount), in_case, finding("a", "O-3", K::Refund)];
    records.keep_findings(&found).await?;
    records.agreed(&run_id("a"), &[order("O-1")]).await?;
    records.agreed(&run_id("b"), &[order("O-2"), order("O-1"), order("NONE")]).await?;
    records.agreed(&run_id("b"), &[]).await?;
    let expected = vec![
        count(K::Amount, S::Corrected, 1),
        count(K::Refund, S::Open, 1),
        count(K::UnknownThere, S::Resolved, 1),
    ];
    same("what became of them", kept(books, "a").await?.findings, expected)
}

fn look(second: i64, finding: Finding) -> Compared {
    Compared { order_id: order("O-1"), at: at(second), finding }
}

/// The seconds of the looks at the order, oldest first.
async fn seconds(books: &Books, since: i64) -> Result<Vec<i64>, Broken> {
    let back = books.observations.looks(&[order("O-1")], at(since)).await?;
    let back = there("the answer", back.into_iter().next())?;
    Ok(back.looks.iter().map(|look| look.at.seconds_since(at(0))).collect())
}

pub(super) async fn a_look_is_kept_where_it_says_something(books: &Books) -> Told {
    let month = at(1_000);
    let differs = Finding::Differs(MismatchKind::UnknownThere);
    let told = [
        look(800, Finding::Agrees),
        look(900, Finding::Agrees),
        look(1_100, Finding::Agrees),
        look(1_200, Finding::Agrees),
        look(1_300, differs),
        look(1_400, differs),
        look(1_500, Finding::Agrees),
        look(1_550, Finding::Agrees),
        look(1_600, Finding::DiffersFinally(MismatchKind::SettledThere)),
    ];
    for one in &told {
        books.observations.keep_looks(std::slice::from_ref(one), month).await?;
    }
    let since = vec![1_100, 1_300, 1_400, 1_500, 1_600];
    same("looks since the month began", seconds(books, 1_000).await?, since.clone())?;
    // The same look again, as a run that broke off takes it.
    let [.., last] = &told;
    books.observations.keep_looks(std::slice::from_ref(last), month).await?;
    same("looks after a repeat", seconds(books, 1_000).await?, since)?;
    same("looks since the last", seconds(books, 1_600).await?, vec![1_600])?;
    same("looks after it", seconds(books, 1_601).await?, Vec::<i64>::new())
}

pub(super) async fn looks_come_order_by_order(books: &Books) -> Told {
    let other = |second| Compared { order_id: order("O-2"), ..look(second, Finding::Agrees) };
    let first = look(10, Finding::DiffersFinally(MismatchKind::Amount));
    books.observations.keep_looks(&[other(20), first.clone()], at(0)).await?;
    let orders = [order("O-3"), order("O-2"), order("O-1")];
    let back = books.observations.looks(&orders, at(0)).await?;
    let named: Vec<_> = back.iter().map(|one| one.order_id.clone()).collect();
    same("orders of the answers", named, orders.to_vec())?;
    let looks: Vec<_> = back.into_iter().map(|one| one.looks).collect();
    same("looks", looks, vec![vec![], vec![other(20)], vec![first]])
}
