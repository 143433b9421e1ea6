//! Reports over small books whose figures are counted by hand.

mod figures;
mod past;

use serde_json::Value as Json;
use wikarta_core::access::Role;
use wikarta_core::command::Command;
use wikarta_core::decide::Answer;
use wikarta_core::id::{CreditNoteId, InvoiceId, PostingId};
use wikarta_core::money::Rupiah;
use wikarta_core::time::Zone;

use super::{Ask, Asked, Kind, Sees, make};
use crate::panel::tests::world::{Client, World};
use crate::text::Lang;

pub(super) const WHY: &str = "alasan yang cukup panjang";

pub(super) fn asked(query: &str) -> Asked {
    serde_urlencoded::from_str(query).unwrap()
}

/// A report as programs get it.
pub(super) async fn report(world: &World, kind: Kind, query: &str) -> Json {
    let now = wikarta_core::ports::Host::now(&*world.host);
    let ask = Ask::read(&asked(query), kind, (now, Zone::Wib)).unwrap();
    make(&world.app, kind, &ask, (Sees::Finance, Lang::Id)).await.unwrap().json(0, 1_000)
}

pub(super) fn rupiah(amount: i64) -> Rupiah {
    Rupiah::new(amount).unwrap()
}

/// Cash that Ratna took; it waits for a second person.
pub(super) fn cash(client: &Client, amount: i64, number: u32, on: &str) -> Command {
    use wikarta_core::account::PostingMethod;
    use wikarta_core::command::{PostingCommand, RecordPosting};
    Command::Posting(PostingCommand::Record(RecordPosting {
        account: client.account.clone(),
        method: PostingMethod::Cash,
        amount: rupiah(amount),
        received_on: on.parse().unwrap(),
        evidence: format!("KW-{number}"),
        note: String::new(),
        invoices: Vec::new(),
    }))
}

pub(super) fn verify(posting: PostingId) -> Command {
    Command::Posting(wikarta_core::command::PostingCommand::Verify { posting })
}

/// Asks for a credit note as Ratna and agrees to it as Nurlaila; false where a rule refused it.
pub(super) async fn credit(world: &World, invoice: &InvoiceId, amount: i64) -> bool {
    use wikarta_core::command::BillingCommand as B;
    let (invoice, amount) = (invoice.clone(), rupiah(amount));
    let request = B::RequestCreditNote { invoice, amount, reason: WHY.to_owned() };
    let ratna = world.person("Ratna", Role::Keuangan);
    let Ok(made) = world.ask(ratna, Command::Billing(request)).await else { return false };
    let Answer::CreditNote { id, .. } = made.answer else { panic!("{made:?}") };
    let note: CreditNoteId = id;
    let nurlaila = world.person("Nurlaila", Role::Supervisor);
    world.ask(nurlaila, Command::Billing(B::ApproveCreditNote { note })).await.is_ok()
}

/// Has a bill taken back by three people; false where a rule refused it.
pub(super) async fn take_back(world: &World, invoice: &InvoiceId) -> bool {
    use wikarta_core::command::CorrectionCommand as C;
    let request = C::RequestVoid { invoice: invoice.clone(), reason: WHY.to_owned() };
    let ratna = world.person("Ratna", Role::Keuangan);
    let Ok(made) = world.ask(ratna.clone(), Command::Correction(request)).await else {
        return false;
    };
    let Answer::Void { id, .. } = made.answer else { panic!("{made:?}") };
    let approve = C::ApproveVoid { void: id.clone(), reason: None };
    let nurlaila = world.person("Nurlaila", Role::Supervisor);
    let agreed = world.ask(nurlaila, Command::Correction(approve)).await.is_ok();
    let dewi = world.person("Dewi", Role::Keuangan);
    let done = world.ask(dewi, Command::Correction(C::ExecuteVoid { void: id })).await.is_ok();
    world.work().await;
    agreed && done
}
