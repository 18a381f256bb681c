//! What becomes of answers when a form gets a new version: which carry over, and which the person must look at
//! again. Nothing is dropped silently.
#![deny(clippy::wildcard_enum_match_arm)]

use crate::{Answer, AnswerRow, Answers, At, Code, Context, FieldKind, Form};

/// Answers to one version, taken over to another.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Carrying {
    /// The answers for the new version: all that it has a place for.
    pub answers: Answers,
    /// Every answer once, in the order of its field's id; those in rows after their repeating group.
    pub all: Vec<Carried>,
}

/// One answer, and what becomes of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Carried {
    pub field: String,
    /// The repeating group and the row.
    pub row: Option<(String, String)>,
    pub outcome: Outcome,
    /// The answer as it was.
    pub answer: Answer,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It stands, and is accepted where it was.
    Carries,
    /// The person must look at it again.
    LookAgain(Reason),
}

/// Why an answer does not simply carry over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The new version does not ask this.
    Removed,
    /// The new version takes another kind of answer.
    TypeChanged,
    /// It is asked once where it was asked once a row, or the other way round.
    Moved,
    /// These options are no longer there.
    OptionsGone(Vec<String>),
    /// The new version hides the question, given the other answers.
    NowHidden,
    /// It was accepted and is not any more.
    NowRefused(Code),
}

impl Form {
    /// Takes over answers that were given to an earlier version, or to a later one.
    #[must_use]
    pub fn carry_from(&self, earlier: &Self, answers: &Answers, context: &Context) -> Carrying {
        let mut carrying = Carrying::default();
        for (field, answer) in answers.0.iter() {
            let outcome = self.structure(earlier, At::field(field), answer);
            let has_place =
                !matches!(outcome, Outcome::LookAgain(Reason::Removed | Reason::TypeChanged | Reason::Moved));
            carrying.all.push(Carried { field: field.clone(), row: None, outcome, answer: answer.clone() });
            let Answer::Rows(rows) = answer else {
                if has_place {
                    carrying.answers.insert(field.clone(), answer.clone());
                }
                continue;
            };
            let mut kept = Vec::new();
            for row in rows {
                let mut answers = Answers::default();
                for (inner, answer) in row.answers.0.iter() {
                    let outcome = self.structure(earlier, At::row(field, &row.id, inner), answer);
                    if !matches!(
                        outcome,
                        Outcome::LookAgain(Reason::Removed | Reason::TypeChanged | Reason::Moved)
                    ) {
                        answers.insert(inner.clone(), answer.clone());
                    }
                    let at = Some((field.clone(), row.id.clone()));
                    carrying.all.push(Carried {
                        field: inner.clone(),
                        row: at,
                        outcome,
                        answer: answer.clone(),
                    });
                }
                kept.push(AnswerRow { id: row.id.clone(), answers });
            }
            if has_place {
                carrying.answers.insert(field.clone(), Answer::Rows(kept));
            }
        }
        // Whether it is seen and accepted can only be told when all others are in their places.
        let (before, after) = (earlier.view(answers, context), self.view(&carrying.answers, context));
        let mut outcomes = Vec::new();
        for carried in &carrying.all {
            let row = carried.row.as_ref().map(|(rows, row)| (rows.as_str(), row.as_str()));
            let at = At { field: &carried.field, row };
            let outcome = if carried.outcome != Outcome::Carries {
                carried.outcome.clone()
            } else if !after.is_visible(at) {
                // What was hidden before and still is waits in the draft as it did.
                let was_seen = before.is_visible(at);
                if was_seen { Outcome::LookAgain(Reason::NowHidden) } else { Outcome::Carries }
            } else {
                let earlier_issues = before.issues_at(at);
                let new = after.issues_at(at).into_iter().find(|issue| !earlier_issues.contains(issue));
                new.map_or(Outcome::Carries, |issue| Outcome::LookAgain(Reason::NowRefused(issue.code)))
            };
            outcomes.push(outcome);
        }
        for (carried, outcome) in carrying.all.iter_mut().zip(outcomes) {
            carried.outcome = outcome;
        }
        carrying
    }

    /// What becomes of an answer by the definitions alone.
    fn structure(&self, earlier: &Self, at: At<'_>, answer: &Answer) -> Outcome {
        let again = |reason| Outcome::LookAgain(reason);
        let Some(field) = self.field(at.field).filter(|field| field.kind.takes_answer()) else {
            return again(Reason::Removed);
        };
        let rows = self.rows_of(at.field).map(|rows| rows.id.as_str());
        if rows != at.row.map(|(rows, _)| rows) {
            return again(Reason::Moved);
        }
        if earlier.field(at.field).is_some_and(|old| !is_alike(&old.kind, &field.kind)) {
            return again(Reason::TypeChanged);
        }
        let options = self.definition.options(&field.kind);
        let is_gone = |option: &&String| !options.contains(option);
        let is_choice =
            matches!(field.kind, FieldKind::Radio(_) | FieldKind::Select(_) | FieldKind::Combobox(_));
        let gone: Vec<String> =
            if let (FieldKind::Attachment(rules), Some(attachment)) = (&field.kind, answer.as_attachment()) {
                let is_left = rules.ways().iter().any(|way| way.key() == attachment.how);
                let is_chosen = !attachment.how.is_empty();
                [&attachment.how].into_iter().filter(|_| is_chosen && !is_left).cloned().collect()
            } else if let (true, Answer::Text(text)) = (is_choice, answer) {
                [text].into_iter().filter(is_gone).cloned().collect()
            } else if let (FieldKind::Checkboxes(_), Some(chosen)) = (&field.kind, answer.as_choices()) {
                chosen.iter().filter(is_gone).cloned().collect()
            } else {
                Vec::new()
            };
        if gone.is_empty() { Outcome::Carries } else { again(Reason::OptionsGone(gone)) }
    }
}

/// Whether an answer to one kind can be an answer to the other.
fn is_alike(one: &FieldKind, other: &FieldKind) -> bool {
    one == other || shape(one) == shape(other)
}

/// Kinds with one shape take each other's answers; whether they accept them is validation's to say.
const fn shape(kind: &FieldKind) -> u8 {
    match kind {
        FieldKind::Text(_) | FieldKind::Textarea(_) | FieldKind::Name => 0,
        FieldKind::Number(_) | FieldKind::Money(_) => 1,
        FieldKind::Checkbox => 2,
        // A consent is to something certain: another statement's tick is none.
        FieldKind::Consent => 3,
        FieldKind::Checkboxes(_) => 4,
        FieldKind::Radio(_) | FieldKind::Select(_) | FieldKind::Combobox(_) => 5,
        FieldKind::Country => 6,
        FieldKind::Date(_) => 7,
        FieldKind::Month(_) => 8,
        FieldKind::Year(_) => 9,
        FieldKind::Time => 10,
        FieldKind::Email => 11,
        FieldKind::Phone => 12,
        FieldKind::IdentityNumber => 13,
        FieldKind::OrganisationNumber => 14,
        FieldKind::AccountNumber => 15,
        FieldKind::Iban => 16,
        FieldKind::Address(_) => 17,
        FieldKind::Attachment(_) => 18,
        FieldKind::Group(_) => 19,
        FieldKind::Rows(_) => 20,
        FieldKind::Calculated(_) => 21,
        FieldKind::Info(_) => 22,
        FieldKind::MapPoint => 23,
    }
}
