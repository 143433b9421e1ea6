//! From a message of the books to a provider, through a small provider in memory.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use wikarta_core::dunning::text::Catalog;
use wikarta_core::id::{InvoiceId, TraceId};
use wikarta_core::message::{Message, MessageChannel, MessageKind, ReceiptState, Stage};
use wikarta_core::ports::{Carrier, Delivery, Host, Notifier, Repeat};
use wikarta_store_sqlx::views::CapturedFilter;

use crate::config::SecretKey;
use crate::notify::capture::{Capture, Fates};
use crate::notify::provider::{Content, Parcel, Provider};
use crate::notify::short_link::ShortLinks;
use crate::notify::{Channels, Links, Texts, build};
use crate::panel::tests::world::World;
use crate::pay_link::PayLinks;

/// Says what it is told to say, and keeps the words that it was given.
#[derive(Clone)]
struct Scripted {
    channel: MessageChannel,
    says: Delivery,
    heard: Arc<Mutex<Vec<(String, Content)>>>,
}

impl std::fmt::Debug for Scripted {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Scripted")
    }
}

impl Scripted {
    fn new(channel: MessageChannel, says: Delivery) -> Self {
        Self { channel, says, heard: Arc::default() }
    }

    fn heard(&self) -> Vec<(String, Content)> {
        self.heard.lock().unwrap().clone()
    }
}

#[async_trait]
impl Provider for Scripted {
    fn carrier(&self) -> Carrier {
        Carrier { channel: self.channel, repeat: Repeat::Unsafe }
    }

    async fn hand_over(&self, parcel: &Parcel<'_>) -> Delivery {
        let heard = (parcel.to.to_owned(), parcel.content.clone());
        self.heard.lock().unwrap().push(heard);
        self.says.clone()
    }
}

fn yes(channel: MessageChannel) -> Delivery {
    Delivery::Accepted { channel, provider_id: Some(format!("id-{channel}")) }
}

fn no() -> Delivery {
    Delivery::Permanent { reason: "never".to_owned() }
}

/// Channels over the world's books.
fn channels(world: &World, providers: Vec<Box<dyn Provider>>, origin: &str) -> Channels {
    let root = SecretKey::from_text("0123456789abcdef0123456789abcdef").unwrap();
    let host = Arc::clone(&world.host) as Arc<dyn Host>;
    let policy = world.app.wikarta.policy().as_ref().clone();
    let texts = Texts { catalog: Catalog::shipped().unwrap(), policy };
    let links = Links {
        origin: origin.to_owned(),
        long: PayLinks::new(&root),
        short: ShortLinks::new(&root),
    };
    Channels::new((world.app.store.clone(), host), providers, texts, links)
}

fn boxed(scripted: &[&Scripted]) -> Vec<Box<dyn Provider>> {
    scripted.iter().map(|one| -> Box<dyn Provider> { Box::new((*one).clone()) }).collect()
}

async fn billed(world: &World, name: &str) -> InvoiceId {
    let client = world.client(1, name).await;
    world.bill(&client, "2026-11").await
}

async fn message(world: &World, invoice: &InvoiceId, kind: MessageKind) -> Message {
    let detail = world.app.store.invoice(invoice).await.unwrap().unwrap();
    Message {
        key: format!("{invoice}|{kind}"),
        account: detail.row.account.clone(),
        invoice: invoice.clone(),
        others: Vec::new(),
        kind,
        stage: (kind == MessageKind::Reminder).then_some(Stage::BEFORE_7),
        amount: detail.row.invoice.total,
        at: world.host.now(),
        channel: None,
    }
}

const ORIGIN: &str = "https://bayar.contoh.test";

#[tokio::test]
async fn a_reminder_says_what_the_books_say_on_every_channel() {
    let world = World::new().await;
    let invoice = billed(&world, "Neneng Kurniasih").await;
    let root = SecretKey::from_text("0123456789abcdef0123456789abcdef").unwrap();
    let code = ShortLinks::new(&root).code(&invoice);
    let long = format!("{ORIGIN}{}", world.app.pay_links.path(&invoice));
    let short = format!("{ORIGIN}/s/{code}");
    for (channel, link) in MessageChannel::ALL.iter().zip([&long, &long, &short]) {
        let provider = Scripted::new(*channel, yes(*channel));
        let channels = channels(&world, boxed(&[&provider]), ORIGIN);
        let mut message = message(&world, &invoice, MessageKind::Reminder).await;
        message.channel = Some(*channel);
        assert_eq!(channels.send(&message).await, yes(*channel));
        let (to, content) = provider.heard().remove(0);
        let texts = match content {
            Content::Email(email) => {
                assert_eq!(to, "p1@contoh.test");
                assert!(email.subject.starts_with("Pengingat: tagihan jatuh tempo "));
                vec![email.text, email.html]
            }
            Content::WhatsApp(whatsapp) => {
                assert_eq!(
                    (to.as_str(), whatsapp.template.as_str()),
                    ("+6281200000001", "tagihan_t7_v1")
                );
                vec![whatsapp.parameters.join(" "), whatsapp.preview]
            }
            Content::Sms(sms) => {
                assert!(sms.septets <= 160, "{}", sms.text);
                vec![sms.text]
            }
        };
        for text in texts {
            // Of an SMS the name is cut, and nothing else.
            for part in ["Neneng", "INV/2026/11/000001", "Rp250.000", link] {
                assert!(text.contains(part), "{channel}: `{part}` is missing: {text}");
            }
        }
    }
    let linked = world.app.store.linked(ShortLinks::hash(&code)).await.unwrap();
    assert_eq!(linked, Some(invoice), "the short link leads to the bill");
}

#[tokio::test]
async fn the_other_kinds_have_their_own_words() {
    let world = World::new().await;
    let invoice = billed(&world, "Neneng").await;
    let mut told = String::new();
    for kind in [MessageKind::Receipt, MessageKind::Isolated, MessageKind::Reopened] {
        let provider = Scripted::new(MessageChannel::WhatsApp, yes(MessageChannel::WhatsApp));
        let channels = channels(&world, boxed(&[&provider]), ORIGIN);
        channels.send(&message(&world, &invoice, kind).await).await;
        let Content::WhatsApp(words) = provider.heard().remove(0).1 else { panic!("other words") };
        told.push_str(&format!("{kind}: {} {}\n", words.template, words.preview));
    }
    let token = world.app.pay_links.token(&invoice);
    insta::assert_snapshot!("other_kinds", told.replace(&token, "TOKEN"));
}

#[tokio::test]
async fn a_message_without_a_channel_goes_on_the_first_that_reaches_and_only_once() {
    let world = World::new().await;
    let invoice = billed(&world, "Neneng").await;
    let email = Scripted::new(MessageChannel::Email, no());
    let whatsapp = Scripted::new(MessageChannel::WhatsApp, yes(MessageChannel::WhatsApp));
    let sms = Scripted::new(MessageChannel::Sms, yes(MessageChannel::Sms));
    let channels = channels(&world, boxed(&[&email, &whatsapp, &sms]), ORIGIN);
    let message = message(&world, &invoice, MessageKind::Receipt).await;
    for _ in 0..3 {
        assert_eq!(channels.send(&message).await, yes(MessageChannel::WhatsApp));
    }
    let heard = [&email, &whatsapp, &sms].map(|one| one.heard().len());
    assert_eq!(heard, [1, 1, 0], "a key that was accepted is not handed over again");
    assert_eq!(world.app.store.messages_about(&invoice).await.unwrap(), 1);
}

#[tokio::test]
async fn after_a_silence_nothing_is_handed_over_again_and_after_a_no_it_may() {
    let unknown = Delivery::Unknown { reason: "silence".to_owned() };
    let passing = Delivery::Passing { reason: "busy".to_owned(), after: Some(5) };
    for (says, times) in [(unknown, 1), (passing, 3), (no(), 3)] {
        let world = World::new().await;
        let invoice = billed(&world, "Neneng").await;
        let email = Scripted::new(MessageChannel::Email, says.clone());
        let channels = channels(&world, boxed(&[&email]), ORIGIN);
        let mut message = message(&world, &invoice, MessageKind::Reminder).await;
        message.channel = Some(MessageChannel::Email);
        for _ in 0..3 {
            let again = channels.send(&message).await;
            assert_eq!(std::mem::discriminant(&again), std::mem::discriminant(&says));
        }
        assert_eq!(email.heard().len(), times, "{says:?}");
    }
}

#[tokio::test]
async fn what_cannot_be_written_is_said_without_a_value() {
    let world = World::new().await;
    let invoice = billed(&world, "Nénêng 李小龙").await;
    let sms = Scripted::new(MessageChannel::Sms, yes(MessageChannel::Sms));
    let send = |message: Message, origin: &'static str| {
        let channels = channels(&world, boxed(&[&sms]), origin);
        async move { channels.send(&message).await }
    };
    let reminder = message(&world, &invoice, MessageKind::Reminder).await;
    let receipt = message(&world, &invoice, MessageKind::Receipt).await;
    let nobody = Message { account: "cus_nosuch".parse().unwrap(), ..reminder.clone() };
    let no_step = Message { stage: Some("T-90".parse().unwrap()), ..reminder.clone() };
    let elsewhere = Message { channel: Some(MessageChannel::Email), ..reminder.clone() };
    let long = "https://tagihan.penyedia-internet-dengan-nama-yang-panjang-sekali-di-indonesia.contoh.test";
    for (message, origin) in [
        (reminder.clone(), ORIGIN),
        (receipt, ORIGIN),
        (nobody, ORIGIN),
        (no_step, ORIGIN),
        (elsewhere, ORIGIN),
        (reminder, long),
    ] {
        let delivery = send(message, origin).await;
        let Delivery::Permanent { reason } = delivery else { panic!("{delivery:?}") };
        assert!(!reason.contains('李') && !reason.contains("contoh.test"), "{reason}");
    }
    assert!(sms.heard().is_empty());
    let nobody = channels(&world, Vec::new(), ORIGIN);
    assert!(nobody.carriers().is_empty());
    let message = message(&world, &invoice, MessageKind::Receipt).await;
    assert!(matches!(nobody.send(&message).await, Delivery::Permanent { .. }));
}

#[tokio::test]
async fn a_bill_without_ppn_does_not_say_that_ppn_is_in_it() {
    let world = World::new().await;
    let invoice = billed(&world, "Neneng").await;
    let detail = world.app.store.invoice(&invoice).await.unwrap().unwrap();
    let record = world.app.store.personal(&detail.row.account).await.unwrap().unwrap();
    let mut untaxed = detail.row.invoice.clone();
    untaxed.tax.ppn = wikarta_core::money::Rupiah::ZERO;
    let mut notice = message(&world, &invoice, MessageKind::Reminder).await;
    notice.stage = Some(Stage::ISSUE);
    let (catalog, policy) = (Catalog::shipped().unwrap(), world.app.wikarta.policy());
    for (invoice, says) in [(&detail.row.invoice, true), (&untaxed, false)] {
        let known = crate::notify::filling::Known {
            invoice,
            code: "PLG-000001",
            zone: detail.zone,
            personal: &record.values,
            link: "https://bayar.contoh.test/x",
        };
        let text = crate::notify::filling::text(&notice, &known, 10, (&catalog, &policy.dunning));
        let body = text.unwrap().body().to_string();
        assert_eq!(body.contains("termasuk PPN"), says, "{body}");
    }
}

#[tokio::test]
async fn captured_messages_are_seen_and_tell_their_receipts_once() {
    let world = World::new().await;
    let invoice = billed(&world, "Neneng <b>Kurniasih</b>").await;
    let channels = channels(&world, build::capturing(&world.app.store, Fates::Calm), ORIGIN);
    for channel in MessageChannel::ALL {
        let mut message = message(&world, &invoice, MessageKind::Reminder).await;
        message.channel = Some(*channel);
        for _ in 0..2 {
            let taken = channels.send(&message).await;
            assert!(matches!(taken, Delivery::Accepted { .. }), "{taken:?}");
        }
    }
    let kept = world.app.store.captured(&CapturedFilter::default(), None, 10).await.unwrap();
    assert_eq!(kept.rows.len(), 3, "each key once on each channel");
    for row in &kept.rows {
        assert!(!row.recipient.contains("00001") && !row.recipient.contains("p1@"), "{row:?}");
        assert!(!row.html.contains("<b>Kurniasih"));
    }
    assert_eq!(world.app.ear.tell_captured(10).await.unwrap(), 0);
    world.pass(3_600);
    assert_eq!(world.app.ear.tell_captured(2).await.unwrap(), 2);
    assert_eq!(world.app.ear.tell_captured(10).await.unwrap(), 1);
    assert_eq!(world.app.ear.tell_captured(10).await.unwrap(), 0);
}

#[tokio::test]
async fn a_demos_troubles_are_few_and_the_same_twice() {
    let world = World::new().await;
    let invoice = billed(&world, "Neneng").await;
    let template = message(&world, &invoice, MessageKind::Reminder).await;
    let outcome = |channel, n: u32| {
        let store = world.app.store.clone();
        let message = Message { key: format!("key-{n}"), ..template.clone() };
        async move {
            let provider = Capture::new(channel, store.clone(), Fates::Mixed);
            let content = super::words("Neneng", channel);
            let to = if channel == MessageChannel::Email { "a@b.test" } else { "+628120000001" };
            let parcel = Parcel { message: &message, name: "Neneng", to, content };
            match provider.hand_over(&parcel).await {
                Delivery::Accepted { provider_id: Some(id), .. } => {
                    Some(store.captured_one(&id).await.unwrap().unwrap().receipt)
                }
                _ => None,
            }
        }
    };
    let (mut refused, mut bounced) = (0, 0);
    for n in 0..1_000 {
        refused += u32::from(outcome(MessageChannel::WhatsApp, n).await.is_none());
        let email = outcome(MessageChannel::Email, n).await;
        bounced += u32::from(email == Some(ReceiptState::Failed));
    }
    assert!((25..=60).contains(&refused) && (15..=50).contains(&bounced), "{refused} {bounced}");
    assert!(outcome(MessageChannel::Sms, 1).await == Some(ReceiptState::Delivered));
}

#[tokio::test]
async fn a_receipt_of_nobodys_message_is_counted_and_taken() {
    use crate::notify::receipts::Read;
    let world = World::new().await;
    let receipt = wikarta_core::message::Receipt {
        channel: MessageChannel::Email,
        provider_id: "nobody".to_owned(),
        state: ReceiptState::Read,
        at: world.host.now(),
        code: None,
    };
    let read = Read { receipts: vec![receipt.clone(), receipt], answers: Vec::new() };
    let heard = world.app.ear.take(read, &TraceId::new("t")).await.unwrap();
    assert_eq!((heard.known, heard.unknown, world.app.ear.receipts().unknown()), (0, 2, 2));
}

#[tokio::test]
async fn a_lone_stop_ends_reminders_on_its_channel_for_everybody_with_the_number() {
    use crate::notify::receipts::{Answered, Read, Wish};
    let world = World::new().await;
    let invoice = billed(&world, "Neneng").await;
    let detail = world.app.store.invoice(&invoice).await.unwrap().unwrap();
    let account = detail.row.account;
    let says = |from: &str, id: &str| Read {
        receipts: Vec::new(),
        answers: vec![Answered {
            channel: MessageChannel::WhatsApp,
            from: from.to_owned(),
            id: id.to_owned(),
            wish: Wish::Silence,
        }],
    };
    let opted_out = || async {
        let customer = world.app.store.customer(&account).await.unwrap().unwrap().customer;
        customer.reminding.opted_out.iter().map(|one| one.channel).collect::<Vec<_>>()
    };
    let trace = TraceId::new("t");
    for stranger in ["6281299999999", "62812000", "00001"] {
        world.app.ear.take(says(stranger, "wamid.1"), &trace).await.unwrap();
        assert_eq!(opted_out().await, [], "{stranger}");
    }
    for _ in 0..2 {
        world.app.ear.take(says("6281200000001", "wamid.2"), &trace).await.unwrap();
        assert_eq!(opted_out().await, [MessageChannel::WhatsApp]);
    }
}
