//! What only a chain of rare steps shows: large sums, fresh contact data, people who left.

use super::super::processes::Rigging;
use super::{Canary, ruled};
use crate::access::{Role, SeparationRule as R};
use crate::aggregate::{Aggregate, Books};
use crate::command::{Command, CorrectionCommand, Envelope};
use crate::decide::{Decision, decide, permit};
use crate::engine::Rules;
use crate::money::Rupiah;
use crate::policy::Policy;
use crate::refusal::Refusal;
use crate::staff::Standing;

type Decided = Result<Decision, Refusal>;

pub(super) fn all() -> Vec<Canary> {
    vec![
        ruled(
            "gone-approver-counts",
            "who agreed and has left still counts",
            "none",
            Rules { permit, decide: everybody_stays },
        ),
        ruled(
            "no-cooling-off",
            "a refund of the third tier goes at once",
            "none",
            Rules { permit, decide: at_once },
        ),
        Canary {
            name: "void-by-one",
            breaks: "one supervisor voids whatever bill",
            faults: "none",
            rigging: Rigging {
                policy: Some(|mut policy: Policy| {
                    policy.corrections.void_single_max = Rupiah::clamped(1_000_000_000);
                    policy
                }),
                ..Rigging::default()
            },
        },
        Canary {
            name: "comparison-ends-early",
            breaks: "a comparison leaves orders out",
            faults: "drops,delays",
            rigging: Rigging { compared: Some(|orders| orders.truncate(1)), ..Rigging::default() },
        },
    ]
}

fn everybody_stays(books: &Books, envelope: &Envelope, policy: &Policy) -> Decided {
    match decide(books, envelope, policy) {
        Err(Refusal::Separation { rule: R::ApproverGone, .. }) => {
            let mut roster = books.roster();
            for member in roster.members.values_mut().filter(|it| it.roles.len() < 2) {
                member.standing = Standing::Active;
                if !member.roles.contains(&Role::Keuangan) {
                    member.roles = [Role::Supervisor].into();
                }
            }
            let mut seen = books.clone();
            seen.put(Aggregate::Roster(roster));
            decide(&seen, envelope, policy)
        }
        other => other,
    }
}

fn at_once(books: &Books, envelope: &Envelope, policy: &Policy) -> Decided {
    let Command::Correction(CorrectionCommand::ExecuteRefund { refund, .. }) = &envelope.command
    else {
        return decide(books, envelope, policy);
    };
    let mut seen = books.clone();
    if let Some(account) = books.account_of_refund(refund) {
        let mut account = Box::new(account.clone());
        if let Some(case) = account.refunds.get_mut(refund) {
            case.not_before = None;
        }
        seen.put(Aggregate::Account(account));
    }
    decide(&seen, envelope, policy)
}
