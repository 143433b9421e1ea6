//! How commands are sent: by one of the processes, which may die over it, beside another at work,
//! and again when no answer comes. What must hold of every answer is checked here.

use super::faults::FaultKind;
use super::kinds::kind;
use super::scan;
use super::scene::Came;
use super::seam::{Ended, complete, together};
use super::world::World;
use crate::access::Actor;
use crate::command::{Command, Envelope, Notified};
use crate::decide::Answer;
use crate::engine::{HandleError, Handled, Receipt, Repeat};
use crate::id::{CommandId, TraceId};
use crate::ports::InboxKey;
use crate::provider::Hint;
use crate::refusal::Refusal;
use crate::testkit::laws::{Law, Violation, broken};

/// How often a caller asks that gets no answer.
const TRIES_MAX: u32 = 6;

/// What a caller knows in the end.
#[derive(Debug)]
pub(super) enum Told {
    /// It was carried out.
    Done(Answer),
    /// A rule said no.
    Refused,
    /// No answer ever came.
    Nothing,
}

impl World {
    pub(super) fn envelope(&mut self, actor: Actor, command: Command) -> Envelope {
        self.named += 1;
        let id = CommandId::new(format!("sim-{}-{}", self.plan.seed, self.named));
        let trace = TraceId::new(&format!("t-{}", self.named));
        Envelope { id, actor, at: self.now(), trace, command }
    }

    /// Asks for something until it is answered or the caller gives up.
    pub(super) fn ask(&mut self, actor: Actor, command: Command) -> Result<Told, Violation> {
        let envelope = self.envelope(actor, command);
        self.insist(envelope)
    }

    pub(super) fn insist(&mut self, envelope: Envelope) -> Result<Told, Violation> {
        self.site.teller.asks(&envelope, &self.site.policy);
        let id = envelope.id.clone();
        let told = self.until_told(envelope)?;
        self.site.teller.came(
            &id,
            if matches!(told, Told::Nothing) { Came::Unanswered } else { Came::Nothing },
        );
        Ok(told)
    }

    fn until_told(&mut self, mut envelope: Envelope) -> Result<Told, Violation> {
        let kind = kind(&envelope.command);
        for _ in 0..TRIES_MAX {
            let place = self.turn();
            envelope.at = self.clock_of(place);
            let told = match self.once(place, &envelope)? {
                None => None,
                Some(Ok(receipt)) => {
                    self.tally.did(kind);
                    self.again(&envelope, &receipt)?;
                    Some(Told::Done(receipt.answer))
                }
                Some(Err(HandleError::Refused(refusal))) => {
                    self.refused(&envelope, kind, &refusal)?;
                    Some(Told::Refused)
                }
                Some(Err(HandleError::Fault(_) | HandleError::Contended)) => None,
            };
            self.settle()?;
            if let Some(told) = told {
                return Ok(told);
            }
            self.tally.unanswered += 1;
            if self.dice.hits(150) {
                break; // the caller gives up and never learns
            }
        }
        Ok(Told::Nothing)
    }

    /// Which process is asked next.
    fn turn(&mut self) -> usize {
        usize::from(self.dice.hits(500))
    }

    fn clock_of(&self, place: usize) -> crate::time::Timestamp {
        self.processes.get(place).map_or(self.now(), |process| process.wikarta.host().now())
    }

    /// I21: what was refused is nowhere in the books.
    fn refused(
        &mut self,
        envelope: &Envelope,
        kind: &'static str,
        refusal: &Refusal,
    ) -> Result<(), Violation> {
        self.tally.refused(kind, refusal);
        self.site.teller.came(&envelope.id, Came::Refused(refusal.code()));
        scan::clean(&envelope.id, &refusal.to_string())?;
        self.site.tap.note(&format!("{} {}", envelope.id, refusal.code()));
        if self.site.tap.carried_out(&envelope.id) {
            let seen = format!("{kind} was refused ({refusal}) and is in the books");
            return broken(Law::I21, &envelope.id, seen);
        }
        Ok(())
    }

    /// One try; nothing when the process died over it.
    fn once(&mut self, place: usize, envelope: &Envelope) -> Result<Option<Handled>, Violation> {
        if self.strikes(FaultKind::Crashes)
            && let Some(process) = self.processes.get(place)
        {
            let calls = self.site.weather.between(FaultKind::Crashes, 0, 9);
            process.seam.dies_after(u32::try_from(calls).unwrap_or(0));
        }
        let ended = if self.strikes(FaultKind::TwoProcesses) {
            self.beside_another(place, envelope)?
        } else {
            let Some(process) = self.processes.get(place) else { return Ok(None) };
            complete(&process.seam, process.wikarta.send_and_charge(envelope.clone()))
        };
        Ok(self.alive(place, ended))
    }

    /// What work came to; a process that died over it is replaced.
    pub(super) fn alive<T>(&mut self, place: usize, ended: Ended<T>) -> Option<T> {
        let process = self.processes.get_mut(place)?;
        match ended {
            Ended::Done(output) => {
                process.seam.revive();
                Some(output)
            }
            Ended::Died => {
                self.tally.deaths += 1;
                process.restart(&self.site);
                None
            }
        }
    }

    /// A try while the other process is at work: on the same request, the same wish of the same
    /// person, a notification, or what waits.
    fn beside_another(
        &mut self,
        place: usize,
        envelope: &Envelope,
    ) -> Result<Ended<Handled>, Violation> {
        let other = 1 - place.min(1);
        let rival = match self.dice.below(5) {
            0 => Some(envelope.clone()),
            1 => Some(self.envelope(envelope.actor.clone(), envelope.command.clone())),
            2 | 3 => self.agenda.take_arrival().map(|hint| self.notice(&hint)),
            _ => None,
        };
        let (Some(mine), Some(theirs)) = (self.processes.get(place), self.processes.get(other))
        else {
            return Ok(Ended::Died);
        };
        let first = (&*mine.seam, mine.wikarta.send_and_charge(envelope.clone()));
        let ended = match rival {
            Some(rival) => {
                self.site.teller.asks(&rival, &self.site.policy);
                let second = (&*theirs.seam, theirs.wikarta.send(rival.clone()));
                let (ended, rivals) = together(first, second, &mut self.dice);
                match rivals {
                    Ended::Done(Ok(_)) => {
                        self.tally.did(kind(&rival.command));
                        self.site.teller.came(&rival.id, Came::Nothing);
                    }
                    Ended::Done(Err(HandleError::Refused(refusal))) => {
                        self.tally.refused(kind(&rival.command), &refusal);
                        self.site.teller.came(&rival.id, Came::Refused(refusal.code()));
                    }
                    Ended::Done(Err(_)) | Ended::Died => {
                        self.tally.unanswered += 1;
                        self.site.teller.came(&rival.id, Came::Unanswered);
                    }
                }
                ended
            }
            None => {
                let second = (&*theirs.seam, theirs.wikarta.work(10));
                together(first, second, &mut self.dice).0
            }
        };
        if let Some(process) = self.processes.get_mut(other) {
            process.restart(&self.site);
        }
        Ok(ended)
    }

    /// I2, I30: the same request again is answered the same and changes nothing; another one under
    /// its name is refused.
    fn again(&mut self, envelope: &Envelope, receipt: &Receipt) -> Result<(), Violation> {
        if !self.strikes(FaultKind::Repeats) {
            return Ok(());
        }
        if let Command::Notify(notified) = &envelope.command {
            let Hint { order_id, event_key, .. } = notified.hint.clone();
            // Refuted by the other process meanwhile, it gave its key up and is looked at anew.
            if self.site.tap.inbox(&InboxKey { order_id, event_key }).is_none() {
                return Ok(());
            }
        }
        self.tally.repeats += 1;
        let before = self.site.tap.changes();
        let place = self.turn();
        let Some(process) = self.processes.get(place) else { return Ok(()) };
        let repeat = complete(&process.seam, process.wikarta.send(envelope.clone()));
        let about = &envelope.id;
        if self.site.tap.changes() != before {
            return broken(Law::I2, about, "a repeat changed the books");
        }
        let notified = matches!(envelope.command, Command::Notify(_));
        if let Ended::Done(Ok(repeat)) = repeat
            && !notified
            && (repeat.answer != receipt.answer || repeat.repeat != Repeat::Again)
        {
            let seen = format!("answered {:?}, then {:?}", receipt.answer, repeat.answer);
            return broken(Law::I30, about, seen);
        }
        if notified {
            return Ok(());
        }
        let Ok(order_id) = "another-order".parse() else { return Ok(()) };
        let stranger = Envelope { command: Command::AskRead { order_id }, ..envelope.clone() };
        match complete(&process.seam, process.wikarta.send(stranger)) {
            Ended::Done(Ok(_)) => broken(Law::I30, about, "another command under its name"),
            Ended::Done(Err(HandleError::Refused(refusal))) => {
                self.tally.refused("ask_read", &refusal);
                Ok(())
            }
            Ended::Done(Err(_)) | Ended::Died => Ok(()),
        }
    }

    /// Somebody tries what is forbidden to that person.
    ///
    /// # Errors
    /// I21 when it is carried out, or refused and changes something.
    pub(super) fn forbidden(&mut self, actor: Actor, command: Command) -> Result<(), Violation> {
        self.tally.forbidden += 1;
        let envelope = self.envelope(actor, command);
        let kind = kind(&envelope.command);
        let before = self.site.tap.changes();
        let Some(process) = self.processes.first() else { return Ok(()) };
        self.site.teller.asks(&envelope, &self.site.policy);
        let ended = complete(&process.seam, process.wikarta.send(envelope.clone()));
        match ended {
            Ended::Done(Ok(_)) => {
                let actor = envelope.actor.label();
                let roles = envelope.actor.role_label();
                return broken(Law::I21, &envelope.id, format!("{actor} ({roles}) did {kind}"));
            }
            Ended::Done(Err(HandleError::Refused(refusal))) => {
                self.refused(&envelope, kind, &refusal)?;
            }
            Ended::Done(Err(_)) | Ended::Died => {
                self.site.teller.came(&envelope.id, Came::Unanswered);
            }
        }
        if self.site.tap.changes() != before {
            return broken(Law::I21, &envelope.id, format!("a refused {kind} changed the books"));
        }
        self.settle()
    }

    /// Workers do what is due.
    pub(super) fn work(&mut self) -> Result<(), Violation> {
        let place = self.turn();
        if self.strikes(FaultKind::Crashes)
            && let Some(process) = self.processes.get(place)
        {
            let calls = self.site.weather.between(FaultKind::Crashes, 0, 30);
            process.seam.dies_after(u32::try_from(calls).unwrap_or(0));
        }
        let both = self.strikes(FaultKind::TwoProcesses);
        let (Some(mine), Some(theirs)) = (self.processes.get(place), self.processes.get(1 - place))
        else {
            return Ok(());
        };
        let ended = if both {
            let (first, second) = (mine.wikarta.work(20), theirs.wikarta.work(20));
            together((&mine.seam, first), (&theirs.seam, second), &mut self.dice).0
        } else {
            complete(&mine.seam, mine.wikarta.work(20))
        };
        if both && let Some(process) = self.processes.get_mut(1 - place) {
            process.restart(&self.site);
        }
        let _ = self.alive(place, ended); // what failed goes back with a pause
        self.settle()
    }

    /// The envelope of a webhook route: named by its event key.
    pub(super) fn notice(&mut self, hint: &Hint) -> Envelope {
        let at = self.now();
        // For a day after the key was changed, what the one before had signed still comes.
        let fresh = self.key_changed.is_some_and(|changed| at.seconds_since(changed) < 86_400);
        let signed_by = u8::from(fresh && self.dice.hits(500));
        let command = Command::Notify(Box::new(Notified {
            hint: hint.clone(),
            payload: hint.event_key.clone().into_bytes(),
            received_at: at,
            verified_at: at,
            signed_by,
        }));
        let id = CommandId::from_parts(&[hint.order_id.as_str(), &hint.event_key]);
        Envelope { id, ..self.envelope(Actor::Gateway, command) }
    }
}
