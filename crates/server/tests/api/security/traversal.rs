//! No path leads out of the folders of the site and of the files.

use rstest::rstest;
use sea_orm::prelude::Uuid;

use crate::{
    site::SITE,
    support::{Call, Setup},
    uploads::Sender,
};

#[rstest]
#[case::plain("/../secret.txt")]
#[case::asset("/assets/../../secret.txt")]
#[case::encoded("/assets/..%2f..%2fsecret.txt")]
#[case::encoded_dots("/assets/%2e%2e/%2e%2e/secret.txt")]
#[case::all_encoded("/%2e%2e%2fsecret.txt")]
#[case::twice("/assets/%252e%252e%252f%252e%252e%252fsecret.txt")]
#[case::backslash("/assets/..%5c..%5csecret.txt")]
#[case::null("/assets/app-1a2b.js%00/../../../secret.txt")]
#[case::null_at_the_end("/../secret.txt%00.js")]
#[case::absolute("//etc/secret.txt")]
#[case::overlong("/assets/%c0%ae%c0%ae/%c0%ae%c0%ae/secret.txt")]
#[case::no_text("/%ff%fe.txt")]
#[case::fullwidth("/assets/\u{ff0e}\u{ff0e}/secret.txt")]
#[case::drive("/C:/secret.txt")]
#[tokio::test]
async fn no_path_leads_out_of_the_site(#[case] path: &str) {
    let app = Setup { site: SITE, ..Setup::default() }.start().await.unwrap();
    std::fs::write(app.folder.path().join("secret.txt"), "hemmelig").unwrap();
    // Signs that no address may have do not get as far as the server.
    let path = path.replace('\u{ff0e}', "%ef%bc%8e");
    let answer = app.send(Call::get(&path)).await;
    assert!(answer.status.is_client_error(), "{path}: {}", answer.status);
    assert!(!answer.text().contains("hemmelig"), "{path}");
}

#[rstest]
#[case("../../../../secret.pdf", "secret.pdf")]
#[case("..\\..\\secret.pdf", "secret.pdf")]
#[case("%2e%2e%2fsecret.pdf", "%2e%2e%2fsecret.pdf")]
#[case("/etc/passwd\u{0}.pdf", "passwd.pdf")]
#[tokio::test]
async fn the_name_of_a_file_is_no_part_of_where_it_is_kept(#[case] name: &str, #[case] told_as: &str) {
    let sender = Sender::new().await;
    let (_, told) = sender.ready(name, crate::uploads::PDF).await;
    assert_eq!(told["name"], told_as);
    let objects = sender.objects();
    let kept = sender.app.folder.path().join("files/sealed/files").join(told["id"].as_str().unwrap());
    let [object] = &objects[..] else { panic!("{objects:?}") };
    assert_eq!(object.parent(), Some(kept.as_path()));
    let name = object.file_name().and_then(|name| name.to_str()).unwrap();
    assert!(Uuid::try_parse(name).is_ok(), "{name}");
}
