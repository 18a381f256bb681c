//! What must hold between answers.
#![expect(clippy::expect_used, reason = "a test that cannot be set up has failed")]

mod support;

use forms::{Answer, AnswerRow, Answers, Code, Form, Issue};
use support::{CONTEXT, answers, compiled, text};

fn form() -> Form {
    compiled(
        "[[checks]]\nid = 'stay'\ntype = 'in_order'\nfields = ['from', 'to']\n\
         [[checks]]\nid = 'budget'\ntype = 'sum_at_most'\nfields = ['a', 'b']\nlimit = 'income * 2'\n\
         [[checks]]\nid = 'shares'\ntype = 'sum_equals'\nfields = ['share']\nfield = 'owners'\nlimit = '100'\n\
         [[checks]]\nid = 'reach'\ntype = 'at_least_one'\nfields = ['email', 'phone']\nfield = 'email'\n\
         [[checks]]\nid = 'weekday'\ntype = 'holds'\ncondition = 'days_between(from, to) <= 30'\nfield = 'to'\n\
         only_if = 'from is not empty and to is not empty'\nweight = 'warning'\n\
         [[checks]]\nid = 'own_share'\ntype = 'holds'\ncondition = 'share <= 60'\nfield = 'share'\n\
         only_if = 'share is not empty'\n\
         [[pages]]\nid = 'en'\n\
         [[pages.fields]]\nid = 'from'\ntype = 'date'\noptional = true\n\
         [[pages.fields]]\nid = 'to'\ntype = 'date'\noptional = true\n\
         [[pages.fields]]\nid = 'income'\ntype = 'money'\noptional = true\n\
         [[pages.fields]]\nid = 'a'\ntype = 'money'\noptional = true\n\
         [[pages.fields]]\nid = 'b'\ntype = 'money'\noptional = true\n\
         [[pages]]\nid = 'to'\n\
         [[pages.fields]]\nid = 'no_contact'\ntype = 'checkbox'\noptional = true\n\
         [[pages.fields]]\nid = 'email'\ntype = 'email'\noptional = true\nshow_if = 'not no_contact'\n\
         [[pages.fields]]\nid = 'phone'\ntype = 'phone'\noptional = true\nshow_if = 'not no_contact'\n\
         [[pages.fields]]\nid = 'owners'\ntype = 'rows'\noptional = true\n\
         [[pages.fields.fields]]\nid = 'share'\ntype = 'number'\noptional = true\n",
    )
    .expect("a form")
}

fn told(given: &Answers) -> Vec<Issue> {
    form().validate(given, &CONTEXT)
}

fn mailed<const N: usize>(all: [(&str, Answer); N]) -> Answers {
    let mut given = answers(all);
    given.insert("email", text("kari@example.no"));
    given
}

fn owners(shares: &[&str]) -> Answer {
    let row = |(index, share): (usize, &&str)| AnswerRow {
        id: format!("r{index}"),
        answers: answers([("share", text(share))]),
    };
    Answer::Rows(shares.iter().enumerate().map(row).collect())
}

#[test]
fn days_in_order() {
    let check = || "stay".to_owned();
    let wrong = Issue::of("to", Code::NotInOrder { check: check(), other: "from".to_owned() });
    assert_eq!(told(&mailed([("from", text("2.9.2026")), ("to", text("1.9.2026"))])), [wrong]);
    for good in [("1.9.2026", "1.9.2026"), ("1.9.2026", ""), ("", "1.9.2026")] {
        assert_eq!(told(&mailed([("from", text(good.0)), ("to", text(good.1))])), [], "{good:?}");
    }
}

#[test]
fn sums() {
    let given = |a: &str, b: &str| mailed([("income", text("100")), ("a", text(a)), ("b", text(b))]);
    let wrong = Issue::of("b", Code::SumTooLarge { check: "budget".to_owned(), limit: "200".to_owned() });
    assert_eq!(told(&given("150", "50,01")), [wrong]);
    assert_eq!(told(&given("150", "50")), []);
    assert_eq!(told(&given("", "200")), []);
    // Without a limit there is nothing to be more than.
    assert_eq!(told(&mailed([("a", text("1000"))])), []);
    let wrong = Issue::of("owners", Code::SumDiffers { check: "shares".to_owned(), limit: "100".to_owned() });
    assert_eq!(told(&mailed([("owners", owners(&["50", "49"]))])), [wrong]);
    for good in [&["50", "50", ""][..], &["", ""], &[]] {
        assert_eq!(told(&mailed([("owners", owners(good))])), [], "{good:?}");
    }
}

#[test]
fn one_of_several_that_are_seen() {
    let wrong = Issue::of("email", Code::NoneAnswered { check: "reach".to_owned() });
    assert_eq!(told(&answers([("owners", owners(&["100"]))])).first(), Some(&wrong));
    assert_eq!(form().validate_page("en", &Answers::default(), &CONTEXT), []);
    assert_eq!(form().validate_page("to", &Answers::default(), &CONTEXT).first(), Some(&wrong));
    let hidden = answers([("no_contact", Answer::Flag(true))]);
    assert!(!told(&hidden).contains(&wrong));
    assert!(!told(&answers([("phone", text("40 00 00 01"))])).contains(&wrong));
}

#[test]
fn conditions_in_rows_and_as_warnings() {
    let failed = Code::CheckFailed { check: "own_share".to_owned() };
    let wrong = Issue { row: Some("r1".to_owned()), ..Issue::of("share", failed) };
    assert_eq!(told(&mailed([("owners", owners(&["30", "70"]))])), [wrong]);
    let given = mailed([("from", text("1.9.2026")), ("to", text("1.12.2026"))]);
    assert_eq!(told(&given), []);
    let warned = Issue::of("to", Code::CheckFailed { check: "weekday".to_owned() });
    assert_eq!(form().view(&given, &CONTEXT).warnings(), [warned]);
}

#[test]
fn a_check_that_makes_no_sense_is_refused_with_its_place() {
    let fields = "[[pages]]\nid = 'side'\n[[pages.fields]]\nid = 'a'\ntype = 'date'\n\
        [[pages.fields]]\nid = 'b'\ntype = 'number'\n[[pages.fields]]\nid = 'i'\ntype = 'info'\n";
    let mut all = String::new();
    for check in [
        "type = 'in_order'\nfields = ['a', 'b']",
        "type = 'in_order'\nfields = ['a', 'c']",
        "type = 'in_order'\nfields = []\nfield = 'a'",
        "type = 'sum_at_most'\nfields = ['a']\nlimit = '1'",
        "type = 'sum_equals'\nfields = ['b']\nlimit = 'today'",
        "type = 'at_least_one'\nfields = ['a']\nfield = 'i'",
        "type = 'holds'\nfield = 'b'\ncondition = 'b'",
        "type = 'holds'\nfield = 'b'\ncondition = 'b > 1'\nonly_if = 'x'",
    ] {
        let faults = compiled(&format!("[[checks]]\nid = 'it'\n{check}\n{fields}")).expect_err(check);
        all.extend(
            faults.iter().map(|fault| format!("{}: {}: {}.\n", fault.place, fault.fault, fault.remedy)),
        );
    }
    for check in [
        "type = 'maybe'\nfield = 'b'",
        "type = 'holds'\nfield = 'b'",
        "type = 'in_order'\nfields = ['a']\nlimit = '1'",
    ] {
        let faults = compiled(&format!("[[checks]]\nid = 'it'\n{check}\n{fields}")).expect_err(check);
        all.extend(faults.iter().map(|fault| format!("{}: {}.\n", fault.place, fault.fault.trim())));
    }
    insta::assert_snapshot!(all);
}
