//! The settings of the server: read once at start from the environment, checked all together.
//!
//! Every fault is named at once — which variable, why, what is expected — and the value of a secret
//! is never repeated. Nothing listens before the settings are right.

pub mod key_file;
mod nearest;
pub mod notify;
pub mod origin;
pub mod reader;
pub mod secret;
pub mod values;
pub mod variables;

pub(crate) use nearest::nearest;
pub use notify::{NotifyConfig, Sending};
pub use origin::{GatewayAddress, Origin};
pub use reader::{ConfigError, ConfigErrors, Environment};
pub use secret::{DerivedKey, SecretKey, SecretText};
pub use values::{DatabaseUrl, LogLevel, Network, Transport};

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use wikarta_core::identity::{Holder, Npwp};
use wikarta_core::policy::Policy;
use wikarta_core::time::Timestamp;

use reader::Reader;
use variables as name;

/// The server key of the demo and the emulator when none is given. It opens nothing but them.
pub const DEMO_SERVER_KEY: &str = "SB-Mid-server-TESTONLYwikarta0001";
/// The NPWP of the demo's seller, who does not exist.
const DEMO_NPWP: &str = "0012345678901000";
/// The file of the books inside a data directory.
pub const DATABASE_FILE: &str = "wikarta.db";

/// What the server needs to know about the gateway.
#[derive(Debug, Clone)]
pub struct MidtransConfig {
    /// Verifies notifications and opens the Core API.
    pub server_key: SecretText,
    /// The key before it, and until when notifications signed with it are accepted.
    pub previous_key: Option<(SecretText, Timestamp)>,
    /// Opens hosted payment pages; they are not offered without it.
    pub client_key: Option<SecretText>,
    /// Where the Core API is.
    pub address: GatewayAddress,
}

/// What the server needs to know about the side that visitors see.
#[derive(Debug, Clone)]
pub struct FrontConfig {
    /// Whether a proxy speaks TLS in front of us.
    pub transport: Transport,
    /// Proxies whose word about the client's address is taken.
    pub trusted_proxies: Vec<Network>,
    /// The address in the visitor's browser, where it is fixed.
    pub public_origin: Option<Origin>,
}

/// All settings of a running server, complete and checked.
#[derive(Debug, Clone)]
pub struct Config {
    /// Where the books are.
    pub database: DatabaseUrl,
    /// The gateway.
    pub midtrans: MidtransConfig,
    /// The root of the server's own keys.
    pub secret_key: SecretKey,
    /// The side that visitors see.
    pub front: FrontConfig,
    /// The seller's NPWP, once it is known.
    pub seller_npwp: Option<String>,
    /// The channels to customers.
    pub notify: NotifyConfig,
    /// How the server watches over its trail and the gateway.
    pub watch: WatchConfig,
    /// Whether this process does what comes by the calendar.
    pub schedule: Schedule,
    /// The policy of a new installation, where a file says it.
    pub first_policy: Option<Policy>,
    /// How much is logged.
    pub log: LogLevel,
}

/// Whether a process does what comes by the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Schedule {
    /// It does.
    Here,
    /// Another process does.
    Elsewhere,
}

/// How the server watches over its own trail and over the gateway.
#[derive(Debug, Clone)]
pub struct WatchConfig {
    /// The directory to which seals are copied.
    pub seal_directory: Option<PathBuf>,
    /// Seconds from one seal to the next.
    pub seal_seconds: i64,
    /// Seconds of silence of the gateway, while money is found by asking, that are an alarm.
    pub silence_seconds: i64,
}

/// Why there are no settings.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// Variables are missing or wrong.
    #[error(transparent)]
    Environment(#[from] ConfigErrors),
    /// The key file of the data directory is unusable.
    #[error(transparent)]
    KeyFile(#[from] key_file::KeyFileError),
}

impl Config {
    /// The settings of `wikarta serve`: nothing is assumed that matters.
    pub fn for_serve(environment: &Environment, listen: SocketAddr) -> Result<Self, ConfigErrors> {
        let mut reader = Reader::new(environment);
        let database = reader.required(&name::DATABASE_URL, DatabaseUrl::parse);
        let server_key = reader.required(&name::MIDTRANS_SERVER_KEY, gateway_key);
        let previous_key = read_previous_key(&mut reader);
        let client_key = reader.optional(&name::MIDTRANS_CLIENT_KEY, gateway_key);
        let address = reader.optional(&name::MIDTRANS_BASE_URL, GatewayAddress::parse);
        let secret_key = reader.required(&name::SECRET_KEY, secret_key);
        let front = read_front(&mut reader);
        let seller_npwp = reader.optional(&name::SELLER_NPWP, seller_npwp);
        let notify = notify::read(&mut reader);
        let watch = read_watch(&mut reader);
        let schedule = reader.optional(&name::SCHEDULE, schedule).unwrap_or(Schedule::Here);
        let first_policy = reader.optional(&name::POLICY_FILE, policy_file);
        let log = reader.optional(&name::LOG, LogLevel::parse).unwrap_or(LogLevel::Info);
        if front.transport == Transport::Plain && !listen.ip().is_loopback() {
            reader.refuse(
                &name::BEHIND_TLS,
                format!("passwords would cross the network in the clear on `{listen}`"),
            );
        }
        if front.transport == Transport::BehindTls && front.trusted_proxies.is_empty() {
            let why = "without it every visitor would count as one and the same address";
            reader.refuse(&name::TRUSTED_PROXY, why.to_owned());
        }
        let sandbox = || GatewayAddress::parse(GatewayAddress::SANDBOX);
        let address = match address {
            Some(address) => Some(address),
            None => sandbox().ok(),
        };
        let complete = (database, server_key, secret_key, address);
        let errors = reader.finish();
        let (Some(database), Some(server_key), Some(secret_key), Some(address)) = complete else {
            return Err(errors.err().unwrap_or_default());
        };
        errors?;
        let midtrans = MidtransConfig { server_key, previous_key, client_key, address };
        Ok(Self {
            database,
            midtrans,
            secret_key,
            front,
            seller_npwp,
            notify,
            watch,
            schedule,
            first_policy,
            log,
        })
    }

    /// The settings of `wikarta demo`: what is not set is made, in the data directory.
    pub fn for_demo(environment: &Environment, directory: &Path) -> Result<Self, SettingsError> {
        let mut reader = Reader::new(environment);
        let server_key = reader.optional(&name::MIDTRANS_SERVER_KEY, gateway_key);
        let previous_key = read_previous_key(&mut reader);
        let client_key = reader.optional(&name::MIDTRANS_CLIENT_KEY, gateway_key);
        let address = reader.optional(&name::MIDTRANS_BASE_URL, GatewayAddress::parse);
        let given_key = reader.optional(&name::SECRET_KEY, secret_key);
        let front = read_front(&mut reader);
        let seller_npwp = reader.optional(&name::SELLER_NPWP, seller_npwp);
        // A demo's customers do not exist, but their addresses may: nothing is ever sent to them.
        let notify = NotifyConfig { sending: Sending::Played, ..notify::read(&mut reader) };
        let watch = read_watch(&mut reader);
        let schedule = reader.optional(&name::SCHEDULE, schedule).unwrap_or(Schedule::Here);
        let first_policy = reader.optional(&name::POLICY_FILE, policy_file);
        let log = reader.optional(&name::LOG, LogLevel::parse).unwrap_or(LogLevel::Info);
        reader.finish()?;
        let secret_key = match given_key {
            Some(key) => key,
            None => key_file::open_or_make(directory)?,
        };
        let midtrans = MidtransConfig {
            server_key: server_key.unwrap_or_else(|| SecretText::new(DEMO_SERVER_KEY)),
            previous_key,
            client_key,
            address: address.unwrap_or(GatewayAddress::OwnEmulator),
        };
        let database = DatabaseUrl::sqlite_file(&directory.join(DATABASE_FILE));
        let database = database.made_when_absent();
        let seller_npwp = seller_npwp.or_else(|| Some(DEMO_NPWP.to_owned()));
        Ok(Self {
            database,
            midtrans,
            secret_key,
            front,
            seller_npwp,
            notify,
            watch,
            schedule,
            first_policy,
            log,
        })
    }
}

/// The settings of commands that only open the books: a data directory wins over `DATABASE_URL`.
pub fn database_for(
    environment: &Environment,
    directory: Option<&Path>,
) -> Result<DatabaseUrl, ConfigErrors> {
    let mut reader = Reader::new(environment);
    let database = match directory {
        Some(directory) => Some(DatabaseUrl::sqlite_file(&directory.join(DATABASE_FILE))),
        None => reader.required(&name::DATABASE_URL, DatabaseUrl::parse),
    };
    let errors = reader.finish();
    database.ok_or_else(|| errors.err().unwrap_or_default())
}

/// The server key of a stand-alone emulator: the one given, or the demo's.
pub fn emulator_key(environment: &Environment) -> Result<SecretText, ConfigErrors> {
    let mut reader = Reader::new(environment);
    let key = reader.optional(&name::MIDTRANS_SERVER_KEY, gateway_key);
    reader.finish()?;
    Ok(key.unwrap_or_else(|| SecretText::new(DEMO_SERVER_KEY)))
}

/// The channels to customers, for a command that only tries one.
pub fn channels(environment: &Environment) -> Result<NotifyConfig, ConfigErrors> {
    let mut reader = Reader::new(environment);
    let channels = notify::read(&mut reader);
    reader.finish()?;
    Ok(channels)
}

/// The password that the environment gives to `wikarta user add`, if it does.
pub fn given_password(environment: &Environment) -> Result<Option<SecretText>, ConfigErrors> {
    let mut reader = Reader::new(environment);
    let password = reader.optional(&name::PASSWORD, |text| Ok(SecretText::new(text)));
    reader.finish()?;
    Ok(password)
}

/// The root key of commands that open books: the one of the environment, else that of the data
/// directory; `None` where neither is.
///
/// # Errors
/// [`SettingsError`] for a key that cannot be used.
pub fn secret_for(
    environment: &Environment,
    directory: Option<&Path>,
) -> Result<Option<SecretKey>, SettingsError> {
    let mut reader = Reader::new(environment);
    let given = reader.optional(&name::SECRET_KEY, secret_key);
    reader.finish()?;
    let kept = |directory: &&Path| directory.join(key_file::FILE_NAME).is_file();
    match (given, directory.filter(kept)) {
        (None, Some(directory)) => Ok(Some(key_file::open_or_make(directory)?)),
        (given, _) => Ok(given),
    }
}

/// Where seals are copied, for commands that are not the server.
///
/// # Errors
/// [`ConfigErrors`].
pub fn seal_directory(environment: &Environment) -> Result<Option<PathBuf>, ConfigErrors> {
    let mut reader = Reader::new(environment);
    let watch = read_watch(&mut reader);
    reader.finish()?;
    Ok(watch.seal_directory)
}

/// How much is logged, for the time before the rest of the settings is known.
#[must_use]
pub fn log_level(environment: &Environment) -> LogLevel {
    let text = environment.get(name::LOG.name).unwrap_or_default();
    LogLevel::parse(text).unwrap_or(LogLevel::Info)
}

/// Both or neither: a key without an end would be accepted for ever.
fn read_previous_key(reader: &mut Reader<'_>) -> Option<(SecretText, Timestamp)> {
    let instant = |text: &str| text.parse().map_err(|_| "it is not an instant".to_owned());
    let key = reader.optional(&name::MIDTRANS_PREVIOUS_SERVER_KEY, gateway_key);
    let until = reader.optional(&name::MIDTRANS_PREVIOUS_SERVER_KEY_UNTIL, instant);
    match (key, until) {
        (Some(key), Some(until)) => Some((key, until)),
        (Some(_), None) => {
            let why = "the previous key needs an end".to_owned();
            reader.refuse(&name::MIDTRANS_PREVIOUS_SERVER_KEY_UNTIL, why);
            None
        }
        (None, _) => None,
    }
}

fn read_front(reader: &mut Reader<'_>) -> FrontConfig {
    let transport = reader.optional(&name::BEHIND_TLS, Transport::parse);
    let proxies = reader.optional(&name::TRUSTED_PROXY, Network::parse_list);
    let public_origin = reader.optional(&name::PUBLIC_URL, Origin::parse);
    let transport = transport.unwrap_or(Transport::Plain);
    if let Some(origin) = &public_origin
        && origin.scheme() != transport.scheme()
    {
        let other = name::BEHIND_TLS.name;
        reader.refuse(&name::PUBLIC_URL, format!("its scheme does not agree with {other}"));
    }
    FrontConfig { transport, trusted_proxies: proxies.unwrap_or_default(), public_origin }
}

fn schedule(text: &str) -> Result<Schedule, String> {
    match text {
        "yes" => Ok(Schedule::Here),
        "no" => Ok(Schedule::Elsewhere),
        other => Err(format!("`{other}` is neither yes nor no")),
    }
}

fn read_watch(reader: &mut Reader<'_>) -> WatchConfig {
    let directory = |text: &str| {
        let path = PathBuf::from(text);
        if path.is_dir() { Ok(path) } else { Err(format!("`{text}` is not a directory")) }
    };
    let seconds = |text: &str, most: i64| match text.parse() {
        Ok(minutes) if (1..=most).contains(&minutes) => Ok(minutes * 60),
        Ok(_) | Err(_) => Err(format!("`{text}` is not such a number")),
    };
    let seal = reader.optional(&name::SEAL_MINUTES, |text| seconds(text, 1_440));
    let silence = reader.optional(&name::SILENCE_MINUTES, |text| seconds(text, 10_080));
    WatchConfig {
        seal_directory: reader.optional(&name::SEAL_DIR, directory),
        seal_seconds: seal.unwrap_or(60 * 60),
        silence_seconds: silence.unwrap_or(6 * 60 * 60),
    }
}

fn policy_file(text: &str) -> Result<Policy, String> {
    crate::cli::policy::read(Path::new(text)).map_err(|failure| failure.to_string())
}

fn seller_npwp(text: &str) -> Result<String, String> {
    match Npwp::parse(text, Holder::Company) {
        Ok(npwp) => Ok(npwp.as_str().to_owned()),
        Err(error) => Err(error.to_string()),
    }
}

fn gateway_key(text: &str) -> Result<SecretText, String> {
    let word = text.bytes().all(|byte| byte.is_ascii_graphic());
    if !word || !(8..=128).contains(&text.len()) {
        return Err("it does not have the shape of a key".to_owned());
    }
    let lower = text.to_ascii_lowercase();
    if lower.contains("xxxx") || lower.contains("changeme") || lower.contains("your-") {
        return Err("it is a placeholder from an example".to_owned());
    }
    Ok(SecretText::new(text))
}

fn secret_key(text: &str) -> Result<SecretKey, String> {
    SecretKey::from_text(text).map_err(|weak| weak.to_string())
}

#[cfg(test)]
mod tests;
