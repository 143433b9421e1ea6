//! Who somebody is: passwords, sessions, bearer tokens, and the slowing of those who guess.
//!
//! What has to be remembered goes through the [`identity::Identity`] port. Time is passed in.

pub mod email;
pub mod identity;
pub mod jwt;
pub mod password;
pub mod security;
pub mod session;
pub mod sign_in;
pub mod staff;
pub mod throttle;
pub mod tokens;

pub use email::Email;
pub use identity::{
    Credentials, Identity, IdentityFault, SecurityKind, SecurityNote, SessionRecord, Subject,
};
pub use password::Passwords;
pub use session::{SessionHash, SessionId, SessionKind};
pub use staff::Staff;
