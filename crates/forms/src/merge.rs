//! Two sets of answers that grew out of the same one, put together: what was changed on one side stands, and what
//! was changed on both sides is told, for a person to choose.

use locale::Language;

use crate::{
    Answer, AnswerRow, Answers, FieldKind, Form, Texts,
    canonical::canonical,
    value::Value,
    words::{Words, lines},
};

/// What two sets of answers come to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Merged {
    /// Every change that was made on one side, and `mine` where both sides changed the same. A row that one side
    /// deleted and the other changed is still here.
    pub answers: Answers,
    /// What both sides changed, each in its own way, in the order of the field's id.
    pub conflicts: Vec<Conflict>,
    /// Where `answers` differ from `mine` because of `theirs`.
    pub taken: Vec<Spot>,
}

/// A question, or a whole row of a repeating group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spot {
    /// For a whole row its repeating group.
    pub field: String,
    /// The repeating group and the row.
    pub row: Option<(String, String)>,
}

/// A place that both sides changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    pub spot: Spot,
    /// `None` where it was deleted; of a whole row [`Answer::Rows`] with that row.
    pub mine: Option<Answer>,
    /// As `mine`.
    pub theirs: Option<Answer>,
}

/// Whose answer it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    Mine,
    Theirs,
}

impl Spot {
    /// Whether it is a row with all its answers.
    #[must_use]
    pub fn is_whole_row(&self) -> bool {
        self.row.as_ref().is_some_and(|(rows, _)| *rows == self.field)
    }
}

impl Merged {
    /// The answers when the person has chosen.
    #[must_use]
    pub fn settled(&self, mut chosen: impl FnMut(&Conflict) -> Side) -> Answers {
        let mut answers = self.answers.clone();
        for conflict in &self.conflicts {
            let answer = match chosen(conflict) {
                Side::Mine => &conflict.mine,
                Side::Theirs => &conflict.theirs,
            };
            settle(&mut answers, &conflict.spot, answer);
        }
        answers
    }
}

fn settle(answers: &mut Answers, spot: &Spot, answer: &Option<Answer>) {
    let row = spot.row.as_ref().map(|(rows, row)| (rows.as_str(), row.as_str()));
    if !spot.is_whole_row() {
        answers.set(crate::At { field: &spot.field, row }, answer.clone());
        return;
    }
    // The row stands where it is, unless the one who deleted it is right.
    let Some((rows, row)) = row.filter(|_| answer.is_none()) else { return };
    if let Some(Answer::Rows(all)) = answers.0.get_mut(rows) {
        all.retain(|other| other.id != row);
        if all.is_empty() {
            answers.remove(rows);
        }
    }
}

/// Puts together what two sides made of `base`, question by question and row by row. Rows are the same where
/// their ids are.
#[must_use]
pub fn merge(base: &Answers, mine: &Answers, theirs: &Answers) -> Merged {
    let mut merged = Merged::default();
    let mut fields: Vec<&String> = base.0.keys().chain(mine.0.keys()).chain(theirs.0.keys()).collect();
    fields.sort_unstable();
    fields.dedup();
    for field in fields {
        let sides = Sides { base: base.get(field), mine: mine.get(field), theirs: theirs.get(field) };
        let answer = match sides.rows() {
            Some(rows) if sides.mine != sides.theirs => {
                let rows = merge_rows(field, &rows, &mut merged);
                if sides.differ() {
                    (!rows.is_empty()).then_some(Answer::Rows(rows))
                } else {
                    // An empty list stays apart from none.
                    (if sides.mine == sides.base { sides.theirs } else { sides.mine }).cloned()
                }
            }
            _ => one(Spot { field: field.clone(), row: None }, &sides, &mut merged),
        };
        if let Some(answer) = answer {
            merged.answers.insert(field.as_str(), answer);
        }
    }
    merged
}

/// The three answers to one question.
#[derive(Clone, Copy)]
struct Sides<T> {
    base: T,
    mine: T,
    theirs: T,
}

impl Sides<Option<&Answer>> {
    /// Whether both sides changed it, and not alike.
    fn differ(&self) -> bool {
        self.mine != self.theirs && self.mine != self.base && self.theirs != self.base
    }

    /// The rows, where these are rows that can be told apart.
    fn rows(&self) -> Option<Sides<&[AnswerRow]>> {
        let rows = |answer: Option<&'_ Answer>| match answer {
            None => true,
            Some(Answer::Rows(rows)) => {
                (0..rows.len()).all(|row| find(&rows[..row], &rows[row].id).is_none())
            }
            Some(_) => false,
        };
        if [self.base, self.mine, self.theirs].into_iter().all(rows) {
            let rows = |answer: Option<_>| answer.and_then(Answer::as_rows).unwrap_or_default();
            return Some(Sides { base: rows(self.base), mine: rows(self.mine), theirs: rows(self.theirs) });
        }
        None
    }
}

/// One question that is looked at as a whole.
fn one(spot: Spot, sides: &Sides<Option<&Answer>>, merged: &mut Merged) -> Option<Answer> {
    if sides.differ() {
        let (mine, theirs) = (sides.mine.cloned(), sides.theirs.cloned());
        merged.conflicts.push(Conflict { spot, mine, theirs });
        return sides.mine.cloned();
    }
    let is_theirs = sides.mine == sides.base && sides.theirs != sides.base;
    if !is_theirs {
        return sides.mine.cloned();
    }
    merged.taken.push(spot);
    sides.theirs.cloned()
}

fn find<'a>(rows: &'a [AnswerRow], id: &str) -> Option<&'a AnswerRow> {
    rows.iter().find(|row| row.id == id)
}

fn merge_rows(field: &str, sides: &Sides<&[AnswerRow]>, merged: &mut Merged) -> Vec<AnswerRow> {
    let mut rows = Vec::new();
    for id in order(sides) {
        let of = |rows| find(rows, id);
        let row = Sides { base: of(sides.base), mine: of(sides.mine), theirs: of(sides.theirs) };
        rows.extend(merge_row(field, id, &row, merged));
    }
    rows
}

/// One row: `None` where it was deleted.
fn merge_row(
    field: &str,
    id: &str,
    row: &Sides<Option<&AnswerRow>>,
    merged: &mut Merged,
) -> Option<AnswerRow> {
    let place = Some((field.to_owned(), id.to_owned()));
    let whole = Spot { field: field.to_owned(), row: place.clone() };
    match (row.base, row.mine, row.theirs) {
        (None, None, None) | (Some(_), None, None) => None,
        // Added on one side.
        (None, Some(mine), None) => Some(mine.clone()),
        (None, None, Some(theirs)) => {
            merged.taken.push(whole);
            Some(theirs.clone())
        }
        // Deleted on one side: that stands only where the other side left the row alone.
        (Some(base), Some(mine), None) => {
            if mine == base {
                merged.taken.push(whole);
                return None;
            }
            let mine_alone = Some(Answer::Rows(vec![mine.clone()]));
            merged.conflicts.push(Conflict { spot: whole, mine: mine_alone, theirs: None });
            Some(mine.clone())
        }
        (Some(base), None, Some(theirs)) => {
            if theirs == base {
                return None;
            }
            let theirs_alone = Some(Answer::Rows(vec![theirs.clone()]));
            merged.conflicts.push(Conflict { spot: whole, mine: None, theirs: theirs_alone });
            Some(theirs.clone())
        }
        (base, Some(mine), Some(theirs)) => {
            let nothing = Answers::default();
            let base = base.map_or(&nothing, |row| &row.answers);
            let inner = merge(base, &mine.answers, &theirs.answers);
            let moved = |spot: Spot| Spot { field: spot.field, row: place.clone() };
            merged.taken.extend(inner.taken.into_iter().map(moved));
            merged.conflicts.extend(inner.conflicts.into_iter().map(|conflict| Conflict {
                spot: Spot { field: conflict.spot.field, row: place.clone() },
                ..conflict
            }));
            Some(AnswerRow { id: id.to_owned(), answers: inner.answers })
        }
    }
}

/// The ids of all rows that either side has, in an order that does not depend on which side is which: that of the
/// side that moved rows, each new row after the one it was put behind.
fn order<'a>(sides: &Sides<&'a [AnswerRow]>) -> Vec<&'a str> {
    let ids = |rows: &'a [AnswerRow], keep: &dyn Fn(&str) -> bool| -> Vec<&'a str> {
        rows.iter().map(|row| row.id.as_str()).filter(|id| keep(id)).collect()
    };
    let is_in = |rows: &[AnswerRow], id: &str| find(rows, id).is_some();
    let in_both = |id: &str| is_in(sides.mine, id) && is_in(sides.theirs, id);
    let in_all = |id: &str| in_both(id) && is_in(sides.base, id);
    let (mine, theirs) = (ids(sides.mine, &in_both), ids(sides.theirs, &in_both));
    let before = ids(sides.base, &in_all);
    let is_moved = |rows| ids(rows, &in_all) != before;
    let shared = match (is_moved(sides.mine), is_moved(sides.theirs)) {
        (true, false) => mine,
        (false, true) => theirs,
        // Both alike, or in no order that does both justice: one that is the same from either side.
        (false, false) | (true, true) => mine.min(theirs),
    };
    let mut order: Vec<&str> = Vec::new();
    let anchors = std::iter::once(None).chain(shared.iter().copied().map(Some));
    for anchor in anchors {
        order.extend(anchor);
        let (mine, theirs) = (behind(sides.mine, anchor, &in_both), behind(sides.theirs, anchor, &in_both));
        let (first, second) = if mine <= theirs { (mine, theirs) } else { (theirs, mine) };
        order.extend(first);
        order.extend(second);
    }
    order
}

/// The rows of one side alone that stand behind a shared row, or before all of them.
fn behind<'a>(rows: &'a [AnswerRow], anchor: Option<&str>, is_shared: &dyn Fn(&str) -> bool) -> Vec<&'a str> {
    let start = match anchor {
        None => 0,
        Some(anchor) => rows.iter().position(|row| row.id == anchor).map_or(rows.len(), |index| index + 1),
    };
    rows[start..].iter().map(|row| row.id.as_str()).take_while(|id| !is_shared(id)).collect()
}

impl Form {
    /// [`merge`], for answers to this form: what both sides wrote alike but for spaces and such is no conflict.
    #[must_use]
    pub fn merge(&self, base: &Answers, mine: &Answers, theirs: &Answers) -> Merged {
        let mut merged = merge(base, mine, theirs);
        merged.conflicts.retain(|conflict| {
            let Some(field) = self.field(&conflict.spot.field).filter(|_| !conflict.spot.is_whole_row())
            else {
                return true;
            };
            let options = self.definition.options(&field.kind);
            let sent =
                |answer: &Option<Answer>| answer.as_ref().and_then(|a| canonical(&field.kind, options, a));
            sent(&conflict.mine) != sent(&conflict.theirs)
        });
        merged
    }

    /// An answer in words, a line each, whether its question is seen or not; of rows a line for each answer in
    /// them, with its question. None for an empty answer.
    #[must_use]
    pub fn answer_in_words(
        &self,
        field: &str,
        answer: &Answer,
        texts: &Texts,
        language: Language,
    ) -> Vec<String> {
        let words = Words { texts, language };
        let Some(field) = self.field(field) else { return Vec::new() };
        if let (FieldKind::Rows(_), Answer::Rows(rows)) = (&field.kind, answer) {
            let answers = rows.iter().flat_map(|row| row.answers.0.iter());
            let told = answers.filter_map(|(inner, answer)| {
                let lines = self.answer_in_words(inner, answer, texts, language);
                let label = words.text(&["fields.", inner, ".label"]);
                (!lines.is_empty()).then(|| [&label, ": ", &lines.join(", ")].concat())
            });
            return told.collect();
        }
        let answer = canonical(&field.kind, self.definition.options(&field.kind), answer);
        lines(field, answer, &Value::Empty, &words)
    }
}
