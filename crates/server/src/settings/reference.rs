//! The reference of all settings, `docs/settings.md`, from the rows of [`super::known`].

use super::known::{GROUPS, Setting};

const HEAD: &str = "\
# Settings

Made by `cargo xtask settings` from `crates/server/src/settings/`; a test tells where the two differ.

Every command of the server takes the same settings. A flag wins over the environment, the environment over the \
file that `--config` or `SERVICETORG_CONFIG` names (in TOML, by the key), the file over the default. An empty \
variable counts as none. Every setting that cannot be used is named at the start, with its value, where it comes \
from and what is accepted.
";

/// As Markdown.
#[must_use]
pub fn reference() -> String {
    GROUPS.iter().fold(HEAD.to_owned(), |text, group| {
        let rows: String = group.settings.iter().map(row).collect();
        let columns = "| key | flag | environment | default | what it means |\n|---|---|---|---|---|\n";
        format!("{text}\n## {}\n\n{columns}{rows}", group.title)
    })
}

fn row(setting: &Setting) -> String {
    let Setting { name, variable, value, default, means } = setting;
    let default = if default.is_empty() { "none".to_owned() } else { format!("`{default}`") };
    let flag = setting.flag();
    // A bar would end the cell.
    let value = value.replace('|', "\\|");
    format!("| `{name}` | `--{flag} {value}` | `{variable}` | {default} | {means}. |\n")
}
