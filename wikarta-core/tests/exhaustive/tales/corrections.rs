//! Money that goes back and bills that are taken back, through every hand.

use wikarta_core::account::Proof;
use wikarta_core::command::{Command, CorrectionCommand as C, RefundTo, RequestRefund};
use wikarta_core::id::{InvoiceId, RefundId, VoidId};
use wikarta_core::provider::{Channel, ProviderStatus};

use super::{WHY, finance, head};
use crate::claims::told;
use crate::tale::{Act, Tale};
use crate::world::{Client, World, rupiah};

fn why() -> String {
    WHY.to_owned()
}

/// A bill that was paid.
pub fn paid(channel: Channel) -> (World, Client, InvoiceId) {
    let world = World::new();
    let (client, invoice) = world.bill(200_000);
    let order = world.charge(&invoice, channel);
    world.bank.set_status(&order, ProviderStatus::Settled);
    world.deliver(&told(&world.attempt(&client, &order), ProviderStatus::Settled));
    world.work();
    (world, client, invoice)
}

pub fn request(invoice: &InvoiceId, amount: i64, to: RefundTo) -> Command {
    Command::Correction(C::RequestRefund(RequestRefund {
        invoice: invoice.clone(),
        amount: rupiah(amount),
        reason: why(),
        evidence: Some("tiket-1.pdf".to_owned()),
        source: None,
        to,
    }))
}

/// One refused, one taken back, one through the gateway, one by hand.
pub fn refunds() -> Tale {
    let (world, _, invoice) = paid(Channel::Qris);
    let mut tale = Tale::new("refunds", world);
    let ask = |tale: &mut Tale, to| {
        RefundId::derived(&tale.ask(&finance(1), request(&invoice, 40_000, to)), 0)
    };
    let refund = ask(&mut tale, RefundTo::Payer);
    tale.ask(&head(1), Command::Correction(C::RejectRefund { refund, reason: why() }));
    let refund = ask(&mut tale, RefundTo::Payer);
    tale.ask(&finance(1), Command::Correction(C::WithdrawRefund { refund, reason: why() }));
    for to in [RefundTo::Payer, RefundTo::Transfer] {
        let refund = ask(&mut tale, to);
        let of = || refund.clone();
        let (amount, evidence) = (rupiah(30_000), Some("tiket-2.pdf".to_owned()));
        let proof = (to == RefundTo::Transfer)
            .then(|| Proof { reference: "BCA-1".to_owned(), evidence: "slip.pdf".to_owned() });
        for (actor, command) in [
            (finance(1), C::EditRefund { refund: of(), amount, reason: why(), evidence }),
            (finance(2), C::VerifyRefund { refund: of() }),
            (head(1), C::ApproveRefund { refund: of(), reason: None }),
            (finance(3), C::ExecuteRefund { refund: of(), proof }),
        ] {
            tale.ask(&actor, Command::Correction(command));
        }
        tale.then([Act::Work]);
    }
    tale
}

/// One refused, one taken back, one carried out while a code is live.
pub fn voids() -> Tale {
    let world = World::new();
    let (_, invoice) = world.bill(200_000);
    world.charge(&invoice, Channel::BcaVa);
    let mut tale = Tale::new("voids", world);
    let ask = |tale: &mut Tale| {
        let request = C::RequestVoid { invoice: invoice.clone(), reason: why() };
        VoidId::derived(&tale.ask(&finance(1), Command::Correction(request)), 0)
    };
    let void = ask(&mut tale);
    tale.ask(&head(1), Command::Correction(C::RejectVoid { void, reason: why() }));
    let void = ask(&mut tale);
    tale.ask(&finance(1), Command::Correction(C::WithdrawVoid { void, reason: why() }));
    let void = ask(&mut tale);
    let of = || void.clone();
    for (actor, command) in [
        (finance(2), C::VerifyVoid { void: of() }),
        (head(1), C::ApproveVoid { void: of(), reason: None }),
        (finance(3), C::ExecuteVoid { void: of() }),
    ] {
        tale.ask(&actor, Command::Correction(command));
    }
    tale.then([Act::Work]);
    tale
}

/// A refund and a void that nobody decides.
pub fn nobody_decides() -> Tale {
    let (world, client, invoice) = paid(Channel::Qris);
    let unpaid = world.draft(&client.subscription, "2026-09");
    world.issue(&unpaid);
    let mut tale = Tale::new("nobody decides", world);
    tale.ask(&finance(1), request(&invoice, 40_000, RefundTo::Payer));
    let void = C::RequestVoid { invoice: unpaid, reason: why() };
    tale.ask(&finance(1), Command::Correction(void));
    tale.then([Act::Pass(40 * 86_400), Act::Lapse]);
    tale
}
