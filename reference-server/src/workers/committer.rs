//! The committer: what queued while the last commit was in flight becomes the next commit.
//!
//! Every single command of the process goes through it, whoever sends it. It never waits for more
//! work, so a lone command goes straight through; under load, and on a slow disk, many share one
//! durable transaction. It runs as a task of its own, because a batch must not die with a caller that
//! hangs up.

use std::sync::Arc;

use async_trait::async_trait;
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use wikarta_core::command::{Command, Envelope};
use wikarta_core::engine::{HandleError, Handled, Queue, Wikarta};
use wikarta_core::ports::Fault;

/// The most commands of one commit.
const BATCH_MAX: usize = 128;
/// The most commands that may wait; beyond it callers are told to come back.
const QUEUE_MAX: usize = 2_048;

/// The task that commits.
#[derive(Debug)]
pub struct Committer {
    task: JoinHandle<()>,
    closing: CancellationToken,
}

impl Committer {
    /// Starts the task, and gives the engine whose single commands go through it. It ends, everything
    /// answered, by [`Committer::end`] or once every clone of that engine is dropped.
    #[must_use]
    pub fn start(wikarta: Wikarta) -> (Wikarta, Self) {
        Self::with_room_for(QUEUE_MAX, wikarta)
    }

    fn with_room_for(waiting: usize, wikarta: Wikarta) -> (Wikarta, Self) {
        let (queue, jobs) = mpsc::channel(waiting);
        let closing = CancellationToken::new();
        let task = tokio::spawn(run(wikarta.clone(), jobs, closing.clone()));
        let waiting = Waiting { queue, closing: closing.clone() };
        (wikarta.queued(Arc::new(waiting)), Self { task, closing })
    }

    /// Takes nothing any more, answers what was taken, and ends.
    pub async fn end(self) {
        self.closing.cancel();
        let _ = self.task.await; // it does not panic: batches run in tasks of their own
    }
}

/// The way into the queue.
struct Waiting {
    queue: mpsc::Sender<Job>,
    closing: CancellationToken,
}

struct Job {
    envelope: Envelope,
    reply: oneshot::Sender<Handled>,
}

impl Job {
    /// Whether it is worth beginning. Whoever gave up was told that nothing is known, and asks again
    /// under a new name if he gave none; what the gateway told is booked in any case.
    fn is_awaited(&self) -> bool {
        !self.reply.is_closed() || matches!(self.envelope.command, Command::Notify(_))
    }
}

#[async_trait]
impl Queue for Waiting {
    async fn send(&self, envelope: Envelope) -> Handled {
        if self.closing.is_cancelled() {
            return Err(not_now("the server is stopping"));
        }
        let (reply, answer) = oneshot::channel();
        self.queue
            .try_send(Job { envelope, reply })
            .map_err(|_| not_now("too many commands are waiting"))?;
        answer.await.unwrap_or_else(|_| Err(not_now("the command was given up half way")))
    }
}

fn not_now(why: &str) -> HandleError {
    HandleError::Fault(Fault::Passing(why.to_owned()))
}

async fn run(wikarta: Wikarta, mut jobs: mpsc::Receiver<Job>, closing: CancellationToken) {
    let mut waiting = Vec::with_capacity(BATCH_MAX);
    loop {
        tokio::select! {
            () = closing.cancelled(), if !jobs.is_closed() => jobs.close(),
            taken = jobs.recv_many(&mut waiting, BATCH_MAX) => if taken == 0 { return },
        }
        let awaited = waiting.drain(..).filter(Job::is_awaited);
        let (envelopes, replies): (Vec<Envelope>, Vec<_>) =
            awaited.map(|job| (job.envelope, job.reply)).unzip();
        if envelopes.is_empty() {
            continue;
        }
        let engine = wikarta.clone();
        // A task of its own: should a decision panic, it takes its batch with it and no later one.
        let batch = tokio::spawn(async move { engine.handle(&envelopes).await });
        match batch.await {
            Ok(answers) => {
                for (reply, answer) in replies.into_iter().zip(answers) {
                    let _ = reply.send(answer); // the caller may have hung up: what is done stays done
                }
            }
            Err(error) => tracing::error!(%error, "a batch of commands was given up"),
        }
    }
}

#[cfg(test)]
mod tests;
