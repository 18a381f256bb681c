//! The reference of all limits, `docs/limits.md`, from [`super::RULES`].

use super::{RULES, Rule, Subject};

const HEAD: &str = "\
# Limits

Made by `cargo xtask settings` from `crates/server/src/tries/rules.rs`; a test tells where the two differ.

How often something may be done. The room comes back evenly: who has used up ten in ten minutes may do one more after \
a minute. What is too much is answered with 429, the code `too_many_tries` and `Retry-After`; the app says so, keeps \
what has been written, and saves by itself when it may. Counts are in memory, of each server process by itself. An \
address is the right-most hop that is not among `trusted_proxies`; of version 6 it is its first 64 bits.

| what | whose | most | room comes back in | setting | why |
|---|---|---|---|---|---|
";

/// As Markdown.
#[must_use]
pub fn reference() -> String {
    RULES.iter().fold(HEAD.to_owned(), |text, rule| text + &row(rule))
}

fn row(rule: &Rule) -> String {
    let Rule { name, most, seconds, why, .. } = rule;
    let whose = match rule.subject {
        Subject::Address => "an address",
        Subject::Session => "a session",
        Subject::Person => "a person",
    };
    let time = match seconds {
        60 => "a minute".to_owned(),
        86_400 => "a day".to_owned(),
        seconds => format!("{} minutes", seconds / 60),
    };
    let setting = match rule.setting {
        "" => "none".to_owned(),
        name => format!("`{name}`"),
    };
    format!("| {name} | {whose} | {most} | {time} | {setting} | {why} |\n")
}
