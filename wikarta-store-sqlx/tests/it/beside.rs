//! What is kept beside the books: who may come in, answers, the policy, personal values.

use wikarta_core::aggregate::Aggregate;
use wikarta_core::event::Effect;
use wikarta_core::hand::Hand;
use wikarta_core::policy::{Policy, PolicyBook, PolicyProposal};
use wikarta_core::ports::{Change, DeadLetterId, Held, InboxState, Return, Store, Subject, Take};
use wikarta_store_sqlx::identity::{SecurityRow, SessionRow};
use wikarta_store_sqlx::{KeptAnswer, SqlxStore};

use crate::world::*;
use crate::{by_hand, in_file};

#[tokio::test]
async fn a_password_lies_beside_the_user_and_survives_its_changes() {
    let (store, _folder) = in_file().await;
    let person = user("a@demo.test");
    write(&store, &[change(None, &Aggregate::User(person.clone()))]).await;
    let known = store.user_by_email("a@demo.test").await.unwrap().unwrap();
    assert_eq!((known.user, known.password_hash), (person.clone(), None));
    assert!(store.set_password_hash("a@demo.test", "$argon2id$…").await.unwrap());
    assert!(!store.set_password_hash("b@demo.test", "$argon2id$…").await.unwrap());
    let loaded = load_one(&store, wikarta_core::ports::Subject::User(person.id.clone())).await;
    let mut renamed = person.clone();
    renamed.name = "Sari Dewi".to_owned();
    write(&store, &[change(Some(&loaded.held[0]), &Aggregate::User(renamed.clone()))]).await;
    let known = store.user_by_email("a@demo.test").await.unwrap().unwrap();
    assert_eq!(known.password_hash.as_deref(), Some("$argon2id$…"));
    assert_eq!(store.user(&person.id).await.unwrap(), Some(renamed));
    assert!(!format!("{known:?}").contains("argon2"), "a hash is never shown");
}

#[tokio::test]
async fn users_are_listed_by_address() {
    let (store, _folder) = in_file().await;
    for email in ["c@demo.test", "a@demo.test", "b@demo.test"] {
        write(&store, &[change(None, &Aggregate::User(user(email)))]).await;
    }
    let after = async |email: &str, limit| {
        let users = store.users(email, limit).await.unwrap();
        users.into_iter().map(|user| user.email).collect::<Vec<_>>()
    };
    assert_eq!(after("", 2).await, ["a@demo.test", "b@demo.test"]);
    assert_eq!(after("b@demo.test", 2).await, ["c@demo.test"]);
}

/// What was given up is sent round again, with its tries counted anew.
#[tokio::test]
async fn dead_work_is_sent_round_again() {
    let (store, _folder) = in_file().await;
    let effect = planned("e", Effect::Read { order_id: order("A") }, at(1));
    let arrivals = vec![arrival(&order("A"), "k", InboxState::Parked)];
    let change = Change { planned: vec![effect], arrivals, ..Change::default() };
    write(&store, &[change]).await;
    let take = |now| Take { now: at(now), lease_until: at(now + 60), limit: 5 };
    let dead = || Return::Dead { at: at(100), reason: "no answer".to_owned() };
    let key = inbox_key(&order("A"), "k");
    assert_eq!(store.take_effects(take(90)).await.unwrap().len(), 1);
    assert_eq!(store.take_parked(take(90)).await.unwrap().len(), 1);
    assert!(
        !store.redrive(&DeadLetterId::Effect(effect_id("e")), at(200)).await.unwrap(),
        "it is not dead"
    );
    store.return_effect(&effect_id("e"), dead()).await.unwrap();
    store.return_parked(&key, dead()).await.unwrap();
    let effect = DeadLetterId::Effect(effect_id("e"));
    let notification = DeadLetterId::Notification(key.clone());
    let dead = store.dead_letters(10).await.unwrap();
    let told: Vec<_> = dead
        .iter()
        .map(|letter| (letter.kind.as_str(), letter.reason.as_str(), letter.tries))
        .collect();
    assert_eq!(told, [("notification", "no answer", 1), ("read", "no answer", 1)]);
    assert!(dead.iter().all(|letter| letter.order_id.as_deref() == Some("A")));
    for id in [&effect, &notification] {
        assert_eq!(id.to_string().parse::<DeadLetterId>().as_ref(), Ok(id));
    }
    assert!(store.redrive(&effect, at(200)).await.unwrap());
    assert!(store.redrive(&notification, at(200)).await.unwrap());
    assert!(store.dead_letters(10).await.unwrap().is_empty());
    assert!(store.take_effects(take(199)).await.unwrap().is_empty());
    assert_eq!(store.take_effects(take(200)).await.unwrap()[0].tries, 2);
    assert_eq!(store.take_parked(take(200)).await.unwrap()[0].tries, 2);
}

#[tokio::test]
async fn sessions_are_kept_touched_and_ended() {
    let (store, _folder) = in_file().await;
    let person = user("a@demo.test");
    write(&store, &[change(None, &Aggregate::User(person.clone()))]).await;
    let session = |n: u8, begins: i64| SessionRow {
        id_hash: [n; 32],
        user: person.id.clone(),
        created_at: at(begins),
        seen_at: at(begins),
        expires_at: at(begins + 100),
    };
    store.open_session(&session(1, 0)).await.unwrap();
    store.open_session(&session(2, 50)).await.unwrap();
    store.touch_session(&[1; 32], at(60)).await.unwrap();
    store.touch_session(&[1; 32], at(40)).await.unwrap();
    let seen = store.session(&[1; 32]).await.unwrap().unwrap().seen_at;
    assert_eq!(seen, at(60), "never back");
    store.open_session(&session(3, 120)).await.unwrap();
    assert_eq!(store.session(&[1; 32]).await.unwrap(), None, "its time was over");
    assert_eq!(store.session(&[2; 32]).await.unwrap(), Some(session(2, 50)));
    store.end_session(&[2; 32]).await.unwrap();
    store.end_session(&[2; 32]).await.unwrap();
    assert_eq!(store.session(&[2; 32]).await.unwrap(), None);
    store.end_sessions_of(&person.id).await.unwrap();
    assert_eq!(store.session(&[3; 32]).await.unwrap(), None);
}

#[tokio::test]
async fn the_security_log_is_bounded_and_still_counts() {
    let (store, folder) = in_file().await;
    let note = |kind: &str, n: i64| SecurityRow {
        at: at(n),
        kind: kind.to_owned(),
        subject: format!("address:{n}"),
        detail: "sign-in".to_owned(),
        trace: "t".to_owned(),
    };
    by_hand(
        &folder,
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000)
         INSERT INTO security_log (at, kind, subject, detail, trace)
         SELECT 1790000000000000, 'denied', 'old', '', '' FROM n",
    )
    .await;
    store.note_security(&note("denied", 1)).await.unwrap();
    store.note_security(&note("limit_reached", 2)).await.unwrap();
    store.note_security(&note("denied", 3)).await.unwrap();
    let kept = crate::lines(
        &folder,
        "SELECT kind || ' ' || count(*) FROM security_log GROUP BY kind ORDER BY kind",
    );
    assert_eq!(kept.await, ["denied 10000", "limit_reached 1"]);
    assert_eq!(store.security_log(1).await.unwrap(), [note("denied", 3)]);
    let counts = store.security_counts().await.unwrap();
    let counts: Vec<_> = counts.iter().map(|count| (count.kind.as_str(), count.seen)).collect();
    assert_eq!(counts, [("denied", 2), ("limit_reached", 1)]);
}

#[tokio::test]
async fn the_first_answer_to_a_command_is_the_answer() {
    let (store, _folder) = in_file().await;
    let id = command("c-1");
    assert!(!store.remember_answer(&id, 201, "{}").await.unwrap(), "it was never carried out");
    assert_eq!(store.answer_of(&id).await.unwrap(), None);
    write(&store, &[Change { answers: vec![answer("c-1")], ..Change::default() }]).await;
    let bare = store.answer_of(&id).await.unwrap();
    assert_eq!(bare, Some(KeptAnswer { request: [7; 32], http: None }));
    assert!(store.remember_answer(&id, 201, "{\"id\":\"inv_1\"}").await.unwrap());
    assert!(!store.remember_answer(&id, 500, "").await.unwrap());
    let kept = store.answer_of(&id).await.unwrap().unwrap().http;
    assert_eq!(kept, Some((201, "{\"id\":\"inv_1\"}".to_owned())));
}

#[tokio::test]
async fn every_policy_that_was_in_force_stays_as_it_was() {
    let (store, _folder) = in_file().await;
    assert!(store.policies().await.unwrap().is_empty());
    let first = PolicyBook::seeded(Policy::indonesian_pkp().unwrap(), at(0));
    write(&store, &[change(None, &Aggregate::Policy(Box::new(first.clone())))]).await;
    let policy = Policy { terms_days: 14, ..first.current.clone() };
    let hand = |n: u8, when| Hand { by: user(&format!("su{n}@demo.test")).id, at: at(when) };
    let reason = "Rapat direksi".to_owned();
    let proposal = PolicyProposal { number: 1, policy, reason, by: hand(1, 5) };
    let proposed = PolicyBook { proposal: Some(proposal.clone()), proposals: 1, ..first.clone() };
    let held = held_policy(&store).await;
    write(&store, &[change(held.as_ref(), &Aggregate::Policy(Box::new(proposed.clone())))]).await;
    assert_eq!(store.policies().await.unwrap().len(), 1, "a proposal is not in force");
    let second = proposed.adopting(&proposal, hand(2, 9));
    let held = held_policy(&store).await;
    write(&store, &[change(held.as_ref(), &Aggregate::Policy(Box::new(second.clone())))]).await;
    let all = store.policies().await.unwrap();
    let seen: Vec<_> = all.iter().map(|it| (it.policy.version, it.policy.terms_days)).collect();
    assert_eq!(seen, [(2, 14), (1, 10)]);
    assert_eq!(all[0].since, at(9));
    assert_eq!(all[0].proposed_by, Some(hand(1, 5).by));
    assert_eq!((&all[1].approved_by, &all[1].reason), (&None, &None));
    // A version that was in force is not rewritten, whatever the book says.
    let mut forged = second;
    forged.current.terms_days = 99;
    let held = held_policy(&store).await;
    write(&store, &[change(held.as_ref(), &Aggregate::Policy(Box::new(forged)))]).await;
    let kept = store.policy(2).await.unwrap().unwrap();
    assert_eq!(kept.policy.terms_days, 14);
    assert_eq!(store.policy(3).await.unwrap(), None);
}

async fn held_policy(store: &SqlxStore) -> Option<Held> {
    let loaded = store.load(&[want(&[Subject::Policy], None)]).await.unwrap().remove(0);
    loaded.held.into_iter().next()
}

#[tokio::test]
async fn a_person_is_erased_and_the_chains_stay_whole() {
    let (store, _folder) = in_file().await;
    stock(&store).await;
    let personal = vec![personal(1)];
    write(&store, &[Change { personal, ..change(None, &holding(account(1))) }]).await;
    let known = store.personal(&account_id(1)).await.unwrap().unwrap();
    assert_eq!(known, crate::world::personal(1));
    assert_eq!(known.key.seal("name", known.values.name()), account(1).customer.name);
    let shown = store.remember_answer(&command("c1"), 201, "{\"name\":\"Pelanggan 1\"}").await;
    assert!(!shown.unwrap(), "no command of that name was kept");
    erase(&store, 1).await;
    assert_eq!(store.personal(&account_id(1)).await.unwrap(), None);
    assert!(store.prove_audit().await.unwrap().faults.is_empty());
}

#[tokio::test]
async fn durability_can_be_relaxed_and_restored() {
    let (store, folder) = in_file().await;
    store.relax_durability().await.unwrap();
    stock(&store).await;
    store.restore_durability().await.unwrap();
    let log = folder.path().join("books.db-wal");
    assert_eq!(std::fs::metadata(log).unwrap().len(), 0, "all of it is in the file");
    let kept = crate::lines(&folder, "SELECT code FROM packages").await;
    assert_eq!(kept, ["RUMAH20"]);
}
