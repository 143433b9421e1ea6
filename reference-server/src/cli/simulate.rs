//! `wikarta simulate`.

use std::collections::VecDeque;
use std::io::Write as _;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use clap::Args;
use wikarta_core::policy::PolicyError;
use wikarta_core::testkit::simulate::{Faults, Plan, Progress, Run, Scene, run, shrink, told};
use wikarta_core::words::UnknownWord;

use super::exit::Failure;
use super::run::say;
use crate::config::nearest;
use crate::story;
use crate::text::{Lang, UnknownLang};

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
    /// Tell the life as it happens, a line for everything that was done, refused or went wrong.
    #[arg(long)]
    pub story: bool,
    /// Tell only what is about this: the number of a customer, or the id of an order, an invoice, a
    /// refund or anything else that a line or a broken law names.
    #[arg(long, value_name = "ID", requires = "story", value_parser = subject)]
    pub about: Option<String>,
    /// The language of the story: en or id.
    #[arg(long, value_name = "LANG", default_value = "en", value_parser = language)]
    pub lang: Lang,
}

/// Scenes before a law was broken that are told in any case.
const BEFORE: usize = 40;

fn subject(text: &str) -> Result<String, String> {
    story::subject(text).ok_or_else(|| "an id or number such as PLG-000001".to_owned())
}

fn language(text: &str) -> Result<Lang, String> {
    text.parse().map_err(|unknown: UnknownLang| unknown.to_string())
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
        let ran = live(&plan, args)?;
        commands += ran.report.commands();
        if args.seeds == 1 || ran.violation.is_some() {
            say(&ran.report)?;
        }
        let Some(violation) = ran.violation else { continue };
        if !args.story {
            say(format!("\nwhat came before:\n{}", before_the_end(&plan, args.lang)?))?;
        }
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

/// Lives a plan through, told where a story is wanted.
fn live(plan: &Plan, args: &SimulateArgs) -> Result<Run, Failure> {
    let mut watch = |far| progress(plan, far);
    if !args.story {
        return run(plan, &mut watch).map_err(failed);
    }
    let (about, lang) = (args.about.clone(), args.lang);
    let heard: Arc<Mutex<(u64, Result<(), Failure>)>> = Arc::new(Mutex::new((0, Ok(()))));
    let into = Arc::clone(&heard);
    let tell = move |scene: Scene| {
        let mut heard = into.lock().unwrap_or_else(PoisonError::into_inner);
        let wanted = about.as_ref().is_none_or(|name| story::is_about(&scene, name));
        // Whoever reads may be gone; the life is lived to its end all the same.
        if wanted && heard.1.is_ok() {
            *heard = (heard.0 + 1, say(story::line(&scene, lang)));
        }
    };
    let ran = told(plan, &mut watch, tell).map_err(failed)?;
    let mut heard = heard.lock().unwrap_or_else(PoisonError::into_inner);
    std::mem::replace(&mut heard.1, Ok(()))?;
    match (&args.about, heard.0) {
        (Some(name), 0) => say(format!("nothing in this life is about `{name}`\n"))?,
        _ => say("")?,
    }
    Ok(ran)
}

/// The last scenes of a life that broke a law. It is lived again for them: a plan always does the same.
fn before_the_end(plan: &Plan, lang: Lang) -> Result<String, Failure> {
    let last: Arc<Mutex<VecDeque<String>>> = Arc::default();
    let into = Arc::clone(&last);
    let tell = move |scene: Scene| {
        let mut last = into.lock().unwrap_or_else(PoisonError::into_inner);
        last.push_back(story::line(&scene, lang));
        // The breach itself is one more.
        if last.len() > BEFORE + 1 {
            last.pop_front();
        }
    };
    told(plan, &mut |_| {}, tell).map_err(failed)?;
    let mut last = last.lock().unwrap_or_else(PoisonError::into_inner);
    Ok(last.make_contiguous().join("\n"))
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
    fn the_end_of_a_life_is_told_with_forty_scenes_before_it() {
        use crate::text::Lang;
        let faults = "drops,crashes".parse().unwrap();
        let plan = super::Plan { customers: 2, months: 1, seed: 3, faults, steps: None };
        let told = super::before_the_end(&plan, Lang::En).unwrap();
        assert_eq!(told.lines().count(), super::BEFORE + 1);
        assert_eq!(told, super::before_the_end(&plan, Lang::En).unwrap());
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
