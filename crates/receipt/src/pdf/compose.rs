//! The blocks of a receipt, in reading order, and its structure.

use locale::Language;

use super::{
    blocks::{Column, Ground, row, stack},
    characters::{is_blank, label},
    face::{Face, Faces, Set},
    lines::lines,
    look::{self, Style},
    pages::{Beside, Block, Bookmark, Keep, Piece},
    structure::{Leaf, Role, Structure},
};
use crate::{
    document::{Document, File, Line, Row},
    words::{Words, file_size, words},
};

/// A document, ready to be laid out.
pub(super) struct Composed {
    pub(super) blocks: Vec<Block>,
    pub(super) structure: Structure,
}

/// Makes blocks and structure.
pub(super) fn compose(document: &Document, faces: &Faces) -> Composed {
    let mut composer = Composer {
        faces,
        blocks: Vec::new(),
        structure: Structure::default(),
        has_box: false,
        left: look::LEFT,
    };
    composer.document(document, words(document.language));
    Composed { blocks: composer.blocks, structure: composer.structure }
}

struct Composer<'a> {
    faces: &'a Faces,
    blocks: Vec<Block>,
    structure: Structure,
    /// Whether any character could not be drawn.
    has_box: bool,
    /// Where headings and questions begin: further in for what belongs to one of several rows.
    left: f32,
}

impl Composer<'_> {
    fn document(&mut self, document: &Document, words: &Words) {
        self.structure.open(Role::Section, None);
        self.paragraph(&document.municipality, look::SENDER, 0.0);
        self.heading(1, words.heading, look::TITLE, 14.0);
        self.in_language(document, |composer| composer.paragraph(&document.sent.title, look::LEAD, 2.0));
        self.facts(document, words);
        self.steps(&document.next_steps, words);
        self.structure.close();
        self.sent(document, words);
        self.structure.open(Role::Section, None);
        let end = self.blocks.len();
        self.contact(document, words);
        self.paragraph(words.checksum_explained, look::SMALL, 18.0);
        if self.has_box {
            self.paragraph(words.replaced, look::SMALL, 8.0);
        }
        // What explains never stands alone on a last page.
        let last = self.blocks.len().saturating_sub(1);
        for block in self.blocks.iter_mut().take(last).skip(end) {
            block.keep = Keep::WithNext;
        }
        self.structure.close();
    }

    fn facts(&mut self, document: &Document, words: &Words) {
        let language = document.language;
        let submitted = words.moment(document.submitted.in_norway(), language);
        let answer_by = locale::weekday_and_date(document.answer_by, language);
        let facts = [
            (words.reference, document.reference.as_str(), look::FACT),
            (words.submitted, &submitted, look::FACT),
            (words.answer_by, &answer_by, look::FACT),
            (words.checksum, &document.checksum, look::FACT_SUM),
        ];
        let last = facts.len() - 1;
        self.structure.open(Role::Table, None);
        for (index, (label, value, style)) in facts.into_iter().enumerate() {
            self.structure.open(Role::TableRow, None);
            let leaf = self.structure.leaf(Role::RowHeader);
            let left = self.column(
                leaf,
                label,
                look::FACT_LABEL,
                look::LEFT + 18.0,
                look::ANSWER_LEFT - look::GUTTER,
            );
            let leaf = self.structure.leaf(Role::Cell);
            let right = self.column(leaf, value, style, look::ANSWER_LEFT, look::RIGHT - 12.0);
            self.structure.close();
            let top = if index == 0 { 13.0 } else { 3.0 };
            let bottom = if index == last { 13.0 } else { 3.0 };
            let before = if index == 0 { 20.0 } else { 0.0 };
            let from = self.blocks.len();
            self.row(vec![left, right], look::FACT, (top, bottom), Ground::Tinted);
            self.set_before(from, before);
        }
        self.structure.close();
    }

    fn steps(&mut self, steps: &[String], words: &Words) {
        if steps.is_empty() {
            return;
        }
        self.heading(2, words.next, look::HEADING, 26.0);
        self.structure.open(Role::List, None);
        for (index, step) in steps.iter().enumerate() {
            self.structure.open(Role::ListItem, None);
            let leaf = self.structure.leaf(Role::ListLabel);
            let number = format!("{}.", index + 1);
            let left = self.column(leaf, &number, look::NUMBER, look::LEFT, look::LEFT + 22.0);
            let leaf = self.structure.leaf(Role::ListBody);
            let right = self.column(leaf, step, look::BODY, look::LEFT + 22.0, look::RIGHT - 40.0);
            self.structure.close();
            let from = self.blocks.len();
            self.stack(vec![left, right], look::BODY);
            self.set_before(from, if index == 0 { 6.0 } else { 4.0 });
        }
        self.structure.close();
    }

    fn sent(&mut self, document: &Document, words: &Words) {
        let answers = crate::words::words(document.sent.language);
        self.structure.open(Role::Section, None);
        if !document.sent.sections.is_empty() {
            self.heading(2, words.sent, look::HEADING, 30.0);
            if document.sent.language != document.language {
                let note = words.answers_in[document.sent.language as usize];
                self.paragraph(note, look::QUESTION, 2.0);
            }
        }
        self.in_language(document, |composer| {
            for section in &document.sent.sections {
                composer.heading(3, &section.title, look::SUBHEADING, 20.0);
                composer.lines(&section.lines, answers);
            }
        });
        if !document.sent.files.is_empty() {
            self.heading(2, words.files, look::HEADING, 28.0);
            self.table(document.sent.files.iter(), |composer, file| composer.file(file, document.language));
        }
        self.structure.close();
    }

    fn contact(&mut self, document: &Document, words: &Words) {
        if document.contact.is_empty() {
            return;
        }
        self.heading(2, words.contact, look::HEADING, 30.0);
        self.table(document.contact.iter(), |composer, contact| {
            let leaf = composer.structure.leaf(Role::RowHeader);
            let left = composer.question(leaf, words.way(contact.way));
            let right = composer.paragraphs(&contact.lines, look::BODY);
            vec![left, right]
        });
    }

    /// A table for the answers up to each heading, so that every heading stands between tables. What belongs
    /// to one of several rows is a section of its own, moved in, with a bar beside it that ends where it ends.
    fn lines(&mut self, lines: &[Line], words: &Words) {
        let mut rows: Vec<&Row> = Vec::new();
        let mut row_from = None;
        for line in lines {
            if let Line::Answer(row) = line {
                rows.push(row);
                continue;
            }
            self.answers(&std::mem::take(&mut rows), words);
            match line {
                Line::Answer(_) => {}
                Line::Heading(text) => {
                    let level = if row_from.is_some() { 5 } else { 4 };
                    self.heading(level, text, look::GROUP, 12.0);
                }
                Line::RowStart(text) => {
                    self.end_row(row_from.take());
                    row_from = Some(self.blocks.len());
                    self.structure.open(Role::Section, None);
                    self.left = look::LEFT + look::ROW_INDENT;
                    self.heading(4, text, look::GROUP, 12.0);
                }
                Line::RowsEnd => self.end_row(row_from.take()),
            }
        }
        self.answers(&rows, words);
        self.end_row(row_from);
    }

    /// Ends the row whose blocks begin at `from`, if there is one.
    fn end_row(&mut self, from: Option<usize>) {
        let Some(from) = from else { return };
        self.structure.close();
        self.left = look::LEFT;
        for (index, block) in self.blocks.iter_mut().skip(from).enumerate() {
            block.beside = if index == 0 { Beside::Start } else { Beside::Bar };
        }
    }

    fn answers(&mut self, rows: &[&Row], words: &Words) {
        self.table(rows.iter(), |composer, row| composer.answer(row, words));
    }

    fn answer(&mut self, row: &Row, words: &Words) -> Vec<Column> {
        let leaf = self.structure.leaf(Role::RowHeader);
        let left = self.question(leaf, &row.question);
        let right = if row.answers.is_empty() {
            self.paragraphs(&[words.not_answered.to_owned()], look::QUESTION)
        } else {
            self.paragraphs(&row.answers, look::BODY)
        };
        vec![left, right]
    }

    fn file(&mut self, file: &File, language: Language) -> Vec<Column> {
        let leaf = self.structure.leaf(Role::RowHeader);
        let left = self.question(leaf, &file.name);
        self.structure.open(Role::Cell, None);
        let leaf = self.structure.leaf(Role::Paragraph);
        let size = format!("{}, {}:", file_size(file.size, language), words(language).file_sum);
        let mut right = self.column(leaf, &size, look::BODY, look::ANSWER_LEFT, look::RIGHT);
        let leaf = self.structure.leaf(Role::Paragraph);
        right.extend(self.column(leaf, &file.sha256, look::SUM, look::ANSWER_LEFT, look::RIGHT));
        self.structure.close();
        vec![left, right]
    }

    /// A table without a row is none.
    fn table<T>(
        &mut self,
        rows: impl ExactSizeIterator<Item = T>,
        mut cells: impl FnMut(&mut Self, T) -> Vec<Column>,
    ) {
        if rows.len() == 0 {
            return;
        }
        self.structure.open(Role::Table, None);
        for (index, row) in rows.enumerate() {
            self.structure.open(Role::TableRow, None);
            let columns = cells(self, row);
            self.structure.close();
            let from = self.blocks.len();
            self.row(columns, look::BODY, (6.0, 6.0), Ground::Ruled);
            // After a row that has ended, more room shows that it has.
            let is_after_row = self.left == look::LEFT
                && self.blocks.get(from.wrapping_sub(1)).is_some_and(|block| block.beside != Beside::Nothing);
            let room = if is_after_row { 14.0 } else { 6.0 };
            self.set_before(from, if index == 0 { room } else { 0.0 });
        }
        self.structure.close();
    }

    fn question(&mut self, leaf: Leaf, text: &str) -> Column {
        self.column(leaf, text, look::QUESTION, self.left, look::ANSWER_LEFT - look::GUTTER)
    }

    /// A cell with a paragraph for each text.
    fn paragraphs(&mut self, texts: &[String], style: Style) -> Column {
        self.structure.open(Role::Cell, None);
        let mut column: Column = Vec::new();
        let all_blank = texts.iter().all(|text| is_blank(text));
        for text in texts {
            // A blank line among others is room between paragraphs, not a paragraph.
            if is_blank(text) && !all_blank {
                let leaf = Leaf::NONE;
                column.push(Piece { x: look::ANSWER_LEFT, base_line: 0.0, set: Set::default(), style, leaf });
                continue;
            }
            let leaf = self.structure.leaf(Role::Paragraph);
            column.extend(self.column(leaf, text, style, look::ANSWER_LEFT, look::RIGHT));
        }
        self.structure.close();
        column
    }

    fn heading(&mut self, level: u16, text: &str, style: Style, before: f32) {
        let leaf = self.structure.leaf(Role::Heading { level, text: label(text) });
        let column = self.column(leaf, text, style, self.left, look::RIGHT);
        let from = self.blocks.len();
        self.stack(vec![column], style);
        self.set_before(from, before);
        for block in self.blocks.iter_mut().skip(from) {
            block.keep = Keep::WithNext;
        }
        if let Some(first) = self.blocks.get_mut(from) {
            first.bookmark = Some(Bookmark { level, text: label(text) });
        }
    }

    fn paragraph(&mut self, text: &str, style: Style, before: f32) {
        let leaf = self.structure.leaf(Role::Paragraph);
        let column = self.column(leaf, text, style, look::LEFT, look::RIGHT);
        let from = self.blocks.len();
        self.stack(vec![column], style);
        self.set_before(from, before);
    }

    /// Marks what `content` makes as being in the language of the answers, where that is another.
    fn in_language(&mut self, document: &Document, content: impl FnOnce(&mut Self)) {
        let language = document.sent.language;
        if language == document.language {
            return content(self);
        }
        self.structure.open(Role::Section, Some(language));
        content(self);
        self.structure.close();
    }

    /// The lines of a text between two edges, one below the other.
    fn column(&mut self, leaf: Leaf, text: &str, style: Style, left: f32, right: f32) -> Column {
        let face: &Face = self.faces.get(style.weight);
        let sets = lines(face, text, (right - left) / style.size);
        self.has_box |= sets.iter().any(|set| set.has_box(face));
        sets.into_iter().map(|set| Piece { x: left, base_line: 0.0, set, style, leaf }).collect()
    }

    fn stack(&mut self, columns: Vec<Column>, pitch: Style) {
        self.blocks.extend(stack(columns, pitch));
    }

    fn row(&mut self, columns: Vec<Column>, pitch: Style, edges: (f32, f32), ground: Ground) {
        self.blocks.extend(row(columns, pitch, edges, ground, self.left));
    }

    fn set_before(&mut self, from: usize, before: f32) {
        if let Some(first) = self.blocks.get_mut(from) {
            first.before = before;
        }
    }
}
