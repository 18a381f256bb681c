//! What expressions are worth.
#![expect(clippy::panic, reason = "a test that cannot be set up has failed")]

mod support;

use forms::{Access, Answer, AnswerRow, Answers, At, Channel, Code, Context, Form};
use locale::Language;
use support::{CONTEXT, answers, choices, compiled, text};

const FIELDS: &str = "[[pages]]\nid = 'side'\n\
    [[pages.fields]]\nid = 'n'\ntype = 'number'\ndecimals = 2\noptional = true\n\
    [[pages.fields]]\nid = 'm'\ntype = 'money'\noptional = true\n\
    [[pages.fields]]\nid = 'born'\ntype = 'date'\noptional = true\n\
    [[pages.fields]]\nid = 'start'\ntype = 'time'\noptional = true\n\
    [[pages.fields]]\nid = 'month'\ntype = 'month'\noptional = true\n\
    [[pages.fields]]\nid = 'line'\ntype = 'text'\noptional = true\n\
    [[pages.fields]]\nid = 'land'\ntype = 'country'\noptional = true\n\
    [[pages.fields]]\nid = 'box'\ntype = 'checkbox'\noptional = true\n\
    [[pages.fields]]\nid = 'many'\ntype = 'checkboxes'\noptions = ['a', 'b', 'c']\noptional = true\n\
    [[pages.fields]]\nid = 'proof'\ntype = 'attachment'\nways = ['now', 'later']\noptional = true\n\
    [[pages.fields]]\nid = 'rows'\ntype = 'rows'\noptional = true\n\
    [[pages.fields.fields]]\nid = 'age'\ntype = 'number'\noptional = true\n\
    [[pages.fields.fields]]\nid = 'kind'\ntype = 'radio'\noptions = ['x', 'y']\noptional = true\n";

fn form_of(value: &str, result: &str) -> Result<Form, Vec<forms::Fault>> {
    let value = value.replace('"', "\\\"");
    compiled(&format!(
        "{FIELDS}[[pages.fields]]\nid = 'it'\ntype = 'calculated'\nresult = '{result}'\nvalue = \"{value}\"\n"
    ))
}

fn given() -> Answers {
    let row = |id: &str, age: &str, kind: &str| AnswerRow {
        id: id.to_owned(),
        answers: answers([("age", text(age)), ("kind", text(kind))]),
    };
    answers([
        ("n", text("2,5")),
        ("born", text("29.2.2008")),
        ("start", text("9.30")),
        ("month", text("8.2026")),
        ("line", text(" Blåbær ")),
        ("land", text("NO")),
        ("many", choices(&["c", "a"])),
        ("proof", Answer::Attachment(forms::Attachment { how: "later".to_owned(), ..Default::default() })),
        ("rows", Answer::Rows(vec![row("1", "4", "x"), row("2", "12", "y"), row("3", "", "x")])),
    ])
}

fn worth_in(value: &str, result: &str, context: &Context) -> Option<String> {
    let form = form_of(value, result).unwrap_or_else(|faults| panic!("{value}: {faults:?}"));
    let given = given();
    form.view(&given, context).calculated(At::field("it"))
}

#[test]
fn numbers() {
    for (value, worth) in [
        ("n + 1", Some("3.5")),
        ("n − 1 × 2", Some("0.5")),
        ("10 ÷ 4", Some("2.5")),
        ("1 / 3", Some("0.333333")),
        ("round(1 / 3, 2)", Some("0.33")),
        ("round(n, 0)", Some("3")),
        ("round_down(n, 0)", Some("2")),
        ("round_up(2.01, 1)", Some("2.1")),
        ("min(n, 7, 1.5)", Some("1.5")),
        ("max(m, n)", Some("2.5")),
        // What is not answered makes nothing of it.
        ("n + m", None),
        ("n / 0", None),
        ("if m is empty then 0 else m", Some("0")),
        ("-n", Some("-2.5")),
        ("sum(rows, age)", Some("16")),
        ("sum(rows, if kind == 'x' then 10 else age)", Some("32")),
        ("count(rows)", Some("3")),
        ("count(rows, age is empty)", Some("1")),
        ("count(many)", Some("2")),
        ("length(line)", Some("6")),
        ("age_at(born, 2026-02-28)", Some("17")),
        ("age_at(born, 2026-03-01)", Some("18")),
        ("years_between(today, born)", Some("-18")),
        ("days_between(2026-02-28, 2026-03-01)", Some("1")),
        ("months_between(2026-01-31, 2026-03-30)", Some("1")),
    ] {
        assert_eq!(worth_in(value, "number", &CONTEXT).as_deref(), worth, "{value}");
    }
}

#[test]
fn dates_and_texts() {
    for (value, result, worth) in [
        ("add_days(today, 14)", "date", "2026-09-07"),
        ("add_months(2026-01-31, 1)", "date", "2026-02-28"),
        ("add_years(born, 18)", "date", "2026-02-28"),
        ("max(born, month)", "date", "2026-08-01"),
        ("if n > 2 then 'more' else 'less'", "text", "more"),
        ("language", "text", "nb"),
        ("line", "text", "Blåbær"),
        ("proof", "text", "later"),
    ] {
        assert_eq!(worth_in(value, result, &CONTEXT).as_deref(), Some(worth), "{value}");
    }
}

#[test]
fn conditions() {
    for (value, holds) in [
        ("any(rows, age > 10)", true),
        ("all(rows, age > 1)", false),
        ("all(rows, age is empty or age > 1)", true),
        ("any(rows, age > n and kind == 'y')", true),
        ("start < 10:00", true),
        ("start >= 09:30 and start != 09:31", true),
        ("month > 2026-07-31", true),
        ("land == 'NO' and land in ['SE', 'NO']", true),
        ("starts_with(line, 'Blå')", true),
        ("proof == 'later'", true),
        ("box", false),
        ("not box and box is empty", true),
        ("signed_in and channel == 'self_service' and language in ['nb', 'nn']", true),
        // What is empty is neither equal nor different, neither more nor less.
        ("m == 1 or m != 1 or m < 1 or m >= 1 or m in [1]", false),
    ] {
        assert_eq!(worth_in(value, "flag", &CONTEXT), Some(holds.to_string()), "{value}");
    }
    let desk =
        Context { access: Access::Open, channel: Channel::Assisted, language: Language::En, ..CONTEXT };
    assert_eq!(worth_in("signed_in or channel != 'assisted'", "flag", &desk).as_deref(), Some("false"));
    assert_eq!(worth_in("language == 'en'", "flag", &desk).as_deref(), Some("true"));
}

#[test]
fn a_number_that_grows_too_large_is_told() {
    let form = form_of("n * 999999999999999999 * 10", "number").expect("a form");
    let given = given();
    let issues = form.validate(&given, &CONTEXT);
    assert_eq!(issues.last().map(|issue| &issue.code), Some(&Code::NotCalculable));
    assert_eq!(form.validate(&answers([]), &CONTEXT), []);
}

#[test]
fn what_makes_no_sense_is_refused() {
    let mut told = String::new();
    for (value, result) in [
        ("n + line", "number"),
        ("n + 1", "text"),
        ("if n then 1 else 2", "number"),
        ("if box then 1 else 'a'", "number"),
        ("age + 1", "number"),
        ("sum(rows, kind)", "number"),
        ("sum(many, 1)", "number"),
        ("count(line)", "number"),
        ("round(n)", "number"),
        ("round(n, m)", "number"),
        ("round(n, 7)", "number"),
        ("max(line, 'a')", "text"),
        ("min(n, today)", "number"),
        ("add_days(n, 1)", "date"),
        ("years(born)", "number"),
        ("rows == rows", "flag"),
        ("land == 'XX'", "flag"),
        ("proof == 'already_sent'", "flag"),
        ("channel == 'fax'", "flag"),
        ("start > 9", "flag"),
        ("any(rows, any(rows, age > 1))", "flag"),
    ] {
        match form_of(value, result) {
            Ok(_) => told.push_str(&format!("{value}\n    is accepted\n")),
            Err(faults) => {
                told.push_str(&format!("{value}\n    {}: {}.\n", faults[0].fault, faults[0].remedy));
            }
        }
    }
    insta::assert_snapshot!(told);
}
