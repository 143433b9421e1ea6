use super::*;

const KEY: &str = "0123456789abcdef0123456789abcdef";

fn good() -> Vec<(&'static str, &'static str)> {
    vec![
        ("DATABASE_URL", "sqlite:///srv/w.db"),
        ("MIDTRANS_SERVER_KEY", "SB-Mid-server-abcdef123456"),
        ("WIKARTA_SECRET_KEY", KEY),
        ("PATH", "/bin"),
    ]
}

fn loopback() -> SocketAddr {
    "127.0.0.1:8080".parse().unwrap()
}

fn serve(pairs: Vec<(&'static str, &'static str)>) -> Result<Config, ConfigErrors> {
    Config::for_serve(&pairs.into_iter().collect(), loopback())
}

#[test]
fn a_right_environment_is_read() {
    let config = serve(good()).unwrap();
    assert_eq!(config.database.expose(), "sqlite:///srv/w.db");
    assert_eq!(config.front.transport, Transport::Plain);
    let GatewayAddress::At(origin) = &config.midtrans.address else { panic!("no address") };
    assert_eq!(origin.to_string(), GatewayAddress::SANDBOX);
}

#[test]
fn conf_02_every_fault_is_named_at_once_and_no_secret_is_shown() {
    let errors = serve(vec![
        ("DATABASE_URL", "postgres://user:hunter-password@db/books"),
        ("MIDTRANS_SERVER_KEY", "has a space-hunter"),
        ("MIDTRANS_BASE_URL", "http://api.midtrans.com"),
        ("WIKARTA_SECRET_KEY", "hunter"),
        ("WIKARTA_BEHIND_TLS", "perhaps"),
        ("WIKARTA_TRUSTED_PROXY", "10.0.0.0/8, moon"),
        ("WIKARTA_PUBLIC_URL", "example.id"),
        ("WIKARTA_LOG", "loud"),
        ("WIKARTA_SECRETKEY", "hunter-also"),
    ])
    .unwrap_err();
    insta::assert_snapshot!(errors, @r"
    the environment is not right:
      WIKARTA_SECRETKEY: no setting has this name; expected: WIKARTA_SECRET_KEY
      DATABASE_URL: only SQLite is supported; expected: sqlite:// and the path of a file, such as sqlite:///var/lib/wikarta/wikarta.db
      MIDTRANS_SERVER_KEY: it does not have the shape of a key; expected: the server key from the Midtrans dashboard, one word of 8 to 128 characters
      MIDTRANS_BASE_URL: `http://api.midtrans.com` would send the server key over plain HTTP; expected: https:// and a host without a path (http:// only for a loopback address)
      WIKARTA_SECRET_KEY: it is too short; expected: at least 32 characters that nobody can guess, such as `openssl rand -hex 32` prints
      WIKARTA_BEHIND_TLS: `perhaps` is neither; expected: `yes` or `no`
      WIKARTA_TRUSTED_PROXY: `moon` is not an address or network; expected: addresses or networks separated by commas, such as 127.0.0.1,10.0.0.0/8
      WIKARTA_PUBLIC_URL: `example.id` is not such an address; expected: http:// or https:// and a host without a path, such as https://tagihan.example.id
      WIKARTA_LOG: `loud` is none of them; expected: `error`, `warn`, `info` or `debug`
    ");
    assert!(!format!("{errors} {errors:?}").contains("hunter"));
}

#[test]
fn conf_02_an_empty_environment_names_what_is_missing() {
    let errors = serve(vec![]).unwrap_err();
    let names: Vec<&str> = errors.0.iter().map(|error| error.variable.as_str()).collect();
    assert_eq!(names, ["DATABASE_URL", "MIDTRANS_SERVER_KEY", "WIKARTA_SECRET_KEY"]);
    assert!(errors.0.iter().all(|error| error.why == "it is not set"));
}

#[test]
fn athn_01_serve_wants_tls_outside_loopback() {
    let outside: SocketAddr = "0.0.0.0:8080".parse().unwrap();
    let environment: Environment = good().into_iter().collect();
    let errors = Config::for_serve(&environment, outside).unwrap_err();
    assert_eq!(errors.0.len(), 1);
    assert_eq!(errors.0[0].variable, "WIKARTA_BEHIND_TLS");
    let mut behind = good();
    behind.push(("WIKARTA_BEHIND_TLS", "yes"));
    let errors = Config::for_serve(&behind.clone().into_iter().collect(), outside).unwrap_err();
    assert_eq!(errors.0[0].variable, "WIKARTA_TRUSTED_PROXY");
    behind.push(("WIKARTA_TRUSTED_PROXY", "10.0.0.1"));
    assert!(Config::for_serve(&behind.into_iter().collect(), outside).is_ok());
}

#[test]
fn athn_02_sample_keys_are_refused() {
    for sample in ["SB-Mid-server-xxxx", "SB-Mid-server-changeme", "your-server-key"] {
        let mut pairs = good();
        pairs[1] = ("MIDTRANS_SERVER_KEY", sample);
        let errors = serve(pairs).unwrap_err();
        assert_eq!(errors.0[0].variable, "MIDTRANS_SERVER_KEY", "{sample}");
    }
}

#[test]
fn the_public_address_agrees_with_the_transport() {
    let mut pairs = good();
    pairs.push(("WIKARTA_PUBLIC_URL", "https://tagihan.example.id"));
    assert_eq!(serve(pairs.clone()).unwrap_err().0[0].variable, "WIKARTA_PUBLIC_URL");
    pairs.push(("WIKARTA_BEHIND_TLS", "yes"));
    pairs.push(("WIKARTA_TRUSTED_PROXY", "127.0.0.1"));
    let origin = serve(pairs).unwrap().front.public_origin.unwrap();
    assert_eq!(origin.to_string(), "https://tagihan.example.id");
}

#[test]
fn an_empty_secret_is_a_failed_look_up_and_an_empty_setting_is_none() {
    let mut pairs = good();
    pairs.push(("MIDTRANS_CLIENT_KEY", ""));
    pairs.push(("WIKARTA_PUBLIC_URL", ""));
    let errors = serve(pairs).unwrap_err();
    assert_eq!(errors.0.len(), 1);
    assert_eq!(errors.0[0].why, "it is set but empty");
}

#[test]
fn nothing_secret_is_printed_by_debug() {
    let printed = format!("{:?}", serve(good()).unwrap());
    for secret in ["/srv/w.db", "abcdef123456", KEY] {
        assert!(!printed.contains(secret), "{printed}");
    }
    let environment: Environment = good().into_iter().collect();
    assert!(!format!("{environment:?}").contains(KEY));
}

#[test]
fn the_demo_makes_what_is_not_set() {
    let home = tempfile::tempdir().unwrap();
    let config = Config::for_demo(&Environment::default(), home.path()).unwrap();
    assert_eq!(config.midtrans.server_key.expose(), DEMO_SERVER_KEY);
    assert_eq!(config.midtrans.address, GatewayAddress::OwnEmulator);
    assert!(config.database.expose().ends_with("/wikarta.db?mode=rwc"));
    let again = Config::for_demo(&Environment::default(), home.path()).unwrap();
    let token = |config: &Config| config.secret_key.derive("pay-link").mac(&[b"inv_1"]);
    assert_eq!(token(&config), token(&again));
    let bad: Environment = [("WIKARTA_SECRET_KEY", "short")].into_iter().collect();
    assert!(Config::for_demo(&bad, home.path()).is_err());
}

#[test]
fn a_data_directory_wins_over_the_environment() {
    let environment: Environment = good().into_iter().collect();
    let given = database_for(&environment, Some(Path::new("/srv/demo"))).unwrap();
    assert_eq!(given.expose(), "sqlite:///srv/demo/wikarta.db");
    assert_eq!(database_for(&environment, None).unwrap().expose(), "sqlite:///srv/w.db");
    let none = database_for(&Environment::default(), None).unwrap_err();
    assert_eq!(none.0[0].variable, "DATABASE_URL");
}

#[test]
fn a_replaced_key_is_accepted_until_its_end_and_never_without_one() {
    use wikarta_midtrans::signature::{ServerKey, Signature};
    let with = |pairs: &[(&'static str, &'static str)]| serve([good(), pairs.to_vec()].concat());
    let old = ("MIDTRANS_PREVIOUS_SERVER_KEY", "SB-Mid-server-replaced1");
    let until = ("MIDTRANS_PREVIOUS_SERVER_KEY_UNTIL", "2026-12-01T12:00:00+07:00");
    let errors = with(&[old]).unwrap_err().to_string();
    assert!(errors.contains("KEY_UNTIL: the previous key needs an end"), "{errors}");
    assert!(with(&[old, ("MIDTRANS_PREVIOUS_SERVER_KEY_UNTIL", "soon")]).is_err());
    assert!(with(&[until]).unwrap().midtrans.previous_key.is_none());

    let ring = crate::runtime::accepted_keys(&with(&[old, until]).unwrap()).unwrap();
    let signed = |key: &str| {
        Signature::of("INV-1", "200", "5000.00", &ServerKey::new(key).unwrap()).to_hex()
    };
    let matching = |at: &str, key: &str| {
        ring.at(at.parse().unwrap()).matching("INV-1", "200", "5000.00", &signed(key))
    };
    let (before, after) = ("2026-12-01T04:59:59Z", "2026-12-01T05:00:00Z");
    assert_eq!(matching(before, old.1), Some(1));
    assert_eq!(matching(after, old.1), None);
    assert_eq!(matching(after, "SB-Mid-server-abcdef123456"), Some(0));
}
