//! The comments in a document that are for those who run it: `<!-- clock: 2026-05-08T13:50:05Z -->`.

use anyhow::{Context, Result, bail};

/// What a comment says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mark {
    /// `clock: INSTANT`: that is what the clock shows from here on. The operator is started again with it.
    Clock(String),
    /// `wait: INSTANT`: nothing is typed before the clock shows that. For boundaries, right behind a `clock:`.
    Wait(String),
    /// `zone: NAME`: where the reader lives (`TZ`).
    Zone(String),
    /// `files: FOLDER`: the reader has this folder of the repository.
    Files(String),
    /// `first: COMMAND`: done before the next block, and not shown.
    First(String),
    /// `save: FILE`: the next YAML block is that file, though the text does not ask the reader to save it.
    Save(String),
    /// `exit: NUMBER`: with which the commands of the next block end.
    Exit(i32),
    /// `not run: WHY`: the next block. A test lists all of them.
    NotRun(String),
}

/// Of so many words is the longest name of a mark.
const WORDS: usize = 2;

impl Mark {
    /// Reads a line of a document; `None` if it is no comment, or one for people.
    pub(super) fn read(line: &str) -> Result<Option<Self>> {
        let Some(text) = line.trim().strip_prefix("<!--").and_then(|rest| rest.strip_suffix("-->")) else {
            return Ok(None);
        };
        let Some((word, value)) =
            text.split_once(':').filter(|(word, _)| word.split_whitespace().count() <= WORDS)
        else {
            // A sentence, for people.
            return Ok(None);
        };
        let value = value.trim().to_owned();
        Ok(Some(match word.trim() {
            "clock" => Self::Clock(value),
            "wait" => Self::Wait(value),
            "zone" => Self::Zone(value),
            "files" => Self::Files(value),
            "first" => Self::First(value),
            "save" => Self::Save(value),
            "exit" => Self::Exit(value.parse().with_context(|| format!("{line:?} names no number"))?),
            "not run" => Self::NotRun(value),
            word => bail!("{word:?} is none of: clock, wait, zone, files, first, save, exit, not run"),
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_are_read() {
        let read = |line| Mark::read(line).expect("a mark");
        assert_eq!(
            read("<!-- clock: 2026-05-08T13:50:05Z -->"),
            Some(Mark::Clock("2026-05-08T13:50:05Z".into()))
        );
        assert_eq!(read("<!-- exit: 2 -->"), Some(Mark::Exit(2)));
        assert_eq!(read("a line of text"), None);
        assert_eq!(read("<!-- Made from the code with: `make generate` -->"), None);
    }

    #[test]
    fn a_comment_that_says_nothing_known_is_an_error() {
        for line in ["<!-- clok: now -->", "<!-- not rum: slow -->", "<!-- exit: two -->"] {
            assert!(Mark::read(line).is_err(), "{line}");
        }
    }
}
