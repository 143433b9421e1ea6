//! Answers of the emulated API, and the vendor's ways to say no.

use serde_json::{Value, json};

use super::body::put;

/// One answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// HTTP's status. Refusals about a transaction travel under 200, as at the vendor.
    pub http_status: u16,
    /// What comes with it.
    pub content: Content,
}

/// What an answer carries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// JSON.
    Json(Value),
    /// A picture.
    Svg(String),
    /// Anything, with its type.
    Raw(Vec<u8>, &'static str),
}

impl Reply {
    /// JSON under an HTTP status.
    #[must_use]
    pub fn json(http_status: u16, body: Value) -> Self {
        Self { http_status, content: Content::Json(body) }
    }

    /// The bytes and their type.
    #[must_use]
    pub fn into_bytes(self) -> (Vec<u8>, &'static str) {
        match self.content {
            Content::Json(body) => (body.to_string().into_bytes(), "application/json"),
            Content::Svg(text) => (text.into_bytes(), "image/svg+xml"),
            Content::Raw(bytes, content_type) => (bytes, content_type),
        }
    }
}

/// Why the vendor says no. The texts are the vendor's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Refusal {
    /// 400.
    Invalid(Vec<String>),
    /// 401.
    WrongKey,
    /// 402.
    PaymentTypeOff,
    /// 404 for a transaction.
    NotFound,
    /// 404 for an address that does not exist.
    UnknownAddress,
    /// 405.
    WrongMethod,
    /// 406 for an order id.
    OrderExists,
    /// 406 for a refund key.
    RefundExists,
    /// 404 for a linked wallet.
    AccountNotFound,
    /// 411: a card token that nobody made.
    Token,
    /// 412.
    NotInThisState,
    /// 412 for a linked wallet.
    AccountNotInThisState,
    /// 413.
    NotJson,
    /// 414.
    RefundAmount,
    /// 500 with the short body that an empty charge gets.
    Unexpected,
    /// 500.
    Failed,
    /// A part of the API with a form of its own (Snap, subscriptions).
    Own(Reply),
}

impl Refusal {
    /// The answer; `id` names it for support, as at the vendor.
    pub(super) fn reply(&self, id: &str) -> Reply {
        let (http_status, code, message) = match self {
            Self::Invalid(_) => (400, "400", "One or more parameters in the payload is invalid."),
            Self::WrongKey => (401, "401", "Unknown Merchant server_key/id"),
            Self::PaymentTypeOff => {
                (402, "402", "Merchant doesn't have access for this payment type")
            }
            Self::NotFound => (200, "404", "Transaction doesn't exist."),
            Self::UnknownAddress => (404, "404", "The requested resource is not found"),
            Self::WrongMethod => (405, "405", "HTTP method is not allowed"),
            Self::OrderExists => (200, "406", CONFLICT),
            Self::RefundExists => (200, "406", "Duplicate refund ID"),
            Self::NotInThisState => {
                (200, "412", "Merchant cannot modify the status of the transaction")
            }
            Self::AccountNotFound => (200, "404", "Account doesn't exist."),
            Self::AccountNotInThisState => (200, "412", "Account status cannot be updated."),
            Self::Token => (200, "411", "Token id is missing, invalid, or timed out"),
            Self::NotJson => (413, "413", "The request body is not valid JSON"),
            Self::RefundAmount => (200, "414", "Refund request is rejected due to invalid amount"),
            Self::Unexpected => {
                return Reply::json(500, json!({ "message": "An unexpected error occurred" }));
            }
            Self::Failed => (500, "500", FAILED),
            Self::Own(reply) => return reply.clone(),
        };
        let mut body = json!({ "status_code": code, "status_message": message, "id": id });
        if let Self::Invalid(messages) = self {
            put(&mut body, "validation_messages", messages.as_slice().into());
        }
        Reply::json(http_status, body)
    }
}

const CONFLICT: &str = "The request could not be completed due to a conflict with the current \
     state of the target resource, please try again";
const FAILED: &str = "Sorry, we encountered internal server error. We will fix this soon.";
