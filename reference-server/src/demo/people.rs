//! The customers: who they are, where they live, what they bought, how they pay.

use chrono::NaiveDate;
use wikarta_core::provider::Channel;
use wikarta_core::time::{Month, Timestamp, Zone};

use super::behaviour::{Behaviour, CHANNELS};
use super::calendar::{Calendar, HOUR, MINUTE, Window, plus_days};
use super::catalogue::{CATALOGUE, PackagePlan};
use super::names::{Name, corporation, mailbox, small_business};
use super::places::{CITIES, City};
use wikarta_core::testkit::{Dice, apportion};

/// What kind of customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CustomerKind {
    /// A household.
    Home,
    /// A boarding house, shop, net café or clinic.
    SmallBusiness,
    /// A company, foundation or school.
    Corporate,
}

impl CustomerKind {
    /// Kinds with their share of 250 customers.
    pub const SHARES: [(Self, u32); 3] =
        [(Self::Corporate, 8), (Self::SmallBusiness, 24), (Self::Home, 218)];
}

/// A customer and the one subscription.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomerPlan {
    /// The code that people use: `PLG-000123`.
    pub code: String,
    /// What kind of customer.
    pub kind: CustomerKind,
    /// As written on a bill.
    pub name: String,
    /// E.164, of the reserved form `+628120000xxxx`; unique.
    pub phone: String,
    /// Unique, ends in `@contoh.test`.
    pub email: String,
    /// One line, city and post code included.
    pub address: String,
    /// The city, such as `Kota Bandung`.
    pub city: &'static str,
    /// The zone of the city.
    pub zone: Zone,
    /// What was bought.
    pub package: &'static PackagePlan,
    /// Since when, by the customer's calendar; before the first month with bills for most.
    pub subscribed_on: NaiveDate,
    /// When the customer is entered into the books.
    pub registered_at: Timestamp,
    /// The day of the month on which the bills are issued, 1 to 10.
    pub billing_day: u32,
    /// How the customer treats bills.
    pub behaviour: Behaviour,
    /// The channel that the customer likes best.
    pub channel: Channel,
}

impl CustomerPlan {
    /// Whether the whole of a month is to be billed: the subscription began before it.
    #[must_use]
    pub fn owes(&self, month: Month) -> bool {
        self.subscribed_on <= month.first_day()
    }
}

/// What is dealt to everybody at once, so that the stated mixes hold exactly.
struct Hands {
    classes: Vec<(CustomerKind, &'static PackagePlan)>,
    cities: Vec<&'static City>,
    behaviours: Vec<Behaviour>,
    channels: Vec<Channel>,
    billing_days: Vec<u32>,
}

impl Hands {
    fn deal(seed: u64, count: usize) -> Self {
        let mut dice = Dice::of(seed, "hands", 0);
        let cities: Vec<(&City, u32)> = CITIES.iter().map(|city| (city, city.share)).collect();
        let days: Vec<(u32, u32)> = (1..=10).map(|day| (day, 1)).collect();
        Self {
            classes: classes(&mut dice, count),
            cities: dice.deal(&cities, count),
            behaviours: dice.deal(&Behaviour::SHARES, count),
            channels: dice.deal(&CHANNELS, count),
            billing_days: dice.deal(&days, count),
        }
    }
}

/// Kinds and packages: the dearest packages go to companies, the next to small businesses.
fn classes(dice: &mut Dice, count: usize) -> Vec<(CustomerKind, &'static PackagePlan)> {
    let packages: Vec<(&PackagePlan, u32)> =
        CATALOGUE.iter().rev().map(|package| (package, package.share)).collect();
    let kinds = apportion(&CustomerKind::SHARES, count);
    let mut classes: Vec<_> = kinds.into_iter().zip(apportion(&packages, count)).collect();
    dice.shuffle(&mut classes);
    classes
}

/// Makes `count` customers, at most [`super::plan::CUSTOMERS_MAX`].
#[must_use]
pub fn customers(seed: u64, count: usize, window: Window) -> Vec<CustomerPlan> {
    let hands = Hands::deal(seed, count);
    let dealt = hands
        .classes
        .into_iter()
        .zip(hands.cities)
        .zip(hands.behaviours)
        .zip(hands.channels)
        .zip(hands.billing_days);
    dealt
        .enumerate()
        .map(|(index, ((((class, city), behaviour), channel), billing_day))| {
            let mut dice = Dice::of(seed, "customer", index as u64);
            let (kind, package) = class;
            let (name, address) = identity(kind, city, &mut dice);
            let (registered_at, subscribed_on) = arrival(index, count, window, city, &mut dice);
            CustomerPlan {
                code: format!("PLG-{:06}", index + 1),
                kind,
                email: email(&name, index),
                name: name.full,
                phone: phone(seed, index),
                address,
                city: city.name,
                zone: city.zone,
                package,
                subscribed_on,
                registered_at,
                billing_day,
                behaviour,
                channel: channel_of(kind, channel),
            }
        })
        .collect()
}

fn identity(kind: CustomerKind, city: &City, dice: &mut Dice) -> (Name, String) {
    match kind {
        CustomerKind::Home => {
            let culture = dice.weighted(city.cultures).unwrap_or(super::names::Culture::Javanese);
            (culture.person(dice), city.home_address(dice))
        }
        CustomerKind::SmallBusiness => (small_business(dice), city.business_address(dice)),
        CustomerKind::Corporate => (corporation(dice), city.business_address(dice)),
    }
}

/// Companies pay from a bank account, not by scanning.
fn channel_of(kind: CustomerKind, dealt: Channel) -> Channel {
    match (kind, dealt) {
        (CustomerKind::Corporate, Channel::Qris) => Channel::MandiriBill,
        (_, dealt) => dealt,
    }
}

/// Below this size everybody was there before the first month, so that a small world has bills.
const JOINERS_FROM: usize = 30;

/// When the customer is registered and since when the line is up.
///
/// Most are taken over from the old books in the first hours of the window, in the order of their
/// codes; 12 in 100 of a larger world join in its course, before the last month.
fn arrival(
    index: usize,
    count: usize,
    window: Window,
    city: &City,
    dice: &mut Dice,
) -> (Timestamp, NaiveDate) {
    let before_last = window.months().filter(|month| *month < window.last).collect::<Vec<_>>();
    let joins = count >= JOINERS_FROM && dice.hits(120);
    if let Some(month) = dice.pick(&before_last).filter(|_| joins) {
        let day = plus_days(month.first_day(), dice.between(1, 19));
        let second = dice.between(9 * HOUR, 16 * HOUR);
        return (Calendar::new(window.now, city.zone).at(day, second), day);
    }
    let takeover = 4 * HOUR * index as i64 / count.max(1) as i64;
    let age = dice.between(40, 1100);
    (window.from.plus_seconds(10 * MINUTE + takeover), plus_days(window.first.first_day(), -age))
}

/// 7919 has no factor in common with 10 000, so numbers repeat only after 10 000 customers.
fn phone(seed: u64, index: usize) -> String {
    let number = (index as u64 * 7919 + seed % 10_000) % 10_000;
    format!("+628120000{number:04}")
}

fn email(name: &Name, index: usize) -> String {
    let mailbox = mailbox(&name.plain);
    let mailbox = if mailbox.is_empty() { "pelanggan" } else { mailbox.as_str() };
    format!("{mailbox}.{:04}@contoh.test", index + 1)
}
