//! Stories of reminders: from the moment that comes to the message that arrives, or does not.

use std::sync::Arc;

use wikarta_core::access::{Actor, Role};
use wikarta_core::account::{Reminder, ReminderState as S};
use wikarta_core::command::{Command, DunningCommand as D};
use wikarta_core::engine::HandleError;
use wikarta_core::id::{CommandId, InvoiceId};
use wikarta_core::message::{MessageChannel as C, Receipt, ReceiptState, Repeat, Stage};
use wikarta_core::ports::{Host, MessageKind};
use wikarta_core::provider::{Channel, ProviderStatus};
use wikarta_core::refusal::Refusal;
use wikarta_core::testkit::{Postman, Reply, VirtualHost};

use crate::claims::told;
use crate::world::{Client, World, at, month, now, rupiah, staff};

const WHY: &str = "pelanggan menelepon kasir";

/// A world with providers that follow a script.
pub struct Post {
    pub world: World,
    pub post: Arc<Postman>,
}

impl Post {
    pub fn new(start: &str, repeat: Repeat) -> Self {
        let post = Arc::new(Postman::with(repeat));
        let host = Arc::new(VirtualHost::at(at(start)));
        let world = World::new().told_by(post.clone(), host, crate::world::policy());
        Self { world, post }
    }

    /// The same under another policy.
    pub fn under(self, policy: wikarta_core::policy::Policy) -> Self {
        let host = self.world.host.clone();
        Self { world: self.world.told_by(self.post.clone(), host, policy), post: self.post }
    }

    /// The same with books that are reached through something.
    pub fn through(
        self,
        store: impl FnOnce(
            Arc<wikarta_core::testkit::MemoryStore>,
        ) -> Arc<dyn wikarta_core::ports::Store>,
    ) -> Self {
        Self { world: self.world.told_through(self.post.clone(), store), post: self.post }
    }

    /// Looks for what is due, then lets workers do it, as each minute does.
    pub fn tick(&self) {
        now(self.world.wikarta.remind_due()).unwrap();
        self.world.work();
    }

    /// The clock stands there, and a tick is done.
    pub fn tick_at(&self, time: &str) {
        self.go(time);
        self.tick();
    }

    pub fn go(&self, time: &str) {
        let seconds = at(time).seconds_since(self.world.host.now());
        assert!(seconds >= 0, "time runs forwards");
        self.world.pass_seconds(seconds);
    }

    pub fn dunning(&self, role: Role, command: D) -> Result<(), Refusal> {
        match self.world.ask(staff(role), Command::Dunning(command)) {
            Ok(_) => Ok(()),
            Err(HandleError::Refused(refusal)) => Err(refusal),
            Err(other) => panic!("{other:?}"),
        }
    }

    /// What became of the steps of a bill: `T-7 SENT`, in the order of the steps.
    pub fn fates(&self, client: &Client, invoice: &InvoiceId) -> Vec<String> {
        let account = self.world.account(client);
        let mut steps: Vec<&Reminder> =
            account.reminders.values().filter(|step| step.invoice == *invoice).collect();
        steps.sort_by_key(|step| (step.due, step.stage));
        let text = |step: &&Reminder| {
            let why = step.why.map(|why| format!(" {}", why.as_str())).unwrap_or_default();
            format!("{} {}{why}", step.stage, step.state)
        };
        steps.iter().map(text).collect()
    }

    /// The newest reminder that a provider really took.
    pub fn newest(&self) -> wikarta_core::ports::Message {
        let mut taken = self.post.taken().into_iter();
        taken.rfind(|it| it.kind == MessageKind::Reminder).unwrap()
    }

    /// Messages that providers really took: `T-7 email`.
    pub fn taken(&self) -> Vec<String> {
        let reminders = self.post.taken().into_iter().filter(|it| it.kind == MessageKind::Reminder);
        let text = |message: wikarta_core::ports::Message| {
            format!("{} {}", message.stage.unwrap(), message.channel.unwrap())
        };
        reminders.map(text).collect()
    }

    pub fn receipt(&self, key: &str, channel: C, state: ReceiptState) -> Result<(), Refusal> {
        let at = self.world.host.now();
        let provider_id = key.to_owned();
        let receipt = Receipt { channel, provider_id, state, at, code: None };
        let envelope = wikarta_core::command::Envelope {
            id: CommandId::from_parts(&[key, channel.as_str(), state.as_str()]),
            ..self.world.envelope(Actor::System, Command::Dunning(D::TakeReceipt(receipt)))
        };
        match now(self.world.wikarta.send(envelope)) {
            Ok(_) => Ok(()),
            Err(HandleError::Refused(refusal)) => Err(refusal),
            Err(other) => panic!("{other:?}"),
        }
    }
}

/// Issued on 10 December 2026 at 10.00 WIB and so due on Sunday the 20th.
pub fn december(repeat: Repeat) -> (Post, Client, InvoiceId) {
    let post = Post::new("2026-12-10T03:00:00Z", repeat);
    let client = post.world.client("PLG-000001", 100_000);
    let invoice = post.world.draft(&client.subscription, "2026-12");
    post.world.issue(&invoice);
    let due = post.world.invoice(&client, &invoice).due_date.unwrap().to_string();
    assert_eq!(due, "2026-12-20");
    (post, client, invoice)
}

#[test]
fn a_bill_that_is_due_on_a_sunday_is_reminded_of_on_the_days_of_the_calendar() {
    let (post, client, invoice) = december(Repeat::Safe);
    post.tick();
    assert_eq!(post.taken(), ["ISSUE email"]);
    for (time, count) in [
        ("2026-12-12T01:59:00Z", 1), // Saturday the 12th, 08.59 WIB
        ("2026-12-12T02:00:00Z", 2), // 09.00: T-7 of a Sunday goes the day before
        ("2026-12-13T05:00:00Z", 2),
        ("2026-12-17T02:00:00Z", 3),
        ("2026-12-19T02:00:00Z", 4),
        ("2026-12-23T02:00:00Z", 5),
        ("2026-12-30T02:00:00Z", 5),
    ] {
        post.tick_at(time);
        post.tick();
        assert_eq!(post.taken().len(), count, "{time}");
    }
    let all = ["ISSUE email", "T-7 email", "T-3 email", "T-1 email", "T+3 email"];
    assert_eq!(post.taken(), all);
    let sent = ["ISSUE SENT", "T-7 SENT", "T-3 SENT", "T-1 SENT", "T+3 SENT"];
    assert_eq!(post.fates(&client, &invoice), sent);
}

#[test]
fn steps_before_a_late_issue_are_written_down_as_skipped() {
    let post = Post::new("2026-12-01T03:00:00Z", Repeat::Safe);
    let client = post.world.client("PLG-000001", 100_000);
    let invoice = post.world.draft(&client.subscription, "2026-12");
    let mut policy = crate::world::policy();
    policy.terms_days = 2;
    post.go("2026-12-16T03:00:00Z");
    let post = post.under(policy);
    post.world.issue(&invoice);
    post.tick();
    // Due five days later at the earliest, on Monday the 21st: T-7 is over, the rest is to come.
    assert_eq!(post.fates(&client, &invoice), ["ISSUE SENT", "T-7 SKIPPED issued_late"]);
    assert_eq!(post.taken(), ["ISSUE email"]);
}

#[test]
fn a_bill_paid_just_before_the_hand_over_is_not_reminded_of() {
    let (post, client, invoice) = december(Repeat::Safe);
    post.tick();
    post.go("2026-12-12T02:00:00Z");
    now(post.world.wikarta.remind_due()).unwrap();
    assert_eq!(post.fates(&client, &invoice)[1], "T-7 SCHEDULED", "planned and not yet sent");
    pay(&post, &client, &invoice);
    post.world.work();
    assert_eq!(post.fates(&client, &invoice)[1], "T-7 CANCELLED paid");
    assert_eq!(post.taken(), ["ISSUE email"]);
}

pub fn pay(post: &Post, client: &Client, invoice: &InvoiceId) {
    let order = post.world.open(&[invoice], Channel::BcaVa);
    let charge = post.world.store.outbox().into_iter().find(|(_, effect)| {
        matches!(effect, wikarta_core::event::Effect::Charge { order_id } if *order_id == order)
    });
    now(post.world.wikarta.run_effect(&charge.unwrap().0)).unwrap();
    post.world.bank.set_status(&order, ProviderStatus::Settled);
    post.world.deliver(&told(&post.world.attempt(client, &order), ProviderStatus::Settled));
}

#[test]
fn a_payment_that_was_begun_keeps_the_message_back_and_asks_the_gateway() {
    let (post, client, invoice) = december(Repeat::Safe);
    post.tick();
    post.go("2026-12-12T01:30:00Z");
    let order = post.world.charge(&invoice, Channel::BcaVa);
    let reads = post.world.attempt(&client, &order).reads;
    post.tick_at("2026-12-12T02:00:00Z");
    assert_eq!(post.fates(&client, &invoice)[1], "T-7 SCHEDULED");
    assert_eq!(post.taken(), ["ISSUE email"]);
    assert!(post.world.attempt(&client, &order).reads > reads, "the gateway was asked");
    // At the exact instant at which the payment is two hours old.
    post.tick_at("2026-12-12T03:29:59Z");
    assert_eq!(post.taken(), ["ISSUE email"]);
    post.tick_at("2026-12-12T03:30:00Z");
    assert_eq!(post.taken(), ["ISSUE email", "T-7 email"]);
}

#[test]
fn several_bills_of_a_customer_go_as_one_message() {
    let (post, client, first) = december(Repeat::Safe);
    let package = post.world.package(50_000);
    let second = post.world.subscribe(&client.account, &package);
    let other = post.world.draft(&second, "2026-12");
    post.world.issue(&other);
    post.tick_at("2026-12-12T02:00:00Z");
    let sent = post.newest();
    assert_eq!(sent.stage, Some(Stage::BEFORE_7));
    assert_eq!((sent.amount, sent.others.len()), (rupiah(150_000), 1));
    for invoice in [&first, &other] {
        assert_eq!(post.fates(&client, invoice)[1], "T-7 SENT");
    }
    // One of them is paid: the next message speaks of the other alone.
    pay(&post, &client, &first);
    post.tick_at("2026-12-17T02:00:00Z");
    let sent = post.newest();
    assert_eq!((sent.amount, sent.invoice, sent.others.len()), (rupiah(50_000), other, 0));
}

#[test]
fn the_bill_that_leads_falls_out_and_the_other_is_still_told_of() {
    let (post, client, first) = december(Repeat::Safe);
    let package = post.world.package(50_000);
    let second = post.world.subscribe(&client.account, &package);
    let other = post.world.draft(&second, "2026-12");
    post.world.issue(&other);
    post.tick();
    post.go("2026-12-12T02:00:00Z");
    now(post.world.wikarta.remind_due()).unwrap();
    let account = post.world.account(&client);
    let leads = |step: &&Reminder| step.stage == Stage::BEFORE_7 && step.lead.is_none();
    let lead = account.reminders.values().find(leads).unwrap().invoice.clone();
    let rest = if lead == first { other } else { first };
    pay(&post, &client, &lead);
    post.world.work();
    assert_eq!(post.fates(&client, &lead)[1], "T-7 CANCELLED paid");
    assert_eq!(post.fates(&client, &rest)[1], "T-7 SENT");
    assert_eq!(post.newest().invoice, rest);
}

#[test]
fn a_message_goes_from_email_to_whatsapp_to_sms() {
    let (post, client, invoice) = december(Repeat::Unsafe);
    post.tick();
    post.post.script(C::Email, &[Reply::Refuse]);
    post.tick_at("2026-12-12T02:00:00Z");
    assert_eq!(post.taken()[1..], ["T-7 whatsapp".to_owned()]);
    // No receipt within two hours: the text message follows, at the exact instant.
    post.tick_at("2026-12-12T03:59:59Z");
    assert_eq!(post.taken().len(), 2);
    post.tick_at("2026-12-12T04:00:00Z");
    assert_eq!(post.taken()[1..], ["T-7 whatsapp".to_owned(), "T-7 sms".to_owned()]);
    assert_eq!(post.fates(&client, &invoice)[1], "T-7 SENT");
}

#[test]
fn a_bounce_sends_the_next_channel_at_once_and_later_receipts_are_joined() {
    let (post, client, invoice) = december(Repeat::Safe);
    post.tick_at("2026-12-12T02:00:00Z");
    let key = post.newest().key;
    post.world.pass_seconds(60);
    post.receipt(&key, C::Email, ReceiptState::Failed).unwrap();
    post.world.work();
    assert_eq!(post.taken().last().unwrap(), "T-7 whatsapp");
    let key = post.newest().key;
    // Read comes before delivered, and a late failure changes nothing.
    for state in [ReceiptState::Read, ReceiptState::Delivered, ReceiptState::Failed] {
        post.receipt(&key, C::WhatsApp, state).unwrap();
    }
    post.tick_at("2026-12-12T06:30:00Z");
    assert_eq!(post.fates(&client, &invoice)[1], "T-7 READ");
    assert_eq!(post.taken().len(), 2, "e-mail, WhatsApp");
    let nobody = post.receipt("unknown", C::Sms, ReceiptState::Delivered);
    assert!(matches!(nobody, Err(Refusal::NotFound { kind: "message", .. })), "{nobody:?}");
}

#[test]
fn a_silent_provider_without_keys_is_never_asked_twice_for_one_message() {
    let (post, client, invoice) = december(Repeat::Unsafe);
    post.tick();
    post.post.script(C::Email, &[Reply::TakeAndFallSilent]);
    for minute in 0..240 {
        if minute == 0 {
            post.go("2026-12-12T02:00:00Z");
        }
        post.tick();
        post.world.pass_seconds(60);
    }
    let sent = post.taken();
    assert_eq!(sent.iter().filter(|name| *name == "T-7 email").count(), 1, "{sent:?}");
    assert_eq!(sent[2], "T-7 whatsapp", "the next channel followed");
    assert_eq!(post.fates(&client, &invoice)[1], "T-7 SENT");
}

#[test]
fn a_provider_with_keys_is_asked_again_and_takes_one() {
    let (post, _, _) = december(Repeat::Safe);
    post.tick();
    post.post.script(C::Email, &[Reply::TakeAndFallSilent, Reply::Later(30)]);
    post.go("2026-12-12T02:00:00Z");
    for _ in 0..30 {
        post.tick();
        post.world.pass_seconds(60);
    }
    assert_eq!(post.taken(), ["ISSUE email", "T-7 email"]);
    assert_eq!(post.post.asked(), 1 + 3);
}

#[test]
fn a_scheduler_that_slept_sends_what_is_still_in_its_window_and_writes_the_rest_down() {
    for (wakes, fates, sent) in [
        // One hour late: within the window.
        ("2026-12-12T03:00:00Z", &["ISSUE SKIPPED missed", "T-7 SENT"][..], 1),
        // Three days: the window of T-7 is over.
        ("2026-12-15T03:00:00Z", &["ISSUE SKIPPED missed", "T-7 SKIPPED missed"], 0),
        // Forty days: nothing is sent late.
        (
            "2027-01-19T03:00:00Z",
            &[
                "ISSUE SKIPPED missed",
                "T-7 SKIPPED missed",
                "T-3 SKIPPED missed",
                "T-1 SKIPPED missed",
                "T+3 SKIPPED missed",
            ],
            0,
        ),
    ] {
        let (post, client, invoice) = december(Repeat::Safe);
        post.tick_at(wakes);
        post.tick();
        assert_eq!(post.fates(&client, &invoice), fates, "{wakes}");
        assert_eq!(post.taken().len(), sent, "{wakes}");
        let rest = now(post.world.wikarta.due_for_dunning(None, 10)).unwrap();
        assert!(rest.is_empty(), "nothing is left to look at");
    }
}

#[test]
fn two_workers_and_two_schedulers_send_one_message() {
    let (post, _, _) = december(Repeat::Unsafe);
    post.tick();
    post.go("2026-12-12T02:00:00Z");
    for _ in 0..2 {
        now(post.world.wikarta.remind_due()).unwrap();
        post.world.pass_seconds(1);
    }
    let other = post.world.wikarta.clone();
    for _ in 0..3 {
        now(other.work(10)).unwrap();
        now(post.world.wikarta.work(10)).unwrap();
    }
    assert_eq!(post.taken(), ["ISSUE email", "T-7 email"]);
}

#[test]
fn a_promise_keeps_reminders_back_until_it_is_over() {
    let (post, client, invoice) = december(Repeat::Safe);
    post.tick_at("2026-12-17T02:00:00Z");
    let promise = |until: &str| D::TakePromise {
        account: client.account.clone(),
        until: until.parse().unwrap(),
        reason: WHY.to_owned(),
    };
    let too_long = post.dunning(Role::Keuangan, promise("2026-12-25")).unwrap_err();
    assert!(too_long.to_string().contains("later than a promise"), "{too_long}");
    post.dunning(Role::Keuangan, promise("2026-12-20")).unwrap();
    post.tick_at("2026-12-19T02:00:00Z");
    assert_eq!(post.fates(&client, &invoice)[3], "T-1 CANCELLED promised");
    let again = post.dunning(Role::Supervisor, promise("2026-12-21")).unwrap_err();
    assert!(again.to_string().contains("too many"), "{again}");
    post.tick_at("2026-12-23T02:00:00Z");
    assert_eq!(post.fates(&client, &invoice)[4], "T+3 SENT");
    let denied = post.dunning(Role::Marketing, promise("2026-12-24")).unwrap_err();
    assert!(matches!(denied, Refusal::Denied { .. }));
}

#[test]
fn who_opts_out_of_a_channel_is_reached_on_another_and_one_always_stays() {
    let (post, client, _) = december(Repeat::Safe);
    let out = |channel| D::OptOut { account: client.account.clone(), channel };
    post.dunning(Role::Marketing, out(C::Email)).unwrap();
    post.dunning(Role::Marketing, out(C::Email)).unwrap();
    post.dunning(Role::Marketing, out(C::WhatsApp)).unwrap();
    let last = post.dunning(Role::Marketing, out(C::Sms)).unwrap_err();
    assert!(last.to_string().contains("one has to stay"), "{last}");
    post.tick_at("2026-12-12T02:00:00Z");
    assert_eq!(post.taken().last().unwrap(), "T-7 sms");
    // Who answers STOP is no member of staff.
    let back = D::OptIn { account: client.account.clone(), channel: C::Email };
    post.world.ask(Actor::System, Command::Dunning(back)).unwrap();
    post.tick_at("2026-12-17T02:00:00Z");
    assert_eq!(post.taken().last().unwrap(), "T-3 email");
}

#[test]
fn a_pause_holds_until_it_is_ended() {
    let (post, client, invoice) = december(Repeat::Safe);
    post.tick();
    let account = client.account.clone();
    let pause = D::Pause { account: account.clone(), reason: WHY.to_owned() };
    post.dunning(Role::Keuangan, pause).unwrap();
    post.tick_at("2026-12-12T02:00:00Z");
    assert_eq!(post.fates(&client, &invoice)[1], "T-7 CANCELLED paused");
    post.dunning(Role::Keuangan, D::Resume { account }).unwrap();
    post.tick_at("2026-12-17T02:00:00Z");
    assert_eq!(post.fates(&client, &invoice)[2], "T-3 SENT");
}

#[test]
fn a_person_reminds_at_once_but_not_at_night_and_not_twice() {
    let (post, client, invoice) = december(Repeat::Safe);
    post.tick();
    let remind = |stage| D::SendNow { invoice: invoice.clone(), stage };
    post.go("2026-12-10T20:00:00Z");
    let night = post.dunning(Role::Keuangan, remind(None)).unwrap_err();
    assert_eq!(night, Refusal::TooEarly(at("2026-12-11T01:00:00Z")));
    post.go("2026-12-11T06:00:00Z");
    let twice = post.dunning(Role::Keuangan, remind(None)).unwrap_err();
    assert!(matches!(twice, Refusal::Exists { kind: "message", .. }), "{twice:?}");
    post.dunning(Role::Keuangan, remind(Some(Stage::BEFORE_7))).unwrap();
    post.tick();
    assert_eq!(post.taken(), ["ISSUE email", "T-7 email"]);
    post.tick_at("2026-12-12T02:00:00Z");
    assert_eq!(post.taken().len(), 2, "its own day finds it done");
    pay(&post, &client, &invoice);
    let paid = post.dunning(Role::Keuangan, remind(None)).unwrap_err();
    assert!(matches!(paid, Refusal::InvalidState { .. }));
}

#[test]
fn nobody_is_reminded_while_a_bill_is_looked_into() {
    let (post, client, invoice) = december(Repeat::Safe);
    post.tick();
    let void = wikarta_core::command::CorrectionCommand::RequestVoid {
        invoice: invoice.clone(),
        reason: WHY.to_owned(),
    };
    post.world.tell(Role::Keuangan, Command::Correction(void));
    post.tick_at("2026-12-12T02:00:00Z");
    assert_eq!(post.fates(&client, &invoice)[1], "T-7 CANCELLED in_dispute");
    assert_eq!(month("2026-12").to_string(), "2026-12");
    assert!(post.world.account(&client).reminders.values().all(|step| step.state != S::Failed));
}
