//! The bill as it stood on a day of the past, from the events of its account.

use chrono::NaiveDate;
use wikarta_core::id::{AccountId, InvoiceId};

use crate::answer::Problem;
use crate::app::App;
use crate::pages::{Fact, Facts, PastBox, PastState, StatusChip};
use crate::panel::typed;
use crate::panel::viewer::Viewer;
use crate::report::then::{Then, end_of, invoice_at};
use crate::text::format;
use crate::text::status::Of;

/// What was asked for and what was found.
#[derive(Debug, Clone)]
pub struct Past {
    typed: String,
    found: Option<(NaiveDate, Option<Then>)>,
}

/// Reads the bill as it stood at the end of the day that was typed; nothing where none was.
///
/// # Errors
/// 422 for what is no day; the books did not answer.
pub async fn read(
    app: &App,
    viewer: &Viewer,
    of: (&AccountId, &InvoiceId),
    typed: Option<&str>,
) -> Result<Past, Problem> {
    let text = typed.unwrap_or_default().trim().to_owned();
    if text.is_empty() {
        return Ok(Past { typed: text, found: None });
    }
    let day = typed::day("tanggal", &text)?;
    let then = invoice_at(app, of, end_of(day, viewer.zone)?).await?;
    Ok(Past { typed: day.to_string(), found: Some((day, then)) })
}

/// Fills the box.
#[must_use]
pub fn filled(viewer: &Viewer, invoice: &InvoiceId, past: &Past) -> PastBox {
    let (t, lang) = (&viewer.lang.texts().invoice, viewer.lang);
    let state = past.found.as_ref().map(|(day, then)| {
        let day = format::day(*day, lang);
        let Some(then) = then else {
            return PastState { title: day, status: None, facts: Facts(Vec::new()) };
        };
        let bill = &then.invoice;
        let open =
            if bill.takes_money() { bill.open_amount() } else { wikarta_core::money::Rupiah::ZERO };
        let facts = vec![
            Fact::new(t.total, format::money(bill.total)),
            Fact::new(t.paid, format::money(bill.paid)),
            Fact::new(t.refunded, format::money(bill.refunded)),
            Fact::new(t.past_credited, format::money(bill.credited)),
            Fact::new(t.open, format::money(open)),
            Fact::new(t.past_entries, format::count(then.entries)),
        ];
        let status = StatusChip::of(Of::Invoice, bill.status.as_str(), lang);
        PastState { title: day, status: Some(status), facts: Facts(facts) }
    });
    PastBox { action: format!("/tagihan/{invoice}"), value: past.typed.clone(), state }
}
