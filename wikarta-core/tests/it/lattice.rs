//! What the facts make of an attempt: over every answer, every read and every set of facts, against
//! the rule in plain words.

use std::collections::BTreeSet;

use proptest::prelude::*;
use wikarta_core::account::{Answer, AttemptState, join};
use wikarta_core::provider::ProviderStatus;

/// The rule once more: the strongest word wins, in this order.
fn plainly(answer: Answer, told: &BTreeSet<ProviderStatus>, reversals: u32) -> AttemptState {
    use ProviderStatus as S;
    let any = |status: S| told.contains(&status);
    let ended = |state| if reversals > 0 { AttemptState::Reversed } else { state };
    if any(S::ChargedBack) || any(S::Refunded) {
        AttemptState::Refunded
    } else if any(S::PartiallyChargedBack) || any(S::PartiallyRefunded) {
        AttemptState::PartiallyRefunded
    } else if any(S::Settled) {
        AttemptState::Settled
    } else if any(S::Cancelled) {
        ended(AttemptState::Cancelled)
    } else if any(S::Denied) {
        ended(AttemptState::Denied)
    } else if any(S::Failed) {
        ended(AttemptState::Failed)
    } else if any(S::Expired) {
        ended(AttemptState::Expired)
    } else if any(S::Challenged) {
        AttemptState::Challenged
    } else if any(S::Pending) || any(S::Authorized) {
        AttemptState::Pending
    } else {
        match answer {
            Answer::Awaited => AttemptState::Opened,
            Answer::Accepted => AttemptState::Pending,
            Answer::Refused => AttemptState::Refused,
            Answer::Lost => AttemptState::Unknown,
        }
    }
}

fn sets() -> Vec<BTreeSet<ProviderStatus>> {
    let all = ProviderStatus::ALL;
    let chosen = |bits: u32| {
        let place = |(place, status): (usize, &ProviderStatus)| {
            (bits & (1 << place) != 0).then_some(*status)
        };
        all.iter().enumerate().filter_map(place).collect()
    };
    (0..1_u32 << all.len()).map(chosen).collect()
}

#[test]
fn every_set_of_facts_is_joined_as_the_rule_says() {
    for facts in sets() {
        for answer in Answer::ALL {
            for reversals in [0, 1] {
                let found = join(*answer, None, &facts, reversals);
                assert_eq!(found, plainly(*answer, &facts, reversals), "{answer} {facts:?}");
            }
        }
    }
}

#[test]
fn a_read_counts_as_one_more_fact_and_once() {
    for facts in sets().iter().step_by(7) {
        for read in ProviderStatus::ALL {
            let mut with = facts.clone();
            with.insert(*read);
            let joined = join(Answer::Lost, Some(*read), facts, 0);
            assert_eq!(joined, join(Answer::Lost, None, &with, 0));
            assert_eq!(joined, join(Answer::Lost, Some(*read), &with, 0), "told what was read");
        }
    }
}

#[test]
fn no_further_fact_turns_money_into_none() {
    for facts in sets() {
        if !facts.iter().any(|status| status.means_money()) {
            continue;
        }
        for more in ProviderStatus::ALL {
            let mut with = facts.clone();
            with.insert(*more);
            let state = join(Answer::Accepted, None, &with, 0);
            let money =
                [AttemptState::Settled, AttemptState::PartiallyRefunded, AttemptState::Refunded];
            assert!(money.contains(&state), "{facts:?} and {more}: {state}");
        }
    }
}

proptest! {
    #[test]
    fn order_and_repeats_do_not_matter(
        told in prop::collection::vec(prop::sample::select(ProviderStatus::ALL), 0..12),
        seed in any::<u64>(),
    ) {
        let mut shuffled = told.clone();
        let count = shuffled.len().max(1);
        for place in 0..shuffled.len() {
            let other = (seed.rotate_left(place as u32) as usize) % count;
            shuffled.swap(place, other);
        }
        shuffled.extend(told.iter().copied().take(3));
        let (one, other): (BTreeSet<_>, BTreeSet<_>) = (told.into_iter().collect(), shuffled.into_iter().collect());
        prop_assert_eq!(join(Answer::Accepted, None, &one, 0), join(Answer::Accepted, None, &other, 0));
    }
}
