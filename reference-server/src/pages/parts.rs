//! Small parts that many pages share. Each renders itself, escaped.

use askama::Template;
use askama::filters::HtmlSafe;
use chrono::NaiveDate;
use wikarta_core::time::{Timestamp, Zone};

use super::qr::QrPicture;
use crate::text::status::{self, Of, Tone};
use crate::text::{Lang, format, say};

/// A status: word, shape and colour.
#[derive(Debug, Clone, PartialEq, Eq, Template)]
#[template(source = r#"<span class="st {{ tone.class() }}">{{ word }}</span>"#, ext = "html")]
pub struct StatusChip {
    /// The word people read.
    pub word: String,
    /// Its colour and shape.
    pub tone: Tone,
}

impl HtmlSafe for StatusChip {}

impl StatusChip {
    /// The chip of a status by its canonical code; an unknown code shows itself, plain.
    #[must_use]
    pub fn of(of: Of, code: &str, lang: Lang) -> Self {
        let (word, tone) = status::word(of, code, lang).unwrap_or((code, Tone::Plain));
        Self { word: word.to_owned(), tone }
    }
}

/// A moment or day: machine-readable in UTC, and as people read it.
#[derive(Debug, Clone, PartialEq, Eq, Template)]
#[template(source = r#"<time datetime="{{ utc }}">{{ words }}</time>"#, ext = "html")]
pub struct When {
    /// RFC 3339 in UTC, or a plain date.
    pub utc: String,
    /// What people read.
    pub words: String,
}

impl HtmlSafe for When {}

impl When {
    /// `23 November 2026, 14.05 WIB`
    #[must_use]
    pub fn full(at: Timestamp, zone: Zone, lang: Lang) -> Self {
        Self { utc: at.to_string(), words: format::moment(at, zone, lang) }
    }

    /// `23 Nov 14.05`; the page names the zone once.
    #[must_use]
    pub fn short(at: Timestamp, zone: Zone, today: NaiveDate, lang: Lang) -> Self {
        Self { utc: at.to_string(), words: format::short_moment(at, zone, today, lang) }
    }

    /// `14.05 WIB`
    #[must_use]
    pub fn clock(at: Timestamp, zone: Zone, lang: Lang) -> Self {
        Self { utc: at.to_string(), words: format::clock(at, zone, lang) }
    }

    /// `23 November 2026`
    #[must_use]
    pub fn day(day: NaiveDate, lang: Lang) -> Self {
        Self { utc: day.to_string(), words: format::day(day, lang) }
    }

    /// `23 Nov`
    #[must_use]
    pub fn short_day(day: NaiveDate, today: NaiveDate, lang: Lang) -> Self {
        Self { utc: day.to_string(), words: format::short_day(day, today, lang) }
    }
}

/// A due date, with its distance in words while that matters.
#[derive(Debug, Clone, PartialEq, Eq, Template)]
#[template(
    source = r#"{{ day }}{% if let Some(note) = note %} <span class="{% if late %}late{% else %}sub{% endif %}">{{ note }}</span>{% endif %}"#,
    ext = "html"
)]
pub struct Due {
    day: When,
    note: Option<String>,
    late: bool,
}

impl HtmlSafe for Due {}

impl Due {
    /// The due date of something still owed: `lewat 3 hari`, `hari ini`, `2 hari lagi`.
    #[must_use]
    pub fn open(due: NaiveDate, today: NaiveDate, lang: Lang) -> Self {
        let away = due.signed_duration_since(today).num_days();
        let note = match away {
            0 => Some(lang.pick("hari ini", "today").to_owned()),
            1..=7 => Some(say::due_in(lang, format::days(away, lang))),
            i64::MIN..=-1 => Some(say::late_by(lang, format::days(-away, lang))),
            _ => None,
        };
        Self { day: When::short_day(due, today, lang), note, late: away < 0 }
    }

    /// The due date of something settled, void or not yet issued.
    #[must_use]
    pub fn closed(due: NaiveDate, today: NaiveDate, lang: Lang) -> Self {
        Self { day: When::short_day(due, today, lang), note: None, late: false }
    }

    /// The same with the day written out, for the head of a page.
    #[must_use]
    pub fn written_out(mut self, due: NaiveDate, lang: Lang) -> Self {
        self.day = When::day(due, lang);
        self
    }
}

/// A link with its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// What people read.
    pub label: String,
    /// Where it goes, inside this server.
    pub href: String,
}

impl Link {
    /// A link.
    pub fn new(label: impl Into<String>, href: impl Into<String>) -> Self {
        Self { label: label.into(), href: href.into() }
    }
}

/// How a note sounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoteTone {
    /// Done, with a link to the record.
    Ok,
    /// Good to know.
    Info,
    /// Something is waiting or must be done.
    Wait,
    /// Refused or failed.
    Bad,
    /// In the background.
    Mute,
}

impl NoteTone {
    /// The CSS class of a note in this tone.
    #[must_use]
    pub const fn class(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Info => "info",
            Self::Wait => "wait",
            Self::Bad => "bad",
            Self::Mute => "mute",
        }
    }
}

/// Whether a note answers what the reader just did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Voice {
    /// It does: screen readers announce it.
    Answer,
    /// It stands on the page anyway.
    Standing,
}

/// A note: title, why, what next, and a stable code at the right.
#[derive(Debug, Clone, PartialEq, Eq, Template)]
#[template(path = "note.html", whitespace = "minimize")]
pub struct Note {
    /// How it sounds.
    pub tone: NoteTone,
    /// Whether it is announced.
    pub voice: Voice,
    /// The stable code of a refusal, or a trace.
    pub code: Option<String>,
    /// What happened, in one sentence.
    pub title: String,
    /// Why, in this case; each a paragraph.
    pub body: Vec<String>,
    /// The record, or the way on.
    pub link: Option<Link>,
}

impl HtmlSafe for Note {}

impl Note {
    /// A note without code, body or link.
    pub fn new(tone: NoteTone, voice: Voice, title: impl Into<String>) -> Self {
        Self { tone, voice, code: None, title: title.into(), body: Vec::new(), link: None }
    }

    /// Adds a paragraph.
    #[must_use]
    pub fn because(mut self, sentence: impl Into<String>) -> Self {
        self.body.push(sentence.into());
        self
    }

    /// Adds the stable code.
    #[must_use]
    pub fn coded(mut self, code: impl Into<String>) -> Self {
        self.code = Some(code.into());
        self
    }

    /// Adds a link.
    #[must_use]
    pub fn with_link(mut self, link: Link) -> Self {
        self.link = Some(link);
        self
    }

    fn role(&self) -> Option<&'static str> {
        match (self.voice, self.tone) {
            (Voice::Standing, _) => None,
            (Voice::Answer, NoteTone::Ok | NoteTone::Info | NoteTone::Mute) => Some("status"),
            (Voice::Answer, NoteTone::Wait | NoteTone::Bad) => Some("alert"),
        }
    }
}

/// Why an act is not possible here, and what would be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The stable code of the rule.
    pub rule: String,
    /// The reason in this case.
    pub reason: String,
    /// What is allowed, by whom.
    pub allowed: Vec<String>,
}

/// An empty place: what is missing, why, and how to go on.
#[derive(Debug, Clone, PartialEq, Eq, Template)]
#[template(path = "empty.html", whitespace = "minimize")]
pub struct Empty {
    /// What is not there.
    pub title: String,
    /// Why, or how to begin.
    pub why: String,
    /// Reset or begin.
    pub action: Option<Link>,
}

impl HtmlSafe for Empty {}

/// Keyset paging: no page numbers, only onwards and back.
#[derive(Debug, Clone, PartialEq, Eq, Template)]
#[template(path = "pager.html", whitespace = "minimize")]
pub struct Pager {
    /// The language of its buttons.
    pub lang: Lang,
    /// How many rows are shown, in words.
    pub words: String,
    /// The address of the page before, if any.
    pub previous: Option<String>,
    /// The address of the page after, if any.
    pub next: Option<String>,
}

impl HtmlSafe for Pager {}

/// What a payer needs to pay one code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Instruction {
    /// A virtual account: the plain digits.
    VirtualAccount {
        /// Digits without spaces.
        number: String,
    },
    /// A Mandiri bill: two numbers, both needed.
    Bill {
        /// Which company is paid.
        biller_code: String,
        /// Which bill is paid.
        bill_key: String,
    },
    /// A QRIS picture.
    Qr(QrPicture),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_escape_what_they_hold() {
        let chip = StatusChip::of(Of::Invoice, "<b>", Lang::Id);
        assert_eq!(chip.to_string(), r#"<span class="st plain">&#60;b&#62;</span>"#);
        let note = Note::new(NoteTone::Bad, Voice::Answer, "a & b").because("<script>");
        let html = note.to_string();
        assert!(html.contains("a &#38; b") && html.contains("&#60;script&#62;"), "{html}");
        assert!(html.contains(r#"role="alert""#), "{html}");
    }

    #[test]
    fn a_due_date_says_how_far_it_is() {
        let today = "2026-11-23".parse().unwrap();
        let words = |day: &str| Due::open(day.parse().unwrap(), today, Lang::Id).note;
        assert_eq!(words("2026-11-20").as_deref(), Some("lewat 3 hari"));
        assert_eq!(words("2026-11-23").as_deref(), Some("hari ini"));
        assert_eq!(words("2026-11-25").as_deref(), Some("2 hari lagi"));
        assert_eq!(words("2026-12-25"), None);
    }
}
