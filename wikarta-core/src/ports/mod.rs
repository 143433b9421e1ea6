//! The traits that a host plugs in: store, gateway, notifier, clock.

mod dead_letter;
mod gateway;
mod host;
mod notifier;
mod observations;
mod store;

pub use dead_letter::{DeadLetterId, NoDeadLetterId};
pub use gateway::{
    ChargeOutcome, ChargeRequest, EndOutcome, Gateway, GatewayRefusal, RefundOutcome,
    RefundRequest, StatusOutcome,
};
pub use host::Host;
pub use notifier::{Carrier, Delivery, Message, MessageChannel, MessageKind, Notifier, Repeat};
pub use observations::Observations;
pub use store::{
    AccountPage, AggregateChange, Arrival, Change, CommandAnswer, EffectState, EntryRow, Fault,
    Held, InboxKey, InboxState, Key, Lapsed, LateSince, Loaded, Outcome, PlannedFor, Record,
    Return, ServiceDue, Settled, StepCome, Store, Subject, Take, Taken, Want,
};
