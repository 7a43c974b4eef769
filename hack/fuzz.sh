#!/usr/bin/env bash
# Throws made-up input at what reads files, sentences and rules: hack/fuzz.sh SECONDS [TARGET…]
#
# SECONDS is for each target. Ends with what was tried. An input that breaks a law is kept in target/fuzz-artifacts, and
# the exit code is 1; `target/fuzz/debug/TARGET FILE` tries it again.
#
# libFuzzer comes with the crate libfuzzer-sys. No other tool is needed, and stable Rust will do, see hack/fuzz-rustc.sh.
set -euo pipefail
cd "$(dirname "$0")/.."

seconds="${1:?usage: hack/fuzz.sh SECONDS [TARGET…]}"
shift
targets=("${@:-manifest phrase rule}")
read -ra targets <<<"${targets[*]}"
# Inputs longer than this show nothing that shorter ones do not; the memory and the time that one may take.
declare -A longest=([manifest]=4096 [phrase]=1024 [rule]=512)
bounds=(-rss_limit_mb=2048 -timeout=10)

command -v "${CXX:-c++}" >/dev/null || {
    echo "libFuzzer is written in C++ and no C++ compiler is here: install g++" >&2
    exit 1
}

RUSTC_WRAPPER="$PWD/hack/fuzz-rustc.sh" \
    cargo build --locked --quiet --manifest-path fuzz/Cargo.toml --target-dir target/fuzz --bins
programs=target/fuzz/debug

# What libFuzzer begins with is there already: the examples of every error and warning, and the sentences of the
# documentation and of the table of mistakes. So nobody has to keep a list. fuzz/seeds has what is nowhere else.
seeds=target/fuzz-seeds
rm -rf "$seeds"
mkdir -p target/fuzz-artifacts "$seeds"/{manifest,phrase,rule}
awk -v folder="$seeds/manifest" '
    /^```/ { inside = !inside && /yaml/; if (inside) file = sprintf("%s/%03d", folder, ++count); fresh = inside; next }
    inside && fresh && !/^apiVersion/ {
        print "apiVersion: easyscale.io/v1\nkind: ScalingRule\nmetadata:\n  name: web\nspec:\n  target:\n    name: web" >file
        indent = "  "
    }
    inside && fresh && /^apiVersion/ { indent = "" }
    inside { fresh = 0; print indent $0 >file }' docs/errors.md
{
    sed -n 's/^> //p' crates/phrase/tests/it/mistakes.txt
    sed -n '/^```text/,/^```/{/^```/d;p}' docs/sentences.md
    sed -n 's/^| `\([^`]*\)`.*/\1/p' docs/sentences.md
} | awk -v folder="$seeds/phrase" '{ printf "%s", $0 >sprintf("%s/%03d", folder, NR); close(sprintf("%s/%03d", folder, NR)) }'
failed=0
for target in "${targets[@]}"; do
    corpus="target/fuzz-corpus/$target"
    log="target/fuzz-artifacts/$target.log"
    mkdir -p "$corpus"
    given=("$corpus")
    for folder in "fuzz/seeds/$target" "$seeds/$target"; do
        [ ! -d "$folder" ] || given+=("$folder")
    done
    [ "$target" != manifest ] || given+=(config/samples)
    arguments=(-max_total_time="$seconds" -max_len="${longest[$target]}" "${bounds[@]}"
        -artifact_prefix="target/fuzz-artifacts/$target-" -print_final_stats=1)
    [ ! -f "fuzz/words/$target.dict" ] || arguments+=(-dict="fuzz/words/$target.dict")
    # A rule takes its bytes from anywhere: short inputs first would only be poor rules first.
    [ "$target" != rule ] || arguments+=(-len_control=0)
    if "$programs/$target" "${arguments[@]}" "${given[@]}" </dev/null >"$log" 2>&1; then
        executions=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
        reached=$(grep -ao 'cov: [0-9]* ft: [0-9]*' "$log" | tail -1)
        printf '%-9s %s inputs in %s s, reached: %s\n' "$target" "$executions" "$seconds" "$reached"
    else
        failed=1
        printf '%-9s FAILED, see %s:\n' "$target" "$log"
        grep -a -A6 -m1 -E "panicked at|^==[0-9]+== *ERROR|ALARM" "$log" || tail -5 "$log"
        grep -a 'Test unit written to' "$log" || true
    fi
done
exit "$failed"
