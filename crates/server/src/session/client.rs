//! What a browser says it is, in the few kinds that people know by name. The rest of what it says is not kept.

use contract::session::{Browser, System};
use http::{HeaderMap, header::USER_AGENT};

use crate::extract::header_text;

/// The browser and what it runs on.
#[must_use]
pub fn client(headers: &HeaderMap) -> (Browser, System) {
    let told = header_text(headers, USER_AGENT.as_str()).unwrap_or_default();
    (browser(told), system(told))
}

/// Most browsers also say that they are those they wish to be taken for: the rarer name counts.
fn browser(told: &str) -> Browser {
    let known = [
        (["Edg/", "EdgA/", "EdgiOS/"].as_slice(), Browser::Edge),
        (&["OPR/", "OPT/", "Opera"], Browser::Opera),
        (&["SamsungBrowser/"], Browser::Samsung),
        (&["Firefox/", "FxiOS/"], Browser::Firefox),
        (&["Chrome/", "CriOS/", "Chromium/"], Browser::Chrome),
        (&["Safari/"], Browser::Safari),
    ];
    first(told, &known).unwrap_or(Browser::Other)
}

fn system(told: &str) -> System {
    let known = [
        (["iPhone"].as_slice(), System::Iphone),
        (&["iPad"], System::Ipad),
        (&["Android"], System::Android),
        (&["Windows"], System::Windows),
        (&["Macintosh", "Mac OS"], System::Mac),
        (&["CrOS"], System::Chromebook),
        (&["Linux", "X11"], System::Linux),
    ];
    first(told, &known).unwrap_or(System::Other)
}

fn first<T: Copy>(told: &str, known: &[(&[&str], T)]) -> Option<T> {
    known.iter().find(|(marks, _)| marks.iter().any(|mark| told.contains(mark))).map(|(_, kind)| *kind)
}

#[cfg(test)]
mod tests {
    use contract::session::{Browser, System};
    use rstest::rstest;

    use super::{browser, system};

    #[rstest]
    #[case(
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0",
        Browser::Edge,
        System::Windows
    )]
    #[case(
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1",
        Browser::Safari,
        System::Iphone
    )]
    #[case(
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/140.0 Mobile/15E148 Safari/604.1",
        Browser::Chrome,
        System::Iphone
    )]
    #[case(
        "Mozilla/5.0 (Linux; Android 15; SM-S921B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36",
        Browser::Samsung,
        System::Android
    )]
    #[case(
        "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0",
        Browser::Firefox,
        System::Linux
    )]
    #[case(
        "Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36",
        Browser::Chrome,
        System::Chromebook
    )]
    #[case(
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36 OPR/120.0",
        Browser::Opera,
        System::Mac
    )]
    #[case("curl/8.0", Browser::Other, System::Other)]
    #[case("", Browser::Other, System::Other)]
    fn people_know_it_by_name(#[case] told: &str, #[case] is: Browser, #[case] on: System) {
        assert_eq!((browser(told), system(told)), (is, on));
    }
}
