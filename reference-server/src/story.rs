//! A scene of a simulated life as people read it, on the command line and in the panel.

use wikarta_core::audit::FieldChange;
use wikarta_core::testkit::simulate::{Came, Scene, Who};
use wikarta_core::time::Zone;

use crate::pages::{Change, Value};
use crate::text::{Lang, audit, format, simulation as words};

/// The zone of the simulated seller.
pub const ZONE: Zone = Zone::Wib;
/// How many changed fields of an entry are told.
const CHANGES_MAX: usize = 3;

/// The longest name that a story is narrowed to, in bytes.
const SUBJECT_MAX: usize = 60;

/// What a story may be narrowed to: the text, if ids and numbers can look like that.
#[must_use]
pub fn subject(text: &str) -> Option<String> {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_:#.".contains(c);
    let fits = !text.is_empty() && text.len() <= SUBJECT_MAX && text.chars().all(plain);
    fits.then(|| text.to_owned())
}

/// Whether a scene is about something that is named by an id or a number: a customer, any aggregate,
/// or an entity that changed, such as an invoice or an order.
#[must_use]
pub fn is_about(scene: &Scene, name: &str) -> bool {
    let same = |text: &str| text.eq_ignore_ascii_case(name);
    let aggregate = scene.about.as_ref().map(ToString::to_string).unwrap_or_default();
    let bare = aggregate.split_once(':').map_or("", |(_, id)| id);
    let customer = scene.customer.as_ref().is_some_and(|code| same(code.as_str()));
    let changed = match &scene.came {
        Came::Written { changes, .. } => changes.iter().any(|change| same(&change.id)),
        _ => false,
    };
    customer || same(&aggregate) || same(bare) || changed
}

/// Whom a scene is about: the number of a customer, the id of anything else.
#[must_use]
pub fn about(scene: &Scene) -> String {
    match (&scene.customer, &scene.about) {
        (Some(code), _) => code.to_string(),
        (None, Some(id)) => id.to_string(),
        (None, None) => String::new(),
    }
}

/// Who acts in a scene.
#[must_use]
pub fn who(scene: &Scene, lang: Lang) -> String {
    let Some(Who { label, roles, name }) = &scene.who else { return String::new() };
    if let Some(known) = audit::actor(label, lang) {
        return known.to_owned();
    }
    let name = name.as_ref().unwrap_or(label);
    if roles.is_empty() { name.clone() } else { words::who(lang, name, roles.replace(',', ", ")) }
}

/// What was asked for and what came of it.
#[must_use]
pub fn what(scene: &Scene, lang: Lang) -> String {
    let came = match &scene.came {
        Came::Written { action, changes } => written(action, changes, lang),
        Came::Nothing => words::nothing(lang).to_owned(),
        Came::Refused(code) => words::refused(lang, code),
        Came::Unanswered => words::unanswered(lang).to_owned(),
        Came::Struck(fault, port) => {
            let (port, fault) = (words::port(*port, lang), words::fault(*fault, lang));
            return match scene.asked {
                Some(asked) => words::struck_during(lang, port, fault, asked),
                None => words::struck(lang, port, fault),
            };
        }
        Came::MonthOver(month) => words::month_over(lang, month),
        Came::Calm => words::calm(lang).to_owned(),
        Came::Broken { law, seen } => words::broken(lang, law, seen),
    };
    match scene.asked {
        Some(asked) => words::asked(lang, asked, came),
        None => came,
    }
}

/// One line: when, about whom, who, what.
#[must_use]
pub fn line(scene: &Scene, lang: Lang) -> String {
    let civil = scene.at.civil_in(ZONE).format("%Y-%m-%d");
    let at = format::seconds(scene.at, ZONE, lang);
    let (about, who, what) = (about(scene), who(scene, lang), what(scene, lang));
    let by = if who.is_empty() { what } else { format!("{who}: {what}") };
    format!("{civil} {at}  {about:<12}  {by}")
}

fn written(action: &str, changes: &[FieldChange], lang: Lang) -> String {
    let sentence = audit::sentence(action, lang);
    // A sum that begins at nothing says nothing.
    let begins_empty = |change: &&FieldChange| change.before.is_null() && change.after == 0;
    let mut told: Vec<&FieldChange> = changes.iter().filter(|one| !begins_empty(one)).collect();
    told.sort_by_key(|change| audit::field_place(&change.entity, &change.field));
    let told = told.into_iter().filter_map(|change| Change::of(change, ZONE, lang));
    let told = told.filter(|change| change.before != change.after).take(CHANGES_MAX);
    let told = told.map(|Change { field, before, after }| match before {
        Value::Nothing => words::begins(lang, field, after.plain()),
        _ => words::change(lang, field, before.plain(), after.plain()),
    });
    let told = told.collect::<Vec<_>>().join("; ");
    if told.is_empty() { sentence.to_owned() } else { format!("{sentence}: {told}") }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::sync::{Arc, Mutex};

    use wikarta_core::testkit::simulate::{Faults, Plan, told};

    use super::*;

    #[test]
    fn everything_that_is_written_in_two_lives_has_its_sentence() {
        let bare: Arc<Mutex<BTreeSet<String>>> = Arc::default();
        for seed in [1, 99] {
            let plan = Plan { customers: 4, months: 4, seed, faults: Faults::all(), steps: None };
            let into = Arc::clone(&bare);
            let tell = move |scene: Scene| {
                let Came::Written { action, .. } = scene.came else { return };
                if [Lang::Id, Lang::En].iter().any(|lang| audit::sentence(&action, *lang) == action)
                {
                    into.lock().unwrap().insert(action);
                }
            };
            told(&plan, &mut |_| {}, tell).unwrap();
        }
        assert_eq!(*bare.lock().unwrap(), BTreeSet::new());
    }
}
