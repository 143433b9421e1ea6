//! The kinds of fault, each with the name that the command line knows it by.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::str::FromStr;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::scene::Teller;
use crate::testkit::Dice;
use crate::words::UnknownWord;

crate::words::words! {
    /// Something that goes wrong in the world.
    FaultKind {
        /// A notification comes again, at once or days later.
        Duplicates = "duplicates",
        /// A notification comes hours or days late.
        Delays = "delays",
        /// Notifications overtake each other.
        Reorders = "reorders",
        /// A notification never comes.
        Drops = "drops",
        /// A genuine notification comes once more with what its signature does not cover changed.
        ForgedClaims = "forged-claims",
        /// The gateway does what it was asked, and its answer is lost.
        LostReplies = "lost-replies",
        /// A charge reaches the gateway up to a minute after it was asked for.
        LateCharges = "late-charges",
        /// The gateway answers nothing for some calls.
        Outages = "outages",
        /// The gateway says no to a charge or a refund.
        Refusals = "refusals",
        /// The gateway answers a read with a word that nobody knows.
        Garbage = "garbage",
        /// The gateway answers a read with a state that was before.
        StatusResets = "status-resets",
        /// Money comes after its payment code had ended.
        LateMoney = "late-money",
        /// The bank takes money back that had arrived.
        Reversals = "reversals",
        /// Another amount arrives than was asked for.
        WrongAmounts = "wrong-amounts",
        /// The gateway lists a refund or chargeback that nobody here asked for.
        FoundRefunds = "found-refunds",
        /// Money comes under an order that nobody here knows.
        UnknownOrders = "unknown-orders",
        /// The store fails before it does anything.
        StoreFails = "store-fails",
        /// The store commits, and its answer is lost.
        StoreLosesReplies = "store-loses-replies",
        /// The store says that somebody else was first.
        StoreClashes = "store-clashes",
        /// The channel to customers fails and may work later.
        ChannelFails = "channel-fails",
        /// The channel delivers, and its answer is lost.
        ChannelLosesReplies = "channel-loses-replies",
        /// A process dies between two calls of its ports.
        Crashes = "crashes",
        /// Two processes work at once, turn by turn at every call of their ports.
        TwoProcesses = "two-processes",
        /// The same request comes again.
        Repeats = "repeats",
        /// Clocks jump, and those of two processes differ.
        ClockJumps = "clock-jumps",
        /// People try what they may not.
        ForbiddenActs = "forbidden-acts",
    }
}

crate::words::words! {
    /// Where a fault strikes.
    Port {
        /// The way of notifications to us.
        Notifications = "notifications",
        /// Calls of the gateway.
        Gateway = "gateway",
        /// The bank behind the gateway.
        Bank = "bank",
        /// The books.
        Store = "store",
        /// The channel to customers.
        Channel = "channel",
        /// The processes of the server.
        Processes = "processes",
        /// Clocks.
        Clock = "clock",
        /// Whoever asks for something.
        Callers = "callers",
    }
}

impl FaultKind {
    /// Where it strikes.
    #[must_use]
    pub const fn port(self) -> Port {
        match self {
            Self::Duplicates | Self::Delays | Self::Reorders | Self::Drops | Self::ForgedClaims => {
                Port::Notifications
            }
            Self::LostReplies
            | Self::LateCharges
            | Self::Outages
            | Self::Refusals
            | Self::Garbage
            | Self::StatusResets => Port::Gateway,
            Self::LateMoney
            | Self::Reversals
            | Self::WrongAmounts
            | Self::FoundRefunds
            | Self::UnknownOrders => Port::Bank,
            Self::StoreFails | Self::StoreLosesReplies | Self::StoreClashes => Port::Store,
            Self::ChannelFails | Self::ChannelLosesReplies => Port::Channel,
            Self::Crashes | Self::TwoProcesses => Port::Processes,
            Self::ClockJumps => Port::Clock,
            Self::Repeats | Self::ForbiddenActs => Port::Callers,
        }
    }
}

/// Which kinds of fault are on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Faults(BTreeSet<FaultKind>);

impl Faults {
    /// No faults.
    #[must_use]
    pub const fn none() -> Self {
        Self(BTreeSet::new())
    }

    /// Every fault.
    #[must_use]
    pub fn all() -> Self {
        Self(FaultKind::ALL.iter().copied().collect())
    }

    /// These faults.
    #[must_use]
    pub fn of(kinds: impl IntoIterator<Item = FaultKind>) -> Self {
        Self(kinds.into_iter().collect())
    }

    /// The kinds, in the order of their list.
    pub fn kinds(&self) -> impl Iterator<Item = FaultKind> + '_ {
        self.0.iter().copied()
    }

    /// The same without some kinds.
    #[must_use]
    pub fn without(&self, gone: &[FaultKind]) -> Self {
        Self(self.0.iter().copied().filter(|kind| !gone.contains(kind)).collect())
    }
}

impl FromStr for Faults {
    type Err = UnknownWord;
    /// `none`, `all`, or names with commas between them.
    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        match text {
            "none" => Ok(Self::none()),
            "all" => Ok(Self::all()),
            list => list
                .split(',')
                .map(|name| name.trim().parse::<FaultKind>())
                .collect::<Result<_, _>>()
                .map(Self),
        }
    }
}

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return f.write_str("none");
        }
        if self.0.len() == FaultKind::ALL.len() {
            return f.write_str("all");
        }
        let names: Vec<_> = self.0.iter().map(|kind| kind.as_str()).collect();
        f.write_str(&names.join(","))
    }
}

/// How often a kind strikes, of a thousand occasions: each seed draws its own, nought included.
const RATES: &[u64] = &[0, 0, 5, 20, 60, 150];

/// What goes wrong when. Each kind draws from a stream of its own, so that leaving one out does not
/// change the others.
#[derive(Debug)]
pub(super) struct Weather {
    state: Mutex<State>,
    teller: Teller,
}

#[derive(Debug, Default)]
struct State {
    rates: BTreeMap<FaultKind, (u64, Dice)>,
    struck: BTreeMap<FaultKind, u64>,
    outage: u64,
    calm: bool,
}

impl Weather {
    /// Each kind as often as the seed has it, or as often as is given.
    pub(super) fn of(seed: u64, faults: &Faults, given: Option<u64>, teller: Teller) -> Self {
        let mut rates = BTreeMap::new();
        for kind in faults.kinds() {
            let mut dice = Dice::of(seed, kind.as_str(), 0);
            let drawn = dice.pick(RATES).copied().unwrap_or(0);
            let rate = given.unwrap_or(drawn);
            rates.insert(kind, (rate, dice));
        }
        Self { state: Mutex::new(State { rates, calm: true, ..State::default() }), teller }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Faults begin.
    pub(super) fn begin(&self) {
        self.lock().calm = false;
    }

    /// Faults are over.
    pub(super) fn clear(&self) {
        let mut state = self.lock();
        (state.calm, state.outage) = (true, 0);
    }

    /// Whether the kind strikes on this occasion.
    pub(super) fn strikes(&self, kind: FaultKind) -> bool {
        self.strikes_of(kind, 1_000)
    }

    /// As [`Weather::strikes`], where one occasion counts as so many thousandths of a usual one.
    pub(super) fn strikes_of(&self, kind: FaultKind, weight: u64) -> bool {
        let mut state = self.lock();
        if state.calm {
            return false;
        }
        let Some((rate, dice)) = state.rates.get_mut(&kind) else { return false };
        let (rate, drawn) = (*rate, dice.below(1_000_000));
        let hit = drawn < rate.saturating_mul(weight);
        if hit {
            *state.struck.entry(kind).or_insert(0) += 1;
        }
        drop(state);
        if hit {
            self.teller.struck(kind);
        }
        hit
    }

    /// A number that a fault needs, from `low` to `high`.
    pub(super) fn between(&self, kind: FaultKind, low: i64, high: i64) -> i64 {
        let mut state = self.lock();
        state.rates.get_mut(&kind).map_or(low, |(_, dice)| dice.between(low, high))
    }

    /// Whether a call of the gateway falls into an outage; one that begins lasts for some calls.
    pub(super) fn is_out(&self) -> bool {
        if self.lock().outage == 0 && self.strikes_of(FaultKind::Outages, 300) {
            let calls = self.between(FaultKind::Outages, 1, 8);
            self.lock().outage = calls.unsigned_abs();
        }
        let mut state = self.lock();
        let out = state.outage > 0;
        state.outage = state.outage.saturating_sub(1);
        out
    }

    /// How often each kind struck.
    pub(super) fn struck(&self) -> BTreeMap<FaultKind, u64> {
        self.lock().struck.clone()
    }
}
