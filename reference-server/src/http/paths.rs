//! Request lines that mean two things to two readers are refused before anything reads them.

use axum::extract::Request;
use axum::http::header;

use super::client::HostRule;
use super::routes::EMULATOR_PATH;
use crate::answer::{Problem, codes};

/// Addresses that a watchdog asks by number, whatever host the visitors use.
const WITHOUT_HOST_RULE: &[&str] = &["/healthz", "/readyz"];
/// Headers that must not be sent twice: two readers would choose two values.
const ONCE: &[header::HeaderName] =
    &[header::HOST, header::AUTHORIZATION, header::CONTENT_TYPE, header::CONTENT_LENGTH];
const PATH_MAX: usize = 2048;
/// A body of more bytes may still be on its way when its header alone is refused.
const BULKY_BYTES: u64 = 4096;

/// Looks at the request line and the headers that steer; `Err` is the answer.
pub fn check(request: &Request, hosts: &HostRule) -> Result<(), Problem> {
    for name in ONCE {
        if request.headers().get_all(name).iter().nth(1).is_some() {
            return Err(Problem::of(&codes::HEADER_REPEATED).member("header", name.as_str()));
        }
    }
    if has_two_lengths(request) {
        return Err(Problem::of(&codes::HEADER_REPEATED).member("header", "transfer-encoding"));
    }
    let path = request.uri().path();
    // The double's pages live below a path of their own, whose root is written with a slash.
    let of_double = path.strip_suffix('/') == Some(EMULATOR_PATH);
    if is_confusing(path) && !of_double {
        return Err(Problem::of(&codes::NOT_FOUND));
    }
    let host = request.headers().get(header::HOST).and_then(|value| value.to_str().ok());
    let host = host.unwrap_or_default();
    let authority = request.uri().authority().map(axum::http::uri::Authority::as_str);
    let agrees = authority.is_none_or(|authority| authority.eq_ignore_ascii_case(host));
    if !agrees || (!WITHOUT_HOST_RULE.contains(&path) && !hosts.serves(host)) {
        return Err(Problem::of(&codes::WRONG_HOST));
    }
    Ok(())
}

/// Whether the body's length is told by chunks. hyper drops a `Content-Length` that stands beside,
/// as the standard asks; the other half of its rule, to close the connection afterwards, is ours:
/// whatever a second reader would have taken for a second request is then read by nobody.
#[must_use]
pub fn is_chunked(request: &Request) -> bool {
    request.headers().contains_key(header::TRANSFER_ENCODING)
}

/// Whether the body is larger than what usually arrives together with the header.
#[must_use]
pub fn is_bulky(request: &Request) -> bool {
    let length = request.headers().get(header::CONTENT_LENGTH);
    let length = length.and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    length.is_some_and(|length| length > BULKY_BYTES)
}

/// Whether two readers could disagree about where the body ends.
fn has_two_lengths(request: &Request) -> bool {
    let headers = request.headers();
    let mut codings = headers.get_all(header::TRANSFER_ENCODING).iter();
    let Some(coding) = codings.next() else { return false };
    codings.next().is_some()
        || headers.contains_key(header::CONTENT_LENGTH)
        || !coding.as_bytes().eq_ignore_ascii_case(b"chunked")
}

/// Whether a path could be read as another one: empty or dot segments, a slash or dot or percent
/// sign in disguise, a backslash, a parameter, a trailing slash, or bytes that are not plain.
fn is_confusing(path: &str) -> bool {
    if path == "/" {
        return false;
    }
    let lower = path.to_ascii_lowercase();
    let disguised = ["%2e", "%2f", "%5c", "%25", "%3b", "%00", "%0a", "%0d"];
    let segment_is_bad = |segment: &str| matches!(segment, "" | "." | "..");
    path.len() > PATH_MAX
        || !path.starts_with('/')
        || path.split('/').skip(1).any(segment_is_bad)
        || path.bytes().any(|byte| matches!(byte, b'\\' | b';') || !byte.is_ascii_graphic())
        || disguised.iter().any(|mark| lower.contains(mark))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn athz_01_paths_that_could_be_another_path_are_refused() {
        for fine in
            ["/", "/api/invoices", "/bayar/a-b_c~d.e", "/assets/panel.css", "/tagihan/inv_1"]
        {
            assert!(!is_confusing(fine), "{fine}");
        }
        for bad in [
            "//",
            "//api/invoices",
            "/api//invoices",
            "/api/invoices/",
            "/api/./invoices",
            "/api/../invoices",
            "/api/%2e%2e/invoices",
            "/api%2Finvoices",
            "/api/%252e/x",
            "/api/invoices;x=1",
            "/api\\invoices",
            "/api/invoices%00",
            "/api/invoices%0d%0aSet-Cookie:x",
            "",
            "api",
            "*",
        ] {
            assert!(is_confusing(bad), "{bad}");
        }
        assert!(is_confusing(&format!("/{}", "a".repeat(PATH_MAX))));
    }
}
