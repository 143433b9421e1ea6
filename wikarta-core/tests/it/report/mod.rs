//! The formulas, on tables counted by hand.

mod aging;
mod cash;
mod figures;
mod files;
mod heartbeats;
mod mismatches;
mod recurring;
mod traced;
