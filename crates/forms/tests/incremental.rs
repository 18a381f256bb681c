//! What is kept up with every key press is what would be found from scratch, and costs no more than it must.
#![expect(clippy::expect_used, reason = "a test that cannot be set up has failed")]

mod support;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use forms::{Answers, At, Changed, FieldDefinition, FieldKind, Form, State};
use proptest::prelude::*;
use support::{CONTEXT, choosing, compiled, edits::edit, random, text};

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

    #[test]
    fn what_is_kept_up_is_what_is_found_from_scratch(seed in any::<u64>(), edits in any::<u64>()) {
        let form = Arc::new(random::form(seed));
        let mut pick = choosing(edits);
        let mut state = State::new(form.clone(), Answers::default(), CONTEXT);
        for _ in 0..25 {
            edit(&mut state, &mut pick);
            let fresh = State::new(form.clone(), state.answers().clone(), CONTEXT);
            prop_assert!(state == fresh, "{:?}\n{:#?}", form.definition(), state.answers());
        }
        // Sending changes nothing that is seen, in rows as well.
        let sent = state.view().to_submit();
        let again = form.view(&sent, &CONTEXT);
        prop_assert_eq!(again.to_submit(), sent.clone());
        prop_assert_eq!(again.surplus(), forms::Surplus::default());
        prop_assert_eq!(again.issues(), state.view().issues());
    }
}

/// What a page shows that follows from the answers: outside rows, by row, and what is calculated.
struct Shown {
    outside: Vec<(String, Vec<String>)>,
    rows: BTreeMap<(String, String), Vec<String>>,
    calculated: BTreeMap<(String, Option<String>), Option<String>>,
}

fn shown(state: &State) -> Shown {
    let view = state.view();
    let ids = |fields: &[&FieldDefinition]| fields.iter().map(|field| field.id.clone()).collect();
    let mut shown = Shown {
        outside: view.pages().iter().map(|page| (page.page.id.clone(), ids(&page.fields))).collect(),
        rows: BTreeMap::new(),
        calculated: BTreeMap::new(),
    };
    let form = state.form();
    for field in form.fields() {
        let rows = form.rows_of(&field.id).map(|rows| rows.id.as_str());
        let places: Vec<At<'_>> = match rows {
            None => vec![At::field(&field.id)],
            Some(rows) => {
                let each = state.answers().rows(rows).iter();
                each.map(|row| At::row(rows, &row.id, &field.id)).collect()
            }
        };
        for at in places {
            if let Some((rows, row)) = at.row {
                shown.rows.insert((rows.to_owned(), row.to_owned()), ids(&view.row_fields(rows, row)));
            }
            if matches!(field.kind, FieldKind::Calculated(_)) {
                let place = (field.id.clone(), at.row.map(|(_, row)| row.to_owned()));
                shown.calculated.insert(place, view.calculated(at));
            }
        }
    }
    shown
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, ..ProptestConfig::default() })]

    #[test]
    fn nothing_changes_that_is_not_told(seed in any::<u64>(), edits in any::<u64>()) {
        let mut pick = choosing(edits);
        let mut state = State::new(Arc::new(random::form(seed)), Answers::default(), CONTEXT);
        let mut before = shown(&state);
        for _ in 0..25 {
            let effect = edit(&mut state, &mut pick);
            let after = shown(&state);
            prop_assert!(effect.visibility == Changed::Yes || before.outside == after.outside);
            let told: BTreeSet<_> = state.rows_seen_otherwise(&effect).collect();
            for ((rows, row), fields) in &after.rows {
                // A row that is new is made anew in any case.
                let is_same = before.rows.get(&(rows.clone(), row.clone())).is_none_or(|old| old == fields);
                prop_assert!(is_same || told.contains(&(rows, row)), "{rows} {row}");
            }
            let told: Vec<_> = state.recalculated(&effect).collect();
            for ((field, row), value) in &after.calculated {
                let is_same = before.calculated.get(&(field.clone(), row.clone())).is_none_or(|old| old == value);
                let is_told = told.iter().any(|at| at.field == field && at.row.map(|(_, row)| row) == row.as_deref());
                prop_assert!(is_same || is_told, "{field} {row:?}");
            }
            before = after;
        }
    }
}

fn family() -> Arc<Form> {
    let form = compiled(
        "[[pages]]\nid = 'side'\n\
         [[pages.fields]]\nid = 'children'\ntype = 'rows'\nmax_rows = 1000\n\
         [[pages.fields.fields]]\nid = 'cost'\ntype = 'number'\n\
         [[pages.fields.fields]]\nid = 'why'\ntype = 'text'\nshow_if = 'cost > 100'\n\
         [[pages.fields.fields]]\nid = 'with_tax'\ntype = 'calculated'\nvalue = 'cost * 1.25'\n\
         [[pages.fields]]\nid = 'total'\ntype = 'calculated'\nvalue = 'sum(children, with_tax)'\n\
         [[pages.fields]]\nid = 'note'\ntype = 'text'\noptional = true\n",
    );
    Arc::new(form.expect("a form"))
}

#[test]
fn a_row_of_another_group_is_elsewhere_though_it_has_the_same_number() {
    let form = compiled(
        "[[pages]]\nid = 'side'\n\
         [[pages.fields]]\nid = 'costs'\ntype = 'rows'\n\
         [[pages.fields.fields]]\nid = 'cost'\ntype = 'number'\n\
         [[pages.fields]]\nid = 'total'\ntype = 'calculated'\nvalue = 'sum(costs, cost)'\n\
         [[pages.fields]]\nid = 'payers'\ntype = 'rows'\n\
         [[pages.fields.fields]]\nid = 'payer'\ntype = 'text'\n\
         [[pages.fields.fields]]\nid = 'why'\ntype = 'text'\nshow_if = 'total > 100'\n",
    );
    let mut state = State::new(Arc::new(form.expect("a form")), Answers::default(), CONTEXT);
    state.add_row("costs", "c1");
    state.add_row("payers", "p1");
    let effect = state.set(At::row("costs", "c1", "cost"), Some(text("110")));
    assert!(state.view().is_visible(At::row("payers", "p1", "why")));
    assert_eq!(effect.visibility, Changed::No, "nothing outside rows");
    assert_eq!(state.rows_seen_otherwise(&effect).collect::<Vec<_>>(), [("payers", "p1")]);
    assert_eq!(state.recalculated(&effect).collect::<Vec<_>>(), [At::field("total")]);
}

#[test]
fn a_change_in_a_row_decides_that_row_and_what_adds_rows_up() {
    let mut state = State::new(family(), Answers::default(), CONTEXT);
    for row in 0..500 {
        state.add_row("children", &format!("r{row}"));
        state.set(At::row("children", &format!("r{row}"), "cost"), Some(text("10")));
    }
    // The cost itself, why and with_tax of that row, and the total.
    let effect = state.set(At::row("children", "r250", "cost"), Some(text("110")));
    assert_eq!((effect.decided, effect.visibility), (4, Changed::No));
    assert_eq!(state.rows_seen_otherwise(&effect).collect::<Vec<_>>(), [("children", "r250")]);
    let recalculated: Vec<_> = state.recalculated(&effect).collect();
    assert_eq!(recalculated, [At::row("children", "r250", "with_tax"), At::field("total")]);
    assert!(state.view().is_visible(At::row("children", "r250", "why")));
    assert!(!state.view().is_visible(At::row("children", "r251", "why")));
    assert_eq!(state.view().calculated(At::field("total")), Some("6375".to_owned()));
    let effect = state.set(At::field("note"), Some(text("x")));
    assert_eq!((effect.decided, effect.visibility), (1, Changed::No));
    // Who removes a row keeps the others, whatever their place.
    let effect = state.remove_row("children", "r0");
    assert_eq!(effect.decided, 2);
    assert!(state.view().is_visible(At::row("children", "r250", "why")));
    assert_eq!(state.view().calculated(At::field("total")), Some("6362.5".to_owned()));
    assert_eq!(state.set(At::row("children", "r0", "cost"), Some(text("1"))).decided, 0);
}
