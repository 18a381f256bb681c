//! What expressions work on.

use locale::Date;

use crate::decimal::Decimal;

/// A value that is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum Value {
    /// Hidden, not answered, or not to be read. Equal to nothing, not even itself.
    #[default]
    Empty,
    /// Too large a number, or a division by zero.
    Failed,
    /// Answered, with nothing that could be compared.
    Given,
    Flag(bool),
    Text(String),
    Number(Decimal),
    Date(Date),
    /// In minutes since midnight.
    Time(u16),
    List(Vec<String>),
}

/// A value that is looked at where it is kept.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Seen<'a> {
    Empty,
    Failed,
    Given,
    Flag(bool),
    Text(&'a str),
    Number(Decimal),
    Date(Date),
    Time(u16),
    List(&'a [String]),
}

impl Value {
    pub(crate) fn seen(&self) -> Seen<'_> {
        match self {
            Self::Empty => Seen::Empty,
            Self::Failed => Seen::Failed,
            Self::Given => Seen::Given,
            Self::Flag(flag) => Seen::Flag(*flag),
            Self::Text(text) => Seen::Text(text),
            Self::Number(number) => Seen::Number(*number),
            Self::Date(date) => Seen::Date(*date),
            Self::Time(time) => Seen::Time(*time),
            Self::List(list) => Seen::List(list),
        }
    }
}

impl Seen<'_> {
    pub(crate) fn kept(self) -> Value {
        match self {
            Self::Empty => Value::Empty,
            Self::Failed => Value::Failed,
            Self::Given => Value::Given,
            Self::Flag(flag) => Value::Flag(flag),
            Self::Text(text) => Value::Text(text.to_owned()),
            Self::Number(number) => Value::Number(number),
            Self::Date(date) => Value::Date(date),
            Self::Time(time) => Value::Time(time),
            Self::List(list) => Value::List(list.to_vec()),
        }
    }

    pub(crate) fn is_empty(self) -> bool {
        matches!(self, Self::Empty | Self::Failed)
    }
}

/// What type of value an expression has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Type {
    Flag,
    Text,
    Number,
    Date,
    Time,
    List,
    /// A repeating group: can be counted and gone through.
    Rows,
    /// Can only be empty or not.
    Opaque,
    /// Takes no answer.
    Nothing,
}

impl Type {
    #[cfg(feature = "author")]
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Flag => "true or false",
            Self::Text => "a text",
            Self::Number => "a number",
            Self::Date => "a date",
            Self::Time => "a time of day",
            Self::List => "a list",
            Self::Rows => "a repeating group",
            Self::Opaque => "an answer that can only be empty or not",
            Self::Nothing => "nothing",
        }
    }

    /// Whether values of the type can be more or less.
    pub(crate) const fn has_order(self) -> bool {
        matches!(self, Self::Number | Self::Date | Self::Time)
    }
}
