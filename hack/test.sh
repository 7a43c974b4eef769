#!/usr/bin/env bash
# Everything that must hold before a change is taken in, in the order in which a mistake is found soonest: `make test`.
#
# Ends with the test runner's own results once more and a plain sum of them. The exit code is not 0 if anything failed.
set -euo pipefail
cd "$(dirname "$0")/.."

step() { printf '\n== %s\n' "$*"; }

step "Format"
cargo fmt --all -- --check
cargo fmt --manifest-path fuzz/Cargo.toml -- --check

step "Lints"
cargo clippy --workspace --all-targets --locked -- -D warnings

step "Documentation"
RUSTDOCFLAGS="-D warnings" cargo doc --workspace --no-deps --locked

# What could not be done here, each a line; said once more at the end.
notices=$(mktemp)
log=$(mktemp)
trap 'rm -f "$notices" "$log"' EXIT

step "The libraries: licences, sources, known holes"
hack/audit.sh "$notices"

step "The Dockerfile"
hack/lint-dockerfile.sh "$notices"

step "The operator, for the tests"
cargo build --locked --package easyscale

step "The operator, as it is shipped (minutes, whenever it has changed)"
hack/build-static.sh

step "The test control plane (built from source once for this machine, about 14 minutes)"
cargo run --locked --quiet --package easyscale-tests --bin testenv -- build </dev/null

step "Made-up files, sentences and rules, 20 s each (longer: make fuzz)"
hack/fuzz.sh "${FUZZ_SECONDS:-20}"

if ! python3 -m pip --version >/dev/null 2>&1; then
    echo "Without python3 and pip the schedule engine was compared with the recorded answers of the oracle, not with new ones." >>"$notices"
    export EASYSCALE_ORACLE=recorded
fi

for shell in zsh fish; do
    command -v "$shell" >/dev/null || echo "Without $shell nobody saw whether its completion works." >>"$notices"
done

step "Tests"
# The end-to-end tests mostly wait for the clock: more of them at a time than there are cores.
export RUST_TEST_THREADS="${RUST_TEST_THREADS:-8}"
status=0
cargo test --workspace --locked --no-fail-fast </dev/null 2>&1 | tee "$log" || status=$?

step "Results"
# Lines like: test result: ok. 12 passed; 0 failed; 0 ignored; …
results=$(grep -ao 'test result: .*' "$log" || true)
printf '%s\n' "$results"
read -r passed failed < <(awk '
    { for (i = 2; i <= NF; i++) { if ($i ~ /^passed/) passed += $(i - 1); if ($i ~ /^failed/) failed += $(i - 1) } }
    END { print passed + 0, failed + 0 }' <<<"$results")
if [ "$status" -ne 0 ] && [ "$failed" -eq 0 ]; then
    echo "The tests ended early (exit code $status); the reason is above."
elif [ "$passed" -eq 0 ]; then
    echo "No test ran."
    status=1
fi
cat "$notices"
printf '%s passed, %s failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ] || status=1
exit "$status"
