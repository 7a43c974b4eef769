//! Questions and answers: a rule grows, and after each answer the week shows what it says so far.
//!
//! Plain lines on standard error and from standard input, no drawing on the screen: it works through ssh, in a pipe and
//! with a screen reader. The rule itself goes to standard output, so that `easyscale generate > rule.yaml` does what it looks
//! like.

mod ask;

use std::io::{BufRead, IsTerminal as _};
use std::path::Path;

use anyhow::Context as _;
use easyscale_crd::{Code, check};
use easyscale_phrase::{Request, Target, Wish, parse, show};
use easyscale_schedule::Zone;

use super::{Arguments, Clock, Source, rule, said, yaml};
use crate::exit::Done;
use crate::outlook::week::Week;
use crate::output::{self, tell};
use crate::paint::{BAD, DOUBT, Paint as _, STRONG};
use crate::picture;
use crate::session::Session;
use crate::subject::{Origin, Subject};
use crate::told;
use ask::Asker;

const HELLO: &str =
    "This writes a rule, step by step. An empty answer takes what stands in brackets. Ctrl-C stops.\n";
const WHEN: &str = "For example: on weekdays from 16:00 to 18:00; weekends; 2026-12-24";

/// Runs it on the terminal, or on whatever standard input is.
pub(super) fn run(arguments: &Arguments, clock: &Clock, session: &Session) -> anyhow::Result<Done> {
    tell(HELLO);
    let mut asker = Asker::new(std::io::stdin().lock(), std::io::stdin().is_terminal());
    let Answers { request, clock } = questions(&mut asker, clock, arguments.timezone.is_some(), session)?;
    let rule = rule::of(&request, arguments.name.as_deref(), arguments.namespace.as_deref(), &clock.zone);
    let text = yaml::render(&rule, &said(&request, &clock))?;
    if std::io::stdout().is_terminal() {
        return save(&mut asker, &text, rule.metadata.name.as_deref().unwrap_or("rule"));
    }
    output::print(&text)
}

struct Answers {
    request: Request,
    clock: Clock,
}

fn questions(
    asker: &mut Asker<impl BufRead>,
    clock: &Clock,
    zone_is_given: bool,
    session: &Session,
) -> anyhow::Result<Answers> {
    let target = asker.until_right(
        "What shall be scaled? Its name, such as web (a Deployment), or statefulset/db",
        None,
        |answer| target(answer, session),
    )?;
    let zone = if zone_is_given { clock.zone.clone() } else { zone(asker, clock, session)? };
    let clock = Clock { zone, from: Source::Given };
    let question = "How many replicas usually? Special times come next; - leaves the number alone";
    let default = asker.until_right(question, Some("-"), number_or_none)?;
    let mut request = Request { target, wishes: Vec::new(), default };
    while let Some(wish) = wish(asker, &request, &clock.zone, session)? {
        request.wishes.push(wish);
        settle(asker, &mut request, &clock, session)?;
        show_week(&request, &clock, session);
    }
    Ok(Answers { request, clock })
}

/// Reads a target by putting it into a sentence.
fn target(answer: &str, session: &Session) -> Result<Target, String> {
    if answer.split_whitespace().count() > 1 {
        return Err(format!("{answer:?} is more than a name: write one word, such as web or statefulset/db"));
    }
    // A bare name may be a word of the grammar; with its kind in front it never is.
    let named = if answer.contains('/') { answer.to_owned() } else { format!("deployment/{answer}") };
    let head = "scale ";
    let text = format!("{head}{named} to 1");
    let requests = parse(&text, session.zones(), &Zone::utc()).map_err(|error| error.message)?;
    let target = requests.into_iter().next().map(|request| request.target);
    target.ok_or_else(|| "a name is needed".to_owned())
}

fn zone(asker: &mut Asker<impl BufRead>, clock: &Clock, session: &Session) -> anyhow::Result<Zone> {
    let read = |answer: &str| session.zones().zone(answer).map_err(|error| error.to_string());
    asker.until_right(
        "Whose clock is meant? A time zone such as Europe/Berlin",
        Some(clock.zone.name()),
        read,
    )
}

fn number_or_none(answer: &str) -> Result<Option<u32>, String> {
    if answer == "-" { Ok(None) } else { number(answer).map(Some) }
}

fn number(answer: &str) -> Result<u32, String> {
    let number = answer.parse::<u32>().ok().filter(|&number| i32::try_from(number).is_ok());
    number.ok_or_else(|| format!("{answer:?} is not a number of replicas: write a whole number, such as 3"))
}

/// The next entry; `None` when that is all.
fn wish(
    asker: &mut Asker<impl BufRead>,
    request: &Request,
    zone: &Zone,
    session: &Session,
) -> anyhow::Result<Option<Wish>> {
    let first = request.wishes.is_empty();
    let question = if first {
        format!("When shall it be another number? {WHEN}")
    } else {
        "When else? An empty answer: that is all".to_owned()
    };
    let read = |answer: &str| {
        if answer.is_empty() && !first { Ok(None) } else { entry(answer, request, zone, session).map(Some) }
    };
    let nothing = if first { None } else { Some("") };
    let Some(mut wish) = asker.until_right(&question, nothing, read)? else { return Ok(None) };
    let question = format!("How many replicas {}?", wish.entry.when());
    wish.entry.replicas = asker.until_right(&question, None, number)?;
    Ok(Some(wish))
}

/// Reads the days and times of an entry by putting them into a sentence.
fn entry(answer: &str, request: &Request, zone: &Zone, session: &Session) -> Result<Wish, String> {
    if answer.parse::<u32>().is_ok() {
        return Err("first the days and times; the number comes after them".to_owned());
    }
    let head = format!("scale {} to 1 ", request.target);
    let read = |little: &str| parse(&format!("{head}{little}{answer}"), session.zones(), zone);
    // In an answer people leave out the little words: "weekends", "16:00 to 18:00".
    let without = || ["on ", "from "].into_iter().find_map(|little| read(little).ok());
    let requests = read("").or_else(|error| without().ok_or(error)).map_err(|mut error| {
        // The error is about the answer, not about the words around it.
        let own = |at: usize| at.saturating_sub(head.len()).min(answer.len());
        error.place = own(error.place.start)..own(error.place.end);
        error.render(answer)
    })?;
    let mut wishes = requests.into_iter().flat_map(|request| request.wishes);
    match (wishes.next(), wishes.next()) {
        (Some(wish), None) => Ok(wish),
        _ => Err("one time after the other: write one here, the next one at the next question".to_owned()),
    }
}

/// Where the new entry and an older one say different numbers at the same time, asks which one wins.
fn settle(
    asker: &mut Asker<impl BufRead>,
    request: &mut Request,
    clock: &Clock,
    session: &Session,
) -> anyhow::Result<()> {
    let spec = rule::of(request, None, None, &clock.zone).spec;
    let last = format!("spec.schedule[{}]", request.wishes.len() - 1);
    let found = check(&spec, session.zones(), session.now()).problems;
    let Some(overlap) = found.iter().find(|problem| problem.code == Code::Overlap && problem.path == last)
    else {
        return Ok(());
    };
    // The fix that the rest of the message names is what is asked next.
    let told = overlap.message.strip_prefix(Code::Overlap.sentence()).unwrap_or(&overlap.message);
    let told = told::lines(&format!("Two answers meet: {}", told.trim_start_matches("; ")), 0, 0);
    tell(&format!("{}\n", told.paint(DOUBT)));
    let wins = asker.until_right("Does the new one win there? yes or no", Some("yes"), yes_or_no)?;
    if wins && let Some((new, older)) = request.wishes.split_last_mut() {
        let highest = older.iter().map(|wish| wish.entry.priority).max().unwrap_or_default();
        new.entry.priority = highest.saturating_add(10);
    }
    Ok(())
}

fn yes_or_no(answer: &str) -> Result<bool, String> {
    match answer.to_lowercase().as_str() {
        "yes" | "y" => Ok(true),
        "no" | "n" => Ok(false),
        _ => Err("write yes or no".to_owned()),
    }
}

/// What the rule says so far, and the coming week.
fn show_week(request: &Request, clock: &Clock, session: &Session) {
    let rule = rule::of(request, None, None, &clock.zone);
    tell(&format!("\n{}\n", show(request).replace("; ", "\n").paint(STRONG)));
    match check(&rule.spec, session.zones(), session.now()).schedule {
        Some(schedule) => {
            let subject = Subject {
                zone: clock.zone.clone(),
                schedule,
                rule,
                origin: Origin::File { name: String::new(), line: 1 },
            };
            tell(&format!("\n{}\n", picture::render(&subject, &Week::of(&subject, session.now()))));
        }
        None => tell(&format!("{}\n", "This cannot be used as it is.".paint(BAD))),
    }
}

/// Asks where to put it. A file that is there is not overwritten.
fn save(asker: &mut Asker<impl BufRead>, text: &str, name: &str) -> anyhow::Result<Done> {
    let usual = format!("{name}.yaml");
    let free = |answer: &str| {
        let exists = answer != "-" && Path::new(answer).exists();
        if exists {
            Err(format!("{answer} is there already: write another name"))
        } else {
            Ok(answer.to_owned())
        }
    };
    let file = asker.until_right("Save it as? - prints it here", Some(&usual), free)?;
    if file == "-" {
        return output::print(text);
    }
    std::fs::write(&file, text).with_context(|| format!("{file} cannot be written"))?;
    tell(&format!(
        "Saved. See what it will do: easyscale preview {file}\nGive it to the cluster: kubectl apply -f {file}\n"
    ));
    Ok(Done::Well)
}
