//! One form being filled in: answers, what is wrong with them, and how far saving has come.

use std::{collections::BTreeSet, sync::Arc};

use contract::{
    forms_api::{Draft, DraftContent, FormBundle},
    minside::Profile,
    uploads::UploadLimits,
};
use forms::{Access, Answer, Answers, Context, Form, Issue, Prefilled, Side, Spot, View};
use leptos::prelude::*;
use locale::{Date, Language, Timestamp};

use super::{
    answering::Answering,
    differing::Older,
    figures::Visits,
    question::Place,
    uploads::{self, Upload},
};
use crate::platform::{device::Kept, http::Failure, random};

/// How far the saving of the newest answers has come.
#[derive(Clone, Debug, PartialEq)]
pub enum SaveState {
    /// Nothing to save yet.
    Idle,
    /// There are answers that are not on their way yet.
    Changed,
    Saving,
    Saved(Timestamp),
    /// Not yet; it is tried again by itself.
    Waiting(Failure),
    /// The server refuses: trying again does not help.
    Refused(Failure),
    /// The same questions were answered elsewhere since; the draft from there.
    Conflict(Arc<Draft>),
    /// Sent or deleted elsewhere.
    Gone,
}

/// A form with its words, ready to be filled in.
#[derive(Clone)]
pub struct Ready {
    pub form: Arc<Form>,
    pub bundle: Arc<FormBundle>,
    /// Whether somebody is signed in.
    pub access: Access,
}

impl Ready {
    /// A definition that this version of the app cannot read is a garbled answer.
    pub fn new(bundle: FormBundle, access: Access) -> Result<Self, Failure> {
        let form = Form::compile(bundle.definition.clone()).map_err(|_| Failure::Garbled)?;
        Ok(Self { form: Arc::new(form), bundle: Arc::new(bundle), access })
    }

    pub fn context(&self) -> Context {
        Context { access: self.access, ..Context::new(self.bundle.today, self.bundle.language) }
    }

    /// The text of a key, or the key itself: a missing text is caught before a form goes live.
    pub fn text(&self, key: &[&str]) -> String {
        let key = key.concat();
        self.bundle.texts.get(&key).map_or_else(|| key.clone(), str::to_owned)
    }

    /// The text of a key that may be absent.
    pub fn optional_text(&self, key: &[&str]) -> Option<String> {
        self.bundle.texts.get(&key.concat()).map(str::to_owned)
    }

    /// The question of a field.
    pub fn label(&self, field: &str) -> String {
        self.text(&["fields.", field, ".label"])
    }
}

/// All signals of one filling; they live as long as the app.
#[derive(Clone, Copy)]
pub struct Filling {
    pub id: StoredValue<String>,
    pub ready: RwSignal<Option<Ready>>,
    /// The version to fill in; the newest where there is none.
    pub version: RwSignal<Option<u32>>,
    /// A draft that must be taken over to the newest version first.
    pub older: RwSignal<Option<Older>>,
    pub answers: Answering,
    /// What is shown to be wrong; not all that is wrong.
    pub issues: RwSignal<Vec<Issue>>,
    /// Fields whose answer comes from a register and has not been touched.
    pub prefilled: RwSignal<BTreeSet<String>>,
    /// Fields that have been edited: these are checked when they are left.
    pub edited: StoredValue<BTreeSet<String>>,
    pub save: RwSignal<SaveState>,
    /// Whether a saving is on its way: new answers change `save` meanwhile, and must not start a second one.
    pub is_under_way: StoredValue<bool>,
    /// Counts the changes, so that a saving knows whether it saved the newest.
    pub changes: StoredValue<u32>,
    pub revision: StoredValue<Option<u32>>,
    /// What the server had at that revision: what the answers here are a change of.
    pub base: StoredValue<Answers>,
    /// What was last sent to be saved, whether or not an answer came.
    pub sent: StoredValue<Option<Answers>>,
    /// Taken in from elsewhere, and not yet seen by the person.
    pub taken: RwSignal<Vec<Spot>>,
    /// Where answers differ: whose the person has chosen so far.
    pub chosen: RwSignal<Vec<(Spot, Side)>>,
    /// Names the draft; what it is submitted with.
    pub key: StoredValue<Option<String>>,
    pub deleted_on: RwSignal<Option<Date>>,
    /// Whether somebody is signed in.
    pub access: RwSignal<Access>,
    /// What to go on with elsewhere, where nobody is.
    pub code: RwSignal<Option<String>>,
    /// Whether the newest answers are on this device.
    pub on_device: RwSignal<Kept>,
    pub page: RwSignal<String>,
    /// The pages that have been shown in this visit.
    pub visits: StoredValue<Visits>,
    /// Files on their way, and those that have come since the form was opened.
    pub uploads: RwSignal<Vec<Upload>>,
    /// What the server takes, once it has been asked.
    pub upload_limits: RwSignal<Option<UploadLimits>>,
    pub uploads_asked: StoredValue<bool>,
    /// Whether draft or profile have been taken in.
    pub is_begun: RwSignal<bool>,
}

impl Filling {
    pub fn new(form: &str) -> Self {
        Self {
            id: StoredValue::new(form.to_owned()),
            ready: RwSignal::new(None),
            version: RwSignal::new(None),
            older: RwSignal::new(None),
            answers: Answering::new(),
            issues: RwSignal::new(Vec::new()),
            prefilled: RwSignal::new(BTreeSet::new()),
            edited: StoredValue::new(BTreeSet::new()),
            save: RwSignal::new(SaveState::Idle),
            is_under_way: StoredValue::new(false),
            changes: StoredValue::new(0),
            revision: StoredValue::new(None),
            base: StoredValue::new(Answers::default()),
            sent: StoredValue::new(None),
            taken: RwSignal::new(Vec::new()),
            chosen: RwSignal::new(Vec::new()),
            key: StoredValue::new(None),
            deleted_on: RwSignal::new(None),
            access: RwSignal::new(Access::SignedIn),
            code: RwSignal::new(None),
            on_device: RwSignal::new(Kept::No),
            page: RwSignal::new(String::new()),
            visits: StoredValue::new(Visits::new()),
            uploads: RwSignal::new(Vec::new()),
            upload_limits: RwSignal::new(None),
            uploads_asked: StoredValue::new(false),
            is_begun: RwSignal::new(false),
        }
    }

    /// Says whether somebody is signed in, before anything is shown.
    pub fn set_access(self, access: Access) {
        self.access.set(access);
        // What is asked may depend on it.
        if let Some(ready) = self.ready.get_untracked() {
            self.take_form(Ready { access, ..ready });
        }
    }

    /// Takes over what was saved before.
    pub fn take_draft(self, draft: Draft) {
        self.base.set_value(draft.content.answers.clone());
        self.take_answers(draft.content);
        self.revision.set_value(Some(draft.revision));
        self.key.set_value(Some(draft.key));
        self.deleted_on.set(Some(draft.deleted_on));
        self.code.set(draft.code);
        self.save.set(SaveState::Saved(draft.saved));
    }

    /// Goes on with answers from before.
    pub fn take_answers(self, content: DraftContent) {
        self.answers.set_all(content.answers);
        self.page.set(content.page);
        self.issues.set(Vec::new());
        self.is_begun.set(true);
    }

    /// Starts from what the registers know.
    pub fn take_profile(self, profile: Option<Profile>) {
        let Some(ready) = self.ready.get_untracked() else { return };
        if let Some(profile) = profile {
            let known = Prefilled {
                name: Some(profile.name),
                address: profile.address,
                email: profile.email,
                phone: profile.phone,
            };
            let answers = ready.form.prefill(&known);
            self.prefilled.set(answers.0.keys().cloned().collect());
            self.answers.set_all(answers);
        }
        self.is_begun.set(true);
    }

    /// The person goes on to a page: the draft goes on from there. Only looking at a page saves nothing, so
    /// that two tabs that look do not get in each other's way.
    pub fn go_to(self, page: &str) {
        if self.page.with_untracked(|here| here == page) {
            return;
        }
        self.page.set(page.to_owned());
        // A draft with nothing in it is not worth keeping.
        if matches!(self.save.get_untracked(), SaveState::Saved(_)) {
            self.save.set(SaveState::Changed);
        }
    }

    /// The form is there, or comes in another language or version.
    pub fn take_form(self, ready: Ready) {
        self.answers.set_form(ready.form.clone(), ready.context());
        self.ready.set(Some(ready));
    }

    /// Sets or removes an answer.
    pub fn answer(self, place: &Place, answer: Option<Answer>) {
        self.answers.set(place, answer);
        self.touched(place);
    }

    /// An answer is the person's own now.
    fn touched(self, place: &Place) {
        // Every question with an answer from a register listens: told only where it concerns one.
        if self.prefilled.with_untracked(|fields| fields.contains(&place.field)) {
            self.prefilled.update(|fields| _ = fields.remove(&place.field));
        }
        self.edited.update_value(|fields| _ = fields.insert(place.target(None)));
        self.changed();
        // A message goes as soon as it is no longer true; a new one comes when the field is left.
        if self.issues.with_untracked(|issues| issues.iter().any(|issue| is_at(issue, place))) {
            self.check_field(place);
        }
    }

    fn changed(self) {
        self.changes.update_value(|changes| *changes = changes.wrapping_add(1));
        self.save.update(|state| {
            // What needs a decision is not lost behind new answers.
            if !matches!(state, SaveState::Conflict(_) | SaveState::Gone) {
                *state = SaveState::Changed;
            }
        });
    }

    /// Adds an empty row, and tells its id, which no other row has.
    pub fn add_row(self, rows: &str) -> String {
        // By chance, so that rows added in two tabs are two.
        let id = random::name();
        self.answers.add_row(rows, &id);
        self.touched(&Place::field(rows));
        id
    }

    /// Removes a row with all its answers.
    pub fn remove_row(self, rows: &str, id: &str) {
        uploads::remove_row(self, id);
        self.issues.update(|issues| issues.retain(|issue| issue.row.as_deref() != Some(id)));
        self.answers.remove_row(rows, id);
        self.touched(&Place::field(rows));
    }

    /// The person leaves a field.
    pub fn leave_field(self, place: &Place) {
        if self.edited.with_value(|fields| fields.contains(&place.target(None))) {
            self.check_field(place);
        }
    }

    fn check_field(self, place: &Place) {
        let Some(found) = self.answers.view(|view| view.issues_at(place.at())) else { return };
        self.issues.update(|issues| {
            issues.retain(|issue| !is_at(issue, place));
            issues.extend(found);
        });
    }

    /// Checks a page, shows what is wrong, and tells whether nothing is.
    pub fn check_page(self, page: &str) -> bool {
        let Some(found) = self.answers.view(|view| view.issues_of_page(page)) else { return false };
        let is_good = found.is_empty();
        self.issues.set(found);
        is_good
    }

    /// Checks all, and tells what is wrong.
    pub fn check_all(self) -> Vec<Issue> {
        self.answers.view(|view| view.issues()).unwrap_or_default()
    }

    /// The visible pages, by id; tracked.
    pub fn pages(self) -> Vec<String> {
        self.answers.track_visibility();
        let ids = |view: &View<'_, '_>| view.pages().iter().map(|page| page.page.id.clone()).collect();
        self.answers.view(ids).unwrap_or_default()
    }

    /// The visible fields of a page, by id; tracked.
    pub fn fields(self, page: &str) -> Vec<String> {
        self.answers.track_visibility();
        let ids = |view: &View<'_, '_>| {
            let pages = view.pages();
            let fields = pages.iter().find(|visible| visible.page.id == page).map(|visible| &visible.fields);
            fields.into_iter().flatten().map(|field| field.id.clone()).collect()
        };
        self.answers.view(ids).unwrap_or_default()
    }

    /// The ids of the rows of a repeating group; tracked.
    pub fn row_ids(self, rows: &str) -> Vec<String> {
        self.answers.track_place(&Place::field(rows));
        self.answers.with(|answers| answers.rows(rows).iter().map(|row| row.id.clone()).collect())
    }

    /// The visible fields of a row, by id; tracked.
    pub fn row_fields(self, rows: &str, row: &str) -> Vec<String> {
        self.answers.track_row(rows, row);
        let ids = |view: &View<'_, '_>| {
            view.row_fields(rows, row).into_iter().map(|field| field.id.clone()).collect()
        };
        self.answers.view(ids).unwrap_or_default()
    }

    /// A calculated value in words; tracked.
    pub fn calculated(self, place: &Place) -> Option<String> {
        let ready = self.ready.get()?;
        self.answers.track_place(place);
        self.answers.view(|view| view.calculated_words(&ready.bundle.texts, place.at())).flatten()
    }

    /// What the person is warned of and may send all the same; tracked.
    pub fn warnings(self) -> Vec<Issue> {
        self.answers.track();
        self.answers.view(|view| view.warnings()).unwrap_or_default()
    }

    /// What to keep.
    pub fn draft_content(self) -> Option<DraftContent> {
        let version = self.ready.get_untracked()?.form.definition().version;
        Some(DraftContent { version, page: self.page.get_untracked(), answers: self.answers.all() })
    }

    /// The language of the words on the page.
    pub fn language(self) -> Language {
        self.ready.with(|ready| ready.as_ref().map(|ready| ready.bundle.language)).unwrap_or_default()
    }
}

fn is_at(issue: &Issue, place: &Place) -> bool {
    issue.field == place.field && issue.row.as_deref() == place.row_id()
}
