#!/usr/bin/env bash
# Builds the operator as it is shipped: one static binary, for Linux with any C library or none. The Dockerfile and
# `make package` both use this script, so that what is tried here is what runs there.
#
#   hack/build-static.sh            prints where the binary is; says on standard error what is done
#   hack/build-static.sh check      says whether all is there that it needs
#   hack/build-static.sh needs      installs what it needs: musl's C compiler (Debian, Ubuntu) and Rust's musl target
#
# The same sources and the same Rust give the same bytes, in whatever folder they are built: paths do not get in.
set -euo pipefail
cd "$(dirname "$0")/.."

target="$(uname -m)-unknown-linux-musl"
as_root() { if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi; }

if [ "${1:-}" = needs ]; then
    # ring and mimalloc have C in them, which musl-gcc compiles.
    if ! command -v musl-gcc >/dev/null; then
        as_root apt-get update
        as_root env DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends musl-tools
    fi
    # Rust as a distribution packages it has no rustup; its own package for the target is then up to its user.
    if command -v rustup >/dev/null; then rustup target add "$target"; fi
    exit
fi

if ! command -v musl-gcc >/dev/null || [ ! -d "$(rustc --print target-libdir --target "$target")" ]; then
    echo "A static binary needs musl-gcc and Rust's target $target: run hack/build-static.sh needs" >&2
    exit 1
fi
if [ "${1:-}" = check ]; then exit; fi

# What panics and errors say about places in the source must not say on whose machine it was.
cargo fetch --quiet --locked --target "$target"
flags=("--remap-path-prefix=$PWD=/easyscale")
for sources in "${CARGO_HOME:-$HOME/.cargo}"/registry/src/*; do
    flags+=("--remap-path-prefix=$sources=/crates")
done
# The addresses that are corrected at the start are written in a short form, which saves 400 KB. Where the linker does not
# know it, it says so and goes on.
flags+=("-Clink-arg=-Wl,-z,pack-relative-relocs")
# For mimalloc: pages of 2 MiB would double the operator's memory, and save the commands one twentieth of their time. And
# the time at which it is compiled must not get in.
c_flags='-DMI_DEFAULT_ALLOW_THP=0 -Wno-builtin-macro-redefined -D__DATE__="" -D__TIME__=""'
declare -x "CFLAGS_${target//-/_}=$c_flags"
CARGO_ENCODED_RUSTFLAGS=$(IFS=$'\x1f' && printf '%s' "${flags[*]}")
export CARGO_ENCODED_RUSTFLAGS
cargo build --profile small --locked --target "$target" --package easyscale >&2
echo "${CARGO_TARGET_DIR:-target}/$target/small/easyscale"
