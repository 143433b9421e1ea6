//! What every request meets before its handler: the state of the edge.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use tokio::sync::Semaphore;
use wikarta_core::id::TraceId;
use wikarta_core::ports::Host;
use wikarta_core::time::Timestamp;

use super::buckets::RateLimits;
use super::client::{Client, HostRule};
use super::limits::WEBHOOKS_IN_WORK;
use crate::answer::{Problem, ProblemPage, codes};
use crate::auth::identity::{Identity, SecurityKind, SecurityNote, Subject};
use crate::auth::password::Passwords;
use crate::auth::security::SecurityLog;
use crate::auth::throttle::SignInThrottle;
use crate::config::{DerivedKey, FrontConfig, SecretKey};

/// The keys of the edge, each derived for one use.
#[derive(Debug)]
pub struct EdgeKeys {
    /// Signs bearer tokens.
    pub token: DerivedKey,
    /// Makes the tokens of forms.
    pub form: DerivedKey,
    /// Turns account names into names for limits and the security log.
    pub account: DerivedKey,
}

impl EdgeKeys {
    /// The keys that follow from the root.
    #[must_use]
    pub fn of(root: &SecretKey) -> Self {
        Self {
            token: root.derive("bearer-token"),
            form: root.derive("form-token"),
            account: root.derive("account-name"),
        }
    }
}

/// What the edge is made from.
pub struct EdgeSetup {
    /// The settings of the side that visitors see.
    pub front: FrontConfig,
    /// The address that is listened on.
    pub listen: SocketAddr,
    /// The keys.
    pub keys: EdgeKeys,
    /// Users and sessions.
    pub identity: Arc<dyn Identity>,
    /// The clock.
    pub host: Arc<dyn Host>,
    /// Hashes and checks passwords.
    pub passwords: Passwords,
    /// Writes problems for people.
    pub problem_page: ProblemPage,
}

/// The state of the edge, one for a server. Handlers reach it as `State<Arc<Edge>>`; the server's
/// own state gives it by `FromRef`.
pub struct Edge {
    /// The settings of the side that visitors see.
    pub front: FrontConfig,
    /// Which hosts are served.
    pub hosts: HostRule,
    /// The keys.
    pub keys: EdgeKeys,
    /// Users and sessions.
    pub identity: Arc<dyn Identity>,
    /// The clock.
    pub host: Arc<dyn Host>,
    /// Hashes and checks passwords.
    pub passwords: Passwords,
    /// All token buckets.
    pub limits: RateLimits,
    /// Failures to sign in.
    pub throttle: SignInThrottle,
    /// Refusals worth remembering.
    pub security: SecurityLog,
    /// Writes problems for people.
    pub problem_page: ProblemPage,
    pub(super) webhook_slots: Semaphore,
}

impl Edge {
    /// Puts the edge together.
    #[must_use]
    pub fn new(setup: EdgeSetup) -> Arc<Self> {
        Arc::new(Self {
            hosts: HostRule::of(&setup.front, setup.listen),
            front: setup.front,
            keys: setup.keys,
            security: SecurityLog::new(Arc::clone(&setup.identity)),
            identity: setup.identity,
            host: setup.host,
            passwords: setup.passwords,
            limits: RateLimits::default(),
            throttle: SignInThrottle::default(),
            problem_page: setup.problem_page,
            webhook_slots: Semaphore::new(WEBHOOKS_IN_WORK),
        })
    }

    /// The present instant.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.host.now()
    }
}

impl std::fmt::Debug for Edge {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Edge").field("front", &self.front).finish_non_exhaustive()
    }
}

/// Who asks, from where, when, under which trace: what a security note needs to know.
#[derive(Debug, Clone)]
pub struct Caller {
    /// From where.
    pub client: Client,
    /// Under which trace.
    pub trace: TraceId,
    /// When.
    pub at: Timestamp,
}

impl Caller {
    /// A note about this caller.
    #[must_use]
    pub fn note(&self, kind: SecurityKind, subject: Subject, about: &str) -> SecurityNote {
        SecurityNote {
            kind,
            at: self.at,
            subject,
            address: self.client.0,
            about: about.to_owned(),
            trace: self.trace.clone(),
        }
    }
}

impl<S: Sync> FromRequestParts<S> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Problem> {
        // Every mounted handler stands behind the guard, which puts it there.
        parts.extensions.get::<Self>().cloned().ok_or_else(|| Problem::of(&codes::INTERNAL))
    }
}
