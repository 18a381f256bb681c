//! A pack without faults, and its answers in the wire types.

use std::{collections::BTreeMap, path::Path};

use contract::{
    forms_api::FormBundle,
    front::{ChannelKind, ContactChannel, Front, Municipality, Notice, NoticeLevel},
    services::{
        Catalogue, Elsewhere, ProcessingTime, Purpose, Service, ServiceCard, ServiceChannel, ServiceEntry,
        Theme, TimeUnit,
    },
    session::SignInLevel,
};
use locale::{Date, Language, Timestamp};

use crate::{
    channels::Channel,
    finding::Finding,
    forms_folder::{FormEdition, Forms},
    load::{self, Keywords},
    services::ServiceRecord,
    texts::PerLanguage,
};

/// All of a municipality's content, loaded and checked.
#[derive(Debug)]
pub struct Pack {
    pub(crate) municipality: MunicipalityRecord,
    pub(crate) channels: Vec<Channel>,
    pub(crate) themes: Vec<ThemeRecord>,
    pub(crate) services: BTreeMap<String, ServiceRecord>,
    pub(crate) elsewhere: Vec<ElsewhereRecord>,
    pub(crate) forms: Forms,
}

/// Whether the server runs with test people instead of real sign-in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DemoMode {
    /// With test people.
    On,
    /// With real sign-in.
    Off,
}

#[derive(Debug, Default)]
pub(crate) struct MunicipalityRecord {
    pub(crate) short_name: String,
    pub(crate) organisation_number: String,
    pub(crate) phone: String,
    pub(crate) postal_address: Vec<String>,
    pub(crate) popular: Vec<String>,
    pub(crate) name: PerLanguage<String>,
    /// Most serious first, then newest first.
    pub(crate) notices: Vec<NoticeRecord>,
}

#[derive(Debug)]
pub(crate) struct NoticeRecord {
    pub(crate) id: String,
    pub(crate) level: NoticeLevel,
    pub(crate) updated: Timestamp,
    pub(crate) title: PerLanguage<String>,
    pub(crate) body: PerLanguage<String>,
}

#[derive(Debug)]
pub(crate) struct ThemeRecord {
    pub(crate) id: String,
    pub(crate) name: PerLanguage<String>,
    pub(crate) summary: PerLanguage<String>,
}

#[derive(Debug)]
pub(crate) struct ElsewhereRecord {
    pub(crate) url: String,
    pub(crate) provider: PerLanguage<String>,
    pub(crate) title: PerLanguage<String>,
    pub(crate) keywords: PerLanguage<Keywords>,
}

impl Pack {
    /// Reads and checks the whole folder.
    ///
    /// # Errors
    /// Every finding in it, sorted by file, where there is any.
    pub fn load(path: &Path) -> Result<Self, Vec<Finding>> {
        load::load(path)
    }

    /// The front page and the frame around every page.
    #[must_use]
    pub fn front(&self, language: Language, now: Timestamp, demo: DemoMode) -> Front {
        let MunicipalityRecord { short_name, organisation_number, phone, postal_address, .. } =
            &self.municipality;
        Front {
            municipality: Municipality {
                name: self.municipality.name.get(language).clone(),
                short_name: short_name.clone(),
                organisation_number: organisation_number.clone(),
                phone: phone.clone(),
                postal_address: postal_address.clone(),
            },
            notices: self.municipality.notices.iter().map(|notice| notice.wire(language)).collect(),
            popular: self.municipality.popular.iter().filter_map(|id| self.card(id, language)).collect(),
            contact: self.contact(language, now),
            demo: demo == DemoMode::On,
        }
    }

    /// All services with what search needs. Themes without a service are left out: they would lead nowhere.
    ///
    /// The words of the other languages count as keywords: people search in the language they think in.
    #[must_use]
    pub fn catalogue(&self, language: Language) -> Catalogue {
        let in_use =
            |theme: &&ThemeRecord| self.services.values().any(|service| service.themes.contains(&theme.id));
        let mut services: Vec<ServiceEntry> = self
            .services
            .iter()
            .map(|(id, service)| ServiceEntry {
                card: service.card(id, language),
                themes: service.themes.clone(),
                keywords: service.keywords(language),
            })
            .collect();
        services.sort_by_cached_key(|service| (self.theme_rank(service), sort_key(&service.card.title)));
        Catalogue {
            themes: self.themes.iter().filter(in_use).map(|theme| theme.wire(language)).collect(),
            services,
            elsewhere: self.elsewhere.iter().map(|entry| entry.wire(language)).collect(),
        }
    }

    /// The page of a service, or nothing where there is no such service.
    #[must_use]
    pub fn service(&self, id: &str, language: Language, now: Timestamp) -> Option<Service> {
        let service = self.services.get(id)?;
        let theme = self.themes.iter().find(|theme| service.themes.first() == Some(&theme.id))?;
        let words = service.words.get(language);
        Some(Service {
            card: service.card(id, language),
            theme: theme.wire(language),
            audience: words.audience.clone(),
            cost: words.cost.clone(),
            required_evidence: words.required_evidence.clone(),
            next_steps: words.next_steps.clone(),
            processing_time: service.processing_time(language),
            legal_resources: service.legal_resources.clone(),
            channels: self.service_channels(service, language, now),
        })
    }

    /// A form with its words, the newest version where none is asked for.
    #[must_use]
    pub fn form_bundle(
        &self,
        id: &str,
        version: Option<u32>,
        language: Language,
        today: Date,
    ) -> Option<FormBundle> {
        let edition = self.form(id, version)?;
        let definition = edition.form.definition();
        let service = self.services.get(&definition.service)?;
        Some(FormBundle {
            definition: definition.clone(),
            texts: edition.texts.get(&language)?.clone(),
            language,
            service_title: service.words.get(language).title.clone(),
            processing_time: service.processing_time(language),
            today,
        })
    }

    /// The compiled form and its words, the newest version where none is asked for.
    #[must_use]
    pub fn form(&self, id: &str, version: Option<u32>) -> Option<&FormEdition> {
        let version = match version {
            Some(version) => version,
            None => self.newest_version(id)?,
        };
        self.forms.get(&(id.to_owned(), version))
    }

    /// The version that new drafts are started in.
    #[must_use]
    pub fn newest_version(&self, form: &str) -> Option<u32> {
        self.forms.keys().rev().find(|(id, _)| id == form).map(|(_, version)| *version)
    }

    /// Whether a draft of that version may go on in it and be sent.
    #[must_use]
    pub fn is_accepted(&self, form: &str, version: u32) -> bool {
        let newest = self.form(form, None).map(|newest| newest.form.definition().draft.oldest_version);
        newest.is_some_and(|oldest| version >= oldest) && self.form(form, Some(version)).is_some()
    }

    /// The versions of a form, the oldest first.
    pub fn versions(&self, form: &str) -> impl Iterator<Item = u32> {
        self.forms.keys().filter(move |(id, _)| id == form).map(|(_, version)| *version)
    }

    /// The ids of the forms, each once.
    pub fn form_ids(&self) -> impl Iterator<Item = &str> {
        let mut ids: Vec<&str> = self.forms.keys().map(|(id, _)| id.as_str()).collect();
        ids.dedup();
        ids.into_iter()
    }

    /// The ids of the services.
    pub fn service_ids(&self) -> impl Iterator<Item = &str> {
        self.services.keys().map(String::as_str)
    }

    /// The name of a service.
    #[must_use]
    pub fn service_title(&self, id: &str, language: Language) -> Option<&str> {
        Some(&self.services.get(id)?.words.get(language).title)
    }

    /// At which level of assurance people must have signed in for a service; nothing where any will do.
    #[must_use]
    pub fn service_level(&self, id: &str) -> Option<SignInLevel> {
        self.services.get(id)?.level
    }

    /// The same for a form: that of its service.
    #[must_use]
    pub fn form_level(&self, form: &str) -> Option<SignInLevel> {
        self.service_level(&self.form(form, None)?.form.definition().service)
    }

    /// The day by which there is an answer to what came in that day, by the service standard.
    #[must_use]
    pub fn answer_by(&self, service: &str, received: Date) -> Option<Date> {
        let time = self.services.get(service)?.processing_time;
        Some(match time.unit {
            TimeUnit::WorkingDays => hours::add_working_days(received, time.amount),
            TimeUnit::Weeks => hours::add_weeks(received, time.amount),
            TimeUnit::Months => hours::add_months(received, time.amount),
        })
    }

    /// What happens after it is sent, a step each; nothing where there is no such service.
    #[must_use]
    pub fn next_steps(&self, service: &str, language: Language) -> Option<&[String]> {
        Some(&self.services.get(service)?.words.get(language).next_steps)
    }

    /// The channels that lead somewhere for this service, in the file's order.
    pub(crate) fn channels_of(&self, service: &ServiceRecord) -> impl Iterator<Item = &Channel> {
        let on_line = service.form.is_some() || service.online.is_some();
        self.channels.iter().filter(move |channel| on_line || channel.kind != ChannelKind::SelfService)
    }

    fn card(&self, id: &str, language: Language) -> Option<ServiceCard> {
        Some(self.services.get(id)?.card(id, language))
    }

    fn contact(&self, language: Language, now: Timestamp) -> Vec<ContactChannel> {
        let mut channels: Vec<&Channel> = self.channels.iter().collect();
        channels.sort_by_key(|channel| channel.class(Purpose::Information));
        channels.into_iter().map(|channel| channel.at(language, now)).collect()
    }

    fn service_channels(
        &self,
        service: &ServiceRecord,
        language: Language,
        now: Timestamp,
    ) -> Vec<ServiceChannel> {
        let purpose = service.purpose;
        let mut channels: Vec<ServiceChannel> = self
            .channels_of(service)
            .map(|channel| {
                let class = channel.class(purpose);
                let mut channel = channel.at(language, now);
                if channel.kind == ChannelKind::SelfService {
                    channel.target = service.on_line_target().unwrap_or(channel.target);
                }
                ServiceChannel { channel, class, purpose }
            })
            .collect();
        channels.sort_by_key(|channel| channel.class);
        channels
    }

    fn theme_rank(&self, service: &ServiceEntry) -> usize {
        let main = service.themes.first();
        self.themes.iter().position(|theme| Some(&theme.id) == main).unwrap_or(usize::MAX)
    }
}

impl ServiceRecord {
    fn card(&self, id: &str, language: Language) -> ServiceCard {
        let words = self.words.get(language);
        ServiceCard {
            id: id.to_owned(),
            title: words.title.clone(),
            summary: words.summary.clone(),
            form: self.form.clone(),
        }
    }

    fn processing_time(&self, language: Language) -> ProcessingTime {
        ProcessingTime {
            amount: self.processing_time.amount,
            unit: self.processing_time.unit,
            note: self.words.get(language).processing_note.clone(),
        }
    }

    /// Where it is started on line: a form of ours, or the page of whoever runs it for us.
    fn on_line_target(&self) -> Option<String> {
        self.form.as_ref().map(|form| format!("/skjema/{form}")).or_else(|| self.online.clone())
    }

    fn keywords(&self, language: Language) -> Vec<String> {
        let words = |language| self.words.get(language);
        keywords(language, |language| (words(language).title.as_str(), words(language).keywords.as_slice()))
    }
}

/// The keywords of the language first, then titles and keywords of the others, none twice.
fn keywords<'a>(language: Language, of: impl Fn(Language) -> (&'a str, &'a [String])) -> Vec<String> {
    let (own_title, own) = of(language);
    let mut keywords = own.to_vec();
    for other in Language::ALL.into_iter().filter(|other| *other != language) {
        let (title, words) = of(other);
        for word in std::iter::once(title).chain(words.iter().map(String::as_str)) {
            let lower = word.to_lowercase();
            if own_title.to_lowercase() != lower && !keywords.iter().any(|had| had.to_lowercase() == lower) {
                keywords.push(word.to_owned());
            }
        }
    }
    keywords
}

impl NoticeRecord {
    fn wire(&self, language: Language) -> Notice {
        Notice {
            id: self.id.clone(),
            level: self.level,
            title: self.title.get(language).clone(),
            body: self.body.get(language).clone(),
            updated: self.updated,
        }
    }
}

impl ThemeRecord {
    fn wire(&self, language: Language) -> Theme {
        Theme {
            id: self.id.clone(),
            name: self.name.get(language).clone(),
            summary: self.summary.get(language).clone(),
        }
    }
}

impl ElsewhereRecord {
    fn wire(&self, language: Language) -> Elsewhere {
        Elsewhere {
            title: self.title.get(language).clone(),
            provider: self.provider.get(language).clone(),
            url: self.url.clone(),
            keywords: keywords(language, |language| {
                (self.title.get(language).as_str(), self.keywords.get(language).0.as_slice())
            }),
        }
    }
}

/// Sorts æ, ø and å after z, in that order, as Norwegian lists do.
fn sort_key(title: &str) -> String {
    let after_z = |character| match character {
        'æ' => '\u{7b}',
        'ø' => '\u{7c}',
        'å' => '\u{7d}',
        other => other,
    };
    title.to_lowercase().chars().map(after_z).collect()
}
