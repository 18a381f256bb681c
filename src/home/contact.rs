//! How to get in touch now: every channel, open or not, with hours and what answer to expect.

use contract::front::{ChannelKind, ContactChannel, OpenState};
use leptos::prelude::*;
use locale::{Language, phone};

use crate::{
    platform::{opening, time},
    routes,
    texts::{channels as words, home},
    ui::{Tag, TagColor},
};

pub fn contact(channels: Vec<ContactChannel>, language: Language) -> AnyView {
    let channels = channels.into_iter().map(|shown| channel(shown, language));
    view! {
        <section class="contact" aria-labelledby="contact">
            <h2 id="contact" class="ds-heading" data-size="md">{home::CONTACT.in_language(language)}</h2>
            <ul class="contact__channels">{channels.collect_view()}</ul>
        </section>
    }
    .into_any()
}

fn channel(channel: ContactChannel, language: Language) -> AnyView {
    let color = match &channel.open {
        OpenState::Always | OpenState::Open { .. } => TagColor::Success,
        OpenState::Closed { .. } => TagColor::Neutral,
    };
    let hours = channel.hours.iter().map(|line| {
        view! { <div><dt>{opening::days(line, language)}</dt><dd>{opening::hours(line, language)}</dd></div> }
    });
    let hours = hours.collect_view();
    let state = opening::state(&channel.open, time::now(), language);
    let action = action(&channel, language);
    view! {
        <li class="contact__channel">
            <h3 class="ds-heading" data-size="xs">{channel.name}</h3>
            <Tag color=color>{state}</Tag>
            {action}
            <dl class="hours">{hours}</dl>
            <p class="contact__response">{channel.response}</p>
        </li>
    }
    .into_any()
}

/// What to press, or where to go.
fn action(channel: &ContactChannel, language: Language) -> AnyView {
    let (href, text) = match channel.kind {
        ChannelKind::Phone => {
            (["tel:", &channel.target].concat(), words::call(language, &phone(&channel.target)))
        }
        ChannelKind::Email => (["mailto:", &channel.target].concat(), channel.target.clone()),
        ChannelKind::SelfService => {
            (routes::SERVICES.to_owned(), words::USE_ONLINE.in_language(language).to_owned())
        }
        ChannelKind::Chat | ChannelKind::Counter | ChannelKind::Letter => {
            return view! { <p class="contact__target">{channel.target.clone()}</p> }.into_any();
        }
    };
    view! { <a class="ds-link" href=href>{text}</a> }.into_any()
}
