//! `GET /aset/{file}`: style, script, font and mark, out of the binary.

use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};
use wikarta_core::id::hex;

use crate::answer::{Problem, codes};
use crate::pages::assets::{self, Asset};

/// One of the files, or 304 for a browser that has it.
pub async fn file(Path(name): Path<String>, headers: HeaderMap) -> Result<Response, Problem> {
    let asset = assets::find(&name).ok_or_else(|| Problem::of(&codes::NOT_FOUND))?;
    let tag = tag(asset);
    let kept = format!("public, max-age={}{}", asset.max_age, keeps(asset));
    let known = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    let caching = [(header::ETAG, tag.clone()), (header::CACHE_CONTROL, kept)];
    if known.is_some_and(|known| known.split(',').any(|one| one.trim() == tag)) {
        return Ok((StatusCode::NOT_MODIFIED, caching).into_response());
    }
    let kind = [(header::CONTENT_TYPE, asset.content_type)];
    Ok((caching, kind, asset.bytes).into_response())
}

/// Weak, because the answer may be compressed on its way.
fn tag(asset: &Asset) -> String {
    let digest = Sha256::digest(asset.bytes);
    format!("W/\"{}\"", hex(digest.get(..8).unwrap_or_default()))
}

/// What lives a year is asked for under another address once it changes.
const fn keeps(asset: &Asset) -> &'static str {
    if asset.max_age > 86_400 { ", immutable" } else { "" }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn ask(name: &str, known: Option<&str>) -> Result<Response, Problem> {
        let mut headers = HeaderMap::new();
        if let Some(known) = known {
            headers.insert(header::IF_NONE_MATCH, known.parse().unwrap());
        }
        file(Path(name.to_owned()), headers).await
    }

    #[tokio::test]
    async fn a_file_is_kept_for_long_and_recognised() {
        let first = ask("panel.css", None).await.unwrap();
        assert_eq!(first.status(), StatusCode::OK);
        assert_eq!(first.headers()[header::CACHE_CONTROL], "public, max-age=31536000, immutable");
        let tag = first.headers()[header::ETAG].to_str().unwrap().to_owned();
        let again = ask("panel.css", Some(&tag)).await.unwrap();
        assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
        let other = ask("panel.js", Some(&tag)).await.unwrap();
        assert_eq!(other.status(), StatusCode::OK);
        assert!(ask("../Cargo.toml", None).await.is_err());
    }
}
