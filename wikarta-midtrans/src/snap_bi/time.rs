//! Times as BI-SNAP writes them: ISO 8601 with an offset.

use wikarta_core::time::{Timestamp, Zone};

/// `2026-08-01T09:59:00+07:00`, Western Indonesian time.
#[must_use]
pub fn timestamp(at: Timestamp) -> String {
    at.civil_in(Zone::Wib).format("%Y-%m-%dT%H:%M:%S+07:00").to_string()
}

/// Reads a time with any offset, to the microsecond; without an offset it is no time.
#[must_use]
pub fn timestamp_read(text: &str) -> Option<Timestamp> {
    text.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_carry_an_offset() {
        let at = timestamp_read("2026-08-01T02:59:00Z").unwrap();
        assert_eq!(timestamp(at), "2026-08-01T09:59:00+07:00");
        for same in ["2026-08-01T09:59:00+07:00", "2026-08-01T02:59:00.000Z"] {
            assert_eq!(timestamp_read(same), Some(at), "{same}");
        }
        assert_eq!(timestamp_read("2026-08-01T02:59:00"), None);
        assert_eq!(timestamp_read("2026-08-01 02:59:00"), None);
    }
}
