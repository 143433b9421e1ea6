//! The words, channel by channel.

use std::sync::LazyLock;

use proptest::prelude::*;
use wikarta_core::dunning::text::{
    Catalog, CatalogError, InvoiceRef, Language, NotGsm, SMS_SEPTETS_MAX, Template, TemplateError,
    TextError, Values, Variable, one_line, septets,
};
use wikarta_core::dunning::{MessageChannel, SendingPolicy, Stage, TemplateName};

use super::calendar::day;
use crate::world::{month, rupiah};

fn values(name: &str) -> Values {
    Values {
        name: name.to_owned(),
        customer: "PLG-000123".into(),
        invoice: InvoiceRef { first: "INV/2026/12/000123".parse().unwrap(), others: 0 },
        period: month("2026-12"),
        amount: rupiah(12_345_678),
        due: day("2026-12-20"),
        days: 3,
        link: "https://b.contoh.id/Ab3d".parse().unwrap(),
        isp: "ContohNets".into(),
        help: "0812-0000-001".into(),
    }
}

fn message(
    catalog: &Catalog,
    name: &str,
    language: Language,
) -> wikarta_core::dunning::text::MessageText {
    catalog.get(&name.parse().unwrap(), language).unwrap().clone()
}

/// Copied out of the domain reference by a script; the catalogue was typed.
const WORDS: &str = include_str!("words.txt");

#[test]
fn the_words_are_those_that_were_agreed() {
    let catalog = Catalog::shipped().unwrap();
    assert_eq!(WORDS.lines().count(), 25);
    for line in WORDS.lines() {
        let (head, words) = line.split_once(" = ").unwrap();
        let head: Vec<&str> = head.split(' ').collect();
        let message = message(&catalog, head[1], head[0].parse().unwrap());
        let template = match head[2] {
            "subject" => message.subject(),
            "body" => message.body(),
            _ => message.short().unwrap(),
        };
        // Bold is ours; the days of the subject are three on the usual day.
        let ours = template.to_string().replace('*', "");
        let ours = if head[2] == "subject" { ours.replace("{hari}", "3") } else { ours };
        assert_eq!(ours, words, "{}", head.join(" "));
    }
}

#[test]
fn every_message_as_the_customer_reads_it() {
    let catalog = Catalog::shipped().unwrap();
    let values = values("Ma'ruf <b> & Putra");
    let mut shown = String::new();
    for (name, message) in catalog.iter() {
        let email = message.email(&values).unwrap();
        let whatsapp = message.whatsapp(&values).unwrap();
        let (template, body) = message.whatsapp_approval("ContohNets");
        shown += &format!("== {name} ({})\n", message.language());
        shown += &format!("subject   {}\ntext      {}\n", email.subject, email.text);
        shown += &format!("html      {}\n", email.html);
        shown += &format!("whatsapp  {}\n", whatsapp.preview);
        shown += &format!("approval  {template}: {body}\n");
        shown += &format!("params    {}\n", whatsapp.parameters.join(" | "));
        match message.sms(&values) {
            Ok(sms) => shown += &format!("sms {:5} {}\n", sms.septets, sms.text),
            Err(error) => shown += &format!("sms       {error}\n"),
        }
        shown.push('\n');
    }
    insta::assert_snapshot!(shown);
}

#[test]
fn the_default_policy_has_all_its_words() {
    let catalog = Catalog::shipped().unwrap();
    assert_eq!(catalog.covers(&SendingPolicy::default()), Ok(()));
    let mut rules = SendingPolicy::default().rules().clone();
    let name: TemplateName = "t14".parse().unwrap();
    rules.stages[1].template = name.clone();
    let other = SendingPolicy::new(rules).unwrap();
    assert_eq!(catalog.covers(&other), Err(CatalogError::Missing(name, Language::Id)));
}

#[test]
fn nobody_reads_tomorrow_two_days_before() {
    let catalog = Catalog::shipped().unwrap();
    let policy = SendingPolicy::default();
    let last = policy.rule(Stage::BEFORE_1).unwrap();
    let text = |days| {
        let message = catalog.for_stage(last, Language::Id, days).unwrap();
        message.email(&Values { days, ..values("Budi") }).unwrap().subject
    };
    assert_eq!(text(1), "Pengingat terakhir: jatuh tempo besok");
    assert_eq!(text(2), "Pengingat terakhir: jatuh tempo 2 hari lagi");
    let after = policy.rule(Stage::AFTER_3).unwrap();
    let moved = catalog.for_stage(after, Language::Id, 5).unwrap();
    assert_eq!(moved, catalog.get(&after.template, Language::Id).unwrap());
}

#[test]
fn several_bills_are_named_by_the_oldest() {
    let catalog = Catalog::shipped().unwrap();
    let mut several = values("Budi");
    several.invoice.others = 2;
    let email = message(&catalog, "t7", Language::Id).email(&several).unwrap();
    assert!(email.text.contains("tagihan INV/2026/12/000123 +2 sebesar"), "{}", email.text);
}

/// template | what is wrong
const BROKEN: &[(&str, TemplateError)] = &[
    ("", TemplateError::Empty),
    ("  ", TemplateError::Empty),
    ("Yth {nama", TemplateError::Brace),
    ("Yth nama}", TemplateError::Brace),
    ("Yth {{nama}}", TemplateError::Brace),
    ("Yth *{nama}", TemplateError::Star),
    ("Yth\n{nama}", TemplateError::Control),
];

#[test]
fn broken_templates_are_refused() {
    for (text, error) in BROKEN {
        assert_eq!(text.parse::<Template>().as_ref(), Err(error), "{text:?}");
    }
    for name in ["nik", "NAMA", " nama", "", "alamat"] {
        let unknown = TemplateError::UnknownVariable(name.into());
        assert_eq!(format!("a {{{name}}}").parse::<Template>(), Err(unknown));
    }
}

fn one_message(change: &str, to: &str) -> CatalogError {
    let json = r#"{"version":1,"messages":[{"name":"t7","language":"id","whatsapp":"a_v1",
        "subject":"s","body":"b {nama}.","sms":"c {link}"}]}"#;
    assert!(Catalog::parse(json).is_ok());
    assert!(json.contains(change));
    Catalog::parse(&json.replace(change, to)).unwrap_err()
}

#[test]
fn a_catalogue_is_checked_as_a_whole() {
    let name: TemplateName = "t7".parse().unwrap();
    let (id, part) = (Language::Id, "subject");
    let error = TemplateError::UnknownVariable("nik".into());
    let wrong = CatalogError::Template { name: name.clone(), language: id, part, error };
    assert_eq!(one_message(r#""s""#, r#""s {nik}""#), wrong);
    assert_eq!(wrong.to_string(), "subject of `t7` (id): `nik` is no variable of a message");
    let long = format!("c {} {{link}}", "x".repeat(134));
    assert_eq!(one_message("c {link}", &long), CatalogError::SmsTooLong(name.clone(), id, 161));
    let gsm = CatalogError::SmsNotGsm(name.clone(), id);
    assert_eq!(one_message("c {link}", "c – {link}"), gsm);
    assert_eq!(one_message("a_v1", "a"), CatalogError::WhatsAppName("a".into()));
    assert_eq!(one_message("b {nama}.", "*{nama}* b"), CatalogError::WhatsAppStart(name, id));
    assert!(matches!(one_message("version", "versi"), CatalogError::Json(_)));
    let twice = r#"{"version":1,"messages":[
        {"name":"t7","language":"id","whatsapp":"a_v1","subject":"s","body":"b"},
        {"name":"t7","language":"id","whatsapp":"b_v1","subject":"s","body":"b"}]}"#;
    assert!(matches!(Catalog::parse(twice), Err(CatalogError::Twice(..))));
}

#[test]
fn the_alphabet_of_sms() {
    assert_eq!(septets("{}[]~|\\^€"), Ok(18));
    assert_eq!(septets("@£$¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ¤¡ÄÖÑÜ§¿äöñüà"), Ok(42));
    for odd in ["’", "“", "–", "—", "…", "\u{a0}", "😀", "ç", "`", "\t", "Ł"] {
        assert_eq!(septets(odd), Err(NotGsm(0)), "{odd:?}");
    }
    let basic = (0..0x110000_u32).filter_map(char::from_u32);
    let known = basic.filter(|c| septets(&c.to_string()).is_ok()).count();
    assert_eq!(known, 127 + 10, "127 without the escape, and the extension with form feed");
}

#[test]
fn only_the_name_is_cut_and_only_when_needed() {
    let catalog = Catalog::shipped().unwrap();
    let friendly = message(&catalog, "t7", Language::Id);
    let sms = |name: &str| friendly.sms(&values(name));
    let longest = sms("Empatbelas Kar").unwrap();
    assert_eq!(longest.septets, 151);
    let cut = sms("Raden Ajeng Kusumaningtyas Wulandari").unwrap();
    assert_eq!(cut.septets, 160);
    assert!(cut.text.starts_with("Yth Raden Ajeng Kusumaningt, tag"), "{}", cut.text);
    assert_eq!(sms("Ma’ruf").unwrap().text, sms("Ma'ruf").unwrap().text);
    assert_eq!(sms("Łukasz"), Err(TextError::NotGsm(Variable::Nama)));
    assert_eq!(sms(" \u{200b}"), Err(TextError::Empty(Variable::Nama)));
    let mut long = values("Budi");
    long.isp = "x".repeat(60);
    assert_eq!(friendly.sms(&long), Err(TextError::TooLong { septets: 187 }));
    long.isp = "Contoh™".into();
    assert_eq!(friendly.sms(&long), Err(TextError::NotGsm(Variable::Isp)));
    let english = message(&catalog, "t7", Language::En);
    assert!(english.sms(&values("Łukasz")).is_ok(), "it does not say the name");
    let none = TextError::NoText(MessageChannel::Sms);
    assert_eq!(message(&catalog, "paid", Language::Id).sms(&values("Budi")), Err(none));
}

#[test]
fn values_stay_in_their_line() {
    assert_eq!(
        one_line("Budi\r\nBcc: x@y.test\t\t  a\u{a0}\u{2028}b\u{202e}c"),
        "Budi Bcc: x@y.test a bc"
    );
    for text in ["https://a b", "javascript:x", "https://", "https://a\"b", "ftp://a", "https://é"]
    {
        assert!(text.parse::<wikarta_core::dunning::text::PayLink>().is_err(), "{text}");
    }
    let shown = format!("{:?}", values("Rahasia"));
    assert!(!shown.contains("Rahasia") && !shown.contains("Ab3d"), "{shown}");
}

static CATALOG: LazyLock<Catalog> = LazyLock::new(|| Catalog::shipped().unwrap());

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn no_name_breaks_a_channel(name in "\\PC{0,60}|[ -~]{0,200}|.{0,40}", key in "(t7|t3|t1|tplus3|issue)") {
        let message = message(&CATALOG, &key, Language::Id);
        let values = values(&name);
        match message.sms(&values) {
            Ok(sms) => {
                prop_assert!(sms.septets <= SMS_SEPTETS_MAX);
                prop_assert_eq!(septets(&sms.text), Ok(sms.septets));
                let (start, rest) = ("Yth ", sms.text.split_once(if key == "t1" { ", besok" } else { ", tagihan INV" }));
                prop_assert!(sms.text.starts_with(start) && rest.is_some());
                prop_assert!(sms.text.ends_with("ContohNets"), "only the name is cut");
            }
            Err(error) => prop_assert!(
                matches!(error, TextError::NotGsm(Variable::Nama) | TextError::Empty(Variable::Nama)),
                "{}", error
            ),
        }
        let clean = one_line(&name);
        let (email, whatsapp) = (message.email(&values), message.whatsapp(&values));
        if clean.is_empty() {
            prop_assert_eq!(email, Err(TextError::Empty(Variable::Nama)));
            return Ok(());
        }
        let (email, whatsapp) = (email.unwrap(), whatsapp.unwrap());
        prop_assert!(!email.subject.chars().chain(email.text.chars()).any(char::is_control));
        prop_assert_eq!(email.html.matches('<').count(), "<!><html><meta><p><strong></strong><strong></strong><a></a></p></html>".matches('<').count());
        prop_assert_eq!(email.html.matches('"').count(), 6);
        for parameter in &whatsapp.parameters {
            prop_assert!(!parameter.is_empty() && !parameter.contains("  "));
            prop_assert!(!parameter.chars().any(|c| c.is_control() || (c.is_whitespace() && c != ' ')));
        }
        prop_assert!(whatsapp.preview.ends_with("ContohNets"));
    }
}
