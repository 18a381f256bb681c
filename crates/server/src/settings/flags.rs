//! The flags of every command, made of the rows of [`super::known`].

use std::collections::BTreeMap;

use clap::{Arg, ArgMatches, Args, Command, Error, FromArgMatches};

use super::known::all;

/// The file with settings; the only one that cannot stand in it.
const CONFIG: &str = "config";

/// What stands on the command line, by the names of the settings. Values are read as text: wrong ones are told
/// all at once, by [`super::Settings`].
#[derive(Clone, Debug, Default)]
pub struct Flags(BTreeMap<&'static str, String>);

impl Flags {
    /// The file with settings.
    pub(super) fn config(&self) -> Option<&str> {
        self.get(CONFIG)
    }

    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }
}

#[cfg(test)]
impl<const N: usize> From<[(&'static str, &str); N]> for Flags {
    fn from(flags: [(&'static str, &str); N]) -> Self {
        Self(flags.into_iter().map(|(name, value)| (name, value.to_owned())).collect())
    }
}

impl FromArgMatches for Flags {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, Error> {
        let names = std::iter::once(CONFIG).chain(all().map(|setting| setting.name));
        let given = names.filter_map(|name| Some((name, matches.get_one::<String>(name)?.clone())));
        Ok(Self(given.collect()))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), Error> {
        self.0.extend(Self::from_arg_matches(matches)?.0);
        Ok(())
    }
}

impl Args for Flags {
    fn augment_args(command: Command) -> Command {
        let config = Arg::new(CONFIG)
            .long(CONFIG)
            .value_name("FILE")
            .help("File with settings, in TOML, by their names [env: SERVICETORG_CONFIG]");
        all().fold(command.arg(config), |command, setting| {
            let default = match setting.default {
                "" => String::new(),
                default => format!(" [default: {default}]"),
            };
            let argument = Arg::new(setting.name)
                .long(setting.flag())
                .value_name(setting.value)
                .help(format!("{} [env: {}]{default}", setting.means, setting.variable));
            command.arg(if setting.is_switch() {
                argument.num_args(0..=1).default_missing_value("true")
            } else {
                argument
            })
        })
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}
