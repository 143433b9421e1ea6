//! The classes of endpoints, and the rules that hold for each.

/// Who an endpoint is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// Anybody or any program: health, assets, tokens.
    Public,
    /// The gateway, known by its signature.
    Webhook,
    /// A provider of messages, known by what it proves.
    Receipt,
    /// A program with a bearer token. Cookies mean nothing here, so no form of another site can
    /// reach it.
    Api,
    /// As [`Class::Api`], for a program that sends a file.
    Upload,
    /// A person who has not signed in yet: the sign-in form.
    Door,
    /// A person who has signed in: panel pages and their forms.
    Page,
    /// The holder of a pay link.
    Payer,
}

/// What a body may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Content {
    /// `application/json`.
    Json,
    /// `application/x-www-form-urlencoded`.
    Form,
    /// Either of them: providers of messages differ.
    JsonOrForm,
    /// `text/csv`.
    Csv,
}

/// Who reads the answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reader {
    /// A program: problems are JSON.
    Program,
    /// A person: problems are pages.
    Person,
}

/// The most bytes that any class reads.
pub const BODY_MAX: usize = 4 * 1024 * 1024;
/// The most bytes of a body that is no file.
const MESSAGE_MAX: usize = 64 * 1024;

/// The rules of a class.
#[derive(Debug)]
pub struct ClassRules {
    /// The most bytes of a body.
    pub body_max: usize,
    /// What a body may be.
    pub content: Content,
    /// Seconds until an unfinished answer becomes 503: longer than the books wait for their database.
    pub deadline_seconds: u64,
    /// Who reads the answers.
    pub reader: Reader,
}

impl Class {
    /// Every class.
    pub const ALL: &'static [Self] = &[
        Self::Public,
        Self::Webhook,
        Self::Receipt,
        Self::Api,
        Self::Upload,
        Self::Door,
        Self::Page,
        Self::Payer,
    ];

    /// The rules.
    #[must_use]
    pub const fn rules(self) -> &'static ClassRules {
        match self {
            Self::Public => &ClassRules {
                body_max: 8 * 1024,
                content: Content::Json,
                deadline_seconds: 15,
                reader: Reader::Program,
            },
            Self::Webhook => &ClassRules {
                body_max: MESSAGE_MAX,
                content: Content::Json,
                deadline_seconds: 14,
                reader: Reader::Program,
            },
            Self::Receipt => &ClassRules {
                body_max: MESSAGE_MAX,
                content: Content::JsonOrForm,
                deadline_seconds: 14,
                reader: Reader::Program,
            },
            Self::Api => &ClassRules {
                body_max: MESSAGE_MAX,
                content: Content::Json,
                deadline_seconds: 30,
                reader: Reader::Program,
            },
            Self::Upload => &ClassRules {
                body_max: BODY_MAX,
                content: Content::Csv,
                deadline_seconds: 30,
                reader: Reader::Program,
            },
            Self::Door => &ClassRules {
                body_max: 8 * 1024,
                content: Content::Form,
                deadline_seconds: 15,
                reader: Reader::Person,
            },
            Self::Page => &ClassRules {
                body_max: MESSAGE_MAX,
                content: Content::Form,
                deadline_seconds: 30,
                reader: Reader::Person,
            },
            Self::Payer => &ClassRules {
                body_max: 4 * 1024,
                content: Content::Form,
                deadline_seconds: 30,
                reader: Reader::Person,
            },
        }
    }

    /// The name in tables.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Webhook => "webhook",
            Self::Receipt => "receipt",
            Self::Api => "api",
            Self::Upload => "upload",
            Self::Door => "door",
            Self::Page => "page",
            Self::Payer => "payer",
        }
    }

    /// Whether a person must have signed in, in whatever way.
    #[must_use]
    pub const fn wants_staff(self) -> bool {
        matches!(self, Self::Api | Self::Upload | Self::Page)
    }
}

#[cfg(test)]
mod tests {
    use wikarta_store_sqlx::LONGEST_WAIT_SECONDS;

    use super::super::limits::STOP_SECONDS;
    use super::*;

    /// How long the gateway waits for the answer to a notification.
    const GATEWAY_SECONDS: u64 = 15;

    #[test]
    fn what_is_slow_is_waited_out() {
        for class in Class::ALL {
            let deadline = class.rules().deadline_seconds;
            assert!(deadline > LONGEST_WAIT_SECONDS, "{}", class.as_str());
        }
        let webhook = Class::Webhook.rules().deadline_seconds;
        assert!(webhook < GATEWAY_SECONDS, "our 503 arrives before the gateway gives up");
        assert!(webhook < STOP_SECONDS, "a notification is answered before a stop");
    }
}
