//! `wikarta simulate`.

use std::io::Write as _;

use wikarta_core::policy::PolicyError;
use wikarta_core::testkit::simulate::{Plan, Progress, run, shrink};

use super::args::SimulateArgs;
use super::exit::Failure;
use super::run::say;

/// Lives through the seeds one after the other; the report of each on standard output.
pub fn simulate(args: &SimulateArgs) -> Result<(), Failure> {
    let mut commands = 0;
    for seed in args.seed..args.seed.saturating_add(args.seeds) {
        let (customers, months, steps) = (args.customers, args.months, args.steps);
        let plan = Plan { customers, months, seed, faults: args.faults.clone(), steps };
        let ran = run(&plan, &mut |far| progress(&plan, far)).map_err(failed)?;
        commands += ran.report.commands();
        if args.seeds == 1 || ran.violation.is_some() {
            say(&ran.report)?;
        }
        let Some(violation) = ran.violation else { continue };
        say(format!("\n{violation}"))?;
        say(format!("repeat: wikarta simulate {plan}"))?;
        let smaller = shrink(&plan, violation.law).map_err(failed)?;
        say(format!("smaller: wikarta simulate {smaller}"))?;
        return Err(Failure::Other(format!("seed {seed} broke {}", violation.law)));
    }
    say(format!("\n{} seeds, {commands} commands, every law held", args.seeds))
}

fn failed(error: PolicyError) -> Failure {
    Failure::Other(error.to_string())
}

/// On standard error, so that the report can go into a file.
fn progress(plan: &Plan, far: Progress) {
    let Progress { month, steps, commands } = far;
    let (seed, months) = (plan.seed, plan.months);
    let line =
        format!("seed {seed}: month {month} of {months}, {steps} steps, {commands} commands");
    let _ = writeln!(std::io::stderr(), "{line}");
}
