//! The conditions and calculations of a form: typed, and in an order in which they can be decided.

use crate::{
    CalculatedType, FieldKind, FormDefinition,
    expression::Wrong,
    plan::Plan,
    typed::{Checker, Link, Named, Node, type_of},
};

/// Something that is decided: named conditions first, then pages, then fields, all counted in one row.
pub(crate) type Step = usize;

/// What a step is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Of {
    Condition(usize),
    Page(usize),
    Field(usize),
}

/// What kind of rule an expression is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rule {
    ShowIf,
    Value,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Rules {
    conditions: usize,
    pages: usize,
    /// By step: when it is to be seen, or whether the condition holds.
    pub(crate) tests: Vec<Option<Node>>,
    /// By field: what it is calculated from.
    pub(crate) values: Vec<Option<Node>>,
    /// By step: the steps that may change when it does.
    pub(crate) dependents: Vec<Vec<(Step, Link)>>,
    /// The steps so that each comes after those it needs.
    pub(crate) order: Vec<Step>,
}

impl Rules {
    pub(crate) fn of(&self, step: Step) -> Of {
        match step.checked_sub(self.conditions) {
            None => Of::Condition(step),
            Some(page) if page < self.pages => Of::Page(page),
            Some(rest) => Of::Field(rest - self.pages),
        }
    }

    pub(crate) fn step(&self, of: Of) -> Step {
        match of {
            Of::Condition(condition) => condition,
            Of::Page(page) => self.conditions + page,
            Of::Field(field) => self.conditions + self.pages + field,
        }
    }

    /// Reads every expression, and tells of those that cannot be read.
    pub(crate) fn read(
        definition: &FormDefinition,
        plan: &Plan,
        mut tell: impl FnMut(Of, Rule, Wrong),
    ) -> Self {
        let mut rules = Self {
            conditions: definition.conditions.len(),
            pages: definition.pages.len(),
            ..Self::default()
        };
        let outside = Checker::new(definition, plan, None);
        let mut read = |of: Of, rule: Rule, result: Option<Result<Node, Wrong>>| match result {
            Some(Ok(node)) => Some(node),
            Some(Err(wrong)) => {
                tell(of, rule, wrong);
                None
            }
            None => None,
        };
        for (index, source) in definition.conditions.values().enumerate() {
            let node = read(Of::Condition(index), Rule::ShowIf, Some(outside.condition(source)));
            rules.tests.push(node);
        }
        for (index, page) in definition.pages.iter().enumerate() {
            let result = page.show_if.as_ref().map(|source| outside.condition(source));
            rules.tests.push(read(Of::Page(index), Rule::ShowIf, result));
        }
        for index in 0..plan.places.len() {
            let field = plan.field(definition, index);
            let checker = Checker::new(definition, plan, plan.places[index].rows);
            let result = field.show_if.as_ref().map(|source| checker.condition(source));
            rules.tests.push(read(Of::Field(index), Rule::ShowIf, result));
            let result = match &field.kind {
                FieldKind::Calculated(value) if value.result == CalculatedType::Flag => {
                    Some(checker.condition(&value.value))
                }
                FieldKind::Calculated(value) => Some(checker.of_type(&value.value, type_of(&field.kind))),
                _ => None,
            };
            rules.values.push(read(Of::Field(index), Rule::Value, result));
        }
        rules
    }

    /// What a step needs to have been decided before, and how.
    pub(crate) fn needs(&self, plan: &Plan, step: Step) -> Vec<(Step, Link)> {
        let mut found = Vec::new();
        let mut add = |named: Named, link: Link| {
            found.push(match named {
                Named::Field(field) => (self.step(Of::Field(field)), link),
                Named::Condition(condition) => (condition, link),
            });
        };
        if let Some(test) = &self.tests[step] {
            test.names(Link::Row, &mut add);
        }
        if let Of::Field(field) = self.of(step) {
            if let Some(Some(value)) = self.values.get(field) {
                value.names(Link::Row, &mut add);
            }
            let place = &plan.places[field];
            found.push(match place.parent {
                None => (self.step(Of::Page(place.page)), Link::Parent),
                Some(parent) if place.rows.is_some() && plan.places[parent].rows == place.rows => {
                    (self.step(Of::Field(parent)), Link::Row)
                }
                Some(parent) => (self.step(Of::Field(parent)), Link::Parent),
            });
        }
        found
    }

    /// Puts the steps in order, or tells the chain that leads back to its start.
    pub(crate) fn arrange(&mut self, plan: &Plan) -> Result<(), Vec<Step>> {
        let count = self.tests.len();
        self.dependents = vec![Vec::new(); count];
        let needs: Vec<Vec<(Step, Link)>> = (0..count).map(|step| self.needs(plan, step)).collect();
        for (step, needed) in needs.iter().enumerate() {
            for (needed, link) in needed {
                if !self.dependents[*needed].contains(&(step, *link)) {
                    self.dependents[*needed].push((step, *link));
                }
            }
        }
        let (mut is_done, mut is_open) = (vec![false; count], vec![false; count]);
        for start in 0..count {
            // Depth first with a stack of our own: a long chain of conditions cannot exhaust the call stack.
            let mut chain = vec![(start, 0)];
            while let Some((step, next)) = chain.last_mut() {
                let step = *step;
                if is_done[step] {
                    chain.pop();
                    continue;
                }
                is_open[step] = true;
                let Some((needed, _)) = needs[step].get(*next) else {
                    is_done[step] = true;
                    self.order.push(step);
                    chain.pop();
                    continue;
                };
                *next += 1;
                if is_open[*needed] && !is_done[*needed] {
                    let first = chain.iter().position(|(other, _)| other == needed).unwrap_or_default();
                    let mut circle: Vec<Step> = chain[first..].iter().map(|(step, _)| *step).collect();
                    circle.push(*needed);
                    return Err(circle);
                }
                if !is_done[*needed] {
                    chain.push((*needed, 0));
                }
            }
        }
        Ok(())
    }
}
