//! What is wrong or doubtful in files, shown to people: the sentence, the line itself with the place underlined, the fix.

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use easyscale_crd::Severity;
use easyscale_manifest::{Finding, Place};

/// A finding, the file it is in, and where something that belongs to it stands.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Located<'a> {
    pub(crate) file: &'a str,
    pub(crate) text: &'a str,
    pub(crate) finding: &'a Finding,
    /// The file and the text of the finding's `related` place.
    pub(crate) related: (&'a str, &'a str),
}

/// Longer lines are cut around the place, so that a file without line breaks does not fill the screen.
const WIDTH: usize = 100;

/// The finding as a compiler would show it. Colours are in it; the output takes them out where they are not wanted.
pub(crate) fn render(located: &Located<'_>) -> String {
    let Located { file, text, finding, related } = *located;
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let code = finding.code.to_string();
    let mut main = Group::with_title(level.primary_title(&finding.message).id(&*code));
    let line = Line::of(text, &finding.place);
    main = main.element(line.snippet(file, AnnotationKind::Primary, None));
    let other = finding.related.as_ref().map(|(place, what)| (Line::of(related.1, place), what));
    if let Some((line, what)) = &other {
        main = main.element(line.snippet(related.0, AnnotationKind::Context, Some(what)));
    }
    if let Some(help) = &finding.help {
        main = main.element(Level::HELP.message(format!("write {help}")));
    }
    let renderer = Renderer::styled().decor_style(DecorStyle::Ascii).term_width(WIDTH);
    renderer.render(&[main]) + "\n"
}

/// One line of a text and a place in it. Only the line is handed on: the text may be long.
struct Line<'a> {
    number: usize,
    content: &'a str,
    place: std::ops::Range<usize>,
}

impl<'a> Line<'a> {
    fn of(text: &'a str, place: &Place) -> Self {
        let start = place.bytes.start.min(text.len());
        let begin = text[..start].rfind('\n').map_or(0, |at| at + 1);
        let end = text[start..].find('\n').map_or(text.len(), |at| start + at);
        let line = text[begin..end].trim_end_matches('\r');
        let within = |at: usize| (at.max(begin) - begin).min(line.len());
        Self { number: place.line, content: line, place: within(start)..within(place.bytes.end) }
    }

    fn snippet(
        &self,
        file: &'a str,
        kind: AnnotationKind,
        label: Option<&'a str>,
    ) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
        let annotation = kind.span(self.place.clone()).label(label);
        Snippet::source(self.content).line_start(self.number).path(file).annotation(annotation)
    }
}
