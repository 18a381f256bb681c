//! What is wrong with answers: the same function in the browser and on the server.
#![deny(clippy::wildcard_enum_match_arm)]

use crate::{
    Address, Answer, Answers, CheckboxesRules, Code, Context, DateRules, FieldDefinition, FieldKind, Form,
    Issue, NumberRules, canonical, decimal::Decimal,
};

/// The limit of a line where the form sets none, in characters.
pub const TEXT_LENGTH: u16 = 200;

/// The limit of several lines where the form sets none, in characters.
pub const TEXTAREA_LENGTH: u16 = 2000;

/// The limit of an e-mail address (RFC 5321, 4.5.3.1.3, less the brackets).
const EMAIL_LENGTH: u16 = 254;

impl Form {
    /// What is wrong with the visible fields of a page.
    #[must_use]
    pub fn validate_page(&self, page: &str, answers: &Answers, context: &Context) -> Vec<Issue> {
        let pages = self.visible(answers, context);
        let fields =
            pages.iter().filter(|visible| visible.page.id == page).flat_map(|visible| &visible.fields);
        fields.flat_map(|field| check(field, answers, context)).collect()
    }

    /// What is wrong with all visible fields, in the order of the pages.
    #[must_use]
    pub fn validate(&self, answers: &Answers, context: &Context) -> Vec<Issue> {
        self.visible_fields(answers, context).flat_map(|field| check(field, answers, context)).collect()
    }

    /// What is wrong with one field, if it is visible.
    #[must_use]
    pub fn validate_field(&self, field: &str, answers: &Answers, context: &Context) -> Vec<Issue> {
        let visible = self.visible_fields(answers, context).find(|other| other.id == field);
        visible.map(|field| check(field, answers, context)).unwrap_or_default()
    }
}

fn check(field: &FieldDefinition, answers: &Answers, context: &Context) -> Vec<Issue> {
    let issue = |part: Option<&str>, code: Code| Issue {
        field: field.id.clone(),
        part: part.map(str::to_owned),
        code,
    };
    match answers.get(&field.id).and_then(|answer| canonical::canonical(&field.kind, answer)) {
        Some(answer) => {
            wrong(&field.kind, &answer, context).into_iter().map(|(part, code)| issue(part, code)).collect()
        }
        None if field.optional || !takes_answer(&field.kind) => Vec::new(),
        None => vec![issue(None, Code::Required)],
    }
}

/// What is wrong with an answer in canonical form, and with which part of it.
fn wrong(kind: &FieldKind, answer: &Answer, context: &Context) -> Vec<(Option<&'static str>, Code)> {
    let code = match kind {
        FieldKind::Text(rules) => text(answer, |text| line(text, or(rules.max_length, TEXT_LENGTH))),
        FieldKind::Name => text(answer, |text| line(text, TEXT_LENGTH)),
        FieldKind::Textarea(rules) => text(answer, |text| {
            length(text, or(rules.max_length, TEXTAREA_LENGTH)).or_else(|| control_character(text, &['\n']))
        }),
        FieldKind::Number(rules) => text(answer, |text| number(text, rules)),
        FieldKind::Date(rules) => text(answer, |text| day(text, rules, context)),
        FieldKind::Email => text(answer, |text| {
            line(text, EMAIL_LENGTH).or_else(|| (!is_email(text)).then_some(Code::NotEmail))
        }),
        FieldKind::Phone => text(answer, |text| canonical::phone(text).is_none().then_some(Code::NotPhone)),
        FieldKind::Radio(rules) | FieldKind::Select(rules) => text(answer, |text| {
            (!rules.options.iter().any(|option| option == text)).then_some(Code::UnknownOption)
        }),
        FieldKind::Checkboxes(rules) => match answer {
            Answer::Choices(chosen) => choices(chosen, rules),
            Answer::Flag(_) | Answer::Text(_) | Answer::Address(_) => Some(Code::WrongKind),
        },
        FieldKind::Checkbox => match answer {
            Answer::Flag(_) => None,
            Answer::Text(_) | Answer::Choices(_) | Answer::Address(_) => Some(Code::WrongKind),
        },
        FieldKind::Address(_) => match answer {
            Answer::Address(address) => return parts(address),
            Answer::Flag(_) | Answer::Text(_) | Answer::Choices(_) => Some(Code::WrongKind),
        },
        FieldKind::Info => None,
    };
    code.map(|code| (None, code)).into_iter().collect()
}

/// Whether a field is a question at all.
pub(crate) const fn takes_answer(kind: &FieldKind) -> bool {
    !matches!(kind, FieldKind::Info)
}

fn text(answer: &Answer, check: impl Fn(&str) -> Option<Code>) -> Option<Code> {
    match answer {
        Answer::Text(text) => check(text),
        Answer::Flag(_) | Answer::Choices(_) | Answer::Address(_) => Some(Code::WrongKind),
    }
}

fn or(limit: u16, default: u16) -> u16 {
    if limit == 0 { default } else { limit }
}

fn bounded(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

fn line(text: &str, most: u16) -> Option<Code> {
    length(text, most).or_else(|| control_character(text, &[]))
}

fn length(text: &str, most: u16) -> Option<Code> {
    let length = text.chars().count();
    (length > usize::from(most)).then(|| Code::TooLong { max: u32::from(most), length: bounded(length) })
}

fn control_character(text: &str, allowed: &[char]) -> Option<Code> {
    let is_wrong = |next: char| {
        (next.is_control() && !allowed.contains(&next))
            || matches!(next, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    text.chars().any(is_wrong).then_some(Code::ForbiddenCharacter)
}

fn number(text: &str, rules: &NumberRules) -> Option<Code> {
    let Some(number) = canonical::number(text) else { return Some(Code::NotNumber) };
    let limit = Decimal::from_integer;
    if number.decimals() > u32::from(rules.decimals) {
        return Some(Code::TooManyDecimals { max: u32::from(rules.decimals) });
    }
    match (rules.min, rules.max) {
        (Some(min), _) if number < limit(min) => Some(Code::TooSmall { min }),
        (_, Some(max)) if number > limit(max) => Some(Code::TooLarge { max }),
        _ => None,
    }
}

fn day(text: &str, rules: &DateRules, context: &Context) -> Option<Code> {
    let Some(date) = canonical::date(text) else { return Some(Code::NotDate) };
    let limit = |days: i32| context.today.add_days(i64::from(days));
    match (rules.earliest_days.map(limit), rules.latest_days.map(limit)) {
        (Some(earliest), _) if date < earliest => Some(Code::TooEarly { earliest }),
        (_, Some(latest)) if date > latest => Some(Code::TooLate { latest }),
        _ => None,
    }
}

fn choices(chosen: &[String], rules: &CheckboxesRules) -> Option<Code> {
    let most = if rules.max_choices == 0 { rules.options.len() } else { usize::from(rules.max_choices) };
    if chosen.iter().any(|option| !rules.options.contains(option)) {
        Some(Code::UnknownOption)
    } else {
        (chosen.len() > most).then(|| Code::TooManyChoices { max: bounded(most) })
    }
}

/// One `@` with something before it, and after it a name with a full stop in it. More is known only when
/// mail arrives.
fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.split_once('@') else { return false };
    let is_local = |next: char| {
        !next.is_whitespace() && !matches!(next, '@' | ',' | ';' | ':' | '<' | '>' | '(' | ')' | '"' | '\\')
    };
    let is_label = |label: &str| {
        !label.is_empty()
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|next| next.is_alphanumeric() || next == '-')
    };
    local.chars().all(is_local)
        && local.split('.').all(|part| !part.is_empty())
        && domain.split('.').all(is_label)
        && domain
            .rsplit_once('.')
            .is_some_and(|(_, last)| last.chars().count() > 1 && !canonical::is_digits(last))
}

fn parts(address: &Address) -> Vec<(Option<&'static str>, Code)> {
    let Address { street, postal_code, city } = address;
    let required = |text: &str| text.is_empty().then_some(Code::Required);
    let is_postal_code = postal_code.len() == 4 && canonical::is_digits(postal_code);
    let found = [
        ("street", required(street).or_else(|| line(street, TEXT_LENGTH))),
        ("postal_code", required(postal_code).or_else(|| (!is_postal_code).then_some(Code::NotPostalCode))),
        ("city", required(city).or_else(|| line(city, TEXT_LENGTH))),
    ];
    found.into_iter().filter_map(|(part, code)| Some((Some(part), code?))).collect()
}
