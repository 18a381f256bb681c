//! What is wrong with answers: the same function in the browser and on the server.
#![deny(clippy::wildcard_enum_match_arm)]

use crate::{Answer, Answers, Code, Context, FieldDefinition, FieldKind, Form, Issue, canonical};

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
    let answer = answers.get(&field.id).and_then(|answer| canonical::canonical(&field.kind, answer));
    let Some(answer) = answer else {
        let is_missing = !field.optional && takes_answer(&field.kind);
        return if is_missing { vec![issue(None, Code::Required)] } else { Vec::new() };
    };
    let faults = match (&field.kind, &answer) {
        (FieldKind::Text(rules), Answer::Text(text)) => line(text, or(rules.max_length, TEXT_LENGTH)),
        (FieldKind::Name, Answer::Text(text)) => line(text, TEXT_LENGTH),
        (FieldKind::Textarea(rules), Answer::Text(text)) => {
            length(text, or(rules.max_length, TEXTAREA_LENGTH))
                .or_else(|| control_character(text, &['\n', '\r', '\t']))
        }
        (FieldKind::Number(rules), Answer::Text(text)) => number(text, rules),
        (FieldKind::Date(rules), Answer::Text(text)) => day(text, rules, context),
        (FieldKind::Email, Answer::Text(text)) => {
            line(text, EMAIL_LENGTH).or_else(|| (!is_email(text)).then_some(Code::NotEmail))
        }
        (FieldKind::Phone, Answer::Text(text)) => canonical::phone(text).is_none().then_some(Code::NotPhone),
        (FieldKind::Radio(rules) | FieldKind::Select(rules), Answer::Text(text)) => {
            (!rules.options.contains(text)).then_some(Code::UnknownOption)
        }
        (FieldKind::Checkboxes(rules), Answer::Choices(chosen)) => {
            let most =
                if rules.max_choices == 0 { rules.options.len() } else { usize::from(rules.max_choices) };
            if chosen.iter().any(|option| !rules.options.contains(option)) {
                Some(Code::UnknownOption)
            } else {
                (chosen.len() > most).then(|| Code::TooManyChoices { max: bounded(most) })
            }
        }
        (FieldKind::Checkbox, Answer::Flag(_)) => None,
        (FieldKind::Address(_), Answer::Address(address)) => {
            let parts =
                [("street", &address.street), ("postal_code", &address.postal_code), ("city", &address.city)];
            return parts
                .into_iter()
                .filter_map(|(part, text)| Some(issue(Some(part), address_part(part, text)?)))
                .collect();
        }
        (
            FieldKind::Text(_)
            | FieldKind::Textarea(_)
            | FieldKind::Name
            | FieldKind::Number(_)
            | FieldKind::Checkbox
            | FieldKind::Checkboxes(_)
            | FieldKind::Radio(_)
            | FieldKind::Select(_)
            | FieldKind::Date(_)
            | FieldKind::Email
            | FieldKind::Phone
            | FieldKind::Address(_)
            | FieldKind::Info,
            _,
        ) => Some(Code::WrongKind),
    };
    faults.map(|code| issue(None, code)).into_iter().collect()
}

fn takes_answer(kind: &FieldKind) -> bool {
    !matches!(kind, FieldKind::Info)
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

fn number(text: &str, rules: &crate::NumberRules) -> Option<Code> {
    let Some(number) = canonical::number(text) else { return Some(Code::NotNumber) };
    let limit = crate::decimal::Decimal::from_integer;
    if number.decimals() > u32::from(rules.decimals) {
        return Some(Code::TooManyDecimals { max: u32::from(rules.decimals) });
    }
    match (rules.min, rules.max) {
        (Some(min), _) if number < limit(min) => Some(Code::TooSmall { min }),
        (_, Some(max)) if number > limit(max) => Some(Code::TooLarge { max }),
        _ => None,
    }
}

fn day(text: &str, rules: &crate::DateRules, context: &Context) -> Option<Code> {
    let Some(date) = canonical::date(text) else { return Some(Code::NotDate) };
    let limit = |days: i32| context.today.add_days(i64::from(days));
    match (rules.earliest_days.map(limit), rules.latest_days.map(limit)) {
        (Some(earliest), _) if date < earliest => Some(Code::TooEarly { earliest }),
        (_, Some(latest)) if date > latest => Some(Code::TooLate { latest }),
        _ => None,
    }
}

/// One `@` with something before it and a name with a full stop after it. More is known only when a mail arrives.
fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else { return false };
    let is_label = |label: &str| !label.is_empty() && !label.starts_with('-') && !label.ends_with('-');
    !local.is_empty()
        && !text.chars().any(char::is_whitespace)
        && !local.contains('@')
        && domain.contains('.')
        && domain.split('.').all(is_label)
        && !domain.chars().any(|next| matches!(next, ',' | ';' | '<' | '>' | '(' | ')'))
}

fn address_part(part: &str, text: &str) -> Option<Code> {
    if text.is_empty() {
        return Some(Code::Required);
    }
    let is_postal_code = text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    if part == "postal_code" {
        (!is_postal_code).then_some(Code::NotPostalCode)
    } else {
        line(text, TEXT_LENGTH)
    }
}
