//! Packages, promotions, subscriptions, customers.

use wikarta_core::billing::{DiscountKind, LineKind, Pricing};
use wikarta_core::command::{
    CatalogueCommand as K, ChangeCustomer, ChangeWhen, Command, CustomerCommand as C, Installed,
    SubscriptionCommand as S,
};
use wikarta_core::customer::{CustomerKey, Payout, Personal};
use wikarta_core::id::{AccountId, PackageId, PromoId, SubscriptionId};

use super::{WHY, finance, head, seller};
use crate::market::{day, order, plus_tax};
use crate::tale::{Act, Tale};
use crate::world::{World, registration, rumah, rupiah};

fn why() -> String {
    WHY.to_owned()
}

pub fn catalogue() -> Tale {
    let mut tale = Tale::new("catalogue", World::new());
    let package = PackageId::derived(&tale.ask(&seller(), rumah(100_000)), 0);
    let approve = K::ApprovePrice { package: package.clone() };
    let propose = |price: i64| K::ProposePrice {
        package: package.clone(),
        price: rupiah(price),
        pricing: Pricing::Inclusive,
        reason: why(),
    };
    tale.ask(&head(1), Command::Catalogue(approve.clone()));
    tale.ask(&seller(), Command::Catalogue(propose(120_000)));
    tale.ask(&head(1), Command::Catalogue(approve));
    tale.ask(&seller(), Command::Catalogue(propose(150_000)));
    let reject = K::RejectPrice { package: package.clone(), reason: why() };
    tale.ask(&head(1), Command::Catalogue(reject));
    let (name, description) = ("Rumah 20".to_owned(), "Internet rumah tangga".to_owned());
    let describe = K::Describe { package: package.clone(), name, description };
    tale.ask(&seller(), Command::Catalogue(describe));
    tale.ask(&seller(), Command::Catalogue(K::Archive { package }));
    tale
}

pub fn promotions() -> Tale {
    let mut tale = Tale::new("promotions", World::new());
    let propose = |code: &str| {
        K::ProposePromo(wikarta_core::command::ProposePromo {
            code: code.to_owned(),
            name: "Promo awal tahun".to_owned(),
            kind: DiscountKind::Amount(rupiah(10_000)),
            periods: 1,
            from: day("2026-01-01"),
            until: day("2026-12-31"),
        })
    };
    let promo = PromoId::derived(&tale.ask(&seller(), Command::Catalogue(propose("SATU"))), 0);
    tale.ask(&head(1), Command::Catalogue(K::ApprovePromo { promo }));
    let promo = PromoId::derived(&tale.ask(&seller(), Command::Catalogue(propose("DUA"))), 0);
    tale.ask(&head(1), Command::Catalogue(K::RejectPromo { promo, reason: why() }));
    tale
}

pub fn subscriptions() -> Tale {
    let world = World::new();
    let package = world.on_sale(plus_tax("BISNIS", 250_000, 0));
    let other = world.on_sale(plus_tax("PRO", 450_000, 0));
    let promo = world.promo(DiscountKind::Amount(rupiah(10_000)), 1);
    let mut tale = Tale::new("subscriptions", world);
    let account = AccountId::derived(&tale.ask(&seller(), registration("PLG-000001")), 0);
    let start = Command::StartSubscription {
        account: account.clone(),
        package: package.clone(),
        starts_on: day("2026-01-01"),
    };
    tale.ask(&seller(), start);
    let mut sale = order(&account, &package, "2026-08-01");
    sale.installed = Installed::No;
    let sold = tale.ask(&seller(), Command::Subscription(S::Sell(sale)));
    let subscription = SubscriptionId::derived(&sold, 0);
    let of = || subscription.clone();
    let on = day("2026-08-01");
    for (actor, command) in [
        (seller(), S::Activate { subscription: of(), on }),
        (seller(), S::GivePromo { subscription: of(), promo }),
        (
            seller(),
            S::AddFee {
                subscription: of(),
                kind: LineKind::Other,
                description: "Perangkat tidak kembali".to_owned(),
                amount: rupiah(50_000),
            },
        ),
        (
            seller(),
            S::ChangePlan { subscription: of(), package: other, when: ChangeWhen::NextPeriod },
        ),
        (finance(1), S::Isolate { subscription: of(), reason: why() }),
        (finance(1), S::Restore { subscription: of(), reason: why() }),
        (seller(), S::RequestTermination { subscription: of(), on, reason: why() }),
        (head(1), S::RejectTermination { subscription: of(), reason: why() }),
        (seller(), S::RequestTermination { subscription: of(), on, reason: why() }),
        (head(1), S::ApproveTermination { subscription: of() }),
    ] {
        tale.ask(&actor, Command::Subscription(command));
    }
    tale.then([Act::Work]);
    tale
}

pub fn customers() -> Tale {
    let mut tale = Tale::new("customers", World::new());
    let account = AccountId::derived(&tale.ask(&seller(), registration("PLG-000001")), 0);
    let of = || account.clone();
    let personal =
        Personal::new("Slamet Riyadi", "+6281200000009", "slamet@contoh.test", "Jl. Melati No. 12");
    let (bank, number) = ("BCA".to_owned(), "1234567890".to_owned());
    let payout = Payout { bank, number, holder: "Slamet Riyadi".to_owned() };
    let personal = personal.unwrap().with_payout(payout).unwrap();
    let change = ChangeCustomer {
        account: of(),
        kind: None,
        treatment: None,
        personal: Some((personal, CustomerKey::new([7; 32]))),
    };
    tale.ask(&seller(), Command::Customer(C::Change(change)));
    tale.ask(&finance(1), Command::Customer(C::Reveal { account: of(), reason: why() }));
    tale.ask(&head(1), Command::Customer(C::Delete { account: of(), reason: why() }));
    tale.ask(&head(1), Command::Customer(C::Erase { account: of(), reason: why() }));
    tale
}
