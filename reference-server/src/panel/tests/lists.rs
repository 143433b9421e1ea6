//! Lists: what they cover, how they page, what they mask.

use axum::extract::State;
use wikarta_core::access::Role;
use wikarta_core::provider::{Channel, ProviderStatus};

use super::world::{World, text, words};
use crate::http::QueryFields;
use crate::pages::html;
use crate::panel::{customers, invoices, packages};

fn asked(query: &str) -> invoices::Asked {
    serde_urlencoded::from_str(query).unwrap()
}

async fn list(world: &World, name: &str, role: Role, query: &str) -> (u16, String) {
    let viewer = world.viewer(name, role);
    let query = Ok(QueryFields(asked(query)));
    let answer = invoices::list(State(world.app.clone()), viewer, query).await;
    (answer.status().as_u16(), text(answer).await)
}

fn numbers(html: &str) -> Vec<String> {
    let links = html.split("<th scope=\"row\"><a href=\"/tagihan/").skip(1);
    links.map(|rest| rest.split(['>', '<']).nth(1).unwrap().to_owned()).collect()
}

fn link<'a>(html: &'a str, rel: &str) -> Option<&'a str> {
    let at = html.split(&format!("rel=\"{rel}\" href=\"/tagihan?")).nth(1)?;
    at.split('"').next()
}

#[tokio::test]
async fn pages_lead_onwards_and_back_over_every_row_once() {
    let world = World::new().await;
    for number in 1..=30 {
        let client = world.client(number, &format!("Pelanggan {number}")).await;
        for month in ["2026-08", "2026-09", "2026-10", "2026-11"] {
            world.bill(&client, month).await;
        }
    }
    let mut query = "status=ISSUED".to_owned();
    let mut pages = Vec::new();
    loop {
        let (status, html) = list(&world, "Ratna", Role::Keuangan, &query).await;
        assert_eq!(status, 200);
        pages.push(numbers(&html));
        let Some(next) = link(&html, "next") else { break };
        query = next.replace("&#38;", "&");
    }
    assert_eq!(pages.iter().map(Vec::len).collect::<Vec<_>>(), [50, 50, 20]);
    let mut every: Vec<&String> = pages.iter().flatten().collect();
    every.sort();
    every.dedup();
    assert_eq!(every.len(), 120, "every bill once");
    let mut back = Vec::new();
    loop {
        let (_, html) = list(&world, "Ratna", Role::Keuangan, &query).await;
        back.push(numbers(&html));
        let Some(previous) = link(&html, "prev") else { break };
        query = previous.replace("&#38;", "&");
        assert!(query.contains("status=ISSUED"), "the filter stays: {query}");
    }
    back.reverse();
    assert_eq!(back, pages);
}

#[tokio::test]
async fn the_sum_is_that_of_the_rows_without_drafts() {
    let world = World::new().await;
    let client = world.client(1, "Sri Wahyuni").await;
    let paid = world.bill(&client, "2026-09").await;
    let order = world.charge(&[&paid], Channel::Qris).await;
    world.notify(&order, ProviderStatus::Settled).await;
    world.bill(&client, "2026-10").await;
    world.draft(&client, "2026-11").await;
    let (_, html) = list(&world, "Ratna", Role::Keuangan, "").await;
    let words = words(&html);
    assert!(words.contains("Halaman ini, tanpa draf dan batal 500.000 250.000"), "{words}");
    assert!(words.contains("(draf)") && words.contains("QRIS"), "{words}");
    let (_, unpaid) = list(&world, "Ratna", Role::Keuangan, "status=OPEN").await;
    assert_eq!(numbers(&unpaid), ["INV/2026/11/000002"]);
    let (_, found) = list(&world, "Ratna", Role::Keuangan, &format!("q={order}")).await;
    assert_eq!(numbers(&found), ["INV/2026/11/000001"]);
    let (_, marketing) = list(&world, "Dimas", Role::Marketing, "").await;
    assert!(!super::world::words(&marketing).contains("QRIS"), "no detail of a payment");
}

#[tokio::test]
async fn what_is_no_filter_is_refused_inside_the_panel() {
    let world = World::new().await;
    for (query, code) in [
        ("status=paid", "unknown_filter"),
        ("status=LUNAS", "unknown_filter"),
        ("cursor=xyz", "cursor_invalid"),
        ("sebelum=AAAA", "cursor_invalid"),
    ] {
        let (status, html) = list(&world, "Ratna", Role::Keuangan, query).await;
        assert_eq!(status, 400, "{query}");
        assert!(html.contains(code) && html.contains("Ratna"), "{query}: {html}");
    }
    let (_, empty) = list(&world, "Ratna", Role::Keuangan, "q=%3Cb%3E&status=PAID").await;
    assert!(empty.contains("Tidak ada tagihan untuk saringan ini."), "{empty}");
    assert!(
        !empty.contains("<b>&#8221;") && empty.contains("&#60;b&#62;"),
        "typed text stays text"
    );
}

#[tokio::test]
async fn customers_are_masked_and_masked_values_are_not_guessed_by_searching() {
    let world = World::new().await;
    let client = world.client(7, "Sri Wahyuni").await;
    world.bill(&client, "2026-11").await;
    let read = async |query: &str| {
        let asked: customers::Asked = serde_urlencoded::from_str(query).unwrap();
        let viewer = world.viewer("Wayan", Role::Teknisi);
        let answer =
            customers::list(State(world.app.clone()), viewer, Ok(QueryFields(asked))).await;
        words(&text(answer).await)
    };
    let all = read("").await;
    assert!(
        all.contains("Sri Wahyuni PLG-000007 Depok WIB KELUARGA30 Aktif 0812****007 p7***@contoh.test 250.000"),
        "{all}"
    );
    for hidden in ["81200000007", "Melati", "Sukamaju"] {
        assert!(!all.contains(hidden), "{hidden} shows");
    }
    for whole in ["q=wahyuni", "q=PLG-000007", "q=0812-0000-0007", "q=%2B6281200000007"] {
        assert!(read(whole).await.contains("Sri Wahyuni"), "{whole}");
    }
    for part in ["q=81200000", "q=08120000", "q=p7%40", "q=contoh.test", "q=Melati"] {
        assert!(!read(part).await.contains("Sri Wahyuni"), "{part} gives a masked value away");
    }
}

#[tokio::test]
async fn customers_lead_onwards_and_back() {
    let world = World::new().await;
    for number in 1..=60 {
        world.client(number, &format!("Pelanggan {number}")).await;
    }
    let read = async |query: &str| {
        let asked: customers::Asked = serde_urlencoded::from_str(query).unwrap();
        let viewer = world.viewer("Ratna", Role::Keuangan);
        let answer =
            customers::list(State(world.app.clone()), viewer, Ok(QueryFields(asked))).await;
        text(answer).await
    };
    let place = |html: &str, rel: &str| {
        let at = html.split(&format!("rel=\"{rel}\" href=\"/pelanggan?")).nth(1)?;
        Some(at.split('"').next().unwrap().to_owned())
    };
    let first = read("").await;
    assert!(first.contains("PLG-000050") && !first.contains("PLG-000051"));
    assert_eq!(place(&first, "prev"), None);
    let second = read(&place(&first, "next").unwrap()).await;
    assert!(second.contains("PLG-000051") && second.contains("PLG-000060"));
    assert_eq!(place(&second, "next"), None);
    let back = read(&place(&second, "prev").unwrap()).await;
    assert!(back.contains("PLG-000001") && back.contains("PLG-000050"));
    assert_eq!(place(&back, "prev"), None);
}

#[tokio::test]
async fn packages_say_whether_the_tax_is_inside() {
    let world = World::new().await;
    world.client(1, "Sri Wahyuni").await;
    let found = world.app.store.packages().await.unwrap();
    let viewer = world.viewer("Wayan", Role::Teknisi);
    let words = words(&html(&packages::page(&viewer, &found)).unwrap());
    assert!(words.contains("KELUARGA30 Keluarga 30 Dijual 30 termasuk 1 250.000"), "{words}");
    assert!(words.contains("1 paket dijual · 1 langganan berjalan"), "{words}");
}
