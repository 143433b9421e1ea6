//! The rules of separation of duties once more, in plain words, from the pages that finance wrote.
//! Nothing here comes from the `access` room.

use std::collections::BTreeSet;

/// What a superuser may do in an emergency besides the matrix.
pub const IN_EMERGENCY: &[&str] = &[
    "customer.manage",
    "customer.reveal_pii",
    "subscription.isolate",
    "invoice.send",
    "reconcile.view",
    "reconcile.run",
    "dunning.operate",
];

/// Pairs of permissions that one person may not hold, as written.
const NEVER_BOTH: &str = "
refund.request x refund.approve
refund.verify x refund.approve
refund.execute x refund.approve
void.request x void.approve
payment.post_manual x payment.reverse
reconcile.propose_correction x reconcile.approve_correction
invoice.request_credit x invoice.approve_credit
package.manage x package.approve_price
promo.propose x promo.approve
subscription.request_termination x subscription.approve_termination
dunning.configure x dunning.approve_template
rbac.propose x rbac.approve
user.manage x rbac.approve
setting.update x setting.approve
package.manage x invoice.issue
promo.propose x invoice.issue
subscription.change x payment.post_manual
";

/// Whoever holds the keys holds nothing about money.
const KEYS: &[&str] = &["user.manage", "rbac.propose", "setting.update", "dunning.configure"];

/// Whether a permission is about money.
pub fn money(permission: &str) -> bool {
    let (room, act) = permission.split_once('.').unwrap();
    match room {
        "refund" | "void" | "payment" | "withholding" => act != "view",
        "invoice" => !matches!(act, "view" | "send"),
        "reconcile" => act.ends_with("correction"),
        _ => false,
    }
}

/// Whether one person may hold both permissions.
pub fn compatible(one: &str, other: &str) -> bool {
    let written = NEVER_BOTH.trim().lines().any(|line| {
        let (left, right) = line.split_once(" x ").unwrap();
        (left, right) == (one, other) || (left, right) == (other, one)
    });
    let crossed = |key: &str, beside: &str| KEYS.contains(&key) && money(beside);
    !(written || crossed(one, other) || crossed(other, one))
}

/// What there is between a person and a case.
#[derive(Clone, Debug, Default)]
pub struct Ties {
    /// `requester`, `verifier`, `approver`, `poster`, `creator`, `contact`, `payout`, `assigned`,
    /// `subject`, `customer`, `limits`, `emergency`.
    pub held: BTreeSet<&'static str>,
    pub tier: u8,
    /// Seconds since the person changed the customer's contact data.
    pub contact_age: i64,
    /// Seconds since whoever opened the case gave the person a role.
    pub role_age: i64,
    /// Seconds since a change of the limits came into force that the person had a hand in.
    pub limits_age: i64,
}

const HOUR: i64 = 3_600;

/// Every rule that a deed would break.
pub fn broken(deed: &str, ties: &Ties) -> BTreeSet<&'static str> {
    let is = |tie: &str| ties.held.contains(tie);
    let (what, act) = deed.split_once('.').unwrap();
    let mut rules = BTreeSet::new();
    let mut rule = |name, holds: bool| {
        if holds {
            rules.insert(name);
        }
    };
    // Nobody acts in their own account, nor for a day in a case of whoever gave them a role.
    rule("separation.own_account", is("customer"));
    rule("separation.role_assigner", is("assigned") && ties.role_age < 24 * HOUR);
    // Whoever declared an emergency agrees to nothing that was touched in it.
    rule("separation.emergency_decides", act == "approve" && is("emergency"));
    match what {
        "refund" | "void" => {
            let deciding = matches!(act, "approve" | "reject");
            rule("separation.requester_verifier", act == "verify" && is("requester"));
            rule("separation.requester_approver", deciding && is("requester"));
            rule("separation.verifier_approver", act == "approve" && is("verifier"));
            rule("separation.approver_verifier", act == "verify" && is("approver"));
            rule("separation.approver_executor", act == "execute" && is("approver"));
        }
        "posting" => {
            let second = matches!(act, "verify" | "reject");
            rule("separation.poster_verifier", second && is("poster"));
            let third = act == "reverse" && (is("poster") || is("verifier"));
            rule("separation.poster_reverser", third);
        }
        "access" => rule("separation.subject_decides", is("subject")),
        _ => {}
    }
    // Who moved the limits does not use them on the same day.
    let moved = is("limits") && ties.limits_age < 24 * HOUR;
    let limited = matches!(what, "refund" | "void") && act == "approve";
    rule("separation.limits_changer", limited && moved);
    let proposed = matches!(
        what,
        "correction" | "credit_note" | "access" | "price" | "promo" | "termination" | "policy"
    );
    rule("separation.proposer_approver", proposed && act == "approve" && is("requester"));
    if what == "refund" {
        let executing = act == "execute";
        rule("separation.requester_executor", executing && is("requester"));
        rule("separation.verifier_executor", executing && is("verifier") && ties.tier > 1);
        let deciding = matches!(act, "verify" | "approve");
        rule("separation.poster_decides", deciding && is("poster"));
        let fresh = is("contact") && ties.contact_age < 7 * 24 * HOUR;
        rule("separation.contact_changer", deciding && fresh);
        rule("separation.customer_creator", act == "approve" && is("creator"));
        let paying = matches!(act, "approve" | "execute");
        rule("separation.payout_changer", paying && is("payout"));
    }
    rules
}
