//! A form that is being filled in: answers, and what follows from them, kept up with every key press.

use std::{borrow::Cow, sync::Arc};

use crate::{
    Answer, AnswerRow, Answers, At, Context, Effect, Form, Issue, View,
    known::{Known, Marks, RowKnown},
    rules::Of,
    value::Value,
};

/// Answers to a form with all that follows from them.
#[derive(Clone, Debug)]
pub struct State {
    form: Arc<Form>,
    answers: Answers,
    context: Context,
    known: Known,
}

impl State {
    #[must_use]
    pub fn new(form: Arc<Form>, answers: Answers, context: Context) -> Self {
        let known = Known::of(&form, &answers, &context);
        Self { form, answers, context, known }
    }

    #[must_use]
    pub fn form(&self) -> &Form {
        &self.form
    }

    #[must_use]
    pub fn answers(&self) -> &Answers {
        &self.answers
    }

    #[must_use]
    pub fn into_answers(self) -> Answers {
        self.answers
    }

    #[must_use]
    pub fn context(&self) -> Context {
        self.context
    }

    /// What is to be seen and what is wrong, as it stands.
    #[must_use]
    pub fn view(&self) -> View<'_, '_> {
        View {
            form: &self.form,
            answers: &self.answers,
            context: &self.context,
            known: Cow::Borrowed(&self.known),
        }
    }

    /// Sets or removes an answer, and decides what depends on it. An answer at a place that is not there
    /// changes nothing.
    pub fn set(&mut self, at: At<'_>, answer: Option<Answer>) -> Effect {
        let Some(field) = self.form.plan.index(&self.form.definition, at.field) else {
            return Effect::default();
        };
        if self.form.plan.table(field).is_some() {
            return self.set_rows(at, answer);
        }
        let row = at.row.map(|(rows, row)| self.row_index(rows, row));
        if row == Some(None) || !self.answers.set(at, answer) {
            return Effect::default();
        }
        let mut marks = Marks::none(&self.form);
        let step = self.form.rules.step(Of::Field(field));
        match row.flatten() {
            Some(row) => marks.row(step, row),
            None => marks.whole(step),
        }
        self.settle(marks)
    }

    /// Adds an empty row at the end. The id is new: the caller makes it.
    pub fn add_row(&mut self, rows: &str, id: &str) -> Effect {
        let Some((field, table, columns)) = self.table(rows) else { return Effect::default() };
        let row = AnswerRow { id: id.to_owned(), answers: Answers::default() };
        match self.answers.0.get_mut(rows) {
            Some(Answer::Rows(all)) => all.push(row),
            Some(_) | None => drop(self.answers.insert(rows, Answer::Rows(vec![row]))),
        }
        self.known.tables[table]
            .push(RowKnown { visible: vec![false; columns], values: vec![Value::Empty; columns] });
        let mut marks = Marks::none(&self.form);
        self.form.mark_rows(field, &mut marks);
        let new = self.known.tables[table].len() - 1;
        self.form.mark_row(field, new, &mut marks);
        self.settle(marks)
    }

    /// Removes a row with all its answers.
    pub fn remove_row(&mut self, rows: &str, id: &str) -> Effect {
        let (Some((field, table, _)), Some(row)) = (self.table(rows), self.row_index(rows, id)) else {
            return Effect::default();
        };
        if let Some(Answer::Rows(all)) = self.answers.0.get_mut(rows) {
            all.remove(row);
        }
        self.known.tables[table].remove(row);
        let mut marks = Marks::none(&self.form);
        self.form.mark_rows(field, &mut marks);
        self.settle(marks)
    }

    /// Takes over other answers, or another day or language.
    pub fn replace(&mut self, answers: Answers, context: Context) {
        self.known = Known::of(&self.form, &answers, &context);
        self.answers = answers;
        self.context = context;
    }

    /// What is wrong with one answer.
    #[must_use]
    pub fn issues_at(&self, at: At<'_>) -> Vec<Issue> {
        self.view().issues_at(at)
    }

    /// The rows in which other fields are to be seen than before: repeating group, and id of the row.
    pub fn rows_seen_otherwise<'a>(&'a self, effect: &'a Effect) -> impl Iterator<Item = (&'a str, &'a str)> {
        effect.rows.iter().filter_map(|(table, row)| self.row_name(self.form.plan.tables[*table].0, *row))
    }

    /// Where something else was calculated than before.
    pub fn recalculated<'a>(&'a self, effect: &'a Effect) -> impl Iterator<Item = At<'a>> {
        effect.calculated.iter().filter_map(|(field, row)| {
            let row = match row.zip(self.form.plan.places[*field].rows) {
                None => None,
                Some((row, rows)) => Some(self.row_name(rows, row)?),
            };
            Some(At { field: &self.form.at(*field).id, row })
        })
    }

    fn row_name(&self, rows: usize, row: usize) -> Option<(&str, &str)> {
        let id = &self.form.at(rows).id;
        Some((id, &self.answers.rows(id).get(row)?.id))
    }

    /// The rows that a field stands in; none stands for outside of all.
    fn everywhere(&self, field: usize) -> impl Iterator<Item = Option<usize>> + use<> {
        let (outside, rows) = match self.form.plan.places[field].rows {
            None => (Some(None), 0),
            Some(rows) => (None, self.known.rows(&self.form.plan, rows).len()),
        };
        outside.into_iter().chain((0..rows).map(Some))
    }

    /// All rows at once: which of them are the same as before is not asked.
    fn set_rows(&mut self, at: At<'_>, answer: Option<Answer>) -> Effect {
        self.answers.set(at, answer);
        let before = std::mem::replace(&mut self.known, Known::of(&self.form, &self.answers, &self.context));
        let is_same = before.visible == self.known.visible && before.pages == self.known.pages;
        let tables = self.known.tables.iter().enumerate();
        Effect {
            decided: self.form.rules.order.len(),
            visibility: if is_same { crate::Changed::No } else { crate::Changed::Yes },
            rows: tables.flat_map(|(table, rows)| (0..rows.len()).map(move |row| (table, row))).collect(),
            calculated: (0..self.form.rules.values.len())
                .filter(|field| self.form.rules.values[*field].is_some())
                .flat_map(|field| self.everywhere(field).map(move |row| (field, row)))
                .collect(),
        }
    }

    fn settle(&mut self, mut marks: Marks) -> Effect {
        self.known.settle(&self.form, &self.answers, &self.context, &mut marks)
    }

    fn table(&self, rows: &str) -> Option<(usize, usize, usize)> {
        let field = self.form.plan.index(&self.form.definition, rows)?;
        let table = self.form.plan.table(field)?;
        Some((field, table, self.form.plan.tables[table].1))
    }

    fn row_index(&self, rows: &str, row: &str) -> Option<usize> {
        self.answers.rows(rows).iter().position(|other| other.id == row)
    }
}

impl PartialEq for State {
    /// That nobody could tell the two apart.
    fn eq(&self, other: &Self) -> bool {
        self.answers == other.answers && self.context == other.context && self.known == other.known
    }
}
