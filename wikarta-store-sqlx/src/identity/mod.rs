//! Who may come in: users with their password hashes, sessions, and what was refused.
//!
//! A password hash lies beside the user's row, never in the aggregate: signing in is the host's
//! business, roles are the core's.

mod security;
mod sessions;
mod staff;
mod users;

pub use security::{SecurityCount, SecurityRow};
pub use sessions::SessionRow;
pub use staff::StaffRow;
pub use users::Secret;
