//! Where somebody may be sent: to a page of this site, and nowhere else.

use rstest::rstest;

use super::{Browser, World, message};
use crate::support::Call;

#[rstest]
#[case("https%3A%2F%2Fond.example")]
#[case("%2F%2Fond.example%2Fminside")]
#[case("%2F%5Cond.example")]
#[case("%5C%5Cond.example")]
#[case("%2F%09%2Fond.example")]
#[case("%2F%0D%0Aset-cookie%3A%20a%3Db")]
#[case("javascript%3Aalert(1)")]
#[case("%2Fauth%2Flogout%2Fdone")]
#[case("%2F%C3%A5")]
#[case("")]
#[tokio::test]
async fn a_return_to_another_site_leads_to_min_side(#[case] then: &str) {
    let world = World::new().await;
    let mut browser = Browser::default();
    let answer = world.sign_in(&mut browser, &format!("then={then}")).await;
    assert_eq!(answer.header("location"), Some("/minside"));
    assert_eq!(answer.header("a"), None);
}

#[tokio::test]
async fn parameters_that_stand_twice_are_none() {
    let world = World::new().await;
    let mut browser = Browser::default();
    let answer = world.sign_in(&mut browser, "then=/tjenester&then=//ond.example").await;
    assert_eq!(answer.header("location"), Some("/minside"));
    for twice in
        ["/auth/callback?state=a&state=b&code=c", "/auth/callback", "/auth/callback?state=%FF&code=%00"]
    {
        assert_eq!(message(&browser.send(&world.app, Call::get(twice)).await), "utlopt");
    }
}

#[tokio::test]
async fn only_the_browsers_own_window_goes_out() {
    let world = World::new().await;
    for (name, value) in
        [("sec-fetch-mode", "cors"), ("sec-fetch-dest", "iframe"), ("sec-fetch-dest", "image")]
    {
        let call = Call::get("/auth/login").header("sec-fetch-site", "same-origin").header(name, value);
        assert_eq!(world.app.send(call).await.status, 400);
    }
    // No other site signs anybody out.
    let foreign = Call::post("/auth/logout")
        .header("sec-fetch-site", "cross-site")
        .header("origin", "https://ond.example");
    assert_eq!(world.app.send(foreign).await.problem(), "cross_site");
}

#[tokio::test]
async fn nobody_begins_sign_ins_without_end() {
    let world = World::new().await;
    let mut last = 0;
    for _ in 0..=300 {
        last = world.app.send(Call::get("/auth/login")).await.status.as_u16();
    }
    assert_eq!(last, 429);
}

#[tokio::test]
async fn without_a_provider_the_page_says_so() {
    let app = crate::support::TestApp::new().await;
    assert_eq!(message(&app.send(Call::get("/auth/login")).await), "utilgjengelig");
    assert_eq!(message(&app.send(Call::get("/auth/callback?state=a&code=b")).await), "utlopt");
    assert_eq!(message(&app.send(Call::post("/auth/logout")).await), "logget-ut");
}
