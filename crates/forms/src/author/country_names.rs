//! The names of countries. Browsers have no list of them in nynorsk, and a form without a country needs none:
//! they are added to the words of the forms that ask for one.

use locale::Language;

use crate::{FieldKind, FormDefinition, Texts};

/// Code and names in bokmål, nynorsk and English, a country a line; after i18n-iso-countries (MIT).
const NAMES: &str = include_str!("countries.tsv");

/// Adds `countries.<code>` for every country to the words of a form that asks for one.
pub fn add_country_names(definition: &FormDefinition, language: Language, texts: &mut Texts) {
    let plan = crate::plan::Plan::new(definition);
    let mut fields = (0..plan.places.len()).map(|index| plan.field(definition, index));
    if !fields.any(|field| field.kind == FieldKind::Country) {
        return;
    }
    for line in NAMES.lines() {
        let mut parts = line.split('\t');
        let code = parts.next().unwrap_or_default();
        let name = match language {
            Language::Nb => parts.next(),
            Language::Nn => parts.nth(1),
            Language::En => parts.nth(2),
        };
        texts.0.insert(["countries.", code].concat(), name.unwrap_or(code).to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::NAMES;
    use crate::countries;

    #[test]
    fn every_country_has_three_names() {
        let codes: Vec<&str> = NAMES.lines().filter_map(|line| line.split('\t').next()).collect();
        assert!(countries().eq(codes));
        for line in NAMES.lines() {
            let names: Vec<&str> = line.split('\t').skip(1).collect();
            assert!(names.len() == 3 && names.iter().all(|name| !name.trim().is_empty()), "{line}");
        }
    }
}
