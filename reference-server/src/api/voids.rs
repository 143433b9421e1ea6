//! Voids: unpaid bills that are to be taken back.

use std::collections::BTreeSet;

use serde::Serialize;
use wikarta_core::account::VoidCase;
use wikarta_core::command::{Command, CorrectionCommand as C};
use wikarta_core::decide::void_needs;
use wikarta_core::id::{InvoiceId, UserId, VoidId};
use wikarta_core::money::Rupiah;
use wikarta_core::time::Timestamp;

use super::desk::{DeskItem, marked};
use super::people::{EndingJson, HandJson, Names, NeedJson};
use super::resource::{list, made, moved, one};
use super::step::{Because, MaybeBecause, Nothing, StepRoutes as _};
use crate::app::App;
use crate::http::Routes;

/// A void as it stands.
#[derive(Debug, Serialize)]
pub struct VoidJson {
    id: String,
    status: &'static str,
    tier: u8,
    needs: Vec<NeedJson>,
    currency: &'static str,
    /// The bill's total when it was asked for.
    amount: Rupiah,
    invoice_id: String,
    reason: String,
    requested: HandJson,
    verified: Option<HandJson>,
    approvals: Vec<HandJson>,
    executed: Option<HandJson>,
    ended: Option<EndingJson>,
    expires_at: Timestamp,
}

impl DeskItem for VoidCase {
    type Json = VoidJson;

    fn people(&self) -> BTreeSet<UserId> {
        let hands = [Some(&self.requested), self.verified.as_ref(), self.executed.as_ref()];
        marked(&hands, &self.approvals, self.ended.as_ref())
    }

    fn shown(&self, names: &Names, now: Timestamp) -> VoidJson {
        VoidJson {
            id: self.id.to_string(),
            status: self.stage.as_str(),
            tier: self.tier,
            needs: void_needs(self, now).iter().map(NeedJson::of).collect(),
            currency: "IDR",
            amount: self.amount,
            invoice_id: self.invoice.to_string(),
            reason: self.reason.clone(),
            requested: names.hand(&self.requested),
            verified: self.verified.as_ref().map(|hand| names.hand(hand)),
            approvals: self.approvals.iter().map(|one| names.approval(one)).collect(),
            executed: self.executed.as_ref().map(|hand| names.hand(hand)),
            ended: self.ended.as_ref().map(|ending| names.ending(ending)),
            expires_at: self.expires_at,
        }
    }
}

/// Mounts everything about voids.
#[must_use]
pub fn mount(routes: Routes<App>) -> Routes<App> {
    routes
        .step("POST /api/invoices/{id}/void", request, made::<VoidCase>)
        .at("GET /api/voids", list::<VoidCase>)
        .at("GET /api/voids/{id}", one::<VoidCase>)
        .step("POST /api/voids/{id}/verify", verify, moved::<VoidCase>)
        .step("POST /api/voids/{id}/approve", approve, moved::<VoidCase>)
        .step("POST /api/voids/{id}/reject", reject, moved::<VoidCase>)
        .step("POST /api/voids/{id}/withdraw", withdraw, moved::<VoidCase>)
        .step("POST /api/voids/{id}/execute", execute, moved::<VoidCase>)
}

fn request(invoice: InvoiceId, Because { reason }: Because) -> Command {
    Command::Correction(C::RequestVoid { invoice, reason })
}

fn verify(void: VoidId, _: Nothing) -> Command {
    Command::Correction(C::VerifyVoid { void })
}

fn approve(void: VoidId, MaybeBecause { reason }: MaybeBecause) -> Command {
    Command::Correction(C::ApproveVoid { void, reason })
}

fn reject(void: VoidId, Because { reason }: Because) -> Command {
    Command::Correction(C::RejectVoid { void, reason })
}

fn withdraw(void: VoidId, MaybeBecause { reason }: MaybeBecause) -> Command {
    Command::Correction(C::WithdrawVoid { void, reason: reason.unwrap_or_default() })
}

fn execute(void: VoidId, _: Nothing) -> Command {
    Command::Correction(C::ExecuteVoid { void })
}
