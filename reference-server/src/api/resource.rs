//! Things of the desk that are listed, shown, made and moved alike.

use std::future::Future;
use std::str::FromStr;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::de::DeserializeOwned;
use wikarta_core::account::{
    CreditNote, CreditNoteState, Posting, PostingState, RefundCase, Stage, VoidCase,
};
use wikarta_core::decide::Answer;
use wikarta_core::id::{CreditNoteId, PostingId, RefundId, VoidId};
use wikarta_core::ports::Fault;
use wikarta_store_sqlx::SqlxStore;
use wikarta_store_sqlx::views::{DeskFilter, DeskRow, Page};

use super::desk::{self, DeskItem, DeskQuery, OfCustomer};
use super::shape::List;
use super::step::{Done, missing};
use crate::answer::Problem;
use crate::app::App;
use crate::http::fields::PathKind;
use crate::http::{PathPart, QueryFields};

/// A thing of the desk with an address of its own.
pub trait Resource: DeskItem + Sized {
    /// Its name.
    type Id: FromStr + PathKind + Send + Sync + 'static;
    /// Its states, by which a list is narrowed.
    type State: DeserializeOwned + Send + 'static;
    /// What refusals call it.
    const KIND: &'static str;

    /// The one that an answer is about.
    fn named(answer: &Answer) -> Option<&Self::Id>;
    /// Whether the gateway has not answered yet.
    fn waits(&self) -> bool {
        false
    }
    /// One of them.
    fn row(
        store: &SqlxStore,
        id: &Self::Id,
    ) -> impl Future<Output = Result<Option<DeskRow<Self>>, Fault>> + Send;
    /// A page of them, newest first.
    fn page(
        store: &SqlxStore,
        filter: &DeskFilter<Self::State>,
    ) -> impl Future<Output = Result<Page<DeskRow<Self>>, Fault>> + Send;
}

macro_rules! resource {
    ($thing:ident, $id:ident, $state:ident, $kind:literal, $answer:ident, $row:ident, $page:ident
        $(, waits $waits:expr)?) => {
        impl Resource for $thing {
            type Id = $id;
            type State = $state;
            const KIND: &'static str = $kind;

            fn named(answer: &Answer) -> Option<&$id> {
                match answer {
                    Answer::$answer { id, .. } => Some(id),
                    _ => None,
                }
            }
            $(fn waits(&self) -> bool {
                $waits(self)
            })?
            fn row(
                store: &SqlxStore,
                id: &$id,
            ) -> impl Future<Output = Result<Option<DeskRow<Self>>, Fault>> + Send {
                store.$row(id)
            }
            fn page(
                store: &SqlxStore,
                filter: &DeskFilter<$state>,
            ) -> impl Future<Output = Result<Page<DeskRow<Self>>, Fault>> + Send {
                store.$page(filter)
            }
        }
    };
}

resource!(RefundCase, RefundId, Stage, "refund", Refund, refund, refunds,
    waits |case: &RefundCase| matches!(case.stage, Stage::Executing | Stage::Unknown));
resource!(VoidCase, VoidId, Stage, "void", Void, void, voids,
    waits |case: &VoidCase| case.stage == Stage::Executing);
resource!(Posting, PostingId, PostingState, "posting", Posting, posting, postings);
resource!(
    CreditNote,
    CreditNoteId,
    CreditNoteState,
    "credit note",
    CreditNote,
    credit_note,
    credit_notes
);

/// A page of them, newest first.
pub async fn list<T: Resource>(
    State(app): State<App>,
    QueryFields(query): QueryFields<DeskQuery<T::State>>,
) -> Result<Json<List<OfCustomer<T::Json>>>, Problem> {
    let page = T::page(&app.store, &query.filter()?).await?;
    desk::listed(&app, page).await
}

/// One of them, with everybody who had a hand in it.
pub async fn one<T: Resource>(
    State(app): State<App>,
    PathPart(id): PathPart<T::Id>,
) -> Result<Json<OfCustomer<T::Json>>, Problem> {
    let row = T::row(&app.store, &id).await?.ok_or_else(|| missing(T::KIND))?;
    desk::shown(&app, &row).await.map(Json)
}

/// As it stands now that it was made.
pub async fn made<T: Resource>(done: Done) -> Result<Response, Problem> {
    show::<T>(&done, |_| StatusCode::CREATED).await
}

/// As it stands after a step; 202 while the gateway has not answered.
pub async fn moved<T: Resource>(done: Done) -> Result<Response, Problem> {
    let status = |thing: &T| if thing.waits() { StatusCode::ACCEPTED } else { StatusCode::OK };
    show(&done, status).await
}

async fn show<T: Resource>(
    done: &Done,
    status: impl FnOnce(&T) -> StatusCode + Send,
) -> Result<Response, Problem> {
    let id = T::named(&done.answer).ok_or_else(Done::odd)?;
    let row = T::row(&done.app.store, id).await?.ok_or_else(|| missing(T::KIND))?;
    done.show(status(&row.item), &desk::shown(&done.app, &row).await?).await
}
