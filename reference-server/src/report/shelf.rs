//! The key figures of the month as they were made last, for pages that everybody opens all day.

use wikarta_core::time::Timestamp;

use super::table::Value;
use super::{Ask, Asked, Kind, Sees, make};
use crate::answer::Problem;
use crate::app::App;
use crate::text::Lang;

/// For how long they are good enough.
const GOOD_SECONDS: i64 = 60;

/// The language, when it was made, and the rows.
type Kept = (Lang, Timestamp, Vec<Vec<Value>>);

/// Figures in each language that was asked for, with when they were made. Whoever comes while they
/// are being made waits for them.
#[derive(Debug, Default)]
pub struct Shelf(tokio::sync::Mutex<Vec<Kept>>);

impl Shelf {
    /// The rows of the key figures of this month, at most a minute old.
    ///
    /// # Errors
    /// The books did not answer.
    pub async fn month(
        &self,
        app: &App,
        now: Timestamp,
        lang: Lang,
    ) -> Result<Vec<Vec<Value>>, Problem> {
        let zone = app.wikarta.policy().zone;
        let mut kept = self.0.lock().await;
        let good = |(of, at, _): &&Kept| {
            let age = now.seconds_since(*at);
            *of == lang && (0..GOOD_SECONDS).contains(&age) && at.day_in(zone) == now.day_in(zone)
        };
        if let Some((_, _, rows)) = kept.iter().find(good) {
            return Ok(rows.clone());
        }
        let ask = Ask::read(&Asked::default(), Kind::Kpi, (now, zone))?;
        let rows = make(app, Kind::Kpi, &ask, (Sees::Finance, lang)).await?.table.rows;
        kept.retain(|(of, ..)| *of != lang);
        kept.push((lang, now, rows.clone()));
        Ok(rows)
    }
}
