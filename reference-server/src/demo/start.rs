//! `wikarta demo`: one process with books, gateway, months of history and the panel.

use std::fs::{File, TryLockError};
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use axum::Router;
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use tokio::net::TcpListener;
use tower::ServiceExt;
use wikarta_core::ports::{Gateway, Host};
use wikarta_midtrans::emulator::{Emulator, EmulatorConfig, SyncMode};
use wikarta_store_sqlx::SqlxStore;

use super::plan::{PlanSettings, World};
use super::runner::Runner;
use super::staff::STAFF;
use crate::app::Seller;
use crate::cli::Failure;
use crate::cli::args::DemoArgs;
use crate::config::{Config, Environment, GatewayAddress, SecretKey, SecretText};
use crate::http::routes::EMULATOR_PATH;
use crate::pages::GatewayMode;
use crate::runtime::{self, Assembled, Parts};
use crate::workers::SystemHost;
use crate::workers::scheduler::BILLING;

/// Written last: a directory without it was not finished and is seeded anew.
const MARKER: &str = "demo.json";
/// Keeps two demos from one directory.
const LOCK: &str = "demo.lock";
/// What a half-made directory holds besides the keys.
const HALF_MADE: [&str; 4] = ["wikarta.db", "wikarta.db-wal", "wikarta.db-shm", "journal.jsonl"];

/// What a finished directory remembers of its making.
#[derive(Debug, Serialize, Deserialize)]
struct Marker {
    seed: u64,
    customers: u32,
    months: u32,
    password: String,
}

/// Runs the demo until it is stopped.
///
/// # Errors
/// [`Failure`] with what to do.
pub async fn run(args: DemoArgs, environment: &Environment) -> Result<(), Failure> {
    make_private(&args.data)?;
    let _lock = lock(&args.data)?;
    let config = Config::for_demo(environment, &args.data)?;
    let listener = TcpListener::bind(args.listen)
        .await
        .map_err(|error| Failure::File(format!("cannot listen on {}: {error}", args.listen)))?;
    let listen = listener.local_addr().map_err(|error| Failure::File(error.to_string()))?;
    let stop = runtime::stop_on_signal();
    let ready: Arc<OnceLock<Router>> = Arc::default();
    let door = Router::new().fallback(not_yet).with_state(Arc::clone(&ready));
    let stopped = stop.clone();
    let serving = tokio::spawn(crate::http::serve(listener, door, async move {
        stopped.cancelled().await;
    }));
    let made = tokio::select! {
        made = make(&args, &config, listen) => made?,
        () = stop.cancelled() => return Ok(()),
    };
    let Made { assembled, emulator, marker } = made;
    let shown = listen.ip().is_loopback().then_some(&emulator);
    let _ = ready.set(assembled.router(shown)?);
    announce(listen, &marker, shown.is_some());
    let deliveries = emulator.spawn_deliveries();
    let work = assembled.start_workers(&stop);
    let _ = serving.await;
    stop.cancel();
    drop(deliveries);
    assembled.end(work).await;
    Ok(())
}

struct Made {
    assembled: Assembled,
    emulator: Emulator,
    marker: Marker,
}

/// Opens a finished directory, or makes one.
async fn make(
    args: &DemoArgs,
    config: &Config,
    listen: std::net::SocketAddr,
) -> Result<Made, Failure> {
    let finished = read_marker(&args.data);
    if finished.is_none() {
        clear(&args.data)?;
    }
    let store = SqlxStore::open(config.database.expose()).await.map_err(database)?;
    store.migrate_up().await.map_err(database)?;
    let host = Arc::new(SystemHost::default());
    let emulator = emulator(args, config, listen, &host)?;
    let assemble = |gateway: Arc<dyn Gateway>| {
        let (store, host) = (store.clone(), Arc::clone(&host));
        let (mode, seller) = (GatewayMode::Sandbox, seller());
        runtime::assemble(Parts { config, store, gateway, mode, host, listen, seller })
    };
    let marker = match finished {
        Some(marker) => marker,
        None => {
            let seeding = assemble(Arc::new(emulator.client()))?;
            seeding.adopt_policy().await?;
            // What would not be served is said before minutes of seeding.
            drop(seeding.router(None)?);
            seed(args, &seeding, &emulator).await?
        }
    };
    // From now on the gateway is asked as a real one is; an emulator that is not mounted cannot be.
    let own = matches!(config.midtrans.address, GatewayAddress::OwnEmulator);
    let gateway: Arc<dyn Gateway> = if own && !listen.ip().is_loopback() {
        Arc::new(emulator.client())
    } else {
        Arc::new(runtime::gateway(config, listen)?)
    };
    let assembled = assemble(gateway)?;
    assembled.adopt_policy().await?;
    Ok(Made { assembled, emulator, marker })
}

async fn seed(
    args: &DemoArgs,
    seeding: &Assembled,
    emulator: &Emulator,
) -> Result<Marker, Failure> {
    let now = seeding.host.now();
    let settings =
        PlanSettings { seed: args.seed, customers: args.customers, months: args.months, now };
    let world = World::plan(settings);
    let app = &seeding.app;
    app.store.relax_durability().await.map_err(database)?;
    emulator.set_sync_mode(SyncMode::Batch);
    let runner = Runner {
        world: &world,
        wikarta: &app.wikarta,
        intake: &app.intake,
        store: &app.store,
        ear: &app.ear,
        emulator,
        host: &seeding.host,
    };
    let mut shown = 0;
    runner
        .run(|done, total| {
            let percent = done * 100 / total.max(1);
            if percent >= shown + 5 || done == total {
                shown = percent;
                progress(percent, done, total);
            }
        })
        .await
        .map_err(|error| Failure::Other(error.to_string()))?;
    // Notifications that were lost on the way are found as on any night.
    crate::reconcile::daily(&app.wikarta, &app.store)
        .await
        .map_err(|error| Failure::Other(error.to_string()))?;
    // The year is billed; the scheduler begins with the next day.
    let today = now.day_in(app.wikarta.policy().zone);
    app.store.note_run(BILLING, today).await.map_err(database)?;
    super::desk::lay_out(app).await.map_err(|error| Failure::Other(error.to_string()))?;
    emulator.set_sync_mode(SyncMode::Each);
    let password = match &args.password {
        Some(password) => password.clone(),
        None => made_password()?,
    };
    set_passwords(seeding, &password).await?;
    app.store.restore_durability().await.map_err(database)?;
    seeding.host.release();
    let (seed, customers, months) = (args.seed, args.customers, args.months);
    let marker = Marker { seed, customers, months, password };
    write_marker(&args.data, &marker)?;
    Ok(marker)
}

async fn set_passwords(seeding: &Assembled, password: &str) -> Result<(), Failure> {
    let app = &seeding.app;
    for person in STAFF {
        let hash = app.edge.passwords.hash(SecretText::new(password)).await;
        let hash = hash.map_err(|fault| Failure::Other(fault.to_string()))?;
        app.store.set_password_hash(person.email, &hash).await.map_err(database)?;
    }
    Ok(())
}

fn emulator(
    args: &DemoArgs,
    config: &Config,
    listen: std::net::SocketAddr,
    host: &Arc<SystemHost>,
) -> Result<Emulator, Failure> {
    let clock = Arc::clone(host);
    let mut settings = EmulatorConfig::new(runtime::server_key(config)?);
    settings.notify_url = Some(format!("http://{listen}/api/webhooks/midtrans"));
    settings.notify_hosts = vec![listen.ip().to_string()];
    settings.data_dir = Some(args.data.clone());
    settings.clock = Arc::new(move || clock.now());
    settings.seed = args.seed;
    settings.base_path = EMULATOR_PATH.to_owned();
    settings.public_url = format!("http://{listen}{EMULATOR_PATH}");
    Emulator::open(settings).map_err(|error| Failure::File(error.to_string()))
}

/// The invented provider whose bills these are.
fn seller() -> Seller {
    Seller { name: "Wikarta Net".to_owned(), contact: "0800-0000-0000".to_owned() }
}

/// Answers while the books are being made: alive, not ready.
async fn not_yet(State(ready): State<Arc<OnceLock<Router>>>, request: Request) -> Response {
    if let Some(router) = ready.get() {
        return match router.clone().oneshot(request).await {
            Ok(response) => response,
            Err(never) => match never {},
        };
    }
    if request.uri().path() == "/healthz" {
        return axum::Json(serde_json::json!({ "status": "ok" })).into_response();
    }
    let problem =
        crate::answer::Problem::new(axum::http::StatusCode::SERVICE_UNAVAILABLE, "seeding")
            .say("Data demo sedang dibuat.", "The demo's data are being made.")
            .retry_after(5);
    problem.into_response()
}

fn made_password() -> Result<String, Failure> {
    let text = SecretKey::fresh_text().map_err(|error| Failure::Other(error.to_string()))?;
    Ok(text.expose().chars().take(16).collect())
}

fn make_private(directory: &Path) -> Result<(), Failure> {
    use std::os::unix::fs::DirBuilderExt;
    let made = std::fs::DirBuilder::new().recursive(true).mode(0o700).create(directory);
    made.map_err(|error| Failure::File(format!("`{}`: {error}", directory.display())))
}

fn lock(directory: &Path) -> Result<File, Failure> {
    let path = directory.join(LOCK);
    let failed = |error: &std::io::Error| Failure::File(format!("`{}`: {error}", path.display()));
    let file = File::create(&path).map_err(|error| failed(&error))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(Failure::File(format!(
            "`{}` is in use by another demo; stop that one or choose another --data",
            directory.display()
        ))),
        Err(TryLockError::Error(error)) => Err(failed(&error)),
    }
}

fn marker_path(directory: &Path) -> PathBuf {
    directory.join(MARKER)
}

fn read_marker(directory: &Path) -> Option<Marker> {
    let text = std::fs::read_to_string(marker_path(directory)).ok()?;
    serde_json::from_str(&text).ok()
}

/// Written beside and renamed, so that it is there whole or not at all.
fn write_marker(directory: &Path, marker: &Marker) -> Result<(), Failure> {
    use std::os::unix::fs::OpenOptionsExt;
    let failed = |error: std::io::Error| Failure::File(format!("{MARKER}: {error}"));
    let beside = directory.join("demo.json.new");
    let text = serde_json::to_string_pretty(marker).unwrap_or_default();
    let mut options = File::options();
    let mut file = options
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(&beside)
        .map_err(failed)?;
    file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(failed)?;
    std::fs::rename(&beside, marker_path(directory)).map_err(failed)
}

fn clear(directory: &Path) -> Result<(), Failure> {
    for name in HALF_MADE {
        let path = directory.join(name);
        match std::fs::remove_file(&path) {
            Ok(()) => {}
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => return Err(Failure::File(format!("`{}`: {error}", path.display()))),
        }
    }
    Ok(())
}

fn database(fault: wikarta_core::ports::Fault) -> Failure {
    Failure::Database(fault.to_string())
}

#[expect(clippy::print_stdout, reason = "the demo speaks to the person at the terminal")]
fn progress(percent: usize, done: usize, total: usize) {
    if std::io::stdout().is_terminal() {
        print!("\rmaking the demo's books: {percent:3} % ({done} of {total} steps)");
        if done == total {
            println!();
        }
        let _ = std::io::stdout().flush();
    } else {
        println!("making the demo's books: {percent} % ({done} of {total} steps)");
    }
}

#[expect(clippy::print_stdout, reason = "the demo speaks to the person at the terminal")]
fn announce(listen: std::net::SocketAddr, marker: &Marker, emulator: bool) {
    println!("\nwikarta demo: http://{listen}/");
    if emulator {
        println!("emulator:     http://{listen}{EMULATOR_PATH}/");
    }
    println!("accounts, all with the password `{}`:", marker.password);
    for person in STAFF {
        println!("  {:<24} {:<11} {}", person.email, person.role.as_str(), person.name);
    }
    println!("Ctrl-C stops it; the same command goes on where it stopped.");
    let _ = std::io::stdout().flush();
}
