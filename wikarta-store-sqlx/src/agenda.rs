//! Accounts for which something about unpaid bills is to be done.

use wikarta_core::id::AccountId;
use wikarta_core::ports::{AccountPage, Fault, LateSince, ServiceDue, StepCome};

use crate::dialect::sqlite;
use crate::sheet::json;
use crate::{SqlxStore, fault};

/// A day after all days that bills are due on, in the order of their texts.
const NO_END: &str = "9999-12-31";

impl SqlxStore {
    pub(crate) async fn accounts_for_dunning(
        &self,
        come: &[StepCome],
        page: AccountPage<'_>,
    ) -> Result<Vec<AccountId>, Fault> {
        let step = |step: &StepCome| {
            let due_until = step.due_until.to_string();
            let due_until =
                if due_until.len() > NO_END.len() { NO_END.to_owned() } else { due_until };
            (step.zone.as_str(), step.stage.to_string(), due_until, step.issued_until.as_micros())
        };
        let steps: Vec<_> = come.iter().map(step).collect();
        let found: Vec<String> = sqlx::query_scalar(sqlite::DUNNING_DUE)
            .bind(json(&steps)?)
            .bind(page.after.map_or("", AccountId::as_str))
            .bind(page.limit)
            .fetch_all(&self.readers)
            .await
            .map_err(fault::of)?;
        found.iter().map(|id| account(id)).collect()
    }

    pub(crate) async fn accounts_for_service(
        &self,
        late: &[LateSince],
        page: AccountPage<'_>,
    ) -> Result<Vec<ServiceDue>, Fault> {
        let days: Vec<_> =
            late.iter().map(|since| (since.zone.as_str(), since.due_until)).collect();
        let found: Vec<(String, String)> = sqlx::query_as(sqlite::SERVICE_DUE)
            .bind(json(&days)?)
            .bind(page.after.map_or("", AccountId::as_str))
            .bind(page.limit)
            .fetch_all(&self.readers)
            .await
            .map_err(fault::of)?;
        let read = |(id, oldest): &(String, String)| {
            let bill = oldest.rsplit(' ').next().unwrap_or_default();
            let oldest = bill.parse().map_err(|error| fault::broken("invoices", bill, &error))?;
            Ok(ServiceDue { account: account(id)?, oldest })
        };
        found.iter().map(read).collect()
    }
}

fn account(id: &str) -> Result<AccountId, Fault> {
    id.parse().map_err(|error| fault::broken("invoices", id, &error))
}
