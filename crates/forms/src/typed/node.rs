//! The tree that is evaluated.

use crate::{
    decimal::Rounding,
    expression::{Arithmetic, Comparison},
    value::Value,
};

/// A part of an expression. Every one has a type, and whoever stands above it relies on that.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Node {
    Constant(Value),
    /// A field that is asked once.
    Field(usize),
    /// A field of the row that is looked at, by its number among all fields.
    Column(usize),
    /// A named condition.
    Condition(usize),
    Today,
    Language,
    SignedIn,
    Channel,
    /// That a box is ticked: one that is not is false, not empty.
    Ticked(Box<Node>),
    IsEmpty(Box<Node>),
    Not(Box<Node>),
    All(Vec<Node>),
    Any(Vec<Node>),
    /// That both are true or both false.
    Same(Box<Node>, Box<Node>),
    Compare(Comparison, Box<Node>, Box<Node>),
    In(Box<Node>, Vec<Value>),
    Contains(Box<Node>, String),
    StartsWith(Box<Node>, Box<Node>),
    Length(Box<Node>),
    /// Options ticked.
    CountChoices(Box<Node>),
    /// Rows for which something holds, by the number of the repeating group.
    CountRows(usize, Box<Node>),
    AnyRow(usize, Box<Node>),
    AllRows(usize, Box<Node>),
    SumRows(usize, Box<Node>),
    Arithmetic(Arithmetic, Box<Node>, Box<Node>),
    Round(Box<Node>, u8, Rounding),
    Least(Vec<Node>),
    Most(Vec<Node>),
    AddTo(Period, Box<Node>, Box<Node>),
    Between(Period, Box<Node>, Box<Node>),
    If(Box<[Node; 3]>),
}

/// A unit of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Period {
    Days,
    Months,
    Years,
}

/// How an expression depends on something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Link {
    /// On what is asked once, or on all rows.
    Whole,
    /// On the same row.
    Row,
    /// On being seen: what stands in something hidden is hidden.
    Parent,
}

/// What an expression can name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Named {
    Field(usize),
    Condition(usize),
}

impl Node {
    /// What stands directly below.
    pub(crate) fn children(&self) -> Vec<&Self> {
        match self {
            Self::Constant(_)
            | Self::Field(_)
            | Self::Column(_)
            | Self::Condition(_)
            | Self::Today
            | Self::Language
            | Self::SignedIn
            | Self::Channel => Vec::new(),
            Self::Ticked(inner)
            | Self::IsEmpty(inner)
            | Self::Not(inner)
            | Self::In(inner, _)
            | Self::Contains(inner, _)
            | Self::Length(inner)
            | Self::CountChoices(inner)
            | Self::CountRows(_, inner)
            | Self::AnyRow(_, inner)
            | Self::AllRows(_, inner)
            | Self::SumRows(_, inner)
            | Self::Round(inner, ..) => vec![inner],
            Self::All(all) | Self::Any(all) | Self::Least(all) | Self::Most(all) => all.iter().collect(),
            Self::Same(left, right)
            | Self::Compare(_, left, right)
            | Self::StartsWith(left, right)
            | Self::Arithmetic(_, left, right)
            | Self::AddTo(_, left, right)
            | Self::Between(_, left, right) => vec![left, right],
            Self::If(three) => three.iter().collect(),
        }
    }

    /// Whether it depends on whether somebody is signed in, but for the conditions that it names.
    #[cfg(feature = "author")]
    pub(crate) fn is_about_sign_in(&self) -> bool {
        matches!(self, Self::SignedIn) || self.children().into_iter().any(Self::is_about_sign_in)
    }

    /// Tells of every field and condition that is named, and how it is depended on.
    pub(crate) fn names(&self, link: Link, found: &mut impl FnMut(Named, Link)) {
        let below = match self {
            Self::Field(field) => return found(Named::Field(*field), Link::Whole),
            Self::Column(field) => return found(Named::Field(*field), link),
            Self::Condition(condition) => return found(Named::Condition(*condition), Link::Whole),
            Self::CountRows(rows, _)
            | Self::AnyRow(rows, _)
            | Self::AllRows(rows, _)
            | Self::SumRows(rows, _) => {
                found(Named::Field(*rows), Link::Whole);
                Link::Whole
            }
            _ => link,
        };
        for child in self.children() {
            child.names(below, found);
        }
    }
}
