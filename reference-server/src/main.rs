//! The `wikarta` command.
fn main() {}
