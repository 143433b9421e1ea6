//! The forms about a subscription, each open or blocked as the rules would answer.

use wikarta_core::access::Permission;
use wikarta_core::billing::LineKind;
use wikarta_core::command::{ChangeWhen, SubscriptionCommand as C};
use wikarta_core::id::{CommandId, PackageId, PromoId};
use wikarta_core::money::Rupiah;
use wikarta_core::promo::Promo;
use wikarta_store_sqlx::views::{PackageRow, Sold};

use super::{Read, address};
use crate::pages::{Field, Folded, Input, Weight};
use crate::panel::acts::{self, Draft, choices};
use crate::panel::viewer::Viewer;
use crate::panel::why::SOME_REASON;

/// One command for each form: activate, change plan, isolate, restore, ask for the end, agree to it,
/// refuse it, give a promotion, add a fee.
pub(super) fn examples(
    viewer: &Viewer,
    sold: &Sold,
    packages: &[PackageRow],
    promos: &[Promo],
) -> [C; 9] {
    let subscription = || sold.subscription.id.clone();
    let reason = || SOME_REASON.to_owned();
    let nothing = CommandId::new("nothing");
    let mut ids = packages.iter().map(|row| &row.package.id);
    let other = ids.find(|id| **id != sold.subscription.package).cloned();
    let package = other.unwrap_or_else(|| PackageId::derived(&nothing, 0));
    let promo = promos.first().map_or_else(|| PromoId::derived(&nothing, 0), |one| one.id.clone());
    let on = viewer.now.day_in(sold.zone);
    [
        C::Activate { subscription: subscription(), on },
        C::ChangePlan { subscription: subscription(), package, when: ChangeWhen::NextPeriod },
        C::Isolate { subscription: subscription(), reason: reason() },
        C::Restore { subscription: subscription(), reason: reason() },
        C::RequestTermination { subscription: subscription(), on, reason: reason() },
        C::ApproveTermination { subscription: subscription() },
        C::RejectTermination { subscription: subscription(), reason: reason() },
        C::GivePromo { subscription: subscription(), promo },
        C::AddFee {
            subscription: subscription(),
            kind: LineKind::Other,
            description: reason(),
            amount: Rupiah::clamped(1),
        },
    ]
}

/// Forms for those whose work they are; where the state is against one, nobody looks for it.
pub(super) fn forms(viewer: &Viewer, read: &Read) -> Vec<Folded> {
    let all = [
        (Permission::SubscriptionChange, 0, activate(viewer, read)),
        (Permission::SubscriptionChange, 1, change_plan(viewer, read)),
        (Permission::SubscriptionIsolate, 2, reasoned(viewer, read, "isolir")),
        (Permission::SubscriptionIsolate, 3, reasoned(viewer, read, "buka")),
        (Permission::SubscriptionChange, 7, give_promo(viewer, read)),
        (Permission::SubscriptionChange, 8, add_fee(viewer, read)),
    ];
    let mut folded = Vec::new();
    for (permission, place, draft) in all {
        let Some(weighed) = read.weighed.get(place) else { continue };
        if viewer.scope(permission).is_some() {
            folded.push(draft.if_looked_for(weighed));
        }
    }
    folded
}

/// Forms about its end.
pub(super) fn ending(viewer: &Viewer, read: &Read) -> Vec<Folded> {
    let t = &viewer.lang.texts().subscription;
    let mut folded = Vec::new();
    let pending = read.sold.subscription.termination.as_ref();
    let pending = pending.is_some_and(|end| end.approved.is_none() && end.refused.is_none());
    let [_, _, _, _, request, approve, reject, ..] = read.weighed.as_slice() else {
        return folded;
    };
    if pending {
        let draft = draft(viewer, read, ("setujui", t.approve_end), Vec::new());
        folded.push(draft.weighing(Weight::Risk).if_open(approve));
        if reject.is_ok() {
            folded.push(reasoned(viewer, read, "tolak").if_open(reject));
        }
    } else if viewer.scope(Permission::SubscriptionRequestTermination).is_some() {
        let fields = vec![
            Field::new("on", t.last_day, Input::Day)
                .with(acts::today(viewer))
                .hinted(viewer.lang.texts().record.day_hint),
            acts::reason(viewer.lang),
        ];
        let draft = draft(viewer, read, ("berhenti", t.request_end), fields);
        folded.push(draft.weighing(Weight::Risk).if_looked_for(request));
    }
    folded
}

fn draft<'a>(
    viewer: &'a Viewer,
    read: &Read,
    (id, title): (&str, &str),
    fields: Vec<Field>,
) -> Draft<'a> {
    let action = format!("{}/{id}", address(&read.sold.subscription.id));
    Draft::new(viewer, (id, title), action, fields, &read.form_key)
}

fn activate<'a>(viewer: &'a Viewer, read: &Read) -> Draft<'a> {
    let t = &viewer.lang.texts().subscription;
    let day = Field::new("on", t.activate_on, Input::Day)
        .with(acts::today(viewer))
        .hinted(viewer.lang.texts().record.day_hint);
    draft(viewer, read, ("aktifkan", t.activate), vec![day]).weighing(Weight::Main)
}

fn change_plan<'a>(viewer: &'a Viewer, read: &Read) -> Draft<'a> {
    let t = &viewer.lang.texts().subscription;
    let others = read.packages.iter().map(|row| &row.package);
    let others = others.filter(|package| package.id != read.sold.subscription.package);
    let offer = |package: &wikarta_core::package::Package| {
        (package.id.to_string(), format!("{} · {}", package.code, package.price))
    };
    let others: Vec<(String, String)> = others.map(offer).collect();
    let when = [("next", t.next_period), ("on", t.on_day)];
    let fields = vec![
        Field::new("package", t.to_package, Input::Select(choices(&others, ""))),
        Field::new("when", t.when, Input::Select(choices(&when, "next"))),
        Field::new("on", t.day, Input::Day).hinted(viewer.lang.texts().record.day_hint).optional(),
    ];
    draft(viewer, read, ("paket", t.change_plan), fields)
}

/// A form that asks for nothing but a reason.
fn reasoned<'a>(viewer: &'a Viewer, read: &Read, id: &'static str) -> Draft<'a> {
    let t = &viewer.lang.texts().subscription;
    let (title, weight) = match id {
        "isolir" => (t.isolate, Weight::Risk),
        "buka" => (t.restore, Weight::Plain),
        _ => (t.reject_end, Weight::Plain),
    };
    draft(viewer, read, (id, title), vec![acts::reason(viewer.lang)]).weighing(weight)
}

fn give_promo<'a>(viewer: &'a Viewer, read: &Read) -> Draft<'a> {
    let t = &viewer.lang.texts().subscription;
    let offer = |promo: &Promo| (promo.id.to_string(), format!("{} · {}", promo.code, promo.name));
    let promos: Vec<(String, String)> = read.promos.iter().map(offer).collect();
    let field = Field::new(
        "promo",
        viewer.lang.texts().catalogue.promo,
        Input::Select(choices(&promos, "")),
    );
    draft(viewer, read, ("promo", t.give_promo), vec![field])
}

fn add_fee<'a>(viewer: &'a Viewer, read: &Read) -> Draft<'a> {
    let t = &viewer.lang.texts().subscription;
    let kinds = [
        (LineKind::Other.as_str(), t.fee_other),
        (LineKind::Installation.as_str(), t.fee_installation),
        (LineKind::DeviceRent.as_str(), t.fee_device),
    ];
    let fields = vec![
        Field::new("kind", t.fee_kind, Input::Select(choices(&kinds, "other"))),
        Field::new("description", t.fee_text, Input::Text),
        Field::new("amount", t.fee_amount, Input::Money),
    ];
    draft(viewer, read, ("biaya", t.add_fee), fields)
}
