//! Personal values, in the one table that may be erased.

use serde::{Deserialize, Serialize};
use sqlx::FromRow;
use wikarta_core::customer::{CustomerKey, Payout, Personal, PersonalRecord, TaxIdentity};
use wikarta_core::id::{AccountId, hex};
use wikarta_core::identity::{Holder, Nik, Nitku, Npwp};
use wikarta_core::ports::Fault;

use crate::dialect::sqlite;
use crate::sheet::json;
use crate::vault::{Field, Lookup, Vault, VaultError};
use crate::{SqlxStore, fault};

#[derive(FromRow)]
struct Kept {
    key: Vec<u8>,
    name: String,
    phone: String,
    email: String,
    address: String,
    identity: Option<Vec<u8>>,
    payout: Option<Vec<u8>>,
}

/// Identity numbers as they are sealed.
#[derive(Serialize, Deserialize)]
struct Numbers<'a> {
    nik: Option<&'a str>,
    npwp: Option<&'a str>,
    nitku: Option<&'a str>,
}

/// A bank account as it is sealed.
#[derive(Serialize, Deserialize)]
struct BankAccount {
    bank: String,
    number: String,
    holder: String,
}

/// What of a record is sealed, and the hashes by which it is found.
#[derive(Default)]
pub(crate) struct Sealed {
    pub(crate) identity: Option<Vec<u8>>,
    pub(crate) payout: Option<Vec<u8>>,
    pub(crate) lookups: Vec<(Lookup, Vec<u8>)>,
}

/// Seals what a record carries beyond name and contact.
pub(crate) fn sealed(record: &PersonalRecord, vault: Option<&Vault>) -> Result<Sealed, Fault> {
    let TaxIdentity { nik, npwp, nitku } = record.values.identity();
    let numbers = Numbers {
        nik: nik.as_ref().map(Nik::as_str),
        npwp: npwp.as_ref().map(Npwp::as_str),
        nitku: nitku.as_ref().map(Nitku::as_str),
    };
    let kinds = [
        (Lookup::Nik, numbers.nik),
        (Lookup::Npwp, numbers.npwp),
        (Lookup::Nitku, numbers.nitku),
        (Lookup::Payout, record.values.payout().map(|payout| payout.number.as_str())),
    ];
    let searched: Vec<_> =
        kinds.into_iter().filter_map(|(kind, value)| Some((kind, value?))).collect();
    if searched.is_empty() {
        return Ok(Sealed::default());
    }
    let vault = vault.ok_or(VaultError::NoKey)?;
    let mut sealed = Sealed::default();
    if searched.iter().any(|(kind, _)| *kind != Lookup::Payout) {
        sealed.identity = Some(vault.seal(&record.account, Field::Identity, &json(&numbers)?)?);
    }
    if let Some(Payout { bank, number, holder }) = record.values.payout().cloned() {
        let account = json(&BankAccount { bank, number, holder })?;
        sealed.payout = Some(vault.seal(&record.account, Field::Payout, &account)?);
    }
    sealed.lookups =
        searched.into_iter().map(|(kind, value)| (kind, vault.hash(kind, value))).collect();
    Ok(sealed)
}

impl SqlxStore {
    /// The personal values of a customer, identity numbers and bank account included; `None` once
    /// they were erased.
    ///
    /// # Errors
    /// A [`Fault`] of the database; [`Fault::Permanent`] with the words of a [`VaultError`] when
    /// something is sealed that the key at hand does not open.
    pub async fn personal(&self, account: &AccountId) -> Result<Option<PersonalRecord>, Fault> {
        let found: Option<Kept> = sqlx::query_as(sqlite::PERSONAL)
            .bind(account.to_string())
            .fetch_optional(&self.readers)
            .await
            .map_err(fault::of)?;
        let Some(kept) = found else { return Ok(None) };
        // What is wrong with a value is said, never the value.
        let broken = |what: &str| fault::broken("customer_personal", account.as_str(), &what);
        let key: [u8; 32] =
            kept.key.try_into().map_err(|_| broken("the key has another length"))?;
        let values = Personal::new(&kept.name, &kept.phone, &kept.email, &kept.address);
        let mut values = values.map_err(|_| broken("a value is not acceptable"))?;
        if let Some(text) = self.opened(account, Field::Identity, kept.identity.as_deref())? {
            let identity = identity(&text).ok_or_else(|| broken("a number is not acceptable"))?;
            values = values.with_identity(identity);
        }
        if let Some(text) = self.opened(account, Field::Payout, kept.payout.as_deref())? {
            let with_payout = payout(&text).and_then(|payout| values.with_payout(payout).ok());
            values = with_payout.ok_or_else(|| broken("a bank account is not acceptable"))?;
        }
        Ok(Some(PersonalRecord { account: account.clone(), key: CustomerKey::new(key), values }))
    }

    fn opened(
        &self,
        account: &AccountId,
        field: Field,
        sealed: Option<&[u8]>,
    ) -> Result<Option<String>, Fault> {
        let Some(sealed) = sealed else { return Ok(None) };
        let vault = self.vault.as_deref().ok_or(VaultError::NoKey)?;
        let opened = vault.open(account, field, sealed);
        let wrong = |error| fault::broken("customer_personal", account.as_str(), &error);
        opened.map(Some).map_err(wrong)
    }

    /// The customers with exactly this NIK, NPWP or NITKU, at most 200; signs between the digits do
    /// not matter. A part of a number finds nobody, so that nobody can guess one piece by piece.
    ///
    /// # Errors
    /// A [`Fault`] of the database; [`Fault::Permanent`] without a vault.
    pub async fn find_by_identity(&self, text: &str) -> Result<Vec<AccountId>, Fault> {
        let vault = self.vault.as_deref().ok_or(VaultError::NoKey)?;
        self.found_by(&numbers(vault, text)).await
    }

    /// The hashes of a text that may be an identity number, for a search that looks for other things
    /// too: none without a vault or for a text that is no such number.
    pub(crate) fn identity_hashes(&self, text: &str) -> Result<String, Fault> {
        json(&self.vault.as_deref().map(|vault| numbers(vault, text)).unwrap_or_default())
    }

    /// The customers whose refunds go to a bank account of this number, at most 200.
    ///
    /// # Errors
    /// A [`Fault`] of the database; [`Fault::Permanent`] without a vault.
    pub async fn find_by_payout(&self, number: &str) -> Result<Vec<AccountId>, Fault> {
        let digits: String = number.chars().filter(char::is_ascii_digit).collect();
        let vault = self.vault.as_deref().ok_or(VaultError::NoKey)?;
        self.found_by(&[named(vault, Lookup::Payout, &digits)]).await
    }

    async fn found_by(&self, hashes: &[(&str, String)]) -> Result<Vec<AccountId>, Fault> {
        let found: Vec<String> = sqlx::query_scalar(sqlite::BY_LOOKUP)
            .bind(json(hashes)?)
            .fetch_all(&self.readers)
            .await
            .map_err(fault::of)?;
        let read =
            |id: String| id.parse().map_err(|error| fault::broken("customer_lookup", &id, &error));
        found.into_iter().map(read).collect()
    }
}

/// The hashes under which a whole number can stand: 16 digits (15 of an old NPWP), or 22.
fn numbers(vault: &Vault, text: &str) -> Vec<(&'static str, String)> {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    match digits.len() {
        15 => vec![named(vault, Lookup::Npwp, &format!("0{digits}"))],
        16 => [Lookup::Nik, Lookup::Npwp].map(|kind| named(vault, kind, &digits)).into(),
        22 => vec![named(vault, Lookup::Nitku, &digits)],
        _ => Vec::new(),
    }
}

fn named(vault: &Vault, kind: Lookup, digits: &str) -> (&'static str, String) {
    (kind.as_str(), hex(&vault.hash(kind, digits)))
}

fn identity(text: &str) -> Option<TaxIdentity> {
    let numbers: Numbers<'_> = serde_json::from_str(text).ok()?;
    // All 16 digits of an NPWP are kept, so whose it is changes nothing any more.
    let npwp = |text: &str| Npwp::parse(text, Holder::Company);
    Some(TaxIdentity {
        nik: numbers.nik.map(str::parse).transpose().ok()?,
        npwp: numbers.npwp.map(npwp).transpose().ok()?,
        nitku: numbers.nitku.map(str::parse).transpose().ok()?,
    })
}

fn payout(text: &str) -> Option<Payout> {
    let BankAccount { bank, number, holder } = serde_json::from_str(text).ok()?;
    Some(Payout { bank, number, holder })
}
