//! Records of comparisons, kept alike in tables and in memory.

use wikarta_core::account::AttemptState;
use wikarta_core::id::{CommandId, ReconcileId};
use wikarta_core::money::Rupiah;
use wikarta_core::ports::Observations;
use wikarta_core::provider::ProviderStatus;
use wikarta_core::reconcile::{
    ComparePage, Conservation, FindingRow, FindingState, KindCount, Mismatch, RunCounts, RunRecord,
    RunState,
};
use wikarta_core::report::{Compared, Finding, MismatchKind};
use wikarta_core::testkit::MemoryStore;
use wikarta_store_sqlx::SqlxStore;

use crate::world::{at, order};

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
        account: None,
        at: at(100),
        mismatch: Mismatch {
            kind,
            our_status: Some(AttemptState::Pending),
            their_status: Some(ProviderStatus::Settled),
            our_amount: Rupiah::ZERO,
            their_amount: Rupiah::new(275_000).unwrap(),
        },
        state: FindingState::Open,
        case: None,
    }
}

fn count(kind: MismatchKind, state: FindingState, count: u32) -> KindCount {
    KindCount { kind, state, count }
}

async fn runs_are_kept_as_they_stand(store: &dyn Observations) {
    assert_eq!(store.run(&run_id("a")).await.unwrap(), None);
    store.keep_run(&run("a")).await.unwrap();
    let later = RunRecord {
        state: RunState::Done,
        ended_at: Some(at(110)),
        cursor: Some(order("O-9")),
        // What a caller says of the findings counts for nothing.
        differing: 7,
        findings: vec![count(MismatchKind::Amount, FindingState::Open, 3)],
        ..run("a")
    };
    store.keep_run(&later).await.unwrap();
    let expected = RunRecord { differing: 0, findings: Vec::new(), ..later };
    assert_eq!(store.run(&run_id("a")).await.unwrap(), Some(expected));
}

async fn findings_keep_what_became_of_them(store: &dyn Observations) {
    use FindingState as S;
    use MismatchKind as K;
    store.keep_run(&run("a")).await.unwrap();
    store.keep_run(&run("b")).await.unwrap();
    let first = [
        finding("a", "O-1", K::SettledThere),
        finding("a", "O-1", K::Amount),
        finding("a", "O-2", K::UnknownThere),
    ];
    store.keep_findings(&first).await.unwrap();
    let moved = FindingRow { state: S::InCase, ..first[2].clone() };
    store.move_findings(&[moved]).await.unwrap();
    // The same finding again is known, and keeps what became of it.
    store.keep_findings(&first).await.unwrap();
    let a = store.run(&run_id("a")).await.unwrap().unwrap();
    assert_eq!(a.differing, 2);
    assert_eq!(
        a.findings,
        [
            count(K::SettledThere, S::Open, 1),
            count(K::Amount, S::Open, 1),
            count(K::UnknownThere, S::InCase, 1),
        ]
    );
    // Agreed by the run that found it: corrected; by a later one: resolved.
    store.agreed(&run_id("a"), &[order("O-1")]).await.unwrap();
    store.agreed(&run_id("b"), &[order("O-2"), order("O-1")]).await.unwrap();
    let a = store.run(&run_id("a")).await.unwrap().unwrap();
    assert_eq!(
        a.findings,
        [
            count(K::SettledThere, S::Corrected, 1),
            count(K::Amount, S::Corrected, 1),
            count(K::UnknownThere, S::Resolved, 1),
        ]
    );
}

async fn looks_are_kept_where_they_say_something(store: &dyn Observations) {
    let look = |second, finding| Compared { order_id: order("O-1"), at: at(second), finding };
    let month = at(1_000);
    let differs = Finding::Differs(MismatchKind::UnknownThere);
    let told = [
        look(900, Finding::Agrees),
        look(1_100, Finding::Agrees),
        look(1_200, Finding::Agrees),
        look(1_300, differs),
        look(1_400, differs),
        look(1_500, Finding::Agrees),
        look(1_600, Finding::DiffersFinally(MismatchKind::SettledThere)),
    ];
    for one in &told {
        store.keep_looks(std::slice::from_ref(one), month).await.unwrap();
    }
    store.keep_looks(&told, month).await.unwrap();
    let kept = store.looks(&[order("O-1"), order("O-2")], at(1_000)).await.unwrap();
    let seconds: Vec<i64> = kept[0].looks.iter().map(|look| look.at.seconds_since(at(0))).collect();
    assert!([1_100, 1_300, 1_400, 1_500, 1_600].iter().all(|one| seconds.contains(one)));
    assert!(!seconds.contains(&900), "before the instant asked for");
    assert_eq!(kept[0].looks.last().unwrap().finding, told[6].finding);
    assert!(kept[1].looks.is_empty());
}

async fn what_the_books_do_not_know_has_no_place(store: &dyn Observations) {
    let positions = store.positions(&[order("O-1"), order("O-2")]).await.unwrap();
    let orders: Vec<_> = positions.iter().map(|one| one.order_id.to_string()).collect();
    assert_eq!(orders, ["O-1", "O-2"]);
    assert!(positions.iter().all(|one| one.ours().is_none() && one.allocated.is_zero()));
    let page = ComparePage { after: None, from: at(0), until: at(9), limit: 9 };
    assert_eq!(store.to_reconcile(&page).await.unwrap(), []);
}

async fn fresh() -> SqlxStore {
    let store = SqlxStore::open("sqlite::memory:").await.unwrap();
    store.migrate_up().await.unwrap();
    store
}

macro_rules! both {
    ($($story:ident as $in_tables:ident,)*) => {$(
        #[tokio::test]
        async fn $in_tables() {
            $story(&fresh().await).await;
            $story(&MemoryStore::default()).await;
        }
    )*};
}

both! {
    runs_are_kept_as_they_stand as a_run_is_kept_as_it_stands,
    findings_keep_what_became_of_them as a_finding_keeps_what_became_of_it,
    looks_are_kept_where_they_say_something as a_look_is_kept_where_it_says_something,
    what_the_books_do_not_know_has_no_place as an_unknown_order_has_no_place,
}
