//! What a plain word of YAML stands for: what `kubectl apply` takes it for.
//!
//! kubectl reads YAML 1.1 with the rules of Go's yaml.v2: `yes`, `on` and `y` are true, `010` and `0o10` are eight,
//! `1_000` is a thousand, `1e3` is a number; but `22:00` and `2026-12-25` stay texts. Anything in quotes is a text.

use serde_json::{Number, Value};

/// The value of a word without quotes and without a tag.
pub(crate) fn plain(word: &str) -> Value {
    if is_null(word) {
        return Value::Null;
    }
    let read = match word.as_bytes().first() {
        Some(b't' | b'T' | b'f' | b'F' | b'y' | b'Y' | b'n' | b'N' | b'o' | b'O') => {
            truth(word).map(Value::Bool)
        }
        Some(b'0'..=b'9' | b'+' | b'-' | b'.') => number(word).map(Value::Number),
        _ => None,
    };
    read.unwrap_or_else(|| Value::String(word.to_owned()))
}

fn is_null(word: &str) -> bool {
    matches!(word, "" | "~" | "null" | "Null" | "NULL")
}

/// All words for true and false; those that only YAML 1.1 has are told apart by [`is_plain_truth`].
fn truth(word: &str) -> Option<bool> {
    match word {
        "y" | "Y" | "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" | "on" | "On" | "ON" => Some(true),
        "n" | "N" | "no" | "No" | "NO" | "false" | "False" | "FALSE" | "off" | "Off" | "OFF" => Some(false),
        _ => None,
    }
}

/// Whether every reader of YAML takes the word for true or false.
pub(crate) fn is_plain_truth(word: &str) -> bool {
    matches!(word, "true" | "True" | "TRUE" | "false" | "False" | "FALSE")
}

fn number(word: &str) -> Option<Number> {
    let plain: String = word.chars().filter(|c| *c != '_').collect();
    integer(&plain).or_else(|| float(&plain))
}

/// A whole number: decimal, 0x…, 0o…, 0b…, or octal with a leading 0.
fn integer(word: &str) -> Option<Number> {
    let (negative, digits) = match word.as_bytes().first()? {
        b'-' => (true, word.get(1..)?),
        b'+' => (false, word.get(1..)?),
        _ => (false, word),
    };
    let (radix, digits) = match digits.as_bytes() {
        [b'0', b'x' | b'X', ..] => (16, digits.get(2..)?),
        [b'0', b'o' | b'O', ..] => (8, digits.get(2..)?),
        [b'0', b'b' | b'B', ..] => (2, digits.get(2..)?),
        [b'0', _, ..] => (8, digits.get(1..)?),
        _ => (10, digits),
    };
    // Signs were taken off: from_str_radix would accept a second one.
    if !digits.bytes().all(|digit| digit.is_ascii_alphanumeric()) {
        return None;
    }
    let size = u64::from_str_radix(digits, radix).ok()?;
    if negative { 0_i64.checked_sub_unsigned(size).map(Number::from) } else { Some(Number::from(size)) }
}

/// A number with a point or an exponent. One that is whole is written as such in JSON, and is then as good as one.
fn float(word: &str) -> Option<Number> {
    let rest = word.trim_start_matches(['+', '-']);
    let (mantissa, exponent) = rest.split_once(['e', 'E']).unwrap_or((rest, "0"));
    let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
    let digits = |text: &str| text.bytes().all(|c| c.is_ascii_digit());
    let (whole, part) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let formed = digits(whole) && digits(part) && !(whole.is_empty() && part.is_empty());
    if !formed || exponent.is_empty() || !digits(exponent) || word.len() - rest.len() > 1 {
        return None;
    }
    let value: f64 = word.parse().ok()?;
    if value.fract() == 0.0 && value.abs() < 1e15 {
        // Exact: below 2^53 every whole number is one.
        return format!("{value:.0}").parse::<i64>().ok().map(Number::from);
    }
    Number::from_f64(value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_word_is_what_kubectl_takes_it_for() {
        for (word, value) in [
            ("", json!(null)),
            ("~", json!(null)),
            ("null", json!(null)),
            ("yes", json!(true)),
            ("On", json!(true)),
            ("y", json!(true)),
            ("no", json!(false)),
            ("OFF", json!(false)),
            ("True", json!(true)),
            ("tRUE", json!("tRUE")),
            ("never", json!("never")),
            ("5", json!(5)),
            ("+5", json!(5)),
            ("-5", json!(-5)),
            ("0", json!(0)),
            ("010", json!(8)),
            ("09", json!(9)),
            ("0x10", json!(16)),
            ("0o17", json!(15)),
            ("0b101", json!(5)),
            ("1_000", json!(1000)),
            ("1e3", json!(1000)),
            ("2.0", json!(2)),
            ("2.5", json!(2.5)),
            (".5", json!(0.5)),
            ("1.", json!(1)),
            ("22:00", json!("22:00")),
            ("2026-12-25", json!("2026-12-25")),
            ("1.2.3", json!("1.2.3")),
            ("1e", json!("1e")),
            ("--5", json!("--5")),
            ("-+5", json!("-+5")),
            ("+", json!("+")),
            ("-", json!("-")),
            (".", json!(".")),
            ("0x", json!("0x")),
            ("18446744073709551615", json!(18_446_744_073_709_551_615_u64)),
            ("-9223372036854775808", json!(i64::MIN)),
            ("Europe/Berlin", json!("Europe/Berlin")),
        ] {
            assert_eq!(plain(word), value, "{word:?}");
        }
    }
}
