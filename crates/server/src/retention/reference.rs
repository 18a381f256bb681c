//! The reference of what is kept how long, `docs/retention.md`, from [`super::RULES`].

use super::{Kept, RULES, Rule};

const HEAD: &str = "\
# How long what is kept

Made by `cargo xtask settings` from `crates/server/src/retention/rules.rs`; a test tells where the two differ.

What is over is deleted by a job that is asked for every five minutes and done once, by one of the servers. What people \
are shown ends at its moment, whether the job has run or not. Drafts and files that are deleted have entries in the audit \
log. The log of the server on standard error is kept by whoever runs it: let journald or what gathers it delete after some \
months (it holds no names, numbers or answers).

| what | how long | from | why | setting |
|---|---|---|---|---|
";

/// As Markdown.
#[must_use]
pub fn reference() -> String {
    RULES.iter().fold(HEAD.to_owned(), |text, rule| text + &row(rule))
}

fn row(rule: &Rule) -> String {
    let Rule { name, from, why, setting, .. } = rule;
    let kept = match rule.kept {
        Kept::For(millis) => span(millis),
        Kept::Until(end) => end.to_owned(),
        Kept::Always(who) => format!("not deleted here: {who} decides"),
    };
    let setting: Vec<String> =
        setting.split(", ").filter(|name| !name.is_empty()).map(|name| format!("`{name}`")).collect();
    let setting = if setting.is_empty() { "none".to_owned() } else { setting.join(", ") };
    format!("| {name} | {kept} | {from} | {why} | {setting} |\n")
}

fn span(millis: i64) -> String {
    let minutes = millis / 60_000;
    match (minutes, minutes / 60, minutes / 1440) {
        (_, hours, days) if days > 1 && hours % 24 == 0 => format!("{days} days"),
        (minutes, hours, _) if hours > 0 && minutes % 60 == 0 => format!("{hours} hours"),
        (minutes, ..) => format!("{minutes} minutes"),
    }
}

#[cfg(test)]
mod tests {
    use crate::retention::reference;

    #[test]
    fn the_reference_is_of_today() {
        let place = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/retention.md");
        let written = std::fs::read_to_string(place).unwrap();
        assert!(written == reference(), "docs/retention.md is not of today: run `cargo xtask settings`");
    }
}
