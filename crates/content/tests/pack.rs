//! The real pack is whole, and answers in the wire types.
#![expect(clippy::expect_used, clippy::panic, reason = "helpers of tests fail the test")]

use std::path::Path;

use content::{DemoMode, Pack};
use contract::{
    front::{ChannelKind, NoticeLevel, OpenState},
    services::ChannelClass,
};
use locale::{Date, Language, LocalDateTime, TimeOfDay, Timestamp};

const FORMS: &[(&str, &str)] = &[
    ("avfallsbeholder", "avfallsbeholder"),
    ("barnehageplass", "barnehageplass"),
    ("byggesak", "byggesak-uten-ansvarsrett"),
    ("feiing", "feiing-tilsyn"),
    ("innsyn", "innsyn-dokumenter"),
    ("klage-pa-vedtak", "klage-pa-vedtak"),
    ("kulturskole", "kulturskole"),
    ("leie-lokale", "leie-av-lokale"),
    ("meld-feil", "meld-feil-vei-lys-vann"),
    ("parkeringstillatelse", "parkeringstillatelse-forflytningshemmede"),
    ("redusert-foreldrebetaling", "redusert-foreldrebetaling"),
    ("skjenkebevilling", "skjenkebevilling-enkelt-anledning"),
    ("startlan", "startlan"),
    ("stottekontakt", "stottekontakt"),
    ("vannmaleravlesning", "vannmaler"),
];

fn drammen() -> Pack {
    let findings = |findings: Vec<content::Finding>| {
        findings.iter().map(|finding| format!("{finding}\n")).collect::<String>()
    };
    Pack::load(Path::new("../../content/drammen")).map_err(findings).unwrap_or_else(|found| panic!("{found}"))
}

fn date(text: &str) -> Date {
    Date::parse_iso(text).expect("a date")
}

fn at(day: &str, clock: &str) -> Timestamp {
    let time = TimeOfDay::parse(clock).expect("a time");
    Timestamp::from_norway(LocalDateTime { date: date(day), time })
}

#[test]
fn there_are_services_enough_over_themes_enough() {
    for language in Language::ALL {
        let catalogue = drammen().catalogue(language);
        assert!(catalogue.services.len() >= 26);
        assert!(catalogue.themes.len() >= 9);
        assert!(catalogue.elsewhere.len() >= 12);
        let themes: Vec<&str> = catalogue.services.iter().map(|service| service.themes[0].as_str()).collect();
        let order: Vec<&str> = catalogue.themes.iter().map(|theme| theme.id.as_str()).collect();
        assert!(themes.is_sorted_by_key(|theme| order.iter().position(|known| known == theme)));
    }
}

#[test]
fn the_front_page_shows_the_disruption_first_and_the_phone_with_its_hours() {
    let front = drammen().front(Language::Nn, at("2026-11-23", "10:00"), DemoMode::On);
    assert!(front.demo);
    assert_eq!(front.municipality.organisation_number, "921234554");
    assert_eq!(front.notices[0].level, NoticeLevel::Disruption);
    assert!(front.popular.iter().any(|service| service.form.is_some()));
    let phone = front.contact.iter().find(|channel| channel.kind == ChannelKind::Phone).expect("a phone");
    assert_eq!(phone.target, front.municipality.phone);
    assert_eq!(phone.open, OpenState::Open { until: TimeOfDay::new(15, 0).expect("a time") });
    assert_eq!(phone.hours.len(), 2);
}

#[test]
fn closed_channels_say_when_they_open() {
    let front = drammen().front(Language::Nb, at("2026-12-23", "16:00"), DemoMode::Off);
    let phone = front.contact.iter().find(|channel| channel.kind == ChannelKind::Phone).expect("a phone");
    assert_eq!(phone.open, OpenState::Closed { opens: Some(at("2026-12-28", "09:00")) });
}

#[test]
fn every_service_page_has_channels_in_order_and_none_hidden() {
    let pack = drammen();
    let now = at("2026-11-23", "10:00");
    for id in pack.service_ids() {
        let service = pack.service(id, Language::Nb, now).expect("a service");
        let classes: Vec<ChannelClass> = service.channels.iter().map(|channel| channel.class).collect();
        assert!(classes.is_sorted(), "{id}");
        for kind in [ChannelKind::Phone, ChannelKind::Counter, ChannelKind::Email, ChannelKind::Letter] {
            assert!(service.channels.iter().any(|channel| channel.channel.kind == kind), "{id}: {kind:?}");
        }
        let on_line = service.channels.iter().find(|entry| entry.channel.kind == ChannelKind::SelfService);
        match &service.card.form {
            Some(form) => {
                let on_line = on_line.expect("a form is self-service");
                assert_eq!(on_line.channel.target, format!("/skjema/{form}"));
                assert_eq!(service.channels[0].class, ChannelClass::Primary);
            }
            None => assert!(on_line.is_none_or(|entry| entry.channel.target.starts_with("https://")), "{id}"),
        }
    }
    assert!(pack.service("finnes-ikke", Language::Nb, now).is_none());
}

#[test]
fn the_forms_come_with_words_in_every_language() {
    let pack = drammen();
    assert_eq!(pack.form_ids().collect::<Vec<_>>(), FORMS.iter().map(|(form, _)| *form).collect::<Vec<_>>());
    for &(form, service) in FORMS {
        for language in Language::ALL {
            let bundle = pack.form_bundle(form, None, language, date("2026-11-23")).expect("a form");
            assert_eq!(bundle.definition.service, service);
            assert!(bundle.texts.get("title").is_some_and(|title| !title.is_empty()));
            assert_eq!(Some(bundle.service_title.as_str()), pack.service_title(service, language));
        }
        let newest = pack.newest_version(form).expect("a version");
        assert!(pack.form(form, Some(newest)).is_some() && pack.form(form, Some(newest + 1)).is_none());
    }
    assert!(pack.form_bundle("finnes-ikke", None, Language::Nb, date("2026-11-23")).is_none());
}

#[test]
fn the_answer_comes_by_the_service_standard() {
    let pack = drammen();
    let by = |service, received| pack.answer_by(service, date(received)).map(|day| day.to_string());
    // Four weeks from a Monday; ten working days over Christmas; a service that does not exist.
    assert_eq!(by("parkeringstillatelse-forflytningshemmede", "2026-11-23").as_deref(), Some("2026-12-21"));
    assert_eq!(by("avfallsbeholder", "2026-12-21").as_deref(), Some("2027-01-06"));
    assert_eq!(by("finnes-ikke", "2026-12-21"), None);
    assert!(pack.next_steps("avfallsbeholder", Language::En).is_some_and(|steps| steps.len() >= 2));
}

#[test]
fn people_find_services_by_words_of_another_language() {
    let catalogue = drammen().catalogue(Language::Nb);
    let kindergarten = catalogue.services.iter().find(|service| service.card.id == "barnehageplass");
    assert!(kindergarten.expect("a service").keywords.iter().any(|word| word == "kindergarten"));
}
