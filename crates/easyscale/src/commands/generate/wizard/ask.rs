//! Asks a question until the answer is right.

use std::io::BufRead;

use anyhow::{Context as _, bail};

use crate::output::tell;
use crate::paint::{BAD, Paint as _, STRONG};

/// Whoever answers.
pub(super) struct Asker<R> {
    answers: R,
    /// Whoever types an answer sees it.
    seen: bool,
}

impl<R: BufRead> Asker<R> {
    pub(super) fn new(answers: R, seen: bool) -> Self {
        Self { answers, seen }
    }

    /// Asks; an empty answer stands for `usual` where there is one. What is wrong with an answer is told, and asked again.
    pub(super) fn until_right<T>(
        &mut self,
        question: &str,
        usual: Option<&str>,
        read: impl Fn(&str) -> Result<T, String>,
    ) -> anyhow::Result<T> {
        let offer =
            usual.filter(|usual| !usual.is_empty()).map_or_else(String::new, |usual| format!(" [{usual}]"));
        loop {
            tell(&format!("{}{offer}\n> ", question.paint(STRONG)));
            let answer = self.line()?;
            let answer = if answer.is_empty() { usual.unwrap_or_default() } else { &answer };
            if answer.is_empty() && usual.is_none() {
                tell("An answer is needed here.\n");
                continue;
            }
            match read(answer) {
                Ok(value) => return Ok(value),
                Err(why) => tell(&format!("{}\n", why.trim_end().paint(BAD))),
            }
        }
    }

    fn line(&mut self) -> anyhow::Result<String> {
        let mut line = String::new();
        if self.answers.read_line(&mut line).context("no answer can be read")? == 0 {
            tell("\n");
            bail!("the answers ended before the rule was complete; nothing was written");
        }
        // In a pipe nobody sees what is typed.
        if !self.seen {
            tell(&format!("{}\n", line.trim_end()));
        }
        Ok(line.trim().to_owned())
    }
}
