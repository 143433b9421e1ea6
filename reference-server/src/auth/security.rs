//! The security log: bounded, so that a flood of refusals cannot fill the database.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::identity::{Identity, SecurityKind, SecurityNote};
use crate::http::buckets::RateLimits;
use crate::http::limits::{Limit, SECURITY_LOG, SECURITY_LOG_STAFF};

/// Writes notes while their kind is within its limit, and counts the rest.
pub struct SecurityLog {
    identity: Arc<dyn Identity>,
    limits: RateLimits,
    unwritten: [AtomicU64; SecurityKind::ALL.len()],
}

impl SecurityLog {
    /// Writes through the identity store.
    #[must_use]
    pub fn new(identity: Arc<dyn Identity>) -> Self {
        let unwritten = std::array::from_fn(|_| AtomicU64::new(0));
        Self { identity, limits: RateLimits::default(), unwritten }
    }

    /// Notes something. A note that cannot be written is logged and never stops the request: the
    /// refusal itself has been given.
    pub async fn note(&self, note: SecurityNote) {
        let kind = note.kind;
        if self.limits.take(limit_of(kind), kind.as_str(), note.at).is_err() {
            if let Some(counter) = self.counter(kind) {
                counter.fetch_add(1, Ordering::Relaxed);
            }
            return;
        }
        match kind {
            SecurityKind::SignedIn | SecurityKind::SignedOut | SecurityKind::Exported => {
                tracing::info!(security = kind.as_str(), about = note.about, "security");
            }
            SecurityKind::EmergencyBegun => tracing::error!(
                security = kind.as_str(),
                who = note.subject_text(),
                about = note.about,
                "ALARM: an emergency was declared"
            ),
            _ => tracing::warn!(security = kind.as_str(), about = note.about, "security"),
        }
        if let Err(fault) = self.identity.record_security(&note).await {
            tracing::error!(%fault, "a security note could not be written");
        }
    }

    /// How many notes of a kind were only counted since the start.
    #[must_use]
    pub fn unwritten(&self, kind: SecurityKind) -> u64 {
        self.counter(kind).map_or(0, |counter| counter.load(Ordering::Relaxed))
    }

    fn counter(&self, kind: SecurityKind) -> Option<&AtomicU64> {
        let slot = SecurityKind::ALL.iter().position(|listed| *listed == kind)?;
        self.unwritten.get(slot)
    }
}

const fn limit_of(kind: SecurityKind) -> &'static Limit {
    match kind {
        SecurityKind::SignedIn
        | SecurityKind::SignedOut
        | SecurityKind::Denied
        | SecurityKind::EmergencyBegun
        | SecurityKind::EmergencyEnded
        | SecurityKind::Exported
        | SecurityKind::Redriven => &SECURITY_LOG_STAFF,
        SecurityKind::SignInFailed
        | SecurityKind::SignInHeld
        | SecurityKind::TokenRefused
        | SecurityKind::FormRefused
        | SecurityKind::SignatureRefused
        | SecurityKind::LimitReached => &SECURITY_LOG,
    }
}

impl std::fmt::Debug for SecurityLog {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SecurityLog")
    }
}
