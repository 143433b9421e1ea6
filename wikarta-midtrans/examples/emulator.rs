//! The emulator on its own: `cargo run -p wikarta-midtrans --features emulator --example emulator`.
//!
//! Optional arguments: the address to listen on, and the address to notify. The merchant's keys come
//! from `MIDTRANS_SERVER_KEY` and `MIDTRANS_CLIENT_KEY`, or are the test keys.

use std::net::SocketAddr;

use wikarta_midtrans::emulator::{EmulatorConfig, Served};
use wikarta_midtrans::signature::ServerKey;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let listen: SocketAddr = arguments.next().as_deref().unwrap_or("127.0.0.1:8181").parse()?;
    let server_key = std::env::var("MIDTRANS_SERVER_KEY")
        .unwrap_or_else(|_| "SB-Mid-server-TESTONLYwikarta0001".to_owned());
    let mut config = EmulatorConfig::new(ServerKey::new(server_key)?);
    if let (Some(merchant), Ok(key)) =
        (config.merchants.first_mut(), std::env::var("MIDTRANS_CLIENT_KEY"))
    {
        merchant.client_key = key;
    }
    config.notify_url = arguments.next();

    let served = Served::bind(listen, config).await?;
    eprintln!("pay at http://{}/", served.local_addr());
    served.run(std::future::pending()).await?;
    Ok(())
}
