//! Who did something, when, and how it ended: the marks that people leave in what they work on.

use serde::{Deserialize, Serialize};

use crate::id::UserId;
use crate::time::Timestamp;

/// A person's hand in something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hand {
    /// Who.
    pub by: UserId,
    /// When.
    pub at: Timestamp,
}

/// Somebody's agreement to exactly one content.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approval {
    /// Who.
    pub by: UserId,
    /// When.
    pub at: Timestamp,
    /// What was agreed to: a hash of amount, money, route and destination.
    pub content: String,
    /// In words, where the tier asks for it.
    pub reason: Option<String>,
}

/// How something ended without reaching its goal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ending {
    /// Who; absent when nobody did it.
    pub by: Option<UserId>,
    /// When.
    pub at: Timestamp,
    /// Why.
    pub reason: String,
}
