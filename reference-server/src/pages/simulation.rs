//! `/simulasi`: a simulated life in figures, by month, and as a story.

use askama::Template;

use super::chrome::Chrome;
use super::dashboard::Kpi;
use super::form::{Field, Input};
use super::parts::{Empty, Link, Note, Pager, When};

/// `/simulasi`
#[derive(Debug, Clone, Template)]
#[template(path = "simulation.html", whitespace = "minimize")]
pub struct SimulationPage {
    /// The frame.
    pub chrome: Chrome,
    /// What can be asked for, with what was typed and what is wrong with it.
    pub fields: Vec<Field>,
    /// What was lived through.
    pub lived: Option<LivedPart>,
    /// Shown while nothing was.
    pub begin: Empty,
}

/// What was lived through.
#[derive(Debug, Clone)]
pub struct LivedPart {
    /// The law that was broken.
    pub broken: Option<Note>,
    /// The figures.
    pub figures: Vec<Kpi>,
    /// The months, and the rest after them.
    pub months: Vec<MonthRow>,
    /// How much of the story there is, and how much of it is kept.
    pub kept: String,
    /// The story, as far as it is on the page.
    pub scenes: Vec<SceneRow>,
    /// Shown instead of a story without scenes.
    pub empty: Empty,
    /// The line that repeats it.
    pub repeat: String,
    /// Onwards and back.
    pub pager: Pager,
}

/// A month in numbers, each with a bar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MonthRow {
    /// Which month.
    pub label: String,
    /// Issued, paid, refunds, faults.
    pub bars: [Bar; 4],
}

/// A number with its bar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bar {
    /// The number as people read it.
    pub count: String,
    /// How long the bar is, in percent of the longest of its column.
    pub width: u64,
}

/// One scene.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SceneRow {
    /// When.
    pub at: When,
    /// About whom, leading to the story about it; empty when about nobody.
    pub about: Option<Link>,
    /// Who.
    pub who: String,
    /// What.
    pub what: String,
}
