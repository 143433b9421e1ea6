//! How to pay with each channel, step by step, in the words the banks' own apps use.

use wikarta_core::provider::Channel;

use super::Lang;

/// One way to pay: where, and what to do there in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guide {
    /// The place, such as `m-BCA` or `ATM BCA`.
    pub place: &'static str,
    /// What to do, in order.
    pub steps: [&'static str; 3],
}

/// The ways to pay a code of this channel, the commonest first.
#[must_use]
pub fn guides(channel: Channel, lang: Lang) -> Vec<Guide> {
    let enter = match (channel, lang) {
        (Channel::MandiriBill, Lang::Id) => "Masukkan kode perusahaan, lalu kode bayar di atas.",
        (Channel::MandiriBill, Lang::En) => "Enter the biller code, then the bill key above.",
        (Channel::Qris, Lang::Id) => "Arahkan kamera ke kode di atas, atau unggah gambarnya.",
        (Channel::Qris, Lang::En) => "Point the camera at the code above, or upload its picture.",
        (_, Lang::Id) => "Masukkan nomor di atas.",
        (_, Lang::En) => "Enter the number above.",
    };
    let check = lang.pick(
        "Pastikan nama dan jumlahnya sama dengan halaman ini, lalu setujui dengan PIN.",
        "Check that name and amount match this page, then approve with your PIN.",
    );
    let doors = match lang {
        Lang::Id => doors_id(channel),
        Lang::En => doors_en(channel),
    };
    doors.iter().map(|&(place, open)| Guide { place, steps: [open, enter, check] }).collect()
}

/// A place to pay and how to get to the right form there.
type Door = (&'static str, &'static str);

const fn doors_id(channel: Channel) -> &'static [Door] {
    match channel {
        Channel::BcaVa => &[
            ("m-BCA", "Buka m-BCA, pilih m-Transfer, lalu BCA Virtual Account."),
            ("ATM BCA", "Pilih Transaksi Lainnya, Transfer, lalu ke Rek BCA Virtual Account."),
        ],
        Channel::BniVa => &[
            (
                "BNI Mobile Banking",
                "Buka aplikasi BNI, pilih Transfer, lalu Virtual Account Billing.",
            ),
            ("ATM BNI", "Pilih Menu Lain, Transfer, lalu Virtual Account Billing."),
        ],
        Channel::BriVa => &[
            ("BRImo", "Buka BRImo, pilih BRIVA, lalu Pembayaran Baru."),
            ("ATM BRI", "Pilih Transaksi Lain, Pembayaran, Lainnya, lalu BRIVA."),
        ],
        Channel::PermataVa => &[
            ("Permata ME", "Buka aplikasi Permata, pilih Bayar Tagihan, lalu Virtual Account."),
            ("ATM Permata", "Pilih Transaksi Lainnya, Pembayaran, lalu Virtual Account."),
        ],
        Channel::CimbVa => &[
            ("OCTO Mobile", "Buka OCTO Mobile, pilih Transfer, lalu CIMB Niaga Virtual Account."),
            ("ATM CIMB Niaga", "Pilih Pembayaran, Lanjut, lalu Virtual Account."),
        ],
        Channel::MandiriBill => &[
            ("Livin’ by Mandiri", "Buka Livin’, pilih Bayar, lalu cari dengan kode perusahaan."),
            ("ATM Mandiri", "Pilih Bayar/Beli, Lainnya, lalu Multi Payment."),
        ],
        Channel::Qris => &[(
            "m-banking atau dompet digital",
            "Buka aplikasi Anda, pilih bayar dengan QRIS atau Pindai.",
        )],
    }
}

const fn doors_en(channel: Channel) -> &'static [Door] {
    match channel {
        Channel::BcaVa => &[
            ("m-BCA", "Open m-BCA, choose m-Transfer, then BCA Virtual Account."),
            ("BCA ATM", "Choose Transaksi Lainnya, Transfer, then ke Rek BCA Virtual Account."),
        ],
        Channel::BniVa => &[
            (
                "BNI Mobile Banking",
                "Open the BNI app, choose Transfer, then Virtual Account Billing.",
            ),
            ("BNI ATM", "Choose Menu Lain, Transfer, then Virtual Account Billing."),
        ],
        Channel::BriVa => &[
            ("BRImo", "Open BRImo, choose BRIVA, then Pembayaran Baru."),
            ("BRI ATM", "Choose Transaksi Lain, Pembayaran, Lainnya, then BRIVA."),
        ],
        Channel::PermataVa => &[
            ("Permata ME", "Open the Permata app, choose Bayar Tagihan, then Virtual Account."),
            ("Permata ATM", "Choose Transaksi Lainnya, Pembayaran, then Virtual Account."),
        ],
        Channel::CimbVa => &[
            ("OCTO Mobile", "Open OCTO Mobile, choose Transfer, then CIMB Niaga Virtual Account."),
            ("CIMB Niaga ATM", "Choose Pembayaran, Lanjut, then Virtual Account."),
        ],
        Channel::MandiriBill => &[
            ("Livin’ by Mandiri", "Open Livin’, choose Bayar, then search by the biller code."),
            ("Mandiri ATM", "Choose Bayar/Beli, Lainnya, then Multi Payment."),
        ],
        Channel::Qris => {
            &[("Mobile banking or e-wallet", "Open your app and choose to pay by QRIS or to scan.")]
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_channel_has_as_many_guides_in_both_languages() {
        for &channel in Channel::ALL {
            let (id, en) = (guides(channel, Lang::Id), guides(channel, Lang::En));
            assert!(!id.is_empty(), "{channel} has no guide");
            assert_eq!(id.len(), en.len(), "{channel}");
        }
    }
}
