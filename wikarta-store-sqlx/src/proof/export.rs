//! The trail as a text that stands alone.

use std::io;

use futures_util::TryStreamExt;
use sqlx::sqlite::SqliteRow;
use sqlx::{Row as _, SqliteConnection};
use wikarta_core::aggregate::AggregateId;
use wikarta_core::audit::{ExportWriter, Head, SealKey, Window};
use wikarta_core::ports::Fault;
use wikarta_core::time::Timestamp;

use super::walk::Kept;
use super::{AuditFault, seals};
use crate::dialect::sqlite;
use crate::writer::Ready;
use crate::{SqlxStore, fault};

/// What was written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Exported {
    /// How many entries.
    pub entries: u64,
    /// How many seals.
    pub seals: u64,
}

/// Why a trail cannot be exported.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ExportError {
    /// The database.
    #[error(transparent)]
    Store(#[from] Fault),
    /// A row is not an entry or seal any more: an export would not show it as it is.
    #[error("{0}; run `wikarta audit verify`")]
    Broken(#[from] AuditFault),
    /// The text cannot be written.
    #[error("the export cannot be written: {0}")]
    Write(#[from] io::Error),
}

impl SqlxStore {
    /// Writes seals, heads and entries of one snapshot, line by line, in bounded memory.
    ///
    /// # Errors
    /// [`ExportError`].
    pub async fn export_audit(
        &self,
        window: Window,
        at: Timestamp,
        key: Option<&SealKey>,
        out: &mut (impl io::Write + Send),
    ) -> Result<Exported, ExportError> {
        let mut snapshot = self.readers.begin().await.map_err(fault::of)?;
        let mut writer = ExportWriter::default();
        out.write_all(writer.header(window, at).as_bytes())?;
        let mut exported = Exported::default();
        let (all, unreadable) = seals::all(&mut snapshot).await?;
        if let Some(first) = unreadable.into_iter().next() {
            return Err(AuditFault::Seal(first).into());
        }
        for seal in &all {
            out.write_all(writer.seal(seal).as_bytes())?;
            exported.seals += 1;
        }
        let from = window.from.map_or(i64::MIN, Timestamp::as_micros);
        let to = window.to.map_or(i64::MAX, Timestamp::as_micros);
        for (aggregate, start) in
            ends(&mut snapshot, sqlx::query(sqlite::STARTS).bind(from)).await?
        {
            out.write_all(writer.start(aggregate, start).as_bytes())?;
        }
        for (aggregate, head) in ends(&mut snapshot, sqlx::query(sqlite::HEADS_TO_SEAL)).await? {
            out.write_all(writer.head(aggregate, head).as_bytes())?;
        }
        {
            let rows = sqlx::query_as::<_, Kept>(sqlite::EXCERPT).bind(from).bind(to);
            let mut rows = rows.fetch(&mut *snapshot);
            while let Some(kept) = rows.try_next().await.map_err(fault::of)? {
                out.write_all(writer.entry(&kept.entry()?).as_bytes())?;
                exported.entries += 1;
            }
        }
        out.write_all(writer.end(key).as_bytes())?;
        out.flush()?;
        Ok(exported)
    }
}

/// Ends of chains as a statement finds them.
async fn ends(
    snapshot: &mut SqliteConnection,
    query: Ready,
) -> Result<Vec<(AggregateId, Head)>, Fault> {
    let rows = query.fetch_all(snapshot).await.map_err(fault::of)?;
    let read = |row: &SqliteRow| {
        let name: String = row.try_get("aggregate").map_err(fault::of)?;
        let seq = row.try_get("seq").map_err(fault::of)?;
        let hash: Vec<u8> = row.try_get("hash").map_err(fault::of)?;
        let aggregate = name.parse().map_err(|error| fault::broken("a chain", &name, &error))?;
        Ok((aggregate, seals::head(&name, seq, &hash)?))
    };
    rows.iter().map(read).collect()
}
