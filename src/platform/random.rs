//! Names by chance.

/// A letter and ten letters or digits, that nobody else comes upon: for rows that are added in two places at once.
/// It keeps nothing secret.
pub fn name() -> String {
    let digits = js_sys::Number::from(js_sys::Math::random()).to_string_with_radix(36);
    let digits = digits.map(String::from).unwrap_or_default();
    let digits: String = digits.chars().skip("0.".len()).take(10).collect();
    ["r", &digits].concat()
}
