//! The list of customers.

use chrono::NaiveDate;
use sqlx::FromRow;
use wikarta_core::customer::Kind;
use wikarta_core::id::{AccountId, IdError, SubscriptionId, UserId};
use wikarta_core::money::Rupiah;
use wikarta_core::ports::Fault;
use wikarta_core::subscription::{Subscription, SubscriptionStatus};

use super::page::words;
use super::{PAGE_MAX, anywhere};
use crate::dialect::sqlite;
use crate::{SqlxStore, fault};

/// Which customers, by number.
#[derive(Debug, Clone, Default)]
pub struct CustomerFilter {
    /// Only those whose number or name has this text, or whose phone, address of mail, NIK, NPWP or
    /// NITKU is it: a part of a masked value finds nobody, so that nobody can guess it piece by piece.
    pub text: Option<String>,
    /// Only those with a subscription in this status.
    pub service: Option<SubscriptionStatus>,
    /// Only these kinds; empty means all.
    pub kinds: Vec<Kind>,
    /// Only those with something open that was due before this day.
    pub overdue_on: Option<NaiveDate>,
    /// Whether only those with money of theirs here.
    pub credit: Credit,
    /// Only those whom this person took in.
    pub registered_by: Option<UserId>,
    /// Only those after this number.
    pub after: Option<String>,
    /// At most so many, 1 to [`PAGE_MAX`].
    pub limit: u32,
}

/// Whether customers without credit are left out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Credit {
    /// They are not.
    #[default]
    Any,
    /// They are.
    Some,
}

/// One customer. Personal values are as stored: whoever shows them masks them.
#[derive(Debug, Clone)]
pub struct CustomerRow {
    /// The customer.
    pub id: AccountId,
    /// The customer's number.
    pub code: String,
    /// Zone as text.
    pub zone: String,
    /// Name; empty once erased.
    pub name: String,
    /// Phone in E.164; empty once erased.
    pub phone: String,
    /// Mail; empty once erased.
    pub email: String,
    /// Postal address; empty once erased.
    pub address: String,
    /// Money that the customer has with us.
    pub credit: Rupiah,
    /// Sum of what is still to be paid.
    pub open: Rupiah,
    /// How many invoices that is.
    pub open_count: u32,
    /// What the customer has bought.
    pub subscriptions: Vec<SubscriptionRow>,
}

/// A subscription of a customer.
#[derive(Debug, Clone)]
pub struct SubscriptionRow {
    /// The subscription.
    pub id: SubscriptionId,
    /// All of it.
    pub subscription: Subscription,
}

impl SqlxStore {
    /// A page of the list of customers, and the number after which the next page begins.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn customers(
        &self,
        filter: &CustomerFilter,
    ) -> Result<(Vec<CustomerRow>, Option<String>), Fault> {
        let after = filter.after.as_deref().unwrap_or_default();
        let (rows, more) = self.listed_customers(sqlite::CUSTOMERS_ONWARDS, filter, after).await?;
        let next = rows.last().map(|row| row.code.clone()).filter(|_| more);
        Ok((rows, next))
    }

    /// The page that ends just before a number, in the same order, and whether there is one before
    /// it. The filter's own place is not looked at.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn customers_before(
        &self,
        filter: &CustomerFilter,
        number: &str,
    ) -> Result<(Vec<CustomerRow>, bool), Fault> {
        let (mut rows, more) =
            self.listed_customers(sqlite::CUSTOMERS_BACKWARDS, filter, number).await?;
        rows.reverse();
        Ok((rows, more))
    }

    async fn listed_customers(
        &self,
        statement: &'static str,
        filter: &CustomerFilter,
        place: &str,
    ) -> Result<(Vec<CustomerRow>, bool), Fault> {
        let limit = filter.limit.clamp(1, PAGE_MAX);
        let found: Vec<Listed> = sqlx::query_as(statement)
            .bind(place)
            .bind(filter.text.as_deref().map(anywhere))
            .bind(i64::from(limit) + 1)
            .bind(filter.text.as_deref().map(e164))
            .bind(filter.text.as_deref().map(str::trim))
            .bind(self.identity_hashes(filter.text.as_deref().unwrap_or_default())?)
            .bind(filter.service.map(|status| status.as_str()))
            .bind(words(&filter.kinds))
            .bind(filter.overdue_on.map(|day| day.to_string()))
            .bind(i64::from(filter.credit == Credit::Some))
            .bind(filter.registered_by.as_ref().map(ToString::to_string))
            .fetch_all(&self.readers)
            .await
            .map_err(fault::of)?;
        let more = found.len() > limit as usize;
        let rows = found.into_iter().take(limit as usize).map(Listed::row);
        Ok((rows.collect::<Result<_, _>>()?, more))
    }
}

/// A phone number as people write it, in the form that is stored.
fn e164(text: &str) -> String {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    match (digits.strip_prefix('0'), digits.strip_prefix("62")) {
        (Some(rest), _) | (None, Some(rest)) => format!("+62{rest}"),
        (None, None) => format!("+{digits}"),
    }
}

#[derive(FromRow)]
pub(super) struct Listed {
    id: String,
    code: String,
    zone: String,
    name: String,
    phone: String,
    email: String,
    address: String,
    credit: i64,
    open: i64,
    open_count: i64,
    subscriptions: String,
}

impl Listed {
    pub(super) fn row(self) -> Result<CustomerRow, Fault> {
        let bodies: Vec<String> = fault::read("subscriptions", &self.subscriptions)?;
        let subscriptions = bodies.iter().map(|body| {
            let subscription: Subscription = fault::read("a subscription", body)?;
            Ok(SubscriptionRow { id: subscription.id.clone(), subscription })
        });
        let rupiah = |value| Rupiah::new(value).map_err(|e| fault::broken("an amount", "", &e));
        Ok(CustomerRow {
            subscriptions: subscriptions.collect::<Result<_, Fault>>()?,
            id: self
                .id
                .parse()
                .map_err(|error: IdError| fault::broken("an id", &self.id, &error))?,
            code: self.code,
            zone: self.zone,
            name: self.name,
            phone: self.phone,
            email: self.email,
            address: self.address,
            credit: rupiah(self.credit)?,
            open: rupiah(self.open)?,
            open_count: u32::try_from(self.open_count).unwrap_or(u32::MAX),
        })
    }
}
