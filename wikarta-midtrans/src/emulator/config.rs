//! What an emulator is told when it opens.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use super::clock::{Clock, SystemClock};
use super::limit::RateLimit;
use crate::signature::ServerKey;
use crate::snap_bi::signature::{ClientSecret, MerchantKey, VendorKeys};

/// One account at the vendor: whoever shows its server key is this merchant.
#[derive(Debug, Clone)]
pub struct Merchant {
    /// The vendor's name for the merchant, `G123456789`.
    pub merchant_id: String,
    /// Authenticates calls and signs notifications.
    pub server_key: ServerKey,
    /// The public key that browsers use.
    pub client_key: String,
    /// How it signs at BI-SNAP; without it the merchant is not there.
    pub snap_bi: Option<SnapBiMerchant>,
}

/// A merchant of BI-SNAP.
#[derive(Debug, Clone)]
pub struct SnapBiMerchant {
    /// `X-CLIENT-KEY` of its token calls.
    pub client_key: String,
    /// `X-PARTNER-ID` of its calls.
    pub partner_id: String,
    /// Verify its token calls: the public keys that it has registered.
    pub keys: VendorKeys,
    /// Signs its calls.
    pub secret: ClientSecret,
}

/// How to open an [`super::Emulator`]. Make one with [`EmulatorConfig::new`] and change fields.
#[derive(Clone)]
pub struct EmulatorConfig {
    /// Who may call. Several merchants share nothing.
    pub merchants: Vec<Merchant>,
    /// Where notifications go. Without it they wait until somebody takes them.
    pub notify_url: Option<String>,
    /// Hosts besides the loopback that may be notified, such as `panel.example.test`.
    pub notify_hosts: Vec<String>,
    /// Where BI-SNAP's notifications go: the prefix before `/v1.0/…`.
    pub snap_bi_notify_url: Option<String>,
    /// Signs BI-SNAP's notifications, as the vendor's own key does.
    pub snap_bi_key: Option<Arc<MerchantKey>>,
    /// How many charges and linked wallets are taken in how long; without it any number.
    pub rate_limit: Option<RateLimit>,
    /// Where the journal lives. Without it nothing outlives the process.
    pub data_dir: Option<PathBuf>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// The same seed, calls and times make the same ids, codes and numbers.
    pub seed: u64,
    /// Retry intervals and the bank's confirmation of refunds come this many times sooner. At least 1.
    pub time_scale: u32,
    /// The path that everything hangs under, such as `/emulator/midtrans`; empty for the root.
    pub base_path: String,
    /// How callers reach the emulator, base path included; it stands in `actions[].url`.
    pub public_url: String,
    /// The most transactions kept. Beyond it the oldest that have ended are forgotten.
    pub max_transactions: usize,
    /// The most deliveries kept. Beyond it the oldest are forgotten, finished ones first.
    pub max_deliveries: usize,
}

impl EmulatorConfig {
    /// One merchant, the machine's clock, no journal, nobody to notify.
    #[must_use]
    pub fn new(server_key: ServerKey) -> Self {
        let merchant = Merchant {
            merchant_id: "G123456789".to_owned(),
            server_key,
            client_key: "SB-Mid-client-TESTONLYwikarta0001".to_owned(),
            snap_bi: None,
        };
        Self {
            merchants: vec![merchant],
            notify_url: None,
            notify_hosts: Vec::new(),
            snap_bi_notify_url: None,
            snap_bi_key: None,
            rate_limit: None,
            data_dir: None,
            clock: Arc::new(SystemClock::new()),
            seed: 1,
            time_scale: 1,
            base_path: String::new(),
            public_url: String::new(),
            max_transactions: 100_000,
            max_deliveries: 10_000,
        }
    }

    pub(super) fn merchant(&self, merchant_id: &str) -> Option<&Merchant> {
        self.merchants.iter().find(|merchant| merchant.merchant_id == merchant_id)
    }

    /// Seconds of the vendor's clock in seconds of ours.
    pub(super) fn scaled(&self, seconds: i64) -> i64 {
        seconds / i64::from(self.time_scale.max(1))
    }
}

impl fmt::Debug for EmulatorConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EmulatorConfig")
            .field("merchants", &self.merchants)
            .field("notify_url", &self.notify_url)
            .field("data_dir", &self.data_dir)
            .field("seed", &self.seed)
            .field("base_path", &self.base_path)
            .finish_non_exhaustive()
    }
}
