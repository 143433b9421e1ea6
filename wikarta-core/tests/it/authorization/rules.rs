//! Dynamic separation over its whole product: every deed, every set of ties, every tier, every age
//! at its limits.

use std::collections::BTreeSet;

use wikarta_core::access::{
    Actor, CaseDeed, CaseFacts, Past, Question, Role, SEPARATION, SeparationRow, SeparationRule,
    Verdict, When, explain, separation_in,
};
use wikarta_core::id::UserId;
use wikarta_core::time::Timestamp;

use super::oracle::{Ties, broken};
use super::user;
use crate::world::at;

const TIES: [&str; 12] = [
    "requester",
    "verifier",
    "approver",
    "poster",
    "creator",
    "contact",
    "payout",
    "assigned",
    "subject",
    "customer",
    "limits",
    "emergency",
];

/// The ties among these words.
pub fn named(words: &BTreeSet<&str>) -> BTreeSet<&'static str> {
    TIES.into_iter().filter(|tie| words.contains(tie)).collect()
}

const WEEK: i64 = 7 * 24 * 3_600;
const DAY: i64 = 24 * 3_600;

/// Every situation, those with fewer ties first.
fn situations() -> Vec<Ties> {
    let mut sets: Vec<u32> = (0..1 << TIES.len()).collect();
    sets.sort_by_key(|set| set.count_ones());
    let mut all = Vec::new();
    for set in sets {
        let held: BTreeSet<_> = (0..TIES.len())
            .filter(|place| set & (1 << place) != 0)
            .map(|place| TIES[place])
            .collect();
        let ages = |tie: &str, ages: &[i64]| match held.contains(tie) {
            true => ages.to_vec(),
            false => vec![0],
        };
        for tier in 1..=3 {
            for contact_age in ages("contact", &[1, WEEK - 1, WEEK, WEEK + 1]) {
                for role_age in ages("assigned", &[DAY - 1, DAY, DAY + 1]) {
                    for limits_age in ages("limits", &[DAY - 1, DAY, DAY + 1]) {
                        let held = held.clone();
                        all.push(Ties { held, tier, contact_age, role_age, limits_age });
                    }
                }
            }
        }
    }
    all
}

struct Cast {
    person: UserId,
    other: UserId,
    now: Timestamp,
}

impl Cast {
    fn new() -> Self {
        let now = at("2026-08-20T03:00:00Z");
        Self { person: user("somebody"), other: user("somebody else"), now }
    }

    fn facts(&self, ties: &Ties) -> CaseFacts<'_> {
        let who = |tie: &str| if ties.held.contains(tie) { &self.person } else { &self.other };
        let since = |age: i64| self.now.plus_seconds(-age);
        let assigner = who("requester");
        CaseFacts {
            requester: Some(who("requester")),
            verifier: Some(who("verifier")),
            approvers: vec![&self.other, who("approver")],
            poster: Some(who("poster")),
            creator: Some(who("creator")),
            contact_changer: Some((who("contact"), since(ties.contact_age))),
            payout_changer: Some(who("payout")),
            customers: vec![who("customer")],
            assigner: ties.held.contains("assigned").then(|| (assigner, since(ties.role_age))),
            subject: Some(who("subject")),
            // An older change by somebody else, and the newest by whoever has the tie.
            limits_changers: vec![
                (&self.other, since(2 * DAY)),
                (who("limits"), since(9 * DAY)),
                (who("limits"), since(ties.limits_age)),
            ],
            emergency: Some(who("emergency")),
            tier: ties.tier,
            now: self.now,
        }
    }
}

/// Compares a table with the oracle; the first difference, or how much was compared.
fn compare(table: &[SeparationRow], all: &[Ties]) -> Result<u64, String> {
    let cast = Cast::new();
    let mut compared = 0;
    for ties in all {
        let facts = cast.facts(ties);
        for deed in CaseDeed::ALL {
            let expected = broken(deed.as_str(), ties);
            let found = separation_in(table, *deed, &cast.person, &facts);
            let same = match found {
                None => expected.is_empty(),
                Some(rule) => expected.contains(rule.as_str()),
            };
            if !same {
                return Err(format!("{deed} {ties:?}: {found:?}, expected {expected:?}"));
            }
            compared += 1;
        }
    }
    Ok(compared)
}

#[test]
fn every_deed_in_every_situation_is_forbidden_exactly_when_a_rule_says_so() {
    let compared = compare(SEPARATION, &situations()).unwrap();
    println!("separation: {compared} situations, 0 differences");
    assert_eq!(compared, 2_048 * 5 * 4 * 3 * CaseDeed::ALL.len() as u64);
}

#[test]
fn every_rule_is_the_only_cause_of_a_no_somewhere() {
    let cast = Cast::new();
    let alone = situations().into_iter().filter(|ties| ties.held.len() <= 1);
    let mut seen = BTreeSet::new();
    for ties in alone {
        let facts = cast.facts(&ties);
        for deed in CaseDeed::ALL {
            let forbidding =
                SEPARATION.iter().filter(|row| row.forbids(*deed, &cast.person, &facts));
            let rules: Vec<SeparationRule> = forbidding.map(|row| row.rule).collect();
            if let [only] = rules[..] {
                seen.insert(only);
            }
        }
    }
    let all: BTreeSet<_> = SEPARATION.iter().map(|row| row.rule).collect();
    assert_eq!(seen, all);
    // One rule is about people who lost a role, not about ties to a case: the case product has it.
    let besides: Vec<_> = SeparationRule::ALL.iter().filter(|rule| !all.contains(rule)).collect();
    assert_eq!(besides, [&SeparationRule::ApproverGone]);
}

fn leak<T: Clone>(items: impl IntoIterator<Item = T>) -> &'static [T] {
    Box::leak(items.into_iter().collect::<Vec<_>>().into_boxed_slice())
}

/// Whether a row's rule, put on one more deed or hand, changes nothing: another row forbids it.
fn known_already(deed: CaseDeed, past: Past) -> bool {
    SEPARATION.iter().any(|row| {
        row.when == When::Always && row.deeds.contains(&deed) && row.past.contains(&past)
    })
}

/// Every table with one thing wrong.
fn mutants() -> Vec<(String, Vec<SeparationRow>)> {
    let mut found = Vec::new();
    for (place, row) in SEPARATION.iter().enumerate() {
        let mut with = |what: String, row: Option<SeparationRow>| {
            let mut table = SEPARATION.to_vec();
            match row {
                Some(row) => table[place] = row,
                None => {
                    table.remove(place);
                }
            }
            found.push((what, table));
        };
        let rule = row.rule;
        with(format!("{rule} dropped"), None);
        for gone in row.past {
            let past = leak(row.past.iter().copied().filter(|past| past != gone));
            with(format!("{rule} without {gone}"), Some(SeparationRow { past, ..*row }));
        }
        for gone in row.deeds {
            let deeds = leak(row.deeds.iter().copied().filter(|deed| deed != gone));
            with(format!("{rule} without {gone}"), Some(SeparationRow { deeds, ..*row }));
        }
        for more in CaseDeed::ALL.iter().filter(|deed| !row.deeds.contains(deed)) {
            if row.past.iter().all(|past| known_already(*more, *past)) {
                continue;
            }
            let deeds = leak(row.deeds.iter().chain([more]).copied());
            with(format!("{rule} with {more}"), Some(SeparationRow { deeds, ..*row }));
        }
        for more in Past::ALL.iter().filter(|past| !row.past.contains(past)) {
            if row.deeds.iter().all(|deed| known_already(*deed, *more)) {
                continue;
            }
            let past = leak(row.past.iter().chain([more]).copied());
            with(format!("{rule} with {more}"), Some(SeparationRow { past, ..*row }));
        }
        let shifted = match row.when {
            When::Always => vec![When::AboveTier(1), When::ForHours(0)],
            When::AboveTier(tier) => {
                vec![When::AboveTier(tier - 1), When::AboveTier(tier + 1), When::Always]
            }
            When::ForHours(hours) => {
                vec![When::ForHours(hours - 1), When::ForHours(hours + 1), When::Always]
            }
        };
        for when in shifted {
            with(format!("{rule} {when:?}"), Some(SeparationRow { when, ..*row }));
        }
    }
    found
}

#[test]
fn every_change_of_a_rule_is_noticed() {
    let all = situations();
    let mutants = mutants();
    let unnoticed: Vec<_> = mutants
        .iter()
        .filter(|(_, table)| compare(table, &all).is_ok())
        .map(|(what, _)| what)
        .collect();
    println!("separation: {} mutants, {} unnoticed", mutants.len(), unnoticed.len());
    assert!(unnoticed.is_empty(), "{unnoticed:#?}");
    assert!(mutants.len() > 300);
}

#[test]
fn a_no_is_explained_by_the_rule_that_says_it() {
    let cast = Cast::new();
    let ask = |role: Role, tie: &'static str, deed: CaseDeed| {
        let held = BTreeSet::from([tie]);
        let ties = Ties { held, tier: 1, contact_age: 0, role_age: 0, limits_age: 0 };
        let actor = Actor::staff(cast.person.clone(), [role]);
        let found = explain(&actor, Question::Do(deed, &cast.facts(&ties)));
        (matches!(found.verdict, Verdict::Allowed(_)), found.rule, found.held_by)
    };
    let (supervisor, finance) = (vec![Role::Supervisor], vec![Role::Keuangan]);
    assert_eq!(
        ask(Role::Supervisor, "verifier", CaseDeed::ApproveRefund),
        (false, "separation.verifier_approver", supervisor.clone())
    );
    assert_eq!(
        ask(Role::Keuangan, "poster", CaseDeed::ApproveRefund),
        (false, "deny_by_default", supervisor)
    );
    let verify = ask(Role::Keuangan, "creator", CaseDeed::VerifyRefund);
    assert_eq!(verify, (true, "matrix", finance));
}
