//! What was asked about a bill, and the forms that ask for its money or for the bill itself back.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;
use wikarta_core::access::Permission;
use wikarta_core::account::{Document, Invoice, RefundSource, Source};
use wikarta_core::command::{Command, CorrectionCommand, RefundTo, RequestRefund};
use wikarta_core::decide::Answer;
use wikarta_core::id::{InvoiceId, UserId};
use wikarta_core::money::Rupiah;
use wikarta_core::ports::Subject;
use wikarta_core::refusal::Refusal as Rule;
use wikarta_store_sqlx::views::Corrections;

use super::{Asked, page, read};
use crate::answer::{Problem, codes};
use crate::app::App;
use crate::http::{FormFields, PathPart};
use crate::pages::{
    ActBox, Choice, CorrectionBox, CorrectionLine, Field, Folded, Form, Input, Section, Weight,
};
use crate::panel::correction::case::Case;
use crate::panel::correction::page::chip;
use crate::panel::viewer::Viewer;
use crate::panel::why::{self, SOME_REASON};
use crate::panel::{correction, respond, typed};
use crate::text::corrections as words;

/// What was read about corrections of a bill.
#[derive(Debug)]
pub struct Told {
    /// What was asked so far.
    pub cases: Corrections,
    /// What can be asked for.
    pub refund: Asking,
    /// Whether a void can be asked for.
    pub void: Result<(), Rule>,
}

/// Whether money can go back, how much, and of which payment.
#[derive(Debug)]
pub struct Asking {
    /// How much at most, or why nothing.
    pub left: Result<Rupiah, Rule>,
    /// The payments to choose from, when it has to be said; else none.
    pub sources: Vec<(String, Rupiah)>,
}

fn request(invoice: &InvoiceId, amount: Rupiah) -> Command {
    Command::Correction(CorrectionCommand::RequestRefund(RequestRefund {
        invoice: invoice.clone(),
        amount,
        reason: SOME_REASON.to_owned(),
        evidence: None,
        source: None,
        to: RefundTo::Payer,
    }))
}

/// Reads what the reader may see of it; `None` for roles that have nothing to do with it, and for
/// drafts.
///
/// # Errors
/// The books did not answer.
pub async fn of(app: &App, viewer: &Viewer, invoice: &Invoice) -> Result<Option<Told>, Problem> {
    let concerned = [Permission::RefundView, Permission::RefundRequest, Permission::VoidRequest];
    let concerned = concerned.iter().any(|permission| viewer.scope(*permission).is_some());
    if !concerned || invoice.document == Document::Draft {
        return Ok(None);
    }
    let mut cases = app.store.corrections_of_invoice(&invoice.id).await?;
    if viewer.scope(Permission::RefundView).is_none() {
        let own = |by: &UserId| viewer.actor.person() == Some(by);
        cases.refunds.retain(|case| own(&case.requested.by));
        cases.voids.retain(|case| own(&case.requested.by));
    }
    let reason = SOME_REASON.to_owned();
    let void = CorrectionCommand::RequestVoid { invoice: invoice.id.clone(), reason };
    // The rules say how much is left to whoever asks for more than there can be.
    let all = request(&invoice.id, Rupiah::clamped(i64::MAX));
    let asked = why::weigh(app, viewer, [all, Command::Correction(void)]).await?;
    let [most, void] =
        <[why::Weighed; 2]>::try_from(asked).map_err(|_| Problem::of(&codes::INTERNAL))?;
    let left = match most {
        Err(Rule::TooMuch { left, .. }) if left.is_positive() => Ok(left),
        Err(rule) => Err(rule),
        Ok(_) => Err(Rule::Nothing("refund")),
    };
    let sources = match &left {
        Ok(left) => {
            let whole = why::weigh(app, viewer, [request(&invoice.id, *left)]).await?;
            match whole.into_iter().next() {
                Some(Err(Rule::SourceAmbiguous { sources })) => sources,
                _ => Vec::new(),
            }
        }
        Err(_) => Vec::new(),
    };
    Ok(Some(Told { cases, refund: Asking { left, sources }, void: void.map(|_| ()) }))
}

/// Fills the box.
#[must_use]
pub fn filled(viewer: &Viewer, invoice: &Invoice, told: &Told, form_key: &str) -> CorrectionBox {
    let lang = viewer.lang;
    let t = &lang.texts().corrections;
    let refunds = told.cases.refunds.iter().map(|case| Case::Refund(Box::new(case.clone())));
    let voids = told.cases.voids.iter().map(|case| Case::Void(Box::new(case.clone())));
    let line = |case: Case| CorrectionLine {
        kind: match case {
            Case::Refund(_) => t.refund,
            Case::Void(_) => t.void,
        }
        .to_owned(),
        href: format!("/koreksi/{}", case.id()),
        reason: case.reason().to_owned(),
        status: chip(&case, lang),
        amount: case.amount(),
    };
    CorrectionBox {
        lines: refunds.chain(voids).map(line).collect(),
        refund: Folded {
            id: "kembali".into(),
            title: t.ask_refund.to_owned(),
            act: refund_act(viewer, invoice, told, form_key),
            open: false,
        },
        void: Folded {
            id: "batal".into(),
            title: t.ask_void.to_owned(),
            act: void_act(viewer, invoice, told, form_key),
            open: false,
        },
    }
}

/// Nobody looks for a refund of an unpaid bill, nor for a void of one that is void already.
fn refund_act(viewer: &Viewer, invoice: &Invoice, told: &Told, form_key: &str) -> ActBox {
    let words = viewer.lang.texts().corrections.ask_refund.to_owned();
    match &told.refund.left {
        _ if !invoice.paid.is_positive() => ActBox::Hidden,
        Ok(left) => ActBox::Ready(refund_form(viewer, invoice, (*left, told), form_key)),
        Err(rule) => ActBox::Refused { words, refusal: why::told(viewer, rule) },
    }
}

fn void_act(viewer: &Viewer, invoice: &Invoice, told: &Told, form_key: &str) -> ActBox {
    let t = &viewer.lang.texts().corrections;
    let number = invoice.number.map_or_else(String::new, |number| number.to_string());
    match &told.void {
        _ if invoice.document == Document::Void => ActBox::Hidden,
        Err(rule) => {
            let refusal = why::told(viewer, rule);
            ActBox::Refused { words: t.ask_void.to_owned(), refusal }
        }
        Ok(()) => ActBox::Ready(Form {
            lang: viewer.lang,
            id: "batal".into(),
            action: format!("/tagihan/{}/pembatalan", invoice.id),
            csrf: viewer.form.clone(),
            idempotency_key: format!("{form_key}-batal"),
            fields: vec![Field::new("reason", t.reason_field, Input::Area)],
            submit: words::act_amount(viewer.lang, t.ask_void, number),
            weight: Weight::Risk,
            back: None,
        }),
    }
}

fn refund_form(
    viewer: &Viewer,
    invoice: &Invoice,
    (left, told): (Rupiah, &Told),
    form_key: &str,
) -> Form {
    let t = &viewer.lang.texts().corrections;
    let choice = |value: &str, label: &str| Choice {
        value: value.to_owned(),
        label: label.to_owned(),
        selected: false,
    };
    let most = words::left_to_refund(viewer.lang, left);
    let amount = Field::new("amount", t.amount_field, Input::Money).with(left.grouped());
    let mut fields = vec![amount.hinted(format!("{most} {}", t.amount_hint))];
    if !told.refund.sources.is_empty() {
        let named = |(name, left): &(String, Rupiah)| choice(name, &format!("{name} · {left}"));
        let choices = told.refund.sources.iter().map(named).collect();
        fields.push(Field::new("source", t.source_field, Input::Select(choices)));
    }
    let to = [
        (RefundTo::Payer, t.to_payer),
        (RefundTo::Transfer, t.to_transfer),
        (RefundTo::Credit, t.to_credit),
    ];
    let to = to.iter().map(|(to, label)| choice(to.as_str(), label)).collect();
    fields.extend([
        Field::new("to", t.to_field, Input::Select(to)),
        Field::new("reason", t.reason_field, Input::Area),
        Field::new("evidence", t.evidence_field, Input::Text).hinted(t.evidence_hint).optional(),
    ]);
    Form {
        lang: viewer.lang,
        id: "kembali".into(),
        action: format!("/tagihan/{}/pengembalian", invoice.id),
        csrf: viewer.form.clone(),
        idempotency_key: format!("{form_key}-kembali"),
        fields,
        submit: t.ask_refund.to_owned(),
        weight: Weight::Plain,
        back: None,
    }
}

/// What either form brings.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sent {
    amount: Option<String>,
    source: Option<String>,
    to: Option<String>,
    reason: Option<String>,
    evidence: Option<String>,
    idempotency_key: Option<String>,
}

type Id = Result<PathPart<InvoiceId>, Problem>;
type Brought = Result<FormFields<Sent>, Problem>;

/// Asks for money of a bill to go back.
pub async fn ask_refund(State(app): State<App>, viewer: Viewer, id: Id, form: Brought) -> Response {
    let made = async {
        let (PathPart(invoice), FormFields(sent)) = (id?, form?);
        let answer = send_refund(&app, &viewer, &invoice, &sent).await;
        told(&app, &viewer, (&invoice, &sent), answer).await
    };
    let made = made.await;
    viewer.answer(Section::Invoices, made)
}

/// Asks for a bill to be taken back.
pub async fn ask_void(State(app): State<App>, viewer: Viewer, id: Id, form: Brought) -> Response {
    let made = async {
        let (PathPart(invoice), FormFields(sent)) = (id?, form?);
        let reason = sent.reason.clone().unwrap_or_default();
        let command = CorrectionCommand::RequestVoid { invoice: invoice.clone(), reason };
        let key = sent.idempotency_key.clone();
        let answer = why::carry_out(&app, &viewer, key, Command::Correction(command)).await;
        told(&app, &viewer, (&invoice, &sent), answer.map(|receipt| receipt.answer)).await
    };
    let made = made.await;
    viewer.answer(Section::Invoices, made)
}

async fn send_refund(
    app: &App,
    viewer: &Viewer,
    invoice: &InvoiceId,
    sent: &Sent,
) -> Result<Answer, Problem> {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let evidence = sent.evidence.clone().filter(|text| !text.trim().is_empty());
    let source = match sent.source.as_deref() {
        Some(name) => Some(source_named(app, invoice, name).await?),
        None => None,
    };
    let order = RequestRefund {
        invoice: invoice.clone(),
        amount: typed::rupiah("amount", &text(&sent.amount))?,
        reason: text(&sent.reason),
        evidence,
        source,
        to: typed::one_of("to", sent.to.as_deref().unwrap_or(RefundTo::Payer.as_str()))?,
    };
    let command = Command::Correction(CorrectionCommand::RequestRefund(order));
    let key = sent.idempotency_key.clone();
    why::carry_out(app, viewer, key, command).await.map(|receipt| receipt.answer)
}

/// The money that the select names.
async fn source_named(app: &App, invoice: &InvoiceId, name: &str) -> Result<RefundSource, Problem> {
    let missing = || Problem::of(&codes::NOT_FOUND);
    let account = app.wikarta.account_of(Subject::Invoice(invoice.clone())).await?;
    let account = account.ok_or_else(missing)?;
    let bill = account.invoices.get(invoice).ok_or_else(missing)?;
    let found = bill.allocations.iter().find_map(|one| match &one.source {
        Source::Attempt(order) if order.as_str() == name => {
            Some(RefundSource::Attempt(order.clone()))
        }
        Source::Posting(id) if id.as_str() == name => Some(RefundSource::Posting(id.clone())),
        Source::Suspense(order) if order.as_str() == name => {
            Some(RefundSource::Suspense(order.clone()))
        }
        Source::Credit if name == "credit" => Some(RefundSource::Credit),
        _ => None,
    });
    found.ok_or_else(missing)
}

/// To the case that was made, or back to the form with what is wrong.
async fn told(
    app: &App,
    viewer: &Viewer,
    (invoice, sent): (&InvoiceId, &Sent),
    answer: Result<Answer, Problem>,
) -> Result<Response, Problem> {
    let sees = viewer.scope(Permission::RefundView).is_some();
    let problem = match answer {
        Ok(Answer::Refund { id, .. }) if sees => return Ok(see(&id)),
        Ok(Answer::Void { id, .. }) if sees => return Ok(see(&id)),
        Ok(_) => return Ok(respond::see(&format!("/tagihan/{invoice}?pesan=diajukan"))),
        Err(problem) => problem,
    };
    if problem.status() != StatusCode::UNPROCESSABLE_ENTITY {
        return Err(problem);
    }
    let asked = Asked::default();
    let read = read(app, viewer, (invoice, &asked)).await?;
    let mut page = page::page(viewer, &read, &asked);
    let wanted = if sent.amount.is_some() { 0 } else { 1 };
    if let Some(found) = &mut page.corrections {
        let folded = if wanted == 0 { &mut found.refund } else { &mut found.void };
        folded.open = true;
        if let ActBox::Ready(form) = &mut folded.act {
            form.retype(&[
                ("amount", sent.amount.as_deref()),
                ("source", sent.source.as_deref()),
                ("to", sent.to.as_deref()),
                ("reason", sent.reason.as_deref()),
                ("evidence", sent.evidence.as_deref()),
            ]);
            page.chrome.note = Some(correction::wrong(viewer, form, &problem));
        }
    }
    respond::page(&page, problem.status(), viewer.lang)
}

fn see(id: &impl std::fmt::Display) -> Response {
    respond::see(&format!("/koreksi/{id}?pesan={}", correction::page::JUST_ACTED))
}
