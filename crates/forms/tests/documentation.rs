//! What the documentation shows is what the engine reads.

mod support;

use std::collections::BTreeSet;

use forms::{Form, author};
use support::compiled;

const PAGE: &str = include_str!("../../../docs/form-format.md");

/// The blocks of a kind, in order.
fn blocks(kind: &str) -> Vec<&'static str> {
    let start = format!("```{kind}\n");
    PAGE.split(start.as_str()).skip(1).filter_map(|rest| rest.split("```").next()).collect()
}

#[test]
fn every_example_compiles() {
    let blocks = blocks("toml");
    let (mut types, mut count) = (BTreeSet::new(), 0);
    for block in &blocks {
        let first = block.lines().next().unwrap_or_default();
        let form: Form = if first.starts_with("schema") {
            Form::compile(author::parse_definition(block).expect("a definition")).expect("a form")
        } else if first.starts_with("title") {
            author::parse_texts(block).expect("texts");
            continue;
        } else if block.contains("[[pages]]") {
            compiled(block).unwrap_or_else(|faults| panic!("{block}\n{faults:?}"))
        } else {
            compiled(&format!("[[pages]]\nid = 'side'\n{block}"))
                .unwrap_or_else(|faults| panic!("{block}\n{faults:?}"))
        };
        types.extend(form.fields().map(|field| {
            serde_json::to_value(field).expect("json")["type"].as_str().unwrap_or_default().to_owned()
        }));
        count += 1;
    }
    assert!(count >= 9, "{count} examples");
    // An editor finds an example of every type.
    assert_eq!(types.len(), 29, "{types:?}");
}

#[test]
fn the_words_of_the_example_fit_its_form() {
    let blocks = blocks("toml");
    let definition = author::parse_definition(blocks[0]).expect("a definition");
    let texts = author::parse_texts(blocks[1]).expect("texts");
    let all = locale::Language::ALL.map(|language| (language, texts.clone())).into();
    assert_eq!(author::lint(&definition, &all), []);
}

#[test]
fn every_expression_is_understood() {
    let fields = "[[pages]]\nid = 'side'\n\
        [[pages.fields]]\nid = 'purpose'\ntype = 'radio'\noptions = ['party', 'meeting']\n\
        [[pages.fields]]\nid = 'guests'\ntype = 'number'\n\
        [[pages.fields]]\nid = 'income'\ntype = 'money'\n\
        [[pages.fields]]\nid = 'needs'\ntype = 'checkboxes'\noptions = ['work', 'home']\n\
        [[pages.fields]]\nid = 'agrees'\ntype = 'checkbox'\n\
        [[pages.fields]]\nid = 'email'\ntype = 'email'\n\
        [[pages.fields]]\nid = 'day'\ntype = 'date'\n\
        [[pages.fields]]\nid = 'start'\ntype = 'time'\n\
        [[pages.fields]]\nid = 'citizenship'\ntype = 'country'\n\
        [[pages.fields]]\nid = 'certificate'\ntype = 'attachment'\nways = ['now', 'later']\n\
        [[pages.fields]]\nid = 'children'\ntype = 'rows'\n\
        [[pages.fields.fields]]\nid = 'child_born'\ntype = 'date'\n\
        [[pages.fields.fields]]\nid = 'child_cost'\ntype = 'money'\n";
    let expressions: Vec<&str> = blocks("expressions").into_iter().flat_map(str::lines).collect();
    assert!(expressions.len() > 20);
    for expression in expressions {
        let form =
            format!("[conditions]\nis_party = \"purpose == 'party'\"\nit = \"{expression}\"\n{fields}");
        compiled(&form).unwrap_or_else(|faults| panic!("{expression}\n{faults:?}"));
    }
}
