//! From what was understood back to sentences.

use easyscale_schedule::default_sentence;

use crate::Request;

/// The request in canonical sentences. Reading them gives the same target, entries and default again.
///
/// A request without entries says only "otherwise …", which is no sentence on its own.
pub fn show(request: &Request) -> String {
    let target = request.target.to_string();
    let entries = request.wishes.iter().map(|wish| wish.entry.sentence(&target));
    entries.chain(request.default.map(default_sentence)).collect::<Vec<_>>().join("; ")
}
