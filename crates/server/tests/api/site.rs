//! The site: pages that can be read before the app is there, and files that are kept.

use rstest::rstest;

use super::support::{Call, Setup, TestApp};

/// As the site build leaves it.
pub(crate) const SITE: &[(&str, &str)] = &[
    (
        "index.html",
        r#"<!doctype html><html lang="{{lang}}"><head><title>{{title}}</title><meta name="icons" content="/assets/icons-1a2b.svg"></head><body><div id="app">{{shell}}</div><script type="application/json" id="front">{{front}}</script></body></html>"#,
    ),
    ("assets/app-1a2b.js", "export {};"),
    ("assets/app-1a2b.js.br", "brotli"),
    ("assets/app-1a2b.js.gz", "gzip"),
    ("assets/app-1a2b.wasm", "\0asm"),
    ("robots.txt", "User-agent: *\n"),
];

async fn app() -> TestApp {
    Setup { site: SITE, ..Setup::default() }.start().await.unwrap()
}

#[tokio::test]
async fn the_front_page_can_be_read_without_the_app() {
    let app = app().await;
    let page = app.send(Call::get("/")).await;
    assert_eq!(page.header("content-type"), Some("text/html; charset=utf-8"));
    let page = page.text();
    insta::assert_snapshot!("front_page", page.replace("><", ">\n<"));
    assert!(page.contains(r#"<form class="search-box" role="search" action="/tjenester" method="get">"#));
    assert!(page.contains(r#"href="tel:+4722334455""#));
    assert!(page.contains(r##"<use href="/assets/icons-1a2b.svg#MagnifyingGlass">"##));
}

#[tokio::test]
async fn another_sites_address_is_never_led_to() {
    for path in ["//ond.example/minside", "//ond"] {
        let page = app().await.send(Call::get(path)).await.text();
        assert!(page.contains(r#"<form action="/" method="get">"#) && !page.contains("//ond"), "{page}");
    }
}

#[tokio::test]
async fn the_languages_of_the_shell() {
    let app = app().await;
    let language = async |call: Call| {
        let page = app.send(call).await.text();
        page.split("lang=\"").nth(1).unwrap()[..2].to_owned()
    };
    assert_eq!(language(Call::get("/")).await, "nb");
    assert_eq!(language(Call::get("/").header("accept-language", "de, nn;q=0.8, en;q=0.5")).await, "nn");
    let chosen = || Call::get("/").header("accept-language", "en").cookie("lang=nn");
    assert_eq!(language(chosen()).await, "nn");
    assert_eq!(
        language(Call::get("/?lang=nb").header("accept-language", "en").cookie("lang=nn")).await,
        "nb"
    );
    assert_eq!(language(Call::get("/?lang=klingon").header("accept-language", "en")).await, "en");
    let vary = app.send(chosen()).await;
    let vary: Vec<_> = vary.headers.get_all("vary").iter().map(|value| value.to_str().unwrap()).collect();
    assert!(vary.iter().any(|value| value.contains("accept-language, cookie")), "{vary:?}");
}

#[rstest]
#[case("nb")]
#[case("nn")]
#[case("en")]
#[tokio::test]
async fn no_word_of_the_shell_is_missing(#[case] language: &str) {
    let app = app().await;
    for path in ["/", "/tjenester"] {
        let page = app.send(Call::get(&format!("{path}?lang={language}"))).await.text();
        let shell = page.split("<script").next().unwrap();
        for empty in [
            "\"></h1>",
            "\"></h2>",
            "\"></h3>",
            "\"></a>",
            "\"></span>",
            "\"></p>",
            "\"></label>",
            "<dt></dt>",
            "<dd></dd>",
            "<title> ",
            "<span></span>",
            "<p></p>",
            "aria-label=\"\"",
            "{",
        ] {
            assert!(!shell.contains(empty), "{language} {path}: {empty}");
        }
    }
}

#[tokio::test]
async fn content_cannot_break_out_of_the_page() {
    let page = app().await.send(Call::get("/")).await.text();
    assert!(page.contains("Vannet er borte &lt;/script&gt;&lt;b&gt;her&lt;/b&gt;"));
    assert!(page.contains(r"\u003c/script>\u003cb>her"));
    assert_eq!(page.matches("</script>").count(), 1);
    let front = page.split(r#"id="front">"#).nth(1).unwrap().split("</script>").next().unwrap();
    let front: contract::front::Front = serde_json::from_str(front).unwrap();
    assert_eq!(front.notices[0].title, "Vannet er borte </script><b>her</b>");
}

#[rstest]
#[case("/", 200, "Hva kan vi hjelpe deg med?")]
#[case("/tjenester", 200, "Tjenester")]
#[case("/tjenester?q=parkering", 200, "Tjenester")]
#[case("/tjenester/prove-tjeneste", 200, "Prøvetjeneste")]
#[case("/tjenester/finnes-ikke", 404, "Vi finner ikke siden")]
#[case("/skjema/prove", 200, "Prøveskjema (nb)")]
#[case("/skjema/prove/hvem", 200, "Prøveskjema (nb)")]
#[case("/skjema/prove/kvittering/DRM-7K4M-2QXA", 200, "Prøveskjema (nb)")]
#[case("/skjema/finnes-ikke", 404, "Vi finner ikke siden")]
#[case("/minside", 200, "Min side")]
#[case("/minside/saker/DRM-7K4M-2QXA", 200, "Min side")]
#[case("/logg-inn?til=/minside", 200, "Logg inn")]
#[case("/komponenter", 200, "UI")]
#[case("/finnes/ikke", 404, "Vi finner ikke siden")]
#[tokio::test]
async fn each_page_has_its_title(#[case] path: &str, #[case] status: u16, #[case] title: &str) {
    let answer = app().await.send(Call::get(path)).await;
    assert_eq!(answer.status, status);
    let page = answer.text();
    assert!(page.contains(&format!("<title>{title} – Prøve kommune</title>")), "{page}");
    assert!(page.contains(r#"href="tel:+4722334455""#), "the number to call is on every page");
}

#[tokio::test]
async fn a_page_is_not_sent_again_where_it_is_the_same() {
    let app = app().await;
    let page = app.send(Call::get("/")).await;
    assert_eq!(page.header("cache-control"), Some("no-cache"));
    let again = app.send(Call::get("/").header("if-none-match", page.header("etag").unwrap())).await;
    assert_eq!((again.status.as_u16(), again.body.len()), (304, 0));
}

#[tokio::test]
async fn a_page_goes_compressed() {
    let answer = app().await.send(Call::get("/").header("accept-encoding", "gzip, br")).await;
    assert_eq!(answer.header("content-encoding"), Some("br"));
}

#[tokio::test]
async fn assets_are_kept_for_ever_and_go_as_they_were_compressed() {
    let app = app().await;
    let path = "/assets/app-1a2b.js";
    for (accepted, body) in [("br, gzip", "brotli"), ("gzip", "gzip"), ("identity", "export {};")] {
        let answer = app.send(Call::get(path).header("accept-encoding", accepted)).await;
        assert_eq!(answer.text(), body);
        assert_eq!(answer.header("cache-control"), Some("public, max-age=31536000, immutable"));
        assert!(answer.header("content-type").unwrap().contains("javascript"));
    }
    let wasm = app.send(Call::get("/assets/app-1a2b.wasm")).await;
    assert_eq!(wasm.header("content-type"), Some("application/wasm"));
}

#[rstest]
#[case("/assets/app-0000.js")]
#[case("/assets/")]
#[case("/assets/mappe")]
#[case("/missing.png")]
#[case("/../Cargo.toml")]
#[case("/assets/../../test.db")]
#[case("/%2e%2e/test.db")]
#[case("/assets/%2e%2e%2f%2e%2e%2ftest.db")]
#[tokio::test]
async fn what_is_not_there_is_no_page_and_is_not_kept(#[case] path: &str) {
    let app = app().await;
    assert!(app.folder.path().join("test.db").exists());
    let answer = app.send(Call::get(path)).await;
    assert_eq!(answer.status, 404);
    assert_eq!(answer.header("cache-control"), Some("no-cache"));
    assert!(!answer.text().contains("<html"));
}

#[tokio::test]
async fn the_template_itself_is_not_a_page() {
    let answer = app().await.send(Call::get("/index.html")).await;
    assert_eq!((answer.status.as_u16(), answer.header("location")), (308, Some("/")));
}

#[tokio::test]
async fn without_a_site_the_api_runs() {
    let app = TestApp::new().await;
    assert_eq!(app.send(Call::get("/")).await.problem(), "not_found");
    assert_eq!(app.send(Call::get("/api/v1/front")).await.status, 200);
}
