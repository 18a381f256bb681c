//! An organisation: its number, and its name, which comes from the register where that answers. The person can always
//! write the name, and nothing waits for the register.

use contract::{
    organisations::{RegisteredOrganisation, Standing},
    problem::Code,
};
use forms::{Answer, Organisation, is_organisation_number};
use leptos::{prelude::*, task::spawn_local};
use locale::Language;

use super::super::{api, question::Question};
use crate::{
    platform::{announce::announce, http::Failure, i18n},
    texts::{Text, forms as words},
    ui::{FieldWidth, TextField, TextKind},
};

/// What the looking up has come to.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Found {
    /// Nothing is looked up.
    Nothing,
    /// The name, as the register has it.
    Name(String, Standing),
    /// The register has no such number.
    Unknown,
    /// The register does not answer.
    Down,
}

pub fn organisation(question: Question, language: Language) -> AnyView {
    let number = question.answer(|answer| read(answer).number);
    let name = question.answer(|answer| read(answer).name);
    let set = question.set();
    let found = RwSignal::new(Found::Nothing);
    let put = Callback::new(move |organisation: Organisation| {
        let is_empty = organisation == Organisation::default();
        set.run((!is_empty).then_some(Answer::Organisation(organisation)));
    });
    let look = look_up(number, name, put, found);
    let on_number = Callback::new(move |number: String| {
        // A name that belongs to the number before goes with it; one that the person has written stays.
        let is_looked_up = found.with_untracked(
            |found| matches!(found, Found::Name(looked_up, _) if *looked_up == name.get_untracked()),
        );
        let name = if is_looked_up { String::new() } else { name.get_untracked() };
        found.set(Found::Nothing);
        put.run(Organisation { number: number.clone(), name });
        look.run(number);
    });
    let on_name =
        Callback::new(move |name: String| put.run(Organisation { number: number.get_untracked(), name }));
    let note = Signal::derive(move || {
        let told = match found.get() {
            Found::Nothing => return None,
            Found::Name(looked_up, standing) if looked_up == name.get() => match standing {
                Standing::Active => words::ORGANISATION_FOUND,
                Standing::Bankrupt => words::ORGANISATION_BANKRUPT,
                Standing::Deleted => words::ORGANISATION_DELETED,
            },
            // The name is the person's own; whether it is the same organisation, the person sees.
            Found::Name(looked_up, _) => return Some(words::organisation_is(language, &looked_up)),
            Found::Unknown => words::ORGANISATION_UNKNOWN,
            Found::Down => words::ORGANISATION_DOWN,
        };
        Some(told.in_language(language).to_owned())
    });
    let name_id = [&question.id, "-name"].concat();
    view! {
        <div class="organisation">
            <TextField
                id=question.id label=question.label description=question.description optional_mark=question.optional_mark
                error=question.error kind=TextKind::Digits width=FieldWidth::Medium autocomplete="off"
                value=number on_change=on_number on_blur=question.on_blur
            />
            <TextField
                id=name_id label=words::ORGANISATION_NAME.in_language(language)
                description=words::ORGANISATION_NAME_HELP.in_language(language).to_owned()
                optional_mark=words::OPTIONAL.in_language(language).to_owned()
                note=note autocomplete="off" value=name on_change=on_name
            />
        </div>
    }
    .into_any()
}

fn read(answer: Option<&Answer>) -> Organisation {
    match answer {
        Some(Answer::Organisation(organisation)) => organisation.clone(),
        Some(Answer::Text(number)) => Organisation { number: number.clone(), name: String::new() },
        _ => Organisation::default(),
    }
}

/// Asks for the name of a number, once it is one.
fn look_up(
    number: Signal<String>,
    name: Signal<String>,
    put: Callback<Organisation>,
    found: RwSignal<Found>,
) -> Callback<String> {
    Callback::new(move |typed: String| {
        let digits: String = typed.chars().filter(|next| !next.is_whitespace()).collect();
        if !is_organisation_number(&digits) {
            return;
        }
        spawn_local(async move {
            let outcome = api::organisation(&digits).await;
            // The person may have gone on to another number, or to another page.
            if number.try_get_untracked().as_ref() != Some(&typed) {
                return;
            }
            let told = tell(outcome);
            if let Found::Name(looked_up, _) = &told
                && name.get_untracked().trim().is_empty()
            {
                put.run(Organisation { number: typed, name: looked_up.clone() });
            }
            announce(&spoken(&told));
            _ = found.try_set(told);
        });
    })
}

fn tell(outcome: Result<RegisteredOrganisation, Failure>) -> Found {
    match outcome {
        Ok(organisation) => Found::Name(organisation.name, organisation.standing),
        Err(failure) if matches!(failure.code(), Some(Code::NotFound)) => Found::Unknown,
        Err(_) => Found::Down,
    }
}

/// What screen readers are told.
fn spoken(found: &Found) -> String {
    let say = |text: Text| text.get().to_owned();
    match found {
        Found::Nothing => String::new(),
        Found::Name(name, standing) => {
            let known = words::organisation_is(i18n::language_now(), name);
            match standing {
                Standing::Active => known,
                Standing::Bankrupt => [&known, " ", words::ORGANISATION_BANKRUPT.get()].concat(),
                Standing::Deleted => [&known, " ", words::ORGANISATION_DELETED.get()].concat(),
            }
        }
        Found::Unknown => say(words::ORGANISATION_UNKNOWN),
        Found::Down => say(words::ORGANISATION_DOWN),
    }
}
