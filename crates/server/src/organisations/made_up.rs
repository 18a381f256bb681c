//! The organisations of the demo, written as the register writes them.

use std::sync::LazyLock;

use super::record::Record;

static ALL: LazyLock<Vec<Record>> = LazyLock::new(|| {
    // A test holds that they can be read.
    serde_json::from_str(include_str!("../demo/organisations.json")).unwrap_or_default()
});

pub(super) fn find(number: &str) -> Option<Record> {
    ALL.iter().find(|record| record.organisasjonsnummer == number).cloned()
}

#[cfg(test)]
mod tests {
    use contract::organisations::Standing;

    use super::ALL;

    #[test]
    fn there_is_one_of_each_standing_and_each_number_is_one() {
        let all: Vec<_> = ALL.iter().cloned().map(super::Record::told).collect();
        for standing in [Standing::Active, Standing::Bankrupt, Standing::Deleted] {
            assert!(all.iter().any(|organisation| organisation.standing == standing), "{standing:?}");
        }
        for organisation in &all {
            assert!(forms::is_organisation_number(&organisation.number), "{}", organisation.number);
            assert!(!organisation.name.is_empty());
        }
    }
}
