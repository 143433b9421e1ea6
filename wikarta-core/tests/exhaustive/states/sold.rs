//! Packages, promotions and customers, wherever they stand.

use wikarta_core::access::{Actor, Role};
use wikarta_core::aggregate::{Aggregate, AggregateId};
use wikarta_core::billing::{DiscountKind, Pricing};
use wikarta_core::command::{
    CatalogueCommand as K, ChangeCustomer, Command, CustomerCommand as U, DunningCommand as R,
    ProposePromo, SubscriptionCommand as S,
};
use wikarta_core::id::{AccountId, PackageId, PromoId};
use wikarta_core::message::MessageChannel;
use wikarta_core::package::PackageState;
use wikarta_core::promo::PromoState;

use super::{Stand, finance, head, named, sent, why};
use crate::market::{day, order};
use crate::world::{World, approve_price, rumah, rupiah, staff};

pub fn packages() -> Vec<Stand> {
    let stand = |state: &PackageState| {
        let world = World::new();
        let account = world.customer("PLG-000001");
        let seller = || staff(Role::Marketing);
        sent(&world, "made", seller(), rumah(100_000));
        let package = PackageId::derived(&named("made"), 0);
        let agree = || approve_price(&package);
        let archive = Command::Catalogue(K::Archive { package: package.clone() });
        if *state != PackageState::Proposed {
            sent(&world, "agreed", head(1), agree());
        }
        if *state == PackageState::Archived {
            sent(&world, "archived", seller(), archive.clone());
        }
        let propose = K::ProposePrice {
            package: package.clone(),
            price: rupiah(120_000),
            pricing: Pricing::Inclusive,
            reason: why(),
        };
        let refuse = K::RejectPrice { package: package.clone(), reason: why() };
        let describe = K::Describe {
            package: package.clone(),
            name: "Rumah".to_owned(),
            description: "Internet rumah tangga".to_owned(),
        };
        let commands = vec![
            ("propose a price", seller(), Command::Catalogue(propose)),
            ("agree to a price", head(1), agree()),
            ("refuse a price", head(1), Command::Catalogue(refuse)),
            ("describe", seller(), Command::Catalogue(describe)),
            ("archive", seller(), archive),
            (
                "sell",
                seller(),
                Command::Subscription(S::Sell(order(&account, &package, "2026-08-01"))),
            ),
        ];
        let now = Box::new(move |world: &World| {
            match world.store.aggregate(&AggregateId::Package(package.clone())) {
                Some(Aggregate::Package(it)) => it.state.to_string(),
                other => panic!("{other:?}"),
            }
        });
        Stand { thing: "package", state: state.to_string(), world, commands, now }
    };
    PackageState::ALL.iter().map(stand).collect()
}

pub fn promos() -> Vec<Stand> {
    let stand = |state: &PromoState| {
        let world = World::new();
        let client = world.client("PLG-000001", 100_000);
        let propose = ProposePromo {
            code: "PROMO".to_owned(),
            name: "Promo awal tahun".to_owned(),
            kind: DiscountKind::Amount(rupiah(10_000)),
            periods: 1,
            from: day("2026-01-01"),
            until: day("2026-12-31"),
        };
        let propose = Command::Catalogue(K::ProposePromo(propose));
        sent(&world, "made", staff(Role::Marketing), propose);
        let promo = PromoId::derived(&named("made"), 0);
        let agree = Command::Catalogue(K::ApprovePromo { promo: promo.clone() });
        let refuse = Command::Catalogue(K::RejectPromo { promo: promo.clone(), reason: why() });
        match state {
            PromoState::Proposed => {}
            PromoState::Approved => sent(&world, "agreed", head(1), agree.clone()),
            PromoState::Rejected => sent(&world, "refused", head(1), refuse.clone()),
        }
        let give = S::GivePromo { subscription: client.subscription, promo: promo.clone() };
        let commands = vec![
            ("agree", head(2), agree),
            ("refuse", head(2), refuse),
            ("give", staff(Role::Marketing), Command::Subscription(give)),
        ];
        let now = Box::new(move |world: &World| {
            match world.store.aggregate(&AggregateId::Promo(promo.clone())) {
                Some(Aggregate::Promo(it)) => it.state.to_string(),
                other => panic!("{other:?}"),
            }
        });
        Stand { thing: "promotion", state: state.to_string(), world, commands, now }
    };
    PromoState::ALL.iter().map(stand).collect()
}

pub fn customers() -> Vec<Stand> {
    let stand = |state: &&'static str| {
        let world = World::new();
        let account: AccountId = world.customer("PLG-000001");
        let package = world.package(100_000);
        let of = || account.clone();
        let delete = Command::Customer(U::Delete { account: of(), reason: why() });
        let erase = Command::Customer(U::Erase { account: of(), reason: why() });
        let pause = Command::Dunning(R::Pause { account: of(), reason: why() });
        let channel = MessageChannel::Sms;
        let out = Command::Dunning(R::OptOut { account: of(), channel });
        match *state {
            "deleted" => sent(&world, "then", head(1), delete.clone()),
            "erased" => sent(&world, "then", head(1), erase.clone()),
            "not to be reminded" => {
                sent(&world, "then", head(1), pause.clone());
                sent(&world, "too", finance(1), out.clone());
            }
            _ => {}
        }
        let change = ChangeCustomer {
            account: of(),
            kind: Some(wikarta_core::customer::Kind::Corporate),
            treatment: None,
            personal: None,
        };
        let until = day("2026-08-02");
        let promise = R::TakePromise { account: of(), until, reason: why() };
        let sale = order(&account, &package, "2026-08-01");
        let commands = vec![
            ("change", finance(1), Command::Customer(U::Change(change))),
            ("reveal", finance(1), Command::Customer(U::Reveal { account: of(), reason: why() })),
            ("delete", head(1), delete),
            ("erase", head(1), erase),
            ("sell", staff(Role::Marketing), Command::Subscription(S::Sell(sale))),
            ("remind", Actor::Scheduler, Command::Dunning(R::Remind { account: of() })),
            ("take a promise", finance(1), Command::Dunning(promise)),
            ("opt out", finance(1), out),
            ("opt in", finance(1), Command::Dunning(R::OptIn { account: of(), channel })),
            ("pause reminders", head(1), pause),
            ("resume reminders", head(1), Command::Dunning(R::Resume { account: of() })),
        ];
        let now = Box::new(move |world: &World| {
            let it = world.store.account(&account).unwrap().customer;
            let stands = match (it.erased.is_some(), it.deleted.is_some()) {
                (true, _) => "erased",
                (false, true) => "deleted",
                (false, false) => "known",
            };
            stands.to_owned()
        });
        Stand { thing: "customer", state: (*state).to_owned(), world, commands, now }
    };
    ["known", "not to be reminded", "deleted", "erased"].iter().map(stand).collect()
}
