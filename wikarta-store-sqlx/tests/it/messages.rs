//! What was handed over: claimed once, accepted once, joined with receipts in any order.

use wikarta_core::message::{MessageChannel, Receipt, ReceiptState};
use wikarta_core::ports::{Change, Delivery, Message, MessageKind, Repeat};
use wikarta_store_sqlx::views::{Captured, CapturedFilter};
use wikarta_store_sqlx::{Claim, Handed, SqlxStore};

use crate::world::*;
use crate::{in_file, lines};

const EMAIL: MessageChannel = MessageChannel::Email;

fn message(key: &str) -> Message {
    Message {
        key: key.to_owned(),
        account: account_id(1),
        invoice: invoice_id("a"),
        others: Vec::new(),
        kind: MessageKind::Reminder,
        stage: None,
        amount: rupiah(277_500),
        at: at(60),
        channel: None,
    }
}

fn taken(id: &str) -> Delivery {
    Delivery::Accepted { channel: EMAIL, provider_id: Some(id.to_owned()) }
}

fn outcomes() -> [(Delivery, Claim, Claim); 4] {
    let reason = "for a reason".to_owned();
    let accepted = Claim::Accepted { provider_id: Some("id-1".to_owned()) };
    [
        (taken("id-1"), accepted.clone(), accepted),
        (Delivery::Permanent { reason: reason.clone() }, Claim::Ours, Claim::Ours),
        (Delivery::Passing { reason: reason.clone(), after: None }, Claim::Ours, Claim::Ours),
        (Delivery::Unknown { reason }, Claim::Open, Claim::Ours),
    ]
}

#[tokio::test]
async fn what_may_be_handed_over_again_follows_from_what_came_of_it() {
    let (store, _folder) = in_file().await;
    for (delivery, if_unsafe, if_safe) in outcomes() {
        for (repeat, then) in [(Repeat::Unsafe, &if_unsafe), (Repeat::Safe, &if_safe)] {
            let key = format!("{delivery:?} {repeat}");
            // Receipts call each by a name of its own.
            let delivery = match &delivery {
                Delivery::Accepted { channel, .. } if repeat == Repeat::Safe => {
                    Delivery::Accepted { channel: *channel, provider_id: None }
                }
                other => other.clone(),
            };
            let message = message(&key);
            let claim = || store.claim_message(&message, EMAIL, repeat, at(60));
            assert_eq!(claim().await.unwrap(), Claim::Ours, "{key}");
            store.end_message(&key, EMAIL, &delivery, at(61)).await.unwrap();
            let again = claim().await.unwrap();
            match (then, again) {
                (Claim::Accepted { .. }, Claim::Accepted { .. }) => {}
                (then, again) => assert_eq!(again, *then, "{key}"),
            }
        }
    }
}

#[tokio::test]
async fn a_claim_without_an_end_is_open_and_other_channels_are_free() {
    let (store, _folder) = in_file().await;
    let claim = |channel, repeat| {
        let store = store.clone();
        async move { store.claim_message(&message("k"), channel, repeat, at(60)).await.unwrap() }
    };
    assert_eq!(claim(EMAIL, Repeat::Unsafe).await, Claim::Ours);
    assert_eq!(claim(EMAIL, Repeat::Unsafe).await, Claim::Open);
    assert_eq!(claim(EMAIL, Repeat::Safe).await, Claim::Ours, "a safe channel asks again");
    assert_eq!(claim(MessageChannel::Sms, Repeat::Unsafe).await, Claim::Ours);
    assert_eq!(store.accepted_on("k").await.unwrap(), None);
    store.end_message("k", EMAIL, &taken("id-1"), at(61)).await.unwrap();
    let accepted = store.accepted_on("k").await.unwrap();
    assert_eq!(accepted, Some((EMAIL, Some("id-1".to_owned()))));
    // An accepted row stays accepted, whatever a late second taker says.
    let late = Delivery::Unknown { reason: String::new() };
    store.end_message("k", EMAIL, &late, at(62)).await.unwrap();
    assert!(store.accepted_on("k").await.unwrap().is_some());
}

#[tokio::test]
async fn of_many_who_claim_at_once_one_may() {
    let (store, _folder) = in_file().await;
    let mut asked = tokio::task::JoinSet::new();
    for _ in 0..16 {
        let store = store.clone();
        asked.spawn(async move {
            store.claim_message(&message("k"), EMAIL, Repeat::Unsafe, at(60)).await.unwrap()
        });
    }
    let answers = asked.join_all().await;
    assert_eq!(answers.iter().filter(|claim| **claim == Claim::Ours).count(), 1);
}

#[tokio::test]
async fn receipts_join_in_any_order_and_strangers_change_nothing() {
    let orders: [&[ReceiptState]; 3] = [
        &[ReceiptState::Sent, ReceiptState::Delivered, ReceiptState::Failed],
        &[ReceiptState::Failed, ReceiptState::Delivered, ReceiptState::Sent],
        &[ReceiptState::Delivered, ReceiptState::Delivered, ReceiptState::Queued],
    ];
    for states in orders {
        let (store, folder) = in_file().await;
        store.claim_message(&message("k"), EMAIL, Repeat::Unsafe, at(60)).await.unwrap();
        store.end_message("k", EMAIL, &taken("id-1"), at(61)).await.unwrap();
        let told = |state, id: &str| Receipt {
            channel: EMAIL,
            provider_id: id.to_owned(),
            state,
            at: at(62),
            code: None,
        };
        for state in states {
            let handed = store.note_receipt(&told(*state, "id-1"), at(62)).await.unwrap();
            let wanted = Handed {
                key: "k".to_owned(),
                account: account_id(1),
                invoice: invoice_id("a"),
                kind: MessageKind::Reminder,
                at: at(60),
            };
            assert_eq!(handed, Some(wanted));
        }
        let stranger = store.note_receipt(&told(ReceiptState::Read, "id-2"), at(63)).await;
        assert_eq!(stranger.unwrap(), None);
        let rows = lines(&folder, "SELECT receipt FROM notification_jobs").await;
        assert_eq!(rows, ["delivered"], "{states:?}");
    }
}

fn captured(key: &str, channel: MessageChannel, minute: i64) -> Captured {
    Captured {
        id: format!("{key}-{channel}"),
        key: key.to_owned(),
        channel,
        account: account_id(1),
        invoice: invoice_id("a"),
        kind: MessageKind::Reminder,
        recipient: "bu***@contoh.test".to_owned(),
        subject: "Pengingat".to_owned(),
        text: "Yth. Budi".to_owned(),
        html: String::new(),
        at: at(minute),
        receipt: ReceiptState::Delivered,
        code: None,
        receipt_at: at(minute + 5),
    }
}

async fn ids(store: &SqlxStore, filter: CapturedFilter) -> Vec<String> {
    let page = store.captured(&filter, None, 10).await.unwrap();
    page.rows.into_iter().map(|row| row.id).collect()
}

#[tokio::test]
async fn captured_messages_are_kept_once_listed_and_told_once() {
    let (store, _folder) = in_file().await;
    for one in [captured("k", EMAIL, 60), captured("k", MessageChannel::Sms, 61)] {
        store.capture(one.clone()).await.unwrap();
        store.capture(Captured { text: "other".to_owned(), ..one }).await.unwrap();
    }
    assert_eq!(ids(&store, CapturedFilter::default()).await, ["k-sms", "k-email"]);
    let of = CapturedFilter { channel: Some(EMAIL), account: Some(account_id(1)) };
    assert_eq!(ids(&store, of).await, ["k-email"]);
    let nobody = CapturedFilter { channel: None, account: Some(account_id(2)) };
    assert!(ids(&store, nobody).await.is_empty());
    assert_eq!(store.captured_one("k-sms").await.unwrap().unwrap().text, "Yth. Budi");

    assert_eq!(store.receipts_due(at(64), 10).await.unwrap(), []);
    let due = store.receipts_due(at(65), 10).await.unwrap();
    assert_eq!(due.iter().map(|one| one.provider_id.as_str()).collect::<Vec<_>>(), ["k-email"]);
    store.receipt_told("k-email").await.unwrap();
    let left = store.receipts_due(at(99), 10).await.unwrap();
    assert_eq!(left.iter().map(|one| one.provider_id.as_str()).collect::<Vec<_>>(), ["k-sms"]);
}

#[tokio::test]
async fn what_was_captured_goes_with_the_personal_values() {
    let (store, _folder) = in_file().await;
    stock(&store).await;
    let personal = vec![personal(1)];
    write(&store, &[Change { personal, ..change(None, &holding(account(1))) }]).await;
    store.capture(captured("k", EMAIL, 60)).await.unwrap();
    erase(&store, 1).await;
    assert!(ids(&store, CapturedFilter::default()).await.is_empty());
}

#[tokio::test]
async fn a_short_link_is_found_by_the_hash_of_its_code() {
    let (store, _folder) = in_file().await;
    for _ in 0..2 {
        store.keep_link([1; 32], &invoice_id("a")).await.unwrap();
    }
    assert_eq!(store.linked([1; 32]).await.unwrap(), Some(invoice_id("a")));
    assert_eq!(store.linked([2; 32]).await.unwrap(), None);
}
