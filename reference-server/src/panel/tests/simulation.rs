//! `/simulasi` before a supervisor: the form, a life, what is wrong, and one life at a time.

use wikarta_core::access::Role;
use wikarta_core::testkit::simulate::Plan;

use super::world::{World, words};
use crate::lives::Lived;
use crate::pages::{Section, html};
use crate::panel::simulation::{Asked, Wrong, filled};
use crate::panel::viewer::Viewer;
use crate::text::Lang;

fn asked(pairs: &[(&str, &str)]) -> Asked {
    let of = |wanted: &str| {
        pairs.iter().find(|(name, _)| *name == wanted).map(|(_, value)| (*value).to_owned())
    };
    Asked {
        pelanggan: of("pelanggan"),
        bulan: of("bulan"),
        benih: of("benih"),
        gangguan: of("gangguan"),
        tentang: of("tentang"),
        offset: of("offset").map(|offset| offset.parse().unwrap()),
    }
}

const SMALL: [(&str, &str); 4] =
    [("pelanggan", "1"), ("bulan", "1"), ("benih", "3"), ("gangguan", "all")];

fn read(viewer: &Viewer, asked: &Asked, wrong: &[Wrong], lived: Option<&Lived>) -> String {
    html(&filled(viewer, asked, wrong, lived)).unwrap()
}

#[tokio::test]
async fn the_form_stands_alone_until_something_is_run() {
    let world = World::new().await;
    let viewer = world.viewer("Nurlaila", Role::Supervisor);
    let text = words(&read(&viewer, &Asked::default(), &[], None));
    for part in
        ["Pelanggan", "Benih", "semua", "Midtrans: jawaban hilang", "Belum ada yang dijalankan."]
    {
        assert!(text.contains(part), "`{part}` is missing: {text}");
    }
    assert!(!text.contains("Per bulan"), "{text}");
}

#[tokio::test]
async fn a_life_is_shown_in_figures_by_month_and_as_a_story_that_narrows() {
    let world = World::new().await;
    let mut viewer = world.viewer("Nurlaila", Role::Supervisor);
    let whole = asked(&SMALL);
    let lived = world.app.lives.live(whole.wish().unwrap()).await.unwrap();
    assert!(lived.run.violation.is_none());
    assert_eq!(lived.months.len(), 2, "a month and the rest");
    let page = read(&viewer, &whole, &[], Some(&lived));
    let text = words(&page);
    for part in ["semua berlaku", "Per bulan", "Penutup", "Cerita", "Paket ditetapkan"] {
        assert!(text.contains(part), "`{part}` is missing: {text}");
    }
    assert!(page.contains("tentang=PLG-000001"), "{page}");
    assert!(page.contains("wikarta simulate --customers 1 --months 1 --seed 3 --faults all"));
    // The same wish is answered from what is kept, even while another life is lived.
    let place = world.app.lives.occupy();
    let again = world.app.lives.live(whole.wish().unwrap()).await.unwrap();
    assert_eq!(again.told, lived.told);
    drop(place);

    let narrow = asked(&[&SMALL[..], &[("tentang", "PLG-000001")]].concat());
    let about = world.app.lives.live(narrow.wish().unwrap()).await.unwrap();
    assert!(about.told > 0 && about.told < lived.told);
    assert_eq!(about.run.report.history(), lived.run.report.history());
    viewer.lang = Lang::En;
    let text = words(&read(&viewer, &narrow, &[], Some(&about)));
    assert!(text.contains("Customer registered") && !text.contains("Package defined"), "{text}");

    let nobody = asked(&[&SMALL[..], &[("tentang", "PLG-999999")]].concat());
    let empty = world.app.lives.live(nobody.wish().unwrap()).await.unwrap();
    let text = words(&read(&viewer, &nobody, &[], Some(&empty)));
    assert!(text.contains("Nothing happened that fits this filter."), "{text}");
}

#[tokio::test]
async fn pages_of_a_story_follow_each_other_without_a_gap() {
    let world = World::new().await;
    let viewer = world.viewer("Nurlaila", Role::Supervisor);
    let first = asked(&SMALL);
    let lived = world.app.lives.live(first.wish().unwrap()).await.unwrap();
    assert!(lived.scenes.len() > 100);
    let page = read(&viewer, &first, &[], Some(&lived));
    assert!(page.contains("offset=100") && !page.contains("rel=\"prev\""));
    let last = asked(&[&SMALL[..], &[("offset", "999999")]].concat());
    let page = read(&viewer, &last, &[], Some(&lived));
    assert!(page.contains("rel=\"prev\"") && !page.contains("rel=\"next\""));
}

#[tokio::test]
async fn what_is_wrong_is_said_at_its_field_and_kept() {
    let world = World::new().await;
    let viewer = world.viewer("Nurlaila", Role::Supervisor);
    let bad = asked(&[
        ("pelanggan", "13"),
        ("bulan", "dua"),
        ("benih", "-1"),
        ("gangguan", "meteor"),
        ("tentang", "<b>"),
    ]);
    let wrong = bad.wish().unwrap_err();
    let fields = ["pelanggan", "bulan", "benih", "gangguan", "tentang"];
    assert_eq!(wrong, fields.map(Wrong));
    let page = read(&viewer, &bad, &wrong, None);
    for part in ["1 sampai 12", "1 sampai 6", "value=\"13\"", "value=\"dua\"", "&#60;b&#62;"] {
        assert!(page.contains(part), "`{part}` is missing: {page}");
    }
    assert_eq!(page.matches("aria-invalid").count(), 5);
    let one = asked(&[&SMALL[..3], &[("gangguan", "crashes")]].concat());
    assert_eq!(one.wish().unwrap().plan.faults.to_string(), "crashes");
}

#[tokio::test]
async fn one_life_is_lived_at_a_time() {
    let world = World::new().await;
    let place = world.app.lives.occupy();
    let refused = world.app.lives.live(asked(&SMALL).wish().unwrap()).await.unwrap_err();
    assert_eq!(refused.status(), 503);
    let response = axum::response::IntoResponse::into_response(refused);
    assert_eq!(response.headers()["retry-after"], "5");
    drop(place);
    assert!(world.app.lives.live(asked(&SMALL).wish().unwrap()).await.is_ok());
}

#[tokio::test]
async fn only_those_who_prove_the_trail_find_it_in_the_navigation() {
    let world = World::new().await;
    for (name, role, finds) in [
        ("Nurlaila", Role::Supervisor, true),
        ("Galih", Role::Superuser, true),
        ("Ratna", Role::Keuangan, false),
        ("Agus", Role::Auditor, true),
    ] {
        let seen = world.viewer(name, role).chrome("", Section::Dashboard).may_see;
        assert_eq!(seen.contains(&Section::Simulation), finds, "{role}");
    }
}

/// The most that the form takes ends within its bound of steps or its months.
#[tokio::test]
async fn the_largest_life_is_bounded() {
    let largest =
        asked(&[("pelanggan", "12"), ("bulan", "6"), ("benih", "1"), ("gangguan", "none")]);
    let Plan { customers, months, steps, .. } = largest.wish().unwrap().plan;
    assert_eq!((customers, months), (12, 6));
    assert_eq!(steps, Some(crate::panel::simulation::STEPS_MAX));
}
