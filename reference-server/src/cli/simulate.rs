//! `wikarta simulate`.

use std::io::Write as _;
use std::time::Instant;

use clap::Args;
use wikarta_core::policy::PolicyError;
use wikarta_core::testkit::simulate::{Faults, Plan, Progress, run, shrink};
use wikarta_core::words::UnknownWord;

use super::exit::Failure;
use super::run::say;
use crate::config::nearest;

/// `wikarta simulate`
#[derive(Debug, Args)]
pub struct SimulateArgs {
    /// How many customers.
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..=5_000))]
    pub customers: u32,
    /// How many months.
    #[arg(long, value_name = "N", default_value_t = 6, value_parser = clap::value_parser!(u32).range(1..=60))]
    pub months: u32,
    /// What everything that looks like chance follows from.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
    /// Which faults can happen: none, all, or names with commas between them. How often follows from
    /// the seed.
    #[arg(long, value_name = "LIST", default_value = "all", value_parser = faults)]
    pub faults: Faults,
    /// How many seeds, from the given one on.
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u64).range(1..))]
    pub seeds: u64,
    /// Stop after so many steps instead of at the end of the months; to repeat what broke.
    #[arg(long, value_name = "N")]
    pub steps: Option<u64>,
}

fn faults(text: &str) -> Result<Faults, String> {
    text.parse().map_err(|unknown: UnknownWord| {
        let names = unknown.allowed.iter().copied();
        match nearest(&unknown.text, names.chain(["none", "all"])) {
            Some(alone @ ("none" | "all")) if alone == unknown.text => {
                format!("`{alone}` stands alone, without other names")
            }
            Some(name) => format!("`{}` is no fault; did you mean `{name}`?", unknown.text),
            None => format!("`{}` is no fault: {}", unknown.text, unknown.allowed.join(", ")),
        }
    })
}

/// Lives through the seeds one after the other; the report of each on standard output.
pub fn simulate(args: &SimulateArgs) -> Result<(), Failure> {
    let (mut commands, began) = (0, Instant::now());
    let Some(last) = args.seed.checked_add(args.seeds.saturating_sub(1)) else {
        let (seed, seeds) = (args.seed, args.seeds);
        return Err(Failure::Usage(format!("there are no {seeds} seeds from {seed} on")));
    };
    for seed in args.seed..=last {
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
    // How fast it went is no part of the report: the same arguments print the same bytes.
    let seconds = began.elapsed().as_secs().max(1);
    let _ = writeln!(std::io::stderr(), "{} commands a second", commands / seconds);
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

#[cfg(test)]
mod tests {
    use clap::Parser as _;

    use super::super::args::{Cli, Command};

    fn parse(line: &str) -> Result<Cli, clap::Error> {
        Cli::try_parse_from(std::iter::once("wikarta").chain(line.split_whitespace()))
    }

    #[test]
    fn faults_are_named_and_a_slip_is_understood() {
        let line = "simulate --customers 3 --months 2 --seed 7 --faults";
        let Command::Simulate(args) = parse(&format!("{line} drops,crashes")).unwrap().command
        else {
            panic!("not simulate")
        };
        assert_eq!(args.faults.to_string(), "drops,crashes");
        let refused = parse(&format!("{line} drops,crahses")).unwrap_err();
        assert_eq!(refused.exit_code(), 2);
        assert!(refused.to_string().contains("did you mean `crashes`"), "{refused}");
        let refused = parse(&format!("{line} none,all")).unwrap_err();
        assert!(refused.to_string().contains("`none` stands alone"), "{refused}");
        assert!(parse("simulate --custmers 3").unwrap_err().to_string().contains("--customers"));
    }

    #[test]
    fn the_last_seed_is_lived_through_and_none_after_it_is_claimed() {
        let from_the_last = |seeds| {
            let line =
                format!("simulate --customers 1 --months 1 --seed {} --seeds {seeds}", u64::MAX);
            let Command::Simulate(args) = parse(&line).unwrap().command else {
                panic!("not simulate")
            };
            super::simulate(&args)
        };
        assert!(from_the_last(1).is_ok());
        assert_eq!(from_the_last(2).unwrap_err().code(), 2);
    }
}
