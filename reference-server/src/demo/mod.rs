//! The demo world: a made-up internet provider with customers, months of bills and payments.
//!
//! The world is *planned* first, as plain data, from a seed and an instant ([`World::plan`]); a
//! runner then walks through [`World::steps`] on a virtual clock and does each step by the real use
//! cases. Planning reads no clock, draws nothing but from its own seeded [`Dice`](wikarta_core::testkit::Dice), touches no store
//! and knows no rule of the ledger: what it believes about the outcome is a [`forecast`], which the
//! books may be compared with afterwards.
//!
//! | room | answers |
//! |---|---|
//! | [`calendar`] | which instant a civil day and hour is, and at which hours people act |
//! | [`catalogue`] | what is on sale |
//! | [`staff`] | who works here |
//! | [`names`], [`places`], [`people`] | who buys, and where they live |
//! | [`behaviour`] | when a customer of a class pays |
//! | [`story`] | what can become of one bill |
//! | [`casting`] | which bills get a rare story |
//! | [`promise`] | how every status gets an example, whatever the size |
//! | [`step`] | what the runner does, in order |
//! | [`forecast`] | the status that a bill should end in |
//! | [`plan`] | the world put together |
//! | [`runner`] | the plan lived through, by the real use cases |
//! | [`desk`] | what waits on the desks when the history is over |
//! | [`start`] | the command: directory, seeding, serving |
//!
//! No real person, address or number is meant: phones are of the reserved form `+62812-0000-xxxx`,
//! mail addresses end in `contoh.test`.

pub mod behaviour;
pub mod calendar;
pub mod casting;
pub mod catalogue;
pub mod desk;
pub mod forecast;
pub mod names;
pub mod people;
pub mod places;
pub mod plan;
pub mod promise;
mod reminding;
pub mod runner;
pub mod staff;
pub mod start;
pub mod step;
pub mod story;
mod told;

#[cfg(test)]
mod tests;

pub use behaviour::Behaviour;
pub use catalogue::{CATALOGUE, PackagePlan};
pub use forecast::Forecast;
pub use people::{CustomerKind, CustomerPlan};
pub use plan::{Bill, PlanSettings, World};
pub use staff::{STAFF, StaffPlan};
pub use start::run;
pub use step::{Delivery, PaidAmount, RefundAmount, Step, StepKind};
pub use story::{Attempt, ChargedBy, Payment, Story};
