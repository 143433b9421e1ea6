//! The one connection that writes.
//!
//! Writers of SQLite exclude each other anyway; taking turns here keeps waiting fair and leaves no
//! busy loop. A turn whose future is dropped half way leaves a transaction open: the next turn rolls
//! it back before it begins.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use sqlx::sqlite::{SqliteArguments, SqliteConnectOptions, SqliteConnection, SqliteRow};
use sqlx::{ConnectOptions, Connection, Sqlite};
use tokio::sync::{MutexGuard, mpsc, oneshot};
use wikarta_core::ports::Fault;

use crate::fault;

/// A query ready to run.
pub(crate) type Ready = sqlx::query::Query<'static, Sqlite, SqliteArguments>;

/// The writing connection and the small writes that wait for it.
pub(crate) struct Writer {
    options: SqliteConnectOptions,
    seat: tokio::sync::Mutex<Seat>,
    waiting: Mutex<Vec<Waiting>>,
    pulse: OnceLock<mpsc::Sender<()>>,
    /// Held by whoever moves the log into the file; taken before a turn.
    pub(crate) moving: tokio::sync::Mutex<()>,
}

struct Seat {
    connection: Option<SqliteConnection>,
    unfinished: bool,
}

struct Waiting {
    make: Box<dyn Fn() -> Ready + Send + Sync>,
    tell: oneshot::Sender<Result<u64, Fault>>,
}

impl Writer {
    pub(crate) async fn connect(options: SqliteConnectOptions) -> Result<Self, Fault> {
        let connection = Some(options.connect().await.map_err(fault::of)?);
        let seat = tokio::sync::Mutex::new(Seat { connection, unfinished: false });
        Ok(Self {
            options,
            seat,
            waiting: Mutex::default(),
            pulse: OnceLock::new(),
            moving: tokio::sync::Mutex::default(),
        })
    }

    /// Whom to wake after a commit.
    pub(crate) fn after_commit(&self, pulse: mpsc::Sender<()>) {
        let _ = self.pulse.set(pulse); // set once, when the store is opened
    }

    /// Waits for the connection, reconnects a lost one, and rolls back what a dropped turn left.
    pub(crate) async fn turn(&self) -> Result<Turn<'_>, Fault> {
        let mut seat = self.seat.lock().await;
        if seat.connection.is_none() {
            seat.connection = Some(self.options.connect().await.map_err(fault::of)?);
            seat.unfinished = false;
        }
        let mut turn = Turn { seat, pulse: self.pulse.get() };
        if turn.seat.unfinished {
            turn.rollback().await;
        }
        Ok(turn)
    }

    /// Runs a small write in a transaction of its own, or together with others that wait.
    ///
    /// The work is done by a task, so a caller that goes away takes nobody with it. `make` may be
    /// called again when it has to be tried alone. Answers the number of rows written.
    pub(crate) async fn submit(
        self: &Arc<Self>,
        make: impl Fn() -> Ready + Send + Sync + 'static,
    ) -> Result<u64, Fault> {
        let (tell, told) = oneshot::channel();
        let make = Box::new(make);
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner).push(Waiting { make, tell });
        let writer = Arc::clone(self);
        tokio::spawn(async move { writer.drain().await });
        let gone = |_| Err(Fault::Passing("the writer has ended".to_owned()));
        told.await.unwrap_or_else(gone)
    }

    async fn drain(&self) {
        let turn = self.turn().await;
        let jobs =
            std::mem::take(&mut *self.waiting.lock().unwrap_or_else(PoisonError::into_inner));
        if jobs.is_empty() {
            return; // an earlier turn took them along
        }
        match turn {
            Ok(mut turn) => turn.run_all(jobs).await,
            Err(fault) => {
                for job in jobs {
                    let _ = job.tell.send(Err(fault.clone())); // a caller that left needs no answer
                }
            }
        }
    }

    pub(crate) async fn close(&self) {
        if let Some(connection) = self.seat.lock().await.connection.take() {
            let _ = connection.close().await; // everything that was promised is on disk
        }
    }
}

/// The connection, ours until dropped.
pub(crate) struct Turn<'a> {
    seat: MutexGuard<'a, Seat>,
    pulse: Option<&'a mpsc::Sender<()>>,
}

impl Turn<'_> {
    /// Runs a query that leaves a transaction open, if only when it fails.
    pub(crate) async fn run(&mut self, query: Ready) -> Result<Vec<SqliteRow>, sqlx::Error> {
        self.seat.unfinished = true;
        let connection = self.seat.connection.as_mut().ok_or(sqlx::Error::WorkerCrashed)?;
        let answer = query.fetch_all(connection).await;
        if answer.as_ref().is_err_and(fault::is_lost) {
            self.seat.connection = None;
        }
        answer
    }

    /// Runs a query that ends the transaction, or is one by itself.
    pub(crate) async fn finish(&mut self, query: Ready) -> Result<Vec<SqliteRow>, sqlx::Error> {
        let rows = self.run(query).await?;
        self.seat.unfinished = false;
        if let Some(pulse) = self.pulse {
            let _ = pulse.try_send(()); // full: it is awake already
        }
        Ok(rows)
    }

    /// Takes back whatever is open. A connection that cannot even do that is given up.
    pub(crate) async fn rollback(&mut self) {
        self.seat.unfinished = false;
        let Some(connection) = self.seat.connection.as_mut() else { return };
        if let Err(error) = sqlx::query("ROLLBACK").execute(connection).await {
            // Some errors end the transaction by themselves; then there is nothing to take back.
            if error.as_database_error().is_none() {
                self.seat.connection = None;
            }
        }
    }

    /// The bare connection, for migrations.
    pub(crate) fn connection(&mut self) -> Result<&mut SqliteConnection, Fault> {
        let gone = || Fault::Passing("the writing connection is gone".to_owned());
        self.seat.connection.as_mut().ok_or_else(gone)
    }

    async fn run_all(&mut self, jobs: Vec<Waiting>) {
        match self.together(&jobs).await {
            Ok(counts) => {
                for (job, count) in jobs.into_iter().zip(counts) {
                    let _ = job.tell.send(Ok(count)); // a caller that left needs no answer
                }
            }
            Err(fault) => {
                let alone = jobs.len() == 1;
                for job in jobs {
                    let answer = if alone {
                        Err(fault.clone())
                    } else {
                        let one = self.together(std::slice::from_ref(&job)).await;
                        one.map(|counts| counts.into_iter().sum())
                    };
                    let _ = job.tell.send(answer); // a caller that left needs no answer
                }
            }
        }
    }

    async fn together(&mut self, jobs: &[Waiting]) -> Result<Vec<u64>, Fault> {
        let counts = self.in_one_transaction(jobs).await;
        if counts.is_err() {
            self.rollback().await;
        }
        counts.map_err(fault::of)
    }

    async fn in_one_transaction(&mut self, jobs: &[Waiting]) -> Result<Vec<u64>, sqlx::Error> {
        self.run(sqlx::query("BEGIN IMMEDIATE")).await?;
        let mut counts = Vec::with_capacity(jobs.len());
        for job in jobs {
            let connection = self.seat.connection.as_mut().ok_or(sqlx::Error::WorkerCrashed)?;
            counts.push((job.make)().execute(connection).await?.rows_affected());
        }
        self.finish(sqlx::query("COMMIT")).await?;
        Ok(counts)
    }
}
