//! The policy as a document: written with comments, read back equal, and told apart by line when
//! something is wrong with it.

use proptest::prelude::*;
use wikarta_core::billing::{LateFeeStep, SellerStatus, TaxPolicy, TaxRule};
use wikarta_core::dunning::text::Language;
use wikarta_core::dunning::{Pause, PauseDays, SendingPolicy};
use wikarta_core::money::{Part, Rate, Rupiah};
use wikarta_core::policy::{Confirm, FirstPeriod, Flaw, Policy, PolicyTextError, WhileIsolated};
use wikarta_core::time::Zone;

use crate::docs;
use crate::world::policy;

fn example() -> String {
    Policy::indonesian_pkp().unwrap().to_toml()
}

/// What people are told, both languages under each other.
fn told(error: &PolicyTextError) -> String {
    let line = |problem: &wikarta_core::policy::PolicyProblem| {
        let (id, en) = (problem.text(Language::Id), problem.text(Language::En));
        format!("{}:{} {}\n  {id}\n  {en}\n", problem.line, problem.column, problem.key)
    };
    error.0.iter().map(line).collect()
}

#[test]
fn the_example_is_what_the_code_writes_and_reads_back_equal() {
    docs::compare_file("reference-server/policy.example.toml", &example());
    assert_eq!(Policy::from_toml(&example()).unwrap(), Policy::indonesian_pkp().unwrap());
    assert_eq!(Policy::from_toml("").unwrap(), Policy::indonesian_pkp().unwrap());
}

#[test]
fn what_is_left_out_stays_and_lists_are_replaced() {
    let before = Policy { version: 7, qris_minutes: 30, ..policy() };
    let after = before.amended_by("terms_days = 12\n[promise]\ndays_max = 5\n").unwrap();
    assert_eq!((after.version, after.qris_minutes, after.terms_days), (7, 30, 12));
    assert_eq!((after.promise.days_max, after.promise.per_quarter), (5, 1));
    let paused = before.amended_by("[billing.while_isolated]\nrule = \"pause\"\n").unwrap();
    assert_eq!(paused.billing.while_isolated, WhileIsolated::Pause);
    let error = paused.amended_by("[billing.while_isolated]\nrule = \"continue\"\n").unwrap_err();
    assert_eq!(error.0[0].key, "billing.while_isolated.periods");
    let untaxed = "[[tax]]\nfrom = 2027-01-01\nstatus = \"non_pkp\"\nrate = 0.0\nbase = \"1/1\"\n";
    let untaxed = before.amended_by(untaxed).unwrap();
    assert_eq!(Vec::from(untaxed.tax).len(), 1);
}

/// One line a mistake that people make.
const MISTAKES: &[(&str, &str)] = &[
    ("a letter missing in a key", "qris_minute = 15\n"),
    ("two letters swapped in a key", "[corrections]\nlifteime_days = 7\n"),
    ("a key under the wrong head", "[billing]\nterms_days = 10\n"),
    ("a key that is none", "colour = \"blue\"\n"),
    ("a word that is none", "confirm = \"on_doubts\"\n"),
    ("a word far from all", "zone = \"Jakarta\"\n"),
    ("a number as a text", "terms_days = \"10\"\n"),
    ("rupiah with sen", "stamp_above = 5_000_000.50\n"),
    ("rupiah beyond the range", "stamp_above = 9_000_000_000_000_000_000\n"),
    ("less than nothing", "[corrections]\nvoid_single_max = -1\n"),
    ("a figure out of range", "qris_minutes = 0\n"),
    ("a rate as per cent", "[pph23]\nrate = 2.0\n"),
    (
        "a part without whole",
        "[[tax]]\nfrom = 2025-01-01\nstatus = \"pkp\"\nrate = 0.12\nbase = \"11/0\"\n",
    ),
    ("a row without its keys", "[[tax]]\nfrom = 2025-01-01\nstatus = \"pkp\"\n"),
    ("no tax rule", "tax = []\n"),
    (
        "tax rules upside down",
        "[[tax]]\nfrom = 2025-01-01\nstatus = \"pkp\"\nrate = 0.12\nbase = \"11/12\"\n[[tax]]\nfrom = 2022-04-01\nstatus = \"pkp\"\nrate = 0.11\nbase = \"1/1\"\n",
    ),
    ("tiers that do not rise", "[corrections]\nrefund_tier1_max = 5_000_000\n"),
    (
        "a cap below a step",
        "[late_fee]\ncap = 1_000\n[[late_fee.steps]]\nafter_days = 0\npercent = 0.02\nmin = 5_000\n",
    ),
    ("terms below the shortest", "[billing]\nmin_terms_days = 12\n"),
    ("hours upside down", "[dunning]\nopens = 20:00:00\ncloses = 08:00:00\n"),
    ("sending in the quiet hours", "[dunning]\nsend_at = 21:00:00\n"),
    ("a day twice", "[dunning]\ndays = [\"mon\", \"tue\", \"mon\"]\n"),
    ("a day in another language", "[dunning]\ndays = [\"senin\"]\n"),
    (
        "stages out of order",
        "[[dunning.stages]]\nstage = \"T-3\"\ntone = \"ramah\"\nshift = \"previous\"\ntemplate = \"t3\"\n[[dunning.stages]]\nstage = \"T-7\"\ntone = \"ramah\"\nshift = \"previous\"\ntemplate = \"t7\"\n",
    ),
    (
        "a stage that overtakes",
        "[[dunning.stages]]\nstage = \"T-3\"\ntone = \"ramah\"\nshift = \"next\"\ntemplate = \"t3\"\n",
    ),
    (
        "a stage that is none",
        "[[dunning.stages]]\nstage = \"H-3\"\ntone = \"rama\"\nshift = \"next\"\ntemplate = \"T 3\"\n",
    ),
    (
        "a pause that ends before it begins",
        "[[dunning.pauses]]\ndays = \"fri\"\nfrom = 13:00:00\nuntil = 11:30:00\n",
    ),
    (
        "a pause on no day",
        "[[dunning.pauses]]\ndays = \"friday\"\nfrom = 11:30:00\nuntil = 13:00:00\n",
    ),
    ("waits that shrink", "[fallback]\nwaits = [60, 300, 30]\n"),
    ("fewer tries than a channel has", "[fallback]\ntries_per_stage = 2\n"),
    ("an npwp of 15 digits", "[seller]\nnpwp = \"123456789012345\"\n"),
    (
        "a place of business of another seller",
        "[seller]\nnpwp = \"1234567890123456\"\nnitku = \"9234567890123456000001\"\n",
    ),
    (
        "steps of the late fee that do not rise",
        "[[late_fee.steps]]\nafter_days = 5\npercent = 0.02\nmin = 5_000\n[[late_fee.steps]]\nafter_days = 5\npercent = 0.03\nmin = 5_000\n",
    ),
    ("no wait at all", "[fallback]\nwaits = []\n"),
    ("no day of sending", "[dunning]\ndays = []\n"),
    ("a window without length", "[dunning]\nwindow_hours = 0\n"),
    ("a window of more than a day", "[dunning]\nwindow_hours = 25\n"),
    ("isolation that ends before it begins", "[isolation]\nuntil = 06:00:00\n"),
    (
        "a day as a text",
        "[[tax]]\nfrom = \"tomorrow\"\nstatus = \"pkp\"\nrate = 0.12\nbase = \"11/12\"\n",
    ),
    ("a time as a text", "[dunning]\nopens = \"morning\"\n"),
    ("a number as a name", "[seller]\nname = 5\n"),
    ("a word where a list stands", "[fallback]\nwaits = \"none\"\n"),
    ("a word where a table stands", "billing = \"prepaid\"\n"),
    ("a table where tables stand", "[tax]\nfrom = 2025-01-01\n"),
    (
        "a fee twice",
        "[[fees]]\nclass = \"qris\"\nfrom = 2026-01-01\nfixed = 0\nrate = 0.007\nppn = 0.0\n[[fees]]\nclass = \"qris\"\nfrom = 2026-01-01\nfixed = 0\nrate = 0.008\nppn = 0.0\n",
    ),
    ("a key that belongs under another head", "refund_tier1_max = 1\n"),
    ("a line break in a name", "[seller]\nname = \"PT\\nX\"\n"),
    ("a text without its quote", "zone = \"WIB\nterms_days = 10\n"),
    ("a key twice", "terms_days = 10\nterms_days = 11\n"),
    (
        "several at once",
        "zone = \"WIBB\"\nqris_minutes = \"x\"\n\n[correction]\nlifetime_days = 7\n\n[promise]\ndays = 3\n",
    ),
];

#[test]
fn every_mistake_is_told_at_its_line_in_both_languages() {
    let mut text = String::new();
    for (what, document) in MISTAKES {
        let error = Policy::from_toml(document).expect_err(what);
        text += &format!("== {what}\n{document}--\n{}\n", told(&error));
    }
    insta::assert_snapshot!(text);
}

/// Every mistake that can be made by cutting, doubling or changing one line of the example.
#[test]
fn a_mutilated_example_is_refused_at_a_line_or_still_a_policy() {
    let example = example();
    let lines: Vec<&str> = example.lines().collect();
    let mut refused = 0;
    let mut check = |text: &str| match Policy::from_toml(text) {
        Ok(policy) => {
            assert!(policy.check().is_ok(), "{text}");
            assert_eq!(Policy::from_toml(&policy.to_toml()).unwrap(), policy, "{text}");
        }
        Err(error) => {
            refused += 1;
            let last = text.matches('\n').count() + 1;
            assert!(!error.0.is_empty());
            assert!(
                error.0.iter().all(|it| (1..=last).contains(&it.line) && it.column > 0),
                "{error}"
            );
        }
    };
    let speaking = |line: &str| !line.is_empty() && !line.starts_with('#');
    for (index, line) in lines.iter().enumerate().filter(|(_, line)| speaking(line)) {
        let with = |new: &[&str]| {
            let (before, after) = (&lines[..index], &lines[index + 1..]);
            [before, new, after].concat().join("\n")
        };
        check(&with(&[]));
        check(&with(&[line, line]));
        let half = line.char_indices().nth(line.chars().count() / 2).map_or(0, |(at, _)| at);
        check(&with(&[&line[..half]]));
        check(&with(&[&line.replace('=', "= -")]));
        check(&with(&[&line.replace(['a', '1'], "9")]));
        check(&with(&[&line.replace('"', "")]));
        check(&with(&[&line.replace('[', "[[").replace(']', "]]")]));
        check(&with(&[&format!("{line} x")]));
    }
    assert!(refused > lines.len(), "{refused} of {} lines", lines.len());
}

#[test]
fn a_text_longer_than_any_policy_is_not_read() {
    let error = Policy::from_toml(&"#".repeat(70_000)).unwrap_err();
    assert_eq!(error.to_string(), "line 1, column 1: more than 65536 bytes");
}

#[test]
fn a_value_made_in_code_is_checked_by_the_same_rules() {
    assert_eq!(policy().check(), Ok(()));
    let mut wrong = Policy { qris_minutes: 0, ..policy() };
    wrong.corrections.refund_tier2_max = Rupiah::ZERO;
    let flaws = wrong.check().unwrap_err().0;
    let keys: Vec<&str> = flaws.iter().map(|flaw| flaw.key.as_str()).collect();
    assert_eq!(keys, ["qris_minutes", "corrections.refund_tier2_max"]);
    assert_eq!(flaws[0].flaw, Flaw::Range { found: 0, min: 1, max: Some(10_080) });
}

#[test]
fn what_another_policy_changes_is_told_field_by_field() {
    let before = policy();
    let text = "qris_minutes = 30\n[late_fee]\ncap = 50_000\n\n[[late_fee.steps]]\n\
                after_days = 7\npercent = 0.02\nmin = 5_000\n";
    let after = before.amended_by(text).unwrap();
    let changes: Vec<String> = before
        .changes_to(&after)
        .into_iter()
        .map(|it| format!("{}: {:?} -> {:?}", it.key, it.before, it.after))
        .collect();
    insta::assert_snapshot!(changes.join("\n"), @r#"
    qris_minutes: Some("15") -> Some("30")
    late_fee.cap: Some("0") -> Some("50_000")
    late_fee.steps[1].after_days: None -> Some("7")
    late_fee.steps[1].percent: None -> Some("0.02")
    late_fee.steps[1].min: None -> Some("5_000")
    "#);
    assert!(before.changes_to(&before).is_empty());
    let lines = before.lines();
    let line = lines.iter().find(|line| line.key == "corrections.lifetime_days").unwrap();
    assert_eq!(line.value, "7");
    assert_eq!(line.about(Language::En), "days until a request runs out");
    assert_eq!(line.section(Language::Id), "batas refund dan void");
}

prop_compose! {
    fn any_tax()(points in proptest::collection::vec((1_u32..400, 0_u16..=10_000, 1_u32..20), 1..4)) -> TaxPolicy {
        let mut from = chrono::NaiveDate::from_ymd_opt(2020, 1, 1).unwrap();
        let rules: Vec<TaxRule> = points.into_iter().map(|(days, rate, of)| {
            from = from + chrono::Days::new(u64::from(days));
            let status = if of % 2 == 0 { SellerStatus::Pkp } else { SellerStatus::NonPkp };
            let (rate, base) = (Rate::of_basis_points(rate).unwrap(), Part::new(1, of).unwrap());
            TaxRule { from, status, rate, base }
        }).collect();
        TaxPolicy::try_from(rules).unwrap()
    }
}

fn any_pause() -> impl Strategy<Value = Pause> {
    let days = prop_oneof![
        (0_u8..7).prop_map(|day| PauseDays::Weekday(chrono::Weekday::try_from(day).unwrap())),
        (0_u64..300, 0_u64..90).prop_map(|(first, more)| {
            let first =
                chrono::NaiveDate::from_ymd_opt(2026, 1, 1).unwrap() + chrono::Days::new(first);
            PauseDays::Between(first, first + chrono::Days::new(more))
        }),
    ];
    (days, 0_u32..1_000, 1_u32..400).prop_map(|(days, from, more)| {
        let time =
            |minute: u32| chrono::NaiveTime::from_hms_opt(minute / 60, minute % 60, 0).unwrap();
        Pause { days, from: time(from), until: time(from + more) }
    })
}

prop_compose! {
    fn any_policy()(
        tax in any_tax(),
        pauses in proptest::collection::vec(any_pause(), 0..3),
        zone in proptest::sample::select(Zone::ALL.to_vec()),
        confirm in proptest::sample::select(Confirm::ALL.to_vec()),
        first in proptest::sample::select(FirstPeriod::ALL.to_vec()),
        (terms, qris, stamp) in (5_u16..300, 1_u16..10_000, 0_i64..100_000_000),
        (tier1, more, wait) in (0_i64..10_000_000, 1_i64..10_000_000, proptest::collection::vec(1_u32..900, 1..5)),
        periods in proptest::option::of(0_u16..=24),
        steps in proptest::collection::vec((0_u16..=10_000, 0_i64..50_000), 0..4),
        name in "[ -~äöéÀ-ž]{0,40}",
        nitku in proptest::option::of(Just("1234567890123456000001".to_owned())),
    ) -> Policy {
        let mut made = Policy { version: 1, tax, zone, confirm, terms_days: terms, qris_minutes: qris, ..policy() };
        made.stamp_above = Rupiah::clamped(stamp);
        made.corrections.refund_tier1_max = Rupiah::clamped(tier1);
        made.corrections.refund_tier2_max = Rupiah::clamped(tier1 + more);
        made.billing.first_period = first;
        made.billing.while_isolated = match periods {
            Some(periods) => WhileIsolated::Continue { periods },
            None => WhileIsolated::Pause,
        };
        made.late_fee.cap = Rupiah::clamped(1_000_000);
        made.late_fee.steps = (0..).zip(steps).map(|(day, (percent, min))| LateFeeStep {
            after_days: day * 5,
            percent: Rate::of_basis_points(percent).unwrap(),
            min: Rupiah::clamped(min),
        }).collect();
        let mut waits = wait;
        waits.sort_unstable();
        made.fallback.waits = waits;
        made.seller.name = name;
        made.seller.npwp = nitku.as_ref().map_or(String::new(), |it| it[..16].to_owned());
        made.seller.nitku = nitku;
        let mut sending = made.dunning.rules().clone();
        sending.pauses = pauses;
        made.dunning = SendingPolicy::new(sending).unwrap();
        made
    }
}

proptest! {
    #[test]
    fn any_policy_reads_back_as_it_was_written(policy in any_policy()) {
        prop_assert_eq!(policy.check(), Ok(()));
        prop_assert_eq!(Policy::from_toml(&policy.to_toml()).unwrap(), policy);
    }

    #[test]
    fn any_text_is_refused_or_a_policy(text in "[a-z_\\[\\]=\"0-9.\n #:/-]{0,200}") {
        if let Ok(policy) = Policy::from_toml(&text) {
            prop_assert_eq!(policy.check(), Ok(()));
        }
    }
}

#[test]
fn the_place_of_a_seller_is_the_head_office_when_none_is_named() {
    let place = |text: &str| Policy::from_toml(text).unwrap().seller.place();
    assert_eq!(place(""), None, "no taxpayer, no place");
    let npwp = "[seller]\nnpwp = \"1234567890123456\"\n";
    assert_eq!(place(npwp).as_deref(), Some("1234567890123456000000"));
    let own = format!("{npwp}nitku = \"1234567890123456000007\"\n");
    assert_eq!(place(&own).as_deref(), Some("1234567890123456000007"));
}

#[test]
fn a_document_beyond_all_measure_is_not_read() {
    let error = Policy::from_toml(&"# long\n".repeat(200_000)).unwrap_err();
    let problem = &error.0[0];
    assert!(problem.text(Language::En).contains("bytes"), "{}", problem.text(Language::En));
    assert!(problem.text(Language::Id).contains("bita"));
    assert!(problem.to_string().starts_with("line "), "{problem}");
}
