//! Selling a package to a customer.

use axum::extract::State;
use axum::response::Response;
use wikarta_core::access::Permission;
use wikarta_core::billing::{BillingMode, Cycle, PeriodLength};
use wikarta_core::command::{Command, Installed, Sell, SubscriptionCommand};
use wikarta_core::id::{AccountId, CommandId, PackageId};
use wikarta_core::money::Rupiah;
use wikarta_store_sqlx::views::PackageRow;

use super::read::Read;
use super::{Id, address, carry};
use crate::answer::Problem;
use crate::app::App;
use crate::http::PathPart;
use crate::pages::{Field, Folded, Input, Section};
use crate::panel::acts::{self, Brought, Draft, Sent, choices};
use crate::panel::typed;
use crate::panel::viewer::Viewer;

/// A sale to weigh: only people and state matter.
pub(super) fn example(viewer: &Viewer, account: &AccountId, packages: &[PackageRow]) -> Command {
    let nothing = || PackageId::derived(&CommandId::new("nothing"), 0);
    let package = packages.first().map_or_else(nothing, |row| row.package.id.clone());
    Command::Subscription(SubscriptionCommand::Sell(Sell {
        account: account.clone(),
        package,
        starts_on: viewer.today(),
        installed: Installed::No,
        cycle: Cycle::Calendar,
        length: PeriodLength::MONTH,
        mode: BillingMode::Prepaid,
        promo: None,
        deposit: Rupiah::ZERO,
    }))
}

/// The form, for those whose work it is.
pub(super) fn sell(viewer: &Viewer, read: &Read) -> Option<Folded> {
    viewer.scope(Permission::SubscriptionChange)?;
    let (t, r) = (&viewer.lang.texts().customer, &viewer.lang.texts().record);
    let [_, _, _, weighed, _] = &read.weighed;
    let offer = |row: &PackageRow| {
        let package = &row.package;
        (package.id.to_string(), format!("{} · {}", package.code, package.price))
    };
    let packages: Vec<(String, String)> = read.packages.iter().map(offer).collect();
    let installed = [(Installed::No.as_str(), r.no), (Installed::Yes.as_str(), r.yes)];
    let cycles = [("anniversary", t.cycle_anniversary), ("calendar", t.cycle_calendar)];
    let modes = [
        (BillingMode::Prepaid.as_str(), t.mode_prepaid),
        (BillingMode::Postpaid.as_str(), t.mode_postpaid),
    ];
    let fields = vec![
        Field::new("package", t.package, Input::Select(choices(&packages, ""))),
        Field::new("starts_on", t.starts_on, Input::Day)
            .with(acts::today(viewer))
            .hinted(r.day_hint),
        Field::new("installed", t.installed, Input::Select(choices(&installed, "no"))),
        Field::new("cycle", t.cycle, Input::Select(choices(&cycles, "anniversary"))),
        Field::new("mode", t.mode, Input::Select(choices(&modes, "prepaid"))),
        Field::new("deposit", t.deposit_field, Input::Money).optional(),
    ];
    let action = format!("{}/jual", address(&read.detail.row.id));
    Some(Draft::new(viewer, ("jual", t.sell), action, fields, &read.form_key).if_open(weighed))
}

/// Sells.
pub async fn send(State(app): State<App>, viewer: Viewer, id: Id, form: Brought) -> Response {
    let made = async {
        let fields = ["package", "starts_on", "installed", "cycle", "mode", "deposit"];
        let (PathPart(id), sent) = (id?, Sent::of(form, &fields)?);
        let command = order(&id, &sent);
        carry(&app, &viewer, (&id, "jual", &sent), command).await
    };
    let made = made.await;
    viewer.answer(Section::Customers, made)
}

fn order(account: &AccountId, sent: &Sent) -> Result<Command, Problem> {
    let starts_on = typed::day("starts_on", sent.text("starts_on"))?;
    let cycle = match sent.text("cycle") {
        "calendar" => Cycle::Calendar,
        _ => Cycle::anniversary_of(starts_on),
    };
    let deposit = match sent.some("deposit") {
        Some(text) => typed::rupiah("deposit", text)?,
        None => Rupiah::ZERO,
    };
    Ok(Command::Subscription(SubscriptionCommand::Sell(Sell {
        account: account.clone(),
        package: typed::one_of("package", sent.text("package"))?,
        starts_on,
        installed: typed::one_of("installed", sent.text("installed"))?,
        cycle,
        length: PeriodLength::MONTH,
        mode: typed::one_of("mode", sent.text("mode"))?,
        promo: None,
        deposit,
    })))
}
