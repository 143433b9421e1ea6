//! Lives are lived one at a time in a process, off the threads that answer, and the last one is kept:
//! whoever turns a page, or comes back to it, waits for nothing.

use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::Semaphore;
use wikarta_core::policy::PolicyError;
use wikarta_core::testkit::simulate::{Came, Plan, Run, Scene, told};

use crate::answer::{Problem, codes};
use crate::story;

/// Scenes of a story that are kept.
pub const SCENES_MAX: usize = 5_000;
/// After how many seconds to come again while another life is lived.
const COME_AGAIN_SECONDS: u32 = 5;

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    /// The life.
    pub plan: Plan,
    /// Whom its story is about, if not about everybody.
    pub about: Option<String>,
}

/// How much of what happened in a month: issued, paid, refunds, faults.
pub type Counts = [u64; 4];

/// A life that was lived.
#[derive(Debug)]
pub struct Lived {
    /// How it ended.
    pub run: Run,
    /// The months, and the rest after them.
    pub months: Vec<Counts>,
    /// The story, as far as it is kept.
    pub scenes: Vec<Scene>,
    /// How many scenes it has.
    pub told: u64,
}

/// What was asked for last, and the life that it was.
type Last = Mutex<Option<(Wish, Arc<Lived>)>>;

/// The one place where lives are lived.
#[derive(Debug)]
pub struct Lives {
    place: Arc<Semaphore>,
    last: Arc<Last>,
}

impl Default for Lives {
    fn default() -> Self {
        Self { place: Arc::new(Semaphore::new(1)), last: Arc::default() }
    }
}

impl Lives {
    /// Lives it through, or shows the last life when it was the same.
    ///
    /// # Errors
    /// Another life is being lived: 503 with when to come again. Our own fault.
    pub async fn live(&self, wish: Wish) -> Result<Arc<Lived>, Problem> {
        if let Some(lived) = self.known(&wish) {
            return Ok(lived);
        }
        let Ok(place) = Arc::clone(&self.place).try_acquire_owned() else {
            return Err(Problem::of(&codes::BUSY)
                .say(
                    "Simulasi lain sedang berjalan. Coba lagi sebentar.",
                    "Another simulation is running. Try again in a moment.",
                )
                .retry_after(COME_AGAIN_SECONDS));
        };
        let last = Arc::clone(&self.last);
        // The place is given back when the life is over, even if nobody waits for it any more.
        let living = tokio::task::spawn_blocking(move || {
            let _place = place;
            let lived = Arc::new(lived(&wish)?);
            *last.lock().unwrap_or_else(PoisonError::into_inner) = Some((wish, Arc::clone(&lived)));
            Ok::<_, PolicyError>(lived)
        });
        let broken = |error: &dyn std::fmt::Display| {
            tracing::error!(%error, "a life could not be simulated");
            Problem::of(&codes::INTERNAL)
        };
        living.await.map_err(|error| broken(&error))?.map_err(|error| broken(&error))
    }

    fn known(&self, wish: &Wish) -> Option<Arc<Lived>> {
        let last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        last.as_ref().filter(|(of, _)| of == wish).map(|(_, lived)| Arc::clone(lived))
    }

    /// Takes the place, as a life that does not end would.
    #[cfg(test)]
    pub fn occupy(&self) -> tokio::sync::OwnedSemaphorePermit {
        Arc::clone(&self.place).try_acquire_owned().unwrap()
    }
}

#[derive(Default)]
struct Heard {
    months: Vec<Counts>,
    scenes: Vec<Scene>,
    told: u64,
}

fn lived(wish: &Wish) -> Result<Lived, PolicyError> {
    let heard = Heard { months: vec![Counts::default()], ..Heard::default() };
    let heard = Arc::new(Mutex::new(heard));
    let (into, about) = (Arc::clone(&heard), wish.about.clone());
    let run = told(&wish.plan, &mut |_| {}, move |scene| {
        let mut heard = into.lock().unwrap_or_else(PoisonError::into_inner);
        heard.count(&scene);
        if about.as_ref().is_none_or(|name| story::is_about(&scene, name)) {
            heard.told += 1;
            if heard.scenes.len() < SCENES_MAX {
                heard.scenes.push(scene);
            }
        }
    })?;
    let heard = std::mem::take(&mut *heard.lock().unwrap_or_else(PoisonError::into_inner));
    Ok(Lived { run, months: heard.months, scenes: heard.scenes, told: heard.told })
}

impl Heard {
    fn count(&mut self, scene: &Scene) {
        if matches!(scene.came, Came::MonthOver(_)) {
            self.months.push(Counts::default());
        }
        let Some([issued, paid, refunds, faults]) = self.months.last_mut() else { return };
        match &scene.came {
            Came::Struck(..) => *faults += 1,
            Came::Written { action, changes } => match action.as_str() {
                "invoice.issued" => *issued += 1,
                "posting.verified" => *paid += 1,
                // A look that found what was known is no second payment.
                "payment.settled" if changes.iter().any(|one| one.field == "state") => *paid += 1,
                "refund.done" => *refunds += 1,
                _ => {}
            },
            _ => {}
        }
    }
}
