//! From channel to channel: one line a situation, then what holds for all of them.

use proptest::prelude::*;
use wikarta_core::dunning::MessageChannel::{Email, Sms, WhatsApp};
use wikarta_core::dunning::{
    Delivery, FallbackRules, MessageChannel, Reach, ReceiptState, Repeat, Route, Stage, StageKey,
    Step, StopReason, Try, TryOutcome, Window,
};
use wikarta_core::id::{CommandId, InvoiceId};
use wikarta_core::time::Timestamp;

use super::calendar::day;
use crate::world::at;

fn opens() -> Timestamp {
    at("2026-12-12T02:00:00Z")
}

fn minute(minutes: i64) -> Timestamp {
    opens().plus_seconds(minutes * 60)
}

fn window() -> Window {
    Window { opens: opens(), closes: minute(240) }
}

fn exact() -> FallbackRules {
    FallbackRules { jitter_percent: 0, ..FallbackRules::default() }
}

fn routes(text: &str) -> Vec<Route> {
    let route = |word: &str| {
        let (name, mark) = word.split_at(word.len() - 1);
        let reach = match mark {
            "+" | "!" => Reach::Open,
            "-" => Reach::NoAddress,
            _ => Reach::OptedOut,
        };
        let repeat = if mark == "!" { Repeat::Safe } else { Repeat::Unsafe };
        Route { channel: name.parse().unwrap(), reach, repeat }
    };
    text.split_whitespace().map(route).collect()
}

fn outcome(text: &str) -> TryOutcome {
    match text {
        "permanent" => TryOutcome::Permanent,
        "unknown" => TryOutcome::Unknown,
        "not_taken" => TryOutcome::NotTaken,
        "retry" => TryOutcome::Retry(None),
        "retry_600" => TryOutcome::Retry(Some(600)),
        receipt => TryOutcome::Accepted(receipt.parse().unwrap()),
    }
}

fn tries(text: &str) -> Vec<Try> {
    let parse = |text: &str| {
        let parts: Vec<&str> = text.trim().split(' ').collect();
        let at = minute(parts[1].parse().unwrap());
        Try { channel: parts[0].parse().unwrap(), at, outcome: outcome(parts[2]) }
    };
    text.split(',').filter(|text| !text.trim().is_empty()).map(parse).collect()
}

fn shown(step: Step) -> String {
    match step {
        Step::Send(channel) => format!("send {channel}"),
        Step::Wait(until) => format!("wait {}", until.seconds_since(opens()) / 60),
        Step::Done(channel) => format!("done {channel}"),
        Step::Stop(reason) => format!("stop {reason}"),
    }
}

/// channels (+ open, ! open and safe to repeat, - no address, x opted out) | tries (minute, outcome)
/// | now, in minutes after the moment | what next
const TABLE: &str = "
email+ whatsapp+ sms+ |                                       |  -5 | wait 0
email+ whatsapp+ sms+ |                                       |   0 | send email
email+ whatsapp+ sms+ |                                       | 239 | send email
email+ whatsapp+ sms+ |                                       | 240 | stop window_closed
email- whatsapp+ sms+ |                                       |   0 | send whatsapp
emailx whatsapp- sms+ |                                       |   0 | send sms
emailx whatsapp- sms- |                                       |   0 | stop unreachable
email+ whatsapp+ sms+ | email 0 sent                          |   5 | wait 30
email+ whatsapp+ sms+ | email 0 queued                        |  30 | done email
email+ whatsapp+ sms+ | email 0 delivered                     |   1 | done email
email+ whatsapp+ sms+ | email 0 failed                        |   1 | send whatsapp
email+ whatsapp+ sms+ | email 0 failed                        |  50 | send whatsapp
email+ whatsapp+ sms+ | email 0 permanent                     |   1 | send whatsapp
email+ whatsapp+ sms+ | email 0 permanent, whatsapp 1 sent    |  60 | wait 121
email+ whatsapp+ sms+ | email 0 permanent, whatsapp 1 read    |  60 | done whatsapp
email+ whatsapp+ sms+ | email 0 permanent, whatsapp 1 sent    | 121 | send sms
email+ whatsapp+ sms+ | email 0 permanent, whatsapp 1 failed  |  10 | send sms
email+ whatsapp+ sms- | email 0 permanent, whatsapp 1 sent    | 121 | done whatsapp
email+ whatsapp+ sms+ | email 0 permanent, whatsapp 1 sent, sms 121 queued | 122 | done sms
email+ whatsapp+ sms+ | email 0 failed, whatsapp 1 failed, sms 2 failed    |   3 | stop all_failed
email+ whatsapp+ sms+ | email 230 failed, whatsapp 231 sent   | 232 | wait 240
email+ whatsapp+ sms+ | email 230 failed, whatsapp 231 sent   | 240 | done whatsapp
email+ whatsapp+ sms+ | email 0 retry                         |   0 | wait 1
email+ whatsapp+ sms+ | email 0 retry                         |   1 | send email
email+ whatsapp+ sms+ | email 0 retry_600                     |   1 | wait 10
email+ whatsapp+ sms+ | email 0 retry, email 1 retry          |   1 | wait 6
email+ whatsapp+ sms+ | email 0 retry, email 1 retry, email 6 retry | 6 | send whatsapp
email+ whatsapp+ sms+ | email 238 retry, email 239 retry      | 239 | send whatsapp
email+ whatsapp+ sms+ | email 0 retry, email 1 retry, email 6 retry, whatsapp 6 retry, whatsapp 7 retry, whatsapp 12 retry | 12 | stop budget
email+ whatsapp+ sms+ | email 0 unknown                       |   1 | wait 30
email+ whatsapp+ sms+ | email 0 unknown                       |  30 | send whatsapp
email! whatsapp+ sms+ | email 0 unknown                       |   1 | send email
email+ whatsapp+ sms+ | email 0 not_taken                     |   1 | send email
email+ whatsapp+ sms+ | email 0 permanent, whatsapp 1 unknown |   2 | wait 121
email- whatsapp- sms+ | sms 0 unknown                         |  30 | stop all_failed
email+ whatsapp+ sms+ | email 0 retry, email 1 sent           |   2 | wait 31
emailx whatsapp+ sms+ | email 0 retry                         |   1 | send whatsapp
emailx whatsapp+ sms+ | email 0 sent                          |   1 | wait 30
";

#[test]
fn the_next_step_by_situation() {
    for line in TABLE.trim().lines() {
        let parts: Vec<&str> = line.split('|').map(str::trim).collect();
        let (routes, tries) = (routes(parts[0]), tries(parts[1]));
        let delivery = Delivery { seed: "s", routes: &routes, tries: &tries, window: window() };
        let now = minute(parts[2].parse().unwrap());
        assert_eq!(shown(delivery.next(now, &exact())), parts[3], "{line}");
    }
}

#[test]
fn a_key_names_bill_stage_due_date_and_channel() {
    let invoice = InvoiceId::derived(&CommandId::new("a"), 0);
    let stage = Stage::BEFORE_7;
    let key =
        |channel| StageKey { invoice: invoice.clone(), stage, due: day("2026-12-20"), channel };
    assert_eq!(key(Email).to_string(), format!("{invoice}|T-7|2026-12-20|email"));
    let all: std::collections::BTreeSet<_> =
        MessageChannel::ALL.iter().map(|channel| key(*channel).to_string()).collect();
    assert_eq!(all.len(), 3);
}

#[test]
fn waits_are_spread_and_follow_from_the_key() {
    let rules = FallbackRules::default();
    let mut seen = std::collections::BTreeSet::new();
    for n in 0..500 {
        let seed = format!("inv_{n}");
        for (tried, base) in [(1, 60), (2, 300), (3, 1_800), (9, 1_800)] {
            let wait = rules.wait(tried, &[&seed]);
            assert!((base * 4 / 5..=base * 6 / 5).contains(&wait), "{wait}");
            assert_eq!(wait, rules.wait(tried, &[&seed]));
        }
        seen.insert(rules.wait(2, &[&seed]));
    }
    assert!(seen.len() > 90, "not all at once: {}", seen.len());
}

fn receipts() -> impl Strategy<Value = Vec<ReceiptState>> {
    proptest::collection::vec(proptest::sample::select(ReceiptState::ALL.to_vec()), 1..8)
}

/// By definition: arrived beats failed beats the rest.
fn naive(all: &[ReceiptState]) -> ReceiptState {
    use ReceiptState::{Delivered, Failed, Queued, Read, Sent};
    [Read, Delivered, Failed, Sent].into_iter().find(|state| all.contains(state)).unwrap_or(Queued)
}

proptest! {
    #[test]
    fn order_and_repeats_of_receipts_do_not_matter(
        (told, mixed) in receipts().prop_flat_map(|told| {
            let twice: Vec<_> = told.iter().chain(&told).copied().collect();
            (Just(told), Just(twice).prop_shuffle())
        }),
    ) {
        let join = |all: &[ReceiptState]| all.iter().copied().reduce(ReceiptState::join).unwrap();
        prop_assert_eq!(join(&told), join(&mixed));
        prop_assert_eq!(join(&told), naive(&told));
    }

    /// A host that does what it is told, with a provider that does anything.
    #[test]
    fn whatever_providers_do_the_rules_are_kept(
        answers in proptest::collection::vec(0..9_u8, 8),
        reach in proptest::collection::vec(proptest::sample::select(Reach::ALL.to_vec()), 3),
        safe in any::<bool>(),
        seed in "[a-z]{1,8}",
    ) {
        let rules = FallbackRules::default();
        let repeat = if safe { Repeat::Safe } else { Repeat::Unsafe };
        let routes: Vec<Route> = [Email, WhatsApp, Sms].iter().zip(&reach)
            .map(|(channel, reach)| Route { channel: *channel, reach: *reach, repeat }).collect();
        let mut tries: Vec<Try> = Vec::new();
        let mut answers = answers.into_iter();
        let mut now = opens().plus_seconds(-90);
        let mut steps = 0;
        let end = loop {
            steps += 1;
            prop_assert!(steps < 50, "it ends");
            let delivery = Delivery { seed: &seed, routes: &routes, tries: &tries, window: window() };
            match delivery.next(now, &rules) {
                Step::Wait(until) => {
                    prop_assert!(until > now && until <= window().closes);
                    now = until;
                }
                Step::Send(channel) => {
                    prop_assert!(now >= window().opens && now < window().closes);
                    prop_assert!(routes.iter().any(|route| route.channel == channel && route.reach == Reach::Open));
                    let taken = tries.iter().any(|tried| tried.channel == channel
                        && matches!(tried.outcome, TryOutcome::Accepted(_)));
                    prop_assert!(!taken, "at most one accepted message a channel");
                    let outcome = match answers.next().unwrap_or(0) {
                        0 | 1 => TryOutcome::Accepted(ReceiptState::Sent),
                        2 => TryOutcome::Accepted(ReceiptState::Failed),
                        3 => TryOutcome::Accepted(ReceiptState::Delivered),
                        4 => TryOutcome::Permanent,
                        5 => TryOutcome::Unknown,
                        6 => TryOutcome::Retry(Some(7_000)),
                        _ => TryOutcome::Retry(None),
                    };
                    tries.push(Try { channel, at: now, outcome });
                }
                Step::Done(channel) => break Some(channel),
                Step::Stop(StopReason::Unreachable) => {
                    prop_assert!(reach.iter().all(|reach| *reach != Reach::Open));
                    break None;
                }
                Step::Stop(_) => break None,
            }
        };
        prop_assert!(tries.len() <= 6);
        for channel in [Email, WhatsApp, Sms] {
            prop_assert!(tries.iter().filter(|tried| tried.channel == channel).count() <= 3);
        }
        let mut sorted = tries.clone();
        sorted.sort_by_key(|tried| tried.channel);
        prop_assert_eq!(&sorted, &tries, "channels are tried in order");
        let accepted = Delivery { seed: &seed, routes: &routes, tries: &tries, window: window() }.accepted();
        prop_assert_eq!(end.is_some(), accepted.is_some());
    }
}
