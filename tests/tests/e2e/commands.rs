//! The commands that ask a cluster, typed as a person does: `status`, `dry-run`, and `explain` and `preview` of a stored rule.

mod asked;
mod failing;
mod looked;
mod plugin;
mod proxied;
mod proxy;
mod stored;

use easyscale_tests::{ControlPlane, Person, Sandbox, Seen};

use crate::glance::clock_at;

/// In the rush.
const NOW: &str = "2026-05-08T16:10:00Z";

/// The administrator, in the rush, in a folder of its own.
async fn administrator(plane: &ControlPlane) -> (Person, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    (Person::with(plane.kubeconfig(), folder.path()).await.unwrap().at(clock_at(NOW)), folder)
}

/// Enters a command about that namespace, which ends with that code and tells nothing beside the result.
async fn enters(person: &Person, shop: &Sandbox, arguments: &[&str], code: i32) -> String {
    let seen = person.enters(&[arguments, &["-n", shop.name()]].concat()).await.unwrap();
    assert_eq!((seen.code, &*seen.err), (code, ""), "{arguments:?}: {}", seen.out);
    seen.out
}

/// What is told of an error: one line in plain words.
fn told(seen: &Seen) -> &str {
    let told = seen.err.strip_prefix("error: ").and_then(|rest| rest.strip_suffix('\n'));
    told.filter(|told| !told.contains('\n')).unwrap_or_else(|| panic!("{seen:#?}"))
}
