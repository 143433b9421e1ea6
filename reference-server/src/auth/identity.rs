//! What sign-in needs to remember, as a port: the database fills it, tests keep it in memory.

use std::net::IpAddr;

use async_trait::async_trait;
use wikarta_core::access::Actor;
use wikarta_core::id::{TraceId, UserId};
use wikarta_core::staff::User;
use wikarta_core::time::Timestamp;

use super::email::Email;
use super::session::SessionHash;

/// The memory could not be asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the identity store did not answer: {0}")]
pub struct IdentityFault(
    /// What happened, without personal data.
    pub String,
);

/// A user with what proves the user's identity.
#[derive(Clone)]
pub struct Credentials {
    /// The user, with the roles of this moment.
    pub user: User,
    /// The argon2id hash in PHC form; `None` for a person who cannot sign in.
    pub password_hash: Option<String>,
}

/// A session as it is kept: under a hash of its purpose and id, never the id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionRecord {
    /// SHA-256 of purpose and id.
    pub hash: SessionHash,
    /// Whose it is.
    pub user: UserId,
    /// When it began.
    pub created_at: Timestamp,
    /// When it was last used, to the minute.
    pub seen_at: Timestamp,
    /// When it ends in any case.
    pub expires_at: Timestamp,
}

/// A note for the security log. It names no address of a person and no secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecurityNote {
    /// What happened.
    pub kind: SecurityKind,
    /// When.
    pub at: Timestamp,
    /// Whom it concerns.
    pub subject: Subject,
    /// From where.
    pub address: IpAddr,
    /// What was asked: the endpoint.
    pub about: String,
    /// Ties it to the request.
    pub trace: TraceId,
}

/// Whom a security note concerns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// A person who had signed in.
    User(UserId),
    /// An account that was named at the door: the keyed hash of its name.
    Account(String),
    /// Nobody that is known.
    Nobody,
}

impl SecurityNote {
    /// The subject as one text: a user's id, `account:` and a hash, or `address:` and the address.
    #[must_use]
    pub fn subject_text(&self) -> String {
        match &self.subject {
            Subject::User(id) => id.to_string(),
            Subject::Account(name) => format!("account:{name}"),
            Subject::Nobody => format!("address:{}", self.address),
        }
    }

    /// What was asked and from where, as one text.
    #[must_use]
    pub fn detail_text(&self) -> String {
        format!("{} from {}", self.about, self.address)
    }
}

/// What the security log knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SecurityKind {
    /// Somebody signed in.
    SignedIn,
    /// Somebody signed out.
    SignedOut,
    /// An attempt to sign in failed.
    SignInFailed,
    /// An attempt to sign in was held back.
    SignInHeld,
    /// A token was not one of ours, or no longer.
    TokenRefused,
    /// A role did not allow what was asked.
    Denied,
    /// A form came from elsewhere, or its token was wrong.
    FormRefused,
    /// A notification bore no valid signature.
    SignatureRefused,
    /// A limit was reached.
    LimitReached,
    /// A superuser declared an emergency: an alarm.
    EmergencyBegun,
    /// An emergency was ended.
    EmergencyEnded,
    /// Work that was given up was sent round again.
    Redriven,
    /// A report was downloaded as a file.
    Exported,
}

impl SecurityKind {
    /// Every kind.
    pub const ALL: &'static [Self] = &[
        Self::SignedIn,
        Self::SignedOut,
        Self::SignInFailed,
        Self::SignInHeld,
        Self::TokenRefused,
        Self::Denied,
        Self::FormRefused,
        Self::SignatureRefused,
        Self::LimitReached,
        Self::EmergencyBegun,
        Self::EmergencyEnded,
        Self::Redriven,
        Self::Exported,
    ];

    /// The canonical text, as it stands in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SignedIn => "signed_in",
            Self::SignedOut => "signed_out",
            Self::SignInFailed => "sign_in_failed",
            Self::SignInHeld => "sign_in_held",
            Self::TokenRefused => "token_refused",
            Self::Denied => "denied",
            Self::FormRefused => "form_refused",
            Self::SignatureRefused => "signature_refused",
            Self::LimitReached => "limit_reached",
            Self::EmergencyBegun => "emergency_begun",
            Self::EmergencyEnded => "emergency_ended",
            Self::Redriven => "redriven",
            Self::Exported => "exported",
        }
    }
}

/// The memory of users, sessions and security notes.
#[async_trait]
pub trait Identity: Send + Sync {
    /// The user with this address, disabled or not.
    async fn find_user_by_email(&self, email: &Email)
    -> Result<Option<Credentials>, IdentityFault>;

    /// The user as of now: roles are read at each request, so a removed one is gone at once.
    async fn user(&self, id: &UserId) -> Result<Option<User>, IdentityFault>;

    /// What the person may do at an instant: the roles, what roles made here give, and a declared
    /// emergency. Read at each request like the roles.
    async fn actor(&self, user: &User, _at: Timestamp) -> Result<Actor, IdentityFault> {
        Ok(Actor::staff(user.id.clone(), user.roles.iter().copied()))
    }

    /// Keeps a new session.
    async fn create_session(&self, session: &SessionRecord) -> Result<(), IdentityFault>;

    /// The session under a hash; none once it was ended.
    async fn session(&self, hash: &SessionHash) -> Result<Option<SessionRecord>, IdentityFault>;

    /// Moves the time of last use forward; never back.
    async fn touch_session(&self, hash: &SessionHash, at: Timestamp) -> Result<(), IdentityFault>;

    /// Ends a session; ending it twice changes nothing.
    async fn end_session(&self, hash: &SessionHash) -> Result<(), IdentityFault>;

    /// Ends every session of a user: after a change of password, roles or standing.
    async fn end_sessions_of(&self, user: &UserId) -> Result<(), IdentityFault>;

    /// Adds a row to the security log. The caller has bounded how many there are.
    async fn record_security(&self, note: &SecurityNote) -> Result<(), IdentityFault>;
}
