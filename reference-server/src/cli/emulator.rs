//! `wikarta emulator`.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use wikarta_core::time::Timestamp;
use wikarta_midtrans::emulator::{
    Clock, EmulatorConfig, ManualClock, Merchant, OpenError, RateLimit, ServeError, Served,
    SnapBiMerchant, SystemClock,
};
use wikarta_midtrans::signature::ServerKey;
use wikarta_midtrans::snap_bi::signature::{ClientSecret, MerchantKey, VendorKeys};

use super::args::EmulatorArgs;
use super::exit::Failure;
use super::run::say;
use crate::config::{self, Environment, Origin, variables};

/// Serves the emulator until `stop` resolves.
pub async fn emulator(
    args: EmulatorArgs,
    environment: &Environment,
    stop: impl Future<Output = ()> + Send + 'static,
) -> Result<(), Failure> {
    let listen = args.listen;
    let served = Served::bind(listen, settings(args, environment)?).await.map_err(failure)?;
    say(format!("The emulator of Midtrans listens on http://{}/", served.local_addr()))?;
    served.run(stop).await.map_err(failure)
}

fn settings(args: EmulatorArgs, environment: &Environment) -> Result<EmulatorConfig, Failure> {
    let key = config::emulator_key(environment)?;
    let key = ServerKey::new(key.expose())
        .map_err(|error| Failure::Usage(format!("MIDTRANS_SERVER_KEY: {error}")))?;
    let mut settings = EmulatorConfig::new(key);
    // Browsers show this key, so any text that a client sends may be one.
    let client_key = environment.get(variables::MIDTRANS_CLIENT_KEY.name);
    if let (Some(first), Some(client_key)) = (settings.merchants.first_mut(), client_key) {
        first.client_key = client_key.to_owned();
    }
    for path in &args.merchants {
        settings.merchants.push(merchant(path, &read(path)?)?);
    }
    settings.clock = clock(args.now, args.still);
    settings.seed = args.seed;
    settings.time_scale = args.time_scale;
    settings.rate_limit = args.rate_limit.map(|calls| RateLimit { calls, seconds: 60 });
    let named = args.notify.iter().chain(&args.snap_bi_notify);
    settings.notify_hosts = named.filter_map(|url| host(url)).collect();
    settings.notify_url = args.notify;
    settings.snap_bi_notify_url = args.snap_bi_notify;
    settings.snap_bi_key = args.snap_bi_key.as_deref().map(signing_key).transpose()?;
    settings.data_dir = args.data;
    Ok(settings)
}

fn clock(now: Option<Timestamp>, still: bool) -> Arc<dyn Clock> {
    let clock = now.map_or_else(SystemClock::new, SystemClock::starting_at);
    if still { Arc::new(ManualClock::at(clock.now())) } else { Arc::new(clock) }
}

fn read(path: &Path) -> Result<String, Failure> {
    std::fs::read_to_string(path)
        .map_err(|error| Failure::File(format!("{}: {error}", path.display())))
}

fn signing_key(path: &Path) -> Result<Arc<MerchantKey>, Failure> {
    let key = MerchantKey::from_pem(&read(path)?);
    let key = key.map_err(|error| Failure::Usage(format!("--snap-bi-key: {error}")))?;
    Ok(Arc::new(key))
}

/// The lines of a merchant's file.
const LINES: [&str; 7] = [
    "MERCHANT_ID",
    "SERVER_KEY",
    "CLIENT_KEY",
    "SNAP_BI_CLIENT_KEY",
    "SNAP_BI_PARTNER_ID",
    "SNAP_BI_SECRET",
    "SNAP_BI_PUBLIC_KEY",
];

// Lines of NAME=value; empty ones and those that begin with # say nothing. No error repeats a value.
fn merchant(path: &Path, text: &str) -> Result<Merchant, Failure> {
    let wrong = |what: String| Failure::Usage(format!("--merchant {}: {what}", path.display()));
    let mut said: BTreeMap<&str, &str> = BTreeMap::new();
    let lines = text.lines().map(str::trim).enumerate();
    for (index, line) in lines.filter(|(_, line)| !line.is_empty() && !line.starts_with('#')) {
        let split = line.split_once('=').map(|(name, value)| (name.trim(), value.trim()));
        let Some((name, value)) = split.filter(|(name, _)| LINES.contains(name)) else {
            let allowed = LINES.join("=, ");
            return Err(wrong(format!("line {} does not begin with one of {allowed}=", index + 1)));
        };
        if said.insert(name, value).is_some() {
            return Err(wrong(format!("line {} says something a second time", index + 1)));
        }
    }
    let given = |name: &str| {
        let value =
            said.get(name).filter(|value| !value.is_empty()).map(|value| (*value).to_owned());
        value.ok_or_else(|| wrong(format!("{name} is missing")))
    };
    let server_key = ServerKey::new(given("SERVER_KEY")?)
        .map_err(|error| wrong(format!("SERVER_KEY: {error}")))?;
    let snap_bi = if said.keys().any(|name| name.starts_with("SNAP_BI_")) {
        let file = given("SNAP_BI_PUBLIC_KEY")?;
        // Beside the merchant's file, unless it says where.
        let file = path.parent().unwrap_or(Path::new("")).join(file);
        let keys = VendorKeys::from_pem(&read(&file)?);
        let secret = ClientSecret::new(given("SNAP_BI_SECRET")?);
        Some(SnapBiMerchant {
            client_key: given("SNAP_BI_CLIENT_KEY")?,
            partner_id: given("SNAP_BI_PARTNER_ID")?,
            keys: keys.map_err(|error| wrong(format!("SNAP_BI_PUBLIC_KEY: {error}")))?,
            secret: secret.map_err(|error| wrong(format!("SNAP_BI_SECRET: {error}")))?,
        })
    } else {
        None
    };
    Ok(Merchant {
        merchant_id: given("MERCHANT_ID")?,
        server_key,
        client_key: given("CLIENT_KEY")?,
        snap_bi,
    })
}

// The person who names an address to notify has allowed its host.
fn host(url: &str) -> Option<String> {
    let after = url.find("://")? + 3;
    let end = url.get(after..)?.find('/').map_or(url.len(), |slash| after + slash);
    let origin = Origin::parse(url.get(..end)?).ok()?;
    Some(config::origin::host_of(origin.authority()).to_owned())
}

fn failure(error: ServeError) -> Failure {
    match &error {
        ServeError::Open(OpenError::Journal(_)) | ServeError::Listen { .. } => {
            Failure::File(error.to_string())
        }
        ServeError::Open(OpenError::NotifyNotAllowed(_) | OpenError::NotifyNotAnAddress(_)) => {
            Failure::Usage(format!("--notify: {error}"))
        }
        ServeError::Open(OpenError::Merchants) => Failure::Usage(format!("--merchant: {error}")),
        _ => Failure::Other(error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_host_of_the_address_to_notify_is_allowed() {
        let host = |url: &str| host(url).unwrap_or_default();
        assert_eq!(host("http://127.0.0.1:8080/api/webhooks/midtrans"), "127.0.0.1");
        assert_eq!(host("https://panel.example.test"), "panel.example.test");
        assert_eq!(host("nonsense"), "");
    }

    fn made(text: &str) -> Result<Merchant, String> {
        merchant(Path::new("second.env"), text).map_err(|error| error.to_string())
    }

    #[test]
    fn a_merchant_is_read_from_three_lines() {
        let text = "# second\nMERCHANT_ID=G2\n\nSERVER_KEY = SB-Mid-server-two\nCLIENT_KEY=c2\n";
        let two = made(text).unwrap();
        assert_eq!((two.merchant_id.as_str(), two.client_key.as_str()), ("G2", "c2"));
        assert!(two.snap_bi.is_none());
        for (bad, said) in [
            (
                "MERCHANT_ID=G2\nSERVER_KEY=s\nCLIENT_KEY=c\nSNAP_BI_SECRET=x",
                "PUBLIC_KEY is missing",
            ),
            ("MERCHANT_ID=G2\nCLIENT_KEY=c2", "SERVER_KEY is missing"),
            ("MERCHANT_ID=\nSERVER_KEY=s\nCLIENT_KEY=c", "MERCHANT_ID is missing"),
            ("SERVER_KEY=secret\nSERVER_KEY=secret", "line 2 says something a second time"),
            ("SERVER_KEY:secret", "line 1 does not begin with"),
            ("MERCHANT_ID=G2\nSERVER_KEY=sec ret\nCLIENT_KEY=c", "not printable"),
        ] {
            let error = made(bad).unwrap_err();
            assert!(error.contains(said), "{error}");
            assert!(!error.contains("secret") && !error.contains("sec ret"), "{error}");
        }
    }

    #[test]
    fn the_environment_names_the_first_merchants_keys() {
        use clap::Parser as _;
        let line =
            ["wikarta", "emulator", "--listen", "127.0.0.1:1", "--now", "2020-01-01T00:00:00Z"];
        let command = crate::cli::args::Cli::parse_from(line).command;
        let crate::cli::args::Command::Emulator(args) = command else { panic!("not the emulator") };
        let environment = [("MIDTRANS_CLIENT_KEY", "SB-Mid-client-own")].into_iter().collect();
        let settings = settings(args, &environment).unwrap();
        assert_eq!(settings.merchants[0].client_key, "SB-Mid-client-own");
        assert!(settings.clock.now().to_string().starts_with("2020-01-01T00:00:0"));
    }
}
