//! E-mail to a real SMTP server.

use std::time::Duration;

use wikarta_core::dunning::text::{Catalog, Language};
use wikarta_core::message::MessageChannel;
use wikarta_core::ports::Delivery;

use super::smtp_double::{Says, Script, SmtpDouble};
use super::{handed, reminder, settings, values};
use crate::notify::provider::{Content, Parcel, Provider};
use crate::notify::smtp::{Patience, Smtp};

const SHORT: Patience =
    Patience { step: Duration::from_millis(300), words: Duration::from_millis(300) };

fn smtp(port: u16, more: &[(&str, &str)]) -> Smtp {
    let port = port.to_string();
    let basics = [
        ("MAIL_HOST", "127.0.0.1"),
        ("MAIL_PORT", port.as_str()),
        ("MAIL_TLS", "none"),
        ("MAIL_FROM", "Contoh Net <tagihan@contoh.test>"),
    ];
    let config = settings(&[&basics, more].concat()).mail.unwrap();
    Smtp::new(config, SHORT)
}

/// The parts of a letter, with soft line ends and encodings of its bodies undone.
fn decoded(letter: &str) -> String {
    let joined = letter.replace("=\r\n", "");
    let mut bytes = Vec::new();
    let mut rest = joined.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let hex = after.get(..2).and_then(|two| std::str::from_utf8(two).ok());
        let byte = hex.and_then(|two| u8::from_str_radix(two, 16).ok());
        match (first, byte) {
            (b'=', Some(byte)) => {
                bytes.push(byte);
                rest = after.get(2..).unwrap();
            }
            _ => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).unwrap()
}

#[tokio::test]
async fn a_server_receives_the_whole_letter() {
    let double = SmtpDouble::start(Script::default()).await;
    let provider = smtp(double.port, &[]);
    let delivery = handed(&provider, "Neneng Kurniasih", "neneng@pelanggan.test").await;
    let Delivery::Accepted { channel, provider_id: Some(id) } = delivery else {
        panic!("{delivery:?}")
    };
    assert_eq!(channel, MessageChannel::Email);
    assert_eq!(
        double.commands(),
        [
            "EHLO contoh.test",
            "MAIL FROM:<tagihan@contoh.test>",
            "RCPT TO:<neneng@pelanggan.test>",
            "DATA",
            "QUIT"
        ]
    );
    let letters = double.letters();
    assert_eq!(letters.len(), 1);
    let plain = letters[0].replace(id.trim_matches(['<', '>']), "KEY@contoh.test");
    let boundary = plain.split("boundary=\"").nth(1).unwrap().split('"').next().unwrap();
    insta::assert_snapshot!("letter", plain.replace(boundary, "BOUNDARY").replace("\r\n", "\n"));
    assert!(decoded(&letters[0]).contains("<strong>Rp277.500</strong>"));
    // The same message again is the same to whoever sees both.
    let again = handed(&provider, "Neneng Kurniasih", "neneng@pelanggan.test").await;
    assert_eq!(again, Delivery::Accepted { channel, provider_id: Some(id) });
}

#[tokio::test]
async fn a_name_can_begin_no_head_no_tag_and_no_recipient() {
    for name in [
        "Budi \"Tengil\" <b>Hitam</b> & Anak",
        "Budi\r\nBcc: musuh@jahat.test\r\n\r\nHalo",
        "Budi\u{2028}Bcc: musuh@jahat.test",
        "Wayan Śrī Ägung 李",
        "=?utf-8?q?Budi=0D=0ABcc:_musuh@jahat.test?=",
    ] {
        let double = SmtpDouble::start(Script::default()).await;
        let delivery = handed(&smtp(double.port, &[]), name, "budi@pelanggan.test").await;
        assert!(matches!(delivery, Delivery::Accepted { .. }), "{name:?}: {delivery:?}");
        let letter = double.letters().remove(0);
        let (head, body) = letter.split_once("\r\n\r\n").unwrap();
        let heads: Vec<&str> = head
            .split("\r\n")
            .filter(|line| !line.starts_with([' ', '\t']))
            .map(|line| line.split(':').next().unwrap())
            .collect();
        let known = [
            "From",
            "To",
            "Subject",
            "Date",
            "Message-ID",
            "MIME-Version",
            "Content-Type",
            "Auto-Submitted",
        ];
        let mut sorted = (heads.clone(), known);
        sorted.0.sort_unstable();
        sorted.1.sort_unstable();
        assert_eq!(sorted.0, sorted.1, "{name:?}");
        let page = body.split_once("Content-Type: text/html").unwrap().1;
        assert!(!decoded(page).contains("<b>"), "{name:?}");
        let to: Vec<String> =
            double.commands().into_iter().filter(|line| line.starts_with("RCPT")).collect();
        assert_eq!(to, ["RCPT TO:<budi@pelanggan.test>"], "{name:?}");
    }
}

#[tokio::test]
async fn a_subject_in_other_signs_arrives_whole() {
    let double = SmtpDouble::start(Script::default()).await;
    let catalog = Catalog::shipped().unwrap();
    let paid = catalog.get(&"paid".parse().unwrap(), Language::Id).unwrap();
    let content = Content::Email(paid.email(&values("Budi")).unwrap());
    let message = reminder();
    let parcel = Parcel { message: &message, name: "Budi", to: "budi@pelanggan.test", content };
    smtp(double.port, &[]).hand_over(&parcel).await;
    let letter = double.letters().remove(0);
    assert!(letter.split_once("\r\n\r\n").unwrap().0.is_ascii());
    let line = letter.split("\r\n").find(|line| line.starts_with("Subject: ")).unwrap();
    // The dash alone is not ASCII; `4oCT` is its three bytes.
    assert_eq!(line, "Subject: Pembayaran diterima =?utf-8?b?4oCT?= INV/2026/12/000123");
}

/// What each step's answer means: with the row's script, this outcome.
#[tokio::test]
async fn what_a_server_says_at_each_step_has_one_meaning() {
    use Says::{Goodbye, Line, Nothing};
    let fine = Script::default();
    let table: &[(&str, Script, &str)] = &[
        ("greeting 554", Script { greeting: Line("554 no"), ..fine }, "passing"),
        ("greeting none", Script { greeting: Nothing, ..fine }, "passing"),
        ("hello 421", Script { hello: Line("421 busy"), ..fine }, "passing"),
        ("mail 451", Script { mail: Line("451 later"), ..fine }, "passing"),
        ("mail 550", Script { mail: Line("550 not you"), ..fine }, "passing"),
        ("mail gone", Script { mail: Goodbye, ..fine }, "passing"),
        ("rcpt 450", Script { rcpt: Line("450 greylisted"), ..fine }, "passing"),
        ("rcpt 550", Script { rcpt: Line("550 no such user"), ..fine }, "permanent"),
        ("rcpt none", Script { rcpt: Nothing, ..fine }, "passing"),
        ("data 451", Script { data: Line("451 later"), ..fine }, "passing"),
        ("data 554", Script { data: Line("554 never"), ..fine }, "permanent"),
        ("data gone", Script { data: Goodbye, ..fine }, "passing"),
        ("words 250", fine, "accepted"),
        ("words 452", Script { words: Line("452 full"), ..fine }, "passing"),
        ("words 550", Script { words: Line("550 spam"), ..fine }, "permanent"),
        ("words none", Script { words: Nothing, ..fine }, "unknown"),
        ("words gone", Script { words: Goodbye, ..fine }, "unknown"),
        ("words garbage", Script { words: Line("hm"), ..fine }, "unknown"),
    ];
    for (what, script, wanted) in table {
        let double = SmtpDouble::start(*script).await;
        let delivery = handed(&smtp(double.port, &[]), "Budi", "budi@pelanggan.test").await;
        let told = format!("{delivery:?}");
        assert!(told.to_lowercase().starts_with(wanted), "{what}: {told}");
        for personal in ["budi", "no such user", "greylisted"] {
            assert!(!told.to_lowercase().contains(personal), "{what} tells {told}");
        }
    }
    let closed = smtp(1, &[]);
    let nobody = handed(&closed, "Budi", "budi@pelanggan.test").await;
    assert!(matches!(nobody, Delivery::Passing { .. }), "{nobody:?}");
}

#[tokio::test]
async fn a_password_is_said_to_the_server_and_to_nobody_else() {
    let more = [("MAIL_USER", "tagihan"), ("MAIL_PASSWORD", "rahasia-sekali")];
    let refused =
        Script { auth: Says::Line("535 5.7.8 rahasia-sekali is wrong"), ..Script::default() };
    for (script, taken) in [(Script::default(), true), (refused, false)] {
        let double = SmtpDouble::start(script).await;
        let provider = smtp(double.port, &more);
        let delivery = handed(&provider, "Budi", "budi@pelanggan.test").await;
        assert_eq!(matches!(delivery, Delivery::Accepted { .. }), taken, "{delivery:?}");
        assert!(matches!(&delivery, Delivery::Accepted { .. } | Delivery::Passing { .. }));
        assert!(double.commands().iter().any(|line| line.starts_with("AUTH PLAIN ")));
        let printed = format!("{provider:?} {delivery:?}");
        assert!(!printed.contains("rahasia"), "{printed}");
    }
}

#[tokio::test]
async fn nothing_is_said_in_the_clear_when_tls_is_wanted() {
    let double = SmtpDouble::start(Script::default()).await;
    let more = [("MAIL_TLS", "starttls"), ("MAIL_USER", "u"), ("MAIL_PASSWORD", "rahasia")];
    let delivery = handed(&smtp(double.port, &more), "Budi", "budi@pelanggan.test").await;
    assert!(matches!(delivery, Delivery::Passing { .. }), "{delivery:?}");
    assert_eq!(double.commands(), ["EHLO contoh.test"], "the server has no STARTTLS");
}

#[tokio::test]
async fn an_address_that_is_none_is_never_tried() {
    for to in ["", "budi", "budi@pelanggan.test\r\nRCPT TO:<musuh@jahat.test>", "a b@c.test"] {
        let double = SmtpDouble::start(Script::default()).await;
        let delivery = handed(&smtp(double.port, &[]), "Budi", to).await;
        assert!(matches!(delivery, Delivery::Permanent { .. }), "{to:?}: {delivery:?}");
        assert!(double.commands().is_empty(), "{to:?}");
    }
    // Signs of other scripts need a server that takes them.
    let double = SmtpDouble::start(Script::default()).await;
    let delivery = handed(&smtp(double.port, &[]), "Budi", "budí@pelanggan.test").await;
    assert!(matches!(delivery, Delivery::Permanent { .. }), "{delivery:?}");
    let hello = Says::Line("250-contoh.test\r\n250-8BITMIME\r\n250 SMTPUTF8");
    let double = SmtpDouble::start(Script { hello, ..Script::default() }).await;
    let delivery = handed(&smtp(double.port, &[]), "Budi", "budí@pelanggan.test").await;
    assert!(matches!(delivery, Delivery::Accepted { .. }), "{delivery:?}");
    assert!(double.commands().iter().any(|line| line.ends_with("SMTPUTF8")));
}
