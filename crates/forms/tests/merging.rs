//! Two tabs change one draft: nothing that was changed on one side is lost, and what was changed on both is told.

use std::collections::BTreeSet;

use forms::{Address, Answer, AnswerRow, Answers, Conflict, Side, Spot, merge};
use proptest::prelude::*;

fn text(text: &str) -> Answer {
    Answer::Text(text.to_owned())
}

fn answers(all: &[(&str, Answer)]) -> Answers {
    all.iter().map(|(field, answer)| ((*field).to_owned(), answer.clone())).collect()
}

fn row(id: &str, all: &[(&str, Answer)]) -> AnswerRow {
    AnswerRow { id: id.to_owned(), answers: answers(all) }
}

fn spot(field: &str) -> Spot {
    Spot { field: field.to_owned(), row: None }
}

fn in_row(field: &str, row: &str) -> Spot {
    Spot { field: field.to_owned(), row: Some(("rows".to_owned(), row.to_owned())) }
}

#[test]
fn what_one_side_changed_stands_and_what_both_changed_is_told() {
    let base = answers(&[("a", text("1")), ("b", text("1")), ("c", text("1")), ("d", text("1"))]);
    let mine = answers(&[("a", text("2")), ("b", text("1")), ("c", text("2"))]);
    let theirs =
        answers(&[("a", text("1")), ("b", text("3")), ("c", text("3")), ("d", text("1")), ("e", text("3"))]);
    let merged = merge(&base, &mine, &theirs);
    let expected = answers(&[("a", text("2")), ("b", text("3")), ("c", text("2")), ("e", text("3"))]);
    assert_eq!(merged.answers, expected);
    assert_eq!(merged.taken, [spot("b"), spot("e")]);
    let conflict = Conflict { spot: spot("c"), mine: Some(text("2")), theirs: Some(text("3")) };
    assert_eq!(merged.conflicts, [conflict]);
    assert_eq!(merged.settled(|_| Side::Mine), expected);
    assert_eq!(merged.settled(|_| Side::Theirs).get("c"), Some(&text("3")));
}

#[test]
fn rows_are_known_by_their_ids_wherever_they_stand() {
    let rows = |rows: &[AnswerRow]| answers(&[("rows", Answer::Rows(rows.to_vec()))]);
    let base = rows(&[row("r1", &[("x", text("1"))]), row("r2", &[("x", text("1"))]), row("r3", &[])]);
    // Here the first is deleted, the second changed and one added; there the third is deleted and one added.
    let mine = rows(&[row("r2", &[("x", text("2"))]), row("r3", &[]), row("m", &[("x", text("new here"))])]);
    let theirs = rows(&[
        row("r1", &[("x", text("1"))]),
        row("r2", &[("x", text("1")), ("y", text("3"))]),
        row("t", &[("x", text("new there"))]),
    ]);
    let merged = merge(&base, &mine, &theirs);
    let together = rows(&[
        row("r2", &[("x", text("2")), ("y", text("3"))]),
        row("m", &[("x", text("new here"))]),
        row("t", &[("x", text("new there"))]),
    ]);
    assert_eq!(merged.answers, together);
    assert_eq!(merged.conflicts, []);
    assert_eq!(merged.taken, [in_row("y", "r2"), in_row("rows", "r3"), in_row("rows", "t")]);
}

#[test]
fn a_row_that_one_deletes_and_the_other_changes_is_for_the_person_to_decide() {
    let base = answers(&[("rows", Answer::Rows(vec![row("r1", &[("x", text("1"))])]))]);
    let changed = answers(&[("rows", Answer::Rows(vec![row("r1", &[("x", text("2"))])]))]);
    let deleted = Answers::default();
    for (mine, theirs) in [(&changed, &deleted), (&deleted, &changed)] {
        let merged = merge(&base, mine, theirs);
        assert_eq!(merged.answers, changed, "nothing is lost before the choice");
        assert_eq!(merged.conflicts.len(), 1);
        assert!(merged.conflicts[0].spot.is_whole_row());
        assert_eq!(&merged.settled(|_| Side::Mine), mine);
        assert_eq!(&merged.settled(|_| Side::Theirs), theirs);
    }
}

/// One answer of any shape; small, so that sides often agree.
fn any_answer() -> impl Strategy<Value = Answer> {
    let address = |city: &str| {
        Answer::Address(Address { street: String::new(), postal_code: String::new(), city: city.to_owned() })
    };
    prop_oneof![
        6 => prop::sample::select(vec![text(""), text("1"), text("2")]),
        1 => any::<bool>().prop_map(Answer::Flag),
        1 => prop::sample::select(vec![address("Drammen"), address("Mjøndalen")]),
    ]
}

fn any_flat() -> impl Strategy<Value = Answers> {
    prop::collection::vec(("[xyz]", any_answer()), 0..4).prop_map(|all| all.into_iter().collect())
}

fn any_rows() -> impl Strategy<Value = Answer> {
    prop::collection::vec(("[a-e]", any_flat()), 0..5).prop_map(|rows| {
        let mut seen = BTreeSet::new();
        let rows = rows.into_iter().filter(|(id, _)| seen.insert(id.clone()));
        Answer::Rows(rows.map(|(id, answers)| AnswerRow { id, answers }).collect())
    })
}

fn any_answers() -> impl Strategy<Value = Answers> {
    (any_flat(), prop::option::weighted(0.8, any_rows())).prop_map(|(mut answers, rows)| {
        if let Some(rows) = rows {
            answers.insert("rows", rows);
        }
        answers
    })
}

/// Every answer with its place, rows taken apart; a row itself as an empty text.
fn places(answers: &Answers) -> Vec<(Spot, Answer)> {
    let mut all = Vec::new();
    for (field, answer) in answers.0.iter() {
        let Answer::Rows(rows) = answer else {
            all.push((spot(field), answer.clone()));
            continue;
        };
        for row in rows {
            all.push((in_row("rows", &row.id), text("")));
            let inner = row.answers.0.iter();
            all.extend(inner.map(|(field, answer)| (in_row(field, &row.id), answer.clone())));
        }
    }
    all
}

fn at(all: &[(Spot, Answer)], spot: &Spot) -> Option<Answer> {
    all.iter().find(|(other, _)| other == spot).map(|(_, answer)| answer.clone())
}

/// Whether a conflict speaks of a place, or of the row it stands in.
fn is_told(conflicts: &[Conflict], spot: &Spot) -> bool {
    conflicts.iter().any(|conflict| {
        conflict.spot == *spot || (conflict.spot.is_whole_row() && conflict.spot.row == spot.row)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, ..ProptestConfig::default() })]

    #[test]
    fn no_change_is_lost(base in any_answers(), mine in any_answers(), theirs in any_answers()) {
        let merged = merge(&base, &mine, &theirs);
        let (b, m, t) = (places(&base), places(&mine), places(&theirs));
        let got = places(&merged.answers);
        for (spot, _) in b.iter().chain(&m).chain(&t) {
            let (before, here, there) = (at(&b, spot), at(&m, spot), at(&t, spot));
            if is_told(&merged.conflicts, spot) {
                continue;
            }
            // Whoever changed it alone is right; where both did, they did alike. In a row that one side deleted
            // and the other left alone, all is gone.
            let expected = if here == before { &there } else { &here };
            prop_assert!(here == before || there == before || here == there, "{:?} is not told", spot);
            prop_assert_eq!(&at(&got, spot), expected, "{:?}", spot);
        }
        for (spot, _) in &got {
            prop_assert!(at(&m, spot).is_some() || at(&t, spot).is_some(), "{:?} comes from nowhere", spot);
        }
        // What is told to be taken over is what differs from here, and nothing else.
        for (spot, answer) in &got {
            let whole = Spot { field: "rows".to_owned(), row: spot.row.clone() };
            let is_taken = merged.taken.contains(spot) || (spot.row.is_some() && merged.taken.contains(&whole));
            let is_mine = at(&m, spot).as_ref() == Some(answer) || is_told(&merged.conflicts, spot);
            prop_assert!(is_mine != is_taken, "{:?} {:?}", spot, merged.taken);
        }
    }

    #[test]
    fn it_does_not_matter_which_side_is_which(
        base in any_answers(), mine in any_answers(), theirs in any_answers()
    ) {
        let (one, other) = (merge(&base, &mine, &theirs), merge(&base, &theirs, &mine));
        let turned: Vec<Conflict> = other.conflicts.iter().cloned().map(|conflict| Conflict {
            mine: conflict.theirs, theirs: conflict.mine, ..conflict
        }).collect();
        prop_assert_eq!(&one.conflicts, &turned);
        prop_assert_eq!(one.settled(|_| Side::Mine), other.settled(|_| Side::Theirs));
        if one.conflicts.is_empty() {
            prop_assert_eq!(one.answers, other.answers);
        }
    }

    #[test]
    fn a_side_that_changed_nothing_has_nothing_to_say(base in any_answers(), other in any_answers()) {
        let merged = merge(&base, &base, &other);
        prop_assert_eq!(&merged.answers, &other);
        prop_assert_eq!(merged.conflicts, []);
        let merged = merge(&base, &other, &base);
        prop_assert_eq!(&merged.answers, &other);
        prop_assert!(merged.taken.is_empty() && merged.conflicts.is_empty());
        let merged = merge(&base, &other, &other);
        prop_assert_eq!(&merged.answers, &other);
        prop_assert!(merged.taken.is_empty() && merged.conflicts.is_empty());
    }
}
