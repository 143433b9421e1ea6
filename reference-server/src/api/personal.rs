//! Personal values on their way in, checked, and on their way out, masked or in full.

use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use wikarta_core::customer::{Kind, Payout, Personal, TaxIdentity};
use wikarta_core::id::AccountId;
use wikarta_core::identity::{Holder, Nik, NikError, Nitku, Npwp, NpwpError, Phone};
use wikarta_core::refusal::Refusal;

use crate::answer::Problem;

/// Personal values as they are sent. An empty text takes an identity number away.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PersonalRequest {
    name: Option<String>,
    phone: Option<String>,
    email: Option<String>,
    address: Option<String>,
    nik: Option<String>,
    npwp: Option<String>,
    nitku: Option<String>,
    payout: Option<PayoutRequest>,
}

/// The bank account that refunds go to.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PayoutRequest {
    bank: String,
    number: String,
    holder: String,
}

impl PersonalRequest {
    /// The values as they are to be: what is absent is taken from the values before.
    ///
    /// # Errors
    /// 422 with the field that cannot be taken.
    pub fn read(self, kind: Kind, before: Option<&Personal>) -> Result<Personal, Problem> {
        let text = |given: Option<String>, field, old: Option<&str>| {
            given.or_else(|| old.map(str::to_owned)).ok_or_else(|| needed(field))
        };
        let phone = match self.phone {
            Some(phone) => phone
                .parse::<Phone>()
                .map_err(|error| wrong("phone", "Nomor ponsel tidak valid.", &error))?,
            None => {
                let old = before.map(Personal::phone).ok_or_else(|| needed("phone"))?;
                old.parse().map_err(|error| wrong("phone", "Nomor ponsel tidak valid.", &error))?
            }
        };
        let name = text(self.name, "name", before.map(Personal::name))?;
        let email = text(self.email, "email", before.map(Personal::email))?;
        let address = text(self.address, "address", before.map(Personal::address))?;
        let values = Personal::new(&name, phone.as_str(), &email, &address);
        let values = values.map_err(Refusal::from)?;
        let old = before.map(Personal::identity);
        let values = values.with_identity(TaxIdentity {
            nik: given(self.nik, old.and_then(|old| old.nik.clone()), read_nik)?,
            npwp: given(self.npwp, old.and_then(|old| old.npwp.clone()), |text| {
                read_npwp(text, kind)
            })?,
            nitku: given(self.nitku, old.and_then(|old| old.nitku.clone()), read_nitku)?,
        });
        let payout = self.payout.map(|PayoutRequest { bank, number, holder }| Payout {
            bank,
            number,
            holder,
        });
        match payout.or_else(|| before.and_then(Personal::payout).cloned()) {
            Some(payout) => Ok(values.with_payout(payout).map_err(Refusal::from)?),
            None => Ok(values),
        }
    }
}

fn given<T>(
    text: Option<String>,
    before: Option<T>,
    read: impl Fn(&str) -> Result<T, Problem>,
) -> Result<Option<T>, Problem> {
    match text {
        None => Ok(before),
        Some(text) if text.trim().is_empty() => Ok(None),
        Some(text) => read(&text).map(Some),
    }
}

fn read_nik(text: &str) -> Result<Nik, Problem> {
    text.parse().map_err(|error: NikError| match error {
        NikError::Length => wrong("nik", "NIK harus 16 digit.", &error),
        _ => wrong("nik", "NIK tidak valid.", &error),
    })
}

fn read_npwp(text: &str, kind: Kind) -> Result<Npwp, Problem> {
    let holder = match kind {
        Kind::Home | Kind::Business => Holder::Person,
        Kind::Corporate => Holder::Company,
    };
    Npwp::parse(text, holder).map_err(|error| match error {
        NpwpError::Length => wrong("npwp", "NPWP harus 16 digit.", &error),
        NpwpError::NeedsNik => {
            wrong("npwp", "NPWP 15 digit milik pribadi tidak dapat diubah; isi NIK.", &error)
        }
        _ => wrong("npwp", "NPWP tidak valid.", &error),
    })
}

fn read_nitku(text: &str) -> Result<Nitku, Problem> {
    text.parse().map_err(|error: NpwpError| wrong("nitku", "NITKU harus 22 digit.", &error))
}

fn wrong(field: &str, indonesian: &'static str, error: &dyn std::fmt::Display) -> Problem {
    Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "customer_invalid")
        .rule("customer.values")
        .field(format!("personal.{field}"))
        .say(indonesian, format!("{error}."))
}

fn needed(field: &str) -> Problem {
    Problem::of(&crate::answer::codes::MISSING_FIELD).field(format!("personal.{field}"))
}

/// Identity numbers and the bank account, masked.
#[derive(Debug, Default, Serialize)]
pub struct IdentityJson {
    nik: Option<String>,
    npwp: Option<String>,
    nitku: Option<String>,
    payout_account: Option<String>,
}

impl IdentityJson {
    /// What a screen shows.
    #[must_use]
    pub fn masked(values: &Personal) -> Self {
        let TaxIdentity { nik, npwp, nitku } = values.identity();
        let last = |number: &str| {
            let digits = number.len().saturating_sub(4);
            format!("****{}", number.get(digits..).unwrap_or_default())
        };
        Self {
            nik: nik.as_ref().map(Nik::masked),
            npwp: npwp.as_ref().map(Npwp::masked),
            nitku: nitku.as_ref().map(Nitku::masked),
            payout_account: values
                .payout()
                .map(|payout| format!("{} {}", payout.bank, last(&payout.number))),
        }
    }
}

/// Full personal values.
#[derive(Serialize)]
pub struct FullJson {
    id: String,
    name: String,
    phone: String,
    email: String,
    address: String,
    nik: Option<String>,
    npwp: Option<String>,
    nitku: Option<String>,
    payout: Option<PayoutJson>,
}

/// A bank account in full.
#[derive(Serialize)]
struct PayoutJson {
    bank: String,
    number: String,
    holder: String,
}

impl FullJson {
    /// Everything.
    #[must_use]
    pub fn of(id: &AccountId, values: &Personal) -> Self {
        let TaxIdentity { nik, npwp, nitku } = values.identity();
        Self {
            id: id.to_string(),
            name: values.name().to_owned(),
            phone: values.phone().to_owned(),
            email: values.email().to_owned(),
            address: values.address().to_owned(),
            nik: nik.as_ref().map(|nik| nik.as_str().to_owned()),
            npwp: npwp.as_ref().map(|npwp| npwp.as_str().to_owned()),
            nitku: nitku.as_ref().map(|nitku| nitku.as_str().to_owned()),
            payout: values.payout().cloned().map(|Payout { bank, number, holder }| PayoutJson {
                bank,
                number,
                holder,
            }),
        }
    }
}
