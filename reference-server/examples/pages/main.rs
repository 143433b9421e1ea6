//! Writes every page with sample data, in both languages, as files: for looking at them and for
//! the browser tests, without a database.
//!
//! ```text
//! cargo run -p reference-server --example pages -- target/pages
//! ```
//!
//! The folder then holds `id/*.html`, `en/*.html` and `aset/`; names and numbers are invented.

mod bill;
mod corrections;
mod desk;
mod history;
mod lists;
mod payer;
mod refused;
mod world;

use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

use wikarta_server::pages::assets;
use wikarta_server::text::Lang;

use world::World;

/// A file name without its ending, and the page.
type Pages = Vec<(&'static str, String)>;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = env::args_os().nth(1).map(PathBuf::from).ok_or("usage: pages FOLDER")?;
    for asset in assets::ALL {
        write(&folder.join(assets::PREFIX.trim_matches('/')).join(asset.name), asset.bytes)?;
    }
    for lang in Lang::ALL {
        let world = World::new(lang)?;
        for (name, html) in every_page(&world)? {
            write(&folder.join(lang.code()).join(format!("{name}.html")), html.as_bytes())?;
        }
    }
    Ok(())
}

fn every_page(world: &World) -> Result<Pages, Box<dyn Error>> {
    let mut pages = desk::pages(world)?;
    pages.extend(lists::pages(world)?);
    pages.extend(bill::pages(world)?);
    pages.extend(corrections::pages(world)?);
    pages.extend(payer::pages(world)?);
    pages.extend(refused::pages(world)?);
    Ok(pages)
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), Box<dyn Error>> {
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent)?;
    }
    Ok(fs::write(path, bytes)?)
}
