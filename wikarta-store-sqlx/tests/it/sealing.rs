//! Seals over a real file: made once, proved, exported, and two hundred hands that have the file but
//! not the key.

use wikarta_core::audit::{ExportProver, Seal, SealKey, Window};
use wikarta_core::ports::Change;
use wikarta_store_sqlx::SqlxStore;
use wikarta_store_sqlx::proof::SealEvidence;

use crate::world::*;
use crate::{by_hand, in_file};

fn key() -> SealKey {
    SealKey::new([7; 32])
}

/// Adds one entry to an account's chain.
async fn step(store: &SqlxStore, n: u32, amount: i64) {
    let seen = load_account(store, n).await;
    let mut account = account(n);
    account.credit = rupiah(amount);
    let answers = vec![answer(&format!("{n}-{amount}"))];
    write(store, &[Change { answers, ..change(Some(&seen), &holding(account)) }]).await;
}

/// Five accounts of four entries and a package, sealed in three rounds.
async fn books() -> (SqlxStore, tempfile::TempDir, Vec<Seal>) {
    let (store, folder) = in_file().await;
    stock(&store).await;
    for n in 1..=5 {
        write(&store, &[change(None, &holding(account(n)))]).await;
    }
    let mut seals = vec![store.make_seal(&key(), at(60)).await.unwrap().unwrap()];
    for amount in 1..=2 {
        for n in 1..=5 {
            step(&store, n, amount).await;
        }
        seals.extend(store.make_seal(&key(), at(60 + amount)).await.unwrap());
    }
    (store, folder, seals)
}

async fn findings(store: &SqlxStore, outside: Option<&[Seal]>) -> Vec<String> {
    let key = key();
    let evidence = SealEvidence { key: Some(&key), outside };
    let proof = store.prove_audit_against(evidence).await.unwrap();
    proof.faults.iter().map(ToString::to_string).collect()
}

#[tokio::test]
async fn seals_are_made_of_what_changed_and_proved() {
    let (store, _folder, seals) = books().await;
    assert_eq!(seals.iter().map(|seal| seal.heads.len()).collect::<Vec<_>>(), [6, 5, 5]);
    assert!(store.make_seal(&key(), at(99)).await.unwrap().is_none(), "nothing changed");
    assert_eq!(store.seals_after(0).await.unwrap(), seals);
    assert_eq!(store.seals_after(2).await.unwrap(), seals[2..]);
    step(&store, 3, 9).await;
    let key = key();
    let evidence = SealEvidence { key: Some(&key), outside: Some(&seals[..2]) };
    let proof = store.prove_audit_against(evidence).await.unwrap();
    assert_eq!(proof.faults, []);
    assert_eq!((proof.chains, proof.entries, proof.seals), (6, 17, 3));
    assert_eq!((proof.unsealed, proof.only_inside), (1, 1));
}

/// Two processes at the same moment: one number, one seal.
#[tokio::test]
async fn two_makers_make_one_seal() {
    let (store, folder, seals) = books().await;
    let other = SqlxStore::open(&crate::url(&folder)).await.unwrap();
    for round in 0..10 {
        step(&store, 1, 100 + round).await;
        let key = key();
        let (one, two) =
            tokio::join!(store.make_seal(&key, at(500)), other.make_seal(&key, at(501)));
        let made = [one.unwrap(), two.unwrap()].into_iter().flatten().count();
        assert_eq!(made, 1, "round {round}");
    }
    assert_eq!(store.seals_after(0).await.unwrap().len(), seals.len() + 10);
    assert!(findings(&store, Some(&seals)).await.is_empty());
}

#[tokio::test]
async fn an_export_of_the_file_is_proved_alone() {
    let (store, _folder, seals) = books().await;
    let key = key();
    let windows = [
        Window::default(),
        Window { from: Some(at(0)), to: None },
        Window { from: Some(at(100)), to: None },
        Window { from: None, to: Some(at(50)) },
    ];
    for window in windows {
        let mut text = Vec::new();
        let written = store.export_audit(window, at(900), Some(&key), &mut text).await.unwrap();
        let mut prover = ExportProver::new(Some(&seals), Some(&key));
        std::str::from_utf8(&text).unwrap().lines().for_each(|line| prover.line(line));
        let proof = prover.finish();
        assert_eq!(proof.faults, [], "{window:?}");
        assert_eq!((proof.trail.entries, proof.trail.seals), (written.entries, written.seals));
    }
}

const HANDS: usize = 20;

/// What a hand with the file does; `{}` is a victim's number, from 1 to 5.
fn hand(kind: usize, n: usize) -> String {
    let id = format!("account:cus_000{n}");
    let seq = 1 + n % 3;
    match kind {
        0 => format!("UPDATE audit_logs SET data = data || ' ' WHERE aggregate = '{id}' AND seq = {seq}"),
        1 => format!("UPDATE audit_logs SET at = at - {n} WHERE aggregate = '{id}' AND seq = {seq}"),
        2 => format!("DELETE FROM audit_logs WHERE aggregate = '{id}' AND seq = {seq}"),
        3 => format!("DELETE FROM audit_logs WHERE aggregate = '{id}'"),
        4 => format!("DELETE FROM audit_logs WHERE aggregate = '{id}'; DELETE FROM aggregates WHERE id = '{id}'; DELETE FROM audit_entities WHERE audit_id NOT IN (SELECT id FROM audit_logs)"),
        5 => format!("DELETE FROM audit_logs WHERE aggregate = '{id}' AND seq = 3;
            UPDATE aggregates SET seq = 2, hash = (SELECT hash FROM audit_logs WHERE aggregate = '{id}' AND seq = 2) WHERE id = '{id}';
            DELETE FROM audit_entities WHERE audit_id NOT IN (SELECT id FROM audit_logs)"),
        6 => format!("UPDATE audit_logs SET seq = seq + 10 WHERE aggregate = '{id}' AND seq = {seq}"),
        7 => format!("UPDATE audit_logs SET seq = -seq WHERE aggregate = '{id}' AND seq IN (2, 3); UPDATE audit_logs SET seq = 5 + seq WHERE aggregate = '{id}' AND seq < 0"),
        8 => format!("INSERT INTO audit_logs (aggregate, seq, at, actor, roles, action, command, trace, hash, changes, data)
            SELECT aggregate, 4, at, actor, roles, action, command, trace, hash, '[]', data FROM audit_logs WHERE aggregate = '{id}' AND seq = {seq}"),
        9 => format!("UPDATE aggregates SET hash = zeroblob(32) WHERE id = '{id}'"),
        10 => format!("UPDATE audit_logs SET hash = randomblob(32) WHERE aggregate = '{id}' AND seq = {seq}"),
        11 => format!("UPDATE audit_logs SET actor = 'staff:usr_000{n}' WHERE aggregate = '{id}' AND seq = {seq}"),
        12 => format!("UPDATE audit_seals SET body = replace(body, '\"aggregates\":6', '\"aggregates\":{n}') WHERE number = {seq}"),
        13 => format!("DELETE FROM audit_seals WHERE number >= {seq}"),
        14 => format!("DELETE FROM audit_seals WHERE number = {seq}"),
        15 => format!("UPDATE audit_seals SET number = number + {n} WHERE number = 3"),
        16 => format!("UPDATE audit_seals SET body = body || '{}' WHERE number = {seq}", " ".repeat(n)),
        17 => format!("UPDATE audit_seals SET body = replace(body, 'account:cus_000{n}', 'account:cus_0009') WHERE number = {seq}"),
        18 => format!("DELETE FROM audit_seals; DELETE FROM audit_logs WHERE aggregate = '{id}'; DELETE FROM aggregates WHERE id = '{id}'"),
        _ => format!("UPDATE audit_seals SET body = (SELECT body FROM audit_seals WHERE number = {}) WHERE number = {seq}", 1 + seq % 3),
    }
}

#[tokio::test]
async fn two_hundred_hands_on_the_file_are_found() {
    const TABLES: [&str; 4] = ["audit_logs", "aggregates", "audit_seals", "audit_entities"];
    let (store, folder, seals) = books().await;
    for table in TABLES {
        by_hand(&folder, &format!("CREATE TABLE kept_{table} AS SELECT * FROM {table}")).await;
    }
    assert!(findings(&store, Some(&seals)).await.is_empty());
    let mut found = 0;
    for kind in 0..HANDS {
        for n in 1..=10 {
            let statement = hand(kind, (n - 1) % 5 + 1);
            // The second five of each hand are looked for with the key alone, where it can tell.
            let outside = (n <= 5 || matches!(kind, 13 | 14 | 18)).then_some(seals.as_slice());
            assert!(by_hand(&folder, &statement).await > 0, "{statement}");
            assert!(!findings(&store, outside).await.is_empty(), "missed: {statement}");
            found += 1;
            let undo: String = TABLES
                .iter()
                .map(|table| {
                    format!("DELETE FROM {table}; INSERT INTO {table} SELECT * FROM kept_{table};")
                })
                .collect();
            by_hand(&folder, &undo).await;
        }
    }
    assert!(findings(&store, Some(&seals)).await.is_empty(), "put back, all fits");
    println!("{found} of {} hands on the file were found", HANDS * 10);
}

/// Somebody who knows the rule writes a chain anew, hash by hash, with its head: only the seal tells.
#[tokio::test]
async fn a_chain_rebuilt_by_the_rule_is_found_by_its_seals() {
    let (store, folder, seals) = books().await;
    let twin = in_file().await;
    stock(&twin.0).await;
    write(&twin.0, &[change(None, &holding(account(2)))]).await;
    for amount in [5, 6] {
        step(&twin.0, 2, amount).await; // another story of the same length
    }
    let path = twin.1.path().join("books.db");
    twin.0.close().await;
    let statement = format!(
        "ATTACH '{}' AS twin;
         UPDATE audit_logs SET data = t.data, changes = t.changes, at = t.at, command = t.command,
                hash = t.hash
           FROM twin.audit_logs AS t
          WHERE t.aggregate = audit_logs.aggregate AND t.seq = audit_logs.seq
            AND t.aggregate = 'account:cus_0002';
         UPDATE aggregates SET hash = t.hash
           FROM twin.aggregates AS t WHERE t.id = aggregates.id AND t.id = 'account:cus_0002';",
        path.display()
    );
    by_hand(&folder, &statement).await;
    let proof = store.prove_audit_against(SealEvidence::default()).await.unwrap();
    let said: Vec<_> = proof.faults.iter().map(ToString::to_string).collect();
    assert_eq!(said, ["`account:cus_0002`: entry 2 is not the one that seal 2 covers"]);
    assert_eq!(findings(&store, Some(&seals)).await, said);
}
