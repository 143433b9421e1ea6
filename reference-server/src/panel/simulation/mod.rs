//! `/simulasi`: a life is lived through in memory and told. It changes nothing, so it is asked for
//! with GET: an address tells a life, and the same one always.

mod page;

use std::str::FromStr;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;
use wikarta_core::testkit::simulate::{FaultKind, Faults, Plan};

use super::respond;
use super::viewer::Viewer;
use crate::answer::Problem;
use crate::app::App;
use crate::http::QueryFields;
use crate::lives::Wish;
use crate::pages::Section;
use crate::story;

/// The most steps of a life on a page.
pub const STEPS_MAX: u64 = 6_000;
const CUSTOMERS_MAX: u32 = 12;
const MONTHS_MAX: u32 = 6;

/// The query of the page.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Asked {
    /// How many customers.
    pub pelanggan: Option<String>,
    /// How many months.
    pub bulan: Option<String>,
    /// The seed.
    pub benih: Option<String>,
    /// `none`, `all`, or a kind of fault.
    pub gangguan: Option<String>,
    /// Whom the story is about; empty: everybody.
    pub tentang: Option<String>,
    /// Scenes before the page.
    pub offset: Option<usize>,
}

/// A field whose value cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wrong(pub &'static str);

impl Asked {
    fn is_empty(&self) -> bool {
        let own = [&self.pelanggan, &self.bulan, &self.benih, &self.gangguan];
        own.into_iter().all(Option::is_none)
    }

    /// What is asked for, or every field that is wrong.
    ///
    /// # Errors
    /// The fields, in the order of the form.
    pub fn wish(&self) -> Result<Wish, Vec<Wrong>> {
        let customers = number("pelanggan", self.pelanggan.as_ref(), 1, CUSTOMERS_MAX);
        let months = number("bulan", self.bulan.as_ref(), 1, MONTHS_MAX);
        let seed = number("benih", self.benih.as_ref(), 0, u64::MAX);
        let faults = faults(self.gangguan.as_deref());
        let about = subject(self.tentang.as_deref());
        match (customers, months, seed, faults, about) {
            (Ok(customers), Ok(months), Ok(seed), Ok(faults), Ok(about)) => {
                let plan = Plan { customers, months, seed, faults, steps: Some(STEPS_MAX) };
                Ok(Wish { plan, about })
            }
            (customers, months, seed, faults, about) => {
                let wrong = [customers.err(), months.err(), seed.err(), faults.err(), about.err()];
                Err(wrong.into_iter().flatten().collect())
            }
        }
    }
}

fn number<T: FromStr + PartialOrd>(
    field: &'static str,
    text: Option<&String>,
    least: T,
    most: T,
) -> Result<T, Wrong> {
    let number = text.and_then(|text| text.trim().parse().ok());
    number.filter(|number| (&least..=&most).contains(&number)).ok_or(Wrong(field))
}

fn faults(text: Option<&str>) -> Result<Faults, Wrong> {
    match text.unwrap_or_default() {
        "none" => Ok(Faults::none()),
        "all" => Ok(Faults::all()),
        one => {
            one.parse::<FaultKind>().map(|kind| Faults::of([kind])).map_err(|_| Wrong("gangguan"))
        }
    }
}

fn subject(text: Option<&str>) -> Result<Option<String>, Wrong> {
    let text = text.unwrap_or_default().trim();
    if text.is_empty() {
        return Ok(None);
    }
    story::subject(text).map(Some).ok_or(Wrong("tentang"))
}

/// The form; with what was asked for, the life.
pub async fn show(
    State(app): State<App>,
    viewer: Viewer,
    asked: Result<QueryFields<Asked>, Problem>,
) -> Response {
    let made = async {
        let QueryFields(asked) = asked?;
        if asked.is_empty() {
            let page = page::page(&viewer, &asked, &[], None);
            return respond::page(&page, StatusCode::OK, viewer.lang);
        }
        match asked.wish() {
            Ok(wish) => {
                let lived = app.lives.live(wish).await?;
                let page = page::page(&viewer, &asked, &[], Some(&lived));
                respond::page(&page, StatusCode::OK, viewer.lang)
            }
            Err(wrong) => {
                let page = page::page(&viewer, &asked, &wrong, None);
                respond::page(&page, StatusCode::UNPROCESSABLE_ENTITY, viewer.lang)
            }
        }
    };
    let made = made.await;
    viewer.answer(Section::Simulation, made)
}

#[cfg(test)]
pub(super) use page::page as filled;
