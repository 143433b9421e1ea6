//! What tests and examples stand on: a store in memory, a clock that is set, a gateway that says
//! what it is told to say; and a provider's life over them, simulated with every fault.

mod clash;
pub mod conformance;
mod dice;
mod find;
mod gateway;
mod host;
pub mod laws;
mod memory;
mod narrow;
mod observed;
mod postman;
mod queue;
pub mod simulate;
mod wrapped;

pub use dice::{Dice, apportion};
pub use gateway::{Bank, CaptureNotifier, Mood};
pub use host::VirtualHost;
pub use memory::MemoryStore;
pub use postman::{Postman, Reply};
pub use wrapped::Wrapped;
