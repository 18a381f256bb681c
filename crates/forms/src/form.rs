//! A form that has been checked and can be filled in.

use std::borrow::Cow;

use crate::{
    Address, Answer, Answers, Context, Fault, FieldDefinition, FormDefinition, Issue, PageDefinition,
    Prefill, Summary, Texts, View, canonical::canonical, checks::Check, known::Known, plan::Plan,
    rules::Rules,
};

/// A form whose expressions are typed and can be decided in order.
#[derive(Clone, Debug)]
pub struct Form {
    pub(crate) definition: FormDefinition,
    pub(crate) plan: Plan,
    pub(crate) rules: Rules,
    pub(crate) checks: Vec<Check>,
}

/// A page that is to be seen, with the fields that are.
#[derive(Clone, Debug)]
pub struct VisiblePage<'a> {
    pub page: &'a PageDefinition,
    /// What stands in a group follows the group; what is asked once a row is left out.
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

impl Form {
    /// Checks names, types and cycles. With the feature `author`, every fault is told with its place and a
    /// remedy, and ids and limits are checked as well; without it, that there is a fault.
    pub fn compile(definition: FormDefinition) -> Result<Self, Vec<Fault>> {
        // A browser reads what the server has checked: the words for authors would only weigh it down.
        #[cfg(feature = "author")]
        return crate::author::compile(definition);
        #[cfg(not(feature = "author"))]
        {
            let fault = || vec![Fault { place: String::new(), fault: String::new(), remedy: String::new() }];
            let plan = Plan::new(&definition);
            let mut is_good = true;
            let mut rules = Rules::read(&definition, &plan, |_, _, _| is_good = false);
            let checks = Check::read(&definition, &plan, |_, _| is_good = false);
            if !is_good || rules.arrange(&plan).is_err() {
                return Err(fault());
            }
            Ok(Self { definition, plan, rules, checks })
        }
    }

    #[must_use]
    pub fn definition(&self) -> &FormDefinition {
        &self.definition
    }

    /// A field, wherever it stands.
    #[must_use]
    pub fn field(&self, id: &str) -> Option<&FieldDefinition> {
        self.plan.index(&self.definition, id).map(|index| self.at(index))
    }

    /// The repeating group that a field is asked once a row of.
    #[must_use]
    pub fn rows_of(&self, id: &str) -> Option<&FieldDefinition> {
        let index = self.plan.index(&self.definition, id)?;
        self.plan.places[index].rows.map(|rows| self.at(rows))
    }

    /// The page that a field stands on, in whatever groups.
    #[must_use]
    pub fn page_of(&self, id: &str) -> Option<&PageDefinition> {
        let index = self.plan.index(&self.definition, id)?;
        Some(&self.definition.pages[self.plan.places[index].page])
    }

    /// All fields in order, those in groups and rows as well.
    pub fn fields(&self) -> impl Iterator<Item = &FieldDefinition> {
        (0..self.plan.places.len()).map(|index| self.at(index))
    }

    /// The answers with what follows from them. Whoever asks several things keeps it.
    #[must_use]
    pub fn view<'f, 'a>(&'f self, answers: &'a Answers, context: &'a Context) -> View<'f, 'a> {
        View { form: self, answers, context, known: Cow::Owned(Known::of(self, answers, context)) }
    }

    /// The pages and fields to be seen; a page without any is left out.
    #[must_use]
    pub fn visible(&self, answers: &Answers, context: &Context) -> Vec<VisiblePage<'_>> {
        self.view(answers, context).pages()
    }

    /// What of these answers a submission may not hold.
    #[must_use]
    pub fn surplus(&self, answers: &Answers, context: &Context) -> Surplus {
        self.view(answers, context).surplus()
    }

    /// The answers to send.
    #[must_use]
    pub fn to_submit(&self, answers: &Answers, context: &Context) -> Answers {
        self.view(answers, context).to_submit()
    }

    /// What is wrong with all visible fields, in the order of the pages.
    #[must_use]
    pub fn validate(&self, answers: &Answers, context: &Context) -> Vec<Issue> {
        self.view(answers, context).issues()
    }

    /// What is wrong with the visible fields of a page.
    #[must_use]
    pub fn validate_page(&self, page: &str, answers: &Answers, context: &Context) -> Vec<Issue> {
        self.view(answers, context).issues_of_page(page)
    }

    /// What is wrong with one field, if it is visible; of a field in rows, in all rows.
    #[must_use]
    pub fn validate_field(&self, field: &str, answers: &Answers, context: &Context) -> Vec<Issue> {
        let mut issues = self.validate(answers, context);
        issues.retain(|issue| issue.field == field);
        issues
    }

    /// The answers of all visible fields in words, page by page.
    #[must_use]
    pub fn summary(&self, texts: &Texts, answers: &Answers, context: &Context) -> Summary {
        self.view(answers, context).summary(texts)
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
            canonical(&field.kind, &[], &answer?)
        };
        let mut answers = Answers::default();
        for index in (0..self.plan.places.len()).filter(|index| self.plan.places[*index].rows.is_none()) {
            let field = self.at(index);
            if let Some(answer) = answer(field) {
                answers.insert(field.id.clone(), answer);
            }
        }
        answers
    }

    pub(crate) fn at(&self, index: usize) -> &FieldDefinition {
        self.plan.field(&self.definition, index)
    }
}
