//! The emulator on its own: a listener, the router, the sender.

use std::future::Future;
use std::net::SocketAddr;

use tokio::net::TcpListener;

use super::config::EmulatorConfig;
use super::store::{Emulator, OpenError};

/// Why the emulator does not serve.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ServeError {
    /// The emulator does not open.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The address cannot be listened on, or the listener broke.
    #[error("cannot serve on {listen}: {source}")]
    Listen {
        /// Where.
        listen: SocketAddr,
        /// What the system said.
        source: std::io::Error,
    },
}

/// An emulator that listens; call [`Served::run`].
#[derive(Debug)]
pub struct Served {
    listener: TcpListener,
    local_addr: SocketAddr,
    emulator: Emulator,
}

impl Served {
    /// Listens and opens. An empty [`EmulatorConfig::public_url`] is filled in from the address.
    pub async fn bind(listen: SocketAddr, mut config: EmulatorConfig) -> Result<Self, ServeError> {
        let failed = |source| ServeError::Listen { listen, source };
        let listener = TcpListener::bind(listen).await.map_err(failed)?;
        let local_addr = listener.local_addr().map_err(failed)?;
        if config.public_url.is_empty() {
            let base = config.base_path.trim_end_matches('/');
            config.public_url = format!("http://{local_addr}{base}");
        }
        Ok(Self { listener, local_addr, emulator: Emulator::open(config)? })
    }

    /// Where it listens.
    #[must_use]
    pub fn local_addr(&self) -> SocketAddr {
        self.local_addr
    }

    /// The emulator itself.
    #[must_use]
    pub fn emulator(&self) -> &Emulator {
        &self.emulator
    }

    /// Serves and sends until `shutdown` is ready.
    pub async fn run(
        self,
        shutdown: impl Future<Output = ()> + Send + 'static,
    ) -> Result<(), ServeError> {
        let sending = self.emulator.spawn_deliveries();
        let served = axum::serve(self.listener, self.emulator.router())
            .with_graceful_shutdown(shutdown)
            .await;
        drop(sending);
        served.map_err(|source| ServeError::Listen { listen: self.local_addr, source })
    }
}

/// [`Served::bind`] and [`Served::run`] in one, until `shutdown` is ready.
pub async fn serve(
    listen: SocketAddr,
    config: EmulatorConfig,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> Result<(), ServeError> {
    Served::bind(listen, config).await?.run(shutdown).await
}
