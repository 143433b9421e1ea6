//! The text inside a QRIS code: EMV merchant-presented mode, tag-length-value with a checksum.

use std::fmt::Write as _;

use wikarta_core::money::Rupiah;

/// A payload that QRIS readers parse: `reference` is 25 characters at most, digits and letters.
pub(super) fn payload(acquirer: &str, amount: Rupiah, reference: &str) -> String {
    let domain = match acquirer {
        "gopay" => "COM.GO-JEK.WWW",
        _ => "COM.SHOPEEPAY.WWW",
    };
    let account = [tlv("00", domain), tlv("01", "936009140000000000"), tlv("03", "UKE")].concat();
    let national = [tlv("00", "ID.CO.QRIS.WWW"), tlv("02", "ID0000000000000"), tlv("03", "UKE")];
    let mut text = [
        tlv("00", "01"),
        // A code for one payment, not a sticker.
        tlv("01", "12"),
        tlv("26", &account),
        tlv("51", &national.concat()),
        tlv("52", "4814"),
        tlv("53", "360"),
        tlv("54", &amount.get().to_string()),
        tlv("58", "ID"),
        tlv("59", "EMULATOR WIKARTA"),
        tlv("60", "JAKARTA"),
        tlv("61", "10110"),
        tlv("62", &tlv("50", reference)),
        // The checksum covers its own tag and length.
        "6304".to_owned(),
    ]
    .concat();
    let _ = write!(text, "{:04X}", crc16(text.as_bytes()));
    text
}

fn tlv(tag: &str, value: &str) -> String {
    format!("{tag}{:02}{value}", value.len())
}

/// CRC-16/CCITT-FALSE.
fn crc16(bytes: &[u8]) -> u16 {
    bytes.iter().fold(0xffff, |crc, byte| {
        (0..8).fold(crc ^ (u16::from(*byte) << 8), |crc, _| match crc & 0x8000 {
            0 => crc << 1,
            _ => (crc << 1) ^ 0x1021,
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checksum_is_the_usual_one() {
        assert_eq!(crc16(b"123456789"), 0x29b1);
    }

    #[test]
    fn a_payload_can_be_taken_apart_again() {
        let text = payload("gopay", Rupiah::new(150_000).unwrap(), "5036b1855b6c");
        let mut rest = text.as_str();
        let mut tags = Vec::new();
        while !rest.is_empty() {
            let len: usize = rest[2..4].parse().unwrap();
            tags.push((&rest[..2], &rest[4..4 + len]));
            rest = &rest[4 + len..];
        }
        assert!(tags.contains(&("54", "150000")));
        let (tag, crc) = tags.last().unwrap();
        assert_eq!(*tag, "63");
        assert_eq!(*crc, format!("{:04X}", crc16(&text.as_bytes()[..text.len() - 4])));
    }
}
