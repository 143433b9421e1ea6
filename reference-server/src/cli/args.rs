//! The command line, as it is typed and as `--help` explains it.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::str::FromStr as _;

use chrono::NaiveDate;
use clap::{Args, Parser, Subcommand};
use wikarta_core::access::Role;
use wikarta_core::message::MessageChannel;
use wikarta_core::time::Timestamp;

use super::bill::BillArgs;
use super::decide::DecideArgs;
use super::policy::PolicyArgs;
use super::simulate::SimulateArgs;
use crate::config::variables;

/// Billing that agrees with its payment gateway, and can say why.
#[derive(Debug, Parser)]
#[command(
    name = "wikarta",
    version,
    about = "Billing for an internet provider that agrees with its payment gateway, and can say why.",
    after_long_help = format!("{}\n{EXIT_CODES}", variables::help()),
    after_help = format!("{EXIT_CODES}\nThe environment is explained by `wikarta --help`."),
    arg_required_else_help = true,
    max_term_width = 100
)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

const EXIT_CODES: &str = "Exit codes: 0 done, 1 failed or the answer is no, 2 wrong usage or \
                          settings, 3 a file cannot be used, 4 the database cannot be used.";

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Try everything in one process: books, gateway and realistic data, no account anywhere.
    ///
    /// Makes a data directory with an SQLite file, fills it with customers and months of bills by
    /// the real use cases, and serves the panel together with an emulator of Midtrans. Prints the
    /// address and the accounts. Ctrl-C stops it; the same command goes on where it stopped.
    Demo(DemoArgs),
    /// Serve a real installation. Settings come from the environment; see the end of `--help`.
    ///
    /// Listens only when every setting is right. Outside a loopback address it wants a proxy in
    /// front that speaks TLS (WIKARTA_BEHIND_TLS=yes). At a stop (SIGTERM) it answers what it took,
    /// for up to 15 s: let a supervisor kill it no earlier than after 20.
    Serve(ServeArgs),
    /// Bring the database to the form that this version needs, or back, or show where it is.
    Migrate(MigrateArgs),
    /// Bill what is due on a day, each bill exactly once.
    ///
    /// Says what became of every bill. A run that broke off goes on where it stopped when the same
    /// command is given again; several runs may overlap. Exit code 1 when a bill was refused or
    /// failed.
    Bill(BillArgs),
    /// Compare the books with the gateway's, order by order, and say where every rupiah is.
    ///
    /// What differs is booked through the same door as any read, or laid before people, as the policy
    /// says. Running it again, or beside a server, is harmless. With --settlement a file that Midtrans
    /// exported is held against the bookings instead. Exit code 1 when something stays open.
    Reconcile(ReconcileArgs),
    /// Prove, seal and export the audit trail.
    Audit(AuditArgs),
    /// List the work and notifications that were given up, with the reason.
    #[command(name = "dead-letters")]
    DeadLetters(BooksArgs),
    /// Send work that was given up round again, one piece or all of it.
    ///
    /// Every piece leaves a line in the security log. A running server takes it up by itself.
    Redrive(RedriveArgs),
    /// Run the emulator of Midtrans alone, with the vendor's paths at its root (/v2/…).
    ///
    /// It answers charges, keeps a journal that survives a kill, and sends signed notifications
    /// to the address given with --notify.
    Emulator(EmulatorArgs),
    /// Show the seller's policy, or check one before it is proposed.
    ///
    /// A change is proposed in the panel or by POST /api/policy/proposals, by somebody with a name,
    /// and is in force when a supervisor agrees.
    Policy(PolicyArgs),
    /// Decide one command on books that come with it, and write nothing: JSON in, JSON out.
    ///
    /// For a host with tables of its own, and for trying what a rule says. The form is in
    /// docs/guides/wire.md. Exit code 1 when a rule says no, 2 when the request is not understood; the
    /// answer is on standard output in every case.
    Decide(DecideArgs),
    /// Live through months of a provider's life, with every fault, and check the books at each step.
    ///
    /// The real engine over books in memory, a gateway, a channel and a clock that fail as they are
    /// told. The same arguments do the same, byte for byte. Exit code 1 when a law was broken, with
    /// the line that repeats it.
    Simulate(SimulateArgs),
    /// Manage the people who work in the panel.
    User(UserArgs),
    /// Try a channel to customers, or print what WhatsApp has to approve.
    Notify(NotifyArgs),
}

/// `wikarta demo`
#[derive(Debug, Args)]
pub struct DemoArgs {
    /// The address to listen on. The emulator is there only on a loopback address.
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
    /// Where the books, the emulator's journal and the keys are kept.
    #[arg(long, value_name = "DIR", default_value = ".wikarta-demo")]
    pub data: PathBuf,
    /// How many customers.
    #[arg(long, value_name = "N", default_value_t = 250, value_parser = clap::value_parser!(u32).range(1..=20_000))]
    pub customers: u32,
    /// How many months of bills before this one.
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u32).range(0..=24))]
    pub months: u32,
    /// The same seed on the same day makes the same data.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
    /// The password of the demo's accounts; one is made when it is not given.
    #[arg(long, value_name = "PW", value_parser = password)]
    pub password: Option<String>,
}

/// `wikarta serve`
#[derive(Debug, Args)]
pub struct ServeArgs {
    /// The address to listen on.
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
}

/// `wikarta migrate`
#[derive(Debug, Args)]
pub struct MigrateArgs {
    /// Which way.
    #[command(subcommand)]
    pub step: MigrateStep,
}

/// What `wikarta migrate` does.
#[derive(Debug, Subcommand)]
pub enum MigrateStep {
    /// Run every migration that has not run yet.
    Up(BooksArgs),
    /// Take the newest migration back. Data that only it had room for is lost.
    Down(BooksArgs),
    /// Show which migrations have run. Changes nothing.
    Status(BooksArgs),
}

/// `wikarta reconcile`
#[derive(Debug, Args)]
pub struct ReconcileArgs {
    /// The first civil day, in the seller's zone; without it as many days back as the policy says.
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub from: Option<NaiveDate>,
    /// The last civil day; without it now.
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub to: Option<NaiveDate>,
    /// A settlement export of Midtrans (CSV) to hold against the bookings.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["from", "to"])]
    pub settlement: Option<PathBuf>,
    /// Says it as JSON.
    #[arg(long)]
    pub json: bool,
    /// Where the demo listens, whose emulator is the gateway of --data.
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
    /// Which books.
    #[command(flatten)]
    pub books: BooksArgs,
}

/// `wikarta audit`
#[derive(Debug, Args)]
pub struct AuditArgs {
    /// What to do with it.
    #[command(subcommand)]
    pub step: AuditStep,
}

/// What `wikarta audit` does.
#[derive(Debug, Subcommand)]
pub enum AuditStep {
    /// Prove every chain and seal of the audit trail, or name what does not fit (exit 1).
    ///
    /// With the key (WIKARTA_SECRET_KEY, or that of --data) seals that were forged are found; with
    /// the copy that is kept outside the database (--seals) those that were thrown away. With
    /// --export no database is needed.
    Verify(AuditVerifyArgs),
    /// Seal the audit trail now, and copy the seals outside the database.
    ///
    /// The copy is the file seals.jsonl in DIR or WIKARTA_SEAL_DIR; it only grows.
    Seal(AuditSealArgs),
    /// Write the audit trail into a file that is proved without the database.
    Export(AuditExportArgs),
}

/// `wikarta audit verify`
#[derive(Debug, Args)]
pub struct AuditVerifyArgs {
    /// The copy of the seals that is kept outside the database.
    #[arg(long, value_name = "FILE")]
    pub seals: Option<PathBuf>,
    /// An export to prove in place of a database.
    #[arg(long, value_name = "FILE")]
    pub export: Option<PathBuf>,
    /// Which books, and whose key.
    #[command(flatten)]
    pub books: BooksArgs,
}

/// `wikarta audit seal`
#[derive(Debug, Args)]
pub struct AuditSealArgs {
    /// The directory of the copy; without it that of WIKARTA_SEAL_DIR.
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Which books, and whose key.
    #[command(flatten)]
    pub books: BooksArgs,
}

/// `wikarta audit export`
#[derive(Debug, Args)]
pub struct AuditExportArgs {
    /// The file to write; it must not exist yet.
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
    /// The first civil day, in the seller's zone; without it from the beginning.
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub from: Option<NaiveDate>,
    /// The last civil day, in the seller's zone; without it up to now.
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub to: Option<NaiveDate>,
    /// Which books, and whose key.
    #[command(flatten)]
    pub books: BooksArgs,
}

/// Which books a command opens.
#[derive(Debug, Args)]
pub struct BooksArgs {
    /// The data directory of a demo; without it the books are those of DATABASE_URL.
    #[arg(long, value_name = "DIR")]
    pub data: Option<PathBuf>,
}

/// `wikarta redrive`
#[derive(Debug, Args)]
#[command(group(clap::ArgGroup::new("which").required(true).args(["id", "all"])))]
pub struct RedriveArgs {
    /// One piece of work, as `wikarta dead-letters` names it.
    #[arg(long, value_name = "ID")]
    pub id: Option<String>,
    /// All of it.
    #[arg(long)]
    pub all: bool,
    /// Says what would be sent round and changes nothing.
    #[arg(long)]
    pub dry_run: bool,
    /// Which books.
    #[command(flatten)]
    pub books: BooksArgs,
}

/// `wikarta emulator`
#[derive(Debug, Args)]
pub struct EmulatorArgs {
    /// The address to listen on; a loopback address, because anybody there can pay anything.
    #[arg(long, value_name = "127.0.0.1:PORT", value_parser = loopback)]
    pub listen: SocketAddr,
    /// Where notifications are sent, such as http://127.0.0.1:8080/api/webhooks/midtrans.
    #[arg(long, value_name = "URL")]
    pub notify: Option<String>,
    /// Where its journal is kept; without it nothing survives the end of the process.
    #[arg(long, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// What its clock shows at the start, such as 2026-11-23T10:00:00+07:00; it goes on from there.
    #[arg(long, value_name = "TIME")]
    pub now: Option<Timestamp>,
    /// Lets the clock stand: only POST /_control/clock moves it, so that a test repeats to the second.
    #[arg(long)]
    pub still: bool,
    /// The same number and the same calls make the same ids and codes.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
    /// How many charges and linked wallets are taken in a minute; above it 429 with Retry-After.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub rate_limit: Option<u32>,
    /// How many times sooner retries and confirmations come.
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..))]
    pub time_scale: u32,
    /// One more merchant: a file with the lines MERCHANT_ID=…, SERVER_KEY=… and CLIENT_KEY=…, and
    /// for BI-SNAP also SNAP_BI_CLIENT_KEY=…, SNAP_BI_PARTNER_ID=…, SNAP_BI_SECRET=… and
    /// SNAP_BI_PUBLIC_KEY=FILE (PEM). May be given more than once; keys never stand in arguments.
    #[arg(long = "merchant", value_name = "FILE")]
    pub merchants: Vec<PathBuf>,
    /// Where BI-SNAP's notifications are sent: what stands before /v1.0/transfer-va/payment.
    #[arg(long, value_name = "URL")]
    pub snap_bi_notify: Option<String>,
    /// The private key (PKCS#8 PEM) that signs BI-SNAP's notifications; without it they are unsigned.
    #[arg(long, value_name = "FILE")]
    pub snap_bi_key: Option<PathBuf>,
}

/// `wikarta notify`
#[derive(Debug, Args)]
pub struct NotifyArgs {
    /// What to do.
    #[command(subcommand)]
    pub step: NotifyStep,
}

/// What `wikarta notify` does.
#[derive(Debug, Subcommand)]
pub enum NotifyStep {
    /// Send one sample reminder through a channel of the settings, to yourself.
    ///
    /// Asks nothing of the books and notes nothing in them. Says what the provider answered; exit
    /// code 1 when it did not take the message. Costs what one message costs.
    Test(NotifyTestArgs),
    /// Print the texts to register as WhatsApp templates: name, language, category, body.
    Templates(NotifyTemplatesArgs),
}

/// `wikarta notify test`
#[derive(Debug, Args)]
pub struct NotifyTestArgs {
    /// The channel: email, whatsapp or sms.
    #[arg(long, value_name = "CHANNEL", value_parser = channel)]
    pub channel: MessageChannel,
    /// Where to: an address, or a number such as +6281234567890.
    #[arg(long, value_name = "TO")]
    pub to: String,
}

/// `wikarta notify templates`
#[derive(Debug, Args)]
pub struct NotifyTemplatesArgs {
    /// The name of the provider, which stands in the texts as fixed words.
    #[arg(long, value_name = "NAME", default_value = "Wikarta")]
    pub isp: String,
}

/// `wikarta user`
#[derive(Debug, Args)]
pub struct UserArgs {
    /// What to do.
    #[command(subcommand)]
    pub step: UserStep,
}

/// What `wikarta user` does.
#[derive(Debug, Subcommand)]
pub enum UserStep {
    /// Add a person: the way to the first superuser of an installation.
    ///
    /// The password is asked for at the terminal, or read as one line from standard input, or
    /// taken from WIKARTA_PASSWORD; it never stands in an argument, where other users of the
    /// machine could read it.
    Add(UserAddArgs),
}

/// `wikarta user add`
#[derive(Debug, Args)]
pub struct UserAddArgs {
    /// The address that the person signs in with.
    #[arg(long, value_name = "EMAIL")]
    pub email: String,
    /// The name that colleagues read.
    #[arg(long, value_name = "NAME")]
    pub name: String,
    /// A role; may be given more than once where the roles may be held together.
    #[arg(long = "role", value_name = "ROLE", required = true, value_parser = role)]
    pub roles: Vec<Role>,
    /// Which books.
    #[command(flatten)]
    pub books: BooksArgs,
}

fn role(text: &str) -> Result<Role, String> {
    text.to_ascii_uppercase().parse::<Role>().map_err(|unknown| unknown.to_string())
}

fn channel(text: &str) -> Result<MessageChannel, String> {
    MessageChannel::from_str(text).map_err(|unknown| unknown.to_string())
}

fn loopback(text: &str) -> Result<SocketAddr, String> {
    let address: SocketAddr = text.parse().map_err(|_| "write it as 127.0.0.1:9000".to_owned())?;
    if address.ip().is_loopback() {
        Ok(address)
    } else {
        Err("the emulator lets everybody pay, so it listens on a loopback address only".to_owned())
    }
}

fn password(text: &str) -> Result<String, String> {
    crate::auth::password::check_policy(text).map_err(|error| error.to_string())?;
    Ok(text.to_owned())
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    fn parse(line: &str) -> Result<Cli, clap::Error> {
        Cli::try_parse_from(std::iter::once("wikarta").chain(line.split_whitespace()))
    }

    #[test]
    fn the_command_line_is_well_formed_and_every_part_is_explained() {
        let mut command = Cli::command();
        command.build();
        command.clone().debug_assert();
        let mut waiting = vec![command];
        while let Some(command) = waiting.pop() {
            assert!(command.get_about().is_some(), "{} says nothing", command.get_name());
            for argument in command.get_arguments() {
                assert!(argument.get_help().is_some(), "{} says nothing", argument.get_id());
            }
            waiting.extend(command.get_subcommands().filter(|c| c.get_name() != "help").cloned());
        }
    }

    #[test]
    fn the_demo_needs_no_arguments() {
        let Command::Demo(demo) = parse("demo").unwrap().command else { panic!("not the demo") };
        assert_eq!(demo.listen.to_string(), "127.0.0.1:8080");
        assert_eq!((demo.customers, demo.months, demo.seed), (250, 3, 1));
        assert!(parse("demo --customers 0").is_err());
        assert!(parse("demo --password short").is_err());
    }

    #[test]
    fn the_emulator_listens_on_this_machine_only() {
        assert!(parse("emulator --listen 127.0.0.1:9000").is_ok());
        assert!(parse("emulator --listen [::1]:9000").is_ok());
        assert!(parse("emulator --listen 0.0.0.0:9000").is_err());
        let own = "emulator --listen 127.0.0.1:9000 --merchant a.env --merchant b.env --now ";
        let Command::Emulator(emulator) =
            parse(&format!("{own}2026-11-23T10:00:00+07:00")).unwrap().command
        else {
            panic!("not the emulator")
        };
        assert_eq!(
            emulator.now.map(|now| now.to_string()).as_deref(),
            Some("2026-11-23T03:00:00Z")
        );
        assert_eq!(emulator.merchants.len(), 2);
        assert!(parse(&format!("{own}yesterday")).is_err());
    }

    #[test]
    fn a_person_has_known_roles_and_no_password_in_the_arguments() {
        let line = "user add --email a@b.c --name A --role superuser";
        let Command::User(user) = parse(line).unwrap().command else { panic!("not user") };
        let UserStep::Add(add) = user.step;
        assert_eq!(add.roles, [Role::Superuser]);
        assert!(parse("user add --email a@b.c --name A --role boss").is_err());
        assert!(parse("user add --email a@b.c --name A").is_err());
        assert!(parse(&format!("{line} --password x")).is_err());
    }
}
