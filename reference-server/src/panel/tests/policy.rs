//! `/pengaturan`: what is in force, a change proposed, told apart and agreed to.

use axum::extract::State;
use axum::http::header;
use axum::response::Response;
use wikarta_core::access::Role;

use super::world::{World, text, words};
use crate::api::policy::ProposalNumber;
use crate::http::{FormFields, PathPart, QueryFields};
use crate::panel::acts::{Brought, Sent};
use crate::panel::policy;

type Who = (&'static str, Role);

const GALIH: Who = ("Galih", Role::Superuser);
const NURLAILA: Who = ("Nurlaila", Role::Supervisor);
const RATNA: Who = ("Ratna", Role::Keuangan);

fn form(text: &str) -> Brought {
    let sent: Sent = serde_urlencoded::from_str(text).unwrap();
    Ok(FormFields(sent))
}

async fn told(answer: Response) -> (u16, String, String) {
    let to = answer.headers().get(header::LOCATION).map(|to| to.to_str().unwrap().to_owned());
    (answer.status().as_u16(), to.unwrap_or_default(), text(answer).await)
}

fn has(html: &str, parts: &[&str]) {
    let read = words(html);
    for part in parts {
        assert!(read.contains(part), "`{part}` is missing: {read}");
    }
}

async fn shown(world: &World, who: Who) -> String {
    let viewer = world.viewer(who.0, who.1);
    let asked = Ok(QueryFields(policy::Asked::default()));
    told(policy::show(State(world.app.clone()), viewer, asked).await).await.2
}

async fn propose(world: &World, who: Who, typed: &str) -> (u16, String, String) {
    let viewer = world.viewer(who.0, who.1);
    told(policy::propose(State(world.app.clone()), viewer, form(typed)).await).await
}

#[tokio::test]
async fn a_change_is_proposed_shown_and_agreed_to() {
    let world = World::new().await;
    let page = shown(&world, GALIH).await;
    has(&page, &["versi 1", "qris_minutes", "umur kode QR, menit", "Usulkan perubahan"]);
    has(&page, &["batas refund dan void", "corrections.lifetime_days"]);

    let typed = "toml=terms_days+%3D+14%0D%0Aqris_minute+%3D+30&reason=Rapat+direksi+November";
    let (status, _, again) = propose(&world, GALIH, typed).await;
    assert_eq!(status, 422);
    has(&again, &["Yang perlu diperbaiki", "qris_minute = 30", "maksudnya `qris_minutes`?"]);
    assert!(again.contains("Rapat direksi November</textarea>"), "what was typed is put back");

    let typed = "toml=qris_minutes+%3D+30&reason=Rapat+direksi+November&idempotency_key=k-1";
    let (status, to, _) = propose(&world, GALIH, typed).await;
    assert_eq!((status, to.as_str()), (303, "/pengaturan?selesai=k-1"));
    let waits = shown(&world, GALIH).await;
    has(&waits, &["Usulan yang menunggu", "Rapat direksi November", "Tarik usulan"]);
    assert!(!waits.contains("Usulkan perubahan"), "one at a time");

    let viewer = world.viewer(NURLAILA.0, NURLAILA.1);
    let (app, id) = (State(world.app.clone()), Ok(PathPart(ProposalNumber(1))));
    let (status, ..) = told(policy::approve(app, viewer, id, form("")).await).await;
    assert_eq!(status, 303);
    let page = shown(&world, NURLAILA).await;
    has(&page, &["versi 2", "Rapat direksi November", "Galih", "Nurlaila"]);
    assert_eq!(world.app.wikarta.policy().qris_minutes, 30);
}

#[tokio::test]
async fn finance_sees_what_tax_follows_from() {
    let world = World::new().await;
    let page = shown(&world, RATNA).await;
    has(&page, &["tax[2].rate", "pph23.rate", "stamp_above"]);
    for hidden in ["corrections", "qris_minutes", "Usulkan"] {
        assert!(!page.contains(hidden), "{hidden}");
    }
}
