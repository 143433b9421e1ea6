//! `/masuk` and `/keluar`: in and out.

use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use super::respond;
use crate::answer::{Language, Problem, codes};
use crate::app::App;
use crate::auth::sign_in::{Presented, sign_in, sign_out};
use crate::auth::{SessionKind, Staff};
use crate::config::SecretText;
use crate::http::edge::Caller;
use crate::http::next_page::own_page;
use crate::http::{FormFields, FormToken, QueryFields, cookies};
use crate::pages::{Note, NoteTone, SignInPage, Theme, Voice};
use crate::text::Lang;

/// What the sign-in page shows besides its fields.
#[derive(Debug)]
pub struct Doorstep {
    lang: Lang,
    theme: Theme,
    address: String,
    form: FormToken,
}

impl FromRequestParts<App> for Doorstep {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let Ok(Language(lang)) = Language::from_request_parts(parts, app).await;
        let Ok(form) = FormToken::from_request_parts(parts, app).await;
        let theme = Theme::from_cookie(cookies::value(&parts.headers, Theme::COOKIE));
        let address = parts.uri.path_and_query().map_or("/masuk", |both| both.as_str()).to_owned();
        Ok(Self { lang, theme, address, form })
    }
}

impl Doorstep {
    fn page(&self, app: &App, note: Option<Note>, typed: Typed) -> SignInPage {
        SignInPage {
            lang: self.lang,
            theme: self.theme,
            company: app.seller().name,
            help: None,
            address: self.address.clone(),
            csrf: self.form.as_str().to_owned(),
            email: typed.email,
            return_to: typed.return_to,
            note,
        }
    }
}

/// What was typed or asked for before.
#[derive(Debug, Default)]
struct Typed {
    email: String,
    return_to: Option<String>,
}

/// Where to go afterwards, and why somebody is here.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    kembali: Option<String>,
    pesan: Option<Left>,
}

/// Why somebody stands at the door.
#[derive(Debug, Clone, Copy, Deserialize)]
pub enum Left {
    /// The person has just signed out.
    #[serde(rename = "keluar")]
    SignedOut,
}

/// The sign-in form.
pub async fn show(
    State(app): State<App>,
    door: Doorstep,
    QueryFields(asked): QueryFields<Asked>,
) -> Result<Response, Problem> {
    let t = &door.lang.texts().sign_in;
    let note =
        asked.pesan.map(|Left::SignedOut| Note::new(NoteTone::Ok, Voice::Answer, t.signed_out));
    let return_to = asked.kembali.map(|page| own_page(&page).to_owned());
    let typed = Typed { email: String::new(), return_to };
    respond::page(&door.page(&app, note, typed), StatusCode::OK, door.lang)
}

/// The form as sent.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sent {
    email: String,
    password: String,
    kembali: Option<String>,
}

/// Signs in; a failure shows the form again with what was typed, the password left out.
pub async fn enter(
    State(app): State<App>,
    door: Doorstep,
    caller: Caller,
    FormFields(sent): FormFields<Sent>,
) -> Result<Response, Problem> {
    let password = SecretText::new(sent.password);
    let presented = Presented { email: sent.email.clone(), password, kind: SessionKind::Panel };
    let next = own_page(sent.kembali.as_deref().unwrap_or("/")).to_owned();
    match sign_in(&app.edge, &caller, presented).await {
        Ok(signed_in) => {
            let transport = app.edge.front.transport;
            let mut response = respond::see(&next);
            let headers = response.headers_mut();
            let session = cookies::SESSION.set(transport, signed_in.session.expose());
            headers.append(header::SET_COOKIE, session);
            headers.append(header::SET_COOKIE, cookies::DOOR.clear(transport));
            Ok(response)
        }
        Err(problem) if again(&problem) => {
            let typed = Typed {
                email: sent.email.chars().take(200).collect(),
                return_to: sent.kembali.map(|_| next),
            };
            let page = door.page(&app, Some(why(&problem, &door, &caller)), typed);
            let mut response = respond::page(&page, problem.status(), door.lang)?;
            problem.put_headers(&mut response);
            Ok(response)
        }
        Err(problem) => Err(problem),
    }
}

/// Whether the form is the place to say it.
fn again(problem: &Problem) -> bool {
    [codes::SIGN_IN_FAILED.code, codes::RATE_LIMITED.code].contains(&problem.code())
}

fn why(problem: &Problem, door: &Doorstep, caller: &Caller) -> Note {
    let t = &door.lang.texts().sign_in;
    if problem.code() == codes::SIGN_IN_FAILED.code {
        return Note::new(NoteTone::Bad, Voice::Answer, t.wrong).because(t.wrong_why);
    }
    let shown = problem.shown(door.lang, caller.trace.as_str());
    Note::new(NoteTone::Wait, Voice::Answer, shown.title).because(shown.detail)
}

/// Signs out.
pub async fn leave(
    State(app): State<App>,
    staff: Staff,
    caller: Caller,
) -> Result<Response, Problem> {
    let headers: HeaderMap = sign_out(&app.edge, &caller, &staff).await?;
    Ok((headers, respond::see("/masuk?pesan=keluar")).into_response())
}
