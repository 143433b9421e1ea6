//! Personal values and their key as JSON: for commands only, which exist to carry them. Neither has
//! a form of its own, so that nothing else writes them down by accident, and no error repeats them.

use serde::{Deserialize, Serialize};

use super::customer::ChangeCustomer;
use crate::customer::{
    CustomerError, CustomerKey, Kind, Payout, Personal, TaxIdentity, TaxTreatment,
};
use crate::id::{AccountId, hex, unhex};
use crate::identity::{Holder, NikError, Nitku, Npwp, NpwpError};

/// Why personal values were refused. What was written is never repeated.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum WrittenError {
    #[error(transparent)]
    Customer(#[from] CustomerError),
    #[error(transparent)]
    Nik(#[from] NikError),
    #[error(transparent)]
    Npwp(#[from] NpwpError),
    #[error("a customer's key has 64 lower-case hexadecimal digits")]
    Key,
    #[error("personal values and their key come together or not at all")]
    Half,
}

/// Personal values.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Values {
    name: String,
    phone: String,
    email: String,
    address: String,
    #[serde(default)]
    nik: Option<String>,
    #[serde(default)]
    npwp: Option<String>,
    #[serde(default)]
    nitku: Option<String>,
    #[serde(default)]
    payout: Option<Account>,
}

/// A bank account.
#[derive(Clone, Serialize, Deserialize)]
struct Account {
    bank: String,
    number: String,
    holder: String,
}

impl From<&Personal> for Values {
    fn from(from: &Personal) -> Self {
        let TaxIdentity { nik, npwp, nitku } = from.identity();
        let account = |payout: &Payout| Account {
            bank: payout.bank.clone(),
            number: payout.number.clone(),
            holder: payout.holder.clone(),
        };
        Self {
            name: from.name().to_owned(),
            phone: from.phone().to_owned(),
            email: from.email().to_owned(),
            address: from.address().to_owned(),
            nik: nik.as_ref().map(|nik| nik.as_str().to_owned()),
            npwp: npwp.as_ref().map(|npwp| npwp.as_str().to_owned()),
            nitku: nitku.as_ref().map(|nitku| nitku.as_str().to_owned()),
            payout: from.payout().map(account),
        }
    }
}

impl TryFrom<Values> for Personal {
    type Error = WrittenError;
    fn try_from(from: Values) -> Result<Self, WrittenError> {
        let Values { name, phone, email, address, nik, npwp, nitku, payout } = from;
        let identity = TaxIdentity {
            nik: nik.map(|text| text.parse()).transpose()?,
            npwp: npwp.map(|text| whole(&text)).transpose()?,
            nitku: nitku.map(|text| text.parse::<Nitku>()).transpose()?,
        };
        let personal = Self::new(&name, &phone, &email, &address)?.with_identity(identity);
        Ok(match payout {
            Some(Account { bank, number, holder }) => {
                personal.with_payout(Payout { bank, number, holder })?
            }
            None => personal,
        })
    }
}

/// 16 digits: what an old number of 15 becomes depends on whose it is, and is not guessed.
fn whole(text: &str) -> Result<Npwp, NpwpError> {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    if digits != 16 {
        return Err(NpwpError::Length);
    }
    Npwp::parse(text, Holder::Company)
}

/// `#[serde(with = …)]` for personal values.
pub(super) mod personal {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use super::{Personal, Values};

    pub(in super::super) fn serialize<S: Serializer>(
        personal: &Personal,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        Values::from(personal).serialize(to)
    }

    pub(in super::super) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<Personal, D::Error> {
        Personal::try_from(Values::deserialize(from)?).map_err(serde::de::Error::custom)
    }
}

/// `#[serde(with = …)]` for the key that seals them.
pub(super) mod key {
    use serde::{Deserialize, Deserializer, Serializer};

    use super::{CustomerKey, WrittenError, hex, unhex};

    pub(in super::super) fn serialize<S: Serializer>(
        key: &CustomerKey,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        to.serialize_str(&hex(key.bytes()))
    }

    pub(in super::super) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<CustomerKey, D::Error> {
        let key = unhex(&String::deserialize(from)?).map(CustomerKey::new);
        key.ok_or(WrittenError::Key).map_err(serde::de::Error::custom)
    }
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(transparent)]
struct PersonalForm(#[serde(with = "personal")] Personal);

#[derive(Clone, Serialize, Deserialize)]
#[serde(transparent)]
struct KeyForm(#[serde(with = "key")] CustomerKey);

/// [`ChangeCustomer`], its values and their key side by side.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Change {
    account: AccountId,
    kind: Option<Kind>,
    treatment: Option<TaxTreatment>,
    personal: Option<PersonalForm>,
    key: Option<KeyForm>,
}

impl From<ChangeCustomer> for Change {
    fn from(from: ChangeCustomer) -> Self {
        let ChangeCustomer { account, kind, treatment, personal } = from;
        let (personal, key) = match personal {
            Some((personal, key)) => (Some(PersonalForm(personal)), Some(KeyForm(key))),
            None => (None, None),
        };
        Self { account, kind, treatment, personal, key }
    }
}

impl TryFrom<Change> for ChangeCustomer {
    type Error = WrittenError;
    fn try_from(from: Change) -> Result<Self, WrittenError> {
        let Change { account, kind, treatment, personal, key } = from;
        let personal = match (personal, key) {
            (Some(PersonalForm(personal)), Some(KeyForm(key))) => Some((personal, key)),
            (None, None) => None,
            (Some(_), None) | (None, Some(_)) => return Err(WrittenError::Half),
        };
        Ok(Self { account, kind, treatment, personal })
    }
}
