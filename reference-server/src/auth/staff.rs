//! A person who has signed in, as handlers get to know them.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use wikarta_core::access::{Actor, Permission, Scope, authorize};
use wikarta_core::id::UserId;
use wikarta_core::staff::{Standing, User};
use wikarta_core::time::Timestamp;

use super::identity::IdentityFault;
use super::jwt;
use super::session::{SessionHash, SessionId, SessionKind};
use crate::answer::{Problem, codes};
use crate::http::edge::Edge;

/// Proof that a person has signed in and what the person is now. Only the guard makes one; a
/// handler that takes it as an argument cannot be reached without.
#[derive(Debug, Clone)]
pub struct Staff {
    user: Arc<User>,
    actor: Arc<Actor>,
    session: SessionHash,
}

impl Staff {
    /// The person.
    #[must_use]
    pub fn user(&self) -> &User {
        &self.user
    }

    /// The person's id.
    #[must_use]
    pub fn id(&self) -> &UserId {
        &self.user.id
    }

    /// The session.
    #[must_use]
    pub const fn session(&self) -> &SessionHash {
        &self.session
    }

    /// The actor of a command: what the person may do is read for each request.
    #[must_use]
    pub fn actor(&self) -> Actor {
        Actor::clone(&self.actor)
    }

    /// How far a permission reaches; `None` when no role gives it.
    #[must_use]
    pub fn scope(&self, permission: Permission) -> Option<Scope> {
        authorize(&self.actor(), permission).ok()
    }
}

impl<S: Sync> FromRequestParts<S> for Staff {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Problem> {
        parts.extensions.get::<Self>().cloned().ok_or_else(not_signed_in)
    }
}

/// The answer to somebody who has not signed in.
#[must_use]
pub fn not_signed_in() -> Problem {
    let scheme = axum::http::HeaderValue::from_static("Bearer realm=\"wikarta\"");
    Problem::of(&codes::NOT_SIGNED_IN).header(axum::http::header::WWW_AUTHENTICATE, scheme)
}

/// What came of looking for a person behind a cookie or token.
#[derive(Debug)]
pub enum Found {
    /// A person.
    Staff(Staff),
    /// Nobody, or nobody any more.
    Nobody,
}

/// The person behind an `Authorization` header.
pub async fn by_bearer(edge: &Edge, header: &str, now: Timestamp) -> Result<Found, IdentityFault> {
    let Some((scheme, token)) = header.split_once(' ') else { return Ok(Found::Nobody) };
    if !scheme.eq_ignore_ascii_case("bearer") {
        return Ok(Found::Nobody);
    }
    let bearer = match jwt::verify(&edge.keys.token, token, now) {
        Ok(bearer) => bearer,
        Err(error) => {
            tracing::info!(%error, "a bearer token was refused");
            return Ok(Found::Nobody);
        }
    };
    let found = by_session(edge, &bearer.session, SessionKind::Api, now).await?;
    Ok(match found {
        Found::Staff(staff) if *staff.id() == bearer.user => Found::Staff(staff),
        Found::Staff(_) | Found::Nobody => Found::Nobody,
    })
}

/// The person behind a session, if it still holds and the person may still act.
pub async fn by_session(
    edge: &Edge,
    id: &SessionId,
    kind: SessionKind,
    now: Timestamp,
) -> Result<Found, IdentityFault> {
    let hash = id.hash(kind);
    let Some(record) = edge.identity.session(&hash).await? else { return Ok(Found::Nobody) };
    if !record.holds(kind, now) {
        return Ok(Found::Nobody);
    }
    let Some(user) = edge.identity.user(&record.user).await? else { return Ok(Found::Nobody) };
    if user.standing != Standing::Active {
        return Ok(Found::Nobody);
    }
    if record.wants_touch(now) {
        edge.identity.touch_session(&hash, now).await?;
    }
    let actor = Arc::new(edge.identity.actor(&user, now).await?);
    Ok(Found::Staff(Staff { user: Arc::new(user), actor, session: hash }))
}
