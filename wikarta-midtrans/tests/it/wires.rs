//! What may stand between a client and the gateway: nobody, a redirect, broken TLS.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;

use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};

/// One of them.
#[derive(Clone, Copy)]
pub enum Wire {
    Nobody,
    Redirect(u16),
    NotTls,
    Untrusted,
    ClosedInHandshake,
}

/// Starts it; the address that a client is given instead of the gateway's.
pub async fn broken_wire(wire: Wire, gateway: &str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let scheme = match wire {
        Wire::Nobody | Wire::Redirect(_) => "http",
        Wire::NotTls | Wire::Untrusted | Wire::ClosedInHandshake => "https",
    };
    let gateway = gateway.to_owned();
    if !matches!(wire, Wire::Nobody) {
        // Ends with the test's process.
        std::thread::spawn(move || {
            for socket in listener.incoming().flatten() {
                let _ = serve(wire, socket, &gateway);
            }
        });
    }
    format!("{scheme}://{address}")
}

fn serve(wire: Wire, mut socket: TcpStream, gateway: &str) -> std::io::Result<()> {
    let mut buffer = [0_u8; 4096];
    match wire {
        Wire::Nobody => Ok(()),
        Wire::Redirect(status) => {
            let len = socket.read(&mut buffer)?;
            let head = String::from_utf8_lossy(&buffer[..len]).into_owned();
            let path = head.split(' ').nth(1).unwrap_or("/").to_owned();
            let answer = format!(
                "HTTP/1.1 {status} Moved\r\nlocation: {gateway}{path}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
            );
            socket.write_all(answer.as_bytes())?;
            // A body that is still on its way would turn the close into a reset.
            socket.shutdown(std::net::Shutdown::Write)?;
            while socket.read(&mut buffer)? > 0 {}
            Ok(())
        }
        Wire::NotTls => {
            let _hello = socket.read(&mut buffer)?;
            socket.write_all(b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n")
        }
        Wire::ClosedInHandshake => socket.read(&mut buffer).map(drop),
        Wire::Untrusted => {
            let mut connection = rustls::ServerConnection::new(config()).unwrap();
            // The client hangs up once it has seen the certificate.
            connection.complete_io(&mut socket).map(drop)
        }
    }
}

fn config() -> Arc<rustls::ServerConfig> {
    let certificate = include_bytes!("../fixtures/untrusted.pem");
    let key = include_bytes!("../fixtures/snap_bi_test_key.pem");
    let certificate = CertificateDer::from_pem_slice(certificate).unwrap();
    let key = PrivateKeyDer::from_pem_slice(key).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .unwrap();
    Arc::new(config)
}
