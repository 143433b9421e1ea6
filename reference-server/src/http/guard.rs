//! What stands before every handler: limits, body, sign-in, permission, forms — in this order, from
//! the row of the endpoint, so that no handler can forget one of them.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use wikarta_core::access::authorize;

use super::class::{Class, Reader};
use super::client::Client;
use super::csrf::{self, FormToken};
use super::edge::{Caller, Edge};
use super::endpoints::{Endpoint, Key, Method};
use super::limits::{Counts, KeyedBy};
use super::trace::{self, Trace};
use super::{body, cookies, next_page};
use crate::answer::{Problem, codes};
use crate::auth::identity::{SecurityKind, SecurityNote, Subject};
use crate::auth::session::{SessionId, SessionKind};
use crate::auth::sign_in::{rate_limited, unavailable};
use crate::auth::staff::{Found, Staff, by_bearer, by_session, not_signed_in};

/// The edge and the row that one guard stands for.
#[derive(Clone)]
pub(super) struct Post {
    pub(super) edge: Arc<Edge>,
    pub(super) row: &'static Endpoint,
}

/// Put on every answer of an endpoint: which row it was.
#[derive(Debug, Clone, Copy)]
pub(super) struct Answered(pub(super) &'static Endpoint);

/// Put on a page that tells of a refusal: the rule that refused.
#[derive(Debug, Clone)]
pub struct RefusedBy(pub String);

/// Lets a request through to its handler, or answers it.
pub(super) async fn guard(State(post): State<Post>, request: Request, next: Next) -> Response {
    let (mut parts, request_body) = request.into_parts();
    let trusted = &post.edge.front.trusted_proxies;
    let caller = Caller {
        client: Client::of(&parts.extensions, &parts.headers, trusted),
        trace: parts.extensions.get::<Trace>().map_or_else(trace::fresh, |t| t.0.clone()),
        at: post.edge.now(),
    };
    parts.extensions.insert(caller.client);
    parts.extensions.insert(caller.clone());
    let deadline = Duration::from_secs(post.row.class.rules().deadline_seconds);
    let work = post.pass(&caller, (parts, request_body), next);
    let answer = match tokio::time::timeout(deadline, work).await {
        Ok(Ok(response)) => response,
        Ok(Err(problem)) => problem.into_response(),
        Err(_) => Problem::of(&codes::TIMED_OUT).retry_after(5).into_response(),
    };
    let mut answer = post.count_refusal(&caller, answer);
    answer.extensions_mut().insert(Answered(post.row));
    answer
}

impl Post {
    async fn pass(
        &self,
        caller: &Caller,
        (mut parts, request_body): (Parts, Body),
        next: Next,
    ) -> Result<Response, Problem> {
        self.take_open_limits(caller, &parts).await?;
        let rules = self.row.class.rules();
        body::check_headers(&parts.headers, rules)?;
        let _slot = self.webhook_slot()?;
        let (mut cookie, mut person) = (None, None);
        match self.row.class {
            Class::Public | Class::Webhook | Class::Receipt | Class::Payer => {}
            Class::Door => cookie = self.open_door(caller, &mut parts)?,
            Class::Api | Class::Upload | Class::Page => {
                let Some(staff) = self.who(caller, &parts).await? else {
                    return self.send_to_door(&parts);
                };
                self.permit(caller, &staff).await?;
                self.take_session_limits(caller, &staff)?;
                let holder = staff.session().to_hex();
                let token = FormToken::of(&self.edge.keys.form, "session", &holder);
                parts.extensions.insert(token);
                person = Some(staff.clone());
                parts.extensions.insert(staff);
            }
        }
        let request_body = match self.row.method {
            Method::Get => request_body,
            Method::Post => self.check_post(caller, &parts, request_body).await?.into(),
        };
        let mut response = next.run(Request::from_parts(parts, request_body)).await;
        if let Some(cookie) = cookie {
            response.headers_mut().append(header::SET_COOKIE, cookie);
        }
        if let Some(staff) = person.filter(|_| response.status() == StatusCode::FORBIDDEN) {
            let note = self.note_of_rule(caller, &staff, &response);
            self.edge.security.note(note).await;
        }
        Ok(response)
    }

    /// A note that the core refused a person whom the table of endpoints had let pass, and by which
    /// rule: somebody acted in a case in which they had a hand already, or reached too far.
    fn note_of_rule(&self, caller: &Caller, staff: &Staff, response: &Response) -> SecurityNote {
        let by_page = response.extensions().get::<RefusedBy>().map(|by| by.0.as_str());
        let by_problem = response.extensions().get::<Problem>().and_then(Problem::rule_name);
        let rule = by_page.or(by_problem).unwrap_or_default();
        let about = format!("{} {rule}", self.row.name());
        let subject = Subject::User(staff.id().clone());
        caller.note(SecurityKind::Denied, subject, about.trim_end())
    }

    async fn check_post(
        &self,
        caller: &Caller,
        parts: &Parts,
        request_body: Body,
    ) -> Result<Bytes, Problem> {
        let rules = self.row.class.rules();
        let front = &self.edge.front;
        let keyed = parts.headers.contains_key("idempotency-key");
        if self.row.key == Key::Required && !keyed {
            return Err(Problem::of(&codes::IDEMPOTENCY_KEY_MISSING).say(
                "Kirim header Idempotency-Key yang baru untuk setiap permintaan baru.",
                "Send the header Idempotency-Key, a fresh one for each new request.",
            ));
        }
        if rules.reader == Reader::Person {
            let checked =
                csrf::check_origin(&parts.headers, front.transport, front.public_origin.as_ref());
            if let Err(problem) = checked {
                self.note(caller, SecurityKind::FormRefused, None).await;
                return Err(problem);
            }
        }
        let bytes = body::read(request_body, rules).await?;
        if matches!(self.row.class, Class::Door | Class::Page) {
            let brought = form_urlencoded::parse(&bytes).find(|(name, _)| name == csrf::FIELD);
            let brought = brought.map(|(_, value)| value.into_owned()).unwrap_or_default();
            let fits =
                parts.extensions.get::<FormToken>().is_some_and(|token| token.matches(&brought));
            if !fits {
                let staff = parts.extensions.get::<Staff>();
                self.note(caller, SecurityKind::FormRefused, staff).await;
                return Err(Problem::of(&codes::FORM_EXPIRED));
            }
        }
        Ok(bytes)
    }

    // The sign-in form: its token belongs to a cookie that only this browser has.
    fn open_door(
        &self,
        caller: &Caller,
        parts: &mut Parts,
    ) -> Result<Option<HeaderValue>, Problem> {
        let transport = self.edge.front.transport;
        let brought = cookies::DOOR.read(&parts.headers, transport);
        let brought = brought.filter(|value| csrf::door_is_fresh(value, caller.at));
        let (value, cookie) = match (brought, self.row.method) {
            (Some(value), _) => (value.to_owned(), None),
            (None, Method::Post) => return Err(Problem::of(&codes::FORM_EXPIRED)),
            (None, Method::Get) => {
                let fresh = csrf::fresh_door(caller.at);
                let fresh = fresh.ok_or_else(|| Problem::of(&codes::INTERNAL))?;
                let cookie = cookies::DOOR.set(transport, &fresh);
                (fresh, Some(cookie))
            }
        };
        let token = FormToken::of(&self.edge.keys.form, "door", &value);
        parts.extensions.insert(token);
        Ok(cookie)
    }

    async fn who(&self, caller: &Caller, parts: &Parts) -> Result<Option<Staff>, Problem> {
        let edge = &self.edge;
        let found = if matches!(self.row.class, Class::Api | Class::Upload) {
            let header = parts.headers.get(header::AUTHORIZATION);
            let Some(text) = header.and_then(|value| value.to_str().ok()) else { return Ok(None) };
            by_bearer(edge, text, caller.at).await
        } else {
            let cookie = cookies::SESSION.read(&parts.headers, edge.front.transport);
            let Some(id) = cookie.and_then(SessionId::parse) else { return Ok(None) };
            by_session(edge, &id, SessionKind::Panel, caller.at).await
        };
        match found.map_err(|fault| unavailable(&fault))? {
            Found::Staff(staff) => Ok(Some(staff)),
            Found::Nobody => {
                self.note(caller, SecurityKind::TokenRefused, None).await;
                Ok(None)
            }
        }
    }

    // A person who reads is led to the form and back; a program, or a form that was sent, is told.
    fn send_to_door(&self, parts: &Parts) -> Result<Response, Problem> {
        let transport = self.edge.front.transport;
        let had_cookie = cookies::SESSION.read(&parts.headers, transport).is_some();
        if self.row.class == Class::Page && self.row.method == Method::Get {
            let mut response = Redirect::to(&next_page::door(&parts.uri)).into_response();
            if had_cookie {
                let clear = cookies::SESSION.clear(transport);
                response.headers_mut().append(header::SET_COOKIE, clear);
            }
            return Ok(response);
        }
        Err(not_signed_in())
    }

    async fn permit(&self, caller: &Caller, staff: &Staff) -> Result<(), Problem> {
        let Some(permission) = self.row.permission else { return Ok(()) };
        let Err(refusal) = authorize(&staff.actor(), permission) else { return Ok(()) };
        self.note(caller, SecurityKind::Denied, Some(staff)).await;
        tracing::info!(%refusal, "denied at the edge");
        Err(denied(permission))
    }

    async fn take_open_limits(&self, caller: &Caller, parts: &Parts) -> Result<(), Problem> {
        for limit in self.row.limits.iter().filter(|limit| limit.counts == Counts::Every) {
            let key = match limit.key {
                KeyedBy::Address => caller.client.key(),
                KeyedBy::PayToken => pay_token(parts.uri.path()).to_owned(),
                KeyedBy::Process => String::new(),
                KeyedBy::Session => continue,
            };
            if let Err(wait) = self.edge.limits.take(limit, &key, caller.at) {
                self.note(caller, SecurityKind::LimitReached, None).await;
                return Err(rate_limited(wait.seconds));
            }
        }
        Ok(())
    }

    fn take_session_limits(&self, caller: &Caller, staff: &Staff) -> Result<(), Problem> {
        let of_session = |limit: &&&super::limits::Limit| limit.key == KeyedBy::Session;
        for limit in self.row.limits.iter().filter(of_session) {
            let taken = self.edge.limits.take(limit, &staff.session().to_hex(), caller.at);
            taken.map_err(|wait| rate_limited(wait.seconds))?;
        }
        Ok(())
    }

    // Bad requests take from a bucket of their own; when it is empty they are told 429 instead.
    fn count_refusal(&self, caller: &Caller, answer: Response) -> Response {
        if !matches!(answer.status(), StatusCode::BAD_REQUEST | StatusCode::FORBIDDEN) {
            return answer;
        }
        for limit in self.row.limits.iter().filter(|limit| limit.counts == Counts::Refused) {
            if let Err(wait) = self.edge.limits.take(limit, &caller.client.key(), caller.at) {
                return rate_limited(wait.seconds).into_response();
            }
        }
        answer
    }

    fn webhook_slot(&self) -> Result<Option<tokio::sync::SemaphorePermit<'_>>, Problem> {
        if !matches!(self.row.class, Class::Webhook | Class::Receipt) {
            return Ok(None);
        }
        self.edge.webhook_slots.try_acquire().map(Some).map_err(|_| rate_limited(1))
    }

    async fn note(&self, caller: &Caller, kind: SecurityKind, staff: Option<&Staff>) {
        let subject = staff.map_or(Subject::Nobody, |staff| Subject::User(staff.id().clone()));
        self.edge.security.note(caller.note(kind, subject, &self.row.name())).await;
    }
}

// `/bayar/{token}` and what lies below it.
fn pay_token(path: &str) -> &str {
    path.split('/').nth(2).unwrap_or_default()
}

/// The early no, with the same rule and the same way out that the core would name.
pub(crate) fn denied(permission: wikarta_core::access::Permission) -> Problem {
    use wikarta_core::access::{Role, scope_of};
    let holders = Role::ALL.iter().filter(|role| scope_of(**role, permission).is_some());
    let holders: Vec<&str> = holders.map(|role| role.as_str()).collect();
    let who = holders.join(", ");
    Problem::of(&codes::DENIED)
        .rule(permission.as_str())
        .next(format!("Yang boleh: {who}."), format!("Whoever is one of these may: {who}."))
        .allowed(holders)
        .say(
            format!("Tindakan ini memerlukan izin {permission}."),
            format!("This action needs the permission {permission}."),
        )
}
