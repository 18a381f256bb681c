//! A check with the keys of all kinds side by side.

use serde::Deserialize;

use crate::{CheckDefinition, CheckRule, Weight};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FlatCheck {
    id: String,
    #[serde(rename = "type")]
    kind: String,
    field: Option<String>,
    fields: Option<Vec<String>>,
    limit: Option<String>,
    condition: Option<String>,
    only_if: Option<String>,
    weight: Option<String>,
}

impl TryFrom<FlatCheck> for CheckDefinition {
    type Error = String;

    fn try_from(mut flat: FlatCheck) -> Result<Self, String> {
        let last = flat.fields.as_ref().and_then(|fields| fields.last()).cloned();
        let rule = match flat.kind.as_str() {
            "in_order" => CheckRule::InOrder { fields: flat.fields()? },
            "sum_at_most" => CheckRule::SumAtMost { fields: flat.fields()?, limit: flat.limit()? },
            "sum_equals" => CheckRule::SumEquals { fields: flat.fields()?, limit: flat.limit()? },
            "at_least_one" => CheckRule::AtLeastOne { fields: flat.fields()? },
            "holds" => CheckRule::Holds {
                condition: flat.condition.take().ok_or("a check of type holds needs a condition")?,
            },
            unknown => {
                return Err([
                    "there is no check of type ",
                    unknown,
                    "; there are in_order, sum_at_most, sum_equals, at_least_one and holds",
                ]
                .concat());
            }
        };
        for (name, is_left) in [
            ("fields", flat.fields.is_some()),
            ("limit", flat.limit.is_some()),
            ("condition", flat.condition.is_some()),
        ] {
            if is_left {
                return Err([name, " does not belong to a check of type ", &flat.kind].concat());
            }
        }
        let weight = match flat.weight.as_deref() {
            None | Some("error") => Weight::Error,
            Some("warning") => Weight::Warning,
            Some(_) => return Err("weight is error or warning".to_owned()),
        };
        let field = flat.field.or(last).ok_or("a check needs the field that its message stands at")?;
        Ok(Self { id: flat.id, field, only_if: flat.only_if, weight, rule })
    }
}

impl FlatCheck {
    fn fields(&mut self) -> Result<Vec<String>, String> {
        self.fields.take().ok_or_else(|| ["a check of type ", &self.kind, " needs fields"].concat())
    }

    fn limit(&mut self) -> Result<String, String> {
        self.limit.take().ok_or_else(|| ["a check of type ", &self.kind, " needs a limit"].concat())
    }
}
