//! A simulated life, told: the same plan tells the same, telling changes nothing, and what was done,
//! refused and struck is what the report counts.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use wikarta_core::testkit::simulate::{Came, Faults, Plan, Run, Scene, run, told};

fn plan(seed: u64, faults: Faults) -> Plan {
    Plan { customers: 2, months: 1, seed, faults, steps: None }
}

fn listened(plan: &Plan) -> (Run, Vec<Scene>) {
    let heard: Arc<Mutex<Vec<Scene>>> = Arc::default();
    let into = Arc::clone(&heard);
    let run = told(plan, &mut |_| {}, move |scene| into.lock().unwrap().push(scene)).unwrap();
    let scenes = std::mem::take(&mut *heard.lock().unwrap());
    (run, scenes)
}

#[test]
fn the_same_plan_tells_the_same_and_telling_changes_nothing() {
    for seed in [1, 7] {
        let plan = plan(seed, Faults::all());
        let silent = run(&plan, &mut |_| {}).unwrap();
        let (one, first) = listened(&plan);
        let (_, second) = listened(&plan);
        assert_eq!(one.report.to_string(), silent.report.to_string());
        assert_eq!(one.report.history(), silent.report.history());
        assert_eq!(first, second);
    }
}

#[test]
fn every_refusal_and_fault_of_the_report_is_told() {
    let (run, scenes) = listened(&plan(3, Faults::all()));
    let (mut codes, mut struck) = (BTreeMap::new(), BTreeMap::new());
    for scene in &scenes {
        match &scene.came {
            Came::Refused(code) => *codes.entry(*code).or_insert(0) += 1,
            Came::Struck(fault, port) => {
                assert_eq!(fault.port(), *port);
                *struck.entry(*fault).or_insert(0_u64) += 1;
            }
            _ => {}
        }
    }
    // A request that is repeated under its name as another one is a probe of the world, not of people.
    let strangers = run.report.refusals().get("command_id_reused").copied().unwrap_or(0);
    let mut counted = run.report.refusals().clone();
    if strangers > 0 {
        let told = codes.get("command_id_reused").copied().unwrap_or(0);
        counted.insert("command_id_reused", told);
    }
    assert_eq!(codes, counted);
    assert_eq!(struck, *run.report.struck());
}

#[test]
fn scenes_say_who_asked_for_what_about_whom() {
    let (run, scenes) = listened(&plan(1, Faults::none()));
    assert!(run.violation.is_none());
    let issued = scenes.iter().filter(|scene| match &scene.came {
        Came::Written { action, .. } => action == "invoice.issued",
        _ => false,
    });
    let issued: Vec<&Scene> = issued.collect();
    assert!(!issued.is_empty());
    for scene in issued {
        assert!(scene.customer.as_ref().is_some_and(|code| code.as_str().starts_with("PLG-")));
        assert!(scene.who.is_some() && scene.about.is_some());
    }
    let defined = scenes.iter().find(|scene| scene.asked == Some("define_package")).unwrap();
    let who = defined.who.as_ref().unwrap();
    assert_eq!((who.roles.as_str(), who.name.as_deref()), ("MARKETING", Some("MARKETING 1")));
    assert!(scenes.iter().any(|scene| scene.came == Came::MonthOver(1)));
    assert!(scenes.iter().any(|scene| scene.came == Came::Calm));
    assert!(scenes.is_sorted_by_key(|scene| scene.at));
}
