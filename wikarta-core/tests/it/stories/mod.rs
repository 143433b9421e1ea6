//! Stories: what happens to a bill, told one at a time.

mod access_changes;
mod answers;
mod collecting;
pub mod corrections;
mod desk;
mod doubts;
mod gateway_end;
mod late_money;
mod policies;
pub mod postings;
mod selling;
mod several;
mod unknown_orders;
