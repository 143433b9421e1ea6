//! Every order of what may happen, over the real engine, each state once. Two ways that come to the same
//! state go on alike, so they are followed together.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::rc::Rc;

use wikarta_core::command::Envelope;
use wikarta_core::id::TraceId;
use wikarta_core::provider::Hint;
use wikarta_core::testkit::laws;

use crate::world::{World, now};

/// Something that is done here, and what was answered, in a word.
pub type Step<'a> = Box<dyn Fn(&World) -> &'static str + 'a>;

/// What is to happen, in any order: notifications, each once or as often as it likes, at most `times`
/// of which find something to change; steps of ours, one after the other, anywhere between them; and
/// workers that run whenever they like.
pub struct Play<'a> {
    pub hints: Vec<&'a Hint>,
    pub times: u8,
    pub steps: &'a [Step<'a>],
}

/// A state that ways have led to.
#[derive(Clone)]
struct Node {
    world: Rc<World>,
    /// Of each notification, how often it may yet change something, and whether it has come.
    left: Vec<(u8, Come)>,
    /// What was answered to the steps so far.
    said: Vec<&'static str>,
    messages: BTreeSet<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Come {
    NotYet,
    Yes,
}

/// Where everything that was to happen has happened, and workers are at rest.
pub struct End {
    pub world: Rc<World>,
    pub said: Vec<&'static str>,
    pub messages: BTreeSet<String>,
}

/// How much was gone through.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Gone {
    /// Orders in which each notification comes `times` times, workers running or not after each thing.
    pub sequences: u64,
    /// States that are not alike.
    pub states: u64,
    /// Ends that are not alike.
    pub ends: u64,
}

impl Gone {
    pub fn add(&mut self, other: Self) {
        self.sequences += other.sequences;
        self.states += other.states;
        self.ends += other.ends;
    }
}

impl Play<'_> {
    /// How many sequences there are: orders of a multiset, doubled for each place where a worker runs
    /// or does not.
    fn sequences(&self) -> u64 {
        let factorial = |n: u64| (1..=n).product::<u64>();
        let (times, steps) = (u64::from(self.times), self.steps.len() as u64);
        let moves = self.hints.len() as u64 * times + steps;
        let alike = factorial(times).pow(self.hints.len() as u32) * factorial(steps);
        factorial(moves) / alike * (1 << moves)
    }
}

impl Node {
    /// What the world holds, which alone decides how it goes on.
    fn present(&self) -> String {
        let world = &self.world;
        let here = (&self.messages, world.time(), world.bank.orders());
        format!("{here:?} {}", world.store.present())
    }

    fn key(&self, present: &str) -> String {
        format!("{:?} {:?} {present}", self.left, self.said)
    }

    /// The same after something was done.
    fn after<T>(&self, act: impl FnOnce(&World) -> T) -> (Self, T) {
        let world = self.world.fork();
        let answer = act(&world);
        let mut messages = self.messages.clone();
        messages.extend(world.notifier.messages().into_keys());
        let (left, said) = (self.left.clone(), self.said.clone());
        (Self { world: Rc::new(world), left, said, messages }, answer)
    }

    fn is_over(&self, play: &Play<'_>) -> bool {
        let come = self.left.iter().all(|(_, come)| *come == Come::Yes);
        come && self.said.len() == play.steps.len()
    }

    /// Everything that may happen next.
    fn onwards(&self, play: &Play<'_>, present: &str) -> Vec<Self> {
        let mut found = Vec::new();
        for (place, hint) in play.hints.iter().enumerate() {
            let (times, come) = self.left[place];
            if times == 0 {
                continue;
            }
            let (mut after, ()) = self.after(|world| deliver(world, hint));
            let changed = after.present() != present;
            after.left[place] = (times - u8::from(changed), Come::Yes);
            if changed || come == Come::NotYet {
                found.push(after);
            }
        }
        if let Some(step) = play.steps.get(self.said.len()) {
            let (mut after, answer) = self.after(step);
            after.said.push(answer);
            found.push(after);
        }
        found.push(self.after(World::work).0);
        found
    }
}

/// Goes every way from a world; every state keeps every law.
pub fn explore(begin: &World, play: &Play<'_>) -> (Gone, Vec<End>) {
    let (said, messages) = (Vec::new(), BTreeSet::new());
    let left = vec![(play.times, Come::NotYet); play.hints.len()];
    let mut open = vec![Node { world: Rc::new(begin.fork()), left, said, messages }];
    let (mut seen, mut ends) = (HashSet::new(), BTreeMap::new());
    while let Some(node) = open.pop() {
        let present = node.present();
        if !seen.insert(node.key(&present)) {
            continue;
        }
        laws::check(&node.world.store).unwrap();
        if node.is_over(play) {
            let (end, ()) = node.after(World::work);
            let key = format!("{:?} {}", end.said, end.present());
            let Node { world, said, messages, .. } = end;
            ends.insert(key, End { world, said, messages });
        }
        open.extend(node.onwards(play, &present));
    }
    let (states, found) = (seen.len() as u64, ends.len() as u64);
    (Gone { sequences: play.sequences(), states, ends: found }, ends.into_values().collect())
}

/// Delivers it under a request of its own, so that nothing tells in which order things came.
fn deliver(world: &World, hint: &Hint) {
    let trace = TraceId::new(&hint.event_key);
    now(world.wikarta.send(Envelope { trace, ..world.notice(hint) })).unwrap();
}
