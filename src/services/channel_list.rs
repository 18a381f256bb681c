//! The ways to use a service, in the order of the channel strategy. None is hidden, the phone least of all.

use contract::{
    front::{ChannelKind, OpenState},
    services::{ChannelClass, Service, ServiceChannel},
};
use leptos::prelude::*;
use locale::{Language, phone};

use crate::{
    platform::{opening, time},
    routes,
    texts::{Text, channels, services as words},
    ui::{Tag, TagColor},
};

pub fn channel_list(service: &Service, language: Language) -> AnyView {
    let items = service.channels.iter().map(|shown| channel(shown, service.card.form.as_deref(), language));
    view! {
        <section class="contact">
            <h2 class="ds-heading" data-size="sm">{words::CHANNELS.in_language(language)}</h2>
            <p class="ds-paragraph">{words::CHANNELS_LEAD.in_language(language)}</p>
            <ol class="contact__channels contact__channels--ranked">{items.collect_view()}</ol>
        </section>
    }
    .into_any()
}

fn channel(shown: &ServiceChannel, form: Option<&str>, language: Language) -> AnyView {
    let (class, color) = rank(shown.class);
    let channel = &shown.channel;
    let state = match channel.open {
        OpenState::Always => None,
        OpenState::Open { .. } | OpenState::Closed { .. } => {
            Some(opening::state(&channel.open, time::now(), language))
        }
    };
    let action = match channel.kind {
        ChannelKind::SelfService => {
            form.map(|form| link(routes::form(form), words::START_FORM.in_language(language).to_owned()))
        }
        ChannelKind::Phone => {
            Some(link(["tel:", &channel.target].concat(), channels::call(language, &phone(&channel.target))))
        }
        ChannelKind::Email => Some(link(["mailto:", &channel.target].concat(), channel.target.clone())),
        ChannelKind::Chat | ChannelKind::Counter | ChannelKind::Letter => {
            Some(view! { <p class="contact__target">{channel.target.clone()}</p> }.into_any())
        }
    };
    view! {
        <li class="contact__channel">
            <h3 class="ds-heading" data-size="xs">{channel.name.clone()}</h3>
            <Tag color=color>{class.in_language(language)}</Tag>
            {action}
            {state.map(|state| view! { <p class="contact__state">{state}</p> })}
            <p class="contact__response">{channel.response.clone()}</p>
        </li>
    }
    .into_any()
}

fn link(href: String, text: String) -> AnyView {
    view! { <a class="ds-link" href=href>{text}</a> }.into_any()
}

fn rank(class: ChannelClass) -> (Text, TagColor) {
    match class {
        ChannelClass::Primary => (channels::PRIMARY, TagColor::Success),
        ChannelClass::Secondary => (channels::SECONDARY, TagColor::Info),
        ChannelClass::Unwanted => (channels::UNWANTED, TagColor::Neutral),
    }
}
