//! Every statement is prepared against the migrated schema, and its plan is read: nothing that runs
//! on the path of a notification or a list may read a whole table.

use sqlx::{Row, SqlitePool};

use super::ALL;

/// Statements that prove or count all there is, or read the newest rows from the end of a table.
const MAY_SCAN: &[&str] = &[
    "DEAD_LETTERS",
    "GONE",
    "UNLISTED",
    "LISTED_WRONGLY",
    "SECURITY_COUNTS",
    "SECURITY_LOG",
    "RECENT_WEBHOOKS",
    "STATUS_COUNTS",
    "STARTS",
    "EXCERPT",
    "HEADS_TO_SEAL",
    "LAST_SEAL",
    "PULSE",
    "REPORT_HELD",
    "NEWEST_SEAL",
    "POLICIES",
];

async fn schema() -> SqlitePool {
    let store = crate::SqlxStore::open("sqlite::memory:").await.unwrap();
    store.migrate_up().await.unwrap();
    store.readers
}

/// The statements of a script, without the ones that only open or end a transaction.
fn statements(script: &str) -> impl Iterator<Item = String> + '_ {
    let plain = |line: &&str| !line.trim_start().starts_with("--");
    let text: String = script.lines().filter(plain).map(|line| format!("{line}\n")).collect();
    let parts: Vec<String> = text.split(";\n").map(|part| part.trim().to_owned()).collect();
    parts.into_iter().filter(|part| !part.is_empty() && part != "BEGIN IMMEDIATE")
}

#[tokio::test]
async fn no_statement_reads_a_whole_table() {
    let pool = schema().await;
    let mut found = Vec::new();
    for (name, script) in ALL {
        for statement in statements(script) {
            let explain = sqlx::AssertSqlSafe(format!("EXPLAIN QUERY PLAN {statement}"));
            let rows = sqlx::query(explain).fetch_all(&pool).await;
            let rows = rows.unwrap_or_else(|error| panic!("{name}: {error}\n{statement}"));
            let plan: Vec<String> = rows.iter().map(|row| row.get("detail")).collect();
            let scans = plan.iter().filter(|step| is_scan(step)).collect::<Vec<_>>();
            if !scans.is_empty() && !MAY_SCAN.contains(name) {
                found.push(format!("{name}: {scans:?} in {plan:#?}"));
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// Lists that are read page by page: their rows come from an index in the order of the page.
const PAGED: &[&str] = &[
    "CAPTURED",
    "CAPTURED_OF",
    "CASES",
    "CREDIT_NOTES",
    "CREDIT_NOTES_APPROVED",
    "CUSTOMERS_BACKWARDS",
    "CUSTOMERS_ONWARDS",
    "INVOICES_BACKWARDS",
    "INVOICES_OF_CUSTOMER",
    "INVOICES_ONWARDS",
    "ISSUED",
    "LAPSED",
    "OPEN_SUSPENSE",
    "POSTINGS",
    "POSTINGS_WAITING",
    "PROMOS",
    "RECONCILE_FINDINGS",
    "RECONCILE_FINDINGS_OPEN",
    "RECONCILE_RUNS",
    "RECONCILE_SETTLEMENTS",
    "REFUNDS",
    "REMINDERS",
    "REMINDERS_OF_CUSTOMER",
    "REFUNDS_WAITING",
    "STAFF",
    "SUBSCRIPTIONS",
    "SUBSCRIPTIONS_ENDING",
    "SUBSCRIPTIONS_TO_BILL",
    "USERS",
    "VOIDS",
    "VOIDS_WAITING",
];

#[tokio::test]
async fn no_page_is_sorted() {
    let pool = schema().await;
    for (name, script) in ALL.iter().filter(|(name, _)| PAGED.contains(name)) {
        let plain: String = statements(script).collect();
        let explain = sqlx::AssertSqlSafe(format!("EXPLAIN QUERY PLAN {plain}"));
        let rows = sqlx::query(explain).fetch_all(&pool).await.unwrap();
        let plan: Vec<String> = rows.iter().map(|row| row.get("detail")).collect();
        assert!(!plan.iter().any(|step| step.contains("FOR ORDER BY")), "{name}: {plan:#?}");
    }
}

/// A step that reads all rows of a stored table. Lists from a parameter, and what was just made from
/// them, are short; an index that is read from one end under a LIMIT is what keyset paging means.
fn is_scan(step: &str) -> bool {
    let Some(of) = step.strip_prefix("SCAN ") else { return false };
    let short = [
        "account",
        "asked",
        "asked_invoice",
        "asked_order",
        "billed",
        "named",
        "named_invoice",
        "named_order",
        "located",
        "tried",
        "wanted",
        "a",
        "b",
        "t",
    ];
    let name = of.split(' ').next().unwrap_or_default();
    let from_list =
        of.starts_with('(') || of.contains("VIRTUAL TABLE") || of.contains("CONSTANT ROW");
    !from_list && !short.contains(&name) && !of.contains(" USING ")
}

#[tokio::test]
async fn the_seed_is_what_the_code_says() {
    use wikarta_core::access::{Permission, Role, Scope, scope_of};
    let pool = schema().await;
    let codes = |sql: &'static str| sqlx::query_scalar::<_, String>(sql).fetch_all(&pool);
    let mut roles: Vec<_> = Role::ALL.iter().map(|role| role.as_str().to_owned()).collect();
    let mut permissions: Vec<_> = Permission::ALL.iter().map(ToString::to_string).collect();
    let mut matrix = Vec::new();
    for (role, permission) in
        Role::ALL.iter().flat_map(|role| Permission::ALL.iter().map(move |one| (role, one)))
    {
        let scope = match scope_of(*role, *permission) {
            None => continue,
            Some(Scope::All) => "all",
            Some(Scope::Limited) => "limited",
        };
        matrix.push(format!("{role} {permission} {scope}"));
    }
    for list in [&mut roles, &mut permissions, &mut matrix] {
        list.sort();
    }
    assert_eq!(codes("SELECT code FROM roles ORDER BY 1").await.unwrap(), roles);
    assert_eq!(codes("SELECT code FROM permissions ORDER BY 1").await.unwrap(), permissions);
    let stored =
        "SELECT role || ' ' || permission || ' ' || scope FROM role_permissions ORDER BY 1";
    assert_eq!(codes(stored).await.unwrap(), matrix);
}
