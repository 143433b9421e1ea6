//! How much can go back, and how many people a sum needs.

use crate::account::{Account, Allocation, Invoice, RefundCase, RefundSource, Route, Stage};
use crate::command::RefundTo;
use crate::money::Rupiah;
use crate::policy::Corrections;
use crate::provider::ChannelGroup;
use crate::refusal::Refusal;
use crate::time::Timestamp;

/// The money of an invoice that a refund can take, with what is left of it: without what went back,
/// and without what other cases have asked for.
pub(super) fn sources(
    account: &Account,
    invoice: &Invoice,
    but: Option<&RefundCase>,
) -> Vec<(RefundSource, Rupiah)> {
    let own = |allocation: &Allocation| {
        let source = RefundSource::from(&allocation.source);
        let asked: Rupiah = account
            .refunds
            .values()
            .filter(|case| but.is_none_or(|but| but.id != case.id))
            .filter(|case| case.stage.counts() && case.stage != Stage::Done)
            .filter(|case| case.invoice.as_ref() == Some(&invoice.id) && case.source == source)
            .map(|case| case.amount)
            .sum();
        let left = allocation.amount.less(allocation.refunded).less(asked);
        (source, left)
    };
    invoice.allocations.iter().map(own).collect()
}

/// The money to take: the one that is named, or the first that can give all of it.
pub(super) fn choose(
    sources: &[(RefundSource, Rupiah)],
    named: Option<&RefundSource>,
    amount: Rupiah,
) -> Result<RefundSource, Refusal> {
    if let Some(named) = named {
        let found = sources.iter().find(|(source, _)| source == named);
        let Some((source, left)) = found else {
            return Err(Refusal::NotFound { kind: "payment", id: name(named) });
        };
        return if *left >= amount {
            Ok(source.clone())
        } else {
            Err(Refusal::TooMuch { asked: amount, left: *left })
        };
    }
    if let Some((source, _)) = sources.iter().find(|(_, left)| *left >= amount) {
        return Ok(source.clone());
    }
    let left: Rupiah = sources.iter().map(|(_, left)| *left).sum();
    if left < amount {
        return Err(Refusal::TooMuch { asked: amount, left });
    }
    let some = sources.iter().filter(|(_, left)| left.is_positive());
    Err(Refusal::SourceAmbiguous {
        sources: some.map(|(source, left)| (name(source), *left)).collect(),
    })
}

/// What people call the money.
fn name(source: &RefundSource) -> String {
    match source {
        RefundSource::Attempt(order) | RefundSource::Suspense(order) => order.to_string(),
        RefundSource::Posting(posting) => posting.to_string(),
        RefundSource::Credit => "credit".to_owned(),
    }
}

/// How money goes back. Virtual accounts and bills cannot be refunded through the gateway.
pub(super) fn route(account: &Account, source: &RefundSource, to: RefundTo) -> Route {
    let through_gateway = match source {
        RefundSource::Attempt(order) => account
            .attempts
            .get(order)
            .is_some_and(|attempt| attempt.channel.group() == ChannelGroup::Qris),
        RefundSource::Posting(_) | RefundSource::Suspense(_) | RefundSource::Credit => false,
    };
    match to {
        RefundTo::Credit => Route::Credit,
        RefundTo::Payer if through_gateway => Route::Gateway,
        RefundTo::Payer | RefundTo::Transfer => Route::Offline,
    }
}

/// The sum that a case is judged by: its own amount with all that was asked before it for the same
/// bill, or for the same customer within the window, whichever is more. Splitting does not help.
fn counted(account: &Account, case: &RefundCase, rules: &Corrections) -> Rupiah {
    // Of two asked in the same instant each counts the other.
    let before = || {
        account.refunds.values().filter(|other| {
            other.id != case.id && other.stage.counts() && other.requested.at <= case.requested.at
        })
    };
    let since = case.requested.at.plus_seconds(-i64::from(rules.window_days) * 86_400);
    let of_bill: Rupiah = before()
        .filter(|other| other.invoice.is_some() && other.invoice == case.invoice)
        .map(|other| other.amount)
        .sum();
    let of_customer: Rupiah =
        before().filter(|other| other.requested.at >= since).map(|other| other.amount).sum();
    of_bill.max(of_customer).saturating_plus(case.amount)
}

/// The tier of a case; it never falls while the case stands.
pub(super) fn tier(account: &Account, case: &RefundCase, rules: &Corrections) -> u8 {
    let sum = counted(account, case, rules);
    let now = if sum <= rules.refund_tier1_max {
        1
    } else if sum <= rules.refund_tier2_max {
        2
    } else {
        3
    };
    case.tier.max(now)
}

/// How many different people have to agree in a tier.
#[must_use]
pub const fn approvals_needed(tier: u8) -> u8 {
    if tier <= 1 { 1 } else { 2 }
}

/// When an unfinished case falls away.
pub(super) fn lifetime(at: Timestamp, rules: &Corrections) -> Timestamp {
    at.plus_seconds(i64::from(rules.lifetime_days) * 86_400)
}
