//! A life told as it happens: who asked for what, what was written, refused or left without an answer,
//! and what went wrong beside it.
//!
//! Told from where a run looks anyway: the tap at the books, the answers to those who ask, and the
//! weather. Nobody listening, nothing is looked up; somebody listening, nothing is done differently.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::faults::{FaultKind, Port};
use super::kinds::kind;
use crate::access::Actor;
use crate::aggregate::{Aggregate, AggregateId};
use crate::audit::FieldChange;
use crate::command::Envelope;
use crate::customer::CustomerCode;
use crate::engine;
use crate::id::{CommandId, UserId};
use crate::policy::Policy;
use crate::ports::{Change, EntryRow, Host as _};
use crate::testkit::laws::Law;
use crate::testkit::{MemoryStore, VirtualHost};
use crate::time::Timestamp;

/// Something that happened in a life.
#[derive(Debug, Clone, PartialEq)]
pub struct Scene {
    /// When, by the clock of the world; clocks of processes may differ by minutes.
    pub at: Timestamp,
    /// Who acted; nobody when the world did.
    pub who: Option<Who>,
    /// What was asked for, such as `correction.approve_refund`; nothing when our own workers act.
    pub asked: Option<&'static str>,
    /// Whom it is about.
    pub about: Option<AggregateId>,
    /// The number of the customer whom it is about, when it is one.
    pub customer: Option<CustomerCode>,
    /// What came of it.
    pub came: Came,
}

/// Who acted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Who {
    /// As audit entries name it: `staff:usr_…`, `gateway`, `scheduler`, `payer`, `system`.
    pub label: String,
    /// The roles, separated by commas; empty for actors without roles.
    pub roles: String,
    /// The name, when it is a member of staff.
    pub name: Option<String>,
}

/// What came of what was asked, or of nothing that anybody asked.
#[derive(Debug, Clone, PartialEq)]
pub enum Came {
    /// An entry was written.
    Written {
        /// What the audit trail calls it, such as `invoice.issued`.
        action: String,
        /// The fields that changed.
        changes: Vec<FieldChange>,
    },
    /// It was answered with yes, and nothing had to be written.
    Nothing,
    /// A rule said no, with this code.
    Refused(&'static str),
    /// The caller gave up without an answer.
    Unanswered,
    /// A fault struck at a port, while something was done for [`Scene::asked`] if that is known.
    Struck(FaultKind, Port),
    /// A month is over, from 1.
    MonthOver(u32),
    /// Faults are off from now on, and everything comes to rest.
    Calm,
    /// A law was broken; it is the end.
    Broken {
        /// Which law.
        law: Law,
        /// What was seen.
        seen: String,
    },
}

/// Who listens.
pub(super) type Listener = Arc<Mutex<dyn FnMut(Scene) + Send>>;

/// Tells a life to whoever listens.
#[derive(Clone, Default)]
pub(super) struct Teller(Option<Arc<Telling>>);

impl fmt::Debug for Teller {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Teller").field("told", &self.0.is_some()).finish()
    }
}

struct Telling {
    listener: Listener,
    clock: Arc<VirtualHost>,
    books: Arc<MemoryStore>,
    open: Mutex<Vec<Open>>,
}

/// What was asked for and has no answer yet.
#[derive(Clone)]
struct Open {
    id: CommandId,
    who: Who,
    asked: &'static str,
    about: Option<AggregateId>,
    wrote: bool,
}

impl Teller {
    pub(super) fn to(
        listener: Option<&Listener>,
        clock: &Arc<VirtualHost>,
        books: &Arc<MemoryStore>,
    ) -> Self {
        Self(listener.map(|listener| {
            let (listener, clock, books) = (listener.clone(), clock.clone(), books.clone());
            Arc::new(Telling { listener, clock, books, open: Mutex::default() })
        }))
    }

    /// Somebody asks for something.
    pub(super) fn asks(&self, envelope: &Envelope, policy: &Policy) {
        let Some(telling) = &self.0 else { return };
        let want = engine::want(envelope, policy);
        let loaded = telling.books.load_all(&[want]);
        let held = loaded.iter().flat_map(|one| &one.held).map(|held| held.aggregate.id());
        let open = Open {
            id: envelope.id.clone(),
            who: telling.who(&envelope.actor.label(), &envelope.actor.role_label()),
            asked: kind(&envelope.command),
            about: held.min(), // an account before what it needs beside it
            wrote: false,
        };
        telling.open().push(open);
    }

    /// What came of what was asked for.
    pub(super) fn came(&self, id: &CommandId, came: Came) {
        let Some(telling) = &self.0 else { return };
        let closed = {
            let mut open = telling.open();
            let place = open.iter().rposition(|one| one.id == *id);
            place.map(|place| open.remove(place))
        };
        let Some(Open { who, asked, about, wrote, .. }) = closed else { return };
        if came != Came::Nothing || !wrote {
            telling.tell(Some(who), Some(asked), about, came);
        }
    }

    /// A change was written.
    pub(super) fn written(&self, change: &Change) {
        let Some(telling) = &self.0 else { return };
        for row in change.aggregates.iter().flat_map(|aggregate| &aggregate.entries) {
            telling.wrote(row);
        }
    }

    /// What our own clock asked for about something was refused with this code.
    pub(super) fn refused_timer(&self, asked: &'static str, about: &str, code: &'static str) {
        let Some(telling) = &self.0 else { return };
        let who = telling.who(&Actor::Scheduler.label(), "");
        telling.tell(Some(who), Some(asked), telling.owner(about), Came::Refused(code));
    }

    /// A fault struck.
    pub(super) fn struck(&self, fault: FaultKind) {
        let Some(telling) = &self.0 else { return };
        let during = telling.open().last().map(|open| (open.asked, open.about.clone()));
        let (asked, about) = during.unzip();
        telling.tell(None, asked, about.flatten(), Came::Struck(fault, fault.port()));
    }

    /// Something that nobody asked for.
    pub(super) fn happened(&self, about: Option<AggregateId>, came: Came) {
        if let Some(telling) = &self.0 {
            telling.tell(None, None, about, came);
        }
    }

    /// Whom the text of a violation names, or was asked about last.
    pub(super) fn concerned(&self, text: &str) -> Option<AggregateId> {
        let telling = self.0.as_ref()?;
        let named = text.parse().ok().or_else(|| telling.owner(text));
        named.or_else(|| telling.open().last().and_then(|open| open.about.clone()))
    }
}

impl Telling {
    fn open(&self) -> MutexGuard<'_, Vec<Open>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wrote(&self, row: &EntryRow) {
        let entry = &row.entry;
        let mut asked = None;
        // Two processes may have the same request in hand.
        for own in self.open().iter_mut().filter(|one| one.id == entry.command) {
            own.wrote = true;
            asked = Some(own.asked);
        }
        let who = self.who(&entry.actor, &entry.roles);
        let came = Came::Written { action: entry.action.clone(), changes: row.changes.clone() };
        self.tell(Some(who), asked, Some(entry.aggregate.clone()), came);
    }

    fn who(&self, label: &str, roles: &str) -> Who {
        let id = label.strip_prefix("staff:").and_then(|id| id.parse::<UserId>().ok());
        let name = id.and_then(|id| match self.books.aggregate(&AggregateId::User(id)) {
            Some(Aggregate::User(user)) => Some(user.name),
            _ => None,
        });
        Who { label: label.to_owned(), roles: roles.to_owned(), name }
    }

    /// The account that holds what an id names.
    fn owner(&self, text: &str) -> Option<AggregateId> {
        let holds = |account: &crate::account::Account| {
            account.id.as_str() == text
                || account.attempts.keys().any(|id| id.as_str() == text)
                || account.invoices.keys().any(|id| id.as_str() == text)
                || account.refunds.keys().any(|id| id.as_str() == text)
                || account.voids.keys().any(|id| id.as_str() == text)
                || account.cases.keys().any(|id| id.as_str() == text)
                || account.postings.keys().any(|id| id.as_str() == text)
                || account.subscriptions.keys().any(|id| id.as_str() == text)
                || account.reminders.keys().any(|id| id.as_str() == text)
        };
        let mut accounts = self.books.accounts().into_iter();
        accounts
            .find(|id| self.books.whole(id).is_some_and(|account| holds(&account)))
            .map(AggregateId::Account)
    }

    fn tell(
        &self,
        who: Option<Who>,
        asked: Option<&'static str>,
        about: Option<AggregateId>,
        came: Came,
    ) {
        let customer = match &about {
            Some(AggregateId::Account(id)) => {
                self.books.whole(id).map(|account| account.customer.code.clone())
            }
            _ => None,
        };
        let scene = Scene { at: self.clock.now(), who, asked, about, customer, came };
        let mut listener = self.listener.lock().unwrap_or_else(PoisonError::into_inner);
        listener(scene);
    }
}
