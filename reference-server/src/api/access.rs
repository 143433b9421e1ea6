//! Who works here, which roles there are, and changes that one person proposes and another agrees to.

use std::collections::{BTreeMap, BTreeSet};

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use wikarta_core::access::{CustomRole, Permission, Role, RoleCode, Scope, scope_of};
use wikarta_core::command::{AccessCommand as C, Command};
use wikarta_core::decide::Answer;
use wikarta_core::id::{AccessChangeId, CommandId, UserId};
use wikarta_core::roster::{AccessChange, AccessWhat, Roster};
use wikarta_core::staff::Standing;
use wikarta_core::time::Timestamp;

use super::asker::Asker;
use super::cursor;
use super::desk::marked;
use super::once;
use super::people::{EndingJson, HandJson, Names};
use super::shape::List;
use super::step::{self, Because, Done, Nothing, StepRoutes as _, missing};
use crate::answer::{Problem, codes};
use crate::app::App;
use crate::http::{JsonBody, PathPart, QueryFields, Routes};

/// A member of staff.
#[derive(Debug, Serialize)]
pub struct UserJson {
    id: String,
    email: String,
    name: String,
    roles: BTreeSet<Role>,
    custom_roles: BTreeSet<RoleCode>,
    standing: Standing,
    can_sign_in: bool,
    seen_at: Option<Timestamp>,
}

/// The query of the list of people.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UserQuery {
    cursor: Option<String>,
    limit: Option<u32>,
}

/// People by address.
async fn users(
    State(app): State<App>,
    QueryFields(query): QueryFields<UserQuery>,
) -> Result<Json<List<UserJson>>, Problem> {
    let after = query.cursor.as_deref().map(cursor::read_text).transpose()?.unwrap_or_default();
    let limit = cursor::limit(query.limit)?;
    let rows = app.store.staff(&after, limit).await?;
    let full = rows.len() == limit as usize;
    let next = rows.last().filter(|_| full).map(|row| cursor::write_text(&row.user.email));
    let items = rows.into_iter().map(|row| UserJson {
        id: row.user.id.to_string(),
        email: row.user.email,
        name: row.user.name,
        roles: row.user.roles,
        custom_roles: row.user.custom,
        standing: row.user.standing,
        can_sign_in: row.can_sign_in,
        seen_at: row.seen_at,
    });
    Ok(Json(List { items: items.collect(), next_cursor: next }))
}

/// A person to take in. The roles are a proposal that a supervisor agrees to.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewUser {
    email: String,
    name: String,
    roles: Vec<Role>,
}

async fn added(done: Done) -> Result<Response, Problem> {
    let Answer::User { id } = &done.answer else { return Err(Done::odd()) };
    let roster = roster(&done.app).await?;
    let waits = |change: &&AccessChange| change.what.subject() == Some(id);
    let change = roster.changes.values().find(waits).map(|change| change.id.to_string());
    let shown = serde_json::json!({"id": id, "access_change_id": change, "can_sign_in": false});
    done.show(StatusCode::CREATED, &shown).await
}

/// A role with what it may do.
#[derive(Debug, Serialize)]
pub struct RoleJson {
    code: String,
    name: String,
    built_in: bool,
    /// How far each permission reaches: `All` or `Limited`.
    permissions: BTreeMap<Permission, Scope>,
}

async fn roles(State(app): State<App>) -> Result<Json<List<RoleJson>>, Problem> {
    let own = Role::ALL.iter().map(|role| RoleJson {
        code: role.as_str().to_owned(),
        name: role.as_str().to_owned(),
        built_in: true,
        permissions: Permission::ALL
            .iter()
            .filter_map(|permission| Some((*permission, scope_of(*role, *permission)?)))
            .collect(),
    });
    let roster = roster(&app).await?;
    let made = roster.roles.into_values().map(|role| RoleJson {
        code: role.code.to_string(),
        name: role.name,
        built_in: false,
        permissions: role.permissions,
    });
    Ok(Json(List { items: own.chain(made).collect(), next_cursor: None }))
}

async fn roster(app: &App) -> Result<Roster, Problem> {
    let found = app.store.roster().await?;
    Ok(found.map(|(roster, _)| roster).unwrap_or_default())
}

/// A change of access.
#[derive(Debug, Serialize)]
pub struct ChangeJson {
    id: String,
    status: &'static str,
    change: AccessWhat,
    reason: String,
    proposed: HandJson,
    ended: Option<EndingJson>,
}

async fn shown(app: &App, changes: Vec<&AccessChange>) -> Result<Vec<ChangeJson>, Problem> {
    let people = changes
        .iter()
        .flat_map(|change| marked(&[Some(&change.proposed)], &[], change.ended.as_ref()))
        .collect();
    let names = Names::of(app, people).await?;
    let json = |change: &&AccessChange| ChangeJson {
        id: change.id.to_string(),
        status: if change.ended.is_some() { "ENDED" } else { "PROPOSED" },
        change: change.what.clone(),
        reason: change.reason.clone(),
        proposed: names.hand(&change.proposed),
        ended: change.ended.as_ref().map(|ending| names.ending(ending)),
    };
    Ok(changes.iter().map(json).collect())
}

/// Changes that wait, and the last that came to nothing.
async fn changes(State(app): State<App>) -> Result<Json<List<ChangeJson>>, Problem> {
    let roster = roster(&app).await?;
    let items = shown(&app, roster.changes.values().collect()).await?;
    Ok(Json(List { items, next_cursor: None }))
}

/// After a decision: the change where it is still kept, else what came of it.
async fn decided(done: Done, status: StatusCode) -> Result<Response, Problem> {
    let Answer::Access { id } = &done.answer else { return Err(Done::odd()) };
    let roster = roster(&done.app).await?;
    let kept = roster.changes.get(id).into_iter().collect();
    match shown(&done.app, kept).await?.pop() {
        Some(change) => done.show(status, &change).await,
        None => {
            let shown = serde_json::json!({"id": id, "status": "APPROVED"});
            done.show(status, &shown).await
        }
    }
}

async fn moved(done: Done) -> Result<Response, Problem> {
    decided(done, StatusCode::OK).await
}

async fn proposed(done: Done) -> Result<Response, Problem> {
    decided(done, StatusCode::CREATED).await
}

/// A change to propose: of a person's roles, of a person's standing, or of a role.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proposal {
    #[serde(default)]
    user_id: Option<UserId>,
    #[serde(default)]
    roles: Option<BTreeSet<Role>>,
    #[serde(default)]
    custom_roles: BTreeSet<RoleCode>,
    #[serde(default)]
    standing: Option<Standing>,
    #[serde(default)]
    role: Option<RoleRequest>,
    reason: String,
}

/// A role to make or to change.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoleRequest {
    code: RoleCode,
    name: String,
    permissions: BTreeMap<Permission, Scope>,
}

impl Proposal {
    fn what(self) -> Result<(AccessWhat, String), Problem> {
        let what = match (self.user_id, self.roles, self.standing, self.role) {
            (Some(user), Some(roles), None, None) => {
                AccessWhat::Assign { user, roles, custom: self.custom_roles }
            }
            (Some(user), None, Some(standing), None) => AccessWhat::Stand { user, standing },
            (None, None, None, Some(RoleRequest { code, name, permissions })) => {
                AccessWhat::Define { role: CustomRole { code, name, permissions } }
            }
            _ => {
                return Err(Problem::of(&codes::MISSING_FIELD).field("user_id").say(
                    "Sebutkan user_id dengan roles, user_id dengan standing, atau role saja.",
                    "Name user_id with roles, user_id with standing, or role alone.",
                ));
            }
        };
        Ok((what, self.reason))
    }
}

async fn propose(
    State(app): State<App>,
    asker: Asker,
    JsonBody(body): JsonBody<Proposal>,
) -> Result<Response, Problem> {
    let (what, reason) = body.what()?;
    let command = Command::Access(C::Propose { what, reason });
    proposed(step::carry_out(app, asker, command).await?).await
}

async fn approve(
    State(app): State<App>,
    asker: Asker,
    PathPart(change): PathPart<AccessChangeId>,
    JsonBody(Nothing {}): JsonBody<Nothing>,
) -> Result<Response, Problem> {
    let roster = roster(&app).await?;
    let Some(known) = roster.changes.get(&change) else {
        // It may be the repeat of an approval, which has taken the change off the list.
        return match asker.command() {
            Some(command) => repeated(&app, &command, &change).await,
            None => Err(missing("change of access")),
        };
    };
    let subject = known.what.subject().cloned();
    let command = Command::Access(C::Approve { change, subject });
    moved(step::carry_out(app, asker, command).await?).await
}

async fn repeated(
    app: &App,
    command: &CommandId,
    change: &AccessChangeId,
) -> Result<Response, Problem> {
    if let Some((response, text)) = once::kept(app, command).await? {
        let said: serde_json::Value = serde_json::from_str(&text).unwrap_or_default();
        if said.get("id").and_then(|id| id.as_str()) == Some(change.as_str()) {
            return Ok(response);
        }
    }
    Err(missing("change of access"))
}

/// Mounts everything about access.
#[must_use]
pub fn mount(routes: Routes<App>) -> Routes<App> {
    routes
        .at("GET /api/users", users)
        .opening("POST /api/users", add, added)
        .at("GET /api/roles", roles)
        .at("GET /api/access-changes", changes)
        .at("POST /api/access-changes", propose)
        .at("POST /api/access-changes/{id}/approve", approve)
        .step("POST /api/access-changes/{id}/reject", reject, moved)
        .step("POST /api/access-changes/{id}/withdraw", withdraw, moved)
}

fn add(NewUser { email, name, roles }: NewUser) -> Command {
    Command::AddUser { email, name, roles }
}

fn reject(change: AccessChangeId, Because { reason }: Because) -> Command {
    Command::Access(C::Reject { change, reason })
}

fn withdraw(change: AccessChangeId, _: Nothing) -> Command {
    Command::Access(C::Withdraw { change })
}
