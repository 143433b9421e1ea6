//! Customers one by one: taken in, changed, looked at in full, deleted.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use wikarta_core::command::{ChangeCustomer, Command, CustomerCommand as C, RegisterCustomer};
use wikarta_core::customer::{Collector, CustomerCode, CustomerKey, Kind, TaxTreatment, Withholds};
use wikarta_core::decide::Answer;
use wikarta_core::id::AccountId;
use wikarta_core::money::Rupiah;
use wikarta_core::time::{Timestamp, Zone};

use super::asker::Asker;
use super::customers::CustomerJson;
use super::personal::{FullJson, IdentityJson, PersonalRequest};
use super::step::{self, Because, Done, StepRoutes as _, missing};
use crate::answer::{Problem, codes};
use crate::app::App;
use crate::http::{JsonBody, PathPart, Routes};

/// A customer with everything but full personal values.
#[derive(Debug, Serialize)]
pub struct OneCustomer {
    #[serde(flatten)]
    customer: CustomerJson,
    kind: &'static str,
    withholds: &'static str,
    collector: &'static str,
    #[serde(flatten)]
    identity: IdentityJson,
    suspense: Rupiah,
    deposit: Rupiah,
    invoice_count: u32,
    registered_at: Timestamp,
    deleted: bool,
    erased: bool,
    version: u64,
}

async fn shown(app: &App, id: &AccountId) -> Result<OneCustomer, Problem> {
    let found = app.store.customer(id).await?.ok_or_else(|| missing("customer"))?;
    let personal = app.store.personal(id).await?;
    let customer = &found.customer;
    Ok(OneCustomer {
        kind: customer.kind.as_str(),
        withholds: customer.treatment.withholds.as_str(),
        collector: customer.treatment.collector.as_str(),
        identity: personal.map(|record| IdentityJson::masked(&record.values)).unwrap_or_default(),
        suspense: found.suspense,
        deposit: found.deposit,
        invoice_count: found.invoice_count,
        registered_at: customer.registered_at,
        deleted: customer.deleted.is_some(),
        erased: customer.erased.is_some(),
        version: found.version,
        customer: CustomerJson::of(found.row),
    })
}

/// One customer, personal values masked.
async fn one(
    State(app): State<App>,
    PathPart(id): PathPart<AccountId>,
) -> Result<Json<OneCustomer>, Problem> {
    shown(&app, &id).await.map(Json)
}

fn id_of(answer: &Answer) -> Result<&AccountId, Problem> {
    match answer {
        Answer::Customer { id } => Ok(id),
        _ => Err(Done::odd()),
    }
}

async fn changed(done: Done) -> Result<Response, Problem> {
    let customer = shown(&done.app, id_of(&done.answer)?).await?;
    done.show(StatusCode::OK, &customer).await
}

/// A customer to take in.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewCustomer {
    code: CustomerCode,
    zone: Zone,
    #[serde(default)]
    kind: Kind,
    #[serde(default)]
    withholds: Withholds,
    #[serde(default)]
    collector: Collector,
    personal: PersonalRequest,
}

async fn register(
    State(app): State<App>,
    asker: Asker,
    JsonBody(body): JsonBody<NewCustomer>,
) -> Result<Response, Problem> {
    let order = RegisterCustomer {
        code: body.code,
        zone: body.zone,
        personal: body.personal.read(body.kind, None)?,
        key: fresh_key()?,
        kind: body.kind,
        treatment: TaxTreatment { withholds: body.withholds, collector: body.collector },
    };
    let command = Command::RegisterCustomer(Box::new(order));
    let done = step::carry_out(app, asker, command).await?;
    let customer = shown(&done.app, id_of(&done.answer)?).await?;
    done.show(StatusCode::CREATED, &customer).await
}

fn fresh_key() -> Result<CustomerKey, Problem> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|_| Problem::of(&codes::INTERNAL))?;
    Ok(CustomerKey::new(bytes))
}

/// Values to change; what is absent stays, and within `personal` too.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CustomerChange {
    #[serde(default)]
    kind: Option<Kind>,
    #[serde(default)]
    withholds: Option<Withholds>,
    #[serde(default)]
    collector: Option<Collector>,
    #[serde(default)]
    personal: Option<PersonalRequest>,
}

async fn change(
    State(app): State<App>,
    asker: Asker,
    PathPart(account): PathPart<AccountId>,
    JsonBody(body): JsonBody<CustomerChange>,
) -> Result<Response, Problem> {
    let known = app.store.customer(&account).await?.ok_or_else(|| missing("customer"))?.customer;
    let kind = body.kind.unwrap_or(known.kind);
    let personal = match body.personal {
        None => None,
        Some(request) => {
            let record = app.store.personal(&account).await?.ok_or_else(|| missing("customer"))?;
            Some((request.read(kind, Some(&record.values))?, record.key))
        }
    };
    let treatment = match (body.withholds, body.collector) {
        (None, None) => None,
        (withholds, collector) => Some(TaxTreatment {
            withholds: withholds.unwrap_or(known.treatment.withholds),
            collector: collector.unwrap_or(known.treatment.collector),
        }),
    };
    let order = ChangeCustomer { account, kind: body.kind, treatment, personal };
    let done = step::carry_out(app, asker, Command::Customer(C::Change(order))).await?;
    changed(done).await
}

/// Full personal values, once the reason is in the trail. Never kept for a repeat.
async fn revealed(done: Done) -> Result<Response, Problem> {
    let id = id_of(&done.answer)?;
    let record = done.app.store.personal(id).await?.ok_or_else(|| missing("customer"))?;
    let full = FullJson::of(id, &record.values);
    Ok(axum::response::IntoResponse::into_response(Json(full)))
}

/// Mounts everything about one customer.
#[must_use]
pub fn mount(routes: Routes<App>) -> Routes<App> {
    routes
        .at("POST /api/customers", register)
        .at("GET /api/customers/{id}", one)
        .at("POST /api/customers/{id}/change", change)
        .step("POST /api/customers/{id}/delete", delete, changed)
        .step("POST /api/customers/{id}/erase", erase, changed)
        .step("POST /api/customers/{id}/reveal", reveal, revealed)
}

fn delete(account: AccountId, Because { reason }: Because) -> Command {
    Command::Customer(C::Delete { account, reason })
}

fn erase(account: AccountId, Because { reason }: Because) -> Command {
    Command::Customer(C::Erase { account, reason })
}

fn reveal(account: AccountId, Because { reason }: Because) -> Command {
    Command::Customer(C::Reveal { account, reason })
}
