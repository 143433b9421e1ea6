//! Signing in and out, the same for the form and the API.

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use wikarta_core::id::hex;
use wikarta_core::staff::{Standing, User};

use super::email::Email;
use super::identity::{Credentials, IdentityFault, SecurityKind, SessionRecord, Subject};
use super::password::{HashFault, Match};
use super::session::{SessionId, SessionKind};
use super::staff::Staff;
use super::throttle::Attempt;
use crate::answer::{Problem, codes};
use crate::config::SecretText;
use crate::http::cookies;
use crate::http::edge::{Caller, Edge};

/// What somebody presents at the door.
#[derive(Debug)]
pub struct Presented {
    /// The address as typed.
    pub email: String,
    /// The password as typed.
    pub password: SecretText,
    /// What the session is for.
    pub kind: SessionKind,
}

/// Somebody who has just signed in.
#[derive(Debug)]
pub struct SignedIn {
    /// The person.
    pub user: User,
    /// The id of a session that did not exist before, for the cookie or token.
    pub session: SessionId,
}

/// Why there is no verdict; neither is the caller's fault.
enum NoVerdict {
    Identity(IdentityFault),
    Hash(HashFault),
}

/// Checks who somebody is and begins a session.
///
/// An unknown account, a wrong password, a disabled person: one answer, after the same work.
pub async fn sign_in(
    edge: &Edge,
    caller: &Caller,
    presented: Presented,
) -> Result<SignedIn, Problem> {
    let account = account_name(edge, &presented.email);
    let begun = edge.throttle.begin(&account, &caller.client.key(), caller.at);
    let attempt = match begun {
        Ok(attempt) => attempt,
        Err(wait) => {
            let subject = Subject::Account(account);
            edge.security.note(caller.note(SecurityKind::SignInHeld, subject, "sign-in")).await;
            return Err(rate_limited(wait.seconds));
        }
    };
    let kind = presented.kind;
    match recognise(edge, presented).await {
        Ok(Some(user)) => begin_session(edge, caller, user, (kind, attempt)).await,
        Ok(None) => {
            let subject = Subject::Account(account);
            edge.security.note(caller.note(SecurityKind::SignInFailed, subject, "sign-in")).await;
            let scheme = HeaderValue::from_static("Bearer realm=\"wikarta\"");
            Err(Problem::of(&codes::SIGN_IN_FAILED).header(header::WWW_AUTHENTICATE, scheme))
        }
        Err(NoVerdict::Identity(fault)) => {
            edge.throttle.undone(attempt);
            Err(unavailable(&fault))
        }
        Err(NoVerdict::Hash(fault)) => {
            edge.throttle.undone(attempt);
            tracing::warn!(%fault, "no verdict about a password");
            Err(match fault {
                HashFault::Busy => Problem::of(&codes::BUSY).retry_after(2),
                HashFault::Failed => Problem::of(&codes::INTERNAL),
            })
        }
    }
}

async fn recognise(edge: &Edge, presented: Presented) -> Result<Option<User>, NoVerdict> {
    let found = match presented.email.parse::<Email>() {
        Ok(email) => edge.identity.find_user_by_email(&email).await,
        Err(_) => Ok(None),
    };
    let found: Option<Credentials> = found.map_err(NoVerdict::Identity)?;
    let hash = found.as_ref().and_then(|credentials| credentials.password_hash.clone());
    let verdict = edge.passwords.verify(presented.password, hash).await.map_err(NoVerdict::Hash)?;
    let user = found.map(|credentials| credentials.user);
    Ok(user.filter(|user| verdict == Match::Fits && user.standing == Standing::Active))
}

async fn begin_session(
    edge: &Edge,
    caller: &Caller,
    user: User,
    (kind, attempt): (SessionKind, Attempt),
) -> Result<SignedIn, Problem> {
    let Ok(session) = SessionId::fresh() else {
        edge.throttle.undone(attempt);
        return Err(Problem::of(&codes::INTERNAL));
    };
    let record = SessionRecord::beginning(&session, kind, user.id.clone(), caller.at);
    if let Err(fault) = edge.identity.create_session(&record).await {
        edge.throttle.undone(attempt);
        return Err(unavailable(&fault));
    }
    edge.throttle.succeeded(attempt);
    let subject = Subject::User(user.id.clone());
    edge.security.note(caller.note(SecurityKind::SignedIn, subject, kind.as_str())).await;
    Ok(SignedIn { user, session })
}

/// Ends a session. The headers belong on the answer: they take the cookie and the cache away.
pub async fn sign_out(edge: &Edge, caller: &Caller, staff: &Staff) -> Result<HeaderMap, Problem> {
    let ended = edge.identity.end_session(staff.session()).await;
    ended.map_err(|fault| unavailable(&fault))?;
    let subject = Subject::User(staff.id().clone());
    edge.security.note(caller.note(SecurityKind::SignedOut, subject, "panel")).await;
    let mut headers = HeaderMap::new();
    headers.insert(header::SET_COOKIE, cookies::SESSION.clear(edge.front.transport));
    let clear = HeaderName::from_static("clear-site-data");
    headers.insert(clear, HeaderValue::from_static("\"cache\", \"storage\""));
    Ok(headers)
}

/// The name of an account in limits and in the security log: it finds repeats, it tells no address.
#[must_use]
pub fn account_name(edge: &Edge, email: &str) -> String {
    let lower = email.trim().to_lowercase();
    let mac = edge.keys.account.mac(&[lower.as_bytes()]);
    hex(mac.get(..8).unwrap_or_default())
}

/// The answer to somebody who asks too often.
#[must_use]
pub fn rate_limited(seconds: u32) -> Problem {
    let id = format!("Terlalu banyak permintaan. Coba lagi dalam {seconds} detik.");
    let en = format!("Too many requests. Try again in {seconds} seconds.");
    Problem::of(&codes::RATE_LIMITED).say(id, en).retry_after(seconds)
}

/// The answer when users and sessions cannot be read.
pub(crate) fn unavailable(fault: &IdentityFault) -> Problem {
    tracing::error!(%fault, "users and sessions cannot be read");
    Problem::of(&codes::UNAVAILABLE).retry_after(5)
}
