//! The index and how entries are ranked.
//!
//! The crate goes to the browser, where every sort and every map of the standard library costs kilobytes:
//! a few hundred short texts do with small vectors and plain loops.

use crate::{
    likeness::{Word, likeness, trigrams},
    words::{is_stopword, is_weak, words},
};

/// What can be found.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'a> {
    pub title: &'a str,
    pub summary: &'a str,
    pub keywords: &'a [String],
}

/// A catalogue that can be searched.
#[derive(Debug, Default)]
pub struct Index {
    entries: Vec<Indexed>,
    /// Every word of the catalogue once, with its trigrams.
    vocabulary: Vec<Word>,
    /// Places in the vocabulary, by [`bucket_of`].
    places: Vec<Vec<u32>>,
    /// By trigram modulo [`BUCKETS`].
    postings: Vec<Vec<Posting>>,
    mean_length: f32,
}

/// What was found, best first.
#[derive(Clone, Debug, PartialEq)]
pub struct Results {
    pub hits: Vec<Hit>,
    pub confidence: Confidence,
}

/// An entry that was found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hit {
    /// Its place in what the index was made of.
    pub entry: usize,
    /// Only for comparing hits of the same search.
    pub score: f32,
}

/// Whether the best hit is what was meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Confidence {
    /// Show the hits as the answer.
    Sure,
    /// Show the hits as a question, and ways to ask a person.
    Unsure,
    /// There are no hits worth showing.
    Nothing,
}

#[derive(Debug)]
struct Indexed {
    /// Place in the vocabulary, and the weight of the best field it stands in.
    words: Vec<(u32, f32)>,
    /// Trigrams, each counted by the weight of its field.
    length: f32,
}

#[derive(Debug)]
struct Posting {
    trigram: u64,
    entry: u32,
    weight: f32,
}

/// A word of the query.
struct Asked {
    text: String,
    trigrams: Vec<u64>,
    /// How alike each word of the vocabulary is, 0 to 1.
    likeness: Vec<f32>,
    /// How much it tells: rare words more, words of doing little.
    weight: f32,
}

/// A prime, so that trigrams and words spread evenly.
const BUCKETS: u64 = 4093;

const TITLE: f32 = 3.0;
const KEYWORD: f32 = 2.0;
const SUMMARY: f32 = 1.0;

/// BM25: how soon more of the same stops to count, and how much long entries are held back.
const SATURATION: f32 = 1.2;
const LENGTH_NORM: f32 = 0.6;

/// Words of doing count this much.
const WEAK_WEIGHT: f32 = 0.15;

/// From this likeness on, a word counts as standing in an entry.
const ALIKE: f32 = 0.75;

/// How much of the query the best hit must cover, weighted by what its words tell.
const SURE: f32 = 0.58;
const UNSURE: f32 = 0.4;

/// From this likeness on, a word of a sentence makes an entry worth asking about.
const TELLING: f32 = 0.85;

/// Hits below this share of the best score only distract.
const TAIL: f32 = 0.3;

impl Index {
    /// Reads the entries; a hit names them by their order here.
    #[must_use]
    pub fn new<'a>(entries: impl IntoIterator<Item = Entry<'a>>) -> Self {
        let mut index = Self::default();
        index.places.resize_with(BUCKETS as usize, Vec::new);
        index.postings.resize_with(BUCKETS as usize, Vec::new);
        for entry in entries {
            index.add(&entry);
        }
        let total: f32 = index.entries.iter().map(|entry| entry.length).sum();
        index.mean_length = total / index.entries.len().max(1) as f32;
        index
    }

    /// The best hits, at most `limit`.
    #[must_use]
    pub fn search(&self, query: &str, limit: usize) -> Results {
        let asked = self.ask(query);
        let total: f32 = asked.iter().map(|word| word.weight).sum();
        let nothing = Results { hits: Vec::new(), confidence: Confidence::Nothing };
        if total <= 0.0 {
            return nothing;
        }
        let by_trigram = self.trigram_scores(&asked);
        let mut hits: Vec<Hit> = Vec::new();
        for (entry, by_trigram) in by_trigram.into_iter().enumerate() {
            let score = by_trigram + self.word_score(entry, &asked) / total;
            if score > 0.0 {
                let place = hits.iter().position(|hit| hit.score < score).unwrap_or(hits.len());
                hits.insert(place, Hit { entry, score });
            }
        }
        let Some(best) = hits.first().copied() else { return nothing };
        let coverage = self.coverage(best.entry, &asked) / total;
        let confidence = if coverage >= SURE {
            Confidence::Sure
        } else if coverage >= UNSURE || self.holds_a_telling_word(best.entry, &asked) {
            Confidence::Unsure
        } else {
            return nothing;
        };
        hits.retain(|hit| hit.score >= best.score * TAIL);
        hits.truncate(limit);
        Results { hits, confidence }
    }

    fn add(&mut self, entry: &Entry<'_>) {
        let number = self.entries.len() as u32;
        let mut indexed = Indexed { words: Vec::new(), length: 0.0 };
        let fields = [(entry.title, TITLE), (entry.summary, SUMMARY)];
        let keywords = entry.keywords.iter().map(|keyword| (keyword.as_str(), KEYWORD));
        for (text, weight) in fields.into_iter().chain(keywords) {
            for word in words(text) {
                let place = self.place_of(word);
                if self.vocabulary[place as usize].is_stopword {
                    continue;
                }
                for trigram in &self.vocabulary[place as usize].trigrams {
                    let bucket = &mut self.postings[(trigram % BUCKETS) as usize];
                    let same = |known: &&mut Posting| (known.trigram, known.entry) == (*trigram, number);
                    // Entries come in order, so it is among the last.
                    match bucket.iter_mut().rev().find(same) {
                        Some(known) => known.weight += weight,
                        None => bucket.push(Posting { trigram: *trigram, entry: number, weight }),
                    }
                    indexed.length += weight;
                }
                match indexed.words.iter_mut().find(|(known, _)| *known == place) {
                    Some((_, known)) => *known = known.max(weight),
                    None => indexed.words.push((place, weight)),
                }
            }
        }
        self.entries.push(indexed);
    }

    fn place_of(&mut self, word: String) -> u32 {
        let bucket = &mut self.places[bucket_of(&word)];
        let known = bucket.iter().find(|place| self.vocabulary[**place as usize].text == word);
        if let Some(place) = known {
            return *place;
        }
        let place = self.vocabulary.len() as u32;
        bucket.push(place);
        let trigrams = trigrams(&word);
        self.vocabulary.push(Word { is_stopword: is_stopword(&word), text: word, trigrams });
        place
    }

    /// The words of the query that tell something, each once.
    fn ask(&self, query: &str) -> Vec<Asked> {
        let mut asked: Vec<Asked> = Vec::new();
        for word in words(query) {
            if !is_stopword(&word) && asked.iter().all(|known| known.text != word) {
                asked.push(self.weigh(word));
            }
        }
        asked
    }

    fn weigh(&self, text: String) -> Asked {
        let own = trigrams(&text);
        let likeness: Vec<f32> = self.vocabulary.iter().map(|word| likeness(&text, &own, word)).collect();
        let holds =
            |entry: &&Indexed| entry.words.iter().any(|(place, _)| likeness[*place as usize] >= ALIKE);
        let count = self.entries.iter().filter(holds).count();
        // A word that stands nowhere may be about anything; it must not outweigh those that do.
        let mut weight = inverse_frequency(self.entries.len(), count.max(1));
        if is_weak(&text) {
            weight *= WEAK_WEIGHT;
        }
        Asked { text, trigrams: own, likeness, weight }
    }

    /// BM25 over trigrams for each entry, as a share of what an entry of nothing but the query would get.
    fn trigram_scores(&self, asked: &[Asked]) -> Vec<f32> {
        let mut scores = vec![0.0; self.entries.len()];
        let mut most = 0.0;
        for word in asked {
            let strength = if is_weak(&word.text) { WEAK_WEIGHT } else { 1.0 };
            for trigram in &word.trigrams {
                let bucket = self.postings.get((trigram % BUCKETS) as usize).map_or(&[][..], Vec::as_slice);
                let postings = || bucket.iter().filter(|posting| posting.trigram == *trigram);
                let rarity = inverse_frequency(self.entries.len(), postings().count()) * strength;
                most += rarity * (SATURATION + 1.0);
                for posting in postings() {
                    let entry = posting.entry as usize;
                    let length = self.entries[entry].length / self.mean_length;
                    let norm = SATURATION * (1.0 - LENGTH_NORM + LENGTH_NORM * length);
                    scores[entry] += rarity * posting.weight * (SATURATION + 1.0) / (posting.weight + norm);
                }
            }
        }
        for score in &mut scores {
            *score /= f32::max(most, f32::MIN_POSITIVE);
        }
        scores
    }

    /// For each word of the query its best match in the entry, by likeness and field.
    fn word_score(&self, entry: usize, asked: &[Asked]) -> f32 {
        let of = |likeness: f32, field: f32| likeness * likeness * (0.55 + 0.15 * field);
        self.best_matches(entry, asked, of)
    }

    /// How much of the query stands in the entry, whatever the field.
    fn coverage(&self, entry: usize, asked: &[Asked]) -> f32 {
        self.best_matches(entry, asked, |likeness, _| likeness)
    }

    /// In a whole sentence, one word may say it all.
    fn holds_a_telling_word(&self, entry: usize, asked: &[Asked]) -> bool {
        let holds = |word: &&Asked| {
            let alike = |(place, _): &(u32, f32)| word.likeness[*place as usize] >= TELLING;
            self.entries[entry].words.iter().any(alike)
        };
        asked.iter().filter(|word| !is_weak(&word.text)).any(|word| holds(&word))
    }

    fn best_matches(&self, entry: usize, asked: &[Asked], score: impl Fn(f32, f32) -> f32) -> f32 {
        let best = |word: &Asked| {
            let scores = self.entries[entry]
                .words
                .iter()
                .map(|(place, field)| score(word.likeness[*place as usize], *field));
            scores.fold(0.0, f32::max) * word.weight
        };
        asked.iter().map(best).sum()
    }
}

/// Spreads words evenly; nobody chooses them to collide.
fn bucket_of(word: &str) -> usize {
    let hash = word.bytes().fold(0_u64, |hash, byte| hash.wrapping_mul(31).wrapping_add(u64::from(byte)));
    (hash % BUCKETS) as usize
}

fn inverse_frequency(entries: usize, with: usize) -> f32 {
    let (entries, with) = (entries as f32, with as f32);
    (1.0 + (entries - with + 0.5) / (with + 0.5)).ln()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Confidence, Entry, Index};

    fn index() -> Index {
        let none = Vec::new();
        let keywords = vec!["søppeldunk".to_owned(), "bosspann".to_owned()];
        Index::new([
            Entry { title: "Barnehageplass", summary: "Søk om plass i barnehage.", keywords: &none },
            Entry { title: "Ekstra avfallsbeholder", summary: "Bestill ny dunk.", keywords: &keywords },
            Entry {
                title: "Sykehjemsplass",
                summary: "Plass på sykehjem, fast eller kort.",
                keywords: &none,
            },
        ])
    }

    fn first(query: &str) -> Option<usize> {
        index().search(query, 3).hits.first().map(|hit| hit.entry)
    }

    #[test]
    fn finds_inflections_compounds_slips_and_other_forms_of_norwegian() {
        for (query, entry) in [
            ("barnehager", 0),
            ("barnehagesøknad", 0),
            ("barnahage", 0),
            ("barneh", 0),
            ("barnehaeg", 0),
            ("avfalsbeholder", 1),
            ("søppeldunken", 1),
            ("soppeldunk", 1),
            ("avfall", 1),
            ("sjukeheim", 2),
            ("sykehjemmet", 2),
        ] {
            assert_eq!(first(query), Some(entry), "{query}");
        }
    }

    #[test]
    fn says_when_nothing_fits() {
        for query in ["", "og", "kvantefysikk", "ilfghbv"] {
            let results = index().search(query, 3);
            assert_eq!((results.confidence, results.hits.len()), (Confidence::Nothing, 0), "{query}");
        }
        assert_eq!(Index::new([]).search("barnehage", 3).confidence, Confidence::Nothing);
        assert_eq!(index().search("barnehage", 3).confidence, Confidence::Sure);
    }

    proptest! {
        #[test]
        fn any_query_gives_hits_in_order_within_the_limit(query in "\\PC{0,60}", limit in 0_usize..5) {
            let results = index().search(&query, limit);
            prop_assert!(results.hits.len() <= limit);
            prop_assert!(results.hits.iter().all(|hit| hit.entry < 3 && hit.score.is_finite()));
            prop_assert!(results.hits.is_sorted_by(|one, other| one.score >= other.score));
        }
    }
}
