//! Who this process is in the lease.

use std::hash::{BuildHasher, Hasher, RandomState};

/// The lock uses the identity as a field manager as well, which may have 128 bytes.
const LONGEST: usize = 128;

/// `<name>-<16 random hex digits>`: a restarted process is another holder than the one that it follows.
///
/// `name` is the given one, else the pod's (`$POD_NAME`, or `$HOSTNAME`, which is the same in a pod).
pub(crate) fn identity(given: Option<&str>) -> String {
    let from_env = || ["POD_NAME", "HOSTNAME"].into_iter().find_map(|name| std::env::var(name).ok());
    let name = given.map(str::to_owned).or_else(from_env).unwrap_or_else(|| "easyscale".to_owned());
    // std seeds this from the system's source of randomness.
    with_suffix(&name, RandomState::new().build_hasher().finish())
}

fn with_suffix(name: &str, random: u64) -> String {
    let suffix = format!("-{random:016x}");
    // A field manager must be printable.
    let printable: String = name.chars().filter(char::is_ascii_graphic).collect();
    format!("{}{suffix}", &printable[..printable.len().min(LONGEST - suffix.len())])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_restarted_process_is_another_holder() {
        assert_ne!(identity(Some("pod-1")), identity(Some("pod-1")));
        assert!(identity(Some("pod-1")).starts_with("pod-1-"));
    }

    #[test]
    fn a_long_name_leaves_room_for_the_suffix() {
        let identity = with_suffix(&"p".repeat(253), 0xabc);
        assert_eq!(identity.len(), LONGEST);
        assert!(identity.ends_with("p-0000000000000abc"));
    }

    #[test]
    fn what_cannot_be_printed_is_left_out() {
        assert_eq!(with_suffix("my pöd\n", 1), "mypd-0000000000000001");
    }
}
