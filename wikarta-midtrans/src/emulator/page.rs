//! The page at the emulator's root: codes that wait for a payer, and what became of notifications.

use askama::Template;
use wikarta_core::time::{Timestamp, Zone};

use super::desk::Desk;
use super::fault::{Fault, FaultKind, FaultyCall};
use super::rail::Rail;
use super::record::{Answered, Code, Delivery, DeliveryState, Transaction};
use super::reply::Refusal;
use super::snap::PICKABLE;
use super::store::Emulator;
use super::transition::{Action, next};
use super::weather::Weather;
use crate::status::TransactionStatus;

/// Rows of each table at most; the search finds the others.
const ROWS: usize = 100;

#[derive(Template)]
#[template(path = "emulator.html")]
struct Page {
    base: String,
    now: String,
    query: String,
    note: Option<Note>,
    waiting: Vec<Row>,
    waiting_total: usize,
    ended: Vec<Row>,
    deliveries: Vec<Sent>,
    actions: Vec<&'static str>,
    calls: Vec<&'static str>,
    kinds: Vec<&'static str>,
    faults: Vec<String>,
    weather: Weather,
}

struct Note {
    class: &'static str,
    text: &'static str,
    english: &'static str,
}

struct Row {
    order_id: String,
    transaction_id: String,
    rail: &'static str,
    code_label: &'static str,
    code: String,
    has_picture: bool,
    amount: String,
    until: String,
    left: String,
    when: String,
    status: Chip,
    actions: Vec<Button>,
}

struct Chip {
    class: &'static str,
    text: &'static str,
}

struct Button {
    word: &'static str,
    class: &'static str,
    text: &'static str,
}

struct Sent {
    id: u64,
    order_id: String,
    told: Chip,
    when: String,
    state: Chip,
    tries: Vec<String>,
}

impl Emulator {
    /// The page as HTML; `query` narrows the tables to orders and codes that contain it.
    pub(super) fn page(&self, query: &str, note: &str) -> Option<String> {
        let query: String = query.trim().chars().take(60).collect();
        let base = self.config().base_path.trim_end_matches('/').to_owned();
        let one = |fault: &Fault| {
            let (call, kind) = (fault.call.as_str(), fault.kind.as_str());
            format!("{call} · {kind} × {}", fault.count)
        };
        let faults = self.waiting_faults().iter().map(one).collect();
        let page = self.look(|desk| draw(desk, base, query, note_for(note), faults));
        page.render().ok()
    }
}

#[derive(Template)]
#[template(path = "snap.html")]
struct PickPage {
    base: String,
    /// What stands before the method in an address, from the base on.
    address: String,
    order_id: String,
    amount: String,
    open: bool,
    methods: Vec<(&'static str, &'static str)>,
}

impl Emulator {
    /// The page that a Snap token leads to; `None` when nobody made the token.
    pub(super) fn snap_page(&self, token: &str) -> Option<String> {
        let base = self.config().base_path.trim_end_matches('/').to_owned();
        let page = self.look(|desk| {
            let page = desk.book.snaps.get(token)?;
            let method = |rail: &Rail| (rail.as_str(), rail.facts().label);
            Some(PickPage {
                base,
                address: format!("snap/v3/redirection/{}", page.token),
                order_id: page.order_id.clone(),
                amount: page.gross_amount.to_string(),
                open: desk.is_pickable(page),
                methods: PICKABLE.iter().map(method).collect(),
            })
        });
        page?.render().ok()
    }

    /// The page behind a payment link; `None` when there is no such link.
    pub(super) fn link_page(&self, slug: &str) -> Option<String> {
        let base = self.config().base_path.trim_end_matches('/').to_owned();
        let page = self.look(|desk| {
            let link = desk.link_at(slug)?;
            let method = |rail: &Rail| (rail.as_str(), rail.facts().label);
            Some(PickPage {
                base,
                address: format!("payment-links/{}", link.slug),
                order_id: link.order_id.clone(),
                amount: link.gross_amount.to_string(),
                open: desk.is_link_open(link),
                methods: PICKABLE.iter().map(method).collect(),
            })
        });
        page?.render().ok()
    }

    /// The payer on that page picks a method.
    pub(super) fn link_pick(&self, slug: &str, method: &str) -> Result<(), Refusal> {
        let rail = Rail::ALL.into_iter().find(|rail| rail.as_str() == method);
        let rail = rail.ok_or(Refusal::NotFound)?;
        self.step(Refusal::Failed, |desk| desk.link_pick(slug, rail))
    }

    /// The payer of a Snap page picks a method.
    pub(super) fn snap_pick(&self, token: &str, method: &str) -> Result<(), Refusal> {
        let rail = Rail::ALL.into_iter().find(|rail| rail.as_str() == method);
        let rail = rail.ok_or(Refusal::NotFound)?;
        self.step(Refusal::Failed, |desk| desk.snap_pick(token, rail))
    }
}

fn draw(
    desk: &Desk<'_>,
    base: String,
    query: String,
    note: Option<Note>,
    faults: Vec<String>,
) -> Page {
    let fits = |transaction: &&Transaction| {
        query.is_empty()
            || transaction.order_id.contains(&query)
            || transaction.code.text().contains(&query)
    };
    let row = |transaction: &Transaction| row(transaction, desk.now);
    let all = || desk.book.transactions().filter(fits);
    let waiting = || all().filter(|transaction| transaction.is_open());
    let ended = all().filter(|transaction| !transaction.is_open());
    let deliveries = desk.book.deliveries();
    let deliveries = deliveries.filter(|one| query.is_empty() || one.order_id.contains(&query));
    Page {
        now: civil(desk.now),
        note,
        waiting_total: waiting().count(),
        waiting: waiting().take(ROWS).map(row).collect(),
        ended: ended.take(ROWS / 4).map(row).collect(),
        deliveries: deliveries.take(ROWS / 4).map(sent).collect(),
        actions: Action::ALL.map(Action::as_str).to_vec(),
        calls: FaultyCall::ALL.map(FaultyCall::as_str).to_vec(),
        kinds: FaultKind::ALL.map(FaultKind::as_str).to_vec(),
        faults,
        weather: desk.weather,
        base,
        query,
    }
}

fn row(transaction: &Transaction, now: Timestamp) -> Row {
    let (code_label, has_picture) = match &transaction.code {
        Code::Va(_) => ("VA", false),
        Code::Bill { .. } => ("Biller / Bill key", false),
        Code::Qr(_) => ("QRIS", true),
        Code::Link(_) => ("Tautan", true),
        Code::Payment(_) => ("Kode", false),
        Code::Card(_) => ("Kartu", false),
    };
    Row {
        order_id: transaction.order_id.clone(),
        transaction_id: transaction.transaction_id.clone(),
        rail: transaction.rail.facts().label,
        code_label,
        code: transaction.code.text(),
        has_picture,
        amount: transaction.gross_amount.to_string(),
        until: civil(transaction.expires_at),
        left: left(transaction.expires_at.seconds_since(now)),
        when: civil(transaction.settled_at.unwrap_or(transaction.created_at)),
        status: chip(transaction.status),
        actions: buttons(transaction),
    }
}

/// The buttons that the state machine allows. A late payment is possible there, but is left to the
/// control API: on a page it would look like a mistake.
fn buttons(transaction: &Transaction) -> Vec<Button> {
    let allowed = |action| next(transaction.rail, transaction.status, action).is_some();
    let pay = transaction.is_open() || transaction.status == TransactionStatus::Capture;
    let all = [
        (Action::Pay, "main", "Bayar", pay),
        (Action::Expire, "plain", "Kedaluwarsa", true),
        (Action::Cancel, "plain", "Batalkan", true),
        (Action::Deny, "risk", "Tolak", transaction.is_open()),
        (Action::Reverse, "risk", "Tarik kembali", true),
        (Action::Refund, "plain", "Kembalikan dana", true),
        (Action::Chargeback, "risk", "Sanggah kartu", true),
    ];
    let shown = all.into_iter().filter(|(action, _, _, shown)| *shown && allowed(*action));
    shown.map(|(action, class, text, _)| Button { word: action.as_str(), class, text }).collect()
}

const fn chip(status: TransactionStatus) -> Chip {
    let (class, text) = match status {
        TransactionStatus::Pending | TransactionStatus::Authorize => ("wait", "Menunggu"),
        TransactionStatus::Capture | TransactionStatus::Settlement => ("ok", "Lunas"),
        TransactionStatus::Expire => ("rust", "Kedaluwarsa"),
        TransactionStatus::Deny => ("bad", "Ditolak"),
        TransactionStatus::Failure => ("bad", "Gagal"),
        TransactionStatus::Cancel => ("void", "Dibatalkan"),
        TransactionStatus::Refund => ("plum", "Dana dikembalikan"),
        TransactionStatus::PartialRefund => ("plum", "Dikembalikan sebagian"),
        TransactionStatus::Chargeback | TransactionStatus::PartialChargeback => {
            ("plum", "Ditarik bank")
        }
        TransactionStatus::Unknown => ("void", "Tidak dikenal"),
    };
    Chip { class, text }
}

fn sent(delivery: &Delivery) -> Sent {
    let tries = delivery.attempts.iter().map(|attempt| match &attempt.answer {
        Answered::Status(status) => format!("HTTP {status}"),
        Answered::Nothing(reason) => reason.clone(),
    });
    let (class, text) = match delivery.state {
        DeliveryState::Held => ("", "Ditahan"),
        DeliveryState::Waiting { .. } if delivery.attempts.is_empty() => ("wait", "Dikirim"),
        DeliveryState::Waiting { .. } => ("rust", "Dicoba lagi"),
        DeliveryState::Done => ("ok", "Diterima"),
        DeliveryState::Failed => ("bad", "Gagal permanen"),
    };
    Sent {
        id: delivery.id,
        order_id: delivery.order_id.clone(),
        told: chip(delivery.told),
        when: civil(delivery.created_at),
        state: Chip { class, text },
        tries: tries.collect(),
    }
}

fn note_for(word: &str) -> Option<Note> {
    let (class, text, english) = match word {
        "done" => {
            ("ok", "Berhasil. Notifikasi sedang dikirim.", "Done; the notification is on its way.")
        }
        "not-possible" => (
            "wait",
            "Tidak mungkin dalam keadaan ini. Mungkin sudah dibayar atau berakhir.",
            "Not possible in this state; it may have been paid or ended.",
        ),
        "bad-wish" => {
            ("bad", "Isian tidak dapat dibaca.", "The form holds something that cannot be read.")
        }
        "failed" => (
            "bad",
            "Gagal. Transaksi tidak ditemukan atau jurnal tidak dapat ditulis.",
            "Failed: unknown transaction, or the journal cannot be written.",
        ),
        _ => return None,
    };
    Some(Note { class, text, english })
}

/// `23 Nov 2026 10:42:03`, in Western Indonesian time.
fn civil(at: Timestamp) -> String {
    at.civil_in(Zone::Wib).format("%-d %b %Y %H:%M:%S").to_string()
}

/// How long is left, in the largest unit that fits.
fn left(seconds: i64) -> String {
    match seconds {
        ..=0 => "lewat".to_owned(),
        1..=119 => format!("{seconds} detik lagi"),
        120..=7_199 => format!("{} menit lagi", seconds / 60),
        7_200..=172_799 => format!("{} jam lagi", seconds / 3_600),
        _ => format!("{} hari lagi", seconds / 86_400),
    }
}
