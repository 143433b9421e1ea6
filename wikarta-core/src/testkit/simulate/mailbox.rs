//! The channel to customers as it really is: every message that reached it, each key once, and none
//! for whom it finds no address.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;

use super::tap::Tap;
use crate::ports::{Carrier, Delivery, Message, MessageChannel, Notifier, Repeat};

/// The channel itself.
#[derive(Debug)]
pub(super) struct Mailbox {
    tap: Arc<Tap>,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    known: BTreeSet<String>,
    asked: Vec<Message>,
}

impl Mailbox {
    pub(super) fn over(tap: Arc<Tap>) -> Self {
        Self { tap, state: Mutex::default() }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What it was asked to send since this was asked last, each key once.
    pub(super) fn asked(&self) -> Vec<Message> {
        std::mem::take(&mut self.lock().asked)
    }
}

#[async_trait]
impl Notifier for Mailbox {
    fn carriers(&self) -> Vec<Carrier> {
        let open = |channel: &MessageChannel| Carrier { channel: *channel, repeat: Repeat::Safe };
        MessageChannel::ALL.iter().map(open).collect()
    }

    async fn send(&self, message: &Message) -> Delivery {
        let mut state = self.lock();
        if state.known.insert(message.key.clone()) {
            state.asked.push(message.clone());
        }
        if self.tap.books.personal(&message.account).is_none() {
            return Delivery::Permanent { reason: "there is no address".to_owned() };
        }
        let channel = message.channel.unwrap_or(MessageChannel::Email);
        Delivery::Accepted { channel, provider_id: Some(message.key.clone()) }
    }
}
