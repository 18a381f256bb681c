//! What is personal is kept nowhere.

use super::walk::{World, routes};

#[tokio::test]
async fn no_personal_answer_is_kept_by_browser_or_proxy() {
    let world = World::new().await;
    let mut good = 0;
    for route in routes().into_iter().filter(|route| !route.is_public()) {
        // Looks before it changes: what ends the session comes last.
        if route.changes() {
            continue;
        }
        let answer = world.send(&route, &world.ids, &world.ingrid).await;
        good += usize::from(answer.status.is_success());
        assert_eq!(answer.header("cache-control"), Some("no-store"), "{} {}", route.method, route.template);
    }
    assert!(good >= 10, "{good}");
    for route in routes().into_iter().filter(|route| !route.is_public() && route.changes()) {
        let cookie = world.app.sign_in("ingrid").await;
        let answer = world.send(&route, &world.ids, &cookie).await;
        assert!(answer.status.as_u16() < 500, "{} {}: {answer:?}", route.method, route.template);
        assert_eq!(answer.header("cache-control"), Some("no-store"), "{} {}", route.method, route.template);
    }
}

#[tokio::test]
async fn what_may_be_kept_is_the_same_for_everybody() {
    let world = World::new().await;
    for route in routes().into_iter().filter(|route| route.is_public() && !route.changes()) {
        let nobodys = world.send(&route, &world.ids, "").await;
        for cookie in [&world.ingrid, &world.jonas] {
            let theirs = world.send(&route, &world.ids, cookie).await;
            assert_eq!(theirs.status, nobodys.status, "{}", route.template);
            if theirs.status.is_success() {
                assert_eq!(theirs.body, nobodys.body, "{}", route.template);
            }
        }
    }
}
