//! Giving money back: look first, then ask, always under the same key.

use super::Wikarta;
use super::work::Done;
use crate::access::Actor;
use crate::account::{RefundCase, RefundSource, Route, Stage};
use crate::aggregate::Aggregate;
use crate::command::{Command, CorrectionCommand, Envelope};
use crate::id::{CommandId, EffectId, OrderId, RefundId, TraceId};
use crate::ports::{Fault, Lapsed, RefundOutcome, RefundRequest, StatusOutcome, Subject, Want};

impl Wikarta {
    /// A refund as it stands.
    ///
    /// # Errors
    /// A [`Fault`] of the store.
    pub async fn refund_case(&self, id: &RefundId) -> Result<Option<RefundCase>, Fault> {
        let want = Want { subjects: vec![Subject::Refund(id.clone())], key: None };
        let loaded = self.store.load(&[want]).await?;
        let held = loaded.into_iter().flat_map(|loaded| loaded.held);
        Ok(held
            .filter_map(|held| match held.aggregate {
                Aggregate::Account(account) => account.refunds.get(id).cloned(),
                _ => None,
            })
            .next())
    }

    pub(super) async fn refund(
        &self,
        effect: &EffectId,
        id: &RefundId,
        trace: &TraceId,
    ) -> Result<Done, Fault> {
        let Some(case) = self.refund_case(id).await? else {
            return Ok(Done::Never("the refund is not in the books".to_owned()));
        };
        let RefundSource::Attempt(order_id) = &case.source else {
            return Ok(Done::Never("the money did not come through the gateway".to_owned()));
        };
        let under_way = matches!(case.stage, Stage::Executing | Stage::Unknown);
        if !under_way || case.route != Route::Gateway {
            return Ok(Done::Never("the refund is not under way".to_owned()));
        }
        let outcome = self.give_back(&case, order_id).await;
        let answer =
            CorrectionCommand::AnswerRefund { refund: id.clone(), outcome, effect: effect.clone() };
        self.report(effect.as_str(), trace, Command::Correction(answer)).await
    }

    /// Whoever took the effect before may have asked and died: the gateway's list tells.
    async fn give_back(&self, case: &RefundCase, order_id: &OrderId) -> RefundOutcome {
        match self.gateway.status(order_id).await {
            StatusOutcome::Found(reading) => {
                if let Some(known) = reading.refunds.iter().find(|known| known.key == case.key) {
                    return RefundOutcome::Accepted { amount: known.amount };
                }
            }
            StatusOutcome::Missing => {}
            StatusOutcome::Unknown { reason } => return RefundOutcome::Later { reason },
        }
        let request = RefundRequest {
            order_id: order_id.clone(),
            key: case.key.clone(),
            amount: case.amount,
            reason: "Pengembalian dana".to_owned(),
        };
        self.gateway.refund(&request).await
    }

    /// Ends refunds and voids that nobody decided in time.
    ///
    /// # Errors
    /// A [`Fault`] of the store.
    pub async fn expire_cases(&self, limit: u32) -> Result<u32, Fault> {
        let now = self.host.now();
        let lapsed = self.store.lapsed(now, limit).await?;
        let envelopes: Vec<Envelope> = lapsed
            .into_iter()
            .map(|case| {
                let (name, command) = match case {
                    Lapsed::Refund(refund) => {
                        (refund.to_string(), CorrectionCommand::ExpireRefund { refund })
                    }
                    Lapsed::Void(void) => {
                        (void.to_string(), CorrectionCommand::ExpireVoid { void })
                    }
                };
                let at = now.as_seconds().to_string();
                let id = CommandId::from_parts(&["case.lapsed", &name, &at]);
                let trace = TraceId::new(id.as_str());
                let command = Command::Correction(command);
                Envelope { id, actor: Actor::Scheduler, at: now, trace, command }
            })
            .collect();
        let answers = self.handle(&envelopes).await;
        let done = answers.iter().filter(|answer| answer.is_ok()).count();
        Ok(u32::try_from(done).unwrap_or(u32::MAX))
    }
}
