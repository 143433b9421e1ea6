//! Which acts are open to this reader now, or why not and what is.

use wikarta_core::access::{Permission, Role, authorize, scope_of};
use wikarta_core::account::{Document, InvoiceStatus};
use wikarta_core::provider::Channel;

use super::page::Read;
use crate::pages::{ChannelForm, ChargeBox, IssueBox, Refusal, StatusChip};
use crate::panel::viewer::Viewer;
use crate::text::say;
use crate::text::status::Of;

/// The button that issues a draft.
#[must_use]
pub fn issue(viewer: &Viewer, read: &Read) -> IssueBox {
    let invoice = &read.detail.row.invoice;
    if invoice.document != Document::Draft {
        return IssueBox::Hidden;
    }
    let total = invoice.total;
    match missing(viewer, Permission::InvoiceIssue) {
        Some(refusal) => IssueBox::Refused { total, refusal },
        None => IssueBox::Ready {
            action: format!("/tagihan/{}/terbitkan", invoice.id),
            idempotency_key: read.form_key.clone(),
            total,
        },
    }
}

/// The form that makes a transaction. Nobody looks for it on a draft; who may not make one is told
/// why only where one could be made.
#[must_use]
pub fn charge(viewer: &Viewer, read: &Read) -> ChargeBox {
    let invoice = &read.detail.row.invoice;
    match (invoice.takes_money(), missing(viewer, Permission::PaymentCharge)) {
        (true, Some(refusal)) => ChargeBox::Refused(refusal),
        (true, None) => ChargeBox::Ready(ChannelForm::new(
            format!("/tagihan/{}/transaksi", invoice.id),
            viewer.form.clone(),
            read.form_key.clone(),
            Channel::ALL,
        )),
        (false, None) if invoice.document != Document::Draft => {
            ChargeBox::Refused(not_payable(viewer, invoice.status))
        }
        (false, _) => ChargeBox::Hidden,
    }
}

fn not_payable(viewer: &Viewer, status: InvoiceStatus) -> Refusal {
    let lang = viewer.lang;
    let word = StatusChip::of(Of::Invoice, status.as_str(), lang).word;
    Refusal {
        rule: "invoice.state".to_owned(),
        reason: say::not_payable(lang, word),
        allowed: vec![lang.texts().invoice.nothing_to_pay.to_owned()],
    }
}

/// Why the reader may not, if a permission is missing: the core's own rule, in words.
fn missing(viewer: &Viewer, permission: Permission) -> Option<Refusal> {
    let refused = authorize(&viewer.actor, permission).err()?;
    let holders: Vec<&str> = Role::ALL
        .iter()
        .filter(|role| scope_of(**role, permission).is_some())
        .map(|role| role.as_str())
        .collect();
    Some(Refusal {
        rule: refused.rule().to_owned(),
        reason: say::needs_permission(viewer.lang, permission, viewer.roles()),
        allowed: vec![say::held_by(viewer.lang, holders.join(", "))],
    })
}
