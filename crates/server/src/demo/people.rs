//! The made-up people. Their identity numbers are synthetic as Skatteetaten's are: the month has 80 added,
//! then the check digits are computed, so that no living person can have them.

use contract::session::DemoStory;

/// A made-up person.
pub struct MadeUp {
    /// Stable key.
    pub key: &'static str,
    /// Full name.
    pub name: &'static str,
    /// Eleven digits.
    pub identity_number: &'static str,
    /// Street, postal code and place.
    pub address: Option<[&'static str; 3]>,
    /// In a domain that is kept for examples.
    pub email: Option<&'static str>,
    /// So many days ago the contact register last heard that it is right.
    pub email_verified_days_ago: Option<i64>,
    /// In E.164.
    pub phone: Option<&'static str>,
    /// What this person is good to try.
    pub story: DemoStory,
}

/// All of them, in the order to show: one for each story.
pub const PEOPLE: [MadeUp; 4] = [
    MadeUp {
        key: "ingrid",
        name: "Ingrid Solbakken",
        identity_number: "15859430179",
        address: Some(["Prøveveien 12", "3015", "Drammen"]),
        email: Some("ingrid@example.no"),
        email_verified_days_ago: Some(30),
        phone: Some("+4740000001"),
        story: DemoStory::NewHere,
    },
    MadeUp {
        key: "amir",
        name: "Amir Haddad Lund",
        identity_number: "03887141028",
        address: Some(["Eksempelgata 4 B", "3044", "Drammen"]),
        email: Some("amir@example.no"),
        email_verified_days_ago: Some(600),
        phone: Some("+4740000002"),
        story: DemoStory::SomeCases,
    },
    MadeUp {
        key: "randi",
        name: "Randi Elise Tveiten",
        identity_number: "22905822210",
        address: Some(["Tenkt allé 101", "3060", "Svelvik"]),
        email: None,
        email_verified_days_ago: None,
        phone: Some("+4740000003"),
        story: DemoStory::ManyCases,
    },
    MadeUp {
        key: "jonas",
        name: "Jonas Å. Ødegård",
        identity_number: "07820260532",
        address: None,
        email: Some("jonas@example.no"),
        email_verified_days_ago: Some(100),
        phone: None,
        story: DemoStory::NoAddress,
    },
];

#[cfg(test)]
mod tests {
    use super::PEOPLE;

    /// The rule of the national register: both check digits are modulo 11.
    fn has_valid_check_digits(number: &str) -> bool {
        let digits: Vec<u32> = number.chars().filter_map(|digit| digit.to_digit(10)).collect();
        let sum = |weights: &[u32]| -> u32 {
            weights.iter().zip(&digits).map(|(weight, digit)| weight * digit).sum()
        };
        digits.len() == 11
            && sum(&[3, 7, 6, 1, 8, 9, 4, 5, 2, 1]).is_multiple_of(11)
            && sum(&[5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1]).is_multiple_of(11)
    }

    #[test]
    fn identity_numbers_are_valid_and_nobodys() {
        assert!(!has_valid_check_digits("15859430178"), "the rule tells right from wrong");
        for person in &PEOPLE {
            assert!(has_valid_check_digits(person.identity_number), "{}", person.key);
            let month: u8 = person.identity_number[2..4].parse().unwrap();
            assert!((81..=92).contains(&month), "{}", person.key);
        }
    }

    #[test]
    fn keys_and_numbers_are_their_own() {
        for (index, person) in PEOPLE.iter().enumerate() {
            for other in &PEOPLE[..index] {
                assert_ne!(person.key, other.key);
                assert_ne!(person.identity_number, other.identity_number);
                assert_ne!(person.story, other.story);
            }
        }
    }
}
