//! The UI kit: Designsystemet's markup, classes and ARIA as Leptos components.
//!
//! It knows neither the API, the routes nor the municipality: words come in, presses and answers go out.
//! Each file ends with its examples, which the catalogue page shows and the accessibility tests visit.

pub mod address_field;
pub mod alert;
pub mod breadcrumbs;
pub mod button;
pub mod card;
pub mod checkbox;
pub mod combobox;
pub mod date_field;
pub mod details;
pub mod dialog;
pub mod error_summary;
mod example;
mod field;
pub mod field_group;
mod focus;
mod heading;
pub mod icon;
pub mod month_field;
pub mod radio_group;
pub mod search_box;
pub mod select;
pub mod skeleton;
pub mod skip_link;
pub mod spinner;
pub mod step_progress;
pub mod summary_list;
pub mod tag;
pub mod text_field;
pub mod textarea;
pub mod timeline;

pub use address_field::{AddressErrors, AddressField, AddressLabels, AddressParts};
pub use alert::{Alert, AlertLevel};
pub use breadcrumbs::{Breadcrumbs, Crumb};
pub use button::{Busy, Button, ButtonKind, ButtonLink, ButtonVariant};
pub use card::{Card, LinkCard};
pub use checkbox::{Checkbox, CheckboxGroup};
pub use combobox::{Combobox, ComboboxWords};
pub use date_field::{DateField, DateLabels, DateParts};
pub use details::Details;
pub use dialog::Dialog;
pub use error_summary::{ErrorLink, ErrorSummary};
pub use example::Example;
pub use field::Choice;
pub use field_group::FieldGroup;
pub use focus::{Found, focus_field};
pub use heading::HeadingLevel;
pub use icon::Icon;
pub use month_field::{MonthField, MonthParts};
pub use radio_group::RadioGroup;
pub use search_box::SearchBox;
pub use select::Select;
pub use skeleton::Skeleton;
pub use skip_link::SkipLink;
pub use spinner::Spinner;
pub use step_progress::StepProgress;
pub use summary_list::{RowAction, SummaryList, SummaryRow};
pub use tag::{Tag, TagColor};
pub use text_field::{FieldWidth, TextField, TextKind};
pub use textarea::{Counter, Textarea};
pub use timeline::{Timeline, TimelineItem, TimelineState};
