//! The permission matrix once more, as finance wrote it, and what follows from it in plain words.
//! Nothing here comes from the `access` room: two copies that disagree are a finding.

use std::collections::BTreeMap;

/// ✔ allowed, s limited, - no. Columns as in the head line; AUDITOR follows from a rule of its own.
const TABLE: &str = "
| Permission | SU | SV | KE | MK | TK |
| customer.view | ✔ | ✔ | ✔ | ✔ | s |
| customer.manage | - | - | ✔ | ✔ | - |
| customer.delete | - | ✔ | - | - | - |
| customer.reveal_pii | - | ✔ | ✔ | s | s |
| customer.export_pii | - | ✔ | - | - | - |
| package.view | ✔ | ✔ | ✔ | ✔ | ✔ |
| package.manage | - | - | - | ✔ | - |
| package.approve_price | - | ✔ | - | - | - |
| promo.propose | - | - | - | ✔ | - |
| promo.approve | - | ✔ | - | - | - |
| subscription.view | ✔ | ✔ | ✔ | ✔ | ✔ |
| subscription.change | - | - | - | ✔ | - |
| subscription.isolate | - | ✔ | ✔ | - | - |
| subscription.request_termination | - | - | ✔ | ✔ | - |
| subscription.approve_termination | - | ✔ | - | - | - |
| invoice.view | ✔ | ✔ | ✔ | s | s |
| invoice.create / invoice.issue / invoice.send | - | - | ✔ | - | - |
| invoice.request_credit | - | - | ✔ | - | - |
| invoice.approve_credit | - | ✔ | - | - | - |
| payment.view | ✔ | ✔ | ✔ | - | s |
| payment.charge | - | - | ✔ | - | - |
| payment.post_manual | - | - | ✔ | - | - |
| payment.verify_manual | - | ✔ | ✔ | - | - |
| payment.reverse | - | ✔ | - | - | - |
| withholding.record | - | - | ✔ | - | - |
| reconcile.view / reconcile.run | - | ✔ | ✔ | - | - |
| reconcile.propose_correction | - | - | ✔ | - | - |
| reconcile.approve_correction | - | ✔ | - | - | - |
| refund.view | ✔ | ✔ | ✔ | - | - |
| refund.request | - | - | ✔ | s | - |
| refund.verify | - | - | ✔ | - | - |
| refund.approve | - | ✔ | - | - | - |
| refund.execute | - | - | ✔ | - | - |
| void.request | - | - | ✔ | - | - |
| void.approve | - | ✔ | - | - | - |
| dunning.view | ✔ | ✔ | ✔ | ✔ | - |
| dunning.operate | - | ✔ | ✔ | - | - |
| dunning.configure | ✔ | - | - | - | - |
| dunning.approve_template | - | ✔ | - | - | - |
| webhook.view | ✔ | ✔ | ✔ | - | - |
| webhook.replay | ✔ | ✔ | - | - | - |
| report.finance | - | ✔ | ✔ | - | - |
| report.sales | ✔ | ✔ | ✔ | ✔ | - |
| report.export | - | ✔ | ✔ | - | - |
| audit.view | ✔ | ✔ | s | - | - |
| audit.verify | ✔ | ✔ | - | - | - |
| user.manage | ✔ | - | - | - | - |
| rbac.view | ✔ | ✔ | - | - | - |
| rbac.propose | ✔ | - | - | - | - |
| rbac.approve | - | ✔ | - | - | - |
| setting.view | ✔ | ✔ | s | - | - |
| setting.update | ✔ | - | - | - | - |
";

const COLUMNS: [(&str, &str); 5] = [
    ("SU", "SUPERUSER"),
    ("SV", "SUPERVISOR"),
    ("KE", "KEUANGAN"),
    ("MK", "MARKETING"),
    ("TK", "TEKNISI"),
];

/// Pairs that one person may not hold, as written; `*` is any other role.
const NEVER_BOTH: &[(&str, &str)] = &[
    ("KEUANGAN", "SUPERVISOR"),
    ("KEUANGAN", "MARKETING"),
    ("KEUANGAN", "TEKNISI"),
    ("SUPERVISOR", "MARKETING"),
    ("SUPERVISOR", "TEKNISI"),
    ("SUPERUSER", "*"),
    ("AUDITOR", "*"),
];

/// Role → permission → `✔` or `s`; what is not here is no.
pub fn allowed() -> BTreeMap<(String, String), char> {
    let mut cells = BTreeMap::new();
    let mut lines = TABLE.trim().lines();
    let head: Vec<_> = split(lines.next().unwrap());
    assert_eq!(head[1..], COLUMNS.map(|(short, _)| short));
    for line in lines {
        let row = split(line);
        for permission in row[0].split(" / ") {
            for ((_, role), cell) in COLUMNS.iter().zip(&row[1..]) {
                if let Some(mark) = cell.chars().next().filter(|mark| *mark != '-') {
                    cells.insert(((*role).to_owned(), permission.to_owned()), mark);
                }
            }
            // AUDITOR = everything that is called view, and the audit trail; nothing else.
            if permission.ends_with(".view") || permission.starts_with("audit.") {
                cells.insert(("AUDITOR".to_owned(), permission.to_owned()), '✔');
            }
        }
    }
    cells
}

/// Every permission of the table, in its order.
pub fn permissions() -> Vec<String> {
    let rows = TABLE.trim().lines().skip(1);
    rows.flat_map(|line| split(line)[0].split(" / ").map(str::to_owned).collect::<Vec<_>>())
        .collect()
}

fn split(line: &str) -> Vec<&str> {
    line.trim_matches('|').split('|').map(str::trim).collect()
}

/// Whether one person may hold all these roles.
pub fn may_hold(roles: &[&str]) -> bool {
    !NEVER_BOTH.iter().any(|(one, other)| {
        let second = |role: &&&str| **role != *one && (*other == "*" || *other == **role);
        roles.contains(one) && roles.iter().any(|role| second(&role))
    })
}
