//! Identity numbers and bank accounts: sealed in the file, found by hash, erased for good.

use wikarta_core::customer::{Payout, PersonalRecord, TaxIdentity};
use wikarta_core::id::AccountId;
use wikarta_core::identity::{Holder, Npwp};
use wikarta_core::ports::{Change, Fault, Store};
use wikarta_store_sqlx::{SqlxStore, Vault};

use crate::world::*;
use crate::{by_hand, in_file, lines, url};

const NIK: &str = "3273015205900001";
const NPWP: &str = "0012345678901000";
const NITKU: &str = "0012345678901000000000";
const BANK_NUMBER: &str = "8830012345678";

fn vault(n: u8) -> Vault {
    Vault::new([n; 32]).unwrap()
}

fn identified(n: u32) -> PersonalRecord {
    let plain = personal(n);
    let identity = TaxIdentity {
        nik: Some(NIK.parse().unwrap()),
        npwp: Some(Npwp::parse(NPWP, Holder::Company).unwrap()),
        nitku: Some(NITKU.parse().unwrap()),
    };
    let payout = Payout {
        bank: "BCA".to_owned(),
        number: BANK_NUMBER.to_owned(),
        holder: "Budi Santoso".to_owned(),
    };
    let values = plain.values.with_identity(identity).with_payout(payout).unwrap();
    PersonalRecord { values, ..plain }
}

fn registered(n: u32, record: PersonalRecord) -> Change {
    Change { personal: vec![record], ..change(None, &holding(account(n))) }
}

/// Customer 1 with everything, customer 2 with name and contact only.
async fn books() -> (SqlxStore, tempfile::TempDir) {
    let (store, folder) = in_file().await;
    let store = store.with_vault(vault(1));
    stock(&store).await;
    write(&store, &[registered(1, identified(1)), registered(2, personal(2))]).await;
    (store, folder)
}

/// Every byte of the database and what lies beside it.
async fn bytes(store: &SqlxStore, folder: &tempfile::TempDir) -> Vec<u8> {
    store.restore_durability().await.unwrap();
    let files = std::fs::read_dir(folder.path()).unwrap();
    files.flat_map(|file| std::fs::read(file.unwrap().path()).unwrap()).collect()
}

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

async fn refused(store: &SqlxStore, account: &AccountId) -> String {
    match store.personal(account).await.unwrap_err() {
        Fault::Permanent(why) => why,
        Fault::Passing(why) => panic!("passing: {why}"),
    }
}

#[tokio::test]
async fn what_is_sealed_comes_back_and_lies_nowhere_in_plain() {
    let (store, folder) = books().await;
    assert_eq!(store.personal(&account_id(1)).await.unwrap(), Some(identified(1)));
    assert_eq!(store.personal(&account_id(2)).await.unwrap(), Some(personal(2)));
    let file = bytes(&store, &folder).await;
    assert!(holds(&file, "Pelanggan 1"), "the file is the one that was written");
    for text in [NIK, NPWP, NITKU, BANK_NUMBER, "Budi Santoso"] {
        assert!(!holds(&file, text), "{text}");
    }
}

#[tokio::test]
async fn whole_numbers_find_their_customers() {
    let (store, _folder) = books().await;
    for text in [NIK, "3273 0152 0590 0001", NPWP, "01.234.567.8-901.000", NITKU] {
        let found = store.find_by_identity(text).await.unwrap();
        assert_eq!(found, [account_id(1)], "{text}");
    }
    assert_eq!(store.find_by_payout("883-001-2345678").await.unwrap(), [account_id(1)]);
    for text in ["", "3273015205900002", &NIK[..12], BANK_NUMBER] {
        assert!(store.find_by_identity(text).await.unwrap().is_empty(), "{text}");
    }
}

#[tokio::test]
async fn a_changed_record_is_found_by_its_new_numbers_only() {
    let (store, _folder) = books().await;
    let identity =
        TaxIdentity { nik: Some("3273015205900002".parse().unwrap()), ..Default::default() };
    let plain = personal(1);
    let moved = PersonalRecord { values: plain.values.with_identity(identity), ..plain };
    write(&store, &[Change { personal: vec![moved.clone()], ..Change::default() }]).await;
    assert_eq!(store.personal(&account_id(1)).await.unwrap(), Some(moved));
    assert!(store.find_by_identity(NIK).await.unwrap().is_empty());
    assert!(store.find_by_payout(BANK_NUMBER).await.unwrap().is_empty());
    assert_eq!(store.find_by_identity("3273015205900002").await.unwrap(), [account_id(1)]);
}

#[tokio::test]
async fn without_a_key_they_are_refused_and_nothing_is_written() {
    let (store, folder) = in_file().await;
    stock(&store).await;
    let fault = store.commit(&[registered(1, identified(1))]).await.unwrap_err();
    assert!(matches!(&fault, Fault::Permanent(why) if why.contains("secret key")), "{fault}");
    assert!(!fault.to_string().contains(NIK));
    assert!(lines(&folder, "SELECT id FROM customers").await.is_empty());
    write(&store, &[registered(2, personal(2))]).await;
    assert_eq!(store.personal(&account_id(2)).await.unwrap(), Some(personal(2)));
    assert!(store.find_by_identity(NIK).await.is_err());
}

#[tokio::test]
async fn another_key_or_a_changed_byte_is_a_fault_that_says_so() {
    let (store, folder) = books().await;
    let bare = SqlxStore::open(&url(&folder)).await.unwrap();
    assert!(refused(&bare, &account_id(1)).await.contains("under a secret key"));
    let other = bare.with_vault(vault(2));
    assert!(refused(&other, &account_id(1)).await.contains("another secret key"));
    assert!(other.find_by_identity(NIK).await.unwrap().is_empty());
    let moved = "UPDATE customer_personal SET identity =
        (SELECT identity FROM customer_personal WHERE account_id = 'cus_0001')
        WHERE account_id = 'cus_0002'";
    by_hand(&folder, moved).await;
    assert!(refused(&store, &account_id(2)).await.contains("altered"), "moved to another customer");
    let flipped = "UPDATE customer_personal SET payout =
        unhex(substr(hex(payout), 1, 60) || CASE substr(hex(payout), 61, 1)
        WHEN '0' THEN '1' ELSE '0' END || substr(hex(payout), 62)) WHERE account_id = 'cus_0001'";
    by_hand(&folder, flipped).await;
    assert!(refused(&store, &account_id(1)).await.contains("altered"));
}

#[tokio::test]
async fn erasing_leaves_nothing_to_open_or_to_find() {
    let (store, folder) = books().await;
    erase(&store, 1).await;
    assert_eq!(store.personal(&account_id(1)).await.unwrap(), None);
    assert!(store.find_by_identity(NIK).await.unwrap().is_empty());
    assert!(lines(&folder, "SELECT kind FROM customer_lookup").await.is_empty());
    let file = bytes(&store, &folder).await;
    assert!(!holds(&file, "Pelanggan 1"), "not even in the free part of a page");
    assert!(holds(&file, "Pelanggan 2"));
    assert!(store.prove_audit().await.unwrap().faults.is_empty());
}
