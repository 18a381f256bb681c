//! What is kept up with every key press is what would be found from scratch, and costs no more than it must.
#![expect(clippy::expect_used, reason = "a test that cannot be set up has failed")]

mod support;

use std::sync::Arc;

use forms::{Answers, At, Form, State};
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
    assert_eq!(effect.elsewhere, forms::Changed::Yes);
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
    assert_eq!((effect.decided, effect.visibility), (4, forms::Changed::Yes));
    assert_eq!(effect.elsewhere, forms::Changed::No, "only in this row");
    assert!(state.view().is_visible(At::row("children", "r250", "why")));
    assert!(!state.view().is_visible(At::row("children", "r251", "why")));
    assert_eq!(state.view().calculated(At::field("total")), Some("6375".to_owned()));
    let effect = state.set(At::field("note"), Some(text("x")));
    assert_eq!((effect.decided, effect.visibility), (1, forms::Changed::No));
    // Who removes a row keeps the others, whatever their place.
    let effect = state.remove_row("children", "r0");
    assert_eq!(effect.decided, 2);
    assert!(state.view().is_visible(At::row("children", "r250", "why")));
    assert_eq!(state.view().calculated(At::field("total")), Some("6362.5".to_owned()));
    assert_eq!(state.set(At::row("children", "r0", "cost"), Some(text("1"))).decided, 0);
}
