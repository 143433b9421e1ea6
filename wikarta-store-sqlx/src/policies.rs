//! The seller's policy, version by version.

use wikarta_core::policy::Policy;
use wikarta_core::ports::Fault;
use wikarta_core::time::Timestamp;

use crate::dialect::sqlite;
use crate::sheet::json;
use crate::{SqlxStore, fault};

impl SqlxStore {
    /// The policy with the greatest version; `None` before the first was stored.
    ///
    /// # Errors
    /// A [`Fault`] of the database; [`Fault::Permanent`] for a text that this program cannot read.
    pub async fn policy(&self) -> Result<Option<Policy>, Fault> {
        let body: Option<String> = sqlx::query_scalar(sqlite::POLICY)
            .fetch_optional(&self.readers)
            .await
            .map_err(fault::of)?;
        body.map(|body| fault::read("the policy", &body)).transpose()
    }

    /// Stores a policy under its version. Answers whether it is new: a version is never rewritten.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn put_policy(&self, policy: &Policy, at: Timestamp) -> Result<bool, Fault> {
        let (version, body) = (policy.version, json(policy)?);
        let make = move || {
            sqlx::query(sqlite::PUT_POLICY).bind(version).bind(at.as_micros()).bind(body.clone())
        };
        Ok(self.writer.submit(make).await? > 0)
    }
}
