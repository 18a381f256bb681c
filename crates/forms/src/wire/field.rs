//! A field with the limits of all kinds side by side.

use serde::Deserialize;

use crate::{
    AddressRules, AttachmentRules, CalculatedRules, CalculatedType, CheckboxesRules, ChoiceRules, DateMode,
    DateRules, FieldDefinition, FieldKind, GroupRules, InfoRules, Level, MonthRules, Need, NumberRules,
    Prefill, RowsRules, TextRules, Way, YearRules,
};

/// All numbers have one type here: each further type costs the browser a reader of its own.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FlatField {
    id: String,
    #[serde(rename = "type")]
    kind: String,
    show_if: Option<String>,
    optional: Option<bool>,
    advised: Option<bool>,
    need: Option<String>,
    prefill: Option<String>,
    autocomplete: Option<String>,
    max_length: Option<i64>,
    min: Option<i64>,
    max: Option<i64>,
    decimals: Option<i64>,
    options: Option<Vec<String>>,
    list: Option<String>,
    max_choices: Option<i64>,
    earliest_days: Option<i64>,
    latest_days: Option<i64>,
    earliest_months: Option<i64>,
    latest_months: Option<i64>,
    earliest_years: Option<i64>,
    latest_years: Option<i64>,
    mode: Option<String>,
    file_types: Option<Vec<String>>,
    max_megabytes: Option<i64>,
    max_files: Option<i64>,
    ways: Option<Vec<String>>,
    fields: Option<Vec<FieldDefinition>>,
    min_rows: Option<i64>,
    max_rows: Option<i64>,
    value: Option<String>,
    result: Option<String>,
    level: Option<String>,
}

/// The types in the order of the documentation.
const TYPES: &str = "text, textarea, name, number, money, checkbox, consent, checkboxes, radio, select, combobox, \
    country, date, month, year, time, email, phone, identity_number, organisation_number, account_number, iban, \
    address, attachment, group, rows, calculated, info and map_point";

impl TryFrom<FlatField> for FieldDefinition {
    type Error = String;

    fn try_from(mut flat: FlatField) -> Result<Self, String> {
        let kind = flat.kind()?;
        if let Some(left) = flat.left_over() {
            return Err([left, " does not belong to a field of type ", &flat.kind].concat());
        }
        let need = flat.need()?;
        let prefill = flat.prefill.as_deref().map(|prefill| match prefill {
            "name" => Ok(Prefill::Name),
            "address" => Ok(Prefill::Address),
            "email" => Ok(Prefill::Email),
            "phone" => Ok(Prefill::Phone),
            _ => Err("prefill is name, address, email or phone"),
        });
        Ok(Self {
            id: flat.id,
            show_if: flat.show_if,
            need,
            prefill: prefill.transpose()?,
            autocomplete: flat.autocomplete,
            kind,
        })
    }
}

impl FlatField {
    fn kind(&mut self) -> Result<FieldKind, String> {
        Ok(match self.kind.as_str() {
            "text" => FieldKind::Text(self.text()?),
            "textarea" => FieldKind::Textarea(self.text()?),
            "name" => FieldKind::Name,
            "number" => FieldKind::Number(self.number(0)?),
            "money" => FieldKind::Money(self.number(2)?),
            "checkbox" => FieldKind::Checkbox,
            "consent" => FieldKind::Consent,
            "checkboxes" => {
                let ChoiceRules { options, list } = self.choice()?;
                let max_choices = limit(self.max_choices.take())?.unwrap_or_default();
                FieldKind::Checkboxes(CheckboxesRules { options, list, max_choices })
            }
            "radio" => FieldKind::Radio(self.choice()?),
            "select" => FieldKind::Select(self.choice()?),
            "combobox" => FieldKind::Combobox(self.choice()?),
            "country" => FieldKind::Country,
            "date" => FieldKind::Date(DateRules {
                earliest_days: limit(self.earliest_days.take())?,
                latest_days: limit(self.latest_days.take())?,
                mode: match self.mode.take().as_deref() {
                    None | Some("known") => DateMode::Known,
                    Some("near") => DateMode::Near,
                    Some(_) => return Err("mode is known or near".to_owned()),
                },
            }),
            "month" => FieldKind::Month(MonthRules {
                earliest_months: limit(self.earliest_months.take())?,
                latest_months: limit(self.latest_months.take())?,
            }),
            "year" => FieldKind::Year(YearRules {
                earliest_years: limit(self.earliest_years.take())?,
                latest_years: limit(self.latest_years.take())?,
            }),
            "time" => FieldKind::Time,
            "email" => FieldKind::Email,
            "phone" => FieldKind::Phone,
            "identity_number" => FieldKind::IdentityNumber,
            "organisation_number" => FieldKind::OrganisationNumber,
            "account_number" => FieldKind::AccountNumber,
            "iban" => FieldKind::Iban,
            "address" => FieldKind::Address(AddressRules {}),
            "attachment" => FieldKind::Attachment(self.attachment()?),
            "group" => FieldKind::Group(GroupRules { fields: self.fields()? }),
            "rows" => FieldKind::Rows(RowsRules {
                fields: self.fields()?,
                min_rows: limit(self.min_rows.take())?.unwrap_or_default(),
                max_rows: limit(self.max_rows.take())?.unwrap_or_default(),
            }),
            "calculated" => FieldKind::Calculated(CalculatedRules {
                value: self.value.take().ok_or("a field of type calculated needs a value")?,
                result: match self.result.take().as_deref() {
                    None | Some("number") => CalculatedType::Number,
                    Some("money") => CalculatedType::Money,
                    Some("date") => CalculatedType::Date,
                    Some("text") => CalculatedType::Text,
                    Some("flag") => CalculatedType::Flag,
                    Some(_) => return Err("result is number, money, date, text or flag".to_owned()),
                },
            }),
            "info" => FieldKind::Info(InfoRules {
                level: match self.level.take().as_deref() {
                    None | Some("info") => Level::Info,
                    Some("success") => Level::Success,
                    Some("warning") => Level::Warning,
                    Some("danger") => Level::Danger,
                    Some(_) => return Err("level is info, success, warning or danger".to_owned()),
                },
            }),
            "map_point" => FieldKind::MapPoint,
            unknown => return Err(["there is no field type ", unknown, "; there are ", TYPES].concat()),
        })
    }

    fn need(&self) -> Result<Need, String> {
        let is = |flag: Option<bool>| flag == Some(true);
        match (is(self.optional), is(self.advised), self.need.as_deref()) {
            (false, false, None | Some("required")) => Ok(Need::Required),
            (true, false, None) | (false, false, Some("optional")) => Ok(Need::Optional),
            (false, true, None) | (false, false, Some("advised")) => Ok(Need::Advised),
            _ => Err("a field is required, or else optional or advised, not several".to_owned()),
        }
    }

    fn text(&mut self) -> Result<TextRules, String> {
        Ok(TextRules { max_length: limit(self.max_length.take())?.unwrap_or_default() })
    }

    fn number(&mut self, decimals: u8) -> Result<NumberRules, String> {
        Ok(NumberRules {
            min: self.min.take(),
            max: self.max.take(),
            decimals: limit(self.decimals.take())?.unwrap_or(decimals),
        })
    }

    fn choice(&mut self) -> Result<ChoiceRules, String> {
        match (self.options.take(), self.list.take()) {
            (Some(options), None) => Ok(ChoiceRules { options, list: None }),
            (None, list @ Some(_)) => Ok(ChoiceRules { options: Vec::new(), list }),
            _ => Err(["a field of type ", &self.kind, " needs options, or else a list"].concat()),
        }
    }

    fn fields(&mut self) -> Result<Vec<FieldDefinition>, String> {
        self.fields.take().ok_or_else(|| ["a field of type ", &self.kind, " needs fields"].concat())
    }

    fn attachment(&mut self) -> Result<AttachmentRules, String> {
        let mut ways = Vec::new();
        for key in self.ways.take().unwrap_or_default() {
            ways.push(
                Way::of_key(&key)
                    .ok_or("ways are now, later, already_sent, someone_else and not_relevant")?,
            );
        }
        Ok(AttachmentRules {
            file_types: self.file_types.take().unwrap_or_default(),
            max_megabytes: limit(self.max_megabytes.take())?.unwrap_or_default(),
            max_files: limit(self.max_files.take())?.unwrap_or_default(),
            ways,
            latest_days: limit(self.latest_days.take())?,
        })
    }

    /// A limit that no kind has taken.
    fn left_over(&self) -> Option<&'static str> {
        let limits = [
            ("max_length", self.max_length.is_some()),
            ("min", self.min.is_some()),
            ("max", self.max.is_some()),
            ("decimals", self.decimals.is_some()),
            ("options", self.options.is_some()),
            ("list", self.list.is_some()),
            ("max_choices", self.max_choices.is_some()),
            ("earliest_days", self.earliest_days.is_some()),
            ("latest_days", self.latest_days.is_some()),
            ("earliest_months", self.earliest_months.is_some()),
            ("latest_months", self.latest_months.is_some()),
            ("earliest_years", self.earliest_years.is_some()),
            ("latest_years", self.latest_years.is_some()),
            ("mode", self.mode.is_some()),
            ("file_types", self.file_types.is_some()),
            ("max_megabytes", self.max_megabytes.is_some()),
            ("max_files", self.max_files.is_some()),
            ("ways", self.ways.is_some()),
            ("fields", self.fields.is_some()),
            ("min_rows", self.min_rows.is_some()),
            ("max_rows", self.max_rows.is_some()),
            ("value", self.value.is_some()),
            ("result", self.result.is_some()),
            ("level", self.level.is_some()),
        ];
        limits.into_iter().find(|(_, is_set)| *is_set).map(|(name, _)| name)
    }
}

/// A number of the type the limit has.
fn limit<T: TryFrom<i64>>(number: Option<i64>) -> Result<Option<T>, String> {
    number
        .map(|number| T::try_from(number).map_err(|_| "a number is too large or negative".to_owned()))
        .transpose()
}

#[cfg(test)]
mod tests {
    use crate::FieldDefinition;

    #[test]
    fn a_limit_of_another_type_is_refused() {
        let read =
            |json: &str| serde_json::from_str::<FieldDefinition>(json).map_err(|error| error.to_string());
        let fault = read(r#"{"id":"a","type":"email","options":["x"]}"#).unwrap_err();
        assert!(fault.contains("options does not belong to a field of type email"), "{fault}");
        let fault = read(r#"{"id":"a","type":"radio"}"#).unwrap_err();
        assert!(fault.contains("a field of type radio needs options"), "{fault}");
        let fault = read(r#"{"id":"a","type":"text","max_length":-1}"#).unwrap_err();
        assert!(fault.contains("too large or negative"), "{fault}");
        for good in [
            r#"{"id":"a","type":"number","min":1,"max":9}"#,
            r#"{"id":"a","type":"money","optional":true}"#,
            r#"{"id":"a","type":"date","mode":"near","advised":true}"#,
            r#"{"id":"a","type":"combobox","list":"l"}"#,
            r#"{"id":"a","type":"attachment","ways":["now","later"],"file_types":["pdf"],"latest_days":30}"#,
            r#"{"id":"a","type":"rows","max_rows":3,"fields":[{"id":"b","type":"country"}]}"#,
            r#"{"id":"a","type":"calculated","value":"1 + 1","result":"money"}"#,
            r#"{"id":"a","type":"calculated","value":"'x'","result":"text"}"#,
            r#"{"id":"a","type":"info","level":"warning"}"#,
        ] {
            let field = read(good).unwrap();
            assert_eq!(read(&serde_json::to_string(&field).unwrap()).unwrap(), field, "{good}");
        }
    }
}
