//! When messages may be sent, as data that is checked once as a whole.

use chrono::{NaiveDate, NaiveTime, Weekday};
use serde::{Deserialize, Serialize};

use super::stage::{Shift, StageRule, TemplateName, Tone};
use crate::message::Stage;
use crate::words::words;

words! {
    /// What a day of joint leave (*cuti bersama*) is.
    JointLeave {
        /// A day like any other.
        Working = "working",
        /// A holiday.
        NonWorking = "non_working",
    }
}

/// The days on which a pause holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PauseDays {
    /// Every week on this day.
    Weekday(Weekday),
    /// From the first to the last of these days, both included.
    Between(NaiveDate, NaiveDate),
}

/// Hours within the allowed ones in which nothing is sent, such as Friday 11.30–13.00.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pause {
    /// On which days.
    pub days: PauseDays,
    /// The first minute of silence, local.
    pub from: NaiveTime,
    /// The first minute after it, local.
    pub until: NaiveTime,
}

impl Pause {
    /// Whether it ends before it begins, or holds on no day.
    pub(crate) fn is_upside_down(&self) -> bool {
        let days = matches!(self.days, PauseDays::Between(first, last) if last < first);
        days || self.from >= self.until
    }
}

/// When messages may be sent, as a seller writes it. All times are local to the customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SendingRules {
    /// The steps, in the order of time.
    pub stages: Vec<StageRule>,
    /// When a step goes on its day.
    pub send_at: NaiveTime,
    /// The first minute of a day in which something is sent.
    pub opens: NaiveTime,
    /// The first minute in which nothing is sent any more.
    pub closes: NaiveTime,
    /// The days of the week on which something is sent.
    pub days: Vec<Weekday>,
    /// What joint leave is.
    pub joint_leave: JointLeave,
    /// Further silence.
    pub pauses: Vec<Pause>,
    /// How many hours after its moment a step may still be sent.
    pub window_hours: u8,
    /// A step closer than this many hours to the notice at issue is skipped.
    pub notice_gap_hours: u8,
}

/// Rules for sending that hold together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "SendingRules", into = "SendingRules")]
pub struct SendingPolicy(SendingRules);

/// Why rules for sending were refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SendingError {
    /// A step stands twice or after a later one.
    #[error("stage {0} does not come after the one before it; write stages in the order of time")]
    Order(Stage),
    /// A step before the due date that is shifted forward, or one after it that is shifted back:
    /// steps could overtake each other.
    #[error("stage {stage} cannot be shifted to the {shift} sending day")]
    Shift {
        /// The step.
        stage: Stage,
        /// Where it was to go.
        shift: Shift,
    },
    /// No day of the week.
    #[error("there is no sending day")]
    NoDays,
    /// The day closes before it opens.
    #[error("sending hours must open before they close")]
    Hours,
    /// The time of sending lies outside the hours.
    #[error("the time of sending, {0}, lies outside the sending hours")]
    SendAt(NaiveTime),
    /// A pause that ends before it begins, or holds on no day.
    #[error("a pause must begin before it ends")]
    Pause,
    /// A window without length.
    #[error("a window has 1 to 24 hours")]
    Window,
}

impl SendingPolicy {
    /// Checks that the rules hold together.
    pub fn new(rules: SendingRules) -> Result<Self, SendingError> {
        for (rule, next) in rules.stages.iter().zip(rules.stages.iter().skip(1)) {
            if next.stage <= rule.stage {
                return Err(SendingError::Order(next.stage));
            }
        }
        for rule in &rules.stages {
            let wrong = match rule.stage.offset() {
                Some(days) if days < 0 => rule.shift != Shift::Previous,
                Some(_) | None => rule.shift != Shift::Next,
            };
            if wrong {
                return Err(SendingError::Shift { stage: rule.stage, shift: rule.shift });
            }
        }
        if rules.days.is_empty() {
            return Err(SendingError::NoDays);
        }
        if rules.opens >= rules.closes {
            return Err(SendingError::Hours);
        }
        if rules.send_at < rules.opens || rules.send_at >= rules.closes {
            return Err(SendingError::SendAt(rules.send_at));
        }
        if rules.pauses.iter().any(Pause::is_upside_down) {
            return Err(SendingError::Pause);
        }
        if !(1..=24).contains(&rules.window_hours) {
            return Err(SendingError::Window);
        }
        Ok(Self(rules))
    }

    /// The rules.
    #[must_use]
    pub const fn rules(&self) -> &SendingRules {
        &self.0
    }

    /// How a step was chosen.
    #[must_use]
    pub fn rule(&self, stage: Stage) -> Option<&StageRule> {
        self.0.stages.iter().find(|rule| rule.stage == stage)
    }
}

impl Default for SendingPolicy {
    /// The house's default: ISSUE, T-7, T-3, T-1 and T+3 at 09.00; Monday to Saturday from 08.00 to
    /// 20.00 and never on holidays, as the rule for consumer finance (POJK 22/2023) has made people
    /// expect; joint leave is a holiday; four hours to send; nothing within 24 hours of the notice.
    fn default() -> Self {
        use Weekday::{Fri, Mon, Sat, Thu, Tue, Wed};
        let rule = |stage, tone, shift, template| StageRule {
            stage,
            tone,
            shift,
            template: TemplateName::ours(template),
        };
        let hour = |hour| NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or_default();
        Self(SendingRules {
            stages: vec![
                rule(Stage::ISSUE, Tone::Informasi, Shift::Next, "issue"),
                rule(Stage::BEFORE_7, Tone::Ramah, Shift::Previous, "t7"),
                rule(Stage::BEFORE_3, Tone::TegasRingan, Shift::Previous, "t3"),
                rule(Stage::BEFORE_1, Tone::Terakhir, Shift::Previous, "t1"),
                rule(Stage::AFTER_3, Tone::TindakLanjut, Shift::Next, "tplus3"),
            ],
            send_at: hour(9),
            opens: hour(8),
            closes: hour(20),
            days: vec![Mon, Tue, Wed, Thu, Fri, Sat],
            joint_leave: JointLeave::NonWorking,
            pauses: Vec::new(),
            window_hours: 4,
            notice_gap_hours: 24,
        })
    }
}

impl TryFrom<SendingRules> for SendingPolicy {
    type Error = SendingError;
    fn try_from(rules: SendingRules) -> Result<Self, SendingError> {
        Self::new(rules)
    }
}

impl From<SendingPolicy> for SendingRules {
    fn from(policy: SendingPolicy) -> Self {
        policy.0
    }
}
