//! Reads one setting after the other and gathers what is wrong.

use std::{collections::BTreeMap, fmt, ops::RangeInclusive, str::FromStr, time::Duration};

use super::{
    Flags,
    known::{Setting, all},
};

/// A setting that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrongSetting(String);

impl fmt::Display for WrongSetting {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// A value and where it comes from.
struct Value {
    text: String,
    source: String,
}

/// The values of all settings, and what is wrong with them.
pub(super) struct Reader {
    values: BTreeMap<&'static str, Value>,
    pub(super) faults: Vec<WrongSetting>,
}

impl Reader {
    /// Gathers the values: a flag wins over the environment, the environment over the file.
    pub(super) fn new(
        flags: &Flags,
        environment: &dyn Fn(&str) -> Option<String>,
    ) -> Result<Self, WrongSetting> {
        let set = |name: &str| environment(name).filter(|value| !value.is_empty());
        let config = flags.config().map(str::to_owned).or_else(|| set("SERVICETORG_CONFIG"));
        let file = config.map_or_else(|| Ok(BTreeMap::new()), |path| read_file(&path))?;
        let values = all().map(|setting| {
            let &Setting { name, variable, default, .. } = setting;
            let value = |text: &str, source: &str| Value { text: text.to_owned(), source: source.to_owned() };
            let flag = flags.get(name).map(|text| value(text, &format!("--{}", setting.flag())));
            let variable = || set(variable).map(|text| value(&text, variable));
            let file = || file.get(name).map(|text| value(text, "the file"));
            (name, flag.or_else(variable).or_else(file).unwrap_or_else(|| value(default, "the default")))
        });
        Ok(Self { values: values.collect(), faults: Vec::new() })
    }

    pub(super) fn text(&self, name: &'static str) -> String {
        self.values.get(name).map(|value| value.text.clone()).unwrap_or_default()
    }

    pub(super) fn parse<T: FromStr>(&mut self, name: &'static str, accepted: &str) -> Option<T> {
        let parsed = self.text(name).parse().ok();
        if parsed.is_none() {
            self.fault(name, accepted);
        }
        parsed
    }

    pub(super) fn seconds(&mut self, name: &'static str, range: RangeInclusive<u64>) -> Option<Duration> {
        self.number(name, "number of seconds", range).map(Duration::from_secs)
    }

    pub(super) fn whole(&mut self, name: &'static str, range: RangeInclusive<u64>) -> Option<u64> {
        self.number(name, "whole number", range)
    }

    fn number(&mut self, name: &'static str, kind: &str, range: RangeInclusive<u64>) -> Option<u64> {
        let number = self.text(name).parse().ok().filter(|number| range.contains(number));
        if number.is_none() {
            self.fault(name, &format!("a {kind} from {} to {}", range.start(), range.end()));
        }
        number
    }

    pub(super) fn choice<T: Copy>(&mut self, name: &'static str, choices: &[(&str, T)]) -> Option<T> {
        let text = self.text(name);
        let chosen = choices.iter().find(|(choice, _)| *choice == text).map(|(_, value)| *value);
        if chosen.is_none() {
            let accepted: Vec<&str> = choices.iter().map(|(choice, _)| *choice).collect();
            self.fault(name, &accepted.join(" or "));
        }
        chosen
    }

    pub(super) fn fault(&mut self, name: &'static str, accepted: &str) {
        let Some(Value { text, source }) = self.values.get(name) else { return };
        // The address of a database can hold a password.
        let shown = if name == "database" { String::new() } else { format!(" is `{text}`") };
        self.faults
            .push(WrongSetting(format!("the setting `{name}` (from {source}){shown}: expected {accepted}")));
    }
}

fn read_file(path: &str) -> Result<BTreeMap<String, String>, WrongSetting> {
    let wrong = |fault: String| WrongSetting(format!("the setting `config` is `{path}`: {fault}"));
    let source = std::fs::read_to_string(path).map_err(|error| wrong(error.to_string()))?;
    let table: toml::Table =
        source.parse().map_err(|error: toml::de::Error| wrong(error.message().to_owned()))?;
    table
        .into_iter()
        .map(|(name, value)| {
            if !all().any(|known| known.name == name) {
                let known: Vec<&str> = all().map(|known| known.name).collect();
                return Err(wrong(format!("unknown setting `{name}`; known are {}", known.join(", "))));
            }
            match value {
                toml::Value::String(text) => Ok((name, text)),
                toml::Value::Boolean(_) | toml::Value::Integer(_) => Ok((name, value.to_string())),
                _ => Err(wrong(format!("`{name}` must be text, a number, true or false"))),
            }
        })
        .collect()
}
