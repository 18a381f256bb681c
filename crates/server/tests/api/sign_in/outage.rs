//! A provider that does not answer, not in time, or not as a provider does; and that does so again.

use rstest::rstest;

use super::{
    Browser, World, message,
    provider::{SHORT, Trouble},
};
use crate::support::{Call, Setup};

const LARGE: usize = 300 * 1024;

#[rstest]
#[case::down(Trouble::Status(503))]
#[case::not_there(Trouble::Status(404))]
#[case::elsewhere(Trouble::Elsewhere("discovery"))]
#[case::no_json(Trouble::Text("discovery", "<html>".into()))]
#[case::nothing(Trouble::Text("discovery", String::new()))]
#[case::large(Trouble::Text("discovery", " ".repeat(LARGE)))]
#[case::another(Trouble::Text("discovery", r#"{"issuer":"https://ond.example"}"#.into()))]
#[case::keys(Trouble::Text("jwks", "[]".into()))]
#[case::pushed(Trouble::Text("par", "{}".into()))]
#[case::pushed_elsewhere(Trouble::Elsewhere("par"))]
#[tokio::test]
async fn a_sign_in_that_cannot_begin_is_told_and_works_again_by_itself(#[case] trouble: Trouble) {
    let world = World::new().await;
    world.provider.set(|book| book.trouble = trouble);
    let mut browser = Browser::default();
    let answer = browser.send(&world.app, Call::get("/auth/login?then=/minside")).await;
    assert_eq!(answer.header("location"), Some("/logg-inn?melding=utilgjengelig&til=%2Fminside"));
    world.provider.set(|book| book.trouble = Trouble::None);
    world.app.clock.advance(2_000);
    world.sign_in(&mut browser, "").await;
    assert!(world.is_signed_in(&mut browser).await);
}

#[rstest]
#[case::down(Trouble::Status(500))]
#[case::elsewhere(Trouble::Elsewhere("token"))]
#[case::no_json(Trouble::Text("token", "no".into()))]
#[case::no_token(Trouble::Text("token", r#"{"access_token":"a","token_type":"Bearer"}"#.into()))]
#[case::no_jwt(Trouble::Text("token", r#"{"access_token":"a","token_type":"Bearer","id_token":"a.b.c"}"#.into()))]
#[case::large(Trouble::Text("token", " ".repeat(LARGE)))]
#[tokio::test]
async fn a_sign_in_that_cannot_end_is_told(#[case] trouble: Trouble) {
    let world = World::new().await;
    let mut browser = Browser::default();
    let location = world.leave(&mut browser, "then=/minside").await;
    world.provider.set(|book| book.trouble = trouble);
    assert_eq!(message(&world.come_back(&mut browser, &location).await), "utilgjengelig");
    assert_eq!(browser.get("__Host-session"), None);
    // The code is not tried again: a new sign-in is.
    world.provider.set(|book| book.trouble = Trouble::None);
    assert_eq!(message(&world.come_back(&mut browser, &location).await), "utlopt");
    world.sign_in(&mut browser, "").await;
    assert!(world.is_signed_in(&mut browser).await);
}

#[rstest]
#[case::discovery("discovery")]
#[case::pushed("par")]
#[tokio::test]
async fn a_slow_provider_keeps_nobody_waiting(#[case] path: &'static str) {
    let world = World::with(Setup { timeout: SHORT, ..Setup::default() }).await.unwrap();
    world.provider.set(|book| book.trouble = Trouble::Never(path));
    let mut browser = Browser::default();
    let answer = browser.send(&world.app, Call::get("/auth/login")).await;
    assert_eq!(message(&answer), "utilgjengelig");
    world.provider.set(|book| book.trouble = Trouble::None);
    world.app.clock.advance(2_000);
    world.sign_in(&mut browser, "").await;
    assert!(world.is_signed_in(&mut browser).await);
}

#[tokio::test]
async fn what_was_told_yesterday_counts_while_the_provider_is_down() {
    let world = World::new().await;
    let mut browser = Browser::default();
    world.sign_in(&mut browser, "").await;
    world.provider.set(|book| book.trouble = Trouble::Text("discovery", "no".into()));
    world.app.clock.advance(25 * 60 * 60 * 1000);
    world.sign_in(&mut browser, "").await;
    assert!(world.is_signed_in(&mut browser).await);
    assert_eq!(world.provider.book.lock().unwrap().discoveries, 2);
}
