//! `wikarta user add`.

use std::sync::Arc;

use wikarta_core::access::Actor;
use wikarta_core::command::{Command, Envelope};
use wikarta_core::decide::Answer;
use wikarta_core::engine::{Ports, Wikarta};
use wikarta_core::id::TraceId;
use wikarta_core::policy::Policy;
use wikarta_core::ports::Host;
use wikarta_store_sqlx::SqlxStore;

use super::args::{UserAddArgs, UserArgs, UserStep};
use super::exit::Failure;
use super::migrate::{database, open};
use super::run::say;
use super::secret_input;
use crate::auth::{Email, Passwords};
use crate::config::Environment;
use crate::workers::SystemHost;
use crate::workers::offline::Offline;

/// Gives a person access, and a password to sign in with.
pub async fn user(args: UserArgs, environment: &Environment) -> Result<(), Failure> {
    let UserStep::Add(args) = args.step;
    let store = open(&args.books, environment).await?;
    if !store.is_migrated().await.map_err(database)? {
        return Err(Failure::Database("run `wikarta migrate up` first".to_owned()));
    }
    let password = secret_input::new_password(environment)?;
    let other = |error: &dyn std::fmt::Display| Failure::Other(error.to_string());
    let passwords = Passwords::new().map_err(|fault| other(&fault))?;
    let hash = passwords.hash(password).await.map_err(|fault| other(&fault))?;
    let email: Email = args.email.parse().map_err(|_| {
        Failure::Usage(format!("`{}` is not an address to sign in with", args.email))
    })?;
    let email = email.as_str().to_owned();
    let id = match half_added(&store, &email).await? {
        Some(id) => id,
        None => added(&store, args).await?,
    };
    store.set_password_hash(&email, &hash).await.map_err(database)?;
    store.close().await;
    say(format!("{id} may sign in as {email}"))
}

/// A user whom an earlier run added but gave no password: that run can be repeated.
async fn half_added(store: &SqlxStore, email: &str) -> Result<Option<String>, Failure> {
    let known = store.user_by_email(email).await.map_err(database)?;
    Ok(known.filter(|known| known.password_hash.is_none()).map(|known| known.user.id.to_string()))
}

async fn added(store: &SqlxStore, args: UserAddArgs) -> Result<String, Failure> {
    let policy = Policy::indonesian_pkp().map_err(|error| Failure::Other(error.to_string()))?;
    let host = Arc::new(SystemHost::default());
    let id = host.fresh_id();
    let envelope = Envelope {
        trace: TraceId::new(id.as_str()),
        id,
        actor: Actor::System,
        at: host.now(),
        command: Command::AddUser { email: args.email, name: args.name, roles: args.roles },
    };
    let notifier = Arc::new(Offline);
    let ports =
        Ports { store: Arc::new(store.clone()), gateway: Arc::new(Offline), notifier, host };
    let receipt = Wikarta::new(ports, policy).send(envelope).await;
    match receipt.map_err(|error| Failure::Other(error.to_string()))?.answer {
        Answer::User { id } => Ok(id.to_string()),
        _ => Err(Failure::Other("the books answered something else".to_owned())),
    }
}
