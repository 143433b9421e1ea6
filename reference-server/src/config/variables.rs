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

/// The prefix that is ours alone: an unknown name that begins so is refused.
pub const PREFIX: &str = "WIKARTA_";

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

/// The policy of a new installation.
pub const POLICY_FILE: Variable = Variable {
    name: "WIKARTA_POLICY_FILE",
    what: "The seller's policy for the first start; `wikarta policy check FILE` checks it.",
    expected: "the path of a TOML file such as policy.example.toml",
    unset: "the built-in policy. Once one is stored, changes are proposed in the panel",
    example: "",
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
    &POLICY_FILE,
    &LOG,
    &PASSWORD,
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
         # service; the program itself reads no file. A name beginning with WIKARTA_ that is not\n\
         # listed here is refused.\n",
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
