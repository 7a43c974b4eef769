//! Who may talk to the test API server: the token of its administrator, and the kubeconfig files that carry tokens.

use std::fs;
use std::io::{Read, Write};
use std::path::Path;

use anyhow::{Context, Result};
use serde_json::{Value, json};

/// A token nobody else on the machine can guess: the server listens on loopback, where other users are, too.
pub(crate) fn random_token() -> Result<String> {
    let mut bytes = [0_u8; 24];
    fs::File::open("/dev/urandom")
        .and_then(|mut source| source.read_exact(&mut bytes))
        .context("cannot read random bytes from /dev/urandom")?;
    Ok(bytes.iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}")))
}

/// Writes the file for `--token-auth-file`: one administrator.
pub(crate) fn write_token_file(path: &Path, token: &str) -> Result<()> {
    fs::write(path, format!("{token},admin,admin,\"system:masters\"\n"))
        .with_context(|| format!("cannot write {}", path.display()))
}

/// Writes a kubeconfig (as JSON, which is YAML) for one user of one server.
pub(crate) fn write_kubeconfig(path: &Path, server: &str, authority: &Path, user: &Value) -> Result<()> {
    let config = json!({
        "apiVersion": "v1",
        "kind": "Config",
        "clusters": [{"name": "test", "cluster": {"server": server, "certificate-authority": authority}}],
        "users": [{"name": "user", "user": user}],
        "contexts": [{"name": "test", "context": {"cluster": "test", "user": "user"}}],
        "current-context": "test",
    });
    write_whole(path, &serde_json::to_vec_pretty(&config)?)
        .with_context(|| format!("cannot write {}", path.display()))
}

/// Whoever reads the file meanwhile finds the old text or the new one, and never a half of it.
fn write_whole(path: &Path, text: &[u8]) -> Result<()> {
    let folder = path.parent().context("a path without a folder")?;
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(text)?;
    file.persist(path)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_differ() {
        let token = random_token().expect("a token");
        assert_eq!(token.len(), 48);
        assert_ne!(token, random_token().expect("a token"));
    }
}
