//! The two nights of the year on which the clocks are changed. EasyScale's clock never runs backwards: in autumn it
//! waits, in spring it jumps along.

use easyscale_tests::{Day, entry, rule};

use crate::stage::{active, crossed, instant, next, operator_before, settled, settled_before, shop};

#[tokio::test]
async fn when_clocks_go_back_a_window_ends_once_and_at_the_first_of_the_two_times() {
    let shop = shop().await;
    let web = shop.create_deployment("web", 2).await.unwrap();
    shop.create_deployment("clock", 1).await.unwrap();
    let evening = entry("Evening").days(&[Day::Saturday]).from("20:00").to("02:30").replicas(2);
    shop.create_rule(rule("web").zone("Europe/Berlin").entry(evening).default(5)).await.unwrap();
    let hour = entry("Half an hour").from("01:00").to("01:30").replicas(4);
    shop.create_rule(rule("clock").entry(hour).default(1)).await.unwrap();

    let mut operator = operator_before(&shop, "2026-10-25T00:30:00Z").await;
    let before = settled_before(&operator, &shop, "web", "2026-10-25T00:30:00Z").await;
    let (start, end) = (instant("2026-10-24T18:00:00Z"), instant("2026-10-25T00:30:00Z"));
    assert_eq!(active(&before), ("Evening", Some(start), Some(end)));
    let ended = crossed(&operator, &shop, "web", "2026-10-25T00:30:00Z", (2, 5)).await;
    assert_eq!(next(&ended), (instant("2026-10-31T19:00:00Z"), Some(2)), "a week later, in winter time");
    assert!(operator.terminate().await.unwrap().0.success());

    // 02:00 for the second time, then 02:30 for the second time; the other rule shows that they have passed.
    for (boundary, numbers) in [("2026-10-25T01:00:00Z", (1, 4)), ("2026-10-25T01:30:00Z", (4, 1))] {
        let mut operator = operator_before(&shop, boundary).await;
        settled_before(&operator, &shop, "clock", boundary).await;
        crossed(&operator, &shop, "clock", boundary, numbers).await;
        assert_eq!(shop.replicas(&web).await.unwrap(), 5, "at {boundary}");
        assert!(operator.terminate().await.unwrap().0.success());
    }
    let night = settled(&shop, "web").await;
    assert_eq!(night.history, ended.history);
    assert_eq!(active(&night), ("default", Some(end), Some(instant("2026-10-31T19:00:00Z"))));
}

#[tokio::test]
async fn when_clocks_go_forward_windows_meet_at_the_gap_and_one_inside_it_does_not_happen() {
    let shop = shop().await;
    for (name, replicas) in [("web", 2), ("gate", 2), ("gap", 4)] {
        shop.create_deployment(name, replicas).await.unwrap();
    }
    let night = || entry("Night").days(&[Day::Saturday]).from("22:00").to("02:30").replicas(2);
    let early = entry("Early").days(&[Day::Sunday]).from("02:30").to("05:00").replicas(7);
    let inside = entry("Gap").days(&[Day::Sunday]).from("02:15").to("02:45").replicas(9);
    let berlin = |name| rule(name).zone("Europe/Berlin").default(4);
    shop.create_rule(berlin("web").entry(night())).await.unwrap();
    shop.create_rule(berlin("gate").entry(night()).entry(early)).await.unwrap();
    shop.create_rule(berlin("gap").entry(inside)).await.unwrap();

    let operator = operator_before(&shop, "2026-03-29T01:00:00Z").await;
    let gap = instant("2026-03-29T01:00:00Z");
    for name in ["web", "gate"] {
        let before = settled_before(&operator, &shop, name, "2026-03-29T01:00:00Z").await;
        assert_eq!(active(&before), ("Night", Some(instant("2026-03-28T21:00:00Z")), Some(gap)));
    }
    settled_before(&operator, &shop, "gap", "2026-03-29T01:00:00Z").await;

    let web = crossed(&operator, &shop, "web", "2026-03-29T01:00:00Z", (2, 4)).await;
    assert_eq!(active(&web), ("default", Some(gap), Some(instant("2026-04-04T20:00:00Z"))));
    let gate = crossed(&operator, &shop, "gate", "2026-03-29T01:00:00Z", (2, 7)).await;
    assert_eq!(
        active(&gate),
        ("Early", Some(gap), Some(instant("2026-03-29T03:00:00Z"))),
        "no hole, no overlap"
    );
    assert_eq!(gate.history.len(), 1, "one write, not one to the default and back: {:?}", gate.history);
    let nothing = shop.status("gap").await.unwrap();
    assert_eq!(nothing.history, []);
    assert_eq!(next(&nothing), (instant("2026-04-05T00:15:00Z"), Some(9)), "a week later");
}
