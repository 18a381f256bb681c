//! Turns text into words that compare alike however they are spelt.

/// Nynorsk beginnings and parts of words beside the bokmål ones, both folded. The longer goes first.
const PAIRS: [(&str, &str); 21] = [
    ("eigedom", "eiendom"),
    ("tryggleik", "trygghet"),
    ("teikning", "tegning"),
    ("leilegheit", "leilighet"),
    ("rekning", "regning"),
    ("bustad", "bolig"),
    ("bryllaup", "bryllup"),
    ("byggj", "bygg"),
    ("sokj", "sok"),
    ("skul", "skol"),
    ("heim", "hjem"),
    ("sjuk", "syk"),
    ("vatn", "vann"),
    ("vass", "vann"),
    ("veg", "vei"),
    ("leig", "lei"),
    ("kjeld", "kild"),
    ("byrj", "begynn"),
    ("einsam", "ensom"),
    ("loyv", "lov"),
    ("omn", "ovn"),
];

/// Words that say nothing about the errand, folded, in the three languages.
const STOPWORDS: &str = "a about all alle am an and are at av be ble bli blir by can da de deg den der det di din ditt \
    do drammen du eg ei ein eit en er et etter fa far for fra from get gjere gjor gjore ha han har \
    have her here hit ho hos how hun hva hvem hvilken hvor hvordan hvorfor i ikke ikkje in is it \
    its ja jeg kan kommune kommunen kor korleis kva kvar kven kvifor ma med meg mi min mine mitt my \
    na nar noe noen noko of og om on opp or oss pa sa sann sin sitt skal skolle skulle som that the \
    there these this til to up ut var vare vart ved vi vil want we what when where who why will \
    with you your";

/// Words of doing that many errands share: they count for little beside what the errand is about.
const WEAK: &str = "application apply begynn bestill bestille book find finne gi help hjelp hjelpe informasjon \
    information meld melde need new ny nye nytt order place plass send sende skjema sok soke soknad \
    treng trenge trenger";

/// The words of a text, folded: lower case, without accents, æ, ø and å as people write them without those
/// keys (`ae`, `oe`, `aa` or just `a` and `o`), nynorsk as bokmål where they differ by rule.
#[must_use]
pub fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    for character in text.chars().flat_map(char::to_lowercase).chain([' ']) {
        if let Some(folded) = fold(character) {
            word.push(folded);
        } else if !is_combining(character) && !word.is_empty() {
            words.push(paired(&std::mem::take(&mut word)));
        }
    }
    words
}

/// Whether a folded word says nothing about the errand.
pub(crate) fn is_stopword(word: &str) -> bool {
    STOPWORDS.split(' ').any(|known| known == word)
}

/// Whether a folded word is shared by many errands.
pub(crate) fn is_weak(word: &str) -> bool {
    WEAK.split(' ').any(|known| known == word)
}

/// The base letter, or nothing for what separates words.
fn fold(character: char) -> Option<char> {
    Some(match character {
        'æ' | 'å' | 'ä' | 'á' | 'à' | 'â' | 'ã' => 'a',
        'ø' | 'ö' | 'ó' | 'ò' | 'ô' | 'õ' => 'o',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'í' | 'ì' | 'î' | 'ï' => 'i',
        'ü' | 'ú' | 'ù' | 'û' => 'u',
        'č' | 'ç' => 'c',
        'đ' => 'd',
        'ñ' | 'ŋ' => 'n',
        'š' => 's',
        'ŧ' => 't',
        'ž' => 'z',
        other if other.is_ascii_alphanumeric() || is_foreign_letter(other) => other,
        _ => return None,
    })
}

/// Accents that stand as characters of their own after the letter.
fn is_combining(character: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&character)
}

/// Beyond ASCII all but the blocks of signs, punctuation and accents; exact tables cost more than they give.
fn is_foreign_letter(character: char) -> bool {
    matches!(character, '\u{c0}'..='\u{2ff}' | '\u{370}'..='\u{1fff}' | '\u{3040}'..='\u{fdff}')
}

fn paired(word: &str) -> String {
    let mut word = word.to_owned();
    for (spelt, letter) in [("aa", "a"), ("ae", "a"), ("oe", "o")].into_iter().chain(PAIRS) {
        let mut from = 0;
        while let Some(place) = find(&word, spelt, from) {
            word.replace_range(place..place + spelt.len(), letter);
            from = place + letter.len();
        }
    }
    word
}

/// `str::find` brings a clever searcher along; words are short.
fn find(word: &str, part: &str, from: usize) -> Option<usize> {
    let rest = word.as_bytes().get(from..)?;
    Some(from + rest.windows(part.len()).position(|window| window == part.as_bytes())?)
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn spellings_of_the_same_word_are_alike() {
        for spelling in ["Søknad", "SOEKNAD", "soknad", "so\u{338}knad", "sökn\u{e5}d"] {
            assert_eq!(words(spelling), ["soknad"], "{spelling}");
        }
        assert_eq!(words("på"), words("paa"));
        assert_eq!(words("pa\u{30a}"), words("på"));
        assert_eq!(words("Sjukeheim, skule – vatn!"), ["sykehjem", "skole", "vann"]);
        assert_eq!(words("HC-kort (2)"), ["hc", "kort", "2"]);
        assert!(words(" …").is_empty());
    }
}
