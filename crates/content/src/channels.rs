//! `channels.toml`: ways to reach the municipality, their hours, their service standards and their rank.

use std::collections::{BTreeMap, BTreeSet};

use contract::{
    front::{ChannelKind, ContactChannel, HoursLine, OpenState},
    services::{ChannelClass, Purpose},
};
use hours::{Exception, HolidayRule, Interval, Schedule, State, WeeklyHours};
use locale::{Date, Language, TimeOfDay, Timestamp, Weekday};
use serde::Deserialize;

use crate::{
    finding::Report,
    rules,
    texts::{Localised, PerLanguage},
};

/// The file as written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChannelsFile {
    #[serde(default)]
    channels: Vec<ChannelEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ChannelEntry {
    id: String,
    kind: ChannelKind,
    target: String,
    #[serde(default)]
    offered: Offered,
    name: Localised<String>,
    response: Localised<String>,
    /// Always open where nothing is said.
    hours: Option<BTreeMap<Weekday, String>>,
    #[serde(default)]
    holidays: HolidayRule,
    #[serde(default)]
    exceptions: Vec<ExceptionEntry>,
    class: BTreeMap<Purpose, ChannelClass>,
}

/// Whether a channel can be used already. One that is only planned is linted but shown nowhere.
#[derive(Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Offered {
    #[default]
    Now,
    Planned,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ExceptionEntry {
    date: Date,
    /// Closed where nothing is said.
    hours: Option<String>,
}

/// A channel that is offered.
#[derive(Clone, Debug)]
pub(crate) struct Channel {
    id: String,
    pub(crate) kind: ChannelKind,
    target: String,
    name: PerLanguage<String>,
    response: PerLanguage<String>,
    schedule: Option<Schedule>,
    class: BTreeMap<Purpose, ChannelClass>,
}

const PURPOSES: [Purpose; 3] = [Purpose::Information, Purpose::Interaction, Purpose::Transaction];

impl Channel {
    /// What the strategy says of it.
    pub(crate) fn class(&self, purpose: Purpose) -> ChannelClass {
        self.class.get(&purpose).copied().unwrap_or(ChannelClass::Unwanted)
    }

    /// As it stands at that time.
    pub(crate) fn at(&self, language: Language, now: Timestamp) -> ContactChannel {
        let (hours, open) = match &self.schedule {
            None => (Vec::new(), OpenState::Always),
            Some(schedule) => {
                let open = match schedule.state_at(now) {
                    State::Open { until } => OpenState::Open { until },
                    State::Closed { opens } => OpenState::Closed { opens },
                };
                (schedule.lines().into_iter().map(hours_line).collect(), open)
            }
        };
        ContactChannel {
            id: self.id.clone(),
            kind: self.kind,
            name: self.name.get(language).clone(),
            target: self.target.clone(),
            hours,
            open,
            response: self.response.get(language).clone(),
        }
    }
}

impl ChannelsFile {
    /// The channels that are offered, in the file's order.
    pub(crate) fn check(self, report: &mut Report<'_>) -> Vec<Channel> {
        let mut seen = BTreeSet::new();
        let mut channels = Vec::new();
        for entry in self.channels {
            let key = format!("channels.{}", entry.id);
            if !rules::is_identifier(&entry.id) {
                report.add(&key, "the id is not valid", "Use lower-case letters a-z, digits and hyphens.");
            }
            if !seen.insert(entry.id.clone()) {
                report.add(&key, "another channel has the same id", "Give each channel its own id.");
            }
            check_target(&entry, &key, report);
            for purpose in PURPOSES {
                if !entry.class.contains_key(&purpose) {
                    report.add(
                        format!("{key}.class"),
                        format!("there is no class for {}", purpose_name(purpose)),
                        "Say primary, secondary or unwanted.",
                    );
                }
            }
            let schedule = schedule(&entry, &key, report);
            let channel = Channel {
                name: entry.name.complete(&format!("{key}.name"), report),
                response: entry.response.complete(&format!("{key}.response"), report),
                id: entry.id,
                kind: entry.kind,
                target: entry.target,
                schedule,
                class: entry.class,
            };
            if entry.offered == Offered::Now {
                channels.push(channel);
            }
        }
        if !channels.iter().any(|channel| channel.kind == ChannelKind::Phone) {
            report.add("channels", "there is no phone channel", "Add one: the phone number is never hidden.");
        }
        channels
    }
}

/// The word of `channels.toml`.
pub(crate) fn purpose_name(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Information => "information",
        Purpose::Interaction => "interaction",
        Purpose::Transaction => "transaction",
    }
}

fn hours_line(line: hours::Line) -> HoursLine {
    HoursLine {
        from: line.from,
        to: line.to,
        opens: line.hours.map(|hours| hours.opens),
        closes: line.hours.map(|hours| hours.closes),
    }
}

fn check_target(entry: &ChannelEntry, key: &str, report: &mut Report<'_>) {
    let key = format!("{key}.target");
    let target = entry.target.as_str();
    match entry.kind {
        ChannelKind::Phone if !rules::is_phone(target) => {
            report.add(key, format!("`{target}` is not a phone number"), "Write it as +4732040000.");
        }
        ChannelKind::Email if !rules::is_email(target) => {
            report.add(key, format!("`{target}` is not an e-mail address"), "Write it as post@example.no.");
        }
        ChannelKind::SelfService | ChannelKind::Chat
            if !target.starts_with('/') && !rules::is_url(target) =>
        {
            report.add(
                key,
                format!("`{target}` is not a page"),
                "Write a path on this site that starts with /, or an address that starts with https://.",
            );
        }
        ChannelKind::Counter | ChannelKind::Letter if target.trim().is_empty() => {
            report.add(key, "the address is empty", "Write the address.");
        }
        _ => {}
    }
}

/// The schedule where there are hours; faulty times are reported and left out.
fn schedule(entry: &ChannelEntry, key: &str, report: &mut Report<'_>) -> Option<Schedule> {
    let week = entry.hours.as_ref()?;
    let mut weekly = WeeklyHours::default();
    for (weekday, text) in week {
        let key = format!("{key}.hours.{}", DayKey(*weekday));
        weekly.days[weekday.index()] = interval(text, &key, report);
    }
    let mut exceptions: Vec<Exception> = Vec::new();
    for entry in &entry.exceptions {
        let key = format!("{key}.exceptions.{}", entry.date);
        if exceptions.iter().any(|earlier| earlier.date == entry.date) {
            report.add(&key, "the date has two exceptions", "Remove one of them.");
        }
        let hours = entry.hours.as_ref().and_then(|text| interval(text, &key, report));
        exceptions.push(Exception { date: entry.date, hours });
    }
    Some(Schedule { weekly, exceptions, closed_on_holidays: entry.holidays })
}

/// Reads `09:00-15:00`.
fn interval(text: &str, key: &str, report: &mut Report<'_>) -> Option<Interval> {
    let parsed = text.split_once('-').and_then(|(opens, closes)| {
        Some(Interval { opens: TimeOfDay::parse(opens.trim())?, closes: TimeOfDay::parse(closes.trim())? })
    });
    match parsed {
        None => {
            report.add(key, format!("`{text}` is not a span of time"), "Write it as \"09:00-15:00\".");
            None
        }
        Some(interval) if interval.closes <= interval.opens => {
            report.add(key, format!("`{text}` closes before it opens"), "Write the opening time first.");
            None
        }
        valid => valid,
    }
}

/// A weekday as the file writes it.
struct DayKey(Weekday);

impl std::fmt::Display for DayKey {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let name = locale::weekday_name(self.0, Language::En);
        write!(formatter, "{}", name.to_ascii_lowercase())
    }
}
