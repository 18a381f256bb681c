//! What follows from the answers: what is to be seen, and what everything is worth. A change decides anew only
//! what depends on it.

use crate::{
    Answer, Answers, Context, FieldKind, Form,
    plan::Plan,
    rules::{Of, Step},
    typed::{Link, Scope, evaluate, holds, value_of},
    value::Value,
};

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Known {
    /// By page: whether its own condition holds.
    pub(crate) pages: Vec<bool>,
    /// By field; of those in rows, see `tables`.
    pub(crate) visible: Vec<bool>,
    /// By field; empty where it is hidden, not answered, or cannot be read.
    pub(crate) values: Vec<Value>,
    pub(crate) conditions: Vec<bool>,
    /// By repeating group, in the order of the answer.
    pub(crate) tables: Vec<Vec<RowKnown>>,
}

/// What is known of a row, by its columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RowKnown {
    pub(crate) visible: Vec<bool>,
    pub(crate) values: Vec<Value>,
}

/// What is to be decided anew.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Mark {
    Clean,
    /// In these rows.
    Rows(Vec<usize>),
    Whole,
}

/// The steps to decide anew.
pub(crate) struct Marks(Vec<Mark>);

impl Marks {
    pub(crate) fn none(form: &Form) -> Self {
        Self(vec![Mark::Clean; form.rules.order.len()])
    }

    fn all(form: &Form) -> Self {
        Self(vec![Mark::Whole; form.rules.order.len()])
    }

    pub(crate) fn whole(&mut self, step: Step) {
        self.0[step] = Mark::Whole;
    }

    pub(crate) fn row(&mut self, step: Step, row: usize) {
        match &mut self.0[step] {
            Mark::Clean => self.0[step] = Mark::Rows(vec![row]),
            // To decide a row twice is wasted and not wrong.
            Mark::Rows(rows) if rows.last() != Some(&row) => rows.push(row),
            Mark::Rows(_) | Mark::Whole => {}
        }
    }
}

/// What has come of deciding.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Effect {
    /// How many things were decided anew: a field of a row counts once a row.
    pub decided: usize,
    /// Whether other pages, or fields outside rows, are to be seen than before.
    pub visibility: Changed,
    /// Where fields of a row came or went: the repeating group as a table, and the row.
    pub(crate) rows: Vec<(usize, usize)>,
    /// What was calculated to something else: the field, and the row it stands in.
    pub(crate) calculated: Vec<(usize, Option<usize>)>,
}

/// Whether something is as it was.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Changed {
    #[default]
    No,
    Yes,
}

impl Known {
    /// From the answers alone.
    pub(crate) fn of(form: &Form, answers: &Answers, context: &Context) -> Self {
        let plan = &form.plan;
        let row =
            |columns: usize| RowKnown { visible: vec![false; columns], values: vec![Value::Empty; columns] };
        let mut known = Self {
            pages: vec![false; form.definition.pages.len()],
            visible: vec![false; plan.places.len()],
            values: vec![Value::Empty; plan.places.len()],
            conditions: vec![false; form.definition.conditions.len()],
            tables: plan
                .tables
                .iter()
                .map(|(rows, columns)| vec![row(*columns); answers.rows(&form.at(*rows).id).len()])
                .collect(),
        };
        known.settle(form, answers, context, &mut Marks::all(form));
        known
    }

    pub(crate) fn rows(&self, plan: &Plan, rows: usize) -> &[RowKnown] {
        plan.table(rows).map_or(&[], |table| &self.tables[table])
    }

    /// Decides what is marked, and what depends on what then changes. One pass is enough: whatever depends on a
    /// step comes after it.
    pub(crate) fn settle(
        &mut self,
        form: &Form,
        answers: &Answers,
        context: &Context,
        marks: &mut Marks,
    ) -> Effect {
        let mut effect = Effect::default();
        for step in &form.rules.order {
            match std::mem::replace(&mut marks.0[*step], Mark::Clean) {
                Mark::Clean => {}
                mark => self.decide(form, *step, mark, answers, context, marks, &mut effect),
            }
        }
        effect
    }

    #[expect(clippy::too_many_arguments, reason = "a loop's body by itself, so that it can be read")]
    fn decide(
        &mut self,
        form: &Form,
        step: Step,
        mark: Mark,
        answers: &Answers,
        context: &Context,
        marks: &mut Marks,
        effect: &mut Effect,
    ) {
        let Of::Field(field) = form.rules.of(step) else {
            let scope = Scope { plan: &form.plan, known: self, context, row: None };
            let is_true = form.rules.tests[step].as_ref().is_none_or(|test| holds(test, scope));
            let (known, is_page) = match form.rules.of(step) {
                Of::Page(page) => (&mut self.pages[page], true),
                Of::Condition(condition) => (&mut self.conditions[condition], false),
                Of::Field(_) => return,
            };
            effect.decided += 1;
            if std::mem::replace(known, is_true) != is_true {
                if is_page {
                    effect.visibility = Changed::Yes;
                }
                form.mark(step, None, Turned { visible: true, value: true }, marks);
            }
            return;
        };
        match form.plan.places[field].rows {
            None => self.decide_field(form, field, None, answers, context, marks, effect),
            Some(rows) => {
                let count = self.rows(&form.plan, rows).len();
                match mark {
                    Mark::Rows(only) => {
                        for row in only.into_iter().filter(|row| *row < count) {
                            self.decide_field(form, field, Some(row), answers, context, marks, effect);
                        }
                    }
                    Mark::Whole | Mark::Clean => {
                        for row in 0..count {
                            self.decide_field(form, field, Some(row), answers, context, marks, effect);
                        }
                    }
                }
            }
        }
    }

    #[expect(clippy::too_many_arguments, reason = "the same for a field asked once and for one of a row")]
    fn decide_field(
        &mut self,
        form: &Form,
        field: usize,
        row: Option<usize>,
        answers: &Answers,
        context: &Context,
        marks: &mut Marks,
        effect: &mut Effect,
    ) {
        let step = form.rules.step(Of::Field(field));
        let place = &form.plan.places[field];
        let table = place.rows.and_then(|rows| form.plan.table(rows)).zip(row);
        let scope = Scope {
            plan: &form.plan,
            known: self,
            context,
            row: table.map(|(table, row)| &self.tables[table][row]),
        };
        let is_inside_seen = match place.parent {
            None => self.pages[place.page],
            Some(parent) => match scope.row {
                Some(row) if form.plan.places[parent].rows.is_some() => {
                    row.visible[form.plan.places[parent].column]
                }
                _ => self.visible[parent],
            },
        };
        let is_seen = is_inside_seen && form.rules.tests[step].as_ref().is_none_or(|test| holds(test, scope));
        let definition = form.at(field);
        let value = match (&definition.kind, &form.rules.values[field]) {
            _ if !is_seen => Value::Empty,
            (_, Some(value)) => evaluate(value, scope).kept(),
            (FieldKind::Rows(_), None) => {
                if answers.rows(&definition.id).is_empty() {
                    Value::Empty
                } else {
                    Value::Given
                }
            }
            (kind, None) => {
                let answers = match (place.rows, row) {
                    (Some(rows), Some(row)) => {
                        answers.rows(&form.at(rows).id).get(row).map(|row| &row.answers)
                    }
                    _ => Some(answers),
                };
                let answer: Option<&Answer> = answers.and_then(|answers| answers.get(&definition.id));
                answer.map_or(Value::Empty, |answer| value_of(kind, form.definition.options(kind), answer))
            }
        };
        let (known_seen, known_value) = match table {
            None => (&mut self.visible[field], &mut self.values[field]),
            Some((table, row)) => {
                let row = &mut self.tables[table][row];
                (&mut row.visible[place.column], &mut row.values[place.column])
            }
        };
        let turned = Turned { visible: *known_seen != is_seen, value: *known_value != value };
        effect.decided += 1;
        if turned.visible {
            match table {
                None => effect.visibility = Changed::Yes,
                Some(row) => effect.rows.push(row),
            }
        }
        if (turned.visible || turned.value) && form.rules.values[field].is_some() {
            effect.calculated.push((field, row));
        }
        if turned.visible || turned.value {
            *known_seen = is_seen;
            *known_value = value;
            form.mark(step, row, turned, marks);
        }
    }
}

/// What has become otherwise.
#[derive(Clone, Copy)]
struct Turned {
    visible: bool,
    value: bool,
}

impl Form {
    /// Marks what depends on a step that has changed, in the row where it has.
    fn mark(&self, step: Step, row: Option<usize>, turned: Turned, marks: &mut Marks) {
        for (dependent, link) in &self.rules.dependents[step] {
            match (link, row) {
                (Link::Parent, _) if !turned.visible => {}
                (Link::Whole, _) if !turned.value && !turned.visible => {}
                (Link::Row, Some(row)) => marks.row(*dependent, row),
                (Link::Row | Link::Whole | Link::Parent, _) => marks.whole(*dependent),
            }
        }
    }

    /// Marks what depends on which rows there are.
    pub(crate) fn mark_rows(&self, rows: usize, marks: &mut Marks) {
        let step = self.rules.step(Of::Field(rows));
        marks.whole(step);
        for (dependent, link) in &self.rules.dependents[step] {
            if *link != Link::Parent {
                marks.whole(*dependent);
            }
        }
    }

    /// Marks all fields of a row.
    pub(crate) fn mark_row(&self, rows: usize, row: usize, marks: &mut Marks) {
        let columns =
            self.plan.tables.iter().find(|(field, _)| *field == rows).map_or(0, |(_, count)| *count);
        for field in rows + 1..=rows + columns {
            marks.row(self.rules.step(Of::Field(field)), row);
        }
    }
}
