//! The program itself: what it says, and how it ends.

use std::path::Path;
use std::process::{Command, Output, Stdio};

fn wikarta(arguments: &[&str], environment: &[(&str, &str)], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_wikarta"))
        .args(arguments)
        .env_clear()
        .envs(environment.iter().copied())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    // A command that does not ask for input may be gone before it is written.
    let _ = std::io::Write::write_all(&mut stdin, input.as_bytes());
    drop(stdin);
    child.wait_with_output().unwrap()
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[test]
fn help_teaches_and_usage_errors_are_2() {
    let help = wikarta(&["--help"], &[], "");
    assert_eq!(code(&help), 0);
    for word in [
        "demo",
        "serve",
        "migrate",
        "audit",
        "redrive",
        "dead-letters",
        "emulator",
        "user",
        "Exit codes: 0 done",
    ] {
        assert!(out(&help).contains(word), "{word}");
    }
    for variable in wikarta_server::config::variables::VARIABLES {
        assert!(out(&help).contains(variable.name), "{}", variable.name);
    }
    for bad in [&[][..], &["dance"], &["demo", "--customers", "x"], &["emulator"]] {
        assert_eq!(code(&wikarta(bad, &[], "")), 2, "{bad:?}");
    }
}

#[test]
fn conf_02_serve_names_every_fault_and_shows_no_secret() {
    let environment = [
        ("WIKARTA_SECRET_KEY", "hunter-short"),
        ("WIKARTA_SECRETKEY", "hunter-other"),
        ("MIDTRANS_SERVER_KEY", "hunter has spaces"),
    ];
    let served = wikarta(&["serve"], &environment, "");
    assert_eq!(code(&served), 2);
    for name in ["DATABASE_URL", "WIKARTA_SECRET_KEY", "WIKARTA_SECRETKEY", "MIDTRANS_SERVER_KEY"] {
        assert!(err(&served).contains(&format!("{name}: ")), "{name}");
    }
    assert!(!err(&served).contains("hunter") && out(&served).is_empty());
}

#[test]
fn books_are_migrated_shown_and_proved() {
    let home = tempfile::tempdir().unwrap();
    let data = ["--data", text(home.path())];
    let run = |first: &[&str]| wikarta(&[first, &data[..]].concat(), &[], "");
    assert_eq!(code(&run(&["migrate", "status"])), 4, "no database yet");
    assert_eq!(code(&run(&["migrate", "up"])), 0);
    let status = run(&["migrate", "status"]);
    assert!(out(&status).contains("0001") && !out(&status).contains("pending"));
    assert_eq!(code(&run(&["audit", "verify"])), 0);
    assert_eq!(code(&run(&["migrate", "down"])), 0);
    assert!(out(&run(&["migrate", "status"])).contains("pending"));
}

#[test]
fn a_file_is_3_and_a_database_is_4() {
    let home = tempfile::tempdir().unwrap();
    let missing = home.path().join("missing");
    let verify = |data: &Path| wikarta(&["audit", "verify", "--data", text(data)], &[], "");
    assert_eq!(code(&verify(&missing)), 3);
    std::fs::write(home.path().join("wikarta.db"), "this is no database, whatever it may be")
        .unwrap();
    assert_eq!(code(&verify(home.path())), 4);
    assert_eq!(code(&wikarta(&["audit", "verify"], &[], "")), 2, "which books?");
}

#[test]
fn a_person_is_added_with_a_password_from_standard_input() {
    let home = tempfile::tempdir().unwrap();
    let data = text(home.path());
    assert_eq!(code(&wikarta(&["migrate", "up", "--data", data], &[], "")), 0);
    let add = |email: &str, role: &str, input: &str| {
        let person = ["user", "add", "--email", email, "--name", "Adi", "--role", role];
        wikarta(&[&person[..], &["--data", data]].concat(), &[], input)
    };
    assert_eq!(code(&add("adi@demo.test", "SUPERUSER", "short\n")), 2);
    assert_eq!(code(&add("adi@demo.test", "SUPERUSER", "password1234\n")), 2);
    let added = add("adi@demo.test", "superuser", "benang-merah-17\n");
    assert_eq!(code(&added), 0, "{}", err(&added));
    assert!(!out(&added).contains("benang") && !err(&added).contains("benang"));
    assert_ne!(code(&add("adi@demo.test", "superuser", "benang-merah-18\n")), 0, "known already");
    assert_eq!(code(&add("b@demo.test", "boss", "benang-merah-17\n")), 2, "no such role");
}

/// A host in another language pipes a request and its books, and reads the answer.
#[test]
fn a_command_is_decided_on_books_that_come_with_it() {
    let story = include_str!("../../../wikarta-core/spec/wire/story.json");
    let story: serde_json::Value = serde_json::from_str(story).unwrap();
    let first = &story["steps"][0];
    let decided = wikarta(&["decide"], &[], &first["input"].to_string());
    assert_eq!(code(&decided), 0);
    let answer: serde_json::Value = serde_json::from_str(&out(&decided)).unwrap();
    assert_eq!(answer, first["output"]);

    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("request.json");
    std::fs::write(&file, story["steps"][1]["input"].to_string()).unwrap();
    let refused = wikarta(&["decide", text(&file)], &[], "");
    assert_eq!(code(&refused), 1, "{}", err(&refused));
    assert!(out(&refused).contains("\"code\":\"denied\""));

    let slip = wikarta(&["decide", "-"], &[], "{}");
    assert_eq!(code(&slip), 2);
    assert!(out(&slip).contains("\"path\":\"v\""));
    assert_eq!(code(&wikarta(&["decide", text(&home.path().join("gone"))], &[], "")), 3);

    let words = wikarta(&["decide", "--call", "terbilang"], &[], r#"{"v":1,"amount":1500}"#);
    assert!(out(&words).contains("seribu lima ratus rupiah"));
}

/// A life in lines, the same every time; about one customer alone; in both languages.
#[test]
fn a_simulated_life_is_told() {
    let small = ["simulate", "--customers", "1", "--months", "1", "--seed", "3", "--steps", "60"];
    let tell = |more: &[&str]| {
        let told = wikarta(&[&small[..], &["--story"], more].concat(), &[], "");
        assert_eq!(code(&told), 0, "{}", err(&told));
        out(&told)
    };
    let whole = tell(&[]);
    assert_eq!(whole, tell(&[]), "the same arguments print the same bytes");
    let (story, report) = whole.split_once("\n\n").unwrap();
    let silent = out(&wikarta(&small, &[], ""));
    assert_eq!(report, silent, "the report is that of the life without a story");

    let about = tell(&["--about", "PLG-000001", "--lang", "id"]);
    let (own, _) = about.split_once("\n\n").unwrap();
    assert!(own.lines().all(|line| line.contains("PLG-000001")), "{own}");
    assert!(own.lines().count() < story.lines().count());
    let shown = |text: &str| text.lines().take(40).collect::<Vec<_>>().join("\n");
    insta::assert_snapshot!(format!("{}\n…\n{}", shown(story), shown(own)));

    assert!(tell(&["--about", "PLG-000099"]).starts_with("nothing in this life is about"));
    for bad in [
        &["--about", "PLG-000001"][..],
        &["--story", "--about", ""],
        &["--story", "--about", "a b"],
        &["--story", "--lang", "fr"],
    ] {
        assert_eq!(code(&wikarta(&[&small[..], bad].concat(), &[], "")), 2, "{bad:?}");
    }
}
