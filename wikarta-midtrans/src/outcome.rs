//! What became of a call of this crate's own, wider than the core's port: refused, unknown and
//! unreachable kept apart, and a wish to wait carried to the caller.

use std::time::Duration;

use wikarta_core::ports::GatewayRefusal;

use crate::answer::{Answer, Doubt, Spoken};

/// What became of a call.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
#[non_exhaustive]
pub enum Outcome<T> {
    /// It was done, and the answer is about what was asked.
    Done(T),
    /// The name (order id, refund key) is taken: an earlier request of ours won. Read it.
    Exists,
    /// The gateway said no, in its own words; nothing was done.
    Refused(GatewayRefusal),
    /// The gateway does not know what was asked about.
    Missing,
    /// Too many requests; nothing was done. The same request may be sent again later.
    Limited {
        /// How long to wait at least, where the gateway says so.
        retry_after: Option<Duration>,
    },
    /// No connection came about, so nothing was sent; the same request may be sent again.
    Unreachable,
    /// We cannot know whether it was done. Look it up; never ask again under another name.
    Unknown {
        /// What happened, without secrets.
        reason: String,
    },
}

impl<T> Outcome<T> {
    /// Whether the same request, under the same name, may simply be sent again.
    #[must_use]
    pub const fn may_be_sent_again(&self) -> bool {
        matches!(self, Self::Limited { .. } | Self::Unreachable)
    }
}

impl<T> From<Doubt> for Outcome<T> {
    fn from(doubt: Doubt) -> Self {
        match doubt {
            Doubt::Unreachable => Self::Unreachable,
            Doubt::RateLimited { retry_after } => Self::Limited { retry_after },
            other => Self::Unknown { reason: other.to_string() },
        }
    }
}

/// Judges an answer: `done` reads a success, every other code means the same for all calls.
pub(crate) fn outcome<T>(
    answer: &Answer,
    done: impl FnOnce(&Spoken<'_>) -> Result<T, Doubt>,
) -> Outcome<T> {
    let spoken = match Spoken::read(answer) {
        Ok(spoken) => spoken,
        Err(doubt) => return doubt.into(),
    };
    match spoken.code {
        200 | 201 => done(&spoken).map_or_else(Outcome::from, Outcome::Done),
        429 => spoken.doubt().into(),
        404 if spoken.in_body => Outcome::Missing,
        406 => Outcome::Exists,
        202 | 400..=405 | 408..=414 if spoken.in_body => Outcome::Refused(spoken.refusal()),
        // A wrong key is a clear no also where the body says nothing.
        401..=403 => Outcome::Refused(spoken.refusal()),
        _ => spoken.doubt().into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(http_status: u16, body: &str) -> Outcome<u16> {
        outcome(&Answer::new(http_status, body), |spoken| Ok(spoken.code))
    }

    #[test]
    fn refused_unknown_and_unreachable_are_three_things() {
        assert_eq!(judged(200, r#"{"status_code":"201"}"#), Outcome::Done(201));
        assert_eq!(judged(200, r#"{"status_code":"406"}"#), Outcome::Exists);
        assert_eq!(judged(200, r#"{"status_code":"404"}"#), Outcome::Missing);
        assert!(matches!(judged(200, r#"{"status_code":"412"}"#), Outcome::Refused(_)));
        assert!(matches!(judged(401, "{}"), Outcome::Refused(_)));
        for odd in [(404, "{}"), (500, "{}"), (200, "<html>"), (302, "{}"), (202, "{}")] {
            let told = judged(odd.0, odd.1);
            assert!(matches!(told, Outcome::Unknown { .. }), "{odd:?} {told:?}");
            assert!(!told.may_be_sent_again());
        }
        let never: Outcome<u16> = Doubt::Unreachable.into();
        assert!(never.may_be_sent_again());
    }

    #[test]
    fn a_wish_to_wait_reaches_the_caller() {
        for body in [r#"{"status_code":"429"}"#, "", "<html>", "{}"] {
            let retry_after = Some(Duration::from_secs(30));
            let answer = Answer { retry_after, ..Answer::new(429, body) };
            let told = outcome(&answer, |_| Ok(()));
            assert_eq!(told, Outcome::Limited { retry_after }, "{body}");
            assert!(told.may_be_sent_again());
        }
    }
}
