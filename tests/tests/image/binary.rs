//! The static binary, built once.

use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use easyscale_tests::repository;

/// Where `hack/build-static.sh` puts it.
pub(crate) fn binary() -> &'static PathBuf {
    static BINARY: OnceLock<PathBuf> = OnceLock::new();
    BINARY.get_or_init(|| {
        let mut script = Command::new("hack/build-static.sh");
        script.current_dir(repository()).stdin(Stdio::null());
        // Cargo tells the programs it runs about themselves. Build scripts would take that for a change and run again.
        for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("CARGO_"))
        {
            if name != "CARGO_HOME" && name != "CARGO_TARGET_DIR" {
                script.env_remove(&name);
            }
        }
        let output = script.output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        repository().join(String::from_utf8(output.stdout).unwrap().trim())
    })
}
