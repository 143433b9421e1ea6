//! The page of one customer, from what was read.

use wikarta_core::access::Permission;
use wikarta_core::account::Invoice;
use wikarta_core::customer::{Collector, PersonalRecord, Withholds};
use wikarta_store_sqlx::views::Sold;

use super::read::{Read, Shown};
use super::{address, money, sale};
use crate::mask;
use crate::pages::{
    Block, Cell, Fact, Facts, Field, Folded, Input, Kpi, Link, Part, RecordPage, Section,
    StatusChip, Table, Weight, When,
};
use crate::panel::acts::{self, Draft};
use crate::panel::correction::case::Case;
use crate::panel::correction::page::chip;
use crate::panel::customers::town;
use crate::panel::reminders;
use crate::panel::viewer::Viewer;
use crate::panel::why::Weighed;
use crate::text::record as words;
use crate::text::status::{Of, Tone};
use crate::text::{Lang, format};

/// Fills the page.
#[must_use]
pub fn page(viewer: &Viewer, read: &Read) -> RecordPage {
    let (row, lang) = (&read.detail.row, viewer.lang);
    let t = &lang.texts().customer;
    let title = if row.name.is_empty() { row.code.clone() } else { row.name.clone() };
    let mut chrome = viewer.chrome(title.clone(), Section::Customers);
    chrome.address = address(&row.id);
    let deleted = read.detail.customer.deleted.is_some();
    let gone = if read.detail.customer.erased.is_some() { t.data_erased } else { t.deleted };
    let status = deleted.then(|| StatusChip { word: gone.to_owned(), tone: Tone::Void });
    let changes = viewer.scope(Permission::CustomerManage).is_some() && !deleted;
    let way = Link::new(t.change, format!("{}/ubah", address(&row.id)));
    RecordPage {
        crumbs: vec![Link::new(lang.texts().customers.title, "/pelanggan")],
        status,
        ways: if changes { vec![way] } else { Vec::new() },
        figures: figures(viewer, read),
        left: left(viewer, read),
        right: vec![identity(viewer, read)],
        ..RecordPage::titled(chrome, title, about(viewer, read))
    }
}

fn about(viewer: &Viewer, read: &Read) -> String {
    let row = &read.detail.row;
    let since = read.detail.customer.registered_at.day_in(viewer.zone);
    let t = &viewer.lang.texts().record;
    let place = match town(&row.address) {
        "" => row.zone.clone(),
        town => format!("{town} ({})", row.zone),
    };
    let since = format!("{} {}", t.since, format::day(since, viewer.lang));
    [row.code.clone(), words::kind(read.detail.customer.kind, viewer.lang).to_owned(), place, since]
        .join(" · ")
}

fn figures(viewer: &Viewer, read: &Read) -> Vec<Kpi> {
    let (detail, lang) = (&read.detail, viewer.lang);
    let t = &lang.texts().customer;
    let figure = |label: &str, value: String, detail: String| Kpi {
        label: label.to_owned(),
        value,
        detail,
        verdict: None,
    };
    let mut figures = Vec::new();
    if viewer.scope(Permission::InvoiceView).is_some() {
        let since = detail.oldest_due.map(|day| {
            words::open_since(
                lang,
                detail.row.open_count,
                format::short_day(day, viewer.today(), lang),
            )
        });
        let since = since.unwrap_or_else(|| t.nothing_open.to_owned());
        figures.push(figure(t.open, detail.row.open.to_string(), since));
    }
    if viewer.sees_all(Permission::PaymentView) {
        figures.push(figure(t.credit, detail.row.credit.to_string(), t.credit_detail.to_owned()));
        figures.push(figure(t.deposit, detail.deposit.to_string(), t.deposit_detail.to_owned()));
        if detail.suspense.is_positive() {
            let waits = t.suspense_detail.to_owned();
            figures.push(figure(t.suspense, detail.suspense.to_string(), waits));
        }
    }
    figures
}

fn left(viewer: &Viewer, read: &Read) -> Vec<Block> {
    let may = |permission| viewer.scope(permission).is_some();
    let mut blocks = Vec::new();
    if may(Permission::InvoiceView) {
        blocks.push(invoices(viewer, read));
    }
    if may(Permission::SubscriptionView) {
        blocks.push(subscriptions(viewer, read));
    }
    blocks.extend(money::block(viewer, read));
    if may(Permission::RefundView) {
        blocks.push(cases(viewer, read));
    }
    blocks.extend(reminders::of_customer(viewer, read));
    blocks
}

fn invoices(viewer: &Viewer, read: &Read) -> Block {
    let lang = viewer.lang;
    let (t, r) = (&lang.texts().customer, &lang.texts().record);
    let row = |invoice: &Invoice| {
        let draft = || lang.texts().invoices.draft_number.to_owned();
        let number = invoice.number.map_or_else(draft, |number| number.to_string());
        let left = invoice.takes_money().then(|| invoice.open_amount());
        vec![
            Cell::Link(Link::new(number, format!("/tagihan/{}", invoice.id)), String::new()),
            Cell::words(format::month(invoice.period, lang)),
            Cell::Chip(StatusChip::of(Of::Invoice, invoice.status.as_str(), lang)),
            Cell::Money(Some(invoice.total)),
            Cell::Money(left),
        ]
    };
    let table = Table {
        caption: t.invoices.to_owned(),
        heads: [t.number, t.period, r.state, t.total, t.left].map(str::to_owned).to_vec(),
        rows: read.invoices.iter().map(row).collect(),
        none: r.none.to_owned(),
    };
    Block::new(t.invoices, Part::Table(table)).noted(t.invoices_latest)
}

fn subscriptions(viewer: &Viewer, read: &Read) -> Block {
    let lang = viewer.lang;
    let (t, r) = (&lang.texts().customer, &lang.texts().record);
    let row = |sold: &Sold| {
        let one = &sold.subscription;
        let link = Link::new(&one.package_code, format!("/langganan/{}", one.id));
        vec![
            Cell::Link(link, one.package_name.clone()),
            Cell::When(When::short_day(one.starts_on, viewer.today(), lang)),
            Cell::Chip(StatusChip::of(Of::Subscription, one.status.as_str(), lang)),
            Cell::Money(Some(one.price)),
        ]
    };
    let table = Table {
        caption: t.subscriptions.to_owned(),
        heads: [t.package, r.since, r.state, t.price].map(str::to_owned).to_vec(),
        rows: read.sold.iter().map(row).collect(),
        none: r.none.to_owned(),
    };
    Block::new(t.subscriptions, Part::Table(table)).acting(sale::sell(viewer, read))
}

fn cases(viewer: &Viewer, read: &Read) -> Block {
    let lang = viewer.lang;
    let (t, r, c) = (&lang.texts().customer, &lang.texts().record, &lang.texts().corrections);
    let refunds = read.corrections.refunds.iter().map(|case| Case::Refund(Box::new(case.clone())));
    let voids = read.corrections.voids.iter().map(|case| Case::Void(Box::new(case.clone())));
    let row = |case: Case| {
        let kind = match &case {
            Case::Refund(_) => c.refund,
            Case::Void(_) => c.void,
        };
        vec![
            Cell::Link(
                Link::new(kind, format!("/koreksi/{}", case.id())),
                case.reason().to_owned(),
            ),
            Cell::Chip(chip(&case, lang)),
            Cell::Money(Some(case.amount())),
        ]
    };
    let table = Table {
        caption: t.cases.to_owned(),
        heads: [t.case, r.state, r.amount].map(str::to_owned).to_vec(),
        rows: refunds.chain(voids).take(20).map(row).collect(),
        none: r.none.to_owned(),
    };
    Block::new(t.cases, Part::Table(table))
}

/// Personal values, masked unless they were asked for with a reason.
fn identity(viewer: &Viewer, read: &Read) -> Block {
    let lang = viewer.lang;
    let t = &lang.texts().customer;
    let mut facts = match &read.personal {
        Some(record) => personal(record, read.shown, lang),
        None => vec![Fact::new(t.name, t.erased)],
    };
    let treatment = read.detail.customer.treatment;
    let r = &lang.texts().record;
    let withholds = if treatment.withholds == Withholds::Pph23 { r.yes } else { r.no };
    facts.push(Fact::new(t.withholds, withholds));
    let collects = match treatment.collector {
        Collector::None => t.collector_none,
        Collector::Government => t.collector_gov,
        Collector::StateOwned => t.collector_bumn,
    };
    facts.push(Fact::new(t.collector, collects));
    if let Some(by) = &read.detail.customer.registered_by {
        facts.push(Fact::new(t.registered, read.people.with_roles(by, lang)));
    }
    let note = if read.shown == Shown::InFull { t.in_full } else { t.masked };
    let [reveal, delete, _, _, erase] = &read.weighed;
    let to = |act: &str| format!("{}/{act}", address(&read.detail.row.id));
    let show = Draft::new(
        viewer,
        ("tampilkan", t.reveal),
        to("tampilkan"),
        vec![acts::reason(lang).hinted(t.reveal_hint)],
        &read.form_key,
    );
    let remove = (viewer.scope(Permission::CustomerDelete).is_some()).then(|| {
        let fields = vec![acts::reason(lang)];
        let draft = Draft::new(viewer, ("hapus", t.remove), to("hapus"), fields, &read.form_key);
        draft.weighing(Weight::Risk).if_looked_for(delete)
    });
    Block::new(t.identity, Part::Facts(Facts(facts)))
        .noted(note)
        .acting([show.if_looked_for(reveal)])
        .acting(remove)
        .acting(erase_form(viewer, read, erase))
}

/// The form that erases a person for good, where nothing stands against it.
fn erase_form(viewer: &Viewer, read: &Read, weighed: &Weighed) -> Option<Folded> {
    viewer.scope(Permission::CustomerDelete)?;
    if read.detail.customer.erased.is_some() {
        return None;
    }
    let t = &viewer.lang.texts().customer;
    let fields = vec![
        acts::reason(viewer.lang),
        Field::new("code", t.code, Input::Text).hinted(t.erase_hint),
    ];
    let action = format!("{}/hapus-data", address(&read.detail.row.id));
    let draft = Draft::new(viewer, ("hapus-data", t.erase), action, fields, &read.form_key);
    Some(draft.weighing(Weight::Risk).if_looked_for(weighed))
}

fn personal(record: &PersonalRecord, shown: Shown, lang: Lang) -> Vec<Fact> {
    let (values, t) = (&record.values, &lang.texts().customer);
    let whole = shown == Shown::InFull;
    let pick = |full: &str, masked: String| if whole { full.to_owned() } else { masked };
    let place = match town(values.address()) {
        "" => "•••".to_owned(),
        town => format!("•••, {town}"),
    };
    let mut facts = vec![
        Fact::new(t.name, values.name()),
        Fact::new(t.phone, pick(values.phone(), mask::phone(values.phone()))),
        Fact::new(t.email, pick(values.email(), mask::email(values.email()))),
        Fact::new(t.address, pick(values.address(), place)),
    ];
    let identity = values.identity();
    if let Some(nik) = &identity.nik {
        facts.push(Fact::new(t.nik, pick(nik.as_str(), nik.masked())));
    }
    if let Some(npwp) = &identity.npwp {
        facts.push(Fact::new(t.npwp, pick(npwp.as_str(), npwp.masked())));
    }
    let account = values.payout().map(|payout| {
        let number = pick(&payout.number, format::tail(&payout.number));
        format!("{} {number}", payout.bank)
    });
    facts.push(Fact::new(t.bank, account.unwrap_or_else(|| t.not_known.to_owned())));
    facts
}
