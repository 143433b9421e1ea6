//! The rounds of a batch: load, fold, commit; what lost is decided anew.

use super::fold::{Fold, Step};
use super::{HandleError, Handled, Receipt, Wikarta, wants};
use crate::command::Envelope;
use crate::ports::{Change, Fault, Outcome};

/// How often a batch is decided anew after others were first. In every round somebody wins, so as
/// many writers may want one account at once.
const ROUNDS_MAX: u32 = 64;

impl Wikarta {
    /// Carries out a batch; answer *i* belongs to envelope *i*. One command's refusal or clash does
    /// not touch the others, unless they concern the same account.
    pub async fn handle(&self, envelopes: &[Envelope]) -> Vec<Handled> {
        let mut answers: Vec<Option<Handled>> = envelopes.iter().map(|_| None).collect();
        let mut pending: Vec<usize> = (0..envelopes.len()).collect();
        for _ in 0..ROUNDS_MAX {
            if pending.is_empty() {
                break;
            }
            pending = self.round(envelopes, pending, &mut answers).await;
        }
        self.follow(envelopes).await;
        let busy = || Err(HandleError::Contended);
        answers.into_iter().map(|answer| answer.unwrap_or_else(busy)).collect()
    }

    /// One round; gives back the commands that must be decided anew.
    async fn round(
        &self,
        envelopes: &[Envelope],
        pending: Vec<usize>,
        answers: &mut [Option<Handled>],
    ) -> Vec<usize> {
        let batch: Vec<(usize, &Envelope)> = pending
            .into_iter()
            .filter_map(|index| envelopes.get(index).map(|envelope| (index, envelope)))
            .collect();
        let policy = self.policy();
        let wanted: Vec<_> =
            batch.iter().map(|(_, envelope)| wants::want(envelope, &policy)).collect();
        let loaded = match self.store.load(&wanted).await {
            Ok(loaded) => loaded,
            Err(fault) => {
                for (index, _) in batch {
                    answer(answers, index, Err(fault.clone().into()));
                }
                return Vec::new();
            }
        };
        let policy = self.policy_of(&loaded);
        let mut fold = Fold::new(self.rules(), &policy, &loaded);
        let mut joined: Vec<(usize, usize, Receipt)> = Vec::new();
        let mut again = Vec::new();
        for (((index, envelope), want), loaded) in batch.iter().zip(&wanted).zip(&loaded) {
            match fold.take(envelope, want, loaded) {
                Step::Later => again.push(*index),
                Step::Answered(handled) => answer(answers, *index, handled),
                Step::Joined { bundle, receipt } => joined.push((*index, bundle, receipt)),
            }
        }
        let (numbers, changes): (Vec<usize>, Vec<Change>) = fold.finish().into_iter().unzip();
        let results = self.commit_apart(&changes).await;
        let crowd = |bundle: usize| {
            joined.iter().filter(|(_, other, _)| fold.resolve(*other) == bundle).count()
        };
        let alone: Vec<bool> = numbers.iter().map(|number| crowd(*number) <= 1).collect();
        for (index, bundle, receipt) in joined.iter().cloned() {
            let home = fold.resolve(bundle);
            let place = numbers.iter().position(|number| *number == home);
            let result = place.and_then(|place| results.get(place));
            let lonely = place.and_then(|place| alone.get(place)).copied().unwrap_or(true);
            match result {
                Some(Ok(Outcome::Done)) => answer(answers, index, Ok(receipt)),
                Some(Ok(Outcome::Clash)) | None => again.push(index),
                // Several commands in one change that can never be written: each alone, to find which.
                Some(Err(Fault::Permanent(_))) if !lonely => {
                    let handled = match envelopes.get(index) {
                        Some(envelope) => Box::pin(self.handle_one(envelope)).await,
                        None => Err(HandleError::Contended),
                    };
                    answer(answers, index, handled);
                }
                Some(Err(fault)) => answer(answers, index, Err(fault.clone().into())),
            }
        }
        again
    }

    /// Commits; a permanent fault halves the batch until one change stands alone with it.
    async fn commit_apart(&self, changes: &[Change]) -> Vec<Result<Outcome, Fault>> {
        if changes.is_empty() {
            return Vec::new();
        }
        match self.store.commit(changes).await {
            Ok(outcomes) => outcomes.into_iter().map(Ok).collect(),
            Err(Fault::Permanent(_)) if changes.len() > 1 => {
                let (left, right) = changes.split_at(changes.len() / 2);
                let mut results = Box::pin(self.commit_apart(left)).await;
                results.extend(Box::pin(self.commit_apart(right)).await);
                results
            }
            Err(fault) => changes.iter().map(|_| Err(fault.clone())).collect(),
        }
    }
}

fn answer(answers: &mut [Option<Handled>], index: usize, handled: Handled) {
    if let Some(slot) = answers.get_mut(index) {
        *slot = Some(handled);
    }
}
