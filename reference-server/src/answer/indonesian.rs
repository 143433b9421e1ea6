//! The words of the core's refusals in Indonesian. A test reads the core's sources and fails when a
//! word has no line here.

/// Kinds of thing.
const KINDS: &[(&str, &str)] = &[
    ("attempt", "transaksi"),
    ("case", "kasus"),
    ("change of access", "perubahan hak akses"),
    ("credit note", "nota kredit"),
    ("customer", "pelanggan"),
    ("invoice", "tagihan"),
    ("language", "bahasa"),
    ("move", "pemindahan dana"),
    ("order_id", "order_id"),
    ("package", "paket"),
    ("payment", "pembayaran"),
    ("policy", "kebijakan"),
    ("posting", "pembayaran manual"),
    ("promo", "promo"),
    ("promotion of the subscription", "promo langganan"),
    ("proposal", "usulan"),
    ("refund", "pengembalian dana"),
    ("role", "peran"),
    ("subscription", "langganan"),
    ("suspense", "dana tanpa pemilik"),
    ("tax number", "nomor faktur pajak"),
    ("termination of subscription", "penghentian langganan"),
    ("user", "pengguna"),
    ("void", "pembatalan"),
    ("withholding", "pemotongan PPh 23"),
    ("withholding slip", "bukti potong"),
    ("message", "pesan"),
    ("reminder", "pengingat"),
    ("stage", "tahap"),
];

/// Acts, to follow `tidak dapat`.
const ACTS: &[(&str, &str)] = &[
    ("applied", "dipakai"),
    ("approved", "disetujui"),
    ("archived", "diarsipkan"),
    ("cancelled", "dibatalkan"),
    ("changed", "diubah"),
    ("charged", "ditagihkan lewat Midtrans"),
    ("closed", "ditutup"),
    ("credited", "dikurangi dengan nota kredit"),
    ("decided", "diputuskan"),
    ("deleted", "dihapus"),
    ("edited", "diubah"),
    ("erased", "dihapus data pribadinya"),
    ("executed", "dieksekusi"),
    ("expired", "dikedaluwarsakan"),
    ("failed", "digagalkan"),
    ("finished", "diselesaikan"),
    ("given", "diberikan"),
    ("given a slip", "diberi bukti potong"),
    ("issued", "diterbitkan"),
    ("lost", "dianggap hilang"),
    ("paid", "dibayar"),
    ("paid net", "dibayar bersih"),
    ("proposed", "diusulkan"),
    ("recorded", "dicatat"),
    ("refunded", "dikembalikan dananya"),
    ("rejected", "ditolak"),
    ("requested", "diajukan"),
    ("reset", "diulang"),
    ("reversed", "dibalik"),
    ("sold", "dijual"),
    ("sold anything", "membeli apa pun"),
    ("verified", "diverifikasi"),
    ("voided", "dibatalkan"),
    ("withdrawn", "ditarik"),
    ("reminded of", "diingatkan"),
    ("revealed", "ditampilkan"),
];

/// Where things stand.
const STATES: &[(&str, &str)] = &[
    ("ACTIVE", "Aktif"),
    ("APPROVED", "Disetujui"),
    ("DONE", "Selesai"),
    ("EXECUTING", "Diproses"),
    ("EXPIRED", "Kedaluwarsa"),
    ("FAILED", "Gagal"),
    ("ISOLATED", "Diisolir"),
    ("MANUAL_PENDING", "Menunggu transfer manual"),
    ("PENDING_INSTALL", "Menunggu pemasangan"),
    ("PROPOSED", "Diusulkan"),
    ("RECORDED", "Dicatat"),
    ("REJECTED", "Ditolak"),
    ("REQUESTED", "Diajukan"),
    ("REVERSED", "Dibalik"),
    ("TERMINATED", "Berhenti"),
    ("UNKNOWN", "Perlu diperiksa"),
    ("VERIFIED", "Diverifikasi"),
    ("WITHDRAWN", "Ditarik"),
    ("archived", "Diarsipkan"),
    ("closed", "Ditutup"),
    ("deleted", "Dihapus"),
    ("open", "Terbuka"),
    ("over", "Selesai"),
    ("replaced", "Sudah diganti"),
];

/// What is wrong with a value, to follow its name.
const PROBLEMS: &[(&str, &str)] = &[
    ("cannot be divided into days", "tidak dapat dibagi per hari"),
    ("does not fit the gateway", "tidak cocok untuk Midtrans"),
    ("is no answer; read again", "bukan jawaban; baca lagi"),
    ("is not the person whose access changes", "bukan orang yang hak aksesnya berubah"),
    ("is not what PPh 23 would keep back of the bill", "bukan jumlah PPh 23 dari tagihan ini"),
    ("lies in no period of the subscription", "di luar periode langganan"),
    (
        "lies in a period after one that is not billed yet; bill that one first",
        "berada setelah periode yang belum ditagih; tagih periode itu dulu",
    ),
    ("lies in the future", "berada di masa depan"),
    ("must be 1 to 60", "harus 1 sampai 60"),
    ("must be installation, device_rent or other", "harus installation, device_rent, atau other"),
    ("must be more than zero", "harus lebih dari nol"),
    ("must be today or tomorrow", "harus hari ini atau besok"),
    ("must have 1 to 120 characters", "harus 1 sampai 120 karakter"),
    ("must have 1 to 40 characters", "harus 1 sampai 40 karakter"),
    ("must have 1 to 60 characters", "harus 1 sampai 60 karakter"),
    ("must have 3 to 200 printable characters", "harus 3 sampai 200 karakter"),
    (
        "must have a code of 1 to 24 and a name of 1 to 120 characters",
        "harus berkode 1 sampai 24 dan bernama 1 sampai 120 karakter",
    ),
    ("must have at least 10 characters", "minimal 10 karakter"),
    ("must have at most 200 printable characters", "paling banyak 200 karakter"),
    ("must have at most 500 printable characters", "paling banyak 500 karakter"),
    ("must lie within 31 days of today", "harus dalam 31 hari dari hari ini"),
    (
        "must lie within 31 days before and 92 days after today",
        "harus antara 31 hari sebelum dan 92 hari sesudah hari ini",
    ),
    ("must name at least one permission", "harus menyebut paling sedikit satu izin"),
    ("must name at least one role", "harus menyebut paling sedikit satu peran"),
    ("must not be after today", "tidak boleh setelah hari ini"),
    ("must not be negative", "tidak boleh negatif"),
    (
        "must not reach further than any built-in role",
        "tidak boleh menjangkau lebih jauh dari peran bawaan",
    ),
    (
        "names no month in which a period of the subscription begins",
        "bukan bulan mulainya periode langganan",
    ),
    ("needs a name, @ and a host, without spaces", "memerlukan nama, @, dan host, tanpa spasi"),
    (
        "was cancelled at the tax office and cannot stand again",
        "sudah dibatalkan di kantor pajak dan tidak dapat berlaku lagi",
    ),
    ("would come to less than nothing", "akan menjadi kurang dari nol"),
    (
        "is the last one that reaches the customer; one has to stay",
        "satu-satunya yang menjangkau pelanggan; satu harus tetap",
    ),
    ("must be today or later", "harus hari ini atau sesudahnya"),
    ("is later than a promise may reach", "melewati batas janji bayar"),
    ("is one promise too many in this quarter", "melebihi jumlah janji bayar dalam triwulan ini"),
    (
        "says where the money goes: onto bills or to the customer's credit",
        "menyebut tujuan uang: tagihan atau saldo pelanggan",
    ),
];

/// Names of values.
const FIELDS: &[(&str, &str)] = &[
    ("amount", "Jumlah"),
    ("bill", "Tagihan"),
    ("date", "Tanggal"),
    ("deposit", "Uang jaminan"),
    ("description", "Keterangan"),
    ("email", "Alamat email"),
    ("evidence", "Bukti"),
    ("invoices", "Daftar tagihan"),
    ("kind", "Jenis"),
    ("minutes", "Jumlah menit"),
    ("name", "Nama"),
    ("note", "Catatan"),
    ("number", "Nomor"),
    ("on", "Tanggal"),
    ("open amount", "Sisa tagihan"),
    ("order_id", "order_id"),
    ("outcome", "Hasil"),
    ("package", "Paket"),
    ("period", "Periode"),
    ("permissions", "Daftar izin"),
    ("price", "Harga"),
    ("reason", "Alasan"),
    ("received_on", "Tanggal terima"),
    ("roles", "Daftar peran"),
    ("subject", "Orang yang bersangkutan"),
    ("channel", "saluran"),
    ("resolution", "penyelesaian"),
    ("until", "batas waktu"),
];

/// What is missing as proof.
const EVIDENCE: &[(&str, &str)] = &[
    ("a refund of tier 3 needs evidence", "pengembalian tingkat 3 memerlukan bukti"),
    (
        "a transfer by hand needs the bank's reference and the name of its slip",
        "transfer manual memerlukan nomor referensi bank dan nama berkas bukti transfer",
    ),
    ("the stored file of the slip", "berkas bukti potong yang tersimpan"),
];

/// What there is nothing of.
const NOTHINGS: &[(&str, &str)] = &[
    ("apply: the customer has no free credit", "dipakai: pelanggan tidak punya saldo bebas"),
    ("approve", "disetujui"),
    ("bill", "ditagih"),
    ("billing", "ditagih"),
    ("catalogue", "diubah"),
    ("customer", "diubah"),
    ("subscription", "diubah"),
    ("cancel", "dibatalkan"),
    ("change", "diubah"),
    ("decide without a person", "diputuskan tanpa orang"),
    ("end: no emergency is under way", "diakhiri: tidak ada keadaan darurat"),
    ("record a slip for", "dicatat bukti potongnya"),
    ("reject", "ditolak"),
    ("give up on an attempt whose time is not over", "dihentikan: waktu transaksi belum habis"),
    ("send: no day allows it", "dikirim: tidak ada hari yang mengizinkan"),
    ("send: the seller has no step", "dikirim: penjual tidak punya tahap"),
];

fn find(table: &'static [(&'static str, &'static str)], word: &str) -> Option<&'static str> {
    table.iter().find(|(known, _)| *known == word).map(|(_, indonesian)| *indonesian)
}

pub(super) fn kind(word: &str) -> &str {
    find(KINDS, word).unwrap_or(word)
}

pub(super) fn act(word: &str) -> &str {
    find(ACTS, word).unwrap_or(word)
}

pub(super) fn state(word: &str) -> &str {
    find(STATES, word).unwrap_or(word)
}

pub(super) fn problem(word: &str) -> &str {
    find(PROBLEMS, word).unwrap_or("tidak dapat diterima")
}

pub(super) fn field(word: &str) -> &str {
    find(FIELDS, word).unwrap_or(word)
}

pub(super) fn evidence(word: &str) -> &str {
    find(EVIDENCE, word).unwrap_or(word)
}

pub(super) fn nothing(word: &str) -> &str {
    find(NOTHINGS, word).unwrap_or(word)
}

/// The first letter as a capital, for the beginning of a sentence.
pub(super) fn begin(text: &str) -> String {
    let mut rest = text.chars();
    rest.next().map_or_else(String::new, |first| first.to_uppercase().chain(rest).collect())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::*;

    fn sources(folder: &Path, into: &mut String) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                sources(&path, into);
            } else {
                into.push_str(&std::fs::read_to_string(&path).unwrap());
            }
        }
    }

    /// The texts that follow a mark in the sources.
    fn after(sources: &str, marks: &[&str]) -> BTreeSet<String> {
        let of = |mark: &&str| {
            let parts: Vec<String> = sources
                .split(&format!("{mark}\""))
                .skip(1)
                .map(|rest| rest.split('"').next().unwrap().to_owned())
                .collect();
            parts
        };
        marks.iter().flat_map(of).collect()
    }

    #[test]
    fn every_word_of_a_refusal_has_its_indonesian() {
        let mut core = String::new();
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../wikarta-core/src/decide");
        sources(&folder, &mut core);
        // A literal on a line of its own belongs to the bracket before it.
        let core = core.split_whitespace().collect::<Vec<_>>().join(" ").replace("( \"", "(\"");
        type Table = &'static [(&'static str, &'static str)];
        let tables: [(Table, &[&str]); 6] = [
            (KINDS, &[" kind: ", "not_found("]),
            (ACTS, &[" act: "]),
            (PROBLEMS, &["problem: ", "let problem = "]),
            (FIELDS, &["field: "]),
            (EVIDENCE, &["EvidenceMissing("]),
            (NOTHINGS, &["Refusal::Nothing("]),
        ];
        let mut missing = Vec::new();
        for (table, marks) in tables {
            let unknown = |word: &String| find(table, word).is_none();
            missing.extend(after(&core, marks).into_iter().filter(unknown).map(|w| (marks[0], w)));
        }
        assert!(missing.is_empty(), "{missing:#?}");
    }
}
