//! A byte changed by hand is found, and the entry is named.

use wikarta_core::ports::Change;
use wikarta_store_sqlx::SqlxStore;
use wikarta_store_sqlx::proof::AuditFault;

use crate::world::*;
use crate::{by_hand, in_file, lines};

/// Three entries on each of two accounts, and one on the package.
async fn books() -> (SqlxStore, tempfile::TempDir) {
    let (store, folder) = in_file().await;
    stock(&store).await;
    for n in [1, 2] {
        write(&store, &[change(None, &holding(account(n)))]).await;
        for amount in [1, 2] {
            let seen = load_account(&store, n).await;
            let mut account = account(n);
            account.credit = rupiah(amount);
            let answers = vec![answer(&format!("{n}-{amount}"))];
            write(&store, &[Change { answers, ..change(Some(&seen), &holding(account)) }]).await;
        }
    }
    (store, folder)
}

const VICTIM: &str = "aggregate = 'account:cus_0001' AND seq = 2";

async fn findings(store: &SqlxStore) -> Vec<String> {
    let proof = store.prove_audit().await.unwrap();
    proof.faults.iter().map(ToString::to_string).collect()
}

#[tokio::test]
async fn whole_books_are_proved() {
    let (store, _folder) = books().await;
    let proof = store.prove_audit().await.unwrap();
    assert_eq!((proof.chains, proof.entries, proof.faults), (3, 7, Vec::new()));
}

/// Every column of the trail, every byte of the victim's text: each is found and the entry named.
#[tokio::test]
async fn every_byte_of_an_entry_is_guarded() {
    let (store, folder) = books().await;
    for column in ["actor", "action", "command", "trace", "data", "changes", "hash"] {
        let query = format!("SELECT hex({column}) FROM audit_logs WHERE {VICTIM}");
        let original = lines(&folder, &query).await.remove(0);
        let kind = if column == "hash" { "BLOB" } else { "TEXT" };
        let set = async |hex: &str| {
            let change =
                format!("UPDATE audit_logs SET {column} = cast(x'{hex}' AS {kind}) WHERE {VICTIM}");
            assert_eq!(by_hand(&folder, &change).await, 1);
        };
        for place in (0..original.len()).step_by(original.len().div_ceil(40).next_multiple_of(2)) {
            for mask in [0x01, 0x80] {
                let byte = u8::from_str_radix(&original[place..place + 2], 16).unwrap() ^ mask;
                let changed = format!("{}{byte:02X}{}", &original[..place], &original[place + 2..]);
                set(&changed).await;
                let found = findings(&store).await;
                let named = found.iter().any(|text| text.contains("`account:cus_0001`: entry 2"));
                assert!(named, "{column} at {place}: {found:?}");
            }
        }
        set(&original).await;
    }
    assert!(findings(&store).await.is_empty(), "put back, the books are whole");
}

#[tokio::test]
async fn what_is_edited_moved_cut_or_added_is_found() {
    let table = [
        ("UPDATE audit_logs SET at = at + 1 WHERE {}", "entry 2"),
        ("UPDATE audit_logs SET at = -5 WHERE {}", "entry 2"),
        ("UPDATE audit_logs SET roles = 'SUPERUSER' WHERE {}", "entry 2"),
        ("UPDATE audit_logs SET trace = trace || '!' WHERE {}", "entry 2"),
        ("UPDATE audit_logs SET seq = 9 WHERE {}", "expected entry 2, found entry 3"),
        ("UPDATE audit_logs SET aggregate = 'account:cus_0009' WHERE {}", "expected entry 2"),
        ("UPDATE audit_logs SET aggregate = 'nobody' WHERE {}", "`nobody`: entry 2"),
        ("DELETE FROM audit_logs WHERE {}", "expected entry 2, found entry 3"),
        (
            "DELETE FROM audit_logs WHERE aggregate = 'account:cus_0001' AND seq = 3",
            "ends at entry 2",
        ),
        ("DELETE FROM audit_logs WHERE aggregate = 'account:cus_0001'", "none is there"),
        ("UPDATE aggregates SET seq = 2 WHERE id = 'account:cus_0001'", "remembers 2"),
        (
            "UPDATE aggregates SET hash = zeroblob(32) WHERE id = 'account:cus_0001'",
            "`account:cus_0001`",
        ),
        ("DELETE FROM aggregates WHERE id = 'account:cus_0001'", "remembers 0"),
        (
            "UPDATE audit_entities SET entity_id = 'cus_0002' WHERE entity_id = 'cus_0001'
          AND audit_id = (SELECT id FROM audit_logs WHERE {})",
            "entry 2 is not listed",
        ),
        (
            "DELETE FROM audit_entities WHERE audit_id = (SELECT id FROM audit_logs WHERE {})",
            "entry 2 is not listed",
        ),
        ("INSERT INTO audit_entities VALUES ('invoice', 'inv_x', 2)", "entry 1 is not listed"),
        ("UPDATE audit_logs SET id = 99 WHERE {}", "entry 2 is not listed"),
    ];
    for (statement, expected) in table {
        let (store, folder) = books().await;
        let statement = statement.replace("{}", VICTIM);
        assert!(by_hand(&folder, &statement).await > 0, "{statement}");
        let found = findings(&store).await;
        assert!(found.iter().any(|text| text.contains(expected)), "{statement}: {found:?}");
    }
}

#[tokio::test]
async fn a_trail_beyond_repair_names_a_hundred_findings() {
    let (store, folder) = in_file().await;
    stock(&store).await;
    let accounts: Vec<_> = (1..150).map(|n| change(None, &holding(account(n)))).collect();
    write(&store, &accounts).await;
    by_hand(&folder, "UPDATE audit_logs SET actor = 'somebody'").await;
    let proof = store.prove_audit().await.unwrap();
    assert_eq!(proof.faults.len(), 100);
    assert!(proof.faults.iter().all(|fault| matches!(fault, AuditFault::Chain(_))));
}
