//! BI-SNAP: the national open-API form of the same services, with signatures of its own.
//!
//! | Part | Says |
//! |---|---|
//! | [`signature`] | who asks: RSA for the access token, HMAC for every call; who tells: the vendor's RSA |
//! | [`body`] | virtual accounts and QRIS: what to ask for |
//! | [`answer`] | what an answer means |
//! | [`notification`] | what a notification claims, once it is known who sent it |
//! | [`client`] | carries the calls, and keeps one access token for all of them |
//!
//! Signatures are base64; only the body's digest inside a signed text is hexadecimal. Everything but
//! [`client`] is pure: times are passed in.

pub mod answer;
pub mod body;
pub mod client;
pub mod notification;
mod pem;
pub mod signature;
mod time;

pub use time::{timestamp, timestamp_read};
