//! A form that has been checked and can be filled in.

use std::collections::BTreeSet;

use crate::{
    Address, Answer, Answers, Context, Fault, FieldDefinition, FormDefinition, PageDefinition, Prefill,
    condition::{Checker, Evaluation, Node, named},
};

/// A form whose conditions are typed and whose fields are in the order in which they can be decided.
#[derive(Clone, Debug)]
pub struct Form {
    definition: FormDefinition,
    /// All fields, in the order of the pages.
    fields: Vec<FieldDefinition>,
    /// By field: its page.
    page_of: Vec<usize>,
    conditions: Vec<Node>,
    page_conditions: Vec<Option<Node>>,
    field_conditions: Vec<Option<Node>>,
    /// Fields so that each comes after those that its conditions name.
    order: Vec<usize>,
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
    /// Fields that the form does not have, ten at the most.
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
    /// Checks names, types and cycles. Every fault is told, each with its place and a remedy.
    pub fn compile(definition: FormDefinition) -> Result<Self, Vec<Fault>> {
        let mut fields = Vec::new();
        let mut page_of = Vec::new();
        for (page, contents) in definition.pages.iter().enumerate() {
            for field in &contents.fields {
                fields.push(field.clone());
                page_of.push(page);
            }
        }
        let mut faults = crate::structure::faults(&definition);
        let checker = Checker::new(&fields, &definition.conditions);
        let mut read = |place: String, source: &str| match checker.condition(source) {
            Ok(node) => node,
            Err(fault) => {
                let remedy = "see the conditions in docs/form-format.md".to_owned();
                faults.push(Fault { place, fault, remedy });
                Node::Constant(crate::condition::Value::Flag(false))
            }
        };
        let conditions: Vec<Node> = definition
            .conditions
            .iter()
            .map(|(name, source)| read(format!("conditions.{name}"), source))
            .collect();
        let mut page_conditions = Vec::new();
        let mut field_conditions = Vec::new();
        for (index, page) in definition.pages.iter().enumerate() {
            page_conditions.push(
                page.show_if
                    .as_ref()
                    .map(|source| read(format!("pages[{index}].show_if ({})", page.id), source)),
            );
            for (position, field) in page.fields.iter().enumerate() {
                let place = format!("pages[{index}].fields[{position}].show_if ({})", field.id);
                field_conditions.push(field.show_if.as_ref().map(|source| read(place, source)));
            }
        }
        let mut form = Self {
            definition,
            fields,
            page_of,
            conditions,
            page_conditions,
            field_conditions,
            order: Vec::new(),
        };
        if faults.is_empty() {
            match form.decide_order() {
                Ok(order) => form.order = order,
                Err(fault) => faults.push(fault),
            }
        }
        if faults.is_empty() { Ok(form) } else { Err(faults) }
    }

    #[must_use]
    pub fn definition(&self) -> &FormDefinition {
        &self.definition
    }

    #[must_use]
    pub fn field(&self, id: &str) -> Option<&FieldDefinition> {
        self.fields.iter().find(|field| field.id == id)
    }

    /// The pages and fields to be seen; a page without any is left out.
    #[must_use]
    pub fn visible(&self, answers: &Answers, context: &Context) -> Vec<VisiblePage<'_>> {
        let visible = self.visibility(answers, context);
        let mut start = 0;
        let mut out = Vec::new();
        for page in &self.definition.pages {
            let fields: Vec<_> = page
                .fields
                .iter()
                .enumerate()
                .filter(|(index, _)| visible[start + index])
                .map(|(_, field)| field)
                .collect();
            start += page.fields.len();
            if !fields.is_empty() {
                out.push(VisiblePage { page, fields });
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
        self.fields.iter().zip(visible).filter(|(_, is_visible)| *is_visible).map(|(field, _)| field)
    }

    /// What of these answers a submission may not hold.
    #[must_use]
    pub fn surplus(&self, answers: &Answers, context: &Context) -> Surplus {
        let visible: BTreeSet<&str> =
            self.visible_fields(answers, context).map(|field| field.id.as_str()).collect();
        let mut surplus = Surplus::default();
        for id in answers.0.keys().filter(|id| !visible.contains(id.as_str())) {
            let list = if self.field(id).is_some() { &mut surplus.hidden } else { &mut surplus.unknown };
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
        let text = |text: &Option<String>| text.clone().filter(|text| !text.is_empty()).map(Answer::Text);
        let answer = |field: &FieldDefinition| match field.prefill? {
            Prefill::Name => text(&known.name),
            Prefill::Email => text(&known.email),
            Prefill::Phone => text(&known.phone),
            Prefill::Address => known.address.clone().map(Answer::Address),
        };
        Answers(self.fields.iter().filter_map(|field| Some((field.id.clone(), answer(field)?))).collect())
    }

    fn visibility(&self, answers: &Answers, context: &Context) -> Vec<bool> {
        let visible = vec![false; self.fields.len()];
        let mut evaluation =
            Evaluation { fields: &self.fields, conditions: &self.conditions, answers, context, visible };
        for index in &self.order {
            let conditions = [&self.page_conditions[self.page_of[*index]], &self.field_conditions[*index]];
            evaluation.visible[*index] =
                conditions.into_iter().flatten().all(|node| evaluation.is_true(node));
        }
        evaluation.visible
    }

    /// Depth first over what the conditions name; a cycle is told with its chain.
    fn decide_order(&self) -> Result<Vec<usize>, Fault> {
        for index in 0..self.conditions.len() {
            self.condition_ends(index)?;
        }
        let mut order = Vec::new();
        let mut done = BTreeSet::new();
        for index in 0..self.fields.len() {
            self.decide(index, &mut Vec::new(), &mut done, &mut order)?;
        }
        Ok(order)
    }

    /// That a named condition does not lead back to itself.
    fn condition_ends(&self, start: usize) -> Result<(), Fault> {
        let mut open = BTreeSet::new();
        let mut fields = BTreeSet::new();
        named(&self.conditions[start], &mut fields, &mut open);
        let mut seen = BTreeSet::new();
        while let Some(next) = open.pop_first() {
            if next == start {
                let name = self.definition.conditions.keys().nth(start).cloned().unwrap_or_default();
                return Err(Fault {
                    place: format!("conditions.{name}"),
                    fault: format!("{name} leads back to itself"),
                    remedy: "let a condition name only conditions that do not name it".to_owned(),
                });
            }
            if seen.insert(next) {
                named(&self.conditions[next], &mut fields, &mut open);
            }
        }
        Ok(())
    }

    fn decide(
        &self,
        index: usize,
        chain: &mut Vec<usize>,
        done: &mut BTreeSet<usize>,
        order: &mut Vec<usize>,
    ) -> Result<(), Fault> {
        if done.contains(&index) {
            return Ok(());
        }
        if let Some(start) = chain.iter().position(|other| *other == index) {
            let names: Vec<&str> =
                chain[start..].iter().chain([&index]).map(|field| self.fields[*field].id.as_str()).collect();
            return Err(Fault {
                place: format!("show_if of {}", self.fields[index].id),
                fault: format!("the conditions go in a circle: {}", names.join(" needs ")),
                remedy: "let a field depend only on fields that do not depend on it".to_owned(),
            });
        }
        chain.push(index);
        for needed in self.needs(index) {
            self.decide(needed, chain, done, order)?;
        }
        chain.pop();
        done.insert(index);
        order.push(index);
        Ok(())
    }

    /// The fields that decide whether a field is to be seen.
    fn needs(&self, index: usize) -> BTreeSet<usize> {
        let mut fields = BTreeSet::new();
        let mut open = BTreeSet::new();
        for node in
            [&self.page_conditions[self.page_of[index]], &self.field_conditions[index]].into_iter().flatten()
        {
            named(node, &mut fields, &mut open);
        }
        let mut seen = BTreeSet::new();
        while let Some(condition) = open.pop_first() {
            if seen.insert(condition) {
                named(&self.conditions[condition], &mut fields, &mut open);
            }
        }
        fields
    }
}
