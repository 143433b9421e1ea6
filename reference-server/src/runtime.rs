//! Putting a server together: books, gateway, door, workers, routes.

use std::net::SocketAddr;
use std::sync::Arc;

pub use axum::Router;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use wikarta_core::dunning::text::Catalog;
use wikarta_core::engine::{HandleError, Ports, Wikarta};
use wikarta_core::policy::Policy;
use wikarta_core::ports::{Gateway, Host, Notifier, Store};
use wikarta_midtrans::client::Midtrans;
use wikarta_midtrans::emulator::Emulator;
use wikarta_midtrans::signature::{KeyRing, ServerKey};
use wikarta_store_sqlx::{SqlxStore, Vault};

use crate::app::{App, Seller};
use crate::auth::Passwords;
use crate::cli::Failure;
use crate::config::{Config, GatewayAddress, SecretKey, Sending};
use crate::http::routes::EMULATOR_PATH;
use crate::http::{Edge, EdgeKeys, EdgeSetup};
use crate::identity::StoredIdentity;
use crate::intake::Intake;
use crate::notify::capture::Fates;
use crate::notify::ear::Ear;
use crate::notify::receipts::Receipts;
use crate::notify::short_link::ShortLinks;
use crate::notify::{Channels, Links, Texts, build};
use crate::pages::GatewayMode;
use crate::pay_link::PayLinks;
use crate::seals::{Sealer, seal_key};
use crate::warnings::Warnings;
use crate::workers::pulse::Listening;
use crate::workers::sealer::Schedule;
use crate::workers::{
    Committer, SystemHost, Wake, comparer, outbox, policy, pulse, scheduler, sealer, timer,
};

/// A server's parts, put together and at rest: nothing listens, no worker runs.
pub struct Assembled {
    /// What handlers share.
    pub app: App,
    /// The clock.
    pub host: Arc<SystemHost>,
    committer: Committer,
    sealer: Sealer,
    seal_seconds: i64,
    patience: i64,
    schedule: crate::config::Schedule,
}

/// What a server is put together from.
pub struct Parts<'a> {
    /// The settings.
    pub config: &'a Config,
    /// The books, open and migrated.
    pub store: SqlxStore,
    /// The gateway.
    pub gateway: Arc<dyn Gateway>,
    /// Sandbox or real money.
    pub mode: GatewayMode,
    /// The clock.
    pub host: Arc<SystemHost>,
    /// Where it will listen.
    pub listen: SocketAddr,
    /// Who sends the bills.
    pub seller: Seller,
}

/// Puts a server together.
///
/// # Errors
/// [`Failure`] when a key or the policy cannot be used.
pub fn assemble(parts: Parts<'_>) -> Result<Assembled, Failure> {
    let Parts { config, store, gateway, mode, host, listen, seller } = parts;
    let policy = first_policy(config, seller)?;
    let store = store.with_vault(vault(&config.secret_key)?);
    let clock: Arc<dyn Host> = Arc::clone(&host) as Arc<dyn Host>;
    let channels = channels(config, (&store, &clock), &policy, listen)?;
    let (books, notifier) = ports(&store, channels);
    let ports = Ports { store: books, gateway, notifier, host: Arc::clone(&clock) };
    let (wikarta, committer) = Committer::start(Wikarta::new(ports, policy));
    let wake = Wake::default();
    let public = config.front.public_origin.as_ref().map(ToString::to_string);
    let receipts = Receipts::new(&config.notify, public.as_deref());
    let keys = accepted_keys(config)?;
    let edge = Edge::new(EdgeSetup {
        front: config.front.clone(),
        listen,
        keys: EdgeKeys::of(&config.secret_key),
        identity: Arc::new(StoredIdentity::new(store.clone())),
        host: clock,
        passwords: Passwords::new().map_err(|fault| Failure::Other(fault.to_string()))?,
        problem_page: crate::pages::problem_page,
    });
    let directory = config.watch.seal_directory.clone();
    let sealer = Sealer::new(store.clone(), seal_key(&config.secret_key), directory);
    let app = App {
        intake: Intake::new(keys, wikarta.clone(), wake.clone()),
        pay_links: PayLinks::new(&config.secret_key),
        ear: Ear::new(receipts, store.clone(), wikarta.clone()),
        sending: config.notify.sending,
        wikarta,
        store,
        wake,
        edge,
        gateway: mode,
        warnings: Warnings::default(),
        figures: Arc::default(),
        lives: Arc::default(),
    };
    let (seal_seconds, patience) = (config.watch.seal_seconds, config.watch.silence_seconds);
    let schedule = config.schedule;
    Ok(Assembled { app, host, committer, sealer, seal_seconds, patience, schedule })
}

/// The policy that an installation starts with: the file's, or the built-in one, with the seller as
/// the caller and the environment name it.
fn first_policy(config: &Config, seller: Seller) -> Result<Policy, Failure> {
    let mut policy = match &config.first_policy {
        Some(policy) => policy.clone(),
        None => Policy::indonesian_pkp().map_err(|error| Failure::Other(error.to_string()))?,
    };
    let known = &mut policy.seller;
    if known.name.is_empty() {
        known.name = seller.name;
    }
    if known.contact.is_empty() {
        known.contact = seller.contact;
    }
    if let Some(npwp) = config.seller_npwp.as_ref().filter(|_| known.npwp.is_empty()) {
        known.npwp.clone_from(npwp);
    }
    Ok(policy)
}

/// The key under which identity numbers and bank accounts lie.
fn vault(secret: &SecretKey) -> Result<Vault, Failure> {
    let key = secret.derive("vault").mac(&[b"identity numbers and bank accounts"]);
    Vault::new(key).map_err(|error| Failure::Other(error.to_string()))
}

/// The channels to customers, as the settings say.
fn channels(
    config: &Config,
    (store, host): (&SqlxStore, &Arc<dyn Host>),
    policy: &Policy,
    listen: SocketAddr,
) -> Result<Channels, Failure> {
    let public = config.front.public_origin.as_ref().map(ToString::to_string);
    let providers = match config.notify.sending {
        Sending::Real => build::real(&config.notify, public.as_deref())
            .map_err(|error| Failure::Other(error.to_string()))?,
        Sending::Captured => build::capturing(store, Fates::Calm),
        Sending::Played => build::capturing(store, Fates::Mixed),
    };
    if providers.is_empty() {
        tracing::warn!(
            "no channel is configured (MAIL_HOST and others): customers are told nothing"
        );
    }
    let origin = public.unwrap_or_else(|| format!("http://{listen}"));
    let catalog = Catalog::shipped().map_err(|error| Failure::Other(error.to_string()))?;
    let links = Links {
        long: PayLinks::new(&config.secret_key),
        short: ShortLinks::new(&config.secret_key),
        origin,
    };
    let texts = Texts { catalog, policy: policy.clone() };
    Ok(Channels::new((store.clone(), Arc::clone(host)), providers, texts, links))
}

/// The books and the channel, with crash points around them when a test asks for one.
fn ports(store: &SqlxStore, channels: Channels) -> (Arc<dyn Store>, Arc<dyn Notifier>) {
    let books: Arc<dyn Store> = Arc::new(store.clone());
    let notifier: Arc<dyn Notifier> = Arc::new(channels);
    #[cfg(feature = "crash-points")]
    if let Some(point) = crate::workers::crash::CrashPoint::from_env() {
        use crate::workers::crash::{CrashNotifier, CrashStore};
        return (
            Arc::new(CrashStore { inner: books, point: Arc::clone(&point) }),
            Arc::new(CrashNotifier { inner: notifier, point }),
        );
    }
    (books, notifier)
}

/// The key that verifies notifications and opens the gateway.
///
/// # Errors
/// [`Failure::Usage`] for a text that is no key.
pub fn server_key(config: &Config) -> Result<ServerKey, Failure> {
    ServerKey::new(config.midtrans.server_key.expose())
        .map_err(|error| Failure::Usage(format!("MIDTRANS_SERVER_KEY: {error}")))
}

/// The keys whose notifications are accepted: the present one, and the previous one before its end.
///
/// # Errors
/// [`Failure::Usage`] for a text that is no key.
pub fn accepted_keys(config: &Config) -> Result<KeyRing, Failure> {
    let ring = KeyRing::new(server_key(config)?);
    let Some((previous, until)) = &config.midtrans.previous_key else { return Ok(ring) };
    let previous = ServerKey::new(previous.expose()).and_then(|key| ring.and_until(key, *until));
    previous.map_err(|error| Failure::Usage(format!("MIDTRANS_PREVIOUS_SERVER_KEY: {error}")))
}

/// The gateway's client at the configured address; `own_emulator` is where a demo's own one is.
///
/// # Errors
/// [`Failure::Usage`] for an address that may not be used.
pub fn gateway(config: &Config, listen: SocketAddr) -> Result<Midtrans, Failure> {
    let address = match &config.midtrans.address {
        GatewayAddress::OwnEmulator => format!("http://{listen}{EMULATOR_PATH}"),
        GatewayAddress::At(origin) => format!("{}://{}", origin.scheme(), origin.authority()),
    };
    Midtrans::at(&address, server_key(config)?)
        .map_err(|error| Failure::Usage(format!("MIDTRANS_BASE_URL: {error}")))
}

impl Assembled {
    /// Stores the first policy where none is stored, and goes by the one in force.
    ///
    /// # Errors
    /// [`Failure`] when the books do not answer or the policy does not hold together.
    pub async fn adopt_policy(&self) -> Result<(), Failure> {
        match self.app.wikarta.seed_policy().await {
            Ok(policy) => {
                tracing::info!(version = policy.version, "the policy in force");
                Ok(())
            }
            Err(HandleError::Fault(fault)) => Err(crate::cli::migrate::database(fault)),
            Err(error) => Err(Failure::Usage(error.to_string())),
        }
    }

    /// Serves until `stop` is cancelled: routes, worker, timer; then lets everything end in order.
    ///
    /// # Errors
    /// [`Failure`] when table and handlers do not agree.
    pub async fn serve(
        self,
        listener: TcpListener,
        stop: CancellationToken,
    ) -> Result<(), Failure> {
        self.adopt_policy().await?;
        let router = self.router(None)?;
        let work = self.start_workers(&stop);
        let stopped = stop.clone();
        crate::http::serve(listener, router, async move { stopped.cancelled().await }).await;
        stop.cancel();
        self.end(work).await;
        Ok(())
    }

    /// Waits for the workers to finish what they hold and for every command that was taken to be
    /// answered, then closes the books. What still comes is refused.
    pub async fn end(self, work: Vec<JoinHandle<()>>) {
        for task in work {
            let _ = task.await; // a worker that panicked was logged; the outbox keeps its work
        }
        self.committer.end().await;
        self.app.store.close().await;
    }

    /// Starts the worker, the timer, the sealer, the listener, the look for a new policy and, unless
    /// another process does it, what comes by the calendar.
    #[must_use]
    pub fn start_workers(&self, stop: &CancellationToken) -> Vec<JoinHandle<()>> {
        let (wikarta, wake) = (&self.app.wikarta, &self.app.wake);
        let schedule = Schedule {
            sealer: self.sealer.clone(),
            host: Arc::clone(&self.host) as Arc<dyn Host>,
            every: self.seal_seconds,
            warnings: self.app.warnings.clone(),
        };
        let listening = Listening {
            store: self.app.store.clone(),
            host: Arc::clone(&self.host) as Arc<dyn Host>,
            patience: self.patience,
            warnings: self.app.warnings.clone(),
        };
        let mut work = vec![
            outbox::start(wikarta.clone(), wake.clone(), stop.clone()),
            timer::start(wikarta.clone(), self.app.ear.clone(), (wake.clone(), stop.clone())),
            sealer::start(schedule, stop.clone()),
            pulse::start(listening, stop.clone()),
            policy::start(wikarta.clone(), stop.clone()),
        ];
        if self.schedule == crate::config::Schedule::Here {
            let scheduler = scheduler::Scheduler {
                wikarta: wikarta.clone(),
                store: self.app.store.clone(),
                host: Arc::clone(&self.host) as Arc<dyn Host>,
                wake: wake.clone(),
            };
            let compared = (wikarta.clone(), self.app.store.clone());
            work.push(scheduler::start(scheduler, stop.clone()));
            work.push(comparer::start(compared, wake.clone(), stop.clone()));
        }
        work
    }

    /// The router with every handler on its row.
    ///
    /// # Errors
    /// [`Failure`] when table and handlers do not agree.
    pub fn router(&self, emulator: Option<&Emulator>) -> Result<Router, Failure> {
        let routes = crate::routes::routes(Arc::clone(&self.app.edge));
        let routes = match emulator {
            Some(emulator) => routes.emulator(emulator.router()),
            None => routes,
        };
        Ok(routes.finish()?.with_state(self.app.clone()))
    }
}

/// A token that is cancelled by Ctrl-C or SIGTERM.
#[must_use]
pub fn stop_on_signal() -> CancellationToken {
    let stop = CancellationToken::new();
    let told = stop.clone();
    tokio::spawn(async move {
        let interrupted = tokio::signal::ctrl_c();
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut terminated) => {
                tokio::select! { _ = interrupted => {}, _ = terminated.recv() => {} }
            }
            Err(_) => {
                let _ = interrupted.await;
            }
        }
        told.cancel();
    });
    stop
}
