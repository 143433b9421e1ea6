//! `/pelanggan/{id}`: one customer, with the forms about the person, the money and what is sold.
//!
//! - [`page`]: fills the page from what [`read`] found; [`person`]: the forms that take a customer in
//!   and change one; [`money`]: payments by hand; [`sale`]: what is sold.

pub mod money;
pub mod page;
pub mod person;
pub mod read;
pub mod sale;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;
use wikarta_core::command::{Command, CustomerCommand};
use wikarta_core::id::AccountId;

use super::acts::{self, Brought, Sent};
use super::viewer::Viewer;
use super::{respond, typed, why};
use crate::answer::{Problem, codes};
use crate::app::App;
use crate::http::{PathPart, QueryFields};
use crate::pages::{Note, NoteTone, Section, Voice};
use read::{Read, Shown};

/// The id of a customer in an address.
pub(super) type Id = Result<PathPart<AccountId>, Problem>;

/// The query of the page.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    /// The key of the form that the reader has just sent.
    selesai: Option<String>,
}

/// The address of a customer.
#[must_use]
pub fn address(id: &AccountId) -> String {
    format!("/pelanggan/{id}")
}

/// One customer.
pub async fn show(
    State(app): State<App>,
    viewer: Viewer,
    id: Id,
    asked: Result<QueryFields<Asked>, Problem>,
) -> Response {
    let made = async {
        let (PathPart(id), QueryFields(asked)) = (id?, asked?);
        let read = Read::of(&app, &viewer, &id, Shown::Masked).await?;
        let mut page = page::page(&viewer, &read);
        page.chrome.note = acts::done(&app, &viewer, asked.selesai.as_deref()).await;
        respond::page(&page, StatusCode::OK, viewer.lang)
    };
    let made = made.await;
    viewer.answer(Section::Customers, made)
}

/// Shows full personal values, for this answer only; the reason is kept.
pub async fn reveal(State(app): State<App>, viewer: Viewer, id: Id, form: Brought) -> Response {
    let made = async {
        let (PathPart(id), sent) = (id?, Sent::of(form, &["reason"])?);
        let reason = sent.text("reason").to_owned();
        let command = Command::Customer(CustomerCommand::Reveal { account: id.clone(), reason });
        let told = why::carry_out(&app, &viewer, sent.key(), command).await;
        if let Err(problem) = told {
            return again(&app, &viewer, (&id, "tampilkan", &sent), problem).await;
        }
        let read = Read::of(&app, &viewer, &id, Shown::InFull).await?;
        let mut page = page::page(&viewer, &read);
        let words = viewer.lang.texts().customer.revealed;
        page.chrome.note = Some(Note::new(NoteTone::Wait, Voice::Answer, words));
        respond::page(&page, StatusCode::OK, viewer.lang)
    };
    let made = made.await;
    viewer.answer(Section::Customers, made)
}

/// Deletes a customer, softly.
pub async fn remove(State(app): State<App>, viewer: Viewer, id: Id, form: Brought) -> Response {
    let made = async {
        let (PathPart(id), sent) = (id?, Sent::of(form, &["reason"])?);
        let reason = sent.text("reason").to_owned();
        let command = Command::Customer(CustomerCommand::Delete { account: id.clone(), reason });
        carry(&app, &viewer, (&id, "hapus", &sent), Ok(command)).await
    };
    let made = made.await;
    viewer.answer(Section::Customers, made)
}

/// Erases a person for good; the customer's number is typed to confirm it.
pub async fn erase(State(app): State<App>, viewer: Viewer, id: Id, form: Brought) -> Response {
    let made = async {
        let (PathPart(id), sent) = (id?, Sent::of(form, &["reason", "code"])?);
        let reason = sent.text("reason").to_owned();
        let known = app.store.customer(&id).await?;
        let known = known.ok_or_else(|| Problem::of(&codes::NOT_FOUND))?;
        let command = if sent.text("code").trim() == known.row.code {
            Ok(Command::Customer(CustomerCommand::Erase { account: id.clone(), reason }))
        } else {
            Err(typed::other_code("code"))
        };
        carry(&app, &viewer, (&id, "hapus-data", &sent), command).await
    };
    let made = made.await;
    viewer.answer(Section::Customers, made)
}

/// Sends a command of one of the page's forms; the form comes back when what was typed is wrong.
pub(super) async fn carry(
    app: &App,
    viewer: &Viewer,
    (id, form, sent): (&AccountId, &str, &Sent),
    command: Result<Command, Problem>,
) -> Result<Response, Problem> {
    let done = match command {
        Ok(command) => acts::send(app, viewer, (sent, command), &address(id)).await,
        Err(problem) => Err(problem),
    };
    match done {
        Ok(response) => Ok(response),
        Err(problem) => again(app, viewer, (id, form, sent), problem).await,
    }
}

async fn again(
    app: &App,
    viewer: &Viewer,
    (id, form, sent): (&AccountId, &str, &Sent),
    problem: Problem,
) -> Result<Response, Problem> {
    if !acts::about_typing(&problem) {
        return Err(problem);
    }
    let read = Read::of(app, viewer, id, Shown::Masked).await?;
    acts::again(viewer, page::page(viewer, &read), (form, sent), problem)
}
