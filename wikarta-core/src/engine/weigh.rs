//! Asking without doing: what commands would be answered on the books as they are.

use super::{Wikarta, wants};
use crate::aggregate::Books;
use crate::command::Envelope;
use crate::decide::{Answer, decide};
use crate::ports::{Fault, Want};
use crate::refusal::Refusal;

impl Wikarta {
    /// What each command would be answered now, each on the books as they are and for itself. Nothing
    /// is written and nothing is planned: for pages that say beforehand what is open to a reader, and
    /// by which rule not.
    ///
    /// # Errors
    /// A [`Fault`] of the store.
    pub async fn weigh(
        &self,
        envelopes: &[Envelope],
    ) -> Result<Vec<Result<Answer, Refusal>>, Fault> {
        let policy = self.policy();
        let unkeyed = |envelope| Want { key: None, ..wants::want(envelope, &policy) };
        let wanted: Vec<Want> = envelopes.iter().map(unkeyed).collect();
        let mut books = Books::default();
        let loaded = self.store.load(&wanted).await?;
        let policy = self.policy_of(&loaded);
        for loaded in loaded {
            loaded.held.into_iter().for_each(|held| books.put(held.aggregate));
        }
        let answer = |envelope| decide(&books, envelope, &policy).map(|made| made.answer);
        Ok(envelopes.iter().map(answer).collect())
    }
}
