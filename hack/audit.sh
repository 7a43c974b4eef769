#!/usr/bin/env bash
# What the program is built from: licences, unwanted or doubled libraries, where they come from (deny.toml), and whether
# the world knows a hole in one of them.
#
# The list of known holes is a git repository of the Rust community. If it cannot be reached, the list of an earlier run
# is used; without one, the holes are not looked for. Either is said, on standard output and in the file NOTICE, if that
# is given, so that whoever calls can say it once more at the end.
#
#   hack/audit.sh [NOTICE]
set -euo pipefail
cd "$(dirname "$0")/.."

notice=${1:-/dev/null}
program=$(hack/tool.sh cargo-deny)
: "${EASYSCALE_DENY_CONFIG:=deny.toml}"

say() { printf '%s\n' "$*" | tee -a "$notice"; }
deny() { timeout 300 "$program" --locked --color never --config "$EASYSCALE_DENY_CONFIG" "$@"; }
check() { deny "${offline[@]}" check --hide-inclusion-graph "$@"; }
offline=()

check bans licenses sources

# The list is fetched by itself, because "it cannot be fetched" and "it has something on us" must not look alike.
if reason=$(deny fetch db 2>&1); then
    check advisories
    exit
fi
reason=$(printf '%s\n' "$reason" | grep -v '^[[:space:]]*$' | tail -n 1 || true)
log=$(mktemp)
trap 'rm -f "$log"' EXIT
offline=(--offline)
status=0
check advisories >"$log" 2>&1 || status=$?
# Only a look at a list ends with a verdict.
case $(grep -oE '^advisories (ok|FAILED)' "$log") in
    "advisories ok")
        say "OLD LIST: the known holes (advisories) could not be fetched; those of an earlier run were used. ${reason:-No answer in time.}"
        ;;
    "advisories FAILED")
        cat "$log"
        exit "$status"
        ;;
    *)
        say "NOT CHECKED: known holes (advisories) in what the program is built from. The list could not be fetched. ${reason:-No answer in time.}"
        ;;
esac
