//! What only an operator does that sees all namespaces: it goes by what each of them allows.

mod attempts;
mod foreseen;
mod granted;
