//! I18, I21: who did what, read off the trail: each entry's roles against the matrix as the
//! documents have it, written here once more in other words.

use super::{Law, Violation, broken};
use crate::audit::Entry;

/// Which roles may do what stands in the trail. An act that is not here is done by machines, by the
/// payer, or by several roles.
const MAY: &[(&str, &str)] = &[
    ("customer.registered", "KEUANGAN MARKETING"),
    ("customer.changed", "KEUANGAN MARKETING EMERGENCY"),
    ("customer.deleted", "SUPERVISOR"),
    ("customer.revealed", "SUPERVISOR KEUANGAN MARKETING TEKNISI EMERGENCY"),
    ("package.defined", "MARKETING"),
    ("package.price_proposed", "MARKETING"),
    ("package.price_approved", "SUPERVISOR"),
    ("package.price_rejected", "SUPERVISOR"),
    ("promo.proposed", "MARKETING"),
    ("promo.approved", "SUPERVISOR"),
    ("promo.rejected", "SUPERVISOR"),
    ("subscription.started", "MARKETING"),
    ("subscription.activated", "MARKETING"),
    ("subscription.plan_changed", "MARKETING"),
    ("subscription.promo_given", "MARKETING"),
    ("subscription.fee_added", "MARKETING"),
    ("subscription.isolated", "SUPERVISOR KEUANGAN EMERGENCY"),
    ("subscription.restored", "SUPERVISOR KEUANGAN EMERGENCY"),
    ("subscription.termination_requested", "KEUANGAN MARKETING"),
    ("subscription.terminated", "SUPERVISOR"),
    ("subscription.termination_refused", "SUPERVISOR"),
    ("invoice.discarded", "KEUANGAN"),
    ("invoice.withholding_noted", "KEUANGAN"),
    ("invoice.tax_number_noted", "KEUANGAN"),
    ("credit_note.requested", "KEUANGAN"),
    ("credit_note.approved", "SUPERVISOR"),
    ("credit_note.rejected", "SUPERVISOR"),
    ("credit.applied", "KEUANGAN"),
    ("posting.recorded", "KEUANGAN"),
    ("posting.verified", "KEUANGAN SUPERVISOR"),
    ("posting.rejected", "KEUANGAN SUPERVISOR"),
    ("posting.reversed", "SUPERVISOR"),
    ("refund.requested", "KEUANGAN MARKETING"),
    ("refund.edited", "KEUANGAN MARKETING"),
    ("refund.verified", "KEUANGAN"),
    ("refund.approved", "SUPERVISOR"),
    ("refund.rejected", "SUPERVISOR"),
    ("refund.executing", "KEUANGAN"),
    ("void.requested", "KEUANGAN"),
    ("void.verified", "KEUANGAN"),
    ("void.approved", "SUPERVISOR"),
    ("void.rejected", "SUPERVISOR"),
    ("void.executing", "KEUANGAN"),
    ("case.resolution_proposed", "KEUANGAN"),
    ("case.resolution_refused", "SUPERVISOR"),
    ("suspense.move_proposed", "KEUANGAN"),
    ("suspense.move_refused", "SUPERVISOR"),
    ("suspense.moved", "SUPERVISOR"),
    ("access.change_rejected", "SUPERVISOR"),
    ("access.emergency_begun", "SUPERUSER"),
    ("access.emergency_ended", "SUPERUSER"),
];

/// Checks the roles that an entry was written with, where each person has the built-in roles only.
pub(in crate::testkit) fn check(entry: &Entry) -> Result<(), Violation> {
    let Some((_, may)) = MAY.iter().find(|(action, _)| *action == entry.action) else {
        return Ok(());
    };
    let machine = matches!(entry.actor.as_str(), "gateway" | "scheduler" | "system" | "payer");
    // Rules finish what people began: a void when its last code is cancelled, for one.
    let finishes = machine && !entry.action.starts_with("refund.appr");
    let held = entry.roles.split(',').any(|role| may.split(' ').any(|may| may == role));
    if held || finishes {
        return Ok(());
    }
    let (actor, action) = (&entry.actor, &entry.action);
    broken(Law::I21, &entry.aggregate, format!("{actor} ({}) did {action}", entry.roles))
}
