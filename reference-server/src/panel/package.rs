//! `/paket/{id}` and `/paket/baru`: one package, its price in force and the one that is proposed.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;
use wikarta_core::access::Permission;
use wikarta_core::billing::{Pricing, TaxCode};
use wikarta_core::command::{CatalogueCommand, Command, DefinePackage};
use wikarta_core::decide::Answer;
use wikarta_core::id::PackageId;
use wikarta_core::money::Rupiah;
use wikarta_core::package::{Package, PackageState, PriceProposal};
use wikarta_store_sqlx::views::PackageRow;

use super::acts::{self, Brought, Draft, Sent, choices};
use super::people::People;
use super::viewer::Viewer;
use super::why::{self, SOME_REASON, Weighed};
use super::{respond, typed};
use crate::answer::{Problem, codes};
use crate::app::App;
use crate::http::{PathPart, QueryFields};
use crate::pages::{
    Block, Fact, Facts, Field, Folded, FormPage, Input, Kpi, Link, Part, RecordPage, Section,
    StatusChip, Weight,
};
use crate::text::record as words;
use crate::text::status::Of;
use crate::text::{Lang, format};

type Id = Result<PathPart<PackageId>, Problem>;

/// The query of the page.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    /// The key of the form that the reader has just sent.
    selesai: Option<String>,
}

/// One package with what is open about it.
#[derive(Debug)]
struct Read {
    row: PackageRow,
    people: People,
    /// Propose a price, approve it, refuse it, change the words, archive.
    weighed: [Weighed; 5],
    form_key: String,
}

fn address(id: &PackageId) -> String {
    format!("/paket/{id}")
}

async fn read(app: &App, viewer: &Viewer, id: &PackageId) -> Result<Read, Problem> {
    let missing = || Problem::of(&codes::NOT_FOUND);
    let row = app.store.package(id).await?.ok_or_else(missing)?;
    let (package, reason) = (id.clone(), SOME_REASON.to_owned());
    let other = row.package.price.saturating_plus(Rupiah::clamped(1));
    let commands = [
        CatalogueCommand::ProposePrice {
            package: package.clone(),
            price: other,
            pricing: row.package.pricing,
            reason: reason.clone(),
        },
        CatalogueCommand::ApprovePrice { package: package.clone() },
        CatalogueCommand::RejectPrice { package: package.clone(), reason },
        CatalogueCommand::Describe {
            package: package.clone(),
            name: row.package.name.clone(),
            description: format!("{}.", row.package.description),
        },
        CatalogueCommand::Archive { package },
    ];
    let weighed = why::weigh(app, viewer, commands.map(Command::Catalogue)).await?;
    Ok(Read {
        row,
        people: People::read(app).await?,
        weighed: weighed.try_into().map_err(|_| Problem::of(&codes::INTERNAL))?,
        form_key: app.wikarta.host().fresh_id().to_string(),
    })
}

/// One package.
pub async fn show(
    State(app): State<App>,
    viewer: Viewer,
    id: Id,
    asked: Result<QueryFields<Asked>, Problem>,
) -> Response {
    let made = async {
        let (PathPart(id), QueryFields(asked)) = (id?, asked?);
        let mut page = page(&viewer, &read(&app, &viewer, &id).await?);
        page.chrome.note = acts::done(&app, &viewer, asked.selesai.as_deref()).await;
        respond::page(&page, StatusCode::OK, viewer.lang)
    };
    let made = made.await;
    viewer.answer(Section::Packages, made)
}

fn page(viewer: &Viewer, read: &Read) -> RecordPage {
    let (package, lang) = (&read.row.package, viewer.lang);
    let (t, p) = (&lang.texts().catalogue, &lang.texts().packages);
    let mut chrome = viewer.chrome(&package.code, Section::Packages);
    chrome.address = address(&package.id);
    let figure = |label: &str, value: String, detail: &str| Kpi {
        label: label.to_owned(),
        value,
        detail: detail.to_owned(),
        verdict: None,
    };
    let facts = vec![
        Fact::new(p.name, &package.name),
        Fact::new(t.description, &package.description),
        Fact::new(p.speed, package.mbps.to_string()),
        Fact::new(t.pricing, pricing(package.pricing, lang)),
        Fact::new(t.tax_code, package.tax_code.as_str()),
        Fact::new(t.installation, package.installation_fee.to_string()),
    ];
    RecordPage {
        crumbs: vec![Link::new(p.title, "/paket")],
        status: Some(StatusChip::of(Of::Package, package.state.as_str(), lang)),
        figures: vec![
            figure(t.price_now, package.price.to_string(), pricing(package.pricing, lang)),
            figure(t.subscribers, format::count(u64::from(read.row.subscribers)), t.keeps),
        ],
        left: vec![Block::new(t.facts, Part::Facts(Facts(facts))).acting(words_acts(viewer, read))],
        right: vec![proposal(viewer, read)],
        ..RecordPage::titled(chrome, package.code.clone(), package.name.clone())
    }
}

pub(super) const fn pricing(pricing: Pricing, lang: Lang) -> &'static str {
    let t = &lang.texts().catalogue;
    match pricing {
        Pricing::Inclusive => t.inside,
        Pricing::Exclusive => t.on_top,
    }
}

/// The price that waits, or how the last one went, and the forms about it.
fn proposal(viewer: &Viewer, read: &Read) -> Block {
    let (package, lang) = (&read.row.package, viewer.lang);
    let t = &lang.texts().catalogue;
    let at = |at| format::moment(at, viewer.zone, lang);
    let part = match &package.proposal {
        Some(proposal) => Part::Facts(Facts(vec![
            Fact::new(t.price_field, words::proposed(lang, package.price, proposal.price))
                .noted(pricing(proposal.pricing, lang)),
            Fact::new(t.reason, &proposal.reason),
            Fact::new(
                lang.texts().record.who,
                words::by_at(lang, read.people.name(&proposal.by.by), at(proposal.by.at)),
            ),
        ])),
        None => Part::Words(t.no_proposal.to_owned()),
    };
    let mut block = Block::new(t.proposal, part).acting(price_acts(viewer, read));
    let approved = package.approved.as_ref().map(|hand| {
        let who = words::by_at(lang, read.people.name(&hand.by), at(hand.at));
        Fact::new(t.approved_by, who)
    });
    let refused = package.rejected.as_ref().map(|end| Fact::new(t.refused_last, &end.reason));
    let past: Vec<Fact> = approved.into_iter().chain(refused).collect();
    if !past.is_empty() {
        block.parts.push(Part::Facts(Facts(past)));
    }
    block
}

fn price_acts(viewer: &Viewer, read: &Read) -> Vec<Folded> {
    let (package, lang) = (&read.row.package, viewer.lang);
    let t = &lang.texts().catalogue;
    let [propose, approve, reject, ..] = &read.weighed;
    let to = |act: &str| format!("{}/{act}", address(&package.id));
    let draft = |id: &str, title: String, act: &str, fields: Vec<Field>| {
        Draft::new(viewer, (id, title), to(act), fields, &read.form_key)
    };
    let mut folded = Vec::new();
    if let Some(PriceProposal { price, .. }) = &package.proposal {
        let title = words::approve_price(lang, price);
        folded.push(
            draft("setujui", title, "setujui", Vec::new()).weighing(Weight::Main).if_open(approve),
        );
        if reject.is_ok() {
            let title = words::reject_price(lang, price);
            let draft = draft("tolak", title, "tolak", vec![acts::reason(lang)]);
            folded.push(draft.weighing(Weight::Risk).if_open(reject));
        }
    }
    if viewer.scope(Permission::PackageManage).is_some() {
        let fields = vec![
            Field::new("price", t.price_field, Input::Money).with(package.price.grouped()),
            Field::new("pricing", t.pricing, Input::Select(pricings(package.pricing, lang))),
            acts::reason(lang),
        ];
        folded.push(
            draft("harga", t.propose_price.to_owned(), "harga", fields).if_looked_for(propose),
        );
    }
    folded
}

fn pricings(now: Pricing, lang: Lang) -> Vec<crate::pages::Choice> {
    let all = [Pricing::Inclusive, Pricing::Exclusive];
    let all: Vec<(&str, &str)> =
        all.iter().map(|one| (one.as_str(), pricing(*one, lang))).collect();
    choices(&all, now.as_str())
}

fn words_acts(viewer: &Viewer, read: &Read) -> Vec<Folded> {
    if viewer.scope(Permission::PackageManage).is_none() {
        return Vec::new();
    }
    let package = &read.row.package;
    let (t, p) = (&viewer.lang.texts().catalogue, &viewer.lang.texts().packages);
    let [.., describe, archive] = &read.weighed;
    let to = |act: &str| format!("{}/{act}", address(&package.id));
    let fields = vec![
        Field::new("name", p.name, Input::Text).with(&package.name),
        Field::new("description", t.description, Input::Area).with(&package.description),
    ];
    let say = Draft::new(viewer, ("uraian", t.describe), to("uraian"), fields, &read.form_key);
    let end = Draft::new(viewer, ("arsip", t.archive), to("arsip"), Vec::new(), &read.form_key);
    vec![say.if_looked_for(describe), end.weighing(Weight::Risk).if_looked_for(archive)]
}

async fn carry(
    app: &App,
    viewer: &Viewer,
    (id, form, sent): (&PackageId, &str, &Sent),
    command: Result<CatalogueCommand, Problem>,
) -> Result<Response, Problem> {
    let done = match command {
        Ok(command) => {
            let command = Command::Catalogue(command);
            acts::send(app, viewer, (sent, command), &address(id)).await
        }
        Err(problem) => Err(problem),
    };
    match done {
        Err(problem) if acts::about_typing(&problem) => {
            let page = page(viewer, &read(app, viewer, id).await?);
            acts::again(viewer, page, (form, sent), problem)
        }
        other => other,
    }
}

macro_rules! package_acts {
    ($($(#[$doc:meta])* $name:ident, $form:literal, $fields:expr, $command:expr;)*) => {$(
        $(#[$doc])*
        pub async fn $name(State(app): State<App>, viewer: Viewer, id: Id, form: Brought) -> Response {
            let made = async {
                let (PathPart(id), sent) = (id?, Sent::of(form, &$fields)?);
                let command: fn(PackageId, &Sent) -> Result<CatalogueCommand, Problem> = $command;
                let command = command(id.clone(), &sent);
                carry(&app, &viewer, (&id, $form, &sent), command).await
            };
            let made = made.await;
            viewer.answer(Section::Packages, made)
        }
    )*};
}

package_acts! {
    /// Proposes another price.
    propose, "harga", ["price", "pricing", "reason"], |package, sent| {
        Ok(CatalogueCommand::ProposePrice {
            package,
            price: typed::rupiah("price", sent.text("price"))?,
            pricing: typed::one_of("pricing", sent.text("pricing"))?,
            reason: sent.text("reason").to_owned(),
        })
    };
    /// Agrees to it.
    approve, "setujui", [], |package, _| Ok(CatalogueCommand::ApprovePrice { package });
    /// Says no to it.
    reject, "tolak", ["reason"], |package, sent| {
        Ok(CatalogueCommand::RejectPrice { package, reason: sent.text("reason").to_owned() })
    };
    /// Changes the words.
    describe, "uraian", ["name", "description"], |package, sent| {
        let (name, description) = (sent.text("name").to_owned(), sent.text("description").to_owned());
        Ok(CatalogueCommand::Describe { package, name, description })
    };
    /// Takes it off sale.
    archive, "arsip", [], |package, _| Ok(CatalogueCommand::Archive { package });
}

/// The form that makes a package.
pub async fn new(State(app): State<App>, viewer: Viewer) -> Response {
    let key = app.wikarta.host().fresh_id().to_string();
    let made = respond::page(&new_page(&viewer, &key), StatusCode::OK, viewer.lang);
    viewer.answer(Section::Packages, made)
}

fn new_page(viewer: &Viewer, key: &str) -> FormPage {
    let lang = viewer.lang;
    let (t, p) = (&lang.texts().catalogue, &lang.texts().packages);
    let codes: Vec<(&str, &str)> =
        TaxCode::ALL.iter().map(|one| (one.as_str(), one.as_str())).collect();
    let fields = vec![
        Field::new("code", p.code, Input::Text),
        Field::new("name", p.name, Input::Text),
        Field::new("description", t.description, Input::Area),
        Field::new("mbps", t.speed, Input::Digits),
        Field::new("price", t.price_field, Input::Money),
        Field::new("pricing", t.pricing, Input::Select(pricings(Pricing::Inclusive, lang))),
        Field::new("tax_code", t.tax_code, Input::Select(choices(&codes, TaxCode::Ppn04.as_str()))),
        Field::new("installation_fee", t.installation_field, Input::Money).optional(),
    ];
    let draft = Draft::new(viewer, ("baru", t.new), "/paket/baru", fields, key);
    FormPage {
        chrome: viewer.chrome(t.new, Section::Packages),
        crumbs: vec![Link::new(p.title, "/paket")],
        title: t.new.to_owned(),
        about: t.new_about.to_owned(),
        form: draft.button(lang.texts().record.save).weighing(Weight::Main).form(),
    }
}

/// Makes a package.
pub async fn create(State(app): State<App>, viewer: Viewer, form: Brought) -> Response {
    let made = async {
        let fields = [
            "code",
            "name",
            "description",
            "mbps",
            "price",
            "pricing",
            "tax_code",
            "installation_fee",
        ];
        let sent = Sent::of(form, &fields)?;
        let told = match defined(&sent) {
            Ok(order) => {
                why::carry_out(&app, &viewer, sent.key(), Command::DefinePackage(order)).await
            }
            Err(problem) => Err(problem),
        };
        match told.map(|receipt| receipt.answer) {
            Ok(Answer::Package { id }) => {
                let done = sent.key().map_or_else(String::new, |key| format!("?selesai={key}"));
                Ok(respond::see(&format!("{}{done}", address(&id))))
            }
            Ok(_) => Err(Problem::of(&codes::INTERNAL)),
            Err(problem) => {
                let key = app.wikarta.host().fresh_id().to_string();
                acts::form_again(&viewer, new_page(&viewer, &key), &sent, problem)
            }
        }
    };
    let made = made.await;
    viewer.answer(Section::Packages, made)
}

fn defined(sent: &Sent) -> Result<DefinePackage, Problem> {
    let fee = match sent.some("installation_fee") {
        Some(text) => typed::rupiah("installation_fee", text)?,
        None => Rupiah::ZERO,
    };
    Ok(DefinePackage {
        code: sent.text("code").trim().to_ascii_uppercase(),
        name: sent.text("name").trim().to_owned(),
        description: sent.text("description").trim().to_owned(),
        mbps: typed::number("mbps", sent.text("mbps"))?,
        price: typed::rupiah("price", sent.text("price"))?,
        pricing: typed::one_of("pricing", sent.text("pricing"))?,
        tax_code: typed::one_of("tax_code", sent.text("tax_code"))?,
        installation_fee: fee,
    })
}

/// What the list says beside the state of a package.
pub(super) fn waiting(package: &Package, lang: Lang) -> Option<&'static str> {
    let first = package.state == PackageState::Proposed;
    (package.proposal.is_some() && !first).then_some(lang.texts().catalogue.waiting)
}
