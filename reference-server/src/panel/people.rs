//! Colleagues by id: names for pages, and actors to ask the rules about.

use std::collections::BTreeMap;

use wikarta_core::access::Actor;
use wikarta_core::id::UserId;
use wikarta_core::staff::{Standing, User};

use crate::answer::Problem;
use crate::app::App;
use crate::text::{Lang, corrections};

/// The most colleagues that a page knows by name.
const MAX: u32 = 200;

/// Everybody who works here.
#[derive(Debug, Clone, Default)]
pub struct People(BTreeMap<UserId, User>);

impl People {
    /// Reads them.
    ///
    /// # Errors
    /// The books did not answer.
    pub async fn read(app: &App) -> Result<Self, Problem> {
        let users = app.store.users("", MAX).await?;
        Ok(Self(users.into_iter().map(|user| (user.id.clone(), user)).collect()))
    }

    /// The name of a person, or the id of somebody whom only the host knows.
    #[must_use]
    pub fn name(&self, id: &UserId) -> String {
        self.0.get(id).map_or_else(|| id.to_string(), |user| user.name.clone())
    }

    /// The name with the roles: `Dewi (KEUANGAN)`.
    #[must_use]
    pub fn with_roles(&self, id: &UserId, lang: Lang) -> String {
        match self.0.get(id) {
            None => id.to_string(),
            Some(user) => {
                let roles: Vec<&str> = user.roles.iter().map(|role| role.as_str()).collect();
                corrections::person(lang, &user.name, roles.join(", "))
            }
        }
    }

    /// Everybody who may act, by name.
    #[must_use]
    pub fn active(&self) -> Vec<&User> {
        let mut active: Vec<&User> =
            self.0.values().filter(|user| user.standing == Standing::Active).collect();
        active.sort_by(|one, other| one.name.cmp(&other.name));
        active
    }

    /// Everybody, by name.
    #[must_use]
    pub fn all(&self) -> Vec<&User> {
        let mut all: Vec<&User> = self.0.values().collect();
        all.sort_by(|one, other| one.name.cmp(&other.name));
        all
    }
}

/// A colleague as the rules know one.
#[must_use]
pub fn actor(user: &User) -> Actor {
    Actor::staff(user.id.clone(), user.roles.iter().copied())
}
