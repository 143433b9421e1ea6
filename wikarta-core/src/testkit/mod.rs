//! What tests and examples stand on: a store in memory, a clock that is set, a gateway that says
//! what it is told to say.

mod find;
mod gateway;
mod host;
mod memory;
mod narrow;
mod observed;
mod queue;

pub use gateway::{Bank, CaptureNotifier, Mood};
pub use host::VirtualHost;
pub use memory::MemoryStore;
