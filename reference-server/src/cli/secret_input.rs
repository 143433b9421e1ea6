//! Takes a password from a person or a program, never from an argument.

use std::io::{BufRead, IsTerminal as _, Read as _};

use super::exit::Failure;
use crate::auth::password::check_policy;
use crate::config::{self, Environment, SecretText};

/// The new password: from `WIKARTA_PASSWORD`, else typed twice at a terminal, else one line of
/// standard input. It meets the rules for passwords.
pub fn new_password(environment: &Environment) -> Result<SecretText, Failure> {
    let password = match config::given_password(environment)? {
        Some(password) => password,
        None if std::io::stdin().is_terminal() => typed_twice()?,
        None => one_line(&mut std::io::stdin().lock())?,
    };
    check_policy(password.expose()).map_err(|error| Failure::Usage(error.to_string()))?;
    Ok(password)
}

fn typed_twice() -> Result<SecretText, Failure> {
    let ask = |prompt: &str| {
        let typed = rpassword::prompt_password(prompt);
        typed.map(SecretText::new).map_err(|error| Failure::File(error.to_string()))
    };
    let first = ask("Password: ")?;
    if first == ask("The same again: ")? {
        Ok(first)
    } else {
        Err(Failure::Usage("the two passwords differ".to_owned()))
    }
}

fn one_line(input: &mut impl BufRead) -> Result<SecretText, Failure> {
    let mut line = zeroize::Zeroizing::new(String::new());
    let read = input.take(4096).read_line(&mut line);
    read.map_err(|error| Failure::File(format!("cannot read the password: {error}")))?;
    let line = line.strip_suffix('\n').unwrap_or(&line);
    Ok(SecretText::new(line.strip_suffix('\r').unwrap_or(line)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_line_of_standard_input_without_its_end() {
        let read = |mut text: &[u8]| one_line(&mut text).unwrap().expose().to_owned();
        assert_eq!(read(b"benang-merah-17\nrest"), "benang-merah-17");
        assert_eq!(read(b"benang-merah-17\r\n"), "benang-merah-17");
        assert_eq!(read(b" with spaces "), " with spaces ");
        assert_eq!(read(b""), "");
    }

    #[test]
    fn a_given_password_meets_the_rules() {
        let given = |text: &str| {
            let environment: Environment = [("WIKARTA_PASSWORD", text)].into_iter().collect();
            new_password(&environment).map_err(|failure| failure.code())
        };
        assert_eq!(given("benang-merah-17").unwrap().expose(), "benang-merah-17");
        assert_eq!(given("short"), Err(2));
        assert_eq!(given("password1234"), Err(2));
    }
}
