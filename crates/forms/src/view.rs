//! Answers to a form with what follows from them, to look at: what is to be seen, and what is sent.

use std::borrow::Cow;

use crate::{
    Answer, AnswerRow, Answers, At, Context, FieldDefinition, FieldKind, Form, PageDefinition, Surplus,
    VisiblePage, canonical::canonical, known::Known, value::Value,
};

/// What is to be seen, sent and mended, given the answers.
pub struct View<'f, 'a> {
    pub(crate) form: &'f Form,
    pub(crate) answers: &'a Answers,
    pub(crate) context: &'a Context,
    pub(crate) known: Cow<'a, Known>,
}

/// Something that is to be seen, in its place.
pub(crate) struct Asked<'f, 'a> {
    pub(crate) index: usize,
    pub(crate) field: &'f FieldDefinition,
    /// The row: its number and its id.
    pub(crate) row: Option<(usize, &'a str)>,
    pub(crate) answer: Option<&'a Answer>,
}

/// A row of a repeating group with the fields that are to be seen in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VisibleRow<'f> {
    pub id: String,
    pub fields: Vec<&'f FieldDefinition>,
}

/// As many ids as a refusal names.
const MOST_NAMED: usize = 10;

impl<'f, 'a> View<'f, 'a> {
    /// The pages and fields to be seen; a page without any is left out. What stands in a group follows it, and
    /// what stands in rows is told by [`Self::rows`].
    #[must_use]
    pub fn pages(&self) -> Vec<VisiblePage<'f>> {
        let mut out: Vec<VisiblePage<'f>> = Vec::new();
        let mut last = None;
        for asked in self.asked().iter().filter(|asked| asked.row.is_none()) {
            let page = self.page_of(asked.index);
            if last != Some(page) {
                out.push(VisiblePage { page: self.page(page), fields: Vec::new() });
                last = Some(page);
            }
            if let Some(page) = out.last_mut() {
                page.fields.push(asked.field);
            }
        }
        out
    }

    /// The rows of a repeating group that is to be seen.
    #[must_use]
    pub fn rows(&self, rows: &str) -> Vec<VisibleRow<'f>> {
        let Some(index) = self.seen_rows(rows) else { return Vec::new() };
        let known = self.known.rows(&self.form.plan, index).iter();
        let rows = self.answers.rows(rows).iter().zip(known);
        rows.map(|(row, known)| VisibleRow { id: row.id.clone(), fields: self.seen_in(index, known) })
            .collect()
    }

    /// The fields to be seen in one row.
    #[must_use]
    pub fn row_fields(&self, rows: &str, row: &str) -> Vec<&'f FieldDefinition> {
        let Some(index) = self.seen_rows(rows) else { return Vec::new() };
        let row = self.answers.rows(rows).iter().position(|other| other.id == row);
        let known = row.and_then(|row| self.known.rows(&self.form.plan, index).get(row));
        known.map(|known| self.seen_in(index, known)).unwrap_or_default()
    }

    /// A repeating group that is to be seen.
    fn seen_rows(&self, rows: &str) -> Option<usize> {
        let index = self.form.plan.index(&self.form.definition, rows)?;
        self.known.visible[index].then_some(index)
    }

    fn seen_in(&self, rows: usize, row: &crate::known::RowKnown) -> Vec<&'f FieldDefinition> {
        let columns = row.visible.iter().enumerate().filter(|(_, is_seen)| **is_seen);
        columns.map(|(column, _)| self.form.at(rows + 1 + column)).collect()
    }

    /// Whether something is to be seen.
    #[must_use]
    pub fn is_visible(&self, at: At<'_>) -> bool {
        self.asked_at(at).is_some()
    }

    /// A calculated value as text, `true` or `false` for yes and no; nothing where it cannot be told.
    #[must_use]
    pub fn calculated(&self, at: At<'_>) -> Option<String> {
        let asked = self.asked_at(at)?;
        text_of(self.value(&asked))
    }

    /// A calculated value as the summary shows it.
    #[must_use]
    pub fn calculated_words(&self, texts: &crate::Texts, at: At<'_>) -> Option<String> {
        let asked = self.asked_at(at)?;
        let words = crate::words::Words { texts, language: self.context.language };
        crate::words::lines(asked.field, None, self.value(&asked), &words).into_iter().next()
    }

    /// The answers to send: those of visible fields that are answered, in canonical form. What cannot be
    /// read stays as typed, for validation to refuse.
    #[must_use]
    pub fn to_submit(&self) -> Answers {
        let mut sent = Answers::default();
        let mut rows: Option<(&str, Vec<AnswerRow>)> = None;
        for asked in self.asked() {
            let answer = self.canonical(&asked);
            match (asked.row, &mut rows) {
                (Some((row, id)), Some((_, all))) => {
                    while all.len() <= row {
                        all.push(AnswerRow::default());
                    }
                    all[row].id = id.to_owned();
                    if let Some(answer) = answer {
                        all[row].answers.insert(asked.field.id.clone(), answer);
                    }
                }
                _ => {
                    keep_rows(&mut sent, rows.take());
                    match answer {
                        Some(Answer::Rows(all)) => {
                            let empty = |row: AnswerRow| AnswerRow { id: row.id, ..AnswerRow::default() };
                            rows = Some((&asked.field.id, all.into_iter().map(empty).collect()));
                        }
                        Some(answer) => drop(sent.insert(asked.field.id.clone(), answer)),
                        None => {}
                    }
                }
            }
        }
        keep_rows(&mut sent, rows.take());
        sent
    }

    /// What of these answers a submission may not hold.
    #[must_use]
    pub fn surplus(&self) -> Surplus {
        let mut surplus = Surplus::default();
        self.add_surplus(self.answers, None, &mut surplus);
        for (index, _) in &self.form.plan.tables {
            let rows = self.answers.rows(&self.form.at(*index).id);
            for (number, row) in rows.iter().enumerate() {
                self.add_surplus(&row.answers, Some((*index, number)), &mut surplus);
            }
        }
        surplus
    }

    fn add_surplus(&self, answers: &Answers, row: Option<(usize, usize)>, surplus: &mut Surplus) {
        let plan = &self.form.plan;
        for (id, _) in answers.0.iter() {
            let index = plan.index(&self.form.definition, id).filter(|index| {
                self.form.at(*index).kind.takes_answer()
                    && plan.places[*index].rows == row.map(|(rows, _)| rows)
            });
            let list = match (index, row) {
                (None, _) => &mut surplus.unknown,
                (Some(index), None) if self.known.visible[index] => continue,
                (Some(index), Some((rows, number)))
                    if self.known.rows(plan, rows)[number].visible[plan.places[index].column] =>
                {
                    continue;
                }
                (Some(_), _) => &mut surplus.hidden,
            };
            // What is not ours is not repeated at length.
            let told: String = id.chars().take(64).collect();
            if list.len() < MOST_NAMED && !list.contains(&told) {
                list.push(told);
            }
        }
    }

    /// Everything that is to be seen, in order; what stands in a row follows the repeating group, row by row.
    pub(crate) fn asked(&self) -> Vec<Asked<'f, 'a>> {
        let plan = &self.form.plan;
        let mut out = Vec::new();
        for index in 0..plan.places.len() {
            if plan.places[index].rows.is_some() || !self.known.visible[index] {
                continue;
            }
            let field = self.form.at(index);
            out.push(Asked { index, field, row: None, answer: self.answers.get(&field.id) });
            for (number, row) in self.known.rows(plan, index).iter().enumerate() {
                let Some(given) = self.answers.rows(&field.id).get(number) else { break };
                for column in (0..row.visible.len()).filter(|column| row.visible[*column]) {
                    let field = self.form.at(index + 1 + column);
                    let answer = given.answers.get(&field.id);
                    let row = Some((number, given.id.as_str()));
                    out.push(Asked { index: index + 1 + column, field, row, answer });
                }
            }
        }
        out
    }

    /// What stands at a place, if it is to be seen.
    pub(crate) fn asked_at(&self, at: At<'_>) -> Option<Asked<'f, 'a>> {
        let plan = &self.form.plan;
        let index = plan.index(&self.form.definition, at.field)?;
        let (field, place) = (self.form.at(index), &plan.places[index]);
        match (place.rows, at.row) {
            (None, None) if self.known.visible[index] => {
                Some(Asked { index, field, row: None, answer: self.answers.get(at.field) })
            }
            (Some(rows), Some((name, row))) if self.form.at(rows).id == name => {
                let all = self.answers.rows(name);
                let number = all.iter().position(|other| other.id == row)?;
                let known = self.known.rows(plan, rows).get(number)?;
                let given = &all[number];
                known.visible[place.column].then(|| Asked {
                    index,
                    field,
                    row: Some((number, given.id.as_str())),
                    answer: given.answers.get(at.field),
                })
            }
            _ => None,
        }
    }

    pub(crate) fn value(&self, asked: &Asked<'_, '_>) -> &Value {
        let place = &self.form.plan.places[asked.index];
        match (place.rows, asked.row) {
            (Some(rows), Some((row, _))) => &self.known.rows(&self.form.plan, rows)[row].values[place.column],
            _ => &self.known.values[asked.index],
        }
    }

    pub(crate) fn canonical(&self, asked: &Asked<'_, '_>) -> Option<Answer> {
        let kind = &asked.field.kind;
        canonical(kind, self.form.definition.options(kind), asked.answer?)
    }

    pub(crate) fn page_of(&self, index: usize) -> usize {
        self.form.plan.places[index].page
    }

    pub(crate) fn page(&self, page: usize) -> &'f PageDefinition {
        &self.form.definition.pages[page]
    }
}

fn keep_rows(sent: &mut Answers, rows: Option<(&str, Vec<AnswerRow>)>) {
    if let Some((field, rows)) = rows {
        sent.insert(field, Answer::Rows(rows));
    }
}

/// A value as it is sent.
pub(crate) fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::Empty | Value::Failed | Value::Given | Value::List(_) => None,
        Value::Flag(flag) => Some(if *flag { "true" } else { "false" }.to_owned()),
        Value::Text(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_text()),
        Value::Date(date) => Some(date.to_string()),
        Value::Time(time) => Some(crate::parts::time_text(*time)),
    }
}

impl FieldKind {
    /// Whether the field has a row in the summary.
    pub(crate) const fn is_summarised(&self) -> bool {
        !matches!(self, Self::Info(_))
    }
}
