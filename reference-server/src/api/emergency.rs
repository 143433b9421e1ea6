//! Emergencies, declared with a reason and heard by everybody; and why somebody may or may not.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use wikarta_core::access::{Actor, Permission, Question, Scope, Verdict, explain};
use wikarta_core::command::{AccessCommand as C, Command};
use wikarta_core::decide::Answer;
use wikarta_core::id::UserId;
use wikarta_core::time::Timestamp;

use super::step::{Done, Nothing, StepRoutes as _, missing};
use crate::answer::Problem;
use crate::app::App;
use crate::auth::Staff;
use crate::auth::identity::{SecurityKind, Subject};
use crate::http::{QueryFields, Routes};

/// The emergency as it stands.
#[derive(Debug, Serialize)]
pub struct EmergencyJson {
    until: Timestamp,
}

/// An emergency to declare.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Declaration {
    reason: String,
    minutes: u16,
}

async fn begun(done: Done) -> Result<Response, Problem> {
    sound(&done, SecurityKind::EmergencyBegun).await;
    answered(done, StatusCode::CREATED).await
}

async fn ended(done: Done) -> Result<Response, Problem> {
    sound(&done, SecurityKind::EmergencyEnded).await;
    answered(done, StatusCode::OK).await
}

/// The alarm: a line in the security log and a loud one in the server's.
async fn sound(done: &Done, kind: SecurityKind) {
    let who = Subject::User(done.asker.staff.id().clone());
    let note = done.asker.caller.note(kind, who, "POST /api/emergency");
    done.app.edge.security.note(note).await;
}

async fn answered(done: Done, status: StatusCode) -> Result<Response, Problem> {
    let Answer::Emergency { until } = &done.answer else { return Err(Done::odd()) };
    let shown = EmergencyJson { until: *until };
    done.show(status, &shown).await
}

/// What somebody wants to know: whether a person, oneself when none is named, has a permission.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    permission: Permission,
    user: Option<UserId>,
}

/// Yes or no, and by which rule.
#[derive(Debug, Serialize)]
pub struct ExplanationJson {
    user_id: String,
    permission: Permission,
    allowed: bool,
    scope: Option<Scope>,
    rule: &'static str,
    /// Roles of which somebody may do it.
    held_by: Vec<&'static str>,
}

async fn why(
    State(app): State<App>,
    staff: Staff,
    QueryFields(asked): QueryFields<Asked>,
) -> Result<Json<ExplanationJson>, Problem> {
    let actor = match &asked.user {
        None => staff.actor(),
        Some(id) => actor_of(&app, id).await?,
    };
    let told = explain(&actor, Question::May(asked.permission));
    let scope = match told.verdict {
        Verdict::Allowed(scope) => Some(scope),
        Verdict::Denied => None,
    };
    Ok(Json(ExplanationJson {
        user_id: actor.person().map(ToString::to_string).unwrap_or_default(),
        permission: told.permission,
        allowed: scope.is_some(),
        scope,
        rule: told.rule,
        held_by: told.held_by.iter().map(|role| role.as_str()).collect(),
    }))
}

async fn actor_of(app: &App, id: &UserId) -> Result<Actor, Problem> {
    let user = app.store.user(id).await?.ok_or_else(|| missing("user"))?;
    let found = app.edge.identity.actor(&user, app.edge.now()).await;
    found.map_err(|fault| crate::auth::sign_in::unavailable(&fault))
}

/// Mounts emergencies and explanations.
#[must_use]
pub fn mount(routes: Routes<App>) -> Routes<App> {
    routes
        .opening("POST /api/emergency", begin, begun)
        .opening("POST /api/emergency/end", end, ended)
        .at("GET /api/access/explain", why)
}

fn begin(Declaration { reason, minutes }: Declaration) -> Command {
    Command::Access(C::BreakGlass { reason, minutes })
}

fn end(_: Nothing) -> Command {
    Command::Access(C::EndBreakGlass)
}
