//! What is wrong with JSON, in the two languages of those who read it.

use std::fmt;

use super::flaw::{Flaw, WireError};
use crate::dunning::text::Language;

impl Flaw {
    /// What people read, to follow the place.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        match language {
            Language::En => self.english(),
            Language::Id => self.indonesian(),
        }
    }

    fn english(&self) -> String {
        match self {
            Self::TooLarge { bytes_max } => format!("more than {bytes_max} bytes; send less"),
            Self::NotJson { line, column } => {
                format!("not json in utf-8; look at line {line}, column {column}")
            }
            Self::TooDeep { depth_max } => {
                format!("more than {depth_max} lists and objects within each other")
            }
            Self::Duplicate => "this key stands there twice; leave one".to_owned(),
            Self::Fraction => "a number with a point or an exponent; write money as whole rupiah, \
                               and rates as text"
                .to_owned(),
            Self::Beyond => "a number beyond 9007199254740991, which not every language holds; \
                             write it smaller"
                .to_owned(),
            Self::Version => "another version of this form; write 1".to_owned(),
            Self::Call { nearest, allowed } | Self::Field { nearest, allowed } => {
                let what = match self {
                    Self::Call { .. } => "there is no such call",
                    _ => "this key is not known here",
                };
                format!("{what}{}", hint(*nearest, allowed, English))
            }
            Self::Missing => "this key is missing".to_owned(),
            Self::Command { found, nearest } => {
                let hint = nearest.map(|name| format!("; did you mean `{name}`?"));
                format!("there is no command `{found}`{}", hint.unwrap_or_default())
            }
            Self::Kind { found, wanted } => format!("{found} does not fit; write {wanted}"),
            Self::OneKey { found } => {
                format!("an object with {found} keys; write one, which says what it is")
            }
            Self::Word { found, nearest, allowed } => {
                format!("`{found}` is not known{}", hint(*nearest, allowed, English))
            }
            Self::Value(why) => why.clone(),
            Self::Inside => {
                "only the engine itself sends this, from what its ports answered; hand \
                             notifications to it as they came, and let it work"
                    .to_owned()
            }
        }
    }

    fn indonesian(&self) -> String {
        match self {
            Self::TooLarge { bytes_max } => {
                format!("lebih dari {bytes_max} byte; kirim lebih sedikit")
            }
            Self::NotJson { line, column } => {
                format!("bukan JSON dalam UTF-8; lihat baris {line}, kolom {column}")
            }
            Self::TooDeep { depth_max } => {
                format!("lebih dari {depth_max} daftar dan objek bersarang")
            }
            Self::Duplicate => "kunci ini tertulis dua kali; sisakan satu".to_owned(),
            Self::Fraction => {
                "angka dengan koma atau eksponen; tulis uang dalam rupiah bulat, dan \
                               tarif sebagai teks"
                    .to_owned()
            }
            Self::Beyond => "angka melebihi 9007199254740991, yang tidak dapat disimpan semua \
                             bahasa; tulis lebih kecil"
                .to_owned(),
            Self::Version => "versi lain dari bentuk ini; tulis 1".to_owned(),
            Self::Call { nearest, allowed } | Self::Field { nearest, allowed } => {
                let what = match self {
                    Self::Call { .. } => "panggilan ini tidak ada",
                    _ => "kunci ini tidak dikenal di sini",
                };
                format!("{what}{}", hint(*nearest, allowed, Indonesian))
            }
            Self::Missing => "kunci ini tidak ada".to_owned(),
            Self::Command { found, nearest } => {
                let hint = nearest.map(|name| format!("; maksudnya `{name}`?"));
                format!("perintah `{found}` tidak ada{}", hint.unwrap_or_default())
            }
            Self::Kind { found, wanted } => {
                format!("{} tidak cocok; tulis {}", kind_in(found), kind_in(wanted))
            }
            Self::OneKey { found } => {
                format!("objek dengan {found} kunci; tulis satu, yang menyebut apa isinya")
            }
            Self::Word { found, nearest, allowed } => {
                format!("`{found}` tidak dikenal{}", hint(*nearest, allowed, Indonesian))
            }
            // In the words of the type that refused it, which speaks one language.
            Self::Value(why) => why.clone(),
            Self::Inside => "hanya mesin sendiri yang mengirim ini, dari jawaban gateway atau \
                             saluran; serahkan notifikasi apa adanya, dan biarkan ia bekerja"
                .to_owned(),
        }
    }
}

#[derive(Clone, Copy)]
enum Words {
    English,
    Indonesian,
}
use Words::{English, Indonesian};

fn hint(nearest: Option<&str>, allowed: &[&str], words: Words) -> String {
    let all = allowed.join(", ");
    match (nearest, allowed.is_empty(), words) {
        (Some(name), _, English) => format!("; did you mean `{name}`?"),
        (Some(name), _, Indonesian) => format!("; maksudnya `{name}`?"),
        (None, false, English) => format!("; there are: {all}"),
        (None, false, Indonesian) => format!("; yang ada: {all}"),
        (None, true, English) => "; leave it out".to_owned(),
        (None, true, Indonesian) => "; hapus".to_owned(),
    }
}

/// A kind of value; what is more exact than a kind stays as it is.
fn kind_in(kind: &str) -> &str {
    match kind {
        "null" => "null",
        "true or false" => "true atau false",
        "a number" => "angka",
        "a whole number" => "angka bulat",
        "text" => "teks",
        "a list" => "daftar",
        "an object" => "objek",
        other => other,
    }
}

impl fmt::Display for WireError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.path.is_empty() {
            write!(f, "`{}`: ", self.path)?;
        }
        f.write_str(&self.flaw.text(Language::En))
    }
}

impl std::error::Error for WireError {}
