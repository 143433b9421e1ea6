//! The page of one record, or of a small list with its forms: facts, tables and acts in blocks.

use askama::Template;
use askama::filters::HtmlSafe;
use wikarta_core::money::Rupiah;

use super::chrome::Chrome;
use super::dashboard::Kpi;
use super::form::{Facts, Folded, Form};
use super::parts::{Link, Note, StatusChip, When};

/// One record, or a small list: a title, figures, blocks left and right.
#[derive(Debug, Clone, Template)]
#[template(path = "record.html", whitespace = "minimize")]
pub struct RecordPage {
    /// The frame.
    pub chrome: Chrome,
    /// Where it belongs.
    pub crumbs: Vec<Link>,
    /// What it is.
    pub title: String,
    /// Where it stands.
    pub status: Option<StatusChip>,
    /// One line under the title.
    pub about: String,
    /// Ways to forms of their own, at the right of the title.
    pub ways: Vec<Link>,
    /// Figures.
    pub figures: Vec<Kpi>,
    /// Blocks at the left.
    pub left: Vec<Block>,
    /// Blocks at the right; none: the left ones take the whole width.
    pub right: Vec<Block>,
}

/// A form on a page of its own.
#[derive(Debug, Clone, Template)]
#[template(path = "form_page.html", whitespace = "minimize")]
pub struct FormPage {
    /// The frame.
    pub chrome: Chrome,
    /// Where it belongs.
    pub crumbs: Vec<Link>,
    /// What it is for.
    pub title: String,
    /// One line under the title.
    pub about: String,
    /// The form.
    pub form: Form,
}

/// A part of a record under a heading.
#[derive(Debug, Clone, PartialEq, Eq, Template)]
#[template(path = "block.html", whitespace = "minimize")]
pub struct Block {
    /// The heading.
    pub title: String,
    /// Beside the heading.
    pub note: Option<String>,
    /// What it holds.
    pub parts: Vec<Part>,
    /// What can be done about it.
    pub acts: Vec<Folded>,
}

impl HtmlSafe for Block {}

impl Block {
    /// A block that holds one thing.
    pub fn new(title: impl Into<String>, part: Part) -> Self {
        Self { title: title.into(), note: None, parts: vec![part], acts: Vec::new() }
    }

    /// The same with something beside the heading.
    #[must_use]
    pub fn noted(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }

    /// The same with acts; those that are hidden are left out.
    #[must_use]
    pub fn acting(mut self, acts: impl IntoIterator<Item = Folded>) -> Self {
        self.acts.extend(acts.into_iter().filter(|folded| folded.act.is_shown()));
        self
    }
}

/// What a block holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// Labels and values.
    Facts(Facts),
    /// Rows.
    Table(Table),
    /// A sentence.
    Words(String),
    /// Something to notice.
    Note(Note),
}

/// Rows under heads; the first cell of a row names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// What the table is, for those who do not see it.
    pub caption: String,
    /// The heads.
    pub heads: Vec<String>,
    /// The rows.
    pub rows: Vec<Vec<Cell>>,
    /// Said instead when there are none.
    pub none: String,
}

/// One cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// Words, with more in a smaller voice.
    Words(String, String),
    /// A link, with more in a smaller voice.
    Link(Link, String),
    /// A status.
    Chip(StatusChip),
    /// A moment or day.
    When(When),
    /// Money; `None` shows a dash.
    Money(Option<Rupiah>),
}

impl Cell {
    /// Plain words; empty shows a dash.
    pub fn words(text: impl Into<String>) -> Self {
        Self::Words(text.into(), String::new())
    }

    const fn is_money(&self) -> bool {
        matches!(self, Self::Money(_))
    }

    const fn is_chip(&self) -> bool {
        matches!(self, Self::Chip(_))
    }
}

impl Table {
    /// What a cell says beside its words where the heads are not shown.
    fn head(&self, column: &usize) -> &str {
        self.heads.get(*column).map_or("", String::as_str)
    }

    /// Whether a column holds money: its head stands at the right.
    fn is_money(&self, column: &usize) -> bool {
        self.rows.first().and_then(|row| row.get(*column)).is_some_and(Cell::is_money)
    }
}

impl RecordPage {
    /// A page with a title and the line under it, and nothing on it yet.
    #[must_use]
    pub fn titled(chrome: Chrome, title: impl Into<String>, about: impl Into<String>) -> Self {
        Self {
            chrome,
            crumbs: Vec::new(),
            title: title.into(),
            status: None,
            about: about.into(),
            ways: Vec::new(),
            figures: Vec::new(),
            left: Vec::new(),
            right: Vec::new(),
        }
    }

    /// Every act of the page, to put back what was typed into one of them.
    pub fn acts(&mut self) -> impl Iterator<Item = &mut Folded> {
        self.left.iter_mut().chain(&mut self.right).flat_map(|block| &mut block.acts)
    }
}
