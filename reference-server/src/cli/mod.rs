//! The command line: arguments, how commands begin and end, secrets that people type, and the
//! commands that need nothing but books or an emulator.

pub mod args;
pub mod audit;
pub mod bill;
pub mod decide;
pub mod emulator;
pub mod exit;
pub mod migrate;
pub mod notify;
pub mod policy;
pub mod reconcile;
pub mod redrive;
pub mod run;
pub mod secret_input;
pub mod serve;
pub mod simulate;
pub mod user;

pub use args::{Cli, Command};
pub use exit::Failure;
pub use run::start;

use crate::config::Environment;

/// Carries a command out.
///
/// # Errors
/// [`Failure`], whose code the process exits with.
pub async fn carry_out(command: Command, environment: Environment) -> Result<(), Failure> {
    match command {
        Command::Demo(args) => crate::demo::run(args, &environment).await,
        Command::Serve(args) => serve::serve(args, &environment).await,
        Command::Migrate(args) => migrate::migrate(args, &environment).await,
        Command::Bill(args) => bill::bill(args, &environment).await,
        Command::Reconcile(args) => reconcile::reconcile(args, &environment).await,
        Command::DeadLetters(books) => redrive::dead_letters(books, &environment).await,
        Command::Redrive(args) => redrive::redrive(args, &environment).await,
        Command::Audit(args) => audit::audit(args, &environment).await,
        Command::Emulator(args) => {
            let stop = crate::runtime::stop_on_signal();
            emulator::emulator(args, &environment, async move { stop.cancelled().await }).await
        }
        Command::Notify(args) => notify::notify(args, &environment).await,
        Command::Policy(args) => policy::policy(args, &environment).await,
        Command::Decide(args) => decide::decide(&args),
        Command::Simulate(args) => simulate::simulate(&args),
        Command::User(args) => user::user(args, &environment).await,
    }
}
