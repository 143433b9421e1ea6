//! What the pages show, as plain data, and its rendering.
//!
//! Each page is one struct whose fields are already decided: no database, no clock, no rule. A
//! route handler fills it and calls [`html`]. Texts come from [`crate::text`], templates from
//! `templates/`, styles and script from [`assets`]. Forms post to these addresses:
//!
//! | Form | Address | Fields |
//! |---|---|---|
//! | sign in | `POST /masuk` | token, `email`, `password`, `kembali` |
//! | sign out | `POST /keluar` | token |
//! | simulate | `GET /simulasi` | `pelanggan`, `bulan`, `benih`, `gangguan`, `tentang` |
//! | filter | `GET /tagihan`, `GET /pelanggan` | `q`, `status` (invoices) |
//! | issue a draft | `POST /tagihan/{id}/terbitkan` | token, `idempotency_key` |
//! | make a transaction | `POST /tagihan/{id}/transaksi` | token, `idempotency_key`, `channel` |
//! | choose how to pay | `POST /bayar/{token}` | token, `idempotency_key`, `channel` |
//! | check a payment | `POST /bayar/{token}/periksa` | token |
//!
//! The token stands in the field [`TOKEN_FIELD`]; files lie below [`assets::PREFIX`].
//!
//! Nothing here is marked safe but the small parts below, which are templates themselves and
//! escape what they hold.

pub mod assets;
mod channels;
mod chrome;
mod correction;
mod corrections;
mod customers;
mod dashboard;
mod form;
mod inbox;
mod invoice;
mod invoices;
mod packages;
mod parts;
mod pay;
mod problem;
mod qr;
mod record;
mod report;
mod sign_in;
mod simulation;
mod timeline;

use askama::Template;

pub use channels::{ChannelForm, ChannelTile};
pub use chrome::{Chrome, GatewayMode, Reader, Section, Theme};
pub use correction::{CaseLink, ConfirmPage, CorrectionPage, HandRow, Step, StepState, Turn};
pub use corrections::{CorrectionRow, CorrectionsPage};
pub use customers::{CustomerRow, CustomersPage};
pub use dashboard::{Aging, AgingBucket, CaseRow, DashboardPage, Kpi, WebhookRow};
pub use form::{ActBox, Fact, Facts, Field, Folded, Form, Input, Need, Weight};
pub use inbox::{Chosen, InboxPage, InboxRow, MessagePage, Seen};
pub use invoice::{
    AttemptRow, Attempts, ChargeBox, CorrectionBox, CorrectionLine, InvoicePage, IssueBox, LineRow,
    LiveCode, PastBox, PastState, SumRow, SumWeight,
};
pub use invoices::{Choice, InvoiceFilter, InvoiceRow, InvoicesPage, PageSum, Pill};
pub use packages::{PackageRow, PackagesPage};
pub use parts::{
    Due, Empty, Instruction, Link, Note, NoteTone, Pager, Refusal, StatusChip, Voice, When,
};
pub use pay::{
    CheckForm, CodeTime, PayCode, PayFrame, PayLine, PayPage, PayState, Poll, Receipt, Seller,
};
pub use problem::{PlainProblemPage, Problem, ProblemPage, problem_page};
pub use qr::{QrError, QrPicture};
pub use record::{Block, Cell, FormPage, Part, RecordPage, Table};
pub use report::{ReportCell, ReportFilter, ReportGroup, ReportHead, ReportPage, ReportsPage};
pub use sign_in::SignInPage;
pub use simulation::{Bar, LivedPart, MonthRow, SceneRow, SimulationPage};
pub use timeline::{
    ChainMark, Change, Entry, Hand, Marker, Proof, Stage, StageState, Timeline, Value,
};

/// The hidden field of every form that carries its token.
pub const TOKEN_FIELD: &str = crate::http::csrf::FIELD;

/// Renders a page to HTML.
///
/// # Errors
/// Only when formatting itself fails, which plain values never do; answer it as our own fault.
pub fn html(page: &impl Template) -> Result<String, askama::Error> {
    page.render()
}
