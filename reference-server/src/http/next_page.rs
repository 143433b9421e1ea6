//! Where to go after signing in: only to a page of our own.

use axum::http::Uri;

const LEN_MAX: usize = 512;

/// The address of the sign-in form that leads back to the page that was asked for.
#[must_use]
pub fn door(wanted: &Uri) -> String {
    let wanted = wanted.path_and_query().map_or("/", |both| both.as_str());
    if wanted == "/" || own_page(wanted) == "/" {
        return "/masuk".to_owned();
    }
    let encoded: String = form_urlencoded::byte_serialize(wanted.as_bytes()).collect();
    format!("/masuk?kembali={encoded}")
}

/// The page to show after signing in: the one that `kembali` names, or the first page when it names
/// anything but a page of our own, or the way in or out.
#[must_use]
pub fn own_page(text: &str) -> &str {
    let page = own_address(text);
    if page.starts_with("/masuk") || page.starts_with("/keluar") { "/" } else { page }
}

/// An address of our own that is not for programs, or the first page when it is anything else.
#[must_use]
pub fn own_address(text: &str) -> &str {
    let plain = |byte: u8| byte.is_ascii_graphic() && !b"\\\"'<>".contains(&byte);
    let path = text.split(['?', '#']).next().unwrap_or_default();
    let segments_fit = path.split('/').skip(1).all(|part| !matches!(part, "" | "." | ".."));
    let known = path == "/" || segments_fit;
    let fits = text.len() <= LEN_MAX
        && path.starts_with('/')
        && known
        && text.bytes().all(plain)
        && !path.contains([':', '@', '%', ';'])
        && !path.starts_with("/api/");
    if fits { text } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clnt_04_only_pages_of_our_own_are_next() {
        for fine in ["/", "/tagihan", "/tagihan?status=PAID&q=a%20b", "/tagihan/inv_1"] {
            assert_eq!(own_page(fine), fine);
        }
        for bad in [
            "",
            "tagihan",
            "//evil.example",
            "///evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "/%2f/evil.example",
            "/%5cevil.example",
            "/./evil",
            "/../evil",
            "//",
            "https://evil.example",
            "http:evil.example",
            "javascript:alert(1)",
            "/javascript:alert(1)",
            "data:text/html,x",
            "/@evil.example",
            "/tagihan\r\nSet-Cookie: a=b",
            "/tagihan\u{0}",
            "/\u{2025}/evil",
            "/ /evil",
            "\t/tagihan",
            "/\t/evil",
            "/tagihan//x",
            "/tagihan/",
            "/a;b",
            "?next=/x",
            "#x",
            "/masuk",
            "/masuk?next=/masuk",
            "/keluar",
            "/api/invoices",
            "/<script>",
            "/\"onload=",
            "/'",
        ] {
            assert_eq!(own_page(bad), "/", "{bad:?}");
        }
        assert_eq!(own_page(&format!("/{}", "a".repeat(LEN_MAX))), "/");
        assert_eq!(own_address("/masuk"), "/masuk");
        assert_eq!(own_address("//evil.example"), "/");
    }

    #[test]
    fn the_door_leads_back() {
        let to = |text: &str| door(&text.parse().unwrap());
        assert_eq!(to("/"), "/masuk");
        assert_eq!(to("/tagihan?status=PAID"), "/masuk?kembali=%2Ftagihan%3Fstatus%3DPAID");
    }
}
