//! The `wikarta` command.

use std::process::ExitCode;

use wikarta_server::cli;

fn main() -> ExitCode {
    cli::start(cli::carry_out)
}
