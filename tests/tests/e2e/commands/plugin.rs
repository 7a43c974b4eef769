//! As a plugin of the real kubectl.

use std::os::unix::fs::symlink;

use super::administrator;
use crate::stage::shop;
use crate::usual::rush;

#[tokio::test]
async fn kubectl_finds_the_plugin_and_hands_everything_on() {
    let shop = shop().await;
    shop.create_rule(rush()).await.unwrap();
    let plane = shop.plane();
    let (person, folder) = administrator(shop.plane()).await;
    symlink(person.program(), folder.path().join("kubectl-easyscale")).unwrap();
    let kubectl = async |arguments: &[&str]| {
        let mut command = tokio::process::Command::new(&plane.about().kubectl);
        let kubeconfig = plane.kubeconfig();
        command.args(arguments).env_clear().env("PATH", folder.path()).env("KUBECONFIG", kubeconfig);
        let output = command.env("HOME", folder.path()).output().await.unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (output.status.code(), text(output.stdout), text(output.stderr))
    };
    let (code, version, _) = kubectl(&["easyscale", "version"]).await;
    assert_eq!(code, Some(0));
    assert!(version.starts_with("easyscale "), "{version}");
    let (code, status, told) = kubectl(&["easyscale", "status", "-n", shop.name()]).await;
    assert_eq!((code, &*told), (Some(1), ""), "nobody has looked at the rule yet: {status}");
    assert!(status.contains("not yet"), "{status}");
    let (code, _, told) = kubectl(&["easyscale", "preview"]).await;
    assert_eq!(code, Some(2));
    assert!(told.contains("Usage: kubectl easyscale preview <FILE|RULE>..."), "{told}");
}
