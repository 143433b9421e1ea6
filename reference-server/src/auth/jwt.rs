//! Bearer tokens: JSON web tokens of one fixed form, signed with HMAC-SHA-256.
//!
//! A token names a user and a session and nothing else: roles are read at each request. The
//! verifier knows one algorithm, checks the signature before it reads anything, and refuses every
//! header or claim that it does not know (RFC 8725).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq as _;
use wikarta_core::id::UserId;
use wikarta_core::time::Timestamp;

use super::session::{SessionId, SessionKind};
use crate::config::DerivedKey;

const ALGORITHM: &str = "HS256";
const KIND: &str = "at+jwt";
const ISSUER: &str = "wikarta";
const AUDIENCE: &str = "wikarta-api";
const LEN_MAX: usize = 1024;
const SLACK_SECONDS: i64 = 60;

/// Why a token is not taken. Callers are told none of this; the log is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// Not three parts of base64url, or too long.
    #[error("the token has not the shape of one")]
    Malformed,
    /// The signature is not ours.
    #[error("the signature does not fit")]
    Signature,
    /// The header is not the only one that we write.
    #[error("the header is not the one that is written here")]
    Header,
    /// The claims are not the ones that we write.
    #[error("the claims are not the ones that are written here")]
    Claims,
    /// Its time is over or has not begun.
    #[error("the token is not valid at this time")]
    Expired,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Header {
    alg: String,
    typ: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Claims {
    iss: String,
    aud: String,
    sub: UserId,
    sid: String,
    iat: i64,
    exp: i64,
}

/// What a valid token says.
#[derive(Debug)]
pub struct Bearer {
    /// The user.
    pub user: UserId,
    /// The session, which may have ended since.
    pub session: SessionId,
}

/// Seconds that a token lives.
#[must_use]
pub const fn life_seconds() -> i64 {
    SessionKind::Api.lifetime().absolute_seconds
}

/// Writes a token for a session that begins now.
#[must_use]
pub fn sign(key: &DerivedKey, user: &UserId, session: &SessionId, now: Timestamp) -> String {
    let header = Header { alg: ALGORITHM.to_owned(), typ: KIND.to_owned() };
    let claims = Claims {
        iss: ISSUER.to_owned(),
        aud: AUDIENCE.to_owned(),
        sub: user.clone(),
        sid: session.expose().to_owned(),
        iat: now.as_seconds(),
        exp: now.as_seconds() + life_seconds(),
    };
    let part = |json: Result<Vec<u8>, serde_json::Error>| {
        json.map(|json| URL_SAFE_NO_PAD.encode(json)).unwrap_or_default()
    };
    let signed =
        format!("{}.{}", part(serde_json::to_vec(&header)), part(serde_json::to_vec(&claims)));
    let signature = URL_SAFE_NO_PAD.encode(key.mac_plain(signed.as_bytes()));
    format!("{signed}.{signature}")
}

/// Checks a token: signature first, then header, claims and time.
pub fn verify(key: &DerivedKey, token: &str, now: Timestamp) -> Result<Bearer, TokenError> {
    if token.len() > LEN_MAX {
        return Err(TokenError::Malformed);
    }
    let (signed, signature) = token.rsplit_once('.').ok_or(TokenError::Malformed)?;
    let (header, claims) = signed.split_once('.').ok_or(TokenError::Malformed)?;
    if claims.contains('.') {
        return Err(TokenError::Malformed);
    }
    let signature = decode(signature)?;
    let expected = key.mac_plain(signed.as_bytes());
    if !bool::from(expected.as_slice().ct_eq(&signature)) {
        return Err(TokenError::Signature);
    }
    let header: Header = read(header).ok_or(TokenError::Header)?;
    if header.alg != ALGORITHM || header.typ != KIND {
        return Err(TokenError::Header);
    }
    let claims: Claims = read(claims).ok_or(TokenError::Claims)?;
    let life = claims.exp.checked_sub(claims.iat).unwrap_or(i64::MAX);
    if claims.iss != ISSUER || claims.aud != AUDIENCE || !(1..=life_seconds()).contains(&life) {
        return Err(TokenError::Claims);
    }
    let now = now.as_seconds();
    if now >= claims.exp || claims.iat > now.saturating_add(SLACK_SECONDS) {
        return Err(TokenError::Expired);
    }
    let session = SessionId::parse(&claims.sid).ok_or(TokenError::Claims)?;
    Ok(Bearer { user: claims.sub, session })
}

fn decode(part: &str) -> Result<Vec<u8>, TokenError> {
    URL_SAFE_NO_PAD.decode(part).map_err(|_| TokenError::Malformed)
}

fn read<T: serde::de::DeserializeOwned>(part: &str) -> Option<T> {
    serde_json::from_slice(&decode(part).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::config::SecretKey;

    fn key(usage: &str) -> DerivedKey {
        SecretKey::from_text("0123456789abcdef0123456789abcdef").unwrap().derive(usage)
    }

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_micros(1_800_000_000_000_000).unwrap().plus_seconds(seconds)
    }

    fn forge(header: &Value, claims: &Value) -> String {
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let signed = format!("{}.{}", part(header), part(claims));
        let mac = URL_SAFE_NO_PAD.encode(key("token").mac_plain(signed.as_bytes()));
        format!("{signed}.{mac}")
    }

    fn good_header() -> Value {
        json!({"alg": "HS256", "typ": "at+jwt"})
    }

    fn good_claims() -> Value {
        json!({"iss": "wikarta", "aud": "wikarta-api", "sub": "usr_1", "sid": "a".repeat(43),
            "iat": at(0).as_seconds(), "exp": at(60).as_seconds()})
    }

    fn refused(token: &str) -> TokenError {
        verify(&key("token"), token, at(0)).unwrap_err()
    }

    #[test]
    fn a_token_says_who_and_nothing_about_roles() {
        let session = SessionId::fresh().unwrap();
        let user: UserId = "usr_1".parse().unwrap();
        let token = sign(&key("token"), &user, &session, at(0));
        let bearer = verify(&key("token"), &token, at(life_seconds() - 1)).unwrap();
        assert_eq!(bearer.user, user);
        assert_eq!(bearer.session.expose(), session.expose());
        let claims = decode(token.split('.').nth(1).unwrap()).unwrap();
        let claims: Value = serde_json::from_slice(&claims).unwrap();
        let names: Vec<&String> = claims.as_object().unwrap().keys().collect();
        assert_eq!(names, ["aud", "exp", "iat", "iss", "sid", "sub"]);
    }

    #[test]
    fn athn_04_a_token_ends() {
        let session = SessionId::fresh().unwrap();
        let token = sign(&key("token"), &"usr_1".parse().unwrap(), &session, at(0));
        let verdict = |seconds| verify(&key("token"), &token, at(seconds)).map(|_| ());
        assert_eq!(verdict(life_seconds()), Err(TokenError::Expired));
        assert_eq!(verdict(-SLACK_SECONDS), Ok(()));
        assert_eq!(verdict(-SLACK_SECONDS - 1), Err(TokenError::Expired));
    }

    #[test]
    fn athn_04_another_key_or_any_changed_byte_is_refused() {
        assert!(verify(&key("token"), &forge(&good_header(), &good_claims()), at(0)).is_ok());
        let token = forge(&good_header(), &good_claims());
        assert_eq!(verify(&key("form"), &token, at(0)).unwrap_err(), TokenError::Signature);
        for place in 0..token.len() {
            let mut bytes = token.clone().into_bytes();
            bytes[place] = if bytes[place] == b'A' { b'B' } else { b'A' };
            let changed = String::from_utf8(bytes).unwrap();
            assert!(verify(&key("token"), &changed, at(0)).is_err(), "byte {place}");
        }
    }

    #[test]
    fn athn_04_alg_none_and_other_algorithms_are_refused() {
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        for alg in ["none", "None", "NONE", "nOnE"] {
            let header = json!({"alg": alg, "typ": "at+jwt"});
            let unsigned = format!("{}.{}.", part(&header), part(&good_claims()));
            assert_eq!(refused(&unsigned), TokenError::Signature, "{alg} without a signature");
            assert_eq!(refused(&forge(&header, &good_claims())), TokenError::Header, "{alg}");
        }
        for alg in ["HS384", "HS512", "RS256", "ES256", "hs256", ""] {
            let header = json!({"alg": alg, "typ": "at+jwt"});
            assert_eq!(refused(&forge(&header, &good_claims())), TokenError::Header, "{alg}");
        }
    }

    #[test]
    fn athn_04_only_our_own_header_and_claims_are_read() {
        for header in [
            json!({"alg": "HS256", "typ": "JWT"}),
            json!({"alg": "HS256"}),
            json!({"alg": "HS256", "typ": "at+jwt", "kid": "../../dev/null"}),
            json!({"alg": "HS256", "typ": "at+jwt", "jku": "https://evil.example"}),
            json!({"alg": "HS256", "typ": "at+jwt", "crit": ["x"]}),
        ] {
            assert_eq!(refused(&forge(&header, &good_claims())), TokenError::Header, "{header}");
        }
        for (name, value) in [
            ("iss", json!("other")),
            ("aud", json!("other")),
            ("aud", json!(["wikarta-api"])),
            ("sub", json!("inv_1")),
            ("sid", json!("short")),
            ("exp", json!("9999999999")),
            ("exp", json!(9_999_999_999_i64)),
            ("exp", json!(i64::MAX)),
            ("iat", json!(i64::MIN)),
            ("roles", json!(["SUPERUSER"])),
        ] {
            let mut claims = good_claims();
            claims[name] = value;
            assert_eq!(refused(&forge(&good_header(), &claims)), TokenError::Claims, "{claims}");
        }
        for name in ["iss", "aud", "sub", "sid", "iat", "exp"] {
            let mut claims = good_claims();
            claims.as_object_mut().unwrap().remove(name);
            assert_eq!(refused(&forge(&good_header(), &claims)), TokenError::Claims, "no {name}");
        }
    }

    #[test]
    fn what_is_no_token_is_refused() {
        let good = forge(&good_header(), &good_claims());
        let padded = format!("{good}=");
        let long = "a.".repeat(1000);
        let four = format!("a.{good}");
        for bad in ["", ".", "..", "a.b", &padded, &long, &four, "ü.ü.ü"] {
            let error = refused(bad);
            assert!(matches!(error, TokenError::Malformed | TokenError::Signature), "{bad}");
        }
    }
}
