//! People and service accounts have the rights they were given and no others.

use easyscale_tests::ControlPlane;

#[tokio::test]
async fn a_service_account_may_do_what_its_role_allows_and_nothing_else() {
    let plane = ControlPlane::shared().await;
    let shop = plane.namespace("rights").await.unwrap();
    let kubeconfig = plane.kubeconfig_of_service_account(shop.name(), "reader").await.unwrap();
    let list = ["get", "scalingrules", "-n", shop.name()];
    let refused = plane.kubectl_as(&kubeconfig, &list).await.unwrap_err().to_string();
    assert!(refused.contains(&format!("system:serviceaccount:{}:reader", shop.name())), "{refused}");

    plane
        .kubectl(&["create", "role", "r", "--verb=list", "--resource=scalingrules", "-n", shop.name()])
        .await
        .unwrap();
    let account = format!("--serviceaccount={}:reader", shop.name());
    plane.kubectl(&["create", "rolebinding", "r", "--role=r", &account, "-n", shop.name()]).await.unwrap();
    assert_eq!(plane.kubectl_as(&kubeconfig, &list).await.unwrap(), "");
    let delete = ["delete", "scalingrule", "web", "-n", shop.name()];
    assert!(plane.kubectl_as(&kubeconfig, &delete).await.unwrap_err().to_string().contains("cannot delete"));
}

#[tokio::test]
async fn a_person_acts_under_their_own_name_and_groups() {
    let plane = ControlPlane::shared().await;
    let kubeconfig = plane.kubeconfig_of_user("alice", &["shopkeepers"]).unwrap();
    let answer = plane.kubectl_as(&kubeconfig, &["auth", "whoami", "-o", "json"]).await.unwrap();
    assert!(answer.contains("alice") && answer.contains("shopkeepers"), "{answer}");
    assert!(!answer.contains("system:masters"), "{answer}");
    let refused = plane.kubectl_as(&kubeconfig, &["get", "nodes"]).await.unwrap_err().to_string();
    assert!(refused.contains("alice"), "{refused}");
}
