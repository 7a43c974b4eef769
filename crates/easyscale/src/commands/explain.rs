//! `easyscale explain`: why the number is what it is, for somebody who has to answer for it.

mod json;
mod operator;
mod text;

use clap::Args;

use crate::exit::Done;
use crate::output::{self, Form};
use crate::session::Session;
use crate::source::{self, Sources};
use crate::usage;
use crate::when::When;

#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    #[command(flatten)]
    sources: Sources,

    /// The moment that is explained, on the clock of the rule, such as "Friday 17:00".
    #[arg(long, value_name = "TIME", default_value = "now", allow_hyphen_values = true)]
    at: When,

    /// The form of the output.
    #[arg(long, short, value_enum, value_name = "FORM", default_value = "text")]
    output: Form,
}

const EXAMPLES: &str = "\
Examples:
  easyscale explain web                          why is it at this number now?
  easyscale explain web --at \"Saturday 17:00\"    and on Saturday?
  easyscale explain rule.yaml                    a rule that is only a file yet";

pub(super) fn execute(arguments: &Arguments) -> anyhow::Result<Done> {
    let session = Session::start(arguments.sources.zoneinfo())?;
    let subjects = match source::load(&arguments.sources, &session)? {
        source::Found::Rules(subjects) => subjects,
        source::Found::Wrong(done) => return Ok(done),
    };
    let mut told = Vec::new();
    for subject in &subjects {
        let at = arguments.at.on(&subject.zone, session.now());
        let covers = subject.schedule.covers();
        let at = at.filter(|at| covers.contains(at)).ok_or_else(|| usage::too_far("--at", &covers))?;
        told.push((subject, at));
    }
    output::print(&match arguments.output {
        Form::Text => {
            told.iter().map(|(subject, at)| text::render(subject, *at)).collect::<Vec<_>>().join("\n")
        }
        Form::Json => json::render(&told)?,
    })
}
