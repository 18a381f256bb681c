//! All automation of the project, in Rust.
fn main() {}
