//! One byte changed by hand in the trail is found, and the entry is named.

use super::harness::{Home, run, said};

/// Every column of the table, and what changes one byte or unit of it.
const CHANGES: [(&str, &str); 12] = [
    ("id", "id = id + 1000000"),
    ("aggregate", "aggregate = substr(aggregate, 1, length(aggregate) - 1) || '~'"),
    ("seq", "seq = seq + 1000"),
    ("at", "at = at + 1"),
    ("actor", "actor = actor || 'x'"),
    ("roles", "roles = roles || 'x'"),
    ("action", "action = replace(action, 'e', 'f')"),
    ("command", "command = substr(command, 1, length(command) - 1) || '~'"),
    ("trace", "trace = trace || 'x'"),
    (
        "hash",
        "hash = unhex(substr(hex(hash), 1, 63) || CASE substr(hex(hash), 64) WHEN '0' THEN '1' ELSE '0' END)",
    ),
    ("changes", "changes = replace(changes, ':', ': ')"),
    ("data", "data = data || ' '"),
];

#[tokio::test]
async fn each_column_is_guarded_and_the_entry_is_named() {
    let home = Home::seeded();
    home.proves_its_trail();
    let mut books = home.books().await;
    let columns =
        books.texts("SELECT name FROM pragma_table_info(?1) ORDER BY cid", "audit_logs").await;
    assert_eq!(columns, CHANGES.map(|(column, _)| column), "every column has its line");
    let victim = books.texts("SELECT aggregate || ' ' || id FROM audit_logs WHERE aggregate LIKE 'account:%' AND seq = 3 AND ?1 = ''", "").await;
    let (aggregate, id) = victim[victim.len() / 2].split_once(' ').unwrap();
    books.by_hand("CREATE TABLE kept AS SELECT * FROM audit_logs").await;
    for (column, change) in CHANGES {
        let changed =
            books.by_hand(&format!("UPDATE audit_logs SET {change} WHERE id = {id}")).await;
        assert_eq!(changed, 1, "{column}");
        let proof = run(&["audit", "verify", "--data", &home.data_text()], &[]);
        let words = said(&proof);
        assert_eq!(proof.status.code(), Some(1), "{column}: {words}");
        let named = words.lines().any(|line| {
            line.starts_with("BROKEN") && line.contains(aggregate) && line.contains('3')
        });
        assert!(named, "{column}: {words}");
        let undone = "DELETE FROM audit_logs WHERE id NOT IN (SELECT id FROM kept);
             INSERT OR REPLACE INTO audit_logs SELECT * FROM kept";
        books.by_hand(undone).await;
    }
    home.proves_its_trail();
    for (deed, statement) in [
        ("an entry is taken out", format!("DELETE FROM audit_logs WHERE id = {id}")),
        (
            "the newest entry is cut off",
            format!(
                "DELETE FROM audit_logs WHERE aggregate = '{aggregate}' AND seq = (SELECT max(seq) FROM audit_logs WHERE aggregate = '{aggregate}')"
            ),
        ),
        (
            "a whole chain is gone",
            format!("DELETE FROM audit_logs WHERE aggregate = '{aggregate}'"),
        ),
        (
            "two change places",
            format!(
                "UPDATE audit_logs SET seq = -seq WHERE aggregate = '{aggregate}' AND seq IN (2, 3); UPDATE audit_logs SET seq = 5 + seq WHERE aggregate = '{aggregate}' AND seq < 0"
            ),
        ),
    ] {
        books.by_hand(&statement).await;
        let proof = run(&["audit", "verify", "--data", &home.data_text()], &[]);
        assert_eq!(proof.status.code(), Some(1), "{deed}");
        assert!(said(&proof).contains(aggregate), "{deed}: {}", said(&proof));
        books.by_hand("DELETE FROM audit_logs; INSERT INTO audit_logs SELECT * FROM kept").await;
    }
    home.proves_its_trail();
}
