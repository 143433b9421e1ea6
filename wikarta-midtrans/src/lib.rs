//! Midtrans for wikarta: what the gateway says, translated; what we ask of it, with typed outcomes;
//! and a double of it for tests and demos.
//!
//! Invariant: **no rule of billing is here, and no database.** This crate never decides what a
//! payment means for an invoice; it says what the gateway said and how far that can be believed.
//! Without the feature `client` there is no network either, and nowhere but in
//! [`emulator`] is a clock read. No amount passes through a floating-point number. A server key is
//! never printed.
//!
//! | Room | Says |
//! |---|---|
//! | [`signature`] | who made a notification: SHA-512 over three texts, several keys, constant time |
//! | [`notification`] | what a body claims, or a typed reason to refuse it |
//! | [`received`] | which kind of body it is: a transaction, a linked wallet |
//! | [`transaction`] | the facts of one transaction, texts as received, and as a core `Reading` |
//! | [`status`] | the one table from the vendor's words to ours |
//! | [`charge`], [`lifecycle`] | request bodies of the core's port, and what the answers mean; pure |
//! | [`order`], [`snap`], [`payment_link`], [`card`] | the same for wallets, counters, the hosted page, links and cards |
//! | [`settlement`] | the settlement export, line by line |
//! | [`outcome`] | done, refused, limited, unreachable, unknown: what a call of ours comes to |
//! | [`answer`] | the code that counts, and every kind of doubt |
//! | [`client`] | carries the bytes; implements the core's `Gateway` |
//! | `snap_bi` | the national open-API form of the same services (feature `snap-bi`) |
//! | [`emulator`] | the gateway's double |
//!
//! ```
//! use wikarta_midtrans::notification::{Limits, Notification};
//! use wikarta_midtrans::signature::{KeyRing, ServerKey, Signature};
//!
//! let key = ServerKey::new("SB-Mid-server-example")?;
//! let signed = Signature::of("INV-1", "200", "275000.00", &key).to_hex();
//! let body = format!(
//!     r#"{{"order_id":"INV-1","status_code":"200","gross_amount":"275000.00",
//!         "transaction_status":"settlement","signature_key":"{signed}"}}"#
//! );
//!
//! let ring = KeyRing::new(key);
//! let hint = Notification::parse(body.as_bytes(), &Limits::DEFAULT)?.verify(&ring)?.into_hint();
//! assert_eq!(hint.reading.amount.get(), 275_000);
//!
//! // The same body about another amount is refused, with an answer for the sender.
//! let forged = body.replace("275000.00", "1000.00");
//! let error = Notification::parse(forged.as_bytes(), &Limits::DEFAULT)?.verify(&ring).unwrap_err();
//! assert_eq!((error.http_status(), error.code()), (403, "signature_invalid"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod amount;
pub mod answer;
pub mod card;
pub mod charge;
#[cfg(feature = "client")]
pub mod client;
mod document;
#[cfg(feature = "emulator")]
pub mod emulator;
mod event_key;
pub mod lifecycle;
mod malformed;
pub mod notification;
pub mod order;
pub mod outcome;
pub mod payment_link;
pub mod received;
pub mod settlement;
pub mod signature;
pub mod snap;
#[cfg(feature = "snap-bi")]
pub mod snap_bi;
pub mod status;
pub mod transaction;

/// The examples of the README are run as tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
