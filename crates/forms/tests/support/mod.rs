//! The forms of the pack, small forms written in a test, and answers of every sort.
#![expect(
    dead_code,
    clippy::expect_used,
    clippy::panic,
    reason = "each test binary uses a part of it, and none goes on without it"
)]

pub mod edits;
pub mod random;

use std::{collections::BTreeMap, fs, path::PathBuf};

use forms::{Address, Answer, Answers, Context, Fault, Form, Texts, author};
use locale::{Date, Language};
use proptest::prelude::*;

/// The forms that the product comes with.
pub const FORMS: [&str; 3] = ["avfallsbeholder", "meld-feil", "parkeringstillatelse"];

pub const TODAY: Date = match Date::new(2026, 8, 24) {
    Some(today) => today,
    None => Date::EPOCH,
};

pub const CONTEXT: Context = Context::new(TODAY, Language::Nb);

fn file(form: &str, name: &str) -> String {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../content/drammen/forms");
    fs::read_to_string(root.join(form).join(name)).expect("a file of the pack")
}

pub fn form_of_pack(id: &str) -> Form {
    let definition = author::parse_definition(&file(id, "form.toml")).expect("a definition");
    Form::compile(definition).expect("a form without faults")
}

pub fn texts_of_pack(id: &str) -> BTreeMap<Language, Texts> {
    let read = |language: Language| {
        author::parse_texts(&file(id, &format!("texts.{language}.toml"))).expect("the words")
    };
    Language::ALL.into_iter().map(|language| (language, read(language))).collect()
}

const HEAD: &str = "schema = 'skjema/1'\nid = 'test'\nversion = 1\nservice = 'test'\n";

/// A form with the given rest of its definition.
pub fn compiled(rest: &str) -> Result<Form, Vec<Fault>> {
    let definition = author::parse_definition(&[HEAD, rest].concat()).map_err(|fault| vec![fault])?;
    Form::compile(definition)
}

/// A form of one page with the given fields, each without its header.
pub fn form_with(fields: &[&str]) -> Form {
    let fields: String = fields.iter().map(|field| format!("[[pages.fields]]\n{field}\n")).collect();
    compiled(&format!("[[pages]]\nid = 'side'\n{fields}")).expect("a form without faults")
}

pub fn answers<const N: usize>(all: [(&str, Answer); N]) -> Answers {
    all.into_iter().map(|(id, answer)| (id.to_owned(), answer)).collect()
}

pub fn text(text: &str) -> Answer {
    Answer::Text(text.to_owned())
}

pub fn choices(keys: &[&str]) -> Answer {
    Answer::Choices(keys.iter().map(|key| (*key).to_owned()).collect())
}

pub fn address(street: &str, postal_code: &str, city: &str) -> Answer {
    let [street, postal_code, city] = [street, postal_code, city].map(str::to_owned);
    Answer::Address(Address { street, postal_code, city })
}

/// Answers of every kind to every field, and some to none: mostly fitting, often not.
pub fn any_answers(form: &Form) -> impl Strategy<Value = Answers> + use<> {
    let mut keys: Vec<String> = vec!["nothing".to_owned()];
    let mut ids: Vec<String> = vec!["unknown".to_owned()];
    for field in form.fields() {
        ids.push(field.id.clone());
        keys.extend(form.definition().options(&field.kind).to_vec());
    }
    let key = prop::sample::select(keys);
    let known = prop::sample::select(vec![
        "",
        " ",
        "2026-08-24",
        "24.8.2026",
        "31.2.2026",
        "..",
        "12,5",
        "-3",
        "40 00 00 01",
        "+4740000001",
        "ola@example.no",
        "Ola Nordmann",
        "a\u{0}b",
        "a\r\nb",
        "\t",
        "\u{a0}",
    ]);
    let word = prop_oneof![4 => key.clone(), 2 => known.prop_map(str::to_owned), 1 => any::<String>()];
    let part = prop_oneof![Just(String::new()), Just("3015".to_owned()), any::<String>()];
    let answer = prop_oneof![
        5 => word.prop_map(Answer::Text),
        1 => any::<bool>().prop_map(Answer::Flag),
        2 => prop::collection::vec(key, 0..4).prop_map(Answer::Choices),
        1 => (part.clone(), part.clone(), part).prop_map(|(street, postal_code, city)| {
            Answer::Address(Address { street, postal_code, city })
        }),
    ];
    let most = ids.len();
    prop::collection::vec((prop::sample::select(ids), answer), 0..most)
        .prop_map(|all| all.into_iter().collect())
}

/// Answers that the form accepts, chosen by `pick` among those possible.
pub fn fitting(form: &Form, pick: impl FnMut(usize) -> usize) -> Answers {
    author::fitting(form, &CONTEXT, pick)
}

/// Chooses as Knuth's linear congruential generator does: everything follows from the seed alone.
pub fn choosing(seed: u64) -> impl FnMut(usize) -> usize {
    let mut state = seed;
    move |most| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap_or_default() % most.max(1)
    }
}
