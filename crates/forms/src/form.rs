//! A form that has been checked and can be filled in.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    Address, Answer, Answers, Context, Fault, FieldDefinition, FormDefinition, PageDefinition, Prefill,
    canonical::canonical,
    condition::{Checker, Test, Value},
    evaluation::{Evaluation, value_of},
    order::{Step, order},
    validate::takes_answer,
};

/// A form whose conditions are typed and can be decided in order.
#[derive(Clone, Debug)]
pub struct Form {
    definition: FormDefinition,
    /// By field, in the order of the pages: its page and its place there.
    places: Vec<(usize, usize)>,
    by_id: BTreeMap<String, usize>,
    /// The conditions, by what they belong to.
    tests: BTreeMap<Step, Test>,
    /// Everything, so that each comes after what its condition names.
    order: Vec<Step>,
}

/// A page that is to be seen, with the fields that are.
#[derive(Clone, Debug)]
pub struct VisiblePage<'a> {
    pub page: &'a PageDefinition,
    pub fields: Vec<&'a FieldDefinition>,
}

/// What a submission may not hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Surplus {
    /// Fields that the form does not have or that take no answer, ten at the most.
    pub unknown: Vec<String>,
    /// Fields that the other answers hide, ten at the most.
    pub hidden: Vec<String>,
}

/// What the registers know of a person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Prefilled {
    pub name: Option<String>,
    pub address: Option<Address>,
    pub email: Option<String>,
    pub phone: Option<String>,
}

/// As many ids as a refusal names.
const MOST_NAMED: usize = 10;

impl Form {
    /// Checks names, types and cycles. Every fault is told, each with its place and a remedy. With the
    /// feature `author`, ids and limits are checked as well.
    pub fn compile(definition: FormDefinition) -> Result<Self, Vec<Fault>> {
        #[cfg_attr(not(feature = "author"), expect(unused_mut, reason = "only authors get more faults"))]
        let (tests, mut faults) = tests(&definition);
        // A browser reads what the server has checked: the words for authors would only weigh it down.
        #[cfg(feature = "author")]
        faults.splice(..0, crate::author::structure::faults(&definition));
        if !faults.is_empty() {
            return Err(faults);
        }
        let mut places = Vec::new();
        let mut by_id = BTreeMap::new();
        for (page, contents) in definition.pages.iter().enumerate() {
            for (position, field) in contents.fields.iter().enumerate() {
                by_id.insert(field.id.clone(), places.len());
                places.push((page, position));
            }
        }
        let steps: Vec<Step> = (0..definition.conditions.len())
            .map(Step::Condition)
            .chain((0..definition.pages.len()).map(Step::Page))
            .chain((0..places.len()).map(Step::Field))
            .collect();
        match order(&steps, |step| tests.get(&step), |field| places[field].0) {
            Ok(order) => Ok(Self { definition, places, by_id, tests, order }),
            Err(circle) => Err(vec![circle_fault(&definition, &tests, &circle)]),
        }
    }

    #[must_use]
    pub fn definition(&self) -> &FormDefinition {
        &self.definition
    }

    #[must_use]
    pub fn field(&self, id: &str) -> Option<&FieldDefinition> {
        self.by_id.get(id).map(|index| self.at(*index))
    }

    /// The pages and fields to be seen; a page without any is left out.
    #[must_use]
    pub fn visible(&self, answers: &Answers, context: &Context) -> Vec<VisiblePage<'_>> {
        let mut out: Vec<VisiblePage<'_>> = Vec::new();
        let mut last = None;
        for (index, is_visible) in self.visibility(answers, context).into_iter().enumerate() {
            if !is_visible {
                continue;
            }
            let page = self.places[index].0;
            if last != Some(page) {
                out.push(VisiblePage { page: &self.definition.pages[page], fields: Vec::new() });
                last = Some(page);
            }
            if let Some(page) = out.last_mut() {
                page.fields.push(self.at(index));
            }
        }
        out
    }

    /// The fields to be seen.
    pub(crate) fn visible_fields(
        &self,
        answers: &Answers,
        context: &Context,
    ) -> impl Iterator<Item = &FieldDefinition> {
        let visible = self.visibility(answers, context);
        visible.into_iter().enumerate().filter(|(_, is_visible)| *is_visible).map(|(index, _)| self.at(index))
    }

    /// What of these answers a submission may not hold.
    #[must_use]
    pub fn surplus(&self, answers: &Answers, context: &Context) -> Surplus {
        let mut visible = BTreeSet::new();
        for field in self.visible_fields(answers, context).filter(|field| takes_answer(&field.kind)) {
            visible.insert(field.id.as_str());
        }
        let mut surplus = Surplus::default();
        for id in answers.0.keys().filter(|id| !visible.contains(id.as_str())) {
            let is_known = self.field(id).is_some_and(|field| takes_answer(&field.kind));
            let list = if is_known { &mut surplus.hidden } else { &mut surplus.unknown };
            if list.len() < MOST_NAMED {
                // What is not ours is not repeated at length.
                list.push(id.chars().take(64).collect());
            }
        }
        surplus
    }

    /// The answers that the registers can give beforehand.
    #[must_use]
    pub fn prefill(&self, known: &Prefilled) -> Answers {
        let text = |text: &Option<String>| text.clone().map(Answer::Text);
        let answer = |field: &FieldDefinition| {
            let answer = match field.prefill? {
                Prefill::Name => text(&known.name),
                Prefill::Email => text(&known.email),
                Prefill::Phone => text(&known.phone),
                Prefill::Address => known.address.clone().map(Answer::Address),
            };
            canonical(&field.kind, &answer?)
        };
        let fields = self.definition.pages.iter().flat_map(|page| &page.fields);
        let mut answers = Answers::default();
        for field in fields {
            if let Some(answer) = answer(field) {
                answers.0.insert(field.id.clone(), answer);
            }
        }
        answers
    }

    fn at(&self, index: usize) -> &FieldDefinition {
        let (page, position) = self.places[index];
        &self.definition.pages[page].fields[position]
    }

    /// By field, whether it is to be seen. Each condition is looked at once.
    fn visibility(&self, answers: &Answers, context: &Context) -> Vec<bool> {
        let mut known = Evaluation::new(context.today, self.places.len(), self.definition.conditions.len());
        let mut pages = vec![false; self.definition.pages.len()];
        let mut fields = vec![false; self.places.len()];
        for step in &self.order {
            let holds = self.tests.get(step).is_none_or(|test| known.holds(test));
            match step {
                Step::Condition(condition) => known.conditions[*condition] = holds,
                Step::Page(page) => pages[*page] = holds,
                Step::Field(index) => {
                    fields[*index] = holds && pages[self.places[*index].0];
                    if fields[*index] {
                        let field = self.at(*index);
                        let answer = answers.get(&field.id);
                        known.values[*index] =
                            answer.map_or(Value::Empty, |answer| value_of(&field.kind, answer));
                    }
                }
            }
        }
        fields
    }
}

/// Every condition with its names and types known, and what is wrong with the others.
pub(crate) fn tests(definition: &FormDefinition) -> (BTreeMap<Step, Test>, Vec<Fault>) {
    let fields = definition.pages.iter().flat_map(|page| &page.fields);
    let checker = Checker::new(fields, definition.conditions.keys());
    let mut tests = BTreeMap::new();
    let mut faults = Vec::new();
    let mut read = |step: Step, source: &str| match checker.condition(source) {
        Ok(test) => _ = tests.insert(step, test),
        Err(wrong) => {
            let place = place(definition, step);
            faults.push(Fault { place, fault: wrong.fault, remedy: wrong.remedy });
        }
    };
    for (index, source) in definition.conditions.values().enumerate() {
        read(Step::Condition(index), source);
    }
    for (index, page) in definition.pages.iter().enumerate() {
        if let Some(source) = &page.show_if {
            read(Step::Page(index), source);
        }
    }
    for (index, field) in definition.pages.iter().flat_map(|page| &page.fields).enumerate() {
        if let Some(source) = &field.show_if {
            read(Step::Field(index), source);
        }
    }
    (tests, faults)
}

fn page_place(page: usize, id: &str) -> String {
    format!("pages[{page}].show_if ({id})")
}

fn field_place(page: usize, position: usize, id: &str) -> String {
    format!("pages[{page}].fields[{position}].show_if ({id})")
}

/// Where the condition of a step stands.
pub(crate) fn place(definition: &FormDefinition, step: Step) -> String {
    match step {
        Step::Condition(index) => {
            let name = definition.conditions.keys().nth(index).map_or("", String::as_str);
            ["conditions.", name].concat()
        }
        Step::Page(page) => page_place(page, &definition.pages[page].id),
        Step::Field(index) => {
            let fields = definition.pages.iter().enumerate().flat_map(|(page, contents)| {
                contents.fields.iter().enumerate().map(move |(position, field)| (page, position, field))
            });
            fields
                .skip(index)
                .map(|(page, position, field)| field_place(page, position, &field.id))
                .next()
                .unwrap_or_default()
        }
    }
}

/// The conditions that need each other, each by what it belongs to.
fn circle_fault(definition: &FormDefinition, tests: &BTreeMap<Step, Test>, circle: &[Step]) -> Fault {
    let fields: Vec<&FieldDefinition> = definition.pages.iter().flat_map(|page| &page.fields).collect();
    let names: Vec<String> = circle
        .iter()
        .map(|step| match step {
            Step::Condition(index) => {
                ["condition ", definition.conditions.keys().nth(*index).map_or("", String::as_str)].concat()
            }
            Step::Page(page) => ["page ", &definition.pages[*page].id].concat(),
            Step::Field(index) => ["field ", &fields[*index].id].concat(),
        })
        .collect();
    // A field that only belongs to its page has no condition of its own to mend.
    let first = circle.iter().find(|step| tests.contains_key(step));
    Fault {
        place: first.map(|step| place(definition, *step)).unwrap_or_default(),
        fault: ["the conditions go in a circle: ", &names.join(" needs ")].concat(),
        remedy: "let each depend only on questions that can be decided before it".to_owned(),
    }
}
