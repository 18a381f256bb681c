//! What a person does to a form, by chance.

use forms::{Answer, At, Effect, State};

use super::{choices, text};

/// An answer that may or may not fit.
fn some_answer(pick: &mut impl FnMut(usize) -> usize) -> Option<Answer> {
    Some(match pick(9) {
        0 => return None,
        1 => Answer::Flag(pick(2) == 0),
        2 => choices(&["a", "b"][..pick(3)]),
        3 => text("1990-02-28"),
        4 => text(["", " ", "x", "31.2.2020"][pick(4)]),
        5 | 6 => text(["a", "b", "c"][pick(3)]),
        _ => text(["0", "1", "2,5", "-3", "999999999999999999"][pick(5)]),
    })
}

/// One thing that a person does, and what came of it.
pub fn edit(state: &mut State, pick: &mut impl FnMut(usize) -> usize) -> Effect {
    let form = state.form();
    let ids: Vec<String> = form.fields().map(|field| field.id.clone()).collect();
    let tables: Vec<String> = form
        .fields()
        .filter(|field| matches!(field.kind, forms::FieldKind::Rows(_)))
        .map(|field| field.id.clone())
        .collect();
    let field = &ids[pick(ids.len())];
    let rows = form.rows_of(field).map(|rows| rows.id.clone());
    let row_of = |rows: &str, pick: &mut dyn FnMut(usize) -> usize| {
        let all = state.answers().rows(rows);
        if all.is_empty() { "none".to_owned() } else { all[pick(all.len())].id.clone() }
    };
    match (pick(8), tables.is_empty()) {
        (0 | 1, false) => {
            let table = &tables[pick(tables.len())];
            let id = format!("r{}", pick(1_000_000));
            state.add_row(table, &id)
        }
        (2, false) => {
            let table = &tables[pick(tables.len())];
            let row = row_of(table, pick);
            state.remove_row(table, &row)
        }
        _ => {
            let row = rows.as_ref().map(|rows| row_of(rows, pick));
            let at = At { field, row: rows.as_deref().zip(row.as_deref()) };
            let answer = some_answer(pick);
            state.set(at, answer)
        }
    }
}
