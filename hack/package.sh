#!/usr/bin/env bash
# Makes a release in target/package, for the kind of machine that this is (`make package`):
#
#   easyscale-VERSION-linux-MACHINE.tar.gz   the program, completions for shells, manual pages, licences
#   easyscale-VERSION.tgz                    the chart
#   easyscale-VERSION.cdx.json               what the program is built from (SBOM, CycloneDX)
#   THIRD-PARTY-LICENCES.txt                 the licences of that
#   SHA256SUMS                               the checksums of all of these
#
# The same commit and the same tools give the same bytes: every time in them is that of the commit (SOURCE_DATE_EPOCH).
set -euo pipefail
cd "$(dirname "$0")/.."

umask 022
version=$(cargo metadata --locked --no-deps --format-version=1 | python3 -c '
import json, sys
print(next(each["version"] for each in json.load(sys.stdin)["packages"] if each["name"] == "easyscale"))')
machine=$(uname -m)
target="$machine-unknown-linux-musl"
here=$PWD
out=$here/target/package
stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
rm -rf "$out"
mkdir -p "$out"

number=0
step() { number=$((number + 1)) && printf '[%d/6 %3ds] %s\n' "$number" "$SECONDS" "$*" >&2; }

# The same files give the same archive: sorted, with one time, of nobody, and no time in the compression.
archive() {
    tar --create --sort=name --format=ustar --mtime="@$SOURCE_DATE_EPOCH" --owner=0 --group=0 --numeric-owner \
        --mode=u=rwX,go=rX --directory="$2" "$3" | gzip --no-name --best >"$1"
}

step "The program, statically linked (minutes, if it is not built yet)"
program=$(hack/build-static.sh)
# Only now: build scripts of libraries look at these, and cargo would build the libraries once more.
export LC_ALL=C TZ=UTC
SOURCE_DATE_EPOCH="${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct)}"
export SOURCE_DATE_EPOCH
folder="easyscale-$version-linux-$machine"
mkdir -p "$stage/$folder/completions"
install -m 0755 "$program" "$stage/$folder/easyscale"
easyscale="$stage/$folder/easyscale"

step "Completions and manual pages, as the program itself writes them"
for shell in bash zsh fish; do
    "$easyscale" completion "$shell" >"$stage/$folder/completions/easyscale.$shell"
done
"$easyscale" completion kubectl >"$stage/$folder/completions/kubectl_complete-easyscale"
chmod +x "$stage/$folder/completions/kubectl_complete-easyscale"
"$easyscale" man --dir "$stage/$folder/man/man1"

step "The licences of what it is built from"
hack/licences.py "$target" >"$out/THIRD-PARTY-LICENCES.txt"
cp LICENSE "$out/THIRD-PARTY-LICENCES.txt" "$stage/$folder/"
archive "$out/$folder.tar.gz" "$stage" "$folder"

step "The list of what it is built from (SBOM)"
sbom="easyscale-$version.cdx"
"$(hack/tool.sh cargo-cyclonedx)" cyclonedx --quiet --manifest-path crates/easyscale/Cargo.toml --format json \
    --spec-version 1.5 --target "$target" --no-build-deps --override-filename "$sbom"
# It is written beside every crate of the workspace; ours is the program's.
hack/sbom.py "crates/easyscale/$sbom.json" >"$out/$sbom.json"
find crates tests -maxdepth 2 -name "$sbom.json" -delete

if [ -f charts/easyscale/Chart.yaml ]; then
    step "The chart"
    helm=$(command -v helm || cargo run --locked --quiet --package easyscale-tests --bin testenv -- build </dev/null | grep '/helm$')
    "$helm" package charts/easyscale --destination "$stage" >&2
    chart=$(basename "$stage"/easyscale-*.tgz)
    # Helm writes the time of day into its archive.
    mkdir "$stage/chart"
    tar --extract --file="$stage/$chart" --directory="$stage/chart"
    archive "$out/$chart" "$stage/chart" easyscale
else
    step "The chart: there is no charts/easyscale yet"
fi

step "Checksums"
(cd "$out" && sha256sum -- * >"$stage/SHA256SUMS" && mv "$stage/SHA256SUMS" SHA256SUMS)
cat "$out/SHA256SUMS"
