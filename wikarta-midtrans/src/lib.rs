//! Midtrans.
pub mod amount;
pub mod answer;
pub mod charge;
#[cfg(feature = "client")]
pub mod client;
mod document;
#[cfg(feature = "emulator")]
pub mod emulator;
mod event_key;
pub mod lifecycle;
pub mod notification;
pub mod signature;
pub mod status;
pub mod transaction;
