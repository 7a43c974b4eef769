//! What will happen: the coming changes of a rule, why they happen, a week of it, and the difference between two rules.
//!
//! Pure: schedules and instants in, values out. How they look is up to the commands.

pub(crate) mod changes;
pub(crate) mod considered;
pub(crate) mod difference;
pub(crate) mod week;
pub(crate) mod why;
