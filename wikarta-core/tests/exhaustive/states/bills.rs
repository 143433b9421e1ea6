//! Bills and credit notes, wherever they stand.

use wikarta_core::access::Actor;
use wikarta_core::account::{CreditNoteState, InvoiceStatus, Slip};
use wikarta_core::command::{
    BillingCommand as B, Command, CorrectionCommand as C, DeskCommand as D, DunningCommand as R,
    RefundTo,
};
use wikarta_core::id::{CreditNoteId, InvoiceId};
use wikarta_core::provider::{Channel, ProviderStatus};

use super::{Stand, finance, head, named, sent, why};
use crate::claims::told;
use crate::market::day;
use crate::tales::corrections::request;
use crate::tales::desk::cash;
use crate::world::{Client, World, month, rupiah};

/// A bill of 275.000 in a status, by the shortest road that leads there.
fn bill(status: InvoiceStatus) -> (World, Client, InvoiceId) {
    let world = World::new();
    let client = world.client("PLG-000001", 275_000);
    let invoice = world.draft(&client.subscription, "2026-08");
    if status != InvoiceStatus::Draft {
        world.issue(&invoice);
    }
    let says = |status| {
        let order = world.charge(&invoice, Channel::Qris);
        world.bank.set_status(&order, status);
        world.deliver(&told(&world.attempt(&client, &order), status));
        world.work();
    };
    match status {
        InvoiceStatus::Draft | InvoiceStatus::Issued => {}
        InvoiceStatus::Pending => drop(world.charge(&invoice, Channel::Qris)),
        InvoiceStatus::Paid => says(ProviderStatus::Settled),
        InvoiceStatus::Expired => says(ProviderStatus::Expired),
        InvoiceStatus::Void => says(ProviderStatus::Cancelled),
        InvoiceStatus::Refund => says(ProviderStatus::Refunded),
    }
    assert_eq!(world.invoice(&client, &invoice).status, status);
    (world, client, invoice)
}

pub fn bills() -> Vec<Stand> {
    let stand = |status: &InvoiceStatus| {
        let (world, client, invoice) = bill(*status);
        let of = || invoice.clone();
        let slip = Slip {
            number: "BP-001".to_owned(),
            date: day("2026-08-01"),
            period: month("2026-08"),
            evidence: "slip.pdf".to_owned(),
        };
        let number = "04002600012345678".parse().unwrap();
        let by_hand = Command::Posting(cash(&client, 100_000, "KW-1", &[&invoice]));
        let note = B::RequestCreditNote { invoice: of(), amount: rupiah(1_000), reason: why() };
        let void = C::RequestVoid { invoice: of(), reason: why() };
        let oldest = R::ConsiderService { account: client.account.clone(), oldest: of() };
        let finance = || finance(1);
        let commands = vec![
            ("discard", finance(), Command::Billing(B::DiscardDraft { invoice: of() })),
            ("bill its month", finance(), world.period_of(&client.subscription, "2026-08")),
            (
                "bill what waits",
                finance(),
                Command::Billing(B::BillCharges { subscription: client.subscription.clone() }),
            ),
            ("record a slip", finance(), Command::Billing(B::RecordSlip { invoice: of(), slip })),
            (
                "note tax kept back",
                finance(),
                Command::Billing(B::RecordWithholding { invoice: of() }),
            ),
            (
                "expect no slip",
                finance(),
                Command::Billing(B::RejectWithholding { invoice: of(), reason: why() }),
            ),
            (
                "record a tax number",
                finance(),
                Command::Billing(B::RecordTaxNumber { invoice: of(), number }),
            ),
            (
                "cancel its tax number",
                finance(),
                Command::Billing(B::CancelTaxNumber { invoice: of(), reason: why() }),
            ),
            ("ask for a credit note", finance(), Command::Billing(note)),
            ("ask for a void", finance(), Command::Correction(void)),
            ("ask for a refund", finance(), request(&invoice, 1_000, RefundTo::Payer)),
            (
                "put credit on it",
                finance(),
                Command::Desk(D::ApplyCredit { invoice: of(), amount: None }),
            ),
            ("record cash for it", finance(), by_hand),
            (
                "remind of it",
                finance(),
                Command::Dunning(R::SendNow { invoice: of(), stage: None }),
            ),
            ("limit service for it", Actor::Scheduler, Command::Dunning(oldest)),
        ];
        let now = Box::new(move |world: &World| {
            let account = world.account(&client);
            let found = account.invoices.get(&invoice);
            found.map_or("gone".to_owned(), |it| it.status.to_string())
        });
        Stand { thing: "bill", state: status.to_string(), world, commands, now }
    };
    InvoiceStatus::ALL.iter().map(stand).collect()
}

pub fn credit_notes() -> Vec<Stand> {
    let stand = |state: &CreditNoteState| {
        let (world, client, invoice) = bill(InvoiceStatus::Issued);
        let ask = B::RequestCreditNote { invoice, amount: rupiah(1_000), reason: why() };
        sent(&world, "asked", finance(1), Command::Billing(ask));
        let note = CreditNoteId::derived(&named("asked"), 0);
        let agree = Command::Billing(B::ApproveCreditNote { note: note.clone() });
        let refuse = Command::Billing(B::RejectCreditNote { note: note.clone(), reason: why() });
        match state {
            CreditNoteState::Requested => {}
            CreditNoteState::Approved => sent(&world, "agreed", head(1), agree.clone()),
            CreditNoteState::Rejected => sent(&world, "refused", head(1), refuse.clone()),
        }
        let commands = vec![("agree", head(2), agree), ("refuse", head(2), refuse)];
        let now = Box::new(move |world: &World| {
            world.account(&client).credit_notes[&note].state.to_string()
        });
        Stand { thing: "credit note", state: state.to_string(), world, commands, now }
    };
    CreditNoteState::ALL.iter().map(stand).collect()
}
