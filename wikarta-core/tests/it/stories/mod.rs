//! Stories: what happens to a bill, told one at a time.

mod answers;
mod collecting;
pub mod corrections;
mod doubts;
mod gateway_end;
mod late_money;
mod policies;
mod selling;
mod several;
mod unknown_orders;
