//! The demo's year of reminders: the scheduler looks, providers tell, some customers answer.

use wikarta_core::access::Actor;
use wikarta_core::command::{Command, DunningCommand};
use wikarta_core::engine::HandleError;
use wikarta_core::message::{MessageChannel, Stage};
use wikarta_core::time::{Timestamp, Zone};
use wikarta_store_sqlx::views::ReminderFilter;

use super::runner::{BATCH, Cast, Runner, SeedError, envelope};

impl Runner<'_> {
    /// What the scheduler does at its looks: reminders go out, providers tell what became of them.
    pub(super) async fn remind(&self, at: Timestamp, cast: &Cast) -> Result<(), SeedError> {
        self.host.set(at);
        while self.ear.tell_captured(BATCH as u32).await? > 0 {}
        let planned = self.wikarta.remind_due().await?;
        self.wikarta.consider_service().await?;
        self.work().await?;
        if planned.messages > 0 {
            self.agree(at, cast).await?;
        }
        Ok(())
    }

    /// Some customers say something when they are reminded: a few promise to pay, a few want no more
    /// messages on a channel. Who, follows from their ids.
    async fn agree(&self, at: Timestamp, cast: &Cast) -> Result<(), SeedError> {
        let filter = ReminderFilter { limit: 50, ..ReminderFilter::default() };
        for row in self.store.reminders(&filter).await?.rows {
            let stage = row.item.stage;
            if row.item.window.opens < at || stage < Stage::BEFORE_1 {
                continue;
            }
            let drawn = row.item.id.as_str().bytes().map(u32::from).sum::<u32>() % 100;
            let account = row.account.clone();
            let name = format!("{} of {account}", row.item.id);
            let (actor, command) = match drawn {
                0..6 => {
                    let until = at.plus_seconds(2 * 86_400).day_in(Zone::Wib);
                    let reason = "Pelanggan menghubungi lewat telepon".to_owned();
                    (&cast.finance, DunningCommand::TakePromise { account, until, reason })
                }
                6..8 => {
                    let channel = MessageChannel::Email;
                    (&Actor::System, DunningCommand::OptOut { account, channel })
                }
                _ => continue,
            };
            let said = envelope(&name, actor.clone(), at, Command::Dunning(command));
            match self.wikarta.send(said).await {
                // Once a quarter is the rule, and it holds in the demo too.
                Ok(_) | Err(HandleError::Refused(_)) => {}
                Err(error) => {
                    return Err(SeedError::Step { step: name, source: Box::new(error) });
                }
            }
        }
        Ok(())
    }
}

/// The provider of the demo reminds for so many days; before, its customers were told by hand.
const REMINDS_FOR_DAYS: i64 = 120;

/// The first look of the demo's scheduler.
pub(super) fn first_look(starts_at: Timestamp, now: Timestamp) -> Timestamp {
    next_look(starts_at.max(now.plus_seconds(-REMINDS_FOR_DAYS * 86_400)))
}

/// The next instant at which the demo's scheduler looks: when the day's steps come in each zone, and
/// often enough that no notice at issue is missed.
pub(super) fn next_look(after: Timestamp) -> Timestamp {
    const HOURS: [i64; 6] = [0, 1, 2, 5, 8, 11];
    let (day, second) =
        (after.as_seconds().div_euclid(86_400), after.as_seconds().rem_euclid(86_400));
    let later = HOURS.iter().map(|hour| hour * 3_600).find(|look| *look > second);
    let seconds = later.map_or((day + 1) * 86_400, |look| day * 86_400 + look);
    Timestamp::clamped(seconds * 1_000_000)
}
