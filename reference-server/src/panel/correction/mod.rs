//! `/koreksi`: money that goes back and bills that are taken back.
//!
//! - [`mod@list`]: all of them; [`read`] and [`page`]: one, with who had a hand in it and what is open;
//! - [`confirm`]: asks before an act; [`case`]: a refund and a void seen alike.

pub mod case;
pub mod confirm;
pub mod list;
pub mod page;
pub mod read;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;
use wikarta_core::account::{CaseAct, Proof};

use super::viewer::Viewer;
use super::{respond, typed, why};
use crate::answer::{Problem, codes};
use crate::app::App;
use crate::http::{FormFields, PathPart, QueryFields};
use crate::pages::{Note, NoteTone, Section, Voice};
use case::{CaseId, Typed};
use read::Read;

/// The list.
pub async fn list(
    State(app): State<App>,
    viewer: Viewer,
    asked: Result<QueryFields<list::Asked>, Problem>,
) -> Response {
    let made = async {
        let QueryFields(asked) = asked?;
        let found = list::read(&app, &viewer, &asked).await?;
        respond::page(&list::page(&viewer, &asked, &found), StatusCode::OK, viewer.lang)
    };
    let made = made.await;
    viewer.answer(Section::Corrections, made)
}

/// The query of a case.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    /// The act to ask about.
    langkah: Option<String>,
    /// The reader has just acted.
    pesan: Option<String>,
}

/// One case, or the question before an act on it.
pub async fn show(
    State(app): State<App>,
    viewer: Viewer,
    id: Result<PathPart<CaseId>, Problem>,
    asked: Result<QueryFields<Asked>, Problem>,
) -> Response {
    let made = async {
        let (PathPart(id), QueryFields(asked)) = (id?, asked?);
        let read = Read::of(&app, &viewer, &id).await?;
        let Some(word) = asked.langkah else {
            let just_acted = asked.pesan.as_deref() == Some(page::JUST_ACTED);
            let page = page::page(&viewer, &read, just_acted);
            return respond::page(&page, StatusCode::OK, viewer.lang);
        };
        let unknown = || Problem::of(&codes::UNKNOWN_FILTER).field("langkah");
        let act = confirm::act(&word).ok_or_else(unknown)?;
        match read.answer(act).ok_or_else(unknown)? {
            Ok(_) => {
                let page = confirm::confirm(&viewer, &read, act);
                respond::page(&page, StatusCode::OK, viewer.lang)
            }
            Err(rule) => Err(rule.clone().into()),
        }
    };
    let made = made.await;
    viewer.answer(Section::Corrections, made)
}

/// What any of the forms brings.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sent {
    amount: Option<String>,
    reason: Option<String>,
    evidence: Option<String>,
    reference: Option<String>,
    idempotency_key: Option<String>,
}

type Id = Result<PathPart<CaseId>, Problem>;
type Brought = Result<FormFields<Sent>, Problem>;

macro_rules! acts {
    ($($(#[$doc:meta])* $name:ident = $act:expr;)*) => {$(
        $(#[$doc])*
        pub async fn $name(State(app): State<App>, viewer: Viewer, id: Id, form: Brought) -> Response {
            let made = take(&app, &viewer, (id, form), $act).await;
            viewer.answer(Section::Corrections, made)
        }
    )*};
}

acts! {
    /// Checks as a second person.
    verify = CaseAct::Verify;
    /// Agrees.
    approve = CaseAct::Approve;
    /// Says no.
    reject = CaseAct::Reject;
    /// Takes one's own request back.
    withdraw = CaseAct::Withdraw;
    /// Carries it out.
    execute = CaseAct::Execute;
    /// Changes what was asked.
    edit = CaseAct::Edit;
}

/// Carries an act out, or shows its form again with what is wrong.
async fn take(
    app: &App,
    viewer: &Viewer,
    (id, form): (Id, Brought),
    act: CaseAct,
) -> Result<Response, Problem> {
    let (PathPart(id), FormFields(sent)) = (id?, form?);
    let done = send(app, viewer, &id, (act, &sent)).await;
    let problem = match done {
        Ok(()) => return Ok(respond::see(&format!("/koreksi/{id}?pesan={}", page::JUST_ACTED))),
        Err(problem) => problem,
    };
    if problem.status() != StatusCode::UNPROCESSABLE_ENTITY {
        return Err(problem);
    }
    let read = Read::of(app, viewer, &id).await?;
    let mut page = confirm::confirm(viewer, &read, act);
    page.form.retype(&[
        ("amount", sent.amount.as_deref()),
        ("reason", sent.reason.as_deref()),
        ("evidence", sent.evidence.as_deref()),
        ("reference", sent.reference.as_deref()),
    ]);
    page.chrome.note = Some(wrong(viewer, &mut page.form, &problem));
    respond::page(&page, problem.status(), viewer.lang)
}

/// What is wrong, over the form and at its field.
pub fn wrong(viewer: &Viewer, form: &mut crate::pages::Form, problem: &Problem) -> Note {
    let shown = problem.shown(viewer.lang, viewer.trace.as_str());
    let field = shown.members.get("field").and_then(|field| field.as_str()).unwrap_or_default();
    let field = if shown.code == "too_much" { "amount" } else { field };
    form.blame(field, shown.detail);
    let t = &viewer.lang.texts().corrections;
    Note::new(NoteTone::Bad, Voice::Answer, t.wrong).because(shown.detail).coded(shown.code)
}

async fn send(
    app: &App,
    viewer: &Viewer,
    id: &CaseId,
    (act, sent): (CaseAct, &Sent),
) -> Result<(), Problem> {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let amount = sent.amount.as_deref().map(|text| typed::rupiah("amount", text)).transpose()?;
    let proof = sent
        .reference
        .as_ref()
        .map(|reference| Proof { reference: reference.clone(), evidence: text(&sent.evidence) });
    let evidence = text(&sent.evidence);
    let brought = Typed { amount, reason: text(&sent.reason), evidence, proof };
    let command = case::command(id, act, brought, wikarta_core::money::Rupiah::ZERO);
    let command = command.ok_or_else(|| Problem::of(&codes::NOT_FOUND))?;
    why::carry_out(app, viewer, sent.idempotency_key.clone(), command).await.map(|_| ())
}
