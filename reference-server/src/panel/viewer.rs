//! Who reads a page, in which language, when and where: what every page is filled for.

use axum::extract::FromRequestParts;
use axum::http::header;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use chrono::NaiveDate;
use wikarta_core::access::{Actor, Permission, Scope, authorize};
use wikarta_core::id::TraceId;
use wikarta_core::time::{Timestamp, Zone};

use super::respond;
use crate::answer::{Language, Problem};
use crate::app::App;
use crate::auth::Staff;
use crate::config::Sending;
use crate::http::edge::Caller;
use crate::http::{FormToken, RefusedBy, cookies};
use crate::pages::{
    Chrome, GatewayMode, Link, Problem as ProblemBox, ProblemPage, Reader, Section, Theme,
};
use crate::report::Kind;
use crate::text::{Lang, format};

/// A signed-in person before one page.
#[derive(Debug, Clone)]
pub struct Viewer {
    /// The language of the page.
    pub lang: Lang,
    /// Light, dark or the system's.
    pub theme: Theme,
    /// The present.
    pub now: Timestamp,
    /// The seller's zone, in which the panel tells times.
    pub zone: Zone,
    /// Who it is to the core.
    pub actor: Actor,
    /// The person's name.
    pub name: String,
    /// The token of every form.
    pub form: String,
    /// Path and query of the page.
    pub address: String,
    /// Scheme and host under which the visitor came.
    pub origin: String,
    /// Which Midtrans the money comes from.
    pub gateway: GatewayMode,
    /// Whether messages to customers are kept, to be read here.
    pub sending: Sending,
    /// Ties the page to the log.
    pub trace: TraceId,
}

impl Viewer {
    /// Today in the seller's zone.
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        self.now.day_in(self.zone)
    }

    /// How far a permission reaches; `None` when no role gives it.
    #[must_use]
    pub fn scope(&self, permission: Permission) -> Option<Scope> {
        authorize(&self.actor, permission).ok()
    }

    /// Whether a permission reaches everything.
    #[must_use]
    pub fn sees_all(&self, permission: Permission) -> bool {
        self.scope(permission) == Some(Scope::All)
    }

    /// Whether any report is for this reader.
    #[must_use]
    pub fn sees_reports(&self) -> bool {
        Kind::ALL.into_iter().any(|kind| self.may_open(kind))
    }

    /// Whether a report is for this reader. A summary of everybody is for nobody who sees only own
    /// acts.
    #[must_use]
    pub fn may_open(&self, kind: Kind) -> bool {
        let scope = self.scope(kind.permission());
        if kind == Kind::Security { scope == Some(Scope::All) } else { scope.is_some() }
    }

    /// The roles as people read them.
    #[must_use]
    pub fn roles(&self) -> String {
        self.actor.role_label().replace(',', ", ")
    }

    /// The frame of a page.
    #[must_use]
    pub fn chrome(&self, title: impl Into<String>, here: Section) -> Chrome {
        let allowed = |section: &Section| match section {
            Section::Dashboard => true,
            Section::Invoices => self.scope(Permission::InvoiceView).is_some(),
            Section::Corrections => self.scope(Permission::RefundView).is_some(),
            Section::Reconciliation => self.scope(Permission::ReconcileView).is_some(),
            Section::Customers => self.scope(Permission::CustomerView).is_some(),
            Section::Notifications => self.scope(Permission::DunningView).is_some(),
            Section::Reports => self.sees_reports(),
            Section::Packages | Section::Promos => self.scope(Permission::PackageView).is_some(),
            Section::Inbox => {
                self.sending != Sending::Real && self.scope(Permission::DunningView).is_some()
            }
            Section::Queue => self.scope(Permission::WebhookView).is_some(),
            Section::Simulation => self.scope(Permission::AuditVerify).is_some(),
            Section::Settings => self.scope(Permission::SettingView).is_some(),
        };
        Chrome {
            lang: self.lang,
            theme: self.theme,
            title: title.into(),
            here,
            may_see: Section::ALL.into_iter().filter(allowed).collect(),
            reader: Reader { name: self.name.clone(), role: self.roles() },
            gateway: self.gateway,
            clock: format::bar_clock(self.now, self.zone, self.lang),
            address: self.address.clone(),
            csrf: self.form.clone(),
            note: None,
        }
    }

    /// The answer to a request: the page, or the problem inside the panel with a way on.
    pub fn answer(&self, here: Section, made: Result<Response, Problem>) -> Response {
        let problem = match made {
            Ok(response) => return response,
            Err(problem) => problem,
        };
        let shown = problem.shown(self.lang, self.trace.as_str());
        let mut boxed = ProblemBox::shown(&shown);
        let path = self.address.split('?').next().unwrap_or("/");
        let t = &self.lang.texts().problem;
        boxed.ways = match problem.status().as_u16() {
            404 => {
                boxed.body.push(t.not_found_why.to_owned());
                vec![Link::new(t.to_dashboard, "/")]
            }
            // An act has the address of its record with the act behind it.
            _ => vec![Link::new(t.to_record, record_of(path)), Link::new(t.to_dashboard, "/")],
        };
        let mut chrome = self.chrome(boxed.title.clone(), here);
        // The language is changed on the record: an act cannot be asked for with GET.
        chrome.address = record_of(path).to_owned();
        let whole = ProblemPage { chrome, problem: boxed };
        match respond::page(&whole, problem.status(), self.lang) {
            Ok(mut response) => {
                problem.put_headers(&mut response);
                if let Some(rule) = problem.rule_name() {
                    response.extensions_mut().insert(RefusedBy(rule.to_owned()));
                }
                response
            }
            Err(fault) => fault.into_response(),
        }
    }
}

/// The page to go back to after an act: a record has two parts in its address, an act one more.
fn record_of(path: &str) -> &str {
    match path.match_indices('/').nth(2) {
        Some((end, _)) => path.get(..end).unwrap_or(path),
        None => path,
    }
}

impl FromRequestParts<App> for Viewer {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let staff = Staff::from_request_parts(parts, app).await?;
        let caller = Caller::from_request_parts(parts, app).await?;
        let Ok(Language(lang)) = Language::from_request_parts(parts, app).await;
        let Ok(form) = FormToken::from_request_parts(parts, app).await;
        let address = parts.uri.path_and_query().map_or("/", |both| both.as_str()).to_owned();
        Ok(Self {
            lang,
            theme: Theme::from_cookie(cookies::value(&parts.headers, Theme::COOKIE)),
            now: caller.at,
            zone: app.wikarta.policy().zone,
            actor: staff.actor(),
            name: staff.user().name.clone(),
            form: form.as_str().to_owned(),
            address,
            origin: origin(app, parts),
            gateway: app.gateway,
            sending: app.sending,
            trace: caller.trace,
        })
    }
}

/// Under which scheme and host visitors reach us: as configured, else as this request did. The
/// edge has refused every host that is not ours.
fn origin(app: &App, parts: &Parts) -> String {
    let front = &app.edge.front;
    if let Some(public) = &front.public_origin {
        return public.to_string();
    }
    let host = parts.headers.get(header::HOST).and_then(|value| value.to_str().ok());
    format!("{}://{}", front.transport.scheme(), host.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_act_leads_back_to_its_record() {
        assert_eq!(record_of("/tagihan/inv_1/terbitkan"), "/tagihan/inv_1");
        assert_eq!(record_of("/tagihan/inv_1/transaksi"), "/tagihan/inv_1");
        assert_eq!(record_of("/koreksi/ref_1/setujui"), "/koreksi/ref_1");
        assert_eq!(record_of("/pelanggan/baru"), "/pelanggan/baru");
        assert_eq!(record_of("/tagihan"), "/tagihan");
        assert_eq!(record_of("/"), "/");
    }
}
