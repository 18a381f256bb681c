//! Where the fields of a form stand, counted through the whole form.

use crate::{FieldDefinition, FieldKind, FormDefinition};

/// The place of a field.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    pub(crate) page: usize,
    /// Its place on the page, and in the groups that it stands in.
    path: Vec<usize>,
    /// The group or repeating group that it stands in.
    pub(crate) parent: Option<usize>,
    /// The repeating group that it is asked once a row of.
    pub(crate) rows: Option<usize>,
    /// Its place among the fields of a row.
    pub(crate) column: usize,
}

/// Every field with its place, in the order of the pages; what stands in a group follows the group.
#[derive(Clone, Debug, Default)]
pub(crate) struct Plan {
    pub(crate) places: Vec<Place>,
    /// The repeating groups: their field, and how many fields a row has.
    pub(crate) tables: Vec<(usize, usize)>,
    /// The fields in order of their ids.
    by_id: Vec<usize>,
}

impl Plan {
    pub(crate) fn new(definition: &FormDefinition) -> Self {
        let mut plan = Self::default();
        for (page, contents) in definition.pages.iter().enumerate() {
            let top = Place { page, path: Vec::new(), parent: None, rows: None, column: 0 };
            plan.add(&top, &contents.fields);
        }
        let mut by_id: Vec<usize> = Vec::with_capacity(plan.places.len());
        for index in 0..plan.places.len() {
            let id = &plan.field(definition, index).id;
            let at = by_id.partition_point(|other| plan.field(definition, *other).id < *id);
            by_id.insert(at, index);
        }
        plan.by_id = by_id;
        plan
    }

    fn add(&mut self, above: &Place, fields: &[FieldDefinition]) {
        for (position, field) in fields.iter().enumerate() {
            let index = self.places.len();
            let mut path = above.path.clone();
            path.push(position);
            // The group itself counts its own fields from where its row begins.
            let column = above.rows.map_or(0, |rows| index - rows - 1);
            self.places.push(Place { path, column, ..above.clone() });
            let is_table = matches!(field.kind, FieldKind::Rows(_));
            let inside = Place {
                parent: Some(index),
                rows: if is_table { Some(index) } else { above.rows },
                ..self.places[index].clone()
            };
            self.add(&inside, field.kind.fields());
            if is_table {
                self.tables.push((index, self.places.len() - index - 1));
            }
        }
    }

    pub(crate) fn field<'a>(&self, definition: &'a FormDefinition, index: usize) -> &'a FieldDefinition {
        let place = &self.places[index];
        let (first, rest) = (place.path[0], &place.path[1..]);
        let top = &definition.pages[place.page].fields[first];
        rest.iter().fold(top, |field, position| &field.kind.fields()[*position])
    }

    /// The number of the field with that id.
    pub(crate) fn index(&self, definition: &FormDefinition, id: &str) -> Option<usize> {
        let found = self.by_id.binary_search_by(|index| self.field(definition, *index).id.as_str().cmp(id));
        found.ok().map(|at| self.by_id[at])
    }

    /// Which table a repeating group is.
    pub(crate) fn table(&self, rows: usize) -> Option<usize> {
        self.tables.iter().position(|(field, _)| *field == rows)
    }

    /// Where a field stands, for its author: `pages[2].fields[0].fields[1]`.
    #[cfg(feature = "author")]
    pub(crate) fn place(&self, definition: &FormDefinition, index: usize) -> String {
        let place = &self.places[index];
        let path: String = place.path.iter().map(|position| format!(".fields[{position}]")).collect();
        format!("pages[{}]{path} ({})", place.page, self.field(definition, index).id)
    }
}
