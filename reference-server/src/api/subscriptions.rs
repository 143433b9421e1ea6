//! Subscriptions: sold, activated, changed, limited, opened again, ended.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use wikarta_core::billing::{BillingMode, Cycle, LineKind, PeriodLength};
use wikarta_core::command::{ChangeWhen, Command, Installed, Sell, SubscriptionCommand as C};
use wikarta_core::decide::Answer;
use wikarta_core::id::{AccountId, PackageId, PromoId, SubscriptionId};
use wikarta_core::money::Rupiah;
use wikarta_core::subscription::Subscription;

use super::amount::Amount;
use super::step::{Because, Done, Nothing, StepRoutes as _, missing};
use crate::answer::Problem;
use crate::app::App;
use crate::http::{PathPart, Routes};

/// A subscription with whose it is.
#[derive(Debug, Serialize)]
pub struct SubscriptionJson {
    #[serde(flatten)]
    subscription: Subscription,
    customer_id: String,
    customer_code: String,
    customer_name: String,
    version: u64,
}

async fn read(app: &App, id: &SubscriptionId) -> Result<SubscriptionJson, Problem> {
    let sold = app.store.subscription(id).await?.ok_or_else(|| missing("subscription"))?;
    Ok(SubscriptionJson {
        subscription: sold.subscription,
        customer_id: sold.account.to_string(),
        customer_code: sold.customer_code,
        customer_name: sold.customer_name,
        version: sold.version,
    })
}

async fn one(
    State(app): State<App>,
    PathPart(id): PathPart<SubscriptionId>,
) -> Result<Json<SubscriptionJson>, Problem> {
    read(&app, &id).await.map(Json)
}

async fn row_of(done: &Done) -> Result<SubscriptionJson, Problem> {
    let Answer::Subscription { id } = &done.answer else { return Err(Done::odd()) };
    read(&done.app, id).await
}

async fn sold(done: Done) -> Result<Response, Problem> {
    done.show(StatusCode::CREATED, &row_of(&done).await?).await
}

async fn moved(done: Done) -> Result<Response, Problem> {
    done.show(StatusCode::OK, &row_of(&done).await?).await
}

/// A package to sell, and on which terms.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sale {
    customer_id: AccountId,
    package_id: PackageId,
    starts_on: NaiveDate,
    #[serde(default)]
    installed: Option<Installed>,
    /// `calendar`, or `anniversary-1` to `anniversary-31`; absent: from the first day on.
    #[serde(default)]
    cycle: Option<Cycle>,
    #[serde(default)]
    months: Option<PeriodLength>,
    #[serde(default)]
    mode: Option<BillingMode>,
    #[serde(default)]
    promo_id: Option<PromoId>,
    #[serde(default)]
    deposit: Option<Amount>,
}

/// A day.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Day {
    on: NaiveDate,
}

/// Another package: from a day on, with `next_period`, or as is usual when nothing is said.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlanRequest {
    package_id: PackageId,
    #[serde(default)]
    on: Option<NaiveDate>,
    #[serde(default)]
    when: Option<When>,
}

/// A name for a day that the rules find.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum When {
    /// With the next period.
    NextPeriod,
    /// A dearer plan at once, a cheaper one with the next period.
    Usual,
}

/// An end that somebody asks for.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EndRequest {
    on: NaiveDate,
    reason: String,
}

/// An approved promotion to give.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gift {
    promo_id: PromoId,
}

/// A fee for the next bill.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fee {
    kind: LineKind,
    description: String,
    amount: Amount,
}

/// Mounts everything about subscriptions.
#[must_use]
pub fn mount(routes: Routes<App>) -> Routes<App> {
    routes
        .opening("POST /api/subscriptions", sell, sold)
        .at("GET /api/subscriptions/{id}", one)
        .step("POST /api/subscriptions/{id}/activate", activate, moved)
        .step("POST /api/subscriptions/{id}/change-plan", change_plan, moved)
        .step("POST /api/subscriptions/{id}/isolate", isolate, moved)
        .step("POST /api/subscriptions/{id}/restore", restore, moved)
        .step("POST /api/subscriptions/{id}/request-termination", request_end, moved)
        .step("POST /api/subscriptions/{id}/approve-termination", approve_end, moved)
        .step("POST /api/subscriptions/{id}/reject-termination", reject_end, moved)
        .step("POST /api/subscriptions/{id}/promo", give, moved)
        .step("POST /api/subscriptions/{id}/fee", fee, moved)
}

fn sell(body: Sale) -> Command {
    Command::Subscription(C::Sell(Sell {
        account: body.customer_id,
        package: body.package_id,
        starts_on: body.starts_on,
        installed: body.installed.unwrap_or(Installed::No),
        cycle: body.cycle.unwrap_or_else(|| Cycle::anniversary_of(body.starts_on)),
        length: body.months.unwrap_or(PeriodLength::MONTH),
        mode: body.mode.unwrap_or(BillingMode::Prepaid),
        promo: body.promo_id,
        deposit: body.deposit.map_or(Rupiah::ZERO, |amount| amount.0),
    }))
}

fn activate(subscription: SubscriptionId, Day { on }: Day) -> Command {
    Command::Subscription(C::Activate { subscription, on })
}

fn change_plan(subscription: SubscriptionId, body: PlanRequest) -> Command {
    let when = match (body.on, body.when) {
        (Some(day), _) => ChangeWhen::On(day),
        (None, Some(When::NextPeriod)) => ChangeWhen::NextPeriod,
        (None, Some(When::Usual) | None) => ChangeWhen::Usual,
    };
    Command::Subscription(C::ChangePlan { subscription, package: body.package_id, when })
}

fn isolate(subscription: SubscriptionId, Because { reason }: Because) -> Command {
    Command::Subscription(C::Isolate { subscription, reason })
}

fn restore(subscription: SubscriptionId, Because { reason }: Because) -> Command {
    Command::Subscription(C::Restore { subscription, reason })
}

fn request_end(subscription: SubscriptionId, EndRequest { on, reason }: EndRequest) -> Command {
    Command::Subscription(C::RequestTermination { subscription, on, reason })
}

fn approve_end(subscription: SubscriptionId, _: Nothing) -> Command {
    Command::Subscription(C::ApproveTermination { subscription })
}

fn reject_end(subscription: SubscriptionId, Because { reason }: Because) -> Command {
    Command::Subscription(C::RejectTermination { subscription, reason })
}

fn give(subscription: SubscriptionId, Gift { promo_id: promo }: Gift) -> Command {
    Command::Subscription(C::GivePromo { subscription, promo })
}

fn fee(subscription: SubscriptionId, Fee { kind, description, amount }: Fee) -> Command {
    Command::Subscription(C::AddFee { subscription, kind, description, amount: amount.0 })
}
