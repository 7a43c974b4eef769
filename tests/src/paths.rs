//! Where this checkout and its build products are.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// The root of the repository.
pub fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map_or_else(PathBuf::new, Path::to_owned)
}

/// The target directory and profile this very program was built into, so that others can be built beside it.
pub(crate) struct Build {
    pub(crate) target: PathBuf,
    pub(crate) profile: String,
}

impl Build {
    /// Cargo marks its target directories with a CACHEDIR.TAG; the folder below it is named after the profile.
    pub(crate) fn of_this_program() -> Result<Self> {
        let program = std::env::current_exe().context("cannot tell where this program is")?;
        Self::of(&program)
            .with_context(|| format!("{} is not in a target directory of cargo", program.display()))
    }

    fn of(program: &Path) -> Option<Self> {
        let target = program.ancestors().find(|folder| folder.join("CACHEDIR.TAG").is_file())?;
        let profile = program.strip_prefix(target).ok()?.components().next()?.as_os_str().to_str()?;
        Some(Self { target: target.to_owned(), profile: profile.to_owned() })
    }

    /// The path of a binary of this workspace in the same build.
    pub(crate) fn binary(&self, name: &str) -> PathBuf {
        self.target.join(&self.profile).join(name)
    }

    /// The name cargo knows the profile by: its folder is called differently for one of them.
    pub(crate) fn profile_name(&self) -> &str {
        if self.profile == "debug" { "dev" } else { &self.profile }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_repository_is_the_one_with_the_workspace() {
        assert!(repository().join("hack/testenv").is_dir());
    }

    #[test]
    fn this_test_knows_its_own_build() {
        let build = Build::of_this_program().expect("a build");
        let program = std::env::current_exe().expect("a path");
        assert!(
            program.starts_with(build.binary("")),
            "{} is in {}",
            program.display(),
            build.binary("").display()
        );
    }
}
