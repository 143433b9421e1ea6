//! The processes of the server: each a whole of its own over ports that fail, all over one store.

use std::sync::Arc;

use super::faults::{FaultKind, Weather};
use super::journal::Journal;
use super::mailbox::Mailbox;
use super::ports::{OwnClock, ShakyGateway, ShakyNotifier, ShakyStore};
use super::profile::Leaning;
use super::scene::{Listener, Teller};
use super::seam::{Seam, complete};
use super::tap::Tap;
use super::till::Till;
use crate::engine::{Ports, Wikarta};
use crate::id::OrderId;
use crate::policy::Policy;
use crate::ports::{Gateway, Notifier, Observations, Store};
use crate::testkit::VirtualHost;

/// Puts something around a port.
type Wrap<T> = fn(Arc<T>) -> Arc<T>;

/// What is done to the ports of every process before it is built: nothing, usually.
#[derive(Clone, Default)]
pub(super) struct Rigging {
    pub(super) store: Option<Wrap<dyn Store>>,
    pub(super) gateway: Option<Wrap<dyn Gateway>>,
    pub(super) policy: Option<fn(Policy) -> Policy>,
    /// What is done to a page of orders that are to be compared.
    pub(super) compared: Option<fn(&mut Vec<OrderId>)>,
    /// What there is more of than usual, when that does not follow from the seed.
    pub(super) leaning: Option<Leaning>,
    /// How often each fault strikes, of a thousand, when that does not follow from the seed.
    pub(super) rate: Option<u64>,
    /// Where every call that reaches the books is written down.
    pub(super) journal: Option<Journal>,
    /// Who is told what happens.
    pub(super) listener: Option<Listener>,
    #[cfg(feature = "canary")]
    pub(super) rules: Option<crate::engine::Rules>,
}

/// What all processes share.
#[derive(Clone)]
pub(super) struct Site {
    pub(super) tap: Arc<Tap>,
    pub(super) till: Arc<Till>,
    pub(super) mailbox: Arc<Mailbox>,
    pub(super) clock: Arc<VirtualHost>,
    pub(super) weather: Arc<Weather>,
    /// The seller's choices, as the processes know them.
    pub(super) policy: Policy,
    /// As they are written: what the laws go by.
    pub(super) written: Policy,
    pub(super) rigging: Rigging,
    pub(super) teller: Teller,
}

impl Site {
    /// The books, as every process reaches them.
    fn store(&self) -> Arc<dyn Store> {
        let tap = self.tap.clone();
        match &self.rigging.journal {
            Some(journal) => journal.of(tap),
            None => tap,
        }
    }

    /// The books, as a process reaches them over a connection that breaks.
    pub(super) fn books_of(&self, seam: &Arc<Seam>) -> Arc<dyn Store> {
        let store = self.store();
        let inner = self.rigging.store.map_or(store.clone(), |rig| rig(store));
        Arc::new(ShakyStore { inner, seam: seam.clone(), weather: self.weather.clone() })
    }

    /// The records of comparisons beside them.
    pub(super) fn observations(&self) -> Arc<dyn Observations> {
        match &self.rigging.journal {
            Some(journal) => journal.of(self.tap.clone()),
            None => self.tap.books.clone(),
        }
    }
}

/// One process.
pub(super) struct Process {
    pub(super) wikarta: Wikarta,
    pub(super) seam: Arc<Seam>,
}

impl Process {
    pub(super) fn start(site: &Site) -> Self {
        let seam = Arc::new(Seam::default());
        let wikarta = build(site, &seam);
        Self { wikarta, seam }
    }

    /// The process died; another takes its place, knowing nothing of it.
    pub(super) fn restart(&mut self, site: &Site) {
        self.seam.revive();
        self.wikarta = build(site, &self.seam);
    }
}

fn build(site: &Site, seam: &Arc<Seam>) -> Wikarta {
    let weather = site.weather.clone();
    let gateway: Arc<dyn Gateway> = site.till.clone();
    let gateway = site.rigging.gateway.map_or(gateway.clone(), |rig| rig(gateway));
    let notifier: Arc<dyn Notifier> = site.mailbox.clone();
    let beside = match weather.strikes(FaultKind::ClockJumps) {
        true => weather.between(FaultKind::ClockJumps, -300, 300),
        false => 0,
    };
    let ports = Ports {
        store: site.books_of(seam),
        gateway: Arc::new(ShakyGateway {
            inner: gateway,
            till: site.till.clone(),
            seam: seam.clone(),
            weather: weather.clone(),
        }),
        notifier: Arc::new(ShakyNotifier { inner: notifier, seam: seam.clone(), weather }),
        host: Arc::new(OwnClock { world: site.clock.clone(), beside }),
    };
    let wikarta = Wikarta::new(ports, site.policy.clone());
    #[cfg(feature = "canary")]
    let wikarta = match site.rigging.rules {
        Some(rules) => wikarta.by(rules),
        None => wikarta,
    };
    // What cannot be read at the start is read by the first timer.
    let _ = complete(seam, wikarta.refresh_policy());
    wikarta
}
