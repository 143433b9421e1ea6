//! Payments by hand: recorded by one person, checked by a second, taken back by a third.

use axum::extract::State;
use axum::response::Response;
use wikarta_core::access::Permission;
use wikarta_core::account::{Posting, PostingMethod, PostingState};
use wikarta_core::command::{Command, PostingCommand, RecordPosting};
use wikarta_core::id::AccountId;
use wikarta_core::money::Rupiah;

use super::read::Read;
use super::{Id, address, carry};
use crate::answer::Problem;
use crate::app::App;
use crate::http::PathPart;
use crate::pages::{
    Block, Cell, Field, Folded, Input, Part, Section, StatusChip, Table, Weight, When,
};
use crate::panel::acts::{self, Brought, Draft, Sent, choices};
use crate::panel::typed;
use crate::panel::viewer::Viewer;
use crate::text::record as words;
use crate::text::status::Of;

/// A payment to weigh: only people and state matter.
pub(super) fn example(viewer: &Viewer, account: &AccountId) -> Command {
    Command::Posting(PostingCommand::Record(RecordPosting {
        account: account.clone(),
        method: PostingMethod::Cash,
        amount: Rupiah::clamped(1),
        received_on: viewer.today(),
        evidence: "menimbang".to_owned(),
        note: String::new(),
        invoices: Vec::new(),
    }))
}

/// The form that records one, for those whose work it is.
pub(super) fn post(viewer: &Viewer, read: &Read) -> Option<Folded> {
    viewer.scope(Permission::PaymentPostManual)?;
    let t = &viewer.lang.texts().customer;
    let [_, _, weighed, _, _] = &read.weighed;
    let open = Some(read.detail.row.open).filter(|open| open.is_positive());
    let methods =
        [(PostingMethod::Cash.as_str(), t.cash), (PostingMethod::Transfer.as_str(), t.transfer)];
    let c = &viewer.lang.texts().corrections;
    let fields = vec![
        Field::new("method", t.method, Input::Select(choices(&methods, "cash"))),
        Field::new("amount", c.amount_field, Input::Money)
            .with(open.map_or_else(String::new, Rupiah::grouped))
            .hinted(t.oldest_first),
        Field::new("received_on", t.received_on, Input::Day)
            .with(acts::today(viewer))
            .hinted(viewer.lang.texts().record.day_hint),
        Field::new("evidence", t.evidence, Input::Text),
        Field::new("note", t.note, Input::Text).optional(),
    ];
    let action = format!("{}/pembayaran", address(&read.detail.row.id));
    let draft = Draft::new(viewer, ("bayar", t.post), action, fields, &read.form_key);
    Some(draft.if_open(weighed))
}

/// The payments by hand with what is open about each.
pub(super) fn block(viewer: &Viewer, read: &Read) -> Option<Block> {
    if !viewer.sees_all(Permission::PaymentView) {
        return None;
    }
    let (t, r) = (&viewer.lang.texts().customer, &viewer.lang.texts().record);
    let row = |posting: &Posting| {
        let by = read.people.name(&posting.recorded.by);
        vec![
            Cell::Words(posting.evidence.clone(), by),
            Cell::When(When::short_day(posting.received_on, viewer.today(), viewer.lang)),
            Cell::Chip(StatusChip::of(Of::Posting, posting.state.as_str(), viewer.lang)),
            Cell::Money(Some(posting.amount)),
        ]
    };
    let table = Table {
        caption: t.postings.to_owned(),
        heads: [t.posting, t.received, r.state, r.amount].map(str::to_owned).to_vec(),
        rows: read.corrections.postings.iter().take(12).map(row).collect(),
        none: r.none.to_owned(),
    };
    let acts = read.postings.iter().flat_map(|(id, weighed)| {
        let posting = read.corrections.postings.iter().find(|posting| posting.id == *id);
        posting.map(|posting| about(viewer, read, posting, weighed)).unwrap_or_default()
    });
    Some(Block::new(t.postings, Part::Table(table)).acting(acts).acting(post(viewer, read)))
}

fn about(
    viewer: &Viewer,
    read: &Read,
    posting: &Posting,
    [verify, reject, reverse]: &[super::super::why::Weighed; 3],
) -> Vec<Folded> {
    let lang = viewer.lang;
    let (t, r) = (&lang.texts().customer, &lang.texts().record);
    let to = |act: &str| format!("{}/{act}", address(&read.detail.row.id));
    let hidden = || Field::hidden("posting", posting.id.as_str());
    let draft = |id: &str, verb: &str, act: &str, fields: Vec<Field>| {
        let title = words::verb_amount(lang, verb, posting.amount, &posting.evidence);
        let id = format!("{id}-{}", posting.id);
        Draft::new(viewer, (&id, title), to(act), fields, &read.form_key)
    };
    let with_reason = || vec![hidden(), acts::reason(lang)];
    let may = |permission| viewer.scope(permission).is_some();
    let mut folded = Vec::new();
    if posting.state == PostingState::Recorded && may(Permission::PaymentVerifyManual) {
        folded.push(draft("cek", t.verify, "verifikasi", vec![hidden()]).if_open(verify));
        if reject.is_ok() {
            let draft = draft("tolak", r.reject, "tolak", with_reason());
            folded.push(draft.weighing(Weight::Risk).if_open(reject));
        }
    }
    if posting.state == PostingState::Verified && may(Permission::PaymentReverse) {
        let draft = draft("balik", t.reverse, "balik", with_reason());
        folded.push(draft.weighing(Weight::Risk).if_looked_for(reverse));
    }
    folded
}

/// Records a payment by hand.
pub async fn record(State(app): State<App>, viewer: Viewer, id: Id, form: Brought) -> Response {
    let made = async {
        let fields = ["method", "amount", "received_on", "evidence", "note"];
        let (PathPart(id), sent) = (id?, Sent::of(form, &fields)?);
        let command = recorded(&id, &sent);
        carry(&app, &viewer, (&id, "bayar", &sent), command).await
    };
    let made = made.await;
    viewer.answer(Section::Customers, made)
}

fn recorded(account: &AccountId, sent: &Sent) -> Result<Command, Problem> {
    Ok(Command::Posting(PostingCommand::Record(RecordPosting {
        account: account.clone(),
        method: typed::one_of("method", sent.text("method"))?,
        amount: typed::rupiah("amount", sent.text("amount"))?,
        received_on: typed::day("received_on", sent.text("received_on"))?,
        evidence: sent.text("evidence").to_owned(),
        note: sent.text("note").to_owned(),
        invoices: Vec::new(),
    })))
}

macro_rules! posting_acts {
    ($($(#[$doc:meta])* $name:ident, $form:literal: |$posting:ident, $reason:ident| $command:expr;)*) => {$(
        $(#[$doc])*
        pub async fn $name(State(app): State<App>, viewer: Viewer, id: Id, form: Brought) -> Response {
            let made = async {
                let (PathPart(id), sent) = (id?, Sent::of(form, &["posting", "reason"])?);
                let $reason = sent.text("reason").to_owned();
                let _ = &$reason;
                let command = typed::one_of("posting", sent.text("posting"))
                    .map(|$posting| Command::Posting($command));
                let form = format!(concat!($form, "-{}"), sent.text("posting"));
                carry(&app, &viewer, (&id, &form, &sent), command).await
            };
            let made = made.await;
            viewer.answer(Section::Customers, made)
        }
    )*};
}

posting_acts! {
    /// Checks a payment by hand as a second person.
    verify, "cek": |posting, reason| PostingCommand::Verify { posting };
    /// Refuses one.
    reject, "tolak": |posting, reason| PostingCommand::Reject { posting, reason };
    /// Takes one back.
    reverse, "balik": |posting, reason| PostingCommand::Reverse { posting, reason };
}
