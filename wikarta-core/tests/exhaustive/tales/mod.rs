//! The use cases as tales, one after the other; together they use every command there is.

mod bills;
pub mod corrections;
pub mod desk;
mod payments;
mod people;
mod reminders;
mod sales;

use wikarta_core::access::{Actor, Role};

use crate::local::person;
use crate::tale::Tale;

const WHY: &str = "diminta oleh pelanggan";

fn finance(n: u32) -> Actor {
    person(Role::Keuangan, n)
}

fn head(n: u32) -> Actor {
    person(Role::Supervisor, n)
}

fn seller() -> Actor {
    person(Role::Marketing, 1)
}

/// Every tale.
pub fn all() -> Vec<Tale> {
    vec![
        sales::catalogue(),
        sales::promotions(),
        sales::subscriptions(),
        sales::customers(),
        bills::drafts(),
        bills::run(),
        bills::tax(),
        bills::withheld(),
        bills::notes(),
        payments::replaced_and_paid(),
        payments::ends_and_late_money(),
        payments::elsewhere(),
        payments::overdue(),
        payments::compared(),
        corrections::refunds(),
        corrections::voids(),
        corrections::nobody_decides(),
        desk::postings(),
        desk::cases(),
        desk::moves(),
        people::access(),
        people::emergency(),
        people::policy(),
        reminders::steps(),
        reminders::wishes(),
        reminders::service(),
    ]
}
