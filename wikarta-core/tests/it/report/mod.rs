//! The formulas, on tables counted by hand.

mod aging;
mod figures;
mod files;
mod mismatches;
mod traced;
