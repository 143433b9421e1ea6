//! Personal values, in the one table that may be erased.

use sqlx::FromRow;
use wikarta_core::customer::{CustomerKey, Personal, PersonalRecord};
use wikarta_core::id::AccountId;
use wikarta_core::ports::Fault;

use crate::dialect::sqlite;
use crate::{SqlxStore, fault};

#[derive(FromRow)]
struct Kept {
    key: Vec<u8>,
    name: String,
    phone: String,
    email: String,
    address: String,
}

impl SqlxStore {
    /// The personal values of a customer; `None` once they were erased.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
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
        Ok(Some(PersonalRecord {
            account: account.clone(),
            key: CustomerKey::new(key),
            values: values.map_err(|_| broken("a value is not acceptable"))?,
        }))
    }

    /// Erases the personal values of a customer with their key; answers whether there were any. The
    /// seals in the books stay and say nothing any more.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn erase_personal(&self, account: &AccountId) -> Result<bool, Fault> {
        let account = account.to_string();
        let make = move || sqlx::query(sqlite::ERASE_PERSONAL).bind(account.clone());
        Ok(self.writer.submit(make).await? > 0)
    }
}
