//! Whole numbers: of replicas, and priorities.

use crate::cursor::Word;
use crate::error::{PhraseError, Result, quoted};
use crate::statement::Reader;
use crate::words;

/// Kubernetes counts replicas, and EasyScale priorities, in 32 bits with a sign.
const LARGEST: u32 = i32::MAX.unsigned_abs();

impl Reader<'_> {
    /// A number of replicas.
    pub(crate) fn number(&mut self, what: &str) -> Result<u32> {
        let chunk = self.cursor.chunk();
        if let Some(number) = words::number(chunk.text) {
            self.cursor.take(&chunk);
            return Ok(number);
        }
        if !chunk.is_digits() {
            return Err(no_number(&chunk, what));
        }
        self.cursor.take(&chunk);
        self.refuse_digits_behind_a_comma(&chunk)?;
        self.refuse_percent(&chunk)?;
        within_32_bits(&chunk)
    }

    /// A priority, which may be negative.
    pub(crate) fn signed_number(&mut self) -> Result<i32> {
        let chunk = self.cursor.chunk();
        let Some(digits) = chunk.text.strip_prefix('-') else {
            let number = self.number("a priority")?;
            return Ok(i32::try_from(number).unwrap_or(i32::MAX));
        };
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(no_number(&chunk, "a priority"));
        }
        self.cursor.take(&chunk);
        self.refuse_digits_behind_a_comma(&chunk)?;
        chunk.text.parse().map_err(|_| too_large(&chunk, "priorities go down to -2147483648"))
    }

    /// "1,000" would be read as 1 and a rest.
    fn refuse_digits_behind_a_comma(&self, number: &Word<'_>) -> Result<()> {
        let Some(rest) = self.cursor.rest().strip_prefix(',') else { return Ok(()) };
        let more = rest.bytes().take_while(u8::is_ascii_digit).count();
        if more == 0 {
            return Ok(());
        }
        let joined = format!("{}{}", number.text, &rest[..more]);
        let message = "numbers are written without a comma, and a number of replicas is a whole one";
        let place = number.place.start..number.place.end + 1 + more;
        Err(PhraseError::new(place, message).suggests((more == 3).then_some(joined)))
    }

    fn refuse_percent(&self, number: &Word<'_>) -> Result<()> {
        let word = self.cursor.word();
        if !word.is_any(&["%", "percent"]) {
            return Ok(());
        }
        Err(PhraseError::new(number.place.start..word.place.end, NO_PERCENT).expects([EXAMPLE]))
    }
}

fn no_number(chunk: &Word<'_>, what: &str) -> PhraseError {
    let text = chunk.text;
    let shown = quoted(text);
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let message = if chunk.is_end() || matches!(text, "," | ";" | "." | "(" | "\"") {
        format!("here {what} is missing")
    } else if words::is_reserved(text) {
        format!("{what} is missing before {shown}")
    } else if text.ends_with('%') {
        NO_PERCENT.to_owned()
    } else if is_digits(text.trim_start_matches('-')) && text.starts_with('-') {
        format!("{shown} is less than nothing; the fewest replicas are 0")
    } else if is_digits(text.trim_start_matches('+')) {
        "a rule says which number holds, not by how much it changes".to_owned()
    } else if text.split_once('.').is_some_and(|(whole, part)| is_digits(whole) && is_digits(part)) {
        format!("{shown} is not a whole number")
    } else if digits > 0 && words::UNITS.contains(&chunk.lower()[digits..].trim_start_matches('-')) {
        format!("a space is missing between the number and its unit in {shown}")
    } else {
        format!("{shown} is not {what}")
    };
    let near = || words::nearest_of(text, words::NUMBERS.into_iter());
    let suggestion = if digits == 0 && !words::is_reserved(text) { near() } else { None };
    PhraseError::new(chunk.place.clone(), message).expects([example(what)]).suggests(suggestion)
}

const NO_PERCENT: &str = "a number of replicas is a whole number, not a percentage";
const EXAMPLE: &str = "a number of replicas such as 5";

fn example(what: &str) -> String {
    format!("{what} such as {}", if what == "a priority" { "10" } else { "5" })
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn within_32_bits(chunk: &Word<'_>) -> Result<u32> {
    let number = chunk.text.parse().ok().filter(|number| *number <= LARGEST);
    number.ok_or_else(|| too_large(chunk, "numbers go up to 2147483647"))
}

fn too_large(chunk: &Word<'_>, limit: &str) -> PhraseError {
    PhraseError::new(chunk.place.clone(), format!("{} is out of range; {limit}", quoted(chunk.text)))
}
