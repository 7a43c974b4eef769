#!/usr/bin/env bash
# Makes a release in target/package, for the kind of machine that this is (`make package`):
#
#   easyscale-VERSION-linux-MACHINE.tar.gz   the program, completions for shells, manual pages, licences
#   easyscale-VERSION.tgz                    the chart
#   easyscale-VERSION.cdx.json               what the program is built from (SBOM, CycloneDX)
#   THIRD-PARTY-LICENCES.txt                 the licences of that
#   SHA256SUMS                               the checksums of all of these
#
# The same commit and the same tools give the same bytes: every time in them is that of the commit (SOURCE_DATE_EPOCH). The
# folder appears only when everything in it is whole. What takes minutes comes last.
set -euo pipefail
cd "$(dirname "$0")/.."

fail() { printf 'make package: %s\n' "$*" >&2 && exit 1; }

for tool in cargo git python3 gzip sha256sum; do
    command -v "$tool" >/dev/null || fail "$tool is missing"
done
tar --version 2>/dev/null | grep -q 'GNU tar' || fail "tar is not GNU tar, which alone can sort an archive"
command -v helm >/dev/null || command -v go >/dev/null || fail "the chart takes helm, or Go to build one: neither is there"
hack/build-static.sh check

SOURCE_DATE_EPOCH="${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct)}" ||
    fail "this is no clone with a commit: set SOURCE_DATE_EPOCH to the seconds since 1970 that the files are to bear"
changes=$(git status --porcelain 2>/dev/null || true)
warn_of_changes() {
    [ -z "$changes" ] || printf 'NOTE: this is no release of a commit, for there are changes besides:\n%s\n' "$changes" >&2
}
warn_of_changes

umask 022
version=$(cargo metadata --locked --no-deps --format-version=1 | python3 -c '
import json, sys
print(next(each["version"] for each in json.load(sys.stdin)["packages"] if each["name"] == "easyscale"))')
machine=$(uname -m)
target="$machine-unknown-linux-musl"
folder="easyscale-$version-linux-$machine"
out=target/package
mkdir -p target
stage=$PWD/$(mktemp -d target/package.new-XXXXXX)
trap 'rm -rf "$stage"' EXIT
mkdir -p "$stage/release" "$stage/$folder/completions"

number=0
step() { number=$((number + 1)) && printf '[%d/6 %3ds] %s\n' "$number" "$SECONDS" "$*" >&2; }
# What is built must not see the time: cargo would build libraries once more whose scripts look at it.
dated() { SOURCE_DATE_EPOCH=$SOURCE_DATE_EPOCH "$@"; }

step "The chart (the first time without a helm of yours, minutes: it is built)"
helm=$(command -v helm || cargo run --locked --package easyscale-tests --bin testenv -- build </dev/null | grep '/helm$')
chart=$(dated hack/package-chart.sh "$helm" "$stage/release")
[ "$(basename "$chart")" = "easyscale-$version.tgz" ] ||
    fail "$(basename "$chart") is not of version $version: make charts/easyscale/Chart.yaml and Cargo.toml say the same"

step "The list of what the program is built from (SBOM)"
dated hack/sbom.py "$target" >"$stage/release/easyscale-$version.cdx.json"

step "The licences of that"
hack/licences.py "$target" >"$stage/release/THIRD-PARTY-LICENCES.txt"
cp LICENSE "$stage/release/THIRD-PARTY-LICENCES.txt" "$stage/$folder/"

step "The program, statically linked (minutes, if it is not built yet)"
program=$(hack/build-static.sh)
easyscale="$stage/$folder/easyscale"
install -m 0755 "$program" "$easyscale"

step "Completions and manual pages, as the program itself writes them"
for shell in bash zsh fish; do
    "$easyscale" completion "$shell" >"$stage/$folder/completions/easyscale.$shell"
done
"$easyscale" completion kubectl >"$stage/$folder/completions/kubectl_complete-easyscale"
chmod +x "$stage/$folder/completions/kubectl_complete-easyscale"
"$easyscale" man --dir "$stage/$folder/man/man1"
dated hack/archive.sh "$stage/release/$folder.tar.gz" "$stage" "$folder"

step "Checksums"
(cd "$stage/release" && LC_ALL=C && sha256sum -- * >"$stage/SHA256SUMS" && mv "$stage/SHA256SUMS" .)
rm -rf "$out"
mv "$stage/release" "$out"
cat "$out/SHA256SUMS"
echo "It is all in $out." >&2
warn_of_changes
