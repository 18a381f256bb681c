//! The search finds what people mean in the real pack, whatever the language of the page.
#![expect(clippy::expect_used, reason = "helpers of tests fail the test")]

use std::path::Path;

use content::Pack;
use contract::services::Catalogue;
use locale::Language;
use search::{Confidence, Entry, Index, Results};

const QUERIES: &str = include_str!("queries.tsv");

/// A catalogue with its index: services first, then what others offer, as the search page has them.
struct Search {
    index: Index,
    names: Vec<String>,
}

impl Search {
    fn new(pack: &Pack, language: Language) -> Self {
        let Catalogue { services, elsewhere, .. } = pack.catalogue(language);
        let entries = services.iter().map(|service| Entry {
            title: &service.card.title,
            summary: &service.card.summary,
            keywords: &service.keywords,
        });
        let entries = entries.chain(elsewhere.iter().map(|entry| Entry {
            title: &entry.title,
            summary: &entry.provider,
            keywords: &entry.keywords,
        }));
        // The list names them by their titles in bokmål.
        let others = pack.catalogue(Language::Nb).elsewhere;
        let names = services.iter().map(|service| service.card.id.clone());
        Self {
            index: Index::new(entries),
            names: names.chain(others.iter().map(|entry| format!("@{}", entry.title))).collect(),
        }
    }

    fn ask(&self, query: &str) -> (Results, Vec<&str>) {
        let results = self.index.search(query, 3);
        let names = results.hits.iter().map(|hit| self.names[hit.entry].as_str()).collect();
        (results, names)
    }
}

fn searches() -> Vec<(Language, Search)> {
    let pack = Pack::load(Path::new("../../content/drammen")).expect("no findings");
    Language::ALL.map(|language| (language, Search::new(&pack, language))).into()
}

fn queries() -> (Vec<(&'static str, &'static str)>, Vec<&'static str>) {
    let lines = QUERIES.lines().filter(|line| !line.starts_with('#'));
    let pairs = lines.map(|line| line.split_once('\t').expect("a query, a tab and a service"));
    let (out, within): (Vec<_>, Vec<_>) = pairs.partition(|(_, expected)| *expected == "-");
    (within, out.into_iter().map(|(query, _)| query).collect())
}

#[test]
fn nineteen_of_twenty_queries_find_the_service_among_the_first_three() {
    let (queries, _) = queries();
    assert!(queries.len() >= 60);
    for (language, search) in searches() {
        let (mut first, mut missed) = (0, Vec::new());
        for (query, expected) in &queries {
            let (_, names) = search.ask(query);
            first += usize::from(names.first() == Some(expected));
            if !names.contains(expected) {
                missed.push(format!("{query}: {expected}, found {names:?}"));
            }
        }
        assert!(missed.len() * 20 <= queries.len(), "{language}, missed:\n{}", missed.join("\n"));
        assert!(first * 10 >= queries.len() * 9, "{language}: {first} of {} come first", queries.len());
    }
}

#[test]
fn what_people_mean_is_mostly_found_with_certainty() {
    let (queries, _) = queries();
    for (language, search) in searches() {
        let sure = |query: &&(&str, &str)| search.ask(query.0).0.confidence == Confidence::Sure;
        let sure = queries.iter().filter(sure).count();
        assert!(sure * 10 >= queries.len() * 9, "{language}: {sure} of {} are sure", queries.len());
    }
}

#[test]
fn what_nobody_offers_is_not_offered_as_sure() {
    let (_, out_of_scope) = queries();
    assert!(out_of_scope.len() >= 15);
    for (language, search) in searches() {
        let sure = |query: &&&str| search.ask(query).0.confidence == Confidence::Sure;
        let wrong: Vec<_> = out_of_scope.iter().filter(sure).collect();
        assert!(wrong.len() * 100 <= out_of_scope.len() * 15, "{language}: {wrong:?}");
    }
}

#[test]
fn every_expected_service_exists() {
    let searches = searches();
    for (query, expected) in queries().0 {
        assert!(searches[0].1.names.iter().any(|name| name == expected), "{query}: {expected}");
    }
}
