//! Something to bill in an empty installation: this version sells through its core, not yet through
//! a page.

use std::sync::Arc;

use wikarta_core::access::{Actor, Role};
use wikarta_core::billing::{Pricing, TaxCode};
use wikarta_core::command::{CatalogueCommand, Command, DefinePackage, Envelope, RegisterCustomer};
use wikarta_core::customer::{CustomerKey, Personal};
use wikarta_core::decide::Answer;
use wikarta_core::engine::{Ports, Wikarta};
use wikarta_core::id::TraceId;
use wikarta_core::money::Rupiah;
use wikarta_core::policy::Policy;
use wikarta_core::ports::Host;
use wikarta_core::time::Zone;
use wikarta_server::workers::{SystemHost, offline::Offline};
use wikarta_store_sqlx::SqlxStore;

struct Shop {
    wikarta: Wikarta,
    host: Arc<SystemHost>,
    seller: Actor,
}

impl Shop {
    async fn does(&self, command: Command) -> Answer {
        self.does_as(&self.seller, command).await
    }

    async fn does_as(&self, actor: &Actor, command: Command) -> Answer {
        let id = self.host.fresh_id();
        let (actor, trace) = (actor.clone(), TraceId::new(id.as_str()));
        let envelope = Envelope { id, actor, at: self.host.now(), trace, command };
        self.wikarta.send(envelope).await.unwrap().answer
    }
}

/// One package, one customer, one subscription.
pub async fn sell_one(database: &str) {
    let store = SqlxStore::open(database).await.unwrap();
    let host = Arc::new(SystemHost::default());
    let ports = Ports {
        store: Arc::new(store.clone()),
        gateway: Arc::new(Offline),
        notifier: Arc::new(Offline),
        host: host.clone(),
    };
    let wikarta = Wikarta::new(ports, Policy::indonesian_pkp().unwrap());
    let roles: Vec<Role> = [Role::Marketing].into_iter().collect();
    let seller = Actor::staff("usr_seller".parse().unwrap(), roles);
    let shop = Shop { wikarta, host, seller };
    let package = shop.does(Command::DefinePackage(DefinePackage {
        code: "NET-20".to_owned(),
        name: "Rumah 20 Mbps".to_owned(),
        description: "Internet rumah".to_owned(),
        mbps: 20,
        price: Rupiah::new(275_000).unwrap(),
        pricing: Pricing::Inclusive,
        tax_code: TaxCode::Ppn04,
        installation_fee: wikarta_core::money::Rupiah::ZERO,
    }));
    let Answer::Package { id: package } = package.await else { panic!("no package") };
    let approve = CatalogueCommand::ApprovePrice { package: package.clone() };
    let supervisor = Actor::staff("usr_supervisor".parse().unwrap(), [Role::Supervisor]);
    shop.does_as(&supervisor, Command::Catalogue(approve)).await;
    let personal =
        Personal::new("Budi Contoh", "+6281200000001", "budi@contoh.test", "Jalan Contoh 1");
    let customer = shop.does(Command::RegisterCustomer(Box::new(RegisterCustomer {
        code: "PLG-0001".parse().unwrap(),
        zone: Zone::Wib,
        personal: personal.unwrap(),
        key: CustomerKey::new(shop.host.fresh_key()),
        kind: wikarta_core::customer::Kind::Home,
        treatment: wikarta_core::customer::TaxTreatment::default(),
    })));
    let Answer::Customer { id: account } = customer.await else { panic!("no customer") };
    let starts_on = "2026-01-01".parse().unwrap();
    shop.does(Command::StartSubscription { account, package, starts_on }).await;
    store.close().await;
}
