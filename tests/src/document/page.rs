//! Reads a Markdown file as a list of things to do, and puts new outputs into it. Runs nothing.

use std::ops::Range;

use anyhow::{Result, ensure};

use super::mark::Mark;

/// A document.
#[derive(Clone, Debug)]
pub struct Page {
    lines: Vec<String>,
    steps: Vec<Step>,
}

/// One thing to do, or to know, in the order of the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Where it begins; the first line is 1.
    pub line: usize,
    /// What it is.
    pub what: What,
}

/// What there is to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// Something that a comment says.
    Mark(Mark),
    /// A file is written.
    Save {
        /// Its name.
        file: String,
        /// What is in it.
        text: String,
    },
    /// A YAML block that is only shown.
    Shown(String),
    /// A command is typed.
    Command {
        /// As it stands there, without the prompt.
        typed: String,
        /// The exit code that it ends with.
        exit: i32,
        /// The lines of its output (counted from 0).
        output: Range<usize>,
    },
    /// The log of what runs in the background is looked at.
    Log {
        /// The lines of it (counted from 0).
        output: Range<usize>,
    },
    /// A command that is not run, and why.
    NotRun {
        /// As it stands there, without the prompt.
        typed: String,
        /// Why not.
        why: String,
    },
}

/// How a text introduces a file. What follows is its name, in back quotes.
const INTRODUCTIONS: [&str; 2] = ["Save this as `", "Change `"];
const PROMPT: &str = "$ ";

impl Page {
    /// Reads the text of a document.
    pub fn read(text: &str) -> Result<Self> {
        let lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let mut reader =
            Reader { lines: &lines, steps: Vec::new(), prose: String::new(), about: About::default() };
        let mut at = 0;
        while at < lines.len() {
            at = reader.line(at)?;
        }
        let steps = reader.steps;
        Ok(Self { lines, steps })
    }

    /// What there is to do.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// Some of its lines, as one text.
    pub fn text(&self, range: &Range<usize>) -> String {
        self.lines[range.clone()].iter().flat_map(|line| [line.as_str(), "\n"]).collect()
    }

    /// The document with other outputs: `(lines, new text)`, in the order of the document.
    pub(super) fn with(&self, outputs: &[(Range<usize>, String)]) -> String {
        let mut text = String::new();
        let mut at = 0;
        for (range, new) in outputs {
            text += &self.text(&(at..range.start));
            text += new;
            at = range.end;
        }
        text + &self.text(&(at..self.lines.len()))
    }
}

/// What the comments before a block say about it.
#[derive(Default)]
struct About {
    save: Option<String>,
    exit: i32,
    not_run: Option<String>,
}

struct Reader<'a> {
    lines: &'a [String],
    steps: Vec<Step>,
    /// The text since the last block.
    prose: String,
    about: About,
}

impl Reader<'_> {
    /// Reads what begins at a line; returns the line after it.
    fn line(&mut self, at: usize) -> Result<usize> {
        let line = &self.lines[at];
        if let Some(language) = line.strip_prefix("```") {
            let body = at + 1;
            let length = self.lines[body..].iter().position(|line| line.starts_with("```"));
            ensure!(length.is_some(), "line {body}: the block is not closed");
            let end = body + length.unwrap_or_default();
            self.block(language.trim(), body..end)?;
            self.prose.clear();
            self.about = About::default();
            return Ok(end + 1);
        }
        match Mark::read(line)? {
            Some(Mark::Save(file)) => self.about.save = Some(file),
            Some(Mark::Exit(code)) => self.about.exit = code,
            Some(Mark::NotRun(why)) => self.about.not_run = Some(why),
            Some(mark) => self.push(at, What::Mark(mark)),
            None => self.prose.extend([line.as_str(), " "]),
        }
        Ok(at + 1)
    }

    fn push(&mut self, at: usize, what: What) {
        self.steps.push(Step { line: at + 1, what });
    }

    fn block(&mut self, language: &str, body: Range<usize>) -> Result<()> {
        match language {
            "console" if self.lines[body.clone()].iter().any(|line| line.starts_with(PROMPT)) => {
                self.commands(body)?;
            }
            "console" => self.push(body.start, What::Log { output: body }),
            // `yaml wrong` is wrong on purpose; a command that follows will say so.
            "yaml" | "yaml wrong" => {
                let text = self.lines[body.clone()].iter().flat_map(|line| [line.as_str(), "\n"]).collect();
                let file = self.about.save.take().or_else(|| introduced(&self.prose));
                self.push(
                    body.start,
                    file.map_or(What::Shown(String::clone(&text)), |file| What::Save { file, text }),
                );
            }
            _ => {}
        }
        Ok(())
    }

    fn commands(&mut self, body: Range<usize>) -> Result<()> {
        let first = &self.lines[body.start];
        ensure!(first.starts_with(PROMPT), "line {}: output without a command: {first:?}", body.start + 1);
        let mut at = body.start;
        while at < body.end {
            let (line, mut typed) = (at, self.lines[at][PROMPT.len()..].to_owned());
            at += 1;
            while typed.ends_with('\\') && at < body.end {
                typed = typed + "\n" + &self.lines[at];
                at += 1;
            }
            let rest = &self.lines[at..body.end];
            let length = rest.iter().position(|line| line.starts_with(PROMPT)).unwrap_or(rest.len());
            let what = match &self.about.not_run {
                Some(why) => What::NotRun { typed, why: why.clone() },
                None => What::Command { typed, exit: self.about.exit, output: at..at + length },
            };
            self.push(line, what);
            at += length;
        }
        Ok(())
    }
}

/// The file that a text introduces.
fn introduced(prose: &str) -> Option<String> {
    let after = INTRODUCTIONS.iter().filter_map(|words| Some((prose.rfind(words)?, words.len())));
    let (start, length) = after.max()?;
    prose[start + length..].split('`').next().map(str::to_owned)
}

#[cfg(test)]
mod tests;
