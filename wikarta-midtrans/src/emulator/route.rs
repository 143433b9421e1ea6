//! The vendor's addresses: one table from method and path to what is asked.

use super::card::TokenKind;
use super::lifecycle::{RefundForm, Verdict};
use super::query::percent_decoded;
use super::reply::Refusal;
use super::snap_bi;
use super::subscription::Switch;
use crate::snap_bi::answer::Service;

/// What a call asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Route {
    Charge,
    Capture,
    Status(String),
    StatusList(String),
    Cancel(String),
    Expire(String),
    Judge(String, Verdict),
    Refund(String, RefundForm),
    Picture(String),
    CardToken(TokenKind),
    Points(String),
    Bin(String),
    SnapCreate,
    SnapCancel(String),
    Subscribe,
    Subscription(String),
    Switch(String, Switch),
    LinkAccount,
    AccountStatus(String),
    UnlinkAccount(String),
    LinkCreate,
    LinkShown(String),
    LinkDelete(String),
    SnapBi(Service),
}

/// Which part of the API an address belongs to; each says no in its own form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Core,
    Snap,
    Links,
    Subscriptions,
}

impl Route {
    pub(super) const fn part(&self) -> Part {
        match self {
            Self::SnapCreate | Self::SnapCancel(_) => Part::Snap,
            Self::LinkCreate | Self::LinkShown(_) | Self::LinkDelete(_) => Part::Links,
            Self::Subscribe | Self::Subscription(_) | Self::Switch(..) => Part::Subscriptions,
            Self::Charge
            | Self::Capture
            | Self::Status(_)
            | Self::StatusList(_)
            | Self::Cancel(_)
            | Self::Expire(_)
            | Self::Judge(..)
            | Self::Refund(..)
            | Self::Picture(_)
            | Self::CardToken(_)
            | Self::Points(_)
            | Self::Bin(_)
            | Self::LinkAccount
            | Self::AccountStatus(_)
            | Self::UnlinkAccount(_)
            | Self::SnapBi(_) => Part::Core,
        }
    }

    /// Whether an `Idempotency-Key` means something here.
    pub(super) const fn takes_key(&self) -> bool {
        !matches!(self, Self::LinkAccount | Self::UnlinkAccount(_) | Self::CardToken(_))
    }

    /// Whether the vendor's rate limit counts it.
    pub(super) const fn is_limited(&self) -> bool {
        matches!(
            self,
            Self::Charge
                | Self::LinkAccount
                | Self::SnapBi(Service::VaCreate | Service::QrisCreate)
        )
    }
}

/// Finds what a method and a path ask for.
pub(super) fn find(method: &str, path: &str) -> Result<Route, Refusal> {
    let decoded: Option<Vec<String>> =
        path.trim_start_matches('/').split('/').map(percent_decoded).collect();
    let segments = decoded.ok_or(Refusal::UnknownAddress)?;
    let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
    if segments.first() == Some(&"v1.0") {
        let service = snap_bi::service(path).ok_or(Refusal::UnknownAddress)?;
        let post = method == "POST";
        return if post { Ok(Route::SnapBi(service)) } else { Err(Refusal::WrongMethod) };
    }
    let (_, rest) = segments.split_first().ok_or(Refusal::UnknownAddress)?;
    let found = match segments.first() {
        Some(&"v1") => version_1(method, rest),
        Some(&"v2") => core(rest),
        Some(&"v4") => picture(rest),
        Some(&"snap") => snap(rest),
        _ => None,
    };
    let (wanted, route) = found.ok_or(Refusal::UnknownAddress)?;
    if wanted == method { Ok(route) } else { Err(Refusal::WrongMethod) }
}

type Found = Option<(&'static str, Route)>;

fn core(segments: &[&str]) -> Found {
    Some(match segments {
        ["charge"] => ("POST", Route::Charge),
        ["capture"] => ("POST", Route::Capture),
        ["token"] => ("GET", Route::CardToken(TokenKind::Once)),
        ["card", "register"] => ("GET", Route::CardToken(TokenKind::Saved)),
        ["point_inquiry", token] => ("GET", Route::Points((*token).to_owned())),
        ["pay", "account"] => ("POST", Route::LinkAccount),
        ["pay", "account", id] => ("GET", Route::AccountStatus((*id).to_owned())),
        ["pay", "account", id, "unbind"] => ("POST", Route::UnlinkAccount((*id).to_owned())),
        ["qris" | "gopay", _, "qr-code"] => return picture(segments),
        [id, "status"] => ("GET", Route::Status((*id).to_owned())),
        [id, "status", "b2b"] => ("GET", Route::StatusList((*id).to_owned())),
        [id, "cancel"] => ("POST", Route::Cancel((*id).to_owned())),
        [id, "expire"] => ("POST", Route::Expire((*id).to_owned())),
        [id, "approve"] => ("POST", Route::Judge((*id).to_owned(), Verdict::Approve)),
        [id, "deny"] => ("POST", Route::Judge((*id).to_owned(), Verdict::Deny)),
        [id, "refund"] => ("POST", Route::Refund((*id).to_owned(), RefundForm::Later)),
        [id, "refund", "online", "direct"] => {
            ("POST", Route::Refund((*id).to_owned(), RefundForm::Direct))
        }
        _ => return None,
    })
}

fn picture(segments: &[&str]) -> Found {
    match segments {
        ["qris" | "gopay", id, "qr-code"] => Some(("GET", Route::Picture((*id).to_owned()))),
        _ => None,
    }
}

fn snap(segments: &[&str]) -> Found {
    match segments {
        ["v1", "transactions"] => Some(("POST", Route::SnapCreate)),
        ["v1", "transactions", token, "cancel"] => {
            Some(("POST", Route::SnapCancel((*token).to_owned())))
        }
        _ => None,
    }
}

fn version_1(method: &str, segments: &[&str]) -> Found {
    Some(match segments {
        ["bins", bin] => ("GET", Route::Bin((*bin).to_owned())),
        ["payment-links"] => ("POST", Route::LinkCreate),
        ["payment-links", id] if method == "DELETE" => {
            ("DELETE", Route::LinkDelete((*id).to_owned()))
        }
        ["payment-links", id] => ("GET", Route::LinkShown((*id).to_owned())),
        ["subscriptions"] => ("POST", Route::Subscribe),
        // An address with two methods.
        ["subscriptions", id] if method == "PATCH" => {
            ("PATCH", Route::Switch((*id).to_owned(), Switch::Update))
        }
        ["subscriptions", id] => ("GET", Route::Subscription((*id).to_owned())),
        ["subscriptions", id, "enable"] => {
            ("POST", Route::Switch((*id).to_owned(), Switch::Enable))
        }
        ["subscriptions", id, "disable"] => {
            ("POST", Route::Switch((*id).to_owned(), Switch::Disable))
        }
        _ => return None,
    })
}
