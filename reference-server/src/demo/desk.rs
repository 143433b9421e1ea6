//! What waits on the desks when the history is over: refunds in every tier and stage, a void, money
//! by hand, a price, a promotion, a change of package, and somebody who tried what was not theirs.
//!
//! Everything is done through the door by the people whose work it is. A small world has no bill for
//! some of it; then that part is left out.

use std::collections::{BTreeMap, BTreeSet};
use std::net::{IpAddr, Ipv4Addr};

use wikarta_core::access::Actor;
use wikarta_core::account::{InvoiceStatus, PostingMethod, Proof, Source};
use wikarta_core::billing::DiscountKind;
use wikarta_core::command::{
    CatalogueCommand, ChangeWhen, Command, CorrectionCommand as C, Envelope, PostingCommand,
    ProposePromo, RecordPosting, RefundTo, RequestRefund, SubscriptionCommand,
};
use wikarta_core::decide::Answer;
use wikarta_core::engine::HandleError;
use wikarta_core::id::{AccountId, CommandId, InvoiceId, PostingId, RefundId, TraceId};
use wikarta_core::money::{Rate, Rupiah};
use wikarta_core::provider::ChannelGroup;
use wikarta_core::subscription::SubscriptionStatus;
use wikarta_core::time::Timestamp;
use wikarta_store_sqlx::views::{InvoiceFilter, InvoiceRow};

use super::runner::SeedError;
use crate::app::App;
use crate::auth::identity::{SecurityKind, SecurityNote, Subject};

const HOUR: i64 = 3_600;
const DAY: i64 = 24 * HOUR;
/// How long ago a payment must have come to be asked back.
const SETTLED_DAYS: i64 = 10;

/// Lays everything out, as far as the world has what it is about.
///
/// # Errors
/// The first [`SeedError`]: the books failed, or the rules refused what they should take.
pub async fn lay_out(app: &App) -> Result<(), SeedError> {
    let desk = Desk::open(app).await?;
    let mut paid = desk.paid().await?;
    desk.refunds(&mut paid).await?;
    desk.large_refunds(&mut paid).await?;
    desk.void().await?;
    desk.money_by_hand().await?;
    desk.catalogue().await
}

/// A paid bill whose money can be asked back.
struct Paid {
    row: InvoiceRow,
    group: ChannelGroup,
}

struct Desk<'a> {
    app: &'a App,
    people: BTreeMap<String, Actor>,
    now: Timestamp,
}

/// How far a refund of the demo goes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Reach {
    Requested,
    Verified,
    Approved,
    Sent,
    Done,
}

impl<'a> Desk<'a> {
    async fn open(app: &'a App) -> Result<Desk<'a>, SeedError> {
        let users = app.store.users("", 50).await?;
        let actor = |user: &wikarta_core::staff::User| {
            Actor::staff(user.id.clone(), user.roles.iter().copied())
        };
        let named = |user: &wikarta_core::staff::User| {
            user.email.split('@').next().unwrap_or_default().to_owned()
        };
        let people = users.iter().map(|user| (named(user), actor(user))).collect();
        Ok(Desk { app, people, now: app.wikarta.host().now() })
    }

    fn who(&self, name: &str) -> Result<Actor, SeedError> {
        self.people.get(name).cloned().ok_or(SeedError::Missing("a member of staff"))
    }

    /// Sends a command of a person, some seconds before the present.
    async fn tell(
        &self,
        (who, ago): (&str, i64),
        what: &str,
        command: Command,
    ) -> Result<Answer, SeedError> {
        let actor = self.who(who)?;
        self.ask(actor, ago, what, command)
            .await
            .map_err(|source| SeedError::Step { step: what.to_owned(), source: Box::new(source) })
    }

    async fn ask(
        &self,
        actor: Actor,
        ago: i64,
        what: &str,
        command: Command,
    ) -> Result<Answer, HandleError> {
        let id = CommandId::from_parts(&["desk", what]);
        let trace = TraceId::new(&format!("demo-{}", id.characters(0, 12)));
        let at = self.now.plus_seconds(-ago);
        let envelope = Envelope { id, actor, at, trace, command };
        Ok(self.app.wikarta.send(envelope).await?.answer)
    }

    /// Paid bills with a payment of some days ago, one a customer, the smallest first.
    async fn paid(&self) -> Result<Vec<Paid>, SeedError> {
        let statuses = vec![InvoiceStatus::Paid];
        let filter = InvoiceFilter { statuses, limit: 200, ..InvoiceFilter::default() };
        let mut found: Vec<Paid> = Vec::new();
        let mut seen: BTreeSet<AccountId> = BTreeSet::new();
        for row in self.app.store.invoices(&filter).await?.rows {
            if seen.contains(&row.account) || row.invoice.refunded.is_positive() {
                continue;
            }
            let Some(detail) = self.app.store.invoice(&row.invoice.id).await? else { continue };
            let long_ago = self.now.plus_seconds(-SETTLED_DAYS * DAY);
            let settled = detail.attempts.iter().find(|attempt| {
                let booked = attempt.booking.as_ref().and_then(|booking| booking.settled_at);
                let whole = row.invoice.allocations.len() == 1
                    && row.invoice.allocations.iter().all(|one| {
                        one.source == Source::Attempt(attempt.order_id.clone())
                            && one.amount == row.invoice.total
                    });
                whole && booked.is_some_and(|at| at < long_ago)
            });
            if let Some(attempt) = settled {
                seen.insert(row.account.clone());
                found.push(Paid { group: attempt.channel.group(), row });
            }
        }
        found.sort_by_key(|paid| paid.row.invoice.total);
        Ok(found)
    }

    /// Refunds of the first tier in every stage.
    async fn refunds(&self, paid: &mut Vec<Paid>) -> Result<(), SeedError> {
        let (qris, by_bank) = (ChannelGroup::Qris, ChannelGroup::BankTransfer);
        let plan: [(ChannelGroup, &str, Reach); 5] = [
            (qris, "Gangguan layanan satu minggu", Reach::Requested),
            (qris, "Salah paket pada bulan ini", Reach::Verified),
            (qris, "Berhenti di tengah periode", Reach::Approved),
            (by_bank, "Dibayar untuk pelanggan lain", Reach::Sent),
            (by_bank, "Bayar dua kali lewat bank", Reach::Done),
        ];
        for (number, (group, reason, reach)) in plan.into_iter().enumerate() {
            let fits = |one: &Paid| one.group == group && one.row.invoice.total <= tier(500_000);
            let Some(one) = take(paid, fits) else { continue };
            let refund = self.refund(&one, (number, reason), 2 * DAY).await?;
            if number == 0 {
                self.tried_alone(&refund).await?;
            }
            self.move_on(&refund, number, reach).await?;
        }
        self.ended(paid).await
    }

    async fn refund(
        &self,
        paid: &Paid,
        (number, reason): (usize, &str),
        ago: i64,
    ) -> Result<RefundId, SeedError> {
        let order = RequestRefund {
            invoice: paid.row.invoice.id.clone(),
            amount: paid.row.invoice.paid.less(paid.row.invoice.refunded),
            reason: reason.to_owned(),
            evidence: Some(format!("permohonan-{number:02}.pdf")),
            source: None,
            to: RefundTo::Payer,
        };
        let command = Command::Correction(C::RequestRefund(order));
        let what = format!("refund {number}");
        match self.tell(("keuangan", ago), &what, command).await? {
            Answer::Refund { id, .. } => Ok(id),
            _ => Err(SeedError::Missing("a refund")),
        }
    }

    async fn move_on(&self, id: &RefundId, number: usize, reach: Reach) -> Result<(), SeedError> {
        let refund = || id.clone();
        let step = |name: &str| format!("{name} {number}");
        let tell = |who, ago, name: &str, command| {
            let what = step(name);
            async move { self.tell((who, ago), &what, Command::Correction(command)).await }
        };
        if reach >= Reach::Verified {
            tell("keuangan2", 40 * HOUR, "verify", C::VerifyRefund { refund: refund() }).await?;
        }
        if reach >= Reach::Approved {
            let reason = Some("Bukti lengkap, jumlah sama".to_owned());
            let approve = C::ApproveRefund { refund: refund(), reason };
            tell("supervisor", 30 * HOUR, "approve", approve).await?;
        }
        if reach >= Reach::Sent {
            let execute = C::ExecuteRefund { refund: refund(), proof: None };
            tell("keuangan3", 20 * HOUR, "execute", execute).await?;
        }
        if reach == Reach::Done {
            let (reference, evidence) = ("TRF-0091827".to_owned(), "bukti-transfer.pdf".to_owned());
            let proof = Some(Proof { reference, evidence });
            let execute = C::ExecuteRefund { refund: refund(), proof };
            tell("keuangan3", 19 * HOUR, "prove", execute).await?;
        }
        Ok(())
    }

    /// One that was refused, one that was taken back, one that nobody decided in time.
    async fn ended(&self, paid: &mut Vec<Paid>) -> Result<(), SeedError> {
        let small = |one: &Paid| one.row.invoice.total <= tier(500_000);
        if let Some(one) = take(paid, small) {
            let refund =
                self.refund(&one, (5, "Salah transfer menurut pelanggan"), 3 * DAY).await?;
            self.move_on(&refund, 5, Reach::Verified).await?;
            let reason = "Tidak ada bukti transfer ganda".to_owned();
            let reject = Command::Correction(C::RejectRefund { refund, reason });
            self.tell(("supervisor2", 28 * HOUR), "reject 5", reject).await?;
        }
        if let Some(one) = take(paid, small) {
            let refund = self.refund(&one, (6, "Diajukan untuk bulan yang salah"), DAY).await?;
            let reason = "Salah tagihan".to_owned();
            let withdraw = Command::Correction(C::WithdrawRefund { refund, reason });
            self.tell(("keuangan", 22 * HOUR), "withdraw 6", withdraw).await?;
        }
        if let Some(one) = take(paid, small) {
            let refund = self.refund(&one, (7, "Menunggu surat dari pelanggan"), 8 * DAY).await?;
            let expire = Command::Correction(C::ExpireRefund { refund });
            let done = self.ask(Actor::Scheduler, HOUR, "expire 7", expire).await;
            done.map_err(|source| SeedError::Step {
                step: "expire 7".to_owned(),
                source: Box::new(source),
            })?;
        }
        Ok(())
    }

    /// Refunds of the second and third tier, where the world has bills of such a size.
    async fn large_refunds(&self, paid: &mut Vec<Paid>) -> Result<(), SeedError> {
        let second = |one: &Paid| {
            let total = one.row.invoice.total;
            total > tier(500_000) && total <= tier(5_000_000)
        };
        let third = |one: &Paid| one.row.invoice.total > tier(5_000_000);
        if let Some(one) = take(paid, second) {
            let refund = self.refund(&one, (8, "Bayar dua kali, VA dan QRIS"), 2 * DAY).await?;
            self.move_on(&refund, 8, Reach::Approved).await?;
        }
        if let Some(one) = take(paid, third) {
            let refund =
                self.refund(&one, (9, "Kontrak dibatalkan sebelum aktif"), 2 * DAY).await?;
            self.move_on(&refund, 9, Reach::Approved).await?;
            let reason = Some("Sesuai berita acara pembatalan".to_owned());
            let approve = Command::Correction(C::ApproveRefund { refund, reason });
            self.tell(("supervisor2", 5 * HOUR), "approve again 9", approve).await?;
        }
        Ok(())
    }

    /// Whoever asked tries to check the own request: refused, and noted.
    async fn tried_alone(&self, id: &RefundId) -> Result<(), SeedError> {
        let actor = self.who("keuangan")?;
        let verify = Command::Correction(C::VerifyRefund { refund: id.clone() });
        let tried = self.ask(actor.clone(), 47 * HOUR, "verify one's own", verify).await;
        let Err(HandleError::Refused(refusal)) = tried else {
            return Err(SeedError::Missing("a refusal of one's own check"));
        };
        let subject = actor.person().cloned().map_or(Subject::Nobody, Subject::User);
        let note = SecurityNote {
            kind: SecurityKind::Denied,
            at: self.now.plus_seconds(-47 * HOUR),
            subject,
            address: IpAddr::V4(Ipv4Addr::LOCALHOST),
            about: format!("POST /koreksi/{{id}}/verifikasi {}", refusal.rule()),
            trace: TraceId::new("demo-tried-alone"),
        };
        self.app.edge.security.note(note).await;
        Ok(())
    }

    async fn unpaid(&self) -> Result<Vec<InvoiceRow>, SeedError> {
        let statuses = vec![InvoiceStatus::Issued];
        let filter = InvoiceFilter { statuses, limit: 50, ..InvoiceFilter::default() };
        let rows = self.app.store.invoices(&filter).await?.rows;
        let untouched = |row: &InvoiceRow| row.invoice.allocations.is_empty();
        Ok(rows.into_iter().filter(untouched).collect())
    }

    /// A void that waits for a supervisor: of the bill that is due last.
    async fn void(&self) -> Result<(), SeedError> {
        let Some(row) = self.unpaid().await?.pop() else { return Ok(()) };
        let invoice = row.invoice.id;
        let reason = "Data pembeli pada tagihan salah".to_owned();
        let command = Command::Correction(C::RequestVoid { invoice, reason });
        self.tell(("keuangan2", 6 * HOUR), "void", command).await.map(|_| ())
    }

    /// Cash that waits for its second person, and a customer with credit.
    async fn money_by_hand(&self) -> Result<(), SeedError> {
        let mut unpaid = self.unpaid().await?;
        unpaid.truncate(unpaid.len().saturating_sub(1)); // the last one is to be taken back
        if let Some(row) = unpaid.pop() {
            let (amount, invoices) = (row.invoice.total, vec![row.invoice.id.clone()]);
            self.posting(&row.account, ("KW-000417", amount, invoices)).await?;
        }
        let Some(account) = self.owes_nothing().await? else { return Ok(()) };
        let posting = self.posting(&account, ("BCA-20418", tier(150_000), Vec::new())).await?;
        let command = Command::Posting(PostingCommand::Verify { posting });
        self.tell(("keuangan2", 3 * HOUR), "check cash", command).await.map(|_| ())
    }

    async fn posting(
        &self,
        account: &AccountId,
        (evidence, amount, invoices): (&str, Rupiah, Vec<InvoiceId>),
    ) -> Result<PostingId, SeedError> {
        let at = self.now.plus_seconds(-4 * HOUR);
        let command = Command::Posting(PostingCommand::Record(RecordPosting {
            account: account.clone(),
            method: PostingMethod::Cash,
            amount,
            received_on: at.day_in(self.app.wikarta.policy().zone),
            evidence: evidence.to_owned(),
            note: "Dibayar di loket".to_owned(),
            invoices,
        }));
        let what = format!("cash {evidence}");
        match self.tell(("keuangan", 4 * HOUR), &what, command).await? {
            Answer::Posting { id, .. } => Ok(id),
            _ => Err(SeedError::Missing("a posting")),
        }
    }

    async fn owes_nothing(&self) -> Result<Option<AccountId>, SeedError> {
        let filter = wikarta_store_sqlx::views::CustomerFilter { limit: 200, ..Default::default() };
        let (rows, _) = self.app.store.customers(&filter).await?;
        let free = rows.into_iter().find(|row| row.open.is_zero() && row.credit.is_zero());
        Ok(free.map(|row| row.id))
    }

    /// A price and a promotion that wait, and a customer whose package changes.
    async fn catalogue(&self) -> Result<(), SeedError> {
        let packages = self.app.store.packages().await?;
        if let Some(row) = packages.iter().find(|row| row.package.code == "KELUARGA30") {
            let command = CatalogueCommand::ProposePrice {
                package: row.package.id.clone(),
                price: row.package.price.saturating_plus(tier(25_000)),
                pricing: row.package.pricing,
                reason: "Biaya bandwidth naik mulai triwulan depan".to_owned(),
            };
            let command = Command::Catalogue(command);
            self.tell(("marketing", 26 * HOUR), "price", command).await?;
        }
        let today = self.now.day_in(self.app.wikarta.policy().zone);
        let promo = ProposePromo {
            code: "AKHIRTAHUN".to_owned(),
            name: "Promo akhir tahun".to_owned(),
            kind: Rate::of_basis_points(2_000)
                .map_or(DiscountKind::FreeMonths(1), DiscountKind::Percent),
            periods: 3,
            from: today,
            until: today.checked_add_days(chrono::Days::new(45)).unwrap_or(today),
        };
        let command = Command::Catalogue(CatalogueCommand::ProposePromo(promo));
        self.tell(("marketing2", 25 * HOUR), "promo", command).await?;
        self.change_of_package(&packages).await
    }

    async fn change_of_package(
        &self,
        packages: &[wikarta_store_sqlx::views::PackageRow],
    ) -> Result<(), SeedError> {
        let running = self.app.store.subscriptions_in(SubscriptionStatus::Active, None, 20).await?;
        let Some(sold) = running.into_iter().next() else { return Ok(()) };
        let dearer = packages.iter().map(|row| &row.package);
        let mut dearer = dearer.filter(|package| package.price > sold.subscription.price);
        let Some(package) = dearer.next() else { return Ok(()) };
        let command = SubscriptionCommand::ChangePlan {
            subscription: sold.subscription.id,
            package: package.id.clone(),
            when: ChangeWhen::NextPeriod,
        };
        let command = Command::Subscription(command);
        self.tell(("marketing", 2 * HOUR), "change of package", command).await.map(|_| ())
    }
}

/// Takes the first that fits.
fn take(paid: &mut Vec<Paid>, fits: impl Fn(&Paid) -> bool) -> Option<Paid> {
    let place = paid.iter().position(fits)?;
    Some(paid.remove(place))
}

fn tier(rupiah: i64) -> Rupiah {
    Rupiah::clamped(rupiah)
}
