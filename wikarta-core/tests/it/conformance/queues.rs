//! Stores whose queues and lists break one promise each.

use std::sync::Arc;

use async_trait::async_trait;
use wikarta_core::event::Effect;
use wikarta_core::id::{AccountId, EffectId, OrderId};
use wikarta_core::ports::{
    AccountPage, DeadLetterId, Fault, InboxKey, Lapsed, LateSince, Return, ServiceDue, StepCome,
    Store, Take, Taken,
};
use wikarta_core::provider::Hint;
use wikarta_core::testkit::Wrapped;
use wikarta_core::time::Timestamp;

use super::{behind, found};

/// The promises that this store can break.
#[derive(Clone, Copy, PartialEq)]
enum Sin {
    NoLease,
    TriesUncounted,
    LimitIgnored,
    NewestFirst,
    TakenWhenDone,
    LateReturnCounts,
    RetryIsTheEnd,
    DeadComesBack,
    SinceWhenDue,
    RoundUncounted,
    RoundAtOnce,
    RoundForAll,
    ParkedRoundAtOnce,
    ParkedRoundForgetsTries,
    ParkedNoLease,
    ParkedAsDead,
    OrderForgotten,
    LapsedTooEarly,
    LapsedUnlimited,
    OverdueUnsorted,
    PageIgnored,
    ZoneForgotten,
    ServiceFromTheStart,
    ServiceUnbounded,
}

struct Queue {
    inner: Arc<dyn Store>,
    sin: Sin,
}

fn shifted(take: Take, sin: Sin, none: Sin) -> Take {
    let lease_until = if sin == none { take.now } else { take.lease_until };
    let limit = if sin == Sin::LimitIgnored { 99 } else { take.limit };
    Take { lease_until, limit, ..take }
}

#[async_trait]
impl Wrapped for Queue {
    fn inner(&self) -> &dyn Store {
        &*self.inner
    }

    async fn take_effects_through(&self, take: Take) -> Result<Vec<Taken<Effect>>, Fault> {
        let mut taken = self.inner.take_effects(shifted(take, self.sin, Sin::NoLease)).await?;
        for one in &mut taken {
            match self.sin {
                Sin::TriesUncounted => one.tries = 1,
                Sin::RoundUncounted => one.tries_this_round = one.tries,
                Sin::SinceWhenDue => one.since = take.now,
                _ => {}
            }
        }
        if self.sin == Sin::NewestFirst {
            taken.reverse();
        }
        Ok(taken)
    }

    async fn take_effect_through(
        &self,
        id: &EffectId,
        now: Timestamp,
        lease_until: Timestamp,
    ) -> Result<Option<Taken<Effect>>, Fault> {
        let mut taken = self.inner.take_effect(id, now, lease_until).await?;
        if let (Some(one), Sin::RoundUncounted) = (&mut taken, self.sin) {
            one.tries_this_round = one.tries;
        }
        if taken.is_none() && self.sin == Sin::TakenWhenDone {
            let later = now.plus_seconds(600);
            return self.inner.take_effect(id, later, later).await;
        }
        Ok(taken)
    }

    async fn return_effect_through(&self, id: &EffectId, back: Return) -> Result<(), Fault> {
        let back = match (self.sin, back) {
            (Sin::RetryIsTheEnd, Return::Retry { due, .. }) => Return::Done(due),
            (Sin::DeadComesBack, Return::Dead { at, reason }) => Return::Retry { due: at, reason },
            (_, back) => back,
        };
        self.inner.return_effect(id, back).await
    }

    async fn take_parked_through(&self, take: Take) -> Result<Vec<Taken<Hint>>, Fault> {
        let mut taken = self.inner.take_parked(shifted(take, self.sin, Sin::ParkedNoLease)).await?;
        if self.sin == Sin::ParkedRoundForgetsTries {
            taken.iter_mut().for_each(|one| one.tries = one.tries_this_round);
        }
        if self.sin == Sin::OrderForgotten {
            // One more of each order that is held, as if nobody held it.
            let over = Take { now: take.now.plus_seconds(600), ..take };
            taken.extend(self.inner.take_parked(over).await?);
        }
        Ok(taken)
    }

    async fn return_parked_through(&self, key: &InboxKey, back: Return) -> Result<(), Fault> {
        let back = match (self.sin, back) {
            (Sin::ParkedAsDead, Return::Done(at)) => Return::Dead { at, reason: String::new() },
            (Sin::LateReturnCounts, Return::Done(at)) => {
                Return::Retry { due: at, reason: String::new() }
            }
            (_, back) => back,
        };
        self.inner.return_parked(key, back).await
    }

    async fn redrive_through(&self, id: &DeadLetterId, due: Timestamp) -> Result<bool, Fault> {
        let notification = matches!(id, DeadLetterId::Notification(_));
        let due = match self.sin {
            Sin::RoundAtOnce if !notification => Timestamp::clamped(0),
            Sin::ParkedRoundAtOnce if notification => Timestamp::clamped(0),
            _ => due,
        };
        Ok(self.inner.redrive(id, due).await? || self.sin == Sin::RoundForAll)
    }

    async fn lapsed_through(&self, now: Timestamp, limit: u32) -> Result<Vec<Lapsed>, Fault> {
        match self.sin {
            Sin::LapsedTooEarly => self.inner.lapsed(now.plus_seconds(1), limit).await,
            Sin::LapsedUnlimited => self.inner.lapsed(now, limit.saturating_add(1)).await,
            _ => self.inner.lapsed(now, limit).await,
        }
    }

    async fn overdue_attempts_through(
        &self,
        before: Timestamp,
        limit: u32,
    ) -> Result<Vec<OrderId>, Fault> {
        let mut found = self.inner.overdue_attempts(before, limit).await?;
        if self.sin == Sin::OverdueUnsorted {
            found.sort();
        }
        Ok(found)
    }

    async fn dunning_due_through(
        &self,
        come: &[StepCome],
        page: AccountPage<'_>,
    ) -> Result<Vec<AccountId>, Fault> {
        let mut come = come.to_vec();
        if self.sin == Sin::ZoneForgotten {
            let zones = wikarta_core::time::Zone::ALL;
            come =
                come.iter().flat_map(|one| zones.map(|zone| StepCome { zone, ..*one })).collect();
        }
        let after = page.after.filter(|_| self.sin != Sin::PageIgnored);
        self.inner.dunning_due(&come, AccountPage { after, ..page }).await
    }

    async fn service_due_through(
        &self,
        late: &[LateSince],
        page: AccountPage<'_>,
    ) -> Result<Vec<ServiceDue>, Fault> {
        let page = match self.sin {
            Sin::ServiceFromTheStart => AccountPage { after: None, ..page },
            Sin::ServiceUnbounded => AccountPage { limit: 99, ..page },
            _ => page,
        };
        self.inner.service_due(late, page).await
    }
}

macro_rules! sins {
    ($($name:ident: $sin:ident, $case:ident;)*) => {$(
        #[test]
        fn $name() {
            let spoil = |books| behind(books, |inner| Queue { inner, sin: Sin::$sin });
            found(stringify!($name), spoil, stringify!($case));
        }
    )*};
}

sins! {
    an_effect_without_a_lease_is_found: NoLease, an_effect_is_taken_under_a_lease;
    takers_without_a_lease_are_found: NoLease, an_effect_comes_back_when_its_lease_is_over;
    tries_that_are_not_counted_are_found: TriesUncounted, an_effect_comes_back_when_its_lease_is_over;
    a_limit_that_is_ignored_is_found: LimitIgnored, effects_are_taken_oldest_first;
    a_limit_of_parked_ones_that_is_ignored_is_found: LimitIgnored, parked_ones_are_taken_oldest_first;
    the_newest_first_is_found: NewestFirst, effects_are_taken_oldest_first;
    an_effect_in_other_hands_is_found: TakenWhenDone, one_effect_is_taken_by_name;
    a_retry_that_never_comes_is_found: RetryIsTheEnd, effects_end_in_every_way;
    the_dead_that_come_back_are_found: DeadComesBack, an_end_is_an_end;
    a_round_that_counts_all_tries_is_found: RoundUncounted, an_effect_that_was_given_up_goes_round_again;
    a_round_before_its_moment_is_found: RoundAtOnce, an_effect_that_was_given_up_goes_round_again;
    a_round_of_what_waits_is_found: RoundForAll, an_effect_that_was_given_up_goes_round_again;
    a_notification_before_its_moment_is_found: ParkedRoundAtOnce, a_notification_that_was_given_up_goes_round_again;
    a_round_that_forgets_its_tries_is_found: ParkedRoundForgetsTries, a_notification_that_was_given_up_goes_round_again;
    a_wrong_beginning_is_found: SinceWhenDue, an_effect_is_taken_under_a_lease;
    a_notification_without_a_lease_is_found: ParkedNoLease, a_parked_notification_is_taken_under_a_lease;
    two_reads_of_an_order_are_found: OrderForgotten, one_parked_notification_an_order;
    a_notification_that_is_buried_is_found: ParkedAsDead, parked_ones_end_in_every_way;
    a_notification_that_never_ends_is_found: LateReturnCounts, a_hint_comes_back_as_it_came;
    what_lapses_too_early_is_found: LapsedTooEarly, what_nobody_decided_lapses_oldest_first;
    too_many_that_lapse_are_found: LapsedUnlimited, what_nobody_decided_lapses_oldest_first;
    overdue_by_name_is_found: OverdueUnsorted, overdue_attempts_come_oldest_first;
    dunning_from_the_start_is_found: PageIgnored, accounts_with_steps_come_page_by_page;
    dunning_in_every_zone_is_found: ZoneForgotten, a_step_comes_by_zone_and_day;
    service_from_the_start_is_found: ServiceFromTheStart, accounts_with_late_bills_come_page_by_page;
    service_without_bound_is_found: ServiceUnbounded, accounts_with_late_bills_come_page_by_page;
}
