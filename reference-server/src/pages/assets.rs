//! Style, script, font and mark, compiled into the binary and served below [`PREFIX`].

/// A file served as it is.
#[derive(Debug, Clone, Copy)]
pub struct Asset {
    /// Its name below [`PREFIX`].
    pub name: &'static str,
    /// Its media type.
    pub content_type: &'static str,
    /// How many seconds a browser may keep it. Pages ask for style and script with [`VERSION`] in
    /// the query, so a year is safe for them.
    pub max_age: u32,
    /// Its bytes.
    pub bytes: &'static [u8],
}

const YEAR: u32 = 31_536_000;
const DAY: u32 = 86_400;

const CSS: &[u8] = include_bytes!("../../assets/panel.css");
const JS: &[u8] = include_bytes!("../../assets/panel.js");

/// Where the files are served.
pub const PREFIX: &str = "/aset/";

/// Every file below [`PREFIX`].
pub const ALL: &[Asset] = &[
    Asset { name: "panel.css", content_type: "text/css; charset=utf-8", max_age: YEAR, bytes: CSS },
    Asset {
        name: "panel.js",
        content_type: "text/javascript; charset=utf-8",
        max_age: YEAR,
        bytes: JS,
    },
    Asset {
        name: "mark.svg",
        content_type: "image/svg+xml",
        max_age: DAY,
        bytes: include_bytes!("../../assets/mark.svg"),
    },
    Asset {
        name: "ibm-plex-sans-latin-wght-normal.woff2",
        content_type: "font/woff2",
        max_age: YEAR,
        bytes: include_bytes!("../../assets/fonts/ibm-plex-sans-latin-wght-normal.woff2"),
    },
    Asset {
        name: "LICENSE-IBM-Plex.txt",
        content_type: "text/plain; charset=utf-8",
        max_age: DAY,
        bytes: include_bytes!("../../assets/fonts/LICENSE-IBM-Plex.txt"),
    },
];

/// The file of this name below [`PREFIX`].
#[must_use]
pub fn find(name: &str) -> Option<&'static Asset> {
    ALL.iter().find(|asset| asset.name == name)
}

/// Changes whenever style or script change.
pub const VERSION: &str = match std::str::from_utf8(&HEX) {
    Ok(text) => text,
    Err(_) => "0",
};

const HEX: [u8; 8] = hex(fnv(fnv(0x811C_9DC5, CSS), JS));

const fn fnv(mut hash: u32, mut bytes: &[u8]) -> u32 {
    while let Some((first, rest)) = bytes.split_first() {
        hash = (hash ^ *first as u32).wrapping_mul(0x0100_0193);
        bytes = rest;
    }
    hash
}

const fn hex(hash: u32) -> [u8; 8] {
    [
        digit(hash >> 28),
        digit(hash >> 24),
        digit(hash >> 20),
        digit(hash >> 16),
        digit(hash >> 12),
        digit(hash >> 8),
        digit(hash >> 4),
        digit(hash),
    ]
}

const fn digit(bits: u32) -> u8 {
    let four = (bits & 15) as u8;
    if four < 10 { b'0' + four } else { b'a' + four - 10 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn budgets_hold() {
        assert!(CSS.len() <= 30_000, "style is {} bytes", CSS.len());
        assert!(JS.len() <= 8_000, "script is {} bytes", JS.len());
        let font = find("ibm-plex-sans-latin-wght-normal.woff2").unwrap();
        assert!(font.bytes.len() <= 46_000);
    }

    #[test]
    fn the_version_is_eight_hex_digits() {
        assert_eq!(VERSION.len(), 8);
        assert!(VERSION.bytes().all(|byte| byte.is_ascii_hexdigit()));
    }

    #[test]
    fn style_and_script_ask_nobody_else() {
        for bytes in [CSS, JS] {
            let text = std::str::from_utf8(bytes).unwrap();
            assert!(
                !text.contains("http://") && !text.contains("https://") && !text.contains("//cdn")
            );
        }
    }
}
