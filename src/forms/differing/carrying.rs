//! A draft of an older version that may not go on in it: what becomes of its answers, and the way on.

use contract::{
    forms_api::{Draft, DraftContent, FormBundle},
    paths,
    problem::Code,
};
use forms::{Answer, Answers, Carried, Carrying, Form, Outcome, Reason, Spot};
use leptos::prelude::*;
use locale::Language;
use wasm_bindgen::JsCast;

use super::{
    super::{
        filling::{Filling, Ready, SaveState},
        question::target,
    },
    conflict::{in_words, name},
    meeting::meet,
};
use crate::{
    platform::{
        dom,
        failure::failed,
        i18n,
        load::{Load, Loader},
        page,
        router::{Visit, go},
        waiting::waiting,
    },
    routes,
    texts::{Text, forms as words},
    ui::{Alert, AlertLevel, Button, ButtonVariant, RowAction, SummaryList, SummaryRow},
};

/// Answers to an older version, to be taken over to the newest.
#[derive(Clone)]
pub struct Older {
    /// What the person goes on with.
    pub content: DraftContent,
    /// The revision that it is a change of, and what the server had then.
    pub revision: Option<u32>,
    pub base: Answers,
    /// What the server has now.
    pub draft: Option<Draft>,
}

/// The page that tells what becomes of the answers.
pub fn carrying_page(filling: Filling, older: Older) -> AnyView {
    let (form, version) = (filling.id.get_value(), older.content.version);
    let old = Loader::<FormBundle>::new(move || paths::form_version(&form, version, i18n::language()));
    page::title(move || {
        let ready = filling.ready.get()?;
        let title = words::VERSION_TITLE.in_language(ready.bundle.language);
        Some([title, " – ", &ready.text(&["title"])].concat())
    });
    (move || {
        let new = filling.ready.get()?;
        let language = new.bundle.language;
        let old = match old.get() {
            Load::Waiting => return Some(waiting(8)),
            Load::Ready(bundle) => Ready::new(bundle, new.access).ok(),
            // Its questions are no longer kept: the answers are told by those of the new one.
            Load::Failed(failure) if matches!(failure.code(), Some(Code::NotFound)) => None,
            Load::Failed(failure) => {
                return Some(failed(&failure, language, Callback::new(move |()| old.again())));
            }
        };
        Some(told(filling, &older, &new, old.unwrap_or_else(|| new.clone()), language))
    })
    .into_any()
}

fn told(filling: Filling, older: &Older, new: &Ready, old: Ready, language: Language) -> AnyView {
    let form = filling.id.get_value();
    let given = &older.content.answers;
    let carrying = carried(new, &old.form, given);
    let (mut gone, mut again, mut stands) = (Vec::new(), Vec::new(), Vec::new());
    for carried in &carrying.all {
        // The answers in rows come one by one.
        if matches!(carried.answer, Answer::Rows(_)) && carried.outcome == Outcome::Carries {
            continue;
        }
        let spot = Spot { field: carried.field.clone(), row: carried.row.clone() };
        let row = |lines: Vec<String>, action| SummaryRow { label: name(&old, given, &spot), lines, action };
        let answer = in_words(&old, &spot, Some(&carried.answer), language);
        match &carried.outcome {
            Outcome::Carries => stands.push(row(vec![answer], None)),
            Outcome::LookAgain(reason) => {
                let lines = vec![answer, reason_words(reason).in_language(language).to_owned()];
                let action = link(&form, new, carried, reason, language);
                let has_place = !matches!(reason, Reason::Removed | Reason::TypeChanged | Reason::Moved);
                if has_place { &mut again } else { &mut gone }.push(row(lines, action));
            }
        }
    }
    let section = |heading: &'static str, body: Option<&'static str>, rows: Vec<SummaryRow>| {
        (!rows.is_empty()).then(|| {
            view! {
                <section class="form-page__section">
                    <h2 class="ds-heading" data-size="sm">{heading}</h2>
                    {body.map(|body| view! { <p class="ds-paragraph">{body}</p> })}
                    <SummaryList rows=rows/>
                </section>
            }
        })
    };
    let in_language = move |text: Text| text.in_language(language);
    let go_on = {
        let (older, new) = (older.clone(), new.clone());
        let old = old.form;
        Callback::new(move |()| take_over(filling, &older, &new, &old))
    };
    // A link leads into the new version: whoever follows one goes on in it.
    let on_click = move |event: web_sys::MouseEvent| {
        let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        if target.is_some_and(|target| target.closest("a").is_ok_and(|link| link.is_some())) {
            go_on.run(());
        }
    };
    let on_press = Callback::new(move |()| {
        go_on.run(());
        let pages = untrack(|| filling.pages());
        let left_at = filling.page.get_untracked();
        if let Some(page) = pages.iter().find(|page| **page == left_at).or_else(|| pages.first()) {
            go(&routes::form_page(&filling.id.get_value(), page), Visit::Next);
        }
        dom::after_render(page::focus_heading);
    });
    view! {
        <div class="form-page">
            <p class="form-page__form">{new.text(&["title"])}</p>
            <h1 class="ds-heading" data-size="lg">{in_language(words::VERSION_TITLE)}</h1>
            <p class="lead">{in_language(words::VERSION_LEAD)}</p>
            {(!again.is_empty() || !gone.is_empty()).then(|| view! {
                <Alert level=AlertLevel::Warning><p class="ds-paragraph">{in_language(words::VERSION_LOOK)}</p></Alert>
            })}
            <div on:click=on_click>
            {section(in_language(words::VERSION_GONE), Some(in_language(words::VERSION_GONE_BODY)), gone)}
            {section(in_language(words::VERSION_AGAIN), Some(in_language(words::VERSION_AGAIN_BODY)), again)}
            </div>
            {section(in_language(words::VERSION_STANDS), None, stands)}
            <div class="form-page__actions">
                <Button variant=ButtonVariant::Primary on_press=on_press>{in_language(words::VERSION_CONTINUE)}</Button>
            </div>
        </div>
    }
    .into_any()
}

fn carried(new: &Ready, old: &Form, answers: &Answers) -> Carrying {
    new.form.carry_from(old, answers, &new.context())
}

/// The way to the question in the new version, where it is asked and seen there.
fn link(
    form: &str,
    new: &Ready,
    carried: &Carried,
    reason: &Reason,
    language: Language,
) -> Option<RowAction> {
    if matches!(reason, Reason::Removed | Reason::Moved | Reason::NowHidden) {
        return None;
    }
    let page = new.form.page_of(&carried.field)?;
    let row = carried.row.as_ref().map(|(_, row)| row.as_str());
    Some(RowAction {
        href: [&routes::form_page(form, &page.id), "#", &target(&carried.field, row, None)].concat(),
        text: words::VERSION_SEE.in_language(language).to_owned(),
        name: words::version_see_named(language, &new.label(&carried.field)),
    })
}

fn reason_words(reason: &Reason) -> Text {
    match reason {
        Reason::Removed => words::CARRIED_REMOVED,
        Reason::TypeChanged => words::CARRIED_TYPE,
        Reason::Moved => words::CARRIED_MOVED,
        Reason::OptionsGone(_) => words::CARRIED_OPTIONS,
        Reason::NowHidden => words::CARRIED_HIDDEN,
        Reason::NowRefused(_) => words::CARRIED_REFUSED,
    }
}

/// Goes on in the new version; the draft is of it from the next saving on.
fn take_over(filling: Filling, older: &Older, new: &Ready, old: &Form) {
    let version = new.form.definition().version;
    let over = |content: &DraftContent| DraftContent {
        version,
        page: content.page.clone(),
        answers: carried(new, old, &content.answers).answers,
    };
    let mine = over(&older.content);
    if let Some(draft) = older.draft.clone() {
        filling.take_draft(Draft { content: mine.clone(), ..draft });
    }
    filling.revision.set_value(older.revision);
    filling.base.set_value(carried(new, old, &older.base).answers);
    filling.older.set(None);
    filling.take_answers(mine);
    match &older.draft {
        Some(draft) if older.revision != Some(draft.revision) => {
            meet(filling, Draft { content: over(&draft.content), ..draft.clone() });
        }
        _ => filling.save.set(SaveState::Changed),
    }
}
