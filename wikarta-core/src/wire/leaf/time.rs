//! When something is due.

use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::{Value, json};

use super::odd;
use crate::billing::{BillingMode, Cycle, PeriodLength, bill_on, due_on, period_of_month};
use crate::dunning::{Billed, Calendar, Planned};
use crate::time::{Month, Timestamp, Zone};
use crate::wire::call::asked;
use crate::wire::decide::{Problem, policy, without};
use crate::wire::tree::Node;

/// The period of a subscription that begins in a month: its days, when it is billed, when that is due.
pub(in crate::wire) fn period(node: &Node) -> Result<Value, Problem> {
    #[derive(Deserialize)]
    struct Asked {
        cycle: Cycle,
        length: Option<PeriodLength>,
        mode: BillingMode,
        first_day: NaiveDate,
        month: Month,
        issued_on: Option<NaiveDate>,
    }
    let asked: Asked = asked(&without(node, &["policy"]))?;
    let policy = policy(node.get("policy"))?;
    let length = asked.length.unwrap_or(PeriodLength::MONTH);
    let found = period_of_month(asked.cycle, length, asked.first_day, asked.month)
        .ok_or_else(|| odd("month", "no period of this subscription begins in the month"))?;
    let rules = &policy.billing;
    let billed = bill_on(found, asked.mode, rules.prepaid_lead_days);
    let issued = asked.issued_on.unwrap_or(billed);
    let (terms, least) = (rules.postpaid_terms_days, rules.min_terms_days);
    Ok(json!({
        "from": found.from,
        "until": found.until,
        "last_day": found.last_day(),
        "days": found.days(),
        "of": found.whole_days(),
        "bill_on": billed,
        "due_on": due_on(found, asked.mode, issued, terms, least),
    }))
}

/// The steps of dunning of a bill: when each goes and until when, or why it does not.
pub(in crate::wire) fn calendar(node: &Node) -> Result<Value, Problem> {
    #[derive(Deserialize)]
    struct Asked {
        due: NaiveDate,
        issued_at: Timestamp,
        zone: Zone,
    }
    let Asked { due, issued_at, zone } = asked(&without(node, &["policy"]))?;
    let policy = policy(node.get("policy"))?;
    let calendar = Calendar { policy: &policy.dunning, holidays: &policy.holidays, zone };
    let steps = calendar.plan(Billed { due, issued_at });
    let step = |(stage, planned)| match planned {
        Planned::At(at) => {
            json!({ "stage": stage, "at": at, "until": calendar.window(at).closes })
        }
        Planned::Skipped(reason) => json!({ "stage": stage, "skipped": reason }),
    };
    Ok(json!({ "steps": steps.into_iter().map(step).collect::<Vec<_>>() }))
}
