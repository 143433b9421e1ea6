//! `wikarta emulator`.

use std::path::Path;
use std::sync::Arc;

use wikarta_midtrans::emulator::{
    EmulatorConfig, Merchant, OpenError, ServeError, Served, SystemClock,
};
use wikarta_midtrans::signature::ServerKey;

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
        let text = std::fs::read_to_string(path)
            .map_err(|error| Failure::File(format!("{}: {error}", path.display())))?;
        settings.merchants.push(merchant(path, &text)?);
    }
    if let Some(now) = args.now {
        settings.clock = Arc::new(SystemClock::starting_at(now));
    }
    settings.seed = args.seed;
    settings.time_scale = args.time_scale;
    settings.notify_hosts = args.notify.iter().filter_map(|url| host(url)).collect();
    settings.notify_url = args.notify;
    settings.data_dir = args.data;
    Ok(settings)
}

// Lines of NAME=value; empty ones and those that begin with # say nothing. No error repeats a value.
fn merchant(path: &Path, text: &str) -> Result<Merchant, Failure> {
    let wrong = |what: String| Failure::Usage(format!("--merchant {}: {what}", path.display()));
    let (mut merchant_id, mut server_key, mut client_key) = (None, None, None);
    let lines = text.lines().map(str::trim).enumerate();
    for (index, line) in lines.filter(|(_, line)| !line.is_empty() && !line.starts_with('#')) {
        let place = match line.split_once('=').map(|(name, value)| (name.trim(), value.trim())) {
            Some(("MERCHANT_ID", value)) => merchant_id.replace(value),
            Some(("SERVER_KEY", value)) => server_key.replace(value),
            Some(("CLIENT_KEY", value)) => client_key.replace(value),
            _ => {
                let allowed = "MERCHANT_ID=, SERVER_KEY= or CLIENT_KEY=";
                return Err(wrong(format!("line {} does not begin with {allowed}", index + 1)));
            }
        };
        if place.is_some() {
            return Err(wrong(format!("line {} says something a second time", index + 1)));
        }
    }
    let given = |name: &str, value: Option<&str>| {
        let value = value.filter(|value| !value.is_empty()).map(str::to_owned);
        value.ok_or_else(|| wrong(format!("{name} is missing")))
    };
    let server_key = ServerKey::new(given("SERVER_KEY", server_key)?)
        .map_err(|error| wrong(format!("SERVER_KEY: {error}")))?;
    Ok(Merchant {
        merchant_id: given("MERCHANT_ID", merchant_id)?,
        server_key,
        client_key: given("CLIENT_KEY", client_key)?,
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

    fn read(text: &str) -> Result<Merchant, String> {
        merchant(Path::new("second.env"), text).map_err(|error| error.to_string())
    }

    #[test]
    fn a_merchant_is_read_from_three_lines() {
        let text = "# second\nMERCHANT_ID=G2\n\nSERVER_KEY = SB-Mid-server-two\nCLIENT_KEY=c2\n";
        let two = read(text).unwrap();
        assert_eq!((two.merchant_id.as_str(), two.client_key.as_str()), ("G2", "c2"));
        for (bad, said) in [
            ("MERCHANT_ID=G2\nCLIENT_KEY=c2", "SERVER_KEY is missing"),
            ("MERCHANT_ID=\nSERVER_KEY=s\nCLIENT_KEY=c", "MERCHANT_ID is missing"),
            ("SERVER_KEY=secret\nSERVER_KEY=secret", "line 2 says something a second time"),
            ("SERVER_KEY:secret", "line 1 does not begin with"),
            ("MERCHANT_ID=G2\nSERVER_KEY=sec ret\nCLIENT_KEY=c", "not printable"),
        ] {
            let error = read(bad).unwrap_err();
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
