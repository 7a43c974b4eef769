//! The week as a picture (SVG): a row for each day, a box from minute to minute with its number. Drawn to be put into a
//! page, a ticket or a chat; it brings its own background, so it reads in the dark too.

use easyscale_schedule::Active;
use svg::Document;
use svg::node::element::{Group, Rectangle, Text, Title};

use crate::outlook::changes::Held;
use crate::outlook::week::{Day, Piece, Week};
use crate::subject::Subject;
use crate::told;

/// Pixels of an hour, of a day's row, and of what stands around them.
const HOUR: i64 = 30;
const ROW: i64 = 26;
const LEFT: i64 = 96;
const TOP: i64 = 62;
const RIGHT: i64 = 20;
const LEGEND_ROW: i64 = 20;
const GAP: i64 = 16;
/// From few to many, readable in grey too.
const RAMP: [&str; 8] =
    ["#e8edf3", "#c9ddf0", "#a3cbe8", "#9fd8b4", "#f3e29a", "#f5bf7d", "#ef9080", "#d9668f"];
const NOTHING: &str = "#ffffff";
const INK: &str = "#1c2733";
const FONT: &str = "system-ui, sans-serif";

/// One picture with all weeks below each other.
pub(super) fn render(weeks: &[(&Subject, Week)]) -> String {
    let width = LEFT + 24 * HOUR + RIGHT;
    let mut document = Document::new().set("font-family", FONT).set("font-size", 12).set("fill", INK);
    let mut height = 0;
    let mut drawn = Vec::new();
    for (subject, week) in weeks {
        let (group, used) = picture(subject, week, height);
        drawn.push(group);
        height += used;
    }
    document = document.set("viewBox", (0, 0, width, height)).set("width", width).set("height", height);
    document = document.add(rectangle(0, 0, width, height).set("fill", "#fbfcfd"));
    drawn.into_iter().fold(document, Document::add).to_string() + "\n"
}

/// A week that begins at that height, and how much of it it takes.
fn picture(subject: &Subject, week: &Week, top: i64) -> (Group, i64) {
    let mut group = Group::new();
    let heading = format!("{} → {}", subject.name(), subject.target());
    group = group.add(text(&heading, GAP, top + 24).set("font-size", 15).set("font-weight", "bold"));
    if let (Some(first), Some(last)) = (week.days.first(), week.days.last()) {
        let dates = format!("{} to {}, on the clock of {}", first.date, last.date, subject.zone);
        group = group.add(text(&dates, GAP, top + 42));
    }
    for hour in (0..=24).step_by(3) {
        let label = text(&format!("{hour:02}"), LEFT + hour * HOUR, top + TOP - 4);
        group = group.add(label.set("text-anchor", "middle").set("font-size", 10));
    }
    let numbers = week.numbers();
    let mut y = top + TOP;
    for day in &week.days {
        group = row(group, subject, day, y, &numbers);
        y += ROW;
    }
    y += GAP;
    for share in week.shares(subject) {
        group = legend(group, subject, share.held, &told::Span(share.time).to_string(), y, &numbers);
        y += LEGEND_ROW;
    }
    (group, y - top + GAP)
}

fn row(mut group: Group, subject: &Subject, day: &Day, y: i64, numbers: &[u32]) -> Group {
    group = group.add(text(&day.date.format("%a %m-%d").to_string(), GAP, y + 17));
    for piece in &day.pieces {
        group = group.add(bar(subject, day, piece, y, numbers));
    }
    group
}

fn bar(subject: &Subject, day: &Day, piece: &Piece, y: i64, numbers: &[u32]) -> Group {
    let (x, width) = (LEFT + piece.from * HOUR / 60, (piece.to - piece.from) * HOUR / 60);
    let number = told::Number(piece.held.replicas).to_string();
    let name = name(subject, piece.held);
    let clock = |minutes: i64| format!("{:02}:{:02}", minutes / 60, minutes % 60);
    let told = format!("{} {} to {}: {number} ({name})", day.date, clock(piece.from), clock(piece.to));
    let bar = rectangle(x, y, width.max(1), ROW - 3)
        .set("rx", 2)
        .set("stroke", "#8896a5")
        .set("stroke-width", "0.5")
        .set("fill", fill(piece.held, numbers));
    let mut group = Group::new().add(Title::new(told)).add(bar);
    // A number that does not fit is still in the title, which a pointer shows.
    if piece.held.replicas.is_some() && width >= i64::try_from(number.len()).unwrap_or(i64::MAX) * 8 + 2 {
        group = group.add(text(&number, x + width / 2, y + 16).set("text-anchor", "middle"));
    }
    group
}

fn legend(group: Group, subject: &Subject, held: Held, time: &str, y: i64, numbers: &[u32]) -> Group {
    let square = rectangle(GAP, y, 14, 14).set("rx", 2).set("stroke", "#8896a5").set("stroke-width", "0.5");
    let told = format!("{}: {}, {time}", told::Number(held.replicas), name(subject, held));
    group.add(square.set("fill", fill(held, numbers))).add(text(&told, GAP + 22, y + 11))
}

fn name(subject: &Subject, held: Held) -> &str {
    match held.active {
        Active::Nothing => "nothing holds",
        active => subject.name_of(active).unwrap_or_default(),
    }
}

fn fill(held: Held, numbers: &[u32]) -> &'static str {
    let Some(number) = held.replicas else { return NOTHING };
    let place = numbers.iter().position(|&known| known == number).unwrap_or_default();
    RAMP[place * (RAMP.len() - 1) / numbers.len().saturating_sub(1).max(1)]
}

fn rectangle(x: i64, y: i64, width: i64, height: i64) -> Rectangle {
    Rectangle::new().set("x", x).set("y", y).set("width", width).set("height", height)
}

fn text(content: &str, x: i64, y: i64) -> Text {
    Text::new(content).set("x", x).set("y", y)
}
