//! Stores whose loads and commits break one promise each.

use std::sync::Arc;

use async_trait::async_trait;
use wikarta_core::account::{Account, CaseState, Document};
use wikarta_core::aggregate::{Aggregate, AggregateId};
use wikarta_core::ports::{Change, Fault, InboxState, Loaded, Outcome, Store, Subject, Want};
use wikarta_core::testkit::Wrapped;

use super::{behind, found};

/// Changes what is loaded.
struct Loads {
    inner: Arc<dyn Store>,
    spoil: fn(&[Want], &mut Vec<Loaded>),
}

#[async_trait]
impl Wrapped for Loads {
    fn inner(&self) -> &dyn Store {
        &*self.inner
    }

    async fn load_through(&self, wants: &[Want]) -> Result<Vec<Loaded>, Fault> {
        let mut loaded = self.inner.load(wants).await?;
        (self.spoil)(wants, &mut loaded);
        Ok(loaded)
    }
}

fn accounts(loaded: &mut [Loaded], spoil: impl Fn(&mut Account)) {
    for held in loaded.iter_mut().flat_map(|one| &mut one.held) {
        if let Aggregate::Account(account) = &mut held.aggregate {
            spoil(account);
        }
    }
}

macro_rules! loads {
    ($($name:ident, $case:ident: $spoil:expr;)*) => {$(
        #[test]
        fn $name() {
            found(
                stringify!($name),
                |books| behind(books, |inner| Loads { inner, spoil: $spoil }),
                stringify!($case),
            );
        }
    )*};
}

loads! {
    closed_cases_of_an_order_stay_away, an_order_comes_with_its_closed_cases:
        |_, loaded| accounts(loaded, |account| account.cases.retain(|_, case| case.state == CaseState::Open));
    reminders_stay_away, reminders_come_with_their_bills:
        |_, loaded| accounts(loaded, |account| account.reminders.clear());
    refunds_stay_away, all_that_was_asked_comes_with_the_account:
        |_, loaded| accounts(loaded, |account| account.refunds.clear());
    open_attempts_stay_away, an_account_comes_with_what_is_open:
        |_, loaded| accounts(loaded, |account| account.attempts.retain(|_, attempt| !attempt.is_open()));
    named_drafts_stay_away, what_is_named_comes_too:
        |_, loaded| accounts(loaded, |account| {
            account.invoices.retain(|_, invoice| invoice.document != Document::Draft);
        });
    unknown_accounts_are_made_up, what_does_not_exist_is_not_there: |wants, loaded| {
        use wikarta_core::testkit::conformance::world::{account, holding};
        for (want, one) in wants.iter().zip(loaded) {
            if one.held.is_empty() && matches!(want.subjects.as_slice(), [Subject::Account(_)]) {
                let aggregate = holding(account(9));
                let head = wikarta_core::audit::Head::default();
                one.held.push(wikarta_core::ports::Held { aggregate, version: 0, head });
            }
        }
    };
    answers_are_mixed_up, each_want_gets_its_own_record: |_, loaded| loaded.reverse();
    versions_stand_still, a_version_that_moved_on_clashes: |_, loaded| {
        loaded.iter_mut().flat_map(|one| &mut one.held).for_each(|held| held.version = 1);
    };
    heads_are_forgotten, entries_are_kept_in_order_up_to_the_head: |_, loaded| {
        let all = loaded.iter_mut().flat_map(|one| &mut one.held);
        all.for_each(|held| held.head = wikarta_core::audit::Head::default());
    };
    texts_are_trimmed, packages_come_back: |_, loaded| {
        for held in loaded.iter_mut().flat_map(|one| &mut one.held) {
            if let Aggregate::Package(package) = &mut held.aggregate {
                package.name = package.name.trim().to_owned();
            }
        }
    };
    instants_lose_their_microseconds, the_roster_comes_back: |_, loaded| {
        use wikarta_core::time::Timestamp;
        for held in loaded.iter_mut().flat_map(|one| &mut one.held) {
            if let Aggregate::Roster(roster) = &mut held.aggregate {
                for change in roster.changes.values_mut() {
                    let whole = change.proposed.at.as_seconds() * 1_000_000;
                    change.proposed.at = Timestamp::clamped(whole);
                }
            }
        }
    };
    money_is_kept_in_floats, accounts_come_back: |_, loaded| accounts(loaded, |account| {
        use wikarta_core::money::Rupiah;
        account.suspense = Rupiah::clamped(account.suspense.get() as f32 as i64);
    });
    void_bills_are_forgotten, invoices_come_back: |_, loaded| accounts(loaded, |account| {
        account.invoices.retain(|_, invoice| invoice.document != Document::Void);
    });
}

/// Each want from a snapshot of its own.
struct WantByWant(Arc<dyn Store>);

#[async_trait]
impl Wrapped for WantByWant {
    fn inner(&self) -> &dyn Store {
        &*self.0
    }

    async fn load_through(&self, wants: &[Want]) -> Result<Vec<Loaded>, Fault> {
        let mut all = Vec::new();
        for want in wants {
            all.extend(self.0.load(std::slice::from_ref(want)).await?);
            tokio::task::yield_now().await;
        }
        Ok(all)
    }
}

#[test]
fn a_load_without_a_snapshot_is_found() {
    let spoil = |books| behind(books, WantByWant);
    found("want by want", spoil, "wants_of_one_account_carry_the_same");
}

/// Changes what is committed, or what becomes of it.
struct Commits {
    inner: Arc<dyn Store>,
    before: fn(&mut Vec<Change>),
    after: fn(&mut Vec<Outcome>),
}

#[async_trait]
impl Wrapped for Commits {
    fn inner(&self) -> &dyn Store {
        &*self.inner
    }

    async fn commit_through(&self, changes: &[Change]) -> Result<Vec<Outcome>, Fault> {
        let mut changes = changes.to_vec();
        (self.before)(&mut changes);
        let mut outcomes = self.inner.commit(&changes).await?;
        (self.after)(&mut outcomes);
        Ok(outcomes)
    }
}

macro_rules! commits {
    ($($name:ident, $case:ident: $before:expr, $after:expr;)*) => {$(
        #[test]
        fn $name() {
            found(
                stringify!($name),
                |books| behind(books, |inner| Commits { inner, before: $before, after: $after }),
                stringify!($case),
            );
        }
    )*};
}

fn as_it_is(_: &mut Vec<Outcome>) {}

fn each(changes: &mut [Change], spoil: impl Fn(&mut Change)) {
    changes.iter_mut().for_each(spoil);
}

commits! {
    a_clash_is_called_done, a_new_aggregate_is_written_once:
        |_| {}, |outcomes| outcomes.fill(Outcome::Done);
    one_clash_spoils_all, only_the_change_that_clashes_is_dropped:
        |_| {}, |outcomes| if outcomes.contains(&Outcome::Clash) { outcomes.fill(Outcome::Clash) };
    answers_are_not_kept, a_command_is_known_by_its_key:
        |changes| each(changes, |change| change.answers.clear()), as_it_is;
    arrivals_are_not_kept, a_notification_is_known_by_its_key:
        |changes| each(changes, |change| change.arrivals.clear()), as_it_is;
    effects_are_not_kept, an_effect_is_taken_under_a_lease:
        |changes| each(changes, |change| change.planned.clear()), as_it_is;
    ended_effects_wait_on, an_effect_ends_once:
        |changes| each(changes, |change| change.done.clear()), as_it_is;
    refuted_ones_keep_their_key, a_refuted_notification_gives_its_key_up:
        |changes| each(changes, |change| {
            let refuted = change.settled.iter_mut().filter(|one| one.state == InboxState::Refuted);
            refuted.for_each(|one| one.state = InboxState::Stale);
        }), as_it_is;
    entries_are_lost, entries_are_kept_in_order_up_to_the_head:
        |changes| each(changes, |change| for one in &mut change.aggregates {
            if one.entries.len() > 1 {
                one.entries.remove(0);
            }
        }), as_it_is;
    entries_are_written_anew, entries_come_back_byte_for_byte:
        |changes| each(changes, |change| for one in &mut change.aggregates {
            for row in &mut one.entries {
                row.entry.data = row.entry.data.replace("  ", " ").trim().replace('\t', " ");
            }
        }), as_it_is;
    long_entries_are_cut, a_long_entry_is_kept_whole:
        |changes| each(changes, |change| for one in &mut change.aggregates {
            for row in &mut one.entries {
                row.entry.data = row.entry.data.chars().take(20_000).collect();
            }
        }), as_it_is;
    personal_values_are_not_kept, personal_values_are_kept_and_replaced:
        |changes| each(changes, |change| change.personal.clear()), as_it_is;
    nobody_is_erased, erasing_takes_the_values_and_nothing_else:
        |changes| each(changes, |change| change.erased.clear()), as_it_is;
    an_aggregate_twice_is_merged, an_aggregate_twice_in_one_call_is_refused:
        |changes| {
            let mut seen: Vec<AggregateId> = Vec::new();
            each(changes, |_| {});
            for change in changes.iter_mut() {
                change.aggregates.retain(|one| {
                    let first = !seen.contains(&one.id);
                    seen.push(one.id.clone());
                    first
                });
            }
        }, as_it_is;
    reminders_are_not_written, a_step_that_is_written_down_has_come:
        |changes| each(changes, |change| for one in &mut change.aggregates {
            one.rows.retain(|row| row.entity() != "reminder");
        }), as_it_is;
    cases_are_not_written, service_waits_for_an_open_proposal:
        |changes| each(changes, |change| for one in &mut change.aggregates {
            one.rows.retain(|row| row.entity() != "case");
        }), as_it_is;
}

/// Compares no version: whoever comes last wins.
struct LastWins(Arc<dyn Store>);

#[async_trait]
impl Wrapped for LastWins {
    fn inner(&self) -> &dyn Store {
        &*self.0
    }

    async fn commit_through(&self, changes: &[Change]) -> Result<Vec<Outcome>, Fault> {
        let mut changes = changes.to_vec();
        for one in changes.iter_mut().flat_map(|change| &mut change.aggregates) {
            if let (AggregateId::Account(id), true) = (&one.id, one.expected > 0) {
                let subjects = vec![Subject::Account(id.clone())];
                let loaded = self.0.load(&[Want { subjects, key: None }]).await?;
                one.expected = loaded[0].held.first().map_or(0, |held| held.version);
            }
        }
        self.0.commit(&changes).await
    }
}

#[test]
fn a_store_that_compares_no_version_is_found() {
    for case in ["two_writers_lose_nothing", "sixteen_writers_lose_nothing"] {
        found("last wins", |books| behind(books, LastWins), case);
    }
}

/// Writes aggregate by aggregate, each by itself.
struct OneByOne(Arc<dyn Store>);

#[async_trait]
impl Wrapped for OneByOne {
    fn inner(&self) -> &dyn Store {
        &*self.0
    }

    async fn commit_through(&self, changes: &[Change]) -> Result<Vec<Outcome>, Fault> {
        let mut outcomes = Vec::new();
        for change in changes {
            let mut parts = vec![Change { aggregates: Vec::new(), ..change.clone() }];
            for one in &change.aggregates {
                parts.push(Change { aggregates: vec![one.clone()], ..Change::default() });
            }
            let mut all = Vec::new();
            for part in parts {
                all.extend(self.0.commit(&[part]).await?);
                tokio::task::yield_now().await;
            }
            let lost = all.contains(&Outcome::Clash);
            outcomes.push(if lost { Outcome::Clash } else { Outcome::Done });
        }
        Ok(outcomes)
    }
}

#[test]
fn a_commit_that_is_no_transaction_is_found() {
    let cases = [
        "a_change_that_clashes_leaves_nothing",
        "a_change_of_two_aggregates_wins_or_loses_whole",
        "a_load_sees_whole_changes",
        "erasing_loses_with_its_change",
        "one_of_sixteen_uses_a_key",
    ];
    for case in cases {
        found("one by one", |books| behind(books, OneByOne), case);
    }
}
