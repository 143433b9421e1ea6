//! What customers wish about messages, and what providers tell about those that they took.

use super::super::agenda::Deed;
use super::super::cast::By;
use super::super::faults::FaultKind;
use super::super::world::World;
use super::selling::in_days;
use super::work::REASON;
use super::{DAY, bill};
use crate::access::{Actor, Role};
use crate::account::Account;
use crate::command::{Command, DunningCommand as D};
use crate::message::{Message, MessageChannel, Receipt, ReceiptState, Stage};
use crate::testkit::laws::Violation;

const DESK: &[Role] = &[Role::Keuangan, Role::Supervisor];
const KEEPERS: &[Role] = &[Role::Keuangan, Role::Marketing];

/// The provider tells later what became of a message that it took.
pub(in super::super) fn receipts(world: &mut World, message: &Message) {
    let Some(channel) = message.channel else { return };
    let states: &[ReceiptState] = match world.dice.below(10) {
        0 | 1 => &[ReceiptState::Failed],
        2 | 3 => &[],
        4..=6 => &[ReceiptState::Sent, ReceiptState::Delivered],
        _ => &[ReceiptState::Delivered, ReceiptState::Read],
    };
    let mut after = 0;
    for state in states {
        after += world.dice.between(1, 6 * 3_600);
        let late = world.strikes(FaultKind::Delays);
        let at = world.now().plus_seconds(after + if late { 3 * DAY } else { 0 });
        let code = (*state == ReceiptState::Failed).then(|| "131026".to_owned());
        let (provider_id, state) = (message.key.clone(), *state);
        let receipt = Receipt { channel, provider_id, state, at, code };
        world.agenda.put(at, Deed::Receipt(Box::new(receipt)));
    }
}

pub(super) fn receipt(world: &mut World, receipt: &Receipt) -> Result<(), Violation> {
    let told = Command::Dunning(D::TakeReceipt(receipt.clone()));
    world.ask(Actor::System, told.clone())?;
    if world.strikes(FaultKind::Duplicates) {
        world.ask(Actor::System, told)?;
    }
    Ok(())
}

/// Something that a customer wishes, or that the desk does about reminders.
pub(super) fn wish(world: &mut World, account: &Account) -> Result<(), Violation> {
    let id = account.id.clone();
    let channel = world.dice.pick(MessageChannel::ALL).copied().unwrap_or(MessageChannel::Email);
    let reason = REASON.to_owned();
    let (by, command) = match world.dice.below(12) {
        0..=2 => (By::any(KEEPERS), D::OptOut { account: id, channel }),
        3 => (By::any(KEEPERS), D::OptIn { account: id, channel }),
        4 => (By::any(DESK), D::Pause { account: id, reason }),
        5 | 6 => (By::any(DESK), D::Resume { account: id }),
        7 | 8 => {
            let days = u64::from(u8::try_from(world.dice.between(0, 15)).unwrap_or(0));
            let until = in_days(world, days);
            (By::any(DESK), D::TakePromise { account: id, until, reason })
        }
        9 => {
            let command = D::OptOut { account: id, channel };
            return world.ask(Actor::System, Command::Dunning(command)).map(|_| ());
        }
        _ => {
            let Some(bill) = bill(world, account, |_| true) else { return Ok(()) };
            let stages = [None, None, Some(Stage::ISSUE), Some(Stage::AFTER_3)];
            let stage = world.dice.pick(&stages).copied().flatten();
            (By::any(DESK), D::SendNow { invoice: bill.id.clone(), stage })
        }
    };
    world.act(&by, Command::Dunning(command)).map(|_| ())
}
