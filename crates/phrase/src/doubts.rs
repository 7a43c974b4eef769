//! What can be read and still contradicts itself.

use std::cmp::Ordering;
use std::ops::Range;

use crate::{Direction, Request, Wish};

/// Something in a sentence that is probably not meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doubt {
    /// The bytes of the sentence in the text.
    pub place: Range<usize>,
    /// What is doubtful.
    pub message: String,
}

/// Where "up" or "down" contradicts the default. Without a default nobody knows which way is up.
///
/// ```
/// use easyscale_phrase::{doubts, parse};
/// use easyscale_schedule::{Zone, ZoneDatabase};
///
/// let text = "scale down web to 5 at weekends; otherwise 3";
/// let requests = parse(text, &ZoneDatabase::bundled(), &Zone::utc())?;
/// assert_eq!(
///     doubts(&requests[0])[0].message,
///     "this says \"down\", but 5 is more than the 3 that hold otherwise; 5 is used",
/// );
/// # Ok::<(), easyscale_phrase::PhraseError>(())
/// ```
pub fn doubts(request: &Request) -> Vec<Doubt> {
    let Some(default) = request.default else { return Vec::new() };
    request.wishes.iter().filter_map(|wish| doubt(wish, default)).collect()
}

fn doubt(wish: &Wish, default: u32) -> Option<Doubt> {
    let replicas = wish.entry.replicas;
    let said = match (wish.direction?, replicas.cmp(&default)) {
        (Direction::Up, Ordering::Greater) | (Direction::Down, Ordering::Less) => return None,
        (Direction::Up, _) => "up",
        (Direction::Down, _) => "down",
    };
    let truth = match replicas.cmp(&default) {
        Ordering::Less => format!("{replicas} is fewer than the {default} that hold otherwise"),
        Ordering::Equal => format!("{replicas} is also what holds otherwise"),
        Ordering::Greater => format!("{replicas} is more than the {default} that hold otherwise"),
    };
    let message = format!("this says {said:?}, but {truth}; {replicas} is used");
    Some(Doubt { place: wish.place.clone(), message })
}
