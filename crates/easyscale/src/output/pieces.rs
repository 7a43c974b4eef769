//! A long text on its way out, in pieces of whole lines.

use std::io::{Error, ErrorKind, Result, Write};

/// So much is worth a call of the system.
const ENOUGH: usize = 64 * 1024;

/// JSON comes in very many parts of a few bytes, for which musl's copying takes long to begin.
const SHORT: usize = 16;

/// Gathers what is written, and puts it out whenever it is enough. What a line says is never torn: what has to be seen
/// together to be understood, as a colour does, is in one line.
pub(crate) struct Pieces<F = fn(&str) -> Result<()>> {
    put: F,
    kept: Vec<u8>,
}

impl<F: FnMut(&str) -> Result<()>> Pieces<F> {
    pub(super) fn new(put: F) -> Self {
        Self { put, kept: Vec::with_capacity(ENOUGH * 2) }
    }

    fn put(&mut self, length: usize) -> Result<()> {
        let text = str::from_utf8(&self.kept[..length])
            .map_err(|error| Error::new(ErrorKind::InvalidData, error))?;
        (self.put)(text)?;
        self.kept.drain(..length);
        Ok(())
    }
}

impl<F: FnMut(&str) -> Result<()>> Write for Pieces<F> {
    fn write(&mut self, bytes: &[u8]) -> Result<usize> {
        self.write_all(bytes)?;
        Ok(bytes.len())
    }

    #[inline]
    fn write_all(&mut self, bytes: &[u8]) -> Result<()> {
        let before = self.kept.len();
        if bytes.len() <= SHORT {
            for &byte in bytes {
                self.kept.push(byte);
            }
        } else {
            self.kept.extend_from_slice(bytes);
        }
        if self.kept.len() >= ENOUGH
            && let Some(line_break) = bytes.iter().rposition(|&byte| byte == b'\n')
        {
            self.put(before + line_break + 1)?;
        }
        Ok(())
    }

    /// Puts out the rest.
    fn flush(&mut self) -> Result<()> {
        self.put(self.kept.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The pieces in which a text goes out that is written in parts of so many bytes.
    fn pieces(text: &str, part: usize) -> Vec<String> {
        let mut put = Vec::new();
        let mut pieces = Pieces::new(|piece: &str| {
            put.push(piece.to_owned());
            Ok(())
        });
        for part in text.as_bytes().chunks(part) {
            pieces.write_all(part).expect("a vector");
        }
        pieces.flush().expect("a vector");
        put
    }

    #[test]
    fn nothing_is_lost_and_no_line_is_torn() {
        let text = "Mon → 3 \u{1b}[31mred\u{1b}[0m\r\n".repeat(20_000) + "the end";
        for part in [1, 7, 1000, ENOUGH - 1, text.len()] {
            let pieces = pieces(&text, part);
            assert_eq!(pieces.concat(), text, "{part}");
            let (last, whole) = pieces.split_last().expect("pieces");
            assert!(whole.iter().all(|piece| piece.ends_with('\n')), "{part}");
            assert_eq!(last.lines().last(), Some("the end"), "{part}");
            assert!(part == text.len() || pieces.iter().all(|piece| piece.len() < 2 * ENOUGH), "{part}");
        }
    }

    #[test]
    fn a_line_may_be_as_long_as_it_likes() {
        let text = "x".repeat(5 * ENOUGH) + "\n" + "y";
        assert_eq!(pieces(&text, 100).concat(), text);
    }

    #[test]
    fn who_does_not_want_the_first_piece_gets_no_more() {
        let mut asked = 0;
        let mut pieces = Pieces::new(|_: &str| {
            asked += 1;
            Err(ErrorKind::BrokenPipe.into())
        });
        let line = "line\n".repeat(ENOUGH);
        assert_eq!(
            pieces.write_all(line.as_bytes()).map_err(|error| error.kind()),
            Err(ErrorKind::BrokenPipe)
        );
        drop(pieces);
        assert_eq!(asked, 1);
    }
}
