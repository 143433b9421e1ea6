//! The one table of environment variables: `--help`, `.env.example` and the reader all use it.

/// Whether a value may be shown in an error message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sight {
    /// May be repeated to the person who set it.
    Open,
    /// Is never shown, not even in part.
    Secret,
}

/// One environment variable.
#[derive(Debug)]
pub struct Variable {
    /// The name as it stands in the environment.
    pub name: &'static str,
    /// What it decides, in one sentence.
    pub what: &'static str,
    /// What a right value looks like.
    pub expected: &'static str,
    /// What holds when it is not set.
    pub unset: &'static str,
    /// A value for the example file; empty where only the installation can know it.
    pub example: &'static str,
    /// Whether errors may repeat the value.
    pub sight: Sight,
}

/// The prefixes that are ours alone: an unknown name that begins so is refused.
pub const PREFIXES: [&str; 4] = ["WIKARTA_", "MAIL_", "WA_GATEWAY_", "SMS_GATEWAY_"];

/// Where the books are.
pub const DATABASE_URL: Variable = Variable {
    name: "DATABASE_URL",
    what: "Where the books are kept.",
    expected: "sqlite:// and the path of a file, such as sqlite:///var/lib/wikarta/wikarta.db",
    unset: "`serve` refuses to start; other commands ask for --data; the demo uses its own DIR",
    example: "sqlite:///var/lib/wikarta/wikarta.db",
    sight: Sight::Secret,
};

/// Signs notifications and opens the Core API.
pub const MIDTRANS_SERVER_KEY: Variable = Variable {
    name: "MIDTRANS_SERVER_KEY",
    what: "The merchant's server key: verifies notifications and opens the Core API.",
    expected: "the server key from the Midtrans dashboard, one word of 8 to 128 characters",
    unset: "`serve` refuses to start; the demo and the emulator use a key of their own",
    example: "",
    sight: Sight::Secret,
};

/// The server key before the present one, while the gateway still signs with it.
pub const MIDTRANS_PREVIOUS_SERVER_KEY: Variable = Variable {
    name: "MIDTRANS_PREVIOUS_SERVER_KEY",
    what: "The server key that was just replaced: notifications signed with it are accepted for a while.",
    expected: "the old server key, together with MIDTRANS_PREVIOUS_SERVER_KEY_UNTIL",
    unset: "only MIDTRANS_SERVER_KEY is accepted",
    example: "",
    sight: Sight::Secret,
};

/// When the previous key stops being accepted.
pub const MIDTRANS_PREVIOUS_SERVER_KEY_UNTIL: Variable = Variable {
    name: "MIDTRANS_PREVIOUS_SERVER_KEY_UNTIL",
    what: "Until when the previous server key is accepted; the gateway retries for six hours.",
    expected: "an instant with its offset, such as 2026-12-01T12:00:00+07:00",
    unset: "only MIDTRANS_SERVER_KEY is accepted",
    example: "2026-12-01T12:00:00+07:00",
    sight: Sight::Open,
};

/// Public half of the merchant's keys.
pub const MIDTRANS_CLIENT_KEY: Variable = Variable {
    name: "MIDTRANS_CLIENT_KEY",
    what: "The merchant's client key, for hosted payment pages.",
    expected: "the client key from the Midtrans dashboard, one word of 8 to 128 characters",
    unset: "hosted payment pages are not offered",
    example: "",
    sight: Sight::Secret,
};

/// The gateway's address.
pub const MIDTRANS_BASE_URL: Variable = Variable {
    name: "MIDTRANS_BASE_URL",
    what: "The address of the gateway's Core API.",
    expected: "https:// and a host without a path (http:// only for a loopback address)",
    unset: "the sandbox, https://api.sandbox.midtrans.com; the demo uses its own emulator",
    example: "https://api.sandbox.midtrans.com",
    sight: Sight::Open,
};

/// The root of every key that the server makes itself.
pub const SECRET_KEY: Variable = Variable {
    name: "WIKARTA_SECRET_KEY",
    what: "The root of the keys for tokens, forms and pay links.",
    expected: "at least 32 characters that nobody can guess, such as `openssl rand -hex 32` prints",
    unset: "`serve` refuses to start; the demo makes one in DIR at its first start",
    example: "",
    sight: Sight::Secret,
};

/// Whether a proxy in front speaks TLS for us.
pub const BEHIND_TLS: Variable = Variable {
    name: "WIKARTA_BEHIND_TLS",
    what: "Whether visitors reach the server through a proxy that speaks TLS: turns on HSTS and \
           `__Host-` cookies.",
    expected: "`yes` or `no`",
    unset: "no; `serve` then listens on a loopback address only",
    example: "yes",
    sight: Sight::Open,
};

/// Whose word about the client's address is taken.
pub const TRUSTED_PROXY: Variable = Variable {
    name: "WIKARTA_TRUSTED_PROXY",
    what: "The proxies whose X-Forwarded-For is believed.",
    expected: "addresses or networks separated by commas, such as 127.0.0.1,10.0.0.0/8",
    unset: "nobody's; the peer of the connection is the client. Needed by `serve` behind TLS",
    example: "127.0.0.1",
    sight: Sight::Open,
};

/// The address in the visitor's browser.
pub const PUBLIC_URL: Variable = Variable {
    name: "WIKARTA_PUBLIC_URL",
    what: "The address under which visitors see the server; requests for another host are refused.",
    expected: "http:// or https:// and a host without a path, such as https://tagihan.example.id",
    unset: "any host name behind TLS, loopback names only without",
    example: "https://tagihan.example.id",
    sight: Sight::Open,
};

/// Whose tax documents are written.
pub const SELLER_NPWP: Variable = Variable {
    name: "WIKARTA_SELLER_NPWP",
    what: "The seller's NPWP, which the Coretax file of a month names.",
    expected: "16 digits",
    unset: "no Coretax file can be written; the demo's seller has an invented one",
    example: "",
    sight: Sight::Open,
};

/// Where seals of the audit trail are copied.
pub const SEAL_DIR: Variable = Variable {
    name: "WIKARTA_SEAL_DIR",
    what: "A directory outside the database, on another disk or machine, to which seals of the audit \
           trail are copied.",
    expected: "the path of a directory that exists and can be written",
    unset: "seals stay in the database, where a hand that rewrites it can throw them away",
    example: "/mnt/arsip/wikarta",
    sight: Sight::Open,
};

/// How often the audit trail is sealed.
pub const SEAL_MINUTES: Variable = Variable {
    name: "WIKARTA_SEAL_MINUTES",
    what: "How many minutes from one seal of the audit trail to the next, when something changed.",
    expected: "a number from 1 to 1440",
    unset: "60",
    example: "60",
    sight: Sight::Open,
};

/// The policy of a new installation.
pub const POLICY_FILE: Variable = Variable {
    name: "WIKARTA_POLICY_FILE",
    what: "The seller's policy for the first start; `wikarta policy check FILE` checks it.",
    expected: "the path of a TOML file such as policy.example.toml",
    unset: "the built-in policy. Once one is stored, changes are proposed in the panel",
    example: "",
    sight: Sight::Open,
};

/// How long the gateway may be silent while money is found by asking.
pub const SILENCE_MINUTES: Variable = Variable {
    name: "WIKARTA_SILENCE_MINUTES",
    what: "After how many minutes without a verified notification a warning is raised, when \
           settlements were found by asking meanwhile.",
    expected: "a number from 1 to 10080",
    unset: "360",
    example: "360",
    sight: Sight::Open,
};

/// How much is logged.
pub const LOG: Variable = Variable {
    name: "WIKARTA_LOG",
    what: "How much is logged.",
    expected: "`error`, `warn`, `info` or `debug`",
    unset: "info",
    example: "info",
    sight: Sight::Open,
};

/// The password for `wikarta user add`.
pub const PASSWORD: Variable = Variable {
    name: "WIKARTA_PASSWORD",
    what: "The password for `wikarta user add`, where no person can type it.",
    expected: "12 to 128 characters, not a common password",
    unset: "the password is read from standard input",
    example: "",
    sight: Sight::Secret,
};

/// Whether this process does what comes by the calendar.
pub const SCHEDULE: Variable = Variable {
    name: "WIKARTA_SCHEDULE",
    what: "Whether this process makes the day's bills, plans reminders and compares with the gateway.",
    expected: "`yes` or `no`",
    unset: "yes. Several processes may; say `no` in those that only answer requests",
    example: "yes",
    sight: Sight::Open,
};

/// Whether messages are kept instead of sent.
pub const CAPTURE: Variable = Variable {
    name: "WIKARTA_CAPTURE",
    what: "Whether messages to customers are kept and shown at /kotak-pesan instead of sent.",
    expected: "`yes` or `no`",
    unset: "no; the demo always keeps them",
    example: "no",
    sight: Sight::Open,
};

/// The server that takes e-mail.
pub const MAIL_HOST: Variable = Variable {
    name: "MAIL_HOST",
    what: "The SMTP server that takes our e-mail.",
    expected: "a host name, such as smtp.example.id",
    unset: "no e-mail is sent",
    example: "smtp.example.id",
    sight: Sight::Open,
};

/// Its port.
pub const MAIL_PORT: Variable = Variable {
    name: "MAIL_PORT",
    what: "The port of the SMTP server.",
    expected: "1 to 65535",
    unset: "587, or 465 with MAIL_TLS=tls",
    example: "587",
    sight: Sight::Open,
};

/// How the connection to it is encrypted.
pub const MAIL_TLS: Variable = Variable {
    name: "MAIL_TLS",
    what: "How the connection to the SMTP server is encrypted.",
    expected: "`starttls`, `tls`, or `none` for a loopback address only",
    unset: "starttls, or tls at port 465",
    example: "starttls",
    sight: Sight::Open,
};

/// Who signs in there.
pub const MAIL_USER: Variable = Variable {
    name: "MAIL_USER",
    what: "The user of the SMTP server.",
    expected: "one line, together with MAIL_PASSWORD",
    unset: "nobody signs in",
    example: "tagihan@example.id",
    sight: Sight::Open,
};

/// With which password.
pub const MAIL_PASSWORD: Variable = Variable {
    name: "MAIL_PASSWORD",
    what: "The password of the user of the SMTP server.",
    expected: "the password, together with MAIL_USER",
    unset: "nobody signs in",
    example: "",
    sight: Sight::Secret,
};

/// Who sends e-mail.
pub const MAIL_FROM: Variable = Variable {
    name: "MAIL_FROM",
    what: "The sender of our e-mail.",
    expected: "an address, with or without a name, such as Contoh Net <tagihan@example.id>",
    unset: "needed together with MAIL_HOST",
    example: "Contoh Net <tagihan@example.id>",
    sight: Sight::Open,
};

/// Which WhatsApp provider.
pub const WA_GATEWAY_KIND: Variable = Variable {
    name: "WA_GATEWAY_KIND",
    what: "The WhatsApp provider: `cloud` is Meta's official Cloud API; `fonnte` is an unofficial \
           gateway, and WhatsApp may ban the number that it uses.",
    expected: "`cloud` or `fonnte`",
    unset: "no WhatsApp message is sent",
    example: "cloud",
    sight: Sight::Open,
};

/// Where it is.
pub const WA_GATEWAY_URL: Variable = Variable {
    name: "WA_GATEWAY_URL",
    what: "The address of the WhatsApp provider.",
    expected: "https:// and a host without a path (http:// only for a loopback address)",
    unset: "the provider's own, https://graph.facebook.com or https://api.fonnte.com",
    example: "https://graph.facebook.com",
    sight: Sight::Open,
};

/// What opens it.
pub const WA_GATEWAY_TOKEN: Variable = Variable {
    name: "WA_GATEWAY_TOKEN",
    what: "The token that opens the WhatsApp provider.",
    expected: "one word of 8 to 512 characters, of the Cloud API a system user's token",
    unset: "needed together with WA_GATEWAY_KIND",
    example: "",
    sight: Sight::Secret,
};

/// Whose number sends.
pub const WA_GATEWAY_SENDER: Variable = Variable {
    name: "WA_GATEWAY_SENDER",
    what: "The id of the sending number at the Cloud API.",
    expected: "5 to 20 digits: the phone number id, not the number itself",
    unset: "needed by `cloud`; `fonnte` has its number by the token",
    example: "",
    sight: Sight::Open,
};

/// What proves its receipts.
pub const WA_GATEWAY_RECEIPT_SECRET: Variable = Variable {
    name: "WA_GATEWAY_RECEIPT_SECRET",
    what: "Proves receipts of the WhatsApp provider: the app secret of the Cloud API; of fonnte, \
           which signs nothing, the last part of the address that it is told.",
    expected: "one word of 16 to 128 of A-Z a-z 0-9 - _",
    unset: "receipts are not taken",
    example: "",
    sight: Sight::Secret,
};

/// What the Cloud API shows when it is told where receipts go.
pub const WA_GATEWAY_VERIFY_TOKEN: Variable = Variable {
    name: "WA_GATEWAY_VERIFY_TOKEN",
    what: "The word that the Cloud API repeats when it is told where receipts go.",
    expected: "one word of 16 to 128 of A-Z a-z 0-9 - _",
    unset: "the address of receipts cannot be registered",
    example: "",
    sight: Sight::Secret,
};

/// Which SMS provider.
pub const SMS_GATEWAY_KIND: Variable = Variable {
    name: "SMS_GATEWAY_KIND",
    what: "The SMS provider.",
    expected: "`zenziva` or `twilio`",
    unset: "no SMS is sent",
    example: "zenziva",
    sight: Sight::Open,
};

/// Where it is.
pub const SMS_GATEWAY_URL: Variable = Variable {
    name: "SMS_GATEWAY_URL",
    what: "The address of the SMS provider.",
    expected: "https:// and a host without a path (http:// only for a loopback address)",
    unset: "the provider's own, https://console.zenziva.net or https://api.twilio.com",
    example: "https://console.zenziva.net",
    sight: Sight::Open,
};

/// Who signs in there.
pub const SMS_GATEWAY_USER: Variable = Variable {
    name: "SMS_GATEWAY_USER",
    what: "The user at the SMS provider.",
    expected: "the userkey of zenziva, or the account sid of twilio: letters and digits",
    unset: "needed together with SMS_GATEWAY_KIND",
    example: "",
    sight: Sight::Open,
};

/// With what.
pub const SMS_GATEWAY_TOKEN: Variable = Variable {
    name: "SMS_GATEWAY_TOKEN",
    what: "The passkey of zenziva, or the auth token of twilio, which signs its receipts too.",
    expected: "one word of 8 to 512 characters",
    unset: "needed together with SMS_GATEWAY_KIND",
    example: "",
    sight: Sight::Secret,
};

/// Whose number sends.
pub const SMS_GATEWAY_SENDER: Variable = Variable {
    name: "SMS_GATEWAY_SENDER",
    what: "The sender at twilio.",
    expected: "a number such as +12025550123, or a messaging service (MG…)",
    unset: "needed by `twilio`; zenziva sends under the name of its contract",
    example: "+12025550123",
    sight: Sight::Open,
};

/// Every variable that is read, in the order in which people meet them.
pub const VARIABLES: &[&Variable] = &[
    &DATABASE_URL,
    &MIDTRANS_SERVER_KEY,
    &MIDTRANS_PREVIOUS_SERVER_KEY,
    &MIDTRANS_PREVIOUS_SERVER_KEY_UNTIL,
    &MIDTRANS_CLIENT_KEY,
    &MIDTRANS_BASE_URL,
    &SECRET_KEY,
    &BEHIND_TLS,
    &TRUSTED_PROXY,
    &PUBLIC_URL,
    &SELLER_NPWP,
    &SEAL_DIR,
    &SEAL_MINUTES,
    &SILENCE_MINUTES,
    &POLICY_FILE,
    &LOG,
    &PASSWORD,
    &SCHEDULE,
    &CAPTURE,
    &MAIL_HOST,
    &MAIL_PORT,
    &MAIL_TLS,
    &MAIL_USER,
    &MAIL_PASSWORD,
    &MAIL_FROM,
    &WA_GATEWAY_KIND,
    &WA_GATEWAY_URL,
    &WA_GATEWAY_TOKEN,
    &WA_GATEWAY_SENDER,
    &WA_GATEWAY_RECEIPT_SECRET,
    &WA_GATEWAY_VERIFY_TOKEN,
    &SMS_GATEWAY_KIND,
    &SMS_GATEWAY_URL,
    &SMS_GATEWAY_USER,
    &SMS_GATEWAY_TOKEN,
    &SMS_GATEWAY_SENDER,
];

/// The variables as the end of `--help` shows them.
#[must_use]
pub fn help() -> String {
    let mut text = String::from("Environment (secrets never stand in arguments):\n");
    for variable in VARIABLES {
        text.push_str(&format!("  {}\n      {}\n", variable.name, variable.what));
        text.push_str(&format!("      Expected: {}.\n", variable.expected));
        text.push_str(&format!("      Not set: {}.\n", variable.unset));
    }
    text
}

/// The text of `.env.example`.
#[must_use]
pub fn example_file() -> String {
    let mut text = String::from(
        "# Settings of wikarta. Copy to `.env`, fill in, and load it into the environment of the\n\
         # service; the program itself reads no file. A name beginning with WIKARTA_, MAIL_,\n\
         # WA_GATEWAY_ or SMS_GATEWAY_ that is not listed here is refused.\n",
    );
    for variable in VARIABLES {
        text.push_str(&format!("\n# {}\n# Expected: {}.\n", variable.what, variable.expected));
        text.push_str(&format!("# Not set: {}.\n", variable.unset));
        text.push_str(&format!("#{}={}\n", variable.name, variable.example));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_file_is_what_the_table_says() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../.env.example");
        if std::env::var_os("UPDATE_DOCS").is_some() {
            std::fs::write(path, example_file()).unwrap();
        }
        let written = std::fs::read_to_string(path).unwrap();
        assert_eq!(written, example_file(), "run the tests once with UPDATE_DOCS=1");
    }

    #[test]
    fn no_secret_has_an_example_that_could_be_used() {
        for variable in VARIABLES.iter().filter(|variable| variable.sight == Sight::Secret) {
            let harmless = variable.example.is_empty() || variable.name == "DATABASE_URL";
            assert!(harmless, "{} would be copied into an installation", variable.name);
        }
    }
}
