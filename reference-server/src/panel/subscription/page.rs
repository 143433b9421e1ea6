//! The page of one subscription, from what was read.

use chrono::NaiveDate;
use wikarta_core::billing::{BillingMode, Cycle};
use wikarta_core::subscription::{Charge, GivenPromo, Isolation, Subscription, Termination};

use super::{Read, address, forms};
use crate::pages::{Block, Cell, Fact, Facts, Link, Part, RecordPage, Section, StatusChip, Table};
use crate::panel::package::pricing;
use crate::panel::promo::takes_off;
use crate::panel::viewer::Viewer;
use crate::text::format;
use crate::text::record as words;
use crate::text::status::Of;

/// Fills the page.
#[must_use]
pub fn page(viewer: &Viewer, read: &Read) -> RecordPage {
    let (one, lang) = (&read.sold.subscription, viewer.lang);
    let t = &lang.texts().subscription;
    let name = if read.sold.customer_name.is_empty() {
        &read.sold.customer_code
    } else {
        &read.sold.customer_name
    };
    let title = format!("{} · {}", one.package_code, name);
    let mut chrome = viewer.chrome(title.clone(), Section::Customers);
    chrome.address = address(&one.id);
    let left = [
        Some(Block::new(t.facts, Part::Facts(Facts(facts(viewer, one))))),
        (!one.charges.is_empty()).then(|| charges(viewer, &one.charges)),
        (!one.promos.is_empty()).then(|| promos(viewer, &one.promos)),
        (!one.isolations.is_empty()).then(|| isolations(viewer, &one.isolations)),
    ];
    let acts = forms::forms(viewer, read);
    let shown = acts.iter().any(|folded| folded.act.is_shown());
    let acts = Block { title: t.acts.to_owned(), note: None, parts: Vec::new(), acts: Vec::new() }
        .acting(acts);
    let mut right = vec![termination(viewer, read)];
    if shown {
        right.insert(0, acts);
    }
    RecordPage {
        crumbs: vec![
            Link::new(lang.texts().customers.title, "/pelanggan"),
            Link::new(name, format!("/pelanggan/{}", read.sold.account)),
        ],
        status: Some(StatusChip::of(Of::Subscription, one.status.as_str(), lang)),
        left: left.into_iter().flatten().collect(),
        right,
        ..RecordPage::titled(
            chrome,
            title,
            format!("{} · {}", read.sold.customer_code, read.sold.zone),
        )
    }
}

fn day(viewer: &Viewer, day: NaiveDate) -> String {
    format::day(day, viewer.lang)
}

fn facts(viewer: &Viewer, one: &Subscription) -> Vec<Fact> {
    let lang = viewer.lang;
    let (t, c) = (&lang.texts().subscription, &lang.texts().customer);
    let cycle = match one.terms.cycle {
        Cycle::Calendar => c.cycle_calendar.to_owned(),
        Cycle::Anniversary { anchor } => words::from_day(lang, anchor.get()),
    };
    let mode = match one.terms.mode {
        BillingMode::Prepaid => c.mode_prepaid,
        BillingMode::Postpaid => c.mode_postpaid,
    };
    let billed =
        one.billed_until.map_or_else(|| t.not_billed.to_owned(), |until| day(viewer, until));
    let mut facts = vec![
        Fact::new(t.plan, &one.package_code)
            .to(format!("/paket/{}", one.package))
            .noted(&one.package_name),
        Fact::new(t.price, one.price.to_string()).noted(pricing(one.pricing, lang)),
        Fact::new(t.starts, day(viewer, one.starts_on)),
        Fact::new(t.cycle, words::every(lang, one.terms.length.months(), cycle, mode)),
        Fact::new(t.billed_until, billed),
        Fact::new(t.deposit, one.deposit.to_string()),
    ];
    facts.extend(one.next_plan.as_ref().map(|next| {
        let from = day(viewer, next.from);
        Fact::new(t.next_plan, words::plan_from(lang, &next.plan.code, next.plan.price, from))
    }));
    facts
}

fn charges(viewer: &Viewer, charges: &[Charge]) -> Block {
    let t = &viewer.lang.texts().subscription;
    let row = |charge: &Charge| {
        let span = format::span(charge.from, charge.to, viewer.lang);
        vec![
            Cell::Words(charge.description.clone(), span),
            Cell::words(pricing(charge.pricing, viewer.lang)),
            Cell::Money(Some(charge.amount)),
        ]
    };
    let r = &viewer.lang.texts().record;
    let table = Table {
        caption: t.charges.to_owned(),
        heads: vec![
            t.charge.to_owned(),
            viewer.lang.texts().catalogue.pricing.to_owned(),
            r.amount.to_owned(),
        ],
        rows: charges.iter().map(row).collect(),
        none: r.none.to_owned(),
    };
    Block::new(t.charges, Part::Table(table))
}

fn promos(viewer: &Viewer, promos: &[GivenPromo]) -> Block {
    let t = &viewer.lang.texts().subscription;
    let c = &viewer.lang.texts().catalogue;
    let row = |promo: &GivenPromo| {
        vec![
            Cell::words(&promo.name),
            Cell::words(takes_off(&promo.kind, viewer.lang)),
            Cell::words(words::of(viewer.lang, promo.used, promo.periods)),
        ]
    };
    let table = Table {
        caption: t.promos.to_owned(),
        heads: [c.promo, c.takes_off, t.used].map(str::to_owned).to_vec(),
        rows: promos.iter().map(row).collect(),
        none: viewer.lang.texts().record.none.to_owned(),
    };
    Block::new(t.promos, Part::Table(table))
}

fn isolations(viewer: &Viewer, isolations: &[Isolation]) -> Block {
    let t = &viewer.lang.texts().subscription;
    let row = |one: &Isolation| {
        let until = one.until.map_or_else(|| t.still.to_owned(), |until| day(viewer, until));
        vec![
            Cell::Words(day(viewer, one.from), one.reason.clone()),
            Cell::Words(until, one.reopened.clone().unwrap_or_default()),
        ]
    };
    let table = Table {
        caption: t.isolations.to_owned(),
        heads: [viewer.lang.texts().record.since, t.until].map(str::to_owned).to_vec(),
        rows: isolations.iter().rev().map(row).collect(),
        none: viewer.lang.texts().record.none.to_owned(),
    };
    Block::new(t.isolations, Part::Table(table))
}

fn termination(viewer: &Viewer, read: &Read) -> Block {
    let t = &viewer.lang.texts().subscription;
    let part = match &read.sold.subscription.termination {
        None => Part::Words(t.no_termination.to_owned()),
        Some(end) => Part::Facts(Facts(ended(viewer, read, end))),
    };
    Block::new(t.termination, part).acting(forms::ending(viewer, read))
}

fn ended(viewer: &Viewer, read: &Read, end: &Termination) -> Vec<Fact> {
    let lang = viewer.lang;
    let t = &lang.texts().subscription;
    let by =
        |by, at| words::by_at(lang, read.people.name(by), format::moment(at, viewer.zone, lang));
    let mut facts = vec![
        Fact::new(t.last_day, day(viewer, end.on)),
        Fact::new(t.reason, &end.reason),
        Fact::new(t.asked_by, by(&end.requested.by, end.requested.at)),
    ];
    facts.extend(end.approved.as_ref().map(|hand| Fact::new(t.approved_by, by(&hand.by, hand.at))));
    facts.extend(end.refused.as_ref().map(|end| Fact::new(t.refused_by, &end.reason)));
    facts
}
