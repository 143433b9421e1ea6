//! The panel's handlers: from a request of a signed-in person to a filled page.
//!
//! A handler reads what the page needs and what the reader may see, hands it to a pure function
//! that fills the page, and answers; acts go through [`App::carry_out`] and lead back to their
//! record with GET. Whatever goes wrong is told inside the panel, with the rule and a way on.
//!
//! [`App::carry_out`]: crate::app::App::carry_out

pub mod acts;
pub mod assets;
pub mod correction;
pub mod customer;
pub mod customers;
pub mod dashboard;
pub mod door;
pub mod form_key;
pub mod inbox;
pub mod invoice;
pub mod invoices;
pub mod package;
pub mod packages;
pub mod people;
pub mod policy;
pub mod promo;
pub mod queue;
pub mod reconcile;
pub mod reminders;
pub mod report;
pub mod respond;
pub mod simulation;
pub mod subscription;
pub mod typed;
pub mod viewer;
pub mod why;

#[cfg(test)]
pub(crate) mod tests;

use crate::app::App;
use crate::http::{Routes, meta};

pub use crate::pages::problem_page;

/// Mounts the handlers of this room.
#[must_use]
pub fn mount(routes: Routes<App>) -> Routes<App> {
    let routes = selling(money(report::mount(routes)));
    routes
        .at("GET /aset/{file}", assets::file)
        .at("GET /bahasa/{lang}", meta::choose_language)
        .at("GET /masuk", door::show)
        .at("POST /masuk", door::enter)
        .at("POST /keluar", door::leave)
        .at("GET /", dashboard::show)
        .at("GET /kotak-pesan", inbox::list)
        .at("GET /kotak-pesan/{id}", inbox::show)
        .at("GET /simulasi", simulation::show)
        .at("GET /pengaturan", policy::show)
        .at("POST /pengaturan", policy::propose)
        .at("POST /pengaturan/{id}/setujui", policy::approve)
        .at("POST /pengaturan/{id}/tolak", policy::reject)
        .at("POST /pengaturan/{id}/tarik", policy::withdraw)
}

/// Bills, money that goes back, and both books side by side.
fn money(routes: Routes<App>) -> Routes<App> {
    routes
        .at("GET /tagihan", invoices::list)
        .at("GET /tagihan/{id}", invoice::show)
        .at("GET /tagihan/{id}/penjelasan", invoice::explanation::show)
        .at("POST /tagihan/{id}/terbitkan", invoice::issue)
        .at("POST /tagihan/{id}/transaksi", invoice::charge)
        .at("POST /tagihan/{id}/pengembalian", invoice::corrections::ask_refund)
        .at("POST /tagihan/{id}/pembatalan", invoice::corrections::ask_void)
        .at("GET /koreksi", correction::list)
        .at("GET /koreksi/{id}", correction::show)
        .at("POST /koreksi/{id}/verifikasi", correction::verify)
        .at("POST /koreksi/{id}/setujui", correction::approve)
        .at("POST /koreksi/{id}/tolak", correction::reject)
        .at("POST /koreksi/{id}/tarik", correction::withdraw)
        .at("POST /koreksi/{id}/eksekusi", correction::execute)
        .at("POST /koreksi/{id}/ubah", correction::edit)
        .at("POST /koreksi/{id}/setujui-batal", correction::approve)
        .at("POST /koreksi/{id}/tolak-batal", correction::reject)
        .at("POST /koreksi/{id}/tarik-batal", correction::withdraw)
        .at("POST /koreksi/{id}/eksekusi-batal", correction::execute)
        .at("GET /rekonsiliasi", reconcile::show)
        .at("POST /rekonsiliasi/jalankan", reconcile::run)
        .at("POST /rekonsiliasi/berkas", reconcile::file)
        .at("POST /rekonsiliasi/usulkan", reconcile::propose)
        .at("POST /rekonsiliasi/setujui", reconcile::approve)
        .at("POST /rekonsiliasi/tolak", reconcile::reject)
        .at("GET /antrian", queue::list)
        .at("POST /antrian", queue::send)
}

/// Customers, what is on sale and what they have of it.
fn selling(routes: Routes<App>) -> Routes<App> {
    routes
        .at("GET /pelanggan", customers::list)
        .at("GET /pelanggan/baru", customer::person::new)
        .at("POST /pelanggan/baru", customer::person::create)
        .at("GET /pelanggan/{id}", customer::show)
        .at("GET /pelanggan/{id}/ubah", customer::person::edit)
        .at("POST /pelanggan/{id}/ubah", customer::person::change)
        .at("POST /pelanggan/{id}/tampilkan", customer::reveal)
        .at("POST /pelanggan/{id}/hapus", customer::remove)
        .at("POST /pelanggan/{id}/janji", reminders::promise)
        .at("POST /pelanggan/{id}/jeda", reminders::pause)
        .at("POST /pelanggan/{id}/lanjut", reminders::resume)
        .at("GET /notifikasi", reminders::list)
        .at("POST /pelanggan/{id}/hapus-data", customer::erase)
        .at("POST /pelanggan/{id}/pembayaran", customer::money::record)
        .at("POST /pelanggan/{id}/verifikasi", customer::money::verify)
        .at("POST /pelanggan/{id}/tolak", customer::money::reject)
        .at("POST /pelanggan/{id}/balik", customer::money::reverse)
        .at("POST /pelanggan/{id}/jual", customer::sale::send)
        .at("GET /paket", packages::list)
        .at("GET /paket/baru", package::new)
        .at("POST /paket/baru", package::create)
        .at("GET /paket/{id}", package::show)
        .at("POST /paket/{id}/harga", package::propose)
        .at("POST /paket/{id}/setujui", package::approve)
        .at("POST /paket/{id}/tolak", package::reject)
        .at("POST /paket/{id}/uraian", package::describe)
        .at("POST /paket/{id}/arsip", package::archive)
        .at("GET /promo", promo::list)
        .at("POST /promo", promo::propose)
        .at("POST /promo/{id}/setujui", promo::approve)
        .at("POST /promo/{id}/tolak", promo::reject)
        .at("GET /langganan/{id}", subscription::show)
        .at("POST /langganan/{id}/aktifkan", subscription::activate)
        .at("POST /langganan/{id}/paket", subscription::change_plan)
        .at("POST /langganan/{id}/isolir", subscription::isolate)
        .at("POST /langganan/{id}/buka", subscription::restore)
        .at("POST /langganan/{id}/berhenti", subscription::request_end)
        .at("POST /langganan/{id}/setujui", subscription::approve_end)
        .at("POST /langganan/{id}/tolak", subscription::reject_end)
        .at("POST /langganan/{id}/promo", subscription::give_promo)
        .at("POST /langganan/{id}/biaya", subscription::add_fee)
}
