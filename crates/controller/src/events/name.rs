//! The deterministic name of an Event.

/// A Kubernetes object name may have this many bytes.
const LONGEST_NAME: usize = 253;

/// The name of the Event that `parts` identify (such as uid, boundary, generation, reason): `<rule_name>.<16 hex digits>`.
///
/// The same parts give the same name in every process and every build; other parts give another one. `rule_name` has to
/// be an object's name; one that leaves no room is cut.
pub fn name(rule_name: &str, parts: &[&str]) -> String {
    let digits = format!(".{:016x}", hash(parts));
    let end = rule_name.floor_char_boundary(LONGEST_NAME - digits.len());
    // What stands before a dot in a name may end neither in a dash nor in a dot.
    let start = rule_name[..end].trim_end_matches(['-', '.']);
    format!("{start}{digits}")
}

/// FNV-1a, 64 bits: short, and fixed for ever by its definition, which std's hashers are not.
fn hash(parts: &[&str]) -> u64 {
    const OFFSET_BASIS: u64 = 0xcbf2_9ce4_8422_2325;
    const PRIME: u64 = 0x0000_0100_0000_01b3;
    // 0xff occurs in no UTF-8 text: ["a", "bc"] and ["ab", "c"] differ.
    let bytes = parts.iter().flat_map(|part| part.bytes().chain([0xff]));
    bytes.fold(OFFSET_BASIS, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(PRIME))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_is_the_same_in_every_build() {
        assert_eq!(name("web", &["uid", "2026-05-08T22:00:00Z", "1"]), "web.6185a14375ec4176");
    }

    #[test]
    fn other_parts_and_other_cuts_give_other_names() {
        let names = [
            name("web", &["a", "bc"]),
            name("web", &["ab", "c"]),
            name("web", &["abc"]),
            name("web", &["abc", ""]),
            name("web", &[]),
        ];
        for (index, one) in names.iter().enumerate() {
            assert!(!names[index + 1..].contains(one), "{one} twice");
        }
    }

    #[test]
    fn a_long_rule_name_is_cut_where_a_name_may_end() {
        assert_eq!(name(&"a".repeat(253), &["x"]).len(), LONGEST_NAME);
        let dashes = format!("{}-.-{}", "a".repeat(234), "b".repeat(16));
        let cut = name(&dashes, &["x"]);
        assert!(cut.starts_with(&format!("{}.", "a".repeat(234))), "{cut}");
    }
}
