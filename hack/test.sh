#!/usr/bin/env bash
# Everything that must hold before a change is taken in, in the order in which a mistake is found soonest: `make test`.
#
# Ends with the test runner's own results once more and a plain sum of them. The exit code is not 0 if anything failed.
set -euo pipefail
cd "$(dirname "$0")/.."

step() { printf '\n== %s\n' "$*"; }

step "Format"
cargo fmt --all -- --check

step "Lints"
cargo clippy --workspace --all-targets --locked -- -D warnings

step "Documentation"
RUSTDOCFLAGS="-D warnings" cargo doc --workspace --no-deps --locked

step "The operator, as it is shipped"
cargo build --locked --package easyscale

step "The test control plane (built from source once for this machine, about 9 minutes)"
cargo run --locked --quiet --package easyscale-tests --bin testenv -- build </dev/null

recorded=""
if ! python3 -m pip --version >/dev/null 2>&1; then
    recorded="Without python3 and pip the schedule engine was compared with the recorded answers of the oracle, not with new ones."
    export EASYSCALE_ORACLE=recorded
fi

step "Tests"
# The end-to-end tests mostly wait for the clock: more of them at a time than there are cores.
export RUST_TEST_THREADS="${RUST_TEST_THREADS:-8}"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
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
[ -z "$recorded" ] || echo "$recorded"
printf '%s passed, %s failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ] || status=1
exit "$status"
