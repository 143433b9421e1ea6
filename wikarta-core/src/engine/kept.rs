//! Answers to requests that are more than one command, kept like those of a command: the same request
//! is answered the same again, another one under its name is refused.

use super::{HandleError, Wikarta};
use crate::id::CommandId;
use crate::ports::{Change, CommandAnswer, Fault, Key, Outcome, Record, Want};
use crate::refusal::Refusal;

impl Wikarta {
    /// What was answered to the request of this name, if it came before.
    ///
    /// # Errors
    /// A refusal when the name was another request's (`request` is the SHA-256 of what is asked);
    /// a fault of the store.
    pub async fn recall(
        &self,
        id: &CommandId,
        request: &[u8; 32],
    ) -> Result<Option<String>, HandleError> {
        let want = Want { subjects: Vec::new(), key: Some(Key::Command(id.clone())) };
        let loaded = self.store.load(&[want]).await?;
        match loaded.into_iter().find_map(|loaded| loaded.record) {
            Some(Record::Command { request: first, .. }) if first != *request => {
                Err(Refusal::KeyReused.into())
            }
            Some(Record::Command { answer, .. }) => Ok(Some(answer)),
            Some(Record::Inbox(_) | Record::Effect(_)) | None => Ok(None),
        }
    }

    /// Keeps the answer to a request, unless one was kept meanwhile; gives the one that is kept.
    ///
    /// # Errors
    /// As [`Wikarta::recall`].
    pub async fn keep(&self, answer: CommandAnswer) -> Result<String, HandleError> {
        let (id, request, own) = (answer.id.clone(), answer.request, answer.answer.clone());
        let change = Change { answers: vec![answer], ..Change::default() };
        match self.store.commit(&[change]).await?.first() {
            Some(Outcome::Done) => Ok(own),
            Some(Outcome::Clash) => Ok(self.recall(&id, &request).await?.unwrap_or(own)),
            None => Err(Fault::Permanent("a change was not answered".to_owned()).into()),
        }
    }
}
