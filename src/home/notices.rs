//! What is going on, above all else when there is anything.

use contract::front::{Notice, NoticeLevel};
use leptos::prelude::*;
use locale::{Language, long_date, time_of_day};

use crate::{
    texts::home as words,
    ui::{Alert, AlertLevel},
};

pub fn notices(notices: Vec<Notice>, language: Language) -> Option<AnyView> {
    if notices.is_empty() {
        return None;
    }
    let items = notices.into_iter().map(|notice| {
        let updated = notice.updated.in_norway();
        let machine = notice.updated.to_string();
        let shown = words::notice_updated(
            language,
            &long_date(updated.date, language),
            &time_of_day(updated.time, language),
        );
        view! {
            <Alert level=level(notice.level) heading=notice.title>
                <p class="ds-paragraph">{notice.body}</p>
                <p class="ds-paragraph notice-time" data-size="sm"><time datetime=machine>{shown}</time></p>
            </Alert>
        }
    });
    let label = words::NOTICES.in_language(language);
    Some(view! { <section class="notices" aria-label=label>{items.collect_view()}</section> }.into_any())
}

fn level(level: NoticeLevel) -> AlertLevel {
    match level {
        NoticeLevel::Crisis => AlertLevel::Danger,
        NoticeLevel::Disruption => AlertLevel::Warning,
        NoticeLevel::Information => AlertLevel::Info,
    }
}
