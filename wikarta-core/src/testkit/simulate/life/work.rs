//! How people act: one who may does it; now and then one who may not tries first.

use super::super::cast::By;
use super::super::faults::FaultKind;
use super::super::sending::Told;
use super::super::world::World;
use crate::command::Command;
use crate::money::Rupiah;
use crate::testkit::laws::Violation;

/// A reason long enough for everything.
pub(super) const REASON: &str = "alasan simulasi yang cukup panjang";

pub(super) fn rupiah(amount: i64) -> Rupiah {
    Rupiah::clamped(amount)
}

impl World {
    /// Has somebody who may do it.
    pub(super) fn act(&mut self, by: &By, command: Command) -> Result<Told, Violation> {
        if self.strikes(FaultKind::ForbiddenActs)
            && let Some(actor) = self.culprit(by)
        {
            self.forbidden(actor, command.clone())?;
        }
        match self.somebody(by) {
            Some(actor) => self.ask(actor, command),
            None => Ok(Told::Nothing),
        }
    }
}
