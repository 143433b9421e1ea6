//! Whether a policy holds together as a whole.

use chrono::Weekday;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::fields::{FIELDS, Field, Kind};
use super::flaw::{Flaw, PolicyFlaw, PolicyFlaws, PolicyRule};
use super::{Policy, SellerError};
use crate::billing::TaxRule;
use crate::dunning::{Pause, SendingError, SendingPolicy, SendingRules, Stage};
use crate::fees::FeeRow;

impl Policy {
    /// Checks every figure and whether they fit together.
    ///
    /// # Errors
    /// [`PolicyFlaws`] with everything that is wrong.
    pub fn check(&self) -> Result<(), PolicyFlaws> {
        let value = serde_json::to_value(self).unwrap_or(Value::Null); // plain data
        let mut flaws = parts(&value);
        flaws.extend(rules(self));
        if flaws.is_empty() { Ok(()) } else { Err(PolicyFlaws(flaws)) }
    }
}

fn broken(key: impl Into<String>, rule: PolicyRule) -> PolicyFlaw {
    PolicyFlaw { key: key.into(), flaw: Flaw::Rule(rule) }
}

/// What is wrong with single figures, and with those parts whose types take nothing wrong: by the
/// plain values, so that a document can be told of all at once.
pub(super) fn parts(policy: &Value) -> Vec<PolicyFlaw> {
    let mut flaws = Vec::new();
    ranges(FIELDS, policy, "", &mut flaws);
    if let Some(rules) = read::<Vec<TaxRule>>(policy.get("tax")) {
        flaws.extend(tax(&rules));
    }
    if let Some(rules) = read::<SendingRules>(policy.get("dunning")) {
        flaws.extend(sending(rules));
    }
    if let Some(rows) = read::<Vec<FeeRow>>(policy.get("fees")) {
        flaws.extend(fees(&rows));
    }
    flaws
}

fn read<T: DeserializeOwned>(value: Option<&Value>) -> Option<T> {
    value.and_then(|value| serde_json::from_value(value.clone()).ok())
}

/// The key of a field below a path.
pub(super) fn below(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}

/// The key of a row, counted from 1.
pub(super) fn row(path: &str, index: usize) -> String {
    format!("{path}[{}]", index + 1)
}

fn ranges(fields: &[Field], table: &Value, path: &str, flaws: &mut Vec<PolicyFlaw>) {
    for field in fields {
        if let Some(value) = table.get(field.key) {
            range(&field.kind, value, &below(path, field.key), flaws);
        }
    }
}

fn range(kind: &Kind, value: &Value, path: &str, flaws: &mut Vec<PolicyFlaw>) {
    let flaw = match kind {
        Kind::Count(min, max) => value
            .as_i64()
            .filter(|found| found < min || found > max)
            .map(|found| Flaw::Range { found, min: *min, max: Some(*max) }),
        Kind::Money => value.as_i64().filter(|found| *found < 0).map(|found| Flaw::Range {
            found,
            min: 0,
            max: None,
        }),
        Kind::Text(max) | Kind::Maybe(max) => {
            let wrong =
                |text: &&str| text.chars().count() > *max || text.chars().any(char::is_control);
            value.as_str().filter(wrong).map(|_| Flaw::Text { max: *max })
        }
        Kind::List(inner) => {
            for (index, value) in value.as_array().into_iter().flatten().enumerate() {
                range(inner, value, &row(path, index), flaws);
            }
            None
        }
        Kind::Table(fields) => {
            ranges(fields, value, path, flaws);
            None
        }
        Kind::Rows(fields) => {
            for (index, value) in value.as_array().into_iter().flatten().enumerate() {
                ranges(fields, value, &row(path, index), flaws);
            }
            None
        }
        Kind::Rate
        | Kind::Part
        | Kind::Day
        | Kind::Time
        | Kind::Word(_)
        | Kind::Weekday
        | Kind::Stage
        | Kind::Template
        | Kind::PauseDays => None,
    };
    flaws.extend(flaw.map(|flaw| PolicyFlaw { key: path.to_owned(), flaw }));
}

fn tax(rules: &[TaxRule]) -> Vec<PolicyFlaw> {
    if rules.is_empty() {
        return vec![broken("tax", PolicyRule::TaxOrder)];
    }
    let pairs = rules.iter().zip(rules.iter().skip(1)).enumerate();
    let late = pairs.filter(|(_, (rule, next))| next.from <= rule.from);
    late.map(|(index, _)| broken(row("tax", index + 1) + ".from", PolicyRule::TaxOrder)).collect()
}

fn fees(rows: &[FeeRow]) -> Vec<PolicyFlaw> {
    let known = |fee: &FeeRow, other: &FeeRow| (fee.class, fee.from) == (other.class, other.from);
    let twice = |index: &usize| {
        let fee = rows.get(*index);
        fee.is_some_and(|fee| rows.iter().take(*index).any(|other| known(fee, other)))
    };
    let twice = (0..rows.len()).filter(twice);
    twice.map(|index| broken(row("fees", index) + ".from", PolicyRule::FeeTwice)).collect()
}

/// Where the waits of a list stop rising; the list itself when it is empty.
fn shrinking(key: &str, waits: &[u32]) -> Vec<PolicyFlaw> {
    if waits.is_empty() {
        return vec![broken(key, PolicyRule::Waits)];
    }
    let pairs = waits.iter().zip(waits.iter().skip(1)).enumerate();
    let shrinks = pairs.filter(|(_, (wait, next))| next < wait);
    shrinks.map(|(at, _)| broken(row(key, at + 1), PolicyRule::Waits)).collect()
}

/// Where the first thing stands that is wrong with the rules of sending.
fn sending(rules: SendingRules) -> Option<PolicyFlaw> {
    let stages: Vec<Stage> = rules.stages.iter().map(|rule| rule.stage).collect();
    // The later of two that are out of order.
    let stage = |stage: Stage, key: &str| {
        let index = stages.iter().rposition(|other| *other == stage).unwrap_or_default();
        row("dunning.stages", index) + key
    };
    let pause = rules.pauses.iter().position(Pause::is_upside_down).unwrap_or_default();
    let twice = |(index, day): (usize, &Weekday)| rules.days.iter().take(index).any(|it| it == day);
    if let Some(index) = rules.days.iter().enumerate().position(twice) {
        return Some(broken(row("dunning.days", index), PolicyRule::SendingDays));
    }
    let Err(error) = SendingPolicy::new(rules) else { return None };
    Some(match error {
        SendingError::Order(at) => broken(stage(at, ".stage"), PolicyRule::StageOrder),
        SendingError::Shift { stage: at, .. } => {
            broken(stage(at, ".shift"), PolicyRule::StageShift)
        }
        SendingError::NoDays => broken("dunning.days", PolicyRule::SendingDays),
        SendingError::Hours => broken("dunning.closes", PolicyRule::SendingHours),
        SendingError::SendAt(_) => broken("dunning.send_at", PolicyRule::SendAt),
        SendingError::Pause => broken(row("dunning.pauses", pause) + ".until", PolicyRule::Pause),
        SendingError::Window => return None, // its own range has told it
    })
}

/// What does not fit together.
pub(super) fn rules(policy: &Policy) -> Vec<PolicyFlaw> {
    let (billing, limits) = (&policy.billing, &policy.corrections);
    let (isolation, fallback) = (&policy.isolation, &policy.fallback);
    let steps = &policy.late_fee.steps;
    let late = steps.iter().zip(steps.iter().skip(1)).enumerate();
    let late =
        late.filter(|(_, (step, next))| next.after_days <= step.after_days).map(|(at, _)| {
            broken(row("late_fee.steps", at + 1) + ".after_days", PolicyRule::LateFeeOrder)
        });
    let cheap = steps.iter().any(|step| policy.late_fee.cap < step.min);
    let terms = |days, key| (days < billing.min_terms_days).then(|| broken(key, PolicyRule::Terms));
    let when = |wrong: bool, key: &str, rule| wrong.then(|| broken(key, rule));
    let seller = match policy.seller.check() {
        Ok(()) => None,
        Err(SellerError::Npwp) => Some(broken("seller.npwp", PolicyRule::Npwp)),
        Err(SellerError::Nitku) => Some(broken("seller.nitku", PolicyRule::Nitku)),
    };
    let single = [
        terms(policy.terms_days, "terms_days"),
        terms(billing.postpaid_terms_days, "billing.postpaid_terms_days"),
        when(cheap, "late_fee.cap", PolicyRule::LateFeeCap),
        when(
            limits.refund_tier2_max <= limits.refund_tier1_max,
            "corrections.refund_tier2_max",
            PolicyRule::Tiers,
        ),
        when(isolation.until <= isolation.from, "isolation.until", PolicyRule::IsolationHours),
        when(
            isolation.until_on_friday <= isolation.from,
            "isolation.until_on_friday",
            PolicyRule::IsolationHours,
        ),
        when(
            fallback.tries_per_stage < fallback.tries_per_channel,
            "fallback.tries_per_stage",
            PolicyRule::Tries,
        ),
        seller,
    ];
    let waits = shrinking("fallback.waits", &fallback.waits);
    let checks = shrinking("reconcile.checks", &policy.reconcile.checks);
    single.into_iter().flatten().chain(late).chain(waits).chain(checks).collect()
}
