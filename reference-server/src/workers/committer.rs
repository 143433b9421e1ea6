//! The committer: what queued while the last commit was in flight becomes the next commit.
//!
//! It never waits for more work, so a lone notification goes straight through; under load many
//! share one durable transaction. It runs as a task of its own, because a batch must not die with
//! a caller that hangs up.

use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;
use wikarta_core::command::Envelope;
use wikarta_core::decide::{Answer, Verdict};
use wikarta_core::engine::{HandleError, Handled, Wikarta};
use wikarta_core::ports::Fault;

use super::outbox::Wake;

/// The most commands of one commit.
const BATCH_MAX: usize = 128;
/// The most commands that may wait; beyond it callers are told to come back.
const QUEUE_MAX: usize = 2_048;

/// The way into the queue. Clones share it; the task ends when all are gone.
#[derive(Debug, Clone)]
pub struct Committer {
    queue: mpsc::Sender<Job>,
}

#[derive(Debug)]
struct Job {
    envelope: Envelope,
    reply: oneshot::Sender<Handled>,
}

impl Committer {
    /// Starts the task. It ends, everything answered, once every clone is dropped.
    #[must_use]
    pub fn start(wikarta: Wikarta, wake: Wake) -> (Self, JoinHandle<()>) {
        let (queue, jobs) = mpsc::channel(QUEUE_MAX);
        (Self { queue }, tokio::spawn(run(wikarta, wake, jobs)))
    }

    /// Carries out one command with whatever else is waiting.
    ///
    /// # Errors
    /// As [`Wikarta::send`]; a passing fault when the queue is full or the server is stopping.
    pub async fn send(&self, envelope: Envelope) -> Handled {
        let (reply, answer) = oneshot::channel();
        let busy = |what: &str| HandleError::Fault(Fault::Passing(what.to_owned()));
        self.queue
            .try_send(Job { envelope, reply })
            .map_err(|_| busy("too many commands are waiting"))?;
        answer.await.unwrap_or_else(|_| Err(busy("the server is stopping")))
    }
}

async fn run(wikarta: Wikarta, wake: Wake, mut jobs: mpsc::Receiver<Job>) {
    let mut waiting = Vec::with_capacity(BATCH_MAX);
    while jobs.recv_many(&mut waiting, BATCH_MAX).await > 0 {
        let (envelopes, replies): (Vec<Envelope>, Vec<_>) =
            waiting.drain(..).map(|job| (job.envelope, job.reply)).unzip();
        let answers = wikarta.handle(&envelopes).await;
        if answers.iter().any(leaves_work) {
            wake.up();
        }
        for (reply, answer) in replies.into_iter().zip(answers) {
            let _ = reply.send(answer); // the caller may have hung up: what is done stays done
        }
    }
}

/// Whether a worker has something to do now.
#[must_use]
pub fn leaves_work(handled: &Handled) -> bool {
    handled.as_ref().is_ok_and(|receipt| {
        let parked = matches!(receipt.answer, Answer::Notification { verdict: Verdict::Parked(_) });
        parked || !receipt.effects.is_empty()
    })
}
