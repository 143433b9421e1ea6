//! `/simulasi` over the real program: who may, a life, and what is wrong.

use reqwest::Method;

use super::client::Answer;
use super::harness::Home;
use super::roles::Visitor;

#[tokio::test]
async fn a_supervisor_lives_a_life_in_the_panel_and_finance_does_not() {
    let home = Home::seeded();
    let server = home.demo().await;
    let supervisor = Visitor::with("supervisor", &server).await;
    let get = async |path: &str| Answer::to(supervisor.at(Method::GET, path)).await;
    let form = get("/simulasi").await;
    assert_eq!(form.status, 200);
    assert!(form.text.contains("name=\"pelanggan\"") && form.text.contains("Belum ada"));
    let life = "/simulasi?pelanggan=1&bulan=1&benih=3&gangguan=all&tentang=";
    let lived = get(life).await;
    assert_eq!(lived.status, 200, "{}", lived.text);
    for part in ["semua berlaku", "Per bulan", "Cerita", "tentang=PLG-000001"] {
        assert!(lived.text.contains(part), "{part}");
    }
    assert_eq!(get(life).await.text.matches("<tr>").count(), lived.text.matches("<tr>").count());
    let wrong = get("/simulasi?pelanggan=500&bulan=1&benih=3&gangguan=all").await;
    assert_eq!(wrong.status, 422);
    assert!(
        wrong.text.contains("value=\"500\"") && wrong.text.contains("Tulis angka 1 sampai 12.")
    );
    assert_eq!(get("/simulasi?warna=biru").await.status, 400);

    let finance = Visitor::with("keuangan", &server).await;
    let refused = Answer::to(finance.at(Method::GET, life)).await;
    assert_eq!(refused.status, 403);
    assert!(!refused.text.contains("Cerita"));
}
