//! The page of one case, from what was read.

use wikarta_core::account::{CaseAct, RefundCase, RefundSource, Route, Stage};
use wikarta_core::refusal::Refusal as Rule;
use wikarta_core::terbilang::terbilang_rupiah;

use super::case::Case;
use super::read::Read;
use crate::pages::{
    CaseLink, CorrectionPage, Fact, Facts, HandRow, Link, Note, NoteTone, Section, StatusChip,
    Step, StepState, Turn, Voice, Weight, When,
};
use crate::panel::viewer::Viewer;
use crate::panel::why;
use crate::text::corrections as words;
use crate::text::status::{Of, Tone};
use crate::text::{Lang, channel, format};

/// What the reader has just done. The page says so only if the books agree.
pub const JUST_ACTED: &str = "langkah";

/// Fills the page.
#[must_use]
pub fn page(viewer: &Viewer, read: &Read, just_acted: bool) -> CorrectionPage {
    let (case, lang) = (&read.case, viewer.lang);
    let title = title(read, lang);
    let mut chrome = viewer.chrome(title.clone(), Section::Corrections);
    chrome.address = address(read);
    chrome.note = just_acted.then(|| note(viewer, read)).flatten();
    let asked = read.people.name(&case.requested().by);
    let when = format::moment(case.requested().at, viewer.zone, lang);
    CorrectionPage {
        chrome,
        title,
        id: case.id().to_string(),
        status: chip(case, lang),
        customer: Link::new(&read.customer, format!("/pelanggan/{}", read.account)),
        invoice: invoice_link(read),
        asked: words::asked_by(lang, asked, when),
        steps: steps(viewer, read),
        facts: Facts(facts(viewer, read)),
        hands: hands(viewer, read),
        turn: turn(viewer, read),
        acts: acts(viewer, read),
    }
}

/// The address of the case.
pub(super) fn address(read: &Read) -> String {
    format!("/koreksi/{}", read.case.id())
}

/// What the case is and how much, or of which bill.
pub(super) fn title(read: &Read, lang: Lang) -> String {
    match &read.case {
        Case::Refund(case) => words::refund_of(lang, case.amount),
        Case::Void(_) => words::void_of(lang, number(read)),
    }
}

/// The number of the bill, or its id while it has none.
pub(super) fn number(read: &Read) -> String {
    let id = || read.case.invoice().map(ToString::to_string).unwrap_or_default();
    read.number.clone().unwrap_or_else(id)
}

fn invoice_link(read: &Read) -> Option<Link> {
    let id = read.case.invoice()?;
    Some(Link::new(number(read), format!("/tagihan/{id}")))
}

/// Where it stands; while people are agreeing, how many have.
pub(crate) fn chip(case: &Case, lang: Lang) -> StatusChip {
    let collecting = matches!(case.stage(), Stage::Requested | Stage::Verified);
    if collecting && case.have() > 0 {
        let word = words::approvals(lang, case.have(), case.needed());
        return StatusChip { word, tone: Tone::Wait };
    }
    StatusChip::of(Of::Correction, case.stage().as_str(), lang)
}

/// The answer to the reader's last act, told by the books.
fn note(viewer: &Viewer, read: &Read) -> Option<Note> {
    let me = viewer.actor.person()?;
    let (act, by, _, _) = deeds(read).into_iter().max_by_key(|(_, _, at, _)| *at)?;
    let by = by?;
    (by == *me).then(|| {
        let done = format!("{} · {}", words::done(act, viewer.lang), title(read, viewer.lang));
        Note::new(NoteTone::Ok, Voice::Answer, words::noted(viewer.lang, done))
    })
}

/// Act, person, instant and words of everybody's hand in it, in order of time.
type Deed = (CaseAct, Option<wikarta_core::id::UserId>, wikarta_core::time::Timestamp, String);

fn deeds(read: &Read) -> Vec<Deed> {
    let case = &read.case;
    let asked = case.requested();
    let mut deeds =
        vec![(CaseAct::Request, Some(asked.by.clone()), asked.at, case.reason().to_owned())];
    deeds.extend(
        case.verified()
            .map(|hand| (CaseAct::Verify, Some(hand.by.clone()), hand.at, String::new())),
    );
    deeds.extend(case.approvals().iter().map(|one| {
        let why = one.reason.clone().unwrap_or_default();
        (CaseAct::Approve, Some(one.by.clone()), one.at, why)
    }));
    deeds.extend(
        case.executed()
            .map(|hand| (CaseAct::Execute, Some(hand.by.clone()), hand.at, String::new())),
    );
    let ended = case.ended().zip(words::ending(case.stage()));
    deeds.extend(ended.map(|(end, act)| (act, end.by.clone(), end.at, end.reason.clone())));
    deeds
}

fn hands(viewer: &Viewer, read: &Read) -> Vec<HandRow> {
    let lang = viewer.lang;
    let system = || crate::text::audit::actor("system", lang).unwrap_or_default().to_owned();
    let row = |(act, by, at, words): Deed| HandRow {
        deed: words::done(act, lang).to_owned(),
        who: by.map_or_else(system, |by| read.people.with_roles(&by, lang)),
        when: When::short(at, viewer.zone, viewer.today(), lang),
        words,
    };
    deeds(read).into_iter().map(row).collect()
}

/// The path from the request to its end, each step with who took it or who can.
fn steps(viewer: &Viewer, read: &Read) -> Vec<Step> {
    let (case, lang) = (&read.case, viewer.lang);
    let path: &[CaseAct] = match case {
        Case::Refund(_) => &[
            CaseAct::Request,
            CaseAct::Verify,
            CaseAct::Approve,
            CaseAct::Execute,
            CaseAct::Finish,
        ],
        Case::Void(_) => &[CaseAct::Request, CaseAct::Approve, CaseAct::Execute, CaseAct::Finish],
    };
    let reached = reached(case);
    let over = words::ending(case.stage());
    let mut steps = Vec::new();
    for act in path {
        let done = *act <= reached;
        let waits = over.is_none() && case.onwards() == Some(*act);
        if !done && let Some(end) = over {
            let note = case.ended().map(|end| short(viewer, end.at)).unwrap_or_default();
            let name = words::done(end, lang).to_owned();
            steps.push(Step { name, note, state: StepState::Stopped });
            break;
        }
        let state = match (done && !waits, waits) {
            (true, _) => StepState::Done,
            (_, true) => StepState::Now,
            (false, false) => StepState::Ahead,
        };
        steps.push(Step {
            name: name(case, *act, lang),
            note: step_note(viewer, read, *act),
            state,
        });
    }
    steps
}

fn name(case: &Case, act: CaseAct, lang: Lang) -> String {
    let word = words::done(act, lang);
    if act == CaseAct::Approve && case.needed() > 1 {
        return format!("{word} {}/{}", case.have(), case.needed());
    }
    word.to_owned()
}

/// The last step of the path that was taken whole.
const fn reached(case: &Case) -> CaseAct {
    let stage = match case {
        Case::Refund(case) => case.stage,
        Case::Void(case) => case.stage,
    };
    let (verified, approved) = match case {
        Case::Refund(case) => (case.verified.is_some(), case.not_before.is_some()),
        Case::Void(_) => (false, false),
    };
    match stage {
        Stage::Done => CaseAct::Finish,
        Stage::Executing | Stage::Unknown | Stage::ManualPending => CaseAct::Approve,
        Stage::Approved => CaseAct::Approve,
        Stage::Verified => CaseAct::Verify,
        Stage::Requested => CaseAct::Request,
        Stage::Rejected | Stage::Withdrawn | Stage::Expired | Stage::Failed => {
            if approved {
                CaseAct::Approve
            } else if verified {
                CaseAct::Verify
            } else {
                CaseAct::Request
            }
        }
    }
}

fn short(viewer: &Viewer, at: wikarta_core::time::Timestamp) -> String {
    format::short_moment(at, viewer.zone, viewer.today(), viewer.lang)
}

fn step_note(viewer: &Viewer, read: &Read, act: CaseAct) -> String {
    let taken = deeds(read).into_iter().filter(|(done, ..)| *done == act);
    let taken = taken.filter_map(|(_, by, at, _)| {
        Some(format!("{}, {}", read.people.name(&by?), short(viewer, at)))
    });
    let taken: Vec<String> = taken.collect();
    match (taken.is_empty(), act) {
        (false, _) => taken.join(" · "),
        (true, CaseAct::Finish) => String::new(),
        (true, _) => why::roles_with(read.case.permission(act)),
    }
}

/// Who can carry it on: people of whom the rules say yes.
fn turn(viewer: &Viewer, read: &Read) -> Turn {
    if read.case.stage().is_final() {
        return Turn::Over;
    }
    if read.able.is_empty() {
        return Turn::Nobody;
    }
    let me = viewer.actor.person();
    let name = |id| {
        let name = read.people.with_roles(id, viewer.lang);
        let you = viewer.lang.texts().corrections.you;
        if Some(id) == me { format!("{you} · {name}") } else { name }
    };
    Turn::People(read.able.iter().map(name).collect())
}

/// Ways to what is open to the reader; the step that waits is shown blocked, with the rule.
fn acts(viewer: &Viewer, read: &Read) -> Vec<CaseLink> {
    let onwards = read.case.onwards();
    let link = |(act, weighed): &(CaseAct, why::Weighed)| match weighed {
        Ok(_) => Some(CaseLink::Open {
            words: button(read, *act, viewer.lang),
            href: format!("{}?langkah={act}", address(read)),
            weight: weight(*act, onwards),
        }),
        Err(rule) if onwards == Some(*act) && !matches!(rule, Rule::State { .. }) => {
            Some(CaseLink::Blocked {
                words: button(read, *act, viewer.lang),
                refusal: why::told(viewer, rule),
            })
        }
        Err(_) => None,
    };
    read.weighed.iter().filter_map(link).collect()
}

fn weight(act: CaseAct, onwards: Option<CaseAct>) -> Weight {
    match act {
        CaseAct::Reject | CaseAct::Withdraw => Weight::Risk,
        _ if onwards == Some(act) => Weight::Main,
        _ => Weight::Plain,
    }
}

/// The words of a button: they repeat the amount, or the number of the bill.
pub(super) fn button(read: &Read, act: CaseAct, lang: Lang) -> String {
    let verb = words::verb(act, lang);
    match (&read.case, act) {
        (Case::Refund(case), CaseAct::Verify | CaseAct::Approve | CaseAct::Execute) => {
            words::act_amount(lang, verb, case.amount)
        }
        (Case::Void(_), CaseAct::Verify | CaseAct::Approve | CaseAct::Execute) => {
            words::act_amount(lang, verb, number(read))
        }
        _ => verb.to_owned(),
    }
}

/// Everything that is decided about.
pub(super) fn facts(viewer: &Viewer, read: &Read) -> Vec<Fact> {
    let (lang, case) = (viewer.lang, &read.case);
    let t = &lang.texts().corrections;
    let amount = Fact::new(t.sum, case.amount().to_string());
    let mut facts = vec![amount.noted(terbilang_rupiah(case.amount()))];
    if let Some(invoice) = invoice_link(read) {
        facts.push(Fact::new(t.invoice, invoice.label).to(invoice.href));
    }
    match case {
        Case::Refund(refund) => facts.extend(refund_facts(viewer, read, refund)),
        Case::Void(_) => {
            let open = read.books.attempts.values().filter(|attempt| {
                attempt.is_open() && case.invoice().is_some_and(|id| attempt.names(id))
            });
            facts.push(Fact::new(t.effect, words::void_effect(lang, open.count())));
        }
    }
    facts.push(Fact::new(t.reason, case.reason()));
    let tier = match case {
        Case::Refund(refund) if refund.tier >= 3 => {
            words::tier_needs_more(lang, refund.tier, case.needed())
        }
        _ => words::tier_needs(lang, case.tier(), case.needed()),
    };
    facts.push(Fact::new(t.tier, tier).noted(words::approvals(lang, case.have(), case.needed())));
    if matches!(case.stage(), Stage::Requested | Stage::Verified | Stage::Approved) {
        let at = format::moment(case.expires_at(), viewer.zone, lang);
        facts.push(Fact::new(t.expires, at));
    }
    facts.extend(case.ended().map(|end| Fact::new(t.ended, &end.reason)));
    facts
}

fn refund_facts(viewer: &Viewer, read: &Read, case: &RefundCase) -> Vec<Fact> {
    let lang = viewer.lang;
    let t = &lang.texts().corrections;
    let mut facts = vec![
        Fact::new(t.source, source(read, &case.source, lang)),
        Fact::new(t.route, words::route(case.route, lang)),
    ];
    if case.route == Route::Offline {
        let known = if case.payout.is_some() { t.destination_known } else { t.destination_none };
        facts.push(Fact::new(t.destination, known));
    }
    if let Some(invoice) = read.invoice().filter(|_| !case.stage.is_final()) {
        let after = invoice.refunded.saturating_plus(case.amount);
        let effect = words::refunded_effect(lang, invoice.refunded, after, invoice.paid);
        facts.push(Fact::new(t.effect, effect));
    }
    let evidence = case.evidence.clone().unwrap_or_else(|| t.no_evidence.to_owned());
    facts.push(Fact::new(t.evidence, evidence));
    if let Some(at) = case.not_before.filter(|_| case.stage == Stage::Approved) {
        facts.push(Fact::new(t.not_before, format::moment(at, viewer.zone, lang)));
    }
    facts.extend(
        case.proof
            .as_ref()
            .map(|proof| Fact::new(t.proof, &proof.reference).noted(&proof.evidence)),
    );
    facts
}

/// Whose money it is, in words.
fn source(read: &Read, source: &RefundSource, lang: Lang) -> String {
    let t = &lang.texts().corrections;
    match source {
        RefundSource::Attempt(order) => match read.books.attempts.get(order) {
            Some(attempt) => format!("{} · {order}", channel::name(attempt.channel, lang)),
            None => order.to_string(),
        },
        RefundSource::Posting(posting) => match read.books.postings.get(posting) {
            Some(posting) => format!("{} · {}", t.source_posting, posting.evidence),
            None => t.source_posting.to_owned(),
        },
        RefundSource::Suspense(order) => format!("{} · {order}", t.source_suspense),
        RefundSource::Credit => t.source_credit.to_owned(),
    }
}
