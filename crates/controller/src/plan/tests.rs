//! The plan as tables: what was seen, and what it must lead to.

mod announcing;
mod build;
mod deciding;
mod foreseeing;
mod insisting;
mod reaching;
mod telling;
