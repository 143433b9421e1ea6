//! Taking a customer in, and changing one: what is typed, and what becomes of it.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use wikarta_core::command::{ChangeCustomer, Command, CustomerCommand, RegisterCustomer};
use wikarta_core::customer::{
    Collector, CustomerKey, Kind, Payout, Personal, TaxIdentity, TaxTreatment, Withholds,
};
use wikarta_core::decide::Answer;
use wikarta_core::id::AccountId;
use wikarta_core::identity::{Holder, Npwp, Phone};
use wikarta_core::time::Zone;
use wikarta_store_sqlx::views::CustomerDetail;

use super::{Id, address};
use crate::answer::{Problem, codes};
use crate::app::App;
use crate::http::PathPart;
use crate::pages::{Field, FormPage, Input, Link, Section, Weight};
use crate::panel::acts::{self, Brought, Draft, Sent, choices};
use crate::panel::viewer::Viewer;
use crate::panel::{respond, typed, why};
use crate::text::Lang;

const FIELDS: [&str; 14] = [
    "code",
    "zone",
    "name",
    "phone",
    "email",
    "address",
    "kind",
    "nik",
    "npwp",
    "bank",
    "bank_number",
    "bank_holder",
    "withholds",
    "collector",
];

fn wrong(field: &'static str, lang: (&'static str, &'static str)) -> Problem {
    Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid").say(lang.0, lang.1).field(field)
}

/// The same text of both catalogues.
fn both(
    pick: fn(&crate::text::record::CustomerTexts) -> &'static str,
) -> (&'static str, &'static str) {
    (pick(&crate::text::record::CustomerTexts::ID), pick(&crate::text::record::CustomerTexts::EN))
}

/// The form that takes a customer in.
pub async fn new(State(app): State<App>, viewer: Viewer) -> Response {
    let key = app.wikarta.host().fresh_id().to_string();
    let made = respond::page(&new_page(&viewer, &key), StatusCode::OK, viewer.lang);
    viewer.answer(Section::Customers, made)
}

fn new_page(viewer: &Viewer, key: &str) -> FormPage {
    let t = &viewer.lang.texts().customer;
    let zones: Vec<(&str, &str)> = [Zone::Wib, Zone::Wita, Zone::Wit]
        .iter()
        .map(|zone| (zone.as_str(), zone.as_str()))
        .collect();
    let mut fields = vec![
        Field::new("code", t.code, Input::Text).hinted(t.code_hint),
        Field::new("zone", t.zone, Input::Select(choices(&zones, "WIB"))),
    ];
    fields.extend(personal_fields(viewer.lang));
    fields.extend(tax_fields(viewer.lang, Kind::Home, TaxTreatment::default()));
    let draft = Draft::new(viewer, ("baru", t.new), "/pelanggan/baru", fields, key);
    let draft = draft.button(viewer.lang.texts().record.save).weighing(Weight::Main);
    FormPage {
        chrome: viewer.chrome(t.new, Section::Customers),
        crumbs: vec![Link::new(viewer.lang.texts().customers.title, "/pelanggan")],
        title: t.new.to_owned(),
        about: String::new(),
        form: draft.form(),
    }
}

fn personal_fields(lang: Lang) -> Vec<Field> {
    let t = &lang.texts().customer;
    vec![
        Field::new("name", t.name, Input::Text),
        Field::new("phone", t.phone, Input::Text).hinted(t.phone_hint),
        Field::new("email", t.email, Input::Text),
        Field::new("address", t.address, Input::Text),
        Field::new("nik", t.nik, Input::Digits).hinted(t.nik_hint).optional(),
        Field::new("npwp", t.npwp, Input::Digits).hinted(t.npwp_hint).optional(),
        Field::new("bank", t.bank_name, Input::Text).hinted(t.bank_hint).optional(),
        Field::new("bank_number", t.bank_number, Input::Digits).optional(),
        Field::new("bank_holder", t.bank_holder, Input::Text).optional(),
    ]
}

fn tax_fields(lang: Lang, kind: Kind, treatment: TaxTreatment) -> Vec<Field> {
    let (t, r) = (&lang.texts().customer, &lang.texts().record);
    let kinds: Vec<(&str, &str)> = Kind::ALL
        .iter()
        .map(|kind| (kind.as_str(), crate::text::record::kind(*kind, lang)))
        .collect();
    let withholds = [(Withholds::No.as_str(), r.no), (Withholds::Pph23.as_str(), r.yes)];
    let collectors = [
        (Collector::None.as_str(), t.collector_none),
        (Collector::Government.as_str(), t.collector_gov),
        (Collector::StateOwned.as_str(), t.collector_bumn),
    ];
    let now = (treatment.withholds.as_str(), treatment.collector.as_str());
    vec![
        Field::new("kind", t.kind, Input::Select(choices(&kinds, kind.as_str()))),
        Field::new("withholds", t.withholds, Input::Select(choices(&withholds, now.0))),
        Field::new("collector", t.collector, Input::Select(choices(&collectors, now.1))),
    ]
}

/// Takes a customer in.
pub async fn create(State(app): State<App>, viewer: Viewer, form: Brought) -> Response {
    let made = async {
        let sent = Sent::of(form, &FIELDS)?;
        let told = match registration(&app, &sent) {
            Ok(order) => {
                let command = Command::RegisterCustomer(Box::new(order));
                why::carry_out(&app, &viewer, sent.key(), command).await
            }
            Err(problem) => Err(problem),
        };
        match told.map(|receipt| receipt.answer) {
            Ok(Answer::Customer { id }) => {
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
    viewer.answer(Section::Customers, made)
}

fn registration(app: &App, sent: &Sent) -> Result<RegisterCustomer, Problem> {
    let kind = typed::one_of("kind", sent.text("kind"))?;
    let code = sent.text("code").trim().to_ascii_uppercase();
    Ok(RegisterCustomer {
        code: code.parse().map_err(|_| wrong("code", both(|t| t.code_hint)))?,
        zone: zone(sent.text("zone")),
        personal: typed_personal(sent, None, kind)?,
        key: CustomerKey::new(app.wikarta.host().fresh_key()),
        kind,
        treatment: treatment(sent)?,
    })
}

fn zone(text: &str) -> Zone {
    [Zone::Wita, Zone::Wit].into_iter().find(|zone| zone.as_str() == text).unwrap_or(Zone::Wib)
}

fn treatment(sent: &Sent) -> Result<TaxTreatment, Problem> {
    Ok(TaxTreatment {
        withholds: typed::one_of("withholds", sent.text("withholds"))?,
        collector: typed::one_of("collector", sent.text("collector"))?,
    })
}

/// Values as typed; what is left empty stays as it was.
fn typed_personal(sent: &Sent, old: Option<&Personal>, kind: Kind) -> Result<Personal, Problem> {
    let keep = |field: &str, old: Option<&str>| {
        sent.some(field).or(old).unwrap_or_default().trim().to_owned()
    };
    let phone = match sent.some("phone") {
        Some(text) => {
            let phone: Phone = text.parse().map_err(|_| wrong("phone", both(|t| t.phone_wrong)))?;
            phone.as_str().to_owned()
        }
        None => old.map(Personal::phone).unwrap_or_default().to_owned(),
    };
    let personal = Personal::new(
        &keep("name", old.map(Personal::name)),
        &phone,
        &keep("email", old.map(Personal::email)),
        &keep("address", old.map(Personal::address)),
    )
    .map_err(wikarta_core::refusal::Refusal::from)?;
    let mut identity = old.map(|old| old.identity().clone()).unwrap_or_default();
    typed_identity(sent, &mut identity, kind)?;
    let personal = personal.with_identity(identity);
    match payout(sent, old)? {
        Some(payout) => {
            Ok(personal.with_payout(payout).map_err(wikarta_core::refusal::Refusal::from)?)
        }
        None => Ok(personal),
    }
}

fn typed_identity(sent: &Sent, identity: &mut TaxIdentity, kind: Kind) -> Result<(), Problem> {
    if let Some(text) = sent.some("nik") {
        identity.nik = Some(text.parse().map_err(|_| wrong("nik", both(|t| t.nik_wrong)))?);
    }
    if let Some(text) = sent.some("npwp") {
        let holder = match kind {
            Kind::Corporate => Holder::Company,
            Kind::Home | Kind::Business => Holder::Person,
        };
        let npwp = Npwp::parse(text, holder).map_err(|_| wrong("npwp", both(|t| t.npwp_wrong)))?;
        identity.npwp = Some(npwp);
    }
    Ok(())
}

fn payout(sent: &Sent, old: Option<&Personal>) -> Result<Option<Payout>, Problem> {
    let parts = [sent.some("bank"), sent.some("bank_number"), sent.some("bank_holder")];
    match parts {
        [None, None, None] => Ok(old.and_then(|old| old.payout().cloned())),
        [Some(bank), Some(number), Some(holder)] => Ok(Some(Payout {
            bank: bank.trim().to_owned(),
            number: number.chars().filter(char::is_ascii_digit).collect(),
            holder: holder.trim().to_owned(),
        })),
        _ => Err(wrong("bank", both(|t| t.bank_all))),
    }
}

/// The form that changes a customer.
pub async fn edit(State(app): State<App>, viewer: Viewer, id: Id) -> Response {
    let made = async {
        let PathPart(id) = id?;
        let detail = found(&app, &id).await?;
        let key = app.wikarta.host().fresh_id().to_string();
        respond::page(&edit_page(&viewer, &detail, &key), StatusCode::OK, viewer.lang)
    };
    let made = made.await;
    viewer.answer(Section::Customers, made)
}

async fn found(app: &App, id: &AccountId) -> Result<CustomerDetail, Problem> {
    app.store.customer(id).await?.ok_or_else(|| Problem::of(&codes::NOT_FOUND))
}

fn edit_page(viewer: &Viewer, detail: &CustomerDetail, key: &str) -> FormPage {
    let (t, id) = (&viewer.lang.texts().customer, &detail.row.id);
    let mut fields: Vec<Field> =
        personal_fields(viewer.lang).into_iter().map(Field::optional).collect();
    fields.extend(tax_fields(viewer.lang, detail.customer.kind, detail.customer.treatment));
    let action = format!("{}/ubah", address(id));
    let draft = Draft::new(viewer, ("ubah", t.change_title), action, fields, key);
    let draft = draft.button(viewer.lang.texts().record.save).weighing(Weight::Main);
    let mut form = draft.form();
    form.back = Some(Link::new(viewer.lang.texts().corrections.keep, address(id)));
    let name = if detail.row.name.is_empty() { &detail.row.code } else { &detail.row.name };
    FormPage {
        chrome: viewer.chrome(t.change_title, Section::Customers),
        crumbs: vec![
            Link::new(viewer.lang.texts().customers.title, "/pelanggan"),
            Link::new(name, address(id)),
        ],
        title: t.change_title.to_owned(),
        about: t.change_about.to_owned(),
        form,
    }
}

/// Changes a customer.
pub async fn change(State(app): State<App>, viewer: Viewer, id: Id, form: Brought) -> Response {
    let made = async {
        let (PathPart(id), sent) = (id?, Sent::of(form, &FIELDS)?);
        let detail = found(&app, &id).await?;
        let told = match changes(&app, &id, &sent).await {
            Ok(change) => {
                let command = Command::Customer(CustomerCommand::Change(change));
                acts::send(&app, &viewer, (&sent, command), &address(&id)).await
            }
            Err(problem) => Err(problem),
        };
        match told {
            Ok(response) => Ok(response),
            Err(problem) => {
                let key = app.wikarta.host().fresh_id().to_string();
                acts::form_again(&viewer, edit_page(&viewer, &detail, &key), &sent, problem)
            }
        }
    };
    let made = made.await;
    viewer.answer(Section::Customers, made)
}

async fn changes(app: &App, id: &AccountId, sent: &Sent) -> Result<ChangeCustomer, Problem> {
    let kind: Kind = typed::one_of("kind", sent.text("kind"))?;
    let touched = FIELDS.iter().filter(|field| !["kind", "withholds", "collector"].contains(field));
    let touched = touched.clone().any(|field| sent.some(field).is_some());
    let record = app.store.personal(id).await?.filter(|_| touched);
    let personal = match record {
        Some(record) => Some((typed_personal(sent, Some(&record.values), kind)?, record.key)),
        None => None,
    };
    Ok(ChangeCustomer {
        account: id.clone(),
        kind: Some(kind),
        treatment: Some(treatment(sent)?),
        personal,
    })
}
