//! The rules of a billing ledger that agrees with its payment gateway.
//!
//! wikarta-core decides what a bill, a payment attempt, a notification or a status read means for a
//! customer's books: to the rupiah, once, and with an audit entry that proves it. It performs no IO,
//! reads no clock and draws no random number; time, names and the gateway's answers are passed in,
//! and what the world should do comes out as plain data. So every decision can be replayed,
//! simulated, explained, and run inside any host.
//!
//! **Invariant:** no file, socket, clock, executor or chance in this crate. Only `ports`, `engine`
//! and `testkit` are async, and they await nothing but the host's own ports.
//!
//! # How a command travels
//!
//! ```text
//! Command in an Envelope { id, actor, at, trace }
//!    │ engine   load what the command names
//!    │ decide   Books + Envelope + Policy ─► Decision { answer, events, effects } or Refusal
//!    │ apply    Aggregate::after(before, event) ─► after         (total: never refuses)
//!    │ commit   rows + audit entries + inbox and command keys + outbox, all or nothing
//!    ▼ effects  a worker asks the gateway or tells the customer; the outcome is a new Command
//! ```
//!
//! A repeat is an empty decision and a good answer. A [`refusal::Refusal`] is a business no with a
//! stable code. A [`ports::Fault`] is the world failing; it never reaches a rule.
//!
//! # A bill, issued, charged and settled
//!
//! Over the `testkit`, which stands in for database, gateway, channel and clock:
//!
//! ```
//! use std::sync::Arc;
//!
//! # use wikarta_core::access::{Actor, Role};
//! use wikarta_core::account::InvoiceStatus;
//! # use wikarta_core::billing::{Pricing, TaxCode};
//! use wikarta_core::command::{Command, Envelope, Notified};
//! # use wikarta_core::command::{CatalogueCommand, DefinePackage, RegisterCustomer};
//! # use wikarta_core::customer::{CustomerKey, Personal};
//! use wikarta_core::decide::{Answer, Verdict};
//! use wikarta_core::engine::{Ports, Wikarta};
//! # use wikarta_core::id::{CommandId, TraceId, UserId};
//! # use wikarta_core::money::Rupiah;
//! use wikarta_core::policy::Policy;
//! # use wikarta_core::ports::Host;
//! use wikarta_core::provider::{Channel, Hint, ProviderStatus};
//! use wikarta_core::testkit::{Bank, CaptureNotifier, MemoryStore, VirtualHost};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
//! let (store, bank) = (Arc::new(MemoryStore::default()), Arc::new(Bank::default()));
//! let host = Arc::new(VirtualHost::at("2026-11-01T02:00:00Z".parse()?));
//! let wikarta = Wikarta::new(
//!     Ports {
//!         store: store.clone(),
//!         gateway: bank.clone(),
//!         notifier: Arc::new(CaptureNotifier::default()),
//!         host: host.clone(),
//!     },
//!     Policy::indonesian_pkp()?,
//! );
//! let ask = |actor: &Actor, command: Command| {
//!     let (id, actor, at) = (host.fresh_id(), actor.clone(), host.now());
//!     Envelope { id, actor, at, trace: TraceId::new("docs"), command }
//! };
//! # let person = |name: &str, role| Actor::staff(UserId::derived(&CommandId::new(name), 0), [role]);
//! # let (finance, marketing) = (person("Sri", Role::Keuangan), person("Asep", Role::Marketing));
//! # let personal = Personal::new("Budi", "+6281200000001", "budi@contoh.test", "Jl. Melati 12")?;
//! # let register = RegisterCustomer {
//! #     code: "PLG-000001".parse()?,
//! #     zone: wikarta_core::time::Zone::Wib,
//! #     personal,
//! #     key: CustomerKey::new(host.fresh_key()),
//! #     kind: wikarta_core::customer::Kind::Home,
//! #     treatment: wikarta_core::customer::TaxTreatment::default(),
//! # };
//! # let register = Command::RegisterCustomer(Box::new(register));
//! # let answer = wikarta.send(ask(&marketing, register)).await?.answer;
//! # let Answer::Customer { id: account } = answer else { unreachable!() };
//! # let define = Command::DefinePackage(DefinePackage {
//! #     code: "KELUARGA30".into(),
//! #     name: "Keluarga 30 Mbps".into(),
//! #     description: "Internet rumah".into(),
//! #     mbps: 30,
//! #     price: Rupiah::new(250_000)?,
//! #     pricing: Pricing::Inclusive,
//! #     tax_code: TaxCode::Ppn04,
//! #     installation_fee: Rupiah::ZERO,
//! # });
//! # let answer = wikarta.send(ask(&marketing, define)).await?.answer;
//! # let Answer::Package { id: package } = answer else { unreachable!() };
//! # let approve = CatalogueCommand::ApprovePrice { package: package.clone() };
//! # let supervisor = person("Nur", Role::Supervisor);
//! # wikarta.send(ask(&supervisor, Command::Catalogue(approve))).await?;
//! # let starts_on = wikarta_core::time::Month::new(2026, 10)?.first_day();
//! # let start = Command::StartSubscription { account: account.clone(), package, starts_on };
//! # let answer = wikarta.send(ask(&marketing, start)).await?.answer;
//! # let Answer::Subscription { id: subscription } = answer else { unreachable!() };
//! // … a customer with a subscription, as in every test of this crate. Finance bills November:
//! let period = "2026-11".parse()?;
//! let draft = Command::DraftInvoice { subscription, period };
//! let Answer::Invoice { id: invoice } = wikarta.send(ask(&finance, draft)).await?.answer else {
//!     unreachable!()
//! };
//! wikarta.send(ask(&finance, Command::IssueInvoice { invoice: invoice.clone() })).await?;
//!
//! // A payment code at a bank; the gateway is asked before the call returns.
//! let open = Command::OpenAttempt { invoices: vec![invoice.clone()], channel: Channel::BcaVa };
//! let receipt = wikarta.send_and_charge(ask(&finance, open)).await?;
//! let Answer::Attempt { order_id, .. } = receipt.answer else { unreachable!() };
//! assert!(order_id.as_str().starts_with("INV-2026-11-000001-01-"));
//!
//! // The payer pays. The gateway's notification, verified, is a hint like any other command.
//! bank.set_status(&order_id, ProviderStatus::Settled);
//! let reading = bank.holds(&order_id).ok_or("the gateway made the transaction")?;
//! let hint = Hint { order_id, event_key: "settled".into(), reading, probe: false };
//! let (received_at, verified_at) = (host.now(), host.now());
//! let (payload, signed_by) = (Vec::new(), 0);
//! let notified = Notified { hint, payload, received_at, verified_at, signed_by };
//! let notify = Command::Notify(Box::new(notified));
//! let answer = wikarta.send(ask(&Actor::Gateway, notify)).await?.answer;
//! assert_eq!(answer, Answer::Notification { verdict: Verdict::Applied });
//!
//! let books = store.account(&account).ok_or("the account is in the books")?;
//! assert_eq!(books.invoices.get(&invoice).map(|bill| bill.status), Some(InvoiceStatus::Paid));
//! # Ok(()) })
//! # }
//! ```
//!
//! # The rooms
//!
//! | Room | What is there |
//! |---|---|
//! | [`money`], [`ratio`], [`time`], [`id`], [`words`] | whole rupiah and the one rounding; shares that may have nothing to measure; instants, zones, months; typed ids; closed sets of words |
//! | [`identity`], [`terbilang`] | tax numbers, NIK and telephone numbers, checked and masked; amounts in words |
//! | [`provider`], [`message`] | what a gateway says and what customers are told, in our words |
//! | [`policy`], [`billing`], [`series`] | the seller's choices; what a month costs, with tax; numbers without gaps |
//! | [`coretax`] | the tax invoices of a month, as the tax office's portal imports them |
//! | [`access`], [`staff`] | permissions, roles, the matrix, who may not be both |
//! | [`customer`], [`package`], [`subscription`], [`suspense`] | who buys what; money under unknown orders |
//! | [`account`] | bills, attempts, allocations, credit and cases of one customer; its events and what they make of it |
//! | [`command`], [`event`], [`refusal`], [`aggregate`] | what may be asked, what can happen, why not, and to whom |
//! | [`decide`] | the rules, one file a subject |
//! | [`dunning`] | when a reminder is due, whether it still goes, its words, its channel; isolation and promises |
//! | [`report`] | aging, key figures, mismatches, fees, as functions of dated facts; CSV |
//! | [`audit`] | rows, field changes, the hash chain and its proof |
//! | [`wire`] | commands and answers as JSON: the one door for other languages |
//! | [`ports`] | the four traits that a host plugs in |
//! | [`engine`] | one path for one command and for many; effects and parked notifications |
//! | `testkit` (feature) | books in memory, a clock that stands, a gateway that says what it is told |

pub mod access;
pub mod account;
pub mod aggregate;
pub mod audit;
pub mod billing;
pub mod command;
pub mod coretax;
pub mod customer;
pub mod decide;
pub mod dunning;
pub mod engine;
pub mod event;
pub mod fees;
pub mod hand;
pub mod id;
pub mod identity;
pub mod message;
pub mod money;
pub mod package;
pub mod policy;
pub mod ports;
pub mod promo;
pub mod provider;
pub mod ratio;
pub mod reconcile;
pub mod refusal;
pub mod report;
pub mod roster;
pub mod series;
pub mod staff;
pub mod subscription;
pub mod suspense;
pub mod terbilang;
#[cfg(feature = "testkit")]
pub mod testkit;
pub mod time;
pub mod wire;
pub mod words;
