//! An HTTP double of Midtrans: the vendor's calls, JSON, codes, state rules and signed
//! notifications, with a page to pay on and a control API to make things happen.
//!
//! It runs inside a test or a demo ([`Emulator::router`], [`Emulator::client`]) or on its own
//! ([`serve`]). What it knows lives in memory and, with a data directory, in a journal that is
//! synced before a call is answered, so a kill loses nothing that anybody was told.
//!
//! Memory is bounded by [`EmulatorConfig::max_transactions`] and
//! [`EmulatorConfig::max_deliveries`]: about 2 KiB each at most. Payment pages, subscriptions, linked
//! wallets and idempotency keys are bounded by 10 000 of each.
//!
//! ```
//! # tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(async {
//! use wikarta_core::{money::Rupiah, ports::{ChargeOutcome, ChargeRequest, StatusOutcome}};
//! use wikarta_core::provider::{Channel, ProviderStatus};
//! use wikarta_midtrans::emulator::{Action, Emulator, EmulatorConfig, ManualClock, Wish};
//! use wikarta_midtrans::signature::ServerKey;
//! use std::sync::Arc;
//!
//! let clock = ManualClock::at("2026-11-23T03:00:00Z".parse()?);
//! let mut config = EmulatorConfig::new(ServerKey::new("SB-Mid-server-example")?);
//! config.clock = Arc::new(clock);
//! let emulator = Emulator::open(config)?;
//! let gateway = emulator.client();
//!
//! let request = ChargeRequest {
//!     order_id: "INV-1".parse()?,
//!     invoice: "inv_1".parse()?,
//!     amount: Rupiah::new(275_000)?,
//!     channel: Channel::BcaVa,
//!     at: "2026-11-23T03:00:00Z".parse()?,
//!     expires_at: "2026-11-24T03:00:00Z".parse()?,
//!     description: "Internet Nov 2026".to_owned(),
//! };
//! assert!(matches!(gateway.charge(&request).await, ChargeOutcome::Accepted { .. }));
//!
//! emulator.act("INV-1", Action::Pay, &Wish::default())?;
//! let StatusOutcome::Found(reading) = gateway.status(&request.order_id).await else { panic!() };
//! assert_eq!(reading.status, ProviderStatus::Settled);
//!
//! let told: Vec<_> = emulator.drain();
//! assert_eq!(told.len(), 2); // pending, settlement
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! # }).unwrap();
//! ```

mod address;
mod api;
mod body;
mod book;
mod card;
mod charge;
mod clock;
mod config;
mod control;
mod courier;
mod desk;
mod direct;
mod fault;
mod idempotency;
mod identity;
mod intake;
mod journal;
mod lifecycle;
mod limit;
mod page;
mod page_forms;
mod pay_account;
mod payment_link;
mod probe;
mod qris;
mod query;
mod rail;
mod record;
mod reply;
mod retry;
mod route;
mod sending;
mod serve;
mod shelf;
mod snap;
mod snap_bi;
mod store;
mod subscription;
mod transition;
mod wanted;
mod weather;
mod web;
mod web_control;

pub use address::Audience;
pub use api::ApiCall;
pub use clock::{Clock, ManualClock, SystemClock};
pub use config::{EmulatorConfig, Merchant, SnapBiMerchant};
pub use control::{ControlError, Issuer, Wish};
pub use desk::{Plan, SendOrder, Tell};
pub use fault::{Fault, FaultKind, FaultyCall};
pub use journal::{JournalError, SyncMode};
pub use limit::RateLimit;
pub use pay_account::PayAccount;
pub use payment_link::PaymentLink;
pub use rail::{Rail, RailFacts, Refunds};
pub use record::{
    Answered, Attempt, Code, Delivery, DeliveryState, Fraud, Promise, Refund, SnapBiNames,
    Transaction,
};
pub use reply::{Content, Reply};
pub use sending::{DeliveryTask, Outgoing};
pub use serve::{ServeError, Served, serve};
pub use snap::SnapPage;
pub use store::{Emulator, OpenError};
pub use subscription::Subscription;
pub use transition::{Action, next};
pub use weather::Weather;
