//! Migrations are read at compile time; a new file must make the crate compile anew.

fn main() {
    println!("cargo:rerun-if-changed=migrations/sqlite");
}
