//! The traits that a host plugs in: store, gateway, notifier, clock.

mod gateway;
mod host;
mod notifier;

pub use gateway::{
    ChargeOutcome, ChargeRequest, EndOutcome, Gateway, GatewayRefusal, StatusOutcome,
};
pub use host::Host;
pub use notifier::{Delivery, Message, MessageKind, Notifier};
