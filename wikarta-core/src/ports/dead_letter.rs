//! The names of work that was given up.

use std::fmt;
use std::str::FromStr;

use super::InboxKey;
use crate::id::{EffectId, OrderId};

/// Names something that was given up: an effect by its id, a notification as `order:event-key`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum DeadLetterId {
    /// An effect.
    Effect(EffectId),
    /// A notification.
    Notification(InboxKey),
}

/// Not the name of an effect or notification.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` names no effect or notification; take an id from the list of dead letters")]
pub struct NoDeadLetterId(String);

impl fmt::Display for DeadLetterId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Effect(id) => write!(f, "{id}"),
            Self::Notification(key) => write!(f, "{}:{}", key.order_id, key.event_key),
        }
    }
}

impl FromStr for DeadLetterId {
    type Err = NoDeadLetterId;
    fn from_str(text: &str) -> Result<Self, NoDeadLetterId> {
        let unknown = || NoDeadLetterId(text.chars().take(60).collect());
        let Some((order, key)) = text.split_once(':') else {
            return text.parse().map(Self::Effect).map_err(|_| unknown());
        };
        let order_id: OrderId = order.parse().map_err(|_| unknown())?;
        if key.is_empty() || key.len() > 200 {
            return Err(unknown());
        }
        Ok(Self::Notification(InboxKey { order_id, event_key: key.to_owned() }))
    }
}
