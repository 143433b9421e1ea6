//! `/langganan/{id}`: what a customer has bought, on which terms, and what can be done about it.
//!
//! - [`page`]: fills the page; [`forms`]: its forms and what each would be answered.

pub mod forms;
pub mod page;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;
use wikarta_core::access::Permission;
use wikarta_core::command::{ChangeWhen, Command, SubscriptionCommand as C};
use wikarta_core::id::SubscriptionId;
use wikarta_core::package::PackageState;
use wikarta_core::promo::{Promo, PromoState};
use wikarta_store_sqlx::views::{DeskFilter, PackageRow, Priced, Sold};

use super::acts::{self, Brought, Sent};
use super::people::People;
use super::viewer::Viewer;
use super::why::{self, Weighed};
use super::{respond, typed};
use crate::answer::{Problem, codes};
use crate::app::App;
use crate::http::{PathPart, QueryFields};
use crate::pages::Section;

type Id = Result<PathPart<SubscriptionId>, Problem>;

/// The query of the page.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    /// The key of the form that the reader has just sent.
    selesai: Option<String>,
}

/// One subscription with everything around it.
#[derive(Debug)]
pub struct Read {
    /// The subscription, and whose.
    pub sold: Sold,
    /// Colleagues by id.
    pub people: People,
    /// Packages on sale, for those who may change plans.
    pub packages: Vec<PackageRow>,
    /// Promotions that may be given, for those who may give them.
    pub promos: Vec<Promo>,
    /// What each form would be answered, in the order of `forms::examples`.
    pub weighed: Vec<Weighed>,
    /// Makes a double click one act.
    pub form_key: String,
}

/// The address of a subscription.
pub(super) fn address(id: &SubscriptionId) -> String {
    format!("/langganan/{id}")
}

async fn read(app: &App, viewer: &Viewer, id: &SubscriptionId) -> Result<Read, Problem> {
    let missing = || Problem::of(&codes::NOT_FOUND);
    let sold = app.store.subscription(id).await?.ok_or_else(missing)?;
    let sells = viewer.scope(Permission::SubscriptionChange).is_some();
    let (packages, promos) = if sells {
        let filter = DeskFilter { states: vec![PromoState::Approved], ..DeskFilter::default() };
        let packages = app.store.packages_in(&[PackageState::OnSale], Priced::Either).await?;
        (packages, app.store.promos(&filter).await?.rows)
    } else {
        (Vec::new(), Vec::new())
    };
    let commands = forms::examples(viewer, &sold, &packages, &promos).map(Command::Subscription);
    Ok(Read {
        weighed: why::weigh(app, viewer, commands).await?,
        sold,
        packages,
        promos,
        people: People::read(app).await?,
        form_key: app.wikarta.host().fresh_id().to_string(),
    })
}

/// One subscription.
pub async fn show(
    State(app): State<App>,
    viewer: Viewer,
    id: Id,
    asked: Result<QueryFields<Asked>, Problem>,
) -> Response {
    let made = async {
        let (PathPart(id), QueryFields(asked)) = (id?, asked?);
        let mut page = page::page(&viewer, &read(&app, &viewer, &id).await?);
        page.chrome.note = acts::done(&app, &viewer, asked.selesai.as_deref()).await;
        respond::page(&page, StatusCode::OK, viewer.lang)
    };
    let made = made.await;
    viewer.answer(Section::Customers, made)
}

async fn carry(
    app: &App,
    viewer: &Viewer,
    (id, form, sent): (&SubscriptionId, &str, &Sent),
    command: Result<C, Problem>,
) -> Result<Response, Problem> {
    let done = match command {
        Ok(command) => {
            let command = Command::Subscription(command);
            acts::send(app, viewer, (sent, command), &address(id)).await
        }
        Err(problem) => Err(problem),
    };
    match done {
        Err(problem) if acts::about_typing(&problem) => {
            let page = page::page(viewer, &read(app, viewer, id).await?);
            acts::again(viewer, page, (form, sent), problem)
        }
        other => other,
    }
}

macro_rules! acts_on {
    ($($(#[$doc:meta])* $name:ident, $form:literal, $fields:expr, $command:expr;)*) => {$(
        $(#[$doc])*
        pub async fn $name(State(app): State<App>, viewer: Viewer, id: Id, form: Brought) -> Response {
            let made = async {
                let (PathPart(id), sent) = (id?, Sent::of(form, &$fields)?);
                let command: fn(SubscriptionId, &Sent) -> Result<C, Problem> = $command;
                let command = command(id.clone(), &sent);
                carry(&app, &viewer, (&id, $form, &sent), command).await
            };
            let made = made.await;
            viewer.answer(Section::Customers, made)
        }
    )*};
}

fn reason(sent: &Sent) -> String {
    sent.text("reason").to_owned()
}

acts_on! {
    /// Service was installed and runs.
    activate, "aktifkan", ["on"], |subscription, sent| {
        Ok(C::Activate { subscription, on: typed::day("on", sent.text("on"))? })
    };
    /// Another package from then on.
    change_plan, "paket", ["package", "when", "on"], |subscription, sent| {
        let when = match sent.text("when") {
            "on" => ChangeWhen::On(typed::day("on", sent.text("on"))?),
            _ => ChangeWhen::NextPeriod,
        };
        let package = typed::one_of("package", sent.text("package"))?;
        Ok(C::ChangePlan { subscription, package, when })
    };
    /// Limits service.
    isolate, "isolir", ["reason"], |subscription, sent| {
        Ok(C::Isolate { subscription, reason: reason(sent) })
    };
    /// Opens it again.
    restore, "buka", ["reason"], |subscription, sent| {
        Ok(C::Restore { subscription, reason: reason(sent) })
    };
    /// Asks for its end.
    request_end, "berhenti", ["on", "reason"], |subscription, sent| {
        let on = typed::day("on", sent.text("on"))?;
        Ok(C::RequestTermination { subscription, on, reason: reason(sent) })
    };
    /// Agrees to its end.
    approve_end, "setujui", [], |subscription, _| Ok(C::ApproveTermination { subscription });
    /// Says no to its end.
    reject_end, "tolak", ["reason"], |subscription, sent| {
        Ok(C::RejectTermination { subscription, reason: reason(sent) })
    };
    /// Gives a promotion.
    give_promo, "promo", ["promo"], |subscription, sent| {
        Ok(C::GivePromo { subscription, promo: typed::one_of("promo", sent.text("promo"))? })
    };
    /// Puts a fee on the next bill.
    add_fee, "biaya", ["kind", "description", "amount"], |subscription, sent| {
        Ok(C::AddFee {
            subscription,
            kind: typed::one_of("kind", sent.text("kind"))?,
            description: sent.text("description").to_owned(),
            amount: typed::rupiah("amount", sent.text("amount"))?,
        })
    };
}
