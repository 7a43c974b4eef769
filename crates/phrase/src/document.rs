//! A whole text: its sentences one after the other, grouped by target.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use easyscale_schedule::{MAX_ENTRIES, Zone, ZoneDatabase};

use crate::error::{PhraseError, Result};
use crate::statement::{Reader, Statement};
use crate::{Request, Target, Wish};

/// The longest text that is read, in bytes.
pub const MAX_BYTES: usize = 64 * 1024;
/// The most dates that one entry may list: every day of a year.
pub const MAX_DATES: usize = 366;

/// Reads sentences. One [`Request`] for each target, in the order in which they are named first.
///
/// `zone` holds where a sentence names none. The first mistake is the error; nothing is read past it.
///
/// ```
/// use easyscale_phrase::parse;
/// use easyscale_schedule::{Zone, ZoneDatabase};
///
/// let requests = parse("web to 2 at weekends, otherwise 3", &ZoneDatabase::bundled(), &Zone::utc())?;
/// assert_eq!(requests[0].target.to_string(), "deployment/web");
/// assert_eq!(requests[0].wishes[0].entry.when(), "on Saturday and Sunday all day (UTC)");
/// assert_eq!(requests[0].default, Some(3));
/// # Ok::<(), easyscale_phrase::PhraseError>(())
/// ```
pub fn parse(text: &str, zones: &ZoneDatabase, zone: &Zone) -> Result<Vec<Request>> {
    if text.len() > MAX_BYTES {
        let message = format!("the text is {} bytes long; at most {MAX_BYTES} are read", text.len());
        return Err(PhraseError::new(0..0, message));
    }
    let mut reader = Reader::new(text, zones, zone);
    let mut requests = Requests::default();
    loop {
        reader.something_to_read(requests.current().is_some())?;
        match reader.statement(requests.current())? {
            Statement::Entry(target, wish) => requests.add(target, *wish)?,
            Statement::Default(replicas, place) => requests.close(replicas, place)?,
        }
        if reader.ends()? {
            return Ok(requests.all);
        }
    }
}

#[derive(Default)]
struct Requests {
    all: Vec<Request>,
    by_target: BTreeMap<Target, usize>,
    /// The target that was named last.
    current: Option<usize>,
    /// Targets with entries since the last "otherwise" that have no default yet.
    open: BTreeSet<usize>,
}

impl Requests {
    fn current(&self) -> Option<&Target> {
        self.all.get(self.current?).map(|request| &request.target)
    }

    fn add(&mut self, target: Target, wish: Wish) -> Result<()> {
        let place = wish.place.clone();
        let at = *self.by_target.entry(target.clone()).or_insert(self.all.len());
        if at == self.all.len() {
            self.all.push(Request { target, wishes: Vec::new(), default: None });
        }
        self.current = Some(at);
        let Some(request) = self.all.get_mut(at) else { return Ok(()) };
        if request.wishes.len() == MAX_ENTRIES {
            let message =
                format!("this is one entry too many for {}: it can have {MAX_ENTRIES}", request.target);
            return Err(PhraseError::new(place, message));
        }
        request.wishes.push(wish);
        if request.default.is_none() {
            self.open.insert(at);
        }
        Ok(())
    }

    fn close(&mut self, replicas: u32, place: Range<usize>) -> Result<()> {
        let Some(request) = self.current.and_then(|at| self.all.get_mut(at)) else {
            let message = "\"otherwise\" says what holds when no entry does, so it stands behind an entry";
            return Err(
                PhraseError::new(place, message).expects(["an entry such as \"web to 2 at weekends\""])
            );
        };
        if let Some(first) = request.default {
            let message = format!("{} has its \"otherwise\" already: {first}", request.target);
            return Err(PhraseError::new(place, message));
        }
        request.default = Some(replicas);
        if self.open.len() > 1 {
            return Err(self.left_open(place));
        }
        self.open.clear();
        Ok(())
    }

    fn left_open(&self, place: Range<usize>) -> PhraseError {
        let open = self.open.iter().filter_map(|&at| self.all.get(at));
        let names = open.map(|request| request.target.to_string()).collect::<Vec<_>>().join(", ");
        let message = format!(
            "this \"otherwise\" could mean any of {names}; write one behind the entries of each, for example \
             \"a to 2 at weekends; otherwise 3; b to 5 at weekends; otherwise 6\""
        );
        PhraseError::new(place, message)
    }
}
