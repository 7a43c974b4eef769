//! The rights that every operator needs, taken away one by one, each from an operator of its own. Each operator looks at one
//! namespace, so that all of them can run at the same time.

use easyscale_tests::{ControlPlane, Crd, Operator, OperatorOptions, PlaneOptions, Sandbox, eventually};
use futures::stream::{self, StreamExt as _};

use crate::SOON;
use crate::account::{Account, fleets};
use crate::right::{Right, of_the_cluster_role, of_the_lease_role, rights};
use crate::scene::{START, complaint, meddle, set, wait_for_event, wait_until_well};

/// How many operators run at the same time.
const AT_ONCE: usize = 6;

/// With a definition that checks nothing, so that there can be a rule that makes no sense.
async fn plane() -> ControlPlane {
    let plane =
        ControlPlane::start(PlaneOptions { crd: Crd::Unchecked, ..PlaneOptions::default() }).await.unwrap();
    plane.install_fleets().await.unwrap();
    plane
}

async fn start(plane: &ControlPlane, shop: &Sandbox, account: &Account<'_>) -> Operator {
    let options =
        OperatorOptions::watching(shop).with_lease(shop).as_user(&account.kubeconfig).starting_at(START);
    Operator::start(plane, options).await.unwrap()
}

/// What is taken away to see whether one right is needed. What is watched need not be asked for.
fn taken_for(right: &Right) -> Vec<Right> {
    let mut taken = vec![right.clone()];
    if right.verb == "get" && right.resource.ends_with("/scale") {
        let resource = right.resource.trim_end_matches("/scale").to_owned();
        taken.push(Right { verb: "list".to_owned(), resource, ..right.clone() });
    }
    taken
}

/// Without that right it is told by name; with it again all is well.
async fn is_needed_and_healed(plane: &ControlPlane, right: &Right) {
    let shop = plane.namespace("shop").await.unwrap();
    set(&shop).await;
    let account = Account::without(plane, &shop, &taken_for(right), &fleets()).await;
    let operator = start(plane, &shop, &account).await;
    if right.verb == "get" && !right.resource.contains('/') && right.group == "apps" {
        // Who changed a number is looked up when somebody has.
        for name in ["web", "db"] {
            wait_for_event(&shop, name).await;
        }
        meddle(&shop).await;
    }
    let what = format!("being told that this is missing: {right}");
    let told = eventually(&what, SOON, || async { Ok(complaint(&shop, &operator, right).await) }).await;
    println!("{right}: {told}");
    account.grant_all(&fleets()).await;
    wait_until_well(&shop, &operator).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_right_in_a_namespace_is_needed_and_told_when_missing_and_healed_without_a_restart() {
    let plane = plane().await;
    let all = rights(&[of_the_cluster_role(), of_the_lease_role()].concat());
    let namespaced: Vec<Right> = all.into_iter().filter(|right| !right.is_of_the_cluster()).collect();
    assert!(namespaced.len() > 15, "{namespaced:?}");
    stream::iter(&namespaced).for_each_concurrent(AT_ONCE, |right| is_needed_and_healed(&plane, right)).await;
}

#[tokio::test]
async fn with_all_rights_everything_works_and_nothing_is_missing() {
    let plane = plane().await;
    let shop = plane.namespace("shop").await.unwrap();
    set(&shop).await;
    let account = Account::without(&plane, &shop, &[], &fleets()).await;
    let mut leader = start(&plane, &shop, &account).await;
    wait_until_well(&shop, &leader).await;
    for name in ["web", "db", "north"] {
        wait_for_event(&shop, name).await;
    }
    meddle(&shop).await;
    wait_until_well(&shop, &leader).await;
    let history = shop.status("web").await.unwrap().history;
    assert_eq!(format!("{:?}", history.first().unwrap().reason), "Drift", "{history:?}");

    // The lease is given back and taken over.
    let follower = start(&plane, &shop, &account).await;
    assert!(leader.terminate().await.unwrap().0.success());
    wait_until_well(&shop, &follower).await;
    for operator in [&leader, &follower] {
        let lines = operator.logs();
        let missed: Vec<_> = lines.iter().filter(|line| line.contains("a right is missing")).collect();
        assert_eq!(missed, [""; 0]);
        assert!(!lines.iter().any(|line| line.contains("forbidden")), "{lines:#?}");
    }
}
