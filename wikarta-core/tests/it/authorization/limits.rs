//! Limits: each asked just below, at and just above; each shifted by one must be noticed.

use wikarta_core::access::{Actor, Role};
use wikarta_core::account::{Account, RefundSource};
use wikarta_core::aggregate::Books;
use wikarta_core::command::{
    AccessCommand, Command, CorrectionCommand as C, RefundTo, RequestRefund,
};
use wikarta_core::decide::Answer;
use wikarta_core::id::{CommandId, InvoiceId, RefundId};
use wikarta_core::money::Rupiah;
use wikarta_core::policy::{Corrections, Policy};
use wikarta_core::roster::Roster;
use wikarta_core::time::Timestamp;

use super::{after, ask, books, user};
use crate::stories::{corrections, postings};
use crate::world::{World, policy, rupiah};

struct Bench {
    account: Account,
    invoices: Vec<InvoiceId>,
    open: Vec<InvoiceId>,
    start: Timestamp,
}

/// Two bills paid by hand, and three open ones around the limit of a void.
fn bench() -> Bench {
    let world = World::new();
    let client = world.client("PLG-000001", 20_000_000);
    let bill = |price: Option<i64>, period: &str| {
        let subscription = match price {
            Some(price) => world.subscribe(&client.account, &world.package(price)),
            None => client.subscription.clone(),
        };
        let invoice = world.draft(&subscription, period);
        world.issue(&invoice);
        invoice
    };
    let invoices = vec![bill(None, "2026-08"), bill(None, "2026-09")];
    let named: Vec<_> = invoices.iter().collect();
    let posting = postings::recorded(&world, &client, 40_000_000, &named);
    postings::ask(&world, corrections::keuangan(2), postings::verify(&posting)).unwrap();
    let open = [999_999, 1_000_000, 1_000_001].map(|price| bill(Some(price), "2026-08")).into();
    Bench { account: world.account(&client), invoices, open, start: world.time() }
}

fn staff(name: &str, role: Role) -> Actor {
    Actor::staff(user(name), [role])
}

impl Bench {
    fn books(&self) -> Books {
        books(&self.account, &Roster::default())
    }

    fn send(
        &self,
        books: &Books,
        (who, hours, seconds): (&str, i64, i64),
        command: C,
        policy: &Policy,
    ) -> Result<(Books, Answer), &'static str> {
        let role = if who.starts_with("sv") { Role::Supervisor } else { Role::Keuangan };
        let at = self.start.plus_seconds(hours * 3_600 + seconds);
        let name = format!("{who} {hours} {seconds} {command:?}");
        match ask(books, (&name, staff(who, role), at), Command::Correction(command), policy) {
            Ok(decision) => Ok((after(books, &decision), decision.answer)),
            Err(refusal) => Err(refusal.rule()),
        }
    }

    fn request(&self, invoice: usize, amount: i64) -> C {
        C::RequestRefund(RequestRefund {
            invoice: self.invoices[invoice].clone(),
            amount: rupiah(amount),
            reason: "Layanan mati tiga hari".to_owned(),
            evidence: Some("tiket.pdf".to_owned()),
            source: None::<RefundSource>,
            to: RefundTo::Payer,
        })
    }

    /// Everything that a limit decides, observed.
    fn observe(&self, policy: &Policy) -> Vec<String> {
        let mut seen = Vec::new();
        for amount in [499_999, 500_000, 500_001, 4_999_999, 5_000_000, 5_000_001] {
            let asked = self.send(&self.books(), ("ke1", 0, 0), self.request(0, amount), policy);
            seen.push(format!("{amount}: tier {}", tier(&asked.unwrap().1)));
        }
        for (invoice, part) in [(0, 250_000), (0, 250_001), (1, 250_000), (1, 250_001)] {
            let (books, _) =
                self.send(&self.books(), ("ke1", 0, 0), self.request(0, 250_000), policy).unwrap();
            let asked = self.send(&books, ("ke1", 1, 0), self.request(invoice, part), policy);
            seen.push(format!(
                "250000 and {part} of bill {invoice}: tier {}",
                tier(&asked.unwrap().1)
            ));
        }
        // Within thirty days they count together, after them they do not.
        for seconds in [-1, 0, 1] {
            let (books, _) =
                self.send(&self.books(), ("ke1", 0, 0), self.request(0, 400_000), policy).unwrap();
            let asked =
                self.send(&books, ("ke1", 30 * 24, seconds), self.request(1, 400_000), policy);
            seen.push(format!("{seconds} s after 30 days: tier {}", tier(&asked.unwrap().1)));
        }
        for (place, invoice) in self.open.iter().enumerate() {
            let reason = "Tagihan ganda".to_owned();
            let command = C::RequestVoid { invoice: invoice.clone(), reason };
            let asked = self.send(&self.books(), ("ke1", 0, 0), command, policy).unwrap();
            seen.push(format!("void {place}: tier {}", tier(&asked.1)));
        }
        self.observe_time(policy, &mut seen);
        seen
    }

    fn observe_time(&self, policy: &Policy, seen: &mut Vec<String>) {
        let (books, answer) =
            self.send(&self.books(), ("ke1", 0, 0), self.request(0, 6_000_000), policy).unwrap();
        let id = refund(&answer);
        let verify = C::VerifyRefund { refund: id.clone() };
        for seconds in [-1, 0] {
            let found = self.send(&books, ("ke2", 7 * 24, seconds), verify.clone(), policy);
            seen.push(format!("verified {seconds} s after 7 days: {:?}", found.map(|_| ())));
        }
        let reason = Some("Sudah dicek dengan pelanggan".to_owned());
        let approve = C::ApproveRefund { refund: id.clone(), reason };
        let (books, _) = self.send(&books, ("ke2", 1, 0), verify, policy).unwrap();
        let (books, _) = self.send(&books, ("sv1", 2, 0), approve.clone(), policy).unwrap();
        let (books, _) = self.send(&books, ("sv2", 3, 0), approve, policy).unwrap();
        for seconds in [-1, 0] {
            let execute = C::ExecuteRefund { refund: id.clone(), proof: None };
            let found = self.send(&books, ("ke3", 3 + 24, seconds), execute, policy);
            seen.push(format!("executed {seconds} s after a day: {:?}", found.map(|_| ())));
        }
    }
}

fn tier(answer: &Answer) -> u8 {
    match answer {
        Answer::Refund { tier, .. } | Answer::Void { tier, .. } => *tier,
        other => panic!("{other:?}"),
    }
}

fn refund(answer: &Answer) -> RefundId {
    match answer {
        Answer::Refund { id, .. } => id.clone(),
        other => panic!("{other:?}"),
    }
}

type Shift<'a> = &'a dyn Fn(&mut Corrections);

const EXPECTED: &str = r#"
499999: tier 1
500000: tier 1
500001: tier 2
4999999: tier 2
5000000: tier 2
5000001: tier 3
250000 and 250000 of bill 0: tier 1
250000 and 250001 of bill 0: tier 2
250000 and 250000 of bill 1: tier 1
250000 and 250001 of bill 1: tier 2
-1 s after 30 days: tier 2
0 s after 30 days: tier 2
1 s after 30 days: tier 1
void 0: tier 1
void 1: tier 1
void 2: tier 2
verified -1 s after 7 days: Ok(())
verified 0 s after 7 days: Err("approval.lifetime")
executed -1 s after a day: Err("approval.cooling_off")
executed 0 s after a day: Ok(())
"#;

#[test]
fn every_limit_is_where_it_is_written_and_each_shift_is_noticed() {
    let bench = bench();
    let expected: Vec<&str> = EXPECTED.trim().lines().collect();
    assert_eq!(bench.observe(&policy()), expected);
    let more = |amount: Rupiah| rupiah(amount.get() + 1);
    let less = |amount: Rupiah| rupiah(amount.get() - 1);
    let shifts: [(&str, Shift<'_>); 12] = [
        ("tier 1 up", &|it| it.refund_tier1_max = more(it.refund_tier1_max)),
        ("tier 1 down", &|it| it.refund_tier1_max = less(it.refund_tier1_max)),
        ("tier 2 up", &|it| it.refund_tier2_max = more(it.refund_tier2_max)),
        ("tier 2 down", &|it| it.refund_tier2_max = less(it.refund_tier2_max)),
        ("void up", &|it| it.void_single_max = more(it.void_single_max)),
        ("void down", &|it| it.void_single_max = less(it.void_single_max)),
        ("pause up", &|it| it.cooling_off_hours += 1),
        ("pause down", &|it| it.cooling_off_hours -= 1),
        ("life up", &|it| it.lifetime_days += 1),
        ("life down", &|it| it.lifetime_days -= 1),
        ("window up", &|it| it.window_days += 1),
        ("window down", &|it| it.window_days -= 1),
    ];
    for (what, shift) in &shifts {
        let mut shifted = policy();
        shift(&mut shifted.corrections);
        assert_ne!(bench.observe(&shifted), expected, "{what} is not noticed");
    }
    println!("limits: {} observations, {} shifts, 0 unnoticed", expected.len(), shifts.len());
}

#[test]
fn an_emergency_has_one_to_sixty_minutes() {
    let bench = bench();
    for (minutes, fine) in [(0, false), (1, true), (60, true), (61, false)] {
        let command = AccessCommand::BreakGlass { reason: "Server mati total".to_owned(), minutes };
        let actor = staff("su", Role::Superuser);
        let name = CommandId::new("emergency").to_string();
        let answer =
            ask(&bench.books(), (&name, actor, bench.start), Command::Access(command), &policy());
        assert_eq!(answer.is_ok(), fine, "{minutes}");
    }
}
