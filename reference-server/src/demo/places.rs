//! Where the customers live: ten cities in three zones, and addresses in the Indonesian form.

use wikarta_core::time::Zone;

use super::names::Culture;
use wikarta_core::testkit::Dice;

/// A city with customers.
#[derive(Debug, PartialEq, Eq)]
pub struct City {
    /// Its name as an address ends in it, such as `Kota Bandung`.
    pub name: &'static str,
    /// The zone of its clocks.
    pub zone: Zone,
    /// Customers out of 100 who live there.
    pub share: u32,
    /// Where its people come from, by weight.
    pub cultures: &'static [(Culture, u32)],
    /// What a district is called there: `Kec.`, in Papua `Distrik`.
    district_word: &'static str,
    /// Kelurahan, district and post code.
    districts: &'static [(&'static str, &'static str, &'static str)],
}

use Culture::{Balinese, Batak, Bugis, Chinese, Javanese, Minang, Moluccan, Papuan, Sundanese};

/// All cities: 70 in 100 customers on WIB, 22 on WITA, 8 on WIT.
pub static CITIES: [City; 10] = [
    City {
        name: "Kota Bandung",
        zone: Zone::Wib,
        share: 20,
        cultures: &[(Sundanese, 64), (Javanese, 18), (Chinese, 8), (Batak, 5), (Minang, 5)],
        district_word: "Kec.",
        districts: &[
            ("Dago", "Coblong", "40135"),
            ("Margasari", "Buahbatu", "40286"),
            ("Antapani Tengah", "Antapani", "40291"),
        ],
    },
    City {
        name: "Kota Bekasi",
        zone: Zone::Wib,
        share: 14,
        cultures: &[(Javanese, 40), (Sundanese, 30), (Batak, 14), (Minang, 10), (Chinese, 6)],
        district_word: "Kec.",
        districts: &[
            ("Pekayon Jaya", "Bekasi Selatan", "17148"),
            ("Bojong Rawalumbu", "Rawalumbu", "17116"),
            ("Jatimekar", "Jatiasih", "17422"),
        ],
    },
    City {
        name: "Kota Bogor",
        zone: Zone::Wib,
        share: 12,
        cultures: &[(Sundanese, 66), (Javanese, 20), (Minang, 8), (Chinese, 6)],
        district_word: "Kec.",
        districts: &[
            ("Menteng", "Bogor Barat", "16111"),
            ("Kedung Badak", "Tanah Sareal", "16164"),
            ("Mulyaharja", "Bogor Selatan", "16135"),
        ],
    },
    City {
        name: "Kota Semarang",
        zone: Zone::Wib,
        share: 13,
        cultures: &[(Javanese, 84), (Chinese, 12), (Batak, 4)],
        district_word: "Kec.",
        districts: &[
            ("Bulusan", "Tembalang", "50277"),
            ("Srondol Wetan", "Banyumanik", "50263"),
            ("Tlogosari Kulon", "Pedurungan", "50196"),
        ],
    },
    City {
        name: "Kota Palembang",
        zone: Zone::Wib,
        share: 11,
        cultures: &[(Minang, 34), (Javanese, 28), (Batak, 22), (Chinese, 16)],
        district_word: "Kec.",
        districts: &[
            ("Lorok Pakjo", "Ilir Barat I", "30137"),
            ("Kebun Bunga", "Sukarami", "30152"),
            ("Bukit Sangkal", "Kalidoni", "30114"),
        ],
    },
    City {
        name: "Kota Denpasar",
        zone: Zone::Wita,
        share: 10,
        cultures: &[(Balinese, 76), (Javanese, 16), (Chinese, 8)],
        district_word: "Kec.",
        districts: &[
            ("Sesetan", "Denpasar Selatan", "80223"),
            ("Padangsambian", "Denpasar Barat", "80117"),
            ("Ubung", "Denpasar Utara", "80116"),
        ],
    },
    City {
        name: "Kota Makassar",
        zone: Zone::Wita,
        share: 8,
        cultures: &[(Bugis, 76), (Javanese, 14), (Chinese, 10)],
        district_word: "Kec.",
        districts: &[
            ("Masale", "Panakkukang", "90231"),
            ("Gunung Sari", "Rappocini", "90221"),
            ("Tamalanrea Indah", "Tamalanrea", "90245"),
        ],
    },
    City {
        name: "Kota Samarinda",
        zone: Zone::Wita,
        share: 4,
        cultures: &[(Bugis, 40), (Javanese, 50), (Chinese, 10)],
        district_word: "Kec.",
        districts: &[
            ("Air Putih", "Samarinda Ulu", "75124"),
            ("Loa Bakung", "Sungai Kunjang", "75126"),
        ],
    },
    City {
        name: "Kota Ambon",
        zone: Zone::Wit,
        share: 4,
        cultures: &[(Moluccan, 80), (Bugis, 20)],
        district_word: "Kec.",
        districts: &[("Batu Meja", "Sirimau", "97124"), ("Kudamati", "Nusaniwe", "97116")],
    },
    City {
        name: "Kota Jayapura",
        zone: Zone::Wit,
        share: 4,
        cultures: &[(Papuan, 74), (Bugis, 16), (Javanese, 10)],
        district_word: "Distrik",
        districts: &[
            ("Entrop", "Jayapura Selatan", "99224"),
            ("Kota Baru", "Abepura", "99351"),
            ("Hedam", "Heram", "99358"),
        ],
    },
];

const STREETS: [&str; 18] = [
    "Melati",
    "Kenanga",
    "Cempaka",
    "Anggrek",
    "Flamboyan",
    "Rajawali",
    "Merpati",
    "Cendrawasih",
    "Mangga",
    "Rambutan",
    "Manggis",
    "Diponegoro",
    "Imam Bonjol",
    "Pattimura",
    "Gatot Subroto",
    "Ahmad Yani",
    "Pahlawan",
    "Pendidikan",
];

const ESTATES: [&str; 8] = [
    "Griya Asri",
    "Bumi Permai",
    "Taman Sejahtera",
    "Puri Indah Lestari",
    "Graha Kencana",
    "Villa Mutiara",
    "Pondok Hijau",
    "Bukit Nusa Indah",
];

impl City {
    /// A made-up home address, such as
    /// `Jl. Melati No. 12 RT 03/RW 05, Kel. Dago, Kec. Coblong, Kota Bandung 40135`.
    pub fn home_address(&self, dice: &mut Dice) -> String {
        let number = dice.between(1, 148);
        let place = match dice.below(10) {
            0..=5 => format!("Jl. {} No. {number}", dice.word(&STREETS)),
            6 | 7 => {
                let lane = dice.word(&["I", "II", "III", "IV"]);
                format!("Gg. {} {lane} No. {number}", dice.word(&STREETS))
            }
            _ => format!("Perum. {} Blok {}", dice.word(&ESTATES), block(dice)),
        };
        let (rt, rw) = (dice.between(1, 12), dice.between(1, 16));
        format!("{place} RT {rt:02}/RW {rw:02}, {}", self.end_of_address(dice))
    }

    /// A made-up business address: a street with a number, or a shop-house.
    pub fn business_address(&self, dice: &mut Dice) -> String {
        let place = if dice.hits(350) {
            format!("Ruko {} Blok {}", dice.word(&ESTATES), block(dice))
        } else {
            format!("Jl. {} No. {}", dice.word(&STREETS), dice.between(1, 320))
        };
        format!("{place}, {}", self.end_of_address(dice))
    }

    fn end_of_address(&self, dice: &mut Dice) -> String {
        let Some((ward, district, code)) = dice.pick(self.districts) else {
            return self.name.to_owned();
        };
        format!("Kel. {ward}, {} {district}, {} {code}", self.district_word, self.name)
    }
}

fn block(dice: &mut Dice) -> String {
    let letter = dice.word(&["A", "B", "C", "D", "E", "F"]);
    format!("{letter}{}/{}", dice.between(1, 9), dice.between(1, 30))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cities_share_the_customers_as_stated() {
        let in_zone = |zone| -> u32 {
            CITIES.iter().filter(|city| city.zone == zone).map(|city| city.share).sum()
        };
        assert_eq!(Zone::ALL.map(in_zone), [70, 22, 8]);
    }

    #[test]
    fn addresses_have_the_form_that_letters_have() {
        let mut dice = Dice::of(3, "address", 0);
        let [bandung, .., jayapura] = &CITIES;
        let mut lines: Vec<String> = (0..6).map(|_| bandung.home_address(&mut dice)).collect();
        lines.extend((0..3).map(|_| jayapura.business_address(&mut dice)));
        insta::assert_snapshot!(lines.join("\n"));
    }
}
