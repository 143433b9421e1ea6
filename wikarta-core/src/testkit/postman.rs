//! Providers of messages that do what they are told: take, refuse, fall silent.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;

use crate::ports::{Carrier, Delivery, Message, MessageChannel, Notifier, Repeat};

/// What a provider does with the next message on a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reply {
    /// Takes it.
    Take,
    /// Takes it, and the answer is lost.
    TakeAndFallSilent,
    /// Does not take it, and the answer is lost.
    FallSilent,
    /// Refuses it for good.
    Refuse,
    /// Asks to come back after so many seconds.
    Later(u32),
}

/// A channel to customers with a script. Without one it takes everything. A provider whose repeats
/// are safe takes a key once, however often it is handed over.
#[derive(Debug)]
pub struct Postman {
    carriers: Vec<Carrier>,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    script: BTreeMap<MessageChannel, VecDeque<Reply>>,
    taken: Vec<Message>,
    asked: u32,
}

impl Postman {
    /// Every channel, with providers that all treat repeats alike.
    #[must_use]
    pub fn with(repeat: Repeat) -> Self {
        let carrier = |channel: &MessageChannel| Carrier { channel: *channel, repeat };
        let carriers = MessageChannel::ALL.iter().map(carrier).collect();
        Self { carriers, state: Mutex::default() }
    }

    /// What is done with the next messages on a channel, in this order.
    pub fn script(&self, channel: MessageChannel, replies: &[Reply]) {
        self.lock().script.entry(channel).or_default().extend(replies);
    }

    /// Every message that a provider really took, in the order of time.
    #[must_use]
    pub fn taken(&self) -> Vec<Message> {
        self.lock().taken.clone()
    }

    /// How often providers were asked.
    #[must_use]
    pub fn asked(&self) -> u32 {
        self.lock().asked
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn repeat(&self, channel: MessageChannel) -> Repeat {
        let known = self.carriers.iter().find(|carrier| carrier.channel == channel);
        known.map_or(Repeat::Unsafe, |carrier| carrier.repeat)
    }
}

impl State {
    fn take(&mut self, message: &Message, repeat: Repeat) {
        let known = self.taken.iter().any(|taken| taken.key == message.key);
        if !known || repeat == Repeat::Unsafe {
            self.taken.push(message.clone());
        }
    }
}

#[async_trait]
impl Notifier for Postman {
    fn carriers(&self) -> Vec<Carrier> {
        self.carriers.clone()
    }

    async fn send(&self, message: &Message) -> Delivery {
        let channel = message.channel.unwrap_or(MessageChannel::Email);
        let repeat = self.repeat(channel);
        let mut state = self.lock();
        state.asked += 1;
        let next = state.script.get_mut(&channel).and_then(VecDeque::pop_front);
        let silent = || Delivery::Unknown { reason: "no answer in time".to_owned() };
        match next.unwrap_or(Reply::Take) {
            Reply::Take => {
                state.take(message, repeat);
                Delivery::Accepted { channel, provider_id: Some(message.key.clone()) }
            }
            Reply::TakeAndFallSilent => {
                state.take(message, repeat);
                silent()
            }
            Reply::FallSilent => silent(),
            Reply::Refuse => Delivery::Permanent { reason: "the address is not known".to_owned() },
            Reply::Later(seconds) => {
                Delivery::Passing { reason: "too many requests".to_owned(), after: Some(seconds) }
            }
        }
    }
}
