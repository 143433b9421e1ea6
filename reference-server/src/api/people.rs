//! The people in a case: who did what and when, and what others still have to do.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use wikarta_core::access::{Permission, holders};
use wikarta_core::decide::Need;
use wikarta_core::hand::{Approval, Ending, Hand};
use wikarta_core::id::UserId;
use wikarta_core::time::Timestamp;

use crate::answer::Problem;
use crate::app::App;

/// Names of members of staff, each read once.
#[derive(Debug, Default)]
pub struct Names(BTreeMap<UserId, String>);

impl Names {
    /// Reads the names of these people.
    ///
    /// # Errors
    /// The books did not answer.
    pub async fn of(app: &App, people: BTreeSet<UserId>) -> Result<Self, Problem> {
        let mut names = BTreeMap::new();
        for id in people {
            let user = app.store.user(&id).await?;
            names.insert(id, user.map(|user| user.name).unwrap_or_default());
        }
        Ok(Self(names))
    }

    fn name(&self, id: &UserId) -> String {
        self.0.get(id).cloned().unwrap_or_default()
    }

    /// A hand in a case.
    #[must_use]
    pub fn hand(&self, hand: &Hand) -> HandJson {
        HandJson { by: hand.by.to_string(), name: self.name(&hand.by), at: hand.at, reason: None }
    }

    /// An agreement.
    #[must_use]
    pub fn approval(&self, approval: &Approval) -> HandJson {
        HandJson {
            by: approval.by.to_string(),
            name: self.name(&approval.by),
            at: approval.at,
            reason: approval.reason.clone(),
        }
    }

    /// How something ended without reaching its goal.
    #[must_use]
    pub fn ending(&self, ending: &Ending) -> EndingJson {
        EndingJson {
            by: ending.by.as_ref().map(ToString::to_string),
            name: ending.by.as_ref().map(|by| self.name(by)),
            at: ending.at,
            reason: ending.reason.clone(),
        }
    }
}

/// Who did something, and when.
#[derive(Debug, Serialize)]
pub struct HandJson {
    by: String,
    name: String,
    at: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
}

/// Who ended something, when and why; nobody where it ended by itself.
#[derive(Debug, Serialize)]
pub struct EndingJson {
    by: Option<String>,
    name: Option<String>,
    at: Timestamp,
    reason: String,
}

/// A step that is still needed.
#[derive(Debug, Serialize)]
pub struct NeedJson {
    act: &'static str,
    permission: Permission,
    /// By how many different people.
    people: u8,
    /// The built-in roles that have the permission.
    held_by: Vec<&'static str>,
    /// Who had a hand that excludes this one.
    excluded: Vec<ExcludedJson>,
}

/// Somebody who may not, and by which rule.
#[derive(Debug, Serialize)]
pub struct ExcludedJson {
    id: String,
    rule: &'static str,
}

impl NeedJson {
    /// A step as programs read it.
    #[must_use]
    pub fn of(need: &Need) -> Self {
        let excluded = need.excluded.iter();
        Self {
            act: need.act.as_str(),
            permission: need.permission,
            people: need.people,
            held_by: holders(need.permission).into_iter().map(|role| role.as_str()).collect(),
            excluded: excluded
                .map(|(id, rule)| ExcludedJson { id: id.to_string(), rule: rule.as_str() })
                .collect(),
        }
    }
}
