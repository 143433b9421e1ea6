//! Personal values as people without a need see them.

/// `0812****789`: the first four and the last three digits, in the national form.
#[must_use]
pub fn phone(e164: &str) -> String {
    let national = match e164.strip_prefix("+62") {
        Some(rest) => format!("0{rest}"),
        None => e164.to_owned(),
    };
    let count = national.chars().count();
    if count < 8 {
        return "****".to_owned();
    }
    let head: String = national.chars().take(4).collect();
    let tail: String = national.chars().skip(count - 3).collect();
    format!("{head}****{tail}")
}

/// `bu***@gmail.com`: at most two characters of the name, and the host.
#[must_use]
pub fn email(address: &str) -> String {
    match address.split_once('@') {
        Some((name, host)) => {
            let head: String = name.chars().take(2).collect();
            format!("{head}***@{host}")
        }
        None if address.is_empty() => String::new(),
        None => "***".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn masked_values_keep_what_helps_to_tell_them_apart_and_no_more() {
        assert_eq!(phone("+6281234567789"), "0812****789");
        assert_eq!(phone("+62812"), "****");
        assert_eq!(email("budi@gmail.com"), "bu***@gmail.com");
        assert_eq!(email("b@x.id"), "b***@x.id");
        assert_eq!((email(""), email("nonsense")), (String::new(), "***".to_owned()));
    }
}
