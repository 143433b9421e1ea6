//! The page that asks before an act on a case.

use wikarta_core::account::{CaseAct, Route, Stage};

use super::case::Case;
use super::page;
use super::read::Read;
use crate::pages::{
    ConfirmPage, Facts, Field, Form, Input, Link, Note, NoteTone, Section, Voice, Weight,
};
use crate::panel::viewer::Viewer;
use crate::text::{Lang, corrections as words};

/// The acts that the page asks about, by their word in the address.
#[must_use]
pub fn act(word: &str) -> Option<CaseAct> {
    let act: CaseAct = word.parse().ok()?;
    path(act).map(|_| act)
}

/// The last part of the address that an act posts to.
#[must_use]
pub const fn path(act: CaseAct) -> Option<&'static str> {
    match act {
        CaseAct::Verify => Some("verifikasi"),
        CaseAct::Approve => Some("setujui"),
        CaseAct::Reject => Some("tolak"),
        CaseAct::Withdraw => Some("tarik"),
        CaseAct::Execute => Some("eksekusi"),
        CaseAct::Edit => Some("ubah"),
        CaseAct::Request
        | CaseAct::Expire
        | CaseAct::Reset
        | CaseAct::Lose
        | CaseAct::Finish
        | CaseAct::Fail => None,
    }
}

/// Fills the page.
#[must_use]
pub fn confirm(viewer: &Viewer, read: &Read, act: CaseAct) -> ConfirmPage {
    let lang = viewer.lang;
    let t = &lang.texts().corrections;
    let verb = words::verb(act, lang);
    let question = match &read.case {
        Case::Refund(case) => words::ask_refund(lang, verb, case.amount),
        Case::Void(_) => words::ask_void(lang, verb, page::number(read)),
    };
    let mut chrome = viewer.chrome(question.clone(), Section::Corrections);
    chrome.address = page::address(read);
    ConfirmPage {
        chrome,
        crumbs: vec![
            Link::new(t.title, "/koreksi"),
            Link::new(page::title(read, lang), page::address(read)),
        ],
        question,
        about: format!("{} · {}", page::number(read), read.customer),
        facts: Facts(page::facts(viewer, read)),
        note: Note::new(NoteTone::Mute, Voice::Standing, lead(read, act, lang)),
        form: form(viewer, read, act),
    }
}

fn lead(read: &Read, act: CaseAct, lang: Lang) -> &'static str {
    let t = &lang.texts().corrections;
    let asked = matches!(read.case.stage(), Stage::Executing | Stage::Unknown);
    match (&read.case, act) {
        (_, CaseAct::Verify) => t.lead_verify,
        (Case::Refund(_), CaseAct::Approve) => t.lead_approve,
        (Case::Void(_), CaseAct::Approve) => t.lead_approve_void,
        (_, CaseAct::Reject) => t.lead_reject,
        (_, CaseAct::Withdraw) => t.lead_withdraw,
        (_, CaseAct::Edit) => t.lead_edit,
        (Case::Void(_), _) => t.lead_void,
        (Case::Refund(_), _) if asked => t.lead_again,
        (Case::Refund(case), _) => match case.route {
            Route::Gateway => t.lead_gateway,
            Route::Offline => t.lead_offline,
            Route::Credit => t.lead_credit,
        },
    }
}

/// The form of an act, with the amount or the number in its button.
#[must_use]
pub fn form(viewer: &Viewer, read: &Read, act: CaseAct) -> Form {
    let lang = viewer.lang;
    let end = match (&read.case, act) {
        (Case::Refund(_), _) | (Case::Void(_), CaseAct::Verify) => "",
        (Case::Void(_), _) => "-batal",
    };
    let submit = match act {
        CaseAct::Verify | CaseAct::Approve | CaseAct::Execute => page::button(read, act, lang),
        _ => match &read.case {
            Case::Refund(case) => words::act_amount(lang, words::verb(act, lang), case.amount),
            Case::Void(_) => words::act_amount(lang, words::verb(act, lang), page::number(read)),
        },
    };
    Form {
        lang,
        id: "langkah".into(),
        action: format!("{}/{}{end}", page::address(read), path(act).unwrap_or_default()),
        csrf: viewer.form.clone(),
        idempotency_key: read.form_key.clone(),
        fields: fields(read, act, lang),
        submit,
        weight: match act {
            CaseAct::Reject | CaseAct::Withdraw => Weight::Risk,
            _ => Weight::Main,
        },
        back: Some(Link::new(lang.texts().corrections.keep, page::address(read))),
    }
}

fn fields(read: &Read, act: CaseAct, lang: Lang) -> Vec<Field> {
    let t = &lang.texts().corrections;
    let reason = || Field::new("reason", t.reason_field, Input::Area);
    let note = || Field::new("reason", t.note_field, Input::Area).optional();
    match (&read.case, act) {
        (Case::Refund(case), CaseAct::Approve) if case.tier >= 3 => vec![reason()],
        (_, CaseAct::Approve | CaseAct::Withdraw) => vec![note()],
        (_, CaseAct::Reject) => vec![reason()],
        (Case::Refund(case), CaseAct::Edit) => vec![
            Field::new("amount", t.amount_field, Input::Money)
                .with(case.amount.grouped())
                .hinted(t.amount_hint),
            reason().with(&case.reason),
            Field::new("evidence", t.evidence_field, Input::Text)
                .with(case.evidence.clone().unwrap_or_default())
                .hinted(t.evidence_hint)
                .optional(),
        ],
        (Case::Refund(case), CaseAct::Execute) if case.route == Route::Offline => vec![
            Field::new("reference", t.reference_field, Input::Text),
            Field::new("evidence", t.slip_field, Input::Text),
        ],
        _ => Vec::new(),
    }
}
