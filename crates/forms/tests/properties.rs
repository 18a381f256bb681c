//! What holds for any answers to any form of the pack.
#![expect(clippy::expect_used, reason = "a test that cannot be set up has failed")]

mod support;

use std::sync::LazyLock;

use forms::{Answers, FieldKind, Form, Surplus, Texts, author};
use proptest::prelude::*;
use support::{CONTEXT, FORMS, any_answers, choosing, fitting, form_of_pack, texts_of_pack};

static PACK: LazyLock<Vec<(Form, Texts)>> = LazyLock::new(|| {
    FORMS.map(|id| (form_of_pack(id), texts_of_pack(id)[&CONTEXT.language].clone())).to_vec()
});

fn a_form() -> impl Strategy<Value = &'static (Form, Texts)> {
    prop::sample::select(PACK.iter().collect::<Vec<_>>())
}

/// A path through a form that can be sent, with some of the answers replaced by others of any sort.
fn a_form_with_answers() -> impl Strategy<Value = (&'static Form, &'static Texts, Answers)> {
    (a_form(), any::<u64>()).prop_flat_map(|((form, texts), seed)| {
        let path = fitting(form, choosing(seed));
        any_answers(form).prop_map(move |others| {
            let mut answers = path.clone();
            for (field, answer) in others.0 {
                answers.insert(field, answer);
            }
            (form, texts, answers)
        })
    })
}

fn visible(form: &Form, answers: &Answers) -> Vec<String> {
    let pages = form.visible(answers, &CONTEXT);
    pages.iter().flat_map(|page| page.fields.iter().map(|field| field.id.clone())).collect()
}

proptest! {
    #[test]
    fn sending_changes_nothing_that_is_seen((form, texts, answers) in a_form_with_answers()) {
        let sent = form.to_submit(&answers, &CONTEXT);
        prop_assert_eq!(visible(form, &answers), visible(form, &sent));
        prop_assert_eq!(&form.to_submit(&sent, &CONTEXT), &sent, "the canonical form is canonical");
        prop_assert_eq!(form.validate(&answers, &CONTEXT), form.validate(&sent, &CONTEXT));
        prop_assert_eq!(form.surplus(&sent, &CONTEXT), Surplus::default());
        prop_assert_eq!(form.summary(texts, &answers, &CONTEXT), form.summary(texts, &sent, &CONTEXT));
    }

    #[test]
    fn the_parts_agree_with_the_whole((form, _, answers) in a_form_with_answers()) {
        let all = form.validate(&answers, &CONTEXT);
        let pages = form.definition().pages.iter();
        let by_page: Vec<_> =
            pages.flat_map(|page| form.validate_page(&page.id, &answers, &CONTEXT)).collect();
        prop_assert_eq!(&all, &by_page);
        let fields = form.definition().pages.iter().flat_map(|page| &page.fields);
        let by_field: Vec<_> =
            fields.flat_map(|field| form.validate_field(&field.id, &answers, &CONTEXT)).collect();
        prop_assert_eq!(&all, &by_field);
    }

    #[test]
    fn what_is_hidden_is_absent((form, _, answers) in a_form_with_answers()) {
        let seen = visible(form, &answers);
        let sent = form.to_submit(&answers, &CONTEXT);
        prop_assert!(sent.0.keys().all(|id| seen.contains(id)));
        prop_assert!(form.validate(&answers, &CONTEXT).iter().all(|issue| seen.contains(&issue.field)));
        let surplus = form.surplus(&answers, &CONTEXT);
        prop_assert!(surplus.hidden.iter().all(|id| !seen.contains(id)));
        // Without the hidden answers everything is the same: no rule can see them.
        let without = Answers(answers.0.into_iter().filter(|(id, _)| seen.contains(id)).collect());
        prop_assert_eq!(visible(form, &without), seen);
        prop_assert_eq!(form.to_submit(&without, &CONTEXT), sent);
    }

    #[test]
    fn the_summary_shows_each_visible_question_once((form, texts, answers) in a_form_with_answers()) {
        let summary = form.summary(texts, &answers, &CONTEXT);
        let shown: Vec<String> =
            summary.sections.iter().flat_map(|section| section.rows.iter().map(|row| row.field.clone())).collect();
        let mut asked = visible(form, &answers);
        asked.retain(|id| form.field(id).is_some_and(|field| !matches!(field.kind, FieldKind::Info(_))));
        prop_assert_eq!(shown, asked);
    }

    #[test]
    fn fitting_answers_are_accepted((form, _) in a_form(), seed in any::<u64>()) {
        let answers = fitting(form, choosing(seed));
        prop_assert_eq!(form.validate(&answers, &CONTEXT), vec![]);
        let sent = form.to_submit(&answers, &CONTEXT);
        prop_assert_eq!(form.validate(&sent, &CONTEXT), vec![]);
        prop_assert_eq!(form.surplus(&sent, &CONTEXT), Surplus::default());
    }

    #[test]
    fn any_file_is_read_or_refused_with_a_place(toml in any::<String>()) {
        for fault in [author::parse_definition(&toml).err(), author::parse_texts(&toml).err()].into_iter().flatten() {
            prop_assert!(!fault.place.is_empty() && !fault.fault.is_empty() && !fault.remedy.is_empty());
        }
    }

    #[test]
    fn a_definition_with_a_slip_is_read_or_refused_with_a_place(
        id in prop::sample::select(FORMS.to_vec()), at in any::<prop::sample::Index>(), slip in ".{0,3}"
    ) {
        let toml = toml_of(id);
        let at = at.index(toml.len());
        let at = (at..=toml.len()).find(|at| toml.is_char_boundary(*at)).unwrap_or(0);
        let end = (at + 1..=toml.len()).find(|end| toml.is_char_boundary(*end)).unwrap_or(at);
        let slipped = [&toml[..at], slip.as_str(), &toml[end..]].concat();
        match author::parse_definition(&slipped) {
            Err(fault) => prop_assert!(fault.place.starts_with("line "), "{}: {}", fault.place, fault.fault),
            Ok(definition) => for fault in Form::compile(definition).err().into_iter().flatten() {
                prop_assert!(!fault.place.is_empty() && !fault.remedy.is_empty());
            },
        }
    }
}

fn toml_of(id: &str) -> String {
    let path = format!("{}/../../content/drammen/forms/{id}/form.toml", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(path).expect("a definition")
}

#[test]
fn the_forms_of_the_pack_have_no_fault() {
    for id in FORMS {
        let form = form_of_pack(id);
        assert_eq!(author::lint(form.definition(), &texts_of_pack(id)), vec![], "{id}");
    }
}
