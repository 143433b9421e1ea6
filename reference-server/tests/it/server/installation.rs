//! A real installation: its settings, its commands, its server and a gateway in a process of its own.

use super::harness::{Home, PASSWORD, Program, Server, free_port, run, said, wikarta};
use super::stock;

pub const SECRET: &str = "b3d9f2a47c6e815094aa27d1f06c3e58";
pub const KEY: &str = "SB-Mid-server-of-this-installation";

/// An installation: its settings and where its books are.
pub struct Installation {
    pub home: Home,
    pub url: String,
}

impl Installation {
    pub fn new() -> Self {
        let home = Home::empty();
        let url = format!("sqlite://{}", home.data().join("wikarta.db").display());
        Self { home, url }
    }

    pub fn settings<'a>(&'a self, gateway: &'a str) -> [(&'static str, &'a str); 5] {
        [
            ("DATABASE_URL", &self.url),
            ("MIDTRANS_SERVER_KEY", KEY),
            ("MIDTRANS_BASE_URL", gateway),
            ("WIKARTA_SECRET_KEY", SECRET),
            ("WIKARTA_CAPTURE", "yes"),
        ]
    }

    /// Runs a command of this installation to a good end.
    pub fn runs(&self, arguments: &[&str]) -> String {
        let done = run(arguments, &[("DATABASE_URL", &self.url), ("WIKARTA_PASSWORD", PASSWORD)]);
        assert_eq!(done.status.code(), Some(0), "{arguments:?}: {}", said(&done));
        said(&done)
    }
}

/// An emulator in a process of its own, and its address. It knows what it knew before.
pub fn gateway(installation: &Installation, notify: &str) -> (Program, String) {
    let mut command =
        wikarta(&["emulator", "--listen", "127.0.0.1:0", "--notify", notify, "--data"]);
    command.arg(installation.home.beside("gateway")).env("MIDTRANS_SERVER_KEY", KEY);
    let emulator = Program::start(&mut command, &installation.home);
    let at = emulator.address("The emulator of Midtrans listens on ");
    (emulator, at.trim_end_matches('/').to_owned())
}

impl Installation {
    /// Migrated, with people and something to bill.
    pub async fn ready() -> Self {
        let installation = Self::new();
        installation.runs(&["migrate", "up"]);
        for name in ["superuser", "keuangan", "supervisor"] {
            let email = format!("{name}@demo.test");
            let add = ["user", "add", "--email", &email, "--name", name, "--role", name];
            assert!(installation.runs(&add).contains(&format!("may sign in as {email}")));
        }
        stock::sell_one(&installation.url).await;
        installation
    }

    /// Serves at a port, with a gateway at an address.
    pub async fn serves(&self, port: u16, gateway: &str) -> Server {
        self.serves_with(port, gateway, &[]).await
    }

    /// The same with more settings, or others.
    pub async fn serves_with(&self, port: u16, gateway: &str, more: &[(&str, &str)]) -> Server {
        let listen = format!("127.0.0.1:{port}");
        let mut command = wikarta(&["serve", "--listen", &listen]);
        command.envs(self.settings(gateway)).envs(more.iter().copied());
        let program = Program::start(&mut command, &self.home);
        let server = Server { url: format!("http://{listen}"), program };
        server.is_ready().await;
        server
    }

    /// A server and an emulator that notifies it: the emulator's process, its address, the server.
    pub async fn collects(&self) -> (Program, String, Server) {
        let port = free_port();
        let (emulator, at) =
            gateway(self, &format!("http://127.0.0.1:{port}/api/webhooks/midtrans"));
        let server = self.serves(port, &at).await;
        (emulator, at, server)
    }
}
