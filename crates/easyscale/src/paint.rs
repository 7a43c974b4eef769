//! Colours. What is painted reads the same without them; whether they are printed is decided at the output.

use std::fmt::{self, Display};

use anstyle::{AnsiColor, Color, Style};

/// Headings and names.
pub(crate) const STRONG: Style = Style::new().bold();
/// What is of less interest.
pub(crate) const FAINT: Style = Style::new().dimmed();
/// Clock changes.
pub(crate) const CLOCK: Style = of(AnsiColor::Cyan);
/// As it should be.
pub(crate) const GOOD: Style = of(AnsiColor::Green);
/// Doubtful.
pub(crate) const DOUBT: Style = of(AnsiColor::Yellow);
/// Wrong.
pub(crate) const BAD: Style = of(AnsiColor::Red);

const fn of(color: AnsiColor) -> Style {
    Style::new().fg_color(Some(Color::Ansi(color)))
}

/// See [`Paint::paint`].
pub(crate) struct Painted<'a, T: ?Sized> {
    text: &'a T,
    style: Style,
}

pub(crate) trait Paint {
    /// In that style.
    fn paint(&self, style: Style) -> Painted<'_, Self> {
        Painted { text: self, style }
    }
}

impl<T: Display + ?Sized> Paint for T {}

impl<T: Display + ?Sized> Display for Painted<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}{}", self.style.render(), self.text, self.style.render_reset())
    }
}
