//! `easyscale preview`: what will happen, before it does.

mod calendar;
mod diff;
mod drawing;
mod json;
mod table;

use std::ops::Range;

use chrono::{DateTime, DurationRound as _, TimeDelta, Utc};
use clap::{Args, ValueHint};

use crate::exit::Done;
use crate::outlook::week::Week;
use crate::session::Session;
use crate::source::{self, Sources};
use crate::subject::Subject;
use crate::when::{Length, When};
use crate::{output, picture, usage};

const MINUTE: TimeDelta = TimeDelta::minutes(1);
/// How far is looked if nothing is said.
const USUAL: Length = Length::days(14);

/// The form of the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Form {
    /// For people.
    Text,
    /// For programs.
    Json,
    /// A calendar (iCalendar, RFC 5545), to be opened or subscribed to.
    Ics,
    /// A picture of the week.
    Svg,
}

#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    #[command(flatten)]
    sources: Sources,

    /// The first moment that is looked at, on the clock of the rule, such as "Friday 16:00".
    #[arg(long, value_name = "TIME", default_value = "now", allow_hyphen_values = true)]
    from: When,

    /// How far ahead is looked, such as 14d, "2 weeks" or "1 year". Default: 14 days.
    #[arg(long = "for", value_name = "LENGTH", allow_hyphen_values = true, conflicts_with_all = ["until", "week"])]
    length: Option<Length>,

    /// The moment up to which is looked, instead of a length.
    #[arg(long, value_name = "TIME", allow_hyphen_values = true, conflicts_with = "week")]
    until: Option<When>,

    /// Draw the week that begins with the day of --from, an hour a cell.
    #[arg(long)]
    week: bool,

    /// Compare with another version, a file or a rule in the cluster: where the numbers differ and how many pod-hours that
    /// makes. OTHER is the version before, the first one the version after.
    #[arg(long, value_name = "OTHER", conflicts_with = "week", value_hint = ValueHint::AnyPath)]
    diff: Option<String>,

    /// Also show when another entry takes over with the same number.
    #[arg(long)]
    all: bool,

    /// The form of the output.
    #[arg(long, short, value_enum, value_name = "FORM", default_value = "text")]
    output: Form,
}

const EXAMPLES: &str = "\
Examples:
  easyscale preview rule.yaml                        the next two weeks
  easyscale preview rule.yaml --week                 the week as a picture
  easyscale preview web --from 2026-10-24 --for 2d   a rule in the cluster, around a clock change
  easyscale preview rule.yaml --diff web             what a new version would change
  easyscale preview rules/ -o ics > rules.ics        a calendar of all rules of a folder";

/// A rule and the time that is looked at, on its own clock.
struct View<'a> {
    subject: &'a Subject,
    range: Range<DateTime<Utc>>,
}

pub(super) fn execute(arguments: &Arguments) -> anyhow::Result<Done> {
    let session = Session::start(arguments.sources.zoneinfo())?;
    let subjects = match source::load(&arguments.sources, &session)? {
        source::Found::Rules(subjects) => subjects,
        source::Found::Wrong(done) => return Ok(done),
    };
    let views = subjects.iter().map(|subject| arguments.view(subject, session.now()));
    let views: Vec<View<'_>> = views.collect::<anyhow::Result<_>>()?;
    if let Some(other) = &arguments.diff {
        let others = match source::load(&arguments.sources.other(other), &session)? {
            source::Found::Rules(subjects) => subjects,
            source::Found::Wrong(done) => return Ok(done),
        };
        return output::print(&diff::render(&views, &others, arguments.output)?);
    }
    arguments.print(&views, &session)
}

impl Arguments {
    fn view<'a>(&self, subject: &'a Subject, now: DateTime<Utc>) -> anyhow::Result<View<'a>> {
        let covers = subject.schedule.covers();
        let known = |at: Option<DateTime<Utc>>, flag| {
            at.filter(|at| covers.contains(at)).ok_or_else(|| usage::too_far(flag, &covers))
        };
        // The seconds of now are of no interest: nothing changes within a minute.
        let from = self.from.on(&subject.zone, now).and_then(|from| from.duration_trunc(MINUTE).ok());
        let from = known(from, "--from")?;
        let until = match self.until {
            Some(until) => known(until.on(&subject.zone, now), "--until")?,
            None => known(self.length.unwrap_or(USUAL).after(from, &subject.zone), "--for")?,
        };
        if until <= from {
            return Err(usage::wrong(&anyhow::anyhow!(
                "--until {} is not after --from {}: exchange the two, or write a length with --for",
                subject.moment(until),
                subject.moment(from)
            )));
        }
        Ok(View { subject, range: from..until })
    }

    fn print(&self, views: &[View<'_>], session: &Session) -> anyhow::Result<Done> {
        let weeks = || views.iter().map(|view| (view.subject, Week::of(view.subject, view.range.start)));
        match self.output {
            Form::Text if self.week => {
                let pictures = weeks().map(|(subject, week)| picture::render(subject, &week));
                output::print(&pictures.collect::<Vec<_>>().join("\n"))
            }
            Form::Text => output::print_piecewise(|out| table::write(out, views, self.all)),
            Form::Json => output::print_piecewise(|out| json::write(out, views, self.all)),
            Form::Ics => output::print(&calendar::render(views, session.now())),
            Form::Svg => output::print(&drawing::render(&weeks().collect::<Vec<_>>())),
        }
    }
}
