//! What carries a call: HTTP, or a function call into the emulator.

use async_trait::async_trait;

use crate::answer::{Answer, Doubt};

/// One request to the API. The transport adds who is asking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// How.
    pub method: Method,
    /// The vendor's path, from `/v2/` or `/snap/` on.
    pub path: String,
    /// JSON, or nothing.
    pub body: Vec<u8>,
    /// Headers besides those of every call; names in lower case.
    pub headers: Vec<(&'static str, String)>,
}

/// The methods that the API has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Changes nothing.
    Get,
    /// May change something.
    Post,
    /// Takes something back.
    Delete,
}

impl Call {
    /// A call that only reads.
    #[must_use]
    pub fn get(path: impl Into<String>) -> Self {
        Self { method: Method::Get, path: path.into(), body: Vec::new(), headers: Vec::new() }
    }

    /// A call that may change something.
    #[must_use]
    pub fn post(path: impl Into<String>, body: Vec<u8>) -> Self {
        Self { method: Method::Post, path: path.into(), body, headers: Vec::new() }
    }
}

/// Carries one call, once: no retries, no redirects, bounded in time and size.
#[async_trait]
pub trait Transport: Send + Sync {
    /// The answer, or why there is none.
    async fn send(&self, call: Call) -> Result<Answer, Doubt>;
}
