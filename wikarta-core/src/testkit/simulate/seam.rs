//! Where a process can be stopped: before every call of a port. A process that is to die never gets
//! past; one that takes turns with another waits there once.

use std::future::Future;
use std::pin::{Pin, pin};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

use crate::testkit::Dice;

/// A future that is polled so often without an end never ends.
const POLLS_MAX: u32 = 1_000_000;

/// The one place where a process waits.
#[derive(Debug, Default)]
pub(super) struct Seam {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    calls: u64,
    dies_after: Option<u32>,
    dead: bool,
    turns: bool,
}

impl Seam {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The process dies before the call after so many.
    pub(super) fn dies_after(&self, calls: u32) {
        self.lock().dies_after = Some(calls);
    }

    /// A new process in its place.
    pub(super) fn revive(&self) {
        let mut state = self.lock();
        (state.dies_after, state.dead, state.turns) = (None, false, false);
    }

    /// From now on it waits once before every call.
    fn take_turns(&self) {
        self.lock().turns = true;
    }

    fn is_dead(&self) -> bool {
        self.lock().dead
    }

    /// How many calls it made.
    pub(super) fn calls(&self) -> u64 {
        self.lock().calls
    }

    /// Gets past, if the process lives.
    pub(super) const fn pass(&self) -> Pass<'_> {
        Pass { seam: self, waited: false }
    }
}

/// Getting past a seam.
pub(super) struct Pass<'a> {
    seam: &'a Seam,
    waited: bool,
}

impl Future for Pass<'_> {
    type Output = ();
    fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
        let mut state = self.seam.lock();
        if state.dead {
            return Poll::Pending;
        }
        if state.turns && !self.waited {
            drop(state);
            self.waited = true;
            return Poll::Pending;
        }
        match state.dies_after {
            Some(0) => {
                state.dead = true;
                return Poll::Pending;
            }
            Some(left) => state.dies_after = Some(left - 1),
            None => {}
        }
        state.calls += 1;
        Poll::Ready(())
    }
}

/// How the work of a process ended.
#[derive(Debug)]
pub(super) enum Ended<T> {
    /// It came to an end.
    Done(T),
    /// The process died.
    Died,
}

/// Runs one process to the end of its work, or to its own.
pub(super) fn complete<F: Future>(seam: &Seam, work: F) -> Ended<F::Output> {
    let mut work = pin!(work);
    let mut context = Context::from_waker(Waker::noop());
    for _ in 0..POLLS_MAX {
        match work.as_mut().poll(&mut context) {
            Poll::Ready(output) => return Ended::Done(output),
            Poll::Pending if seam.is_dead() => return Ended::Died,
            Poll::Pending => {}
        }
    }
    Ended::Died
}

/// Runs two processes, whose turn it is being drawn at every call of a port.
pub(super) fn together<A: Future, B: Future>(
    (one, first): (&Seam, A),
    (other, second): (&Seam, B),
    dice: &mut Dice,
) -> (Ended<A::Output>, Ended<B::Output>) {
    one.take_turns();
    other.take_turns();
    let (mut first, mut second) = (pin!(first), pin!(second));
    let mut context = Context::from_waker(Waker::noop());
    let (mut left, mut right) = (None, None);
    for _ in 0..POLLS_MAX {
        if left.is_some() && right.is_some() {
            break;
        }
        if left.is_none() && (right.is_some() || dice.hits(500)) {
            match first.as_mut().poll(&mut context) {
                Poll::Ready(output) => left = Some(Ended::Done(output)),
                Poll::Pending if one.is_dead() => left = Some(Ended::Died),
                Poll::Pending => {}
            }
        } else if right.is_none() {
            match second.as_mut().poll(&mut context) {
                Poll::Ready(output) => right = Some(Ended::Done(output)),
                Poll::Pending if other.is_dead() => right = Some(Ended::Died),
                Poll::Pending => {}
            }
        }
    }
    (left.unwrap_or(Ended::Died), right.unwrap_or(Ended::Died))
}
