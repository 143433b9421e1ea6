//! `wikarta emulator`.

use wikarta_midtrans::emulator::{EmulatorConfig, OpenError, ServeError, Served};
use wikarta_midtrans::signature::ServerKey;

use super::args::EmulatorArgs;
use super::exit::Failure;
use super::run::say;
use crate::config::{self, Environment, Origin};

/// Serves the emulator until `stop` resolves.
pub async fn emulator(
    args: EmulatorArgs,
    environment: &Environment,
    stop: impl Future<Output = ()> + Send + 'static,
) -> Result<(), Failure> {
    let key = config::emulator_key(environment)?;
    let key = ServerKey::new(key.expose())
        .map_err(|error| Failure::Usage(format!("MIDTRANS_SERVER_KEY: {error}")))?;
    let mut settings = EmulatorConfig::new(key);
    settings.notify_hosts = args.notify.iter().filter_map(|url| host(url)).collect();
    settings.notify_url = args.notify;
    settings.data_dir = args.data;
    let served = Served::bind(args.listen, settings).await.map_err(failure)?;
    say(format!("The emulator of Midtrans listens on http://{}/", served.local_addr()))?;
    served.run(stop).await.map_err(failure)
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
}
