//! A QR code as an SVG path to show and as a PNG to save, both made without any drawing library.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use qrcode::{Color, EcLevel, QrCode};

/// White modules around the code; scanners need four.
const QUIET: usize = 4;
/// Pixels a module in the picture to save.
const SCALE: usize = 6;

/// A QR code ready to show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QrPicture {
    /// What it is, for those who do not see it.
    pub label: String,
    /// Width and height in modules, quiet zone included.
    pub size: usize,
    /// The dark modules as one SVG path.
    pub path: String,
    /// The same as a PNG, base64.
    pub png: String,
}

/// The text does not fit into a QR code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the text of {0} bytes does not fit into a QR code")]
pub struct QrError(usize);

impl QrPicture {
    /// Draws `text`, such as the gateway's QRIS string; `label` from [`crate::text::say::qr_for`].
    ///
    /// # Errors
    /// [`QrError`] when the text is longer than a QR code holds.
    pub fn draw(text: &str, label: String) -> Result<Self, QrError> {
        let code = QrCode::with_error_correction_level(text, EcLevel::M)
            .map_err(|_| QrError(text.len()))?;
        let colors = code.to_colors();
        let rows: Vec<&[Color]> = colors.chunks(code.width().max(1)).collect();
        let size = code.width() + 2 * QUIET;
        Ok(Self { label, size, path: svg_path(&rows), png: STANDARD.encode(png(&rows, size)) })
    }
}

/// Runs of dark modules, row by row.
fn svg_path(rows: &[&[Color]]) -> String {
    let mut path = String::new();
    for (y, row) in rows.iter().enumerate() {
        let mut x = QUIET;
        for run in row.chunk_by(|one, other| one == other) {
            if run.first() == Some(&Color::Dark) {
                path.push_str(&format!("M{x} {}h{}v1h-{}z", y + QUIET, run.len(), run.len()));
            }
            x += run.len();
        }
    }
    path
}

/// A one-bit greyscale PNG whose data are stored, not compressed: small enough, and simple.
fn png(rows: &[&[Color]], size: usize) -> Vec<u8> {
    let side = size * SCALE;
    let mut raw = Vec::with_capacity(side * (side / 8 + 2));
    for y in 0..size {
        let row = y.checked_sub(QUIET).and_then(|y| rows.get(y)).copied().unwrap_or_default();
        let line = scan_line(row, size);
        for _ in 0..SCALE {
            raw.extend_from_slice(&line);
        }
    }
    let side = u32::try_from(side).unwrap_or(u32::MAX).to_be_bytes();
    let header = [&side[..], &side, &[1, 0, 0, 0, 0]].concat();
    let mut out = b"\x89PNG\r\n\x1a\n".to_vec();
    chunk(&mut out, b"IHDR", &header);
    chunk(&mut out, b"IDAT", &stored(&raw));
    chunk(&mut out, b"IEND", &[]);
    out
}

/// One row of pixels, a bit each, white is 1; begins with the filter byte.
fn scan_line(row: &[Color], size: usize) -> Vec<u8> {
    let module = |x: usize| {
        let dark = x.checked_sub(QUIET).and_then(|x| row.get(x)) == Some(&Color::Dark);
        std::iter::repeat_n(u8::from(!dark), SCALE)
    };
    let bits: Vec<u8> = (0..size).flat_map(module).collect();
    let pack = |bits: &[u8]| {
        bits.iter().enumerate().fold(0, |byte, (place, bit)| byte | (bit << (7 - place)))
    };
    std::iter::once(0).chain(bits.chunks(8).map(pack)).collect()
}

fn chunk(out: &mut Vec<u8>, kind: &[u8; 4], data: &[u8]) {
    let body = [kind.as_slice(), data].concat();
    out.extend_from_slice(&u32::try_from(data.len()).unwrap_or(u32::MAX).to_be_bytes());
    out.extend_from_slice(&body);
    out.extend_from_slice(&crc32(&body).to_be_bytes());
}

/// A zlib stream of stored blocks.
fn stored(raw: &[u8]) -> Vec<u8> {
    const MOST: usize = 65_535;
    let mut out = vec![0x78, 0x01];
    let last = raw.len().div_ceil(MOST).saturating_sub(1);
    for (index, block) in raw.chunks(MOST).enumerate() {
        let length = u16::try_from(block.len()).unwrap_or(u16::MAX);
        out.push(u8::from(index == last));
        out.extend_from_slice(&length.to_le_bytes());
        out.extend_from_slice(&(!length).to_le_bytes());
        out.extend_from_slice(block);
    }
    out.extend_from_slice(&adler32(raw).to_be_bytes());
    out
}

fn crc32(bytes: &[u8]) -> u32 {
    let step = |crc: u32| if crc & 1 == 1 { 0xEDB8_8320 ^ (crc >> 1) } else { crc >> 1 };
    let fold = |crc: u32, byte: &u8| (0..8).fold(crc ^ u32::from(*byte), |crc, _| step(crc));
    !bytes.iter().fold(u32::MAX, fold)
}

fn adler32(bytes: &[u8]) -> u32 {
    let (low, high) = bytes.iter().fold((1_u32, 0_u32), |(low, high), byte| {
        let low = (low + u32::from(*byte)) % 65_521;
        (low, (high + low) % 65_521)
    });
    (high << 16) | low
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_match_their_published_check_values() {
        assert_eq!(crc32(b"123456789"), 0xCBF4_3926);
        assert_eq!(adler32(b"Wikipedia"), 0x11E6_0398);
    }

    #[test]
    fn the_quiet_zone_is_kept_and_the_finder_is_dark() {
        let picture = QrPicture::draw("00020101021226", "QRIS".into()).unwrap();
        assert_eq!(picture.size, 21 + 2 * QUIET);
        assert!(picture.path.starts_with("M4 4h7v1h-7z"), "{}", &picture.path[..20]);
        assert!(!picture.path.contains("M0 ") && !picture.path.contains("M3 "));
    }

    #[test]
    fn the_picture_to_save_is_a_png_of_the_right_size() {
        let picture = QrPicture::draw("00020101021226", String::new()).unwrap();
        let png = STANDARD.decode(&picture.png).unwrap();
        assert!(png.starts_with(b"\x89PNG\r\n\x1a\n"));
        let side = u32::try_from(picture.size * SCALE).unwrap();
        assert_eq!(png[16..20], side.to_be_bytes());
        assert_eq!(png[png.len() - 8..png.len() - 4], *b"IEND");
    }

    #[test]
    fn a_text_that_does_not_fit_is_an_error() {
        assert_eq!(QrPicture::draw(&"9".repeat(9000), String::new()), Err(QrError(9000)));
    }
}
