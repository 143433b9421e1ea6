//! The one table of figures: how much anybody may ask of the server.
//!
//! `docs/security/limits.md` is printed from here; a test compares.

/// What a bucket is counted for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyedBy {
    /// The client's address; an IPv6 client counts as its /64.
    Address,
    /// The person's session.
    Session,
    /// The token of a pay link.
    PayToken,
    /// One bucket for the whole process.
    Process,
}

/// Which requests take from a bucket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counts {
    /// Every request, before anything is done for it.
    Every,
    /// Only those that were answered 400 or 403: the answer is then 429, and the good requests of
    /// the same sender are never held back by its bad ones.
    Refused,
}

/// A token bucket: `burst` at once, then `refill` every `per_seconds`.
#[derive(Debug, PartialEq, Eq)]
pub struct Limit {
    /// Its name.
    pub name: &'static str,
    /// What it bounds, in a sentence.
    pub what: &'static str,
    /// What it is counted for.
    pub key: KeyedBy,
    /// What takes from it.
    pub counts: Counts,
    /// How many at once.
    pub burst: u32,
    /// How many come back …
    pub refill: u32,
    /// … in this many seconds.
    pub per_seconds: u32,
}

/// Sign-in by form or token, however it ends.
pub const SIGN_IN: Limit = Limit {
    name: "sign-in",
    what: "Attempts to sign in by form or by token, however they end",
    key: KeyedBy::Address,
    counts: Counts::Every,
    burst: 120,
    refill: 60,
    per_seconds: 60,
};

/// Notifications that are refused.
pub const WEBHOOK_REFUSED: Limit = Limit {
    name: "webhook-refused",
    what: "Notifications and receipts that were refused (no valid proof, or unreadable)",
    key: KeyedBy::Address,
    counts: Counts::Refused,
    burst: 1000,
    refill: 20,
    per_seconds: 1,
};

/// Visits to pay pages.
pub const PAY_ADDRESS: Limit = Limit {
    name: "pay-address",
    what: "Requests to pay pages from one address",
    key: KeyedBy::Address,
    counts: Counts::Every,
    burst: 240,
    refill: 4,
    per_seconds: 1,
};

/// Visits to one pay page.
pub const PAY_TOKEN: Limit = Limit {
    name: "pay-token",
    what: "Requests to one pay page, its status polls included",
    key: KeyedBy::PayToken,
    counts: Counts::Every,
    burst: 120,
    refill: 2,
    per_seconds: 1,
};

/// What one pay page makes us ask of the gateway.
pub const PAY_CHARGE: Limit = Limit {
    name: "pay-charge",
    what: "Payment codes and checks of a payment asked for on one pay page",
    key: KeyedBy::PayToken,
    counts: Counts::Every,
    burst: 20,
    refill: 1,
    per_seconds: 15,
};

/// API calls of one session.
pub const API_SESSION: Limit = Limit {
    name: "api-session",
    what: "API calls of one session",
    key: KeyedBy::Session,
    counts: Counts::Every,
    burst: 1000,
    refill: 50,
    per_seconds: 1,
};

/// Pages of one session.
pub const PAGE_SESSION: Limit = Limit {
    name: "page-session",
    what: "Pages and forms of one session",
    key: KeyedBy::Session,
    counts: Counts::Every,
    burst: 300,
    refill: 10,
    per_seconds: 1,
};

/// Rows of the security log.
pub const SECURITY_LOG: Limit = Limit {
    name: "security-log",
    what: "Rows of one kind in the security log; what is above is counted, not written",
    key: KeyedBy::Process,
    counts: Counts::Every,
    burst: 200,
    refill: 2,
    per_seconds: 1,
};

/// Rows of the security log about people who have signed in: no stranger can make them.
pub const SECURITY_LOG_STAFF: Limit = Limit {
    name: "security-log-staff",
    what: "Rows of one kind about people who have signed in; what is above is counted",
    burst: 1_000,
    ..SECURITY_LOG
};

/// Every bucket.
pub const LIMITS: &[&Limit] = &[
    &SIGN_IN,
    &WEBHOOK_REFUSED,
    &PAY_ADDRESS,
    &PAY_TOKEN,
    &PAY_CHARGE,
    &API_SESSION,
    &PAGE_SESSION,
    &SECURITY_LOG,
    &SECURITY_LOG_STAFF,
];

/// How failures to sign in are slowed: some are free, then each doubles the wait.
#[derive(Debug, PartialEq, Eq)]
pub struct Delay {
    /// What it is counted for.
    pub what: &'static str,
    /// Failures that cost nothing.
    pub free: u32,
    /// The first wait, in seconds.
    pub first_seconds: u32,
    /// The longest wait, in seconds: nobody is locked out for ever.
    pub longest_seconds: u32,
    /// After so many seconds without a failure everything is forgotten.
    pub forget_seconds: u32,
}

/// Failures of one account, from wherever.
pub const ACCOUNT_DELAY: Delay = Delay {
    what: "one account, by form and token together",
    free: 10,
    first_seconds: 2,
    longest_seconds: 900,
    forget_seconds: 3600,
};

/// Failures from one address, at whatever account.
pub const ADDRESS_DELAY: Delay = Delay {
    what: "one address",
    free: 50,
    first_seconds: 2,
    longest_seconds: 300,
    forget_seconds: 3600,
};

/// How many keys one limit remembers; further ones share a single bucket.
pub const KEYS_MAX: usize = 20_000;
/// Notifications that may be in work at once.
pub const WEBHOOKS_IN_WORK: usize = 1024;
/// Open connections.
pub const CONNECTIONS: usize = 2048;
/// Seconds for the header of a request to arrive.
pub const HEADER_SECONDS: u64 = 20;
/// Bytes of the header of a request.
pub const HEADER_BYTES: usize = 32 * 1024;
/// Header lines of a request.
pub const HEADER_LINES: usize = 64;
/// Seconds for the body of a request to arrive.
pub const BODY_SECONDS: u64 = 10;
/// Seconds that requests in work get when the server is told to stop.
pub const STOP_SECONDS: u64 = 15;
