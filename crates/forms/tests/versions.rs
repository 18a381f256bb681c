//! What becomes of a draft when the form gets a new version.

mod support;

use forms::{Answer, AnswerRow, Answers, Code, Form, Outcome, Reason};
use proptest::prelude::*;
use support::{CONTEXT, answers, choices, choosing, compiled, fitting, random, text};

fn outcomes(from: &Form, to: &Form, given: &Answers) -> Vec<(String, Outcome)> {
    let carried = to.carry_from(from, given, &CONTEXT);
    let name = |carried: &forms::Carried| match &carried.row {
        None => carried.field.clone(),
        Some((rows, row)) => format!("{rows}.{row}.{}", carried.field),
    };
    carried.all.iter().map(|carried| (name(carried), carried.outcome.clone())).collect()
}

#[test]
fn each_answer_is_told_of_with_its_reason() {
    let from = compiled(
        "[[pages]]\nid = 'side'\n\
         [[pages.fields]]\nid = 'gone'\ntype = 'text'\n\
         [[pages.fields]]\nid = 'same'\ntype = 'text'\n\
         [[pages.fields]]\nid = 'other_type'\ntype = 'text'\n\
         [[pages.fields]]\nid = 'wider'\ntype = 'text'\n\
         [[pages.fields]]\nid = 'few'\ntype = 'radio'\noptions = ['a', 'b']\n\
         [[pages.fields]]\nid = 'many'\ntype = 'checkboxes'\noptions = ['a', 'b', 'c']\n\
         [[pages.fields]]\nid = 'shown'\ntype = 'text'\n\
         [[pages.fields]]\nid = 'strict'\ntype = 'number'\n\
         [[pages.fields]]\nid = 'once'\ntype = 'text'\n\
         [[pages.fields]]\nid = 'rows'\ntype = 'rows'\n\
         [[pages.fields.fields]]\nid = 'kept'\ntype = 'text'\n\
         [[pages.fields.fields]]\nid = 'dropped'\ntype = 'text'\n",
    )
    .expect("a form");
    let to = compiled(
        "[[pages]]\nid = 'side'\n\
         [[pages.fields]]\nid = 'same'\ntype = 'text'\n\
         [[pages.fields]]\nid = 'other_type'\ntype = 'date'\n\
         [[pages.fields]]\nid = 'wider'\ntype = 'textarea'\n\
         [[pages.fields]]\nid = 'few'\ntype = 'select'\noptions = ['b', 'c']\n\
         [[pages.fields]]\nid = 'many'\ntype = 'checkboxes'\noptions = ['a']\n\
         [[pages.fields]]\nid = 'shown'\ntype = 'text'\nshow_if = \"few == 'b'\"\n\
         [[pages.fields]]\nid = 'strict'\ntype = 'number'\nmax = 5\n\
         [[pages.fields]]\nid = 'rows'\ntype = 'rows'\n\
         [[pages.fields.fields]]\nid = 'kept'\ntype = 'text'\n\
         [[pages.fields.fields]]\nid = 'once'\ntype = 'text'\n",
    )
    .expect("a form");
    let row =
        AnswerRow { id: "r1".to_owned(), answers: answers([("kept", text("x")), ("dropped", text("y"))]) };
    let given = answers([
        ("gone", text("x")),
        ("same", text("x")),
        ("other_type", text("x")),
        ("wider", text("x")),
        ("few", text("a")),
        ("many", choices(&["a", "b", "c"])),
        ("shown", text("x")),
        ("strict", text("7")),
        ("once", text("x")),
        ("rows", Answer::Rows(vec![row])),
    ]);
    let again = Outcome::LookAgain;
    let gone = |options: &[&str]| {
        again(Reason::OptionsGone(options.iter().map(|&option| option.to_owned()).collect()))
    };
    let expected = [
        ("few", gone(&["a"])),
        ("gone", again(Reason::Removed)),
        ("many", gone(&["b", "c"])),
        ("once", again(Reason::Moved)),
        ("other_type", again(Reason::TypeChanged)),
        // A row asks something new: it is told at the question itself.
        ("rows", Outcome::Carries),
        ("rows.r1.dropped", again(Reason::Removed)),
        ("rows.r1.kept", Outcome::Carries),
        ("same", Outcome::Carries),
        ("shown", again(Reason::NowHidden)),
        ("strict", again(Reason::NowRefused(Code::TooLarge { max: 5 }))),
        ("wider", Outcome::Carries),
    ];
    let expected = expected.map(|(name, outcome)| (name.to_owned(), outcome));
    assert_eq!(outcomes(&from, &to, &given), expected);
    let carried = to.carry_from(&from, &given, &CONTEXT);
    let kept: Vec<&String> = carried.answers.0.keys().collect();
    assert_eq!(kept, ["few", "many", "rows", "same", "shown", "strict", "wider"]);
}

proptest! {
    #[test]
    fn every_answer_is_listed_once_and_all_stand_in_the_same_version(one in any::<u64>(), other in any::<u64>()) {
        let (from, to) = (random::form(one), random::form(other));
        let given = fitting(&from, choosing(one));
        let rows = |answers: &Answers| -> usize {
            answers.0.values().map(|answer| match answer {
                Answer::Rows(rows) => rows.iter().map(|row| row.answers.0.len()).sum(),
                _ => 0,
            }).sum()
        };
        let carried = to.carry_from(&from, &given, &CONTEXT);
        prop_assert_eq!(carried.all.len(), given.0.len() + rows(&given));
        prop_assert_eq!(to.view(&carried.answers, &CONTEXT).surplus().unknown, Vec::<String>::new());
        let same = from.carry_from(&from, &given, &CONTEXT);
        prop_assert!(same.all.iter().all(|carried| carried.outcome == Outcome::Carries), "{:?}", same.all);
        prop_assert_eq!(same.answers, given);
    }
}
