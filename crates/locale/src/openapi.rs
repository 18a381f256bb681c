//! How values that are written as text appear in the API description.

use utoipa::{
    PartialSchema, ToSchema,
    openapi::{ObjectBuilder, RefOr, Schema, schema::Type},
};

use crate::{Date, TimeOfDay, Timestamp};

macro_rules! text_schema {
    ($type:ty, $pattern:literal, $example:literal) => {
        impl PartialSchema for $type {
            fn schema() -> RefOr<Schema> {
                let text = ObjectBuilder::new()
                    .schema_type(Type::String)
                    .pattern(Some($pattern))
                    .examples([$example]);
                text.build().into()
            }
        }

        impl ToSchema for $type {}
    };
}
text_schema!(Date, r"^\d{4}-\d{2}-\d{2}$", "2026-08-24");
text_schema!(TimeOfDay, r"^\d{2}:\d{2}$", "09:30");
text_schema!(Timestamp, r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,3})?Z$", "2026-11-23T09:03:00.000Z");
