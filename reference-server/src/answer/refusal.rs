//! From a no of the core to what a caller is told: one table, both languages.

use axum::http::StatusCode;
use serde_json::json;
use wikarta_core::engine::HandleError;
use wikarta_core::money::Rupiah;
use wikarta_core::ports::Fault;
use wikarta_core::refusal::Refusal;

use super::problem::Problem;
use super::sentences::{next, sentences};

/// Seconds after which a caller may come back when the world failed.
const COME_BACK_SECONDS: u32 = 2;

impl From<HandleError> for Problem {
    fn from(error: HandleError) -> Self {
        match error {
            HandleError::Refused(refusal) => refusal.into(),
            HandleError::Fault(fault) => fault.into(),
            HandleError::Contended => Self::new(StatusCode::SERVICE_UNAVAILABLE, "busy")
                .say(
                    "Data ini sedang banyak diubah. Kirim lagi sebentar lagi.",
                    "This record is changed by many at once. Send it again in a moment.",
                )
                .retry_after(COME_BACK_SECONDS),
        }
    }
}

impl From<Fault> for Problem {
    fn from(fault: Fault) -> Self {
        tracing::error!(%fault, "the books did not answer");
        match fault {
            Fault::Passing(_) => Self::new(StatusCode::SERVICE_UNAVAILABLE, "store_unavailable")
                .say(
                    "Pembukuan sedang tidak menjawab. Tidak ada yang berubah; coba lagi sebentar lagi.",
                    "The books do not answer now. Nothing has changed; try again in a moment.",
                )
                .retry_after(COME_BACK_SECONDS),
            Fault::Permanent(_) => Self::new(StatusCode::INTERNAL_SERVER_ERROR, "store_failed").say(
                "Ada kesalahan di pihak kami. Tidak ada uang yang berpindah.",
                "Something is wrong on our side. No money has moved.",
            ),
        }
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        let (id, en) = sentences(&refusal);
        let problem = Self::new(status_of(&refusal), refusal.code())
            .say(id, en)
            .rule(refusal.rule())
            .allowed(refusal.allowed());
        let problem = match next(&refusal) {
            Some((id, en)) => problem.next(id, en),
            None => problem,
        };
        members(problem, refusal)
    }
}

/// What a program may want to branch on besides code and rule.
fn members(problem: Problem, refusal: Refusal) -> Problem {
    match refusal {
        Refusal::Denied { permission, .. } => problem.member("permission", permission.as_str()),
        Refusal::Exists { id, .. } | Refusal::Duplicate { id, .. } => problem.member("id", id),
        Refusal::AlreadyBilled { invoice, .. } => problem.member("id", invoice.as_str()),
        Refusal::InvalidState { status, .. } => problem.member("invoice_status", status.as_str()),
        Refusal::State { id, state, .. } => problem.member("id", id).member("state", state),
        Refusal::TooMuch { asked, left } => {
            problem.member("asked", asked.get()).member("left", left.get())
        }
        Refusal::SourceAmbiguous { sources } => {
            let source = |(source, left): (String, Rupiah)| json!({"source": source, "left": left});
            problem.member("sources", sources.into_iter().map(source).collect::<Vec<_>>())
        }
        Refusal::ApprovalsMissing { tier, needed, have } => {
            problem.member("tier", tier).member("needed", needed).member("have", have)
        }
        Refusal::TooEarly(at) | Refusal::EmergencyActive(at) => {
            problem.member("until", at.to_string())
        }
        Refusal::Lapsed { at, .. } => problem.member("lapsed_at", at.to_string()),
        Refusal::TaxLocked(number) => problem.member("tax_number", number),
        Refusal::Invalid { field, .. } => problem.field(field),
        Refusal::RoleForbids { permission, .. } => {
            problem.member("permission", permission.as_str())
        }
        _ => problem,
    }
}

/// The HTTP status of each refusal.
const fn status_of(refusal: &Refusal) -> StatusCode {
    match refusal {
        Refusal::Denied { .. } | Refusal::Separation { .. } | Refusal::NotYours { .. } => {
            StatusCode::FORBIDDEN
        }
        Refusal::NotFound { .. } => StatusCode::NOT_FOUND,
        Refusal::Exists { .. }
        | Refusal::AlreadyBilled { .. }
        | Refusal::InvalidState { .. }
        | Refusal::StaleRead { .. }
        | Refusal::RoleConflict(_)
        | Refusal::PermissionConflict(_)
        | Refusal::RoleForbids { .. }
        | Refusal::State { .. }
        | Refusal::AlreadyApproved { .. }
        | Refusal::ContentChanged { .. }
        | Refusal::ApprovalsMissing { .. }
        | Refusal::TooEarly(_)
        | Refusal::Lapsed { .. }
        | Refusal::TaxLocked(_)
        | Refusal::Duplicate { .. }
        | Refusal::LastHolder(_)
        | Refusal::EmergencyActive(_) => StatusCode::CONFLICT,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    }
}

#[cfg(test)]
#[path = "refusal_tests.rs"]
mod tests;
