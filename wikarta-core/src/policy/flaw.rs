//! What does not hold together in a policy, in the two languages of the people who write one.

use std::fmt;

use crate::dunning::text::Language;
use crate::words::words;

words! {
    /// A rule that a policy keeps as a whole.
    PolicyRule {
        /// Tax rules are at least one, each begins after the one before.
        TaxOrder = "tax.order",
        /// A term is not shorter than the shortest.
        Terms = "billing.terms",
        /// Steps of lateness rise.
        LateFeeOrder = "late_fee.order",
        /// No step of lateness costs more than all together.
        LateFeeCap = "late_fee.cap",
        /// The second tier begins above the first.
        Tiers = "corrections.tiers",
        /// The NPWP is one.
        Npwp = "seller.npwp",
        /// The NITKU is one, of the same taxpayer.
        Nitku = "seller.nitku",
        /// Steps of dunning stand in the order of time.
        StageOrder = "dunning.order",
        /// No step of dunning is shifted over another.
        StageShift = "dunning.shift",
        /// Something is sent on some day, and each day stands once.
        SendingDays = "dunning.days",
        /// Sending begins before it ends.
        SendingHours = "dunning.hours",
        /// The time of sending lies within the hours.
        SendAt = "dunning.send_at",
        /// A pause begins before it ends.
        Pause = "dunning.pause",
        /// Isolation begins before it ends, on a Friday too.
        IsolationHours = "isolation.hours",
        /// Waits rise.
        Waits = "policy.waits",
        /// A step has at least the tries of one channel.
        Tries = "fallback.tries",
        /// A fee begins once on a day.
        FeeTwice = "fees.twice",
    }
}

impl PolicyRule {
    /// The rule as people read it, Indonesian first.
    const fn texts(self) -> (&'static str, &'static str) {
        match self {
            Self::TaxOrder => (
                "aturan pajak minimal satu, dan tiap aturan mulai setelah yang sebelumnya",
                "there must be at least one tax rule, each beginning after the one before",
            ),
            Self::Terms => (
                "tidak boleh lebih pendek dari `billing.min_terms_days`",
                "must not be shorter than `billing.min_terms_days`",
            ),
            Self::LateFeeOrder => (
                "tiap tahap denda harus mulai setelah tahap sebelumnya",
                "each step must begin later than the one before",
            ),
            Self::LateFeeCap => (
                "tidak boleh lebih kecil dari denda paling sedikit suatu tahap",
                "must not be less than the least fee of a step",
            ),
            Self::Tiers => (
                "harus lebih besar dari `corrections.refund_tier1_max`",
                "must be more than `corrections.refund_tier1_max`",
            ),
            Self::Npwp => {
                ("NPWP penjual terdiri dari 16 angka", "the npwp of a seller has 16 digits")
            }
            Self::Nitku => (
                "NITKU terdiri dari 22 angka dan diawali NPWP",
                "the nitku has 22 digits and begins with the npwp",
            ),
            Self::StageOrder => (
                "tulis tahap menurut urutan waktu, masing-masing satu kali",
                "write stages in the order of time, each once",
            ),
            Self::StageShift => (
                "tahap sebelum jatuh tempo digeser ke `previous`, lainnya ke `next`",
                "a stage before the due date is shifted to `previous`, any other to `next`",
            ),
            Self::SendingDays => (
                "tulis minimal satu hari kirim, masing-masing satu kali",
                "write at least one sending day, each once",
            ),
            Self::SendingHours => {
                ("harus setelah `dunning.opens`", "must be after `dunning.opens`")
            }
            Self::SendAt => (
                "harus di antara `dunning.opens` dan `dunning.closes`",
                "must lie between `dunning.opens` and `dunning.closes`",
            ),
            Self::Pause => {
                ("jeda harus mulai sebelum berakhir", "a pause must begin before it ends")
            }
            Self::IsolationHours => {
                ("harus setelah `isolation.from`", "must be after `isolation.from`")
            }
            Self::Waits => (
                "tulis minimal satu jeda, tidak ada yang lebih pendek dari sebelumnya",
                "write at least one wait, none shorter than the one before",
            ),
            Self::Tries => (
                "tidak boleh kurang dari `fallback.tries_per_channel`",
                "must not be fewer than `fallback.tries_per_channel`",
            ),
            Self::FeeTwice => (
                "dua biaya dengan cara bayar yang sama mulai pada hari yang sama",
                "two fees for the same way to pay begin on the same day",
            ),
        }
    }
}

/// What is wrong with one field.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Flaw {
    /// A number outside what makes sense.
    Range {
        /// The number.
        found: i64,
        /// The least.
        min: i64,
        /// The most; nothing where only zero is the limit.
        max: Option<i64>,
    },
    /// A text that is too long or has control characters.
    Text {
        /// The most characters.
        max: usize,
    },
    /// It does not hold together with the rest.
    Rule(PolicyRule),
}

impl Flaw {
    /// What people read, to follow the key.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        match (self, language) {
            (Self::Range { found, min, max: Some(max) }, Language::Id) => {
                format!("{found} di luar {min} sampai {max}")
            }
            (Self::Range { found, min, max: Some(max) }, Language::En) => {
                format!("{found} is not between {min} and {max}")
            }
            (Self::Range { found, min, max: None }, Language::Id) => {
                format!("{found} kurang dari {min}")
            }
            (Self::Range { found, min, max: None }, Language::En) => {
                format!("{found} is less than {min}")
            }
            (Self::Text { max }, Language::Id) => {
                format!("paling banyak {max} huruf, tanpa karakter kendali")
            }
            (Self::Text { max }, Language::En) => {
                format!("at most {max} characters, none of them a control character")
            }
            (Self::Rule(rule), Language::Id) => rule.texts().0.to_owned(),
            (Self::Rule(rule), Language::En) => rule.texts().1.to_owned(),
        }
    }
}

/// A field with what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyFlaw {
    /// The field, such as `corrections.refund_tier2_max` or `tax[2].from`, rows counted from 1.
    pub key: String,
    /// What is wrong.
    pub flaw: Flaw,
}

impl fmt::Display for PolicyFlaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`: {}", self.key, self.flaw.text(Language::En))
    }
}

/// Why a policy was refused: everything that is wrong with it, never nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
pub struct PolicyFlaws(pub Vec<PolicyFlaw>);
