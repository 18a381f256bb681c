//! The structure a screen reader follows: headings, paragraphs, lists and tables, in reading order.

use std::num::NonZeroU16;

use krilla::tagging::{Identifier, ListNumbering, TableHeaderScope, Tag, TagGroup, TagKind, TagTree};
use locale::Language;

/// What a part is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Section,
    Heading {
        level: u16,
        text: String,
    },
    Paragraph,
    Table,
    TableRow,
    /// The question of a row.
    RowHeader,
    Cell,
    List,
    ListItem,
    ListLabel,
    ListBody,
}

/// Content that is drawn, line by line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Leaf(pub(super) usize);

impl Leaf {
    /// Of room that holds nothing.
    pub(super) const NONE: Self = Self(usize::MAX);
}

#[derive(Debug)]
enum Child {
    Part(Part),
    Leaf(Leaf),
}

#[derive(Debug)]
struct Part {
    role: Role,
    language: Option<Language>,
    children: Vec<Child>,
}

/// All parts of a document.
#[derive(Debug, Default)]
pub(super) struct Structure {
    done: Vec<Part>,
    open: Vec<Part>,
    leaves: usize,
}

impl Structure {
    /// Puts what `content` makes inside a part.
    pub(super) fn open(&mut self, role: Role, language: Option<Language>) {
        self.open.push(Part { role, language, children: Vec::new() });
    }

    /// Ends the part that was opened last.
    pub(super) fn close(&mut self) {
        let Some(part) = self.open.pop() else { return };
        match self.open.last_mut() {
            Some(parent) => parent.children.push(Child::Part(part)),
            None => self.done.push(part),
        }
    }

    /// A part that holds nothing but content.
    pub(super) fn leaf(&mut self, role: Role) -> Leaf {
        let leaf = Leaf(self.leaves);
        self.leaves += 1;
        self.open(role, None);
        if let Some(part) = self.open.last_mut() {
            part.children.push(Child::Leaf(leaf));
        }
        self.close();
        leaf
    }

    /// How many leaves there are.
    pub(super) const fn leaves(&self) -> usize {
        self.leaves
    }

    /// The tags, with the marks that drawing has given to each leaf.
    pub(super) fn tags(&self, mut drawn: Vec<Vec<Identifier>>, language: Language) -> TagTree {
        let mut tree = TagTree::new().with_lang(Some(language.code().to_owned()));
        for part in &self.done {
            tree.push(part.tags(&mut drawn));
        }
        tree
    }
}

#[cfg(test)]
impl Structure {
    /// The structure as indented lines, with the text of each leaf.
    pub(super) fn told(&self, texts: &[String]) -> String {
        let mut told = String::new();
        for part in &self.done {
            part.tell(0, texts, &mut told);
        }
        told
    }
}

#[cfg(test)]
impl Part {
    fn tell(&self, depth: usize, texts: &[String], told: &mut String) {
        let language = self.language.map(|language| format!(" [{language}]")).unwrap_or_default();
        let name = match &self.role {
            Role::Heading { level, .. } => format!("H{level}"),
            role => format!("{role:?}"),
        };
        let leaves = self.children.iter().filter_map(|child| match child {
            Child::Leaf(Leaf(leaf)) => Some(format!(" \"{}\"", texts[*leaf])),
            Child::Part(_) => None,
        });
        told.push_str(&format!("{}{name}{language}{}\n", "  ".repeat(depth), leaves.collect::<String>()));
        for child in &self.children {
            if let Child::Part(part) = child {
                part.tell(depth + 1, texts, told);
            }
        }
    }
}

impl Part {
    fn tags(&self, drawn: &mut [Vec<Identifier>]) -> TagGroup {
        let mut kind = self.role.kind();
        kind.set_lang(self.language.map(|language| language.code().to_owned()));
        let mut group = TagGroup::new(kind);
        for child in &self.children {
            match child {
                Child::Part(part) => group.push(part.tags(drawn)),
                Child::Leaf(Leaf(leaf)) => {
                    for identifier in drawn.get_mut(*leaf).map(std::mem::take).unwrap_or_default() {
                        group.push(identifier);
                    }
                }
            }
        }
        group
    }
}

impl Role {
    fn kind(&self) -> TagKind {
        match self {
            Self::Section => Tag::Section.into(),
            Self::Heading { level, text } => {
                Tag::Hn(NonZeroU16::new(*level).unwrap_or(NonZeroU16::MIN), Some(text.clone())).into()
            }
            Self::Paragraph => Tag::P.into(),
            Self::Table => Tag::Table.into(),
            Self::TableRow => Tag::TR.into(),
            Self::RowHeader => Tag::TH(TableHeaderScope::Row).into(),
            Self::Cell => Tag::TD.into(),
            Self::List => Tag::L(ListNumbering::Decimal).into(),
            Self::ListItem => Tag::LI.into(),
            Self::ListLabel => Tag::Lbl.into(),
            Self::ListBody => Tag::LBody.into(),
        }
    }
}
