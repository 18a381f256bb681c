//! Turns the words of `locales/` into typed keys.
fn main() {}
