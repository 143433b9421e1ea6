//! Stories: what happens to a bill, told one at a time.

mod access_changes;
mod answers;
mod billing_runs;
mod buying;
mod collecting;
pub mod corrections;
mod credit_notes;
mod customers;
mod desk;
mod doubts;
mod fees;
mod gateway_end;
mod late_money;
mod overdue;
mod plans;
mod policies;
pub mod postings;
mod reconcile;
mod reminder_storms;
pub mod reminders;
mod rounds;
mod selling;
mod service;
mod settings;
mod several;
mod tax_papers;
mod unknown_orders;
