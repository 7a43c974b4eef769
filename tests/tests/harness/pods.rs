//! With controllers and kwok a Deployment gets Pods, and these become ready without ever running.

use std::time::Duration;

use easyscale_tests::{ControlPlane, PlaneOptions, until};

const SOON: Duration = Duration::from_mins(1);

#[tokio::test]
async fn the_pods_of_workloads_become_ready_and_go_again() {
    let plane =
        ControlPlane::start(PlaneOptions { controllers: true, ..PlaneOptions::default() }).await.unwrap();
    let shop = plane.namespace("shop").await.unwrap();
    let web = shop.create_deployment("web", 3).await.unwrap();
    let db = shop.create_statefulset("db", 2).await.unwrap();
    let ready = |target| {
        let shop = shop.clone();
        async move { Ok(shop.read(&target).await?.data["status"]["readyReplicas"].as_i64().unwrap_or(0)) }
    };
    until("three ready Pods of web", SOON, || ready(web.clone()), |seen| *seen == 3).await;
    until("two ready Pods of db", SOON, || ready(db.clone()), |seen| *seen == 2).await;
    shop.scale_as("kubectl", &web, 1).await.unwrap();
    until("one ready Pod of web", SOON, || ready(web.clone()), |seen| *seen == 1).await;
    let pods =
        || async { plane.kubectl(&["get", "pods", "-n", shop.name(), "-l", "app=web", "-o", "name"]).await };
    until("one Pod of web at all", SOON, pods, |seen| seen.lines().count() == 1).await;
}
