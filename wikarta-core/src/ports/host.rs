//! What only the host can give: the time and fresh names.

use crate::id::CommandId;
use crate::time::Timestamp;

/// The host's clock and source of ids. Synchronous, and the only door for either.
pub trait Host: Send + Sync {
    /// The present instant.
    fn now(&self) -> Timestamp;
    /// A name that was never given before (a UUID, say).
    fn fresh_id(&self) -> CommandId;
    /// 32 bytes that nobody can guess, for the key of one customer's personal data.
    fn fresh_key(&self) -> [u8; 32];
}
