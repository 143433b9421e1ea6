//! One binary for all integration tests of the crate.

#[cfg(test)]
mod audience;
#[cfg(test)]
mod client;
#[cfg(test)]
mod control;
#[cfg(test)]
mod deliveries;
#[cfg(test)]
mod emulator_beyond;
#[cfg(test)]
mod emulator_calls;
#[cfg(test)]
mod facts;
#[cfg(test)]
mod fault_table;
#[cfg(test)]
mod faults;
#[cfg(test)]
mod hostile;
#[cfg(test)]
mod journal;
#[cfg(test)]
mod notifications;
#[cfg(test)]
mod orders;
#[cfg(test)]
mod page;
#[cfg(test)]
mod payment_links;
#[cfg(test)]
mod port_refund;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod rate_limit;
#[cfg(test)]
mod sdk;
#[cfg(test)]
mod settlements;
#[cfg(test)]
mod snap_bi;
#[cfg(test)]
mod snap_bi_emulator;
#[cfg(test)]
mod status_table;
#[cfg(test)]
mod trials;
#[cfg(test)]
mod vectors;
#[cfg(test)]
mod wires;
#[cfg(test)]
mod world;
