//! `/api/policy`: the seller's policy, its versions, and what is proposed in its place.

use std::str::FromStr;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use wikarta_core::access::{Permission, Scope, authorize};
use wikarta_core::command::{Command, SettingCommand as C};
use wikarta_core::decide::Answer;
use wikarta_core::policy::{Policy, PolicyBook, PolicyProposal};
use wikarta_core::time::Timestamp;

use super::asker::Asker;
use super::people::{EndingJson, HandJson, Names};
use super::step::{self, Because, Done, Nothing, StepRoutes, missing};
use crate::answer::Problem;
use crate::app::App;
use crate::http::fields::PathKind;
use crate::http::{JsonBody, PathPart, Routes};

/// The number of a proposal in an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProposalNumber(pub u32);

/// The number of a version in an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VersionNumber(pub u32);

impl PathKind for ProposalNumber {
    const KIND: &'static str = "proposal";
}

impl PathKind for VersionNumber {
    const KIND: &'static str = "policy";
}

impl FromStr for ProposalNumber {
    type Err = std::num::ParseIntError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self)
    }
}

impl FromStr for VersionNumber {
    type Err = std::num::ParseIntError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self)
    }
}

/// Fields that whoever sees settings in part may see: what tax follows from.
#[must_use]
pub fn about_tax(key: &str) -> bool {
    ["tax", "pph23", "stamp_above"].iter().any(|table| key.starts_with(table))
}

/// One field.
#[derive(Debug, Serialize)]
struct FieldJson {
    key: String,
    value: String,
}

/// A policy with its version.
#[derive(Debug, Serialize)]
struct PolicyJson {
    version: u32,
    since: Timestamp,
    /// Every field; of those who see settings in part only what tax follows from.
    fields: Vec<FieldJson>,
    /// The document; nothing for those who see settings in part.
    toml: Option<String>,
}

impl PolicyJson {
    fn of(policy: &Policy, since: Timestamp, scope: Scope) -> Self {
        let seen = |key: &str| scope == Scope::All || about_tax(key);
        let lines = policy.lines().into_iter().filter(|line| seen(&line.key));
        Self {
            version: policy.version,
            since,
            fields: lines.map(|line| FieldJson { key: line.key, value: line.value }).collect(),
            toml: (scope == Scope::All).then(|| policy.to_toml()),
        }
    }
}

/// The policy in force and what waits.
#[derive(Debug, Serialize)]
struct BookJson {
    #[serde(flatten)]
    policy: PolicyJson,
    proposed: Option<HandJson>,
    approved: Option<HandJson>,
    reason: Option<String>,
    proposal: Option<ProposalJson>,
    rejected: Option<EndingJson>,
}

/// A proposal.
#[derive(Debug, Serialize)]
struct ProposalJson {
    number: u32,
    version: u32,
    reason: String,
    proposed: HandJson,
    changes: Vec<ChangeJson>,
    toml: String,
}

/// What a proposal changes.
#[derive(Debug, Serialize)]
struct ChangeJson {
    key: String,
    before: Option<String>,
    after: Option<String>,
}

async fn stored(app: &App) -> Result<PolicyBook, Problem> {
    app.wikarta.policy_book().await?.ok_or_else(|| missing("policy"))
}

async fn shown(app: &App, book: &PolicyBook, scope: Scope) -> Result<BookJson, Problem> {
    let adopted = book.adopted.as_ref();
    let hands = adopted.into_iter().flat_map(|it| [&it.proposed.by, &it.approved.by]);
    let waiting = book.proposal.as_ref().map(|proposal| &proposal.by.by);
    let ended = book.rejected.as_ref().and_then(|ending| ending.by.as_ref());
    let people = hands.chain(waiting).chain(ended).cloned().collect();
    let names = Names::of(app, people).await?;
    let proposal = |it: &PolicyProposal| ProposalJson {
        number: it.number,
        version: it.policy.version,
        reason: it.reason.clone(),
        proposed: names.hand(&it.by),
        changes: changes(&book.current, &it.policy),
        toml: it.policy.to_toml(),
    };
    let whole = scope == Scope::All;
    Ok(BookJson {
        policy: PolicyJson::of(&book.current, book.since, scope),
        proposed: adopted.map(|adoption| names.hand(&adoption.proposed)),
        approved: adopted.map(|adoption| names.hand(&adoption.approved)),
        reason: adopted.map(|adoption| adoption.reason.clone()),
        proposal: book.proposal.as_ref().filter(|_| whole).map(proposal),
        rejected: book.rejected.as_ref().filter(|_| whole).map(|ending| names.ending(ending)),
    })
}

fn changes(before: &Policy, after: &Policy) -> Vec<ChangeJson> {
    let json = |it: wikarta_core::policy::PolicyChange| ChangeJson {
        key: it.key,
        before: it.before,
        after: it.after,
    };
    before.changes_to(after).into_iter().map(json).collect()
}

async fn in_force(State(app): State<App>, asker: Asker) -> Result<Json<BookJson>, Problem> {
    let scope = authorize(&asker.staff.actor(), Permission::SettingView)?;
    Ok(Json(shown(&app, &stored(&app).await?, scope).await?))
}

async fn version(
    State(app): State<App>,
    asker: Asker,
    PathPart(VersionNumber(number)): PathPart<VersionNumber>,
) -> Result<Json<PolicyJson>, Problem> {
    let scope = authorize(&asker.staff.actor(), Permission::SettingView)?;
    let kept = app.store.policy(number).await?.ok_or_else(|| missing("policy"))?;
    Ok(Json(PolicyJson::of(&kept.policy, kept.since, scope)))
}

/// A policy to propose.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proposal {
    /// The document; what it leaves out stays.
    toml: String,
    /// Why.
    reason: String,
}

async fn propose(
    State(app): State<App>,
    asker: Asker,
    JsonBody(body): JsonBody<Proposal>,
) -> Result<Response, Problem> {
    let before = app.wikarta.refresh_policy().await?;
    let policy = Box::new(before.amended_by(&body.toml)?);
    let command = Command::Setting(C::ProposePolicy { policy, reason: body.reason });
    decided(step::carry_out(app, asker, command).await?, StatusCode::CREATED).await
}

async fn decided(done: Done, status: StatusCode) -> Result<Response, Problem> {
    let Answer::Policy { .. } = &done.answer else { return Err(Done::odd()) };
    let book = stored(&done.app).await?;
    let shown = shown(&done.app, &book, Scope::All).await?;
    done.show(status, &shown).await
}

async fn moved(done: Done) -> Result<Response, Problem> {
    decided(done, StatusCode::OK).await
}

/// Mounts everything about the policy.
#[must_use]
pub fn mount(routes: Routes<App>) -> Routes<App> {
    routes
        .at("GET /api/policy", in_force)
        .at("GET /api/policies/{version}", version)
        .at("POST /api/policy/proposals", propose)
        .step("POST /api/policy/proposals/{number}/approve", adopt, moved)
        .step("POST /api/policy/proposals/{number}/reject", reject, moved)
        .step("POST /api/policy/proposals/{number}/withdraw", withdraw, moved)
}

fn adopt(ProposalNumber(proposal): ProposalNumber, _: Nothing) -> Command {
    Command::Setting(C::AdoptPolicy { proposal })
}

fn reject(ProposalNumber(proposal): ProposalNumber, Because { reason }: Because) -> Command {
    Command::Setting(C::RejectPolicy { proposal, reason })
}

fn withdraw(ProposalNumber(proposal): ProposalNumber, _: Nothing) -> Command {
    Command::Setting(C::WithdrawPolicy { proposal })
}
