//! The formulas, on tables counted by hand.

mod aging;
mod figures;
mod files;
mod heartbeats;
mod mismatches;
mod traced;
