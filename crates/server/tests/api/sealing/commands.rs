//! The commands, as somebody in operations gives them.

use server::{
    serve::{self, StartError},
    settings::{Flags, Settings},
    storage::{StorageError, Verified, WrongKeysFile},
    vault,
};

fn settings(folder: &std::path::Path, demo: bool, keys: Option<&str>) -> Settings {
    let database = format!("sqlite://{}?mode=rwc", folder.join("db/servicetorg.db").display());
    let environment = |variable: &str| match variable {
        "DATABASE_URL" => Some(database.clone()),
        "SERVICETORG_DEMO" => Some(demo.to_string()),
        "SERVICETORG_KEYS_FILE" => keys.map(|name| folder.join(name).display().to_string()),
        "SERVICETORG_CONTENT" => Some(crate::support::pack_folder().display().to_string()),
        _ => None,
    };
    Settings::resolve(&Flags::default(), &environment).unwrap()
}

#[tokio::test]
async fn without_keys_only_a_demo_starts_and_makes_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let refused = serve::migrate(&settings(folder.path(), false, None)).await.err().unwrap();
    assert!(matches!(refused, StartError::NoKeysFile), "{refused}");
    assert!(refused.to_string().contains("servicetorg-server keys new"));
    let refused = serve::migrate(&settings(folder.path(), false, Some("none.toml"))).await.err().unwrap();
    assert!(refused.to_string().contains("servicetorg-server keys new"), "{refused}");
    assert!(!folder.path().join("db").exists(), "nothing is made without keys");

    let demo = settings(folder.path(), true, None);
    serve::seed(&demo).await.unwrap();
    let made = folder.path().join("db/servicetorg.keys.toml");
    let before = std::fs::read(&made).unwrap();
    serve::seed(&demo).await.unwrap();
    assert_eq!(std::fs::read(&made).unwrap(), before, "the same keys again");
    // A demo whose keys are lost does not get others, which would open nothing.
    std::fs::remove_file(&made).unwrap();
    assert!(serve::seed(&demo).await.is_err());
    assert!(!made.exists());
}

#[tokio::test]
async fn a_key_is_made_chosen_and_taken_out_and_the_rows_follow() {
    let folder = tempfile::tempdir().unwrap();
    let settings = settings(folder.path(), false, Some("keys.toml"));
    let file = folder.path().join("keys.toml");
    assert!(serve::new_key(&settings).unwrap().contains("is made"));
    serve::seed(&settings).await.unwrap();
    let first = vault::read(&file).unwrap().active().clone();
    let told = serve::new_key(&settings).unwrap();
    let second = vault::read(&file).unwrap().ids().find(|id| **id != first).unwrap().clone();
    assert!(told.contains(second.as_str()) && told.contains("seals nothing yet"), "{told}");
    assert_eq!(*vault::read(&file).unwrap().active(), first);
    serve::use_key(&settings, &second).unwrap();

    let refused = serve::remove_key(&settings, &first).await.err().unwrap();
    assert!(matches!(refused, StartError::Storage(StorageError::Keys(WrongKeysFile::Lacks(_)))), "{refused}");
    assert!(serve::remove_key(&settings, &second).await.is_err(), "it seals");
    let mut told = Vec::new();
    serve::rotate(&settings, &mut |line| told.push(line.to_owned())).await.unwrap();
    assert!(
        told.first().is_some_and(|line| line.ends_with(&format!("rows to seal with `{second}`"))),
        "{told:?}"
    );
    assert_eq!(told.last(), Some(&format!("`{first}` seals no row: servicetorg-server keys remove {first}")));
    serve::remove_key(&settings, &first).await.unwrap();
    assert_eq!(vault::read(&file).unwrap().ids().count(), 1);
    // The key of the audit log is sealed anew with the rest.
    assert!(matches!(serve::verify_audit(&settings).await.unwrap(), Verified::Whole { deleted: 0, .. }));
    let store = serve::migrate(&settings).await.unwrap();
    assert!(store.demo_person("ingrid").await.unwrap().is_some());

    // What is said shows no key.
    let secrets = std::fs::read_to_string(&file).unwrap();
    let secret = secrets.rsplit('"').nth(1).unwrap();
    assert!(!told.join("").contains(secret));
}
