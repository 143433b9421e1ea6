//! The emulator as a whole: memory and journal behind one lock, every step taken the same way.

use std::fmt;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde_json::Value;
use wikarta_core::time::Timestamp;

use super::book::Book;
use super::config::EmulatorConfig;
use super::control::{ControlError, Wish, delivery_shown};
use super::courier::Courier;
use super::desk::Desk;
use super::fault::Fault;
use super::idempotency::Idempotency;
use super::identity::Names;
use super::journal::{Journal, JournalError, SyncMode};
use super::limit::Meter;
use super::record::Change;
use super::snap_bi::Tokens;
use super::transition::Action;
use super::weather::Weather;

/// Why an emulator does not open.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OpenError {
    /// The journal cannot be used.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// Nobody could call it.
    #[error("the emulator needs at least one merchant, each with its own id and server key")]
    Merchants,
    /// Notifications would leave this machine without leave.
    #[error("`{0}` is not on the loopback; name its host in `notify_hosts` to allow it")]
    NotifyNotAllowed(String),
    /// Not an address.
    #[error("`{0}` is not an address such as http://127.0.0.1:8080/api/webhooks/midtrans")]
    NotifyNotAnAddress(String),
}

/// The emulator. Cheap to clone; clones are the same emulator.
#[derive(Clone)]
pub struct Emulator {
    inner: Arc<Inner>,
}

struct Inner {
    config: EmulatorConfig,
    names: Names,
    store: Mutex<Store>,
    courier: Courier,
    refusals: AtomicU64,
    idempotency: Mutex<Idempotency>,
    faults: Mutex<Vec<Fault>>,
    weather: Mutex<Weather>,
    meter: Mutex<Meter>,
    tokens: Mutex<Tokens>,
    /// Microseconds that the clock was moved by.
    moved: AtomicI64,
}

struct Store {
    book: Book,
    journal: Option<Journal>,
    mode: SyncMode,
    dirty: bool,
}

impl Store {
    /// Journal first, memory second: what is remembered can always be read back.
    fn commit(&mut self, change: Change) -> Result<(), JournalError> {
        if change.is_empty() {
            return Ok(());
        }
        if let Some(journal) = &mut self.journal {
            journal.append(&change)?;
            self.dirty = true;
        }
        self.book.apply(change);
        Ok(())
    }

    fn sync(&mut self) -> Result<(), JournalError> {
        if let (Some(journal), true) = (&self.journal, self.dirty) {
            journal.sync()?;
            self.dirty = false;
        }
        Ok(())
    }
}

impl fmt::Debug for Emulator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Emulator").field("config", &self.inner.config).finish_non_exhaustive()
    }
}

impl Emulator {
    /// Opens an emulator: reads its journal back, sends nothing yet.
    pub fn open(config: EmulatorConfig) -> Result<Self, OpenError> {
        check_merchants(&config)?;
        let courier = Courier::new(&config)?;
        let mut book = Book::new(config.max_transactions, config.max_deliveries);
        let journal = match &config.data_dir {
            Some(dir) => {
                let mut lines = 0_usize;
                let mut journal = Journal::open(dir, |change| {
                    lines += 1;
                    book.apply(change);
                })?;
                // Every change appends whole records; a long journal is mostly history.
                if lines > 1_000 && lines > 4 * book.len() {
                    journal.rewrite(book.snapshot())?;
                }
                Some(journal)
            }
            None => None,
        };
        let names = Names::new(config.seed);
        let store = Mutex::new(Store { book, journal, mode: SyncMode::Each, dirty: false });
        let inner = Inner {
            config,
            names,
            store,
            courier,
            refusals: AtomicU64::new(0),
            idempotency: Mutex::default(),
            faults: Mutex::default(),
            weather: Mutex::default(),
            meter: Mutex::default(),
            tokens: Mutex::default(),
            moved: AtomicI64::new(0),
        };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// What it was opened with.
    #[must_use]
    pub fn config(&self) -> &EmulatorConfig {
        &self.inner.config
    }

    /// When changes reach the disk for sure. In [`SyncMode::Batch`] call [`Emulator::sync`].
    pub fn set_sync_mode(&self, mode: SyncMode) {
        self.lock().mode = mode;
    }

    /// Puts everything on the disk.
    pub fn sync(&self) -> Result<(), JournalError> {
        self.lock().sync()
    }

    /// Lets time pass: what is overdue by now expires, refunds are confirmed. Every call does this
    /// first, and so does the delivery task; a host that moves the clock by hand calls it itself.
    pub fn tick(&self) -> Result<(), JournalError> {
        let mut store = self.lock();
        self.pass_time(&mut store)?;
        if store.mode == SyncMode::Each { store.sync() } else { Ok(()) }
    }

    /// What the emulator's clock shows.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        let moved = self.inner.moved.load(Ordering::Relaxed);
        Timestamp::clamped(self.inner.config.clock.now().as_micros().saturating_add(moved))
    }

    /// Moves the clock by whole seconds, also back, and lets what has passed meanwhile happen. A
    /// restart forgets it.
    pub fn advance(&self, seconds: i64) -> Result<Timestamp, JournalError> {
        let micros = seconds.saturating_mul(1_000_000);
        self.inner.moved.fetch_add(micros, Ordering::Relaxed);
        self.tick()?;
        self.inner.courier.wake();
        Ok(self.now())
    }

    /// How notifications fare from now on; kept in memory only.
    pub fn set_weather(&self, weather: Weather) {
        *self.inner.weather.lock().unwrap_or_else(PoisonError::into_inner) = weather;
    }

    /// How notifications fare now.
    #[must_use]
    pub fn weather(&self) -> Weather {
        *self.inner.weather.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets a delivery leave now, whatever became of it, and shows it.
    pub fn send_again(&self, delivery: u64) -> Result<Value, ControlError> {
        self.step(ControlError::Journal, |desk| desk.sent_again(delivery))
    }

    /// Sends what the vendor's dashboard sends as a test: signed, and about no transaction.
    pub fn probe(&self) -> Result<Value, ControlError> {
        self.step(ControlError::Journal, |desk| desk.probe())
    }

    /// Makes something happen to the newest transaction of an order id, and shows it afterwards.
    pub fn act(&self, order_id: &str, action: Action, wish: &Wish) -> Result<Value, ControlError> {
        self.step(ControlError::Journal, |desk| desk.act(order_id, action, wish))
    }

    /// The newest transaction of an order id, as the control API shows it.
    #[must_use]
    pub fn transaction(&self, order_id: &str) -> Option<Value> {
        self.look(|desk| desk.book.of_order(order_id).next().map(|found| desk.shown(found)))
    }

    /// All transactions, newest first, at most `limit`.
    #[must_use]
    pub fn transactions(&self, limit: usize) -> Vec<Value> {
        self.look(|desk| desk.book.transactions().take(limit).map(|one| desk.shown(one)).collect())
    }

    /// All deliveries, newest first, at most `limit`.
    #[must_use]
    pub fn deliveries(&self, limit: usize) -> Vec<Value> {
        self.look(|desk| desk.book.deliveries().take(limit).map(delivery_shown).collect())
    }

    /// Takes one step: time passes, `decide` looks, its change is written, then applied.
    pub(super) fn step<T, E>(
        &self,
        failed: E,
        decide: impl FnOnce(&Desk<'_>) -> Result<(Change, T), E>,
    ) -> Result<T, E> {
        let mut store = self.lock();
        if self.pass_time(&mut store).is_err() {
            return Err(failed);
        }
        let (change, answer) = decide(&self.desk(&store))?;
        let written = store.commit(change);
        let synced = if store.mode == SyncMode::Each { store.sync() } else { Ok(()) };
        drop(store);
        if let Err(error) = written.and(synced) {
            tracing::error!(%error, "the emulator cannot write");
            return Err(failed);
        }
        self.inner.courier.wake();
        Ok(answer)
    }

    /// Looks without changing anything but what time changes.
    pub(super) fn look<T>(&self, view: impl FnOnce(&Desk<'_>) -> T) -> T {
        let mut store = self.lock();
        if let Err(error) = self.pass_time(&mut store) {
            tracing::error!(%error, "the emulator cannot write");
        }
        view(&self.desk(&store))
    }

    pub(super) fn courier(&self) -> &Courier {
        &self.inner.courier
    }

    pub(super) fn idempotency(&self) -> MutexGuard<'_, Idempotency> {
        self.inner.idempotency.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn faults(&self) -> MutexGuard<'_, Vec<Fault>> {
        self.inner.faults.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn meter(&self) -> MutexGuard<'_, Meter> {
        self.inner.meter.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn tokens(&self) -> MutexGuard<'_, Tokens> {
        self.inner.tokens.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A fresh id for an answer that says no.
    pub(super) fn refusal_id(&self) -> String {
        let n = self.inner.refusals.fetch_add(1, Ordering::Relaxed);
        self.inner.names.uuid("refusal", "", n)
    }

    fn pass_time(&self, store: &mut Store) -> Result<(), JournalError> {
        loop {
            let Some(change) = self.desk(store).passed() else { return Ok(()) };
            store.commit(change)?;
            self.inner.courier.wake();
        }
    }

    fn desk<'a>(&'a self, store: &'a Store) -> Desk<'a> {
        let config = &self.inner.config;
        let (names, now, weather) = (self.inner.names, self.now(), self.weather());
        Desk { book: &store.book, config, names, now, weather }
    }

    fn lock(&self) -> MutexGuard<'_, Store> {
        // A panic between two whole changes leaves whole records.
        self.inner.store.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn check_merchants(config: &EmulatorConfig) -> Result<(), OpenError> {
    let merchants = &config.merchants;
    let repeated = merchants.iter().enumerate().any(|(index, one)| {
        merchants.iter().skip(index + 1).any(|other| {
            other.merchant_id == one.merchant_id
                || other.server_key.matches(one.server_key.expose())
        })
    });
    if merchants.is_empty() || repeated { Err(OpenError::Merchants) } else { Ok(()) }
}
