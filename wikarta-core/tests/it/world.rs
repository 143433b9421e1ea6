//! A small world to tell stories in: books, a bank, a clock, a channel, and one customer.

use std::cell::Cell;
use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use chrono::NaiveDate;
use wikarta_core::access::{Actor, Role};
use wikarta_core::account::{Account, Attempt, CaseKind, Invoice};
use wikarta_core::aggregate::AggregateId;
use wikarta_core::billing::{Pricing, TaxCode};
use wikarta_core::command::{
    CatalogueCommand, Command, DefinePackage, Envelope, Notified, RegisterCustomer,
};
use wikarta_core::customer::{CustomerKey, Personal};
use wikarta_core::decide::{Answer, Verdict};
use wikarta_core::engine::{HandleError, Handled, Ports, Receipt, Wikarta};
use wikarta_core::id::{
    AccountId, CommandId, InvoiceId, OrderId, PackageId, SubscriptionId, TraceId, UserId,
};
use wikarta_core::money::Rupiah;
use wikarta_core::policy::Policy;
use wikarta_core::ports::{Gateway, Host, InboxKey, InboxState, Notifier, Store};
use wikarta_core::provider::{Channel, Hint, Reading};
use wikarta_core::refusal::Refusal;
use wikarta_core::testkit::{Bank, CaptureNotifier, MemoryStore, VirtualHost};
use wikarta_core::time::{Month, Timestamp, Zone};

/// Runs a future of the testkit, which never really waits.
pub fn now<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let mut context = Context::from_waker(Waker::noop());
    for _ in 0..10_000 {
        if let Poll::Ready(output) = future.as_mut().poll(&mut context) {
            return output;
        }
    }
    panic!("the testkit waited for something");
}

pub fn rupiah(amount: i64) -> Rupiah {
    Rupiah::new(amount).unwrap()
}

pub fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

pub fn month(text: &str) -> Month {
    text.parse().unwrap()
}

pub fn policy() -> Policy {
    Policy::indonesian_pkp().unwrap()
}

/// A member of staff with one role, named after it.
pub fn staff(role: Role) -> Actor {
    let id = UserId::derived(&CommandId::new(format!("user {role}")), 0);
    Actor::staff(id, [role])
}

pub struct World {
    pub store: Arc<MemoryStore>,
    pub bank: Arc<Bank>,
    pub host: Arc<VirtualHost>,
    pub notifier: Arc<CaptureNotifier>,
    pub wikarta: Wikarta,
    commands: Cell<u32>,
}

/// A customer with a subscription, to be billed.
#[derive(Clone)]
pub struct Client {
    pub account: AccountId,
    pub subscription: SubscriptionId,
}

impl World {
    pub fn new() -> Self {
        Self::with(policy())
    }

    pub fn with(policy: Policy) -> Self {
        let host = VirtualHost::at(at("2026-08-01T03:00:00Z"));
        Self::of(MemoryStore::default(), Bank::default(), host, policy, 0)
    }

    fn of(
        store: MemoryStore,
        bank: Bank,
        host: VirtualHost,
        policy: Policy,
        commands: u32,
    ) -> Self {
        let (store, bank, host) = (Arc::new(store), Arc::new(bank), Arc::new(host));
        let notifier = Arc::new(CaptureNotifier::default());
        let ports = Ports {
            store: store.clone(),
            gateway: bank.clone(),
            notifier: notifier.clone(),
            host: host.clone(),
        };
        let wikarta = Wikarta::new(ports, policy);
        Self { store, bank, host, notifier, wikarta, commands: Cell::new(commands) }
    }

    /// The same world, its books reached through something.
    pub fn through(self, store: impl FnOnce(Arc<MemoryStore>) -> Arc<dyn Store>) -> Self {
        let ports = Ports {
            store: store(self.store.clone()),
            gateway: self.bank.clone(),
            notifier: self.notifier.clone(),
            host: self.host.clone(),
        };
        Self { wikarta: Wikarta::new(ports, policy()), ..self }
    }

    /// The same world with another channel, clock and policy.
    pub fn told_by(
        self,
        notifier: Arc<dyn Notifier>,
        host: Arc<VirtualHost>,
        policy: Policy,
    ) -> Self {
        let ports = Ports {
            store: self.store.clone(),
            gateway: self.bank.clone(),
            notifier,
            host: host.clone(),
        };
        Self { host, wikarta: Wikarta::new(ports, policy), ..self }
    }

    /// The same with books that are reached through something.
    pub fn told_through(
        self,
        notifier: Arc<dyn Notifier>,
        store: impl FnOnce(Arc<MemoryStore>) -> Arc<dyn Store>,
    ) -> Self {
        let ports = Ports {
            store: store(self.store.clone()),
            gateway: self.bank.clone(),
            notifier,
            host: self.host.clone(),
        };
        Self { wikarta: Wikarta::new(ports, policy()), ..self }
    }

    /// A world whose books and bank are reached through something that may fail.
    pub fn behind(
        store: impl FnOnce(Arc<MemoryStore>) -> Arc<dyn Store>,
        gateway: impl FnOnce(Arc<Bank>) -> Arc<dyn Gateway>,
    ) -> Self {
        let plain = Self::new();
        let ports = Ports {
            store: store(plain.store.clone()),
            gateway: gateway(plain.bank.clone()),
            notifier: plain.notifier.clone(),
            host: plain.host.clone(),
        };
        Self { wikarta: Wikarta::new(ports, policy()), ..plain }
    }

    /// The same world, which goes its own way from here. Messages sent so far stay behind.
    pub fn fork(&self) -> Self {
        let host = VirtualHost::at(self.host.now());
        let (store, bank) = (self.store.fork(), self.bank.fork());
        Self::of(store, bank, host, Policy::clone(&self.wikarta.policy()), self.commands.get())
    }

    /// Another process over the same books, as it comes up.
    pub fn twin(&self) -> Self {
        let ports = Ports {
            store: self.store.clone(),
            gateway: self.bank.clone(),
            notifier: self.notifier.clone(),
            host: self.host.clone(),
        };
        let wikarta = Wikarta::new(ports, policy());
        let (store, bank, host) = (self.store.clone(), self.bank.clone(), self.host.clone());
        let commands = Cell::new(self.commands.get() + 1_000);
        Self { store, bank, host, notifier: self.notifier.clone(), wikarta, commands }
    }

    pub fn envelope(&self, actor: Actor, command: Command) -> Envelope {
        self.commands.set(self.commands.get() + 1);
        let id = CommandId::new(format!("command {}", self.commands.get()));
        let trace = TraceId::new(&format!("trace-{}", self.commands.get()));
        Envelope { id, actor, at: self.host.now(), trace, command }
    }

    pub fn ask(&self, actor: Actor, command: Command) -> Handled {
        now(self.wikarta.send(self.envelope(actor, command)))
    }

    /// Asks what must work.
    pub fn tell(&self, role: Role, command: Command) -> Receipt {
        self.ask(staff(role), command).unwrap()
    }

    pub fn refusal(&self, role: Role, command: Command) -> Refusal {
        match self.ask(staff(role), command) {
            Err(HandleError::Refused(refusal)) => refusal,
            other => panic!("expected a refusal, got {other:?}"),
        }
    }

    pub fn time(&self) -> Timestamp {
        self.host.now()
    }

    pub fn pass_seconds(&self, seconds: i64) {
        self.host.pass_seconds(seconds);
    }

    /// Lets workers do what is due, until nothing is, with at most a minute passing for retries.
    pub fn work(&self) {
        for _ in 0..40 {
            let worked = now(self.wikarta.work(100)).unwrap();
            if worked.effects + worked.notifications == 0 {
                return;
            }
        }
        panic!("workers never come to rest");
    }

    /// Works through everything that will ever be due within some seconds.
    pub fn work_for(&self, seconds: i64) {
        self.work();
        for _ in 0..seconds {
            self.pass_seconds(1);
            self.work();
        }
    }

    // --- selling and billing

    /// A package on sale: its price proposed by Marketing, approved by a supervisor.
    pub fn package(&self, price: i64) -> PackageId {
        let sold = |id: &AggregateId| matches!(id, AggregateId::Package(_));
        match self.store.aggregates().iter().filter(|id| sold(id)).count() {
            0 => self.on_sale(rumah(price)),
            n => self.on_sale(rumah_as(&format!("RUMAH20-{}", n + 1), price)),
        }
    }

    pub fn on_sale(&self, define: Command) -> PackageId {
        match self.tell(Role::Marketing, define).answer {
            Answer::Package { id } => {
                self.tell(Role::Supervisor, approve_price(&id));
                id
            }
            other => panic!("{other:?}"),
        }
    }

    pub fn customer(&self, code: &str) -> AccountId {
        match self.tell(Role::Marketing, registration(code)).answer {
            Answer::Customer { id } => id,
            other => panic!("{other:?}"),
        }
    }

    /// A customer who bought a package of this price a month, tax included.
    pub fn client(&self, code: &str, price: i64) -> Client {
        let (account, package) = (self.customer(code), self.package(price));
        let subscription = self.subscribe(&account, &package);
        Client { account, subscription }
    }

    pub fn subscribe(&self, account: &AccountId, package: &PackageId) -> SubscriptionId {
        let command = Command::StartSubscription {
            account: account.clone(),
            package: package.clone(),
            starts_on: NaiveDate::from_ymd_opt(2026, 1, 1).unwrap(),
        };
        match self.tell(Role::Marketing, command).answer {
            Answer::Subscription { id } => id,
            other => panic!("{other:?}"),
        }
    }

    pub fn draft(&self, subscription: &SubscriptionId, period: &str) -> InvoiceId {
        let (subscription, period) = (subscription.clone(), month(period));
        match self.tell(Role::Keuangan, Command::DraftInvoice { subscription, period }).answer {
            Answer::Invoice { id } => id,
            other => panic!("{other:?}"),
        }
    }

    pub fn issue(&self, invoice: &InvoiceId) {
        self.tell(Role::Keuangan, Command::IssueInvoice { invoice: invoice.clone() });
    }

    /// An issued invoice of a new client.
    pub fn bill(&self, price: i64) -> (Client, InvoiceId) {
        let client = self.client("PLG-000001", price);
        let invoice = self.draft(&client.subscription, "2026-08");
        self.issue(&invoice);
        (client, invoice)
    }

    // --- collecting

    /// Opens an attempt without letting the gateway know yet.
    pub fn open(&self, invoices: &[&InvoiceId], channel: Channel) -> OrderId {
        let invoices = invoices.iter().map(|id| (*id).clone()).collect();
        match self.tell(Role::Keuangan, Command::OpenAttempt { invoices, channel }).answer {
            Answer::Attempt { order_id, .. } => order_id,
            other => panic!("{other:?}"),
        }
    }

    /// Opens an attempt and has the gateway make it.
    pub fn charge(&self, invoice: &InvoiceId, channel: Channel) -> OrderId {
        self.charge_all(&[invoice], channel)
    }

    pub fn charge_all(&self, invoices: &[&InvoiceId], channel: Channel) -> OrderId {
        let order_id = self.open(invoices, channel);
        self.work();
        order_id
    }

    /// Delivers a verified notification.
    pub fn deliver(&self, hint: &Hint) -> Verdict {
        match self.try_deliver(hint).unwrap().answer {
            Answer::Notification { verdict } => verdict,
            other => panic!("{other:?}"),
        }
    }

    pub fn try_deliver(&self, hint: &Hint) -> Handled {
        now(self.wikarta.send(self.notice(hint)))
    }

    /// The envelope that a webhook route makes: named by its event key.
    pub fn notice(&self, hint: &Hint) -> Envelope {
        let at = self.host.now();
        let command = Command::Notify(Box::new(Notified {
            hint: hint.clone(),
            payload: hint.event_key.clone().into_bytes(),
            received_at: at,
            verified_at: at,
            signed_by: 0,
        }));
        let id = CommandId::from_parts(&[hint.order_id.as_str(), &hint.event_key]);
        Envelope { id, ..self.envelope(Actor::Gateway, command) }
    }

    /// The gateway holds this from now on, and nobody is told.
    pub fn truth(&self, order_id: &OrderId, reading: &Reading) {
        self.bank.set(order_id, reading.clone());
    }

    // --- looking

    pub fn account(&self, client: &Client) -> Account {
        self.store.account(&client.account).unwrap()
    }

    pub fn invoice(&self, client: &Client, invoice: &InvoiceId) -> Invoice {
        self.account(client).invoices[invoice].clone()
    }

    pub fn status(&self, client: &Client, invoice: &InvoiceId) -> &'static str {
        self.invoice(client, invoice).status.as_str()
    }

    pub fn attempt(&self, client: &Client, order_id: &OrderId) -> Attempt {
        self.account(client).attempts[order_id].clone()
    }

    pub fn state(&self, client: &Client, order_id: &OrderId) -> &'static str {
        self.attempt(client, order_id).state.as_str()
    }

    /// The kinds of the open cases, sorted.
    pub fn cases(&self, client: &Client) -> Vec<CaseKind> {
        let mut kinds: Vec<_> = self.account(client).cases.values().map(|case| case.kind).collect();
        kinds.sort();
        kinds
    }

    pub fn receipts(&self) -> usize {
        self.notifier.messages().len()
    }

    pub fn inbox(&self, hint: &Hint) -> Option<InboxState> {
        let (order_id, event_key) = (hint.order_id.clone(), hint.event_key.clone());
        self.store.inbox(&InboxKey { order_id, event_key })
    }
}

pub fn registration(code: &str) -> Command {
    let personal =
        Personal::new("Slamet Riyadi", "+6281200000001", "slamet@contoh.test", "Jl. Melati No. 12")
            .unwrap();
    Command::RegisterCustomer(Box::new(RegisterCustomer {
        code: code.parse().unwrap(),
        zone: Zone::Wib,
        personal,
        key: CustomerKey::new([7; 32]),
        kind: wikarta_core::customer::Kind::Home,
        treatment: wikarta_core::customer::TaxTreatment::default(),
    }))
}

pub fn approve_price(package: &PackageId) -> Command {
    Command::Catalogue(CatalogueCommand::ApprovePrice { package: package.clone() })
}

/// A package at a price a month, tax included.
pub fn rumah(price: i64) -> Command {
    rumah_as("RUMAH20", price)
}

fn rumah_as(code: &str, price: i64) -> Command {
    Command::DefinePackage(DefinePackage {
        code: code.to_owned(),
        name: "Rumah 20 Mbps".to_owned(),
        description: "Internet rumah".to_owned(),
        mbps: 20,
        price: rupiah(price),
        pricing: Pricing::Inclusive,
        tax_code: TaxCode::Ppn04,
        installation_fee: wikarta_core::money::Rupiah::ZERO,
    })
}
