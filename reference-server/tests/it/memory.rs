//! Users and sessions in memory.

use std::collections::HashMap;
use std::sync::Mutex;

use async_trait::async_trait;
use wikarta_core::id::UserId;
use wikarta_core::staff::User;
use wikarta_core::time::Timestamp;
use wikarta_server::auth::identity::{Credentials, Identity, IdentityFault, SessionRecord};
use wikarta_server::auth::{Email, SecurityKind, SecurityNote, SessionHash};

/// What a database would remember.
#[derive(Default)]
pub struct MemoryIdentity {
    pub users: Mutex<Vec<Credentials>>,
    pub sessions: Mutex<HashMap<SessionHash, SessionRecord>>,
    pub notes: Mutex<Vec<SecurityNote>>,
    pub broken: Mutex<bool>,
}

impl MemoryIdentity {
    pub fn change_user(&self, id: &str, change: impl FnOnce(&mut User)) {
        let mut users = self.users.lock().unwrap();
        change(&mut users.iter_mut().find(|known| known.user.id.as_str() == id).unwrap().user);
    }

    pub fn kinds(&self) -> Vec<SecurityKind> {
        self.notes.lock().unwrap().iter().map(|note| note.kind).collect()
    }

    fn answers(&self) -> Result<(), IdentityFault> {
        let broken = *self.broken.lock().unwrap();
        if broken { Err(IdentityFault("gone".to_owned())) } else { Ok(()) }
    }
}

#[async_trait]
impl Identity for MemoryIdentity {
    async fn find_user_by_email(
        &self,
        email: &Email,
    ) -> Result<Option<Credentials>, IdentityFault> {
        self.answers()?;
        let users = self.users.lock().unwrap();
        Ok(users.iter().find(|known| known.user.email == email.as_str()).cloned())
    }

    async fn user(&self, id: &UserId) -> Result<Option<User>, IdentityFault> {
        self.answers()?;
        let users = self.users.lock().unwrap();
        Ok(users.iter().find(|known| known.user.id == *id).map(|known| known.user.clone()))
    }

    async fn create_session(&self, session: &SessionRecord) -> Result<(), IdentityFault> {
        self.sessions.lock().unwrap().insert(session.hash, session.clone());
        Ok(())
    }

    async fn session(&self, hash: &SessionHash) -> Result<Option<SessionRecord>, IdentityFault> {
        self.answers()?;
        Ok(self.sessions.lock().unwrap().get(hash).cloned())
    }

    async fn touch_session(&self, hash: &SessionHash, at: Timestamp) -> Result<(), IdentityFault> {
        if let Some(session) = self.sessions.lock().unwrap().get_mut(hash) {
            session.seen_at = session.seen_at.max(at);
        }
        Ok(())
    }

    async fn end_session(&self, hash: &SessionHash) -> Result<(), IdentityFault> {
        self.sessions.lock().unwrap().remove(hash);
        Ok(())
    }

    async fn end_sessions_of(&self, user: &UserId) -> Result<(), IdentityFault> {
        self.sessions.lock().unwrap().retain(|_, session| session.user != *user);
        Ok(())
    }

    async fn record_security(&self, note: &SecurityNote) -> Result<(), IdentityFault> {
        self.notes.lock().unwrap().push(note.clone());
        Ok(())
    }
}
