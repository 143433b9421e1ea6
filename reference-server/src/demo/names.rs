//! Made-up names as they are formed in different parts of Indonesia.
//!
//! Names are not "first, last": some people have one name, some carry birth order or a title, some
//! a clan. Systems that bill them must take them as they are, so the demo has them all.

use wikarta_core::testkit::Dice;

/// The customs by which a name is formed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Culture {
    /// Java; single names are common.
    Javanese,
    /// West Java.
    Sundanese,
    /// North Sumatra: the clan comes last.
    Batak,
    /// Bali: birth order comes first.
    Balinese,
    /// South Sulawesi.
    Bugis,
    /// West Sumatra; single names are common.
    Minang,
    /// Chinese-Indonesian.
    Chinese,
    /// The Moluccas: the clan comes last.
    Moluccan,
    /// Papua: the clan comes last.
    Papuan,
}

/// A name in two forms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// As written on a bill, titles included.
    pub full: String,
    /// Without titles.
    pub plain: String,
}

const JAVANESE_MEN: &[&str] = &[
    "Slamet", "Bambang", "Sutrisno", "Wahyu", "Joko", "Eko", "Agus", "Budi", "Suparman", "Teguh",
    "Dwi", "Tri", "Hadi", "Suryono", "Mulyadi", "Gunawan",
];
const JAVANESE_WOMEN: &[&str] = &[
    "Sri", "Siti", "Endang", "Wulan", "Retno", "Dewi", "Lestari", "Suparti", "Ningsih", "Indah",
    "Yuni", "Rahayu",
];
const JAVANESE_LAST: &[&str] = &[
    "Riyadi",
    "Wahyuni",
    "Prasetyo",
    "Santoso",
    "Handayani",
    "Nugroho",
    "Widodo",
    "Susilowati",
    "Purnomo",
    "Setiawan",
    "Utami",
    "Kusuma",
    "Hartono",
    "Rahmawati",
];
const SUNDANESE_FIRST: &[&str] = &[
    "Asep", "Ujang", "Cecep", "Dadang", "Deden", "Yayan", "Neneng", "Euis", "Iis", "Lilis", "Tuti",
    "Rina", "Elis", "Iwan",
];
const SUNDANESE_LAST: &[&str] = &[
    "Hidayat",
    "Kurniasih",
    "Suhendar",
    "Sopandi",
    "Rohaeti",
    "Permana",
    "Nurjanah",
    "Mulyana",
    "Supriatna",
    "Komalasari",
    "Sutisna",
    "Ma'ruf",
];
const BATAK_FIRST: &[&str] = &[
    "Rotua",
    "Parlindungan",
    "Tiurma",
    "Jonner",
    "Hotma",
    "Marudut",
    "Lamria",
    "Sahat",
    "Rosmauli",
    "Togar",
    "Bonar",
    "Duma",
];
const BATAK_CLANS: &[&str] = &[
    "Simanjuntak",
    "Nainggolan",
    "Siregar",
    "Panjaitan",
    "Hutapea",
    "Manurung",
    "Sitompul",
    "Pasaribu",
    "Simbolon",
    "Tampubolon",
];
const BALINESE_ORDER: &[&str] = &[
    "I Wayan",
    "I Made",
    "I Nyoman",
    "I Ketut",
    "Ni Wayan",
    "Ni Made",
    "Ni Luh Putu",
    "Ni Luh Ayu",
    "I Gede",
    "Ni Komang",
];
const BALINESE_LAST: &[&str] = &[
    "Wirawan",
    "Lestari",
    "Sudiarta",
    "Suryani",
    "Arnawa",
    "Widiasih",
    "Mahendra",
    "Astuti",
    "Suardana",
    "Pradnyani",
    "Artawan",
];
const BUGIS_FIRST: &[&str] = &[
    "Andi Tenri",
    "Andi Baso",
    "Andi Rahmat",
    "Daeng Sirua",
    "Muhammad Yusuf",
    "Sitti Aminah",
    "Besse",
    "Ambo",
    "Nurhayati",
    "Syamsuddin",
    "Baso",
    "Hasnah",
];
const BUGIS_LAST: &[&str] =
    &["Ajeng", "Mappanyukki", "Tola", "Sulolipu", "Baharuddin", "Rasyid", "Patunru", "Mattalatta"];
const MINANG_SINGLE: &[&str] = &[
    "Yusrizal",
    "Syafrizal",
    "Zulkifli",
    "Erniwati",
    "Yulinar",
    "Desmawati",
    "Nofrizal",
    "Gusnidar",
    "Afrizal",
    "Rosmaini",
];
const MINANG_LAST: &[&str] = &["Chaniago", "Piliang", "Koto", "Tanjung", "Sikumbang", "Jambak"];
const CHINESE_FIRST: &[&str] = &[
    "Hendra", "Lina", "Budianto", "Meilani", "Kevin", "Stefanie", "Tjandra", "Ferry", "Yenny",
    "Andreas",
];
const CHINESE_LAST: &[&str] = &[
    "Wijaya",
    "Halim",
    "Tanuwijaya",
    "Gunardi",
    "Kusnadi",
    "Liem",
    "Salim",
    "Hartanto",
    "Setiabudi",
];
const MOLUCCAN_FIRST: &[&str] = &[
    "Yohanis", "Agustina", "Semuel", "Fransina", "Ruland", "Marlin", "Abdullah", "Halija",
    "Costansa", "Elias",
];
const MOLUCCAN_CLANS: &[&str] =
    &["Pattiasina", "Latuheru", "Tuasikal", "Sahetapy", "Leatemia", "Manuputty", "Rumalolas"];
const PAPUAN_FIRST: &[&str] = &[
    "Yosepina",
    "Markus",
    "Elisabet",
    "Yulianus",
    "Maria",
    "Oktovianus",
    "Dorkas",
    "Petrus",
    "Naomi",
    "Septinus",
];
const PAPUAN_CLANS: &[&str] =
    &["Wanggai", "Rumbiak", "Kogoya", "Mambraku", "Wenda", "Yarangga", "Infaindan", "Tabuni"];

/// Names that do not fit where a form was drawn for two short words.
const LONG: &[&str] = &[
    "Raden Ayu Retno Kusumaningtyas Prameswari Wulandari",
    "Ida Bagus Ngurah Agung Dharma Wisesa Putra",
    "Andi Muhammad Faturrahman Alamsyah Daeng Parani",
    "Raden Mas Suryo Hadiningrat Kusumo Wardhono",
    "Sitti Nur Azizah Ramadhani Puteri Al-Munawwarah",
];

impl Culture {
    /// A made-up person.
    pub fn person(self, dice: &mut Dice) -> Name {
        if dice.hits(15) {
            let plain = dice.word(LONG).to_owned();
            return Name { full: plain.clone(), plain };
        }
        let plain = self.plain(dice);
        let full = titled(&plain, self, dice);
        Name { full, plain }
    }

    fn plain(self, dice: &mut Dice) -> String {
        match self {
            Self::Javanese => {
                let first = if dice.hits(500) { JAVANESE_MEN } else { JAVANESE_WOMEN };
                if dice.hits(180) {
                    return dice.word(first).to_owned();
                }
                two(dice, first, JAVANESE_LAST)
            }
            Self::Sundanese => two(dice, SUNDANESE_FIRST, SUNDANESE_LAST),
            Self::Batak => two(dice, BATAK_FIRST, BATAK_CLANS),
            Self::Balinese => two(dice, BALINESE_ORDER, BALINESE_LAST),
            Self::Bugis => two(dice, BUGIS_FIRST, BUGIS_LAST),
            Self::Minang if dice.hits(400) => dice.word(MINANG_SINGLE).to_owned(),
            Self::Minang => two(dice, MINANG_SINGLE, MINANG_LAST),
            Self::Chinese => two(dice, CHINESE_FIRST, CHINESE_LAST),
            Self::Moluccan => two(dice, MOLUCCAN_FIRST, MOLUCCAN_CLANS),
            Self::Papuan => two(dice, PAPUAN_FIRST, PAPUAN_CLANS),
        }
    }

    /// Whether the title of a pilgrim (H., Hj.) is common there.
    const fn has_pilgrims(self) -> bool {
        match self {
            Self::Javanese | Self::Sundanese | Self::Bugis | Self::Minang => true,
            Self::Batak | Self::Balinese | Self::Chinese | Self::Moluccan | Self::Papuan => false,
        }
    }
}

fn two(dice: &mut Dice, first: &[&'static str], last: &[&'static str]) -> String {
    format!("{} {}", dice.word(first), dice.word(last))
}

fn titled(plain: &str, culture: Culture, dice: &mut Dice) -> String {
    match dice.below(100) {
        0..=3 if culture.has_pilgrims() => format!("H. {plain}"),
        4..=6 if culture.has_pilgrims() => format!("Hj. {plain}"),
        7..=9 => format!("{plain}, {}", dice.word(&["S.E.", "S.Pd.", "S.H.", "M.M.", "S.Kom."])),
        10 => format!("dr. {plain}"),
        _ => plain.to_owned(),
    }
}

const LUCK: &[&str] = &[
    "Barokah Jaya",
    "Sinar Pagi",
    "Makmur Sentosa",
    "Berkah Ilahi",
    "Maju Bersama",
    "Sumber Rejeki",
    "Mitra Setia",
    "Cahaya Timur",
    "Harapan Kita",
    "Rizki Abadi",
];
const GIVEN: &[&str] =
    &["Neneng", "Wahyu", "Made", "Yanti", "Rosa", "Hasan", "Tini", "Uni Lis", "Oma Meri", "Ma'mun"];
const COMPANY_FIRST: &[&str] = &[
    "Cakrawala",
    "Arta",
    "Samudra",
    "Dirgantara",
    "Bahtera",
    "Wahana",
    "Karsa",
    "Lentera",
    "Giri",
];
const COMPANY_LAST: &[&str] = &[
    "Benih Timur",
    "Niaga Persada",
    "Logistik Bersama",
    "Pangan Lestari",
    "Baja Utama",
    "Kreasi Abadi",
    "Tirta Raya",
];
const SCHOOL: &[&str] =
    &["Tunas Harapan Ibu", "Bina Cendekia Muda", "Cahaya Ilmu", "Pelita Anak Negeri"];

/// A made-up small business: a boarding house, net café, shop, clinic.
pub fn small_business(dice: &mut Dice) -> Name {
    let plain = match dice.below(6) {
        0 | 1 => format!("Kos {} {}", dice.word(&["Bu", "Pak"]), dice.word(GIVEN)),
        2 => format!("Warnet {}", dice.word(LUCK)),
        3 => format!("Toko {}", dice.word(LUCK)),
        4 => format!("Klinik {}", dice.word(LUCK)),
        _ => format!("{} {}", dice.word(&["Laundry", "Bengkel", "Kedai Kopi"]), dice.word(LUCK)),
    };
    Name { full: plain.clone(), plain }
}

/// A made-up company, foundation or school.
pub fn corporation(dice: &mut Dice) -> Name {
    let plain = match dice.below(8) {
        0..=3 => format!("PT {}", two(dice, COMPANY_FIRST, COMPANY_LAST)),
        4 | 5 => format!("CV {}", two(dice, COMPANY_FIRST, COMPANY_LAST)),
        6 => format!("Yayasan Pendidikan {}", dice.word(SCHOOL)),
        _ => format!("SMK {}", dice.word(SCHOOL)),
    };
    Name { full: plain.clone(), plain }
}

/// A name as the first part of a mail address: lower-case letters, digits and single dots, at most
/// 40 of them.
#[must_use]
pub fn mailbox(plain: &str) -> String {
    let mut out = String::new();
    for c in plain.chars() {
        if c.is_ascii_alphanumeric() {
            out.push(c.to_ascii_lowercase());
        } else if c == ' ' && !out.is_empty() && !out.ends_with('.') {
            out.push('.');
        }
        if out.len() >= 40 {
            break;
        }
    }
    out.trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_follow_the_customs_of_their_region() {
        let mut dice = Dice::of(11, "names", 0);
        let all = [
            Culture::Javanese,
            Culture::Sundanese,
            Culture::Batak,
            Culture::Balinese,
            Culture::Bugis,
            Culture::Minang,
            Culture::Chinese,
            Culture::Moluccan,
            Culture::Papuan,
        ];
        let mut lines = Vec::new();
        for culture in all {
            let names: Vec<String> = (0..4).map(|_| culture.person(&mut dice).full).collect();
            lines.push(format!("{culture:?}: {}", names.join(" | ")));
        }
        lines.extend((0..4).map(|_| small_business(&mut dice).full));
        lines.extend((0..4).map(|_| corporation(&mut dice).full));
        insta::assert_snapshot!(lines.join("\n"));
    }

    #[test]
    fn mailboxes_are_plain() {
        assert_eq!(mailbox("Neneng Ma'ruf"), "neneng.maruf");
        assert_eq!(mailbox("PT  Arta (Baru)"), "pt.arta.baru");
        assert_eq!(mailbox(&"Panjang ".repeat(20)).len(), 39);
        assert_eq!(mailbox("…"), "");
    }
}
