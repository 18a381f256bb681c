//! The page before the app is there: readable, and usable for what matters most, without wasm.
//!
//! It has the app's own markup and words, so that nothing moves when the app takes over
//! (`src/home/home_page.rs`, `src/frame/`): a browser test holds the two together.

use contract::front::{ChannelKind, ContactChannel, Front, HoursLine, Notice, NoticeLevel, OpenState};
use locale::{
    Language, TimeOfDay, Timestamp, long_date, organisation_number, phone, time_of_day, weekday_name,
};

use super::{
    page::own_path,
    template::escape,
    words::{Words, words},
};

struct Shell<'a> {
    front: &'a Front,
    language: Language,
    words: &'static Words,
    now: Timestamp,
    /// The address of the icons.
    icons: &'a str,
    out: String,
}

/// The markup of the page at this path: the whole front page, or the frame around another one.
pub(super) fn shell(front: &Front, path: &str, language: Language, now: Timestamp, icons: &str) -> String {
    let mut shell = Shell { front, language, words: words(language), now, icons, out: String::new() };
    shell.header(path);
    shell.out.push_str(r#"<main id="main" class="page" tabindex="-1">"#);
    if path == "/" {
        shell.notices();
        shell.search();
        shell.popular();
        shell.contact();
    } else {
        // The page itself comes with the app; until then, and without it, there is somebody to call.
        shell.out.push_str(r#"<div class="page-waiting" aria-busy="true"></div>"#);
        shell.contact();
    }
    shell.out.push_str("</main>");
    shell.footer();
    shell.out
}

impl Shell<'_> {
    fn header(&mut self, path: &str) {
        let (words, name) = (self.words, escape(&self.front.municipality.name));
        let frame = |key| escape(words.get("frame", key));
        let switch: String =
            Language::ALL.into_iter().map(|language| switch_button(language, self.language)).collect();
        self.out.push_str(&format!(
            r##"<a class="ds-skip-link" href="#main">{skip}</a><header class="site-header"><div class="site-header__inner"><a class="site-name" href="/"><span class="site-name__place">{name}</span><span class="site-name__title">{site}</span></a><nav class="site-nav" aria-label="{menu}"><a href="/tjenester"{on_services}>{services}</a><a href="/minside"{on_minside}>{minside}</a><a class="account-menu" href="/logg-inn">{sign_in}</a></nav><div class="language-switch" role="group" aria-label="{language}"><form action="{here}" method="get"><ul class="ds-list--unstyled">{switch}</ul></form></div></div><div class="frame-messages">{demo}<div role="status"></div></div></header>"##,
            skip = frame("skip"),
            site = frame("site_name"),
            menu = frame("menu"),
            services = frame("services"),
            on_services = current(path, "/tjenester"),
            on_minside = current(path, "/minside"),
            here = escape(own_path(path)),
            minside = frame("minside"),
            sign_in = frame("sign_in"),
            language = frame("language"),
            demo = if self.front.demo {
                format!(r#"<p class="demo-banner">{}</p>"#, frame("demo"))
            } else {
                String::new()
            },
        ));
    }

    fn notices(&mut self) {
        if self.front.notices.is_empty() {
            return;
        }
        let items: String = self.front.notices.iter().map(|notice| self.notice(notice)).collect();
        let label = self.home("notices");
        self.out.push_str(&format!(r#"<section class="notices" aria-label="{label}">{items}</section>"#));
    }

    fn notice(&self, notice: &Notice) -> String {
        let color = match notice.level {
            NoticeLevel::Crisis => "danger",
            NoticeLevel::Disruption => "warning",
            NoticeLevel::Information => "info",
        };
        let updated = notice.updated.in_norway();
        let date = long_date(updated.date, self.language);
        let time = time_of_day(updated.time, self.language);
        let shown = self.words.with("home", "notice_updated", &[("date", &date), ("time", &time)]);
        format!(
            r#"<div class="ds-alert" data-color="{color}"><h2 class="ds-heading" data-size="xs">{title}</h2><p class="ds-paragraph">{body}</p><p class="ds-paragraph notice-time" data-size="sm"><time datetime="{machine}">{shown}</time></p></div>"#,
            title = escape(&notice.title),
            body = escape(&notice.body),
            machine = notice.updated,
            shown = escape(&shown),
        )
    }

    fn search(&mut self) {
        let icon = icon(self.icons, "MagnifyingGlass");
        let (title, label, button) =
            (self.home("title"), self.home("search_label"), self.home("search_button"));
        self.out.push_str(&format!(
            r#"<section class="hero"><h1 class="ds-heading" data-size="xl">{title}</h1><form class="search-box" role="search" action="/tjenester" method="get"><label class="ds-label" for="q">{label}</label><div class="search-box__row"><input class="ds-input" type="search" id="q" name="q" autocomplete="off" enterkeyhint="search"><button class="ds-button" type="submit">{icon}<span>{button}</span></button></div></form></section>"#
        ));
    }

    fn popular(&mut self) {
        let cards: String = self
            .front
            .popular
            .iter()
            .map(|card| {
                format!(
                    r#"<li><div class="ds-card link-card"><h3 class="ds-heading" data-size="2xs"><a class="link-card__link" href="/tjenester/{id}">{title}</a></h3><p class="link-card__description">{summary}</p></div></li>"#,
                    id = escape(&card.id),
                    title = escape(&card.title),
                    summary = escape(&card.summary),
                )
            })
            .collect();
        let (heading, all) = (self.home("popular"), self.home("all_services"));
        self.out.push_str(&format!(
            r#"<section aria-labelledby="popular"><h2 id="popular" class="ds-heading" data-size="md">{heading}</h2><ul class="link-cards">{cards}</ul><p><a class="ds-link" href="/tjenester">{all}</a></p></section>"#
        ));
    }

    fn contact(&mut self) {
        let channels: String = self.front.contact.iter().map(|channel| self.channel(channel)).collect();
        let heading = self.home("contact");
        self.out.push_str(&format!(
            r#"<section class="contact" aria-labelledby="contact"><h2 id="contact" class="ds-heading" data-size="md">{heading}</h2><ul class="contact__channels">{channels}</ul></section>"#
        ));
    }

    fn channel(&self, channel: &ContactChannel) -> String {
        let color = match channel.open {
            OpenState::Always | OpenState::Open { .. } => "success",
            OpenState::Closed { .. } => "neutral",
        };
        let hours: String = channel.hours.iter().map(|line| self.hours(line)).collect();
        format!(
            r#"<li class="contact__channel"><h3 class="ds-heading" data-size="xs">{name}</h3><span class="ds-tag" data-color="{color}">{state}</span>{action}<dl class="hours">{hours}</dl><p class="contact__response">{response}</p></li>"#,
            name = escape(&channel.name),
            state = escape(&self.state(&channel.open)),
            action = self.action(channel),
            response = escape(&channel.response),
        )
    }

    fn action(&self, channel: &ContactChannel) -> String {
        let target = escape(&channel.target);
        let (href, text) = match channel.kind {
            ChannelKind::Phone => {
                let number = phone(&channel.target);
                (format!("tel:{target}"), escape(&self.words.with("channels", "call", &[("phone", &number)])))
            }
            ChannelKind::Email => (format!("mailto:{target}"), target),
            ChannelKind::SelfService => {
                ("/tjenester".to_owned(), escape(self.words.get("channels", "use_online")))
            }
            ChannelKind::Chat | ChannelKind::Counter | ChannelKind::Letter => {
                return format!(r#"<p class="contact__target">{target}</p>"#);
            }
        };
        format!(r#"<a class="ds-link" href="{href}">{text}</a>"#)
    }

    fn state(&self, state: &OpenState) -> String {
        let clock = |time: TimeOfDay| time_of_day(time, self.language);
        match state {
            OpenState::Always => self.words.get("channels", "always_open").to_owned(),
            OpenState::Open { until } => {
                self.words.with("channels", "open_until", &[("time", &clock(*until))])
            }
            OpenState::Closed { opens: None } => self.words.get("channels", "closed").to_owned(),
            OpenState::Closed { opens: Some(opens) } => {
                let opens = opens.in_norway();
                let time = clock(opens.time);
                if opens.date == self.now.in_norway().date {
                    return self.words.with("channels", "opens_today", &[("time", &time)]);
                }
                let day = weekday_name(opens.date.weekday(), self.language);
                self.words.with("channels", "opens_on", &[("day", day), ("time", &time)])
            }
        }
    }

    fn hours(&self, line: &HoursLine) -> String {
        let from = weekday_name(line.from, self.language);
        let to = weekday_name(line.to, self.language);
        let days = if line.from == line.to {
            from.to_owned()
        } else {
            self.words.with("channels", "days_span", &[("from", from), ("to", to)])
        };
        let hours = match (line.opens, line.closes) {
            (Some(opens), Some(closes)) => {
                let (from, to) = (time_of_day(opens, self.language), time_of_day(closes, self.language));
                self.words.with("channels", "hours_span", &[("from", &from), ("to", &to)])
            }
            (None, _) | (_, None) => self.words.get("channels", "closed").to_owned(),
        };
        format!("<div><dt>{}</dt><dd>{}</dd></div>", escape(&days), escape(&hours))
    }

    fn footer(&mut self) {
        let municipality = &self.front.municipality;
        let lines: String = municipality
            .postal_address
            .iter()
            .map(|line| format!(r#"<span class="footer-line">{}</span>"#, escape(line)))
            .collect();
        let number = organisation_number(&municipality.organisation_number);
        self.out.push_str(&format!(
            r#"<footer class="site-footer"><div class="site-footer__inner"><div><h2 class="ds-heading" data-size="2xs">{contact}</h2><a class="ds-link" href="tel:{phone}">{shown}</a></div><div><h2 class="ds-heading" data-size="2xs">{post}</h2><address>{lines}</address></div><p><strong>{name}</strong><span class="footer-line">{organisation}</span></p></div></footer>"#,
            contact = escape(self.words.get("frame", "footer_contact")),
            phone = escape(&municipality.phone),
            shown = escape(&phone(&municipality.phone)),
            post = escape(self.words.get("frame", "footer_post")),
            name = escape(&municipality.name),
            organisation = escape(&self.words.with("frame", "footer_organisation", &[("number", &number)])),
        ));
    }

    fn home(&self, key: &str) -> String {
        escape(self.words.get("home", key))
    }
}

/// As the app's own icons; the build tells where they are.
fn icon(icons: &str, name: &str) -> String {
    format!(
        r#"<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><use href="{icons}#{name}"></use></svg>"#,
        icons = escape(icons),
    )
}

/// Marks the link of the menu that leads to where the page is.
fn current(path: &str, start: &str) -> &'static str {
    if path.starts_with(start) { r#" aria-current="page""# } else { "" }
}

/// The app's buttons, here of a form that asks for the same page in that language.
fn switch_button(language: Language, current: Language) -> String {
    format!(
        r#"<li><button type="submit" name="lang" value="{code}" lang="{code}" aria-pressed="{pressed}">{name}</button></li>"#,
        code = language.code(),
        pressed = language == current,
        name = language.own_name(),
    )
}
