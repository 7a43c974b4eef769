//! The operator as it is shipped: one static binary, alone in a container that may do nothing.
//!
//! `hack/build-static.sh` builds it, as the Dockerfile does. `crun`, which engines such as CRI-O and Podman start
//! containers with, runs it as the Deployment in `config/manager` asks for: an empty root that cannot be written to, a
//! user without a name, no capabilities, no new privileges, and the system calls of their default profile only.

#![allow(clippy::unwrap_used, reason = "what must not happen ends the test")]

mod binary;
mod container;
mod contents;
mod dockerfile;
mod processes;
mod running;
mod seccomp;
