//! Seals in the database: made, kept, read.

use std::collections::BTreeMap;

use futures_util::TryStreamExt;
use sqlx::SqliteConnection;
use wikarta_core::audit::{Head, Seal, SealFault, SealKey, SealLink, SealedHead, Sealing};
use wikarta_core::id::hex;
use wikarta_core::ports::Fault;
use wikarta_core::time::Timestamp;

use super::walk::hash;
use crate::dialect::sqlite;
use crate::sheet::json;
use crate::{SqlxStore, fault, micros};

type HeadRow = (String, i64, Vec<u8>, bool);

impl SqlxStore {
    /// Makes and keeps the next seal over the ends of all chains; `None` when no chain changed since
    /// the last one, or when another process made it at the same moment.
    ///
    /// # Errors
    /// A [`Fault`] of the database; [`Fault::Permanent`] when a head or the last seal cannot be read.
    pub async fn make_seal(&self, key: &SealKey, at: Timestamp) -> Result<Option<Seal>, Fault> {
        let Some(seal) = self.sealing(at).await?.seal(key) else { return Ok(None) };
        let row = |sealed: &SealedHead| {
            (sealed.aggregate.to_string(), sealed.head.seq, hex(&sealed.head.hash))
        };
        let heads = json(&seal.heads.iter().map(row).collect::<Vec<_>>())?;
        let number = i64::try_from(seal.number).map_err(|error| fault::unfit("a seal", &error))?;
        let (body, at) = (seal.line(), seal.at.as_micros());
        let make = move || {
            sqlx::query(sqlite::KEEP_SEAL)
                .bind(number)
                .bind(at)
                .bind(body.clone())
                .bind(heads.clone())
        };
        let written = self.writer.submit(make).await?;
        Ok((written > 0).then_some(seal))
    }

    /// What the next seal is made from, read in one snapshot.
    async fn sealing(&self, at: Timestamp) -> Result<Sealing, Fault> {
        let mut snapshot = self.readers.begin().await.map_err(fault::of)?;
        let last: Option<(i64, String)> = sqlx::query_as(sqlite::LAST_SEAL)
            .fetch_optional(&mut *snapshot)
            .await
            .map_err(fault::of)?;
        let after = match last {
            None => SealLink::default(),
            Some((number, body)) => Seal::read(&body)
                .map_err(|error| fault::broken("audit_seals", &number.to_string(), &error))?
                .link(),
        };
        let mut sealing = Sealing { after, at, all: BTreeMap::new(), changed: Vec::new() };
        let mut rows = sqlx::query_as::<_, HeadRow>(sqlite::HEADS_TO_SEAL).fetch(&mut *snapshot);
        while let Some((name, seq, bytes, sealed)) = rows.try_next().await.map_err(fault::of)? {
            let head = head(&name, seq, &bytes)?;
            if !sealed {
                let aggregate =
                    name.parse().map_err(|error| fault::broken("aggregates", &name, &error))?;
                sealing.changed.push(SealedHead { aggregate, head });
            }
            sealing.all.insert(name, head);
        }
        Ok(sealing)
    }

    /// The instant of the newest seal; `None` before the first.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn newest_seal(&self) -> Result<Option<Timestamp>, Fault> {
        let found: Option<i64> = sqlx::query_scalar(sqlite::NEWEST_SEAL)
            .fetch_optional(&self.readers)
            .await
            .map_err(fault::of)?;
        found.map(micros).transpose()
    }

    /// The seals after a number, in order: those that a copy outside does not have yet.
    ///
    /// # Errors
    /// A [`Fault`] of the database; [`Fault::Permanent`] for a row that is no seal any more.
    pub async fn seals_after(&self, number: u64) -> Result<Vec<Seal>, Fault> {
        let after = i64::try_from(number).unwrap_or(i64::MAX);
        let rows: Vec<(i64, String)> = sqlx::query_as(sqlite::SEALS)
            .bind(after)
            .fetch_all(&self.readers)
            .await
            .map_err(fault::of)?;
        let read = |(number, body): (i64, String)| {
            let broken = |error| fault::broken("audit_seals", &number.to_string(), &error);
            Seal::read(&body).map_err(broken)
        };
        rows.into_iter().map(read).collect()
    }
}

/// Every seal, and the rows that are none any more.
pub(super) async fn all(
    snapshot: &mut SqliteConnection,
) -> Result<(Vec<Seal>, Vec<SealFault>), Fault> {
    let mut rows =
        sqlx::query_as::<_, (i64, Vec<u8>)>(sqlite::SEALS).bind(i64::MIN).fetch(snapshot);
    let (mut seals, mut faults) = (Vec::new(), Vec::new());
    while let Some((number, body)) = rows.try_next().await.map_err(fault::of)? {
        let number = u64::try_from(number).unwrap_or_default();
        let seal = std::str::from_utf8(&body).ok().and_then(|body| Seal::read(body).ok());
        match seal {
            // The column must say what the seal says, and the text be the one that was written.
            Some(seal) if seal.number == number && seal.line().as_bytes() == body => {
                seals.push(seal);
            }
            Some(_) | None => faults.push(SealFault::Unreadable { number }),
        }
    }
    Ok((seals, faults))
}

pub(super) fn head(name: &str, seq: i64, bytes: &[u8]) -> Result<Head, Fault> {
    let broken = || fault::broken("aggregates", name, &"its chain's end is none");
    let seq = u64::try_from(seq).map_err(|_| broken())?;
    Ok(Head { seq, hash: hash(bytes).ok_or_else(broken)? })
}
