//! Making the gateway misbehave: the next calls of a kind go wrong in a chosen way.
//!
//! `POST /_control/faults` takes `{"call":"charge","kind":"lose_reply"}`, with `count` (1 unless
//! said), and `status` or `delay_ms` where the kind needs one. `DELETE /_control/faults` takes all
//! back. Faults live in memory only.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::api::ApiCall;
use super::control::ControlError;
use super::reply::{Content, Reply};
use super::route::{self, Route};
use super::store::Emulator;
use crate::snap_bi::answer::Service;

/// One fault, and how often it strikes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// Which calls it meets.
    pub call: FaultyCall,
    /// What goes wrong.
    pub kind: FaultKind,
    /// How many calls it still meets.
    #[serde(default = "one")]
    pub count: u32,
    /// For [`FaultKind::Status`] and [`FaultKind::StatusAfter`]: HTTP's status.
    #[serde(default = "unavailable")]
    pub status: u16,
    /// For [`FaultKind::Slow`]: real milliseconds. For [`FaultKind::RateLimit`]: what `Retry-After`
    /// says, rounded up to seconds.
    #[serde(default)]
    pub delay_ms: u32,
}

const fn one() -> u32 {
    1
}

const fn unavailable() -> u16 {
    503
}

/// Which calls a fault meets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FaultyCall {
    /// All of them.
    Any,
    /// Charges.
    Charge,
    /// Status reads.
    Status,
    /// Cancels.
    Cancel,
    /// Expires.
    Expire,
    /// Refunds of both forms.
    Refund,
    /// Payment pages.
    Snap,
    /// Payment links.
    Link,
    /// Calls of BI-SNAP but for its access tokens.
    SnapBi,
    /// BI-SNAP's access tokens.
    SnapBiToken,
}

impl FaultyCall {
    /// Every one.
    pub const ALL: [Self; 10] = [
        Self::Any,
        Self::Charge,
        Self::Status,
        Self::Cancel,
        Self::Expire,
        Self::Refund,
        Self::Snap,
        Self::Link,
        Self::SnapBi,
        Self::SnapBiToken,
    ];

    /// The word in the control API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Any => "any",
            Self::Charge => "charge",
            Self::Status => "status",
            Self::Cancel => "cancel",
            Self::Expire => "expire",
            Self::Refund => "refund",
            Self::Snap => "snap",
            Self::Link => "link",
            Self::SnapBi => "snap_bi",
            Self::SnapBiToken => "snap_bi_token",
        }
    }
}

impl FaultKind {
    /// Every one.
    pub const ALL: [Self; 9] = [
        Self::HangUp,
        Self::LoseReply,
        Self::Status,
        Self::StatusAfter,
        Self::RateLimit,
        Self::Slow,
        Self::Garbage,
        Self::Truncate,
        Self::InProgress,
    ];

    /// The word in the control API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::HangUp => "hang_up",
            Self::LoseReply => "lose_reply",
            Self::Status => "status",
            Self::StatusAfter => "status_after",
            Self::RateLimit => "rate_limit",
            Self::Slow => "slow",
            Self::Garbage => "garbage",
            Self::Truncate => "truncate",
            Self::InProgress => "in_progress",
        }
    }
}

impl FaultyCall {
    fn meets(self, route: &Route) -> bool {
        match self {
            Self::Any => true,
            Self::Charge => matches!(route, Route::Charge),
            Self::Status => matches!(route, Route::Status(_)),
            Self::Cancel => matches!(route, Route::Cancel(_)),
            Self::Expire => matches!(route, Route::Expire(_)),
            Self::Refund => matches!(route, Route::Refund(..)),
            Self::Snap => matches!(route, Route::SnapCreate | Route::SnapCancel(_)),
            Self::Link => {
                matches!(route, Route::LinkCreate | Route::LinkShown(_) | Route::LinkDelete(_))
            }
            Self::SnapBi => matches!(route, Route::SnapBi(service) if *service != Service::Token),
            Self::SnapBiToken => *route == Route::SnapBi(Service::Token),
        }
    }
}

/// What goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FaultKind {
    /// The connection breaks before anything is done.
    HangUp,
    /// The work is done and the connection breaks before the answer: the dangerous one.
    LoseReply,
    /// An HTTP status; nothing is done.
    Status,
    /// An HTTP status although the work is done.
    StatusAfter,
    /// 429; nothing is done.
    RateLimit,
    /// The work is done and the answer comes late.
    Slow,
    /// The work is done and a web page answers.
    Garbage,
    /// The work is done and half of the answer comes.
    Truncate,
    /// The work is done and 202 without a code comes: the same idempotency key is at work.
    InProgress,
}

/// What reaches the caller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Performed {
    /// `None`: the connection breaks.
    pub(super) reply: Option<Reply>,
    pub(super) wait: Duration,
    /// Seconds.
    pub(super) retry_after: Option<u64>,
}

impl From<Reply> for Performed {
    fn from(reply: Reply) -> Self {
        Self { reply: Some(reply), wait: Duration::ZERO, retry_after: None }
    }
}

/// The most faults that wait at once.
const FAULTS_MAX: usize = 100;

impl Emulator {
    /// Lets coming calls go wrong. Faults for the same calls strike in the order they were added.
    pub fn inject(&self, fault: Fault) -> Result<(), ControlError> {
        if fault.count == 0 || !(400..600).contains(&fault.status) {
            let reason = "`count` is at least 1, `status` between 400 and 599";
            return Err(ControlError::BadWish(reason.to_owned()));
        }
        let mut faults = self.faults();
        if faults.len() >= FAULTS_MAX {
            return Err(ControlError::BadWish(format!("at most {FAULTS_MAX} faults may wait")));
        }
        faults.push(fault);
        Ok(())
    }

    /// Takes all faults back.
    pub fn heal(&self) {
        self.faults().clear();
    }

    /// The faults that still wait.
    #[must_use]
    pub fn waiting_faults(&self) -> Vec<Fault> {
        self.faults().clone()
    }

    /// Answers a call, unless a fault meets it.
    pub(super) fn perform(&self, call: &ApiCall<'_>) -> Performed {
        if let Some(seconds) = self.over_limit(call) {
            return Performed { retry_after: Some(seconds), ..failure(429).into() };
        }
        let Some(fault) = self.strike(call) else { return self.answer(call).into() };
        let half = |reply: Reply| {
            let (mut bytes, content_type) = reply.into_bytes();
            bytes.truncate(bytes.len() / 2);
            Reply { http_status: 200, content: Content::Raw(bytes, content_type) }
        };
        match fault.kind {
            FaultKind::HangUp => Performed { reply: None, ..failure(fault.status).into() },
            FaultKind::LoseReply => Performed { reply: None, ..self.answer(call).into() },
            FaultKind::Status => failure(fault.status).into(),
            FaultKind::StatusAfter => {
                let _done = self.answer(call);
                failure(fault.status).into()
            }
            FaultKind::RateLimit => {
                let seconds = u64::from(fault.delay_ms.div_ceil(1_000));
                Performed { retry_after: Some(seconds), ..failure(429).into() }
            }
            FaultKind::Slow => {
                let wait = Duration::from_millis(u64::from(fault.delay_ms));
                Performed { wait, ..self.answer(call).into() }
            }
            FaultKind::Garbage => {
                let _done = self.answer(call);
                let page = b"<html><body>Service under maintenance</body></html>".to_vec();
                Reply { http_status: 200, content: Content::Raw(page, "text/html") }.into()
            }
            FaultKind::Truncate => half(self.answer(call)).into(),
            FaultKind::InProgress => {
                let _done = self.answer(call);
                Reply::json(202, json!({})).into()
            }
        }
    }

    /// After how many seconds a call may come that is over the standing limit.
    fn over_limit(&self, call: &ApiCall<'_>) -> Option<u64> {
        let limit = self.config().rate_limit?;
        let counts = route::find(call.method, call.path).is_ok_and(|route| route.is_limited());
        if counts { self.meter().take(limit, self.now()).err() } else { None }
    }

    /// The first fault for this call, used up by one.
    fn strike(&self, call: &ApiCall<'_>) -> Option<Fault> {
        let route = route::find(call.method, call.path).ok()?;
        let mut faults = self.faults();
        let at = faults.iter().position(|fault| fault.call.meets(&route))?;
        let fault = faults.get_mut(at)?;
        fault.count -= 1;
        let struck = *fault;
        if struck.count == 0 {
            faults.remove(at);
        }
        Some(struck)
    }
}

fn failure(status: u16) -> Reply {
    let message = match status {
        429 => "API rate limit exceeded",
        _ => "Sorry, we encountered internal server error. We will fix this soon.",
    };
    let body = json!({ "status_code": status.to_string(), "status_message": message });
    Reply::json(status, body)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_are_those_of_the_control_api() {
        for call in FaultyCall::ALL {
            assert_eq!(serde_json::to_value(call).unwrap(), call.as_str());
        }
        for kind in FaultKind::ALL {
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.as_str());
        }
    }
}
