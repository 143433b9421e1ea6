//! What every planned world keeps, whatever its seed and size.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Timelike;
use proptest::prelude::*;
use wikarta_core::account::InvoiceStatus;
use wikarta_core::customer::{CustomerCode, Personal};
use wikarta_core::policy::Policy;
use wikarta_core::provider::Channel;
use wikarta_core::time::{Month, Timestamp, Zone};

use super::calendar::DAY;
use super::promise::PAYABLE_GOAL;
use super::*;

/// The defaults of the command, at noon (WIB) of 23 November 2026.
fn defaults() -> PlanSettings {
    let now = "2026-11-23T05:00:00Z".parse().unwrap();
    PlanSettings { seed: 20_260_101, customers: 250, months: 3, now }
}

fn settings() -> impl Strategy<Value = PlanSettings> {
    let start_2024 = 1_704_067_200_000_000_i64;
    let micros = start_2024..start_2024 + 6 * 365 * DAY * 1_000_000;
    (any::<u64>(), 1_u32..60, 1_u32..5, micros).prop_map(|(seed, customers, months, micros)| {
        PlanSettings { seed, customers, months, now: Timestamp::from_micros(micros).unwrap() }
    })
}

/// Payable bills that a world must have: as many as promised, or what the bills leave when four of
/// them show the statuses that cannot be paid.
fn payable_promised(world: &World) -> usize {
    PAYABLE_GOAL.min(world.customers.len()).min(world.bills.len().saturating_sub(4))
}

fn payable(world: &World) -> usize {
    world.tally().iter().filter(|(status, _)| status.payable()).map(|(_, count)| count).sum()
}

fn assert_promise(world: &World) {
    let tally = world.tally();
    if world.bills.len() >= 8 {
        for status in InvoiceStatus::ALL.iter().copied() {
            assert!(tally.contains_key(&status), "no {} in {tally:?}", status.as_str());
        }
    }
    assert!(payable(world) >= payable_promised(world).max(1), "{tally:?}");
}

/// What an attempt is at the gateway while the steps are followed.
struct Open {
    channel: Channel,
    from: Timestamp,
    until: Timestamp,
    acted: bool,
}

/// Follows every bill through its steps as a ledger and a gateway would, and refuses what they
/// would refuse.
struct Follower<'a> {
    bills: BTreeMap<(usize, Month), &'a Bill>,
    known: BTreeSet<(usize, Option<Month>)>,
    open: BTreeMap<(usize, Month), Vec<Open>>,
}

impl Follower<'_> {
    fn attempt(&mut self, step: Step, month: Month, attempt: u8) -> &mut Open {
        let attempts = self.open.get_mut(&(step.customer, month)).expect("issued");
        let open = attempts.get_mut(usize::from(attempt)).expect("charged before it is acted on");
        assert!(open.from < step.at);
        open
    }

    fn charge(&mut self, step: Step, month: Month, (attempt, channel): (u8, Channel)) {
        let va_until = self.bills[&(step.customer, month)].va_until;
        let code = Attempt { channel, charge_at: step.at, by: ChargedBy::Payer };
        let attempts = self.open.get_mut(&(step.customer, month)).expect("issued before charged");
        assert_eq!(attempts.len(), usize::from(attempt));
        for older in attempts.iter().filter(|older| older.channel.group() == channel.group()) {
            assert!(older.acted || older.until < step.at, "would be answered with the older code");
        }
        let until = code.expires_at(va_until);
        attempts.push(Open { channel, from: step.at, until, acted: false });
    }

    fn follow(&mut self, step: Step) {
        let Step { at, customer, what } = step;
        match what {
            StepKind::RegisterCustomer => assert!(self.known.insert((customer, None))),
            StepKind::Subscribe => assert!(self.known.contains(&(customer, None))),
            StepKind::DraftInvoice { month } => {
                assert!(self.known.contains(&(customer, None)));
                assert!(self.known.insert((customer, Some(month))), "one bill a month");
            }
            StepKind::IssueInvoice { month } => {
                assert!(self.known.contains(&(customer, Some(month))));
                assert!(self.open.insert((customer, month), Vec::new()).is_none());
            }
            StepKind::Charge { month, attempt, channel, .. } => {
                self.charge(step, month, (attempt, channel));
            }
            StepKind::Pay { month, attempt, .. } => {
                let story = self.bills[&(customer, month)].story;
                let open = self.attempt(step, month, attempt);
                assert!(!open.acted, "an attempt is paid once");
                open.acted = true;
                let late = matches!(story, Story::LatePaymentAfterExpiry(_));
                assert_eq!(late, at >= open.until, "{story:?}");
            }
            StepKind::Deadline { month, attempt } => {
                assert!(self.attempt(step, month, attempt).until < at);
            }
            StepKind::CancelAtGateway { month, attempt, .. } => {
                let open = self.attempt(step, month, attempt);
                assert!(!open.acted && at < open.until);
                open.acted = true;
            }
            StepKind::Deny { month, attempt, .. } => {
                let open = self.attempt(step, month, attempt);
                assert!(open.acted && open.channel.may_reverse());
            }
            StepKind::RefundAtGateway { month, attempt, .. } => {
                let open = self.attempt(step, month, attempt);
                assert!(open.acted && open.channel.refundable_at_gateway());
            }
        }
    }
}

fn assert_runnable(world: &World) {
    let bills = world.bills.iter().map(|bill| ((bill.customer, bill.month), bill)).collect();
    let mut follower = Follower { bills, known: BTreeSet::new(), open: BTreeMap::new() };
    let mut before = world.starts_at;
    for step in world.steps.iter().copied() {
        assert!(before <= step.at && step.at <= world.settings.now, "{step:?}");
        before = step.at;
        follower.follow(step);
    }
}

fn count_of<T: PartialEq>(things: impl Iterator<Item = T>, wanted: T) -> usize {
    things.filter(|thing| *thing == wanted).count()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn any_world_is_in_order_and_keeps_its_promise(settings in settings()) {
        let world = World::plan(settings);
        prop_assert_eq!(world.customers.len(), settings.customers as usize);
        assert_runnable(&world);
        assert_promise(&world);
        prop_assert_eq!(&world, &World::plan(settings));
    }
}

#[test]
fn a_month_has_hardly_begun() {
    for now in ["2026-10-31T17:00:00Z", "2026-10-31T17:00:01Z", "2026-11-01T03:30:00Z"] {
        for customers in [1, 2, 5, 8, 12, 24, 250] {
            let now = now.parse().unwrap();
            let world = World::plan(PlanSettings { seed: 4, customers, months: 1, now });
            assert_runnable(&world);
            assert_promise(&world);
        }
    }
}

#[test]
fn small_worlds_keep_the_whole_promise_once_the_month_is_billed() {
    for day in 11..=30 {
        for customers in [8, 12, 20, 24] {
            let now = format!("2026-11-{day}T05:00:00Z").parse().unwrap();
            let world = World::plan(PlanSettings { seed: day, customers, months: 1, now });
            assert_eq!(world.tally().len(), 7);
            assert!(payable(&world) >= 20.min(customers as usize));
        }
    }
}

#[test]
fn the_default_world_keeps_its_promise_on_every_day_of_the_month() {
    for day in 1..=30 {
        let now = format!("2026-11-{day:02}T02:00:00Z").parse().unwrap();
        let world = World::plan(PlanSettings { now, ..defaults() });
        assert_runnable(&world);
        assert_eq!(world.tally().len(), 7);
        assert!(payable(&world) >= 20);
    }
}

#[test]
fn a_lone_customer_has_an_open_bill() {
    let world = World::plan(PlanSettings { customers: 1, months: 1, ..defaults() });
    assert_eq!(world.tally().get(&InvoiceStatus::Pending), Some(&1));
    assert!(World::plan(PlanSettings { customers: 0, ..defaults() }).steps.is_empty());
}

#[test]
fn settings_are_held_to_their_limits() {
    let world = World::plan(PlanSettings { customers: 2, months: 0, ..defaults() });
    assert_eq!(world.settings.months, 1);
    assert_eq!(world.first_month.to_string(), "2026-10");
    assert_eq!(world.starts_at.to_string(), "2026-09-30T17:00:00Z");
}

#[test]
fn another_seed_is_another_world() {
    let world = World::plan(defaults());
    let other = World::plan(PlanSettings { seed: defaults().seed + 1, ..defaults() });
    assert_ne!(world.steps, other.steps);
    assert_ne!(world.customers, other.customers);
}

#[test]
fn pending_bills_stay_pending_for_a_while() {
    let world = World::plan(defaults());
    let later = world.settings.now.plus_seconds(2 * 3600);
    let still = world.bills.iter().filter(|bill| {
        let forecast = forecast::forecast(bill, world.settings.now);
        forecast.pending_until.is_some_and(|until| until > later)
    });
    assert!(still.count() >= 1);
}

#[test]
fn the_mixes_are_as_stated() {
    let world = World::plan(defaults());
    let people = || world.customers.iter();
    let kinds = |kind| count_of(people().map(|customer| customer.kind), kind);
    assert_eq!(kinds(CustomerKind::Home), 218);
    assert_eq!(kinds(CustomerKind::SmallBusiness), 24);
    assert_eq!(kinds(CustomerKind::Corporate), 8);
    for (zone, share) in [(Zone::Wib, 175), (Zone::Wita, 55), (Zone::Wit, 20)] {
        let got = count_of(people().map(|customer| customer.zone), zone);
        assert!(got.abs_diff(share) <= 3, "{zone}: {got}");
    }
    for package in &CATALOGUE {
        let got = count_of(people().map(|customer| customer.package.code), package.code);
        let share = package.share as usize * 250 / 100;
        assert!(got.abs_diff(share) <= 1, "{}: {got}, not {share}", package.code);
    }
    for (behaviour, share) in Behaviour::SHARES {
        let got = count_of(people().map(|customer| customer.behaviour), behaviour);
        assert!(got.abs_diff(share as usize * 250 / 100) <= 1, "{behaviour:?}: {got}");
    }
    for month in ["2026-09", "2026-10"] {
        let billed = count_of(world.bills.iter().map(|bill| bill.month), month.parse().unwrap());
        assert!((215..=250).contains(&billed), "{month}: {billed} bills");
    }
}

#[test]
fn channels_are_used_as_stated() {
    let world = World::plan(defaults());
    let charged: Vec<Channel> = world
        .steps
        .iter()
        .filter_map(|step| match step.what {
            StepKind::Charge { channel, .. } => Some(channel),
            _ => None,
        })
        .collect();
    assert!(charged.len() > 700, "{}", charged.len());
    for (channel, share) in behaviour::CHANNELS {
        let got = count_of(charged.iter().copied(), channel) * 900 / charged.len();
        let share = share as usize * 10;
        assert!(got.abs_diff(share) <= 40, "{channel}: {got} of 900, not {share}");
    }
}

#[test]
fn faults_are_dealt_as_stated() {
    let world = World::plan(defaults());
    let told: Vec<Delivery> = world
        .bills
        .iter()
        .filter_map(|bill| match bill.story {
            Story::PaysBy(payment) | Story::LetsExpireThenPays { then: payment, .. } => {
                Some(payment).filter(|payment| payment.pay_at <= world.settings.now)
            }
            _ => None,
        })
        .map(|payment| payment.delivery)
        .collect();
    let rate = |wanted: fn(&Delivery) -> bool| {
        told.iter().filter(|delivery| wanted(delivery)).count() * 1000 / told.len()
    };
    assert!(rate(|told| matches!(told, Delivery::Copies(2..=4))).abs_diff(60) <= 2);
    assert!(rate(|told| matches!(told, Delivery::Reversed)).abs_diff(30) <= 2);
    assert!(rate(|told| matches!(told, Delivery::DelayedBy(60..=3600))).abs_diff(40) <= 3);
    assert!(rate(|told| matches!(told, Delivery::Never)).abs_diff(7) <= 2);
    assert!(rate(|told| matches!(told, Delivery::Forged)).abs_diff(3) <= 2);
}

#[test]
fn every_rare_story_is_told() {
    let world = World::plan(defaults());
    let told =
        |wanted: fn(&Story) -> bool| world.bills.iter().filter(|bill| wanted(&bill.story)).count();
    assert!(told(|story| matches!(story, Story::DraftOnly)) >= 1);
    assert!(told(|story| matches!(story, Story::CancelledAtGateway { .. })) >= 4);
    assert!(told(|story| matches!(story, Story::PaidThenRefundedAtGateway { .. })) >= 5);
    assert!(told(|story| matches!(story, Story::PartialRefund { .. })) >= 4);
    assert!(told(|story| matches!(story, Story::ReversedPermata { .. })) >= 2);
    assert!(told(|story| matches!(story, Story::WrongAmountPaid { .. })) >= 1);
    assert!(told(|story| matches!(story, Story::PaidTwice { .. })) >= 1);
    assert!(told(|story| matches!(story, Story::LatePaymentAfterExpiry(_))) >= 3);
    assert!(told(|story| matches!(story, Story::LetsExpireThenPays { .. })) >= 20);
}

#[test]
fn twice_paid_bills_are_their_customers_newest() {
    for seed in 0..20 {
        let world = World::plan(PlanSettings { seed, customers: 80, ..defaults() });
        for bill in world.bills.iter().filter(|b| matches!(b.story, Story::PaidTwice { .. })) {
            let of_customer = world.bills.iter().filter(|other| other.customer == bill.customer);
            assert_eq!(of_customer.map(|other| other.month).max(), Some(bill.month));
        }
    }
}

#[test]
fn bills_are_issued_in_office_hours_of_the_first_ten_days() {
    let world = World::plan(defaults());
    for bill in &world.bills {
        let civil = bill.issued_at.civil_in(bill.zone);
        let day = civil.date().signed_duration_since(bill.month.first_day()).num_days();
        assert!((0..10).contains(&day), "{civil}");
        assert!((9..17).contains(&civil.hour()), "{civil}");
        assert!(bill.drafted_at.civil_in(bill.zone).hour() >= 8);
        assert_eq!(bill.due.signed_duration_since(civil.date()).num_days(), 10);
    }
}

#[test]
fn classes_pay_when_they_are_said_to() {
    let world = World::plan(PlanSettings { customers: 1000, months: 6, ..defaults() });
    assert_runnable(&world);
    let mut evening = 0;
    let mut all = 0;
    for bill in &world.bills {
        let Story::PaysBy(payment) = bill.story else { continue };
        let class = world.customers[bill.customer].behaviour;
        let civil = payment.pay_at.civil_in(bill.zone);
        let late = civil.date().signed_duration_since(bill.due).num_days();
        let range = match class {
            Behaviour::OnTime | Behaviour::Leaver => -7..=0,
            Behaviour::AfterReminder => -3..=0,
            Behaviour::Late => 1..=10,
            Behaviour::Chronic => 30..=70,
        };
        let recast = !range.contains(&late);
        all += 1;
        evening += usize::from((18..=21).contains(&civil.hour()));
        assert!(!recast, "{class:?} pays {late} days after due");
    }
    assert!(evening * 100 / all >= 45, "{evening} of {all}");
}

#[test]
fn people_can_be_reached_at_reserved_addresses_only() {
    let world = World::plan(PlanSettings { customers: 1200, ..defaults() });
    let mut seen = BTreeSet::new();
    for customer in &world.customers {
        let number = customer.phone.strip_prefix("+628120000").unwrap();
        assert!(number.len() == 4 && number.bytes().all(|byte| byte.is_ascii_digit()));
        let mailbox = customer.email.strip_suffix("@contoh.test").unwrap();
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'.';
        assert!(mailbox.bytes().all(plain) && !mailbox.contains(".."), "{}", customer.email);
        assert!(!mailbox.starts_with('.') && mailbox.len() <= 64);
        assert!(seen.insert(customer.phone.clone()) && seen.insert(customer.email.clone()));
        assert!(seen.insert(customer.code.clone()));
        assert!(!customer.name.trim().is_empty() && customer.name.chars().count() <= 60);
        assert!(customer.address.contains(customer.city));
        let CustomerPlan { code, name, phone, email, address, .. } = customer;
        assert!(code.parse::<CustomerCode>().is_ok());
        assert!(Personal::new(name, phone, email, address).is_ok());
    }
    let names: Vec<&str> = world.customers.iter().map(|c| c.name.as_str()).collect();
    assert!(names.iter().any(|name| !name.contains(' ')), "a single name");
    assert!(names.iter().any(|name| name.contains('\'')), "an apostrophe");
    assert!(names.iter().any(|name| name.starts_with("Hj. ")), "a title before");
    assert!(names.iter().any(|name| name.ends_with(", S.E.")), "a title after");
    assert!(names.iter().any(|name| name.len() > 40), "a long name");
    assert!(names.iter().any(|name| name.starts_with("PT ")), "a company");
}

fn told(what: &StepKind) -> String {
    let of = what.month().map_or(String::new(), |month| format!(" {month}"));
    let act = format!("{what:?}");
    let word = act.split(' ').next().unwrap_or_default().to_owned();
    let detail = match *what {
        StepKind::Charge { attempt, channel, by, deliver, .. } => {
            format!(" #{attempt} {channel} by {by:?}, {deliver:?}")
        }
        StepKind::Pay { attempt, amount, deliver, .. } => {
            format!(" #{attempt} {amount:?}, {deliver:?}")
        }
        StepKind::RefundAtGateway { attempt, amount, deliver, .. } => {
            format!(" #{attempt} {amount:?}, {deliver:?}")
        }
        StepKind::CancelAtGateway { attempt, deliver, .. }
        | StepKind::Deny { attempt, deliver, .. } => format!(" #{attempt}, {deliver:?}"),
        StepKind::Deadline { attempt, .. } => format!(" #{attempt}"),
        _ => String::new(),
    };
    format!("{word}{of}{detail}")
}

#[test]
fn the_steps_of_a_small_world_in_order() {
    let world = World::plan(PlanSettings { customers: 3, months: 2, ..defaults() });
    let line =
        |step: &Step| format!("{} customer {}: {}", step.at, step.customer, told(&step.what));
    let told: Vec<String> = world.steps.iter().map(line).collect();
    insta::assert_snapshot!(told.join("\n"));
}

#[test]
fn the_default_world_at_a_glance() {
    let world = World::plan(defaults());
    let tally: Vec<String> =
        world.tally().iter().map(|(status, n)| format!("{}: {n}", status.as_str())).collect();
    let people = world.customers.iter().take(12).map(|customer| {
        let (name, phone, address) = (&customer.name, &customer.phone, &customer.address);
        let (code, package) = (&customer.code, customer.package.code);
        format!("{code} {name} <{}> {phone} {package}\n  {address}", customer.email)
    });
    let people: Vec<String> = people.collect();
    insta::assert_snapshot!(format!(
        "{} customers, {} bills, {} steps\n{}\n\n{}",
        world.customers.len(),
        world.bills.len(),
        world.steps.len(),
        tally.join("\n"),
        people.join("\n")
    ));
}

#[test]
fn the_plan_lives_by_the_policy_of_the_demo() {
    let policy = Policy::indonesian_pkp().unwrap();
    assert_eq!(i64::from(policy.terms_days), story::DUE_AFTER_DAYS);
    assert_eq!(i64::from(policy.transfer_grace_days), story::VA_GRACE_DAYS);
    assert_eq!(i64::from(policy.transfer_hours_min) * 3600, story::VA_LIFE_MIN);
    assert_eq!(i64::from(policy.qris_minutes) * 60, story::QRIS_LIFE);
}
