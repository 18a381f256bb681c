//! What conditions mean, and which of them are refused.
#![expect(clippy::panic, reason = "a test that cannot be set up has failed")]

mod support;

use forms::{Answer, Answers, Context, Form};
use support::{CONTEXT, TODAY, address, answers, choices, compiled, text};

/// A field of each kind on the first page, and one on the second that is shown by the condition.
fn with_condition(condition: &str) -> Result<Form, Vec<forms::Fault>> {
    let kinds = [
        ("line", "type = 'text'"),
        ("one", "type = 'radio'\noptions = ['a', 'b']"),
        ("many", "type = 'checkboxes'\noptions = ['a', 'b']"),
        ("count", "type = 'number'\ndecimals = 2"),
        ("day", "type = 'date'"),
        ("agrees", "type = 'checkbox'"),
        ("phone", "type = 'phone'"),
        ("home", "type = 'address'"),
        ("notice", "type = 'info'"),
        ("hidden", "type = 'text'\nshow_if = 'false'"),
    ];
    let fields: String =
        kinds.iter().map(|(id, kind)| format!("[[pages.fields]]\nid = '{id}'\n{kind}\n")).collect();
    compiled(&format!(
        "[conditions]\nis_a = \"one == 'a'\"\n[[pages]]\nid = 'en'\n{fields}[[pages]]\nid = 'to'\nshow_if = \"\"\"{condition}\"\"\"\n\
         [[pages.fields]]\nid = 'it'\ntype = 'text'\n"
    ))
}

fn holds(condition: &str, given: &Answers) -> bool {
    let form = with_condition(condition).unwrap_or_else(|faults| panic!("{condition}: {faults:?}"));
    let pages = form.visible(given, &CONTEXT);
    pages.iter().any(|page| page.page.id == "to")
}

#[test]
fn conditions_see_what_has_been_answered() {
    let given = answers([
        ("line", text(" Drammen ")),
        ("one", text("a")),
        ("many", choices(&["b"])),
        ("count", text("12,50")),
        ("day", text("24.8.2026")),
        ("agrees", Answer::Flag(true)),
        ("phone", text("40 00 00 01")),
        ("home", address("Engene 1", "3015", "Drammen")),
        ("hidden", text("x")),
    ]);
    for (condition, expected) in [
        ("line == 'Drammen'", true),
        ("one == 'a' and many contains 'b'", true),
        ("one != 'a' or many contains 'a'", false),
        ("one in ['b', 'a']", true),
        ("line in ['Oslo']", false),
        ("count == 12.5 and count > 12 and count >= 12.5 and count < 12.51", true),
        ("count in [1, 12.5]", true),
        ("count != 12.5 or count <= -1", false),
        ("day == today and day > 2026-08-23 and today <= day", true),
        ("day in [2026-08-25]", false),
        ("agrees", true),
        ("not agrees", false),
        ("agrees == true and agrees != false", true),
        ("agrees == is_a", true),
        ("phone == '+4740000001'", true),
        ("home is empty or many is empty or line is empty or agrees is empty", false),
        ("home is not empty and day is not empty", true),
        ("is_a and not (one == 'b')", true),
        ("not is_a or (true and false)", false),
        // What is hidden is absent, though the draft has it.
        ("hidden is empty", true),
        ("hidden == 'x' or hidden != 'x'", false),
    ] {
        assert_eq!(holds(condition, &given), expected, "{condition}");
    }
}

#[test]
fn what_is_not_answered_is_empty() {
    let unreadable = answers([
        ("line", text("  ")),
        ("one", choices(&["a"])),
        ("many", choices(&[])),
        ("count", text("tolv")),
        ("day", text("31.2.2026")),
        ("agrees", Answer::Flag(false)),
        ("home", address("", " ", "")),
    ]);
    for given in [Answers::default(), unreadable] {
        for (condition, expected) in [
            ("one == 'a' or one != 'a' or one in ['a', 'b']", false),
            ("many contains 'a'", false),
            ("count < 0 or count >= 0 or count == 0", false),
            ("day < today or day >= today", false),
            ("line == ''", false),
            ("line == line", false),
            ("agrees", false),
            ("agrees == false and not agrees and agrees is empty", true),
            ("line is empty and many is empty and home is empty", true),
            ("is_a == false", true),
        ] {
            assert_eq!(holds(condition, &given), expected, "{condition}: {given:?}");
        }
    }
    // Something was written, but no number and no date.
    let unreadable = answers([("count", text("tolv")), ("day", text("31.2.2026"))]);
    assert!(holds("count is empty and day is empty", &unreadable));
}

#[test]
fn today_is_that_of_the_context() {
    let form = with_condition("today > 2026-08-24").expect("a form");
    let on = |today| form.visible(&Answers::default(), &Context { today, ..CONTEXT }).len();
    assert_eq!((on(TODAY), on(TODAY.add_days(1))), (1, 2));
}

#[test]
fn what_makes_no_sense_is_refused_with_place_and_remedy() {
    let mut told = String::new();
    for condition in [
        "",
        "who == 'a'",
        "one == 'c'",
        "one in ['a', 'c']",
        "many contains 'c'",
        "many == 'a'",
        "one contains 'a'",
        "line",
        "count",
        "one == 1",
        "count == '1'",
        "day == '2026-08-24'",
        "day > 3",
        "line < 'b'",
        "agrees < true",
        "agrees == 'true'",
        "agrees in [true]",
        "one in [1]",
        "home == 'Engene 1'",
        "many == many",
        "notice is empty",
        "'a' is empty",
        "is_a is empty",
        "not line",
        "one and is_a",
        "one = 'a'",
        "(is_a",
    ] {
        let faults = with_condition(condition).expect_err(condition);
        assert_eq!(faults.len(), 1, "{condition}");
        assert_eq!(faults[0].place, "pages[1].show_if (to)");
        told.push_str(&format!("{condition}\n    {}: {}.\n", faults[0].fault, faults[0].remedy));
    }
    insta::assert_snapshot!(told);
}

fn field(id: &str, condition: &str) -> String {
    format!("[[pages.fields]]\nid = '{id}'\ntype = 'checkbox'\nshow_if = '{condition}'\n")
}

#[test]
fn circles_are_told_with_their_chain() {
    let page = "[[pages]]\nid = 'en'\n";
    let cases = [
        ([page, &field("a", "a")].concat(), "pages[0].fields[0].show_if (a)", "field a needs field a"),
        (
            ["[conditions]\nx = 'b'\n", page, &field("a", "x"), &field("b", "not a")].concat(),
            "conditions.x",
            "condition x needs field b needs field a needs condition x",
        ),
        (
            "[conditions]\nx = 'y'\ny = 'not x'\n[[pages]]\nid = 'en'\n[[pages.fields]]\nid = 'a'\ntype = 'text'".to_owned(),
            "conditions.x",
            "condition x needs condition y needs condition x",
        ),
        (
            "[[pages]]\nid = 'en'\nshow_if = 'a'\n[[pages.fields]]\nid = 'a'\ntype = 'checkbox'".to_owned(),
            "pages[0].show_if (en)",
            "page en needs field a needs page en",
        ),
    ];
    for (source, place, chain) in cases {
        let faults = compiled(&source).expect_err(chain);
        assert_eq!(faults.len(), 1, "{faults:?}");
        assert_eq!(faults[0].place, place);
        assert_eq!(faults[0].fault, format!("the conditions go in a circle: {chain}"));
    }
}

#[test]
fn conditions_are_decided_in_order_of_need_not_of_pages() {
    // Each is hidden because the next is; the last because nobody ticked it.
    let form = compiled(
        &[
            "[[pages]]\nid = 'en'\n",
            &field("a", "b"),
            &field("b", "c"),
            "[[pages.fields]]\nid = 'c'\ntype = 'checkbox'",
        ]
        .concat(),
    )
    .expect("a form");
    let ticked =
        |ids: &[&str]| Answers(ids.iter().map(|id| ((*id).to_owned(), Answer::Flag(true))).collect());
    let shown = |ids: &[&str]| form.visible(&ticked(ids), &CONTEXT)[0].fields.len();
    assert_eq!([shown(&[]), shown(&["a", "b"]), shown(&["c"]), shown(&["b", "c"])], [1, 1, 2, 3]);
}

#[test]
fn a_long_chain_and_a_wide_one_are_decided_at_once() {
    // A thousand fields, each shown by the one before; two hundred conditions, each naming the one before twice.
    let first = "[[pages.fields]]\nid = 'f0'\ntype = 'checkbox'\n".to_owned();
    let fields: String =
        (1..1000).map(|number| field(&format!("f{number}"), &format!("f{}", number - 1))).collect();
    let conditions: String =
        (1..200).map(|number| format!("c{number} = 'c{0} and c{0}'\n", number - 1)).collect();
    let source =
        ["[conditions]\nc0 = 'f0'\n", &conditions, "[[pages]]\nid = 'en'\n", &first, &fields].concat();
    let form = compiled(&source).expect("a form");
    let given = Answers((0..1000).map(|number| (format!("f{number}"), Answer::Flag(true))).collect());
    assert_eq!(form.visible(&given, &CONTEXT)[0].fields.len(), 1000);
    assert_eq!(form.visible(&Answers::default(), &CONTEXT)[0].fields.len(), 1);
}
