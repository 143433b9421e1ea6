//! One value of a document in the form in which the policy keeps it.

use chrono::{NaiveDate, NaiveTime};
use rust_decimal::Decimal;
use serde_json::{Value, json};
use toml::de::{DeInteger, DeValue};

use super::super::fields::{Kind, WEEKDAYS};
use super::problem::{TextFlaw, Wanted};
use crate::dunning::{Stage, TemplateName};
use crate::money::Rate;
use crate::words::nearest;

/// The days of a week as chrono writes them.
const SHORT: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/// Why a value was not taken: another form, or a word that is none.
pub(super) enum Wrong {
    /// This belongs there.
    Form(Wanted),
    /// A word was not known.
    Word(String, &'static [&'static str]),
}

impl Wrong {
    /// As a flaw, with what stands there.
    pub(super) fn flaw(self, found: &str) -> TextFlaw {
        match self {
            Self::Form(wanted) => TextFlaw::Form { found: short(found), wanted },
            Self::Word(word, allowed) => {
                let nearest = nearest(&word, allowed.iter().copied());
                TextFlaw::Word { found: short(&word), nearest, allowed }
            }
        }
    }
}

/// The beginning of a text, on one line.
pub(super) fn short(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(40).collect()
}

/// A value as JSON, for kinds without parts of their own.
pub(super) fn scalar(kind: &Kind, value: &DeValue<'_>) -> Result<Value, Wrong> {
    let form = |wanted| Wrong::Form(wanted);
    match kind {
        Kind::Count(..) => whole(value).map(Value::from).ok_or(form(Wanted::Count)),
        Kind::Money => whole(value)
            .filter(|amount| crate::money::Rupiah::new(*amount).is_ok())
            .map(Value::from)
            .ok_or(form(Wanted::Money)),
        Kind::Rate => rate(value).ok_or(form(Wanted::Rate)),
        Kind::Part => part(value).ok_or(form(Wanted::Part)),
        Kind::Day => day(value).ok_or(form(Wanted::Day)),
        Kind::Time => time(value).ok_or(form(Wanted::Time)),
        Kind::Text(_) => value.as_str().map(Value::from).ok_or(form(Wanted::Text)),
        Kind::Maybe(_) => match value.as_str() {
            Some("") => Ok(Value::Null),
            Some(text) => Ok(Value::from(text)),
            None => Err(form(Wanted::Text)),
        },
        Kind::Word(allowed) => word(value, allowed).map(Value::from),
        Kind::Weekday => word(value, WEEKDAYS).map(weekday),
        Kind::Stage => {
            let stage = value.as_str().and_then(|text| text.parse::<Stage>().ok());
            stage.map(|stage| Value::from(stage.to_string())).ok_or(form(Wanted::Stage))
        }
        Kind::Template => {
            let name = value.as_str().and_then(|text| text.parse::<TemplateName>().ok());
            name.map(|name| Value::from(name.to_string())).ok_or(form(Wanted::Template))
        }
        Kind::PauseDays => pause_days(value),
        Kind::List(_) => Err(form(Wanted::List)),
        Kind::Table(_) => Err(form(Wanted::Table)),
        Kind::Rows(_) => Err(form(Wanted::Rows)),
    }
}

fn whole(value: &DeValue<'_>) -> Option<i64> {
    let number: &DeInteger<'_> = value.as_integer()?;
    i64::from_str_radix(number.as_str(), number.radix()).ok()
}

/// A rate is read from its digits: it is never a binary fraction.
fn rate(value: &DeValue<'_>) -> Option<Value> {
    let text = match value {
        DeValue::Float(number) => number.as_str(),
        DeValue::Integer(number) if number.radix() == 10 => number.as_str(),
        _ => return None,
    };
    let rate = Rate::new(text.parse::<Decimal>().ok()?).ok()?;
    serde_json::to_value(rate).ok()
}

fn part(value: &DeValue<'_>) -> Option<Value> {
    let (part, whole) = value.as_str()?.split_once('/')?;
    let number = |text: &str| text.parse::<u32>().ok().filter(|number| *number > 0);
    Some(json!([number(part)?, number(whole)?]))
}

fn day(value: &DeValue<'_>) -> Option<Value> {
    let moment = value.as_datetime().filter(|it| it.time.is_none() && it.offset.is_none())?;
    let date = moment.date?;
    let day = NaiveDate::from_ymd_opt(date.year.into(), date.month.into(), date.day.into())?;
    Some(Value::from(day.to_string()))
}

fn time(value: &DeValue<'_>) -> Option<Value> {
    let moment = value.as_datetime().filter(|it| it.date.is_none() && it.offset.is_none())?;
    let time = moment.time.filter(|time| time.nanosecond.unwrap_or(0) == 0)?;
    let second = u32::from(time.second.unwrap_or(0));
    let time = NaiveTime::from_hms_opt(time.hour.into(), time.minute.into(), second)?;
    Some(Value::from(time.to_string()))
}

fn word(value: &DeValue<'_>, allowed: &'static [&'static str]) -> Result<&'static str, Wrong> {
    let text = value.as_str().ok_or(Wrong::Form(Wanted::Text))?;
    let known = allowed.iter().copied().find(|word| *word == text);
    known.ok_or_else(|| Wrong::Word(text.to_owned(), allowed))
}

fn weekday(word: &str) -> Value {
    let index = WEEKDAYS.iter().position(|day| *day == word).unwrap_or_default();
    Value::from(SHORT.get(index).copied().unwrap_or_default())
}

fn pause_days(value: &DeValue<'_>) -> Result<Value, Wrong> {
    let wrong = || Wrong::Form(Wanted::PauseDays);
    let text = value.as_str().ok_or_else(wrong)?;
    let Some((first, last)) = text.split_once('/') else {
        let known = WEEKDAYS.contains(&text);
        return if known { Ok(json!({ "weekday": weekday(text) })) } else { Err(wrong()) };
    };
    let day = |text: &str| text.parse::<NaiveDate>().map_err(|_| wrong());
    Ok(json!({ "between": [day(first)?.to_string(), day(last)?.to_string()] }))
}
