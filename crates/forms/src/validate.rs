//! What is wrong with answers: the same function in the browser and on the server.
#![deny(clippy::wildcard_enum_match_arm)]

use crate::{
    Address, Answer, AnswerRow, At, CheckboxesRules, Code, DateRules, FieldKind, IdentityFault, Issue,
    MonthRules, Need, NumberRules, RowsRules, TEXT_LENGTH, TEXTAREA_LENGTH, View, Weight, YearRules,
    attachments,
    countries::is_country,
    decimal::Decimal,
    identifiers::{identity_number, is_account_number, is_iban, is_organisation_number},
    parts::{date, is_digits, month, phone, time, year},
    value::Value,
    view::Asked,
};

/// The limit of an e-mail address (RFC 5321, 4.5.3.1.3, less the brackets).
const EMAIL_LENGTH: u16 = 254;

/// A part of an answer, and what is wrong with it.
pub(crate) type Wrong = (Option<&'static str>, Code);

impl View<'_, '_> {
    /// What must be mended before the form can be sent, in the order of the pages.
    #[must_use]
    pub fn issues(&self) -> Vec<Issue> {
        self.in_order(|_| true)
    }

    /// What must be mended on a page.
    #[must_use]
    pub fn issues_of_page(&self, page: &str) -> Vec<Issue> {
        self.in_order(|index| self.page(self.page_of(index)).id == page)
    }

    /// What is wrong with one answer.
    #[must_use]
    pub fn issues_at(&self, at: At<'_>) -> Vec<Issue> {
        let Some(asked) = self.asked_at(at) else { return Vec::new() };
        let mut issues = self.check(&asked);
        let row = at.row.map(|(_, row)| row);
        let mut checked = self.checked(Weight::Error);
        checked.retain(|(index, issue)| *index == asked.index && issue.row.as_deref() == row);
        issues.extend(checked.into_iter().map(|(_, issue)| issue));
        issues
    }

    /// What the person is warned of and may send all the same.
    #[must_use]
    pub fn warnings(&self) -> Vec<Issue> {
        let mut warnings = self.checked(Weight::Warning);
        for asked in self.asked() {
            let is_empty = asked.field.kind.takes_answer() && self.canonical(&asked).is_none();
            if is_empty && asked.field.need == Need::Advised {
                warnings.push((asked.index, issue(&asked, None, Code::Advised)));
            }
        }
        warnings.sort_by_key(|(index, _)| *index);
        warnings.into_iter().map(|(_, warning)| warning).collect()
    }

    /// Field by field, each with what the checks find at it.
    fn in_order(&self, is_wanted: impl Fn(usize) -> bool) -> Vec<Issue> {
        let mut checked = self.checked(Weight::Error);
        let mut issues = Vec::new();
        for asked in self.asked().iter().filter(|asked| is_wanted(asked.index)) {
            issues.extend(self.check(asked));
            let row = asked.row.map(|(_, row)| row);
            checked.retain(|(index, issue)| {
                let is_here = *index == asked.index && issue.row.as_deref() == row;
                if is_here {
                    issues.push(issue.clone());
                }
                !is_here
            });
        }
        issues
    }

    fn check(&self, asked: &Asked<'_, '_>) -> Vec<Issue> {
        let field = asked.field;
        let wrong = match self.canonical(asked) {
            Some(answer) => self.wrong(&field.kind, &answer),
            None if *self.value(asked) == Value::Failed => vec![(None, Code::NotCalculable)],
            None if field.need == Need::Required && field.kind.takes_answer() => vec![(None, Code::Required)],
            None => Vec::new(),
        };
        wrong.into_iter().map(|(part, code)| issue(asked, part, code)).collect()
    }

    /// What is wrong with an answer in canonical form, and with which part of it.
    fn wrong(&self, kind: &FieldKind, answer: &Answer) -> Vec<Wrong> {
        let today = self.context.today;
        let code = match kind {
            FieldKind::Text(rules) => text(answer, |text| line(text, or(rules.max_length, TEXT_LENGTH))),
            FieldKind::Name => text(answer, |text| line(text, TEXT_LENGTH)),
            FieldKind::Textarea(rules) => text(answer, |text| {
                length(text, or(rules.max_length, TEXTAREA_LENGTH))
                    .or_else(|| control_character(text, &['\n']))
            }),
            FieldKind::Number(rules) | FieldKind::Money(rules) => text(answer, |text| number(text, rules)),
            FieldKind::Date(rules) => text(answer, |text| day(text, rules, today)),
            FieldKind::Month(rules) => text(answer, |text| month_in(text, rules, today)),
            FieldKind::Year(rules) => text(answer, |text| year_in(text, rules, today)),
            FieldKind::Time => text(answer, |text| when(time(text).is_none(), Code::NotTime)),
            FieldKind::Email => text(answer, |text| {
                line(text, EMAIL_LENGTH).or_else(|| when(!is_email(text), Code::NotEmail))
            }),
            FieldKind::Phone => text(answer, |text| when(phone(text).is_none(), Code::NotPhone)),
            FieldKind::IdentityNumber => text(answer, |text| {
                identity_number(text, self.context.identity_numbers).err().map(|fault| match fault {
                    IdentityFault::Form => Code::NotIdentityNumber,
                    IdentityFault::NoDate | IdentityFault::CheckDigits => Code::WrongIdentityNumber,
                    IdentityFault::Synthetic => Code::SyntheticIdentityNumber,
                })
            }),
            FieldKind::OrganisationNumber => match answer.as_organisation() {
                Some(organisation) => {
                    let number = &organisation.number;
                    when(!(number.len() == 9 && is_digits(number)), Code::NotOrganisationNumber)
                        .or_else(|| when(!is_organisation_number(number), Code::WrongOrganisationNumber))
                        .or_else(|| line(&organisation.name, TEXT_LENGTH))
                }
                None => Some(Code::WrongKind),
            },
            FieldKind::AccountNumber => text(answer, |text| {
                when(!(text.len() == 11 && is_digits(text)), Code::NotAccountNumber)
                    .or_else(|| when(!is_account_number(text), Code::WrongAccountNumber))
            }),
            FieldKind::Iban => text(answer, |text| {
                when(!has_iban_form(text), Code::NotIban).or_else(|| when(!is_iban(text), Code::WrongIban))
            }),
            FieldKind::Country => text(answer, |text| when(!is_country(text), Code::UnknownOption)),
            FieldKind::Radio(_) | FieldKind::Select(_) | FieldKind::Combobox(_) => {
                let options = self.form.definition.options(kind);
                text(answer, |text| when(!options.iter().any(|option| option == text), Code::UnknownOption))
            }
            FieldKind::Checkboxes(rules) => match answer.as_choices() {
                Some(chosen) => choices(chosen, self.form.definition.options(kind), rules),
                None => Some(Code::WrongKind),
            },
            FieldKind::Checkbox | FieldKind::Consent => {
                when(!matches!(answer, Answer::Flag(_)), Code::WrongKind)
            }
            FieldKind::Address(_) => match answer.as_address() {
                Some(address) => return parts(address),
                None => Some(Code::WrongKind),
            },
            FieldKind::Attachment(rules) => match answer.as_attachment() {
                Some(attachment) => return attachments::wrong(attachment, rules, today),
                None => Some(Code::WrongKind),
            },
            FieldKind::MapPoint => match answer.as_point() {
                Some(point) => return attachments::wrong_point(point),
                None => Some(Code::WrongKind),
            },
            FieldKind::Rows(rules) => match answer.as_rows() {
                Some(all) => rows(all, rules),
                None => Some(Code::WrongKind),
            },
            FieldKind::Group(_) | FieldKind::Calculated(_) | FieldKind::Info(_) => None,
        };
        code.map(|code| (None, code)).into_iter().collect()
    }
}

fn issue(asked: &Asked<'_, '_>, part: Option<&'static str>, code: Code) -> Issue {
    Issue {
        field: asked.field.id.clone(),
        row: asked.row.map(|(_, row)| row.to_owned()),
        part: part.map(str::to_owned),
        code,
    }
}

fn when(is_wrong: bool, code: Code) -> Option<Code> {
    is_wrong.then_some(code)
}

fn text(answer: &Answer, check: impl Fn(&str) -> Option<Code>) -> Option<Code> {
    answer.as_text().map_or(Some(Code::WrongKind), check)
}

fn or(limit: u16, default: u16) -> u16 {
    if limit == 0 { default } else { limit }
}

pub(crate) fn bounded(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

pub(crate) fn line(text: &str, most: u16) -> Option<Code> {
    length(text, most).or_else(|| control_character(text, &[]))
}

fn length(text: &str, most: u16) -> Option<Code> {
    let length = text.chars().count();
    when(length > usize::from(most), Code::TooLong { max: u32::from(most), length: bounded(length) })
}

fn control_character(text: &str, allowed: &[char]) -> Option<Code> {
    let is_wrong = |next: char| {
        (next.is_control() && !allowed.contains(&next))
            || matches!(next, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    when(text.chars().any(is_wrong), Code::ForbiddenCharacter)
}

fn number(text: &str, rules: &NumberRules) -> Option<Code> {
    let Some(number) = Decimal::parse(text) else { return Some(Code::NotNumber) };
    let limit = Decimal::from_integer;
    if number.decimals() > rules.decimals {
        return Some(Code::TooManyDecimals { max: u32::from(rules.decimals) });
    }
    match (rules.min, rules.max) {
        (Some(min), _) if number < limit(min) => Some(Code::TooSmall { min }),
        (_, Some(max)) if number > limit(max) => Some(Code::TooLarge { max }),
        _ => None,
    }
}

pub(crate) fn day(text: &str, rules: &DateRules, today: locale::Date) -> Option<Code> {
    let Some(date) = date(text) else { return Some(Code::NotDate) };
    let limit = |days: i32| today.add_days(i64::from(days));
    within(date, rules.earliest_days.map(limit), rules.latest_days.map(limit))
}

fn month_in(text: &str, rules: &MonthRules, today: locale::Date) -> Option<Code> {
    let Some(month) = month(text) else { return Some(Code::NotMonth) };
    let first = today.add_days(1 - i64::from(today.day()));
    let limit = |months: i32| first.add_months(months.clamp(-120_000, 120_000));
    within(month, rules.earliest_months.map(limit), rules.latest_months.map(limit))
}

fn within(date: locale::Date, earliest: Option<locale::Date>, latest: Option<locale::Date>) -> Option<Code> {
    match (earliest, latest) {
        (Some(earliest), _) if date < earliest => Some(Code::TooEarly { earliest }),
        (_, Some(latest)) if date > latest => Some(Code::TooLate { latest }),
        _ => None,
    }
}

fn year_in(text: &str, rules: &YearRules, today: locale::Date) -> Option<Code> {
    let Some(year) = year(text).map(i64::from) else { return Some(Code::NotYear) };
    let limit = |years: i32| i64::from(today.year()) + i64::from(years);
    match (rules.earliest_years.map(limit), rules.latest_years.map(limit)) {
        (Some(min), _) if year < min => Some(Code::TooSmall { min }),
        (_, Some(max)) if year > max => Some(Code::TooLarge { max }),
        _ => None,
    }
}

fn choices(chosen: &[String], options: &[String], rules: &CheckboxesRules) -> Option<Code> {
    let most = if rules.max_choices == 0 { options.len() } else { usize::from(rules.max_choices) };
    when(chosen.iter().any(|option| !options.contains(option)), Code::UnknownOption)
        .or_else(|| when(chosen.len() > most, Code::TooManyChoices { max: bounded(most) }))
}

fn rows(all: &[AnswerRow], rules: &RowsRules) -> Option<Code> {
    let mut ids: Vec<&str> = all.iter().map(|row| row.id.as_str()).collect();
    ids.sort_unstable();
    let is_id = |id: &&str| {
        (1..=64).contains(&id.len())
            && id.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
    };
    let most = rules.max_rows();
    when(all.len() > most, Code::TooManyRows { max: bounded(most) })
        .or_else(|| {
            when(all.len() < usize::from(rules.min_rows), Code::TooFewRows { min: u32::from(rules.min_rows) })
        })
        .or_else(|| when(ids.windows(2).any(|pair| pair[0] == pair[1]), Code::RepeatedRow))
        .or_else(|| when(!ids.iter().all(is_id), Code::WrongKind))
}

fn has_iban_form(text: &str) -> bool {
    let (country, rest) = (text.bytes().take(2), text.bytes().skip(2).take(2));
    (15..=34).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && country.into_iter().all(|byte| byte.is_ascii_uppercase())
        && rest.into_iter().all(|byte| byte.is_ascii_digit())
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
        && domain.rsplit_once('.').is_some_and(|(_, last)| last.chars().count() > 1 && !is_digits(last))
}

fn parts(address: &Address) -> Vec<Wrong> {
    let Address { street, postal_code, city } = address;
    let required = |text: &str| when(text.is_empty(), Code::Required);
    let is_postal_code = postal_code.len() == 4 && is_digits(postal_code);
    let found = [
        ("street", required(street).or_else(|| line(street, TEXT_LENGTH))),
        ("postal_code", required(postal_code).or_else(|| when(!is_postal_code, Code::NotPostalCode))),
        ("city", required(city).or_else(|| line(city, TEXT_LENGTH))),
    ];
    found.into_iter().filter_map(|(part, code)| Some((Some(part), code?))).collect()
}
