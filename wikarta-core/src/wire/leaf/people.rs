//! Who may do what.

use serde::Deserialize;
use serde_json::{Value, json};

use super::odd;
use crate::access::{Actor, CaseDeed, CaseFacts, Permission, Question, Verdict, explain};
use crate::hand::Hand;
use crate::id::UserId;
use crate::time::Timestamp;
use crate::wire::call::asked;
use crate::wire::decide::Problem;
use crate::wire::tree::Node;

/// What is known of a case: who had which hand in it.
#[derive(Deserialize)]
struct Case {
    now: Timestamp,
    requester: Option<UserId>,
    verifier: Option<UserId>,
    #[serde(default)]
    approvers: Vec<UserId>,
    poster: Option<UserId>,
    creator: Option<UserId>,
    contact_changed: Option<Hand>,
    payout_changer: Option<UserId>,
    #[serde(default)]
    customers: Vec<UserId>,
    assigned: Option<Hand>,
    subject: Option<UserId>,
    #[serde(default)]
    limits_changed: Vec<Hand>,
    emergency: Option<UserId>,
    tier: Option<u8>,
}

impl Case {
    fn facts(&self) -> CaseFacts<'_> {
        fn since(hand: &Hand) -> (&UserId, Timestamp) {
            (&hand.by, hand.at)
        }
        CaseFacts {
            requester: self.requester.as_ref(),
            verifier: self.verifier.as_ref(),
            approvers: self.approvers.iter().collect(),
            poster: self.poster.as_ref(),
            creator: self.creator.as_ref(),
            contact_changer: self.contact_changed.as_ref().map(since),
            payout_changer: self.payout_changer.as_ref(),
            customers: self.customers.iter().collect(),
            assigner: self.assigned.as_ref().map(since),
            subject: self.subject.as_ref(),
            limits_changers: self.limits_changed.iter().map(since).collect(),
            emergency: self.emergency.as_ref(),
            tier: self.tier.unwrap_or(1),
            now: self.now,
        }
    }
}

/// Whether an actor has a permission, or may do a deed in a case, and by which rule.
pub(in crate::wire) fn authorize(node: &Node) -> Result<Value, Problem> {
    #[derive(Deserialize)]
    struct Asked {
        actor: Actor,
        permission: Option<Permission>,
        deed: Option<CaseDeed>,
        case: Option<Case>,
    }
    let Asked { actor, permission, deed, case } = asked(node)?;
    let explained = match (permission, deed, &case) {
        (Some(permission), None, None) => explain(&actor, Question::May(permission)),
        (None, Some(deed), Some(case)) => explain(&actor, Question::Do(deed, &case.facts())),
        _ => {
            let why = "ask for a `permission` alone, or for a `deed` in a `case`";
            return Err(odd("", why).into());
        }
    };
    let scope = match explained.verdict {
        Verdict::Allowed(scope) => Some(scope),
        Verdict::Denied => None,
    };
    Ok(json!({
        "allowed": scope.is_some(),
        "scope": scope,
        "permission": explained.permission,
        "rule": explained.rule,
        "held_by": explained.held_by,
    }))
}
