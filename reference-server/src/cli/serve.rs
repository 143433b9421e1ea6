//! `wikarta serve`.

use std::sync::Arc;

use tokio::net::TcpListener;
use wikarta_store_sqlx::SqlxStore;

use super::args::ServeArgs;
use super::exit::Failure;
use super::migrate::database;
use crate::app::Seller;
use crate::config::{Config, Environment, GatewayAddress};
use crate::pages::GatewayMode;
use crate::runtime::{self, Parts};
use crate::workers::SystemHost;

/// Serves a real installation until a signal ends it.
pub async fn serve(args: ServeArgs, environment: &Environment) -> Result<(), Failure> {
    let config = Config::for_serve(environment, args.listen)?;
    let store = SqlxStore::open(config.database.expose()).await.map_err(database)?;
    if !store.is_migrated().await.map_err(database)? {
        let text = "the database does not have the form that this version needs; run \
                    `wikarta migrate up`";
        return Err(Failure::Database(text.to_owned()));
    }
    let listener = TcpListener::bind(args.listen)
        .await
        .map_err(|error| Failure::File(format!("cannot listen on {}: {error}", args.listen)))?;
    let listen = listener.local_addr().map_err(|error| Failure::File(error.to_string()))?;
    let mode = match &config.midtrans.address {
        GatewayAddress::At(origin) if origin.authority() == "api.midtrans.com" => {
            GatewayMode::Production
        }
        GatewayAddress::At(_) | GatewayAddress::OwnEmulator => GatewayMode::Sandbox,
    };
    let assembled = runtime::assemble(Parts {
        config: &config,
        store,
        gateway: Arc::new(runtime::gateway(&config, listen)?),
        mode,
        host: Arc::new(SystemHost::default()),
        listen,
        seller: Seller { name: String::new(), contact: String::new() },
    })?;
    tracing::info!(%listen, "serving");
    assembled.serve(listener, runtime::stop_on_signal()).await
}
