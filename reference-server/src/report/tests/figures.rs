//! One month of a provider with three customers, every report of it counted by hand.
//!
//! | Day | What happens (Rp250.000 a bill, PPN inside: base 225.225, PPN 24.775) |
//! |---|---|
//! | 2 Nov | bills A and B for Sri, C and D for Budi, E for Tini; all due 12 Nov |
//! | 3 Nov | A paid by QRIS: the gateway keeps 0,7 % = 1.750 |
//! | 4 Nov | B paid by BCA VA: it keeps 4.000 and PPN 440 |
//! | 5 Nov | 100.000 in cash for Budi, taken by Ratna: on C |
//! | 6 Nov | credit note of 50.000 on D, PPN in it 50.000 × 24.775 ÷ 250.000 = 4.955 |
//! | 7 Nov | the gateway gives the 250.000 of A back |
//! | 8 Nov | E is taken back |

use serde_json::{Value as Json, json};
use wikarta_core::access::Role;
use wikarta_core::decide::Answer;
use wikarta_core::provider::{Channel, ProviderStatus};

use super::{asked, cash, credit, report, take_back, verify};
use crate::panel::tests::world::World;
use crate::report::{Ask, Kind, Sees, make};
use crate::text::Lang;

const DAY: i64 = 86_400;

/// The books on the evening of 8 November.
async fn books() -> World {
    let world = World::new().await;
    let sri = world.client(1, "Sri Wahyuni").await;
    let budi = world.client(2, "Budi Santoso").await;
    let tini = world.client(3, "Tini Suhartini").await;
    let a = world.bill(&sri, "2026-10").await;
    let b = world.bill(&sri, "2026-11").await;
    let _c = world.bill(&budi, "2026-10").await;
    let d = world.bill(&budi, "2026-11").await;
    let e = world.bill(&tini, "2026-11").await;
    world.pass(DAY);
    let by_qris = world.charge(&[&a], Channel::Qris).await;
    world.notify(&by_qris, ProviderStatus::Settled).await;
    world.pass(DAY);
    let by_va = world.charge(&[&b], Channel::BcaVa).await;
    world.notify(&by_va, ProviderStatus::Settled).await;
    world.pass(DAY);
    let ratna = world.person("Ratna", Role::Keuangan);
    let made = world.tell(ratna, cash(&budi, 100_000, 1, "2026-11-05")).await;
    let Answer::Posting { id, .. } = made.answer else { panic!("{made:?}") };
    world.tell(world.person("Dewi", Role::Keuangan), verify(id)).await;
    world.pass(DAY);
    assert!(credit(&world, &d, 50_000).await);
    world.pass(DAY);
    world.refund_at_bank(&by_qris);
    world.claim(&by_qris, ProviderStatus::Refunded).await;
    world.pass(DAY);
    assert!(take_back(&world, &e).await);
    world
}

fn column(report: &Json, name: &str) -> Vec<Json> {
    report["items"].as_array().unwrap().iter().map(|row| row[name].clone()).collect()
}

#[tokio::test]
async fn receivables_by_age_are_those_of_the_day() {
    let world = books().await;
    let total = async |query: &str| {
        let aging = report(&world, Kind::Aging, query).await;
        (aging["figures"]["open"].clone(), aging["totals"]["open"].clone(), aging["count"].clone())
    };
    let all = |open: i64, bills: i64| (json!(open), json!(open), json!(bills));
    // 2 Nov: five bills of 250.000.
    assert_eq!(total("as_of=2026-11-02").await, all(1_250_000, 5));
    // 3 Nov: A is paid.
    assert_eq!(total("as_of=2026-11-03").await, all(1_000_000, 4));
    // 4 Nov: B too.
    assert_eq!(total("as_of=2026-11-04").await, all(750_000, 3));
    // 5 Nov: 100.000 on C; 6 Nov: 50.000 off D; 7 Nov: a refund of a paid bill opens nothing.
    assert_eq!(total("as_of=2026-11-05").await, all(650_000, 3));
    assert_eq!(total("as_of=2026-11-06").await, all(600_000, 3));
    assert_eq!(total("as_of=2026-11-07").await, all(600_000, 3));
    // 8 Nov: E is gone: C 150.000 and D 200.000.
    assert_eq!(total("").await, all(350_000, 2));
    let today = report(&world, Kind::Aging, "").await;
    assert_eq!(column(&today, "age_days"), [-4, -4], "due on the twelfth");
    assert_eq!(column(&today, "bucket"), ["not_due", "not_due"]);
    world.pass(12 * DAY);
    let later = report(&world, Kind::Aging, "").await;
    assert_eq!(column(&later, "age_days"), [8, 8], "20 November");
    assert_eq!(column(&later, "bucket"), ["1-30", "1-30"]);
    assert_eq!(later["figures"]["overdue"], 350_000);
    assert_eq!(report(&world, Kind::Aging, "kind=corporate").await["count"], 0);
    assert_eq!(report(&world, Kind::Aging, "package=KELUARGA30&zone=WIB").await["count"], 2);
}

#[tokio::test]
async fn key_figures_are_counted_by_hand() {
    let world = books().await;
    let kpi = report(&world, Kind::Kpi, "").await;
    let rows = kpi["items"].as_array().unwrap();
    let figure = |code: &str| {
        let row = rows.iter().find(|row| row["indicator"] == code).unwrap();
        (row["value"].clone(), row["numerator"].clone(), row["denominator"].clone())
    };
    let money = |amount: i64| (json!(amount), Json::Null, Json::Null);
    let share = |text: &str, above: i64, below: i64| (json!(text), json!(above), json!(below));
    // Three subscriptions at 250.000 with PPN inside: 3 × 225.225.
    assert_eq!(figure("mrr"), money(675_675));
    assert_eq!(figure("mrr_at_risk"), money(0));
    assert_eq!(figure("active"), money(3));
    // 675.675 ÷ ((0 + 3) ÷ 2): nobody ran on 1 November.
    assert_eq!(figure("arpu"), money(450_450));
    assert_eq!(figure("churn"), share("–", 0, 0));
    // 5 × 250.000 − 50.000 (credit note) − 250.000 (E).
    assert_eq!(figure("billed"), money(950_000));
    // 250.000 + 250.000 + 100.000 − 250.000 (refund).
    assert_eq!(figure("collected"), money(350_000));
    assert_eq!(figure("cash_ratio"), share("36,84 %", 350_000, 950_000));
    // Due in November: A 250.000 with 0 left, B 250.000 whole, C 250.000 with 100.000, D 200.000.
    assert_eq!(figure("collection_rate"), share("36,84 %", 350_000, 950_000));
    // A and B of A, B, C, D.
    assert_eq!(figure("on_time_rate"), share("50,00 %", 2, 4));
    assert_eq!(figure("receivables"), money(350_000));
    // 350.000 ÷ 950.000 × 90 = 33,157…
    assert_eq!(figure("dso"), share("33,16", 31_500_000, 950_000));
    assert_eq!(figure("webhook_p95").0, "0,000", "the clock stands");
    let sales = Ask::read(&asked(""), Kind::Kpi, (kpi_now(&world), wikarta_core::time::Zone::Wib));
    let seen = make(&world.app, Kind::Kpi, &sales.unwrap(), (Sees::Sales, Lang::Id)).await.unwrap();
    let seen = seen.json(0, 100).to_string();
    assert!(seen.contains("billed") && !seen.contains("collected") && !seen.contains("dso"));
}

fn kpi_now(world: &World) -> wikarta_core::time::Timestamp {
    wikarta_core::ports::Host::now(&*world.host)
}

#[tokio::test]
async fn settlements_and_days_of_cash_add_up() {
    let world = books().await;
    let register = report(&world, Kind::Settlements, "").await;
    assert_eq!(column(&register, "gross"), [250_000, 250_000]);
    assert_eq!(column(&register, "fee"), [1_750, 4_000]);
    assert_eq!(column(&register, "fee_ppn"), [0, 440]);
    assert_eq!(column(&register, "net"), [248_250, 245_560]);
    assert_eq!(column(&register, "refunded"), [250_000, 0]);
    assert_eq!(register["totals"]["net"], 493_810);
    // As of the fourth nothing had gone back, and of the third B had not come.
    let earlier = report(&world, Kind::Settlements, "as_of=2026-11-04").await;
    assert_eq!(column(&earlier, "refunded"), [0, 0]);
    assert_eq!(report(&world, Kind::Settlements, "as_of=2026-11-03").await["count"], 1);

    let mut closing = json!(0);
    for (day, came, back, closes) in [
        ("2026-11-02", 0, 0, 0),
        ("2026-11-03", 250_000, 0, 250_000),
        ("2026-11-04", 250_000, 0, 500_000),
        ("2026-11-05", 100_000, 0, 600_000),
        ("2026-11-06", 0, 0, 600_000),
        ("2026-11-07", 0, 250_000, 350_000),
        ("2026-11-08", 0, 0, 350_000),
    ] {
        let cash = report(&world, Kind::DailyCash, &format!("from={day}")).await;
        assert_eq!(cash["figures"]["opening"], closing, "{day} begins where the day before ended");
        let sum = |name: &str| cash["totals"][name].as_i64().unwrap_or_default();
        assert_eq!((sum("gross"), sum("back")), (came, back), "{day}");
        closing = cash["figures"]["closing"].clone();
        assert_eq!(closing, closes, "{day}");
    }
    let cash = report(&world, Kind::DailyCash, "from=2026-11-05").await;
    assert_eq!(
        (&cash["items"][0]["way"], &cash["items"][0]["cashier"]),
        (&json!("cash"), &json!("Ratna"))
    );
}

#[tokio::test]
async fn tax_counts_what_stands_and_credit_notes_against_it() {
    let world = books().await;
    let tax = report(&world, Kind::Tax, "").await;
    assert_eq!(tax["count"], 6, "five bills and a credit note");
    // 4 × 225.225 − (50.000 − 4.955); E is listed and counts for nothing.
    assert_eq!(tax["totals"]["price"], 855_855);
    // 4 × 24.775 − 4.955.
    assert_eq!(tax["totals"]["ppn"], 94_145);
    assert_eq!(tax["totals"]["total"], 950_000);
    // 4 × round(225.225 × 11 ÷ 12) − round(45.045 × 11 ÷ 12) = 4 × 206.456 − 41.291.
    assert_eq!(tax["totals"]["dpp"], 784_533);
    let states: Vec<Json> = column(&tax, "status");
    assert_eq!(states.iter().filter(|state| *state == "void").count(), 1);
    let before = report(&world, Kind::Tax, "as_of=2026-11-05").await;
    assert_eq!((&before["count"], &before["totals"]["total"]), (&json!(5), &json!(1_250_000)));
}

#[tokio::test]
async fn a_file_has_indonesian_heads_and_no_formula() {
    let world = World::new().await;
    let client = world.client(1, "=HYPERLINK(\"x\")").await;
    world.bill(&client, "2026-11").await;
    let now = kpi_now(&world);
    let ask = Ask::read(&asked(""), Kind::Aging, (now, wikarta_core::time::Zone::Wib)).unwrap();
    let made = make(&world.app, Kind::Aging, &ask, (Sees::Finance, Lang::En)).await.unwrap();
    assert_eq!(made.file_name(), "aging-2026-11-02.csv");
    let heads = "Pelanggan,Nomor pelanggan,Tagihan,Terbit,Jatuh tempo,Umur (hari),Kelompok,Paket,\
                 Layanan,Total (Rp),Sisa (Rp)";
    let row = "\"'=HYPERLINK(\"\"x\"\")\",PLG-000001,INV/2026/11/000001,2026-11-02,2026-11-12,-10,\
               Not yet due,KELUARGA30,Active,250000,250000";
    assert_eq!(made.csv(), format!("\u{feff}{heads}\r\n{row}\r\n"));
}

#[test]
fn what_cannot_be_asked_is_refused_with_the_field() {
    let now = "2026-11-08T03:00:00Z".parse().unwrap();
    let read = |kind, query: &str| {
        Ask::read(&asked(query), kind, (now, wikarta_core::time::Zone::Wib)).map_err(|p| p.status())
    };
    assert!(read(Kind::Aging, "as_of=2026-11-08").is_ok());
    assert_eq!(read(Kind::Aging, "as_of=2026-11-09").unwrap_err(), 422, "still to come");
    assert_eq!(read(Kind::Aging, "as_of=besok").unwrap_err(), 422);
    assert_eq!(read(Kind::Kpi, "kind=home").unwrap_err(), 400, "has no such filter");
    assert_eq!(read(Kind::Aging, "kind=hotel").unwrap_err(), 400);
    assert_eq!(read(Kind::Aging, "zone=CET").unwrap_err(), 400);
    assert_eq!(read(Kind::Tax, "from=2026-11-08&to=2026-11-01").unwrap_err(), 422);
    assert_eq!(read(Kind::Tax, "from=2025-01-01&to=2026-11-01").unwrap_err(), 422, "too long");
    let month = read(Kind::Tax, "month=2026-02").unwrap().days();
    assert_eq!(
        (month.from.to_string(), month.to.to_string()),
        ("2026-02-01".into(), "2026-02-28".into())
    );
}
