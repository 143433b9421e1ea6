//! The row of the seller's policy.

use serde::Serialize;
use wikarta_core::policy::PolicyBook;
use wikarta_core::ports::Fault;

use super::json;

/// `policy`, and the version in force in `policies`.
#[derive(Serialize)]
pub(super) struct PolicyColumns<'a> {
    version: u32,
    proposed: u8,
    since: i64,
    proposed_by: Option<&'a str>,
    approved_by: Option<&'a str>,
    reason: Option<&'a str>,
    policy: String,
    body: String,
}

impl<'a> PolicyColumns<'a> {
    pub(super) fn of(row: &'a PolicyBook) -> Result<Self, Fault> {
        let adopted = row.adopted.as_ref();
        Ok(Self {
            version: row.current.version,
            proposed: u8::from(row.proposal.is_some()),
            since: row.since.as_micros(),
            proposed_by: adopted.map(|adoption| adoption.proposed.by.as_str()),
            approved_by: adopted.map(|adoption| adoption.approved.by.as_str()),
            reason: adopted.map(|adoption| adoption.reason.as_str()),
            policy: json(&row.current)?,
            body: json(row)?,
        })
    }
}
