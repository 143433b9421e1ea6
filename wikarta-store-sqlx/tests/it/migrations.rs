//! Up, down and up again.

use wikarta_core::aggregate::Aggregate;
use wikarta_core::ports::Fault;
use wikarta_store_sqlx::{Down, MigrationState, SqlxStore};

use crate::world::*;
use crate::{by_hand, lines, url};

const SCHEMA: &str = "SELECT type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_master
    WHERE name NOT LIKE 'sqlite_%' AND name <> '_sqlx_migrations' ORDER BY 1";

#[tokio::test]
async fn up_down_and_up_end_where_they_began() {
    let folder = tempfile::tempdir().unwrap();
    let store = SqlxStore::open(&url(&folder)).await.unwrap();
    assert!(!store.is_migrated().await.unwrap());
    let all = store.migrate_up().await.unwrap();
    assert_eq!(store.migrate_up().await.unwrap(), 0, "nothing is left to do");
    assert!(store.is_migrated().await.unwrap());
    let schema = lines(&folder, SCHEMA).await;
    for left in (0..all).rev() {
        assert_eq!(store.migrate_down(Down::One).await.unwrap(), 1);
        let status = store.migration_status().await.unwrap();
        let applied = status.iter().filter(|one| one.state == MigrationState::Applied).count();
        assert_eq!((applied, status.len()), (left, all));
    }
    assert_eq!(store.migrate_down(Down::One).await.unwrap(), 0);
    assert!(lines(&folder, SCHEMA).await.is_empty(), "nothing stays behind");
    assert_eq!(store.migrate_up().await.unwrap(), all);
    assert_eq!(lines(&folder, SCHEMA).await, schema);
    assert_eq!(store.migrate_down(Down::All).await.unwrap(), all);
}

#[tokio::test]
async fn books_with_content_go_down_and_people_keep_their_roles() {
    let folder = tempfile::tempdir().unwrap();
    let store = SqlxStore::open(&url(&folder)).await.unwrap();
    store.migrate_up().await.unwrap();
    stock(&store).await;
    write(&store, &[change(None, &holding(account(1)))]).await;
    write(&store, &[change(None, &Aggregate::User(user("a@demo.test")))]).await;
    while store.migration_status().await.unwrap()[1].state == MigrationState::Applied {
        store.migrate_down(Down::One).await.unwrap();
    }
    store.migrate_up().await.unwrap();
    let roles = lines(&folder, "SELECT user_id || ' ' || role FROM user_roles").await;
    assert_eq!(roles, [format!("{} KEUANGAN", user("a@demo.test").id)]);
}

#[tokio::test]
async fn a_migration_of_another_program_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let store = SqlxStore::open(&url(&folder)).await.unwrap();
    store.migrate_up().await.unwrap();
    by_hand(&folder, "UPDATE _sqlx_migrations SET checksum = x'00' WHERE version = 3").await;
    let status = store.migration_status().await.unwrap();
    assert_eq!(status[2].state, MigrationState::Foreign);
    assert!(!store.is_migrated().await.unwrap());
    assert!(matches!(store.migrate_up().await, Err(Fault::Permanent(_))));
}

#[tokio::test]
async fn an_unusable_url_says_what_is_expected_and_repeats_nothing() {
    for url in ["postgres://wikarta:secret@db/wikarta", "books.db"] {
        let fault = SqlxStore::open(url).await.unwrap_err().to_string();
        assert!(fault.contains("sqlite://PATH"), "{fault}");
        assert!(!fault.contains("secret"), "{fault}");
    }
    let absent = SqlxStore::open("sqlite:///nowhere/at/all.db?mode=rwc").await.unwrap_err();
    assert!(matches!(absent, Fault::Passing(_)), "{absent}");
}

#[cfg(unix)]
#[tokio::test]
async fn the_files_belong_to_their_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let (store, folder) = crate::in_file().await;
    stock(&store).await;
    let files: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(Result::unwrap).collect();
    assert!(files.len() > 1, "the log lies beside the file");
    for file in files {
        let mode = file.metadata().unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, 0o600, "{:?}", file.path());
    }
}
