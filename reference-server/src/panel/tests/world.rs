//! A small provider in memory: a handful of people, customers and bills, a bank, a clock that
//! stands until it is moved.

use std::cell::Cell;
use std::sync::Arc;

use axum::response::Response;
use wikarta_core::access::{Actor, Role};
use wikarta_core::billing::{Pricing, TaxCode};
use wikarta_core::command::{
    CatalogueCommand, Command, DefinePackage, Envelope, Notified, RegisterCustomer,
};
use wikarta_core::customer::{CustomerKey, Personal};
use wikarta_core::decide::Answer;
use wikarta_core::engine::{Handled, Receipt};
use wikarta_core::id::{
    AccountId, CommandId, InvoiceId, OrderId, PackageId, SubscriptionId, TraceId,
};
use wikarta_core::money::Rupiah;
use wikarta_core::ports::Host;
use wikarta_core::provider::{Channel, Hint, ProviderRefund, ProviderStatus};
use wikarta_core::testkit::Bank;
use wikarta_core::time::{Timestamp, Zone};
use wikarta_store_sqlx::SqlxStore;

use crate::app::{App, Seller};
use crate::config::Config;
use crate::pages::{GatewayMode, Theme};
use crate::panel::viewer::Viewer;
use crate::runtime::{Parts, assemble};
use crate::text::Lang;
use crate::workers::SystemHost;

/// The morning on which everything begins: 2 November 2026, 10.00 WIB.
const BEGINNING: &str = "2026-11-02T03:00:00Z";

pub struct World {
    pub app: App,
    pub bank: Arc<Bank>,
    pub host: Arc<SystemHost>,
    package: PackageId,
    commands: Cell<u32>,
}

/// A customer with a running subscription.
pub struct Client {
    pub account: AccountId,
    pub subscription: SubscriptionId,
}

impl World {
    /// In memory.
    pub async fn new() -> Self {
        Self::at("sqlite::memory:").await
    }

    /// In a database at this address.
    pub async fn at(url: &str) -> Self {
        let pairs = [
            ("DATABASE_URL", "sqlite:///unused.db"),
            ("MIDTRANS_SERVER_KEY", "SB-Mid-server-abcdef123456"),
            ("WIKARTA_SECRET_KEY", "0123456789abcdef0123456789abcdef"),
            ("WIKARTA_CAPTURE", "yes"),
        ];
        let listen = "127.0.0.1:8080".parse().unwrap();
        let config = Config::for_serve(&pairs.into_iter().collect(), listen).unwrap();
        let store = SqlxStore::open(url).await.unwrap();
        store.migrate_up().await.unwrap();
        let bank = Arc::new(Bank::default());
        let host = Arc::new(SystemHost::standing_at(BEGINNING.parse().unwrap()));
        let assembled = assemble(Parts {
            config: &config,
            store,
            gateway: bank.clone(),
            mode: GatewayMode::Sandbox,
            host: host.clone(),
            listen,
            seller: Seller { name: "Contoh Net".into(), contact: "0800-0000-123".into() },
        });
        let assembled = assembled.unwrap();
        assembled.adopt_policy().await.unwrap();
        let app = assembled.app;
        let package = PackageId::derived(&CommandId::new("x"), 0);
        let mut world = Self { app, bank, host, package, commands: Cell::new(0) };
        world.open_for_business().await;
        world
    }

    async fn open_for_business(&mut self) {
        for (name, role) in [
            ("Ratna", Role::Keuangan),
            ("Dewi", Role::Keuangan),
            ("Nurlaila", Role::Supervisor),
            ("Galih", Role::Superuser),
            ("Dimas", Role::Marketing),
            ("Wayan", Role::Teknisi),
            ("Agus", Role::Auditor),
        ] {
            let email = format!("{}@contoh.test", name.to_lowercase());
            let command = Command::AddUser { email, name: name.into(), roles: vec![role] };
            self.tell(Actor::System, command).await;
        }
        let package = DefinePackage {
            code: "KELUARGA30".into(),
            name: "Keluarga 30".into(),
            description: "Untuk keluarga".into(),
            mbps: 30,
            price: Rupiah::new(250_000).unwrap(),
            pricing: Pricing::Inclusive,
            tax_code: TaxCode::Ppn04,
            installation_fee: wikarta_core::money::Rupiah::ZERO,
        };
        let marketing = self.person("Dimas", Role::Marketing);
        let made = self.tell(marketing, Command::DefinePackage(package)).await;
        let Answer::Package { id } = made.answer else { panic!("{made:?}") };
        let approve = CatalogueCommand::ApprovePrice { package: id.clone() };
        let supervisor = self.person("Nurlaila", Role::Supervisor);
        self.tell(supervisor, Command::Catalogue(approve)).await;
        self.package = id;
    }

    /// A member of staff as the core knows one.
    pub fn person(&self, name: &str, role: Role) -> Actor {
        let email = format!("{}@contoh.test", name.to_lowercase());
        Actor::staff(self.user(&email), [role])
    }

    // People are added first, so the n-th command made the n-th person.
    fn user(&self, email: &str) -> wikarta_core::id::UserId {
        const ORDER: [&str; 7] = ["ratna", "dewi", "nurlaila", "galih", "dimas", "wayan", "agus"];
        let name = email.split('@').next().unwrap();
        let place = ORDER.iter().position(|known| *known == name).unwrap() + 1;
        wikarta_core::id::UserId::derived(&CommandId::new(format!("command {place}")), 0)
    }

    /// Somebody before a page.
    pub fn viewer(&self, name: &str, role: Role) -> Viewer {
        Viewer {
            lang: Lang::Id,
            theme: Theme::System,
            now: self.host.now(),
            zone: Zone::Wib,
            actor: self.person(name, role),
            name: name.to_owned(),
            form: "token".into(),
            address: "/".into(),
            origin: "http://127.0.0.1:8080".into(),
            gateway: GatewayMode::Sandbox,
            sending: self.app.sending,
            trace: TraceId::new("halaman"),
        }
    }

    /// Sends a command that must succeed, and does what it planned for the gateway.
    pub async fn tell(&self, actor: Actor, command: Command) -> Receipt {
        self.ask(actor, command).await.unwrap()
    }

    /// Sends a command that rules may refuse.
    pub async fn ask(&self, actor: Actor, command: Command) -> Handled {
        self.commands.set(self.commands.get() + 1);
        let number = self.commands.get();
        let envelope = Envelope {
            id: CommandId::new(format!("command {number}")),
            actor,
            at: self.host.now(),
            trace: TraceId::new(&format!("trace-{number}")),
            command,
        };
        self.app.wikarta.send_and_charge(envelope).await
    }

    /// Lets the outbox be worked until nothing is due.
    pub async fn work(&self) {
        while self.app.wikarta.work(50).await.unwrap() != Default::default() {}
    }

    /// Moves the clock on.
    pub fn pass(&self, seconds: i64) {
        self.host.set(self.host.now().plus_seconds(seconds));
    }

    /// Takes a customer in and sells a subscription; `number` tells customers apart.
    pub async fn client(&self, number: u32, name: &str) -> Client {
        let (phone, email) = (format!("+62812000{number:05}"), format!("p{number}@contoh.test"));
        let address = "Jl. Melati No. 12, Kel. Sukamaju, Kota Depok 16415";
        let order = RegisterCustomer {
            code: format!("PLG-{number:06}").parse().unwrap(),
            zone: Zone::Wib,
            personal: Personal::new(name, &phone, &email, address).unwrap(),
            key: CustomerKey::new(self.host.fresh_key()),
            kind: wikarta_core::customer::Kind::Home,
            treatment: wikarta_core::customer::TaxTreatment::default(),
        };
        let marketing = self.person("Dimas", Role::Marketing);
        let command = Command::RegisterCustomer(Box::new(order));
        let made = self.tell(marketing.clone(), command).await;
        let Answer::Customer { id: account } = made.answer else { panic!("{made:?}") };
        let command = Command::StartSubscription {
            account: account.clone(),
            package: self.package.clone(),
            starts_on: "2026-08-01".parse().unwrap(),
        };
        let made = self.tell(marketing, command).await;
        let Answer::Subscription { id: subscription } = made.answer else { panic!("{made:?}") };
        Client { account, subscription }
    }

    /// Drafts the bill of a month, as Ratna does.
    pub async fn draft(&self, client: &Client, month: &str) -> InvoiceId {
        let (subscription, period) = (client.subscription.clone(), month.parse().unwrap());
        let ratna = self.person("Ratna", Role::Keuangan);
        let made = self.tell(ratna, Command::DraftInvoice { subscription, period }).await;
        let Answer::Invoice { id } = made.answer else { panic!("{made:?}") };
        id
    }

    /// Drafts and issues the bill of a month.
    pub async fn bill(&self, client: &Client, month: &str) -> InvoiceId {
        let invoice = self.draft(client, month).await;
        let ratna = self.person("Ratna", Role::Keuangan);
        self.tell(ratna, Command::IssueInvoice { invoice: invoice.clone() }).await;
        invoice
    }

    /// Makes a code for some bills, as Ratna does.
    pub async fn charge(&self, invoices: &[&InvoiceId], channel: Channel) -> OrderId {
        let invoices = invoices.iter().map(|id| (*id).clone()).collect();
        let ratna = self.person("Ratna", Role::Keuangan);
        let made = self.tell(ratna, Command::OpenAttempt { invoices, channel }).await;
        let Answer::Attempt { order_id, .. } = made.answer else { panic!("{made:?}") };
        order_id
    }

    /// The bank holds another status of an order from now on.
    pub fn at_bank(&self, order: &OrderId, status: ProviderStatus) {
        let mut reading = self.bank.holds(order).unwrap();
        reading.status = status;
        if status == ProviderStatus::Settled {
            reading.settled_at = Some(self.host.now());
        }
        self.bank.set(order, reading);
    }

    /// The bank gives all the money of an order back.
    pub fn refund_at_bank(&self, order: &OrderId) {
        let mut reading = self.bank.holds(order).unwrap();
        reading.status = ProviderStatus::Refunded;
        reading.refunds = vec![ProviderRefund {
            key: "r-1".into(),
            amount: reading.amount,
            confirmed: true,
            chargeback: false,
        }];
        self.bank.set(order, reading);
    }

    /// The bank says so and tells us; what has to be read is read.
    pub async fn notify(&self, order: &OrderId, status: ProviderStatus) {
        self.at_bank(order, status);
        self.claim(order, status).await;
    }

    /// Somebody tells us with a valid signature, whatever the bank holds.
    pub async fn claim(&self, order: &OrderId, status: ProviderStatus) {
        let mut reading = self.bank.holds(order).unwrap();
        reading.status = status;
        let event_key = format!("{order} {status} {}", self.commands.get());
        let hint = Hint { order_id: order.clone(), event_key, reading, probe: false };
        let at = self.host.now();
        let notified = Notified {
            hint,
            payload: b"{}".to_vec(),
            received_at: at,
            verified_at: at,
            signed_by: 0,
        };
        self.tell(Actor::Gateway, Command::Notify(Box::new(notified))).await;
        self.work().await;
    }
}

/// The text of an answer.
pub async fn text(response: Response) -> String {
    let bytes = axum::body::to_bytes(response.into_body(), 1 << 20).await.unwrap();
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// What people read of a page: no markup, no runs of space.
pub fn words(html: &str) -> String {
    let mut plain = String::new();
    let mut inside = false;
    for c in html.chars() {
        match c {
            '<' => inside = true,
            '>' => {
                inside = false;
                plain.push(' ');
            }
            c if !inside => plain.push(c),
            _ => {}
        }
    }
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A moment of the story.
pub fn moment(text: &str) -> Timestamp {
    text.parse().unwrap()
}
