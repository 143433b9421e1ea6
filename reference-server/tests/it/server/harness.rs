//! Starts the program, waits for it within bounds, and ends it when a test is over.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::time::Duration;

use reqwest::Client;
use tempfile::TempDir;

use super::books::Books;
use super::seed;

/// The password of every account in these tests.
pub const PASSWORD: &str = "benang-merah-17";
/// How often a test looks for something, at most …
const LOOKS: u32 = 3_000;
/// … and how long it rests in between. Together a minute, which no healthy run comes near.
const REST: Duration = Duration::from_millis(20);

/// Looks until there is something to see; gives up after a minute.
pub async fn until<T>(what: &str, mut look: impl AsyncFnMut() -> Option<T>) -> T {
    for _ in 0..LOOKS {
        if let Some(seen) = look().await {
            return seen;
        }
        tokio::time::sleep(REST).await;
    }
    panic!("waited in vain: {what}");
}

/// As [`until`], where nothing else may run meanwhile.
pub fn until_here<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    for _ in 0..LOOKS {
        if let Some(seen) = look() {
            return seen;
        }
        std::thread::sleep(REST);
    }
    panic!("waited in vain: {what}");
}

/// The program with these arguments, and of the environment only what is given. What comes by the
/// calendar is left out: it depends on the hour at which a test runs.
pub fn wikarta(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_wikarta"));
    command.args(arguments).env_clear().stdin(Stdio::null()).env("WIKARTA_SCHEDULE", "no");
    command
}

/// Runs the program to its end.
pub fn run(arguments: &[&str], environment: &[(&str, &str)]) -> Output {
    wikarta(arguments).envs(environment.iter().copied()).output().unwrap()
}

/// What a finished program said, on both ways out.
pub fn said(output: &Output) -> String {
    let texts = [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes));
    texts.concat()
}

/// A client that goes nowhere by itself.
pub fn http_client() -> Client {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let client = Client::builder().redirect(reqwest::redirect::Policy::none()).no_proxy();
    client.timeout(Duration::from_secs(60)).build().unwrap()
}

/// A folder with a data directory and the words of the programs that worked on it.
pub struct Home {
    folder: TempDir,
}

impl Home {
    /// Nothing in it.
    pub fn empty() -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("data")).unwrap();
        Self { folder }
    }

    /// A finished demo of a few customers.
    pub fn seeded() -> Self {
        let home = Self::empty();
        for entry in std::fs::read_dir(seed::directory()).unwrap() {
            let entry = entry.unwrap();
            std::fs::copy(entry.path(), home.data().join(entry.file_name())).unwrap();
        }
        home
    }

    /// The data directory.
    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// The data directory as an argument.
    pub fn data_text(&self) -> String {
        self.data().to_str().unwrap().to_owned()
    }

    /// A file beside the data.
    pub fn beside(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The tables, read and changed behind the program's back.
    pub async fn books(&self) -> Books {
        Books::open(&self.data()).await
    }

    /// Serves the demo of this directory.
    pub async fn demo(&self) -> Server {
        self.demo_with(&[]).await
    }

    /// Serves the demo of this directory in an environment.
    pub async fn demo_with(&self, environment: &[(&str, &str)]) -> Server {
        let program = Program::start(demo(&self.data()).envs(environment.iter().copied()), self);
        let url = program.address("wikarta demo: ");
        let server = Server { url: url.trim_end_matches('/').to_owned(), program };
        server.is_ready().await;
        server
    }

    /// Serves the demo of this directory, and stops it for ever at the n-th passage of a point.
    #[cfg(feature = "crash-points")]
    pub async fn demo_until(&self, point: &str) -> (Server, Crash) {
        let file = self.beside(&format!("{}.crash", point.replace(':', "-")));
        let _ = std::fs::remove_file(&file);
        let environment = [("CRASH_POINT", point), ("CRASH_FILE", file.to_str().unwrap())];
        (self.demo_with(&environment).await, Crash { file })
    }

    /// Proves the audit trail by the program's own command.
    pub fn proves_its_trail(&self) {
        let proof = run(&["audit", "verify", "--data", &self.data_text()], &[]);
        assert_eq!(proof.status.code(), Some(0), "{}", said(&proof));
    }
}

/// The command of a small demo.
pub fn demo(data: &Path) -> Command {
    demo_at("127.0.0.1:0", data)
}

/// As [`demo`], at an address of one's own.
pub fn demo_at(listen: &str, data: &Path) -> Command {
    let mut command = wikarta(&["demo", "--listen", listen, "--customers", "12", "--months", "1"]);
    command.args(["--data", data.to_str().unwrap(), "--password", PASSWORD]);
    command
}

/// A port that nobody listens on at this moment.
pub fn free_port() -> u16 {
    std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// Where a process stops for ever.
#[cfg(feature = "crash-points")]
pub struct Crash {
    file: PathBuf,
}

#[cfg(feature = "crash-points")]
impl Crash {
    /// Waits until the process stands at its point.
    pub async fn reached(&self) {
        until("the crash point", async || self.file.exists().then_some(())).await;
    }
}

/// A running program. It is killed when it is dropped.
pub struct Program {
    child: Child,
    out: PathBuf,
    err: PathBuf,
}

impl Program {
    /// Starts it; what it says goes into files beside the data.
    pub fn start(command: &mut Command, home: &Home) -> Self {
        let number = std::fs::read_dir(home.folder.path()).unwrap().count();
        let (out, err) =
            (home.beside(&format!("{number}.out")), home.beside(&format!("{number}.err")));
        let command = command.stdout(File::create(&out).unwrap());
        let child = command.stderr(File::create(&err).unwrap()).spawn().unwrap();
        Self { child, out, err }
    }

    /// The rest of the first line that begins so, once the program has said it.
    pub fn address(&self, begins: &str) -> String {
        let find = |path: &Path| {
            let text = std::fs::read_to_string(path).unwrap_or_default();
            let (whole, _) = text.rsplit_once('\n')?;
            whole.lines().find_map(|line| line.strip_prefix(begins)).map(str::to_owned)
        };
        until_here(begins, || {
            assert!(self.is_alive(), "ended early: {}", self.errors());
            find(&self.out)
        })
    }

    fn is_alive(&self) -> bool {
        // The state of our own child, without reaping it.
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id()));
        stat.map_or(true, |stat| !stat.contains(") Z "))
    }

    /// Every line of its log so far.
    pub fn errors(&self) -> String {
        std::fs::read_to_string(&self.err).unwrap_or_default()
    }

    /// SIGKILL.
    pub fn kill(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    /// SIGTERM, and how it ended.
    pub fn terminate(&mut self) -> ExitStatus {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
        until_here("an orderly end", || self.child.try_wait().unwrap())
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        self.kill();
    }
}

/// A running server.
pub struct Server {
    /// Where it is, without a slash at the end.
    pub url: String,
    /// The process.
    pub program: Program,
}

impl Server {
    /// Waits for `/readyz`.
    pub async fn is_ready(&self) {
        let client = http_client();
        until("readiness", async || {
            let answer = client.get(format!("{}/readyz", self.url)).send().await.ok()?;
            (answer.status() == 200).then_some(())
        })
        .await;
    }

    /// SIGKILL.
    pub fn kill(mut self) {
        self.program.kill();
    }
}
