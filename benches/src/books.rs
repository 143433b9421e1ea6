//! Books full of pending attempts, made by the real use cases, and two servers over them.

use std::collections::VecDeque;
use std::error::Error;
use std::net::SocketAddr;
use std::sync::Arc;

use tempfile::TempDir;
use tokio::net::TcpListener;
use wikarta_core::access::{Actor, Role};
use wikarta_core::account::AttemptState;
use wikarta_core::billing::{Pricing, TaxCode};
use wikarta_core::command::{CatalogueCommand, Command, DefinePackage, Envelope, RegisterCustomer};
use wikarta_core::customer::{CustomerKey, Personal};
use wikarta_core::decide::Answer;
use wikarta_core::engine::Wikarta;
use wikarta_core::id::{AccountId, CommandId, InvoiceId, OrderId, SubscriptionId, TraceId, UserId};
use wikarta_core::money::Rupiah;
use wikarta_core::ports::Gateway;
use wikarta_core::provider::Channel;
use wikarta_core::testkit::Bank;
use wikarta_core::time::{Month, Zone};
use wikarta_midtrans::signature::{ServerKey, Signature};
use wikarta_server::app::Seller;
use wikarta_server::config::{Config, DEMO_SERVER_KEY, Environment};
use wikarta_server::intake::Intake;
use wikarta_server::pages::GatewayMode;
use wikarta_server::runtime::{self, Parts};
use wikarta_server::workers::SystemHost;
use wikarta_store_sqlx::SqlxStore;

/// Commands of one batch while the books are made.
const BATCH: usize = 256;

type Fallible<T> = Result<T, Box<dyn Error>>;

/// The books and the addresses of the two servers.
pub struct Bench {
    /// The server whose committer shares transactions.
    pub shared: SocketAddr,
    /// The server that takes each notification alone.
    pub alone: SocketAddr,
    waiting: VecDeque<Pending>,
    orders: Vec<OrderId>,
    store: SqlxStore,
    wikarta: Wikarta,
    _folder: TempDir,
}

/// One attempt that waits for its money.
pub struct Pending {
    order_id: OrderId,
    amount: Rupiah,
    transaction_id: String,
}

impl Pending {
    /// A settlement of it, signed, as a whole HTTP request.
    pub fn request(&self, to: SocketAddr) -> Vec<u8> {
        let gross = format!("{}.00", self.amount.get());
        let order = self.order_id.as_str();
        let signature = ServerKey::new(DEMO_SERVER_KEY)
            .map(|key| Signature::of(order, "200", &gross, &key).to_hex())
            .unwrap_or_default();
        let body = serde_json::json!({
            "transaction_time": "2026-11-23 10:00:00", "transaction_status": "settlement",
            "transaction_id": self.transaction_id, "status_message": "midtrans payment notification",
            "status_code": "200", "signature_key": signature, "payment_type": "bank_transfer",
            "order_id": order, "merchant_id": "G123456789", "gross_amount": gross,
            "fraud_status": "accept", "currency": "IDR", "settlement_time": "2026-11-23 10:42:03",
            "va_numbers": [{ "bank": "bca", "va_number": "8808123456789" }], "payment_amounts": [],
        })
        .to_string();
        format!(
            "POST /api/webhooks/midtrans HTTP/1.1\r\nHost: {to}\r\nUser-Agent: Veritrans\r\n\
             Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        )
        .into_bytes()
    }
}

impl Bench {
    /// Books with so many pending attempts, one a customer.
    pub async fn make(count: usize) -> Fallible<Self> {
        let folder = tempfile::tempdir()?;
        let none = std::iter::empty::<(&str, &str)>();
        let environment: Environment = none.collect();
        let config = Config::for_demo(&environment, folder.path())?;
        let store = SqlxStore::open(config.database.expose()).await?;
        store.migrate_up().await?;
        let host = Arc::new(SystemHost::default());
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let listen = listener.local_addr()?;
        let gateway: Arc<dyn Gateway> = Arc::new(Bank::default());
        let seller = Seller { name: String::new(), contact: String::new() };
        let mode = GatewayMode::Sandbox;
        let parts =
            Parts { config: &config, store: store.clone(), gateway, mode, host, listen, seller };
        let assembled = runtime::assemble(parts).map_err(|failure| failure.to_string())?;
        assembled.adopt_policy().await.map_err(|failure| failure.to_string())?;
        let wikarta = assembled.app.wikarta.clone();
        store.relax_durability().await?;
        let waiting = seed(&wikarta, count).await?;
        store.restore_durability().await?;

        let shared = serve(listener, assembled.router(None).map_err(|f| f.to_string())?);
        let second = TcpListener::bind("127.0.0.1:0").await?;
        let alone = second.local_addr()?;
        let mut app = assembled.app.clone();
        let keys = wikarta_midtrans::signature::KeyRing::new(ServerKey::new(DEMO_SERVER_KEY)?);
        app.intake = Intake::new(keys, wikarta.clone().alone(), app.wake.clone());
        let routes = wikarta_server::routes::routes(Arc::clone(&app.edge));
        let router = routes.finish()?.with_state(app);
        tokio::spawn(wikarta_server::http::serve(second, router, std::future::pending()));
        let orders = waiting.iter().map(|pending| pending.order_id.clone()).collect();
        Ok(Self { shared: shared?, alone, waiting, orders, store, wikarta, _folder: folder })
    }

    /// Attempts that nobody has paid yet.
    pub fn take(&mut self, count: usize) -> Vec<Pending> {
        let count = count.min(self.waiting.len());
        self.waiting.drain(..count).collect()
    }

    /// A bench that lost or doubled money would measure nothing.
    pub async fn check(&self) -> Fallible<()> {
        for order in self.orders.iter().step_by(97) {
            let found = self.wikarta.attempt(order).await?;
            let Some((account, attempt)) = found else { return Err("an attempt is gone".into()) };
            let paid: Rupiah = account.invoices.values().map(|invoice| invoice.paid).sum();
            if attempt.state != AttemptState::Settled || paid != attempt.amount {
                return Err(format!("`{order}` is not settled once").into());
            }
        }
        let proof = self.store.prove_audit().await?;
        if proof.faults.is_empty() { Ok(()) } else { Err("the audit trail is broken".into()) }
    }
}

fn serve(listener: TcpListener, router: wikarta_server::runtime::Router) -> Fallible<SocketAddr> {
    let address = listener.local_addr()?;
    tokio::spawn(wikarta_server::http::serve(listener, router, std::future::pending()));
    Ok(address)
}

/// Makes customers, bills and attempts in batches, as a billing day would.
async fn seed(wikarta: &Wikarta, count: usize) -> Fallible<VecDeque<Pending>> {
    let marketing = Actor::staff("usr_bench-marketing".parse::<UserId>()?, [Role::Marketing]);
    let finance = Actor::staff("usr_bench-finance".parse::<UserId>()?, [Role::Keuangan]);
    let host = wikarta.host();
    let month = Month::of(host.now().day_in(Zone::Wib));
    let package = DefinePackage {
        code: "RUMAH20".to_owned(),
        name: "Rumah 20 Mbps".to_owned(),
        description: String::new(),
        mbps: 20,
        price: Rupiah::new(199_000)?,
        pricing: Pricing::Inclusive,
        tax_code: TaxCode::Ppn04,
        installation_fee: wikarta_core::money::Rupiah::ZERO,
    };
    let package = send(wikarta, &marketing, vec![Command::DefinePackage(package)]).await?;
    let Some(Answer::Package { id: package }) = package.into_iter().next() else {
        return Err("no package".into());
    };
    let supervisor = Actor::staff("usr_bench-supervisor".parse::<UserId>()?, [Role::Supervisor]);
    let approve = CatalogueCommand::ApprovePrice { package: package.clone() };
    send(wikarta, &supervisor, vec![Command::Catalogue(approve)]).await?;
    let mut waiting = VecDeque::with_capacity(count);
    for first in (0..count).step_by(BATCH) {
        let batch = first..count.min(first + BATCH);
        let customers = batch.map(customer).collect::<Fallible<Vec<_>>>()?;
        let accounts: Vec<AccountId> = ids(send(wikarta, &marketing, customers).await?);
        let subscribe = |account| Command::StartSubscription {
            account,
            package: package.clone(),
            starts_on: month.first_day(),
        };
        let subscriptions: Vec<SubscriptionId> =
            ids(send(wikarta, &marketing, accounts.into_iter().map(subscribe).collect()).await?);
        let draft = |subscription| Command::DraftInvoice { subscription, period: month };
        let invoices: Vec<InvoiceId> =
            ids(send(wikarta, &finance, subscriptions.into_iter().map(draft).collect()).await?);
        let issue = |invoice: &InvoiceId| Command::IssueInvoice { invoice: invoice.clone() };
        send(wikarta, &finance, invoices.iter().map(issue).collect()).await?;
        let charge =
            |invoice| Command::OpenAttempt { invoices: vec![invoice], channel: Channel::BcaVa };
        let orders: Vec<OrderId> =
            ids(send(wikarta, &finance, invoices.into_iter().map(charge).collect()).await?);
        while wikarta.work(BATCH as u32).await?.effects > 0 {}
        for order_id in orders {
            let found = wikarta.attempt(&order_id).await?;
            let (_, attempt) = found.ok_or("no attempt")?;
            let transaction_id = attempt.transaction_id.ok_or("no transaction")?;
            waiting.push_back(Pending { order_id, amount: attempt.amount, transaction_id });
        }
    }
    Ok(waiting)
}

fn customer(number: usize) -> Fallible<Command> {
    let phone = format!("+62812{number:08}");
    let email = format!("c{number}@contoh.test");
    let order = RegisterCustomer {
        code: format!("PLG-{number:06}").parse()?,
        zone: Zone::Wib,
        personal: Personal::new("Pelanggan Uji", &phone, &email, "Jl. Uji 1, Bandung")?,
        key: CustomerKey::new([7; 32]),
        kind: wikarta_core::customer::Kind::Home,
        treatment: wikarta_core::customer::TaxTreatment::default(),
    };
    Ok(Command::RegisterCustomer(Box::new(order)))
}

async fn send(wikarta: &Wikarta, actor: &Actor, commands: Vec<Command>) -> Fallible<Vec<Answer>> {
    let host = wikarta.host();
    let envelope = |command| {
        let id: CommandId = host.fresh_id();
        let (trace, at) = (TraceId::new(id.as_str()), host.now());
        Envelope { id, actor: actor.clone(), at, trace, command }
    };
    let envelopes: Vec<Envelope> = commands.into_iter().map(envelope).collect();
    let handled = wikarta.handle(&envelopes).await;
    let answers: Result<Vec<Answer>, _> =
        handled.into_iter().map(|one| one.map(|receipt| receipt.answer)).collect();
    Ok(answers?)
}

/// The ids of one kind that commands were answered with.
fn ids<T: FromAnswer>(answers: Vec<Answer>) -> Vec<T> {
    answers.into_iter().filter_map(T::from_answer).collect()
}

trait FromAnswer: Sized {
    fn from_answer(answer: Answer) -> Option<Self>;
}

macro_rules! from_answer {
    ($($kind:ident, $field:ident => $id:ty;)*) => {$(
        impl FromAnswer for $id {
            fn from_answer(answer: Answer) -> Option<Self> {
                match answer {
                    Answer::$kind { $field, .. } => Some($field),
                    _ => None,
                }
            }
        }
    )*};
}

from_answer! {
    Customer, id => AccountId;
    Subscription, id => SubscriptionId;
    Invoice, id => InvoiceId;
    Attempt, order_id => OrderId;
}
