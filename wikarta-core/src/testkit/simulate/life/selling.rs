//! Packages go on sale, customers come and buy.

use chrono::{Days, NaiveDate};

use super::super::agenda::Deed;
use super::super::cast::{By, Customer};
use super::super::profile::Leaning;
use super::super::sending::Told;
use super::super::world::World;
use super::DAY;
use super::work::{REASON, rupiah};
use crate::access::Role;
use crate::billing::{Anchor, BillingMode, Cycle, DiscountKind, PeriodLength, Pricing, TaxCode};
use crate::command::{
    CatalogueCommand, Command, DefinePackage, Installed, ProposePromo, Sell, SubscriptionCommand,
};
use crate::decide::Answer;
use crate::id::{AccountId, PromoId};
use crate::money::Rate;
use crate::promo::PromoState;
use crate::testkit::laws::Violation;

const MARKETING: &[Role] = &[Role::Marketing];
const SUPERVISOR: &[Role] = &[Role::Supervisor];

/// Code, rupiah a month, whether the price contains the tax, fee for the installation.
const PACKAGES: &[(&str, i64, Pricing, i64)] = &[
    ("RUMAH20", 199_000, Pricing::Inclusive, 0),
    ("PRO100", 450_000, Pricing::Inclusive, 250_000),
    ("BISNIS100", 750_000, Pricing::Exclusive, 0),
    ("DEDIKASI50", 5_000_000, Pricing::Exclusive, 250_000),
];

/// The civil day in the seller's zone.
pub(super) fn today(world: &World) -> NaiveDate {
    world.now().day_in(world.site.policy.zone)
}

pub(super) fn in_days(world: &World, days: u64) -> NaiveDate {
    let today = today(world);
    today.checked_add_days(Days::new(days)).unwrap_or(today)
}

/// Puts packages and a promotion on sale.
pub(super) fn open_shop(world: &mut World) -> Result<(), Violation> {
    for (code, price, pricing, fee) in PACKAGES {
        let define = DefinePackage {
            code: (*code).to_owned(),
            name: format!("Paket {code}"),
            description: "Internet".to_owned(),
            mbps: 20,
            price: rupiah(*price),
            pricing: *pricing,
            tax_code: TaxCode::Ppn04,
            installation_fee: rupiah(*fee),
        };
        let Some(actor) = world.somebody(&By::any(MARKETING)) else { continue };
        let Told::Done(Answer::Package { id }) =
            world.ask(actor, Command::DefinePackage(define))?
        else {
            continue;
        };
        let approve = CatalogueCommand::ApprovePrice { package: id.clone() };
        if let Some(actor) = world.somebody(&By::any(SUPERVISOR)) {
            world.ask(actor, Command::Catalogue(approve))?;
        }
        world.cast.packages.push(id);
    }
    promise(world)
}

/// Proposes a promotion and has it decided.
pub(super) fn promise(world: &mut World) -> Result<(), Violation> {
    let number = world.named;
    let rate = Rate::of_basis_points(2_500).unwrap_or(Rate::NONE);
    let kinds = [
        DiscountKind::Percent(rate),
        DiscountKind::Amount(rupiah(25_000)),
        DiscountKind::FreeDays(10),
        DiscountKind::FreeMonths(1),
        DiscountKind::InstallWaived,
    ];
    let Some(kind) = world.dice.pick(&kinds).copied() else { return Ok(()) };
    let promo = ProposePromo {
        code: format!("PROMO{number}"),
        name: "Promo".to_owned(),
        kind,
        periods: 2,
        from: today(world),
        until: in_days(world, 90),
    };
    let by = By::any(MARKETING);
    let propose = Command::Catalogue(CatalogueCommand::ProposePromo(promo));
    let Told::Done(Answer::Promo { id, .. }) = world.act(&by, propose)? else { return Ok(()) };
    let decide = match world.dice.hits(800) {
        true => CatalogueCommand::ApprovePromo { promo: id },
        false => CatalogueCommand::RejectPromo { promo: id, reason: REASON.to_owned() },
    };
    world.act(&By::any(SUPERVISOR), Command::Catalogue(decide)).map(|_| ())
}

fn promo_on_sale(world: &mut World) -> Option<PromoId> {
    let promos = world.books().promos();
    let approved: Vec<PromoId> = promos
        .into_iter()
        .filter(|promo| promo.state == PromoState::Approved)
        .map(|promo| promo.id)
        .collect();
    world.dice.pick(&approved).cloned()
}

/// A customer comes, and buys on the terms that suit.
pub(super) fn sale(world: &mut World, number: usize) -> Result<(), Violation> {
    let Some((payer, mut dice, order)) = world.newcomer(number) else { return Ok(()) };
    let by = By::any(&[Role::Marketing, Role::Keuangan]);
    let Some(actor) = world.somebody(&by) else { return Ok(()) };
    let register = Command::RegisterCustomer(Box::new(order));
    let envelope = world.envelope(actor, register);
    let account = AccountId::derived(&envelope.id, 0);
    world.insist(envelope)?;
    if world.books().account(&account).is_none() {
        world.later(DAY, Deed::Sale(number)); // comes again tomorrow
        return Ok(());
    }
    let begins = dice.between(3 * DAY, 12 * DAY);
    world.cast.customers.push(Customer { account: account.clone(), payer });
    let place = world.cast.customers.len() - 1;
    sell(world, &account)?;
    world.later(begins, Deed::Begin(place));
    Ok(())
}

/// Sells a package to a customer.
pub(super) fn sell(world: &mut World, account: &AccountId) -> Result<(), Violation> {
    let shares = [(0_usize, 50), (1, 25), (2, 15), (3, 10)];
    let place = match world.leaning {
        Leaning::LargeByCode => 3,
        _ => world.dice.weighted(&shares).unwrap_or(0),
    };
    let Some(package) = world.cast.packages.get(place).cloned() else { return Ok(()) };
    if world.dice.hits(40) {
        let (account, starts_on) = (account.clone(), in_days(world, 1));
        let start = Command::StartSubscription { account, package, starts_on };
        return world.act(&By::any(MARKETING), start).map(|_| ());
    }
    let calendar = world.dice.hits(400);
    let day = match world.dice.hits(350) {
        true => world.dice.between(29, 31),
        false => world.dice.between(1, 28),
    };
    let anchor = Anchor::new(u32::try_from(day).unwrap_or(1)).ok();
    let cycle = match anchor.filter(|_| !calendar) {
        Some(anchor) => Cycle::Anniversary { anchor },
        None => Cycle::Calendar,
    };
    let promo = if world.dice.hits(300) { promo_on_sale(world) } else { None };
    let months = if world.dice.hits(100) { 3 } else { 1 };
    let sale = Sell {
        account: account.clone(),
        package,
        starts_on: in_days(world, world.named % 3),
        installed: if world.dice.hits(700) { Installed::Yes } else { Installed::No },
        cycle,
        length: PeriodLength::new(months).unwrap_or(PeriodLength::MONTH),
        mode: if world.dice.hits(800) { BillingMode::Prepaid } else { BillingMode::Postpaid },
        promo,
        deposit: if world.dice.hits(200) { rupiah(100_000) } else { rupiah(0) },
    };
    let sell = Command::Subscription(SubscriptionCommand::Sell(sale));
    world.act(&By::any(MARKETING), sell).map(|_| ())
}
