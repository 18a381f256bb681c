//! From addresses to pages: follows links and the browser's history, fetches the part of the app that a page
//! is in, and puts the page in the place of the one before.
//!
//! Our own, since the framework's router weighs as much as the front page (`docs/decisions/0007`).

use std::{future::Future, pin::Pin};

use leptos::{
    either::Either,
    prelude::*,
    reactive::{computed::ScopedFuture, effect::RenderEffect, owner::Owner},
    tachys::reactive_graph::OwnedView,
    task::spawn_local,
    wasm_split::SplitLoaderError,
};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlAnchorElement, MouseEvent};

use super::{
    address::{Address, fits, parameter},
    dom, page,
};
use crate::ui::{Found, focus_field};

/// A page, and the addresses it has.
pub struct Route {
    /// Such as `/skjema/:form/:page?`.
    pub pattern: &'static str,
    pub page: Page,
}

/// Where the code of a page is.
pub enum Page {
    /// In the part of the app that is always there.
    Here(fn() -> AnyView),
    /// In a part that is fetched when somebody goes there.
    Part(fn() -> Fetching),
}

/// A page on its way.
pub type Fetching = Pin<Box<dyn Future<Output = Result<AnyView, NotFetched>>>>;

/// The part of the app that a page is in did not come: no network, or the app has been replaced since.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotFetched;

impl From<SplitLoaderError> for NotFetched {
    fn from(_: SplitLoaderError) -> Self {
        Self
    }
}

/// What becomes of the address that the person leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Visit {
    /// It stays in the history: back leads there.
    Next,
    /// The new one takes its place in the history.
    Instead,
}

thread_local! {
    /// Lives as long as the app, outside every component, so that nothing can dispose of it.
    static ADDRESS: ArcRwSignal<Address> = ArcRwSignal::new(Address::default());
}

/// The path of the browser's address; tracked. It changes before the new page is there.
pub fn path() -> String {
    ADDRESS.with(|address| address.with(|address| address.path.clone()))
}

/// Goes to an address of this app.
pub fn go(target: &str, visit: Visit) {
    let Ok(history) = dom::window().history() else { return };
    _ = match visit {
        Visit::Next => history.push_state_with_url(&JsValue::NULL, "", Some(target)),
        Visit::Instead => history.replace_state_with_url(&JsValue::NULL, "", Some(target)),
    };
    follow_browser();
}

/// The address as a page sees it: it stays what it was while the next page is on its way.
#[derive(Clone)]
struct Own {
    pattern: &'static str,
    address: ArcRwSignal<Address>,
}

/// The part of the page's own address that its pattern calls `name`; empty where there is none.
pub fn own_parameter(name: &'static str) -> Memo<String> {
    let own = use_context::<Own>();
    Memo::new(move |_| {
        let Some(own) = &own else { return String::new() };
        own.address
            .with(|address| parameter(own.pattern, &address.path, name).map(str::to_owned))
            .unwrap_or_default()
    })
}

/// The decoded value of a query parameter of the page's own address.
pub fn own_query(name: &'static str) -> Memo<Option<String>> {
    let own = use_context::<Own>();
    Memo::new(move |_| own.as_ref()?.address.with(|address| dom::query_value_of(&address.query, name)))
}

/// The page that the address names, kept up to date.
#[component]
pub fn Pages(
    routes: &'static [Route],
    /// What is shown until the first page is there; each later one takes the place of the one before.
    waiting: fn() -> AnyView,
    /// The page of an address that no route has.
    missing: fn() -> AnyView,
    /// What is shown where a part of the app did not come; its argument tries again.
    failed: fn(Callback<()>) -> AnyView,
) -> impl IntoView {
    follow_browser();
    follow_links();
    let here = Owner::current().unwrap_or_default();
    let for_waiting = here.clone();
    let next = StoredValue::new_local(None::<(Owner, AnyView)>);
    let turn = RwSignal::new(0_u32);
    let attempt = RwSignal::new(0_u32);
    let show = move |owner: Owner, view: AnyView| {
        page::wait_no_more();
        next.set_value(Some((owner, view)));
        turn.update(|turn| *turn += 1);
    };
    // Answers may overtake each other: only the last address counts.
    let latest = StoredValue::new(0_u32);
    let follow = RenderEffect::new(move |before: Option<(Option<usize>, Own, u32)>| {
        let address = ADDRESS.with(ArcRwSignal::get);
        let attempt_now = attempt.get();
        let route = routes.iter().position(|route| fits(route.pattern, &address.path));
        if let Some((last, own, last_attempt)) = before {
            page::leave();
            if last == route && last_attempt == attempt_now && route.is_some() {
                own.address.set(address);
                return (route, own, attempt_now);
            }
        }
        let this = latest.get_value() + 1;
        latest.set_value(this);
        let own = Own {
            pattern: route.map_or("", |route| routes[route].pattern),
            address: ArcRwSignal::new(address),
        };
        let owner = here.with(Owner::new);
        let build = |page: fn() -> AnyView| {
            owner.with(|| {
                provide_context(own.clone());
                untrack(page)
            })
        };
        match route.map(|route| &routes[route].page) {
            None => show(owner.clone(), build(missing)),
            Some(Page::Here(page)) => show(owner.clone(), build(*page)),
            Some(Page::Part(fetch)) => {
                let fetching = owner.with(|| {
                    provide_context(own.clone());
                    ScopedFuture::new_untracked(fetch())
                });
                page::wait();
                spawn_local(async move {
                    let fetched = fetching.await;
                    if latest.try_get_value() == Some(this) {
                        let view = fetched.unwrap_or_else(|NotFetched| {
                            owner.with(|| {
                                failed(Callback::new(move |()| attempt.update(|attempt| *attempt += 1)))
                            })
                        });
                        show(owner, view);
                    }
                });
            }
        }
        (route, own, attempt_now)
    });
    on_cleanup(move || drop(follow));
    move || {
        let turn = turn.get();
        let (owner, view) = next.try_update_value(Option::take).flatten().unwrap_or_else(|| {
            let owner = for_waiting.with(Owner::new);
            let view = owner.with(|| untrack(waiting));
            (owner, view)
        });
        let view = OwnedView::new_with_owner(view, owner);
        // By turns in two places: nothing of the page before is kept for the next.
        if turn.is_multiple_of(2) { Either::Left(view) } else { Either::Right(view) }
    }
}

/// Takes over the address that the browser shows.
fn follow_browser() {
    let address = Address::parse(&dom::current_path());
    ADDRESS.with(|signal| {
        if signal.with_untracked(|before| *before != address) {
            signal.set(address);
        }
    });
}

fn follow_links() {
    dom::listen_for_ever(&dom::window(), "popstate", |_| {
        page::go_back();
        follow_browser();
    });
    dom::listen_for_ever(&dom::document(), "click", |event| {
        if let Some(event) = event.dyn_ref::<MouseEvent>()
            && let Some(link) = own_link(event)
        {
            event.prevent_default();
            follow_link(&link);
        }
    });
}

/// The link that a click follows, where it stays in this app and in this window.
fn own_link(event: &MouseEvent) -> Option<HtmlAnchorElement> {
    let with_key = event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key();
    if event.default_prevented() || event.button() != 0 || with_key {
        return None;
    }
    let target: Element = event.target()?.dyn_into().ok()?;
    let link: HtmlAnchorElement = target.closest("a[href]").ok()??.dyn_into().ok()?;
    let leaves = ["target", "download"].iter().any(|name| link.has_attribute(name))
        || link.rel() == "external"
        || Some(link.origin()) != dom::window().location().origin().ok();
    (!leaves).then_some(link)
}

fn follow_link(link: &HtmlAnchorElement) {
    let target = [link.pathname(), link.search(), link.hash()].concat();
    let is_here = Address::parse(&target) == ADDRESS.with(ArcRwSignal::get_untracked);
    go(&target, if is_here { Visit::Instead } else { Visit::Next });
    if is_here {
        let fragment = link.hash();
        if focus_field(fragment.trim_start_matches('#')) == Found::No {
            page::return_to_top();
        }
    }
}
