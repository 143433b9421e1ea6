//! Everything that differs between databases: the statements, one folder a dialect.
//!
//! Statements are constant texts. Lists travel as one JSON parameter, so the text never depends on
//! their length and nothing is ever put together from values. Parameters are written `$1`, which
//! every part of a script counts the same way.

pub(crate) mod sqlite;
