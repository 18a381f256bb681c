//! A repeating group: its rows, each with its questions, and the ways to add and delete one.

use forms::RowsRules;
use leptos::prelude::*;
use locale::Language;

use super::{
    super::{
        filling::{Filling, Ready},
        question::{Place, Question, target},
    },
    FieldInput,
    blocks::{Block, blocks},
};
use crate::{
    platform::announce::announce,
    texts::forms as words,
    ui::{Button, ButtonVariant, FieldGroup, RowBlock, RowGroup, focus_field, focus_group},
};

pub fn rows(
    question: Question,
    rules: &RowsRules,
    ready: &Ready,
    language: Language,
    field_input: FieldInput,
) -> AnyView {
    let filling = question.filling;
    let field = StoredValue::new(question.place.field.clone());
    let name = StoredValue::new(ready.text(&["fields.", &question.place.field, ".row"]));
    let ids = Memo::new(move |_| field.with_value(|field| filling.row_ids(field)));
    let most = rules.max_rows();
    let add = Callback::new(move |()| {
        let id = field.with_value(|field| filling.add_row(field));
        // Focus goes to what is new, so that one can go on at once.
        set_timeout(
            move || _ = focus_field(&target(&field.get_value(), Some(&id), None)),
            std::time::Duration::from_millis(50),
        );
    });
    let add_text = move || words::row_add(language, &name.get_value().to_lowercase());
    let in_blocks = Memo::new(move |before: Option<&Vec<Block>>| {
        ids.with(|ids| blocks(before.map_or(&[][..], Vec::as_slice), ids))
    });
    let row = move |id: String| one_row(filling, Rows { field, name, ids }, id, language, field_input);
    let block = move |Block { number, .. }: Block| {
        let rows = Memo::new(move |_| {
            let of_block = |blocks: &Vec<Block>| {
                blocks.iter().find(|block| block.number == number).map(|block| block.rows.clone())
            };
            in_blocks.with(of_block).unwrap_or_default()
        });
        view! { <RowBlock><For each=move || rows.get() key=Clone::clone children=row/></RowBlock> }
    };
    view! {
        <FieldGroup
            id=question.id label=question.label description=question.description
            optional_mark=question.optional_mark error=question.error on_blur=question.on_blur
        >
            <div class="row-groups">
                <For each=move || in_blocks.get() key=|block| block.number children=block/>
            </div>
            {move || {
                (ids.with(Vec::len) < most).then(|| {
                    view! { <Button variant=ButtonVariant::Secondary on_press=add>{add_text()}</Button> }
                })
            }}
        </FieldGroup>
    }
    .into_any()
}

/// What every row needs to know of the group.
#[derive(Clone, Copy)]
struct Rows {
    field: StoredValue<String>,
    /// What one row is called.
    name: StoredValue<String>,
    ids: Memo<Vec<String>>,
}

fn one_row(
    filling: Filling,
    Rows { field, name, ids }: Rows,
    id: String,
    language: Language,
    field_input: FieldInput,
) -> AnyView {
    let row = StoredValue::new(id.clone());
    let title = move || {
        let number = ids.with(|ids| {
            row.with_value(|row| ids.iter().position(|other| other == row)).unwrap_or_default() + 1
        });
        [&name.get_value(), " ", &number.to_string()].concat()
    };
    let fields =
        Memo::new(move |_| field.with_value(|field| row.with_value(|row| filling.row_fields(field, row))));
    let delete = Callback::new(move |()| {
        let told = words::row_deleted(language, &title());
        field.with_value(|field| row.with_value(|row| filling.remove_row(field, row)));
        announce(&told);
        // What had focus is gone: it goes to the group, whose heading is read.
        _ = focus_group(&target(&field.get_value(), None, None));
    });
    let place = move |inner: String| Place { field: inner, row: Some((field.get_value(), row.get_value())) };
    view! {
        <RowGroup id=target(&field.get_value(), Some(&id), None) label=Signal::derive(title)>
            <For
                each=move || fields.get()
                key=Clone::clone
                children=move |inner| field_input(filling, place(inner), language)
            />
            <Button variant=ButtonVariant::Tertiary on_press=delete>
                {move || words::row_delete(language, &title().to_lowercase())}
            </Button>
        </RowGroup>
    }
    .into_any()
}
